//! Numbers that point to a person, however their digits are spread out.
//!
//! Neighbouring groups of digits form a run. One question after the other is put to every
//! stretch of a run, the harmless readings first, so that a date in front of a telephone number
//! neither hides it nor becomes part of it.

use std::ops::Range;

use super::{FindingKind, Found};
use crate::dates::parse_date;
use crate::filers::phone::Phone;
use crate::filers::tax_code::{TaxCode, TaxCodeCheck};
use crate::text::fold;

/// Digits without anything between them.
struct Group {
    /// With the plus in front, if there is one.
    range: Range<usize>,
    digits: String,
    has_plus: bool,
}

/// Neighbouring groups that may be one number, and the text they stand in.
#[derive(Clone, Copy)]
struct Run<'a> {
    text: &'a str,
    groups: &'a [Group],
}

/// The longest number we look for in groups: each digit by itself, and a country code.
const MAX_GROUPS: usize = 16;

/// The most characters between two groups: "+84 (0)912", "024 - 3825".
const MAX_GAP: usize = 3;

/// Asks a stretch of groups, and the whole run it is part of.
type Reading = fn(Run, Run) -> bool;

/// What a stretch of groups can be, in the order in which it is asked. What has been recognised
/// is out of the way of the next question; `None` is recognised and harmless.
const READINGS: [(Option<FindingKind>, Reading); 7] = [
    // Not where all of it is one telephone number: "090 1.1.1900 0".
    (None, |run, all| run.is_date() && !all.is_phone()),
    (None, |run, _| run.is_amount()),
    // The head of a branch code can look like a mobile, so branches come first.
    (Some(FindingKind::TaxCode), |run, _| run.is_tax_code(13)),
    (Some(FindingKind::Phone), |run, _| run.is_phone()),
    (Some(FindingKind::TaxCode), |run, _| run.is_tax_code(10)),
    (Some(FindingKind::IdentityNumber), |run, all| {
        run.is_identity_number(all)
    }),
    (Some(FindingKind::Phone), |run, _| run.is_old_phone()),
];

pub fn find(text: &str) -> Vec<Found> {
    let groups = groups(text);
    let mut runs: Vec<Run> = groups
        .chunk_by(|a, b| !b.has_plus && may_join(text, a, b))
        .map(|groups| Run { text, groups })
        .collect();
    let mut found = Vec::new();
    for (kind, reading) in READINGS {
        let mut unread = Vec::new();
        for run in runs {
            let mut rest = run;
            while let Some((before, hit, after)) = rest.first(reading) {
                found.extend(kind.zip(hit.range()));
                unread.push(before);
                rest = after;
            }
            unread.push(rest);
        }
        runs = unread;
    }
    found
}

fn groups(text: &str) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (at, c) in text.char_indices().filter(|(_, c)| c.is_ascii_digit()) {
        match groups.last_mut() {
            Some(group) if group.range.end == at => {
                group.range.end = at + 1;
                group.digits.push(c);
            }
            _ => {
                let has_plus = text.get(..at).is_some_and(|before| before.ends_with('+'));
                groups.push(Group {
                    range: at - usize::from(has_plus)..at + 1,
                    digits: c.to_string(),
                    has_plus,
                });
            }
        }
    }
    groups
}

fn gap<'t>(text: &'t str, a: &Group, b: &Group) -> &'t str {
    text.get(a.range.end..b.range.start).unwrap_or_default()
}

fn may_join(text: &str, a: &Group, b: &Group) -> bool {
    let gap = gap(text, a, b);
    gap.chars().count() <= MAX_GAP && gap.chars().all(|c| is_space(c) || "./-–—_()".contains(c))
}

/// A space within a line, of any width.
fn is_space(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\n' | '\r')
}

impl<'a> Run<'a> {
    /// The first stretch, and of those the longest, that reads so; with what stands on either
    /// side of it.
    fn first(self, reading: Reading) -> Option<(Self, Self, Self)> {
        (0..self.groups.len()).find_map(|start| {
            let (before, rest) = self.split(start)?;
            let longest = rest.groups.len().min(MAX_GROUPS);
            (1..=longest).rev().find_map(|length| {
                let (hit, after) = rest.split(length)?;
                reading(hit, self).then_some((before, hit, after))
            })
        })
    }

    fn split(self, at: usize) -> Option<(Self, Self)> {
        let (left, right) = self.groups.split_at_checked(at)?;
        let with = |groups| Run {
            text: self.text,
            groups,
        };
        Some((with(left), with(right)))
    }

    fn range(self) -> Option<Range<usize>> {
        Some(self.groups.first()?.range.start..self.groups.last()?.range.end)
    }

