//! Rows the workbench reads beside the difficulty itself.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use crate::difficulties::Action;
use crate::difficulties::contributions::ContributionKind;

/// An agency's open part in a difficulty.
#[derive(Debug, Clone, Queryable)]
pub struct Assignment {
    pub id: i64,
    pub agency_id: i64,
    /// `lead` or `coordinating`.
    pub role: String,
    pub due_on: NaiveDate,
    /// What the secretariat asked for.
    pub order_text: String,
    /// The opinion; an empty one says that there is none.
    pub contribution: Option<String>,
    pub contributed_at: Option<NaiveDateTime>,
    /// Who works on it there; of the lead it is the difficulty's own.
    pub officer_id: Option<i64>,
}

impl Assignment {
    #[must_use]
    pub fn is_lead(&self) -> bool {
        self.role == "lead"
    }
}

/// An act that waits for a second person.
#[derive(Debug, Clone)]
pub struct Proposal {
    pub action: Action,
    pub by: Option<Proposer>,
    pub at: NaiveDateTime,
    pub note: String,
    /// Whose it would be, of a return.
    pub suggested: Option<i64>,
    pub kind: Option<ContributionKind>,
}

/// Who proposed it; nobody when the clock did.
#[derive(Debug, Clone)]
pub struct Proposer {
    pub name: String,
    pub agency_id: Option<i64>,
}

/// What stands of the public text.
#[derive(Debug, Clone, Queryable)]
pub struct PublicText {
    pub title: String,
    pub text: String,
    pub filer_label: String,
    pub place_label: String,
    pub answer_summary: String,
    pub answer_text: String,
}
