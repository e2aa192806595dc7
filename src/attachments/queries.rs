//! Attachments as rows.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::files::Kept;
use super::kind::FileKind;
use super::store::Key;
use crate::db::DbConnection;
use crate::db::schema::{attachments, drafts};
use crate::text_enum::text_enum;

text_enum! {
    /// What the scanner says of a file.
    pub enum Scan {
        /// There was no scanner.
        None = "none",
        /// It did not answer; the file is kept and not given out.
        Waiting = "waiting",
        Clean = "clean",
        /// It found something, later; the file is kept for whoever must look, and not given out.
        Found = "found",
    }
}

/// A file with what is known of it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Attachment {
    pub id: i64,
    /// Where it lies in the store.
    pub key: String,
    pub name: String,
    pub kind: FileKind,
    /// In bytes, as stored.
    pub size: i64,
    pub sha256: Vec<u8>,
    pub scan: Scan,
    pub scanned_at: Option<NaiveDateTime>,
    pub created_at: NaiveDateTime,
    /// Of the form it will be sent with; `None` once it is sent.
    pub form_token: Option<String>,
    pub submission_id: Option<i64>,
    /// With a message: of which difficulty.
    pub difficulty_id: Option<i64>,
    /// With a message: the event that records it.
    pub event_id: Option<i64>,
}

/// Where a new row belongs.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Place<'a> {
    pub form_token: Option<&'a str>,
    pub submission_id: Option<i64>,
    pub difficulty_id: Option<i64>,
    pub event_id: Option<i64>,
}

pub(super) fn insert(
    conn: &mut DbConnection,
    kept: &Kept,
    place: Place<'_>,
    now: NaiveDateTime,
) -> QueryResult<Attachment> {
    let scanned_at = matches!(kept.scan, Scan::Clean).then_some(now);
    diesel::insert_into(attachments::table)
        .values((
            attachments::key.eq(kept.key.as_str()),
            attachments::name.eq(&kept.name),
            attachments::kind.eq(kept.kind),
            attachments::size.eq(kept.size),
            attachments::sha256.eq(&kept.sha256),
            attachments::scan.eq(kept.scan),
            attachments::scanned_at.eq(scanned_at),
            attachments::created_at.eq(now),
            attachments::form_token.eq(place.form_token),
            attachments::submission_id.eq(place.submission_id),
            attachments::difficulty_id.eq(place.difficulty_id),
            attachments::event_id.eq(place.event_id),
        ))
        .returning(attachments::all_columns)
        .get_result(conn)
}

pub(super) fn give(conn: &mut DbConnection, id: i64, place: Place<'_>) -> QueryResult<()> {
    diesel::update(attachments::table.find(id))
        .set((
            attachments::form_token.eq(place.form_token),
            attachments::submission_id.eq(place.submission_id),
            attachments::difficulty_id.eq(place.difficulty_id),
            attachments::event_id.eq(place.event_id),
        ))
        .execute(conn)
        .map(drop)
}

/// # Errors
/// `NotFound`, or when the database fails.
pub(super) fn find(conn: &mut DbConnection, id: i64) -> QueryResult<Attachment> {
    attachments::table.find(id).first(conn)
}

/// Files held for a form that is not sent yet, in the order in which they came.
///
/// # Errors
/// When the database fails.
pub fn of_form(conn: &mut DbConnection, form_token: &str) -> QueryResult<Vec<Attachment>> {
    attachments::table
        .filter(attachments::form_token.eq(form_token))
        .order(attachments::id)
        .load(conn)
}

/// Files that a submission arrived with.
///
/// # Errors
/// When the database fails.
pub fn of_submission(conn: &mut DbConnection, submission_id: i64) -> QueryResult<Vec<Attachment>> {
    attachments::table
        .filter(attachments::submission_id.eq(submission_id))
        .filter(attachments::difficulty_id.is_null())
        .order(attachments::id)
        .load(conn)
}

