//! What a browser sends to look something up, and what its filer sends: read into values, or
//! into messages beside the fields.

use serde::Deserialize;

use crate::attachments::is_form_token;
use crate::i18n::{Lang, Value};
use crate::text;
use crate::web::limits::NOTE_LETTERS;
use crate::web::secret::random_token;
use crate::web::{AppError, FieldErrors};

/// The two boxes, and what somebody had typed before their look-up ended.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LookUpForm {
    #[serde(rename = "ma_ho_so")]
    pub reference: String,
    /// A secret: named so that no error page shows it again.
    #[serde(rename = "ma_bi_mat")]
    pub code: String,
    #[serde(rename = "lien_he")]
    pub contact: String,
    /// The act to go on with.
    #[serde(rename = "tiep")]
    pub go_on: String,
    #[serde(rename = "ket_qua")]
    pub result: String,
    #[serde(rename = "diem")]
    pub rating: String,
    #[serde(rename = "y_kien_danh_gia")]
    pub words: String,
    #[serde(rename = "ly_do_chua")]
    pub objection: String,
    #[serde(rename = "bo_sung")]
    pub supplement: String,
    #[serde(rename = "ly_do_rut")]
    pub withdrawal: String,
    #[serde(rename = "phieu_tep")]
    pub files_token: String,
}

impl LookUpForm {
    pub fn take_kept(&mut self) -> Kept {
        Kept {
            result: std::mem::take(&mut self.result),
            rating: std::mem::take(&mut self.rating),
            words: std::mem::take(&mut self.words),
            objection: std::mem::take(&mut self.objection),
            supplement: std::mem::take(&mut self.supplement),
            withdrawal: std::mem::take(&mut self.withdrawal),
            files_token: std::mem::take(&mut self.files_token),
            ..Kept::default()
        }
    }
}

/// What was typed into the forms of the filer's page, as typed, and what is wrong with it.
#[derive(Debug, Clone, Default)]
pub struct Kept {
    pub result: String,
    pub rating: String,
    pub words: String,
    pub objection: String,
    pub supplement: String,
    pub withdrawal: String,
    /// Names the files that are held for the form of the exchange.
    pub files_token: String,
    pub errors: FieldErrors,
    /// Why nothing was saved, when it was not a field's fault.
    pub refusal: Option<String>,
}

impl Kept {
    /// The longer text of the act, to be given back where its form is no longer offered.
    #[must_use]
    pub fn text(&self) -> &str {
        [
            &self.supplement,
            &self.objection,
            &self.words,
            &self.withdrawal,
        ]
        .into_iter()
        .find(|text| !text.trim().is_empty())
        .map_or("", String::as_str)
    }
}

/// Whether it helped.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct JudgeForm {
    #[serde(rename = "phien_ban")]
    pub version: i32,
    #[serde(rename = "ket_qua")]
    pub result: String,
    #[serde(rename = "diem")]
    pub rating: String,
    #[serde(rename = "y_kien_danh_gia")]
    pub words: String,
    #[serde(rename = "ly_do_chua")]
    pub objection: String,
}

/// The filer's judgement, every field checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judgement {
    /// `rating` is 1 to 5.
    Solved {
        rating: u8,
        words: String,
    },
    NotSolved {
        reason: String,
    },
}

/// The form's word for "solved".
pub const SOLVED: &str = "da-giai-quyet";
/// The form's word for "not solved".
pub const NOT_SOLVED: &str = "chua-giai-quyet";

impl JudgeForm {
    /// # Errors
    /// [`AppError::BadInput`] for a judgement that no button of the page sends.
    pub fn check(&self, lang: Lang) -> Result<Result<Judgement, FieldErrors>, AppError> {
        let mut errors = FieldErrors::default();
        let judgement = match self.result.as_str() {
            SOLVED => {
                let words = note(&mut errors, lang, "y_kien_danh_gia", &self.words, None);
                let rating = self.rating.parse().unwrap_or_default();
                if !(1..=5).contains(&rating) {
                    errors.add("diem", lang.text("tracking-rating-needed"));
                }
                Judgement::Solved { rating, words }
            }
            NOT_SOLVED => {
                let needed = Some("tracking-objection-needed");
                let reason = note(&mut errors, lang, "ly_do_chua", &self.objection, needed);
                Judgement::NotSolved { reason }
            }
            _ => return Err(AppError::BadInput("error-bad-input-fields")),
        };
        Ok(if errors.is_empty() {
            Ok(judgement)
        } else {
            Err(errors)
        })
    }

    pub fn kept(self, errors: FieldErrors) -> Kept {
        Kept {
            result: self.result,
            rating: self.rating,
            words: self.words,
            objection: self.objection,
            errors,
            ..Kept::default()
        }
    }
}

