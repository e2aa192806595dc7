//! By when the next one must act. Days are working days of the conference's calendar and end at
//! 23:59 local time; the intake clock counts office hours.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::{ActError, Scene};
use crate::conferences::{self, Conference};
use crate::dates;
use crate::db::DbConnection;
use crate::db::schema::{commitments, events};
use crate::difficulties::{Action, Difficulty, Priority, Status};
use crate::working_days::WorkingCalendar;

/// An agency says "not ours" within this many working days of the assignment (workflow.md, #9).
pub const TAKE_WITHIN_DAYS: u32 = 2;

/// Reckons deadlines for one conference from one moment.
pub struct Deadlines {
    calendar: WorkingCalendar,
    now: NaiveDateTime,
    intake_hours: u32,
    urgent_intake_hours: u32,
    handling_days: u32,
    need_info_days: u32,
    objection_days: u32,
    escalation_days: u32,
}

/// How far back a pause may have begun for its days to be counted.
const PAUSE_LOOKS_BACK_DAYS: u64 = 400;

/// # Errors
/// When the database fails.
pub fn of(
    conn: &mut DbConnection,
    conference: &Conference,
    now: NaiveDateTime,
) -> QueryResult<Deadlines> {
    let today = dates::local_date(now);
    let from = today
        .checked_sub_days(chrono::Days::new(PAUSE_LOOKS_BACK_DAYS))
        .unwrap_or(today);
    let calendar = conferences::queries::calendar(conn, from)?;
    Ok(Deadlines::by(calendar, conference, now))
}

impl Deadlines {
    /// By a calendar that was read before.
    #[must_use]
    pub fn by(calendar: WorkingCalendar, conference: &Conference, now: NaiveDateTime) -> Self {
        Self {
            calendar,
            now,
            intake_hours: conference.intake_hours.unsigned_abs(),
            urgent_intake_hours: conference.urgent_intake_hours.unsigned_abs(),
            handling_days: conference.handling_days.unsigned_abs(),
            need_info_days: conference.need_info_days.unsigned_abs(),
            objection_days: conference.objection_days.unsigned_abs(),
            escalation_days: conference.escalation_days.unsigned_abs(),
        }
    }

    /// When a clerk must have received a difficulty.
    #[must_use]
    pub fn intake(&self, priority: Priority) -> NaiveDateTime {
        let hours = if priority == Priority::Urgent {
            self.urgent_intake_hours
        } else {
            self.intake_hours
        };
        let local = dates::local(self.now);
        // Beyond ten years of holidays there is no deadline to reckon; now is the safe one.
        self.calendar
            .add_working_hours(local, hours)
            .map_or(self.now, dates::to_utc)
    }

    /// The day `days` working days after today.
    #[must_use]
    pub fn day_after(&self, days: u32) -> NaiveDate {
        let today = dates::local_date(self.now);
        self.calendar.add_working_days(today, days).unwrap_or(today)
    }

    /// The day `days` working days after `day`.
    #[must_use]
    pub fn days_after(&self, day: NaiveDate, days: u32) -> NaiveDate {
        self.calendar.add_working_days(day, days).unwrap_or(day)
    }

    /// The day an answer is promised for, reckoned from acceptance.
    #[must_use]
    pub fn answer_by(&self) -> NaiveDate {
        self.day_after(self.handling_days)
    }

    /// Working days from today to `day`; negative once it has passed.
    #[must_use]
    pub fn days_until(&self, day: NaiveDate) -> i32 {
        self.calendar
            .working_days_between(dates::local_date(self.now), day)
    }

    #[must_use]
    pub fn is_working(&self, day: NaiveDate) -> bool {
        self.calendar.is_working(day)
    }

    fn end_of_day_after(&self, days: u32) -> NaiveDateTime {
        dates::day_end(self.day_after(days))
    }

    /// A due date moved by the working days a pause took, never earlier than one working day
    /// ahead (workflow.md, #5).
    fn moved_by_pause(&self, due_on: NaiveDate, asked_at: NaiveDateTime) -> NaiveDate {
        let paused = self
            .calendar
            .working_days_between(dates::local_date(asked_at), dates::local_date(self.now));
        let moved = self
            .calendar
            .add_working_days(due_on, paused.unsigned_abs())
            .unwrap_or(due_on);
        moved.max(self.day_after(1))
    }
}

/// When the pause of a difficulty that waits for its filer began.
pub(super) fn asked_at(
    conn: &mut DbConnection,
    difficulty_id: i64,
) -> QueryResult<Option<NaiveDateTime>> {
    events::table
        .filter(events::difficulty_id.eq(difficulty_id))
        .filter(events::action.eq(Action::Ask.as_str()))
        .order(events::seq.desc())
        .select(events::at)
        .first(conn)
        .optional()
}

/// The due date after the filer answered.
pub(super) fn after_pause(
    conn: &mut DbConnection,
    scene: &Scene<'_>,
) -> QueryResult<Option<NaiveDate>> {
    let asked = asked_at(conn, scene.before.id)?;
    Ok(match (scene.before.due_on, asked) {
        (Some(due_on), Some(asked)) => Some(scene.deadlines.moved_by_pause(due_on, asked)),
        (due_on, _) => due_on,
    })
}

/// The one next date of a difficulty as it now stands; `None` once nobody must act.
pub(super) fn next(
    conn: &mut DbConnection,
    scene: &Scene<'_>,
    after: &Difficulty,
) -> Result<Option<NaiveDateTime>, ActError> {
    let deadlines = &scene.deadlines;
    // A unit that takes over gets its own days to take it; the date promised stays.
    let taken_over =
        after.status == Status::Assigned && scene.before.lead_agency_id != after.lead_agency_id;
    let moved =
        scene.before.status != after.status || scene.before.due_on != after.due_on || taken_over;
    if !moved && scene.before.next_party == after.next_party && scene.before.next_due_at.is_some() {
        return Ok(scene.before.next_due_at);
    }
    let promised = after.due_on.map(dates::day_end);
    Ok(match after.status {
        Status::Draft | Status::Closed | Status::Rejected | Status::Merged | Status::Withdrawn => {
            None
        }
        Status::Submitted | Status::Accepted | Status::Returned => {
            Some(deadlines.intake(after.priority))
        }
        Status::NeedInfo => Some(deadlines.end_of_day_after(deadlines.need_info_days)),
        Status::Assigned => {
            let take_by = deadlines.end_of_day_after(TAKE_WITHIN_DAYS);
            Some(promised.map_or(take_by, |promised| promised.min(take_by).max(scene.now)))
        }
        Status::InProgress | Status::PendingApproval => {
            Some(promised.unwrap_or_else(|| deadlines.end_of_day_after(deadlines.handling_days)))
        }
        Status::Answered => Some(deadlines.end_of_day_after(deadlines.objection_days)),
        Status::Escalated => Some(deadlines.end_of_day_after(deadlines.escalation_days)),
        Status::Committed => {
            let first: Option<NaiveDate> = commitments::table
                .filter(commitments::difficulty_id.eq(after.id))
                .filter(commitments::state.eq("open"))
                .select(diesel::dsl::min(commitments::due_on))
                .first(conn)?;
            Some(first.map_or_else(
                || deadlines.end_of_day_after(deadlines.handling_days),
                dates::day_end,
            ))
        }
    })
}
