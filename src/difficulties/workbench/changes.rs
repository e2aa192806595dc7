//! Who else has it in hand: what somebody did to it, or the draft they saved. Pages that only
//! read write nothing, so nobody is seen who only looked.

use chrono::NaiveDateTime;

use super::queries;
use crate::conferences;
use crate::dates;
use crate::db::DbConnection;
use crate::difficulties::history::{self, Names, Reader};
use crate::difficulties::policy::{self, Capability};
use crate::difficulties::queries::Seen;
use crate::responses::{self, ResponseState};
use crate::web::{AppError, Ctx};

/// The last thing somebody else did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub at: NaiveDateTime,
    /// The sentence of an act; for a draft, who saved it.
    pub what: String,
    /// They are writing the answer.
    pub is_draft: bool,
}

/// The last change by anybody but the viewer, as far as the viewer reads the history.
///
/// # Errors
/// When the database fails.
pub fn last_by_another(
    conn: &mut DbConnection,
    ctx: &Ctx,
    seen: &Seen,
) -> Result<Option<Change>, AppError> {
    let own = ctx.actor.staff().map(|staff| staff.account_id);
    let conference = conferences::queries::find(conn, seen.difficulty.conference_id)?;
    let events = queries::history(conn, &ctx.actor, seen, conference.secretariat_id)?;
    let last = events
        .into_iter()
        .rev()
        .find(|event| event.account_id.is_none() || event.account_id != own);
    let acted = match last {
        Some(event) => {
            let event = [event];
            let names = Names::load(conn, &event)?;
            let [event] = event;
            Some(Change {
                at: event.at,
                what: history::sentence(ctx.lang(), Reader::Staff, &event, &names),
                is_draft: false,
            })
        }
        None => None,
    };
    // Of two at the same minute, who is still writing matters more.
    Ok(acted
        .into_iter()
        .chain(drafting(conn, own, seen)?)
        .max_by_key(|change| change.at))
}

/// The same, where it was today.
///
/// # Errors
/// When the database fails.
pub fn today_by_another(
    conn: &mut DbConnection,
    ctx: &Ctx,
    seen: &Seen,
) -> Result<Option<Change>, AppError> {
    let last = last_by_another(conn, ctx, seen)?;
    Ok(last.filter(|change| dates::local_date(change.at) == ctx.today()))
}

/// The draft that somebody else saved, for those who read drafts.
fn drafting(
    conn: &mut DbConnection,
    own: Option<i64>,
    seen: &Seen,
) -> Result<Option<Change>, AppError> {
    if !policy::may(Capability::ReadDraftResponse, seen.standing, &seen.matter).is_yes() {
        return Ok(None);
    }
    let latest = responses::queries::latest(conn, seen.difficulty.id)?
        .filter(|row| row.state == ResponseState::Draft && Some(row.drafter_id) != own);
    let Some(draft) = latest else {
        return Ok(None);
    };
    let who = queries::names(conn, vec![draft.drafter_id])?
        .remove(&draft.drafter_id)
        .unwrap_or_default();
    Ok(Some(Change {
        at: draft.drafted_at,
        what: who,
        is_draft: true,
    }))
}
