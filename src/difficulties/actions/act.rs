//! The acts, each with what it needs; and who does them.

use chrono::NaiveDate;
use serde_json::json;

use crate::accounts::{Actor, FilerLogin, Staff};
use crate::difficulties::contributions::ContributionKind;
use crate::difficulties::passages::Passage;
use crate::difficulties::{Action, Outcome, Priority};

/// Who does an act.
#[derive(Debug, Clone)]
pub enum Doer {
    Person(Actor),
    /// What happens when a date has passed; it carries nobody.
    Timer(Actor),
}

impl Doer {
    #[must_use]
    pub fn staff(staff: Staff) -> Self {
        Self::Person(Actor {
            staff: Some(staff),
            ..Actor::default()
        })
    }

    /// The filer of a submission, without a browser: for the demonstration and commands.
    #[must_use]
    pub fn filer(submission_id: i64) -> Self {
        Self::Person(Actor {
            filer: Some(FilerLogin {
                login_id: 0,
                submission_id,
            }),
            ..Actor::default()
        })
    }

    #[must_use]
    pub fn timer() -> Self {
        Self::Timer(Actor::default())
    }

    #[must_use]
    pub fn actor(&self) -> &Actor {
        match self {
            Self::Person(actor) | Self::Timer(actor) => actor,
        }
    }

    #[must_use]
    pub fn account_id(&self) -> Option<i64> {
        self.actor().account_id()
    }

    #[must_use]
    pub fn agency_id(&self) -> Option<i64> {
        self.actor().staff().and_then(|staff| staff.agency_id)
    }

    /// The party an event names.
    #[must_use]
    pub fn party(&self) -> &'static str {
        match self {
            Self::Timer(_) => "timer",
            Self::Person(actor) => actor.role().map_or("filer", |role| role.as_str()),
        }
    }
}

/// How a letter is read at acceptance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Split {
    /// One difficulty, in the words as they arrived.
    Whole { topic_group_id: i64 },
    /// Passage by passage. The first that asks is this difficulty; each further one becomes a
    /// difficulty of its own.
    Marked(Vec<Passage>),
}

/// A promise made with an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCommitment {
    pub text: String,
    pub agency_id: i64,
    pub due_on: NaiveDate,
}

/// The text without personal data that the public will read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redaction {
    pub title: String,
    pub text: String,
}

/// An act with its details. Acts whose screens come later carry a note only.
#[derive(Debug, Clone)]
pub enum Act {
    Accept {
        priority: Priority,
        split: Split,
        note: String,
    },
    /// Takes an acceptance back, with what was split off and assigned, while nobody has acted on
    /// it.
    UndoAccept,
    ProposeRejection {
        reason: String,
        note: String,
    },
    Reject {
        note: String,
    },
    Ask {
        question: String,
        days: Option<u32>,
    },
    Supply {
        text: String,
    },
    Assign {
        lead: i64,
        due_on: NaiveDate,
        coordinating: Vec<i64>,
        coordinating_due_on: Option<NaiveDate>,
        order: String,
    },
    Take,
    /// `suggested`: whose it would be.
    ProposeReturn {
        note: String,
        suggested: Option<i64>,
    },
    Return {
        note: String,
        suggested: Option<i64>,
    },
    Reassign {
        lead: i64,
        due_on: NaiveDate,
        note: String,
    },
    /// `agency`: whose opinion it is.
    ProposeContribution {
        agency: i64,
        kind: ContributionKind,
        text: String,
    },
    /// From a lead that has ended to a unit of today.
    HandOver {
        to: i64,
        note: String,
    },
    Contribute {
        agency: i64,
        kind: ContributionKind,
        text: String,
    },
    SubmitForApproval {
        response_id: i64,
    },
    SendBack {
        note: String,
    },
    /// `document_on`: the day on the document; today's without one.
    Approve {
        document_number: String,
        document_on: Option<NaiveDate>,
    },
    ApproveWithCommitments {
        document_number: String,
        document_on: Option<NaiveDate>,
        commitments: Vec<NewCommitment>,
    },
    /// Signed and held back.
    Sign {
        document_number: String,
        document_on: Option<NaiveDate>,
    },
    /// What was signed goes out, with the promises of the draft if it holds any.
    Release {
        with_commitments: bool,
    },
    Escalate {
        document_number: String,
        note: String,
    },
    HigherReply {
        note: String,
        due_on: NaiveDate,
    },
    Fulfil {
        note: String,
    },
    /// By the filer with a rating of 1 to 5, or unrated.
    Close {
        rating: Option<u8>,
        note: String,
    },
    /// By the filer of a merged one, of the answer its parent was given: 1 to 5.
    Rate {
        rating: u8,
        note: String,
    },
    Reopen {
        note: String,
    },
    Merge {
        into: i64,
        note: String,
    },
    /// By the filer, into one that is published.
    Join {
        into: i64,
    },
    Unmerge {
        note: String,
    },
    Extend {
        due_on: NaiveDate,
        note: String,
    },
    /// By the secretary, once the lead's own extensions are used up.
    ExtendBeyondLimit {
        due_on: NaiveDate,
        note: String,
    },
    Redact(Redaction),
    /// Any other act, with its reason or text.
    Simple {
        action: Action,
        note: String,
    },
}

