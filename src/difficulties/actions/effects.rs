//! What each act changes beside the status, and the guards that only the database can answer.

use std::borrow::Cow;

use chrono::NaiveDate;
use diesel::prelude::*;
use serde_json::{Value, json};

use super::act::Act;
use super::need_reason as need;
use super::{
    ActError, Scene, answers, contributing, deadlines, following, handing_over, not_now,
    publication, receiving, returning,
};
use crate::db::DbConnection;
use crate::db::schema::{assignments, commitments, filers, proposals, submissions};
use crate::difficulties::{Action, Difficulty, Status};

/// Extensions one difficulty may get (workflow.md, #24).
pub const EXTENSIONS_AT_MOST: i32 = 2;

/// What the record and the notices need to know of an effect.
pub(super) struct Effect {
    pub data: Value,
    pub agencies: Vec<i64>,
}

impl From<Value> for Effect {
    fn from(data: Value) -> Self {
        Self {
            data,
            agencies: Vec::new(),
        }
    }
}

/// Changes `after` and whatever stands beside it.
pub(super) fn apply(
    conn: &mut DbConnection,
    scene: &Scene<'_>,
    act: &Act,
    after: &mut Difficulty,
) -> Result<Effect, ActError> {
    if let Some(outcome) = act.outcome() {
        after.outcome = Some(outcome);
    }
    let data = match act {
        Act::Accept {
            priority, split, ..
        } => receiving::accept(conn, scene, *priority, split, after)?,
        Act::UndoAccept => receiving::undo(conn, scene, after)?,
        Act::ProposeRejection { reason, note } => {
            need(note)?;
            json!({ "reason": reason })
        }
        Act::Reject { .. } => confirmed_rejection(conn, scene, after)?,
        Act::Ask { question, .. } => {
            need(question)?;
            after.former_status = Some(scene.before.status);
            json!({})
        }
        Act::Supply { text } => {
            need(text)?;
            after.former_status = None;
            after.due_on = deadlines::after_pause(conn, scene)?;
            json!({ "due_on": after.due_on })
        }
        Act::Assign {
            lead,
            due_on,
            coordinating,
            coordinating_due_on,
            order,
        } => {
            let days = (*due_on, coordinating_due_on.unwrap_or(*due_on));
            return assign_all(conn, scene, (*lead, coordinating, order), days, after);
        }
        Act::Take => {
            after.officer_id = scene.doer.account_id();
            json!({})
        }
        Act::ProposeReturn { note, suggested } => {
            returning::propose(conn, scene, note, *suggested)?
        }
        Act::Return { note, suggested } => {
            returning::may_confirm(conn, scene)?;
            end_lead(conn, scene)?;
            returning::give_back(conn, scene, note, *suggested, after)?
        }
        Act::Reassign { lead, due_on, note } => {
            end_coordination(conn, scene, *lead)?;
            assign(conn, scene, *lead, "lead", *due_on, note)?;
            contributing::keep_before(conn, scene, *due_on)?;
            after.lead_agency_id = Some(*lead);
            after.officer_id = None;
            after.due_on = Some(*due_on);
            return Ok(Effect {
                data: json!({ "lead": lead, "due_on": due_on }),
                agencies: vec![*lead],
            });
        }
        Act::ProposeContribution { agency, kind, text } => {
            contributing::propose(conn, scene, *agency, *kind, text)?
        }
        Act::Contribute { agency, kind, text } => {
            return contributing::confirm(conn, scene, *agency, *kind, text);
        }
        Act::HandOver { to, note } => {
            need(note)?;
            let data = handing_over::lead(conn, scene, *to, note, after)?;
            return Ok(Effect {
                data,
                agencies: vec![*to],
            });
        }
        Act::SubmitForApproval { response_id } => answers::submit(conn, scene, *response_id)?,
        Act::SendBack { note } => {
            need(note)?;
            answers::send_back(conn, scene)?
        }
        Act::Approve {
            document_number,
            document_on,
        } => {
            if !answers::open_commitments(conn, scene.before.id)?.is_empty() {
                return Err(not_now("not-now-open-commitments"));
            }
            answers::approve(conn, scene, (document_number, *document_on), &[], after)?
        }
        Act::ApproveWithCommitments {
            document_number,
            document_on,
            commitments,
        } => {
            if commitments.is_empty() {
                return Err(not_now("not-now-no-commitment"));
            }
            answers::approve(
                conn,
                scene,
                (document_number, *document_on),
                commitments,
                after,
            )?
        }
        Act::Sign {
            document_number,
            document_on,
        } => {
            if !answers::open_commitments(conn, scene.before.id)?.is_empty() {
                return Err(not_now("not-now-open-commitments"));
            }
            answers::sign(conn, scene, (document_number, *document_on))?
        }
        Act::Release { with_commitments } => {
            answers::release(conn, scene, *with_commitments, after)?
        }
        Act::Escalate {
            document_number,
            note,
        } => {
            need(note)?;
            answers::set_aside(conn, scene)?;
            json!({ "document_number": document_number })
        }
        Act::HigherReply { note, due_on } => {
            need(note)?;
            after.due_on = Some(*due_on);
            after.outcome = None;
            json!({ "due_on": due_on })
        }
        Act::Fulfil { note } => {
            need(note)?;
            fulfil(conn, scene, note)?;
            after.answered_at = Some(scene.now);
            json!({})
        }
        Act::Close { rating, .. } => {
            nothing_open_under(conn, after)?;
            after.closed_at = Some(scene.now);
            json!({ "rating": rating })
        }
        Act::Rate { rating, .. } => following::rate(conn, scene, *rating)?,
        Act::Reopen { note } if scene.before.status == Status::Merged => {
            need(note)?;
            following::leave(conn, scene, note, after)?
        }
        Act::Reopen { note } => {
            need(note)?;
            reopen(scene, after)
        }
        Act::Merge { into, note } => {
            need(note)?;
            following::merge(conn, scene, *into, after)?
        }
        Act::Join { into } => following::join(conn, scene, *into, after)?,
        Act::Unmerge { note } => {
            need(note)?;
            following::unmerge(conn, scene, after)?
        }
        Act::Extend { due_on, note } | Act::ExtendBeyondLimit { due_on, note } => {
            need(note)?;
            if act.action() == Action::Extend && after.extensions >= EXTENSIONS_AT_MOST {
                return Err(not_now("not-now-extensions"));
            }
            let old = after.due_on.replace(*due_on);
            after.extensions += 1;
            json!({ "from": old, "to": due_on })
        }
        Act::Redact(redaction) => publication::redact(conn, scene, redaction)?,
        Act::Simple {
            action: Action::Publish,
            ..
        } => publication::publish(conn, scene, after)?,
        Act::Simple {
            action: Action::Unpublish,
            note,
        } => {
            need(note)?;
            publication::unpublish(conn, after)?
        }
        Act::Simple {
            action: Action::Lapse,
            ..
        } => {
            after.closed_at = Some(scene.now);
            json!({})
        }
        Act::Simple { action, note } => {
            if !matches!(
                action,
                Action::ProposePublication
                    | Action::Table
                    | Action::ProposeForAgenda
                    | Action::Remind
            ) {
                need(note)?;
            }
            json!({})
        }
    };
    Ok(data.into())
}

