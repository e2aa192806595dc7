//! What was typed, given back: shown under its labels where people can read it, carried along
//! hidden where they cannot.

use super::forms::Typed;
use super::page::Page;

/// Values longer than this are shown in a text area, in bytes.
const LONG_VALUE: usize = 60;

/// One text given back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptField {
    pub label: String,
    pub name: String,
    pub value: String,
    pub is_long: bool,
}

/// A form's fields as a page gives them back, by `templates/web/kept.html`. Passwords and
/// look-up codes are never among them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Kept {
    pub fields: Vec<KeptField>,
    pub hidden: Vec<(String, String)>,
}

impl Kept {
    /// Fields with a message `field-<name>` are shown under it; the others are carried along.
    #[must_use]
    pub fn of(page: &Page, typed: &Typed) -> Self {
        let mut kept = Self::default();
        for (name, value) in typed.showable() {
            let key = format!("field-{}", name.replace('_', "-"));
            let label = page.t(&key).into_owned();
            if label == key || value.trim().is_empty() {
                kept.hidden.push((name.clone(), value.clone()));
            } else {
                kept.fields.push(KeptField {
                    label,
                    name: name.clone(),
                    value: value.clone(),
                    is_long: value.len() > LONG_VALUE || value.contains('\n'),
                });
            }
        }
        kept
    }
}
