//! The conference as it was written down: `data/difficulties.json`. Times are local.

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Deserializer};

use super::DemoError;
use crate::difficulties::{Channel, IdentityLevel, Outcome, Priority, PublicationConsent, Status};
use crate::filers::FilerKind;

/// One difficulty and everything that happened to it until the demonstration begins.
#[derive(Debug, Clone, Deserialize)]
pub struct Story {
    pub id: String,
    /// Several difficulties of one letter share it; the first was filed, the rest split off.
    pub letter: String,
    /// Position of its topic group, from 1.
    pub topic: i32,
    /// Whether the filer chose the topic group.
    pub topic_given: bool,
    pub channel: Channel,
    #[serde(deserialize_with = "minute")]
    pub filed_at: NaiveDateTime,
    pub filer: FilerSheet,
    pub identity: IdentityLevel,
    pub publication: PublicationConsent,
    pub restricted: bool,
    pub priority: Priority,
    pub title: String,
    pub body: String,
    pub ask: String,
    /// Where it stands after its last step.
    pub status: Status,
    pub steps: Vec<Step>,
    pub public_title: Option<String>,
    pub public_text: Option<String>,
    pub entered_by: EnteredBy,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EnteredBy {
    Filer,
    Clerk,
}

#[derive(Debug, Clone, Deserialize)]
pub struct FilerSheet {
    pub kind: FilerKind,
    pub name: String,
    pub phone: String,
    pub email: Option<String>,
    pub tax_code: Option<String>,
    pub village: String,
    pub commune: String,
    pub workers: Option<i32>,
}

/// One step: what was done, by whom, with the details it needs.
#[derive(Debug, Clone, Deserialize)]
pub struct Step {
    #[serde(deserialize_with = "minute")]
    pub at: NaiveDateTime,
    pub action: Deed,
    pub by: By,
    #[serde(default)]
    pub note: String,
    /// Ids of what a letter was split into, itself first.
    #[serde(default)]
    pub split: Vec<String>,
    pub lead: Option<String>,
    #[serde(default)]
    pub coordinating: Vec<String>,
    pub due_on: Option<NaiveDate>,
    pub coordinating_due_on: Option<NaiveDate>,
    /// The coordinating agency that contributes.
    pub agency: Option<String>,
    /// The agency that a return names as the right one.
    pub suggest: Option<String>,
    pub into: Option<String>,
    pub days: Option<u32>,
    pub rating: Option<u8>,
    pub document_number: Option<String>,
    /// The higher body.
    pub to: Option<String>,
    pub response: Option<ResponseSheet>,
    #[serde(default)]
    pub commitments: Vec<CommitmentSheet>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    Filer,
    Clerk,
    Secretary,
    Officer,
    Leader,
    Timer,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    Accept,
    RejectPropose,
    Reject,
    Ask,
    Supply,
    Lapse,
    Assign,
    Take,
    Return,
    Reassign,
    Contribute,
    SubmitForApproval,
    SendBack,
    Approve,
    ApproveWithCommitments,
    Escalate,
    HigherReply,
    Fulfil,
    Close,
    Reopen,
    Merge,
    Unmerge,
    Withdraw,
    Extend,
    PublishPropose,
    Publish,
}

#[derive(Debug, Clone, Deserialize)]
pub struct ResponseSheet {
    pub outcome: Outcome,
    pub summary: String,
    pub body: String,
}

#[derive(Debug, Clone, Deserialize)]
pub struct CommitmentSheet {
    pub text: String,
    pub agency: String,
    pub due_on: NaiveDate,
}

/// "2024-06-04T09:12", without seconds.
fn minute<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDateTime, D::Error> {
    let text = String::deserialize(deserializer)?;
    parse_minute(&text)
        .ok_or_else(|| serde::de::Error::custom(format!("{text} is no date with a time")))
}

/// Reads a local date and time, like `2024-07-02T09:00`.
#[must_use]
pub fn parse_minute(text: &str) -> Option<NaiveDateTime> {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").ok()
}

/// Everything that was written down, in the order of filing.
///
/// # Errors
/// When the file of the program does not fit itself.
pub fn stories() -> Result<Vec<Story>, DemoError> {
    serde_json::from_str(include_str!("data/difficulties.json"))
        .map_err(|error| DemoError::Data(error.to_string()))
}