/// Files of a difficulty: those its submission arrived with, and those added to it since.
///
/// # Errors
/// When the database fails.
pub fn of_difficulty(
    conn: &mut DbConnection,
    submission_id: i64,
    difficulty_id: i64,
) -> QueryResult<Vec<Attachment>> {
    attachments::table
        .filter(attachments::submission_id.eq(submission_id))
        .filter(
            attachments::difficulty_id
                .is_null()
                .or(attachments::difficulty_id.eq(difficulty_id)),
        )
        .order(attachments::id)
        .load(conn)
}

/// Sizes of everything held for a form, or belonging to a submission and its difficulties.
pub(super) fn sizes(conn: &mut DbConnection, place: Place<'_>) -> QueryResult<Vec<i64>> {
    let all = attachments::table.select(attachments::size);
    match (place.form_token, place.submission_id) {
        (Some(token), _) => all.filter(attachments::form_token.eq(token)).load(conn),
        (None, id) => all.filter(attachments::submission_id.eq(id)).load(conn),
    }
}

/// Takes one file away from a form that is not sent yet; returns its key, for the store to
/// forget once this is durable. `None` when it is not there.
///
/// # Errors
/// When the database fails.
pub fn remove_from_form(
    conn: &mut DbConnection,
    form_token: &str,
    id: i64,
) -> QueryResult<Option<Key>> {
    let key: Option<String> = diesel::delete(
        attachments::table
            .filter(attachments::id.eq(id))
            .filter(attachments::form_token.eq(form_token)),
    )
    .returning(attachments::key)
    .get_result(conn)
    .optional()?;
    Ok(key.as_deref().and_then(Key::parse))
}

/// Takes everything away from a form that is given up; returns the keys, as above.
///
/// # Errors
/// When the database fails.
pub fn remove_all_from_form(conn: &mut DbConnection, form_token: &str) -> QueryResult<Vec<Key>> {
    let keys: Vec<String> =
        diesel::delete(attachments::table.filter(attachments::form_token.eq(form_token)))
            .returning(attachments::key)
            .get_results(conn)?;
    Ok(keys.iter().filter_map(|key| Key::parse(key)).collect())
}

/// Takes away what was held for forms that will never be sent: none since `before`, and no draft
/// that still stands. Returns the keys.
pub(super) fn remove_forgotten(
    conn: &mut DbConnection,
    before: NaiveDateTime,
) -> QueryResult<Vec<Key>> {
    let drafts = drafts::table.select(drafts::form_token.nullable());
    let keys: Vec<String> = diesel::delete(
        attachments::table
            .filter(attachments::form_token.is_not_null())
            .filter(attachments::created_at.lt(before))
            .filter(diesel::dsl::not(attachments::form_token.eq_any(drafts))),
    )
    .returning(attachments::key)
    .get_results(conn)?;
    Ok(keys.iter().filter_map(|key| Key::parse(key)).collect())
}

/// Which of these keys have a row.
pub(super) fn known(conn: &mut DbConnection, keys: &[Key]) -> QueryResult<Vec<Key>> {
    let keys: Vec<&str> = keys.iter().map(Key::as_str).collect();
    let known: Vec<String> = attachments::table
        .filter(attachments::key.eq_any(keys))
        .select(attachments::key)
        .load(conn)?;
    Ok(known.iter().filter_map(|key| Key::parse(key)).collect())
}

/// Files after `after`, by id.
pub(super) fn page(
    conn: &mut DbConnection,
    after: i64,
    limit: i64,
) -> QueryResult<Vec<Attachment>> {
    attachments::table
        .filter(attachments::id.gt(after))
        .order(attachments::id)
        .limit(limit)
        .load(conn)
}

/// Files that wait for the scanner, the oldest first.
pub(super) fn waiting(conn: &mut DbConnection, limit: i64) -> QueryResult<Vec<Attachment>> {
    attachments::table
        .filter(attachments::scan.eq(Scan::Waiting))
        .order(attachments::id)
        .limit(limit)
        .load(conn)
}

pub(super) fn set_scan(
    conn: &mut DbConnection,
    id: i64,
    scan: Scan,
    now: NaiveDateTime,
) -> QueryResult<()> {
    diesel::update(attachments::table.find(id))
        .set((
            attachments::scan.eq(scan),
            attachments::scanned_at.eq(Some(now)),
        ))
        .execute(conn)
        .map(drop)
}
