//! Who is late: overdue difficulties, counted by topic group and by lead agency.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::table::Row;
use crate::difficulties::Status;
use crate::difficulties::totals::NO_TOPIC;

/// Statuses in which a date that passed is a delay. After an answer the date is the filer's to
/// object by: letting it pass is nobody's delay.
#[must_use]
pub fn delaying() -> Vec<Status> {
    Status::ALL
        .iter()
        .copied()
        .filter(|status| status.is_open() && *status != Status::Answered)
        .collect()
}

/// Statuses in which the lead agency must act next: it answers, or keeps what it promised.
pub const ON_THEIR_DESK: [Status; 4] = [
    Status::Assigned,
    Status::InProgress,
    Status::PendingApproval,
    Status::Committed,
];

/// Overdue difficulties of one topic group, lead agency and status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overdue {
    pub topic_group_id: Option<i64>,
    pub lead_agency_id: Option<i64>,
    pub status: Status,
    pub count: i64,
    /// The earliest of their dates.
    pub due_on: NaiveDate,
}

/// What one agency is late with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LateAgency {
    pub agency_id: i64,
    pub overdue: i64,
    /// Days of the calendar since the earliest date that passed.
    pub longest_days: i64,
}

/// All that is overdue.
#[derive(Debug, Clone, Default)]
pub struct Late {
    /// Every one of them, once.
    pub all: Vec<Overdue>,
    /// Those of them that have a lead agency, by it.
    pub led: Vec<Overdue>,
}

impl Late {
    #[must_use]
    pub fn count(&self, row: Row) -> i64 {
        self.all
            .iter()
            .filter(|overdue| match row {
                Row::All => true,
                Row::Topic(id) => overdue.topic_group_id == Some(id),
                Row::NoTopic => overdue.topic_group_id.unwrap_or(NO_TOPIC) == NO_TOPIC,
            })
            .map(|overdue| overdue.count)
            .sum()
    }

    /// Where anything is overdue, topic group by status, with the earliest day: that day first.
    #[must_use]
    pub fn runs(&self) -> Vec<(NaiveDate, Option<i64>, Status)> {
        let mut first: BTreeMap<(Option<i64>, Status), NaiveDate> = BTreeMap::new();
        for overdue in &self.all {
            let day = first
                .entry((overdue.topic_group_id, overdue.status))
                .or_insert(overdue.due_on);
            *day = (*day).min(overdue.due_on);
        }
        let mut runs: Vec<_> = first
            .into_iter()
            .map(|((topic, status), day)| (day, topic, status))
            .collect();
        runs.sort_unstable();
        runs
    }

    /// Agencies with something overdue on their own desk: the most first, then the longest. What
    /// waits for the filer or the secretariat is not their delay.
    #[must_use]
    pub fn agencies(&self, today: NaiveDate) -> Vec<LateAgency> {
        let mut by_agency: BTreeMap<i64, LateAgency> = BTreeMap::new();
        let with_them = self
            .led
            .iter()
            .filter(|overdue| ON_THEIR_DESK.contains(&overdue.status));
        for overdue in with_them {
            let Some(agency_id) = overdue.lead_agency_id else {
                continue;
            };
            let days = (today - overdue.due_on).num_days();
            let late = by_agency.entry(agency_id).or_insert(LateAgency {
                agency_id,
                overdue: 0,
                longest_days: 0,
            });
            late.overdue += overdue.count;
            late.longest_days = late.longest_days.max(days);
        }
        let mut agencies: Vec<_> = by_agency.into_values().collect();
        agencies.sort_by_key(|late| {
            (
                std::cmp::Reverse((late.overdue, late.longest_days)),
                late.agency_id,
            )
        });
        agencies
    }
}

#[cfg(test)]
mod tests {
    use chrono::{NaiveDate, TimeDelta};

    use super::*;

    #[test]
    fn agencies_are_ranked_by_how_much_then_how_long() {
        let today = NaiveDate::from_ymd_opt(2024, 7, 5).unwrap();
        let standing = |status, agency, count, days| Overdue {
            topic_group_id: None,
            lead_agency_id: agency,
            status,
            count,
            due_on: today - TimeDelta::days(days),
        };
        let due = |agency, count, days| standing(Status::InProgress, agency, count, days);
        let led = vec![
            standing(Status::NeedInfo, Some(1), 1, 20),
            due(Some(1), 1, 2),
            due(Some(2), 1, 9),
            due(Some(3), 1, 1),
            standing(Status::Assigned, Some(3), 2, 4),
        ];
        let mut all = led.clone();
        all.push(due(None, 1, 30));
        let late = Late { all, led };
        let ranked: Vec<_> = late
            .agencies(today)
            .into_iter()
            .map(|late| (late.agency_id, late.overdue, late.longest_days))
            .collect();
        assert_eq!(ranked, [(3, 3, 4), (2, 1, 9), (1, 1, 2)]);
        assert_eq!(late.count(Row::All), 7);
        assert_eq!(late.count(Row::NoTopic), 7);
        assert_eq!(late.count(Row::Topic(1)), 0);
    }
}
