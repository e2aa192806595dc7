//! Telephone numbers and tax codes that a spreadsheet may have taken for numbers and robbed of
//! their leading zero. It is put back only where nothing else can be meant.

use super::sheet::{Cell, Value};
use crate::filers::phone::Phone;
use crate::filers::tax_code::{TaxCode, TaxCodeCheck};

/// A number as it is to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// As it stands.
    AsTyped(String),
    /// With the zero it had lost.
    Restored(String),
    /// Shortened like `9.12E+08`: digits are lost.
    Shortened(String),
}

/// `9.12E+08`, as a spreadsheet shows and exports long numbers.
fn is_shortened(text: &str) -> bool {
    text.split_once(['E', 'e']).is_some_and(|(front, power)| {
        let digits =
            |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        front.starts_with(|first: char| first.is_ascii_digit())
            && front
                .chars()
                .all(|letter| letter.is_ascii_digit() || matches!(letter, '.' | ','))
            && digits(power.trim_start_matches('+'))
    })
}

fn kept(cell: &Cell, text: String, lost_a_zero: impl Fn(&str) -> bool) -> Kept {
    if is_shortened(text.trim()) {
        return Kept::Shortened(text);
    }
    match &cell.value {
        Value::Number(digits) if lost_a_zero(digits) => Kept::Restored(format!("0{digits}")),
        _ => Kept::AsTyped(text),
    }
}

/// A telephone number. A hotline has no zero and keeps none.
#[must_use]
pub fn phone(cell: &Cell, text: String) -> Kept {
    kept(cell, text, |digits| {
        let with_zero = Phone::parse(&format!("0{digits}"));
        let as_is = Phone::parse(digits);
        let is_other_line = as_is.is_plausible() && !as_is.is_same_line(&with_zero);
        !digits.starts_with('0') && with_zero.is_plausible() && !is_other_line
    })
}

/// A tax code: nine digits that fit the check digit once the zero is back. Ten digits without
/// fault and personal numbers, which have no check digit, are left alone.
#[must_use]
pub fn tax_code(cell: &Cell, text: String) -> Kept {
    kept(cell, text, |digits| {
        let with_zero = format!("0{digits}");
        digits.len() == 9 && matches!(TaxCode::check(&with_zero), TaxCodeCheck::Valid { .. })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(digits: &str) -> Cell {
        Value::Number(digits.into()).into()
    }

    #[test]
    fn a_zero_comes_back_only_where_it_was() {
        for (digits, kept) in [
            ("912000111", Kept::Restored("0912000111".into())),
            ("2438253536", Kept::Restored("02438253536".into())),
            ("0912000111", Kept::AsTyped("0912000111".into())),
            ("84912000111", Kept::AsTyped("84912000111".into())),
            ("19001234", Kept::AsTyped("19001234".into())),
            ("123", Kept::AsTyped("123".into())),
        ] {
            assert_eq!(phone(&number(digits), digits.into()), kept, "{digits}");
        }
        for (digits, kept) in [
            ("100233488", Kept::Restored("0100233488".into())),
            ("100233480", Kept::AsTyped("100233480".into())),
            ("1066001123", Kept::AsTyped("1066001123".into())),
            ("100233488001", Kept::AsTyped("100233488001".into())),
        ] {
            assert_eq!(tax_code(&number(digits), digits.into()), kept, "{digits}");
        }
    }

    #[test]
    fn what_was_typed_as_text_stays_as_typed() {
        let cell: Cell = Value::Text("912 000 111".into()).into();
        assert_eq!(
            phone(&cell, cell.text()),
            Kept::AsTyped("912 000 111".into())
        );
    }

    #[test]
    fn shortened_numbers_are_noticed() {
        for text in ["9.12E+08", "9,12E+8", "1E10"] {
            let cell: Cell = Value::Text(text.into()).into();
            assert_eq!(phone(&cell, cell.text()), Kept::Shortened(text.into()));
        }
        for text in ["E 12", "0912", "12e"] {
            let cell: Cell = Value::Text(text.into()).into();
            assert_eq!(phone(&cell, cell.text()), Kept::AsTyped(text.into()));
        }
    }
}
