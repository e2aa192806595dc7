//! What has ended and is nobody's record: drafts nobody sent, sheets as they came, logins
//! and one-time links.

use crate::accounts::{activation, logins};
use crate::app::App;
use crate::imports::queries as imports;
use crate::submissions::drafts;
use crate::web::AppError;

/// Lets go of drafts that were kept long enough; returns how many. Their files go with the next
/// sweep of the store.
///
/// # Errors
/// When the database fails.
pub async fn sweep_drafts(app: &App) -> Result<usize, AppError> {
    let now = app.clock.now();
    app.db
        .write(move |conn| Ok(drafts::delete_expired(conn, now)?))
        .await
}

/// Lets go of sheets that were kept long enough; returns how many. What was filed from them stays.
///
/// # Errors
/// When the database fails.
pub async fn sweep_imports(app: &App) -> Result<usize, AppError> {
    let now = app.clock.now();
    app.db
        .write(move |conn| Ok(imports::delete_expired(conn, now)?))
        .await
}

/// Lets go of logins and one-time links that ended a while ago; returns how many.
///
/// # Errors
/// When the database fails.
pub async fn sweep_logins(app: &App) -> Result<usize, AppError> {
    let now = app.clock.now();
    app.db
        .write(move |conn| {
            let before = now - chrono::TimeDelta::days(logins::KEPT_AFTER_END_DAYS);
            let gone = logins::delete_ended(conn, before)?;
            Ok(gone + activation::delete_ended(conn, before)?)
        })
        .await
}
