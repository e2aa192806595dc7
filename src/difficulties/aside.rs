//! What is done beside the workflow, by a filer or at the desk: it changes neither the status nor who must act next,
//! and is recorded all the same.

use chrono::NaiveDateTime;
use diesel::QueryResult;
use serde_json::Value;

use super::Difficulty;
use super::actions::Doer;
use crate::db::DbConnection;
use crate::events::{self, NewEvent};

/// The event of choosing how to be told.
pub const CHOOSE_NOTICES: &str = "choose_notices";

/// The event of changing what the public may read.
pub const CHOOSE_CONSENT: &str = "choose_consent";

/// Appends the event of such an act; returns its id.
///
/// # Errors
/// When the database fails.
pub fn record(
    conn: &mut DbConnection,
    doer: &Doer,
    difficulty: &Difficulty,
    (action, note): (&str, &str),
    data: &Value,
    now: NaiveDateTime,
) -> QueryResult<i64> {
    events::append(
        conn,
        &NewEvent {
            conference_id: difficulty.conference_id,
            difficulty_id: Some(difficulty.id),
            submission_id: Some(difficulty.submission_id),
            party: doer.party(),
            account_id: doer.account_id(),
            agency_id: doer.agency_id(),
            action,
            from_status: Some(difficulty.status.as_str()),
            to_status: Some(difficulty.status.as_str()),
            note,
            data: data.to_string(),
            at: now,
        },
    )
}
