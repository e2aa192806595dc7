//! Signatures as rows.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::accounts::Actor;
use crate::db::DbConnection;
use crate::db::schema::{difficulties, draft_commitments, responses, signatures};
use crate::difficulties::queries::visible_to;
use crate::difficulties::{Difficulty, Status};
use crate::responses::{Response, ResponseState};

/// Answers one release lets go at most.
pub const AT_MOST: i64 = 200;

/// An answer that is signed and held.
#[derive(Debug, Clone)]
pub struct Held {
    pub difficulty: Difficulty,
    pub response: Response,
    pub signature: Signature,
    pub promises: i64,
}

/// Who signed it, when, and under which number.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Signature {
    pub approver_id: i64,
    pub signed_at: NaiveDateTime,
    pub document_number: String,
}

/// The signature that holds a version back, if there is one.
///
/// # Errors
/// When the database fails.
pub fn signature(conn: &mut DbConnection, response_id: i64) -> QueryResult<Option<Signature>> {
    signatures::table
        .find(response_id)
        .filter(signatures::taken_back_at.is_null())
        .select((
            signatures::approver_id,
            signatures::signed_at,
            signatures::document_number,
        ))
        .first(conn)
        .optional()
}

/// What is held and the actor may see, in the order of the difficulties.
///
/// # Errors
/// When the database fails.
pub fn held(conn: &mut DbConnection, actor: &Actor) -> QueryResult<Vec<Held>> {
    let ids: Vec<i64> = signatures::table
        .inner_join(responses::table.on(responses::id.eq(signatures::response_id)))
        .filter(signatures::taken_back_at.is_null())
        .filter(responses::state.eq(ResponseState::Submitted))
        .select(responses::difficulty_id)
        .load(conn)?;
    let visible: Vec<Difficulty> = visible_to(actor)
        .filter(difficulties::id.eq_any(ids))
        .filter(difficulties::status.eq(Status::PendingApproval))
        .order(difficulties::id)
        .limit(AT_MOST)
        .load(conn)?;
    let mut held = Vec::new();
    for difficulty in visible {
        let Some(response) = crate::responses::queries::latest(conn, difficulty.id)? else {
            continue;
        };
        let Some(signature) = signature(conn, response.id)? else {
            continue;
        };
        let promises = draft_commitments::table
            .filter(draft_commitments::response_id.eq(response.id))
            .count()
            .get_result(conn)?;
        held.push(Held {
            difficulty,
            response,
            signature,
            promises,
        });
    }
    Ok(held)
}
