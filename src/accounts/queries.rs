//! Accounts as rows.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::Role;
use crate::db::DbConnection;
use crate::db::schema::{accounts, meta};
use crate::filers::phone::Phone;

/// An account: of the staff, of a filer, or of an association.
#[derive(Debug, Clone, Queryable)]
pub struct Account {
    pub id: i64,
    pub sign_in_name: String,
    pub display_name: String,
    pub role: Role,
    pub agency_id: Option<i64>,
    /// A PHC string; `None` until the one-time link was used.
    pub password_hash: Option<String>,
    pub failed_signins: i32,
    pub locked_until: Option<NaiveDateTime>,
    pub disabled_at: Option<NaiveDateTime>,
    pub created_at: NaiveDateTime,
    pub version: i32,
}

/// A sign-in name as it is kept: a telephone number with its country code, however it was typed;
/// anything else in lower case.
#[must_use]
pub fn sign_in_key(typed: &str) -> String {
    let typed = typed.trim();
    let is_number = !typed.contains(|letter: char| letter.is_alphabetic());
    let number = is_number.then(|| Phone::parse(typed).e164).flatten();
    number.unwrap_or_else(|| typed.to_lowercase())
}

/// The account of a sign-in name.
///
/// # Errors
/// When the database fails.
pub fn by_sign_in_name(conn: &mut DbConnection, name: &str) -> QueryResult<Option<Account>> {
    accounts::table
        .filter(accounts::sign_in_name.eq(sign_in_key(name)))
        .first(conn)
        .optional()
}

/// # Errors
/// `NotFound`, or when the database fails.
pub fn find(conn: &mut DbConnection, id: i64) -> QueryResult<Account> {
    accounts::table.find(id).first(conn)
}

/// Notes failures in a row, and until when the account must wait because of them.
///
/// # Errors
/// When the database fails.
pub fn set_failures(
    conn: &mut DbConnection,
    account_id: i64,
    failures: i32,
    locked_until: Option<NaiveDateTime>,
) -> QueryResult<()> {
    diesel::update(accounts::table.find(account_id))
        .set((
            accounts::failed_signins.eq(failures),
            accounts::locked_until.eq(locked_until),
        ))
        .execute(conn)
        .map(drop)
}

/// The row of `meta` that [`count_idle_try`] writes.
const IDLE_TRIES: &str = "idle_sign_ins";

/// Counts a try that changes no account: an unknown name, or one that must wait. So it costs one
/// durable row like any other, and its time does not tell.
///
/// # Errors
/// When the database fails.
pub fn count_idle_try(conn: &mut DbConnection) -> QueryResult<()> {
    let counted: Option<String> = meta::table
        .find(IDLE_TRIES)
        .select(meta::value)
        .first(conn)
        .optional()?;
    match counted {
        Some(text) => {
            let count = text.parse().unwrap_or(0_u64).saturating_add(1);
            diesel::update(meta::table.find(IDLE_TRIES))
                .set(meta::value.eq(count.to_string()))
                .execute(conn)
                .map(drop)
        }
        None => diesel::insert_into(meta::table)
            .values((meta::key.eq(IDLE_TRIES), meta::value.eq("1")))
            .execute(conn)
            .map(drop),
    }
}

/// Makes an account without a password; returns its id.
///
/// # Errors
/// A unique violation when the sign-in name is taken.
pub fn create(
    conn: &mut DbConnection,
    sign_in_name: &str,
    display_name: &str,
    role: Role,
    agency_id: Option<i64>,
    now: NaiveDateTime,
) -> QueryResult<i64> {
    diesel::insert_into(accounts::table)
        .values((
            accounts::sign_in_name.eq(sign_in_key(sign_in_name)),
            accounts::display_name.eq(display_name),
            accounts::role.eq(role),
            accounts::agency_id.eq(agency_id),
            accounts::created_at.eq(now),
        ))
        .returning(accounts::id)
        .get_result(conn)
}

/// Sets the password's hash and forgets failures.
///
/// # Errors
/// When the database fails.
pub fn set_password_hash(conn: &mut DbConnection, account_id: i64, hash: &str) -> QueryResult<()> {
    diesel::update(accounts::table.find(account_id))
        .set((
            accounts::password_hash.eq(hash),
            accounts::failed_signins.eq(0),
            accounts::locked_until.eq(None::<NaiveDateTime>),
            accounts::version.eq(accounts::version + 1),
        ))
        .execute(conn)
        .map(drop)
}

/// Display names of the accounts of one role in one agency, by id.
///
/// # Errors
/// When the database fails.
pub fn of_agency(
    conn: &mut DbConnection,
    agency_id: i64,
    role: Role,
) -> QueryResult<Vec<(i64, String)>> {
    accounts::table
        .filter(accounts::agency_id.eq(agency_id))
        .filter(accounts::role.eq(role))
        .filter(accounts::disabled_at.is_null())
        .select((accounts::id, accounts::display_name))
        .order(accounts::id)
        .load(conn)
}
