//! What the filer corrects before a clerk accepts it (permissions, row 12). The submission stays
//! as it arrived; the difficulty, whose text is the one that is worked on, gets the new words;
//! each correction is a row of its own with the words before and after, whose salted hash stands
//! in the event chain.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use rand::RngExt;
use serde_json::json;

use super::actions::{self, ActError, Doer};
use super::policy::{self, Capability, Relation};
use super::queries::Seen;
use super::{Difficulty, aside};
use crate::conferences;
use crate::db::DbConnection;
use crate::db::schema::corrections;
use crate::events;
use crate::notifications::{self, Recipient};
use crate::web::secret::hex;

/// The words of a difficulty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    pub title: String,
    pub body: String,
    pub ask: String,
}

impl Words {
    fn of(difficulty: &Difficulty) -> Self {
        Self {
            title: difficulty.title.clone(),
            body: difficulty.body.clone(),
            ask: difficulty.ask.clone(),
        }
    }
}

/// Puts the filer's new words in place of the former ones. Words that say the same are no
/// correction: it is one click that arrived twice.
///
/// # Errors
/// [`ActError::NotNow`] once it was accepted, [`ActError::Stale`] when it changed since `version`.
pub fn correct(
    conn: &mut DbConnection,
    doer: &Doer,
    now: NaiveDateTime,
    seen: &Seen,
    version: i32,
    words: &Words,
) -> Result<Difficulty, ActError> {
    let before = seen.difficulty.clone();
    may_correct(seen)?;
    let former = Words::of(&before);
    if former == *words {
        return Ok(before);
    }
    if before.version != version {
        return Err(ActError::Stale);
    }
    let mut after = Difficulty {
        title: words.title.clone(),
        body: words.body.clone(),
        ask: words.ask.clone(),
        ..before.clone()
    };
    actions::write(conn, &before, &mut after)?;
    let number = last(conn, after.id)?.map_or(0, |last| last.number) + 1;
    let salt: [u8; 16] = rand::rng().random();
    let text = json!([
        former.title,
        former.body,
        former.ask,
        words.title,
        words.body,
        words.ask
    ]);
    let hash = hex(&events::note_hash(&salt, &text.to_string()));
    let data = json!({ "correction": number, "hash": hash });
    let action = Capability::EditText.as_str();
    let event_id = aside::record(conn, doer, &after, (action, ""), &data, now)?;
    diesel::insert_into(corrections::table)
        .values((
            (
                corrections::difficulty_id.eq(after.id),
                corrections::event_id.eq(event_id),
                corrections::number.eq(number),
                corrections::corrected_at.eq(now),
                corrections::salt.eq(salt.to_vec()),
            ),
            (
                corrections::title_before.eq(&former.title),
                corrections::body_before.eq(&former.body),
                corrections::ask_before.eq(&former.ask),
                corrections::title.eq(&words.title),
                corrections::body.eq(&words.body),
                corrections::ask.eq(&words.ask),
            ),
        ))
        .execute(conn)?;
    let conference = conferences::queries::find(conn, after.conference_id)?;
    let to = Recipient::Secretariat(conference.secretariat_id);
    notifications::queue(conn, event_id, after.id, to, action, now)?;
    Ok(after)
}

/// Whether the viewer may correct it now.
///
/// # Errors
/// [`ActError::NotNow`] for its filer once it was accepted; otherwise as the policy answers.
pub fn may_correct(seen: &Seen) -> Result<(), ActError> {
    let is_filers = matches!(
        seen.standing.acts_as(),
        Relation::Filer | Relation::Association
    );
    if is_filers && !seen.matter.is_before_acceptance() {
        return Err(ActError::NotNow("tracking-edit-too-late".into()));
    }
    Ok(policy::may(Capability::EditText, seen.standing, &seen.matter).require()?)
}

/// A correction, for whoever must know that the words are not those that arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable)]
pub struct Corrected {
    /// From 1.
    pub number: i32,
    pub at: NaiveDateTime,
}

/// The last correction of a difficulty.
///
/// # Errors
/// When the database fails.
pub fn last(conn: &mut DbConnection, difficulty_id: i64) -> QueryResult<Option<Corrected>> {
    corrections::table
        .filter(corrections::difficulty_id.eq(difficulty_id))
        .order(corrections::number.desc())
        .select((corrections::number, corrections::corrected_at))
        .first(conn)
        .optional()
}
