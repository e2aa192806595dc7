//! The record: one event per change, written in the transaction of the change, chained by hash
//! within its conference. Events are never changed or deleted; the database itself refuses.
//!
//! What was typed with an event may name a person, so it stands beside the chain: the event keeps
//! its salted hash, and erasing the text leaves the chain valid.
//!
//! What an event says to people is the history of its slice; here is only the chain. What belongs
//! to no conference has a chain of its own: [`system`].

pub mod system;

use chrono::NaiveDateTime;
use diesel::prelude::*;
use rand::RngExt;
use sha2::{Digest, Sha256};

use crate::db::DbConnection;
use crate::db::schema::{event_notes, events};

/// A change to be recorded.
#[derive(Debug, Clone)]
pub struct NewEvent<'a> {
    pub conference_id: i64,
    pub difficulty_id: Option<i64>,
    pub submission_id: Option<i64>,
    /// Who, as a party: a role code, `filer` or `timer`.
    pub party: &'a str,
    pub account_id: Option<i64>,
    pub agency_id: Option<i64>,
    pub action: &'a str,
    pub from_status: Option<&'a str>,
    pub to_status: Option<&'a str>,
    /// What was typed: a reason, a question.
    pub note: &'a str,
    /// Further facts as a JSON object; ids and dates, never personal data.
    pub data: String,
    pub at: NaiveDateTime,
}

/// An event's row.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
struct Row {
    pub id: i64,
    pub conference_id: i64,
    pub seq: i64,
    pub difficulty_id: Option<i64>,
    pub submission_id: Option<i64>,
    pub party: String,
    pub account_id: Option<i64>,
    pub agency_id: Option<i64>,
    pub action: String,
    pub from_status: Option<String>,
    pub to_status: Option<String>,
    pub note_hash: Vec<u8>,
    pub data: String,
    pub at: NaiveDateTime,
    pub prev_hash: Vec<u8>,
    pub hash: Vec<u8>,
}

/// An event as recorded, with what was typed with it, unless that was erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    pub id: i64,
    pub conference_id: i64,
    pub seq: i64,
    pub difficulty_id: Option<i64>,
    pub submission_id: Option<i64>,
    pub party: String,
    pub account_id: Option<i64>,
    pub agency_id: Option<i64>,
    pub action: String,
    pub from_status: Option<String>,
    pub to_status: Option<String>,
    pub note: String,
    pub data: String,
    pub at: NaiveDateTime,
}

/// Where a chain ends: its last number and hash. The next event hangs on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    pub seq: i64,
    pub hash: Vec<u8>,
}

/// The end of a conference's chain.
///
/// # Errors
/// When the database fails.
pub fn head(conn: &mut DbConnection, conference_id: i64) -> QueryResult<Head> {
    let last: Option<(i64, Vec<u8>)> = events::table
        .filter(events::conference_id.eq(conference_id))
        .order(events::seq.desc())
        .select((events::seq, events::hash))
        .first(conn)
        .optional()?;
    Ok(last.map_or_else(
        || Head {
            seq: 0,
            hash: vec![0; 32],
        },
        |(seq, hash)| Head { seq, hash },
    ))
}

/// Appends one event to its conference's chain; returns its id.
///
/// # Errors
/// When the database fails; a unique violation if two writers raced, which the one writer and
/// its lock rule out.
pub fn append(conn: &mut DbConnection, event: &NewEvent<'_>) -> QueryResult<i64> {
    let head = head(conn, event.conference_id)?;
    append_after(conn, event, &head).map(|(id, _)| id)
}

/// Appends after a head the caller holds, as bulk filling does; returns the id and the new head.
///
/// # Errors
/// As [`append`].
pub fn append_after(
    conn: &mut DbConnection,
    event: &NewEvent<'_>,
    head: &Head,
) -> QueryResult<(i64, Head)> {
    let note = (!event.note.is_empty()).then(|| {
        let salt: [u8; 16] = rand::rng().random();
        (salt, note_hash(&salt, event.note))
    });
    let note_hash = note.as_ref().map_or(Vec::new(), |(_, hash)| hash.clone());
    let next = Head {
        seq: head.seq + 1,
        hash: hash(&head.hash, head.seq + 1, event, &note_hash),
    };
    let id: i64 = diesel::insert_into(events::table)
        .values((
            events::conference_id.eq(event.conference_id),
            events::seq.eq(next.seq),
            events::difficulty_id.eq(event.difficulty_id),
            events::submission_id.eq(event.submission_id),
            events::party.eq(event.party),
            events::account_id.eq(event.account_id),
            events::agency_id.eq(event.agency_id),
            events::action.eq(event.action),
            events::from_status.eq(event.from_status),
            events::to_status.eq(event.to_status),
            events::note_hash.eq(note_hash),
            events::data.eq(&event.data),
            events::at.eq(event.at),
            events::prev_hash.eq(&head.hash),
            events::hash.eq(&next.hash),
        ))
        .returning(events::id)
        .get_result(conn)?;
    if let Some((salt, _)) = note {
        diesel::insert_into(event_notes::table)
            .values((
                event_notes::event_id.eq(id),
                event_notes::salt.eq(salt.to_vec()),
                event_notes::text.eq(event.note),
            ))
            .execute(conn)?;
    }
    Ok((id, next))
}

