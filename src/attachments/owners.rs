//! What a file belongs to, and how it comes to. Everything here happens in the transaction of
//! the caller.

use chrono::NaiveDateTime;
use diesel::QueryResult;
use serde_json::json;

use super::files::Kept;
use super::queries::{self, Attachment, Place};
use crate::db::{DbConnection, DbError};
use crate::difficulties::Difficulty;
use crate::difficulties::actions::{ActError, Doer};
use crate::events::{self, NewEvent};
use crate::web::AppError;
use crate::web::limits::ITEM_FILE_BYTES;
use crate::web::secret::hex;

/// The word by which an event says that files were added; no act of the workflow.
pub const ATTACH: &str = "attach";

/// What a sent file belongs to.
#[derive(Debug, Clone, Copy)]
pub enum Owner<'a> {
    /// What arrived with the submission, whether typed, scanned from paper or imported. The
    /// difficulty is the one it became, for the record.
    Submission(&'a Difficulty),
    /// What was added to a difficulty afterwards, with what was said.
    Message {
        difficulty: &'a Difficulty,
        note: &'a str,
    },
}

#[derive(Debug, thiserror::Error)]
pub enum AttachError {
    /// More than [`ITEM_FILE_BYTES`]; nothing was attached.
    #[error("the item is full")]
    ItemFull,
    #[error(transparent)]
    Database(#[from] DbError),
}

impl From<diesel::result::Error> for AttachError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Database(error.into())
    }
}

impl From<AttachError> for AppError {
    fn from(error: AttachError) -> Self {
        match error {
            AttachError::ItemFull => Self::NotNow("attachments-item-full".into()),
            AttachError::Database(error) => error.into(),
        }
    }
}

impl From<AttachError> for ActError {
    fn from(error: AttachError) -> Self {
        match error {
            AttachError::ItemFull => Self::NotNow("attachments-item-full".into()),
            AttachError::Database(error) => error.into(),
        }
    }
}

/// Whether a text may be the token of a form, which names what is held for it.
#[must_use]
pub fn is_form_token(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Makes rows of files for a form that is not sent yet.
///
/// # Errors
/// [`AttachError::ItemFull`]; or when the database fails.
pub fn hold(
    conn: &mut DbConnection,
    kept: &[Kept],
    form_token: &str,
    now: NaiveDateTime,
) -> Result<Vec<Attachment>, AttachError> {
    let place = Place {
        form_token: Some(form_token),
        ..Place::default()
    };
    require_room(conn, place, kept.iter().map(|one| one.size))?;
    let rows: QueryResult<_> = kept
        .iter()
        .map(|one| queries::insert(conn, one, place, now))
        .collect();
    Ok(rows?)
}

/// Gives files to `owner` and records it, with what they are, in the chain of events: those of
/// `kept`, and those held for the form `form_token`. Without any, nothing happens.
///
/// # Errors
/// [`AttachError::ItemFull`]; or when the database fails.
pub fn attach(
    conn: &mut DbConnection,
    doer: &Doer,
    owner: Owner<'_>,
    kept: &[Kept],
    form_token: Option<&str>,
    now: NaiveDateTime,
) -> Result<Vec<Attachment>, AttachError> {
    let held = match form_token {
        Some(token) => queries::of_form(conn, token)?,
        None => Vec::new(),
    };
    if kept.is_empty() && held.is_empty() {
        return Ok(Vec::new());
    }
    let (difficulty, note, is_message) = match owner {
        Owner::Submission(difficulty) => (difficulty, "", false),
        Owner::Message { difficulty, note } => (difficulty, note, true),
    };
    let submission = Place {
        submission_id: Some(difficulty.submission_id),
        ..Place::default()
    };
    let sizes = kept
        .iter()
        .map(|one| one.size)
        .chain(held.iter().map(|one| one.size));
    require_room(conn, submission, sizes)?;
    let sums: Vec<String> = held
        .iter()
        .map(|one| hex(&one.sha256))
        .chain(kept.iter().map(|one| hex(&one.sha256)))
        .collect();
    let event_id = record(conn, doer, difficulty, note, &sums, now)?;
    let place = if is_message {
        Place {
            difficulty_id: Some(difficulty.id),
            event_id: Some(event_id),
            ..submission
        }
    } else {
        submission
    };
    let mut attached = Vec::new();
    for one in held {
        queries::give(conn, one.id, place)?;
        attached.push(queries::find(conn, one.id)?);
    }
    for one in kept {
        attached.push(queries::insert(conn, one, place, now)?);
    }
    Ok(attached)
}

/// Lets what is held for one form be held for another.
///
/// # Errors
/// When the database fails.
pub fn move_to(conn: &mut DbConnection, from: &str, to: &str) -> QueryResult<()> {
    let place = Place {
        form_token: Some(to),
        ..Place::default()
    };
    queries::of_form(conn, from)?
        .iter()
        .try_for_each(|one| queries::give(conn, one.id, place))
}

fn require_room(
    conn: &mut DbConnection,
    place: Place<'_>,
    sizes: impl Iterator<Item = i64>,
) -> Result<(), AttachError> {
    let there: i64 = queries::sizes(conn, place)?.iter().sum();
    let all = there.saturating_add(sizes.sum());
    if all.unsigned_abs() > ITEM_FILE_BYTES {
        Err(AttachError::ItemFull)
    } else {
        Ok(())
    }
}

fn record(
    conn: &mut DbConnection,
    doer: &Doer,
    difficulty: &Difficulty,
    note: &str,
    sums: &[String],
    now: NaiveDateTime,
) -> QueryResult<i64> {
    events::append(
        conn,
        &NewEvent {
            conference_id: difficulty.conference_id,
            difficulty_id: Some(difficulty.id),
            submission_id: Some(difficulty.submission_id),
            party: doer.party(),
            account_id: doer.account_id(),
            agency_id: doer.agency_id(),
            action: ATTACH,
            from_status: Some(difficulty.status.as_str()),
            to_status: Some(difficulty.status.as_str()),
            note,
            data: json!({ "sha256": sums }).to_string(),
            at: now,
        },
    )
}
