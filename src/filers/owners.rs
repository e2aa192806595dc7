//! In whose account a submission stands: that of whoever filed it signed in, or took it in
//! afterwards with its look-up code. One submission stands in one account.

use chrono::NaiveDateTime;
use diesel::dsl::auto_type;
use diesel::prelude::*;
use serde_json::json;

use crate::db::DbConnection;
use crate::db::schema::{draft_owners, submission_owners};
use crate::difficulties::actions::{ActError, Doer};
use crate::difficulties::{aside, queries};

/// The event of taking something into one's account.
pub const TAKE_IN: &str = "take_into_account";

/// The submissions of an account, for a query over what it may see.
#[auto_type(no_type_alias)]
pub fn submissions_of(account_id: i64) -> _ {
    submission_owners::table
        .filter(submission_owners::account_id.eq(account_id))
        .select(submission_owners::submission_id)
}

/// The account a submission stands in.
///
/// # Errors
/// When the database fails.
pub fn of_submission(conn: &mut DbConnection, submission_id: i64) -> QueryResult<Option<i64>> {
    submission_owners::table
        .find(submission_id)
        .select(submission_owners::account_id)
        .first(conn)
        .optional()
}

/// Puts what was just filed into the account that filed it.
///
/// # Errors
/// When the database fails.
pub fn own(
    conn: &mut DbConnection,
    submission_id: i64,
    account_id: i64,
    now: NaiveDateTime,
) -> QueryResult<()> {
    if of_submission(conn, submission_id)?.is_some() {
        return Ok(());
    }
    diesel::insert_into(submission_owners::table)
        .values((
            submission_owners::submission_id.eq(submission_id),
            submission_owners::account_id.eq(account_id),
            submission_owners::since.eq(now),
        ))
        .execute(conn)
        .map(drop)
}

/// What taking in came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    Done,
    /// It was there already.
    WasThere,
    /// It stands in somebody else's account.
    IsAnothers,
}

/// Takes an earlier submission into an account. Whoever calls has seen its look-up code and
/// contact, or that this browser opened it with them.
///
/// # Errors
/// When the database fails.
pub fn take_in(
    conn: &mut DbConnection,
    doer: &Doer,
    submission_id: i64,
    account_id: i64,
    now: NaiveDateTime,
) -> Result<Taken, ActError> {
    match of_submission(conn, submission_id)? {
        Some(owner) if owner == account_id => return Ok(Taken::WasThere),
        Some(_) => return Ok(Taken::IsAnothers),
        None => {}
    }
    own(conn, submission_id, account_id, now)?;
    if let Some(first) = queries::of_submission(conn, submission_id)?.first() {
        aside::record(conn, doer, first, (TAKE_IN, ""), &json!({}), now)?;
    }
    Ok(Taken::Done)
}

/// Lets an account find a draft again on every machine.
///
/// # Errors
/// When the database fails.
pub fn own_draft(conn: &mut DbConnection, form_token: &str, account_id: i64) -> QueryResult<()> {
    let owned: i64 = draft_owners::table
        .find(form_token)
        .count()
        .get_result(conn)?;
    if owned > 0 {
        return Ok(());
    }
    diesel::insert_into(draft_owners::table)
        .values((
            draft_owners::form_token.eq(form_token),
            draft_owners::account_id.eq(account_id),
        ))
        .execute(conn)
        .map(drop)
}

/// The forms whose drafts an account wrote.
///
/// # Errors
/// When the database fails.
pub fn drafts_of(conn: &mut DbConnection, account_id: i64) -> QueryResult<Vec<String>> {
    draft_owners::table
        .filter(draft_owners::account_id.eq(account_id))
        .select(draft_owners::form_token)
        .load(conn)
}