/// It is worked on again, with the days of a new answer.
fn reopen(scene: &Scene<'_>, after: &mut Difficulty) -> Value {
    after.closed_at = None;
    after.reopenings += 1;
    after.former_status = None;
    after.outcome = None;
    after.due_on = Some(scene.deadlines.answer_by());
    json!({ "reopenings": after.reopenings })
}

/// Every promise of the answer is kept, by one piece of evidence.
fn fulfil(conn: &mut DbConnection, scene: &Scene<'_>, evidence: &str) -> QueryResult<()> {
    diesel::update(
        commitments::table
            .filter(commitments::difficulty_id.eq(scene.before.id))
            .filter(commitments::state.eq("open")),
    )
    .set((
        commitments::state.eq("done"),
        commitments::evidence.eq(evidence),
        commitments::done_at.eq(Some(scene.now)),
    ))
    .execute(conn)
    .map(drop)
}

/// The lead and those who coordinate, each with its date and the order.
fn assign_all(
    conn: &mut DbConnection,
    scene: &Scene<'_>,
    (lead, coordinating, order): (i64, &[i64], &str),
    (due_on, coordinating_due_on): (NaiveDate, NaiveDate),
    after: &mut Difficulty,
) -> Result<Effect, ActError> {
    if !coordinating.is_empty() && coordinating_due_on >= due_on {
        return Err(not_now("not-now-coordinating-due"));
    }
    assign(conn, scene, lead, "lead", due_on, order)?;
    for agency in coordinating.iter().filter(|agency| **agency != lead) {
        let day = coordinating_due_on;
        assign(conn, scene, *agency, "coordinating", day, order)?;
    }
    after.lead_agency_id = Some(lead);
    after.officer_id = None;
    after.due_on = Some(due_on);
    let agencies = std::iter::once(lead)
        .chain(coordinating.iter().copied())
        .collect();
    let data = json!({ "lead": lead, "due_on": due_on, "coordinating": coordinating });
    Ok(Effect { data, agencies })
}

