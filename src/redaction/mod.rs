//! What in a free text points to a person, before it is published.
//!
//! Finds telephone numbers, personal numbers of nine and twelve digits, tax codes and e-mail
//! addresses, also with spaces, dots or dashes between the digits. It marks passages for a person
//! to look at and decides nothing: a false alarm costs a glance, a miss costs somebody's privacy,
//! so what could be either is marked. Dates, amounts of money and areas are not. Names,
//! addresses and numbers spelled out in words are left to the reader.

mod emails;
mod numbers;
#[cfg(test)]
mod tests;

use std::fmt;
use std::ops::Range;

/// A passage that should not be published as it stands.
#[derive(Clone, PartialEq, Eq)]
pub struct Finding {
    /// What it looks like.
    pub kind: FindingKind,
    /// Where it stands, in bytes of the text; always on character boundaries.
    pub range: Range<usize>,
    /// The passage itself. Personal data: not shown by `Debug`.
    pub text: String,
}

/// What a passage looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FindingKind {
    /// A telephone number of today, of the past, or abroad. Hotlines (1800, 1900) are public and
    /// not found.
    Phone,
    /// A number of 9 or 12 digits, as on an identity card.
    IdentityNumber,
    /// A tax code of 10 or 13 digits whose check digit fits.
    TaxCode,
    /// An e-mail address, also with spaces around the @.
    Email,
}

impl fmt::Debug for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} at {:?}", self.kind, self.range)
    }
}

/// Every suspicious passage in the order of the text, none overlapping another.
#[must_use]
pub fn findings(text: &str) -> Vec<Finding> {
    let mut found = emails::find(text);
    let addresses: Vec<Range<usize>> = found.iter().map(|(_, range)| range.clone()).collect();
    found.extend(numbers::find(text).into_iter().filter(|(_, range)| {
        addresses
            .iter()
            .all(|address| range.end <= address.start || address.end <= range.start)
    }));
    found.sort_by_key(|(_, range)| range.start);
    found
        .into_iter()
        .filter_map(|(kind, range)| {
            let text = text.get(range.clone())?.to_owned();
            Some(Finding { kind, range, text })
        })
        .collect()
}

/// What a passage looks like, and where it stands.
type Found = (FindingKind, Range<usize>);
