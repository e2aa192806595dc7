//! One's own difficulties, part by part. All start from [`visible_to`].

use diesel::prelude::*;

use super::Part;
use crate::accounts::Actor;
use crate::db::DbConnection;
use crate::db::schema::{difficulties, events, proposals};
use crate::difficulties::queries::{Boxed, visible_to};
use crate::difficulties::{Action, Difficulty, Status, search};
use crate::submissions;
use crate::text::SearchQuery;

/// Rows compared with a search's words at a time.
const CHUNK: i64 = 500;

diesel::alias!(difficulties as parents: Parents);

fn part_of(actor: &Actor, part: Part) -> Boxed<'static> {
    let all = visible_to(actor).filter(difficulties::status.ne(Status::Draft));
    let answered = || {
        parents
            .filter(parents.field(difficulties::answered_at).is_not_null())
            .select(parents.field(difficulties::id).nullable())
    };
    let rated = || {
        events::table
            .filter(events::action.eq(Action::Rate.as_str()))
            .filter(events::difficulty_id.is_not_null())
            .select(events::difficulty_id.assume_not_null())
    };
    let reopening_asked = || {
        proposals::table
            .filter(proposals::action.eq(Action::AskToReopen))
            .filter(proposals::settled_at.is_null())
            .select(proposals::difficulty_id)
    };
    let merged = difficulties::status.eq(Status::Merged);
    let parent_answered = difficulties::merged_into_id.eq_any(answered());
    match part {
        Part::Answer => all.filter(difficulties::status.eq(Status::NeedInfo)),
        Part::Judge => all
            .filter(
                difficulties::status
                    .eq(Status::Answered)
                    .or(merged.and(parent_answered.assume_not_null())),
            )
            .filter(difficulties::id.ne_all(reopening_asked()))
            .filter(difficulties::id.ne_all(rated())),
        Part::Open => all.filter(
            difficulties::status
                .eq_any([
                    Status::Submitted,
                    Status::Accepted,
                    Status::Assigned,
                    Status::InProgress,
                    Status::Returned,
                    Status::PendingApproval,
                    Status::Committed,
                    Status::Escalated,
                ])
                .or(merged.and(diesel::dsl::not(parent_answered.assume_not_null())))
                .or(difficulties::status
                    .eq_any([Status::Answered, Status::Merged])
                    .and(difficulties::id.eq_any(reopening_asked()))),
        ),
        Part::Ended => all.filter(
            difficulties::status
                .eq_any([Status::Closed, Status::Rejected, Status::Withdrawn])
                .or(difficulties::status
                    .eq_any([Status::Answered, Status::Merged])
                    .and(difficulties::id.eq_any(rated()))
                    .and(difficulties::id.ne_all(reopening_asked()))),
        ),
    }
}

/// How many of a part, among those that were found if anything was looked for.
///
/// # Errors
/// When the database fails.
pub fn count(
    conn: &mut DbConnection,
    actor: &Actor,
    part: Part,
    found: Option<&[i64]>,
) -> QueryResult<i64> {
    let mut query = part_of(actor, part);
    if let Some(found) = found {
        query = query.filter(difficulties::id.eq_any(found.to_vec()));
    }
    query.count().get_result(conn)
}

/// A page of a part, or of all that was found, the next date first.
///
/// # Errors
/// When the database fails.
pub fn rows(
    conn: &mut DbConnection,
    actor: &Actor,
    part: Option<Part>,
    found: Option<&[i64]>,
    from: i64,
    at_most: i64,
) -> QueryResult<Vec<Difficulty>> {
    let mut query = match part {
        Some(part) => part_of(actor, part),
        None => visible_to(actor).filter(difficulties::status.ne(Status::Draft)),
    };
    if let Some(found) = found {
        query = query.filter(difficulties::id.eq_any(found.to_vec()));
    }
    query
        .order((
            difficulties::next_due_at.is_null(),
            difficulties::next_due_at,
            difficulties::id.desc(),
        ))
        .offset(from)
        .limit(at_most)
        .load(conn)
}

/// Ids of one's own that have all of the words, marks or not: the same tokens that the staff's
/// search compares, over so few rows that they are read.
///
/// # Errors
/// When the database fails.
pub fn matching(
    conn: &mut DbConnection,
    actor: &Actor,
    words: &SearchQuery,
) -> QueryResult<Vec<i64>> {
    let steps = words.tiers();
    let mut found = Vec::new();
    let mut after = 0;
    loop {
        let some: Vec<Difficulty> = visible_to(actor)
            .filter(difficulties::id.gt(after))
            .order(difficulties::id)
            .limit(CHUNK)
            .load(conn)?;
        let Some(last) = some.last() else {
            return Ok(found);
        };
        after = last.id;
        for one in &some {
            let submission = submissions::queries::find(conn, one.submission_id)?;
            let filer = crate::filers::find(conn, submission.filer_id)?;
            let about = format!("{} {}", filer.name, filer.place());
            let tokens = search::tokens(one, &about);
            let has = |step: &Vec<String>| step.iter().all(|token| tokens.contains(token));
            if steps.iter().any(has) {
                found.push(one.id);
            }
        }
    }
}
