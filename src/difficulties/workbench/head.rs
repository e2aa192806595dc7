//! What stands on top of every page about one difficulty: number, status, turn and due date.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::QueryResult;

use crate::conferences;
use crate::dates;
use crate::db::DbConnection;
use crate::difficulties::actions::{Deadlines, deadlines_of};
use crate::difficulties::{Difficulty, Party, Priority, Status};
use crate::web::{Ctx, Page};

/// The head of a page.
#[derive(Debug, Clone)]
pub struct Head {
    pub reference: String,
    pub title: String,
    pub status: Status,
    pub priority: Priority,
    pub restricted: bool,
    pub shielded: bool,
    pub turn: Option<Party>,
    pub due: Option<Due>,
    pub topic: String,
    pub conference: String,
    /// Sent back by every form, so that nobody acts on an old page.
    pub version: i32,
}

/// A deadline, with the working days left; none or fewer once the day has come.
#[derive(Debug, Clone, Copy)]
pub struct Due {
    pub on: NaiveDate,
    pub days: i32,
    pub is_past: bool,
}

impl Due {
    #[must_use]
    pub fn of_day(deadlines: &Deadlines, on: NaiveDate, now: NaiveDateTime) -> Self {
        Self {
            on,
            days: deadlines.days_until(on),
            is_past: dates::day_end(on) < now,
        }
    }

    /// "còn 2 ngày làm việc", beside the date itself.
    #[must_use]
    pub fn words(&self, page: &Page) -> String {
        match (self.is_past, self.days) {
            (true, 0) => page.t("workbench-due-past").into_owned(),
            (true, days) => page.t1("workbench-due-late", "days", days.abs()),
            (false, 0) => page.t("workbench-due-today").into_owned(),
            (false, days) => page.t1("workbench-due-left", "days", days),
        }
    }
}

impl Head {
    /// # Errors
    /// When the database fails.
    pub fn load(conn: &mut DbConnection, ctx: &Ctx, difficulty: &Difficulty) -> QueryResult<Self> {
        let conference = conferences::queries::find(conn, difficulty.conference_id)?;
        let topics = conferences::queries::topic_groups(conn, conference.id)?;
        let deadlines = deadlines_of(conn, &conference, ctx.now())?;
        let lang = ctx.lang();
        Ok(Self {
            reference: difficulty.reference.clone(),
            title: difficulty.title.clone(),
            status: difficulty.status,
            priority: difficulty.priority,
            restricted: difficulty.restricted,
            shielded: difficulty.shielded,
            turn: difficulty.next_party,
            due: difficulty.next_due_at.map(|at| {
                let on = dates::local_date(at);
                Due {
                    is_past: at < ctx.now(),
                    ..Due::of_day(&deadlines, on, ctx.now())
                }
            }),
            topic: topics
                .iter()
                .find(|topic| Some(topic.id) == difficulty.topic_group_id)
                .map(|topic| topic.short(lang).to_owned())
                .unwrap_or_default(),
            conference: conference.short(lang).to_owned(),
            version: difficulty.version,
        })
    }

    /// The colour that goes with the status, never without its words.
    #[must_use]
    pub fn tag(&self) -> &'static str {
        tag(self.status)
    }
}

/// The class of a status's tag.
#[must_use]
pub const fn tag(status: Status) -> &'static str {
    match status {
        Status::Submitted | Status::Accepted | Status::Assigned => "new",
        Status::InProgress | Status::Returned | Status::PendingApproval | Status::Escalated => {
            "run"
        }
        Status::NeedInfo => "ask",
        Status::Answered | Status::Committed | Status::Closed => "ok",
        Status::Draft | Status::Rejected | Status::Merged | Status::Withdrawn => "quiet",
    }
}
