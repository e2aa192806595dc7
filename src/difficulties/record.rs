//! A difficulty as it stands: one row.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::vocabulary::{AgendaPlace, IdentityLevel, Outcome, Priority, Publication};
use super::workflow::{Action, Party, Status};
use crate::filers::FilerKind;

/// The unit of work: one ask, one topic group, one conference.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Difficulty {
    pub id: i64,
    pub conference_id: i64,
    pub submission_id: i64,
    pub topic_group_id: Option<i64>,
    /// From 1, one sequence per conference.
    pub number: i64,
    /// The public number: KK24-0417.
    pub reference: String,
    pub status: Status,
    /// Where it stood when it was asked or merged.
    pub former_status: Option<Status>,
    pub publication: Publication,
    pub agenda_place: AgendaPlace,
    pub priority: Priority,
    pub restricted: bool,
    pub shielded: bool,
    pub lead_agency_id: Option<i64>,
    pub officer_id: Option<i64>,
    pub merged_into_id: Option<i64>,
    pub outcome: Option<Outcome>,
    /// Who must act next: exactly one while it is open.
    pub next_party: Option<Party>,
    /// By when, in UTC: exactly one while it is open.
    pub next_due_at: Option<NaiveDateTime>,
    /// The day by which the filer was promised an answer.
    pub due_on: Option<NaiveDate>,
    pub received_at: NaiveDateTime,
    pub answered_at: Option<NaiveDateTime>,
    pub closed_at: Option<NaiveDateTime>,
    pub returns: i32,
    pub reopenings: i32,
    pub extensions: i32,
    pub area_id: Option<i64>,
    pub filer_kind: FilerKind,
    pub version: i32,
    pub title: String,
    pub body: String,
    pub ask: String,
}

impl Difficulty {
    #[must_use]
    pub fn is_overdue(&self, now: NaiveDateTime) -> bool {
        self.status.is_open() && self.next_due_at.is_some_and(|due| due < now)
    }

    #[must_use]
    pub fn identity(&self) -> IdentityLevel {
        if self.shielded {
            IdentityLevel::Shielded
        } else {
            IdentityLevel::Open
        }
    }
}

/// Whose turn it is. A restricted one waits for the secretary where another would wait for a
/// clerk: clerks do not see it.
#[must_use]
pub fn turn(status: Status, restricted: bool, returns: i32, proposals: &[Action]) -> Option<Party> {
    match status.next_party(returns.unsigned_abs(), proposals) {
        Some(Party::Clerk) if restricted => Some(Party::Secretary),
        party => party,
    }
}
