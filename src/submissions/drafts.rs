//! Drafts as rows: what somebody has written and not yet sent. The browser's cookie holds the
//! token that opens it, the database only the token's hash.
//!
//! A link opens the same draft on another machine, which then has a token of its own; the link
//! lasts as long as the draft is a draft, so that whoever wrote it to themselves still has it
//! after a shared machine forgot everything.
//!
//! A filed draft keeps its row, emptied, until it expires: the same form sent once more is led
//! to the receipt it made, also after the cookie is gone.

use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;

use super::content::{Content, Part};
use super::queries;
use crate::db::DbConnection;
use crate::db::schema::{draft_browsers, drafts};
use crate::filers::owners;
use crate::web::Ctx;
use crate::web::secret::{Secret, hex, random_token, token_hash};

/// What keeping a draft takes.
#[derive(Clone, Copy)]
pub struct Keeping<'a> {
    pub now: NaiveDateTime,
    /// Days it is kept after its last change (a setting).
    pub days: i64,
    /// Its link is made from this.
    pub secret: &'a Secret,
    /// The filer's account that writes it.
    pub account_id: Option<i64>,
}

impl<'a> Keeping<'a> {
    #[must_use]
    pub fn of(ctx: &'a Ctx) -> Self {
        Self {
            now: ctx.now(),
            days: ctx.app.settings.draft_days,
            secret: &ctx.app.secret,
            account_id: ctx.actor.member().map(|member| member.account_id),
        }
    }

    fn expires_at(&self) -> NaiveDateTime {
        self.now + TimeDelta::days(self.days)
    }
}

/// The token in a draft's link: 256 bits, made from the server's secret, so that every page can
/// show it while the database keeps only its hash.
#[must_use]
pub fn link_token(secret: &Secret, form_token: &str) -> String {
    hex(&secret.mac("draft-link", &[form_token.as_bytes()]))
}

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
    /// Nothing was written in it yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.content == Content::default()
    }

    /// What it is about, so far.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.content.story.title
    }

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

const COLUMNS: (
    drafts::token_hash,
    drafts::form_token,
    drafts::content,
    drafts::updated_at,
    drafts::version,
) = (
    drafts::token_hash,
    drafts::form_token,
    drafts::content,
    drafts::updated_at,
    drafts::version,
);

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
    let hash = token_hash(token);
    let taken_over = draft_browsers::table
        .filter(draft_browsers::token_hash.eq(&hash))
        .select(draft_browsers::form_token);
    let row: Option<Row> = drafts::table
        .filter(
            drafts::token_hash
                .eq(&hash)
                .or(drafts::form_token.eq_any(taken_over)),
        )
        .filter(drafts::expires_at.gt(now))
        .select(COLUMNS)
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
        .select(COLUMNS)
        .first(conn)
        .optional()?;
    row.map(|row| read(conn, row)).transpose()
}

/// The unsent draft of a link's token.
///
/// # Errors
/// When the database fails.
pub fn of_link(
    conn: &mut DbConnection,
    token: &str,
    now: NaiveDateTime,
) -> QueryResult<Option<Draft>> {
    let row: Option<Row> = drafts::table
        .filter(drafts::link_hash.eq(Some(token_hash(token))))
        .filter(drafts::expires_at.gt(now))
        .select(COLUMNS)
        .first(conn)
        .optional()?;
    let draft = row.map(|row| read(conn, row)).transpose()?;
    Ok(draft.filter(|draft| draft.submission_id.is_none()))
}

/// Opens a draft for one more browser; returns the token for its cookie.
///
/// # Errors
/// When the database fails.
pub fn take_over(
    conn: &mut DbConnection,
    draft: &Draft,
    now: NaiveDateTime,
) -> QueryResult<String> {
    let token = random_token();
    diesel::insert_into(draft_browsers::table)
        .values((
            draft_browsers::token_hash.eq(token_hash(&token)),
            draft_browsers::form_token.eq(&draft.form_token),
            draft_browsers::taken_at.eq(now),
        ))
        .execute(conn)?;
    Ok(token)
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
pub fn begin(conn: &mut DbConnection, keeping: &Keeping<'_>) -> QueryResult<(Draft, String)> {
    let (token, now) = (random_token(), keeping.now);
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
            drafts::expires_at.eq(keeping.expires_at()),
            drafts::link_hash.eq(Some(link_hash(keeping, &draft))),
        ))
        .execute(conn)?;
    if let Some(account_id) = keeping.account_id {
        owners::own_draft(conn, &draft.form_token, account_id)?;
    }
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
    keeping: &Keeping<'_>,
) -> QueryResult<Saved> {
    let open = of_browser(conn, token, keeping.now)?.filter(|draft| draft.submission_id.is_none());
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
            let (draft, token) = begin(conn, keeping)?;
            (draft, Some(token))
        }
    };
    part.put_into(&mut draft.content);
    let link = Some(link_hash(keeping, &draft));
    write(conn, &mut draft, link, keeping)?;
    Ok(Saved::Done {
        draft: Box::new(draft),
        new_token,
    })
}

fn link_hash(keeping: &Keeping<'_>, draft: &Draft) -> Vec<u8> {
    token_hash(&link_token(keeping.secret, &draft.form_token))
}

/// Puts a part into a draft that was just read in the same transaction.
///
/// # Errors
/// When the database fails.
pub(super) fn put(
    conn: &mut DbConnection,
    mut draft: Draft,
    part: Part,
    keeping: &Keeping<'_>,
) -> QueryResult<Draft> {
    if !part.is_in(&draft.content) {
        part.put_into(&mut draft.content);
        let link = link_hash(keeping, &draft);
        write(conn, &mut draft, Some(link), keeping)?;
    }
    Ok(draft)
}

fn write(
    conn: &mut DbConnection,
    draft: &mut Draft,
    link: Option<Vec<u8>>,
    keeping: &Keeping<'_>,
) -> QueryResult<()> {
    draft.version += 1;
    draft.updated_at = keeping.now;
    diesel::update(drafts::table.filter(drafts::token_hash.eq(&draft.token_hash)))
        .set((
            drafts::content.eq(draft.content.to_json()),
            drafts::updated_at.eq(keeping.now),
            drafts::expires_at.eq(keeping.expires_at()),
            drafts::version.eq(draft.version),
            drafts::link_hash.eq(link),
        ))
        .execute(conn)?;
    match keeping.account_id {
        Some(account_id) => owners::own_draft(conn, &draft.form_token, account_id),
        None => Ok(()),
    }
}

/// Empties a draft that was filed: its text now stands in the submission. Its link ends, and only
/// the browser that sent it (`sender`, the token of its cookie) is still led to the receipt.
///
/// # Errors
/// When the database fails.
pub fn empty(
    conn: &mut DbConnection,
    mut draft: Draft,
    sender: Option<&str>,
    keeping: &Keeping<'_>,
) -> QueryResult<()> {
    draft.content = Content::default();
    write(conn, &mut draft, None, keeping)?;
    diesel::delete(draft_browsers::table.filter(draft_browsers::form_token.eq(&draft.form_token)))
        .execute(conn)?;
    // Without a cookie there is nobody to keep it for; nobody else shall hold it either.
    let sender = token_hash(&sender.map_or_else(random_token, str::to_owned));
    if sender == draft.token_hash {
        return Ok(());
    }
    diesel::update(drafts::table.filter(drafts::form_token.eq(&draft.form_token)))
        .set(drafts::token_hash.eq(sender))
        .execute(conn)
        .map(drop)
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
