//! What a hidden passage would still be known by: its words, wherever else they stand.
//!
//! A name that is covered in one sentence and stands in the next is not covered. So each word of
//! four letters or more of a hidden passage may stand nowhere in what the public reads, in
//! whatever spelling: marks, capitals and the place of the tone do not count.

use std::collections::BTreeSet;
use std::ops::Range;

use super::marks::{self, COVERED, Marked};
use crate::text::{fold, word_ranges};

/// Shorter words are in every sentence.
const LETTERS_AT_LEAST: usize = 4;

/// The folded words of hidden passages. Personal data: not shown by `Debug`.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Traces(BTreeSet<String>);

impl Traces {
    /// The words of these passages that say something.
    pub fn of<'a>(passages: impl IntoIterator<Item = &'a str>) -> Self {
        Self(
            passages
                .into_iter()
                .flat_map(|passage| {
                    word_ranges(passage)
                        .into_iter()
                        .filter_map(|range| passage.get(range))
                        .map(key)
                        .collect::<Vec<_>>()
                })
                .filter(|word| word.chars().count() >= LETTERS_AT_LEAST)
                .collect(),
        )
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Those of two sets together.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// Where their words stand in `text`, in bytes.
    #[must_use]
    pub fn places(&self, text: &str) -> Vec<Range<usize>> {
        if self.is_empty() {
            return Vec::new();
        }
        word_ranges(text)
            .into_iter()
            .filter(|range| {
                text.get(range.clone())
                    .is_some_and(|word| self.0.contains(&key(word)))
            })
            .collect()
    }

    /// The words that still stand in `text`, as they are written there, each once.
    #[must_use]
    pub fn survivors(&self, text: &str) -> Vec<String> {
        let mut seen = BTreeSet::new();
        self.places(text)
            .into_iter()
            .filter_map(|range| text.get(range))
            .filter(|word| seen.insert(key(word)))
            .map(str::to_owned)
            .collect()
    }

    /// The text with every such word covered.
    #[must_use]
    pub fn cover(&self, text: &str) -> String {
        replaced(text, &self.places(text), |_| COVERED.to_owned())
    }

    /// A marked text in which every such word is marked as well.
    #[must_use]
    pub fn mark(&self, text: &Marked) -> String {
        text.with(|shown| replaced(shown, &self.places(shown), marks::marked))
    }
}

/// `text` with what stands at `places` replaced.
#[must_use]
pub fn replaced(text: &str, places: &[Range<usize>], by: impl Fn(&str) -> String) -> String {
    let mut rest = 0;
    let mut shown = String::with_capacity(text.len());
    for place in places {
        shown.push_str(text.get(rest..place.start).unwrap_or_default());
        shown.push_str(&by(text.get(place.clone()).unwrap_or_default()));
        rest = place.end;
    }
    shown.push_str(text.get(rest..).unwrap_or_default());
    shown
}

fn key(word: &str) -> String {
    fold(word).chars().filter(|c| c.is_alphanumeric()).collect()
}
