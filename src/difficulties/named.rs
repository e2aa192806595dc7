//! Who is named on a restricted difficulty: the persons, and nobody else of their agencies, for
//! whom it is there.

use diesel::prelude::*;

use crate::db::DbConnection;
use crate::db::schema::named_persons;

/// The accounts named on a difficulty.
///
/// # Errors
/// When the database fails.
pub fn of(conn: &mut DbConnection, difficulty_id: i64) -> QueryResult<Vec<i64>> {
    named_persons::table
        .filter(named_persons::difficulty_id.eq(difficulty_id))
        .order(named_persons::account_id)
        .select(named_persons::account_id)
        .load(conn)
}
