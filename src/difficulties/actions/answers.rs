//! The response under the acts: submitted, sent back, approved with its commitments.

use chrono::{Datelike, NaiveDate};
use diesel::prelude::*;
use serde_json::{Value, json};

use super::act::NewCommitment;
use super::{ActError, Scene, not_now};
use crate::dates;
use crate::db::DbConnection;
use crate::db::schema::{assignments, commitments, document_numbers, responses, signatures};
use crate::difficulties::{Difficulty, Outcome};
use crate::responses::forms::promised;
use crate::responses::numbering::Number;
use crate::responses::{grounds, queries as responses_of, release};

/// Id, drafter, grounds as typed, outcome.
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
            responses::legal_grounds,
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
    take_back(conn, scene)?;
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
    take_back(conn, scene)?;
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
    (document_number, document_on): (&str, Option<NaiveDate>),
    promised: &[NewCommitment],
    after: &mut Difficulty,
) -> Result<Value, ActError> {
    let (id, drafter_id, typed_grounds, outcome) = submitted(conn, scene.before.id)?;
    // The policy asks this of whoever is before it; the row is asked again, for the record.
    if scene.doer.account_id() == Some(drafter_id) {
        return Err(ActError::Forbidden);
    }
    if release::queries::signature(conn, id)?.is_some() {
        return Err(not_now("not-now-signed"));
    }
    // The words as they are signed: a record that changes later changes no answer.
    let picked = grounds::queries::of_response(conn, id)?;
    let document_number = register(conn, scene, id, document_number, document_on)?;
    diesel::update(responses::table.find(id))
        .set((
            responses::state.eq("approved"),
            responses::document_number.eq(&document_number),
            responses::legal_grounds.eq(grounds::cited(&typed_grounds, &picked)),
            responses::approver_id.eq(scene.doer.account_id()),
            responses::approved_at.eq(Some(scene.now)),
            responses::released_at.eq(Some(scene.now)),
            responses::version.eq(responses::version + 1),
        ))
        .execute(conn)?;
    promise(conn, after.id, id, promised)?;
    after.outcome = Some(outcome);
    after.answered_at = Some(scene.now);
    Ok(json!({ "response": id, "document_number": document_number, "commitments": promised.len() }))
}

/// Signs the answer before the leader and holds it back. Its words stay as they are and nobody
/// outside reads it: for them it is still before the leader.
pub(super) fn sign(
    conn: &mut DbConnection,
    scene: &Scene<'_>,
    (document_number, document_on): (&str, Option<NaiveDate>),
) -> Result<Value, ActError> {
    let (id, drafter_id, ..) = submitted(conn, scene.before.id)?;
    let Some(signer) = scene.doer.account_id().filter(|one| *one != drafter_id) else {
        return Err(ActError::Forbidden);
    };
    if release::queries::signature(conn, id)?.is_some() {
        return Err(not_now("not-now-signed"));
    }
    let document_number = register(conn, scene, id, document_number, document_on)?;
    diesel::insert_into(signatures::table)
        .values((
            signatures::response_id.eq(id),
            signatures::approver_id.eq(signer),
            signatures::signed_at.eq(scene.now),
            signatures::document_number.eq(&document_number),
        ))
        .execute(conn)?;
    Ok(json!({ "response": id, "document_number": document_number }))
}

/// Lets a signed answer go out, as it was signed.
pub(super) fn release(
    conn: &mut DbConnection,
    scene: &Scene<'_>,
    with_commitments: bool,
    after: &mut Difficulty,
) -> Result<Value, ActError> {
    let (id, _, typed_grounds, outcome) = submitted(conn, scene.before.id)?;
    let Some(signature) = release::queries::signature(conn, id)? else {
        return Err(not_now("not-now-not-signed"));
    };
    let response = responses_of::find(conn, id)?;
    let text = responses_of::text_of(conn, &response)?;
    let promised = promised(&text).ok_or_else(|| not_now("not-now-commitment-parts"))?;
    if promised.is_empty() == with_commitments {
        return Err(not_now("not-now-no-commitment"));
    }
    let picked = grounds::queries::of_response(conn, id)?;
    diesel::update(responses::table.find(id))
        .set((
            responses::state.eq("approved"),
            responses::document_number.eq(&signature.document_number),
            responses::legal_grounds.eq(grounds::cited(&typed_grounds, &picked)),
            responses::approver_id.eq(Some(signature.approver_id)),
            responses::approved_at.eq(Some(signature.signed_at)),
            responses::released_at.eq(Some(scene.now)),
            responses::version.eq(responses::version + 1),
        ))
        .execute(conn)?;
    promise(conn, after.id, id, &promised)?;
    after.outcome = Some(outcome);
    after.answered_at = Some(scene.now);
    Ok(json!({
        "response": id,
        "document_number": signature.document_number,
        "commitments": promised.len(),
    }))
}

fn promise(
    conn: &mut DbConnection,
    difficulty_id: i64,
    response_id: i64,
    promised: &[NewCommitment],
) -> QueryResult<()> {
    for commitment in promised {
        diesel::insert_into(commitments::table)
            .values((
                commitments::difficulty_id.eq(difficulty_id),
                commitments::response_id.eq(response_id),
                commitments::agency_id.eq(commitment.agency_id),
                commitments::text.eq(&commitment.text),
                commitments::due_on.eq(commitment.due_on),
                commitments::state.eq("open"),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// A signature under what goes back is worth nothing any more; its number stays used.
fn take_back(conn: &mut DbConnection, scene: &Scene<'_>) -> QueryResult<()> {
    let versions: Vec<i64> = responses::table
        .filter(responses::difficulty_id.eq(scene.before.id))
        .select(responses::id)
        .load(conn)?;
    diesel::update(
        signatures::table
            .filter(signatures::response_id.eq_any(versions))
            .filter(signatures::taken_back_at.is_null()),
    )
    .set(signatures::taken_back_at.eq(Some(scene.now)))
    .execute(conn)
    .map(drop)
}

/// Enters the number of an outgoing document of the lead agency: once in a year. Returns it as it
/// is written.
fn register(
    conn: &mut DbConnection,
    scene: &Scene<'_>,
    response_id: i64,
    typed: &str,
    on: Option<NaiveDate>,
) -> Result<String, ActError> {
    let number = Number::parse(typed).ok_or_else(|| not_now("not-now-document-form"))?;
    let issuer = scene
        .before
        .lead_agency_id
        .ok_or_else(|| not_now("not-now-no-response"))?;
    let on = on.unwrap_or_else(|| dates::local_date(scene.now));
    let taken = diesel::select(diesel::dsl::exists(document_numbers::table.find((
        issuer,
        on.year(),
        number.number,
    ))))
    .get_result(conn)?;
    if taken {
        return Err(not_now("not-now-document-taken"));
    }
    diesel::insert_into(document_numbers::table)
        .values((
            document_numbers::agency_id.eq(issuer),
            document_numbers::year.eq(on.year()),
            document_numbers::number.eq(number.number),
            document_numbers::symbol.eq(&number.symbol),
            document_numbers::issued_on.eq(on),
            document_numbers::response_id.eq(response_id),
        ))
        .execute(conn)?;
    Ok(number.to_string())
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
