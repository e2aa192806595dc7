//! What a browser sends about an account.

use std::fmt::Write as _;

use serde::Deserialize;

use crate::accounts::Role;
use crate::i18n::Lang;
use crate::text;
use crate::web::{FieldErrors, encode};

/// Letters of a sign-in name and of a display name.
const NAME_LETTERS: std::ops::RangeInclusive<usize> = 2..=40;
const DISPLAY_LETTERS: usize = 100;

/// A new account, or a changed one.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AccountForm {
    pub ten_dang_nhap: String,
    pub ten_hien_thi: String,
    pub vai_tro: String,
    pub don_vi: String,
    pub phien_ban: String,
}

/// The form of an act that only names the version it saw.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct VersionForm {
    pub phien_ban: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SettleForm {
    pub yeu_cau: String,
    /// `dong-y` or `khong`.
    pub quyet_dinh: String,
}

/// The list's filter.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    pub q: String,
    pub vai_tro: String,
    pub trang_thai: String,
    /// Only accounts of units that have ended.
    pub het_hieu_luc: String,
}

impl Filter {
    #[must_use]
    pub fn is_narrowed(&self) -> bool {
        !(self.q.trim().is_empty()
            && self.vai_tro.is_empty()
            && self.trang_thai.is_empty()
            && self.het_hieu_luc.is_empty())
    }

    /// The list's address in one state, words and role kept.
    #[must_use]
    pub fn address(&self, state: &str) -> String {
        let mut address = format!("{}?trang_thai={state}", super::paths::LIST);
        for (name, value) in [("q", self.q.trim()), ("vai_tro", &self.vai_tro)] {
            if !value.is_empty() {
                // Writing to a String cannot fail.
                let _ = write!(address, "&{name}={}", encode(value));
            }
        }
        address
    }
}

/// Roles that accounts of the staff have, in the order they are offered.
pub fn roles() -> impl Iterator<Item = Role> {
    Role::ALL.iter().copied().filter(|role| !role.is_public())
}

/// Reads the form against the agencies that exist today.
///
/// # Errors
/// What is wrong, by field.
pub fn read(
    lang: Lang,
    form: &AccountForm,
    agency_ids: &[i64],
    is_new: bool,
) -> Result<super::NewAccount, FieldErrors> {
    let mut errors = FieldErrors::default();
    let sign_in_name = form.ten_dang_nhap.trim().to_lowercase();
    if is_new {
        let is_plain = |letter: char| {
            letter.is_ascii_lowercase() || letter.is_ascii_digit() || ".-_".contains(letter)
        };
        if !NAME_LETTERS.contains(&sign_in_name.chars().count())
            || !sign_in_name.chars().all(is_plain)
        {
            errors.add("ten_dang_nhap", lang.text("accounts-admin-error-sign-in"));
        }
    }
    let display_name = text::clean(&form.ten_hien_thi);
    if display_name.is_empty() || display_name.chars().count() > DISPLAY_LETTERS {
        errors.add("ten_hien_thi", lang.text("accounts-admin-error-name"));
    }
    let role = Role::parse(&form.vai_tro).filter(|role| !role.is_public());
    if role.is_none() {
        errors.add("vai_tro", lang.text("accounts-admin-error-role"));
    }
    let typed = form.don_vi.trim();
    let agency_id = typed.parse().ok().filter(|id| agency_ids.contains(id));
    if !typed.is_empty() && agency_id.is_none() {
        errors.add("don_vi", lang.text("accounts-admin-error-agency-ended"));
    } else if agency_id.is_none() && role.is_some_and(Role::is_of_an_agency) {
        errors.add("don_vi", lang.text("accounts-admin-error-agency"));
    }
    match role {
        Some(role) if errors.is_empty() => Ok(super::NewAccount {
            sign_in_name,
            display_name,
            role,
            agency_id,
        }),
        _ => Err(errors),
    }
}
