//! Asking further agencies for their part once a lead has the difficulty: whoever assigns may, and
//! each owes its contribution by a day of its own before the lead's.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde_json::json;

use super::actions::{self, ActError, Doer};
use super::aside;
use super::policy;
use super::queries;
use super::{Action, Difficulty, Status};
use crate::agencies;
use crate::dates;
use crate::db::DbConnection;
use crate::db::schema::assignments;
use crate::notifications::{self, Recipient};

/// The event, and the notice, of asking.
pub const ASK_COORDINATION: &str = "ask_coordination";

/// Whether the lead is still at it, so that a contribution comes in time.
#[must_use]
pub const fn is_possible(status: Status) -> bool {
    matches!(status, Status::Assigned | Status::InProgress)
}

/// Those of `agency_ids` that would be asked: neither the lead nor asked already.
///
/// # Errors
/// [`ActError::NotNow`] when nobody is left to ask, one of them is closed on the day, or `due_on`
/// is not before the lead's.
pub fn asked(
    conn: &mut DbConnection,
    difficulty: &Difficulty,
    agency_ids: &[i64],
    due_on: NaiveDate,
    today: NaiveDate,
) -> Result<Vec<i64>, ActError> {
    if !is_possible(difficulty.status) {
        return Err(ActError::NotNow(actions::effects::why_not(
            difficulty.status,
        )));
    }
    if due_on < today || difficulty.due_on.is_some_and(|lead| due_on >= lead) {
        return Err(ActError::NotNow("not-now-coordinating-due".into()));
    }
    let at_it: Vec<i64> = assignments::table
        .filter(assignments::difficulty_id.eq(difficulty.id))
        .filter(assignments::ended_at.is_null())
        .select(assignments::agency_id)
        .load(conn)?;
    let mut asked: Vec<i64> = Vec::new();
    for id in agency_ids {
        if !at_it.contains(id) && !asked.contains(id) {
            asked.push(*id);
        }
    }
    if asked.is_empty() {
        return Err(ActError::NotNow("not-now-coordinating-already".into()));
    }
    for id in &asked {
        if !agencies::is_valid_on(conn, *id, today)? {
            return Err(ActError::NotNow("not-now-agency-closed".into()));
        }
    }
    Ok(asked)
}

/// Who is told: those who are asked, and the lead.
pub fn told(difficulty: &Difficulty, asked: &[i64]) -> Vec<Recipient> {
    asked
        .iter()
        .copied()
        .chain(difficulty.lead_agency_id)
        .map(Recipient::Agency)
        .collect()
}

/// What is asked of whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    pub agency_ids: Vec<i64>,
    pub due_on: NaiveDate,
    pub order: String,
}

/// Asks.
///
/// # Errors
/// As [`asked`], as the policy answers, or [`ActError::Stale`].
pub fn ask(
    conn: &mut DbConnection,
    doer: &Doer,
    now: NaiveDateTime,
    difficulty_id: i64,
    version: Option<i32>,
    request: &Request,
) -> Result<Difficulty, ActError> {
    let found = queries::find(conn, difficulty_id)?;
    let seen = queries::meet(conn, doer.actor(), found, now)?;
    policy::may_do(Action::Assign, seen.standing, &seen.matter).require()?;
    let before = seen.difficulty;
    if version.is_some_and(|version| version != before.version) {
        return Err(ActError::Stale);
    }
    let today = dates::local_date(now);
    let asked = asked(conn, &before, &request.agency_ids, request.due_on, today)?;
    for id in &asked {
        diesel::insert_into(assignments::table)
            .values((
                assignments::difficulty_id.eq(before.id),
                assignments::agency_id.eq(*id),
                assignments::role.eq("coordinating"),
                assignments::due_on.eq(request.due_on),
                assignments::order_text.eq(&request.order),
                assignments::assigned_by.eq(doer.account_id()),
                assignments::assigned_at.eq(now),
            ))
            .execute(conn)?;
    }
    let mut after = before.clone();
    actions::write(conn, &before, &mut after)?;
    let data = json!({ "coordinating": asked, "due_on": request.due_on });
    let note = (ASK_COORDINATION, request.order.as_str());
    let event_id = aside::record(conn, doer, &after, note, &data, now)?;
    for to in told(&after, &asked) {
        notifications::queue(conn, event_id, after.id, to, ASK_COORDINATION, now)?;
    }
    Ok(after)
}
