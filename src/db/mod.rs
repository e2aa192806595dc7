//! The only place that knows which database runs.
//!
//! Everything else writes its queries once, against [`DbConnection`], which is SQLite or
//! PostgreSQL. Reads come from a pool; writes go through one writer ([`writer`]) that commits
//! what is waiting together, so that an acknowledged write is durable and rules that look
//! before they leap (chains, numbers, totals) never race.

pub mod bulk;
mod connect;
mod health;
pub mod integrity;
mod migrations;
pub mod schema;
pub mod search;
mod writer;

pub use connect::{DatabaseUrl, DbConnection, MultiBackend};
pub use health::is_ready;
pub use migrations::MigrationState;

use std::sync::Arc;
use std::time::Duration;

use diesel::r2d2::{Pool, PooledConnection};

use connect::{Connector, PATIENCE};
use writer::{Company, Writer};

/// Why the database could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// Locked, full, gone or refusing work: nothing was saved, reading may still work.
    #[error("the database is not available: {0}")]
    Unavailable(String),
    /// A query that should not fail did.
    #[error("query: {0}")]
    Query(diesel::result::Error),
    /// Start-up refused this database.
    #[error("{0}")]
    Refused(String),
}

impl From<diesel::result::Error> for DbError {
    fn from(error: diesel::result::Error) -> Self {
        if connect::is_unavailable(&error) {
            Self::Unavailable(error.to_string())
        } else {
            Self::Query(error)
        }
    }
}

/// Handle to the database: cheap to clone, shared by every worker.
#[derive(Clone)]
pub struct Db {
    readers: Pool<Connector>,
    writer: Arc<Writer>,
    url: DatabaseUrl,
}

impl Db {
    /// Opens the database, checks its durability settings and version, and starts the writer.
    ///
    /// # Errors
    /// [`DbError::Refused`] with one clear line when the settings are weaker than durable, the
    /// file is damaged, or the schema is newer than this program or not yet migrated.
    pub fn open(url: &DatabaseUrl, readers: u32) -> Result<Self, DbError> {
        Self::open_with_patience(url, readers, PATIENCE)
    }

    /// As [`Db::open`], with connections that wait for others only so long.
    ///
    /// # Errors
    /// As [`Db::open`].
    pub fn open_with_patience(
        url: &DatabaseUrl,
        readers: u32,
        patience: Duration,
    ) -> Result<Self, DbError> {
        let mut first = connect::open_checked(url)?;
        migrations::require_current(&mut first)?;
        drop(first);
        Self::start(url, readers, patience)
    }

    /// Brings the schema up to date, then opens it.
    ///
    /// # Errors
    /// As [`Db::open`]; and when a migration fails, which leaves the schema as it was.
    pub fn migrate_and_open(url: &DatabaseUrl, readers: u32) -> Result<Self, DbError> {
        migrate(url)?;
        Self::open(url, readers)
    }

    fn start(url: &DatabaseUrl, readers: u32, patience: Duration) -> Result<Self, DbError> {
        let pool = Pool::builder()
            .max_size(readers)
            .min_idle(Some(1))
            .connection_timeout(patience)
            .build(Connector::reader(url.clone(), patience))
            .map_err(|error| DbError::Refused(error.to_string()))?;
        Ok(Self {
            readers: pool,
            writer: Arc::new(Writer::start(url.clone(), patience)?),
            url: url.clone(),
        })
    }

    /// Runs `work` on a reading connection, away from the threads that answer requests.
    ///
    /// # Errors
    /// What `work` returns; or [`DbError::Unavailable`] when no connection could be had in 5 s.
    pub async fn read<T, E>(
        &self,
        work: impl FnOnce(&mut DbConnection) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        let readers = self.readers.clone();
        actix_web::web::block(move || {
            let mut conn = get(&readers)?;
            work(&mut conn)
        })
        .await
        .unwrap_or_else(|_| Err(DbError::Unavailable("the reading thread stopped".into()).into()))
    }

    /// Runs `work` as one transaction of its own on the writer and waits until it is durable.
    /// An error from `work` rolls back just this work.
    ///
    /// # Errors
    /// What `work` returns; or [`DbError::Unavailable`]: then nothing was saved.
    pub async fn write<T, E>(
        &self,
        work: impl FnOnce(&mut DbConnection) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        self.writer.run(work).await
    }

    /// The same as [`Db::write`] for commands, which have nobody else to serve meanwhile.
    ///
    /// # Errors
    /// As [`Db::write`].
    pub fn write_blocking<T, E>(
        &self,
        work: impl FnOnce(&mut DbConnection) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        self.writer.run_blocking(Company::Others, work)
    }

    /// The same as [`Db::write_blocking`] for a write of very many rows, which is committed with
    /// no other.
    ///
    /// # Errors
    /// As [`Db::write`].
    pub fn write_alone_blocking<T, E>(
        &self,
        work: impl FnOnce(&mut DbConnection) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        self.writer.run_blocking(Company::Alone, work)
    }

    /// The same as [`Db::read`] for commands.
    ///
    /// # Errors
    /// As [`Db::read`].
    pub fn read_blocking<T, E: From<DbError>>(
        &self,
        work: impl FnOnce(&mut DbConnection) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut conn = get(&self.readers)?;
        work(&mut conn)
    }

    #[must_use]
    pub fn url(&self) -> &DatabaseUrl {
        &self.url
    }
}

/// Runs the migrations this program brings; returns the names of those it ran.
///
/// # Errors
/// [`DbError::Refused`] when the database is newer than this program or a migration fails.
pub fn migrate(url: &DatabaseUrl) -> Result<Vec<String>, DbError> {
    let mut conn = connect::open_checked(url)?;
    migrations::run(&mut conn)
}

/// Which migrations ran and which wait.
///
/// # Errors
/// When the database cannot be read.
pub fn migration_state(url: &DatabaseUrl) -> Result<MigrationState, DbError> {
    migrations::state(&mut connect::open_checked(url)?)
}

fn get(readers: &Pool<Connector>) -> Result<PooledConnection<Connector>, DbError> {
    readers
        .get()
        .map_err(|error| DbError::Unavailable(error.to_string()))
}
