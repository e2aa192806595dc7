//! Vietnamese text in the encodings that old spreadsheets carry, as it looks when a program of
//! today reads its bytes as Windows-1252: TCVN3 (fonts named .Vn…), VNI (fonts named VNI-…),
//! Windows-1258, UTF-8 read by the wrong name, and Unicode taken apart (NFD).
//!
//! [`Evidence`] counts syllables: a word that is no Vietnamese syllable as it stands, but is one
//! once decoded, speaks for that encoding. It only proposes; a person confirms, always.
//!
//! Tables: TCVN 5712:1993, third set (VN3); VNI-Windows by VNI Software; both checked against
//! texts in `tests.rs`.

mod detect;
mod mojibake;
mod syllable;
mod tcvn3;
#[cfg(test)]
mod tests;
mod vni;

pub use detect::Evidence;

use super::nfc;
use crate::text_enum::text_enum;

text_enum! {
    /// How the text of a sheet is to be read.
    pub enum Encoding {
        /// Unicode, as it stands.
        AsIs = "as_is",
        Tcvn3 = "tcvn3",
        Vni = "vni",
        /// UTF-8 whose bytes were read as Windows-1252.
        Utf8As1252 = "utf8_as_1252",
        /// Windows-1258 whose bytes were read as Windows-1252.
        Windows1258 = "windows_1258",
        /// Letters and marks apart; nothing is lost by putting them together.
        Nfd = "nfd",
    }
}

/// `text` read in an encoding. What does not fit the encoding stays as it is.
#[must_use]
pub fn decode(encoding: Encoding, text: &str) -> String {
    match encoding {
        Encoding::AsIs => text.to_owned(),
        Encoding::Tcvn3 => text.chars().map(tcvn3::letter).collect(),
        Encoding::Vni => vni::decode(text),
        Encoding::Utf8As1252 => mojibake::utf8(text),
        Encoding::Windows1258 => nfc(&mojibake::windows_1258(text)),
        Encoding::Nfd => nfc(text),
    }
}

/// Whether a word is spelled like one Vietnamese syllable, with its marks where they may stand.
#[must_use]
pub fn is_syllable(word: &str) -> bool {
    syllable::is_syllable(word)
}

/// Whether a decoded text shows what TCVN3 loses: it has no capitals with tones, so that a word
/// in capitals comes out with small letters inside (“ỨNG” as “`ứNG`”), or a name begins small.
#[must_use]
pub fn lost_a_capital(decoded: &str) -> bool {
    // These have capitals in TCVN3; the others with marks have none.
    let has_capital = |letter: char| letter.is_ascii() || "ăâêôơưđ".contains(letter);
    let is_marked_small = |letter: char| letter.is_lowercase() && !has_capital(letter);
    let starts_small = decoded.trim_start().chars().next();
    decoded
        .split(|letter: char| !letter.is_alphabetic())
        .any(|word| word.contains(is_marked_small) && is_mixed(word))
        || starts_small.is_some_and(is_marked_small)
        || small_before_capital(decoded, is_marked_small)
}

/// "ứng Hòa": half of a name that begins small, because its capital could not be written.
fn small_before_capital(decoded: &str, is_marked_small: impl Fn(char) -> bool) -> bool {
    let words: Vec<&str> = decoded.split_whitespace().collect();
    words.iter().zip(words.iter().skip(1)).any(|(one, next)| {
        *one != "ở" && one.starts_with(&is_marked_small) && next.starts_with(char::is_uppercase)
    })
}

/// A capital after a small letter.
fn is_mixed(word: &str) -> bool {
    word.chars()
        .zip(word.chars().skip(1))
        .any(|(one, next)| one.is_lowercase() && next.is_uppercase())
        || word.chars().filter(|letter| letter.is_uppercase()).count() > 1
}
