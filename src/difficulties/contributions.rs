//! What coordinating agencies write: one row for each version. A version is proposed by an
//! officer and becomes the agency's contribution when the agency's own leader confirms it; what
//! stands then is also kept on the assignment, where lists and the lead read it.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::Status;
use crate::db::DbConnection;
use crate::db::schema::{assignments, contributions};
use crate::text_enum::text_enum;

text_enum! {
    /// What a coordinating agency says.
    pub enum ContributionKind {
        Opinion = "opinion",
        /// It has none, and says so.
        Nothing = "none",
        /// The matter is not its own; its part ends.
        NotOurs = "not_ours",
    }
}

text_enum! {
    /// How far one version has come.
    pub enum ContributionState {
        /// Before the agency's leader.
        Proposed = "proposed",
        /// Another version took its place before it was decided.
        Superseded = "superseded",
        Declined = "declined",
        Confirmed = "confirmed",
    }
}

/// One version.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Contribution {
    pub id: i64,
    pub assignment_id: i64,
    /// From 1, within the assignment.
    pub number: i32,
    pub kind: ContributionKind,
    pub text: String,
    pub written_by: Option<i64>,
    pub written_at: NaiveDateTime,
    pub state: ContributionState,
    pub decided_by: Option<i64>,
    pub decided_at: Option<NaiveDateTime>,
}

/// Whether a contribution that was given may still be given anew: until the answer.
#[must_use]
pub const fn may_be_revised(status: Status) -> bool {
    matches!(
        status,
        Status::Assigned
            | Status::InProgress
            | Status::NeedInfo
            | Status::Returned
            | Status::PendingApproval
    )
}

/// The open coordinating part of an agency: its id, and whether it has contributed.
///
/// # Errors
/// When the database fails.
pub fn part_of(
    conn: &mut DbConnection,
    difficulty_id: i64,
    agency_id: i64,
) -> QueryResult<Option<(i64, bool)>> {
    let part: Option<(i64, Option<NaiveDateTime>)> = assignments::table
        .filter(assignments::difficulty_id.eq(difficulty_id))
        .filter(assignments::agency_id.eq(agency_id))
        .filter(assignments::role.eq("coordinating"))
        .filter(assignments::ended_at.is_null())
        .select((assignments::id, assignments::contributed_at))
        .first(conn)
        .optional()?;
    Ok(part.map(|(id, at)| (id, at.is_some())))
}

/// The versions of these assignments, in the order they were written.
///
/// # Errors
/// When the database fails.
pub fn of_assignments(
    conn: &mut DbConnection,
    assignment_ids: Vec<i64>,
) -> QueryResult<Vec<Contribution>> {
    contributions::table
        .filter(contributions::assignment_id.eq_any(assignment_ids))
        .order((contributions::assignment_id, contributions::number))
        .load(conn)
}

/// The version that waits for the leader.
///
/// # Errors
/// When the database fails.
pub fn waiting(conn: &mut DbConnection, assignment_id: i64) -> QueryResult<Option<Contribution>> {
    contributions::table
        .filter(contributions::assignment_id.eq(assignment_id))
        .filter(contributions::state.eq(ContributionState::Proposed))
        .first(conn)
        .optional()
}

/// Decides the version that waits, if one does.
///
/// # Errors
/// When the database fails.
pub fn decide(
    conn: &mut DbConnection,
    assignment_id: i64,
    state: ContributionState,
    by: Option<i64>,
    now: NaiveDateTime,
) -> QueryResult<usize> {
    diesel::update(
        contributions::table
            .filter(contributions::assignment_id.eq(assignment_id))
            .filter(contributions::state.eq(ContributionState::Proposed)),
    )
    .set((
        contributions::state.eq(state),
        contributions::decided_by.eq(by),
        contributions::decided_at.eq(Some(now)),
    ))
    .execute(conn)
}

/// Writes the next version.
///
/// # Errors
/// When the database fails.
pub fn write(
    conn: &mut DbConnection,
    assignment_id: i64,
    (kind, text): (ContributionKind, &str),
    by: Option<i64>,
    now: NaiveDateTime,
    is_confirmed: bool,
) -> QueryResult<()> {
    let last: Option<i32> = contributions::table
        .filter(contributions::assignment_id.eq(assignment_id))
        .select(diesel::dsl::max(contributions::number))
        .first(conn)?;
    let state = if is_confirmed {
        ContributionState::Confirmed
    } else {
        ContributionState::Proposed
    };
    diesel::insert_into(contributions::table)
        .values((
            contributions::assignment_id.eq(assignment_id),
            contributions::number.eq(last.unwrap_or_default() + 1),
            contributions::kind.eq(kind),
            contributions::text.eq(text),
            contributions::written_by.eq(by),
            contributions::written_at.eq(now),
            contributions::state.eq(state),
            contributions::decided_by.eq(by.filter(|_| is_confirmed)),
            contributions::decided_at.eq(Some(now).filter(|_| is_confirmed)),
        ))
        .execute(conn)
        .map(drop)
}
