//! Notices: queued in the transaction that causes them, one for each who must be told. Sending
//! them is a later concern; that they were queued is a fact of the record.

pub mod choice;

use chrono::NaiveDateTime;
use diesel::prelude::*;

use choice::Way;

use crate::accounts::Role;
use crate::db::DbConnection;
use crate::db::schema::{accounts, difficulties, named_persons, notices};

/// Who is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recipient {
    /// The filer, by the contact given at filing.
    Filer {
        submission_id: i64,
    },
    Agency(i64),
    /// One person of the staff.
    Account(i64),
    /// The secretariat of the conference, as the agency it belongs to.
    Secretariat(i64),
}

/// Queues one notice of `kind`, which is the code of the act that caused it. A filer who does not
/// want to be told gets none; the others get it the way they chose.
///
/// # Errors
/// When the database fails.
pub fn queue(
    conn: &mut DbConnection,
    event_id: i64,
    difficulty_id: i64,
    to: Recipient,
    kind: &str,
    now: NaiveDateTime,
) -> QueryResult<()> {
    if let Recipient::Agency(id) | Recipient::Secretariat(id) = to
        && is_restricted(conn, difficulty_id)?
    {
        for account in those_who_see(conn, difficulty_id, id)? {
            let to = Recipient::Account(account);
            queue(conn, event_id, difficulty_id, to, kind, now)?;
        }
        return Ok(());
    }
    let (submission_id, agency_id, account_id, way) = match to {
        Recipient::Filer { submission_id } => {
            match choice::of_submission(conn, submission_id)?.chosen {
                Way::Nothing => return Ok(()),
                way => (Some(submission_id), None, None, Some(way)),
            }
        }
        Recipient::Agency(id) | Recipient::Secretariat(id) => (None, Some(id), None, None),
        Recipient::Account(id) => (None, None, Some(id), None),
    };
    diesel::insert_into(notices::table)
        .values((
            notices::event_id.eq(event_id),
            notices::difficulty_id.eq(difficulty_id),
            notices::submission_id.eq(submission_id),
            notices::agency_id.eq(agency_id),
            notices::account_id.eq(account_id),
            notices::kind.eq(kind),
            notices::queued_at.eq(now),
            notices::way.eq(way),
        ))
        .execute(conn)
        .map(drop)
}

fn is_restricted(conn: &mut DbConnection, difficulty_id: i64) -> QueryResult<bool> {
    difficulties::table
        .find(difficulty_id)
        .select(difficulties::restricted)
        .first(conn)
}

/// Of a restricted one an agency learns nothing as such: those of it who are named are told, and
/// the secretary where it is the secretariat.
fn those_who_see(
    conn: &mut DbConnection,
    difficulty_id: i64,
    agency_id: i64,
) -> QueryResult<Vec<i64>> {
    let named = named_persons::table
        .filter(named_persons::difficulty_id.eq(difficulty_id))
        .select(named_persons::account_id);
    accounts::table
        .filter(accounts::agency_id.eq(agency_id))
        .filter(accounts::disabled_at.is_null())
        .filter(
            accounts::role
                .eq(Role::Secretary)
                .or(accounts::id.eq_any(named)),
        )
        .order(accounts::id)
        .select(accounts::id)
        .load(conn)
}
