//! Who is late: overdue difficulties, counted by topic group and by lead agency.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;

use super::table::Row;
use crate::dates;
use crate::difficulties::Status;
use crate::difficulties::totals::NO_TOPIC;

/// Overdue difficulties that are counted at most. Beyond it, "more than" is said.
pub const COUNTED_AT_MOST: usize = 10_000;

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

/// One overdue difficulty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, diesel::Queryable)]
pub struct Overdue {
    pub topic_group_id: Option<i64>,
    pub lead_agency_id: Option<i64>,
    pub status: Status,
    pub due_at: Option<NaiveDateTime>,
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
    rows: Vec<Overdue>,
    /// There are more than were counted.
    pub is_more: bool,
}

impl Late {
    /// Takes one row more than is counted, to know whether there are more.
    #[must_use]
    pub fn new(mut rows: Vec<Overdue>) -> Self {
        let is_more = rows.len() > COUNTED_AT_MOST;
        rows.truncate(COUNTED_AT_MOST);
        Self { rows, is_more }
    }

    #[must_use]
    pub fn count(&self, row: Row) -> i64 {
        let meant = self.rows.iter().filter(|overdue| match row {
            Row::All => true,
            Row::Topic(id) => overdue.topic_group_id == Some(id),
            Row::NoTopic => overdue.topic_group_id.unwrap_or(NO_TOPIC) == NO_TOPIC,
        });
        i64::try_from(meant.count()).unwrap_or(i64::MAX)
    }

    /// Agencies with something overdue on their own desk: the most first, then the longest. What
    /// waits for the filer or the secretariat is not their delay.
    #[must_use]
    pub fn agencies(&self, now: NaiveDateTime) -> Vec<LateAgency> {
        let today = dates::local_date(now);
        let mut by_agency: BTreeMap<i64, LateAgency> = BTreeMap::new();
        let with_them = self
            .rows
            .iter()
            .filter(|overdue| ON_THEIR_DESK.contains(&overdue.status));
        for overdue in with_them {
            let Some(agency_id) = overdue.lead_agency_id else {
                continue;
            };
            let days = overdue
                .due_at
                .map_or(0, |due| (today - dates::local_date(due)).num_days());
            let late = by_agency.entry(agency_id).or_insert(LateAgency {
                agency_id,
                overdue: 0,
                longest_days: 0,
            });
            late.overdue += 1;
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
        let now = NaiveDate::from_ymd_opt(2024, 7, 5)
            .and_then(|day| day.and_hms_opt(2, 0, 0))
            .unwrap();
        let standing = |status, agency, days| Overdue {
            topic_group_id: None,
            lead_agency_id: agency,
            status,
            due_at: Some(now - TimeDelta::days(days)),
        };
        let due = |agency, days| standing(Status::InProgress, agency, days);
        let late = Late::new(vec![
            standing(Status::NeedInfo, Some(1), 20),
            due(Some(1), 2),
            due(Some(2), 9),
            due(Some(3), 1),
            due(Some(3), 4),
            due(None, 30),
        ]);
        let ranked: Vec<_> = late
            .agencies(now)
            .into_iter()
            .map(|late| (late.agency_id, late.overdue, late.longest_days))
            .collect();
        assert_eq!(ranked, [(3, 2, 4), (2, 1, 9), (1, 1, 2)]);
        assert_eq!(late.count(Row::All), 6);
        assert_eq!(late.count(Row::NoTopic), 6);
        assert_eq!(late.count(Row::Topic(1)), 0);
    }
}