    fn as_typed(self) -> &'a str {
        self.range()
            .and_then(|range| self.text.get(range))
            .unwrap_or_default()
    }

    fn digits(self) -> String {
        self.groups.iter().map(|g| g.digits.as_str()).collect()
    }

    fn lengths(self) -> Vec<usize> {
        self.groups.iter().map(|g| g.digits.len()).collect()
    }

    fn gaps(self) -> impl Iterator<Item = &'a str> {
        self.groups
            .iter()
            .zip(self.groups.iter().skip(1))
            .map(move |(a, b)| gap(self.text, a, b))
    }

    /// The one character that parts all groups, the same everywhere; "" for a single group.
    fn separator(self) -> Option<&'a str> {
        let mut gaps = self.gaps();
        let first = gaps.next().unwrap_or_default();
        (first.chars().count() <= 1 && gaps.all(|gap| gap == first)).then_some(first)
    }

    fn is_date(self) -> bool {
        let has_full_year = matches!(self.lengths().as_slice(), [1..=2, 1..=2, 4] | [4, 2, 2]);
        has_full_year
            && matches!(self.separator(), Some("/" | "." | "-"))
            && parse_date(self.as_typed()).is_ok()
    }

    /// Thousands parted by dots or spaces, or not parted, and a unit behind; or parted by
    /// dots and rounded to thousands. Numbers that people carry begin with a zero or a plus.
    fn is_amount(self) -> bool {
        let separator = self.separator();
        let is_grouped = match self.lengths().as_slice() {
            [_] => true,
            [1..=3, rest @ ..] => {
                rest.iter().all(|&length| length == 3)
                    && separator.is_some_and(|s| s == "." || s.chars().all(is_space))
            }
            _ => false,
        };
        let is_rounded = separator == Some(".")
            && self
                .groups
                .last()
                .is_some_and(|group| group.digits == "000");
        let carried = self
            .groups
            .first()
            .is_none_or(|group| group.has_plus || group.digits.starts_with('0'));
        is_grouped && !carried && (is_rounded || self.has_unit_behind())
    }

    fn has_unit_behind(self) -> bool {
        let behind = self
            .range()
            .and_then(|range| self.text.get(range.end..))
            .unwrap_or_default()
            .trim_start_matches(is_space);
        if behind.starts_with('%') {
            return true;
        }
        // Longer than any unit, so that a long word is not cut down to one.
        let word: String = behind
            .chars()
            .take_while(|c| !is_space(*c))
            .take(12)
            .collect();
        let word = fold(&word);
        let end = word
            .find(|c: char| !c.is_alphanumeric())
            .unwrap_or(word.len());
        word.get(..end).is_some_and(is_unit)
    }

    /// A number of today, dialled from home with a zero or from abroad with 84 or a plus. A bare
    /// mobile without its zero has nine digits and is found as such.
    fn is_phone(self) -> bool {
        let digits = self.digits();
        let has_plus = self.groups.first().is_some_and(|group| group.has_plus);
        let is_led_in = has_plus || digits.starts_with('0') || digits.starts_with("84");
        is_led_in
            && digits.len() > 9
            && Phone::parse(&format!("{}{digits}", if has_plus { "+" } else { "" })).is_plausible()
            || has_plus && (9..=15).contains(&digits.len())
    }

    fn is_tax_code(self, length: usize) -> bool {
        self.digits().len() == length
            && !self.as_typed().contains('/')
            && matches!(TaxCode::check(&self.digits()), TaxCodeCheck::Valid { .. })
    }

    /// In one piece, in equal pieces, or in any pieces with nothing else beside them.
    fn is_identity_number(self, all: Run) -> bool {
        let lengths = self.lengths();
        let is_regular = lengths.iter().all(|length| Some(length) == lengths.first())
            || lengths.len() == all.groups.len();
        matches!(lengths.iter().sum(), 9 | 12)
            && is_regular
            && self.separator().is_some_and(|s| s != "/")
    }

    /// Ten or eleven digits after a zero: mobiles and landlines before the changes of 2017 and
    /// 2018, and what was mistyped.
    fn is_old_phone(self) -> bool {
        let digits = self.digits();
        (10..=11).contains(&digits.len())
            && digits.starts_with('0')
            && self.groups.len() <= 4
            && !self.as_typed().contains('/')
    }
}

fn is_unit(folded: &str) -> bool {
    matches!(
        folded,
        "dong"
            | "d"
            | "vnd"
            | "usd"
            | "eur"
            | "euro"
            | "nghin"
            | "ngan"
            | "trieu"
            | "ty"
            | "ti"
            | "m"
            | "m2"
            | "m3"
            | "ha"
            | "km"
            | "km2"
            | "kg"
            | "tan"
            | "ta"
            | "lit"
            | "kwh"
    )
}
