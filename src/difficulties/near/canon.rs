//! A text as a row of syllables in which every way of writing a thing is one way: abbreviations
//! written out, words that filers use for one another made the same, hỏi and ngã not told apart.

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use crate::text::{fold, words};

/// Syllables of a text that count; a story is told well before.
const UNITS_AT_MOST: usize = 2_000;

/// A syllable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Without marks.
    pub folded: String,
    /// With marks, hỏi and ngã written as one.
    pub marked: String,
}

impl Unit {
    fn of(folded: &str, exact: &str) -> Self {
        Self {
            folded: folded.to_owned(),
            marked: one_tone(exact),
        }
    }

    /// Typed without marks, or a syllable that has none.
    pub fn is_plain(&self) -> bool {
        self.folded == self.marked
    }

    /// Whether this, as typed, may be `written`: the same marks, or none typed.
    pub fn may_mean(&self, written: &Self) -> bool {
        self.folded == written.folded && (self.marked == written.marked || self.is_plain())
    }
}

/// Half the country does not hear hỏi from ngã, and writes as it hears.
fn one_tone(exact: &str) -> String {
    const HOOK: char = '\u{309}';
    const TILDE: char = '\u{303}';
    exact
        .nfd()
        .map(|letter| if letter == HOOK { TILDE } else { letter })
        .nfc()
        .collect()
}

fn plain_units(text: &str) -> Vec<Unit> {
    words(text)
        .iter()
        .map(|word| Unit::of(&word.folded, &word.exact))
        .collect()
}

/// A way of writing and what it is reduced to.
struct Phrase {
    written: Vec<Unit>,
    meant: Vec<Unit>,
}

/// The phrases by the first folded syllable of how they are written, the longest first.
static PHRASES: LazyLock<HashMap<String, Vec<Phrase>>> = LazyLock::new(|| {
    let mut phrases: HashMap<String, Vec<Phrase>> = HashMap::new();
    let lines = include_str!("phrases.txt").lines();
    for line in lines.filter(|line| !line.starts_with('#')) {
        let mut ways = line.split('|').map(plain_units);
        let meant = ways.next().unwrap_or_default();
        for written in std::iter::once(meant.clone()).chain(ways) {
            if let Some(first) = written.first() {
                let phrase = Phrase {
                    meant: meant.clone(),
                    written: written.clone(),
                };
                phrases
                    .entry(first.folded.clone())
                    .or_default()
                    .push(phrase);
            }
        }
    }
    for ways in phrases.values_mut() {
        ways.sort_by_key(|phrase| std::cmp::Reverse(phrase.written.len()));
    }
    phrases
});

/// The syllables of a text, each phrase as what it is reduced to.
pub fn units(text: &str) -> Vec<Unit> {
    let mut typed = plain_units(text);
    typed.truncate(UNITS_AT_MOST);
    let mut rest = typed.as_slice();
    let mut units = Vec::with_capacity(typed.len());
    while let Some((first, after)) = rest.split_first() {
        if let Some(phrase) = phrase_at(rest) {
            units.extend(phrase.meant.iter().cloned());
            rest = rest.get(phrase.written.len()..).unwrap_or_default();
        } else {
            units.push(first.clone());
            rest = after;
        }
    }
    units
}

fn phrase_at(rest: &[Unit]) -> Option<&'static Phrase> {
    let first = rest.first()?;
    PHRASES.get(&first.folded)?.iter().find(|phrase| {
        let all = phrase.written.iter().zip(rest);
        match phrase.written.as_slice() {
            // One syllable without marks may be any of several words: only its marks say which.
            [alone] => alone.marked == first.marked,
            written => {
                written.len() <= rest.len() && all.clone().all(|(it, typed)| typed.may_mean(it))
            }
        }
    })
}

/// The phrases in a text in every way of writing them, folded: what the index may hold of it
/// though the text itself does not.
pub fn other_ways(text: &str) -> Vec<Vec<String>> {
    let typed = plain_units(text);
    let mut rest = typed.as_slice();
    let mut ways = Vec::new();
    while let Some((_, after)) = rest.split_first() {
        rest = match phrase_at(rest) {
            Some(phrase) => {
                for same in PHRASES
                    .values()
                    .flatten()
                    .filter(|other| other.meant == phrase.meant)
                {
                    if same.written != phrase.written {
                        ways.push(
                            same.written
                                .iter()
                                .map(|unit| unit.folded.clone())
                                .collect(),
                        );
                    }
                }
                rest.get(phrase.written.len()..).unwrap_or_default()
            }
            None => after,
        };
    }
    ways.sort();
    ways.dedup();
    ways
}

/// A name to compare: folded words.
pub fn name_key(name: &str) -> String {
    let words: Vec<String> = fold(name).split_whitespace().map(str::to_owned).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> String {
        let units: Vec<String> = units(text).into_iter().map(|unit| unit.folded).collect();
        units.join(" ")
    }

    #[test]
    fn abbreviations_are_written_out() {
        assert_eq!(folded("UBND huyện"), "uy ban nhan dan huyen");
        assert_eq!(folded("Uỷ ban nhân dân"), folded("UBND"));
        assert_eq!(
            folded("vướng GPMB ở CCN"),
            folded("vướng giải phóng mặt bằng ở cụm công nghiệp")
        );
        assert_eq!(folded("HTX, KCN"), "hop tac xa khu cong nghiep");
        assert_eq!(folded("xin sổ đỏ"), folded("xin giấy chứng nhận"));
    }

    #[test]
    fn marks_tell_words_apart_only_where_they_are_typed() {
        // A drawing is no land certificate.
        assert_eq!(folded("vẽ sơ đồ"), "ve so do");
        assert_eq!(folded("xin so do"), "xin giay chung nhan");
        assert_eq!(folded("bộ phận một cửa"), "bo phan mot cua");
    }

    #[test]
    fn tones_that_sound_alike_are_one() {
        assert_eq!(units("sữa đường"), units("sửa đường"));
        assert_eq!(units("Hoà Lạc"), units("Hòa Lạc"));
    }
}
