//! The look-up code on a receipt: twelve symbols that can be read out over the telephone.
//!
//! A code is a secret, if a small one: it opens the status of what was filed. So it never shows
//! in `Debug` output or in an error, and comparing, limiting and storing it is left to whoever
//! looks it up.
//!
//! # Symbols and check
//!
//! Thirty symbols: the ten digits and twenty capitals. I, L, O, S, U and Z are left out because
//! they are taken for 1, 1, 0, 5, V and 2; typed, they are read as just that.
//!
//! The check works in the field of 31 elements, for 31 is prime and 30 is not. With values 0 to
//! 29 in the order of [`SYMBOLS`], the twelve values weighted 12, 11, … 1 add up to a multiple
//! of 31. All weights, their differences and their sums are between 1 and 30, so never zero in
//! the field: therefore every single wrong symbol, every swap of any two different symbols, and
//! every doubled symbol mistaken for another pair (aa for bb) is caught. Where the check would
//! need the missing 31st symbol, one time in 31, [`LookupCode::generate`] draws again; about
//! 53.9 bits of chance remain.

use std::fmt;

use rand::{CryptoRng, RngExt};
use thiserror::Error;

/// The symbols of a code, in the order of their values 0 to 29.
pub const SYMBOLS: &str = "0123456789ABCDEFGHJKMNPQRTVWXY";

const LENGTH: usize = 12;
const GROUP: usize = 4;
const FIELD: u32 = 31;

/// A valid code in its canonical form.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct LookupCode(String);

/// Why what was typed is no code. Never repeats what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum LookupCodeError {
    /// Nothing but spaces and dashes.
    #[error("no code was given")]
    Empty,
    /// Something that is neither digit nor letter of a code.
    #[error("not a symbol of a code")]
    UnknownSymbol,
    /// Not twelve symbols.
    #[error("a code has twelve symbols")]
    WrongLength,
    /// A symbol is wrong, or two are swapped.
    #[error("the code was mistyped")]
    Mistyped,
}

impl LookupCode {
    /// Draws a new code. Codes are not unique by themselves; the chance of meeting one of a
    /// million others is below one in ten thousand million.
    pub fn generate<R: CryptoRng + ?Sized>(rng: &mut R) -> Self {
        loop {
            let payload: [u32; LENGTH - 1] =
                std::array::from_fn(|_| rng.random_range(0..FIELD - 1));
            if let Some(code) = Self::with_check(&payload) {
                return code;
            }
        }
    }

    /// `None` if the check would be the value that has no symbol.
    fn with_check(payload: &[u32]) -> Option<Self> {
        let check = (FIELD - weighted(payload) % FIELD) % FIELD;
        payload
            .iter()
            .chain([&check])
            .map(|&value| symbol(value))
            .collect::<Option<String>>()
            .map(Self)
    }

    /// Reads a code as people type it: case, spaces, dots and dashes of any kind do not matter,
    /// and I, L, O, S, U, Z are read as 1, 1, 0, 5, V, 2.
    ///
    /// # Errors
    ///
    /// If it cannot be a code; a code that was never given out is not noticed here.
    pub fn parse(typed: &str) -> Result<Self, LookupCodeError> {
        let values = typed
            .chars()
            .filter(|&c| !is_ignored(c))
            .map(|c| value(look_alike(c.to_ascii_uppercase())))
            .collect::<Option<Vec<u32>>>()
            .ok_or(LookupCodeError::UnknownSymbol)?;
        match values.len() {
            0 => return Err(LookupCodeError::Empty),
            LENGTH => {}
            _ => return Err(LookupCodeError::WrongLength),
        }
        if !weighted(&values).is_multiple_of(FIELD) {
            return Err(LookupCodeError::Mistyped);
        }
        values
            .into_iter()
            .map(symbol)
            .collect::<Option<String>>()
            .map(Self)
            .ok_or(LookupCodeError::UnknownSymbol)
    }

    /// The twelve symbols without dashes: the form to store or to hash.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// "XXXX-XXXX-XXXX", for the receipt and nowhere else.
impl fmt::Display for LookupCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, symbol) in self.0.chars().enumerate() {
            if position > 0 && position.is_multiple_of(GROUP) {
                f.write_str("-")?;
            }
            write!(f, "{symbol}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for LookupCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LookupCode(…)")
    }
}

/// Weights 12 down to 1; a payload of eleven leaves the last weight to the check.
fn weighted(values: &[u32]) -> u32 {
    (1..=12)
        .rev()
        .zip(values)
        .map(|(weight, value)| weight * value)
        .sum()
}

fn symbol(value: u32) -> Option<char> {
    SYMBOLS.chars().nth(usize::try_from(value).ok()?)
}

fn value(symbol: char) -> Option<u32> {
    let position = SYMBOLS.chars().position(|known| known == symbol)?;
    u32::try_from(position).ok()
}

fn look_alike(typed: char) -> char {
    match typed {
        'I' | 'L' => '1',
        'O' => '0',
        'S' => '5',
        'U' => 'V',
        'Z' => '2',
        other => other,
    }
}

