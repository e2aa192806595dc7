//! Passages as rows. A marking that is taken back stays, and says when.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::letter::{Letter, Span};
use super::{Aside, Fate, Passage};
use crate::db::DbConnection;
use crate::db::schema::passages;

/// A passage as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Marked {
    pub submission_id: i64,
    /// In Unicode scalar values of the letter ([`Letter`]).
    pub starts_at: i32,
    pub ends_at: i32,
    /// The words themselves, so that a passage means something without its offsets.
    pub quoted: String,
    pub difficulty_id: Option<i64>,
    pub set_aside: Option<Aside>,
}

/// The passages of a letter that stand, in its order.
///
/// # Errors
/// When the database fails.
pub fn of_submission(conn: &mut DbConnection, submission_id: i64) -> QueryResult<Vec<Marked>> {
    passages::table
        .filter(passages::submission_id.eq(submission_id))
        .filter(passages::taken_back_at.is_null())
        .order(passages::starts_at)
        .select((
            passages::submission_id,
            passages::starts_at,
            passages::ends_at,
            passages::quoted,
            passages::difficulty_id,
            passages::set_aside,
        ))
        .load(conn)
}

/// Keeps a marking. `difficulties` are the ids its asks became, by their place in it.
///
/// # Errors
/// When the database fails.
pub fn keep(
    conn: &mut DbConnection,
    submission_id: i64,
    letter: &Letter,
    marking: &[Passage],
    difficulties: &[(usize, i64)],
    now: NaiveDateTime,
) -> QueryResult<()> {
    let became = |place: usize| {
        difficulties
            .iter()
            .find(|(at, _)| *at == place)
            .map(|(_, id)| *id)
    };
    let offset = |at: usize| i32::try_from(at).unwrap_or(i32::MAX);
    for (place, passage) in marking.iter().enumerate() {
        let Span { from, to } = passage.span;
        let (difficulty_id, set_aside) = match passage.fate {
            Fate::Asks(_) => (became(place), None),
            Fate::With(other) => (became(other), None),
            Fate::Aside(reason) => (None, Some(reason)),
        };
        diesel::insert_into(passages::table)
            .values((
                passages::submission_id.eq(submission_id),
                passages::starts_at.eq(offset(from)),
                passages::ends_at.eq(offset(to)),
                passages::quoted.eq(letter.text(passage.span)),
                passages::difficulty_id.eq(difficulty_id),
                passages::set_aside.eq(set_aside),
                passages::marked_at.eq(now),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// Takes the marking of a letter back.
///
/// # Errors
/// When the database fails.
pub fn take_back(
    conn: &mut DbConnection,
    submission_id: i64,
    now: NaiveDateTime,
) -> QueryResult<()> {
    diesel::update(
        passages::table
            .filter(passages::submission_id.eq(submission_id))
            .filter(passages::taken_back_at.is_null()),
    )
    .set(passages::taken_back_at.eq(Some(now)))
    .execute(conn)
    .map(drop)
}
