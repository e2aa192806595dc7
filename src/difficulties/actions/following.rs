//! Difficulties that follow a parent: merged by staff, joined by their filers, unmerged, or taken
//! out by an objection of their own. The answer they were given stays in their thread.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde_json::{Value, json};

use super::{Act, ActError, Scene, effects, not_now};
use crate::dates;
use crate::db::DbConnection;
use crate::db::schema::events as event_rows;
use crate::difficulties::links::{self, LinkKind};
use crate::difficulties::queries;
use crate::difficulties::{Action, Difficulty, Publication, Status};
use crate::events::{self, NewEvent};

/// Whether `child` may follow `parent`, whoever wishes it.
///
/// # Errors
/// When the database fails.
pub fn fits(conn: &mut DbConnection, child: &Difficulty, parent: &Difficulty) -> QueryResult<bool> {
    Ok(can_be_followed(parent)
        && parent.id != child.id
        && parent.conference_id == child.conference_id
        && queries::merged_into(conn, child.id)?.is_empty())
}

/// Whether others may still follow it: open, and itself following none.
#[must_use]
pub fn can_be_followed(parent: &Difficulty) -> bool {
    parent.merged_into_id.is_none() && parent.status.is_open() && parent.status != Status::Draft
}

/// Whether a filer may join theirs to it: published, and nobody named in it.
#[must_use]
pub fn can_be_joined(parent: &Difficulty) -> bool {
    can_be_followed(parent) && parent.publication == Publication::Public && !parent.restricted
}

pub(super) fn merge(
    conn: &mut DbConnection,
    scene: &Scene<'_>,
    into: i64,
    after: &mut Difficulty,
) -> Result<Value, ActError> {
    let parent = queries::find(conn, into).map_err(|_| not_now("not-now-merge-parent"))?;
    why_not_merge(conn, after, &parent)?;
    Ok(put_under(scene, &parent, after))
}

/// Whether staff may let `child` follow `parent`: it fits, and it asks the opposite neither of the
/// parent nor of one that follows it already, who all get one answer.
///
/// # Errors
/// [`ActError::NotNow`] with the reason.
pub fn why_not_merge(
    conn: &mut DbConnection,
    child: &Difficulty,
    parent: &Difficulty,
) -> Result<(), ActError> {
    let opposed = links::opposed_to(conn, child.id)?;
    let follows = queries::merged_into(conn, parent.id)?;
    if opposed.contains(&parent.id) || follows.iter().any(|other| opposed.contains(&other.id)) {
        return Err(not_now("not-now-merge-opposed"));
    }
    if fits(conn, child, parent)? {
        Ok(())
    } else {
        Err(not_now("not-now-merge-parent"))
    }
}

/// One that names an official stays with the few who may see it.
pub(super) fn join(
    conn: &mut DbConnection,
    scene: &Scene<'_>,
    into: i64,
    after: &mut Difficulty,
) -> Result<Value, ActError> {
    let parent = queries::find(conn, into).map_err(|_| not_now("not-now-merge-parent"))?;
    if after.restricted || !can_be_joined(&parent) || !fits(conn, after, &parent)? {
        return Err(not_now("not-now-merge-parent"));
    }
    Ok(put_under(scene, &parent, after))
}

fn put_under(scene: &Scene<'_>, parent: &Difficulty, after: &mut Difficulty) -> Value {
    after.former_status = Some(scene.before.status);
    after.merged_into_id = Some(parent.id);
    json!({ "into": parent.reference, "next_due_at": scene.before.next_due_at })
}

pub(super) fn unmerge(
    conn: &mut DbConnection,
    scene: &Scene<'_>,
    after: &mut Difficulty,
) -> Result<Value, ActError> {
    let parent = after.merged_into_id.take();
    after.former_status = None;
    keep_answer(conn, scene, parent)?;
    restore_clock(conn, scene, after)?;
    Ok(json!({ "from": parent, "due_on": after.due_on }))
}

/// The dates it had when it began to follow. What passed meanwhile is one working day ahead:
/// nobody could work on it, so nobody is late on the spot.
fn restore_clock(
    conn: &mut DbConnection,
    scene: &Scene<'_>,
    after: &mut Difficulty,
) -> QueryResult<()> {
    let merged: Option<String> = event_rows::table
        .filter(event_rows::difficulty_id.eq(after.id))
        .filter(event_rows::action.eq_any([Action::Merge.as_str(), Action::Join.as_str()]))
        .order(event_rows::seq.desc())
        .select(event_rows::data)
        .first(conn)
        .optional()?;
    let was: Option<NaiveDateTime> = merged
        .and_then(|data| serde_json::from_str::<Value>(&data).ok())
        .and_then(|data| serde_json::from_value(data.get("next_due_at")?.clone()).ok())
        .flatten();
    let ahead = scene.deadlines.day_after(1);
    if after
        .due_on
        .is_some_and(|due_on| dates::day_end(due_on) < scene.now)
    {
        after.due_on = Some(ahead);
    }
    after.next_due_at = was.map(|was| {
        if was < scene.now {
            dates::day_end(ahead)
        } else {
            was
        }
    });
    Ok(())
}

