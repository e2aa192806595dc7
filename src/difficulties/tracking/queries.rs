//! The rows that tracking reads.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use crate::agencies::{self, Agency};
use crate::db::DbConnection;
use crate::db::schema::{
    accounts, assignments, commitments, difficulties, filers, proposals, public_items, responses,
    submissions,
};
use crate::difficulties::{Action, Difficulty, Outcome, Status};
use crate::responses::DraftText;

/// What was given at filing, to compare with what is given at a look-up.
#[derive(Debug, Clone, Queryable)]
pub struct Given {
    pub submission_id: i64,
    pub phone: String,
    pub email: Option<String>,
}

/// The submission of a code's keyed hash with its contacts, in one query: a code that is not
/// there costs what one that is there costs.
///
/// # Errors
/// When the database fails.
pub fn by_code(conn: &mut DbConnection, hash: &[u8]) -> QueryResult<Option<Given>> {
    submissions::table
        .inner_join(filers::table.on(submissions::filer_id.eq(filers::id)))
        .filter(submissions::lookup_hash.eq(hash))
        .select((submissions::id, filers::phone, filers::email))
        .first(conn)
        .optional()
}

/// The agency that has it, or had it last.
///
/// # Errors
/// When the database fails.
pub fn lead(conn: &mut DbConnection, difficulty: &Difficulty) -> QueryResult<Option<Agency>> {
    let id = match difficulty.lead_agency_id {
        Some(id) => Some(id),
        None => assignments::table
            .filter(assignments::difficulty_id.eq(difficulty.id))
            .filter(assignments::role.eq("lead"))
            .order(assignments::id.desc())
            .select(assignments::agency_id)
            .first(conn)
            .optional()?,
    };
    id.map(|id| agencies::find(conn, id)).transpose()
}

/// The agencies that contribute, in the order they were asked.
///
/// # Errors
/// When the database fails.
pub fn coordinating(conn: &mut DbConnection, difficulty_id: i64) -> QueryResult<Vec<Agency>> {
    let ids: Vec<i64> = assignments::table
        .filter(assignments::difficulty_id.eq(difficulty_id))
        .filter(assignments::role.eq("coordinating"))
        .filter(assignments::ended_at.is_null())
        .order(assignments::id)
        .select(assignments::agency_id)
        .load(conn)?;
    ids.into_iter().map(|id| agencies::find(conn, id)).collect()
}

/// An answer that was released.
#[derive(Debug, Clone, Queryable)]
pub struct Answer {
    pub outcome: Outcome,
    pub summary: String,
    pub body: String,
    pub legal_grounds: String,
    pub document_number: String,
    pub released_at: Option<NaiveDateTime>,
}

impl Answer {
    /// What it says, to be compared with another.
    #[must_use]
    pub fn text(&self) -> DraftText {
        DraftText {
            outcome: Some(self.outcome),
            summary: self.summary.clone(),
            body: self.body.clone(),
            legal_grounds: self.legal_grounds.clone(),
            ..DraftText::default()
        }
    }
}

/// The released answers, the one that stands first; earlier ones are kept and shown.
///
/// # Errors
/// When the database fails.
pub fn answers(conn: &mut DbConnection, difficulty_id: i64) -> QueryResult<Vec<Answer>> {
    responses::table
        .filter(responses::difficulty_id.eq(difficulty_id))
        .filter(responses::state.eq("approved"))
        .filter(responses::released_at.is_not_null())
        .order(responses::number.desc())
        .select((
            responses::outcome,
            responses::summary,
            responses::body,
            responses::legal_grounds,
            responses::document_number,
            responses::released_at,
        ))
        .load(conn)
}

/// A promise made with an answer or a conclusion.
#[derive(Debug, Clone, Queryable)]
pub struct Commitment {
    pub agency_id: i64,
    pub text: String,
    pub due_on: NaiveDate,
    pub state: String,
    pub evidence: String,
    pub done_at: Option<NaiveDateTime>,
}

