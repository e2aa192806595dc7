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
    pub filer: Particulars,
    /// Communes of that name, when it fits several.
    pub communes: Vec<Choice>,
}

/// One line of text.
struct Line<'a> {
    name: &'static str,
    label: Cow<'static, str>,
    value: &'a str,
    hint: Option<Cow<'static, str>>,
    error: Option<&'a str>,
    warning: Option<Cow<'static, str>>,
    kind: &'static str,
    autocomplete: &'static str,
    is_optional: bool,
}

impl FilerPage {
    fn line(&self, name: &'static str) -> Line<'_> {
        let filer = &self.filer;
        let (value, kind, autocomplete, is_optional, warning) = match name {
            "ten" => (&filer.name, "text", "organization", false, None),
            "lang_nghe" => (&filer.village, "text", "address-level3", true, None),
            "xa_phuong" => (&filer.commune, "text", "address-level2", false, None),
            "dien_thoai" => (
                &filer.phone,
                "tel",
                "tel",
                false,
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
            label: label(&self.page, name),
            value,
            hint: has_hint.then(|| hint(&self.page, name)),
            error: self.sheet.error(name),
            warning: warning.map(|key| self.page.t(key)),
            kind,
            autocomplete,
            is_optional,
        }
    }

    fn is_chosen(&self, choice: &Choice) -> bool {
        self.filer.area_id == Some(choice.area.id)
    }

    fn commune_name<'a>(&self, choice: &'a Choice) -> &'a str {
        self.page.pick(&choice.area.name_vi, &choice.area.name_en)
    }

    /// "formerly part of …", or the district.
    fn commune_note(&self, choice: &Choice) -> String {
        let district = choice.district.as_deref().unwrap_or_default();
        match &choice.former {
            Some(former) => self.page.t2(
                "submissions-commune-former",
                "name",
                self.page.pick(&former.name_vi, &former.name_en),
                "district",
                district,
            ),
            None => district.to_owned(),
        }
    }
}
