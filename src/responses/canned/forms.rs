//! What a browser sends about a canned answer.

use chrono::NaiveDate;
use serde::Deserialize;

use super::record::{Canned, day_of_year};
use crate::difficulties::Outcome;
use crate::difficulties::workbench::forms::{cleaned, letters_at_most};
use crate::i18n::Lang;
use crate::text;
use crate::web::FieldErrors;
use crate::web::limits::{NOTE_LETTERS, TITLE_LETTERS};

/// One text, as typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CannedForm {
    pub ten_mau: String,
    pub noi_dung_mau: String,
    pub nhom: String,
    pub ket_qua: String,
    pub mua_tu: String,
    pub mua_den: String,
    pub ngung: String,
    pub phien_ban: i32,
}

/// The same, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCanned {
    pub title: String,
    pub text: String,
    pub topic_group_id: Option<i64>,
    /// The code of an outcome; empty for any.
    pub outcome: &'static str,
    /// First and last day, month × 100 + day.
    pub season: Option<(i32, i32)>,
    pub retired: bool,
}

impl NewCanned {
    /// What searches read.
    #[must_use]
    pub fn folded(&self) -> String {
        let words = [&self.title, &self.text]
            .into_iter()
            .flat_map(|part| text::words(part))
            .map(|word| word.folded);
        words.collect::<Vec<_>>().join(" ")
    }
}

impl From<&Canned> for CannedForm {
    fn from(canned: &Canned) -> Self {
        let day = |day: Option<i32>| {
            day.map(|day| format!("{:02}/{:02}", day % 100, day / 100))
                .unwrap_or_default()
        };
        Self {
            ten_mau: canned.title.clone(),
            noi_dung_mau: canned.text.clone(),
            nhom: canned
                .topic_group_id
                .map(|id| id.to_string())
                .unwrap_or_default(),
            ket_qua: canned.outcome().map_or("", Outcome::as_str).to_owned(),
            mua_tu: day(canned.season_from),
            mua_den: day(canned.season_to),
            ngung: canned.retired_at.map_or("", |_| "1").to_owned(),
            phien_ban: canned.version,
        }
    }
}

/// A day of any year, "15/11"; a leap year's, so that 29/02 is one.
fn season_day(typed: &str) -> Option<i32> {
    let (day, month) = typed.trim().split_once(['/', '-', '.'])?;
    let day = NaiveDate::from_ymd_opt(2024, month.trim().parse().ok()?, day.trim().parse().ok()?)?;
    Some(day_of_year(day))
}

impl CannedForm {
    /// `topic_groups`: those that may be chosen.
    ///
    /// # Errors
    /// What is wrong, by field.
    pub fn check(&self, lang: Lang, topic_groups: &[i64]) -> Result<NewCanned, FieldErrors> {
        let mut errors = FieldErrors::default();
        let (title, text) = (cleaned(&self.ten_mau), cleaned(&self.noi_dung_mau));
        for (field, value, most) in [
            ("ten_mau", &title, TITLE_LETTERS),
            ("noi_dung_mau", &text, NOTE_LETTERS),
        ] {
            if value.is_empty() {
                errors.add(field, lang.text("responses-grounds-error-empty"));
            }
            letters_at_most(&mut errors, lang, field, value, most);
        }
        let mut day = |field: &'static str, typed: &str| {
            if typed.trim().is_empty() {
                return None;
            }
            let day = season_day(typed);
            if day.is_none() {
                errors.add(field, lang.text("responses-canned-error-day"));
            }
            day
        };
        let season = match (day("mua_tu", &self.mua_tu), day("mua_den", &self.mua_den)) {
            (Some(from), Some(to)) => Some((from, to)),
            (None, None) => None,
            (Some(_), None) => {
                errors.add("mua_den", lang.text("responses-canned-error-both"));
                None
            }
            (None, Some(_)) => {
                errors.add("mua_tu", lang.text("responses-canned-error-both"));
                None
            }
        };
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(NewCanned {
            title,
            text,
            topic_group_id: self
                .nhom
                .parse()
                .ok()
                .filter(|id| topic_groups.contains(id)),
            outcome: Outcome::parse(&self.ket_qua).map_or("", Outcome::as_str),
            season,
            retired: !self.ngung.is_empty(),
        })
    }
}
