//! Responses and their commitments as rows.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::record::{Commitment, Response};
use crate::agencies::{self, Agency};
use crate::db::DbConnection;
use crate::db::schema::{assignments, commitments, responses};
use crate::difficulties::Action;
use crate::events;

/// Every version, the newest first.
///
/// # Errors
/// When the database fails.
pub fn of_difficulty(conn: &mut DbConnection, difficulty_id: i64) -> QueryResult<Vec<Response>> {
    responses::table
        .filter(responses::difficulty_id.eq(difficulty_id))
        .order(responses::number.desc())
        .load(conn)
}

/// The newest version.
///
/// # Errors
/// When the database fails.
pub fn latest(conn: &mut DbConnection, difficulty_id: i64) -> QueryResult<Option<Response>> {
    responses::table
        .filter(responses::difficulty_id.eq(difficulty_id))
        .order(responses::number.desc())
        .first(conn)
        .optional()
}

/// The promises made for a difficulty, the nearest first.
///
/// # Errors
/// When the database fails.
pub fn commitments(conn: &mut DbConnection, difficulty_id: i64) -> QueryResult<Vec<Commitment>> {
    commitments::table
        .filter(commitments::difficulty_id.eq(difficulty_id))
        .order((commitments::due_on, commitments::id))
        .select((
            commitments::agency_id,
            commitments::text,
            commitments::due_on,
            commitments::state,
            commitments::evidence,
        ))
        .load(conn)
}

/// The promises made with one response, the nearest first.
///
/// # Errors
/// When the database fails.
pub fn commitments_of(conn: &mut DbConnection, response_id: i64) -> QueryResult<Vec<Commitment>> {
    commitments::table
        .filter(commitments::response_id.eq(response_id))
        .order((commitments::due_on, commitments::id))
        .select((
            commitments::agency_id,
            commitments::text,
            commitments::due_on,
            commitments::state,
            commitments::evidence,
        ))
        .load(conn)
}

/// Agencies that coordinate, in the order they were asked.
///
/// # Errors
/// When the database fails.
pub fn coordinating(conn: &mut DbConnection, difficulty_id: i64) -> QueryResult<Vec<Agency>> {
    let ids: Vec<i64> = assignments::table
        .filter(assignments::difficulty_id.eq(difficulty_id))
        .filter(assignments::role.eq("coordinating"))
        .filter(assignments::ended_at.is_null())
        .order(assignments::id)
        .select(assignments::agency_id)
        .load(conn)?;
    ids.into_iter().map(|id| agencies::find(conn, id)).collect()
}

/// Coordinating agencies whose opinion is still missing.
///
/// # Errors
/// When the database fails.
pub fn missing_contributions(
    conn: &mut DbConnection,
    difficulty_id: i64,
) -> QueryResult<Vec<Agency>> {
    let ids: Vec<i64> = assignments::table
        .filter(assignments::difficulty_id.eq(difficulty_id))
        .filter(assignments::role.eq("coordinating"))
        .filter(assignments::ended_at.is_null())
        .filter(assignments::contributed_at.is_null())
        .select(assignments::agency_id)
        .load(conn)?;
    agencies::named(conn, &ids)
}

/// Why versions were sent back, by the version's id: the record says so.
///
/// # Errors
/// When the database fails.
pub fn reasons_sent_back(
    conn: &mut DbConnection,
    difficulty_id: i64,
) -> QueryResult<BTreeMap<i64, String>> {
    Ok(events::of_difficulty(conn, difficulty_id)?
        .into_iter()
        .filter(|event| event.action == Action::SendBack.as_str())
        .filter_map(|event| {
            let data: serde_json::Value = serde_json::from_str(&event.data).ok()?;
            Some((data.get("response")?.as_i64()?, event.note))
        })
        .collect())
}
