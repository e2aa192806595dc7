//! Accounts and what waits for a second person, as rows.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::actions::Kind;
use crate::accounts::Role;
use crate::accounts::queries::Account;
use crate::db::DbConnection;
use crate::db::schema::{account_requests, accounts, activation_links};

/// A request of one administrator.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Request {
    pub id: i64,
    pub account_id: i64,
    pub kind: Kind,
    pub role: Role,
    pub agency_id: Option<i64>,
    pub asked_by: i64,
    pub asked_at: NaiveDateTime,
}

type Columns = (
    account_requests::id,
    account_requests::account_id,
    account_requests::kind,
    account_requests::role,
    account_requests::agency_id,
    account_requests::asked_by,
    account_requests::asked_at,
);

const COLUMNS: Columns = (
    account_requests::id,
    account_requests::account_id,
    account_requests::kind,
    account_requests::role,
    account_requests::agency_id,
    account_requests::asked_by,
    account_requests::asked_at,
);

/// Every account of the staff.
///
/// # Errors
/// When the database fails.
pub(super) fn all(conn: &mut DbConnection) -> QueryResult<Vec<Account>> {
    accounts::table.order(accounts::id).load(conn)
}

/// What waits for a second person, the oldest first.
///
/// # Errors
/// When the database fails.
pub fn open_requests(conn: &mut DbConnection) -> QueryResult<Vec<Request>> {
    account_requests::table
        .filter(account_requests::settled_at.is_null())
        .order(account_requests::id)
        .select(COLUMNS)
        .load(conn)
}

pub(super) fn open_request(
    conn: &mut DbConnection,
    account_id: i64,
) -> QueryResult<Option<Request>> {
    account_requests::table
        .filter(account_requests::account_id.eq(account_id))
        .filter(account_requests::settled_at.is_null())
        .select(COLUMNS)
        .first(conn)
        .optional()
}

pub(super) fn ask(
    conn: &mut DbConnection,
    account_id: i64,
    kind: Kind,
    (role, agency_id): (Role, Option<i64>),
    (asked_by, asked_at): (i64, NaiveDateTime),
) -> QueryResult<()> {
    diesel::insert_into(account_requests::table)
        .values((
            account_requests::account_id.eq(account_id),
            account_requests::kind.eq(kind),
            account_requests::role.eq(role),
            account_requests::agency_id.eq(agency_id),
            account_requests::asked_by.eq(asked_by),
            account_requests::asked_at.eq(asked_at),
        ))
        .execute(conn)
        .map(drop)
}

pub(super) fn settle(
    conn: &mut DbConnection,
    request_id: i64,
    (by, at): (i64, NaiveDateTime),
    confirmed: bool,
) -> QueryResult<()> {
    diesel::update(account_requests::table.find(request_id))
        .set((
            account_requests::settled_at.eq(Some(at)),
            account_requests::settled_by.eq(Some(by)),
            account_requests::confirmed.eq(confirmed),
        ))
        .execute(conn)
        .map(drop)
}

/// Writes what may change of an account; false when somebody was faster.
pub(super) fn save(conn: &mut DbConnection, before: i32, account: &Account) -> QueryResult<bool> {
    let saved = diesel::update(
        accounts::table
            .find(account.id)
            .filter(accounts::version.eq(before)),
    )
    .set((
        accounts::display_name.eq(&account.display_name),
        accounts::role.eq(account.role),
        accounts::agency_id.eq(account.agency_id),
        accounts::disabled_at.eq(account.disabled_at),
        accounts::version.eq(before + 1),
    ))
    .execute(conn)?;
    Ok(saved == 1)
}

/// Links that were not used yet stop working.
pub(super) fn end_links(
    conn: &mut DbConnection,
    account_id: i64,
    now: NaiveDateTime,
) -> QueryResult<()> {
    diesel::update(
        activation_links::table
            .filter(activation_links::account_id.eq(account_id))
            .filter(activation_links::used_at.is_null()),
    )
    .set(activation_links::used_at.eq(Some(now)))
    .execute(conn)
    .map(drop)
}

/// How many other administrators could confirm what one asks for.
///
/// # Errors
/// When the database fails.
pub fn others_who_administer(conn: &mut DbConnection, but: i64) -> QueryResult<i64> {
    accounts::table
        .filter(accounts::role.eq(Role::Administrator))
        .filter(accounts::disabled_at.is_null())
        .filter(accounts::password_hash.is_not_null())
        .filter(accounts::id.ne(but))
        .count()
        .get_result(conn)
}
