//! Everything the workbench asks of the database.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::acts::Turn;
use super::record::{Assignment, Proposal, Proposer, PublicText};
use crate::accounts::Actor;
use crate::db::DbConnection;
use crate::db::schema::{accounts, assignments, difficulties, proposals, public_items};
use crate::difficulties::policy::{self, HistoryReach, Relation};
use crate::difficulties::queries::{self, Seen};
use crate::difficulties::{Action, Difficulty};
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
    let owes_contribution = assignments_of(conn, seen.difficulty.id)?
        .iter()
        .any(|part| {
            !part.is_lead() && Some(part.agency_id) == agency_id && part.contributed_at.is_none()
        });
    let turn = Turn {
        seen,
        waiting: &waiting,
        owes_contribution,
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
            assignments::agency_id,
            assignments::role,
            assignments::due_on,
            assignments::order_text,
            assignments::contribution,
            assignments::contributed_at,
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
    type Row = (Action, NaiveDateTime, String, Option<String>, Option<i64>);
    let rows: Vec<Row> = proposals::table
        .left_join(accounts::table.on(proposals::proposed_by.eq(accounts::id.nullable())))
        .filter(proposals::difficulty_id.eq(difficulty_id))
        .filter(proposals::settled_at.is_null())
        .order(proposals::id)
        .select((
            proposals::action,
            proposals::proposed_at,
            proposals::note,
            accounts::display_name.nullable(),
            accounts::agency_id.nullable(),
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(action, at, note, name, agency_id)| Proposal {
            action,
            by: name.map(|name| Proposer { name, agency_id }),
            at,
            note,
        })
        .collect())
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
    Ok(events
        .into_iter()
        .filter(|event| is_within(reach, own, secretariat_id, event.agency_id))
        .collect())
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
