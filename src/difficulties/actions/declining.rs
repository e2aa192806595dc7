//! Saying no to a proposal: whoever may confirm it may turn it down, with a reason, and the turn
//! goes back to whose it was.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde_json::json;

use super::{ActError, Doer, Scene, allow, contributing, deadlines, need_reason, not_now, write};
use crate::conferences;
use crate::db::DbConnection;
use crate::db::schema::{accounts, proposals};
use crate::difficulties::contributions::{self, ContributionState};
use crate::difficulties::{Action, Difficulty, aside, queries, turn};
use crate::notifications::{self, Recipient};

/// The event of turning a proposal down.
pub const DECLINE: &str = "decline_proposal";

/// Turns down what `confirming` would confirm.
///
/// # Errors
/// [`ActError`]: as confirming it would answer; not now when nothing of the kind waits.
pub fn decline(
    conn: &mut DbConnection,
    doer: &Doer,
    now: NaiveDateTime,
    difficulty_id: i64,
    version: Option<i32>,
    (confirming, note): (Action, &str),
) -> Result<Difficulty, ActError> {
    let before = queries::find(conn, difficulty_id)?;
    let seen = queries::meet(conn, doer.actor(), before, now)?;
    allow(doer, &seen, confirming)?;
    let before = seen.difficulty;
    if version.is_some_and(|version| version != before.version) {
        return Err(ActError::Stale);
    }
    need_reason(note)?;
    let proposed = confirming
        .confirms()
        .ok_or_else(|| not_now("not-now-no-proposal"))?;
    let waiting: Vec<(i64, Option<i64>, Option<i64>)> = proposals::table
        .left_join(accounts::table.on(proposals::proposed_by.eq(accounts::id.nullable())))
        .filter(proposals::difficulty_id.eq(difficulty_id))
        .filter(proposals::settled_at.is_null())
        .filter(proposals::action.eq(proposed))
        .select((
            proposals::id,
            proposals::proposed_by,
            accounts::agency_id.nullable(),
        ))
        .load(conn)?;
    // Each coordinating agency decides about its own.
    let (proposal, proposer, _) = waiting
        .into_iter()
        .find(|(_, _, agency)| {
            proposed != Action::ProposeContribution || *agency == doer.agency_id()
        })
        .ok_or_else(|| not_now("not-now-no-proposal"))?;
    diesel::update(proposals::table.find(proposal))
        .set(proposals::settled_at.eq(Some(now)))
        .execute(conn)?;

    let conference = conferences::queries::find(conn, before.conference_id)?;
    let deadlines = deadlines::of(conn, &conference, now)?;
    let scene = Scene {
        doer,
        conference,
        now,
        before: before.clone(),
        deadlines,
    };
    if let (Action::ProposeContribution, Some(agency)) = (proposed, doer.agency_id()) {
        contributing::settle(conn, &scene, agency)?;
        if let Some((part, _)) = contributions::part_of(conn, difficulty_id, agency)? {
            let by = doer.account_id();
            contributions::decide(conn, part, ContributionState::Declined, by, now)?;
        }
    }
    let left: Vec<Action> = queries::open_proposals(conn, difficulty_id)?
        .into_iter()
        .map(|(action, _)| action)
        .collect();
    let mut after = before.clone();
    after.next_party = turn(after.status, after.restricted, after.returns, &left);
    after.next_due_at = deadlines::next(conn, &scene, &after)?;
    write(conn, &before, &mut after)?;
    let data = json!({ "of": proposed.as_str() });
    let event_id = aside::record(conn, doer, &after, (DECLINE, note), &data, now)?;
    if let Some(account) = proposer {
        let to = Recipient::Account(account);
        notifications::queue(conn, event_id, difficulty_id, to, DECLINE, now)?;
    }
    Ok(after)
}
