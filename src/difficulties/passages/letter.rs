//! The words of a letter, and where they may be cut. Offsets count Unicode scalar values of the
//! NFC text from 0; a range holds its first and not its last.

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use unicode_normalization::char::is_combining_mark;

/// Stands between the story and what is asked, so that one range may hold the end of the one and
/// the beginning of the other.
const BETWEEN: &str = "\n\n";

/// Letters or digits a passage holds at least: less says nothing.
pub const LETTERS_AT_LEAST: usize = 2;

/// A range of a letter; written `12-80`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    pub from: usize,
    pub to: usize,
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.from, self.to)
    }
}

/// What was sent is no range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a range")]
pub struct NoSpan;

impl FromStr for Span {
    type Err = NoSpan;

    fn from_str(text: &str) -> Result<Self, NoSpan> {
        let (from, to) = text.split_once('-').ok_or(NoSpan)?;
        Ok(Self {
            from: from.parse().map_err(|_| NoSpan)?,
            to: to.parse().map_err(|_| NoSpan)?,
        })
    }
}

/// A letter as it arrived: the story, then what is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    letters: Vec<char>,
    /// Where the story ends.
    story_to: usize,
    /// Where what is asked begins.
    ask_from: usize,
}

impl Letter {
    #[must_use]
    pub fn of(body: &str, ask: &str) -> Self {
        let mut letters: Vec<char> = body.chars().collect();
        let story_to = letters.len();
        if !body.is_empty() && !ask.is_empty() {
            letters.extend(BETWEEN.chars());
        }
        let ask_from = letters.len();
        letters.extend(ask.chars());
        Self {
            letters,
            story_to,
            ask_from,
        }
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.letters.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.letters.is_empty()
    }

    /// Where what is asked begins.
    #[must_use]
    pub fn ask_from(&self) -> usize {
        self.ask_from
    }

    /// All of it.
    #[must_use]
    pub fn whole(&self) -> Span {
        self.trimmed(0..self.len())
    }

    fn get(&self, range: Range<usize>) -> &[char] {
        self.letters.get(range).unwrap_or_default()
    }

    /// The words of a range; empty for what is outside the letter.
    #[must_use]
    pub fn text(&self, span: Span) -> String {
        self.get(span.from..span.to.max(span.from)).iter().collect()
    }

    /// The part of a range that tells the story.
    #[must_use]
    pub fn story(&self, span: Span) -> String {
        let part = Span {
            from: span.from.min(self.story_to),
            to: span.to.min(self.story_to),
        };
        self.text(part)
    }

    /// The part of a range that says what is asked.
    #[must_use]
    pub fn asked(&self, span: Span) -> String {
        let part = Span {
            from: span.from.max(self.ask_from),
            to: span.to.max(self.ask_from),
        };
        self.text(part)
    }

    /// The range without the blanks around its words.
    #[must_use]
    pub fn trimmed(&self, range: Range<usize>) -> Span {
        let text = self.get(range.clone());
        let blanks = |letter: &&char| letter.is_whitespace();
        let before = text.iter().take_while(blanks).count();
        let behind = text.iter().rev().take_while(blanks).count();
        let from = range.start + before;
        Span {
            from,
            to: (range.end.min(self.len()).saturating_sub(behind)).max(from),
        }
    }

    /// Letters and digits in a range.
    #[must_use]
    pub fn said(&self, range: Range<usize>) -> usize {
        self.get(range)
            .iter()
            .filter(|letter| letter.is_alphanumeric())
            .count()
    }

    /// Whether the letter may be cut before the symbol at `at`: not within a word, a number like
    /// 1.350, or between a letter and its mark.
    #[must_use]
    pub fn may_cut(&self, at: usize) -> bool {
        let back = |steps: usize| at.checked_sub(steps).and_then(|at| self.letters.get(at));
        let (Some(before), Some(behind)) = (back(1), self.letters.get(at)) else {
            return at <= self.len();
        };
        let is_digit = |letter: Option<&char>| letter.is_some_and(char::is_ascii_digit);
        let is_point = |letter: &char| matches!(letter, '.' | ',');
        let in_word = in_a_word(*before) && in_a_word(*behind);
        let in_number =
            (is_digit(Some(before)) && is_point(behind) && is_digit(self.letters.get(at + 1)))
                || (is_digit(back(2)) && is_point(before) && is_digit(Some(behind)));
        !is_combining_mark(*behind) && !in_word && !in_number
    }

