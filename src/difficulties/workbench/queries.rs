//! Everything the workbench asks of the database.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::acts::Turn;
use super::record::{Assignment, Proposal, Proposer, PublicText};
use crate::accounts::Actor;
use crate::db::DbConnection;
use crate::db::schema::{
    accounts, assignments, difficulties, filers, proposals, public_items, submissions,
};
use crate::difficulties::actions::why_not_returned;
use crate::difficulties::contributions::{self, ContributionKind};
use crate::difficulties::notes;
use crate::difficulties::policy::{self, Capability, HistoryReach, Relation};
use crate::difficulties::queries::{self, Seen};
use crate::difficulties::{Action, Difficulty, Status};
use crate::events::{self, Event};
use crate::web::AppError;

/// Opens a difficulty for somebody who works on it. Staff who filed it themselves are its filer
/// and nothing behind the desk is theirs.
///
/// # Errors
/// `NotFound` for whoever must not know of it; or when the database fails.
pub fn open(
    conn: &mut DbConnection,
    actor: &Actor,
    code: &str,
    now: NaiveDateTime,
) -> Result<Seen, AppError> {
    let seen = queries::open(conn, actor, code, now)?;
    match seen.standing.acts_as() {
        Relation::Filer | Relation::Association => Err(AppError::NotFound),
        _ => Ok(seen),
    }
}

/// The acts to offer a viewer.
///
/// # Errors
/// When the database fails.
pub fn offered(conn: &mut DbConnection, actor: &Actor, seen: &Seen) -> QueryResult<Vec<Action>> {
    let waiting: Vec<Action> = queries::open_proposals(conn, seen.difficulty.id)?
        .into_iter()
        .map(|(action, _)| action)
        .collect();
    let agency_id = actor.staff().and_then(|staff| staff.agency_id);
    let part = match agency_id {
        Some(agency_id) => contributions::part_of(conn, seen.difficulty.id, agency_id)?,
        None => None,
    };
    // Asked only of its lead: the calendar is read for it.
    let is_lead = agency_id.is_some() && agency_id == seen.difficulty.lead_agency_id;
    let may_return = is_lead && why_not_returned(conn, &seen.difficulty, seen.at)?.is_none();
    let turn = Turn {
        seen,
        waiting: &waiting,
        owes_contribution: part.is_some_and(|(_, gave)| !gave),
        may_revise: part.is_some_and(|(_, gave)| gave)
            && contributions::may_be_revised(seen.difficulty.status),
        may_return,
    };
    Ok(turn.offered())
}

/// Open assignments, the lead first.
///
/// # Errors
/// When the database fails.
pub fn assignments_of(conn: &mut DbConnection, difficulty_id: i64) -> QueryResult<Vec<Assignment>> {
    let mut parts: Vec<Assignment> = assignments::table
        .filter(assignments::difficulty_id.eq(difficulty_id))
        .filter(assignments::ended_at.is_null())
        .order(assignments::id)
        .select((
            assignments::id,
            assignments::agency_id,
            assignments::role,
            assignments::due_on,
            assignments::order_text,
            assignments::contribution,
            assignments::contributed_at,
            assignments::officer_id,
        ))
        .load(conn)?;
    parts.sort_by_key(|part| !part.is_lead());
    Ok(parts)
}

/// Acts that wait for a second person, the oldest first.
///
/// # Errors
/// When the database fails.
pub fn proposals_of(conn: &mut DbConnection, difficulty_id: i64) -> QueryResult<Vec<Proposal>> {
    type Row = (
        Action,
        NaiveDateTime,
        String,
        String,
        Option<String>,
        Option<i64>,
    );
    let rows: Vec<Row> = proposals::table
        .left_join(accounts::table.on(proposals::proposed_by.eq(accounts::id.nullable())))
        .filter(proposals::difficulty_id.eq(difficulty_id))
        .filter(proposals::settled_at.is_null())
        .order(proposals::id)
        .select((
            proposals::action,
            proposals::proposed_at,
            proposals::note,
            proposals::data,
            accounts::display_name.nullable(),
            accounts::agency_id.nullable(),
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(action, at, note, data, name, agency_id)| Proposal {
            suggested: fact(&data, "suggested").and_then(|id| id.as_i64()),
            kind: fact(&data, "kind").and_then(|kind| ContributionKind::parse(kind.as_str()?)),
            action,
            by: name.map(|name| Proposer { name, agency_id }),
            at,
            note,
        })
        .collect())
}

fn fact(data: &str, name: &str) -> Option<serde_json::Value> {
    let data: serde_json::Value = serde_json::from_str(data).ok()?;
    data.get(name).cloned()
}

