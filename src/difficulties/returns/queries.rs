//! The returns as rows. All of them start from what the viewer may list.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::accounts::Actor;
use crate::db::DbConnection;
use crate::db::schema::{difficulties, returns};
use crate::difficulties::Status;
use crate::difficulties::queries::visible_to;

/// Rows of one cell that a page shows; a table has few returns, and each has a reason to read.
const ROWS_AT_MOST: i64 = 200;

/// From the first moment on, and before the second.
pub type Period = (Option<NaiveDateTime>, Option<NaiveDateTime>);

macro_rules! within {
    ($actor:expr, $period:expr) => {{
        let mut query = visible_to($actor)
            .inner_join(returns::table.on(returns::difficulty_id.eq(difficulties::id)));
        if let Some(from) = $period.0 {
            query = query.filter(returns::returned_at.ge(from));
        }
        if let Some(before) = $period.1 {
            query = query.filter(returns::returned_at.lt(before));
        }
        query
    }};
}

/// Who returned and whose it would be, once for each return.
///
/// # Errors
/// When the database fails.
pub fn pairs(
    conn: &mut DbConnection,
    actor: &Actor,
    period: Period,
) -> QueryResult<Vec<(i64, Option<i64>)>> {
    within!(actor, period)
        .select((returns::from_agency_id, returns::suggested_agency_id))
        .load(conn)
}

/// One return, with where the difficulty is now.
#[derive(Debug, Clone, Queryable)]
pub struct Row {
    pub reference: String,
    pub title: String,
    pub status: Status,
    pub lead_agency_id: Option<i64>,
    pub number: i32,
    pub note: String,
    pub returned_at: NaiveDateTime,
}

/// The returns of one agency that suggested another (`None`: no agency), the newest first.
///
/// # Errors
/// When the database fails.
pub fn rows(
    conn: &mut DbConnection,
    actor: &Actor,
    period: Period,
    (from, suggested): (i64, Option<i64>),
) -> QueryResult<Vec<Row>> {
    let query = within!(actor, period).filter(returns::from_agency_id.eq(from));
    let query = match suggested {
        Some(id) => query.filter(returns::suggested_agency_id.eq(id)),
        None => query.filter(returns::suggested_agency_id.is_null()),
    };
    query
        .order((returns::returned_at.desc(), returns::id.desc()))
        .limit(ROWS_AT_MOST)
        .select((
            difficulties::reference,
            difficulties::title,
            difficulties::status,
            difficulties::lead_agency_id,
            returns::number,
            returns::note,
            returns::returned_at,
        ))
        .load(conn)
}
