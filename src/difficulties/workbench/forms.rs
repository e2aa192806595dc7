//! What browsers send about one act, and the checks the forms of the workbench share.

use chrono::NaiveDate;
use serde::Deserialize;

use super::acts::Needs;
use crate::dates::{self, DateError};
use crate::difficulties::Action;
use crate::i18n::{Lang, Value};
use crate::redaction::whole::{self, Wrong};
use crate::text;
use crate::web::FieldErrors;
use crate::web::limits::{BODY_LETTERS, NAME_LETTERS, NOTE_LETTERS, TITLE_LETTERS};

/// The small page of an act. Each act asks for some of these.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActForm {
    #[serde(default)]
    pub ly_do: String,
    #[serde(default)]
    pub han: String,
    #[serde(default)]
    pub so_van_ban: String,
    #[serde(default)]
    pub ho_so: String,
    /// One of the near ones, picked instead of typed.
    #[serde(default)]
    pub gan: String,
    /// Merge though the two seem to ask the opposite.
    #[serde(default)]
    pub van_gop: String,
    /// Of the difficulty as the page showed it; without one it is an old page.
    #[serde(default)]
    pub phien_ban: i32,
}

/// An act's details, checked; the reference is looked up by the handler.
#[derive(Debug, Clone, Default)]
pub struct Details {
    pub note: String,
    pub due_on: Option<NaiveDate>,
    pub document_number: String,
    pub into: String,
    pub despite_opposed: bool,
}

impl ActForm {
    /// # Errors
    /// What is wrong, by field.
    pub fn check(
        &self,
        lang: Lang,
        needs: Needs,
        later_than: NaiveDate,
    ) -> Result<Details, FieldErrors> {
        let mut errors = FieldErrors::default();
        let mut details = Details {
            note: cleaned(&self.ly_do),
            document_number: cleaned(&self.so_van_ban),
            into: match cleaned(&self.ho_so) {
                typed if typed.is_empty() => cleaned(&self.gan),
                typed => typed,
            },
            despite_opposed: !self.van_gop.is_empty(),
            due_on: None,
        };
        if needs.note && details.note.is_empty() {
            errors.add("ly_do", lang.text("workbench-error-note"));
        }
        letters_at_most(&mut errors, lang, "ly_do", &details.note, NOTE_LETTERS);
        if needs.due {
            match later_day(lang, &self.han, later_than) {
                Ok(day) => details.due_on = Some(day),
                Err(message) => errors.add("han", message),
            }
        }
        if needs.document && details.document_number.is_empty() {
            errors.add("so_van_ban", lang.text("workbench-error-document"));
        }
        letters_at_most(
            &mut errors,
            lang,
            "so_van_ban",
            &details.document_number,
            NAME_LETTERS,
        );
        if needs.into && details.into.is_empty() {
            errors.add("ho_so", lang.text("workbench-error-into"));
        }
        letters_at_most(&mut errors, lang, "ho_so", &details.into, NAME_LETTERS);
        if errors.is_empty() {
            Ok(details)
        } else {
            Err(errors)
        }
    }
}

/// A button that needs nothing typed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VersionForm {
    /// Of the difficulty as the page showed it; without one it is an old page.
    #[serde(default)]
    pub phien_ban: i32,
}

/// The publication page: one form for each button, told apart by `viec`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublicationForm {
    #[serde(default)]
    pub viec: PublicationDeed,
    #[serde(default)]
    pub tieu_de: String,
    #[serde(default)]
    pub noi_dung: String,
    #[serde(default)]
    pub ly_do: String,
    /// The password again, for what the public sees at once.
    #[serde(default)]
    pub mat_khau: String,
    /// Of the difficulty as the page showed it; without one it is an old page.
    #[serde(default)]
    pub phien_ban: i32,
}

/// Which button of the publication page was pressed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
pub enum PublicationDeed {
    #[default]
    #[serde(rename = "che")]
    Redact,
    /// The same, with what was hidden in one place hidden wherever it stands.
    #[serde(rename = "che-het")]
    RedactEverywhere,
    #[serde(rename = "dang")]
    Publish,
    #[serde(rename = "de-xuat")]
    Propose,
    #[serde(rename = "go")]
    Unpublish,
}

impl PublicationDeed {
    #[must_use]
    pub fn action(self) -> Action {
        match self {
            Self::Redact | Self::RedactEverywhere => Action::Redact,
            Self::Publish => Action::Publish,
            Self::Propose => Action::ProposePublication,
            Self::Unpublish => Action::Unpublish,
        }
    }

    #[must_use]
    pub fn is_redaction(self) -> bool {
        self.action() == Action::Redact
    }

