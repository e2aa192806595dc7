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

/// Deletes links that ended before an instant; returns how many. For the timer.
///
/// # Errors
/// When the database fails.
pub fn delete_ended(conn: &mut DbConnection, before: NaiveDateTime) -> QueryResult<usize> {
    diesel::delete(activation_links::table.filter(activation_links::expires_at.lt(before)))
        .execute(conn)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::Role;
    use crate::db::{DatabaseUrl, Db, DbError};

    #[test]
    fn a_link_works_once_in_time_and_only_the_newest() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("links.db");
        let url = DatabaseUrl::Sqlite(path.to_str().unwrap().to_owned());
        let db = Db::migrate_and_open(&url, 1).unwrap();
        let now = crate::demo::begins_at();
        let late = now + TimeDelta::hours(VALID_HOURS);
        db.write_blocking(move |conn| {
            let id = queries::create(conn, "quan-tri", "Q", Role::Administrator, None, now)?;
            let older = issue(conn, id, now)?;
            let newest = issue(conn, id, now)?;
            assert_eq!(redeem(conn, &older, "hash", now)?, None, "not the newest");
            assert_eq!(redeem(conn, &newest, "hash", late)?, None, "too late");
            assert_eq!(redeem(conn, "quan-tri", "hash", now)?, None, "no link");
            assert_eq!(redeem(conn, &newest, "hash", now)?, Some(id));
            assert_eq!(redeem(conn, &newest, "other", now)?, None, "used");
            let account = queries::by_sign_in_name(conn, "quan-tri")?;
            assert_eq!(account.unwrap().password_hash.as_deref(), Some("hash"));
            Ok::<_, DbError>(())
        })
        .unwrap();
    }
}
