//! Notices: queued in the transaction that causes them, one for each who must be told. Sending
//! them is a later concern; that they were queued is a fact of the record.

pub mod choice;

use chrono::NaiveDateTime;
use diesel::prelude::*;

use choice::Way;

use crate::db::DbConnection;
use crate::db::schema::notices;

/// Who is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recipient {
    /// The filer, by the contact given at filing.
    Filer {
        submission_id: i64,
    },
    Agency(i64),
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
    let (submission_id, agency_id, way) = match to {
        Recipient::Filer { submission_id } => {
            match choice::of_submission(conn, submission_id)?.chosen {
                Way::Nothing => return Ok(()),
                way => (Some(submission_id), None, Some(way)),
            }
        }
        Recipient::Agency(id) | Recipient::Secretariat(id) => (None, Some(id), None),
    };
    diesel::insert_into(notices::table)
        .values((
            notices::event_id.eq(event_id),
            notices::difficulty_id.eq(difficulty_id),
            notices::submission_id.eq(submission_id),
            notices::agency_id.eq(agency_id),
            notices::kind.eq(kind),
            notices::queued_at.eq(now),
            notices::way.eq(way),
        ))
        .execute(conn)
        .map(drop)
}