    /// Whether the password is asked for again (permissions, row 26).
    #[must_use]
    pub fn takes_password(self) -> bool {
        matches!(self.action(), Action::Publish | Action::Unpublish)
    }
}

impl PublicationForm {
    /// What was typed, with marks wherever they were asked for.
    #[must_use]
    pub fn cleaned(self) -> Self {
        let (tieu_de, noi_dung) = (cleaned(&self.tieu_de), cleaned(&self.noi_dung));
        let (tieu_de, noi_dung) = if self.viec == PublicationDeed::RedactEverywhere {
            whole::marked_everywhere(&tieu_de, &noi_dung)
        } else {
            (tieu_de, noi_dung)
        };
        Self {
            tieu_de,
            noi_dung,
            ..self
        }
    }

    /// Whether words that were hidden in one place still stand in another.
    #[must_use]
    pub fn leaves_traces(&self) -> bool {
        whole::redact(&self.tieu_de, &self.noi_dung).is_err_and(|wrong| {
            wrong
                .iter()
                .any(|wrong| matches!(wrong, Some(Wrong::Survives(_))))
        })
    }

    /// What is wrong, by field. Passages that point to a person are told by the page itself.
    #[must_use]
    pub fn errors(&self, lang: Lang) -> FieldErrors {
        let mut errors = FieldErrors::default();
        match self.viec {
            PublicationDeed::Redact | PublicationDeed::RedactEverywhere => {
                let (title, text) = (self.tieu_de.as_str(), self.noi_dung.as_str());
                if title.is_empty() {
                    errors.add("tieu_de", lang.text("workbench-error-title"));
                }
                if text.is_empty() {
                    errors.add("noi_dung", lang.text("workbench-error-text"));
                }
                // Marks come on top of what the filer could type.
                letters_at_most(&mut errors, lang, "tieu_de", title, 2 * TITLE_LETTERS);
                letters_at_most(&mut errors, lang, "noi_dung", text, 3 * BODY_LETTERS);
                if let Err(wrong) = whole::redact(title, text) {
                    for (field, wrong) in ["tieu_de", "noi_dung"].into_iter().zip(wrong) {
                        if let Some(wrong) = wrong {
                            errors.add(field, told(lang, &wrong));
                        }
                    }
                }
            }
            PublicationDeed::Unpublish => {
                if cleaned(&self.ly_do).is_empty() {
                    errors.add("ly_do", lang.text("workbench-error-note"));
                }
                letters_at_most(
                    &mut errors,
                    lang,
                    "ly_do",
                    &cleaned(&self.ly_do),
                    NOTE_LETTERS,
                );
            }
            PublicationDeed::Publish | PublicationDeed::Propose => {}
        }
        errors
    }
}

fn told(lang: Lang, wrong: &Wrong) -> String {
    match wrong {
        Wrong::Points => lang.text("workbench-error-findings").into_owned(),
        Wrong::Mark(error) => {
            let (key, place) = error.told();
            lang.with(key, &[("place", Value::from(place))])
        }
        Wrong::Survives(words) => {
            let words = words
                .iter()
                .map(|word| format!("“{word}”"))
                .collect::<Vec<_>>()
                .join(", ");
            lang.with("redaction-survives", &[("words", Value::from(words))])
        }
    }
}

/// Text as it is kept.
#[must_use]
pub fn cleaned(typed: &str) -> String {
    text::clean(typed)
}

/// Adds a message beside `field` when `typed` has more letters than fit.
pub fn letters_at_most(
    errors: &mut FieldErrors,
    lang: Lang,
    field: &'static str,
    typed: &str,
    most: usize,
) {
    let count = typed.chars().count();
    if count > most {
        let values = [("most", Value::from(most)), ("count", Value::from(count))];
        errors.add(field, lang.with("workbench-error-long", &values));
    }
}

/// A day typed day first, later than `than`.
///
/// # Errors
/// The message to show beside the field.
pub fn later_day(lang: Lang, typed: &str, than: NaiveDate) -> Result<NaiveDate, String> {
    let day =
        dates::parse_date(typed).map_err(|error| lang.text(date_error(error)).into_owned())?;
    if day > than {
        Ok(day)
    } else {
        let than = match lang {
            Lang::Vi => dates::vi_date(than),
            Lang::En => dates::en_date(than),
        };
        Err(lang.with("workbench-error-day-early", &[("day", Value::from(than))]))
    }
}

fn date_error(error: DateError) -> &'static str {
    match error {
        DateError::Empty => "workbench-error-day-empty",
        DateError::NotADate => "workbench-error-day-form",
        DateError::MonthOutOfRange => "workbench-error-day-month",
        DateError::DayOutOfRange => "workbench-error-day-day",
        DateError::YearOutOfRange => "workbench-error-day-year",
    }
}
