//! A response as it stands: one row for each version.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use crate::difficulties::Outcome;
use crate::text_enum::text_enum;

text_enum! {
    /// How far one version of a response has come.
    pub enum ResponseState {
        Draft = "draft",
        /// Before the leader.
        Submitted = "submitted",
        /// The leader wants it otherwise; it stays as it was, and a new version follows it.
        SentBack = "sent_back",
        /// Signed and released; never changes again.
        Approved = "approved",
    }
}

/// One version of the answer to a difficulty.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Response {
    pub id: i64,
    pub difficulty_id: i64,
    /// From 1, within the difficulty.
    pub number: i32,
    pub state: ResponseState,
    /// Empty while the drafter has not chosen; see [`Response::outcome`].
    outcome: String,
    /// Two or three sentences for the filer.
    pub summary: String,
    pub body: String,
    pub legal_grounds: String,
    pub document_number: String,
    pub drafter_id: i64,
    pub drafted_at: NaiveDateTime,
    pub approver_id: Option<i64>,
    pub approved_at: Option<NaiveDateTime>,
    pub released_at: Option<NaiveDateTime>,
    pub version: i32,
}

impl Response {
    /// `None` while the drafter has not chosen: nothing is preselected.
    #[must_use]
    pub fn outcome(&self) -> Option<Outcome> {
        Outcome::parse(&self.outcome)
    }

    /// What a page that shows it must send back, so that nobody overwrites anybody.
    #[must_use]
    pub fn base(&self) -> Base {
        Base {
            number: self.number,
            version: self.version,
        }
    }
}

/// What a draft says: its words, and what stands beside them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DraftText {
    pub outcome: Option<Outcome>,
    /// The short answer, for the filer.
    pub summary: String,
    pub body: String,
    /// Grounds as typed, beside those picked.
    pub legal_grounds: String,
    /// Ids of the grounds picked, in order.
    pub grounds: Vec<i64>,
    /// Whose authority it is, when it is not the house's.
    pub higher_body: String,
    pub commitments: Vec<DraftCommitment>,
}

/// A promise as drafted: unfinished until it is sent up.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DraftCommitment {
    pub text: String,
    pub agency_id: Option<i64>,
    /// The day as typed.
    pub due: String,
}

impl DraftCommitment {
    /// An agency alone is only what the list stood at.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.text.is_empty() && self.due.is_empty()
    }
}

/// What a draft said when it was saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Save {
    pub version: i32,
    pub saved_by: i64,
    pub saved_at: NaiveDateTime,
    pub text: DraftText,
}

/// The version a page started from; all zero where there was none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Base {
    pub number: i32,
    pub version: i32,
}

/// A promise: who, what, by when.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Commitment {
    pub agency_id: i64,
    pub text: String,
    pub due_on: NaiveDate,
    /// `open`, `done` or `cancelled`.
    pub state: String,
    /// What shows that it was kept.
    pub evidence: String,
}
