//! What a coordinating agency says: proposed by its officer, confirmed by its own leader, one
//! agency without touching another.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde_json::{Value, json};

use super::effects::Effect;
use super::{ActError, Scene, not_now};
use crate::db::DbConnection;
use crate::db::schema::{accounts, assignments, proposals};
use crate::difficulties::Action;
use crate::difficulties::contributions::{self, ContributionKind, ContributionState};

/// The open part of an agency that may still say something.
fn part(conn: &mut DbConnection, scene: &Scene<'_>, agency: i64) -> Result<i64, ActError> {
    match contributions::part_of(conn, scene.before.id, agency)? {
        Some((id, false)) => Ok(id),
        Some((id, true)) if contributions::may_be_revised(scene.before.status) => Ok(id),
        _ => Err(not_now("not-now-no-contribution")),
    }
}

fn fits(kind: ContributionKind, text: &str) -> Result<(), ActError> {
    if kind != ContributionKind::Nothing && text.trim().is_empty() {
        Err(not_now("not-now-reason"))
    } else {
        Ok(())
    }
}

/// The officer's version; it takes the place of one that still waits.
pub(super) fn propose(
    conn: &mut DbConnection,
    scene: &Scene<'_>,
    agency: i64,
    kind: ContributionKind,
    text: &str,
) -> Result<Value, ActError> {
    let part = part(conn, scene, agency)?;
    fits(kind, text)?;
    settle(conn, scene, agency)?;
    let (by, now) = (scene.doer.account_id(), scene.now);
    contributions::decide(conn, part, ContributionState::Superseded, by, now)?;
    contributions::write(conn, part, (kind, text), by, now, false)?;
    Ok(json!({ "agency": agency, "kind": kind.as_str() }))
}

/// The leader's word. The officer's version is confirmed as it stands; changed, it stays as it
/// was and the leader's own follows it.
pub(super) fn confirm(
    conn: &mut DbConnection,
    scene: &Scene<'_>,
    agency: i64,
    kind: ContributionKind,
    text: &str,
) -> Result<Effect, ActError> {
    let part = part(conn, scene, agency)?;
    fits(kind, text)?;
    let (by, now) = (scene.doer.account_id(), scene.now);
    let waiting = contributions::waiting(conn, part)?;
    if waiting.is_some_and(|one| one.kind == kind && one.text == text) {
        contributions::decide(conn, part, ContributionState::Confirmed, by, now)?;
    } else {
        contributions::decide(conn, part, ContributionState::Superseded, by, now)?;
        contributions::write(conn, part, (kind, text), by, now, true)?;
    }
    let data = json!({ "agency": agency, "kind": kind.as_str() });
    if kind == ContributionKind::NotOurs {
        diesel::update(assignments::table.find(part))
            .set(assignments::ended_at.eq(Some(now)))
            .execute(conn)?;
        // Whoever named the agency must name another, or none.
        let agencies = vec![scene.conference.secretariat_id];
        return Ok(Effect { data, agencies });
    }
    diesel::update(assignments::table.find(part))
        .set(assignments::contribution.eq(Some(text)))
        .execute(conn)?;
    // Given anew, it is as late as it was the first time.
    diesel::update(
        assignments::table
            .find(part)
            .filter(assignments::contributed_at.is_null()),
    )
    .set(assignments::contributed_at.eq(Some(now)))
    .execute(conn)?;
    Ok(data.into())
}

/// Settles what an agency proposed to contribute; what others proposed waits on.
pub(super) fn settle(conn: &mut DbConnection, scene: &Scene<'_>, agency: i64) -> QueryResult<()> {
    let own = accounts::table
        .filter(accounts::agency_id.eq(agency))
        .select(accounts::id.nullable());
    diesel::update(
        proposals::table
            .filter(proposals::difficulty_id.eq(scene.before.id))
            .filter(proposals::settled_at.is_null())
            .filter(proposals::action.eq(Action::ProposeContribution))
            .filter(proposals::proposed_by.eq_any(own)),
    )
    .set(proposals::settled_at.eq(Some(scene.now)))
    .execute(conn)
    .map(drop)
}

/// A new lead's date may come before what was given to those who coordinate: whoever has not
/// contributed then has until the day before it.
pub(super) fn keep_before(
    conn: &mut DbConnection,
    scene: &Scene<'_>,
    lead_due_on: NaiveDate,
) -> QueryResult<()> {
    let before = lead_due_on.pred_opt().unwrap_or(lead_due_on);
    diesel::update(
        assignments::table
            .filter(assignments::difficulty_id.eq(scene.before.id))
            .filter(assignments::role.eq("coordinating"))
            .filter(assignments::ended_at.is_null())
            .filter(assignments::contributed_at.is_null())
            .filter(assignments::due_on.ge(lead_due_on)),
    )
    .set(assignments::due_on.eq(before))
    .execute(conn)
    .map(drop)
}
