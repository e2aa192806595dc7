//! The marked texts behind the public ones: what was hidden, by whom and when. They are the
//! staff's alone; the public projection is made from the last.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::db::DbConnection;
use crate::db::schema::redactions;
use crate::redaction::marks::Marked;
use crate::redaction::traces::Traces;

/// A title and a text with `[[marks]]`.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Made {
    /// From 1.
    pub number: i32,
    pub made_by: Option<i64>,
    pub title: String,
    pub text: String,
}

impl Made {
    /// The words that may stand in nothing the public reads.
    #[must_use]
    pub fn traces(&self) -> Traces {
        [&self.title, &self.text]
            .into_iter()
            .filter_map(|text| Marked::read(text).ok())
            .map(|marked| Traces::of(marked.hidden()))
            .fold(Traces::default(), Traces::and)
    }
}

/// The last one, if there is any: texts published before marks were kept have none.
///
/// # Errors
/// When the database fails.
pub fn last(conn: &mut DbConnection, difficulty_id: i64) -> QueryResult<Option<Made>> {
    redactions::table
        .filter(redactions::difficulty_id.eq(difficulty_id))
        .order(redactions::number.desc())
        .select((
            redactions::number,
            redactions::made_by,
            redactions::title,
            redactions::text,
        ))
        .first(conn)
        .optional()
}

/// Keeps one; returns its number.
///
/// # Errors
/// When the database fails.
pub fn add(
    conn: &mut DbConnection,
    difficulty_id: i64,
    made_by: Option<i64>,
    (title, text): (&str, &str),
    now: NaiveDateTime,
) -> QueryResult<i32> {
    let number = last(conn, difficulty_id)?.map_or(0, |made| made.number) + 1;
    diesel::insert_into(redactions::table)
        .values((
            redactions::difficulty_id.eq(difficulty_id),
            redactions::number.eq(number),
            redactions::made_by.eq(made_by),
            redactions::made_at.eq(now),
            redactions::title.eq(title),
            redactions::text.eq(text),
        ))
        .execute(conn)?;
    Ok(number)
}
