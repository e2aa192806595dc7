//! Kept totals: how many difficulties stand where, by conference, agency, topic group and
//! status, so that a count costs the same at a million rows as at ten. Every move changes them
//! in its own transaction; `doithoai check` counts again and compares.

pub mod due;
pub mod kept;

use std::collections::BTreeMap;

use diesel::prelude::*;

use due::DueCell;

use super::Difficulty;
use super::vocabulary::Publication;
use super::workflow::Status;
use crate::db::DbConnection;
use crate::db::schema::totals;

/// Stands for all agencies together.
pub const ALL_AGENCIES: i64 = 0;
/// Stands for no topic group chosen yet.
pub const NO_TOPIC: i64 = 0;

/// One cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell {
    pub conference_id: i64,
    pub agency_id: i64,
    pub topic_group_id: i64,
    pub status: Status,
    pub restricted: bool,
    pub is_public: bool,
}

impl Cell {
    /// The cells a difficulty counts in: its lead agency's, and that of all.
    pub fn of(difficulty: &Difficulty) -> impl Iterator<Item = Self> {
        let all = Self {
            conference_id: difficulty.conference_id,
            agency_id: ALL_AGENCIES,
            topic_group_id: difficulty.topic_group_id.unwrap_or(NO_TOPIC),
            status: difficulty.status,
            restricted: difficulty.restricted,
            is_public: difficulty.publication == Publication::Public,
        };
        let lead = difficulty
            .lead_agency_id
            .map(|agency_id| Self { agency_id, ..all });
        [Some(all), lead].into_iter().flatten()
    }
}

/// Changes to be applied together.
#[derive(Debug, Default)]
pub struct Changes {
    cells: BTreeMap<Cell, i64>,
    due: BTreeMap<DueCell, i32>,
}

impl Changes {
    pub fn add(&mut self, difficulty: &Difficulty) {
        self.count(difficulty, 1);
    }

    pub fn remove(&mut self, difficulty: &Difficulty) {
        self.count(difficulty, -1);
    }

    fn count(&mut self, difficulty: &Difficulty, by: i32) {
        for cell in Cell::of(difficulty) {
            *self.cells.entry(cell).or_default() += i64::from(by);
            if let Some(due_at) = difficulty.next_due_at {
                *self.due.entry(DueCell::of(&cell, due_at)).or_default() += by;
            }
        }
    }

    /// # Errors
    /// When the database fails.
    pub fn apply(self, conn: &mut DbConnection) -> QueryResult<()> {
        self.cells
            .into_iter()
            .filter(|(_, by)| *by != 0)
            .try_for_each(|(cell, by)| change(conn, &cell, by))?;
        self.due
            .into_iter()
            .filter(|(_, by)| *by != 0)
            .try_for_each(|(cell, by)| due::change(conn, &cell, by))
    }
}

fn change(conn: &mut DbConnection, cell: &Cell, by: i64) -> QueryResult<()> {
    let key = totals::conference_id
        .eq(cell.conference_id)
        .and(totals::agency_id.eq(cell.agency_id))
        .and(totals::topic_group_id.eq(cell.topic_group_id))
        .and(totals::status.eq(cell.status.as_str()))
        .and(totals::restricted.eq(cell.restricted))
        .and(totals::is_public.eq(cell.is_public));
    let changed = diesel::update(totals::table.filter(key))
        .set(totals::count.eq(totals::count + by))
        .execute(conn)?;
    if changed > 0 {
        return Ok(());
    }
    diesel::insert_into(totals::table)
        .values((
            totals::conference_id.eq(cell.conference_id),
            totals::agency_id.eq(cell.agency_id),
            totals::topic_group_id.eq(cell.topic_group_id),
            totals::status.eq(cell.status.as_str()),
            totals::restricted.eq(cell.restricted),
            totals::is_public.eq(cell.is_public),
            totals::count.eq(by),
        ))
        .execute(conn)
        .map(drop)
}

/// A kept total as read.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Total {
    pub topic_group_id: i64,
    pub status: Status,
    pub is_public: bool,
    pub count: i64,
}

/// Which totals somebody may count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Scope {
    pub conference_id: Option<i64>,
    /// One lead agency; all when `None`.
    pub agency_id: Option<i64>,
    /// Only the secretary counts restricted ones.
    pub with_restricted: bool,
}

/// The totals in `scope`, not yet summed.
///
/// # Errors
/// When the database fails.
pub fn load(conn: &mut DbConnection, scope: Scope) -> QueryResult<Vec<Total>> {
    let mut query = totals::table
        .filter(totals::agency_id.eq(scope.agency_id.unwrap_or(ALL_AGENCIES)))
        .filter(totals::count.ne(0))
        .select((
            totals::topic_group_id,
            totals::status,
            totals::is_public,
            totals::count,
        ))
        .into_boxed();
    if let Some(conference_id) = scope.conference_id {
        query = query.filter(totals::conference_id.eq(conference_id));
    }
    if !scope.with_restricted {
        query = query.filter(totals::restricted.eq(false));
    }
    let rows: Vec<(i64, Status, bool, i64)> = query.load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(topic_group_id, status, is_public, count)| Total {
            topic_group_id,
            status,
            is_public,
            count,
        })
        .collect())
}
