//! Which officer of an agency handles it (permissions, row 19): the leader's choice for the lead
//! and, for its own part, each coordinating agency's leader.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde_json::json;

use super::{ActError, Doer, not_now, write};
use crate::accounts::{Role, queries as accounts};
use crate::db::DbConnection;
use crate::db::schema::assignments;
use crate::difficulties::policy::{self, Capability};
use crate::difficulties::{Difficulty, aside, named, queries};
use crate::notifications::{self, Recipient};

/// The officers of an agency who may be chosen, with their names: a restricted one only for those
/// named on it.
///
/// # Errors
/// When the database fails.
pub fn officers(
    conn: &mut DbConnection,
    difficulty: &Difficulty,
    agency_id: i64,
) -> QueryResult<Vec<(i64, String)>> {
    let mut officers = accounts::of_agency(conn, agency_id, Role::Officer)?;
    if difficulty.restricted {
        let named = named::of(conn, difficulty.id)?;
        officers.retain(|(id, _)| named.contains(id));
    }
    Ok(officers)
}

/// Who handles it now for an agency: the difficulty's officer for its lead, the part's for one
/// that coordinates.
///
/// # Errors
/// When the database fails.
pub fn officer_of(
    conn: &mut DbConnection,
    difficulty: &Difficulty,
    agency_id: i64,
) -> QueryResult<Option<i64>> {
    if difficulty.lead_agency_id == Some(agency_id) {
        return Ok(difficulty.officer_id);
    }
    let officer: Option<Option<i64>> = assignments::table
        .filter(assignments::difficulty_id.eq(difficulty.id))
        .filter(assignments::agency_id.eq(agency_id))
        .filter(assignments::ended_at.is_null())
        .select(assignments::officer_id)
        .first(conn)
        .optional()?;
    Ok(officer.flatten())
}

/// Puts it into an officer's hands. Both are told: who has it now, and who had it.
///
/// # Errors
/// [`ActError`]: hidden or forbidden as the policy says, stale, or not now for an officer who is
/// not of the agency (or not named on a restricted one), and for one that has ended.
pub fn choose_officer(
    conn: &mut DbConnection,
    doer: &Doer,
    now: NaiveDateTime,
    difficulty_id: i64,
    version: Option<i32>,
    officer_id: i64,
) -> Result<Difficulty, ActError> {
    let before = queries::find(conn, difficulty_id)?;
    let seen = queries::meet(conn, doer.actor(), before, now)?;
    policy::may(Capability::ChooseOfficer, seen.standing, &seen.matter).require()?;
    let before = seen.difficulty;
    if version.is_some_and(|version| version != before.version) {
        return Err(ActError::Stale);
    }
    if !before.status.is_open() {
        return Err(ActError::NotNow(super::effects::why_not(before.status)));
    }
    let agency_id = doer.agency_id().ok_or(ActError::Forbidden)?;
    if !officers(conn, &before, agency_id)?
        .iter()
        .any(|(id, _)| *id == officer_id)
    {
        return Err(not_now("not-now-officer"));
    }
    let former = officer_of(conn, &before, agency_id)?;
    if former == Some(officer_id) {
        return Ok(before);
    }
    let mut after = before.clone();
    if before.lead_agency_id == Some(agency_id) {
        after.officer_id = Some(officer_id);
    } else {
        diesel::update(
            assignments::table
                .filter(assignments::difficulty_id.eq(difficulty_id))
                .filter(assignments::agency_id.eq(agency_id))
                .filter(assignments::ended_at.is_null()),
        )
        .set(assignments::officer_id.eq(Some(officer_id)))
        .execute(conn)?;
    }
    write(conn, &before, &mut after)?;
    let kind = Capability::ChooseOfficer.as_str();
    let data = json!({ "officer": officer_id, "former": former, "agency": agency_id });
    let event_id = aside::record(conn, doer, &after, (kind, ""), &data, now)?;
    for account in former.into_iter().chain([officer_id]) {
        let to = Recipient::Account(account);
        notifications::queue(conn, event_id, difficulty_id, to, kind, now)?;
    }
    Ok(after)
}