/// Where a difficulty comes from, as written: for search.
pub(super) fn place(conn: &mut DbConnection, difficulty: &Difficulty) -> QueryResult<String> {
    let (village, commune): (String, String) = filers::table
        .inner_join(submissions::table.on(submissions::filer_id.eq(filers::id)))
        .filter(submissions::id.eq(difficulty.submission_id))
        .select((filers::village, filers::commune))
        .first(conn)?;
    Ok(format!("{village}, {commune}"))
}

/// A refusal has two persons: who proposed it, with reason and place to go, and the secretary.
fn confirmed_rejection(
    conn: &mut DbConnection,
    scene: &Scene<'_>,
    after: &mut Difficulty,
) -> Result<Value, ActError> {
    let proposal: Option<(String, String)> = proposals::table
        .filter(proposals::difficulty_id.eq(scene.before.id))
        .filter(proposals::settled_at.is_null())
        .filter(proposals::action.eq(Action::ProposeRejection))
        .select((proposals::note, proposals::data))
        .first(conn)
        .optional()?;
    let Some((note, data)) = proposal else {
        return Err(not_now("not-now-no-proposal"));
    };
    after.closed_at = Some(scene.now);
    let mut data: Value = serde_json::from_str(&data).unwrap_or_default();
    if let Some(fields) = data.as_object_mut() {
        fields.insert("where_to_go".into(), note.into());
    }
    Ok(data)
}

pub(super) fn assign(
    conn: &mut DbConnection,
    scene: &Scene<'_>,
    agency_id: i64,
    role: &str,
    due_on: NaiveDate,
    order: &str,
) -> Result<(), ActError> {
    let agency = crate::agencies::find(conn, agency_id).map_err(|_| not_now("not-now-agency"))?;
    if !agency.is_valid_on(crate::dates::local_date(scene.now)) {
        return Err(not_now("not-now-agency-closed"));
    }
    diesel::insert_into(assignments::table)
        .values((
            assignments::difficulty_id.eq(scene.before.id),
            assignments::agency_id.eq(agency_id),
            assignments::role.eq(role),
            assignments::due_on.eq(due_on),
            assignments::order_text.eq(order),
            assignments::assigned_by.eq(scene.doer.account_id()),
            assignments::assigned_at.eq(scene.now),
        ))
        .execute(conn)?;
    Ok(())
}

pub(super) fn end_lead(conn: &mut DbConnection, scene: &Scene<'_>) -> QueryResult<()> {
    diesel::update(
        assignments::table
            .filter(assignments::difficulty_id.eq(scene.before.id))
            .filter(assignments::role.eq("lead"))
            .filter(assignments::ended_at.is_null()),
    )
    .set(assignments::ended_at.eq(Some(scene.now)))
    .execute(conn)
    .map(drop)
}

/// An agency that coordinated and is now to lead does not do both.
pub(super) fn end_coordination(
    conn: &mut DbConnection,
    scene: &Scene<'_>,
    agency_id: i64,
) -> QueryResult<()> {
    diesel::update(
        assignments::table
            .filter(assignments::difficulty_id.eq(scene.before.id))
            .filter(assignments::agency_id.eq(agency_id))
            .filter(assignments::role.eq("coordinating"))
            .filter(assignments::ended_at.is_null()),
    )
    .set(assignments::ended_at.eq(Some(scene.now)))
    .execute(conn)
    .map(drop)
}

/// Closing waits for what is open under it (rule 7).
fn nothing_open_under(conn: &mut DbConnection, difficulty: &Difficulty) -> Result<(), ActError> {
    if !answers::open_commitments(conn, difficulty.id)?.is_empty() {
        return Err(not_now("not-now-open-commitments"));
    }
    let contributions: i64 = assignments::table
        .filter(assignments::difficulty_id.eq(difficulty.id))
        .filter(assignments::role.eq("coordinating"))
        .filter(assignments::ended_at.is_null())
        .filter(assignments::contributed_at.is_null())
        .count()
        .get_result(conn)?;
    if contributions > 0 {
        Err(not_now("not-now-open-contributions"))
    } else {
        Ok(())
    }
}

/// The key of why an act is not possible in a status.
#[must_use]
pub fn why_not(status: Status) -> Cow<'static, str> {
    Cow::Owned(format!("not-now-{}", status.as_str().replace('_', "-")))
}
