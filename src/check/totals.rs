//! Kept totals against the rows they count.

use std::collections::BTreeMap;
use std::fmt::Debug;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::rows::Counted;
use crate::db::DbConnection;
use crate::db::schema::{due_totals, totals};
use crate::difficulties::Status;
use crate::difficulties::totals::Cell;
use crate::difficulties::totals::due::DueCell;

type TotalRow = (i64, i64, i64, Status, bool, bool, i64);
type DueRow = (i64, NaiveDate, Status, i64, i64, bool, i32);

/// Tells every total that is not what was counted, and every count that has no total.
pub(super) fn compare(
    conn: &mut DbConnection,
    counted: &Counted,
    wrong: &mut dyn FnMut(String),
) -> QueryResult<()> {
    told_apart(&standing(conn)?, &counted.cells, "total", wrong);
    told_apart(&due(conn)?, &counted.due, "due total", wrong);
    Ok(())
}

fn standing(conn: &mut DbConnection) -> QueryResult<BTreeMap<Cell, i64>> {
    let rows: Vec<TotalRow> = totals::table.load(conn)?;
    let cell = |row: TotalRow| {
        let (conference_id, agency_id, topic_group_id, status, restricted, is_public, count) = row;
        let cell = Cell {
            conference_id,
            agency_id,
            topic_group_id,
            status,
            restricted,
            is_public,
        };
        (cell, count)
    };
    Ok(rows.into_iter().map(cell).collect())
}

fn due(conn: &mut DbConnection) -> QueryResult<BTreeMap<DueCell, i64>> {
    let rows: Vec<DueRow> = due_totals::table.load(conn)?;
    let cell = |row: DueRow| {
        let (agency_id, due_on, status, conference_id, topic_group_id, restricted, count) = row;
        let cell = DueCell {
            agency_id,
            due_on,
            status,
            conference_id,
            topic_group_id,
            restricted,
        };
        (cell, count.into())
    };
    Ok(rows.into_iter().map(cell).collect())
}

fn told_apart<C: Ord + Debug>(
    kept: &BTreeMap<C, i64>,
    counted: &BTreeMap<C, i64>,
    what: &str,
    wrong: &mut dyn FnMut(String),
) {
    for (cell, count) in kept {
        let rows = counted.get(cell).copied().unwrap_or_default();
        if *count != rows {
            wrong(format!("{what} of {cell:?}: kept {count}, rows {rows}"));
        }
    }
    for (cell, rows) in counted.iter().filter(|(cell, _)| !kept.contains_key(cell)) {
        wrong(format!("{what} of {cell:?}: kept none, rows {rows}"));
    }
}
