//! What a browser sends at each step of an import.

use serde::Deserialize;

use super::actions::missing;
use super::columns::Field;
use super::plan::Plan;
use crate::difficulties::{IdentityLevel, PublicationConsent};
use crate::filers::FilerKind;
use crate::i18n::{Lang, Value};
use crate::web::FieldErrors;

/// The file comes beside the fields.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BeginForm {}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct EncodingForm {
    pub bang_ma: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SheetForm {
    pub trang_tinh: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ColumnsForm {
    dong_tieu_de: String,
    cot: Vec<String>,
    loai: String,
    danh_tinh: String,
    cong_khai: String,
    viec: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PlacesForm {
    xa_phuong: Vec<String>,
    xa_phuong_chon: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct StoreForm {
    pub dong_y: String,
    pub phien_ban: String,
}

impl PlacesForm {
    /// A commune's name, and what was chosen for it.
    pub fn choices(&self) -> impl Iterator<Item = (&str, &str)> {
        self.xa_phuong
            .iter()
            .zip(&self.xa_phuong_chon)
            .map(|(commune, choice)| (commune.as_str(), choice.as_str()))
    }
}

impl ColumnsForm {
    /// Only the heading was chosen anew.
    pub fn reads_heading(&self) -> bool {
        self.viec == "tieu_de"
    }

    pub fn header_row(&self) -> usize {
        self.dong_tieu_de.parse().unwrap_or_default()
    }

    pub fn columns(&self) -> Vec<Option<Field>> {
        self.cot.iter().map(|code| Field::parse(code)).collect()
    }

    /// Takes over what rows say that say nothing; what is no choice is none.
    pub fn defaults(&self, plan: &mut Plan) {
        let kept = |code: &str, is_known: bool| {
            if is_known {
                code.to_owned()
            } else {
                String::new()
            }
        };
        let defaults = &mut plan.defaults;
        defaults.kind = kept(&self.loai, FilerKind::parse(&self.loai).is_some());
        defaults.identity = kept(
            &self.danh_tinh,
            IdentityLevel::parse(&self.danh_tinh).is_some(),
        );
        defaults.publication = kept(
            &self.cong_khai,
            PublicationConsent::parse(&self.cong_khai).is_some(),
        );
    }

    pub fn errors(&self, plan: &Plan, lang: Lang) -> FieldErrors {
        let mut errors = FieldErrors::default();
        let name = |field: Field| lang.text(&field.label()).into_owned();
        let missing: Vec<String> = missing(plan).into_iter().map(name).collect();
        if !missing.is_empty() {
            let names = [("names", Value::from(missing.join(", ")))];
            errors.add("cot", lang.with("imports-need-columns", &names));
        }
        let twice = Field::ALL.iter().find(|field| {
            let same = plan.columns.iter().filter(|own| **own == Some(**field));
            same.count() > 1
        });
        if let Some(field) = twice {
            let names = [("name", Value::from(name(*field)))];
            errors.add("cot", lang.with("imports-column-twice", &names));
        }
        for (field, input, default) in [
            (Field::Kind, "loai", &plan.defaults.kind),
            (Field::Identity, "danh_tinh", &plan.defaults.identity),
            (Field::Publication, "cong_khai", &plan.defaults.publication),
        ] {
            if default.is_empty() && plan.column_of(field).is_none() {
                let names = [("name", Value::from(name(field)))];
                errors.add(input, lang.with("imports-need-default", &names));
            }
        }
        errors
    }
}
