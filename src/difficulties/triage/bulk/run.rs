//! Doing it: one transaction a row, several rows on their way to the writer at a time, which
//! commits together what waits.

use chrono::NaiveDateTime;
use futures_util::future::join_all;

use super::BulkAct;
use super::plan::{Deed, Fate, Planned};
use super::queries::{self, NewRow, RowState};
use crate::db::DbConnection;
use crate::difficulties::Difficulty;
use crate::difficulties::actions::{ActError, Doer, perform};
use crate::difficulties::coordinating;
use crate::difficulties::regroup::regroup;
use crate::difficulties::triage::accept::receive;
use crate::web::{AppError, Ctx};

/// Rows on their way at a time.
pub(super) const TOGETHER: usize = 16;

/// What became of one row that was tried.
pub(super) enum Tried {
    Done,
    Not(i64, RowState, String),
}

/// Acts, and keeps what became of each row; returns the act's id. A form that was sent before
/// leads to what it did then.
///
/// # Errors
/// When the database fails; rows done by then stay done and are kept as such.
pub async fn run(
    ctx: &Ctx,
    (act, token, back): (BulkAct, String, String),
    rows: Vec<Planned>,
) -> Result<i64, AppError> {
    let account_id = ctx.actor.staff().ok_or(AppError::SignInNeeded)?.account_id;
    let now = ctx.now();
    let kept = rows.iter().filter_map(kept).collect::<Vec<_>>();
    let (id, is_new) = ctx
        .app
        .db
        .write(move |conn| {
            if let Some(id) = queries::by_token(conn, account_id, &token)? {
                return Ok((id, false));
            }
            let head = (account_id, token.as_str(), act, back.as_str());
            Ok::<_, AppError>((queries::open(conn, head, &kept, now)?, true))
        })
        .await?;
    if !is_new {
        return Ok(id);
    }
    let doer = Doer::Person(ctx.actor.clone());
    let steps: Vec<(i64, i32, Deed)> = rows
        .into_iter()
        .filter_map(|planned| match planned.fate {
            Fate::Will { deed, .. } => Some((planned.row.id, planned.row.version, deed)),
            _ => None,
        })
        .collect();
    for together in steps.chunks(TOGETHER) {
        let tries = together.iter().cloned().map(|(row_id, version, deed)| {
            let doer = doer.clone();
            attempt(ctx, id, row_id, move |conn| {
                step(conn, &doer, now, (row_id, version), deed)
            })
        });
        keep(ctx, id, join_all(tries).await).await?;
    }
    Ok(id)
}

fn kept(planned: &Planned) -> Option<NewRow> {
    let (state, why) = match &planned.fate {
        Fate::Will { .. } => (RowState::Waiting, ""),
        Fate::Moved => (RowState::Moved, ""),
        Fate::Cannot(why) => (RowState::Refused, why.as_ref()),
        Fate::Kept | Fate::Open => return None,
    };
    Some(NewRow {
        difficulty_id: planned.row.id,
        state,
        why: why.to_owned(),
        was_status: planned.row.status,
        was_topic_id: planned.row.topic_group_id,
    })
}

/// One row's transaction, with the note that it is done.
pub(super) async fn attempt(
    ctx: &Ctx,
    bulk_act_id: i64,
    row_id: i64,
    work: impl FnOnce(&mut DbConnection) -> Result<(RowState, Difficulty), ActError> + Send + 'static,
) -> Result<Tried, AppError> {
    let done = ctx
        .app
        .db
        .write(move |conn| {
            let (state, after) = work(conn)?;
            queries::settle(conn, (bulk_act_id, row_id), state, "", after.version)?;
            Ok::<_, ActError>(())
        })
        .await;
    Ok(match done {
        Ok(()) => Tried::Done,
        // Also one that was taken out of the viewer's sight meanwhile.
        Err(ActError::Stale | ActError::Hidden) => {
            Tried::Not(row_id, RowState::Moved, String::new())
        }
        Err(ActError::Forbidden) => {
            Tried::Not(row_id, RowState::Refused, "not-now-bulk-not-yours".into())
        }
        Err(ActError::NotNow(why)) => Tried::Not(row_id, RowState::Refused, why.into_owned()),
        Err(ActError::Database(error)) => return Err(error.into()),
    })
}

/// Keeps what was not done, and why.
async fn keep(
    ctx: &Ctx,
    bulk_act_id: i64,
    tried: Vec<Result<Tried, AppError>>,
) -> Result<(), AppError> {
    let mut not = Vec::new();
    for one in tried {
        if let Tried::Not(row_id, state, why) = one? {
            not.push((row_id, state, why));
        }
    }
    if not.is_empty() {
        return Ok(());
    }
    ctx.app
        .db
        .write(move |conn| {
            not.into_iter()
                .try_for_each(|(row_id, state, why)| {
                    queries::settle(conn, (bulk_act_id, row_id), state, &why, 0)
                })
                .map_err(AppError::from)
        })
        .await
}

fn step(
    conn: &mut DbConnection,
    doer: &Doer,
    now: NaiveDateTime,
    (id, version): (i64, i32),
    deed: Deed,
) -> Result<(RowState, Difficulty), ActError> {
    let after = match deed {
        Deed::Receive(acceptance) => receive(conn, doer, now, id, version, *acceptance)?,
        Deed::Act(act) => perform(conn, doer, now, id, Some(version), &act)?,
        Deed::ReceiveAndMerge { accept, merge } => {
            let accepted = perform(conn, doer, now, id, Some(version), &accept)?;
            perform(conn, doer, now, id, Some(accepted.version), &merge)?
        }
        Deed::Regroup(topic) => regroup(conn, doer, now, id, Some(version), Some(topic))?,
        Deed::Coordinate(request) => {
            coordinating::ask(conn, doer, now, id, Some(version), &request)?
        }
    };
    Ok((RowState::Done, after))
}
