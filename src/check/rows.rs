//! Every difficulty against what must hold of one, a page at a time.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::db::DbConnection;
use crate::db::schema::{
    assignments, commitments, conferences, difficulties, events, proposals, public_items, responses,
};
use crate::difficulties::totals::due::DueCell;
use crate::difficulties::totals::{ALL_AGENCIES, Cell, NO_TOPIC};
use crate::difficulties::{Action, Outcome, Party, Publication, Status, turn};

const PAGE: i64 = 2_000;

/// What of a difficulty is checked; not its text.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = difficulties)]
struct Row {
    id: i64,
    conference_id: i64,
    topic_group_id: Option<i64>,
    number: i64,
    reference: String,
    status: Status,
    publication: Publication,
    restricted: bool,
    lead_agency_id: Option<i64>,
    merged_into_id: Option<i64>,
    outcome: Option<Outcome>,
    next_party: Option<Party>,
    next_due_at: Option<NaiveDateTime>,
    returns: i32,
}

/// What the rows add up to.
#[derive(Debug, Default)]
pub(super) struct Counted {
    pub rows: u64,
    pub cells: BTreeMap<Cell, i64>,
    pub due: BTreeMap<DueCell, i64>,
}

/// What stands beside the difficulties of one page, by their ids.
struct Beside {
    leads: BTreeMap<i64, Vec<i64>>,
    proposals: BTreeMap<i64, Vec<Action>>,
    last_status: BTreeMap<i64, String>,
    answers: BTreeMap<i64, Vec<i64>>,
    commitments: BTreeMap<i64, Vec<i64>>,
    public: BTreeMap<i64, Shown>,
    parents: BTreeMap<i64, (i64, Option<i64>)>,
}

/// A row of the public projection.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = public_items)]
struct Shown {
    difficulty_id: i64,
    is_public: bool,
    status: Status,
    outcome: Option<Outcome>,
    lead_agency_id: Option<i64>,
    topic_group_id: Option<i64>,
}

pub(super) fn look(conn: &mut DbConnection, wrong: &mut dyn FnMut(String)) -> QueryResult<Counted> {
    let next_numbers: BTreeMap<i64, i64> = conferences::table
        .select((conferences::id, conferences::next_number))
        .load::<(i64, i64)>(conn)?
        .into_iter()
        .collect();
    let mut counted = Counted::default();
    let mut after = i64::MIN;
    loop {
        let page: Vec<Row> = difficulties::table
            .filter(difficulties::id.gt(after))
            .order(difficulties::id)
            .limit(PAGE)
            .select(columns())
            .load(conn)?;
        let Some(last) = page.last() else {
            return Ok(counted);
        };
        after = last.id;
        let beside = Beside::of(conn, &page)?;
        for row in &page {
            counted.rows += 1;
            for cell in row.cells() {
                *counted.cells.entry(cell).or_default() += 1;
                if let Some(due_at) = row.next_due_at {
                    *counted.due.entry(DueCell::of(&cell, due_at)).or_default() += 1;
                }
            }
            let mut tell = |what: &str| wrong(format!("{}: {what}", row.reference));
            if next_numbers
                .get(&row.conference_id)
                .is_none_or(|next| row.number >= *next)
            {
                tell("its number will be given out again");
            }
            row.one_turn(&beside, &mut tell);
            row.one_lead(&beside, &mut tell);
            row.parent(&beside, &mut tell);
            row.answer(&beside, &mut tell);
            row.publication(&beside, &mut tell);
            if beside.last_status.get(&row.id).map(String::as_str) != Some(row.status.as_str()) {
                tell("its last event led to another status");
            }
        }
    }
}

type Columns = diesel::dsl::AsSelect<Row, crate::db::MultiBackend>;

fn columns() -> Columns {
    Row::as_select()
}

impl Beside {
    fn of(conn: &mut DbConnection, page: &[Row]) -> QueryResult<Self> {
        let ids: Vec<i64> = page.iter().map(|row| row.id).collect();
        let parents: Vec<i64> = page.iter().filter_map(|row| row.merged_into_id).collect();
        let leads = assignments::table
            .filter(assignments::difficulty_id.eq_any(ids.clone()))
            .filter(assignments::role.eq("lead"))
            .filter(assignments::ended_at.is_null())
            .select((assignments::difficulty_id, assignments::agency_id))
            .load(conn)?;
        let proposals = proposals::table
            .filter(proposals::difficulty_id.eq_any(ids.clone()))
            .filter(proposals::settled_at.is_null())
            .select((proposals::difficulty_id, proposals::action))
            .load(conn)?;
        let statuses: Vec<(Option<i64>, Option<String>)> = events::table
            .filter(events::difficulty_id.eq_any(ids.clone()))
            .filter(events::to_status.is_not_null())
            .order((events::difficulty_id, events::seq))
            .select((events::difficulty_id, events::to_status))
            .load(conn)?;
        let answers = responses::table
            .filter(responses::difficulty_id.eq_any(ids.clone()))
            .filter(responses::state.eq("approved"))
            .select((responses::difficulty_id, responses::id))
            .load(conn)?;
        let commitments = commitments::table
            .filter(commitments::difficulty_id.eq_any(ids.clone()))
            .filter(commitments::state.eq("open"))
            .select((commitments::difficulty_id, commitments::id))
            .load(conn)?;
        let public: Vec<Shown> = public_items::table
            .filter(public_items::difficulty_id.eq_any(ids))
            .select(Shown::as_select())
            .load(conn)?;
        let parents: Vec<(i64, i64, Option<i64>)> = difficulties::table
            .filter(difficulties::id.eq_any(parents))
            .select((
                difficulties::id,
                difficulties::conference_id,
                difficulties::merged_into_id,
            ))
            .load(conn)?;
        Ok(Self {
            leads: grouped(leads),
            proposals: grouped(proposals),
            // The last of a difficulty stands, as they come in order.
            last_status: statuses
                .into_iter()
                .filter_map(|(id, status)| Some((id?, status?)))
                .collect(),
            answers: grouped(answers),
            commitments: grouped(commitments),
            public: public
                .into_iter()
                .map(|shown| (shown.difficulty_id, shown))
                .collect(),
            parents: parents
                .into_iter()
                .map(|(id, conference_id, parent)| (id, (conference_id, parent)))
                .collect(),
        })
    }
}

