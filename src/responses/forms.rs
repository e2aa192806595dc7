//! What browsers send about a response, read into words of the domain or into what is wrong.

use chrono::NaiveDate;
use serde::Deserialize;

use super::numbering::Number;
use super::record::{Base, DraftCommitment, DraftText};
use super::required::{self, Part};
use crate::dates;
use crate::difficulties::Outcome;
use crate::difficulties::actions::NewCommitment;
use crate::difficulties::workbench::forms::{cleaned, later_day, letters_at_most};
use crate::i18n::Lang;
use crate::web::FieldErrors;
use crate::web::limits::{NAME_LETTERS, NOTE_LETTERS, RESPONSE_LETTERS};

/// Letters of the short answer: what fits a text message and the top of the tracking page.
pub const SUMMARY_LETTERS: usize = 400;
/// Promises of one answer at most.
pub const COMMITMENTS_AT_MOST: usize = 20;
/// Grounds of one answer at most.
pub const GROUNDS_AT_MOST: usize = 20;

/// The draft editor. The rows of promises are sent as three lists of equal length.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DraftForm {
    #[serde(default)]
    pub ket_qua: String,
    #[serde(default)]
    pub tra_loi_ngan: String,
    #[serde(default)]
    pub tra_loi: String,
    #[serde(default)]
    pub cap_tren: String,
    /// Ids of the grounds picked.
    #[serde(default)]
    pub can_cu_chon: Vec<String>,
    #[serde(default)]
    pub can_cu: String,
    /// Words to find grounds by.
    #[serde(default)]
    pub tim_can_cu: String,
    /// Words to find canned answers by.
    #[serde(default)]
    pub tim_mau: String,
    /// The id of a canned answer to put at the end.
    #[serde(default)]
    pub chen: String,
    #[serde(default)]
    pub cam_ket: Vec<String>,
    #[serde(default)]
    pub dv_cam_ket: Vec<String>,
    #[serde(default)]
    pub han_cam_ket: Vec<String>,
    /// Number and version of the response the page showed; 0 for none.
    #[serde(default = "of_no_page")]
    pub so_ban: i32,
    #[serde(default = "of_no_page")]
    pub phien_ban: i32,
    /// Version of the difficulty.
    #[serde(default)]
    pub ho_so_phien_ban: i32,
    /// Submit though opinions are missing.
    #[serde(default)]
    pub van_trinh: String,
    #[serde(default)]
    pub viec: Deed,
}

/// No page of ours: older than every version.
const fn of_no_page() -> i32 {
    -1
}

/// Which button of the editor was pressed. All of them save first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
pub enum Deed {
    #[default]
    #[serde(rename = "nhap")]
    Save,
    #[serde(rename = "trinh")]
    Submit,
    /// Read it as the filer will.
    #[serde(rename = "xem")]
    Preview,
    /// One more row of promises.
    #[serde(rename = "moc")]
    AddRow,
    #[serde(rename = "can-cu")]
    FindGround,
    #[serde(rename = "mau")]
    FindCanned,
    /// The page saves by itself and wants no page back.
    #[serde(rename = "tu-luu")]
    ByItself,
}

impl DraftForm {
    #[must_use]
    pub fn base(&self) -> Base {
        Base {
            number: self.so_ban,
            version: self.phien_ban,
        }
    }

    /// The words as they would be kept. Blank rows of promises are left out.
    #[must_use]
    pub fn text(&self) -> DraftText {
        let mut text = self.as_typed();
        text.commitments.retain(|one| !one.is_blank());
        text
    }

    /// The words with every row of promises, as the page gives them back.
    #[must_use]
    pub fn as_typed(&self) -> DraftText {
        let rows = self
            .cam_ket
            .len()
            .max(self.han_cam_ket.len())
            .min(COMMITMENTS_AT_MOST);
        let at = |list: &[String], row: usize| list.get(row).cloned().unwrap_or_default();
        let mut grounds: Vec<i64> = self
            .can_cu_chon
            .iter()
            .filter_map(|id| id.parse().ok())
            .collect();
        grounds.sort_unstable();
        grounds.dedup();
        grounds.truncate(GROUNDS_AT_MOST);
        DraftText {
            outcome: Outcome::parse(&self.ket_qua),
            summary: cleaned(&self.tra_loi_ngan),
            body: cleaned(&self.tra_loi),
            legal_grounds: cleaned(&self.can_cu),
            grounds,
            higher_body: cleaned(&self.cap_tren),
            commitments: (0..rows)
                .map(|row| DraftCommitment {
                    text: cleaned(&at(&self.cam_ket, row)),
                    agency_id: at(&self.dv_cam_ket, row).parse().ok(),
                    due: cleaned(&at(&self.han_cam_ket, row)),
                })
                .collect(),
        }
    }

