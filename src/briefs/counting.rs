//! What is counted from the facts of a brief.

use std::collections::{BTreeMap, BTreeSet};

use super::content::{Content, Fact, Promptness};

/// Villages shown.
const VILLAGES: usize = 5;
/// Problems named for a village.
const NAMED: usize = 2;
/// Late agencies shown.
pub const LATE_AT_MOST: usize = 6;

/// A village with those who filed from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Village {
    /// In [`Content::villages`].
    pub place: usize,
    pub difficulties: i64,
    /// The heaviest problems there, with how many of its filers have each.
    pub problems: Vec<(i64, i64)>,
}

/// An agency with something overdue on its own desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Late {
    pub agency: i64,
    pub led: i64,
    pub overdue: i64,
    pub longest: i64,
}

fn count_of(filers: &BTreeSet<i64>) -> i64 {
    i64::try_from(filers.len()).unwrap_or(i64::MAX)
}

impl Content {
    /// Who has each problem: the weight of a problem is its filers, not its words.
    #[must_use]
    pub fn weights(&self) -> BTreeMap<i64, i64> {
        weights(self.facts.iter())
    }

    /// Filers of these problems together, each once.
    #[must_use]
    pub fn filers_of(&self, problems: &[i64]) -> i64 {
        let filers = self
            .facts
            .iter()
            .filter(|fact| problems.contains(&fact.root()))
            .map(|fact| fact.filer)
            .collect();
        count_of(&filers)
    }

    /// The open problem with the most filers; of two, the one received first.
    #[must_use]
    pub fn heaviest(&self) -> Option<(&Fact, i64)> {
        let weights = self.weights();
        self.facts
            .iter()
            .filter(|fact| fact.is_problem() && fact.is_open())
            .map(|fact| (fact, weights.get(&fact.id).copied().unwrap_or(1)))
            .max_by_key(|(fact, weight)| (*weight, std::cmp::Reverse(fact.id)))
    }

    /// The villages with the most filers' difficulties.
    #[must_use]
    pub fn heavy_villages(&self) -> Vec<Village> {
        let mut by_place: BTreeMap<usize, Vec<&Fact>> = BTreeMap::new();
        for fact in &self.facts {
            if let Some(place) = fact.village {
                by_place.entry(place).or_default().push(fact);
            }
        }
        let mut villages: Vec<Village> = by_place
            .into_iter()
            .map(|(place, facts)| {
                let mut problems: Vec<(i64, i64)> =
                    weights(facts.iter().copied()).into_iter().collect();
                problems.sort_by_key(|(id, weight)| (std::cmp::Reverse(*weight), *id));
                problems.truncate(NAMED);
                Village {
                    place,
                    difficulties: i64::try_from(facts.len()).unwrap_or(i64::MAX),
                    problems,
                }
            })
            .collect();
        villages.sort_by_key(|village| (std::cmp::Reverse(village.difficulties), village.place));
        villages.truncate(VILLAGES);
        villages
    }

    /// Agencies that are late by their own doing, the most first, then the longest.
    #[must_use]
    pub fn late_agencies(&self) -> Vec<Late> {
        let mut late: BTreeMap<i64, Late> = BTreeMap::new();
        for fact in &self.facts {
            let (Some(agency), Some(days), Some(Promptness::Overdue)) =
                (fact.agency, fact.late_days, fact.promptness)
            else {
                continue;
            };
            let one = late.entry(agency).or_insert(Late {
                agency,
                led: self.count(super::Slice::Led(agency)),
                overdue: 0,
                longest: 0,
            });
            one.overdue += 1;
            one.longest = one.longest.max(days);
        }
        let mut late: Vec<Late> = late.into_values().collect();
        late.sort_by_key(|one| (std::cmp::Reverse((one.overdue, one.longest)), one.agency));
        late
    }

    /// Kept, all that were not called off, and late ones.
    #[must_use]
    pub fn promises_kept(&self) -> (i64, i64, i64) {
        let today = crate::dates::local_date(self.as_of);
        let count = |is: &dyn Fn(&super::content::Promise) -> bool| {
            i64::try_from(self.promises.iter().filter(|one| is(one)).count()).unwrap_or(i64::MAX)
        };
        (
            count(&|one| one.is_done()),
            count(&|one| one.state != "cancelled"),
            count(&|one| one.is_late(today)),
        )
    }
}

fn weights<'a>(facts: impl Iterator<Item = &'a Fact>) -> BTreeMap<i64, i64> {
    let mut filers: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
    for fact in facts {
        filers.entry(fact.root()).or_default().insert(fact.filer);
    }
    filers
        .into_iter()
        .map(|(id, filers)| (id, count_of(&filers)))
        .collect()
}
