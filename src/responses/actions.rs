//! Writing a draft. Submitting, sending back and approving are acts of the difficulty and stand
//! there; saving moves nothing, so it leaves no event: the versions themselves are the record.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::queries;
use super::record::{Base, DraftText, Response, ResponseState};
use crate::accounts::Staff;
use crate::db::DbConnection;
use crate::db::schema::responses;
use crate::difficulties::actions::{ActError, effects::why_not};
use crate::difficulties::policy::{self, Capability};
use crate::difficulties::queries::Seen;
use crate::difficulties::{Outcome, Status};

/// Whether a draft may be written where the difficulty stands: while its lead works on it, also
/// while the filer is asked something.
#[must_use]
pub fn takes_drafts(status: Status) -> bool {
    matches!(status, Status::InProgress | Status::NeedInfo)
}

/// Whether this viewer may write a draft now.
///
/// # Errors
/// [`ActError`]: hidden, forbidden or not now.
pub fn require_drafting(seen: &Seen) -> Result<(), ActError> {
    policy::may(Capability::DraftResponse, seen.standing, &seen.matter).require()?;
    if takes_drafts(seen.difficulty.status) {
        Ok(())
    } else {
        Err(ActError::NotNow(why_not(seen.difficulty.status)))
    }
}

/// Saves what was typed over the version the page showed; returns the id of the version that now
/// holds it. One's own draft is written on. Whatever a leader or a colleague has in hand stays as
/// it is and a new version follows it, so that who drafted what is never lost.
///
/// # Errors
/// [`ActError::Stale`] when another version was saved meanwhile; as [`require_drafting`].
pub fn save_draft(
    conn: &mut DbConnection,
    staff: &Staff,
    now: NaiveDateTime,
    seen: &Seen,
    base: Base,
    text: &DraftText,
) -> Result<i64, ActError> {
    require_drafting(seen)?;
    let latest = queries::latest(conn, seen.difficulty.id)?;
    let stands = latest.as_ref().map(Response::base).unwrap_or_default();
    if stands != base {
        return Err(ActError::Stale);
    }
    let draft = latest.filter(|row| row.state == ResponseState::Draft);
    match draft {
        Some(row) if row.text() == *text => Ok(row.id),
        Some(row) if row.drafter_id == staff.account_id => {
            write_on(conn, &row, text, now)?;
            Ok(row.id)
        }
        _ => insert(conn, staff, now, seen.difficulty.id, base.number + 1, text),
    }
}

fn write_on(
    conn: &mut DbConnection,
    row: &Response,
    text: &DraftText,
    now: NaiveDateTime,
) -> Result<(), ActError> {
    let changed = diesel::update(
        responses::table
            .find(row.id)
            .filter(responses::version.eq(row.version))
            .filter(responses::state.eq(ResponseState::Draft)),
    )
    .set((
        responses::outcome.eq(code(text.outcome)),
        responses::summary.eq(&text.summary),
        responses::body.eq(&text.body),
        responses::legal_grounds.eq(&text.legal_grounds),
        responses::drafted_at.eq(now),
        responses::version.eq(row.version + 1),
    ))
    .execute(conn)?;
    if changed == 1 {
        Ok(())
    } else {
        Err(ActError::Stale)
    }
}

fn insert(
    conn: &mut DbConnection,
    staff: &Staff,
    now: NaiveDateTime,
    difficulty_id: i64,
    number: i32,
    text: &DraftText,
) -> Result<i64, ActError> {
    Ok(diesel::insert_into(responses::table)
        .values((
            responses::difficulty_id.eq(difficulty_id),
            responses::number.eq(number),
            responses::state.eq(ResponseState::Draft),
            responses::outcome.eq(code(text.outcome)),
            responses::summary.eq(&text.summary),
            responses::body.eq(&text.body),
            responses::legal_grounds.eq(&text.legal_grounds),
            responses::drafter_id.eq(staff.account_id),
            responses::drafted_at.eq(now),
        ))
        .returning(responses::id)
        .get_result(conn)?)
}

/// A draft may wait for its outcome; submitting asks for it.
fn code(outcome: Option<Outcome>) -> &'static str {
    outcome.map_or("", Outcome::as_str)
}
