//! Why the form of a page was not carried out, as far as the page itself answers it: with
//! everything typed still there. Returned as an error, so that nothing half done stays.

use crate::accounts::Actor;
use crate::db::{DbConnection, DbError};
use crate::difficulties::Action;
use crate::difficulties::actions::effects::why_not;
use crate::difficulties::actions::{ActError, why_not_returned};
use crate::difficulties::policy::{self, Denied};
use crate::difficulties::queries::Seen;
use crate::web::{AppError, FieldErrors};

use super::queries;

/// Why not.
#[derive(Debug)]
pub enum Refusal {
    /// Something typed is wrong: the same page, 422.
    Wrong(FieldErrors),
    /// Somebody changed it first: the same page with what now stands, 409.
    Stale,
    Error(AppError),
}

impl From<AppError> for Refusal {
    fn from(error: AppError) -> Self {
        Self::Error(error)
    }
}

impl From<ActError> for Refusal {
    fn from(error: ActError) -> Self {
        match error {
            ActError::Stale => Self::Stale,
            other => Self::Error(other.into()),
        }
    }
}

impl From<DbError> for Refusal {
    fn from(error: DbError) -> Self {
        Self::Error(error.into())
    }
}

impl From<diesel::result::Error> for Refusal {
    fn from(error: diesel::result::Error) -> Self {
        Self::Error(error.into())
    }
}

/// The act of `acts` that a viewer may do now.
///
/// # Errors
/// Forbidden for those who never may; "not now", with the reason, for those who came late.
pub fn require_one_of(
    conn: &mut DbConnection,
    actor: &Actor,
    seen: &Seen,
    acts: &[Action],
) -> Result<Action, AppError> {
    let offered = queries::offered(conn, actor, seen)?;
    if let Some(action) = acts.iter().copied().find(|act| offered.contains(act)) {
        return Ok(action);
    }
    let mut allowed = None;
    for action in acts {
        match policy::may_do(*action, seen.standing, &seen.matter).require() {
            Ok(()) => allowed = allowed.or(Some(*action)),
            Err(Denied::Hidden) => return Err(AppError::NotFound),
            Err(Denied::Refused) => {}
        }
    }
    let Some(action) = allowed else {
        return Err(AppError::Forbidden);
    };
    let is_open = |action: Action| {
        let difficulty = &seen.difficulty;
        difficulty
            .status
            .after(action, difficulty.former_status)
            .is_ok()
    };
    if matches!(action, Action::Return | Action::ProposeReturn) && is_open(action) {
        let own = actor.staff().and_then(|staff| staff.agency_id);
        if own != seen.difficulty.lead_agency_id {
            return Err(AppError::NotNow("not-now-return-part".into()));
        }
        if let Some(key) = why_not_returned(conn, &seen.difficulty, seen.at)? {
            return Err(AppError::NotNow(key.into()));
        }
    }
    Err(AppError::NotNow(reason(seen, action)))
}

/// Why an act that is theirs to do is not possible now.
fn reason(seen: &Seen, action: Action) -> std::borrow::Cow<'static, str> {
    let difficulty = &seen.difficulty;
    if difficulty
        .status
        .after(action, difficulty.former_status)
        .is_err()
    {
        return why_not(difficulty.status);
    }
    match action {
        Action::Redact | Action::Publish | Action::Unpublish => "not-now-publication",
        Action::Reject | Action::Lapse | Action::Escalate => "not-now-no-proposal",
        Action::Approve | Action::ApproveWithCommitments | Action::Sign => "not-now-signed",
        Action::Contribute | Action::ProposeContribution => "not-now-no-contribution",
        Action::Extend | Action::ExtendBeyondLimit => "not-now-extensions",
        _ => "workbench-not-now-proposed",
    }
    .into()
}
