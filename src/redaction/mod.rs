//! What in a free text points to a person, before it is published.
//!
//! Finds telephone numbers, personal numbers of nine and twelve digits, tax codes, number plates,
//! e-mail addresses, also with spaces, dots or dashes between the digits, and names behind a form
//! of address. It marks passages for a person to look at and decides nothing: a false alarm costs
//! a glance, a miss costs somebody's privacy, so what could be either is marked. Dates, amounts
//! of money and areas are not. Other names, addresses and numbers spelled out in words are left
//! to the reader, who hides them by [`marks`]; [`traces`] sees that they stand nowhere else.

mod emails;
pub mod marks;
mod names;
mod numbers;
mod plates;
#[cfg(test)]
mod tests;
pub mod traces;
pub mod whole;

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
    /// A number plate.
    Plate,
    /// A name behind a form of address.
    Name,
}

impl FindingKind {
    /// Whether it may stand in no public text. A name may: officials are named at times.
    #[must_use]
    pub const fn must_go(self) -> bool {
        !matches!(self, Self::Name)
    }
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
    for more in [numbers::find(text), plates::find(text), names::find(text)] {
        let free: Vec<Found> = more
            .into_iter()
            .filter(|(_, range)| {
                found
                    .iter()
                    .all(|(_, taken)| range.end <= taken.start || taken.end <= range.start)
            })
            .collect();
        found.extend(free);
    }
    found.sort_by_key(|(_, range)| range.start);
    found
        .into_iter()
        .filter_map(|(kind, range)| {
            let text = text.get(range.clone())?.to_owned();
            Some(Finding { kind, range, text })
        })
        .collect()
}

/// What may stand in no public text, in the order of the text.
#[must_use]
pub fn must_go(text: &str) -> Vec<Finding> {
    let mut found = findings(text);
    found.retain(|finding| finding.kind.must_go());
    found
}

/// Whether somebody is named behind a form of address.
#[must_use]
pub fn names_somebody(text: &str) -> bool {
    !names::find(text).is_empty()
}

/// What a passage looks like, and where it stands.
type Found = (FindingKind, Range<usize>);
