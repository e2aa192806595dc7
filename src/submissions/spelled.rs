//! A look-up code read out over the telephone: every symbol as a word that begins with it. Words
//! are place names and things everybody knows, no two with a syllable in common, so that half a
//! word heard is still one word only. Digits are said as digits.

use super::lookup_code::SYMBOLS;

/// A word for each symbol, in the order of [`SYMBOLS`].
const WORDS: [&str; 30] = [
    "không",
    "một",
    "hai",
    "ba",
    "bốn",
    "năm",
    "sáu",
    "bảy",
    "tám",
    "chín",
    "An Giang",
    "Bến Tre",
    "Cà Mau",
    "Dung Quất",
    "Em út",
    "Fax",
    "Gò Vấp",
    "Hà Nội",
    "Jean",
    "Kon Tum",
    "Mê Linh",
    "Nha Trang",
    "Phú Thọ",
    "Quốc Oai",
    "Rừng xanh",
    "Thái Bình",
    "Vĩnh Yên",
    "Web",
    "Xuân Mai",
    "Ý Lan",
];

/// The word for a symbol of a code.
#[must_use]
pub fn word(symbol: char) -> Option<&'static str> {
    let at = SYMBOLS.chars().position(|known| known == symbol)?;
    WORDS.get(at).copied()
}

/// A written code as it is read out, a line for each group: "7 bảy, A như An Giang".
#[must_use]
pub fn groups(code: &str) -> Vec<String> {
    let said = |symbol: char| match word(symbol) {
        Some(word) if symbol.is_ascii_digit() => format!("{symbol} {word}"),
        Some(word) => format!("{symbol} như {word}"),
        None => symbol.to_string(),
    };
    code.split('-')
        .filter(|group| !group.is_empty())
        .map(|group| group.chars().map(said).collect::<Vec<_>>().join(", "))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::text::fold;

    #[test]
    fn every_symbol_has_a_word_of_its_own_that_begins_with_it() {
        assert_eq!(SYMBOLS.chars().count(), WORDS.len());
        for symbol in SYMBOLS.chars().filter(char::is_ascii_alphabetic) {
            let word = fold(word(symbol).unwrap());
            assert!(
                word.starts_with(symbol.to_ascii_lowercase()),
                "{symbol}: {word}"
            );
        }
    }

    #[test]
    fn no_two_words_share_a_syllable_whatever_the_tone() {
        let mut heard = BTreeSet::new();
        for word in WORDS {
            for syllable in fold(word).split_whitespace() {
                assert!(heard.insert(syllable.to_owned()), "{syllable} in {word}");
            }
        }
    }

    #[test]
    fn a_code_is_read_group_by_group() {
        assert_eq!(
            groups("7A0-Q"),
            ["7 bảy, A như An Giang, 0 không", "Q như Quốc Oai"]
        );
        assert_eq!(groups(""), Vec::<String>::new());
    }
}
