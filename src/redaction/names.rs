//! Names behind a form of address: "ông Trần Văn Sơn", "bà Lan", "đồng chí Hùng".
//!
//! Only a hint: "ông" is also a grandfather, and officials may well be named. It begins at the
//! name, for the form of address says nothing.

use std::ops::Range;

use super::{FindingKind, Found};
use crate::text::{exact, fold, word_ranges};

/// A Vietnamese name has at most so many words.
const MOST_WORDS: usize = 5;

/// Forms of address of one word, folded; of two, in [`is_address`].
const ADDRESSES: [&str; 12] = [
    "ong", "ba", "anh", "chi", "co", "chu", "bac", "ngai", "thay", "cu", "me", "em",
];

pub fn find(text: &str) -> Vec<Found> {
    let words = word_ranges(text);
    let mut found: Vec<Found> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| words.get(at));
        if !is_address(text, before, word) {
            continue;
        }
        let mut end = word.end;
        let mut name: Option<Range<usize>> = None;
        for next in words.iter().skip(at + 1).take(MOST_WORDS) {
            if !is_one_space(text, end, next.start) || !is_capitalised(text, next) {
                break;
            }
            let start = name.as_ref().map_or(next.start, |range| range.start);
            name = Some(start..next.end);
            end = next.end;
        }
        if let Some(range) = name {
            found.push((FindingKind::Name, range));
        }
    }
    found
}

fn is_address(text: &str, before: Option<&Range<usize>>, word: &Range<usize>) -> bool {
    let folded = |range: &Range<usize>| fold(text.get(range.clone()).unwrap_or_default());
    let this = folded(word);
    match this.as_str() {
        // "đồng chí"; "đ/c".
        "chi" if before.is_some_and(|range| folded(range) == "dong") => true,
        "c" => before.is_some_and(|range| folded(range) == "d"),
        _ => ADDRESSES.contains(&this.as_str()) && is_marked_so(text, word),
    }
}

/// "bà" and "ông" with their marks, or without any: "ba" is also the number three, which stands
/// before what is counted and is no name.
fn is_marked_so(text: &str, word: &Range<usize>) -> bool {
    let typed = text.get(word.clone()).unwrap_or_default().to_lowercase();
    !matches!(
        typed.as_str(),
        "ba" | "chỉ"
            | "có"
            | "chứ"
            | "cả"
            | "cơ"
            | "cờ"
            | "thấy"
            | "mẹ"
            | "chờ"
            | "bạc"
            | "bạ"
            | "bá"
            | "bả"
    )
}

fn is_one_space(text: &str, from: usize, to: usize) -> bool {
    text.get(from..to)
        .is_some_and(|gap| gap == " " || gap == "\u{a0}")
}

/// Begins with a capital and is no abbreviation such as UBND.
fn is_capitalised(text: &str, word: &Range<usize>) -> bool {
    let word = text.get(word.clone()).unwrap_or_default();
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase) && letters.next().is_none_or(char::is_lowercase)
}

/// Where a name of two words or more stands in `text`, whatever its capitals and the place of
/// its tones. A name of one word is too often a word.
pub fn whole(text: &str, name: &str) -> Vec<Range<usize>> {
    let spelled =
        |text: &str, range: &Range<usize>| exact(text.get(range.clone()).unwrap_or_default());
    let name: Vec<String> = word_ranges(name)
        .iter()
        .map(|word| spelled(name, word))
        .collect();
    if name.len() < 2 {
        return Vec::new();
    }
    let words = word_ranges(text);
    let mut places: Vec<Range<usize>> = Vec::new();
    for stretch in words.windows(name.len()) {
        let fits = stretch
            .iter()
            .zip(&name)
            .all(|(word, part)| spelled(text, word) == *part);
        if let (true, Some(first), Some(last)) = (fits, stretch.first(), stretch.last()) {
            let is_free = places.last().is_none_or(|place| place.end <= first.start);
            if is_free {
                places.push(first.start..last.end);
            }
        }
    }
    places
}