impl Commitment {
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.state == "open"
    }
}

/// Promises, the next one due first.
///
/// # Errors
/// When the database fails.
pub fn commitments(conn: &mut DbConnection, difficulty_id: i64) -> QueryResult<Vec<Commitment>> {
    commitments::table
        .filter(commitments::difficulty_id.eq(difficulty_id))
        .order((commitments::due_on, commitments::id))
        .select((
            commitments::agency_id,
            commitments::text,
            commitments::due_on,
            commitments::state,
            commitments::evidence,
            commitments::done_at,
        ))
        .load(conn)
}

/// How many other submissions are answered together with `submission_id` under `parent`.
///
/// # Errors
/// When the database fails.
pub fn others_together(
    conn: &mut DbConnection,
    parent: i64,
    submission_id: i64,
) -> QueryResult<i64> {
    difficulties::table
        .filter(
            difficulties::id
                .eq(parent)
                .or(difficulties::merged_into_id.eq(parent)),
        )
        .filter(difficulties::submission_id.ne(submission_id))
        .select(diesel::dsl::count(difficulties::submission_id).aggregate_distinct())
        .first(conn)
}

/// What the public reads of one difficulty.
#[derive(Debug, Clone, Queryable)]
pub struct PublicItem {
    pub reference: String,
    pub status: Status,
    pub outcome: Option<Outcome>,
    pub lead_agency_id: Option<i64>,
    pub filer_kind: crate::filers::FilerKind,
    pub filer_label: String,
    pub place_label: String,
    pub title: String,
    pub text: String,
    pub answer_summary: String,
    pub answer_text: String,
    pub answered_at: Option<NaiveDateTime>,
    pub published_at: Option<NaiveDateTime>,
}

/// # Errors
/// `NotFound` while it is not public; or when the database fails.
pub fn public_item(conn: &mut DbConnection, reference: &str) -> QueryResult<PublicItem> {
    public_items::table
        .filter(public_items::reference.eq(reference))
        .filter(public_items::is_public.eq(true))
        .select((
            public_items::reference,
            public_items::status,
            public_items::outcome,
            public_items::lead_agency_id,
            public_items::filer_kind,
            public_items::filer_label,
            public_items::place_label,
            public_items::title,
            public_items::text,
            public_items::answer_summary,
            public_items::answer_text,
            public_items::answered_at,
            public_items::published_at,
        ))
        .first(conn)
}

/// Whether the public once read this number and no longer may. A restricted one is not spoken of.
///
/// # Errors
/// When the database fails.
pub fn was_public(conn: &mut DbConnection, reference: &str) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(
        public_items::table
            .inner_join(difficulties::table.on(difficulties::id.eq(public_items::difficulty_id)))
            .filter(public_items::reference.eq(reference))
            .filter(public_items::is_public.eq(false))
            .filter(public_items::published_at.is_not_null())
            .filter(difficulties::restricted.eq(false)),
    ))
    .get_result(conn)
}

/// Display names of accounts, by id.
///
/// # Errors
/// When the database fails.
pub fn display_names(conn: &mut DbConnection, ids: &[i64]) -> QueryResult<Vec<(i64, String)>> {
    accounts::table
        .filter(accounts::id.eq_any(ids.to_vec()))
        .select((accounts::id, accounts::display_name))
        .load(conn)
}

/// When the filer asked that it be reopened, while nobody has answered that.
///
/// # Errors
/// When the database fails.
pub fn reopening_asked_at(
    conn: &mut DbConnection,
    difficulty_id: i64,
) -> QueryResult<Option<NaiveDateTime>> {
    proposals::table
        .filter(proposals::difficulty_id.eq(difficulty_id))
        .filter(proposals::action.eq(Action::AskToReopen))
        .filter(proposals::settled_at.is_null())
        .order(proposals::id.desc())
        .select(proposals::proposed_at)
        .first(conn)
        .optional()
}
