//! Signing in. Whoever is refused learns nothing: an unknown name, a wrong password, a disabled
//! account, one without a password and one that must wait get one answer after the same work: a
//! hash is computed and a row is written each time.

use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;

use super::{logins, passwords, queries};
use crate::db::DbConnection;
use crate::web::limits::FAILURES_BEFORE_DELAY;
use crate::web::{AppError, Ctx};

/// The wait after the tenth failure; each further one doubles it.
const FIRST_DELAY_SECONDS: i64 = 30;
/// The longest wait.
const LONGEST_DELAY_SECONDS: i64 = 15 * 60;

/// Checks name and password and begins a login; returns the token for its cookie, or `None`
/// when refused. A login this browser already had ends with it.
///
/// # Errors
/// [`AppError::TooMany`] when the address tries too often; or when the database fails.
pub async fn sign_in(ctx: &Ctx, name: &str, password: &str) -> Result<Option<String>, AppError> {
    ctx.app.limits.sign_in(ctx.visit.address)?;
    let now = ctx.now();
    let Some(account_id) = check(ctx, name.to_owned(), password.to_owned()).await? else {
        tracing::info!(address = %ctx.visit.address, "a sign-in was refused");
        return Ok(None);
    };
    let former = ctx.visit.staff.as_ref().map(|seen| seen.token.clone());
    let token = ctx
        .app
        .db
        .write(move |conn| {
            if let Some(token) = former {
                logins::end_by_token(conn, &token, now)?;
            }
            logins::begin_staff(conn, account_id, now).map_err(AppError::from)
        })
        .await?;
    tracing::info!(account_id, address = %ctx.visit.address, "signed in");
    Ok(Some(token))
}

/// The account of a name if the password is its own and it may sign in now. Counts failures.
///
/// # Errors
/// When the database fails.
pub async fn check(ctx: &Ctx, name: String, password: String) -> Result<Option<i64>, AppError> {
    let now = ctx.now();
    let looked_up = name.clone();
    let phc = ctx
        .app
        .db
        .read(move |conn| {
            let account = queries::by_sign_in_name(conn, &looked_up)?;
            Ok::<_, AppError>(account.and_then(|account| account.password_hash))
        })
        .await?;
    let fits = passwords::fits_in_turn(password, phc.clone()).await;
    ctx.app
        .db
        .write(move |conn| settle(conn, &name, phc.as_deref(), fits, now).map_err(AppError::from))
        .await
}

/// Whether a password typed again by somebody signed in is their own. Counted like a sign-in, or
/// a browser left open would be a place to guess at leisure.
///
/// # Errors
/// [`AppError::SignInNeeded`] for nobody, [`AppError::TooMany`] when the address tries too often;
/// or when the database fails.
pub async fn is_own_password(ctx: &Ctx, password: String) -> Result<bool, AppError> {
    let account_id = ctx.actor.staff().ok_or(AppError::SignInNeeded)?.account_id;
    ctx.app.limits.sign_in(ctx.visit.address)?;
    let name = ctx
        .app
        .db
        .read(move |conn| queries::find(conn, account_id).map_err(AppError::from))
        .await?
        .sign_in_name;
    Ok(check(ctx, name, password).await?.is_some())
}

/// Decides on the account as it is now, which may not be as it was before the hash was computed:
/// other tries may have failed meanwhile, or the password may have been changed.
fn settle(
    conn: &mut DbConnection,
    name: &str,
    checked: Option<&str>,
    fits: bool,
    now: NaiveDateTime,
) -> QueryResult<Option<i64>> {
    let Some(account) = queries::by_sign_in_name(conn, name)? else {
        queries::count_idle_try(conn)?;
        return Ok(None);
    };
    if account.locked_until.is_some_and(|until| now < until) {
        // Tries while waiting count for nothing, or anybody could keep somebody out for good.
        queries::count_idle_try(conn)?;
        return Ok(None);
    }
    let is_good =
        fits && account.disabled_at.is_none() && account.password_hash.as_deref() == checked;
    if is_good {
        queries::set_failures(conn, account.id, 0, None)?;
        return Ok(Some(account.id));
    }
    let failures = account.failed_signins.saturating_add(1);
    let until = delay_seconds(failures).map(|seconds| now + TimeDelta::seconds(seconds));
    queries::set_failures(conn, account.id, failures, until)?;
    Ok(None)
}

/// How long the account must wait after so many failures in a row.
fn delay_seconds(failures: i32) -> Option<i64> {
    let doublings = u32::try_from(failures.checked_sub(FAILURES_BEFORE_DELAY)?).ok()?;
    let seconds = 2_i64
        .checked_pow(doublings)
        .and_then(|times| times.checked_mul(FIRST_DELAY_SECONDS))
        .unwrap_or(LONGEST_DELAY_SECONDS);
    Some(seconds.min(LONGEST_DELAY_SECONDS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_doubles_up_to_a_quarter_of_an_hour() {
        let waits: Vec<_> = (9..=16).map(delay_seconds).collect();
        let expected = [
            None,
            Some(30),
            Some(60),
            Some(120),
            Some(240),
            Some(480),
            Some(900),
            Some(900),
        ];
        assert_eq!(waits, expected);
        assert_eq!(delay_seconds(i32::MAX), Some(900));
        assert_eq!(delay_seconds(0), None);
    }
}
