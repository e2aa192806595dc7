//! One-time links: whoever is given one sets the password of its account, once, in time. Only
//! the hash of a link's token is kept.

use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;

use super::queries;
use crate::db::DbConnection;
use crate::db::schema::activation_links;
use crate::web::secret::{random_token, token_hash};

/// A link is good for this long.
pub const VALID_HOURS: i64 = 48;

/// Makes a link for an account; returns its token, which nothing keeps. Earlier links of the
/// account end, so that only the newest works.
///
/// # Errors
/// When the database fails.
pub fn issue(conn: &mut DbConnection, account_id: i64, now: NaiveDateTime) -> QueryResult<String> {
    diesel::update(
        activation_links::table
            .filter(activation_links::account_id.eq(account_id))
            .filter(activation_links::used_at.is_null()),
    )
    .set(activation_links::used_at.eq(Some(now)))
    .execute(conn)?;
    let token = random_token();
    diesel::insert_into(activation_links::table)
        .values((
            activation_links::token_hash.eq(token_hash(&token)),
            activation_links::account_id.eq(account_id),
            activation_links::expires_at.eq(now + TimeDelta::hours(VALID_HOURS)),
        ))
        .execute(conn)?;
    Ok(token)
}

/// Where a link leads.
#[must_use]
pub fn path(token: &str) -> String {
    format!("/kich-hoat/{token}")
}

/// The account a link is for; `None` when it was used, is too old, or never was.
///
/// # Errors
/// When the database fails.
pub fn account_of(
    conn: &mut DbConnection,
    token: &str,
    now: NaiveDateTime,
) -> QueryResult<Option<i64>> {
    activation_links::table
        .filter(activation_links::token_hash.eq(token_hash(token)))
        .filter(activation_links::used_at.is_null())
        .filter(activation_links::expires_at.gt(now))
        .select(activation_links::account_id)
        .first(conn)
        .optional()
}

/// Uses a link up: its account has the password of `password_hash` from now on. `None` when the
/// link does not work, and then nothing was changed.
///
/// # Errors
/// When the database fails.
pub fn redeem(
    conn: &mut DbConnection,
    token: &str,
    password_hash: &str,
    now: NaiveDateTime,
) -> QueryResult<Option<i64>> {
    let Some(account_id) = account_of(conn, token, now)? else {
        return Ok(None);
    };
    diesel::update(activation_links::table.find(token_hash(token)))
        .set(activation_links::used_at.eq(Some(now)))
        .execute(conn)?;
    queries::set_password_hash(conn, account_id, password_hash)?;
    Ok(Some(account_id))
}
