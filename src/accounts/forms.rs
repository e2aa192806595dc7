//! What a browser sends: names, passwords, and the rules for new ones.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::passwords;
use crate::i18n::Lang;
use crate::web::{FieldErrors, Typed};

/// Different characters that a new password needs: twelve times the same letter is the length
/// of a password, and no password.
const DIFFERENT_CHARS: usize = 5;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignInForm {
    #[serde(default)]
    pub ten_dang_nhap: String,
    #[serde(default)]
    pub mat_khau: String,
    /// Where to go on; anything but an address of this site is ignored.
    #[serde(default)]
    pub tiep: String,
}

/// The query of the sign-in page.
#[derive(Debug, Default, Deserialize)]
pub struct SignInQuery {
    #[serde(default)]
    pub tiep: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewPasswordForm {
    #[serde(default)]
    pub mat_khau: String,
    #[serde(default)]
    pub mat_khau_nhac_lai: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    clippy::struct_field_names,
    reason = "they are the names of the fields"
)]
pub struct ChangePasswordForm {
    #[serde(default)]
    pub mat_khau_cu: String,
    #[serde(default)]
    pub mat_khau: String,
    #[serde(default)]
    pub mat_khau_nhac_lai: String,
}

/// A form that a lost login interrupted, with the name and password typed under it.
#[derive(Debug, Default)]
pub struct GoOnForm {
    pub name: String,
    pub password: String,
    /// Where the interrupted form was going.
    pub action: String,
    /// The interrupted form itself.
    pub typed: Typed,
}

impl GoOnForm {
    const ACTION: &str = "tiep_tuc";
    const NAME: &str = "ten_dang_nhap";
    const PASSWORD: &str = "mat_khau";

    /// Any form can be interrupted, so any field may be among these; passwords are not kept.
    #[must_use]
    pub fn of(typed: &Typed) -> Self {
        let mut form = Self::default();
        for (name, value) in &typed.fields {
            match name.as_str() {
                Self::ACTION => form.action.clone_from(value),
                Self::NAME => form.name.clone_from(value),
                Self::PASSWORD => form.password.clone_from(value),
                _ => form.typed.fields.push((name.clone(), value.clone())),
            }
        }
        form.typed.action.clone_from(&form.action);
        form
    }
}

/// What is wrong with a new password, typed twice, for the account that signs in as `name`.
#[must_use]
pub fn new_password_errors(lang: Lang, name: &str, password: &str, again: &str) -> FieldErrors {
    let mut errors = FieldErrors::default();
    let fault = if password.chars().count() < passwords::MIN_CHARS {
        Some("accounts-password-short")
    } else if password.len() > passwords::MAX_BYTES {
        Some("accounts-password-long")
    } else if password.to_lowercase().contains(&name.to_lowercase()) {
        Some("accounts-password-name")
    } else if password.chars().collect::<BTreeSet<_>>().len() < DIFFERENT_CHARS {
        Some("accounts-password-same")
    } else {
        None
    };
    if let Some(key) = fault {
        let least = i64::try_from(passwords::MIN_CHARS).unwrap_or_default();
        errors.add("mat_khau", lang.with(key, &[("count", least.into())]));
    } else if password != again {
        errors.add("mat_khau_nhac_lai", lang.text("accounts-password-differs"));
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field_at_fault(password: &str, again: &str) -> Option<&'static str> {
        let errors = new_password_errors(Lang::Vi, "hoa", password, again);
        errors.iter().next().map(|(field, _)| field)
    }

    #[test]
    fn a_new_password_is_long_and_typed_twice() {
        let good = "lò nung gas 4 khối";
        assert_eq!(field_at_fault(good, good), None);
        assert_eq!(
            field_at_fault(good, "lò nung gas 3 khối"),
            Some("mat_khau_nhac_lai")
        );
        let long = "lò nung gas ".repeat(100);
        for bad in [
            "",
            "ngắn quá ạ",
            "aaaaaaaaaaaaaaaa",
            "HOA2024 HOA2024",
            &long,
        ] {
            assert_eq!(field_at_fault(bad, bad), Some("mat_khau"), "{bad}");
        }
    }

    #[test]
    fn twelve_letters_are_twelve_however_many_bytes() {
        assert_eq!(
            field_at_fault("ặẵẳẩẫậấầẻẽẹ", "ặẵẳẩẫậấầẻẽẹ"),
            Some("mat_khau")
        );
        assert_eq!(field_at_fault("ặẵẳẩẫậấầẻẽẹé", "ặẵẳẩẫậấầẻẽẹé"), None);
    }

    #[test]
    fn an_interrupted_form_comes_apart() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let typed = Typed {
            action: "/dang-nhap/tiep".into(),
            fields: vec![
                pair("tiep_tuc", "/xu-ly/KK24-0001/hoi"),
                pair("cau_hoi", "Bao nhiêu mét vuông?"),
                pair("ten_dang_nhap", "hoa"),
                pair("mat_khau", "lò nung gas 4 khối"),
            ],
            ..Typed::default()
        };
        let form = GoOnForm::of(&typed);
        assert_eq!(
            (form.name.as_str(), form.password.as_str()),
            ("hoa", "lò nung gas 4 khối")
        );
        assert_eq!(form.typed.action, "/xu-ly/KK24-0001/hoi");
        assert_eq!(form.typed.fields, [pair("cau_hoi", "Bao nhiêu mét vuông?")]);
    }
}
