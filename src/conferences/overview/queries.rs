//! What the overview reads. Every query starts from what its reader may see.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::late::{Late, Overdue, delaying};
use super::table::Counts;
use crate::accounts::{Actor, Role, Staff};
use crate::agencies::Agency;
use crate::dates;
use crate::db::DbConnection;
use crate::db::schema::{difficulties, named_persons, proposals, totals as kept};
use crate::difficulties::queries::visible_to;
use crate::difficulties::totals::kept::KeptTotals;
use crate::difficulties::totals::{ALL_AGENCIES, NO_TOPIC, Scope};
use crate::difficulties::workflow::BINDING_RETURN;
use crate::difficulties::{Action, Difficulty, Status};
use crate::directory::Directory;

/// Where everything of a conference stands: the kept totals, and the few restricted ones on
/// which the reader is named.
///
/// # Errors
/// When the database fails.
pub fn counts(
    conn: &mut DbConnection,
    totals: &KeptTotals,
    staff: &Staff,
    conference_id: i64,
) -> QueryResult<Counts> {
    let scope = Scope {
        conference_id: Some(conference_id),
        agency_id: None,
        with_restricted: sees_all(staff),
    };
    let mut counts = Counts::default();
    for total in totals.standing(conn, scope)?.iter() {
        counts.add(total.topic_group_id, total.status, total.count);
    }
    for (topic_group_id, _, status, _) in named(conn, staff, conference_id)? {
        counts.add(topic_group_id.unwrap_or(NO_TOPIC), status, 1);
    }
    Ok(counts)
}

fn sees_all(staff: &Staff) -> bool {
    staff.role == Role::Secretary
}

/// Restricted ones on which the reader is named: few, and in no kept total of theirs. Begins at
/// the persons, or the database might begin at every difficulty of the conference.
fn named(
    conn: &mut DbConnection,
    staff: &Staff,
    conference_id: i64,
) -> QueryResult<Vec<OverdueRow>> {
    if sees_all(staff) {
        return Ok(Vec::new());
    }
    let ids: Vec<i64> = named_persons::table
        .filter(named_persons::account_id.eq(staff.account_id))
        .select(named_persons::difficulty_id)
        .load(conn)?;
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    difficulties::table
        .filter(difficulties::id.eq_any(ids))
        .filter(difficulties::conference_id.eq(conference_id))
        .filter(difficulties::restricted.eq(true))
        .select(STANDING)
        .load(conn)
}

/// What is overdue: the kept totals of the days that have passed, then by their rows what passed
/// today and the restricted ones on which the reader is named.
///
/// # Errors
/// When the database fails.
pub fn late(
    conn: &mut DbConnection,
    totals: &KeptTotals,
    actor: &Actor,
    staff: &Staff,
    conference_id: i64,
    now: NaiveDateTime,
) -> QueryResult<Late> {
    let today = dates::local_date(now);
    let delaying = delaying();
    let mut late = Late::default();
    let passed = totals.before(conn, conference_id, sees_all(staff), today)?;
    for total in passed.iter() {
        if !delaying.contains(&total.status) {
            continue;
        }
        let is_of_all = total.agency_id == ALL_AGENCIES;
        let overdue = Overdue {
            topic_group_id: Some(total.topic_group_id).filter(|id| *id != NO_TOPIC),
            lead_agency_id: Some(total.agency_id).filter(|_| !is_of_all),
            status: total.status,
            count: total.count,
            due_on: total.first,
        };
        if is_of_all {
            late.all.push(overdue);
        } else {
            late.led.push(overdue);
        }
    }
    let mut rows: Vec<OverdueRow> = Vec::new();
    for status in &delaying {
        let passed_today: Vec<OverdueRow> = visible_to(actor)
            .filter(difficulties::conference_id.eq(conference_id))
            .filter(difficulties::status.eq(*status))
            .filter(difficulties::next_due_at.ge(dates::day_start(today)))
            .filter(difficulties::next_due_at.lt(now))
            .select(STANDING)
            .load(conn)?;
        rows.extend(passed_today);
    }
    let before_today =
        named(conn, staff, conference_id)?
            .into_iter()
            .filter(|(.., status, due_at)| {
                delaying.contains(status)
                    && due_at.is_some_and(|due_at| due_at < dates::day_start(today))
            });
    rows.extend(before_today);
    for (topic_group_id, lead_agency_id, status, due_at) in rows {
        let Some(due_at) = due_at else { continue };
        let overdue = Overdue {
            topic_group_id,
            lead_agency_id,
            status,
            count: 1,
            due_on: dates::local_date(due_at),
        };
        late.all.push(overdue);
        if lead_agency_id.is_some() {
            late.led.push(overdue);
        }
    }
    Ok(late)
}

type OverdueRow = (Option<i64>, Option<i64>, Status, Option<NaiveDateTime>);

const STANDING: (
    difficulties::topic_group_id,
    difficulties::lead_agency_id,
    difficulties::status,
    difficulties::next_due_at,
) = (
    difficulties::topic_group_id,
    difficulties::lead_agency_id,
    difficulties::status,
    difficulties::next_due_at,
);

