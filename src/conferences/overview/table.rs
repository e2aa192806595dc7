//! Topic groups by statuses. Every difficulty stands in exactly one cell, so that rows and
//! columns add up to the same.

use crate::difficulties::Status;
use crate::difficulties::totals::NO_TOPIC;

/// Which difficulties, by topic group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Row {
    #[default]
    All,
    Topic(i64),
    /// No topic group chosen yet.
    NoTopic,
}

impl Row {
    fn holds(self, topic_group_id: i64) -> bool {
        match self {
            Self::All => true,
            Self::Topic(id) => id == topic_group_id,
            Self::NoTopic => topic_group_id == NO_TOPIC,
        }
    }
}

/// Statuses that mean the same from the chair's seat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// Answered, whether or not a promise is open or the case closed.
    Answered,
    InHand,
    SentUp,
    Intake,
    Ended,
}

impl Column {
    pub const ALL: [Self; 5] = [
        Self::Answered,
        Self::InHand,
        Self::SentUp,
        Self::Intake,
        Self::Ended,
    ];

    /// Drafts are their filer's alone, and in no column.
    #[must_use]
    pub const fn of(status: Status) -> Option<Self> {
        match status {
            Status::Draft => None,
            Status::Submitted | Status::Accepted => Some(Self::Intake),
            Status::NeedInfo
            | Status::Assigned
            | Status::InProgress
            | Status::Returned
            | Status::PendingApproval => Some(Self::InHand),
            Status::Answered | Status::Committed | Status::Closed => Some(Self::Answered),
            Status::Escalated => Some(Self::SentUp),
            Status::Rejected | Status::Merged | Status::Withdrawn => Some(Self::Ended),
        }
    }

    #[must_use]
    pub fn statuses(self) -> Vec<Status> {
        Status::ALL
            .iter()
            .copied()
            .filter(|status| Self::of(*status) == Some(self))
            .collect()
    }

    /// Key of its name.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Answered => "conferences-column-answered",
            Self::InHand => "conferences-column-in-hand",
            Self::SentUp => "conferences-column-sent-up",
            Self::Intake => "conferences-column-intake",
            Self::Ended => "conferences-column-ended",
        }
    }

    /// Class of its part of a bar.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Answered => "s1",
            Self::InHand => "s2",
            Self::SentUp => "s3",
            Self::Intake => "s5",
            Self::Ended => "s6",
        }
    }
}

/// How many stand where.
#[derive(Debug, Clone, Default)]
pub struct Counts(Vec<(i64, Status, i64)>);

impl Counts {
    /// Adds `count` of a topic group (0 for none) in a status.
    pub fn add(&mut self, topic_group_id: i64, status: Status, count: i64) {
        if Column::of(status).is_some() {
            self.0.push((topic_group_id, status, count));
        }
    }

    #[must_use]
    pub fn all(&self, row: Row) -> i64 {
        self.sum(row, |_| true)
    }

    #[must_use]
    pub fn of_status(&self, row: Row, status: Status) -> i64 {
        self.sum(row, |of| of == status)
    }

    #[must_use]
    pub fn of_column(&self, row: Row, column: Column) -> i64 {
        self.sum(row, |of| Column::of(of) == Some(column))
    }

    fn sum(&self, row: Row, is_meant: impl Fn(Status) -> bool) -> i64 {
        self.0
            .iter()
            .filter(|(topic, status, _)| row.holds(*topic) && is_meant(*status))
            .map(|(.., count)| count)
            .sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_but_a_draft_is_in_one_column() {
        let counted: usize = Column::ALL
            .into_iter()
            .map(|column| column.statuses().len())
            .sum();
        assert_eq!(counted, Status::ALL.len() - 1);
    }

    #[test]
    fn rows_and_columns_add_up_to_the_same() {
        let mut counts = Counts::default();
        for (number, status) in (1..).zip(Status::ALL) {
            for topic in [NO_TOPIC, 1, 2] {
                counts.add(topic, *status, number + topic);
            }
        }
        let rows = [Row::NoTopic, Row::Topic(1), Row::Topic(2)];
        let by_row: i64 = rows.into_iter().map(|row| counts.all(row)).sum();
        let by_column: i64 = Column::ALL
            .into_iter()
            .map(|column| counts.of_column(Row::All, column))
            .sum();
        let by_status: i64 = Status::ALL
            .iter()
            .map(|status| counts.of_status(Row::All, *status))
            .sum();
        assert_eq!(by_row, counts.all(Row::All));
        assert_eq!(by_column, counts.all(Row::All));
        assert_eq!(by_status, counts.all(Row::All));
        assert_eq!(counts.of_status(Row::All, Status::Draft), 0);
    }
}
