//! What browsers send about a response, read into words of the domain or into what is wrong.

use chrono::NaiveDate;
use serde::Deserialize;

use super::record::{Base, DraftText};
use crate::difficulties::Outcome;
use crate::difficulties::actions::NewCommitment;
use crate::difficulties::workbench::forms::{cleaned, later_day, letters_at_most};
use crate::i18n::Lang;
use crate::web::FieldErrors;
use crate::web::limits::{NAME_LETTERS, NOTE_LETTERS, RESPONSE_LETTERS};

/// Letters of the short answer: what fits a text message and the top of the tracking page.
pub const SUMMARY_LETTERS: usize = 400;
/// Rows of promises on the approval page.
pub const COMMITMENT_ROWS: usize = 5;
/// Field names of those rows, for messages beside them.
pub const COMMITMENT_FIELDS: [[&str; 3]; COMMITMENT_ROWS] = [
    ["cam_ket_1", "co_quan_1", "han_1"],
    ["cam_ket_2", "co_quan_2", "han_2"],
    ["cam_ket_3", "co_quan_3", "han_3"],
    ["cam_ket_4", "co_quan_4", "han_4"],
    ["cam_ket_5", "co_quan_5", "han_5"],
];

/// The draft editor.
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
    pub can_cu: String,
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

/// Which button of the editor was pressed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
pub enum Deed {
    #[default]
    #[serde(rename = "nhap")]
    Save,
    #[serde(rename = "trinh")]
    Submit,
}

impl DraftForm {
    #[must_use]
    pub fn base(&self) -> Base {
        Base {
            number: self.so_ban,
            version: self.phien_ban,
        }
    }

    /// The words as they would be kept.
    #[must_use]
    pub fn text(&self) -> DraftText {
        DraftText {
            outcome: Outcome::parse(&self.ket_qua),
            summary: cleaned(&self.tra_loi_ngan),
            body: cleaned(&self.tra_loi),
            legal_grounds: cleaned(&self.can_cu),
        }
    }

    /// What is wrong. A draft may be unfinished; what goes before the leader may not.
    #[must_use]
    pub fn errors(&self, lang: Lang) -> FieldErrors {
        let text = self.text();
        let mut errors = FieldErrors::default();
        letters_at_most(
            &mut errors,
            lang,
            "tra_loi_ngan",
            &text.summary,
            SUMMARY_LETTERS,
        );
        letters_at_most(&mut errors, lang, "tra_loi", &text.body, RESPONSE_LETTERS);
        letters_at_most(
            &mut errors,
            lang,
            "can_cu",
            &text.legal_grounds,
            NOTE_LETTERS,
        );
        if self.viec == Deed::Submit {
            if text.outcome.is_none() {
                errors.add("ket_qua", lang.text("responses-error-outcome"));
            }
            if text.summary.is_empty() {
                errors.add("tra_loi_ngan", lang.text("responses-error-summary"));
            }
            if text.body.is_empty() {
                errors.add("tra_loi", lang.text("responses-error-body"));
            }
        }
        errors
    }
}

/// The approval. Each row of promises has names of its own, so that an error page gives back
/// every row as it was.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApprovalForm {
    #[serde(default)]
    pub so_van_ban: String,
    #[serde(default)]
    pub cam_ket_1: String,
    #[serde(default)]
    pub co_quan_1: String,
    #[serde(default)]
    pub han_1: String,
    #[serde(default)]
    pub cam_ket_2: String,
    #[serde(default)]
    pub co_quan_2: String,
    #[serde(default)]
    pub han_2: String,
    #[serde(default)]
    pub cam_ket_3: String,
    #[serde(default)]
    pub co_quan_3: String,
    #[serde(default)]
    pub han_3: String,
    #[serde(default)]
    pub cam_ket_4: String,
    #[serde(default)]
    pub co_quan_4: String,
    #[serde(default)]
    pub han_4: String,
    #[serde(default)]
    pub cam_ket_5: String,
    #[serde(default)]
    pub co_quan_5: String,
    #[serde(default)]
    pub han_5: String,
    #[serde(default)]
    pub phien_ban: i32,
}

/// An approval that can be acted on.
#[derive(Debug, Clone)]
pub struct Approval {
    pub document_number: String,
    pub commitments: Vec<NewCommitment>,
}

impl ApprovalForm {
    /// Promise, agency and day of each row, as typed.
    #[must_use]
    pub fn rows(&self) -> [[&str; 3]; COMMITMENT_ROWS] {
        [
            [&self.cam_ket_1, &self.co_quan_1, &self.han_1],
            [&self.cam_ket_2, &self.co_quan_2, &self.han_2],
            [&self.cam_ket_3, &self.co_quan_3, &self.han_3],
            [&self.cam_ket_4, &self.co_quan_4, &self.han_4],
            [&self.cam_ket_5, &self.co_quan_5, &self.han_5],
        ]
    }

    /// # Errors
    /// What is wrong, by field.
    pub fn check(
        &self,
        lang: Lang,
        today: NaiveDate,
        outcome: Option<Outcome>,
        agencies: &[i64],
    ) -> Result<Approval, FieldErrors> {
        let mut errors = FieldErrors::default();
        let document_number = cleaned(&self.so_van_ban);
        if document_number.is_empty() {
            errors.add("so_van_ban", lang.text("responses-error-document"));
        }
        letters_at_most(
            &mut errors,
            lang,
            "so_van_ban",
            &document_number,
            NAME_LETTERS,
        );
        let mut commitments = Vec::new();
        for ([text, agency, due], [text_field, agency_field, due_field]) in
            self.rows().into_iter().zip(COMMITMENT_FIELDS)
        {
            let text = cleaned(text);
            // An agency alone is only what the list stood at.
            if text.is_empty() && due.trim().is_empty() {
                continue;
            }
            if text.is_empty() {
                errors.add(text_field, lang.text("responses-error-commitment"));
            }
            letters_at_most(&mut errors, lang, text_field, &text, NOTE_LETTERS);
            let agency_id = agency.parse().ok().filter(|id| agencies.contains(id));
            if agency_id.is_none() {
                errors.add(agency_field, lang.text("responses-error-agency"));
            }
            let due_on = later_day(lang, due, today)
                .map_err(|message| errors.add(due_field, message))
                .ok();
            if let (Some(agency_id), Some(due_on)) = (agency_id, due_on) {
                commitments.push(NewCommitment {
                    text,
                    agency_id,
                    due_on,
                });
            }
        }
        if outcome == Some(Outcome::Roadmap) && commitments.is_empty() && errors.is_empty() {
            errors.add("cam_ket_1", lang.text("responses-error-roadmap"));
        }
        if errors.is_empty() {
            Ok(Approval {
                document_number,
                commitments,
            })
        } else {
            Err(errors)
        }
    }
}