fn grouped<T>(rows: Vec<(i64, T)>) -> BTreeMap<i64, Vec<T>> {
    let mut groups: BTreeMap<i64, Vec<T>> = BTreeMap::new();
    for (id, value) in rows {
        groups.entry(id).or_default().push(value);
    }
    groups
}

fn at<T>(groups: &BTreeMap<i64, Vec<T>>, id: i64) -> &[T] {
    groups.get(&id).map_or(&[], Vec::as_slice)
}

impl Row {
    fn cells(&self) -> impl Iterator<Item = Cell> + use<> {
        let all = Cell {
            conference_id: self.conference_id,
            agency_id: ALL_AGENCIES,
            topic_group_id: self.topic_group_id.unwrap_or(NO_TOPIC),
            status: self.status,
            restricted: self.restricted,
            is_public: self.publication == Publication::Public,
        };
        let lead = self
            .lead_agency_id
            .map(|agency_id| Cell { agency_id, ..all });
        std::iter::once(all).chain(lead)
    }

    /// Rule 3: one party and one date while it is open, none after.
    fn one_turn(&self, beside: &Beside, tell: &mut dyn FnMut(&str)) {
        let proposals = at(&beside.proposals, self.id);
        let turn = turn(self.status, self.restricted, self.returns, proposals);
        // A closed one may wait for a leader's leave to reopen it; nothing else that ended waits.
        let may_wait = self.status.is_open() || !proposals.is_empty();
        let expected = turn.filter(|_| may_wait);
        if self.next_party != expected {
            let name = |party: Option<Party>| party.map_or("nobody", Party::as_str);
            tell(&format!(
                "{} must act next, not {}",
                name(expected),
                name(self.next_party)
            ));
        }
        match (self.status.is_open(), self.next_due_at) {
            (true, None) => tell("open without a next date"),
            (false, Some(_)) => tell("ended with a next date"),
            _ => {}
        }
    }

    /// One open lead where the status needs one, and it is the one the row names.
    fn one_lead(&self, beside: &Beside, tell: &mut dyn FnMut(&str)) {
        let leads = at(&beside.leads, self.id);
        let named: Vec<i64> = self.lead_agency_id.into_iter().collect();
        if leads != named {
            tell("its open lead assignment is not of the lead agency it names");
        }
        let needs_one = matches!(
            self.status,
            Status::Assigned
                | Status::InProgress
                | Status::PendingApproval
                | Status::Answered
                | Status::Committed
                | Status::Escalated
        );
        if needs_one && named.is_empty() {
            tell("has no lead agency");
        }
        if self.status == Status::Returned && !named.is_empty() {
            tell("returned, and still has a lead agency");
        }
    }

    fn parent(&self, beside: &Beside, tell: &mut dyn FnMut(&str)) {
        match (self.status, self.merged_into_id) {
            (Status::Merged, None) => tell("merged into nothing"),
            (Status::Merged, Some(parent)) => match beside.parents.get(&parent) {
                None => tell("merged into one that does not exist"),
                Some((_, Some(_))) => tell("merged into one that is itself merged"),
                Some((conference_id, None)) if *conference_id != self.conference_id => {
                    tell("merged into one of another conference");
                }
                Some(_) => {}
            },
            (_, Some(_)) => tell("has a parent, and is not merged"),
            (_, None) => {}
        }
    }

    fn answer(&self, beside: &Beside, tell: &mut dyn FnMut(&str)) {
        let promised = !at(&beside.commitments, self.id).is_empty();
        let is_answered = matches!(self.status, Status::Answered | Status::Committed);
        if is_answered && at(&beside.answers, self.id).is_empty() {
            tell("answered without an approved response");
        }
        if self.status == Status::Committed && !promised {
            tell("committed, and no commitment is open");
        }
        if matches!(self.status, Status::Answered | Status::Closed) && promised {
            tell("a commitment is open under it");
        }
    }

    /// Rule 10: the projection says what the row says, and shows only what is public.
    fn publication(&self, beside: &Beside, tell: &mut dyn FnMut(&str)) {
        let shown = beside.public.get(&self.id);
        let is_shown = shown.is_some_and(|shown| shown.is_public);
        if (self.publication == Publication::Public) != is_shown {
            tell("what the public sees is not what its publication says");
        }
        if self.publication == Publication::Redacted && shown.is_none() {
            tell("redacted without a text");
        }
        if is_shown && self.restricted {
            tell("restricted, and public");
        }
        let expected = Shown {
            difficulty_id: self.id,
            is_public: is_shown,
            status: self.status,
            outcome: self.outcome,
            lead_agency_id: self.lead_agency_id,
            topic_group_id: self.topic_group_id,
        };
        if is_shown && shown != Some(&expected) {
            tell("the public reads an older state of it");
        }
    }
}
