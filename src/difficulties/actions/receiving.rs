//! Accepting a letter: read passage by passage, the first ask stays this difficulty and each
//! further one becomes a difficulty of its own. And taking that back, while nothing has left the
//! house.
//!
//! What was split off and taken back is kept as a draft with its number: the next reading of the
//! letter takes it up again, so no number is ever two things.

use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;
use serde_json::{Value, json};

use super::act::Split;
use super::{ActError, Scene, not_now, write};
use crate::conferences;
use crate::db::DbConnection;
use crate::db::schema::{assignments, notices};
use crate::difficulties::passages::{self, Ask, Fate, Letter, Passage, marking};
use crate::difficulties::policy::Capability;
use crate::difficulties::queries::{self, NewDifficulty};
use crate::difficulties::totals::Changes;
use crate::difficulties::{Action, Difficulty, Priority, Status, search, turn};
use crate::events::{self, Event, NewEvent};
use crate::submissions;

/// How long an acceptance may be taken back.
pub const UNDO_WITHIN_MINUTES: i64 = 10;

/// Receives this difficulty and those its letter is split into; returns the split map.
pub(super) fn accept(
    conn: &mut DbConnection,
    scene: &Scene<'_>,
    priority: Priority,
    split: &Split,
    after: &mut Difficulty,
) -> Result<Value, ActError> {
    let submission = submissions::queries::find(conn, scene.before.submission_id)?;
    let letter = Letter::of(&submission.body, &submission.ask);
    let marking = match split {
        Split::Whole { topic_group_id } => vec![Passage {
            span: letter.whole(),
            fate: Fate::Asks(Ask {
                topic_group_id: *topic_group_id,
                title: scene.before.title.clone(),
            }),
        }],
        Split::Marked(marking) => {
            marking::check(&letter, marking).map_err(|_| not_now("not-now-passages"))?;
            marking.clone()
        }
    };
    let known = conferences::queries::topic_groups(conn, scene.before.conference_id)?;
    let asks: Vec<(usize, &Ask)> = marking
        .iter()
        .enumerate()
        .filter_map(|(place, passage)| match &passage.fate {
            Fate::Asks(ask) => Some((place, ask)),
            Fate::With(_) | Fate::Aside(_) => None,
        })
        .collect();
    if asks
        .iter()
        .any(|(_, ask)| known.iter().all(|topic| topic.id != ask.topic_group_id))
    {
        return Err(not_now("not-now-topic"));
    }
    let Some(((first_place, first), further)) = asks.split_first() else {
        return Err(not_now("not-now-passages"));
    };
    let was = json!({ "topic_group": scene.before.topic_group_id, "priority": scene.before.priority.as_str() });
    after.topic_group_id = Some(first.topic_group_id);
    after.priority = priority;
    after.due_on = Some(scene.deadlines.answer_by());
    if let Split::Marked(_) = split {
        after.title.clone_from(&first.title);
        (after.body, after.ask) = marking::words(&letter, &marking, *first_place);
    }
    let mut dormant = dormant(conn, &scene.before)?.into_iter();
    let mut became = vec![(*first_place, after.id)];
    let mut references = Vec::new();
    for (place, ask) in further {
        let words = marking::words(&letter, &marking, *place);
        let child = split_off(conn, scene, after, dormant.next(), ask, words)?;
        became.push((*place, child.id));
        references.push(child.reference);
    }
    passages::queries::keep(conn, submission.id, &letter, &marking, &became, scene.now)?;
    let reference_of = |place: usize| {
        let nth = became.iter().position(|(at, _)| *at == place)?;
        match nth.checked_sub(1) {
            None => Some(after.reference.clone()),
            Some(nth) => references.get(nth).cloned(),
        }
    };
    let map: Vec<Value> = marking
        .iter()
        .enumerate()
        .map(|(place, passage)| {
            let range = passage.span.to_string();
            match passage.fate {
                Fate::Asks(_) => json!({ "passage": range, "to": reference_of(place) }),
                Fate::With(other) => json!({ "passage": range, "to": reference_of(other) }),
                Fate::Aside(why) => json!({ "passage": range, "set_aside": why.as_str() }),
            }
        })
        .collect();
    Ok(json!({
        "topic_group": first.topic_group_id,
        "priority": priority.as_str(),
        "split": references,
        "passages": map,
        "was": was,
    }))
}