    /// What is wrong. A draft may be unfinished; what goes before the leader may not. `agencies`
    /// are those that can be promised for today.
    #[must_use]
    pub fn errors(&self, lang: Lang, today: NaiveDate, agencies: &[i64]) -> FieldErrors {
        let text = self.as_typed();
        let mut errors = FieldErrors::default();
        for (field, typed, most) in [
            ("tra_loi_ngan", &text.summary, SUMMARY_LETTERS),
            ("tra_loi", &text.body, RESPONSE_LETTERS),
            ("can_cu", &text.legal_grounds, NOTE_LETTERS),
            ("cap_tren", &text.higher_body, NAME_LETTERS),
        ] {
            letters_at_most(&mut errors, lang, field, typed, most);
        }
        for (row, promise) in text.commitments.iter().enumerate() {
            let too_long = promise.text.chars().count() > NOTE_LETTERS
                || promise.due.chars().count() > NAME_LETTERS;
            if too_long {
                errors.add(
                    row_field("cam_ket", row),
                    lang.text("responses-error-commitment-long"),
                );
            }
        }
        if self.viec == Deed::Submit {
            require_parts(&mut errors, lang, &text);
            check_promises(&mut errors, lang, &text, today, agencies);
        }
        errors
    }
}

/// What the outcome asks for.
fn require_parts(errors: &mut FieldErrors, lang: Lang, text: &DraftText) {
    if text.summary.is_empty() {
        errors.add("tra_loi_ngan", lang.text("responses-error-summary"));
    }
    if text.body.is_empty() {
        errors.add("tra_loi", lang.text("responses-error-body"));
    }
    let Some(outcome) = text.outcome else {
        errors.add("ket_qua", lang.text("responses-error-outcome"));
        return;
    };
    match required::part_of(outcome) {
        Some(Part::Commitment) if text.commitments.iter().all(DraftCommitment::is_blank) => {
            errors.add(
                row_field("cam_ket", 0),
                lang.text("responses-error-roadmap"),
            );
        }
        Some(Part::Ground) if text.grounds.is_empty() && text.legal_grounds.is_empty() => {
            errors.add("can_cu", lang.text("responses-error-ground"));
        }
        Some(Part::HigherBody) if text.higher_body.is_empty() => {
            errors.add("cap_tren", lang.text("responses-error-higher-body"));
        }
        _ => {}
    }
}

/// Each promise that was begun says what, who and by when.
fn check_promises(
    errors: &mut FieldErrors,
    lang: Lang,
    text: &DraftText,
    today: NaiveDate,
    agencies: &[i64],
) {
    for (row, promise) in text.commitments.iter().enumerate() {
        if promise.is_blank() {
            continue;
        }
        if promise.text.is_empty() {
            errors.add(
                row_field("cam_ket", row),
                lang.text("responses-error-commitment"),
            );
        }
        match promise.agency_id {
            None => errors.add(
                row_field("dv_cam_ket", row),
                lang.text("responses-error-agency"),
            ),
            Some(id) if !agencies.contains(&id) => errors.add(
                row_field("dv_cam_ket", row),
                lang.text("responses-error-agency-closed"),
            ),
            Some(_) => {}
        }
        if let Err(message) = later_day(lang, &promise.due, today) {
            errors.add(row_field("han_cam_ket", row), message);
        }
    }
}

/// The id of a field in a row of promises, rows from 0.
#[must_use]
pub fn row_field(name: &str, row: usize) -> String {
    format!("{name}-{}", row + 1)
}

/// The promises of a draft as they will stand, if each is whole.
#[must_use]
pub fn promised(text: &DraftText) -> Option<Vec<NewCommitment>> {
    text.commitments
        .iter()
        .filter(|one| !one.is_blank())
        .map(|one| {
            Some(NewCommitment {
                text: one.text.clone(),
                agency_id: one.agency_id?,
                due_on: dates::parse_date(&one.due).ok()?,
            })
        })
        .collect()
}

/// What the approval form sends for an answer that is held back.
pub const HELD: &str = "cho";

/// The approval.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApprovalForm {
    #[serde(default)]
    pub so_van_ban: String,
    #[serde(default)]
    pub ngay_van_ban: String,
    /// `cho`: signed and held back until it is released with others.
    #[serde(default)]
    pub phat_hanh: String,
    #[serde(default)]
    pub phien_ban: i32,
}

/// An approval that can be acted on.
#[derive(Debug, Clone)]
pub struct Approval {
    pub number: Number,
    pub issued_on: NaiveDate,
    /// It waits for the release.
    pub is_held: bool,
}

impl ApprovalForm {
    /// # Errors
    /// What is wrong, by field.
    pub fn check(&self, lang: Lang, today: NaiveDate) -> Result<Approval, FieldErrors> {
        let mut errors = FieldErrors::default();
        let number = Number::parse(&self.so_van_ban);
        if self.so_van_ban.trim().is_empty() {
            errors.add("so_van_ban", lang.text("responses-error-document"));
        } else if number.is_none() {
            errors.add("so_van_ban", lang.text("responses-error-document-form"));
        }
        let issued_on = if self.ngay_van_ban.trim().is_empty() {
            Some(today)
        } else {
            match dates::parse_date(&self.ngay_van_ban) {
                Ok(day) if day <= today => Some(day),
                Ok(_) => {
                    errors.add("ngay_van_ban", lang.text("responses-error-document-later"));
                    None
                }
                Err(_) => {
                    errors.add("ngay_van_ban", lang.text("workbench-error-day-form"));
                    None
                }
            }
        };
        match (number, issued_on) {
            (Some(number), Some(issued_on)) if errors.is_empty() => Ok(Approval {
                number,
                issued_on,
                is_held: self.phat_hanh == HELD,
            }),
            _ => Err(errors),
        }
    }
}
