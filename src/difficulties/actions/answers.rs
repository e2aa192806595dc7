//! The response under the acts: submitted, sent back, approved with its commitments.

use diesel::prelude::*;
use serde_json::{Value, json};

use super::act::NewCommitment;
use super::{ActError, Scene, not_now};
use crate::db::DbConnection;
use crate::db::schema::{assignments, commitments, responses};
use crate::difficulties::{Difficulty, Outcome};

type ResponseRow = (i64, i64, String, Outcome);

/// The response before the leader.
fn submitted(conn: &mut DbConnection, difficulty_id: i64) -> Result<ResponseRow, ActError> {
    responses::table
        .filter(responses::difficulty_id.eq(difficulty_id))
        .filter(responses::state.eq("submitted"))
        .order(responses::number.desc())
        .select((
            responses::id,
            responses::drafter_id,
            responses::body,
            responses::outcome,
        ))
        .first(conn)
        .optional()?
        .ok_or_else(|| not_now("not-now-no-response"))
}

pub(super) fn submit(
    conn: &mut DbConnection,
    scene: &Scene<'_>,
    response_id: i64,
) -> Result<Value, ActError> {
    let row: Option<(String, String, String)> = responses::table
        .filter(responses::id.eq(response_id))
        .filter(responses::difficulty_id.eq(scene.before.id))
        .filter(responses::state.eq_any(["draft", "sent_back"]))
        .select((responses::summary, responses::body, responses::state))
        .first(conn)
        .optional()?;
    let Some((summary, body, _)) = row else {
        return Err(not_now("not-now-no-response"));
    };
    if summary.trim().is_empty() || body.trim().is_empty() {
        return Err(not_now("not-now-response-parts"));
    }
    diesel::update(responses::table.find(response_id))
        .set((
            responses::state.eq("submitted"),
            responses::version.eq(responses::version + 1),
        ))
        .execute(conn)?;
    // Late contributions do not hold the answer up, but the leader sees whose are missing.
    let missing: Vec<i64> = assignments::table
        .filter(assignments::difficulty_id.eq(scene.before.id))
        .filter(assignments::role.eq("coordinating"))
        .filter(assignments::ended_at.is_null())
        .filter(assignments::contributed_at.is_null())
        .select(assignments::agency_id)
        .load(conn)?;
    Ok(json!({ "response": response_id, "missing": missing }))
}

pub(super) fn send_back(conn: &mut DbConnection, scene: &Scene<'_>) -> Result<Value, ActError> {
    let (id, ..) = submitted(conn, scene.before.id)?;
    diesel::update(responses::table.find(id))
        .set((
            responses::state.eq("sent_back"),
            responses::version.eq(responses::version + 1),
        ))
        .execute(conn)?;
    Ok(json!({ "response": id }))
}

/// An answer drafted before a higher body was asked stays as a draft.
pub(super) fn set_aside(conn: &mut DbConnection, scene: &Scene<'_>) -> Result<(), ActError> {
    diesel::update(
        responses::table
            .filter(responses::difficulty_id.eq(scene.before.id))
            .filter(responses::state.eq("submitted")),
    )
    .set(responses::state.eq("sent_back"))
    .execute(conn)?;
    Ok(())
}

pub(super) fn approve(
    conn: &mut DbConnection,
    scene: &Scene<'_>,
    document_number: &str,
    promised: &[NewCommitment],
    after: &mut Difficulty,
) -> Result<Value, ActError> {
    let (id, drafter_id, _, outcome) = submitted(conn, scene.before.id)?;
    // The policy asks this of whoever is before it; the row is asked again, for the record.
    if scene.doer.account_id() == Some(drafter_id) {
        return Err(ActError::Forbidden);
    }
    diesel::update(responses::table.find(id))
        .set((
            responses::state.eq("approved"),
            responses::document_number.eq(document_number),
            responses::approver_id.eq(scene.doer.account_id()),
            responses::approved_at.eq(Some(scene.now)),
            responses::released_at.eq(Some(scene.now)),
            responses::version.eq(responses::version + 1),
        ))
        .execute(conn)?;
    for commitment in promised {
        diesel::insert_into(commitments::table)
            .values((
                commitments::difficulty_id.eq(after.id),
                commitments::response_id.eq(id),
                commitments::agency_id.eq(commitment.agency_id),
                commitments::text.eq(&commitment.text),
                commitments::due_on.eq(commitment.due_on),
                commitments::state.eq("open"),
            ))
            .execute(conn)?;
    }
    after.outcome = Some(outcome);
    after.answered_at = Some(scene.now);
    Ok(json!({ "response": id, "document_number": document_number, "commitments": promised.len() }))
}

/// Ids of the commitments still open under a difficulty.
pub(super) fn open_commitments(
    conn: &mut DbConnection,
    difficulty_id: i64,
) -> QueryResult<Vec<i64>> {
    commitments::table
        .filter(commitments::difficulty_id.eq(difficulty_id))
        .filter(commitments::state.eq("open"))
        .select(commitments::id)
        .load(conn)
}
