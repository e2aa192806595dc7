//! Gathers a brief from the rows as they stand: a fixed number of queries, whatever the number of
//! difficulties, and a few for each of the decisions.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, NaiveDateTime};
use diesel::QueryResult;

use super::content::{Content, Fact, Name, Promise, Promptness, Topic};
use super::queries::{self, Row};
use super::{decisions, edits};
use crate::agencies;
use crate::conferences::overview::late::{ON_THEIR_DESK, delaying};
use crate::conferences::{self, Conference};
use crate::dates;
use crate::db::DbConnection;
use crate::difficulties::AgendaPlace;

/// The brief of a conference at this moment.
///
/// # Errors
/// When the database fails.
pub fn gather(
    conn: &mut DbConnection,
    conference: &Conference,
    now: NaiveDateTime,
) -> QueryResult<Content> {
    let rows = queries::rows(conn, conference.id)?;
    let letters = queries::letters(conn, conference.id)?;
    let owed = queries::coordination(conn, conference.id)?;
    let today = dates::local_date(now);
    let known: BTreeSet<i64> = rows.iter().map(|row| row.id).collect();
    let mut coordination: BTreeMap<i64, Vec<Owed>> = BTreeMap::new();
    for (id, due_on, contributed_at, ended_at) in owed {
        coordination.entry(id).or_default().push(Owed {
            due_on,
            settled_at: contributed_at.or(ended_at),
        });
    }
    let mut villages: Vec<String> = letters
        .values()
        .map(|(_, village)| village.trim().to_owned())
        .filter(|village| !village.is_empty())
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    villages.sort();
    let place_of: BTreeMap<&str, usize> = villages
        .iter()
        .enumerate()
        .map(|(place, name)| (name.as_str(), place))
        .collect();
    let none = Vec::new();
    let facts: Vec<Fact> = rows
        .iter()
        .map(|row| {
            let letter = letters.get(&row.submission_id);
            let owed = coordination.get(&row.id).unwrap_or(&none);
            Fact {
                id: row.id,
                reference: row.reference.clone(),
                submission: row.submission_id,
                filer: letter.map_or(0, |(filer, _)| *filer),
                topic: row.topic_group_id,
                status: row.status,
                agency: row.lead_agency_id,
                into: row.merged_into_id.filter(|parent| known.contains(parent)),
                village: letter.and_then(|(_, name)| place_of.get(name.trim()).copied()),
                tabled: matches!(
                    row.agenda_place,
                    AgendaPlace::Tabled | AgendaPlace::Concluded
                ),
                late_days: late_days(row, now),
                promptness: promptness(row, owed, now),
                age: (today - dates::local_date(row.received_at)).num_days(),
            }
        })
        .collect();
    let groups = conferences::queries::topic_groups(conn, conference.id)?;
    let (promises, promised_at) = promises(conn, conference)?;
    let mut content = Content {
        title: Name::new(&conference.title_vi, &conference.title_en),
        place: Name::new(&conference.place_vi, &conference.place_en),
        held_at: conference.held_at,
        as_of: now,
        issuer: name_of(conn, conference.secretariat_id)?,
        topics: groups
            .iter()
            .map(|group| Topic {
                id: group.id,
                position: group.position,
                name: Name::new(&group.title_vi, &group.title_en),
            })
            .collect(),
        agencies: BTreeMap::new(),
        villages,
        titles: BTreeMap::new(),
        decisions: Vec::new(),
        promises,
        promised_at,
        edited_sentences: None,
        facts,
    };
    content.agencies = names(conn, content.facts.iter().filter_map(|fact| fact.agency))?;
    content.decisions = decisions::wanted(conn, &content, conference, &rows)?;
    let mut named: Vec<i64> = content
        .heavy_villages()
        .iter()
        .flat_map(|village| village.problems.iter().map(|(id, _)| *id))
        .collect();
    named.extend(content.heaviest().map(|(fact, _)| fact.id));
    content.titles = queries::titles(conn, &named)?;
    edits::apply(conn, conference.id, &mut content)?;
    Ok(content)
}

/// What a coordinating agency owed, and when that ended.
struct Owed {
    due_on: NaiveDate,
    settled_at: Option<NaiveDateTime>,
}

impl Owed {
    /// Whether it was, or is, late at a moment.
    fn is_late_at(&self, moment: NaiveDateTime) -> bool {
        let settled = self.settled_at.filter(|at| *at <= moment).unwrap_or(moment);
        dates::day_end(self.due_on) < settled
    }
}

fn late_days(row: &Row, now: NaiveDateTime) -> Option<i64> {
    let due_at = row.next_due_at.filter(|due_at| *due_at < now)?;
    delaying()
        .contains(&row.status)
        .then(|| (dates::local_date(now) - dates::local_date(due_at)).num_days())
}

/// How it counts for the agency that leads it; see [`super::punctuality`].
fn promptness(row: &Row, owed: &[Owed], now: NaiveDateTime) -> Option<Promptness> {
    row.lead_agency_id?;
    if let (Some(answered_at), Some(due_on)) = (row.answered_at, row.due_on) {
        if answered_at <= dates::day_end(due_on) {
            return Some(Promptness::OnTime);
        }
        let is_theirs = !owed.iter().any(|one| one.is_late_at(answered_at));
        return is_theirs.then_some(Promptness::Late);
    }
    let is_overdue = late_days(row, now).is_some() && ON_THEIR_DESK.contains(&row.status);
    let is_theirs = !owed
        .iter()
        .any(|one| one.settled_at.is_none() && one.is_late_at(now));
    (is_overdue && is_theirs).then_some(Promptness::Overdue)
}

fn promises(
    conn: &mut DbConnection,
    conference: &Conference,
) -> QueryResult<(Vec<Promise>, Option<Name>)> {
    if let Some((id, vi, en)) = queries::before(conn, conference.filing_opens_at)? {
        let earlier = promises_of(conn, id)?;
        if !earlier.is_empty() {
            return Ok((earlier, Some(Name { vi, en })));
        }
    }
    Ok((promises_of(conn, conference.id)?, None))
}

fn promises_of(conn: &mut DbConnection, conference_id: i64) -> QueryResult<Vec<Promise>> {
    let rows = queries::promises(conn, conference_id)?;
    let names = names(conn, rows.iter().map(|(_, agency, ..)| *agency))?;
    Ok(rows
        .into_iter()
        .map(|(text, agency, due_on, state, done_at)| Promise {
            text,
            agency: names.get(&agency).cloned().unwrap_or_default(),
            due_on,
            state,
            done_on: done_at.map(dates::local_date),
        })
        .collect())
}

fn name_of(conn: &mut DbConnection, id: i64) -> QueryResult<Name> {
    let agency = agencies::find(conn, id)?;
    Ok(Name::new(&agency.name_vi, &agency.name_en))
}

/// Names of agencies by id.
pub(super) fn names(
    conn: &mut DbConnection,
    ids: impl Iterator<Item = i64>,
) -> QueryResult<BTreeMap<i64, Name>> {
    let ids: Vec<i64> = ids.collect::<BTreeSet<_>>().into_iter().collect();
    Ok(agencies::named(conn, &ids)?
        .into_iter()
        .map(|agency| (agency.id, Name::new(&agency.name_vi, &agency.name_en)))
        .collect())
}
