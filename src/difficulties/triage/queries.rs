//! The rows behind the lists. All start from [`visible_to`] and never read a body.
//!
//! A page is put together from one short query for each status (and topic group, where a whole
//! conference is asked for): each reads the first rows off the end of its own index, already in
//! order, so a page costs the same at a million rows as at ten. One query over several statuses
//! would have to sort them all.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::filter::{Key, Topic};
use crate::accounts::Actor;
use crate::db::DbConnection;
use crate::db::schema::{assignments, difficulties, filers, proposals, submissions};
use crate::db::search::{Corpus, Facet};
use crate::difficulties::queries::{Boxed, visible_to};
use crate::difficulties::search::{self, After};
use crate::difficulties::{Action, Party, Priority, Status};
use crate::filers::FilerKind;
use crate::text::SearchQuery;
use crate::web::paging::Rows;

/// Search results looked at together.
const HITS_TOGETHER: i64 = 200;
/// How many times a page looks further for results that fit its filter.
const LOOKS_AT_MOST: usize = 10;
/// No date lies before it: a lower bound that keeps a query on its index.
pub(super) const BEGINNING: NaiveDateTime = chrono::DateTime::UNIX_EPOCH.naive_utc();

/// A filter made concrete for one viewer of one list at one moment.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    pub conference_id: Option<i64>,
    /// The topic groups of that conference, which its rows are read by.
    pub topic_ids: Vec<i64>,
    pub topic: Topic,
    pub statuses: Vec<Status>,
    /// The lead agency.
    pub agency_id: Option<i64>,
    pub officer_id: Option<i64>,
    /// The agency whose contribution is still waited for.
    pub contributor_id: Option<i64>,
    pub kind: Option<FilerKind>,
    /// Filed from one of these.
    pub area_ids: Option<Vec<i64>>,
    pub party: Option<Party>,
    /// The act somebody proposed, which waits for a second person.
    pub proposed: Option<Action>,
    /// The next date lies from the first on and before the second.
    pub due: (Option<NaiveDateTime>, Option<NaiveDateTime>),
}

/// A difficulty as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Row {
    pub id: i64,
    pub conference_id: i64,
    pub reference: String,
    pub title: String,
    pub status: Status,
    pub priority: Priority,
    pub restricted: bool,
    pub shielded: bool,
    pub lead_agency_id: Option<i64>,
    pub topic_group_id: Option<i64>,
    pub submission_id: i64,
    pub filer_kind: FilerKind,
    pub next_due_at: Option<NaiveDateTime>,
    pub version: i32,
    /// Not for every viewer: `items` asks the policy.
    pub filer_name: String,
    pub filer_village: String,
}

impl Row {
    #[must_use]
    pub fn key(&self) -> Key {
        Key {
            due_at: self.next_due_at,
            id: self.id,
        }
    }
}

/// The columns of a [`Row`], in its order.
type Columns = (
    difficulties::id,
    difficulties::conference_id,
    difficulties::reference,
    difficulties::title,
    difficulties::status,
    difficulties::priority,
    difficulties::restricted,
    difficulties::shielded,
    difficulties::lead_agency_id,
    difficulties::topic_group_id,
    difficulties::submission_id,
    difficulties::filer_kind,
    difficulties::next_due_at,
    difficulties::version,
    filers::name,
    filers::village,
);

const COLUMNS: Columns = (
    difficulties::id,
    difficulties::conference_id,
    difficulties::reference,
    difficulties::title,
    difficulties::status,
    difficulties::priority,
    difficulties::restricted,
    difficulties::shielded,
    difficulties::lead_agency_id,
    difficulties::topic_group_id,
    difficulties::submission_id,
    difficulties::filer_kind,
    difficulties::next_due_at,
    difficulties::version,
    filers::name,
    filers::village,
);

/// The [`Row`]s of a query that starts from [`visible_to`].
macro_rules! rows_of {
    ($query:expr) => {
        $query
            .inner_join(submissions::table.on(submissions::id.eq(difficulties::submission_id)))
            .inner_join(filers::table.on(filers::id.eq(submissions::filer_id)))
            .select(COLUMNS)
    };
}

