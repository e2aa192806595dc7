//! Writing a draft. Submitting, sending back and approving are acts of the difficulty and stand
//! there; saving moves nothing, so it leaves no event: the versions themselves are the record.

use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;

use super::generic;
use super::queries;
use super::record::{Base, DraftText, Response, ResponseState};
use crate::accounts::Staff;
use crate::db::DbConnection;
use crate::db::schema::{
    draft_commitments, response_grounds, response_parts, response_saves, responses,
};
use crate::difficulties::actions::{ActError, effects::why_not};
use crate::difficulties::policy::{self, Capability};
use crate::difficulties::queries::Seen;
use crate::difficulties::{Outcome, Status};

/// Saves by the clock within so many minutes are one in the list of versions.
const ONE_SAVE_MINUTES: i64 = 10;

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

/// Who saves, and whether the page did it by itself.
#[derive(Debug, Clone, Copy)]
pub struct Saving<'a> {
    pub staff: &'a Staff,
    pub now: NaiveDateTime,
    pub by_itself: bool,
}

/// Saves what was typed over the version the page showed; returns the version that now holds it.
/// One's own draft is written on. Whatever a leader or a colleague has in hand stays as it is and
/// a new version follows it, so that who drafted what is never lost.
///
/// # Errors
/// [`ActError::Stale`] when another version was saved meanwhile; as [`require_drafting`].
pub fn save_draft(
    conn: &mut DbConnection,
    saving: Saving<'_>,
    seen: &Seen,
    base: Base,
    text: &DraftText,
) -> Result<Response, ActError> {
    require_drafting(seen)?;
    let latest = queries::latest(conn, seen.difficulty.id)?;
    let stands = latest.as_ref().map(Response::base).unwrap_or_default();
    if stands != base {
        return Err(ActError::Stale);
    }
    let draft = latest.filter(|row| row.state == ResponseState::Draft);
    let id = match draft {
        Some(row) if queries::text_of(conn, &row)? == *text => return Ok(row),
        Some(row) if row.drafter_id == saving.staff.account_id => {
            write_on(conn, &row, text, saving.now)?;
            row.id
        }
        _ => insert(conn, saving, seen.difficulty.id, base.number + 1, text)?,
    };
    put_beside(conn, id, text)?;
    let row = queries::find(conn, id)?;
    keep_save(conn, saving, &row, text)?;
    Ok(row)
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
    saving: Saving<'_>,
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
            responses::drafter_id.eq(saving.staff.account_id),
            responses::drafted_at.eq(saving.now),
        ))
        .returning(responses::id)
        .get_result(conn)?)
}

/// What stands beside the words: parts, grounds and promises, as they now are.
fn put_beside(conn: &mut DbConnection, id: i64, text: &DraftText) -> QueryResult<()> {
    diesel::delete(response_parts::table.find(id)).execute(conn)?;
    diesel::insert_into(response_parts::table)
        .values((
            response_parts::response_id.eq(id),
            response_parts::higher_body.eq(&text.higher_body),
            response_parts::fingerprint.eq(generic::fingerprint(&text.body)),
            response_parts::warnings.eq(""),
        ))
        .execute(conn)?;
    diesel::delete(response_grounds::table.filter(response_grounds::response_id.eq(id)))
        .execute(conn)?;
    for ground in &text.grounds {
        diesel::insert_into(response_grounds::table)
            .values((
                response_grounds::response_id.eq(id),
                response_grounds::ground_id.eq(ground),
            ))
            .execute(conn)?;
    }
    diesel::delete(draft_commitments::table.filter(draft_commitments::response_id.eq(id)))
        .execute(conn)?;
    for (position, promise) in (0_i32..).zip(&text.commitments) {
        diesel::insert_into(draft_commitments::table)
            .values((
                draft_commitments::response_id.eq(id),
                draft_commitments::position.eq(position),
                draft_commitments::text.eq(&promise.text),
                draft_commitments::agency_id.eq(promise.agency_id),
                draft_commitments::due.eq(&promise.due),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// Keeps what was saved. A page saves every twenty seconds: what it saved by itself a moment ago is
/// written over, so that the list of versions stays one that people read.
fn keep_save(
    conn: &mut DbConnection,
    saving: Saving<'_>,
    row: &Response,
    text: &DraftText,
) -> QueryResult<()> {
    let content = serde_json::to_string(text).unwrap_or_default();
    let last: Option<(i64, bool, NaiveDateTime)> = response_saves::table
        .filter(response_saves::response_id.eq(row.id))
        .order(response_saves::id.desc())
        .select((
            response_saves::id,
            response_saves::by_itself,
            response_saves::saved_at,
        ))
        .first(conn)
        .optional()?;
    let recent = last.filter(|(_, by_itself, at)| {
        *by_itself && saving.now - *at < TimeDelta::minutes(ONE_SAVE_MINUTES)
    });
    match recent {
        Some((id, ..)) => diesel::update(response_saves::table.find(id))
            .set((
                response_saves::version.eq(row.version),
                response_saves::by_itself.eq(saving.by_itself),
                response_saves::content.eq(content),
            ))
            .execute(conn)?,
        None => diesel::insert_into(response_saves::table)
            .values((
                response_saves::response_id.eq(row.id),
                response_saves::version.eq(row.version),
                response_saves::saved_by.eq(saving.staff.account_id),
                response_saves::saved_at.eq(saving.now),
                response_saves::by_itself.eq(saving.by_itself),
                response_saves::content.eq(content),
            ))
            .execute(conn)?,
    };
    Ok(())
}

/// A draft may wait for its outcome; submitting asks for it.
fn code(outcome: Option<Outcome>) -> &'static str {
    outcome.map_or("", Outcome::as_str)
}