fn is_ignored(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '.' | '_' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand::{SeedableRng, rngs::StdRng};

    use super::*;

    fn any_code() -> impl Strategy<Value = LookupCode> {
        any::<u64>().prop_map(|seed| LookupCode::generate(&mut StdRng::seed_from_u64(seed)))
    }

    fn read(symbols: &[char]) -> Result<LookupCode, LookupCodeError> {
        LookupCode::parse(&symbols.iter().collect::<String>())
    }

    #[test]
    fn symbols_are_thirty_and_differ() {
        let symbols: std::collections::BTreeSet<char> = SYMBOLS.chars().collect();
        assert_eq!(symbols.len(), 30);
        assert!("ILOSUZ".chars().all(|c| !symbols.contains(&c)));
    }

    #[test]
    fn every_letter_and_digit_means_one_symbol() {
        for c in ('A'..='Z').chain('0'..='9') {
            assert!(value(look_alike(c)).is_some(), "{c}");
        }
    }

    #[test]
    fn a_code_is_read_however_it_is_written() {
        // 12·1 + 11·2 + 10·10 + 9·11 + 8·5 + 7·0 + 6·26 + 5·9 + 4·3 + 3·4 + 2·6 = 510;
        // 510 + 17 is 17 times 31.
        let code = LookupCode::parse("12AB-50V9-346H").unwrap();
        assert_eq!(code.as_str(), "12AB50V9346H");
        assert_eq!(code.to_string(), "12AB-50V9-346H");
        for typed in [
            "12ab50v9346h",
            " 12AB 50V9 346H ",
            "12ab–50v9—346h",
            "12AB.50V9.346H",
            "i2ab-5Ov9-346h",
            "LZAB-S0U9-346H",
        ] {
            assert_eq!(LookupCode::parse(typed).as_ref(), Ok(&code), "{typed}");
        }
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (typed, error) in [
            ("", LookupCodeError::Empty),
            (" - ", LookupCodeError::Empty),
            ("12AB-50V9-346", LookupCodeError::WrongLength),
            ("12AB-50V9-346HH", LookupCodeError::WrongLength),
            ("12AB-50V9-346?", LookupCodeError::UnknownSymbol),
            ("12AB-50V9-346Đ", LookupCodeError::UnknownSymbol),
            ("12AB-50V9-346J", LookupCodeError::Mistyped),
            ("21AB-50V9-346H", LookupCodeError::Mistyped),
        ] {
            assert_eq!(LookupCode::parse(typed), Err(error), "{typed}");
        }
    }

    #[test]
    fn the_code_stays_out_of_logs() {
        let code = LookupCode::parse("12AB-50V9-346H").unwrap();
        assert_eq!(format!("{code:?}"), "LookupCode(…)");
        let error = LookupCode::parse("12AB-50V9-346J").unwrap_err();
        assert!(!format!("{error} {error:?}").contains("12AB"));
    }

    #[test]
    fn the_check_without_a_symbol_is_drawn_again() {
        // 2 · 16 = 32, so the check would be 30.
        assert!(LookupCode::with_check(&[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 16]).is_none());
    }

    /// The proof that does not depend on a sample: no change of one or two symbols can cancel.
    #[test]
    fn no_mistake_of_one_or_two_symbols_adds_up_to_zero() {
        for difference in 1..30_u32 {
            for i in 1..=12_u32 {
                assert_ne!(i * difference % FIELD, 0, "one wrong symbol");
                for j in 1..i {
                    assert_ne!((i - j) * difference % FIELD, 0, "two swapped");
                    assert_ne!((i + j) * difference % FIELD, 0, "a doubled symbol");
                }
            }
        }
    }

    proptest! {
        #[test]
        fn what_is_drawn_can_be_read(code in any_code()) {
            prop_assert_eq!(code.as_str().len(), 12);
            prop_assert_eq!(LookupCode::parse(code.as_str()), Ok(code.clone()));
            prop_assert_eq!(LookupCode::parse(&code.to_string().to_lowercase()), Ok(code));
        }

        #[test]
        fn every_wrong_symbol_is_caught(code in any_code()) {
            let symbols: Vec<char> = code.as_str().chars().collect();
            for position in 0..symbols.len() {
                for wrong in SYMBOLS.chars().filter(|&c| c != symbols[position]) {
                    let mut typed = symbols.clone();
                    typed[position] = wrong;
                    prop_assert_eq!(read(&typed), Err(LookupCodeError::Mistyped));
                }
            }
        }

        #[test]
        fn every_swap_is_caught(code in any_code()) {
            let symbols: Vec<char> = code.as_str().chars().collect();
            for i in 0..symbols.len() {
                for j in (0..i).filter(|&j| symbols[i] != symbols[j]) {
                    let mut typed = symbols.clone();
                    typed.swap(i, j);
                    prop_assert_eq!(read(&typed), Err(LookupCodeError::Mistyped));
                }
            }
        }

        #[test]
        fn anything_may_be_typed(typed in any::<String>()) {
            let _ = LookupCode::parse(&typed);
        }
    }
}