/// An agency, and how much it leads in a conference.
pub struct LeadAgency {
    pub agency: Agency,
    pub assigned: i64,
}

/// The agencies of `ids`, in no order.
///
/// # Errors
/// When the database fails.
pub fn leads(
    conn: &mut DbConnection,
    directory: &Directory,
    staff: &Staff,
    conference_id: i64,
    ids: &[i64],
) -> QueryResult<Vec<LeadAgency>> {
    let mut query = kept::table
        .filter(kept::conference_id.eq(conference_id))
        .filter(kept::agency_id.eq_any(ids.to_vec()))
        .select((kept::agency_id, kept::status, kept::count))
        .into_boxed();
    if !sees_all(staff) {
        query = query.filter(kept::restricted.eq(false));
    }
    let rows: Vec<(i64, Status, i64)> = query.load(conn)?;
    let named = named(conn, staff, conference_id)?;
    let assigned = |id: i64| -> i64 {
        let kept = rows
            .iter()
            .filter(|(agency_id, status, _)| *agency_id == id && *status != Status::Draft)
            .map(|(.., count)| count)
            .sum::<i64>();
        let named = named
            .iter()
            .filter(|(_, lead, ..)| *lead == Some(id))
            .count();
        kept + i64::try_from(named).unwrap_or_default()
    };
    Ok(directory
        .agencies_among(ids)
        .map(|agency| LeadAgency {
            assigned: assigned(agency.id),
            agency: agency.clone(),
        })
        .collect())
}

/// Escalated ones, the next date first.
///
/// # Errors
/// When the database fails.
pub fn escalated(
    conn: &mut DbConnection,
    actor: &Actor,
    conference_id: i64,
    limit: i64,
) -> QueryResult<Vec<Difficulty>> {
    visible_to(actor)
        .filter(difficulties::conference_id.eq(conference_id))
        .filter(difficulties::status.eq(Status::Escalated))
        .order((difficulties::next_due_at, difficulties::id))
        .limit(limit)
        .load(conn)
}

/// Those whose answer says "beyond our authority" and waits for the secretary's or the chair's
/// signature.
///
/// # Errors
/// When the database fails.
pub fn to_sign(
    conn: &mut DbConnection,
    actor: &Actor,
    conference_id: i64,
    limit: i64,
) -> QueryResult<Vec<Difficulty>> {
    let proposed = proposals::table
        .filter(proposals::action.eq(Action::ProposeEscalation))
        .filter(proposals::settled_at.is_null())
        .select(proposals::difficulty_id);
    visible_to(actor)
        .filter(difficulties::conference_id.eq(conference_id))
        .filter(difficulties::status.eq(Status::PendingApproval))
        .filter(difficulties::id.eq_any(proposed))
        .order((difficulties::next_due_at, difficulties::id))
        .limit(limit)
        .load(conn)
}

/// Those that agencies have sent back so often that a decision must bind.
///
/// # Errors
/// When the database fails.
pub fn returned_again(
    conn: &mut DbConnection,
    actor: &Actor,
    conference_id: i64,
    limit: i64,
) -> QueryResult<Vec<Difficulty>> {
    let binding = i32::try_from(BINDING_RETURN).unwrap_or(i32::MAX);
    visible_to(actor)
        .filter(difficulties::conference_id.eq(conference_id))
        .filter(difficulties::status.eq(Status::Returned))
        .filter(difficulties::returns.ge(binding))
        .order((difficulties::next_due_at, difficulties::id))
        .limit(limit)
        .load(conn)
}

/// The ones overdue the longest. Each status of each topic group is read off the end of its own
/// index, the one with the earliest date first, and only while it may hold one that is later
/// than those found.
///
/// # Errors
/// When the database fails.
pub fn longest_overdue(
    conn: &mut DbConnection,
    actor: &Actor,
    conference_id: i64,
    late: &Late,
    now: NaiveDateTime,
    limit: i64,
) -> QueryResult<Vec<Difficulty>> {
    let wanted = usize::try_from(limit).unwrap_or_default();
    let mut found: Vec<Difficulty> = Vec::new();
    for (first, topic, status) in late.runs() {
        let is_full = found
            .get(wanted.saturating_sub(1))
            .is_some_and(|last| last.next_due_at < Some(dates::day_start(first)));
        if is_full {
            break;
        }
        let run = visible_to(actor)
            .filter(difficulties::conference_id.eq(conference_id))
            .filter(difficulties::status.eq(status))
            .filter(difficulties::next_due_at.lt(now));
        let run = match topic {
            Some(id) => run.filter(difficulties::topic_group_id.eq(id)),
            None => run.filter(difficulties::topic_group_id.is_null()),
        };
        let of_run: Vec<Difficulty> = run
            .order((difficulties::next_due_at, difficulties::id))
            .limit(limit)
            .load(conn)?;
        found.extend(of_run);
        found.sort_by_key(|difficulty| (difficulty.next_due_at, difficulty.id));
        found.truncate(wanted);
    }
    Ok(found)
}