impl Act {
    #[must_use]
    pub fn action(&self) -> Action {
        match self {
            Self::Accept { .. } => Action::Accept,
            Self::UndoAccept => Action::UndoAccept,
            Self::ProposeRejection { .. } => Action::ProposeRejection,
            Self::Reject { .. } => Action::Reject,
            Self::Ask { .. } => Action::Ask,
            Self::Supply { .. } => Action::Supply,
            Self::Assign { .. } => Action::Assign,
            Self::Take => Action::Take,
            Self::ProposeReturn { .. } => Action::ProposeReturn,
            Self::Return { .. } => Action::Return,
            Self::Reassign { .. } => Action::Reassign,
            Self::ProposeContribution { .. } => Action::ProposeContribution,
            Self::HandOver { .. } => Action::HandOver,
            Self::Contribute { .. } => Action::Contribute,
            Self::SubmitForApproval { .. } => Action::SubmitForApproval,
            Self::SendBack { .. } => Action::SendBack,
            Self::Approve { .. } => Action::Approve,
            Self::ApproveWithCommitments { .. } => Action::ApproveWithCommitments,
            Self::Sign { .. } => Action::Sign,
            Self::Release {
                with_commitments: false,
            } => Action::Release,
            Self::Release {
                with_commitments: true,
            } => Action::ReleaseWithCommitments,
            Self::Escalate { .. } => Action::Escalate,
            Self::HigherReply { .. } => Action::HigherReply,
            Self::Fulfil { .. } => Action::Fulfil,
            Self::Close { .. } => Action::Close,
            Self::Rate { .. } => Action::Rate,
            Self::Reopen { .. } => Action::Reopen,
            Self::Merge { .. } => Action::Merge,
            Self::Join { .. } => Action::Join,
            Self::Unmerge { .. } => Action::Unmerge,
            Self::Extend { .. } => Action::Extend,
            Self::ExtendBeyondLimit { .. } => Action::ExtendBeyondLimit,
            Self::Redact(_) => Action::Redact,
            Self::Simple { action, .. } => *action,
        }
    }

    /// What was typed with it, for the record.
    #[must_use]
    pub fn note(&self) -> &str {
        match self {
            Self::Accept { note, .. }
            | Self::ProposeRejection { note, .. }
            | Self::Reject { note }
            | Self::ProposeReturn { note, .. }
            | Self::Return { note, .. }
            | Self::Reassign { note, .. }
            | Self::HandOver { note, .. }
            | Self::SendBack { note }
            | Self::Escalate { note, .. }
            | Self::HigherReply { note, .. }
            | Self::Fulfil { note }
            | Self::Close { note, .. }
            | Self::Rate { note, .. }
            | Self::Reopen { note }
            | Self::Merge { note, .. }
            | Self::Unmerge { note }
            | Self::Extend { note, .. }
            | Self::ExtendBeyondLimit { note, .. }
            | Self::Simple { note, .. } => note,
            Self::Ask { question, .. } => question,
            Self::Supply { text }
            | Self::ProposeContribution { text, .. }
            | Self::Contribute { text, .. } => text,
            Self::Assign { order, .. } => order,
            Self::UndoAccept
            | Self::Take
            | Self::Join { .. }
            | Self::SubmitForApproval { .. }
            | Self::Approve { .. }
            | Self::ApproveWithCommitments { .. }
            | Self::Sign { .. }
            | Self::Release { .. }
            | Self::Redact(_) => "",
        }
    }

    /// The action itself, when it waits for a second person.
    pub(super) fn proposes(&self) -> Option<Action> {
        let action = self.action();
        let is_proposal = action == Action::AskToReopen
            || Action::ALL
                .iter()
                .any(|other| other.confirms() == Some(action));
        is_proposal.then_some(action)
    }

    /// What the confirmer must see of a proposal, beside its note.
    pub(super) fn proposal_data(&self) -> String {
        match self {
            Self::ProposeRejection { reason, .. } => json!({ "reason": reason }).to_string(),
            Self::ProposeReturn { suggested, .. } => json!({ "suggested": suggested }).to_string(),
            Self::ProposeContribution { agency, kind, .. } => {
                json!({ "agency": agency, "kind": kind.as_str() }).to_string()
            }
            _ => "{}".into(),
        }
    }

    /// An outcome that an act sets by itself.
    pub(super) fn outcome(&self) -> Option<Outcome> {
        match self {
            Self::Escalate { .. } => Some(Outcome::BeyondAuthority),
            Self::Simple {
                action: Action::Lapse,
                ..
            } => Some(Outcome::NoLongerRelevant),
            _ => None,
        }
    }
}
