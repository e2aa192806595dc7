//! Which difficulties are near another: asked before a filing is sent, and by staff before they
//! merge. A few candidates come from the search index ([`candidates`]); how near each is, is
//! reckoned here from the words alone, the same on both databases.
//!
//! Strict for the public, who must not be led astray; loose for staff, who look for themselves.
//! The public is only ever shown redacted texts, staff only what [`super::queries::visible_to`]
//! lists. Two that ask the opposite about the same thing are [`Verdict::Related`], never the
//! same: they are linked, not merged.

mod candidates;
mod canon;
mod demands;
mod score;
mod weights;

use chrono::NaiveDateTime;
use diesel::prelude::*;

pub use score::{Likeness, Sheet, Told, Verdict};
pub use weights::weight;

use super::{Difficulty, Publication, Status, queries, search as words};
use crate::accounts::Actor;
use crate::db::DbConnection;
use crate::db::schema::{difficulties, filers, public_items, submissions};
use crate::db::search::{Corpus, Facet};

/// From this score on the public is shown one.
pub const PUBLIC_THRESHOLD: f64 = 0.24;
/// From this score on staff are.
pub const STAFF_THRESHOLD: f64 = 0.12;
/// The public is shown so many at most.
pub const PUBLIC_AT_MOST: usize = 5;
/// Staff are shown so many at most.
pub const STAFF_AT_MOST: usize = 20;

/// A published difficulty that may be the same, as the public reads it.
#[derive(Debug, Clone, PartialEq, Queryable)]
pub struct Published {
    pub difficulty_id: i64,
    pub reference: String,
    pub status: Status,
    pub lead_agency_id: Option<i64>,
    pub topic_group_id: Option<i64>,
    pub place_label: String,
    pub title: String,
    pub text: String,
    pub answer_summary: String,
    pub answered_at: Option<NaiveDateTime>,
}

/// One that is near, and how.
#[derive(Debug, Clone, PartialEq)]
pub struct Near<T> {
    pub item: T,
    pub likeness: Likeness,
}

/// The published difficulties of a conference that may be the one `told`, the nearest first; at
/// most [`PUBLIC_AT_MOST`], none that asks the opposite.
///
/// # Errors
/// When the database fails.
pub fn published(
    conn: &mut DbConnection,
    conference_id: i64,
    told: &Told<'_>,
) -> QueryResult<Vec<Near<Published>>> {
    let mut near = published_from(conn, conference_id, told, PUBLIC_THRESHOLD)?;
    near.retain(|near| near.likeness.verdict == Verdict::Same);
    near.truncate(PUBLIC_AT_MOST);
    Ok(near)
}

/// All published ones that were compared and reach `threshold`, the nearest first, those that ask
/// the opposite among them: to measure by.
///
/// # Errors
/// When the database fails.
pub fn published_from(
    conn: &mut DbConnection,
    conference_id: i64,
    told: &Told<'_>,
    threshold: f64,
) -> QueryResult<Vec<Near<Published>>> {
    let facets = [Facet::Conference(conference_id)];
    let ids = candidates::find(conn, Corpus::Public, told, &facets)?;
    let rows: Vec<Published> = public_items::table
        .inner_join(difficulties::table.on(difficulties::id.eq(public_items::difficulty_id)))
        .filter(public_items::difficulty_id.eq_any(ids))
        .filter(public_items::conference_id.eq(conference_id))
        .filter(public_items::is_public.eq(true))
        .filter(difficulties::publication.eq(Publication::Public))
        .filter(difficulties::restricted.eq(false))
        .select((
            public_items::difficulty_id,
            public_items::reference,
            public_items::status,
            public_items::lead_agency_id,
            public_items::topic_group_id,
            public_items::place_label,
            public_items::title,
            public_items::text,
            public_items::answer_summary,
            public_items::answered_at,
        ))
        .load(conn)?;
    let sheet = Sheet::of(told);
    Ok(ranked(rows, threshold, |row| {
        let other = Sheet::of(&Told {
            title: &row.title,
            texts: [&row.text, ""],
            village: &row.place_label,
            topic_group_id: row.topic_group_id,
        });
        (sheet.likeness(&other), row.difficulty_id)
    }))
}