/// The answer a parent gave stays in the thread of one that leaves it.
fn keep_answer(
    conn: &mut DbConnection,
    scene: &Scene<'_>,
    parent: Option<i64>,
) -> Result<Option<Difficulty>, ActError> {
    let Some(parent) = parent else {
        return Ok(None);
    };
    let parent = queries::find(conn, parent)?;
    if parent.answered_at.is_some() {
        links::add(
            conn,
            scene.before.id,
            parent.id,
            LinkKind::AnsweredWith,
            scene.now,
        )?;
    }
    Ok(Some(parent))
}

/// An objection takes one out of its parent, alone: the agency that gave the common answer has it
/// in hand again, and nobody else's is touched.
pub(super) fn leave(
    conn: &mut DbConnection,
    scene: &Scene<'_>,
    note: &str,
    after: &mut Difficulty,
) -> Result<Value, ActError> {
    let parent = keep_answer(conn, scene, after.merged_into_id.take())?
        .ok_or_else(|| not_now("not-now-merged"))?;
    let lead = parent
        .lead_agency_id
        .ok_or_else(|| not_now("not-now-merged"))?;
    let due_on = scene.deadlines.answer_by();
    if after.lead_agency_id != Some(lead) {
        effects::end_lead(conn, scene)?;
        effects::end_coordination(conn, scene, lead)?;
        effects::assign(conn, scene, lead, "lead", due_on, note)?;
    }
    after.lead_agency_id = Some(lead);
    after.officer_id = parent.officer_id;
    after.topic_group_id = after.topic_group_id.or(parent.topic_group_id);
    after.former_status = None;
    after.outcome = None;
    after.due_on = Some(due_on);
    after.reopenings += 1;
    Ok(json!({ "reopenings": after.reopenings, "from": parent.id }))
}

/// A merged filer's opinion of the common answer, once.
pub(super) fn rate(
    conn: &mut DbConnection,
    scene: &Scene<'_>,
    rating: u8,
) -> Result<Value, ActError> {
    if has_rated(conn, scene.before.id)? {
        return Err(not_now("not-now-rated"));
    }
    Ok(json!({ "rating": rating }))
}

/// Whether the filer of a merged one has said what they think of the answer.
///
/// # Errors
/// When the database fails.
pub fn has_rated(conn: &mut DbConnection, difficulty_id: i64) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(
        event_rows::table
            .filter(event_rows::difficulty_id.eq(difficulty_id))
            .filter(event_rows::action.eq(Action::Rate.as_str())),
    ))
    .get_result(conn)
}

/// What an act does to those merged into this one: they get the same answer at the same moment,
/// in their own thread (rule 6).
pub(super) fn follow(
    conn: &mut DbConnection,
    scene: &Scene<'_>,
    act: &Act,
    parent: &Difficulty,
) -> Result<(), ActError> {
    let tells = matches!(
        act.action(),
        Action::Approve
            | Action::ApproveWithCommitments
            | Action::Release
            | Action::ReleaseWithCommitments
            | Action::Escalate
            | Action::Fulfil
            | Action::Extend
            | Action::Ask
    );
    if !tells {
        return Ok(());
    }
    for child in queries::merged_into(conn, parent.id)? {
        let event_id = events::append(
            conn,
            &NewEvent {
                conference_id: child.conference_id,
                difficulty_id: Some(child.id),
                submission_id: Some(child.submission_id),
                party: scene.doer.party(),
                account_id: scene.doer.account_id(),
                agency_id: scene.doer.agency_id(),
                action: act.action().as_str(),
                from_status: Some(Status::Merged.as_str()),
                to_status: Some(Status::Merged.as_str()),
                note: act.note(),
                data: json!({ "with": parent.reference }).to_string(),
                at: scene.now,
            },
        )?;
        let filer = crate::notifications::Recipient::Filer {
            submission_id: child.submission_id,
        };
        crate::notifications::queue(
            conn,
            event_id,
            child.id,
            filer,
            act.action().as_str(),
            scene.now,
        )?;
    }
    Ok(())
}
