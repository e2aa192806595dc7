//! Numbers of outgoing documents, by Nghị định 30/2020/NĐ-CP: "Số: 05/SCT-QLCN". A number counts
//! up within an issuer and a year, below ten it is written with a leading zero, and the symbol
//! after the stroke names the issuer and the unit that drafted it.

use std::fmt;

/// Letters of a symbol at most.
const SYMBOL_LETTERS: usize = 40;
/// The highest number anybody writes.
const NUMBER_AT_MOST: i32 = 99_999;

/// A number with its symbol.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    pub number: i32,
    pub symbol: String,
}

impl Number {
    /// Reads "5/SCT-QLCN", "Số: 05/SCT-QLCN" and the like; `None` for what is no number.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        let typed = typed.trim();
        let typed = ["Số:", "số:", "SỐ:", "Số", "số", "SỐ"]
            .iter()
            .find_map(|word| typed.strip_prefix(word))
            .unwrap_or(typed)
            .trim();
        let (number, symbol) = typed.split_once('/')?;
        let number: i32 = number.trim().parse().ok()?;
        let symbol: String = symbol.split_whitespace().collect();
        let is_symbol = symbol.chars().count() <= SYMBOL_LETTERS
            && symbol.chars().any(char::is_alphabetic)
            && symbol
                .chars()
                .all(|letter| letter.is_alphanumeric() || matches!(letter, '-' | '/' | '&' | '.'));
        ((1..=NUMBER_AT_MOST).contains(&number) && is_symbol).then_some(Self { number, symbol })
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}/{}", self.number, self.symbol)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_written_as_the_decree_has_it() {
        for (typed, written) in [
            ("5/SCT-QLCN", "05/SCT-QLCN"),
            ("Số: 05/SCT-QLCN", "05/SCT-QLCN"),
            (" 215 / SCT - QLCN ", "215/SCT-QLCN"),
            ("số 12/UBND-KT", "12/UBND-KT"),
            ("7/QĐ-UBND", "07/QĐ-UBND"),
        ] {
            assert_eq!(Number::parse(typed).unwrap().to_string(), written);
        }
        for wrong in [
            "",
            "5",
            "/SCT",
            "0/SCT",
            "-3/SCT",
            "5/",
            "5/12",
            "năm/SCT",
            "5/SCT;DROP",
            "100000/SCT",
        ] {
            assert_eq!(Number::parse(wrong), None, "{wrong}");
        }
    }
}
