//! Vietnamese text: one spelling to compare, one order to sort by, one set of tokens to search.
//!
//! The same name reaches us as NFC or NFD, as "Hoà" or "Hòa", in capitals or not. What people
//! typed is kept and shown ([`clean`]); what is compared, sorted or searched is always derived
//! from it here, so that `SQLite` and `PostgreSQL` give the same answer. Neither database's own
//! collation, `lower()` or diacritics folding is relied on.
//!
//! Text of old spreadsheets (TCVN3, VNI, mojibake) is recognised and read in [`legacy`], before
//! anything else here sees it.

pub mod diff;
mod fold;
pub mod legacy;
mod order;
mod words;

pub use fold::{exact, fold, name_key, nfc, same_name, settle_tones};
pub use order::{person_sort_key, sort_key};
pub use words::{
    MAX_QUERY_WORDS, MAX_WORD_CHARS, SearchQuery, Word, index_tokens, word_ranges, words,
};

/// Text as it is stored: NFC, trimmed, lines ended by `\n` alone.
///
/// Characters nobody can see and no database agrees on are dropped: control characters other
/// than line feed and tab (`PostgreSQL` refuses NUL), the byte order mark, the zero-width space
/// and the soft hyphen, which pasted text carries and which would break words in two.
/// Spelling is not touched: "Hoà" stays "Hoà".
#[must_use]
pub fn clean(text: &str) -> String {
    let visible: String = text
        .replace("\r\n", "\n")
        .replace('\r', "\n")
        .chars()
        .filter(|&c| !is_invisible(c))
        .collect();
    nfc(&visible).trim().to_owned()
}

fn is_invisible(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        '\u{FEFF}' | '\u{200B}' | '\u{AD}' => true,
        _ => c.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn cleaning_composes_trims_and_unifies_line_ends() {
        assert_eq!(
            clean("  Ho\u{300}a Phu\u{301}\r\nxã\rthôn\n "),
            "Hòa Phú\nxã\nthôn"
        );
    }

    #[test]
    fn cleaning_keeps_the_official_spelling() {
        assert_eq!(clean("Hoà Lạc"), "Hoà Lạc");
    }

    #[test]
    fn cleaning_drops_what_nobody_sees() {
        assert_eq!(
            clean("\u{FEFF}làng\u{200B} ng\u{AD}hề\0\tmây\u{7}"),
            "làng nghề\tmây"
        );
    }

    #[test]
    fn a_mark_behind_a_dropped_character_joins_its_letter() {
        assert_eq!(clean("a\u{200B}\u{301}"), "á");
    }

    proptest! {
        #[test]
        fn cleaning_twice_changes_nothing(text in any::<String>()) {
            let once = clean(&text);
            prop_assert_eq!(clean(&once), once);
        }
    }
}
