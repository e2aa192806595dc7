//! Kept totals against the rows they count.

use std::collections::BTreeMap;

use diesel::prelude::*;

use crate::db::DbConnection;
use crate::db::schema::totals;
use crate::difficulties::Status;
use crate::difficulties::totals::Cell;

type TotalRow = (i64, i64, i64, Status, bool, bool, i64);

/// Tells every total that is not what was counted, and every count that has no total.
pub(super) fn compare(
    conn: &mut DbConnection,
    counted: &BTreeMap<Cell, i64>,
    wrong: &mut dyn FnMut(String),
) -> QueryResult<()> {
    let rows: Vec<TotalRow> = totals::table.load(conn)?;
    let kept: BTreeMap<Cell, i64> = rows
        .into_iter()
        .map(|row| {
            let (conference_id, agency_id, topic_group_id, status, restricted, is_public, count) =
                row;
            let cell = Cell {
                conference_id,
                agency_id,
                topic_group_id,
                status,
                restricted,
                is_public,
            };
            (cell, count)
        })
        .collect();
    for (cell, count) in &kept {
        let rows = counted.get(cell).copied().unwrap_or_default();
        if *count != rows {
            wrong(format!("total of {cell:?}: kept {count}, rows {rows}"));
        }
    }
    for (cell, rows) in counted.iter().filter(|(cell, _)| !kept.contains_key(cell)) {
        wrong(format!("total of {cell:?}: kept none, rows {rows}"));
    }
    Ok(())
}