/// The part of a list that one index keeps in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run {
    status: Status,
    /// `Some(None)`: without a topic group.
    #[expect(
        clippy::option_option,
        reason = "no filter, a filter for none, a filter for one"
    )]
    topic: Option<Option<i64>>,
}

pub(super) fn runs(wanted: &Wanted) -> Vec<Run> {
    let topics: Vec<Option<Option<i64>>> = match wanted.topic {
        Topic::One(id) => vec![Some(Some(id))],
        Topic::Unchosen => vec![Some(None)],
        Topic::Any
            if wanted.conference_id.is_some()
                && wanted.agency_id.is_none()
                && !wanted.topic_ids.is_empty() =>
        {
            wanted
                .topic_ids
                .iter()
                .map(|id| Some(Some(*id)))
                .chain([Some(None)])
                .collect()
        }
        Topic::Any => vec![None],
    };
    let statuses = wanted.statuses.iter().copied();
    statuses
        .flat_map(|status| {
            topics.iter().map(move |topic| Run {
                status,
                topic: *topic,
            })
        })
        .collect()
}

/// What the viewer may see of what is wanted, in any status and at any date.
fn matching(actor: &Actor, wanted: &Wanted) -> Boxed<'static> {
    let mut query = visible_to(actor);
    if let Some(id) = wanted.conference_id {
        query = query.filter(difficulties::conference_id.eq(id));
    }
    if let Some(id) = wanted.agency_id {
        query = query.filter(difficulties::lead_agency_id.eq(id));
    }
    if let Some(id) = wanted.officer_id {
        query = query.filter(difficulties::officer_id.eq(id));
    }
    if let Some(kind) = wanted.kind {
        query = query.filter(difficulties::filer_kind.eq(kind));
    }
    if let Some(ids) = &wanted.area_ids {
        query = query.filter(difficulties::area_id.eq_any(ids.clone()));
    }
    if let Some(party) = wanted.party {
        query = query.filter(difficulties::next_party.eq(party));
    }
    if let Some(action) = wanted.proposed {
        let proposed = proposals::table
            .filter(proposals::settled_at.is_null())
            .filter(proposals::action.eq(action))
            .select(proposals::difficulty_id);
        query = query.filter(difficulties::id.eq_any(proposed));
    }
    query
}

pub(super) fn of_run(actor: &Actor, wanted: &Wanted, run: Run) -> Boxed<'static> {
    let query = matching(actor, wanted).filter(difficulties::status.eq(run.status));
    match run.topic {
        None => query,
        Some(None) => query.filter(difficulties::topic_group_id.is_null()),
        Some(Some(id)) => query.filter(difficulties::topic_group_id.eq(id)),
    }
}

/// Those of a run with a next date in the window, from `at_least` on. One lower bound, never two:
/// SQLite would weigh them as two reasons for an index that begins at the date.
pub(super) fn dated(
    actor: &Actor,
    wanted: &Wanted,
    run: Run,
    at_least: Option<NaiveDateTime>,
) -> Boxed<'static> {
    let (from, before) = wanted.due;
    let from = at_least.max(from).unwrap_or(BEGINNING);
    let mut query = of_run(actor, wanted, run).filter(difficulties::next_due_at.ge(from));
    if let Some(before) = before {
        query = query.filter(difficulties::next_due_at.lt(before));
    }
    query
}

pub(super) const fn is_timed(wanted: &Wanted) -> bool {
    wanted.due.0.is_some() || wanted.due.1.is_some()
}

