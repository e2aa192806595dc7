//! A canned answer as a row.

use chrono::{Datelike, NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use crate::difficulties::Outcome;

/// A text to start from.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Canned {
    pub id: i64,
    /// Whose; `None`: everybody's.
    pub agency_id: Option<i64>,
    pub topic_group_id: Option<i64>,
    outcome: String,
    pub title: String,
    pub text: String,
    /// Month × 100 + day.
    pub season_from: Option<i32>,
    pub season_to: Option<i32>,
    /// Not offered any more since.
    pub retired_at: Option<NaiveDateTime>,
    pub folded: String,
    pub changed_by: i64,
    pub changed_at: NaiveDateTime,
    pub version: i32,
}

impl Canned {
    /// The outcome it is for; `None` for any.
    #[must_use]
    pub fn outcome(&self) -> Option<Outcome> {
        Outcome::parse(&self.outcome)
    }

    /// Whether it is the season; a season may run over the turn of the year.
    #[must_use]
    pub fn is_in_season(&self, today: NaiveDate) -> bool {
        let (Some(from), Some(to)) = (self.season_from, self.season_to) else {
            return true;
        };
        let day = day_of_year(today);
        if from <= to {
            (from..=to).contains(&day)
        } else {
            day >= from || day <= to
        }
    }
}

/// Month × 100 + day, which orders days within a year.
#[must_use]
pub fn day_of_year(day: NaiveDate) -> i32 {
    let (month, day) = (day.month(), day.day());
    i32::try_from(month * 100 + day).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn between(from: i32, to: i32) -> Canned {
        Canned {
            id: 1,
            agency_id: None,
            topic_group_id: None,
            outcome: String::new(),
            title: String::new(),
            text: String::new(),
            season_from: Some(from),
            season_to: Some(to),
            retired_at: None,
            folded: String::new(),
            changed_by: 1,
            changed_at: NaiveDateTime::default(),
            version: 1,
        }
    }

    #[test]
    fn a_season_may_run_over_new_year() {
        let day = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
        let tet = between(1115, 228);
        assert!(tet.is_in_season(day(12, 1)) && tet.is_in_season(day(2, 28)));
        assert!(!tet.is_in_season(day(3, 1)) && !tet.is_in_season(day(11, 14)));
        let summer = between(501, 831);
        assert!(summer.is_in_season(day(5, 1)) && summer.is_in_season(day(8, 31)));
        assert!(!summer.is_in_season(day(9, 1)));
    }
}
