//! Kept totals by the day of the next date, so that what is overdue, or due soon, is counted
//! without reading it. Days are local ones; what passes within a day is counted by its rows.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::{min, sum};
use diesel::prelude::*;

use super::{ALL_AGENCIES, Cell, Scope};
use crate::dates;
use crate::db::DbConnection;
use crate::db::schema::due_totals;
use crate::difficulties::workflow::Status;

/// One cell: those of a [`Cell`] whose next date lies on one day, published or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct DueCell {
    pub agency_id: i64,
    pub due_on: NaiveDate,
    pub status: Status,
    pub conference_id: i64,
    pub topic_group_id: i64,
    pub restricted: bool,
}

impl DueCell {
    /// Where something of `cell` counts when its next date is `due_at`.
    #[must_use]
    pub fn of(cell: &Cell, due_at: NaiveDateTime) -> Self {
        Self {
            agency_id: cell.agency_id,
            due_on: dates::local_date(due_at),
            status: cell.status,
            conference_id: cell.conference_id,
            topic_group_id: cell.topic_group_id,
            restricted: cell.restricted,
        }
    }
}

/// Adds `by` to a cell. Days pass, so a cell that nothing stands in any more goes.
pub(super) fn change(conn: &mut DbConnection, cell: &DueCell, by: i32) -> QueryResult<()> {
    let key = due_totals::agency_id
        .eq(cell.agency_id)
        .and(due_totals::due_on.eq(cell.due_on))
        .and(due_totals::status.eq(cell.status))
        .and(due_totals::conference_id.eq(cell.conference_id))
        .and(due_totals::topic_group_id.eq(cell.topic_group_id))
        .and(due_totals::restricted.eq(cell.restricted));
    let left: Option<i32> = diesel::update(due_totals::table.filter(key))
        .set(due_totals::count.eq(due_totals::count + by))
        .returning(due_totals::count)
        .get_result(conn)
        .optional()?;
    match left {
        Some(0) => diesel::delete(due_totals::table.filter(key))
            .execute(conn)
            .map(drop),
        Some(_) => Ok(()),
        None => diesel::insert_into(due_totals::table)
            .values((
                due_totals::agency_id.eq(cell.agency_id),
                due_totals::due_on.eq(cell.due_on),
                due_totals::status.eq(cell.status),
                due_totals::conference_id.eq(cell.conference_id),
                due_totals::topic_group_id.eq(cell.topic_group_id),
                due_totals::restricted.eq(cell.restricted),
                due_totals::count.eq(by),
            ))
            .execute(conn)
            .map(drop),
    }
}

/// A kept total of some days together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueTotal {
    pub agency_id: i64,
    pub topic_group_id: i64,
    pub status: Status,
    pub count: i64,
    /// The first of the days that anything is due on.
    pub first: NaiveDate,
}

type Row = (i64, i64, Status, Option<i64>, Option<NaiveDate>);

fn read(rows: Vec<Row>) -> Vec<DueTotal> {
    rows.into_iter()
        .filter_map(|(agency_id, topic_group_id, status, count, first)| {
            Some(DueTotal {
                agency_id,
                topic_group_id,
                status,
                count: count?,
                first: first?,
            })
        })
        .collect()
}

/// The totals in `scope` of the days from `from` on and before `before`.
///
/// # Errors
/// When the database fails.
pub fn load(
    conn: &mut DbConnection,
    scope: Scope,
    (from, before): (NaiveDate, NaiveDate),
) -> QueryResult<Vec<DueTotal>> {
    let mut query = due_totals::table
        .filter(due_totals::agency_id.eq(scope.agency_id.unwrap_or(ALL_AGENCIES)))
        .filter(due_totals::due_on.ge(from))
        .filter(due_totals::due_on.lt(before))
        .group_by((
            due_totals::agency_id,
            due_totals::topic_group_id,
            due_totals::status,
        ))
        .select((
            due_totals::agency_id,
            due_totals::topic_group_id,
            due_totals::status,
            sum(due_totals::count),
            min(due_totals::due_on),
        ))
        .into_boxed();
    if let Some(conference_id) = scope.conference_id {
        query = query.filter(due_totals::conference_id.eq(conference_id));
    }
    if !scope.with_restricted {
        query = query.filter(due_totals::restricted.eq(false));
    }
    query.load(conn).map(read)
}

/// The totals before a day, of every lead agency and ([`ALL_AGENCIES`]) of all together.
///
/// # Errors
/// When the database fails.
pub fn before(
    conn: &mut DbConnection,
    conference_id: i64,
    with_restricted: bool,
    day: NaiveDate,
) -> QueryResult<Vec<DueTotal>> {
    let mut query = due_totals::table
        .filter(due_totals::conference_id.eq(conference_id))
        .filter(due_totals::due_on.lt(day))
        .group_by((
            due_totals::agency_id,
            due_totals::topic_group_id,
            due_totals::status,
        ))
        .select((
            due_totals::agency_id,
            due_totals::topic_group_id,
            due_totals::status,
            sum(due_totals::count),
            min(due_totals::due_on),
        ))
        .into_boxed();
    if !with_restricted {
        query = query.filter(due_totals::restricted.eq(false));
    }
    query.load(conn).map(read)
}
