//! Legal grounds as rows, and what rests on them.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::forms::NewGround;
use super::record::Ground;
use crate::accounts::Actor;
use crate::db::DbConnection;
use crate::db::schema::{difficulties, legal_grounds, response_grounds, responses};
use crate::difficulties::Difficulty;
use crate::difficulties::queries::visible_to;
use crate::responses::ResponseState;
use crate::text;

/// Grounds a list or a search shows at most.
const SHOWN_AT_MOST: i64 = 200;

/// Those that hold every word, with or without marks, the newest documents first. `on`: only
/// those in force that day.
///
/// # Errors
/// When the database fails.
pub fn search(
    conn: &mut DbConnection,
    typed: &str,
    on: Option<NaiveDate>,
) -> QueryResult<Vec<Ground>> {
    let mut query = legal_grounds::table.into_boxed();
    for word in text::words(typed).into_iter().take(text::MAX_QUERY_WORDS) {
        query = query.filter(legal_grounds::folded.like(format!("%{}%", word.folded)));
    }
    if let Some(day) = on {
        query = query.filter(legal_grounds::in_force_from.le(day)).filter(
            legal_grounds::in_force_to
                .is_null()
                .or(legal_grounds::in_force_to.ge(day)),
        );
    }
    query
        .order((legal_grounds::signed_on.desc(), legal_grounds::id))
        .limit(SHOWN_AT_MOST)
        .load(conn)
}

/// # Errors
/// `NotFound`, or when the database fails.
pub fn find(conn: &mut DbConnection, id: i64) -> QueryResult<Ground> {
    legal_grounds::table.find(id).first(conn)
}

/// Those of `ids` that exist, in that order of documents.
///
/// # Errors
/// When the database fails.
pub fn named(conn: &mut DbConnection, ids: &[i64]) -> QueryResult<Vec<Ground>> {
    legal_grounds::table
        .filter(legal_grounds::id.eq_any(ids.to_vec()))
        .order((legal_grounds::signed_on, legal_grounds::id))
        .load(conn)
}

/// The grounds of one version of an answer, as it cites them.
///
/// # Errors
/// When the database fails.
pub fn of_response(conn: &mut DbConnection, response_id: i64) -> QueryResult<Vec<Ground>> {
    let ids = crate::responses::queries::ground_ids(conn, response_id)?;
    named(conn, &ids)
}

/// Whether the very same is there already.
///
/// # Errors
/// When the database fails.
pub fn twin(conn: &mut DbConnection, new: &NewGround, own: Option<i64>) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(
        legal_grounds::table
            .filter(legal_grounds::number.eq(&new.number))
            .filter(legal_grounds::issuer.eq(&new.issuer))
            .filter(legal_grounds::article.eq(&new.article))
            .filter(legal_grounds::signed_on.eq(new.signed_on))
            .filter(legal_grounds::id.ne(own.unwrap_or(-1))),
    ))
    .get_result(conn)
}

/// # Errors
/// When the database fails.
pub fn insert(conn: &mut DbConnection, new: &NewGround) -> QueryResult<i64> {
    diesel::insert_into(legal_grounds::table)
        .values((
            legal_grounds::document.eq(&new.document),
            legal_grounds::number.eq(&new.number),
            legal_grounds::signed_on.eq(new.signed_on),
            legal_grounds::issuer.eq(&new.issuer),
            legal_grounds::title.eq(&new.title),
            legal_grounds::article.eq(&new.article),
            legal_grounds::in_force_from.eq(new.in_force_from),
            legal_grounds::in_force_to.eq(new.in_force_to),
            legal_grounds::folded.eq(new.folded()),
        ))
        .returning(legal_grounds::id)
        .get_result(conn)
}

/// Writes one anew, unless somebody did first.
///
/// # Errors
/// `NotFound` when `version` is no longer its version; or when the database fails.
pub fn update(conn: &mut DbConnection, id: i64, version: i32, new: &NewGround) -> QueryResult<()> {
    let changed = diesel::update(
        legal_grounds::table
            .find(id)
            .filter(legal_grounds::version.eq(version)),
    )
    .set((
        legal_grounds::document.eq(&new.document),
        legal_grounds::number.eq(&new.number),
        legal_grounds::signed_on.eq(new.signed_on),
        legal_grounds::issuer.eq(&new.issuer),
        legal_grounds::title.eq(&new.title),
        legal_grounds::article.eq(&new.article),
        legal_grounds::in_force_from.eq(new.in_force_from),
        legal_grounds::in_force_to.eq(new.in_force_to),
        legal_grounds::folded.eq(new.folded()),
        legal_grounds::version.eq(version + 1),
    ))
    .execute(conn)?;
    if changed == 1 {
        Ok(())
    } else {
        Err(diesel::result::Error::NotFound)
    }
}

/// One answer, or draft of one, that rests on a ground.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resting {
    pub reference: String,
    pub title: String,
    pub state: ResponseState,
}

/// The open drafts and the released answers that rest on a ground, as far as the actor's lists
/// reach: the newest version of each difficulty counts.
///
/// # Errors
/// When the database fails.
pub fn resting_on(
    conn: &mut DbConnection,
    actor: &Actor,
    ground_id: i64,
) -> QueryResult<Vec<Resting>> {
    let rows: Vec<(i64, i32, ResponseState)> = response_grounds::table
        .inner_join(responses::table.on(responses::id.eq(response_grounds::response_id)))
        .filter(response_grounds::ground_id.eq(ground_id))
        .order((responses::difficulty_id, responses::number))
        .select((
            responses::difficulty_id,
            responses::number,
            responses::state,
        ))
        .load(conn)?;
    let mut standing: BTreeMap<i64, ResponseState> = BTreeMap::new();
    for (difficulty_id, number, state) in rows {
        // A version that was sent back is nobody's any more, unless none follows it yet.
        let newest: Option<i32> = responses::table
            .filter(responses::difficulty_id.eq(difficulty_id))
            .select(diesel::dsl::max(responses::number))
            .first(conn)?;
        if newest == Some(number) || state == ResponseState::Approved {
            standing.insert(difficulty_id, state);
        }
    }
    let ids: Vec<i64> = standing.keys().copied().collect();
    let visible: Vec<Difficulty> = visible_to(actor)
        .filter(difficulties::id.eq_any(ids))
        .order(difficulties::id)
        .load(conn)?;
    Ok(visible
        .into_iter()
        .filter_map(|difficulty| {
            Some(Resting {
                state: *standing.get(&difficulty.id)?,
                reference: difficulty.reference,
                title: difficulty.title,
            })
        })
        .collect())
}
