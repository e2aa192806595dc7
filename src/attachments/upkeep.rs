//! What is done about files while nobody asks: those that wait for the scanner are shown to it
//! again, what was held for forms nobody will send is let go, and stored files without a row are
//! swept away.

use std::time::{Duration, SystemTime};

use actix_web::web;
use chrono::TimeDelta;

use super::clamd::Finding;
use super::files::{Files, OpenError};
use super::queries::{self, Scan};
use super::store::{Key, StoreError};
use crate::app::App;
use crate::db::{Db, DbError};
use crate::web::limits::FILE_GRACE;

/// How often.
const EVERY: Duration = Duration::from_secs(60);
/// Files shown to the scanner in one round.
const SCANS_A_ROUND: i64 = 20;
/// Rounds between two walks through the store, which costs a bucket a request for each thousand.
const ROUNDS_A_SWEEP: u32 = 60;
/// What was held for a message is let go after this long; a draft keeps its own as long as itself.
const HELD_HOURS: i64 = 24;

/// Why a round was cut short; the next one begins anew.
#[derive(Debug, thiserror::Error)]
pub enum UpkeepError {
    #[error(transparent)]
    Database(#[from] DbError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("{0}")]
    Stopped(String),
}

impl From<diesel::result::Error> for UpkeepError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Database(error.into())
    }
}

/// Goes on until the server stops.
pub async fn keep_up(app: web::Data<App>) {
    let mut rounds = 0_u32;
    loop {
        actix_web::rt::time::sleep(EVERY).await;
        if let Err(error) = scan_waiting(&app).await {
            tracing::warn!(%error, "files that wait for the scanner");
        }
        if rounds % ROUNDS_A_SWEEP == 0
            && let Err(error) = sweep(&app, SystemTime::now()).await
        {
            tracing::warn!(%error, "sweeping the store");
        }
        rounds = rounds.wrapping_add(1);
    }
}

/// Shows waiting files to the scanner again; returns how many it answered for.
///
/// # Errors
/// [`UpkeepError`]. A scanner that is still down is none.
pub async fn scan_waiting(app: &App) -> Result<usize, UpkeepError> {
    if app.files.scanner().is_none() {
        return Ok(0);
    }
    let waiting = app
        .db
        .read(|conn| Ok::<_, UpkeepError>(queries::waiting(conn, SCANS_A_ROUND)?))
        .await?;
    let mut answered = 0;
    for one in waiting {
        let (id, files) = (one.id, app.files.clone());
        let found = web::block(move || scan_again(&files, &one))
            .await
            .map_err(|error| UpkeepError::Stopped(error.to_string()))?;
        let scan = match found {
            Ok(scan) => scan,
            Err(error) => {
                tracing::warn!(%error, file = id, "a file still waits for the scanner");
                break;
            }
        };
        let now = app.clock.now();
        app.db
            .write(move |conn| Ok::<_, UpkeepError>(queries::set_scan(conn, id, scan, now)?))
            .await?;
        answered += 1;
    }
    Ok(answered)
}

fn scan_again(files: &Files, one: &queries::Attachment) -> Result<Scan, String> {
    let mut file = files
        .open_whole(one)
        .map_err(|error: OpenError| error.to_string())?;
    let scanner = files.scanner().ok_or("there is no scanner")?;
    match scanner.scan(&mut file).map_err(|error| error.to_string())? {
        Finding::Clean => Ok(Scan::Clean),
        Finding::Found(what) => {
            tracing::warn!(what, file = one.id, "the scanner found something");
            Ok(Scan::Found)
        }
    }
}

/// Lets go of what nobody will send, and removes stored files without a row that are older than
/// the grace at `now`; returns how many files went.
///
/// # Errors
/// [`UpkeepError`].
pub async fn sweep(app: &App, now: SystemTime) -> Result<usize, UpkeepError> {
    let before = app.clock.now() - TimeDelta::hours(HELD_HOURS);
    let let_go = app
        .db
        .write(move |conn| Ok::<_, UpkeepError>(queries::remove_forgotten(conn, before)?))
        .await?;
    let (db, files) = (app.db.clone(), app.files.clone());
    web::block(move || {
        let mut gone = let_go;
        gone.extend(strays(&db, &files, now)?);
        gone.iter().try_for_each(|key| files.store().remove(key))?;
        Ok(gone.len())
    })
    .await
    .map_err(|error| UpkeepError::Stopped(error.to_string()))?
}

/// Stored files without a row that are older than the grace.
fn strays(db: &Db, files: &Files, now: SystemTime) -> Result<Vec<Key>, UpkeepError> {
    const AT_ONCE: usize = 500;
    let mut old = Vec::new();
    files.store().walk(&mut |stored| {
        if now.duration_since(stored.changed_at).unwrap_or_default() > FILE_GRACE {
            old.push(stored.key);
        }
    })?;
    let mut strays = Vec::new();
    for some in old.chunks(AT_ONCE) {
        let known = db.read_blocking(|conn| Ok::<_, UpkeepError>(queries::known(conn, some)?))?;
        strays.extend(some.iter().filter(|key| !known.contains(key)).cloned());
    }
    Ok(strays)
}