/// Display names by account.
///
/// # Errors
/// When the database fails.
pub fn names(conn: &mut DbConnection, ids: Vec<i64>) -> QueryResult<BTreeMap<i64, String>> {
    let rows: Vec<(i64, String)> = accounts::table
        .filter(accounts::id.eq_any(ids))
        .select((accounts::id, accounts::display_name))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Those of `all` that the actor may know of.
///
/// # Errors
/// When the database fails.
pub fn known_to(
    conn: &mut DbConnection,
    actor: &Actor,
    all: Vec<Difficulty>,
    now: NaiveDateTime,
) -> QueryResult<Vec<Difficulty>> {
    let mut known = Vec::new();
    for difficulty in all {
        let seen = queries::meet(conn, actor, difficulty, now)?;
        if policy::sees(seen.standing, &seen.matter) {
            known.push(seen.difficulty);
        }
    }
    Ok(known)
}

/// How many others by the same filer a page names.
const OTHERS_AT_MOST: i64 = 10;

/// Others by the same filer, told by the telephone, the newest first: those on the viewer's own
/// lists. A shielded one is tied to none, for a name beside it would say whose it is.
///
/// # Errors
/// When the database fails.
pub fn of_same_filer(
    conn: &mut DbConnection,
    actor: &Actor,
    seen: &Seen,
) -> QueryResult<Vec<Difficulty>> {
    let own = &seen.difficulty;
    let reads = policy::may(Capability::ReadFiler, seen.standing, &seen.matter).is_yes();
    if own.shielded || !reads {
        return Ok(Vec::new());
    }
    let phone: Option<String> = submissions::table
        .inner_join(filers::table.on(filers::id.eq(submissions::filer_id)))
        .filter(submissions::id.eq(own.submission_id))
        .select(filers::phone_e164)
        .first(conn)?;
    let Some(phone) = phone else {
        return Ok(Vec::new());
    };
    let submissions: Vec<i64> = submissions::table
        .inner_join(filers::table.on(filers::id.eq(submissions::filer_id)))
        .filter(filers::phone_e164.eq(phone))
        .filter(submissions::id.ne(own.submission_id))
        .order(submissions::id.desc())
        .limit(OTHERS_AT_MOST)
        .select(submissions::id)
        .load(conn)?;
    queries::visible_to(actor)
        .filter(difficulties::submission_id.eq_any(submissions))
        .filter(difficulties::shielded.eq(false))
        .filter(difficulties::status.ne(Status::Draft))
        .order(difficulties::id.desc())
        .limit(OTHERS_AT_MOST)
        .load(conn)
}

/// How many open to everybody of the house follow `parent`: the lead answers for all of them.
///
/// # Errors
/// When the database fails.
pub fn count_of_followers(conn: &mut DbConnection, parent: i64) -> QueryResult<i64> {
    difficulties::table
        .filter(difficulties::merged_into_id.eq(parent))
        .filter(difficulties::restricted.eq(false))
        .count()
        .get_result(conn)
}

/// The events a viewer reads, the oldest first. An agency reads its own, the secretariat's, the
/// filer's and the clock's; what other agencies do among themselves is theirs.
///
/// # Errors
/// When the database fails.
pub fn history(
    conn: &mut DbConnection,
    actor: &Actor,
    seen: &Seen,
    secretariat_id: i64,
) -> QueryResult<Vec<Event>> {
    let reach = policy::history_reach(seen.standing);
    let own = actor.staff().and_then(|staff| staff.agency_id);
    let events = events::of_difficulty(conn, seen.difficulty.id)?;
    let within: Vec<Event> = events
        .into_iter()
        .filter(|event| is_within(reach, own, secretariat_id, event.agency_id))
        // What a unit notes for itself is read there only.
        .filter(|event| {
            !notes::is_note(event)
                || actor
                    .staff()
                    .is_some_and(|staff| notes::is_of_unit(event, staff))
        })
        .collect();
    without_hidden(conn, actor, seen, within)
}

/// Stands for a number that the viewer must not know.
const MASKED: &str = "•••";

/// The same events without the numbers of restricted ones that are not there for the viewer: of a
/// letter that was split, of what was merged or tied.
fn without_hidden(
    conn: &mut DbConnection,
    actor: &Actor,
    seen: &Seen,
    mut events: Vec<Event>,
) -> QueryResult<Vec<Event>> {
    let mut spoken_of: Vec<String> = events.iter().flat_map(references).collect();
    spoken_of.sort_unstable();
    spoken_of.dedup();
    spoken_of.retain(|reference| *reference != seen.difficulty.reference);
    if spoken_of.is_empty() {
        return Ok(events);
    }
    let restricted: Vec<Difficulty> = difficulties::table
        .filter(difficulties::reference.eq_any(spoken_of))
        .filter(difficulties::restricted.eq(true))
        .load(conn)?;
    let all = restricted.len();
    let known = known_to(conn, actor, restricted.clone(), seen.at)?;
    if known.len() == all {
        return Ok(events);
    }
    for hidden in restricted
        .iter()
        .filter(|one| known.iter().all(|known| known.id != one.id))
    {
        let said = format!("\"{}\"", hidden.reference);
        for event in &mut events {
            event.data = event.data.replace(&said, &format!("\"{MASKED}\""));
        }
    }
    Ok(events)
}

/// The numbers of other difficulties that an event's data speaks of.
fn references(event: &Event) -> Vec<String> {
    let Ok(serde_json::Value::Object(data)) = serde_json::from_str(&event.data) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for name in ["split_from", "into", "to", "with"] {
        found.extend(
            data.get(name)
                .and_then(serde_json::Value::as_str)
                .map(str::to_owned),
        );
    }
    if let Some(serde_json::Value::Array(parts)) = data.get("split") {
        found.extend(
            parts
                .iter()
                .filter_map(serde_json::Value::as_str)
                .map(str::to_owned),
        );
    }
    found
}

/// Whether what `agency_id` did lies within a viewer's reach.
#[must_use]
pub fn is_within(
    reach: HistoryReach,
    own: Option<i64>,
    secretariat_id: i64,
    agency_id: Option<i64>,
) -> bool {
    match reach {
        HistoryReach::All => true,
        HistoryReach::AgencyEvents => {
            agency_id.is_none() || agency_id == own || agency_id == Some(secretariat_id)
        }
        HistoryReach::OwnEvents | HistoryReach::Nothing => false,
    }
}

/// The redacted text, if one was made.
///
/// # Errors
/// When the database fails.
pub fn public_text(conn: &mut DbConnection, difficulty_id: i64) -> QueryResult<Option<PublicText>> {
    public_items::table
        .find(difficulty_id)
        .select((
            public_items::title,
            public_items::text,
            public_items::filer_label,
            public_items::place_label,
            public_items::answer_summary,
            public_items::answer_text,
        ))
        .first(conn)
        .optional()
}
