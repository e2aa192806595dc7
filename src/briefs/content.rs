//! What a brief is made of, as it is frozen: one fact for each difficulty, and the words about
//! those few that are named. Nothing in it is counted beforehand.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use crate::conferences::overview::Column;
use crate::difficulties::Status;
use crate::i18n::Lang;

/// A name in both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Name {
    pub vi: String,
    pub en: String,
}

impl Name {
    #[must_use]
    pub fn new(vi: &str, en: &str) -> Self {
        Self {
            vi: vi.to_owned(),
            en: en.to_owned(),
        }
    }

    #[must_use]
    pub fn of(&self, lang: Lang) -> &str {
        lang.pick(&self.vi, &self.en)
    }
}

/// How a lead agency stands with one difficulty, where that says something of the agency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Promptness {
    OnTime,
    Late,
    /// Open on its desk, past the date.
    Overdue,
}

/// One difficulty as it stood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    pub id: i64,
    pub reference: String,
    pub submission: i64,
    pub filer: i64,
    pub topic: Option<i64>,
    pub status: Status,
    pub agency: Option<i64>,
    /// The one it follows.
    pub into: Option<i64>,
    /// Place in [`Content::villages`].
    pub village: Option<usize>,
    pub tabled: bool,
    /// Days of the calendar since its date passed, while that is somebody's delay.
    pub late_days: Option<i64>,
    pub promptness: Option<Promptness>,
    /// Days of the calendar since it was received.
    pub age: i64,
}

impl Fact {
    /// The problem it is part of: itself, or the one it follows.
    #[must_use]
    pub fn root(&self) -> i64 {
        self.into.unwrap_or(self.id)
    }

    #[must_use]
    pub fn column(&self) -> Option<Column> {
        Column::of(self.status)
    }

    /// Neither following another nor ended without an answer: what is left to be solved or is.
    #[must_use]
    pub fn is_problem(&self) -> bool {
        !matches!(
            self.status,
            Status::Merged | Status::Rejected | Status::Withdrawn | Status::Draft
        )
    }

    /// Still waits for its answer.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(
            self.column(),
            Some(Column::InHand | Column::SentUp | Column::Intake)
        )
    }
}

/// A topic group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Topic {
    pub id: i64,
    pub position: i32,
    pub name: Name,
}

/// Why the chair is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Reason {
    /// Beyond the agency's authority; waits for a signature to be sent up.
    ToSign,
    /// Agencies sent it back so often that a decision must bind.
    Returned,
    /// Filers ask the opposite about the same thing.
    Opposed,
    /// Long past its date.
    Overdue,
    /// Sent up, no reply yet.
    SentUp,
}

impl Reason {
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::ToSign => "to-sign",
            Self::Returned => "returned",
            Self::Opposed => "opposed",
            Self::Overdue => "overdue",
            Self::SentUp => "sent-up",
        }
    }
}

/// What one agency says of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    pub agency: Name,
    pub is_lead: bool,
    /// At most two lines; empty where it has said nothing.
    pub text: String,
}

/// What the chair is asked to decide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    pub id: i64,
    pub reference: String,
    pub title: String,
    pub reason: Reason,
    pub places: Vec<String>,
    pub late_days: Option<i64>,
    /// What the agency that asks for it wrote; empty for none.
    pub note: String,
    /// The one that asks the opposite.
    pub opposite: Option<String>,
    pub positions: Vec<Position>,
    /// The secretary's words, in place of what the rules say.
    pub edited_title: Option<String>,
    pub edited_sticks: Option<String>,
    pub edited_proposal: Option<String>,
}

impl Decision {
    #[must_use]
    pub fn is_edited(&self) -> bool {
        self.edited_title.is_some()
            || self.edited_sticks.is_some()
            || self.edited_proposal.is_some()
    }

    #[must_use]
    pub fn heading(&self) -> &str {
        self.edited_title.as_deref().unwrap_or(&self.title)
    }
}

/// A promise of the conference before, or of this one where there is none before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    pub text: String,
    pub agency: Name,
    pub due_on: NaiveDate,
    /// `open`, `done` or `cancelled`.
    pub state: String,
    pub done_on: Option<NaiveDate>,
}

impl Promise {
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.state == "done"
    }

    #[must_use]
    pub fn is_late(&self, today: NaiveDate) -> bool {
        self.state == "open" && self.due_on < today
    }
}

/// All of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    pub title: Name,
    pub place: Name,
    /// UTC.
    pub held_at: Option<NaiveDateTime>,
    /// The moment of the figures, UTC.
    pub as_of: NaiveDateTime,
    pub issuer: Name,
    pub topics: Vec<Topic>,
    pub agencies: BTreeMap<i64, Name>,
    pub villages: Vec<String>,
    /// Of those that are named: heavy ones in the villages, the heaviest.
    pub titles: BTreeMap<i64, String>,
    pub decisions: Vec<Decision>,
    pub promises: Vec<Promise>,
    /// Whose promises they are; `None` for this conference's own.
    pub promised_at: Option<Name>,
    /// The secretary's words in place of the three sentences.
    pub edited_sentences: Option<String>,
    pub facts: Vec<Fact>,
}
