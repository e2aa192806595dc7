//! Acts on many rows as they are kept: who confirmed which, and what became of each row.

use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;

use super::BulkAct;
use crate::db::DbConnection;
use crate::db::schema::{bulk_acts, bulk_rows};
use crate::difficulties::Status;
use crate::difficulties::actions::UNDO_WITHIN_MINUTES;
use crate::text_enum::text_enum;

/// Acts of a moment ago that a list reminds of.
const RECENT_AT_MOST: i64 = 3;

text_enum! {
    /// What became of one row.
    pub enum RowState {
        Waiting = "waiting",
        Done = "done",
        /// Somebody changed it after the page was drawn; untouched.
        Moved = "moved",
        /// Not possible where it stands; untouched.
        Refused = "refused",
        Undone = "undone",
    }
}

/// An act as it was confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Kept {
    pub id: i64,
    pub form_token: String,
    pub account_id: i64,
    pub kind: BulkAct,
    /// Where its list is.
    pub back: String,
    pub acted_at: NaiveDateTime,
    pub undone_at: Option<NaiveDateTime>,
}

impl Kept {
    /// Until when it may be taken back.
    #[must_use]
    pub fn undo_until(&self) -> NaiveDateTime {
        self.acted_at + TimeDelta::minutes(UNDO_WITHIN_MINUTES)
    }

    #[must_use]
    pub fn may_be_undone(&self, now: NaiveDateTime) -> bool {
        self.kind.can_be_undone() && self.undone_at.is_none() && now <= self.undo_until()
    }
}

/// One row of an act.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct KeptRow {
    pub bulk_act_id: i64,
    pub difficulty_id: i64,
    pub position: i32,
    pub state: RowState,
    /// The key of why not.
    pub why: String,
    /// The version the act left it at.
    pub version: i32,
    pub was_status: Status,
    pub was_topic_id: Option<i64>,
}

/// A row about to be acted on.
#[derive(Debug, Clone)]
pub struct NewRow {
    pub difficulty_id: i64,
    pub state: RowState,
    pub why: String,
    pub was_status: Status,
    pub was_topic_id: Option<i64>,
}

/// The act of a confirming page, if it was sent before.
///
/// # Errors
/// When the database fails.
pub fn by_token(conn: &mut DbConnection, account_id: i64, token: &str) -> QueryResult<Option<i64>> {
    bulk_acts::table
        .filter(bulk_acts::form_token.eq(token))
        .filter(bulk_acts::account_id.eq(account_id))
        .select(bulk_acts::id)
        .first(conn)
        .optional()
}

/// Opens an act with all its rows; returns its id.
///
/// # Errors
/// When the database fails; a unique violation when the token is known.
pub fn open(
    conn: &mut DbConnection,
    (account_id, token, kind, back): (i64, &str, BulkAct, &str),
    rows: &[NewRow],
    now: NaiveDateTime,
) -> QueryResult<i64> {
    let id: i64 = diesel::insert_into(bulk_acts::table)
        .values((
            bulk_acts::form_token.eq(token),
            bulk_acts::account_id.eq(account_id),
            bulk_acts::kind.eq(kind),
            bulk_acts::back.eq(back),
            bulk_acts::acted_at.eq(now),
        ))
        .returning(bulk_acts::id)
        .get_result(conn)?;
    for (position, row) in (0_i32..).zip(rows) {
        diesel::insert_into(bulk_rows::table)
            .values((
                bulk_rows::bulk_act_id.eq(id),
                bulk_rows::difficulty_id.eq(row.difficulty_id),
                bulk_rows::position.eq(position),
                bulk_rows::state.eq(row.state),
                bulk_rows::why.eq(&row.why),
                bulk_rows::version.eq(0),
                bulk_rows::was_status.eq(row.was_status),
                bulk_rows::was_topic_id.eq(row.was_topic_id),
            ))
            .execute(conn)?;
    }
    Ok(id)
}

/// Says what became of a row.
///
/// # Errors
/// When the database fails.
pub fn settle(
    conn: &mut DbConnection,
    (bulk_act_id, difficulty_id): (i64, i64),
    state: RowState,
    why: &str,
    version: i32,
) -> QueryResult<()> {
    diesel::update(bulk_rows::table.find((bulk_act_id, difficulty_id)))
        .set((
            bulk_rows::state.eq(state),
            bulk_rows::why.eq(why),
            bulk_rows::version.eq(version),
        ))
        .execute(conn)
        .map(drop)
}

/// Marks an act as taken back, once: `false` when it was already.
///
/// # Errors
/// When the database fails.
pub fn begin_undo(conn: &mut DbConnection, id: i64, now: NaiveDateTime) -> QueryResult<bool> {
    let open = bulk_acts::table
        .find(id)
        .filter(bulk_acts::undone_at.is_null());
    let changed = diesel::update(open)
        .set(bulk_acts::undone_at.eq(Some(now)))
        .execute(conn)?;
    Ok(changed == 1)
}

/// An act of one's own, with its rows in their order.
///
/// # Errors
/// `NotFound` for another's; or when the database fails.
pub fn find(
    conn: &mut DbConnection,
    account_id: i64,
    id: i64,
) -> QueryResult<(Kept, Vec<KeptRow>)> {
    let kept = bulk_acts::table
        .find(id)
        .filter(bulk_acts::account_id.eq(account_id))
        .first(conn)?;
    let rows = bulk_rows::table
        .filter(bulk_rows::bulk_act_id.eq(id))
        .order(bulk_rows::position)
        .load(conn)?;
    Ok((kept, rows))
}

/// One's own acts of the last minutes, with how many rows each touched, the latest first.
///
/// # Errors
/// When the database fails.
pub fn recent(
    conn: &mut DbConnection,
    account_id: i64,
    now: NaiveDateTime,
) -> QueryResult<Vec<(Kept, i64)>> {
    let since = now - TimeDelta::minutes(UNDO_WITHIN_MINUTES);
    let acts: Vec<Kept> = bulk_acts::table
        .filter(bulk_acts::account_id.eq(account_id))
        .filter(bulk_acts::acted_at.ge(since))
        .order((bulk_acts::acted_at.desc(), bulk_acts::id.desc()))
        .limit(RECENT_AT_MOST)
        .load(conn)?;
    let mut recent = Vec::new();
    for act in acts {
        let touched = bulk_rows::table
            .filter(bulk_rows::bulk_act_id.eq(act.id))
            .filter(bulk_rows::state.eq(RowState::Done))
            .count()
            .get_result(conn)?;
        recent.push((act, touched));
    }
    Ok(recent)
}
