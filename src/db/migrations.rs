//! The schema this program brings, and whether a database has it.

use diesel::connection::SimpleConnection;
use diesel::migration::{Migration, MigrationSource};
use diesel::prelude::*;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::{DbConnection, DbError};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// Names of migrations by whether they ran in this database.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct MigrationState {
    pub applied: Vec<String>,
    pub waiting: Vec<String>,
    /// Ran here, unknown to this program: the database is newer.
    pub unknown: Vec<String>,
}

pub(super) fn state(conn: &mut DbConnection) -> Result<MigrationState, DbError> {
    let mut known = known(conn)?;
    known.sort();
    let ran = applied(conn)?;
    let (applied, unknown): (Vec<String>, Vec<String>) =
        ran.into_iter().partition(|name| known.contains(name));
    let waiting = known
        .into_iter()
        .filter(|name| !applied.iter().any(|ran| ran == name))
        .collect();
    Ok(MigrationState {
        applied,
        waiting,
        unknown,
    })
}

fn known(conn: &DbConnection) -> Result<Vec<String>, DbError> {
    fn names<DB: diesel::backend::Backend>(
        source: &EmbeddedMigrations,
    ) -> Result<Vec<String>, DbError> {
        let migrations: Vec<Box<dyn Migration<DB>>> = source
            .migrations()
            .map_err(|error| DbError::Refused(error.to_string()))?;
        Ok(migrations
            .iter()
            .map(|migration| migration.name().version().to_string())
            .collect())
    }
    match conn {
        DbConnection::Sqlite(_) => names::<diesel::sqlite::Sqlite>(&SQLITE),
        DbConnection::Postgres(_) => names::<diesel::pg::Pg>(&POSTGRES),
    }
}

#[derive(QueryableByName)]
struct Version {
    #[diesel(sql_type = diesel::sql_types::Text)]
    version: String,
}

fn applied(conn: &mut DbConnection) -> Result<Vec<String>, DbError> {
    const LIST: &str = "SELECT version FROM __diesel_schema_migrations ORDER BY version";
    let rows = match conn {
        DbConnection::Sqlite(sqlite) => {
            sqlite.batch_execute(TABLE)?;
            diesel::sql_query(LIST).load::<Version>(sqlite)?
        }
        DbConnection::Postgres(postgres) => {
            postgres.batch_execute(TABLE)?;
            diesel::sql_query(LIST).load::<Version>(postgres)?
        }
    };
    Ok(rows.into_iter().map(|row| row.version).collect())
}

const TABLE: &str = "CREATE TABLE IF NOT EXISTS __diesel_schema_migrations (\
    version VARCHAR(50) PRIMARY KEY NOT NULL, run_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP)";

pub(super) fn require_current(conn: &mut DbConnection) -> Result<(), DbError> {
    let state = state(conn)?;
    refuse_newer(&state)?;
    match state.waiting.as_slice() {
        [] => Ok(()),
        waiting => Err(DbError::Refused(format!(
            "the database needs `doithoai migrate` first ({} migration(s) waiting)",
            waiting.len()
        ))),
    }
}

fn refuse_newer(state: &MigrationState) -> Result<(), DbError> {
    if state.unknown.is_empty() {
        return Ok(());
    }
    Err(DbError::Refused(format!(
        "the database is newer than this program (it has {}): use the newer program, or restore a backup",
        state.unknown.join(", ")
    )))
}

pub(super) fn run(conn: &mut DbConnection) -> Result<Vec<String>, DbError> {
    let before = state(conn)?;
    refuse_newer(&before)?;
    let failed = |error: Box<dyn std::error::Error + Send + Sync>| {
        DbError::Refused(format!(
            "a migration failed, nothing of it was kept: {error}"
        ))
    };
    match conn {
        DbConnection::Sqlite(sqlite) => {
            sqlite.run_pending_migrations(SQLITE).map_err(failed)?;
        }
        DbConnection::Postgres(postgres) => {
            postgres.run_pending_migrations(POSTGRES).map_err(failed)?;
        }
    }
    Ok(before.waiting)
}
