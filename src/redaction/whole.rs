//! A redaction as a whole: what the public will read, and whether anything still gives away what
//! was hidden. The form and the act ask the same.

use super::marks::{self, MarkError, Marked};
use super::traces::{Traces, replaced};
use super::{findings, must_go};

/// A title and a text, redacted.
pub struct Redacted {
    pub title: String,
    pub text: String,
    pub traces: Traces,
}

/// What is wrong with one of the two texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    Mark(MarkError),
    /// A telephone number or the like stands in it unmarked.
    Points,
    /// Words that were hidden elsewhere, as they stand here.
    Survives(Vec<String>),
}

/// Reads the marks of both texts and looks for what they leave standing.
///
/// # Errors
/// What is wrong with the title, and with the text.
pub fn redact(title: &str, text: &str) -> Result<Redacted, [Option<Wrong>; 2]> {
    let (title, text) = match (Marked::read(title), Marked::read(text)) {
        (Ok(title), Ok(text)) => (title, text),
        (title, text) => return Err([title.err().map(Wrong::Mark), text.err().map(Wrong::Mark)]),
    };
    let traces = Traces::of(title.hidden()).and(Traces::of(text.hidden()));
    let (title, text) = (title.shown(), text.shown());
    let wrong = |shown: &str| {
        if !must_go(shown).is_empty() {
            return Some(Wrong::Points);
        }
        let survivors = traces.survivors(shown);
        (!survivors.is_empty()).then_some(Wrong::Survives(survivors))
    };
    match [wrong(&title), wrong(&text)] {
        [None, None] => Ok(Redacted {
            title,
            text,
            traces,
        }),
        wrong => Err(wrong),
    }
}

/// The two marked texts with every hidden word marked wherever it stands; as they are when their
/// marks cannot be followed.
#[must_use]
pub fn marked_everywhere(title: &str, text: &str) -> (String, String) {
    let (Ok(of_title), Ok(of_text)) = (Marked::read(title), Marked::read(text)) else {
        return (title.to_owned(), text.to_owned());
    };
    let traces = Traces::of(of_title.hidden()).and(Traces::of(of_text.hidden()));
    (traces.mark(&of_title), traces.mark(&of_text))
}

/// A text with marks proposed around what points to a person: a start for whoever reads it.
#[must_use]
pub fn proposed(text: &str) -> String {
    let places: Vec<_> = findings(text)
        .into_iter()
        .map(|found| found.range)
        .collect();
    replaced(text, &places, marks::marked)
}

/// A text of somebody else's, an answer, without what was hidden, without what points to a
/// person, and without the filer's name unless they agreed to be named.
#[must_use]
pub fn covered(text: &str, traces: &Traces, name: Option<&str>) -> String {
    let cover = |text: String, places: &[std::ops::Range<usize>]| {
        replaced(&text, places, |_| marks::COVERED.to_owned())
    };
    let found: Vec<_> = must_go(text).into_iter().map(|found| found.range).collect();
    let mut shown = cover(text.to_owned(), &found);
    if let Some(name) = name {
        let places = super::names::whole(&shown, name);
        shown = cover(shown, &places);
    }
    traces.cover(&shown)
}
