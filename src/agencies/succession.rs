//! Who follows a unit that ended. A unit keeps its row, its dates and its name for ever: what it
//! did is told under that name. Those that follow it are rows of their own.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{Agency, COLUMNS};
use crate::db::DbConnection;
use crate::db::schema::{agencies, agency_successors};

/// Units that changed again and again are followed this far.
const STEPS_AT_MOST: usize = 6;

/// What followed a unit, each with what it took over, in Vietnamese order.
///
/// # Errors
/// When the database fails.
pub fn successors(conn: &mut DbConnection, id: i64) -> QueryResult<Vec<(Agency, String)>> {
    agencies::table
        .inner_join(agency_successors::table.on(agency_successors::to_id.eq(agencies::id)))
        .filter(agency_successors::from_id.eq(id))
        .order((agencies::sort_key, agencies::id))
        .select((COLUMNS, agency_successors::note))
        .load(conn)
}

/// What a unit was made of, in Vietnamese order.
///
/// # Errors
/// When the database fails.
pub fn predecessors(conn: &mut DbConnection, id: i64) -> QueryResult<Vec<Agency>> {
    agencies::table
        .inner_join(agency_successors::table.on(agency_successors::from_id.eq(agencies::id)))
        .filter(agency_successors::to_id.eq(id))
        .order((agencies::sort_key, agencies::id))
        .select(COLUMNS)
        .load(conn)
}

/// The units of `day` that a unit went into; itself while it stands.
///
/// # Errors
/// When the database fails.
pub fn heirs_on(conn: &mut DbConnection, id: i64, day: NaiveDate) -> QueryResult<Vec<Agency>> {
    let own = super::find(conn, id)?;
    if own.is_valid_on(day) {
        return Ok(vec![own]);
    }
    let mut heirs: Vec<Agency> = Vec::new();
    let mut open = vec![id];
    for _ in 0..STEPS_AT_MOST {
        let mut next = Vec::new();
        for id in open {
            for (heir, _) in successors(conn, id)? {
                if !heir.is_valid_on(day) {
                    next.push(heir.id);
                } else if !heirs.contains(&heir) {
                    heirs.push(heir);
                }
            }
        }
        open = next;
    }
    Ok(heirs)
}
