//! What ties one difficulty to another beside merging: each keeps its own course.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::db::DbConnection;
use crate::db::schema::difficulty_links;
use crate::text_enum::text_enum;

text_enum! {
    /// What the other one is to it.
    pub enum LinkKind {
        /// Its filer meets the same, and it could not follow the other any more.
        Related = "related",
        /// It was given the other's answer while it followed it.
        AnsweredWith = "answered_with",
        /// Somebody of the secretariat found that they belong together.
        SeeAlso = "see_also",
        /// They ask opposite things of the same: neither may follow the other.
        Opposed = "opposed",
    }
}

/// A tie of one difficulty.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Link {
    pub other_id: i64,
    pub kind: LinkKind,
    pub made_at: NaiveDateTime,
}

/// Ties one to another; again is the same tie.
///
/// # Errors
/// When the database fails.
pub fn add(
    conn: &mut DbConnection,
    difficulty_id: i64,
    other_id: i64,
    kind: LinkKind,
    now: NaiveDateTime,
) -> QueryResult<()> {
    let known = of(conn, difficulty_id)?
        .iter()
        .any(|link| link.other_id == other_id && link.kind == kind);
    if known {
        return Ok(());
    }
    diesel::insert_into(difficulty_links::table)
        .values((
            difficulty_links::difficulty_id.eq(difficulty_id),
            difficulty_links::other_id.eq(other_id),
            difficulty_links::kind.eq(kind),
            difficulty_links::made_at.eq(now),
        ))
        .execute(conn)
        .map(drop)
}

/// Takes away what people tied between the two, in both directions.
///
/// # Errors
/// When the database fails.
pub fn remove_by_hand(conn: &mut DbConnection, one: i64, other: i64) -> QueryResult<usize> {
    let mut removed = 0;
    for (from, to) in [(one, other), (other, one)] {
        removed += diesel::delete(
            difficulty_links::table
                .filter(difficulty_links::difficulty_id.eq(from))
                .filter(difficulty_links::other_id.eq(to))
                .filter(difficulty_links::kind.eq_any([LinkKind::SeeAlso, LinkKind::Opposed])),
        )
        .execute(conn)?;
    }
    Ok(removed)
}

/// Those of which somebody found that they ask the opposite.
///
/// # Errors
/// When the database fails.
pub fn opposed_to(conn: &mut DbConnection, difficulty_id: i64) -> QueryResult<Vec<i64>> {
    difficulty_links::table
        .filter(difficulty_links::difficulty_id.eq(difficulty_id))
        .filter(difficulty_links::kind.eq(LinkKind::Opposed))
        .select(difficulty_links::other_id)
        .load(conn)
}

/// The ties of one difficulty, in the order they were made.
///
/// # Errors
/// When the database fails.
pub fn of(conn: &mut DbConnection, difficulty_id: i64) -> QueryResult<Vec<Link>> {
    difficulty_links::table
        .filter(difficulty_links::difficulty_id.eq(difficulty_id))
        .order((difficulty_links::made_at, difficulty_links::other_id))
        .select((
            difficulty_links::other_id,
            difficulty_links::kind,
            difficulty_links::made_at,
        ))
        .load(conn)
}
