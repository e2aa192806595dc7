//! Mandates: a member lets its association file for it, between two days. Each is a row that
//! ends and stays; what was filed under it remembers it.
//!
//! An association reads what it filed under mandates that hold today, and nothing else of its
//! members. So nobody has to confirm that a mandate is true before it is used: a false one shows
//! its maker nothing but what they typed in themselves. The member, who has the look-up code,
//! sees who filed for it and ends the mandate in one step.

pub mod queries;

use chrono::{NaiveDate, NaiveDateTime};

pub use queries::{covers, submissions_under};

use super::FilerKind;
use crate::text_enum::text_enum;

text_enum! {
    /// How the member gave it.
    pub enum Given {
        /// A signed paper.
        Paper = "paper",
        /// The minutes of a meeting.
        Meeting = "meeting",
        /// A message or an e-mail.
        Message = "message",
        /// By word of mouth.
        Spoken = "spoken",
    }
}

text_enum! {
    /// Who ended it before its day.
    pub enum EndedBy {
        Member = "member",
        Association = "association",
    }
}

/// A member's mandate.
#[derive(Debug, Clone, PartialEq, Eq, diesel::Queryable)]
pub struct Mandate {
    pub id: i64,
    /// The account that holds it.
    pub association_id: i64,
    pub kind: FilerKind,
    pub name: String,
    pub folded: String,
    pub phone: String,
    pub phone_e164: Option<String>,
    pub email: Option<String>,
    pub tax_code: Option<String>,
    pub village: String,
    pub commune: String,
    pub area_id: Option<i64>,
    pub valid_from: NaiveDate,
    /// The last day it holds.
    pub valid_to: NaiveDate,
    pub given: Given,
    /// Number and day of the paper, or who said it to whom.
    pub given_note: String,
    pub made_at: NaiveDateTime,
    pub ended_at: Option<NaiveDateTime>,
    pub ended_by: Option<EndedBy>,
    pub version: i32,
}

/// Whether a mandate can be filed under on a day, and why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Holds,
    /// From a later day on.
    NotYet(NaiveDate),
    /// Until a day that has passed.
    Expired(NaiveDate),
    Ended(EndedBy),
}

impl Mandate {
    #[must_use]
    pub fn standing_on(&self, day: NaiveDate) -> Standing {
        if self.ended_at.is_some() {
            return Standing::Ended(self.ended_by.unwrap_or(EndedBy::Association));
        }
        if day < self.valid_from {
            Standing::NotYet(self.valid_from)
        } else if day > self.valid_to {
            Standing::Expired(self.valid_to)
        } else {
            Standing::Holds
        }
    }

    #[must_use]
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.standing_on(day) == Standing::Holds
    }
}
