//! Step 2.

use std::borrow::Cow;

use askama::Template;

use super::{Sheet, hint, label};
use crate::difficulties::IdentityLevel;
use crate::filers::FilerKind;
use crate::submissions::content::{Particulars, UNSURE, phone_warning, tax_code_warning};
use crate::submissions::paths;
use crate::submissions::places::Choice;
use crate::web::Page;

pub const FILER_FIELDS: [&str; 9] = [
    "loai",
    "ten",
    "lang_nghe",
    "xa_phuong",
    "dien_thoai",
    "thu_dien_tu",
    "ma_so_thue",
    "so_lao_dong",
    "danh_tinh",
];

#[derive(Template)]
#[template(path = "submissions/filer.html")]
pub struct FilerPage {
    pub page: Page,
    pub sheet: Sheet,
    pub fields: FilerFields,
}

/// Who files, as fields.
pub struct FilerFields {
    pub filer: Particulars,
    /// Communes of that name, when it fits several.
    pub communes: Vec<Choice>,
}

/// One line of text.
pub struct Line<'a> {
    pub name: &'static str,
    pub label: Cow<'static, str>,
    pub value: &'a str,
    pub hint: Option<Cow<'static, str>>,
    pub error: Option<&'a str>,
    pub warning: Option<Cow<'static, str>>,
    pub kind: &'static str,
    pub autocomplete: &'static str,
    pub is_optional: bool,
}

impl FilerFields {
    pub fn line<'a>(&'a self, page: &Page, sheet: &'a Sheet, name: &'static str) -> Line<'a> {
        let filer = &self.filer;
        let (value, kind, autocomplete, is_optional, warning) = match name {
            "ten" => (&filer.name, "text", "organization", false, None),
            "lang_nghe" => (&filer.village, "text", "address-level3", true, None),
            "xa_phuong" => (&filer.commune, "text", "address-level2", false, None),
            "dien_thoai" => (
                &filer.phone,
                "tel",
                "tel",
                filer.is_typed_in,
                phone_warning(&filer.phone),
            ),
            "thu_dien_tu" => (&filer.email, "email", "email", true, None),
            "ma_so_thue" => (
                &filer.tax_code,
                "text",
                "off",
                true,
                tax_code_warning(&filer.tax_code),
            ),
            _ => (&filer.workers, "text", "off", true, None),
        };
        let has_hint = name != "ten" && name != "so_lao_dong";
        Line {
            name,
            label: label(page, name),
            value,
            hint: has_hint.then(|| hint(page, name)),
            error: sheet.error(name),
            warning: warning.map(|key| page.t(key)),
            kind,
            autocomplete,
            is_optional,
        }
    }

    pub fn is_chosen(&self, choice: &Choice) -> bool {
        self.filer.area_id == Some(choice.area.id)
    }

    pub fn commune_name<'a>(&self, page: &Page, choice: &'a Choice) -> &'a str {
        page.pick(&choice.area.name_vi, &choice.area.name_en)
    }

    /// "formerly part of …", or the district.
    pub fn commune_note(&self, page: &Page, choice: &Choice) -> String {
        let district = choice.district.as_deref().unwrap_or_default();
        match &choice.former {
            Some(former) => page.t2(
                "submissions-commune-former",
                "name",
                page.pick(&former.name_vi, &former.name_en),
                "district",
                district,
            ),
            None => district.to_owned(),
        }
    }
}
