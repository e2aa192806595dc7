//! Steps of approval as rows.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::accounts::Role;
use crate::db::DbConnection;
use crate::db::schema::{accounts, approval_steps, responses, step_passes};
use crate::difficulties::{Difficulty, Status};
use crate::responses::ResponseState;

/// One step of an agency.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Step {
    pub position: i32,
    pub title: String,
    pub account_id: i64,
    /// Of that account.
    pub name: String,
}

/// The steps of an agency, in order.
///
/// # Errors
/// When the database fails.
pub fn of_agency(conn: &mut DbConnection, agency_id: i64) -> QueryResult<Vec<Step>> {
    approval_steps::table
        .inner_join(accounts::table.on(accounts::id.eq(approval_steps::account_id)))
        .filter(approval_steps::agency_id.eq(agency_id))
        .order(approval_steps::position)
        .select((
            approval_steps::position,
            approval_steps::title,
            approval_steps::account_id,
            accounts::display_name,
        ))
        .load(conn)
}

/// The step that the draft before the leader waits for; `None` once all were passed. A step of the
/// drafter's own is passed by drafting, and one of an account that is closed holds up nobody.
///
/// # Errors
/// When the database fails.
pub fn waiting_for(conn: &mut DbConnection, difficulty: &Difficulty) -> QueryResult<Option<Step>> {
    let (Status::PendingApproval, Some(agency_id)) = (difficulty.status, difficulty.lead_agency_id)
    else {
        return Ok(None);
    };
    let steps = of_agency(conn, agency_id)?;
    if steps.is_empty() {
        return Ok(None);
    }
    let draft: Option<(i64, i64)> = responses::table
        .filter(responses::difficulty_id.eq(difficulty.id))
        .filter(responses::state.eq(ResponseState::Submitted))
        .order(responses::number.desc())
        .select((responses::id, responses::drafter_id))
        .first(conn)
        .optional()?;
    let Some((response_id, drafter_id)) = draft else {
        return Ok(None);
    };
    let passed: Vec<i32> = step_passes::table
        .filter(step_passes::response_id.eq(response_id))
        .select(step_passes::position)
        .load(conn)?;
    let open: Vec<i64> = officers(conn, agency_id)?
        .into_iter()
        .map(|(id, _)| id)
        .collect();
    Ok(steps.into_iter().find(|step| {
        !passed.contains(&step.position)
            && step.account_id != drafter_id
            && open.contains(&step.account_id)
    }))
}

/// Writes down that a step was passed.
///
/// # Errors
/// When the database fails.
pub fn pass(
    conn: &mut DbConnection,
    response_id: i64,
    step: &Step,
    now: NaiveDateTime,
) -> QueryResult<()> {
    diesel::insert_into(step_passes::table)
        .values((
            step_passes::response_id.eq(response_id),
            step_passes::position.eq(step.position),
            step_passes::account_id.eq(step.account_id),
            step_passes::passed_at.eq(now),
        ))
        .execute(conn)
        .map(drop)
}

/// Officers of an agency who can be asked to read: id and name.
///
/// # Errors
/// When the database fails.
pub fn officers(conn: &mut DbConnection, agency_id: i64) -> QueryResult<Vec<(i64, String)>> {
    accounts::table
        .filter(accounts::agency_id.eq(agency_id))
        .filter(accounts::role.eq(Role::Officer.as_str()))
        .filter(accounts::disabled_at.is_null())
        .order((accounts::display_name, accounts::id))
        .select((accounts::id, accounts::display_name))
        .load(conn)
}

/// Sets the steps of an agency anew: title and account of each.
///
/// # Errors
/// When the database fails.
pub fn set(conn: &mut DbConnection, agency_id: i64, steps: &[(String, i64)]) -> QueryResult<()> {
    diesel::delete(approval_steps::table.filter(approval_steps::agency_id.eq(agency_id)))
        .execute(conn)?;
    for (position, (title, account_id)) in (1_i32..).zip(steps) {
        diesel::insert_into(approval_steps::table)
            .values((
                approval_steps::agency_id.eq(agency_id),
                approval_steps::position.eq(position),
                approval_steps::title.eq(title),
                approval_steps::account_id.eq(account_id),
            ))
            .execute(conn)?;
    }
    Ok(())
}
