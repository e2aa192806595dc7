//! What `doithoai check` asks of the database itself rather than of its rows.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::DbConnection;

/// Complaints shown at most; the first ones tell enough.
const COMPLAINTS_AT_MOST: i64 = 20;

#[derive(QueryableByName)]
struct Complaint {
    #[diesel(sql_type = Text)]
    value: String,
}

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = BigInt)]
    id: i64,
}

/// Runs `work` over one unmoving view of the database, so that what is compared is of one
/// moment even while others write.
///
/// # Errors
/// What `work` returns; or when the database fails.
pub fn in_one_view<T, E: From<diesel::result::Error>>(
    conn: &mut DbConnection,
    work: impl FnOnce(&mut DbConnection) -> Result<T, E>,
) -> Result<T, E> {
    conn.transaction(|conn| {
        if let DbConnection::Postgres(postgres) = conn {
            // A check may count for longer than a page may.
            for setting in [
                "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ",
                "SET LOCAL statement_timeout = 0",
            ] {
                diesel::sql_query(setting).execute(postgres)?;
            }
        }
        work(conn)
    })
}

/// Damage that the database finds in itself: pages, indexes and references of an SQLite file.
/// PostgreSQL guards its own; its operators run `pg_amcheck`.
///
/// # Errors
/// When the database fails.
pub fn complaints(conn: &mut DbConnection) -> QueryResult<Vec<String>> {
    let DbConnection::Sqlite(sqlite) = conn else {
        return Ok(Vec::new());
    };
    let damage: Vec<Complaint> = diesel::sql_query(format!(
        "SELECT integrity_check AS value FROM pragma_integrity_check LIMIT {COMPLAINTS_AT_MOST}"
    ))
    .load(sqlite)?;
    let dangling: Vec<Complaint> = diesel::sql_query(format!(
        "SELECT \"table\" || ' row ' || rowid || ' refers to a missing ' || parent AS value \
         FROM pragma_foreign_key_check LIMIT {COMPLAINTS_AT_MOST}"
    ))
    .load(sqlite)?;
    Ok(damage
        .into_iter()
        .filter(|complaint| complaint.value != "ok")
        .chain(dangling)
        .map(|complaint| complaint.value)
        .collect())
}

/// Difficulties that the staff's search cannot find, some at most.
///
/// # Errors
/// When the database fails.
pub fn unsearchable(conn: &mut DbConnection) -> QueryResult<Vec<i64>> {
    let ids: Vec<Id> = match conn {
        DbConnection::Sqlite(sqlite) => diesel::sql_query(format!(
            "SELECT id FROM difficulties WHERE NOT EXISTS (SELECT 1 FROM staff_search_docsize \
             WHERE staff_search_docsize.id = difficulties.id) LIMIT {COMPLAINTS_AT_MOST}"
        ))
        .load(sqlite)?,
        DbConnection::Postgres(postgres) => diesel::sql_query(format!(
            "SELECT id FROM difficulties WHERE NOT EXISTS (SELECT 1 FROM staff_search \
             WHERE staff_search.id = difficulties.id) LIMIT {COMPLAINTS_AT_MOST}"
        ))
        .load(postgres)?,
    };
    Ok(ids.into_iter().map(|row| row.id).collect())
}
