//! What a browser sends about a legal ground.

use chrono::NaiveDate;
use serde::Deserialize;

use super::record::Ground;
use crate::dates::{self, DateError};
use crate::difficulties::workbench::forms::{cleaned, letters_at_most};
use crate::i18n::Lang;
use crate::text;
use crate::web::FieldErrors;

/// Annex VI of Nghị định 30/2020/NĐ-CP gives these lengths.
const TITLE_LETTERS: usize = 500;
const ISSUER_LETTERS: usize = 200;
const SHORT_LETTERS: usize = 100;

/// One document, as typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct GroundForm {
    pub loai: String,
    pub so_ky_hieu: String,
    pub ngay_ky: String,
    pub noi_ban_hanh: String,
    pub trich_yeu: String,
    pub dieu_khoan: String,
    pub hieu_luc_tu: String,
    pub hieu_luc_den: String,
    pub phien_ban: i32,
}

/// The same, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewGround {
    pub document: String,
    pub number: String,
    pub signed_on: NaiveDate,
    pub issuer: String,
    pub title: String,
    pub article: String,
    pub in_force_from: NaiveDate,
    pub in_force_to: Option<NaiveDate>,
}

impl NewGround {
    /// What searches read: everything about it, without marks.
    #[must_use]
    pub fn folded(&self) -> String {
        let words = [
            &self.document,
            &self.number,
            &self.issuer,
            &self.title,
            &self.article,
        ]
        .into_iter()
        .flat_map(|part| text::words(part))
        .map(|word| word.folded);
        words.collect::<Vec<_>>().join(" ")
    }
}

impl From<&Ground> for GroundForm {
    fn from(ground: &Ground) -> Self {
        Self {
            loai: ground.document.clone(),
            so_ky_hieu: ground.number.clone(),
            ngay_ky: dates::vi_date(ground.signed_on),
            noi_ban_hanh: ground.issuer.clone(),
            trich_yeu: ground.title.clone(),
            dieu_khoan: ground.article.clone(),
            hieu_luc_tu: dates::vi_date(ground.in_force_from),
            hieu_luc_den: ground.in_force_to.map(dates::vi_date).unwrap_or_default(),
            phien_ban: ground.version,
        }
    }
}

impl GroundForm {
    /// # Errors
    /// What is wrong, by field.
    pub fn check(&self, lang: Lang) -> Result<NewGround, FieldErrors> {
        let mut errors = FieldErrors::default();
        let mut text = |field: &'static str, typed: &str, most: usize, needed: bool| {
            let value = cleaned(typed);
            if needed && value.is_empty() {
                errors.add(field, lang.text("responses-grounds-error-empty"));
            }
            letters_at_most(&mut errors, lang, field, &value, most);
            value
        };
        let document = text("loai", &self.loai, SHORT_LETTERS, true);
        let number = text("so_ky_hieu", &self.so_ky_hieu, SHORT_LETTERS, true);
        let issuer = text("noi_ban_hanh", &self.noi_ban_hanh, ISSUER_LETTERS, true);
        let title = text("trich_yeu", &self.trich_yeu, TITLE_LETTERS, true);
        let article = text("dieu_khoan", &self.dieu_khoan, ISSUER_LETTERS, false);
        let mut day =
            |field: &'static str, typed: &str, needed: bool| match dates::parse_date(typed) {
                Ok(day) => Some(day),
                Err(DateError::Empty) if !needed => None,
                Err(_) => {
                    errors.add(field, lang.text("responses-grounds-error-day"));
                    None
                }
            };
        let signed_on = day("ngay_ky", &self.ngay_ky, true);
        let in_force_from = day("hieu_luc_tu", &self.hieu_luc_tu, true);
        let in_force_to = day("hieu_luc_den", &self.hieu_luc_den, false);
        if let (Some(from), Some(to)) = (in_force_from, in_force_to)
            && to < from
        {
            errors.add("hieu_luc_den", lang.text("responses-grounds-error-order"));
        }
        match (signed_on, in_force_from) {
            (Some(signed_on), Some(in_force_from)) if errors.is_empty() => Ok(NewGround {
                document,
                number,
                signed_on,
                issuer,
                title,
                article,
                in_force_from,
                in_force_to,
            }),
            _ => Err(errors),
        }
    }
}
