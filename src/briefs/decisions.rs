//! What the chair is asked to decide: problems that wait for a signature to be sent up, that
//! agencies sent back again and again, on which filers ask opposites, or that lie past their date.
//! The heaviest by its filers comes first; no more than fit on the first page.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use diesel::QueryResult;

use super::content::{Content, Decision, Fact, Name, Position, Reason};
use super::gather::names;
use super::queries::{self, Row};
use crate::conferences::Conference;
use crate::conferences::overview::late::ON_THEIR_DESK;
use crate::db::DbConnection;
use crate::difficulties::Status;
use crate::difficulties::workflow::BINDING_RETURN;

/// As many as fit on a page.
const AT_MOST: usize = 4;
/// Of these, at most so many that are only late.
const LATE_AT_MOST: usize = 2;
/// Two lines of what an agency says.
const LETTERS: usize = 170;

pub(super) fn wanted(
    conn: &mut DbConnection,
    content: &Content,
    conference: &Conference,
    rows: &[Row],
) -> QueryResult<Vec<Decision>> {
    let to_sign = queries::to_sign(conn, conference.id)?;
    let opposed = queries::opposed(conn, conference.id)?;
    let weights = content.weights();
    let returned: BTreeSet<i64> = rows
        .iter()
        .filter(|row| row.returns.unsigned_abs() >= BINDING_RETURN)
        .map(|row| row.id)
        .collect();
    let problems: BTreeMap<i64, &Fact> = content
        .facts
        .iter()
        .filter(|fact| fact.is_problem() && fact.is_open())
        .map(|fact| (fact.id, fact))
        .collect();
    let reason = |fact: &Fact| {
        if to_sign.contains_key(&fact.id) && fact.status == Status::PendingApproval {
            Some(Reason::ToSign)
        } else if returned.contains(&fact.id) && fact.status == Status::Returned {
            Some(Reason::Returned)
        } else if opposed
            .iter()
            .any(|(one, other)| *one == fact.id && problems.contains_key(other))
        {
            Some(Reason::Opposed)
        } else if fact.late_days.is_some() && ON_THEIR_DESK.contains(&fact.status) {
            Some(Reason::Overdue)
        } else if fact.status == Status::Escalated {
            Some(Reason::SentUp)
        } else {
            None
        }
    };
    let mut candidates: Vec<(&Fact, Reason)> = problems
        .values()
        .filter_map(|fact| Some((*fact, reason(fact)?)))
        .collect();
    // The heaviest first; of equal ones what only the chair can do, then the longest late.
    candidates.sort_by_key(|(fact, reason)| {
        let weight = weights.get(&fact.id).copied().unwrap_or(1);
        (Reverse(weight), *reason, Reverse(fact.late_days), fact.id)
    });
    let mut late = 0;
    let mut settled: BTreeSet<i64> = BTreeSet::new();
    let mut decisions = Vec::new();
    for (fact, reason) in candidates {
        // The other side of an opposition is named there, and needs no decision of its own.
        if settled.contains(&fact.id) || decisions.len() >= AT_MOST {
            continue;
        }
        if matches!(reason, Reason::Overdue | Reason::SentUp) {
            late += 1;
            if late > LATE_AT_MOST {
                continue;
            }
        }
        let other = opposed
            .iter()
            .find(|(one, other)| *one == fact.id && problems.contains_key(other))
            .map(|(_, other)| *other);
        settled.extend(other);
        let opposite = other
            .and_then(|id| problems.get(&id))
            .map(|other| other.reference.clone());
        let note = match reason {
            Reason::ToSign => to_sign.get(&fact.id).cloned().unwrap_or_default(),
            Reason::Returned => queries::return_note(conn, fact.id)?,
            _ => String::new(),
        };
        decisions.push(Decision {
            id: fact.id,
            reference: fact.reference.clone(),
            title: String::new(),
            reason,
            places: places(content, fact.id),
            late_days: fact.late_days,
            note: short(&note),
            opposite,
            positions: positions(conn, fact)?,
            edited_title: None,
            edited_sticks: None,
            edited_proposal: None,
        });
    }
    let ids: Vec<i64> = decisions.iter().map(|decision| decision.id).collect();
    let titles = queries::titles(conn, &ids)?;
    for decision in &mut decisions {
        decision.title = titles.get(&decision.id).cloned().unwrap_or_default();
    }
    Ok(decisions)
}

/// The villages of those who have it, at most three.
fn places(content: &Content, problem: i64) -> Vec<String> {
    let places: BTreeSet<usize> = content
        .facts
        .iter()
        .filter(|fact| fact.root() == problem)
        .filter_map(|fact| fact.village)
        .collect();
    places
        .into_iter()
        .filter_map(|place| content.villages.get(place).cloned())
        .take(3)
        .collect()
}

fn positions(conn: &mut DbConnection, fact: &Fact) -> QueryResult<Vec<Position>> {
    let contributions = queries::contributions(conn, fact.id)?;
    let ids = contributions.iter().map(|(id, _)| *id).chain(fact.agency);
    let names = names(conn, ids)?;
    let name = |id: i64| names.get(&id).cloned().unwrap_or_else(Name::default);
    let mut positions = Vec::new();
    if let Some(lead) = fact.agency {
        positions.push(Position {
            agency: name(lead),
            is_lead: true,
            text: short(&queries::last_words(conn, fact.id)?),
        });
    }
    for (id, text) in contributions {
        positions.push(Position {
            agency: name(id),
            is_lead: false,
            text: short(&text.unwrap_or_default()),
        });
    }
    Ok(positions)
}

/// At most two lines, cut between words.
fn short(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= LETTERS {
        return text;
    }
    let cut: String = text.chars().take(LETTERS).collect();
    let whole = cut
        .rsplit_once(' ')
        .map_or(cut.as_str(), |(whole, _)| whole);
    format!("{}…", whole.trim_end_matches([',', ';', '.', ' ']))
}
