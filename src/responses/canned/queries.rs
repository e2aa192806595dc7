//! Canned answers as rows.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::forms::NewCanned;
use super::record::Canned;
use crate::db::DbConnection;
use crate::db::schema::canned_answers;
use crate::text;

const SHOWN_AT_MOST: i64 = 200;

/// Those of an agency and everybody's that hold every word, with or without marks.
///
/// # Errors
/// When the database fails.
pub fn search(
    conn: &mut DbConnection,
    agency_id: Option<i64>,
    typed: &str,
) -> QueryResult<Vec<Canned>> {
    let mut query = canned_answers::table
        .filter(
            canned_answers::agency_id
                .is_null()
                .or(canned_answers::agency_id.eq(agency_id.unwrap_or(-1))),
        )
        .into_boxed();
    for word in text::words(typed).into_iter().take(text::MAX_QUERY_WORDS) {
        query = query.filter(canned_answers::folded.like(format!("%{}%", word.folded)));
    }
    query
        .order((canned_answers::title, canned_answers::id))
        .limit(SHOWN_AT_MOST)
        .load(conn)
}

/// What is offered for a draft: in season, of the topic group or of any.
///
/// # Errors
/// When the database fails.
pub fn offered(
    conn: &mut DbConnection,
    agency_id: Option<i64>,
    topic_group_id: Option<i64>,
    typed: &str,
    today: NaiveDate,
) -> QueryResult<Vec<Canned>> {
    Ok(search(conn, agency_id, typed)?
        .into_iter()
        .filter(|one| one.retired_at.is_none() && one.is_in_season(today))
        .filter(|one| one.topic_group_id.is_none() || one.topic_group_id == topic_group_id)
        .collect())
}

/// One that an agency may use.
///
/// # Errors
/// `NotFound` when it does not exist or is another agency's; or when the database fails.
pub fn find(conn: &mut DbConnection, agency_id: Option<i64>, id: i64) -> QueryResult<Canned> {
    canned_answers::table
        .find(id)
        .filter(
            canned_answers::agency_id
                .is_null()
                .or(canned_answers::agency_id.eq(agency_id.unwrap_or(-1))),
        )
        .first(conn)
}

/// # Errors
/// When the database fails.
pub fn insert(
    conn: &mut DbConnection,
    agency_id: Option<i64>,
    new: &NewCanned,
    by: i64,
    now: NaiveDateTime,
) -> QueryResult<i64> {
    diesel::insert_into(canned_answers::table)
        .values((
            canned_answers::agency_id.eq(agency_id),
            canned_answers::topic_group_id.eq(new.topic_group_id),
            canned_answers::outcome.eq(&new.outcome),
            canned_answers::title.eq(&new.title),
            canned_answers::text.eq(&new.text),
            canned_answers::season_from.eq(new.season.map(|(from, _)| from)),
            canned_answers::season_to.eq(new.season.map(|(_, to)| to)),
            canned_answers::retired_at.eq(new.retired.then_some(now)),
            canned_answers::folded.eq(new.folded()),
            canned_answers::changed_by.eq(by),
            canned_answers::changed_at.eq(now),
        ))
        .returning(canned_answers::id)
        .get_result(conn)
}

/// Writes one anew, unless somebody did first.
///
/// # Errors
/// `NotFound` when `version` is no longer its version; or when the database fails.
pub fn update(
    conn: &mut DbConnection,
    (id, version): (i64, i32),
    new: &NewCanned,
    by: i64,
    now: NaiveDateTime,
) -> QueryResult<()> {
    let changed = diesel::update(
        canned_answers::table
            .find(id)
            .filter(canned_answers::version.eq(version)),
    )
    .set((
        canned_answers::topic_group_id.eq(new.topic_group_id),
        canned_answers::outcome.eq(&new.outcome),
        canned_answers::title.eq(&new.title),
        canned_answers::text.eq(&new.text),
        canned_answers::season_from.eq(new.season.map(|(from, _)| from)),
        canned_answers::season_to.eq(new.season.map(|(_, to)| to)),
        canned_answers::retired_at.eq(new.retired.then_some(now)),
        canned_answers::folded.eq(new.folded()),
        canned_answers::changed_by.eq(by),
        canned_answers::changed_at.eq(now),
        canned_answers::version.eq(version + 1),
    ))
    .execute(conn)?;
    if changed == 1 {
        Ok(())
    } else {
        Err(diesel::result::Error::NotFound)
    }
}