/// The answer to a question, or what was forgotten.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SupplyForm {
    #[serde(rename = "phien_ban")]
    pub version: i32,
    #[serde(rename = "bo_sung")]
    pub supplement: String,
    #[serde(rename = "phieu_tep")]
    pub files_token: String,
    #[serde(rename = "them")]
    pub add: String,
    #[serde(rename = "bo_tep")]
    pub remove: String,
}

impl SupplyForm {
    /// The text, as far as it can be judged without knowing whether it answers a question.
    pub fn check(&self, lang: Lang, errors: &mut FieldErrors) -> String {
        note(errors, lang, "bo_sung", &self.supplement, None)
    }

    /// Only keep the files, or take one away.
    pub fn is_about_files(&self) -> bool {
        !self.add.is_empty() || self.removed_file().is_some()
    }

    pub fn removed_file(&self) -> Option<i64> {
        self.remove.parse().ok()
    }

    /// The token that names this form's files; a fresh one for a page that knew none, if there
    /// are any.
    pub fn files_token(&self, has_files: bool) -> String {
        if is_form_token(&self.files_token) {
            self.files_token.clone()
        } else if has_files {
            random_token()
        } else {
            String::new()
        }
    }

    pub fn kept(self, files_token: String, errors: FieldErrors) -> Kept {
        Kept {
            supplement: self.supplement,
            files_token,
            errors,
            ..Kept::default()
        }
    }
}

/// Taking it back.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WithdrawForm {
    #[serde(rename = "phien_ban")]
    pub version: i32,
    #[serde(rename = "ly_do_rut")]
    pub withdrawal: String,
}

impl WithdrawForm {
    /// # Errors
    /// What is wrong with it, by field.
    pub fn check(&self, lang: Lang) -> Result<String, FieldErrors> {
        checked(
            lang,
            "ly_do_rut",
            &self.withdrawal,
            "tracking-withdrawal-needed",
        )
    }

    pub fn kept(self, errors: FieldErrors) -> Kept {
        Kept {
            withdrawal: self.withdrawal,
            errors,
            ..Kept::default()
        }
    }
}

fn checked(
    lang: Lang,
    field: &'static str,
    typed: &str,
    needed: &'static str,
) -> Result<String, FieldErrors> {
    let mut errors = FieldErrors::default();
    let text = note(&mut errors, lang, field, typed, Some(needed));
    if errors.is_empty() {
        Ok(text)
    } else {
        Err(errors)
    }
}

/// A text of at most [`NOTE_LETTERS`]; `needed` is what to say when there is none.
fn note(
    errors: &mut FieldErrors,
    lang: Lang,
    field: &'static str,
    typed: &str,
    needed: Option<&'static str>,
) -> String {
    let text = text::clean(typed);
    if let Some(key) = needed.filter(|_| text.is_empty()) {
        errors.add(field, lang.text(key));
    }
    let letters = text.chars().count();
    if letters > NOTE_LETTERS {
        let values = [
            ("most", Value::from(NOTE_LETTERS)),
            ("letters", Value::from(letters)),
        ];
        errors.add(field, lang.with("tracking-too-long", &values));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(result: &str, rating: &str, objection: &str) -> JudgeForm {
        JudgeForm {
            result: result.into(),
            rating: rating.into(),
            objection: objection.into(),
            ..JudgeForm::default()
        }
    }

    #[test]
    fn a_rating_is_one_to_five() {
        for (rating, fine) in [
            ("1", true),
            ("5", true),
            ("0", false),
            ("6", false),
            ("", false),
        ] {
            let checked = judge(SOLVED, rating, "").check(Lang::Vi).unwrap();
            assert_eq!(checked.is_ok(), fine, "{rating}");
        }
    }

    #[test]
    fn an_objection_needs_a_reason() {
        assert!(
            judge(NOT_SOLVED, "", " \n")
                .check(Lang::Vi)
                .unwrap()
                .is_err()
        );
        assert!(
            judge(NOT_SOLVED, "", "chưa có điện")
                .check(Lang::Vi)
                .unwrap()
                .is_ok()
        );
        assert!(judge("khác", "", "").check(Lang::Vi).is_err());
    }

    #[test]
    fn a_text_may_have_five_thousand_letters() {
        let is_fine = |letters: usize| {
            let form = SupplyForm {
                supplement: "ộ".repeat(letters),
                ..SupplyForm::default()
            };
            let mut errors = FieldErrors::default();
            form.check(Lang::Vi, &mut errors);
            errors.is_empty()
        };
        assert!(is_fine(NOTE_LETTERS));
        assert!(!is_fine(NOTE_LETTERS + 1));
    }
}
