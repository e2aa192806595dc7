//! Whether agencies answer in time, honestly reckoned.
//!
//! On time = answered on time ÷ (answered + overdue and open). Leaving the overdue ones out would
//! reward whoever answers the easy ones and lets the rest lie. Nothing counts against a lead that
//! waits for its filer, or whose coordinating agency is late. Agencies with fewer than
//! [`RANKED_FROM`] are shown without a share: one of two is no fifty per cent.

use std::collections::BTreeSet;

use super::Slice;
use super::content::Content;

/// So many must be counted before an agency is ranked.
pub const RANKED_FROM: i64 = 5;

/// One agency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Punctuality {
    pub agency: i64,
    pub on_time: i64,
    /// Answered, and overdue and open.
    pub counted: i64,
}

impl Punctuality {
    /// In whole percent; `None` below the number that is ranked.
    #[must_use]
    pub fn percent(&self) -> Option<i64> {
        (self.counted >= RANKED_FROM).then(|| self.on_time * 100 / self.counted)
    }
}

impl Content {
    /// The agencies with something to count, the ranked ones first, the best first.
    #[must_use]
    pub fn punctuality(&self) -> Vec<Punctuality> {
        let agencies: BTreeSet<i64> = self
            .facts
            .iter()
            .filter(|fact| fact.promptness.is_some())
            .filter_map(|fact| fact.agency)
            .collect();
        let mut all: Vec<Punctuality> = agencies
            .into_iter()
            .map(|agency| Punctuality {
                agency,
                on_time: self.count(Slice::OnTimeAt(agency)),
                counted: self.count(Slice::Prompt(agency)),
            })
            .collect();
        all.sort_by_key(|one| {
            (
                std::cmp::Reverse(one.percent().unwrap_or(-1)),
                std::cmp::Reverse(one.counted),
                one.agency,
            )
        });
        all
    }
}
