//! Which encoding a text speaks for.

use super::{Encoding, decode, is_syllable};

/// Only these are proposed; Unicode needs no proposal.
const PROPOSED: [Encoding; 5] = [
    Encoding::Tcvn3,
    Encoding::Vni,
    Encoding::Utf8As1252,
    Encoding::Windows1258,
    Encoding::Nfd,
];

/// A sheet's words outside ASCII, weighed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Words that are no syllable as they stand.
    pub strange: usize,
    /// Words that can only be Unicode: a letter that no old encoding shows.
    pub unicode: usize,
    /// For each of [`PROPOSED`], how many of the strange words it explains.
    hits: [usize; 5],
}

impl Evidence {
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut evidence = Self::default();
        evidence.add(text);
        evidence
    }

    /// Weighs one more text.
    pub fn add(&mut self, text: &str) {
        if text.is_ascii() {
            return;
        }
        for word in words(text) {
            let is_apart = word.chars().any(is_vietnamese_mark);
            if !is_apart && word.chars().any(only_unicode_has) {
                self.unicode += 1;
            } else if is_apart || !is_syllable(word) {
                self.strange += 1;
                for (encoding, hits) in PROPOSED.iter().zip(&mut self.hits) {
                    if explains(*encoding, word, is_apart) {
                        *hits += 1;
                    }
                }
            }
        }
    }

    pub fn join(&mut self, other: &Self) {
        self.strange += other.strange;
        self.unicode += other.unicode;
        for (mine, theirs) in self.hits.iter_mut().zip(other.hits) {
            *mine += theirs;
        }
    }

    /// The encoding that explains at least half of what is strange, and more than any other.
    #[must_use]
    pub fn proposal(&self) -> Option<Encoding> {
        let (encoding, hits) = PROPOSED
            .iter()
            .zip(self.hits)
            .max_by_key(|(_, hits)| *hits)?;
        (hits > 0 && hits * 2 >= self.strange).then_some(*encoding)
    }

    /// How many strange words `encoding` explains.
    #[must_use]
    pub fn hits(&self, encoding: Encoding) -> usize {
        PROPOSED
            .iter()
            .zip(self.hits)
            .find(|(proposed, _)| **proposed == encoding)
            .map_or(0, |(_, hits)| hits)
    }
}

fn explains(encoding: Encoding, word: &str, is_apart: bool) -> bool {
    if is_apart != (encoding == Encoding::Nfd) {
        return false;
    }
    let decoded = decode(encoding, word);
    let is_damaged = decoded.contains(char::REPLACEMENT_CHARACTER);
    decoded != word && (is_syllable(&decoded) || (is_damaged && encoding == Encoding::Utf8As1252))
}

/// Words that leave ASCII. Old encodings use signs as letters, so only ASCII ends a word.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|sign: char| sign.is_ascii() && !sign.is_ascii_alphabetic())
        .filter(|word| !word.is_ascii())
}

/// Marks that Unicode puts behind Vietnamese letters.
fn is_vietnamese_mark(letter: char) -> bool {
    matches!(
        letter,
        '\u{300}'
            | '\u{301}'
            | '\u{302}'
            | '\u{303}'
            | '\u{306}'
            | '\u{309}'
            | '\u{31B}'
            | '\u{323}'
    )
}

/// Vietnamese letters beyond Latin-1.
fn only_unicode_has(letter: char) -> bool {
    matches!(letter, '\u{1EA0}'..='\u{1EF9}')
        || matches!(
            letter,
            'Ă' | 'ă' | 'Đ' | 'đ' | 'Ĩ' | 'ĩ' | 'Ũ' | 'ũ' | 'Ơ' | 'ơ' | 'Ư' | 'ư'
        )
}
