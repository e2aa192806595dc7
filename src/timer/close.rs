//! An answer that nobody objected to in time is closed (workflow, 19).

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::Stop;
use crate::app::App;
use crate::db::DbConnection;
use crate::db::schema::difficulties;
use crate::difficulties::actions::{Act, ActError, Doer, perform};
use crate::difficulties::{Party, Status};
use crate::web::AppError;

/// Looked up at a time.
const PAGE: i64 = 200;

/// Closes, each in a write of its own, what was answered and not objected to within the window;
/// returns how many. One that still has something open under it stays as it is.
///
/// # Errors
/// When the database fails.
pub async fn close_unopposed(app: &App, stop: &Stop) -> Result<usize, AppError> {
    let now = app.clock.now();
    let (mut after, mut closed) = (0, 0);
    loop {
        let page = app
            .db
            .read(move |conn| Ok::<_, AppError>(unopposed(conn, now, after)?))
            .await?;
        let Some(last) = page.last() else {
            return Ok(closed);
        };
        after = *last;
        for id in page {
            if stop.is_told() {
                return Ok(closed);
            }
            if close(app, id, now).await? {
                closed += 1;
            }
        }
    }
}

/// Those whose window is over and that wait for nobody but the filer: one whose filer asked that
/// it be reopened waits for a leader.
fn unopposed(conn: &mut DbConnection, now: NaiveDateTime, after: i64) -> QueryResult<Vec<i64>> {
    difficulties::table
        .filter(difficulties::status.eq(Status::Answered))
        .filter(difficulties::next_party.eq(Party::Filer))
        .filter(difficulties::next_due_at.lt(now))
        .filter(difficulties::id.gt(after))
        .order(difficulties::id)
        .limit(PAGE)
        .select(difficulties::id)
        .load(conn)
}

async fn close(app: &App, id: i64, now: NaiveDateTime) -> Result<bool, AppError> {
    let act = Act::Close {
        rating: None,
        note: String::new(),
    };
    let done = app
        .db
        .write(move |conn| {
            // Somebody may have objected since it was looked up.
            if unopposed(conn, now, id - 1)?.first() != Some(&id) {
                return Ok(false);
            }
            perform(conn, &Doer::timer(), now, id, None, &act).map(|_| true)
        })
        .await;
    match done {
        Ok(done) => Ok(done),
        Err(ActError::NotNow(why)) => {
            tracing::debug!(id, %why, "not closed yet");
            Ok(false)
        }
        Err(error) => Err(error.into()),
    }
}