/// One page: the next date first, rows without one last.
///
/// # Errors
/// When the database fails.
pub fn page(
    conn: &mut DbConnection,
    actor: &Actor,
    wanted: &Wanted,
    after: Option<Key>,
    size: i64,
) -> QueryResult<Rows<Row>> {
    // One more than fits tells whether there is a next page.
    let need = size + 1;
    let runs = runs(wanted);
    let mut rows = Vec::new();
    if after.is_none_or(|after| after.due_at.is_some()) {
        for run in &runs {
            let at_least = after.and_then(|after| after.due_at);
            let mut query = dated(actor, wanted, *run, at_least);
            if let Some(Key {
                due_at: Some(due_at),
                id,
            }) = after
            {
                query = query.filter(
                    difficulties::next_due_at
                        .gt(due_at)
                        .or(difficulties::id.gt(id)),
                );
            }
            let found: Vec<Row> = rows_of!(query)
                .order((difficulties::next_due_at, difficulties::id))
                .limit(need)
                .load(conn)?;
            rows.extend(found);
        }
        rows.sort_by_key(Row::key);
        rows.truncate(usize::try_from(need).unwrap_or_default());
    }
    let left = need - i64::try_from(rows.len()).unwrap_or(need);
    if left > 0 && !is_timed(wanted) {
        let mut dateless: Vec<Row> = Vec::new();
        let behind = after.filter(|after| after.due_at.is_none());
        // An open one always has a next date.
        for run in runs.iter().filter(|run| !run.status.is_open()) {
            let found: Vec<Row> = rows_of!(of_run(actor, wanted, *run))
                .filter(difficulties::next_due_at.is_null())
                .filter(difficulties::id.gt(behind.map_or(0, |after| after.id)))
                .order((difficulties::next_due_at, difficulties::id))
                .limit(left)
                .load(conn)?;
            dateless.extend(found);
        }
        dateless.sort_by_key(|row| row.id);
        rows.extend(dateless);
    }
    Ok(Rows::cut(rows, size, |row| row.key().text()))
}

/// Rows of `ids` that are wanted, in the order of `ids`.
pub(super) fn among(
    conn: &mut DbConnection,
    actor: &Actor,
    wanted: &Wanted,
    ids: &[i64],
) -> QueryResult<Vec<Row>> {
    let mut query = matching(actor, wanted)
        .filter(difficulties::id.eq_any(ids.to_vec()))
        .filter(difficulties::status.eq_any(wanted.statuses.clone()));
    query = match wanted.topic {
        Topic::Any => query,
        Topic::Unchosen => query.filter(difficulties::topic_group_id.is_null()),
        Topic::One(id) => query.filter(difficulties::topic_group_id.eq(id)),
    };
    if is_timed(wanted) && wanted.contributor_id.is_none() {
        query = query.filter(difficulties::next_due_at.ge(wanted.due.0.unwrap_or(BEGINNING)));
        if let Some(before) = wanted.due.1 {
            query = query.filter(difficulties::next_due_at.lt(before));
        }
    }
    let mut rows: Vec<Row> = rows_of!(query).load(conn)?;
    rows.sort_by_key(|row| ids.iter().position(|id| *id == row.id));
    Ok(rows)
}

/// One page of what a search finds, the best first. The key of the next page is a place in the
/// results, so a filter that fits few of them still reaches the end, page by page.
///
/// # Errors
/// When the database fails.
pub fn found(
    conn: &mut DbConnection,
    actor: &Actor,
    wanted: &Wanted,
    query: &SearchQuery,
    mut after: Option<After>,
    size: i64,
) -> QueryResult<Rows<Row>> {
    let Some(mut facets) = search::reach(actor) else {
        return Ok(Rows {
            rows: Vec::new(),
            next: None,
        });
    };
    facets.extend(wanted.conference_id.map(Facet::Conference));
    facets.extend(wanted.agency_id.map(Facet::Agency));
    if let Topic::One(id) = wanted.topic {
        facets.push(Facet::TopicGroup(id));
    }
    if let [only] = wanted.statuses.as_slice() {
        facets.push(search::status_facet(*only));
    }
    let full = usize::try_from(size).unwrap_or_default();
    let mut rows: Vec<Row> = Vec::new();
    for _ in 0..LOOKS_AT_MOST {
        let hits = search::find(conn, Corpus::Staff, query, &facets, after, HITS_TOGETHER)?;
        let ids: Vec<i64> = hits.iter().map(|hit| hit.difficulty_id).collect();
        for row in among(conn, actor, wanted, &ids)? {
            if rows.len() == full {
                // `after` is the hit of the last row that fits.
                return Ok(Rows {
                    rows,
                    next: after.map(After::key),
                });
            }
            after = hits.iter().copied().find(|hit| hit.difficulty_id == row.id);
            rows.push(row);
        }
        if i64::try_from(hits.len()).unwrap_or(HITS_TOGETHER) < HITS_TOGETHER {
            return Ok(Rows { rows, next: None });
        }
        after = hits.last().copied();
    }
    Ok(Rows {
        rows,
        next: after.map(After::key),
    })
}

