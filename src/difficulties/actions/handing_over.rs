//! Work of a unit that has ended goes to a unit of today, by a person's hand. The promise stays:
//! the date given to the filer does not move, and what was drafted and contributed stays where it
//! is. The old unit keeps its name in all that it did.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde_json::{Value, json};

use super::act::Doer;
use super::effects::end_coordination;
use super::{ActError, Scene, answers, not_now};
use crate::agencies::{self, Agency};
use crate::db::DbConnection;
use crate::db::schema::{assignments, commitments, conference_agencies};
use crate::difficulties::policy;
use crate::difficulties::queries::Seen;
use crate::difficulties::{Action, Difficulty, aside};
use crate::notifications::{self, Recipient};

/// The event of handing over what a unit held beside the lead.
pub const HAND_OVER_PART: &str = "hand_over_part";

/// The unit that ended and the one of today, or why not.
fn between(
    conn: &mut DbConnection,
    (from, to): (i64, i64),
    today: NaiveDate,
) -> Result<(Agency, Agency), ActError> {
    let find = |conn: &mut DbConnection, id| {
        agencies::find(conn, id).map_err(|_| not_now("not-now-agency"))
    };
    let (from, to) = (find(conn, from)?, find(conn, to)?);
    if !from.has_ended_by(today) {
        return Err(not_now("not-now-agency-stands"));
    }
    if !to.is_valid_on(today) {
        return Err(not_now("not-now-agency-closed"));
    }
    Ok((from, to))
}

/// A unit that is given work takes part in the conference from then on.
fn takes_part(conn: &mut DbConnection, conference_id: i64, agency_id: i64) -> QueryResult<()> {
    let known: i64 = conference_agencies::table
        .find((conference_id, agency_id))
        .count()
        .get_result(conn)?;
    if known == 0 {
        diesel::insert_into(conference_agencies::table)
            .values((
                conference_agencies::conference_id.eq(conference_id),
                conference_agencies::agency_id.eq(agency_id),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// Promises the old unit still owes are the new one's.
fn promises(
    conn: &mut DbConnection,
    difficulty_id: i64,
    (from, to): (i64, i64),
) -> QueryResult<usize> {
    diesel::update(
        commitments::table
            .filter(commitments::difficulty_id.eq(difficulty_id))
            .filter(commitments::agency_id.eq(from))
            .filter(commitments::state.eq("open")),
    )
    .set((
        commitments::agency_id.eq(to),
        commitments::version.eq(commitments::version + 1),
    ))
    .execute(conn)
}

/// The lead, with what it still promised.
pub(super) fn lead(
    conn: &mut DbConnection,
    scene: &Scene<'_>,
    to: i64,
    note: &str,
    after: &mut Difficulty,
) -> Result<Value, ActError> {
    let from = scene
        .before
        .lead_agency_id
        .ok_or_else(|| not_now("not-now-agency"))?;
    let today = crate::dates::local_date(scene.now);
    between(conn, (from, to), today)?;
    let due_on: Option<NaiveDate> = assignments::table
        .filter(assignments::difficulty_id.eq(scene.before.id))
        .filter(assignments::role.eq("lead"))
        .filter(assignments::ended_at.is_null())
        .select(assignments::due_on)
        .first(conn)
        .optional()?;
    super::effects::end_lead(conn, scene)?;
    end_coordination(conn, scene, to)?;
    // Once answered there is no open assignment; the unit is named for what is still promised.
    if let Some(due_on) = due_on {
        super::effects::assign(conn, scene, to, "lead", due_on, note)?;
    }
    // A draft before a leader who is gone goes on from where it is.
    answers::set_aside(conn, scene)?;
    promises(conn, scene.before.id, (from, to))?;
    takes_part(conn, scene.before.conference_id, to)?;
    after.lead_agency_id = Some(to);
    after.officer_id = None;
    Ok(json!({ "from": from, "lead": to }))
}

/// What a unit that ended holds beside the lead: an opinion it still owes, a promise. It neither
/// moves the difficulty nor its dates, so it stands beside the workflow.
///
/// # Errors
/// As [`super::perform`]; [`ActError::NotNow`] when it holds nothing.
pub fn hand_over_part(
    conn: &mut DbConnection,
    doer: &Doer,
    now: NaiveDateTime,
    seen: &Seen,
    (from, to): (i64, i64),
    note: &str,
) -> Result<(), ActError> {
    policy::may_do(Action::HandOver, seen.standing, &seen.matter).require()?;
    let difficulty = &seen.difficulty;
    between(conn, (from, to), crate::dates::local_date(now))?;
    let owed: Option<(i64, NaiveDate, String)> = assignments::table
        .filter(assignments::difficulty_id.eq(difficulty.id))
        .filter(assignments::agency_id.eq(from))
        .filter(assignments::role.eq("coordinating"))
        .filter(assignments::ended_at.is_null())
        .filter(assignments::contributed_at.is_null())
        .select((
            assignments::id,
            assignments::due_on,
            assignments::order_text,
        ))
        .first(conn)
        .optional()?;
    let promised = promises(conn, difficulty.id, (from, to))?;
    if let Some((id, due_on, order)) = &owed {
        diesel::update(assignments::table.find(*id))
            .set(assignments::ended_at.eq(Some(now)))
            .execute(conn)?;
        let has_one: i64 = assignments::table
            .filter(assignments::difficulty_id.eq(difficulty.id))
            .filter(assignments::agency_id.eq(to))
            .filter(assignments::ended_at.is_null())
            .count()
            .get_result(conn)?;
        // Whoever leads or coordinates already is not asked twice.
        if has_one == 0 {
            diesel::insert_into(assignments::table)
                .values((
                    assignments::difficulty_id.eq(difficulty.id),
                    assignments::agency_id.eq(to),
                    assignments::role.eq("coordinating"),
                    assignments::due_on.eq(due_on),
                    assignments::order_text.eq(order),
                    assignments::assigned_by.eq(doer.account_id()),
                    assignments::assigned_at.eq(now),
                ))
                .execute(conn)?;
        }
    } else if promised == 0 {
        return Err(not_now("not-now-agency-holds-nothing"));
    }
    takes_part(conn, difficulty.conference_id, to)?;
    let data = json!({ "from": from, "lead": to });
    let event = aside::record(conn, doer, difficulty, (HAND_OVER_PART, note), &data, now)?;
    notifications::queue(
        conn,
        event,
        difficulty.id,
        Recipient::Agency(to),
        HAND_OVER_PART,
        now,
    )?;
    Ok(())
}