/// What was split off this letter before, and taken back.
fn dormant(conn: &mut DbConnection, first: &Difficulty) -> QueryResult<Vec<Difficulty>> {
    Ok(queries::of_submission(conn, first.submission_id)?
        .into_iter()
        .filter(|other| other.id != first.id && other.status == Status::Draft)
        .collect())
}

/// One further ask as a difficulty of its own, accepted with the first.
fn split_off(
    conn: &mut DbConnection,
    scene: &Scene<'_>,
    first: &Difficulty,
    taken_up: Option<Difficulty>,
    ask: &Ask,
    (body, asked): (String, String),
) -> Result<Difficulty, ActError> {
    let next_party = turn(Status::Accepted, first.restricted, 0, &[]);
    let next_due_at = Some(scene.deadlines.intake(first.priority));
    let (child, from) = if let Some(before) = taken_up {
        let mut child = Difficulty {
            topic_group_id: Some(ask.topic_group_id),
            status: Status::Accepted,
            priority: first.priority,
            restricted: first.restricted,
            next_party,
            next_due_at,
            due_on: first.due_on,
            title: ask.title.clone(),
            body,
            ask: asked,
            ..before.clone()
        };
        write(conn, &before, &mut child)?;
        (child, Status::Draft)
    } else {
        let number = queries::take_numbers(conn, first.conference_id, 1)?;
        let reference = format!("{}-{number:04}", scene.conference.reference_prefix);
        let child = queries::insert(
            conn,
            &NewDifficulty {
                conference_id: first.conference_id,
                submission_id: first.submission_id,
                topic_group_id: Some(ask.topic_group_id),
                number,
                reference: &reference,
                status: Status::Accepted,
                priority: first.priority,
                restricted: first.restricted,
                shielded: first.shielded,
                next_party,
                next_due_at,
                due_on: first.due_on,
                received_at: first.received_at,
                area_id: first.area_id,
                filer_kind: first.filer_kind,
                title: &ask.title,
                body: &body,
                ask: &asked,
            },
        )?;
        let mut changes = Changes::default();
        changes.add(&child);
        changes.apply(conn)?;
        let place = super::effects::place(conn, &child)?;
        search::index(conn, &child, &place)?;
        (child, Status::Submitted)
    };
    let data = json!({ "split_from": first.reference });
    tell_of(
        conn,
        scene,
        &child,
        Action::Accept,
        (from, Status::Accepted),
        &data,
    )?;
    Ok(child)
}

fn tell_of(
    conn: &mut DbConnection,
    scene: &Scene<'_>,
    child: &Difficulty,
    action: Action,
    (from, to): (Status, Status),
    data: &Value,
) -> QueryResult<()> {
    events::append(
        conn,
        &NewEvent {
            conference_id: child.conference_id,
            difficulty_id: Some(child.id),
            submission_id: Some(child.submission_id),
            party: scene.doer.party(),
            account_id: scene.doer.account_id(),
            agency_id: scene.doer.agency_id(),
            action: action.as_str(),
            from_status: Some(from.as_str()),
            to_status: Some(to.as_str()),
            note: "",
            data: data.to_string(),
            at: scene.now,
        },
    )
    .map(drop)
}

/// Whether the acceptance of a difficulty may still be taken back.
///
/// # Errors
/// When the database fails.
pub fn can_undo(
    conn: &mut DbConnection,
    difficulty: &Difficulty,
    now: NaiveDateTime,
) -> QueryResult<bool> {
    let is_first = queries::of_submission(conn, difficulty.submission_id)?
        .first()
        .is_some_and(|first| first.id == difficulty.id);
    Ok(is_first && why_not(conn, difficulty, now)?.is_ok())
}

