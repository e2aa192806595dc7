//! Opening a connection of either kind, with the settings durability rests on.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::r2d2::{ManageConnection, R2D2Connection};
use diesel::result::{DatabaseErrorKind, Error as DieselError};

use super::DbError;

/// One connection, SQLite or PostgreSQL.
#[derive(diesel::MultiConnection)]
pub enum DbConnection {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

/// Where the data lives: a file for SQLite, a `postgres://` URL for PostgreSQL.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    Sqlite(String),
    Postgres(String),
}

impl FromStr for DatabaseUrl {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            Ok(Self::Postgres(text.to_owned()))
        } else if text.is_empty() || text.contains("://") || text == ":memory:" {
            Err(format!(
                "`{text}` is neither a file name nor a postgres:// URL"
            ))
        } else {
            Ok(Self::Sqlite(text.to_owned()))
        }
    }
}

impl fmt::Display for DatabaseUrl {
    /// Without the password, so that it may be logged.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "SQLite {path}"),
            Self::Postgres(url) => match (url.split_once("://"), url.rsplit_once('@')) {
                (Some((scheme, _)), Some((_, rest))) => write!(f, "PostgreSQL {scheme}://…@{rest}"),
                _ => write!(f, "PostgreSQL {url}"),
            },
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// How long a connection waits for others to let go of what it needs.
pub const PATIENCE: Duration = Duration::from_secs(5);

/// Settings every SQLite connection starts with, in this order: waiting first, so that
/// switching to WAL waits for another process instead of failing.
fn sqlite_settings(read_only: bool, patience: Duration) -> String {
    let wait = patience.as_millis();
    let query_only = if read_only {
        "PRAGMA query_only=ON;"
    } else {
        ""
    };
    format!(
        "PRAGMA busy_timeout={wait}; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; \
         PRAGMA trusted_schema=OFF; PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY; \
         PRAGMA cache_size=-6000; {query_only}"
    )
}

/// Opens one connection with its settings, for the pool or for the writer.
pub(super) fn open(
    url: &DatabaseUrl,
    read_only: bool,
    patience: Duration,
) -> Result<DbConnection, DbError> {
    match url {
        DatabaseUrl::Sqlite(path) => {
            let mut conn = SqliteConnection::establish(path)
                .map_err(|error| DbError::Unavailable(format!("{path}: {error}")))?;
            conn.batch_execute(&sqlite_settings(read_only, patience))?;
            Ok(DbConnection::Sqlite(conn))
        }
        DatabaseUrl::Postgres(text) => {
            let mut conn = PgConnection::establish(text)
                .map_err(|error| DbError::Unavailable(error.to_string()))?;
            conn.batch_execute(&format!(
                "SET TIME ZONE 'UTC'; SET lock_timeout = {}; SET statement_timeout = '30s'",
                patience.as_millis()
            ))?;
            Ok(DbConnection::Postgres(conn))
        }
    }
}

#[derive(QueryableByName)]
struct Setting {
    #[diesel(sql_type = diesel::sql_types::Text)]
    value: String,
}

/// Opens the database once before anything else, and refuses one that could lose what it
/// acknowledged or that is damaged.
pub(super) fn open_checked(url: &DatabaseUrl) -> Result<DbConnection, DbError> {
    let mut conn = open(url, false, PATIENCE)
        .map_err(|error| DbError::Refused(format!("cannot open {url}: {error}")))?;
    match &mut conn {
        DbConnection::Sqlite(sqlite) => check_sqlite(sqlite, url)?,
        DbConnection::Postgres(postgres) => check_postgres(postgres, url)?,
    }
    Ok(conn)
}

fn check_sqlite(conn: &mut SqliteConnection, url: &DatabaseUrl) -> Result<(), DbError> {
    let damaged = |error: DieselError| {
        DbError::Refused(format!("{url} is damaged or not a database: {error}"))
    };
    conn.batch_execute("PRAGMA journal_mode=WAL")
        .map_err(damaged)?;
    let mode = diesel::sql_query("SELECT journal_mode AS value FROM pragma_journal_mode")
        .get_result::<Setting>(conn)
        .map_err(damaged)?
        .value;
    if mode != "wal" {
        return Err(DbError::Refused(format!(
            "{url}: journal_mode is {mode}, needs wal; the file system may not allow shared memory"
        )));
    }
    // Checks the structure of every page the schema reaches, not every index entry: seconds at a
    // million rows, and done in full by `doithoai check`.
    let state = diesel::sql_query("SELECT group_concat(name) AS value FROM sqlite_schema")
        .get_result::<MaybeSetting>(conn)
        .map_err(damaged)?;
    drop(state);
    Ok(())
}

#[derive(QueryableByName)]
struct MaybeSetting {
    #[diesel(sql_type = diesel::sql_types::Nullable<diesel::sql_types::Text>)]
    #[allow(dead_code, reason = "reading it is the check")]
    value: Option<String>,
}

fn check_postgres(conn: &mut PgConnection, url: &DatabaseUrl) -> Result<(), DbError> {
    for setting in ["fsync", "full_page_writes", "synchronous_commit"] {
        let value = diesel::sql_query(format!("SELECT current_setting('{setting}') AS value"))
            .get_result::<Setting>(conn)?
            .value;
        if value == "off" {
            return Err(DbError::Refused(format!(
                "{url}: {setting} is off: what was acknowledged could be lost"
            )));
        }
    }
    let encoding = diesel::sql_query("SELECT current_setting('server_encoding') AS value")
        .get_result::<Setting>(conn)?
        .value;
    if encoding != "UTF8" {
        return Err(DbError::Refused(format!(
            "{url}: the encoding is {encoding}, needs UTF8"
        )));
    }
    Ok(())
}

/// Whether an error means "not now" rather than "wrong".
pub(super) fn is_unavailable(error: &DieselError) -> bool {
    match error {
        DieselError::DatabaseError(
            DatabaseErrorKind::ClosedConnection
            | DatabaseErrorKind::ReadOnlyTransaction
            | DatabaseErrorKind::SerializationFailure,
            _,
        )
        | DieselError::BrokenTransactionManager => true,
        DieselError::DatabaseError(_, info) => {
            let message = info.message();
            [
                "database is locked",
                "database or disk is full",
                "disk I/O error",
                "readonly database",
                "unable to open database file",
                "No space left",
                "lock timeout",
                "server closed the connection",
                "no connection to the server",
                "terminating connection",
                "statement timeout",
            ]
            .iter()
            .any(|known| message.contains(known))
        }
        _ => false,
    }
}

/// Makes connections for the pool of readers.
pub struct Connector {
    url: DatabaseUrl,
    patience: Duration,
}

impl Connector {
    pub(super) fn reader(url: DatabaseUrl, patience: Duration) -> Self {
        Self { url, patience }
    }
}

impl ManageConnection for Connector {
    type Connection = DbConnection;
    type Error = DbError;

    fn connect(&self) -> Result<DbConnection, DbError> {
        open(&self.url, true, self.patience)
    }

    fn is_valid(&self, conn: &mut DbConnection) -> Result<(), DbError> {
        // A file cannot go away while it is open; asking would cost every read a query.
        match conn {
            DbConnection::Sqlite(_) => Ok(()),
            DbConnection::Postgres(postgres) => postgres.ping().map_err(DbError::from),
        }
    }

    fn has_broken(&self, conn: &mut DbConnection) -> bool {
        match conn {
            DbConnection::Sqlite(sqlite) => sqlite.is_broken(),
            DbConnection::Postgres(postgres) => postgres.is_broken(),
        }
    }
}
