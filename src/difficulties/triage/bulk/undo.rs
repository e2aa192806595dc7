//! Taking an act on many rows back: by whoever did it, within minutes, row by row, and only where
//! nobody touched the row since. What was handed to an agency that already had it, what was asked
//! and who was reminded has left the house.

use futures_util::future::join_all;

use super::BulkAct;
use super::queries::{self, Kept, KeptRow, RowState};
use super::run::{TOGETHER, Tried, attempt};
use crate::db::DbConnection;
use crate::difficulties::actions::{Act, ActError, Doer, perform};
use crate::difficulties::regroup::regroup;
use crate::difficulties::{Difficulty, Status, queries as items};
use crate::web::{AppError, Ctx};

/// Whether a row of the act may be taken back while nobody touches it.
#[must_use]
pub fn is_possible(kind: BulkAct, row: &KeptRow) -> bool {
    row.state == RowState::Done
        && match kind {
            BulkAct::Accept | BulkAct::Place => row.was_status == Status::Submitted,
            BulkAct::Merge | BulkAct::Regroup => true,
            BulkAct::Coordinate | BulkAct::Remind => false,
        }
}

/// Takes back what can be; what cannot says why.
///
/// # Errors
/// [`AppError::NotNow`] too late or a second time; or when the database fails.
pub async fn undo(ctx: &Ctx, kept: Kept, rows: Vec<KeptRow>, why: String) -> Result<(), AppError> {
    let (id, now) = (kept.id, ctx.now());
    if kept.undone_at.is_some() {
        return Ok(());
    }
    if !kept.may_be_undone(now) {
        return Err(AppError::NotNow("not-now-bulk-undo-late".into()));
    }
    let begins = ctx
        .app
        .db
        .write(move |conn| queries::begin_undo(conn, id, now).map_err(AppError::from))
        .await?;
    if !begins {
        return Ok(());
    }
    let doer = Doer::Person(ctx.actor.clone());
    let possible: Vec<KeptRow> = rows
        .into_iter()
        .filter(|row| is_possible(kept.kind, row))
        .collect();
    for together in possible.chunks(TOGETHER) {
        let tries = together.iter().cloned().map(|row| {
            let (doer, why, kind) = (doer.clone(), why.clone(), kept.kind);
            attempt(ctx, id, row.difficulty_id, move |conn| {
                let after = back(conn, &doer, now, kind, &row, why)?;
                Ok((RowState::Undone, after))
            })
        });
        let tried = join_all(tries).await;
        still(ctx, id, together, tried).await?;
    }
    Ok(())
}

/// What could not be taken back stays done, with why.
async fn still(
    ctx: &Ctx,
    id: i64,
    rows: &[KeptRow],
    tried: Vec<Result<Tried, AppError>>,
) -> Result<(), AppError> {
    let mut stays = Vec::new();
    for (row, one) in rows.iter().zip(tried) {
        if let Tried::Not(row_id, state, why) = one? {
            let why = match state {
                RowState::Moved => "not-now-undo-acted".to_owned(),
                _ => why,
            };
            stays.push((row_id, why, row.version));
        }
    }
    if stays.is_empty() {
        return Ok(());
    }
    ctx.app
        .db
        .write(move |conn| {
            stays
                .into_iter()
                .try_for_each(|(row_id, why, version)| {
                    queries::settle(conn, (id, row_id), RowState::Done, &why, version)
                })
                .map_err(AppError::from)
        })
        .await
}

fn back(
    conn: &mut DbConnection,
    doer: &Doer,
    now: chrono::NaiveDateTime,
    kind: BulkAct,
    row: &KeptRow,
    why: String,
) -> Result<Difficulty, ActError> {
    let (id, version) = (row.difficulty_id, Some(row.version));
    match kind {
        BulkAct::Regroup => regroup(conn, doer, now, id, version, row.was_topic_id),
        BulkAct::Merge => {
            let stands = items::find(conn, id)?;
            let reason = Act::Unmerge { note: why };
            let out = if stands.status == Status::Merged {
                perform(conn, doer, now, id, version, &reason)?
            } else {
                return Err(ActError::Stale);
            };
            if row.was_status == Status::Submitted {
                perform(conn, doer, now, id, Some(out.version), &Act::UndoAccept)
            } else {
                Ok(out)
            }
        }
        _ => perform(conn, doer, now, id, version, &Act::UndoAccept),
    }
}
