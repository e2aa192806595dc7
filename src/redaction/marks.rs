//! The marks of a person who redacts: `[[what nobody shall read]]` in an otherwise plain text.

use unicode_normalization::char::is_combining_mark;

const OPEN: &str = "[[";
const CLOSE: &str = "]]";
/// What the public reads in place of a marked passage.
pub const COVERED: &str = "[…]";
/// Letters shown of the place where a mark is wrong.
const PLACE_LETTERS: usize = 24;

/// A text with its marks understood.
#[derive(Clone, PartialEq, Eq)]
pub struct Marked {
    pieces: Vec<Piece>,
}

#[derive(Clone, PartialEq, Eq)]
enum Piece {
    Shown(String),
    Hidden(String),
}

/// Why the marks of a text cannot be followed. Each holds the words at the place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MarkError {
    /// `]]` without a `[[` before it.
    Unopened(String),
    /// `[[` without a `]]` after it.
    Unclosed(String),
    /// `[[` within marks.
    Nested(String),
    /// Nothing between the marks.
    Empty(String),
    /// A mark between a letter and its diacritic, or within a word.
    Splits(String),
}

impl MarkError {
    /// Its message key and the words at the place.
    #[must_use]
    pub fn told(&self) -> (&'static str, &str) {
        match self {
            Self::Unopened(place) => ("redaction-mark-unopened", place),
            Self::Unclosed(place) => ("redaction-mark-unclosed", place),
            Self::Nested(place) => ("redaction-mark-nested", place),
            Self::Empty(place) => ("redaction-mark-empty", place),
            Self::Splits(place) => ("redaction-mark-splits", place),
        }
    }
}

impl Marked {
    /// Follows the marks of `text`.
    ///
    /// # Errors
    /// The first mark that cannot be followed: marks are balanced, not nested, not empty, and
    /// stand between letters that do not belong together.
    pub fn read(text: &str) -> Result<Self, MarkError> {
        let mut pieces = Vec::new();
        let mut rest = text;
        loop {
            let (open, close) = (rest.find(OPEN), rest.find(CLOSE));
            let Some(open) = open else {
                if let Some(close) = close {
                    return Err(MarkError::Unopened(around(rest, close)));
                }
                pieces.push(Piece::Shown(rest.to_owned()));
                break;
            };
            if let Some(close) = close.filter(|close| *close < open) {
                return Err(MarkError::Unopened(around(rest, close)));
            }
            let (shown, marked) = cut(rest, open);
            let Some(close) = marked.find(CLOSE) else {
                return Err(MarkError::Unclosed(around(rest, open)));
            };
            let (hidden, after) = cut(marked, close);
            if hidden.contains(OPEN) {
                return Err(MarkError::Nested(around(rest, open)));
            }
            if !hidden.chars().any(char::is_alphanumeric) {
                return Err(MarkError::Empty(around(rest, open)));
            }
            if splits(shown, hidden) || splits(hidden, after) {
                return Err(MarkError::Splits(around(rest, open)));
            }
            pieces.push(Piece::Shown(shown.to_owned()));
            pieces.push(Piece::Hidden(hidden.to_owned()));
            rest = after;
        }
        Ok(Self { pieces })
    }

    /// What the public reads: a sign for each marked passage, one for those side by side.
    #[must_use]
    pub fn shown(&self) -> String {
        let mut shown = String::new();
        let mut gap = "";
        let mut is_covered = false;
        for piece in &self.pieces {
            match piece {
                Piece::Shown(text) if is_covered && text.chars().all(|c| c == ' ') => gap = text,
                Piece::Shown(text) => {
                    shown.push_str(text);
                    is_covered = false;
                }
                Piece::Hidden(_) if is_covered => gap = "",
                Piece::Hidden(_) => {
                    shown.push_str(COVERED);
                    is_covered = true;
                }
            }
        }
        shown.push_str(gap);
        shown
    }

    /// The marked passages, in order.
    pub fn hidden(&self) -> impl Iterator<Item = &str> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Hidden(text) => Some(text.as_str()),
            Piece::Shown(_) => None,
        })
    }

    /// The text again, with what `more` says of each shown piece marked as well.
    #[must_use]
    pub fn with(&self, more: impl Fn(&str) -> String) -> String {
        self.pieces
            .iter()
            .map(|piece| match piece {
                Piece::Shown(text) => more(text),
                Piece::Hidden(text) => format!("{OPEN}{text}{CLOSE}"),
            })
            .collect()
    }
}

/// A passage in marks. What would close them early is let go.
#[must_use]
pub fn marked(passage: &str) -> String {
    format!("{OPEN}{passage}{CLOSE}")
}

fn cut(text: &str, at: usize) -> (&str, &str) {
    (
        text.get(..at).unwrap_or_default(),
        text.get(at + OPEN.len()..).unwrap_or_default(),
    )
}

/// Whether the end of `left` and the beginning of `right` are one word or one letter.
fn splits(left: &str, right: &str) -> bool {
    let Some(next) = right.chars().next() else {
        return false;
    };
    is_combining_mark(next)
        || left.chars().next_back().is_some_and(|last| {
            (last.is_alphanumeric() || is_combining_mark(last)) && next.is_alphanumeric()
        })
}

/// A few words from `at` on, for a message.
fn around(text: &str, at: usize) -> String {
    text.get(at..)
        .unwrap_or_default()
        .chars()
        .take(PLACE_LETTERS)
        .collect()
}