/// Difficulties of the same conference near `difficulty` that the actor may list, the nearest
/// first; at most [`STAFF_AT_MOST`], those that ask the opposite among them and marked so.
///
/// # Errors
/// When the database fails.
pub fn for_staff(
    conn: &mut DbConnection,
    actor: &Actor,
    difficulty: &Difficulty,
) -> QueryResult<Vec<Near<Difficulty>>> {
    let Some(mut facets) = words::reach(actor) else {
        return Ok(Vec::new());
    };
    facets.push(Facet::Conference(difficulty.conference_id));
    let village = village_of(conn, difficulty.submission_id)?;
    let told = told_of(difficulty, &village);
    let ids = candidates::find(conn, Corpus::Staff, &told, &facets)?;
    // The index narrows; who may list it is asked of the one query that knows.
    let rows: Vec<Difficulty> = queries::visible_to(actor)
        .filter(difficulties::id.eq_any(ids))
        .filter(difficulties::conference_id.eq(difficulty.conference_id))
        .filter(difficulties::id.ne(difficulty.id))
        .filter(difficulties::status.ne(Status::Draft))
        .load(conn)?;
    let villages = villages_of(conn, &rows)?;
    let sheet = Sheet::of(&told);
    let mut near = ranked(rows, STAFF_THRESHOLD, |row| {
        let village = villages
            .iter()
            .find(|(submission_id, _)| *submission_id == row.submission_id)
            .map_or("", |(_, village)| village);
        (
            either_way(&sheet, &Sheet::of(&told_of(row, village))),
            row.id,
        )
    });
    near.truncate(STAFF_AT_MOST);
    Ok(near)
}

/// What one is to the other, by their own words.
///
/// # Errors
/// When the database fails.
pub fn between(
    conn: &mut DbConnection,
    one: &Difficulty,
    other: &Difficulty,
) -> QueryResult<Likeness> {
    let villages = [
        village_of(conn, one.submission_id)?,
        village_of(conn, other.submission_id)?,
    ];
    let [first, second] = &villages;
    Ok(either_way(
        &Sheet::of(&told_of(one, first)),
        &Sheet::of(&told_of(other, second)),
    ))
}

/// For staff, who can judge: opposed if either of the two seems to undo the other. The public
/// side asks only whether the filer's own words do.
fn either_way(one: &Sheet, other: &Sheet) -> Likeness {
    let likeness = one.likeness(other);
    Likeness {
        verdict: match other.likeness(one).verdict {
            Verdict::Related => Verdict::Related,
            Verdict::Same => likeness.verdict,
        },
        ..likeness
    }
}

fn told_of<'a>(difficulty: &'a Difficulty, village: &'a str) -> Told<'a> {
    Told {
        title: &difficulty.title,
        texts: [&difficulty.body, &difficulty.ask],
        village,
        topic_group_id: difficulty.topic_group_id,
    }
}

fn village_of(conn: &mut DbConnection, submission_id: i64) -> QueryResult<String> {
    submissions::table
        .inner_join(filers::table.on(filers::id.eq(submissions::filer_id)))
        .filter(submissions::id.eq(submission_id))
        .select(filers::village)
        .first(conn)
}

fn villages_of(conn: &mut DbConnection, rows: &[Difficulty]) -> QueryResult<Vec<(i64, String)>> {
    let ids: Vec<i64> = rows.iter().map(|row| row.submission_id).collect();
    submissions::table
        .inner_join(filers::table.on(filers::id.eq(submissions::filer_id)))
        .filter(submissions::id.eq_any(ids))
        .select((submissions::id, filers::village))
        .load(conn)
}

/// Those that reach the threshold, the nearest first; the older first of two as near.
fn ranked<T>(
    rows: Vec<T>,
    threshold: f64,
    mut reckon: impl FnMut(&T) -> (Likeness, i64),
) -> Vec<Near<T>> {
    let mut near: Vec<(i64, Near<T>)> = rows
        .into_iter()
        .map(|item| {
            let (likeness, id) = reckon(&item);
            (id, Near { item, likeness })
        })
        .filter(|(_, near)| near.likeness.score >= threshold)
        .collect();
    near.sort_by(|(id, near), (other_id, other)| {
        let by_score = other.likeness.score.total_cmp(&near.likeness.score);
        by_score.then(id.cmp(other_id))
    });
    near.into_iter().map(|(_, near)| near).collect()
}
