//! A signed-in browser is a login: a row with the hash of its token, an end, and an owner, which
//! is an account or one submission.

use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;

use super::{Actor, FilerLogin, Member, Role, Staff};
use crate::app::App;
use crate::db::DbConnection;
use crate::db::schema::{accounts, agencies, logins};
use crate::web::AppError;
use crate::web::secret::{random_token, token_hash};
use crate::web::visit::Visit;

/// A staff login ends after this long, used or not (permissions.md, limits).
const STAFF_HOURS: i64 = 12;
/// A filer's login ends after this long, by password or by look-up code.
const FILER_HOURS: i64 = 24;

/// An ended login is kept this long, to be told apart from one that never was.
pub const KEPT_AFTER_END_DAYS: i64 = 30;

/// Who the visit is by. Rights are read at every request: a disabled account or an ended login
/// is nobody from the next one on.
///
/// # Errors
/// When the database fails.
pub async fn who(app: &App, visit: &Visit) -> Result<Actor, AppError> {
    let live = |seen: &Option<crate::web::visit::SeenToken>| {
        seen.as_ref()
            .filter(|seen| !seen.is_idle)
            .map(|seen| token_hash(&seen.token))
    };
    let (staff, filer) = (live(&visit.staff), live(&visit.filer));
    let member = live(&visit.member);
    if staff.is_none() && member.is_none() && filer.is_none() {
        return Ok(Actor::default());
    }
    let now = app.clock.now();
    app.db
        .read(move |conn| {
            let staff = staff
                .map(|hash| account_of(conn, &hash, now))
                .transpose()?
                .flatten()
                .filter(|account| !account.role.is_public());
            // One browser is one account: who came to work is not also a filer here.
            let member = member
                .filter(|_| staff.is_none())
                .map(|hash| account_of(conn, &hash, now))
                .transpose()?
                .flatten()
                .filter(|account| account.role.is_public())
                .map(|account| Member {
                    account_id: account.account_id,
                    login_id: account.login_id,
                    display_name: account.display_name,
                    role: account.role,
                    today: crate::dates::local_date(now),
                });
            let filer = filer
                .map(|hash| filer_of(conn, &hash, now))
                .transpose()?
                .flatten();
            Ok(Actor {
                staff,
                member,
                filer,
            })
        })
        .await
}

type StaffRow = (
    i64,
    i64,
    String,
    Role,
    Option<i64>,
    Option<String>,
    Option<String>,
);

fn account_of(
    conn: &mut DbConnection,
    hash: &[u8],
    now: NaiveDateTime,
) -> QueryResult<Option<Staff>> {
    let row: Option<StaffRow> = logins::table
        .inner_join(accounts::table.on(logins::account_id.eq(accounts::id.nullable())))
        .left_join(agencies::table.on(accounts::agency_id.eq(agencies::id.nullable())))
        .filter(logins::token_hash.eq(hash))
        .filter(logins::ended_at.is_null())
        .filter(logins::expires_at.gt(now))
        .filter(accounts::disabled_at.is_null())
        .select((
            accounts::id,
            logins::id,
            accounts::display_name,
            accounts::role,
            accounts::agency_id,
            agencies::name_vi.nullable(),
            agencies::name_en.nullable(),
        ))
        .first(conn)
        .optional()?;
    Ok(row.map(
        |(account_id, login_id, display_name, role, agency_id, agency_vi, agency_en)| Staff {
            account_id,
            login_id,
            display_name,
            role,
            agency_id,
            agency_vi,
            agency_en,
        },
    ))
}

fn filer_of(
    conn: &mut DbConnection,
    hash: &[u8],
    now: NaiveDateTime,
) -> QueryResult<Option<FilerLogin>> {
    let row: Option<(i64, Option<i64>)> = logins::table
        .filter(logins::token_hash.eq(hash))
        .filter(logins::ended_at.is_null())
        .filter(logins::expires_at.gt(now))
        .filter(logins::submission_id.is_not_null())
        .select((logins::id, logins::submission_id))
        .first(conn)
        .optional()?;
    Ok(row.and_then(|(login_id, submission_id)| {
        Some(FilerLogin {
            login_id,
            submission_id: submission_id?,
        })
    }))
}

/// Signs an account in; returns the token for its cookie.
///
/// # Errors
/// When the database fails.
pub fn begin_staff(
    conn: &mut DbConnection,
    account_id: i64,
    now: NaiveDateTime,
) -> QueryResult<String> {
    begin(conn, Some(account_id), None, now, STAFF_HOURS)
}

