//! Internal notes (permissions, row 20): read by the unit they were written in and nobody else.
//! A note is an event, and its words stand beside the chain as those of every event do, so that
//! they can be erased. Correcting one is a further event; what it said before stays readable.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use diesel::QueryResult;
use serde_json::{Value, json};

use super::actions::{ActError, Doer, need_reason};
use super::aside;
use super::policy::{self, Capability};
use super::queries::Seen;
use crate::accounts::Staff;
use crate::db::DbConnection;
use crate::events::{self, Event};

/// One note as it now reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The event that first said it.
    pub id: i64,
    pub account_id: Option<i64>,
    pub at: NaiveDateTime,
    pub text: String,
    /// When it was last corrected.
    pub corrected_at: Option<NaiveDateTime>,
    /// What it said before, the oldest first.
    pub earlier: Vec<(NaiveDateTime, String)>,
}

/// Whether an event is a note.
#[must_use]
pub fn is_note(event: &Event) -> bool {
    event.action == Capability::WriteNote.as_str()
}

/// Whether a note was written in the unit of `staff`: an agency, the secretariat, or the chair and
/// the chair's aides, who belong to no agency.
#[must_use]
pub fn is_of_unit(event: &Event, staff: &Staff) -> bool {
    event.agency_id == staff.agency_id
        && (staff.agency_id.is_some() || matches!(event.party.as_str(), "chair" | "chair_aide"))
}

fn corrects(event: &Event) -> Option<i64> {
    let data: Value = serde_json::from_str(&event.data).ok()?;
    data.get("corrects")?.as_i64()
}

/// The notes of the viewer's own unit, the newest first.
///
/// # Errors
/// When the database fails.
pub fn of_unit(conn: &mut DbConnection, staff: &Staff, seen: &Seen) -> QueryResult<Vec<Note>> {
    if !policy::may(Capability::ReadNotes, seen.standing, &seen.matter).is_yes() {
        return Ok(Vec::new());
    }
    let mut notes: BTreeMap<i64, Note> = BTreeMap::new();
    for event in events::of_difficulty(conn, seen.difficulty.id)? {
        if !is_note(&event) || !is_of_unit(&event, staff) {
            continue;
        }
        if let Some(note) = corrects(&event).and_then(|id| notes.get_mut(&id)) {
            let before = std::mem::replace(&mut note.text, event.note);
            let said_at = note.corrected_at.unwrap_or(note.at);
            note.earlier.push((said_at, before));
            note.corrected_at = Some(event.at);
        } else {
            let note = Note {
                id: event.id,
                account_id: event.account_id,
                at: event.at,
                text: event.note,
                corrected_at: None,
                earlier: Vec::new(),
            };
            notes.insert(event.id, note);
        }
    }
    Ok(notes.into_values().rev().collect())
}

/// Writes a note, or corrects one's own.
///
/// # Errors
/// [`ActError`]: hidden or forbidden as the policy says; not now for a blank one, or for a note
/// that is not the writer's.
pub fn write(
    conn: &mut DbConnection,
    doer: &Doer,
    now: NaiveDateTime,
    seen: &Seen,
    (text, correcting): (&str, Option<i64>),
) -> Result<(), ActError> {
    policy::may(Capability::WriteNote, seen.standing, &seen.matter).require()?;
    need_reason(text)?;
    let staff = doer.actor().staff().ok_or(ActError::Forbidden)?;
    if let Some(id) = correcting {
        let own = of_unit(conn, staff, seen)?
            .into_iter()
            .find(|note| note.id == id && note.account_id == Some(staff.account_id));
        match own {
            None => return Err(ActError::NotNow("not-now-note".into())),
            Some(note) if note.text == text => return Ok(()),
            Some(_) => {}
        }
    }
    let data = correcting.map_or_else(|| json!({}), |id| json!({ "corrects": id }));
    let kind = Capability::WriteNote.as_str();
    aside::record(conn, doer, &seen.difficulty, (kind, text), &data, now)?;
    Ok(())
}
