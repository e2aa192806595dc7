//! Drafts as rows: what somebody has written and not yet sent. The browser's cookie holds the
//! token that opens it, the database only the token's hash.
//!
//! A filed draft keeps its row, emptied, until it expires: the same form sent once more is led
//! to the receipt it made, also after the cookie is gone.

use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;

use super::content::{Content, Part};
use super::queries;
use crate::db::DbConnection;
use crate::db::schema::drafts;
use crate::web::secret::{hex, random_token, token_hash};

/// A draft is kept this long after its last change.
pub const KEPT_DAYS: i64 = 30;

/// A draft that has not expired.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    token_hash: Vec<u8>,
    /// Of the form that will be filed; the same one twice is one filing.
    pub form_token: String,
    pub(super) content: Content,
    pub updated_at: NaiveDateTime,
    /// From 1; one more with every change.
    pub version: i32,
    /// The submission it became.
    pub submission_id: Option<i64>,
}

impl Draft {
    /// A name for what a browser keeps on its own, telling drafts apart and giving nothing away.
    pub(super) fn short_name(&self) -> String {
        let mut name = hex(&token_hash(&self.form_token));
        name.truncate(8);
        name
    }
}

/// What became of an attempt to save.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Saved {
    /// It stands; with the token of the draft that was made for it, if there was none.
    Done {
        draft: Box<Draft>,
        new_token: Option<String>,
    },
    /// Another page of the same browser saved something else first; this is what stands.
    Stale(Box<Draft>),
}

type Row = (Vec<u8>, String, String, NaiveDateTime, i32);

/// The draft that the token in a browser's cookie opens.
///
/// # Errors
/// When the database fails.
pub fn of_browser(
    conn: &mut DbConnection,
    token: Option<&str>,
    now: NaiveDateTime,
) -> QueryResult<Option<Draft>> {
    let Some(token) = token else { return Ok(None) };
    let row: Option<Row> = drafts::table
        .filter(drafts::token_hash.eq(token_hash(token)))
        .filter(drafts::expires_at.gt(now))
        .select((
            drafts::token_hash,
            drafts::form_token,
            drafts::content,
            drafts::updated_at,
            drafts::version,
        ))
        .first(conn)
        .optional()?;
    row.map(|row| read(conn, row)).transpose()
}

/// The draft of a form that carries its token, cookie or not.
///
/// # Errors
/// When the database fails.
pub fn of_form(
    conn: &mut DbConnection,
    form_token: &str,
    now: NaiveDateTime,
) -> QueryResult<Option<Draft>> {
    let row: Option<Row> = drafts::table
        .filter(drafts::form_token.eq(form_token))
        .filter(drafts::expires_at.gt(now))
        .select((
            drafts::token_hash,
            drafts::form_token,
            drafts::content,
            drafts::updated_at,
            drafts::version,
        ))
        .first(conn)
        .optional()?;
    row.map(|row| read(conn, row)).transpose()
}

fn read(conn: &mut DbConnection, row: Row) -> QueryResult<Draft> {
    let (token_hash, form_token, content, updated_at, version) = row;
    let submission = queries::by_form_token(conn, "", &form_token)?;
    Ok(Draft {
        token_hash,
        // A draft of an older program keeps the parts that still mean something.
        content: serde_json::from_str(&content).unwrap_or_default(),
        form_token,
        updated_at,
        version,
        submission_id: submission.map(|submission| submission.id),
    })
}

/// Makes an empty draft; returns it with the token for the browser's cookie.
///
/// # Errors
/// When the database fails.
pub fn begin(conn: &mut DbConnection, now: NaiveDateTime) -> QueryResult<(Draft, String)> {
    let token = random_token();
    let draft = Draft {
        token_hash: token_hash(&token),
        form_token: random_token(),
        content: Content::default(),
        updated_at: now,
        version: 1,
        submission_id: None,
    };
    diesel::insert_into(drafts::table)
        .values((
            drafts::token_hash.eq(&draft.token_hash),
            drafts::form_token.eq(&draft.form_token),
            drafts::content.eq(draft.content.to_json()),
            drafts::created_at.eq(now),
            drafts::updated_at.eq(now),
            drafts::expires_at.eq(now + TimeDelta::days(KEPT_DAYS)),
        ))
        .execute(conn)?;
    Ok((draft, token))
}

/// Puts one part into the browser's draft, making a draft where there is none or the last one
/// was sent. `seen` is the version the page was filled in from. The same text twice is no
/// conflict: it is one click that arrived twice.
///
/// # Errors
/// When the database fails.
pub(super) fn save(
    conn: &mut DbConnection,
    token: Option<&str>,
    seen: i32,
    part: Part,
    now: NaiveDateTime,
) -> QueryResult<Saved> {
    let open = of_browser(conn, token, now)?.filter(|draft| draft.submission_id.is_none());
    let (mut draft, new_token) = match open {
        Some(draft) if part.is_in(&draft.content) => {
            return Ok(Saved::Done {
                draft: Box::new(draft),
                new_token: None,
            });
        }
        Some(draft) if draft.version != seen => return Ok(Saved::Stale(Box::new(draft))),
        Some(draft) => (draft, None),
        None => {
            let (draft, token) = begin(conn, now)?;
            (draft, Some(token))
        }
    };
    part.put_into(&mut draft.content);
    write(conn, &mut draft, now)?;
    Ok(Saved::Done {
        draft: Box::new(draft),
        new_token,
    })
}

/// Puts a part into a draft that was just read in the same transaction.
///
/// # Errors
/// When the database fails.
pub(super) fn put(
    conn: &mut DbConnection,
    mut draft: Draft,
    part: Part,
    now: NaiveDateTime,
) -> QueryResult<Draft> {
    if !part.is_in(&draft.content) {
        part.put_into(&mut draft.content);
        write(conn, &mut draft, now)?;
    }
    Ok(draft)
}

fn write(conn: &mut DbConnection, draft: &mut Draft, now: NaiveDateTime) -> QueryResult<()> {
    draft.version += 1;
    draft.updated_at = now;
    diesel::update(drafts::table.filter(drafts::token_hash.eq(&draft.token_hash)))
        .set((
            drafts::content.eq(draft.content.to_json()),
            drafts::updated_at.eq(now),
            drafts::expires_at.eq(now + TimeDelta::days(KEPT_DAYS)),
            drafts::version.eq(draft.version),
        ))
        .execute(conn)
        .map(drop)
}

/// Empties a draft that was filed: its text now stands in the submission.
///
/// # Errors
/// When the database fails.
pub fn empty(conn: &mut DbConnection, mut draft: Draft, now: NaiveDateTime) -> QueryResult<()> {
    draft.content = Content::default();
    write(conn, &mut draft, now)
}

/// Deletes a draft its writer gave up; a filed one stays, for it leads to the receipt.
///
/// # Errors
/// When the database fails.
pub fn discard(conn: &mut DbConnection, draft: &Draft) -> QueryResult<()> {
    if draft.submission_id.is_some() {
        return Ok(());
    }
    diesel::delete(drafts::table.filter(drafts::token_hash.eq(&draft.token_hash)))
        .execute(conn)
        .map(drop)
}

/// Deletes what has expired; returns how many. For the timer.
///
/// # Errors
/// When the database fails.
pub fn delete_expired(conn: &mut DbConnection, now: NaiveDateTime) -> QueryResult<usize> {
    diesel::delete(drafts::table.filter(drafts::expires_at.le(now))).execute(conn)
}
