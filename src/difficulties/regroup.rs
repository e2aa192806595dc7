//! Moving a difficulty to another topic group of its conference (permissions, row 15). At the last
//! hour before a sitting groups become others; the work under way does not notice: no status, no
//! date and no turn changes, only where it is listed and counted.

use chrono::NaiveDateTime;
use serde_json::json;

use super::actions::{self, ActError, Doer};
use super::aside;
use super::policy::{self, Capability};
use super::queries;
use super::{Difficulty, Status};
use crate::conferences;
use crate::db::DbConnection;

/// Whether one that stands there may be moved: whatever a report of the conference counts.
#[must_use]
pub const fn is_possible(status: Status) -> bool {
    !matches!(status, Status::Draft | Status::Rejected | Status::Withdrawn)
}

/// Moves it; `None` only takes a first choice back. Where it is already nothing happens.
///
/// # Errors
/// [`ActError::NotNow`] for a group of another conference and where nothing is counted any more;
/// otherwise as the policy answers.
pub fn regroup(
    conn: &mut DbConnection,
    doer: &Doer,
    now: NaiveDateTime,
    difficulty_id: i64,
    version: Option<i32>,
    topic_group_id: Option<i64>,
) -> Result<Difficulty, ActError> {
    let found = queries::find(conn, difficulty_id)?;
    let seen = queries::meet(conn, doer.actor(), found, now)?;
    policy::may(Capability::SetTopic, seen.standing, &seen.matter).require()?;
    let before = seen.difficulty;
    if version.is_some_and(|version| version != before.version) {
        return Err(ActError::Stale);
    }
    if !is_possible(before.status) {
        return Err(ActError::NotNow(actions::effects::why_not(before.status)));
    }
    let known = conferences::queries::topic_groups(conn, before.conference_id)?;
    let position = |id: Option<i64>| {
        let topic = known.iter().find(|topic| Some(topic.id) == id);
        topic.map(|topic| topic.position)
    };
    if topic_group_id.is_some() && position(topic_group_id).is_none() {
        return Err(ActError::NotNow("not-now-topic".into()));
    }
    if before.topic_group_id == topic_group_id {
        return Ok(before);
    }
    let mut after = Difficulty {
        topic_group_id,
        ..before.clone()
    };
    actions::write(conn, &before, &mut after)?;
    let (from, to) = (before.topic_group_id, topic_group_id);
    let data = json!({
        "from": from,
        "to": to,
        // Groups are renumbered; history says what it was called then.
        "position_from": position(from),
        "position_to": position(to),
    });
    let action = Capability::SetTopic.as_str();
    aside::record(conn, doer, &after, (action, ""), &data, now)?;
    Ok(after)
}
