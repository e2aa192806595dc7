//! Making one restricted, taking that back, and saying for which persons it is there (permissions,
//! rows 9 and 10). Each has a reason, and each is on the record.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde_json::json;

use super::{ActError, Doer, Scene, deadlines, need_reason, not_now, publication, write};
use crate::accounts::Role;
use crate::conferences;
use crate::db::DbConnection;
use crate::db::schema::{accounts, assignments, named_persons};
use crate::difficulties::policy::{self, Capability};
use crate::difficulties::queries::Seen;
use crate::difficulties::{Action, Difficulty, Publication, aside, named, queries, turn};
use crate::notifications::{self, Recipient};

/// The event of naming a person.
pub const NAME: &str = "name_person";
/// The event of naming one no longer.
pub const UNNAME: &str = "unname_person";

/// Makes it restricted, or no longer. A public text is taken back with it.
///
/// # Errors
/// [`ActError`]: hidden, forbidden, stale, or not now without a reason.
pub fn set_restricted(
    conn: &mut DbConnection,
    doer: &Doer,
    now: NaiveDateTime,
    difficulty_id: i64,
    version: Option<i32>,
    (restricted, reason): (bool, &str),
) -> Result<Difficulty, ActError> {
    let before = queries::find(conn, difficulty_id)?;
    let seen = queries::meet(conn, doer.actor(), before, now)?;
    let capability = if restricted {
        Capability::SetRestricted
    } else {
        Capability::ClearRestricted
    };
    policy::may(capability, seen.standing, &seen.matter).require()?;
    let before = seen.difficulty;
    if version.is_some_and(|version| version != before.version) {
        return Err(ActError::Stale);
    }
    need_reason(reason)?;
    if before.restricted == restricted {
        return Ok(before);
    }
    let mut after = Difficulty {
        restricted,
        ..before.clone()
    };
    if restricted && before.publication == Publication::Public {
        publication::unpublish(conn, &after)?;
        after.publication = Publication::Private;
    }
    let conference = conferences::queries::find(conn, before.conference_id)?;
    let secretariat_id = conference.secretariat_id;
    let deadlines = deadlines::of(conn, &conference, now)?;
    let scene = Scene {
        doer,
        conference,
        now,
        before: before.clone(),
        deadlines,
    };
    let waiting: Vec<Action> = queries::open_proposals(conn, difficulty_id)?
        .into_iter()
        .map(|(action, _)| action)
        .collect();
    after.next_party = turn(after.status, restricted, after.returns, &waiting);
    after.next_due_at = deadlines::next(conn, &scene, &after)?;
    write(conn, &before, &mut after)?;
    let kind = capability.as_str();
    let event_id = aside::record(conn, doer, &after, (kind, reason), &json!({}), now)?;
    let to = Recipient::Secretariat(secretariat_id);
    notifications::queue(conn, event_id, difficulty_id, to, kind, now)?;
    Ok(after)
}

/// Somebody who may be named.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Candidate {
    pub account_id: i64,
    pub name: String,
    pub role: Role,
    pub agency_id: Option<i64>,
}

/// Who may be named: the staff of the agencies that have a part in it, the clerks, the chair and
/// the chair's aides. The secretary sees it anyway.
///
/// # Errors
/// When the database fails.
pub fn candidates(conn: &mut DbConnection, difficulty: &Difficulty) -> QueryResult<Vec<Candidate>> {
    let agencies: Vec<i64> = assignments::table
        .filter(assignments::difficulty_id.eq(difficulty.id))
        .filter(assignments::ended_at.is_null())
        .select(assignments::agency_id)
        .load(conn)?;
    let conference = conferences::queries::find(conn, difficulty.conference_id)?;
    let all: Vec<Candidate> = accounts::table
        .filter(accounts::disabled_at.is_null())
        .filter(accounts::role.eq_any([
            Role::Officer,
            Role::Leader,
            Role::Clerk,
            Role::Chair,
            Role::ChairAide,
        ]))
        .filter(
            accounts::agency_id
                .is_null()
                .or(accounts::agency_id.eq_any(agencies.clone()))
                .or(accounts::agency_id.eq(conference.secretariat_id)),
        )
        .order((accounts::agency_id, accounts::id))
        .select((
            accounts::id,
            accounts::display_name,
            accounts::role,
            accounts::agency_id,
        ))
        .load(conn)?;
    Ok(all
        .into_iter()
        .filter(|one| match one.role {
            Role::Officer | Role::Leader => one
                .agency_id
                .is_some_and(|agency| agencies.contains(&agency)),
            _ => true,
        })
        .collect())
}

/// Names a person, or names them no longer.
///
/// # Errors
/// [`ActError`]: hidden or forbidden; not now for one that is not restricted, for somebody who
/// cannot be named, and without a reason.
pub fn name(
    conn: &mut DbConnection,
    doer: &Doer,
    now: NaiveDateTime,
    seen: &Seen,
    (account_id, is_named, reason): (i64, bool, &str),
) -> Result<(), ActError> {
    // Who decides that everybody may see it decides who may.
    policy::may(Capability::ClearRestricted, seen.standing, &seen.matter).require()?;
    let difficulty = &seen.difficulty;
    if !difficulty.restricted {
        return Err(not_now("not-now-not-restricted"));
    }
    need_reason(reason)?;
    let stands = named::of(conn, difficulty.id)?.contains(&account_id);
    if stands == is_named {
        return Ok(());
    }
    if is_named {
        let may_be = candidates(conn, difficulty)?
            .iter()
            .any(|one| one.account_id == account_id);
        if !may_be {
            return Err(not_now("not-now-person"));
        }
        diesel::insert_into(named_persons::table)
            .values((
                named_persons::difficulty_id.eq(difficulty.id),
                named_persons::account_id.eq(account_id),
            ))
            .execute(conn)?;
    } else {
        diesel::delete(named_persons::table.find((difficulty.id, account_id))).execute(conn)?;
    }
    let action = if is_named { NAME } else { UNNAME };
    let data = json!({ "person": account_id });
    let event_id = aside::record(conn, doer, difficulty, (action, reason), &data, now)?;
    if is_named {
        let to = Recipient::Account(account_id);
        notifications::queue(conn, event_id, difficulty.id, to, action, now)?;
    }
    Ok(())
}
