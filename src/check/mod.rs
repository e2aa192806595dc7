//! Proves over the whole database what must hold at every moment: chains of events, one next
//! party and date, one lead, parents, publication, kept totals. It changes nothing and tells
//! each violation in a line.

mod passages;
mod rows;
mod totals;

use std::fmt;

use diesel::prelude::*;

use crate::db::schema::conferences;
use crate::db::{DbConnection, DbError, integrity};
use crate::events;

/// How much was looked at, and how much of it is wrong.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Report {
    pub conferences: u64,
    pub difficulties: u64,
    pub events: i64,
    pub violations: u64,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} conference(s), {} difficulties, {} events: {} violation(s)",
            self.conferences, self.difficulties, self.events, self.violations
        )
    }
}

/// Looks at everything, in one unmoving view of it.
///
/// # Errors
/// When the database fails.
pub fn check(conn: &mut DbConnection, mut tell: impl FnMut(&str)) -> Result<Report, DbError> {
    let mut violations = 0;
    let mut wrong = |line: String| {
        violations += 1;
        tell(&line);
    };
    let report = integrity::in_one_view(conn, |conn| look(conn, &mut wrong))
        .map_err(|error: diesel::result::Error| DbError::from(error))?;
    Ok(Report {
        violations,
        ..report
    })
}

fn look(conn: &mut DbConnection, wrong: &mut dyn FnMut(String)) -> QueryResult<Report> {
    for complaint in integrity::complaints(conn)? {
        wrong(format!("database: {complaint}"));
    }
    for id in integrity::unsearchable(conn)? {
        wrong(format!("difficulty {id}: not in the search index"));
    }
    let mut report = Report::default();
    let ids: Vec<i64> = conferences::table
        .select(conferences::id)
        .order(conferences::id)
        .load(conn)?;
    for id in ids {
        report.conferences += 1;
        report.events += events::verify(conn, id, &mut *wrong)?;
    }
    report.events += events::system::verify(conn, &mut *wrong)?;
    let counted = rows::look(conn, wrong)?;
    report.difficulties = counted.rows;
    totals::compare(conn, &counted, wrong)?;
    passages::look(conn, wrong)?;
    Ok(report)
}

#[cfg(test)]
mod tests;
