//! What the filer lets the public read. It is chosen at filing, where it stands with the
//! submission, and may be changed at any time; each change is a row with the words they were
//! shown (Law 91/2025/QH15 on personal data: taking consent back is as easy as giving it).

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::db::DbConnection;
use crate::db::schema::{consents, submissions};
use crate::difficulties::PublicationConsent;

/// What holds now.
///
/// # Errors
/// `NotFound` for no submission; or when the database fails.
pub fn current(conn: &mut DbConnection, submission_id: i64) -> QueryResult<PublicationConsent> {
    match last(conn, submission_id)? {
        Some((_, level)) => Ok(level),
        None => submissions::table
            .find(submission_id)
            .select(submissions::publication_consent)
            .first(conn),
    }
}

/// Keeps a choice with the words it was made by.
///
/// # Errors
/// When the database fails.
pub fn choose(
    conn: &mut DbConnection,
    submission_id: i64,
    level: PublicationConsent,
    wording: &str,
    now: NaiveDateTime,
) -> QueryResult<()> {
    let number = last(conn, submission_id)?.map_or(0, |(number, _)| number) + 1;
    diesel::insert_into(consents::table)
        .values((
            consents::submission_id.eq(submission_id),
            consents::number.eq(number),
            consents::level.eq(level),
            consents::wording.eq(wording),
            consents::given_at.eq(now),
        ))
        .execute(conn)
        .map(drop)
}

fn last(
    conn: &mut DbConnection,
    submission_id: i64,
) -> QueryResult<Option<(i32, PublicationConsent)>> {
    consents::table
        .filter(consents::submission_id.eq(submission_id))
        .order(consents::number.desc())
        .select((consents::number, consents::level))
        .first(conn)
        .optional()
}
