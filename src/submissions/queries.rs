//! Submissions as rows. They are inserted and never changed; the database refuses it.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::db::DbConnection;
use crate::db::schema::submissions;
use crate::difficulties::{Channel, IdentityLevel, PublicationConsent};

/// A submission as it arrived.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Submission {
    pub id: i64,
    pub conference_id: i64,
    pub filer_id: i64,
    /// Whose form token it is: empty for those without an account.
    pub owner: String,
    pub form_token: String,
    pub lookup_hash: Vec<u8>,
    pub channel: Channel,
    pub received_at: NaiveDateTime,
    /// Arrived after the filing window closed; accepted all the same.
    pub is_late: bool,
    pub entered_by: Option<i64>,
    pub topic_group_id: Option<i64>,
    pub identity_level: IdentityLevel,
    pub publication_consent: PublicationConsent,
    /// The filer ticked that it names an official or agency.
    pub names_official: bool,
    pub consented_at: NaiveDateTime,
    pub title: String,
    pub body: String,
    pub ask: String,
}

/// # Errors
/// `NotFound`, or when the database fails.
pub fn find(conn: &mut DbConnection, id: i64) -> QueryResult<Submission> {
    submissions::table.find(id).first(conn)
}

/// The submission a form was already filed as.
///
/// # Errors
/// When the database fails.
pub fn by_form_token(
    conn: &mut DbConnection,
    owner: &str,
    form_token: &str,
) -> QueryResult<Option<Submission>> {
    submissions::table
        .filter(submissions::owner.eq(owner))
        .filter(submissions::form_token.eq(form_token))
        .first(conn)
        .optional()
}

/// The submission of a look-up code, by its keyed hash.
///
/// # Errors
/// When the database fails.
pub fn by_lookup_hash(conn: &mut DbConnection, hash: &[u8]) -> QueryResult<Option<Submission>> {
    submissions::table
        .filter(submissions::lookup_hash.eq(hash))
        .first(conn)
        .optional()
}
