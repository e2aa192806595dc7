//! Coordinating agencies that join later, get another date, or are let go again: acts of whoever
//! assigns (permissions, row 17). Each has its own date, before the lead's, and an order of its
//! own.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde_json::json;

use super::actions::{ActError, Doer};
use super::policy;
use super::queries::Seen;
use super::{Action, Difficulty, Status, aside};
use crate::agencies;
use crate::db::DbConnection;
use crate::db::schema::{accounts, assignments, proposals};
use crate::notifications::{self, Recipient};

/// The event of asking one more agency.
pub const COORDINATE: &str = "coordinate";
/// The event of giving one another date.
pub const COORDINATE_BY: &str = "coordinate_by";
/// The event of letting one go.
pub const UNCOORDINATE: &str = "uncoordinate";

/// Whether its coordinating agencies may still be changed: while a lead works on it.
#[must_use]
pub const fn is_open_to_change(difficulty: &Difficulty) -> bool {
    difficulty.lead_agency_id.is_some()
        && matches!(
            difficulty.status,
            Status::Assigned | Status::InProgress | Status::NeedInfo | Status::PendingApproval
        )
}

/// Whether this viewer may change them now.
///
/// # Errors
/// [`ActError`]: hidden, forbidden or not now.
pub fn require(seen: &Seen) -> Result<(), ActError> {
    policy::may_do(Action::Assign, seen.standing, &seen.matter).require()?;
    if is_open_to_change(&seen.difficulty) {
        Ok(())
    } else {
        Err(ActError::NotNow("not-now-coordination".into()))
    }
}

/// One date before the lead's.
fn fits(difficulty: &Difficulty, due_on: NaiveDate) -> Result<(), ActError> {
    if difficulty.due_on.is_some_and(|lead| due_on >= lead) {
        Err(ActError::NotNow("not-now-coordinating-due".into()))
    } else {
        Ok(())
    }
}

fn tell(
    conn: &mut DbConnection,
    doer: &Doer,
    now: NaiveDateTime,
    difficulty: &Difficulty,
    (action, note, agency): (&str, &str, i64),
    data: &serde_json::Value,
) -> Result<(), ActError> {
    let event_id = aside::record(conn, doer, difficulty, (action, note), data, now)?;
    let to = [Some(agency), difficulty.lead_agency_id];
    for agency in to.into_iter().flatten() {
        let to = Recipient::Agency(agency);
        notifications::queue(conn, event_id, difficulty.id, to, action, now)?;
    }
    Ok(())
}

/// Asks one more agency.
///
/// # Errors
/// [`ActError`]: not now for one that takes part already, that is no agency today, or for a date
/// that is not before the lead's.
pub fn add(
    conn: &mut DbConnection,
    doer: &Doer,
    now: NaiveDateTime,
    seen: &Seen,
    (agency, due_on, order): (i64, NaiveDate, &str),
) -> Result<(), ActError> {
    require(seen)?;
    let difficulty = &seen.difficulty;
    fits(difficulty, due_on)?;
    if !agencies::is_valid_on(conn, agency, crate::dates::local_date(now))? {
        return Err(ActError::NotNow("not-now-agency-closed".into()));
    }
    let takes_part = diesel::select(diesel::dsl::exists(
        assignments::table
            .filter(assignments::difficulty_id.eq(difficulty.id))
            .filter(assignments::agency_id.eq(agency))
            .filter(assignments::ended_at.is_null()),
    ))
    .get_result(conn)?;
    if takes_part {
        return Err(ActError::NotNow("not-now-takes-part".into()));
    }
    diesel::insert_into(assignments::table)
        .values((
            assignments::difficulty_id.eq(difficulty.id),
            assignments::agency_id.eq(agency),
            assignments::role.eq("coordinating"),
            assignments::due_on.eq(due_on),
            assignments::order_text.eq(order),
            assignments::assigned_by.eq(doer.account_id()),
            assignments::assigned_at.eq(now),
        ))
        .execute(conn)?;
    let data = json!({ "agency": agency, "due_on": due_on });
    tell(
        conn,
        doer,
        now,
        difficulty,
        (COORDINATE, order, agency),
        &data,
    )
}

/// Gives one that has not contributed another date.
///
/// # Errors
/// [`ActError`]: not now for one that takes no part or has contributed, or for a date that is not
/// before the lead's.
pub fn set_due(
    conn: &mut DbConnection,
    doer: &Doer,
    now: NaiveDateTime,
    seen: &Seen,
    (agency, due_on): (i64, NaiveDate),
) -> Result<(), ActError> {
    require(seen)?;
    let difficulty = &seen.difficulty;
    fits(difficulty, due_on)?;
    let changed = diesel::update(
        assignments::table
            .filter(assignments::difficulty_id.eq(difficulty.id))
            .filter(assignments::agency_id.eq(agency))
            .filter(assignments::role.eq("coordinating"))
            .filter(assignments::ended_at.is_null())
            .filter(assignments::contributed_at.is_null()),
    )
    .set((
        assignments::due_on.eq(due_on),
        assignments::version.eq(assignments::version + 1),
    ))
    .execute(conn)?;
    if changed == 0 {
        return Err(ActError::NotNow("not-now-no-contribution".into()));
    }
    let data = json!({ "agency": agency, "due_on": due_on });
    tell(
        conn,
        doer,
        now,
        difficulty,
        (COORDINATE_BY, "", agency),
        &data,
    )
}

/// Lets one go. What it contributed stays in the record.
///
/// # Errors
/// [`ActError`]: not now for one that takes no part, and without a reason.
pub fn remove(
    conn: &mut DbConnection,
    doer: &Doer,
    now: NaiveDateTime,
    seen: &Seen,
    (agency, reason): (i64, &str),
) -> Result<(), ActError> {
    require(seen)?;
    super::actions::need_reason(reason)?;
    let difficulty = &seen.difficulty;
    let ended = diesel::update(
        assignments::table
            .filter(assignments::difficulty_id.eq(difficulty.id))
            .filter(assignments::agency_id.eq(agency))
            .filter(assignments::role.eq("coordinating"))
            .filter(assignments::ended_at.is_null()),
    )
    .set(assignments::ended_at.eq(Some(now)))
    .execute(conn)?;
    if ended == 0 {
        return Err(ActError::NotNow("not-now-no-contribution".into()));
    }
    let own = accounts::table
        .filter(accounts::agency_id.eq(agency))
        .select(accounts::id.nullable());
    diesel::update(
        proposals::table
            .filter(proposals::difficulty_id.eq(difficulty.id))
            .filter(proposals::settled_at.is_null())
            .filter(proposals::action.eq(Action::ProposeContribution))
            .filter(proposals::proposed_by.eq_any(own)),
    )
    .set(proposals::settled_at.eq(Some(now)))
    .execute(conn)?;
    let data = json!({ "agency": agency });
    tell(
        conn,
        doer,
        now,
        difficulty,
        (UNCOORDINATE, reason, agency),
        &data,
    )
}