/// What the chain keeps of a note.
#[must_use]
pub fn note_hash(salt: &[u8], note: &str) -> Vec<u8> {
    Sha256::new()
        .chain_update(salt)
        .chain_update(note.as_bytes())
        .finalize()
        .to_vec()
}

/// SHA-256 over the hash before and every field, each with its length, so that no two different
/// events can read the same.
#[must_use]
pub fn hash(before: &[u8], seq: i64, event: &NewEvent<'_>, note_hash: &[u8]) -> Vec<u8> {
    let mut sha = Sha256::new();
    let mut field = |bytes: &[u8]| {
        sha.update((bytes.len() as u64).to_be_bytes());
        sha.update(bytes);
    };
    let number = |id: Option<i64>| id.map_or_else(String::new, |id| id.to_string());
    field(before);
    field(seq.to_string().as_bytes());
    field(event.conference_id.to_string().as_bytes());
    field(number(event.difficulty_id).as_bytes());
    field(number(event.submission_id).as_bytes());
    field(event.party.as_bytes());
    field(number(event.account_id).as_bytes());
    field(number(event.agency_id).as_bytes());
    field(event.action.as_bytes());
    field(event.from_status.unwrap_or_default().as_bytes());
    field(event.to_status.unwrap_or_default().as_bytes());
    field(note_hash);
    field(event.data.as_bytes());
    field(event.at.and_utc().timestamp_micros().to_string().as_bytes());
    sha.finalize().to_vec()
}

/// The events of one difficulty, the oldest first.
///
/// # Errors
/// When the database fails.
pub fn of_difficulty(conn: &mut DbConnection, difficulty_id: i64) -> QueryResult<Vec<Event>> {
    let rows: Vec<(Row, Option<String>)> = events::table
        .left_join(event_notes::table.on(event_notes::event_id.eq(events::id)))
        .filter(events::difficulty_id.eq(difficulty_id))
        .order(events::seq)
        .select((events::all_columns, event_notes::text.nullable()))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(row, note)| row.with_note(note.unwrap_or_default()))
        .collect())
}

impl Row {
    fn with_note(self, note: String) -> Event {
        Event {
            id: self.id,
            conference_id: self.conference_id,
            seq: self.seq,
            difficulty_id: self.difficulty_id,
            submission_id: self.submission_id,
            party: self.party,
            account_id: self.account_id,
            agency_id: self.agency_id,
            action: self.action,
            from_status: self.from_status,
            to_status: self.to_status,
            note,
            data: self.data,
            at: self.at,
        }
    }

    fn as_new(&self) -> NewEvent<'_> {
        NewEvent {
            conference_id: self.conference_id,
            difficulty_id: self.difficulty_id,
            submission_id: self.submission_id,
            party: &self.party,
            account_id: self.account_id,
            agency_id: self.agency_id,
            action: &self.action,
            from_status: self.from_status.as_deref(),
            to_status: self.to_status.as_deref(),
            note: "",
            data: self.data.clone(),
            at: self.at,
        }
    }
}

/// Events read at a time while a chain is walked.
const PAGE: i64 = 2_000;

/// Walks a conference's chain a page at a time and tells every link that does not hold, and
/// every note that is not the one recorded. A note that was erased is no fault.
///
/// # Errors
/// When the database fails.
pub fn verify(
    conn: &mut DbConnection,
    conference_id: i64,
    mut tell: impl FnMut(String),
) -> QueryResult<i64> {
    let mut before = Head {
        seq: 0,
        hash: vec![0; 32],
    };
    loop {
        let page: Vec<(Row, Option<Vec<u8>>, Option<String>)> = events::table
            .left_join(event_notes::table.on(event_notes::event_id.eq(events::id)))
            .filter(events::conference_id.eq(conference_id))
            .filter(events::seq.gt(before.seq))
            .order(events::seq)
            .limit(PAGE)
            .select((
                events::all_columns,
                event_notes::salt.nullable(),
                event_notes::text.nullable(),
            ))
            .load(conn)?;
        if page.is_empty() {
            return Ok(before.seq);
        }
        for (row, salt, note) in page {
            if row.seq != before.seq + 1 {
                tell(format!(
                    "conference {conference_id}: event {} follows event {}",
                    row.seq, before.seq
                ));
            }
            let expected = hash(&row.prev_hash, row.seq, &row.as_new(), &row.note_hash);
            if row.prev_hash != before.hash || row.hash != expected {
                tell(format!(
                    "conference {conference_id}: event {} does not fit its chain",
                    row.seq
                ));
            }
            if let (Some(salt), Some(note)) = (salt, note)
                && note_hash(&salt, &note) != row.note_hash
            {
                tell(format!(
                    "conference {conference_id}: the note of event {} was changed",
                    row.seq
                ));
            }
            before = Head {
                seq: row.seq,
                hash: row.hash,
            };
        }
    }
}
