//! "Not ours": within two working days of the assignment, with the agency whose it would be. The
//! second time the secretary decides, and from that assignment there is no way back.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde_json::{Value, json};

use super::deadlines::{self, Deadlines, TAKE_WITHIN_DAYS};
use super::{ActError, Scene, need_reason, not_now};
use crate::conferences;
use crate::dates;
use crate::db::DbConnection;
use crate::db::schema::{agencies, assignments, returns};
use crate::difficulties::workflow::BINDING_RETURN;
use crate::difficulties::{Action, Difficulty, queries};

/// Why its lead may not say any more that it is not theirs, as a message key.
///
/// # Errors
/// When the database fails.
pub fn why_not_returned(
    conn: &mut DbConnection,
    difficulty: &Difficulty,
    now: NaiveDateTime,
) -> QueryResult<Option<&'static str>> {
    let conference = conferences::queries::find(conn, difficulty.conference_id)?;
    let deadlines = deadlines::of(conn, &conference, now)?;
    why_not(conn, difficulty, &deadlines, now)
}

fn why_not(
    conn: &mut DbConnection,
    difficulty: &Difficulty,
    deadlines: &Deadlines,
    now: NaiveDateTime,
) -> QueryResult<Option<&'static str>> {
    if difficulty.returns.unsigned_abs() >= BINDING_RETURN {
        return Ok(Some("not-now-return-bound"));
    }
    let assigned_at: Option<NaiveDateTime> = assignments::table
        .filter(assignments::difficulty_id.eq(difficulty.id))
        .filter(assignments::role.eq("lead"))
        .filter(assignments::ended_at.is_null())
        .select(assignments::assigned_at)
        .first(conn)
        .optional()?;
    let Some(assigned_at) = assigned_at else {
        return Ok(None);
    };
    let last = deadlines.days_after(dates::local_date(assigned_at), TAKE_WITHIN_DAYS);
    Ok((now > dates::day_end(last)).then_some("not-now-return-late"))
}

/// Whether an officer may propose it now. One that coordinates gives its own part back by what it
/// contributes.
fn in_time(conn: &mut DbConnection, scene: &Scene<'_>) -> Result<(), ActError> {
    if scene.doer.agency_id() != scene.before.lead_agency_id {
        return Err(not_now("not-now-return-part"));
    }
    match why_not(conn, &scene.before, &scene.deadlines, scene.now)? {
        Some(key) => Err(not_now(key)),
        None => Ok(()),
    }
}

/// What was proposed in time is confirmed whenever the leader comes to it.
pub(super) fn may_confirm(conn: &mut DbConnection, scene: &Scene<'_>) -> Result<(), ActError> {
    let is_proposed = queries::open_proposals(conn, scene.before.id)?
        .iter()
        .any(|(action, _)| *action == Action::ProposeReturn);
    let is_bound = scene.before.returns.unsigned_abs() >= BINDING_RETURN;
    if is_proposed && !is_bound {
        Ok(())
    } else {
        in_time(conn, scene)
    }
}

/// An agency that could be suggested: one there is, and not the one that speaks.
fn check_suggested(
    conn: &mut DbConnection,
    scene: &Scene<'_>,
    suggested: Option<i64>,
) -> Result<(), ActError> {
    let Some(id) = suggested else {
        return Ok(());
    };
    let exists = diesel::select(diesel::dsl::exists(agencies::table.find(id))).get_result(conn)?;
    if exists && scene.before.lead_agency_id != Some(id) {
        Ok(())
    } else {
        Err(not_now("not-now-agency"))
    }
}

/// Writes the return down for the table of who returns to whom.
fn keep(
    conn: &mut DbConnection,
    scene: &Scene<'_>,
    number: i32,
    note: &str,
    suggested: Option<i64>,
) -> QueryResult<()> {
    let Some(from) = scene.before.lead_agency_id else {
        return Ok(());
    };
    diesel::insert_into(returns::table)
        .values((
            returns::difficulty_id.eq(scene.before.id),
            returns::from_agency_id.eq(from),
            returns::suggested_agency_id.eq(suggested),
            returns::number.eq(number),
            returns::note.eq(note),
            returns::returned_at.eq(scene.now),
        ))
        .execute(conn)
        .map(drop)
}

/// The officer's proposal; what the record keeps of it.
pub(super) fn propose(
    conn: &mut DbConnection,
    scene: &Scene<'_>,
    note: &str,
    suggested: Option<i64>,
) -> Result<Value, ActError> {
    need_reason(note)?;
    in_time(conn, scene)?;
    check_suggested(conn, scene, suggested)?;
    Ok(json!({ "suggested": suggested }))
}

/// The agency gives it back; the caller ends its assignment.
pub(super) fn give_back(
    conn: &mut DbConnection,
    scene: &Scene<'_>,
    note: &str,
    suggested: Option<i64>,
    after: &mut Difficulty,
) -> Result<Value, ActError> {
    need_reason(note)?;
    check_suggested(conn, scene, suggested)?;
    after.returns += 1;
    after.lead_agency_id = None;
    after.officer_id = None;
    keep(conn, scene, after.returns, note, suggested)?;
    Ok(json!({
        "from": scene.before.lead_agency_id,
        "suggested": suggested,
        "returns": after.returns,
    }))
}