/// The acceptance that may be taken back, or why not.
fn why_not(
    conn: &mut DbConnection,
    first: &Difficulty,
    now: NaiveDateTime,
) -> QueryResult<Result<Event, ActError>> {
    let Some(accepted) = last_acceptance(conn, first.id)?.into_iter().next() else {
        return Ok(Err(not_now("not-now-undo-late")));
    };
    if now - accepted.at > TimeDelta::minutes(UNDO_WITHIN_MINUTES) {
        return Ok(Err(not_now("not-now-undo-late")));
    }
    for part in letter_of(conn, first)? {
        let since = last_acceptance(conn, part.id)?;
        // Merged and taken out again, or moved to another group: nobody acted on it by that.
        let is_only_assigned = since.iter().skip(1).all(|event| {
            [
                Action::Assign.as_str(),
                Action::Merge.as_str(),
                Action::Unmerge.as_str(),
                Capability::SetTopic.as_str(),
            ]
            .contains(&event.action.as_str())
        });
        let stands = matches!(part.status, Status::Accepted | Status::Assigned);
        if !stands || !is_only_assigned || was_sent(conn, &since)? {
            return Ok(Err(not_now("not-now-undo-acted")));
        }
    }
    Ok(Ok(accepted))
}

/// Everything of the letter that is a difficulty now.
fn letter_of(conn: &mut DbConnection, first: &Difficulty) -> QueryResult<Vec<Difficulty>> {
    let mut all = queries::of_submission(conn, first.submission_id)?;
    all.retain(|part| part.status != Status::Draft);
    Ok(all)
}

/// The last acceptance of a difficulty and all that happened to it since.
fn last_acceptance(conn: &mut DbConnection, difficulty_id: i64) -> QueryResult<Vec<Event>> {
    let mut events = events::of_difficulty(conn, difficulty_id)?;
    let from = events
        .iter()
        .rposition(|event| event.action == Action::Accept.as_str());
    Ok(from.map_or_else(Vec::new, |from| events.split_off(from)))
}

/// Whether an agency was sent notice of any of these.
fn was_sent(conn: &mut DbConnection, events: &[Event]) -> QueryResult<bool> {
    let ids: Vec<i64> = events
        .iter()
        .filter(|event| event.action == Action::Assign.as_str())
        .map(|event| event.id)
        .collect();
    diesel::select(diesel::dsl::exists(
        notices::table
            .filter(notices::event_id.eq_any(ids))
            .filter(notices::agency_id.is_not_null())
            .filter(notices::sent_at.is_not_null()),
    ))
    .get_result(conn)
}

/// Takes the acceptance back: this difficulty waits again as it arrived; what was split off it
/// becomes a draft.
pub(super) fn undo(
    conn: &mut DbConnection,
    scene: &Scene<'_>,
    after: &mut Difficulty,
) -> Result<Value, ActError> {
    let first = &scene.before;
    let accepted = why_not(conn, first, scene.now)??;
    let was: Value = serde_json::from_str(&accepted.data).unwrap_or_default();
    if was.get("was").is_none() {
        // Split off another, which is the one to take back.
        return Err(not_now("not-now-undo-part"));
    }
    let submission = submissions::queries::find(conn, first.submission_id)?;
    for part in letter_of(conn, first)? {
        diesel::update(
            assignments::table
                .filter(assignments::difficulty_id.eq(part.id))
                .filter(assignments::ended_at.is_null()),
        )
        .set(assignments::ended_at.eq(Some(scene.now)))
        .execute(conn)?;
        if part.id == first.id {
            continue;
        }
        let from = part.status;
        let mut child = Difficulty {
            status: Status::Draft,
            topic_group_id: None,
            lead_agency_id: None,
            next_party: None,
            next_due_at: None,
            due_on: None,
            ..part.clone()
        };
        write(conn, &part, &mut child)?;
        let data = json!({ "split_from": first.reference });
        tell_of(
            conn,
            scene,
            &child,
            Action::UndoAccept,
            (from, Status::Draft),
            &data,
        )?;
    }
    passages::queries::take_back(conn, first.submission_id, scene.now)?;
    let fact = |name: &str| was.get("was").and_then(|was| was.get(name)).cloned();
    after.topic_group_id = fact("topic_group").and_then(|id| id.as_i64());
    after.priority = fact("priority")
        .and_then(|code| code.as_str().and_then(Priority::parse))
        .unwrap_or(Priority::Normal);
    after.title = submission.title;
    after.body = submission.body;
    after.ask = submission.ask;
    after.lead_agency_id = None;
    after.officer_id = None;
    after.due_on = None;
    Ok(json!({}))
}
