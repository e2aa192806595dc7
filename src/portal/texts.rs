//! Pages of plain text. Figures come from where the product keeps them, never retyped.

use askama::Template;

use crate::difficulties::Status;
use crate::web::limits;
use crate::web::visit::{FILER_IDLE_SECONDS, STAFF_IDLE_SECONDS};
use crate::web::{Page, forms, paging};

/// A page that is only its text.
macro_rules! text_page {
    ($(#[$meta:meta])* $name:ident, $path:literal) => {
        $(#[$meta])*
        #[derive(Template)]
        #[template(path = $path)]
        pub struct $name {
            page: Page,
        }

        impl $name {
            #[must_use]
            pub fn new(page: Page) -> Self {
                Self { page }
            }
        }
    };
}

text_page!(
    /// Where to turn, and the keys of the queues.
    HelpPage,
    "portal/help.html"
);
text_page!(
    /// What is kept of a person, who sees it, and how to have it corrected.
    PrivacyPage,
    "portal/privacy.html"
);
text_page!(
    /// What was done so that everybody can use it.
    AccessibilityPage,
    "portal/accessibility.html"
);

/// From the first word to the kept promise, and what each status means.
#[derive(Template)]
#[template(path = "portal/process.html")]
pub struct ProcessPage {
    page: Page,
    /// In the order of a life; drafts are nobody else's business.
    statuses: Vec<Status>,
}

impl ProcessPage {
    #[must_use]
    pub fn new(page: Page) -> Self {
        let statuses = Status::ALL
            .iter()
            .copied()
            .filter(|status| *status != Status::Draft)
            .collect();
        Self { page, statuses }
    }
}

/// One limit, with the sentence it stands in.
pub struct Limit {
    pub key: &'static str,
    pub figure: i64,
}

/// A table of limits.
pub struct LimitTable {
    pub key: &'static str,
    pub limits: Vec<Limit>,
}

/// Every limit that a person can meet.
#[derive(Template)]
#[template(path = "portal/limits.html")]
pub struct LimitsPage {
    page: Page,
    tables: Vec<LimitTable>,
}

impl LimitsPage {
    #[must_use]
    pub fn new(page: Page) -> Self {
        let letters = |key, figure: usize| Limit {
            key,
            figure: i64::try_from(figure).unwrap_or(i64::MAX),
        };
        let times = |key, figure: u32| Limit {
            key,
            figure: figure.into(),
        };
        let mib = |key, bytes: u64| Limit {
            key,
            figure: i64::try_from(bytes / (1024 * 1024)).unwrap_or(i64::MAX),
        };
        let tables = vec![
            LimitTable {
                key: "portal-limits-texts",
                limits: vec![
                    letters("portal-limits-title-letters", limits::TITLE_LETTERS),
                    letters("portal-limits-body-letters", limits::BODY_LETTERS),
                    letters("portal-limits-note-letters", limits::NOTE_LETTERS),
                    letters("portal-limits-response-letters", limits::RESPONSE_LETTERS),
                    letters("portal-limits-name-letters", limits::NAME_LETTERS),
                    letters("portal-limits-passages", limits::PASSAGES_A_LETTER),
                    letters("portal-limits-form-kib", forms::BODY_AT_MOST / 1024),
                ],
            },
            LimitTable {
                key: "portal-limits-files",
                limits: vec![
                    letters("portal-limits-files-count", limits::FILES_A_REQUEST),
                    mib("portal-limits-files-one", limits::FILE_BYTES),
                    mib("portal-limits-files-request", limits::REQUEST_FILE_BYTES),
                    mib("portal-limits-files-item", limits::ITEM_FILE_BYTES),
                    times("portal-limits-files-side", limits::PICTURE_SIDE),
                    Limit {
                        key: "portal-limits-files-seconds",
                        figure: i64::try_from(limits::UPLOAD_WITHIN.as_secs()).unwrap_or(i64::MAX),
                    },
                ],
            },
            LimitTable {
                key: "portal-limits-sheets",
                limits: vec![
                    letters("portal-limits-sheet-mib", limits::SHEET_BYTES >> 20),
                    letters("portal-limits-sheet-rows", limits::SHEET_ROWS),
                    letters("portal-limits-sheet-columns", limits::SHEET_COLUMNS),
                ],
            },
            LimitTable {
                key: "portal-limits-often",
                limits: vec![
                    times("portal-limits-searches", limits::SEARCHES_A_MINUTE),
                    times("portal-limits-look-ups", limits::LOOKUPS_A_MINUTE),
                    times("portal-limits-draft-links", limits::DRAFT_LINKS_A_MINUTE),
                    times("portal-limits-filings", limits::FILINGS_AN_HOUR),
                    times("portal-limits-uploads", limits::UPLOADS_AN_HOUR),
                    times("portal-limits-sign-ins", limits::SIGN_INS_A_MINUTE),
                    times(
                        "portal-limits-failures",
                        limits::FAILURES_BEFORE_DELAY.unsigned_abs(),
                    ),
                ],
            },
            LimitTable {
                key: "portal-limits-time",
                limits: vec![
                    Limit {
                        key: "portal-limits-filer-idle",
                        figure: FILER_IDLE_SECONDS / 3600,
                    },
                    Limit {
                        key: "portal-limits-staff-idle",
                        figure: STAFF_IDLE_SECONDS / 60,
                    },
                    Limit {
                        key: "portal-limits-rows",
                        figure: paging::ROWS,
                    },
                ],
            },
        ];
        Self { page, tables }
    }
}