    /// Where sentences of a range begin after its first, each with enough said before and behind.
    #[must_use]
    pub fn sentences(&self, span: Span) -> Vec<usize> {
        let ends = |letter: char| matches!(letter, '.' | '!' | '?' | '…' | ';' | ':' | '\n');
        let closes = |letter: char| matches!(letter, '"' | '”' | ')' | '’');
        let mut found = Vec::new();
        let mut is_over = false;
        let mut has_gap = false;
        for (offset, letter) in self.get(span.from..span.to).iter().enumerate() {
            let at = span.from + offset;
            if is_over && has_gap && !letter.is_whitespace() {
                let is_cut = self.may_cut(at)
                    && self.said(span.from..at) >= LETTERS_AT_LEAST
                    && self.said(at..span.to) >= LETTERS_AT_LEAST;
                if is_cut {
                    found.push(at);
                }
                is_over = false;
            }
            if ends(*letter) {
                is_over = true;
                has_gap = *letter == '\n';
            } else if letter.is_whitespace() {
                has_gap = is_over;
            } else if !closes(*letter) {
                is_over = false;
                has_gap = false;
            }
        }
        found
    }

    /// Where lines with words on them begin.
    pub fn lines(&self) -> impl Iterator<Item = Span> + '_ {
        let mut from = 0;
        self.letters
            .split(|letter| *letter == '\n')
            .map(move |line| {
                let range = from..from + line.len();
                from = range.end + 1;
                self.trimmed(range)
            })
            .filter(|line| line.from < line.to)
    }

    /// Whether a blank line parts its paragraphs.
    #[must_use]
    pub fn has_blank_lines(&self, span: Span) -> bool {
        self.text(span).contains("\n\n")
    }

    /// Whether a blank line, or nothing, stands before `at`.
    #[must_use]
    pub fn begins_paragraph(&self, at: usize) -> bool {
        let before: Vec<char> = self
            .get(0..at)
            .iter()
            .rev()
            .take_while(|letter| letter.is_whitespace())
            .copied()
            .collect();
        before.len() == at || before.iter().filter(|letter| **letter == '\n').count() > 1
    }
}

fn in_a_word(letter: char) -> bool {
    letter.is_alphanumeric() || is_combining_mark(letter)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_word_a_number_and_a_mark_are_never_cut() {
        let letter = Letter::of("Làng có 1.350 hộ. Ho\u{300}a", "");
        let cuts: String = (0..=letter.len())
            .map(|at| if letter.may_cut(at) { '|' } else { '-' })
            .collect();
        assert_eq!(cuts, "|---||-||----||-|||---|");
    }

    #[test]
    fn story_and_ask_are_told_apart_in_one_range() {
        let letter = Letter::of("Lò gas.", "Cho thuê đất.");
        assert_eq!(letter.text(letter.whole()), "Lò gas.\n\nCho thuê đất.");
        assert_eq!(letter.story(letter.whole()), "Lò gas.");
        assert_eq!(letter.asked(letter.whole()), "Cho thuê đất.");
    }

    #[test]
    fn a_sentence_begins_after_the_one_before_and_no_number_is_one() {
        let letter = Letter::of("1. Xin đất. Xin vốn 1.350 đồng! “Vậy thôi.” Cảm ơn", "");
        let parts: Vec<String> = letter
            .sentences(letter.whole())
            .into_iter()
            .map(|at| {
                letter.text(Span {
                    from: at,
                    to: at + 3,
                })
            })
            .collect();
        assert_eq!(parts, ["Xin", "“Vậ", "Cảm"]);
    }

    proptest! {
        #[test]
        fn offsets_are_of_letters_whatever_was_written(body in ".{0,60}", ask in ".{0,60}") {
            let (body, ask) = (crate::text::clean(&body), crate::text::clean(&ask));
            let letter = Letter::of(&body, &ask);
            let whole = letter.whole();
            prop_assert!(whole.to <= letter.len());
            prop_assert_eq!(letter.story(Span { from: 0, to: letter.len() }), body);
            prop_assert_eq!(letter.asked(Span { from: 0, to: letter.len() }), ask);
            for at in letter.sentences(whole) {
                prop_assert!(letter.may_cut(at) && whole.from < at && at < whole.to);
            }
        }
    }
}
