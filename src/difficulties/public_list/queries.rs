//! The public projection as rows, and the kept totals of what is public.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::{Filter, Stage};
use crate::db::DbConnection;
use crate::db::schema::{public_items, totals};
use crate::db::search::{Corpus, Facet};
use crate::difficulties::search::{self, After};
use crate::difficulties::totals::ALL_AGENCIES;
use crate::difficulties::{Outcome, Status};
use crate::filers::FilerKind;
use crate::text::SearchQuery;
use crate::web::paging::{ROWS, Rows};

/// A published difficulty: the redacted text, and what may be known of its filer.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct PublicItem {
    pub difficulty_id: i64,
    pub reference: String,
    pub status: Status,
    pub outcome: Option<Outcome>,
    pub topic_group_id: Option<i64>,
    pub lead_agency_id: Option<i64>,
    pub filer_kind: FilerKind,
    /// The filer's name; empty unless they agreed to be named.
    pub filer_label: String,
    pub place_label: String,
    pub title: String,
    pub text: String,
    pub answer_summary: String,
    pub answered_at: Option<NaiveDateTime>,
}

type Columns = (
    public_items::difficulty_id,
    public_items::reference,
    public_items::status,
    public_items::outcome,
    public_items::topic_group_id,
    public_items::lead_agency_id,
    public_items::filer_kind,
    public_items::filer_label,
    public_items::place_label,
    public_items::title,
    public_items::text,
    public_items::answer_summary,
    public_items::answered_at,
);

const COLUMNS: Columns = (
    public_items::difficulty_id,
    public_items::reference,
    public_items::status,
    public_items::outcome,
    public_items::topic_group_id,
    public_items::lead_agency_id,
    public_items::filer_kind,
    public_items::filer_label,
    public_items::place_label,
    public_items::title,
    public_items::text,
    public_items::answer_summary,
    public_items::answered_at,
);

impl PublicItem {
    #[must_use]
    pub fn stage(&self) -> Stage {
        Stage::of(self.status)
    }
}

/// One page of the list, the newest first.
///
/// # Errors
/// When the database fails.
pub fn page(conn: &mut DbConnection, filter: &Filter) -> QueryResult<Rows<PublicItem>> {
    let mut query = public_items::table
        .filter(public_items::is_public.eq(true))
        .select(COLUMNS)
        .order(public_items::difficulty_id.desc())
        .limit(ROWS + 1)
        .into_boxed();
    if let Some(topic_group) = filter.topic_group.one() {
        query = query.filter(public_items::topic_group_id.eq(topic_group));
    }
    if let Some(agency) = filter.agency.one() {
        query = query.filter(public_items::lead_agency_id.eq(agency));
    }
    if filter.stage.one().is_some() {
        query = query.filter(public_items::status.eq_any(filter.statuses()));
    }
    if let Ok(before) = filter.before.parse::<i64>() {
        query = query.filter(public_items::difficulty_id.lt(before));
    }
    let rows = query.load(conn)?;
    Ok(Rows::cut(rows, ROWS, |row: &PublicItem| {
        row.difficulty_id.to_string()
    }))
}

/// One page of a search: the best step first, the newest first within it.
///
/// # Errors
/// When the database fails.
pub fn found(
    conn: &mut DbConnection,
    query: &SearchQuery,
    filter: &Filter,
) -> QueryResult<Rows<PublicItem>> {
    let after = After::parse(&filter.before);
    let common: Vec<Facet> = [
        filter.topic_group.one().map(Facet::TopicGroup),
        filter.agency.one().map(Facet::Agency),
    ]
    .into_iter()
    .flatten()
    .collect();
    let mut hits = Vec::new();
    let statuses = filter.statuses();
    if statuses.is_empty() {
        hits = search::find(conn, Corpus::Public, query, &common, after, ROWS + 1)?;
    } else {
        // The index knows "and" alone. One search for each status of the stage finds disjoint
        // sets; put back into the one order, they page like a single search.
        for status in statuses {
            let mut facets = common.clone();
            facets.push(search::status_facet(status));
            let some = search::find(conn, Corpus::Public, query, &facets, after, ROWS + 1)?;
            hits.extend(some);
        }
        hits.sort_by_key(|hit| (hit.step, std::cmp::Reverse(hit.difficulty_id)));
        hits.truncate(usize::try_from(ROWS + 1).unwrap_or_default());
    }
    let hits = Rows::cut(hits, ROWS, |hit| hit.key());
    let ids: Vec<i64> = hits.rows.iter().map(|hit| hit.difficulty_id).collect();
    let mut rows = of_ids(conn, &ids)?;
    let place = |id: i64| ids.iter().position(|found| *found == id);
    rows.sort_by_key(|row| place(row.difficulty_id));
    Ok(Rows {
        rows,
        next: hits.next,
    })
}

/// Those of `ids` that are public, in no order.
fn of_ids(conn: &mut DbConnection, ids: &[i64]) -> QueryResult<Vec<PublicItem>> {
    public_items::table
        .filter(public_items::difficulty_id.eq_any(ids.to_vec()))
        .filter(public_items::is_public.eq(true))
        .select(COLUMNS)
        .load(conn)
}

/// How far back [`newest_answers`] looks.
const LOOK_BACK: i64 = 60;

/// The answers released last among the newest published difficulties, `count` at most.
///
/// # Errors
/// When the database fails.
pub fn newest_answers(conn: &mut DbConnection, count: usize) -> QueryResult<Vec<PublicItem>> {
    let mut rows: Vec<PublicItem> = public_items::table
        .filter(public_items::is_public.eq(true))
        .select(COLUMNS)
        .order(public_items::difficulty_id.desc())
        .limit(LOOK_BACK)
        .load(conn)?;
    rows.retain(|row| row.answered_at.is_some() && !row.answer_summary.is_empty());
    rows.sort_by_key(|row| std::cmp::Reverse((row.answered_at, row.difficulty_id)));
    rows.truncate(count);
    Ok(rows)
}

/// The kept totals of what is public.
#[derive(Debug, Clone, Default)]
pub struct PublicTotals(Vec<(i64, i64, Status, i64)>);

impl PublicTotals {
    /// # Errors
    /// When the database fails.
    pub fn load(conn: &mut DbConnection) -> QueryResult<Self> {
        totals::table
            .filter(totals::is_public.eq(true))
            .filter(totals::restricted.eq(false))
            .filter(totals::count.ne(0))
            .select((
                totals::agency_id,
                totals::topic_group_id,
                totals::status,
                totals::count,
            ))
            .load(conn)
            .map(Self)
    }

    /// How many rows the list has under these filters.
    #[must_use]
    pub fn count(
        &self,
        topic_group: Option<i64>,
        agency: Option<i64>,
        stage: Option<Stage>,
    ) -> i64 {
        let agency = agency.unwrap_or(ALL_AGENCIES);
        self.0
            .iter()
            .filter(|(of_agency, of_topic, status, _)| {
                *of_agency == agency
                    && topic_group.is_none_or(|id| id == *of_topic)
                    && stage.is_none_or(|stage| Stage::of(*status) == stage)
            })
            .map(|(.., count)| count)
            .sum()
    }

    /// Agencies that lead at least one published difficulty.
    #[must_use]
    pub fn agencies(&self) -> Vec<i64> {
        let mut ids: Vec<i64> = self
            .0
            .iter()
            .map(|(agency, ..)| *agency)
            .filter(|agency| *agency != ALL_AGENCIES)
            .collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }
}