/// Signs a filer's or an association's account in; returns the token for its cookie.
///
/// # Errors
/// When the database fails.
pub fn begin_member(
    conn: &mut DbConnection,
    account_id: i64,
    now: NaiveDateTime,
) -> QueryResult<String> {
    begin(conn, Some(account_id), None, now, FILER_HOURS)
}

/// Opens one submission for a browser; returns the token for its cookie.
///
/// # Errors
/// When the database fails.
pub fn begin_filer(
    conn: &mut DbConnection,
    submission_id: i64,
    now: NaiveDateTime,
) -> QueryResult<String> {
    begin(conn, None, Some(submission_id), now, FILER_HOURS)
}

fn begin(
    conn: &mut DbConnection,
    account_id: Option<i64>,
    submission_id: Option<i64>,
    now: NaiveDateTime,
    hours: i64,
) -> QueryResult<String> {
    let token = random_token();
    diesel::insert_into(logins::table)
        .values((
            logins::token_hash.eq(token_hash(&token)),
            logins::account_id.eq(account_id),
            logins::submission_id.eq(submission_id),
            logins::created_at.eq(now),
            logins::expires_at.eq(now + TimeDelta::hours(hours)),
        ))
        .execute(conn)?;
    Ok(token)
}

/// Ends one login.
///
/// # Errors
/// When the database fails.
pub fn end(conn: &mut DbConnection, login_id: i64, now: NaiveDateTime) -> QueryResult<()> {
    diesel::update(logins::table.find(login_id))
        .set(logins::ended_at.eq(now))
        .execute(conn)
        .map(drop)
}

/// Ends the login of a token, if it is one.
///
/// # Errors
/// When the database fails.
pub fn end_by_token(conn: &mut DbConnection, token: &str, now: NaiveDateTime) -> QueryResult<()> {
    diesel::update(
        logins::table
            .filter(logins::token_hash.eq(token_hash(token)))
            .filter(logins::ended_at.is_null()),
    )
    .set(logins::ended_at.eq(now))
    .execute(conn)
    .map(drop)
}

/// Deletes logins that ended before an instant; returns how many. For the timer.
///
/// # Errors
/// When the database fails.
pub fn delete_ended(conn: &mut DbConnection, before: NaiveDateTime) -> QueryResult<usize> {
    diesel::delete(
        logins::table
            .filter(logins::expires_at.lt(before))
            .or_filter(logins::ended_at.lt(before)),
    )
    .execute(conn)
}

/// Ends one login of an account.
///
/// # Errors
/// `NotFound` when the account has no such open login; or when the database fails.
pub fn end_of_account(
    conn: &mut DbConnection,
    account_id: i64,
    login_id: i64,
    now: NaiveDateTime,
) -> QueryResult<()> {
    let ended = diesel::update(
        logins::table
            .find(login_id)
            .filter(logins::account_id.eq(account_id))
            .filter(logins::ended_at.is_null()),
    )
    .set(logins::ended_at.eq(now))
    .execute(conn)?;
    if ended == 1 {
        Ok(())
    } else {
        Err(diesel::result::Error::NotFound)
    }
}

/// Ends every login of an account but `kept`.
///
/// # Errors
/// When the database fails.
pub fn end_others(
    conn: &mut DbConnection,
    account_id: i64,
    kept: Option<i64>,
    now: NaiveDateTime,
) -> QueryResult<()> {
    diesel::update(
        logins::table
            .filter(logins::account_id.eq(account_id))
            .filter(logins::id.ne(kept.unwrap_or(-1)))
            .filter(logins::ended_at.is_null()),
    )
    .set(logins::ended_at.eq(now))
    .execute(conn)
    .map(drop)
}

/// The open logins of an account, newest first: id, since when, until when at most.
///
/// # Errors
/// When the database fails.
pub fn open_of_account(
    conn: &mut DbConnection,
    account_id: i64,
    now: NaiveDateTime,
) -> QueryResult<Vec<(i64, NaiveDateTime, NaiveDateTime)>> {
    logins::table
        .filter(logins::account_id.eq(account_id))
        .filter(logins::ended_at.is_null())
        .filter(logins::expires_at.gt(now))
        .order(logins::id.desc())
        .select((logins::id, logins::created_at, logins::expires_at))
        .load(conn)
}