/// Contributions an agency still owes: difficulty and date, the nearest first.
pub(super) fn owed(
    conn: &mut DbConnection,
    wanted: &Wanted,
    agency_id: i64,
) -> QueryResult<Vec<Key>> {
    let rows: Vec<(i64, chrono::NaiveDate)> = assignments::table
        .filter(assignments::agency_id.eq(agency_id))
        .filter(assignments::role.eq("coordinating"))
        .filter(assignments::ended_at.is_null())
        .filter(assignments::contributed_at.is_null())
        .order((assignments::due_on, assignments::difficulty_id))
        .select((assignments::difficulty_id, assignments::due_on))
        .load(conn)?;
    let (from, before) = wanted.due;
    Ok(rows
        .into_iter()
        .map(|(id, due_on)| Key {
            due_at: Some(crate::dates::day_end(due_on)),
            id,
        })
        .filter(|key| from.is_none_or(|from| key.due_at >= Some(from)))
        .filter(|key| before.is_none_or(|before| key.due_at < Some(before)))
        .collect())
}

/// One page of contributions owed, by the contribution's own date, which the rows then carry.
///
/// # Errors
/// When the database fails.
pub fn contributions(
    conn: &mut DbConnection,
    actor: &Actor,
    wanted: &Wanted,
    agency_id: i64,
    after: Option<Key>,
    size: i64,
) -> QueryResult<Rows<Row>> {
    let owed: Vec<Key> = owed(conn, wanted, agency_id)?
        .into_iter()
        .filter(|key| after.is_none_or(|after| *key > after))
        .collect();
    let need = usize::try_from(size).unwrap_or_default() + 1;
    let mut rows: Vec<Row> = Vec::new();
    for together in owed.chunks(need.max(1)) {
        let ids: Vec<i64> = together.iter().map(|key| key.id).collect();
        for mut row in among(conn, actor, wanted, &ids)? {
            row.next_due_at = together
                .iter()
                .find(|key| key.id == row.id)
                .and_then(|key| key.due_at);
            rows.push(row);
        }
        if rows.len() >= need {
            break;
        }
    }
    Ok(Rows::cut(rows, size, |row| row.key().text()))
}

/// The others of the same letter that the viewer may see.
///
/// # Errors
/// When the database fails.
pub fn of_the_letter(
    conn: &mut DbConnection,
    actor: &Actor,
    submission_id: i64,
    but: i64,
) -> QueryResult<Vec<Row>> {
    let others = visible_to(actor)
        .filter(difficulties::submission_id.eq(submission_id))
        .filter(difficulties::id.ne(but))
        // Split off once, and taken back.
        .filter(difficulties::status.ne(Status::Draft));
    rows_of!(others).order(difficulties::id).load(conn)
}

/// Rows of these references that the viewer may see, in the order of a queue.
///
/// # Errors
/// When the database fails.
pub fn referred(
    conn: &mut DbConnection,
    actor: &Actor,
    references: &[String],
) -> QueryResult<Vec<Row>> {
    let referred = visible_to(actor).filter(difficulties::reference.eq_any(references.to_vec()));
    let mut rows: Vec<Row> = rows_of!(referred).load(conn)?;
    rows.sort_by_key(Row::key);
    Ok(rows)
}

/// Rows of these ids that the viewer may see, in the order of `ids`.
///
/// # Errors
/// When the database fails.
pub fn of_ids(conn: &mut DbConnection, actor: &Actor, ids: &[i64]) -> QueryResult<Vec<Row>> {
    let asked = visible_to(actor).filter(difficulties::id.eq_any(ids.to_vec()));
    let mut rows: Vec<Row> = rows_of!(asked).load(conn)?;
    rows.sort_by_key(|row| ids.iter().position(|id| *id == row.id));
    Ok(rows)
}

/// Which of these difficulties somebody proposed to refuse.
///
/// # Errors
/// When the database fails.
pub fn proposed_refusals(conn: &mut DbConnection, ids: &[i64]) -> QueryResult<Vec<i64>> {
    proposals::table
        .filter(proposals::difficulty_id.eq_any(ids.to_vec()))
        .filter(proposals::settled_at.is_null())
        .filter(proposals::action.eq(Action::ProposeRejection))
        .select(proposals::difficulty_id)
        .load(conn)
}
