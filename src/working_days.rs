//! Which days are worked, and how many of them lie between two dates.
//!
//! Monday to Friday are worked unless a row says otherwise; a row may also make a Saturday
//! worked, in exchange for a day off elsewhere. Rows are data that an administrator edits:
//! swaps are announced days ahead, so no holiday is compiled in. Dates are local.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Weekday};
use thiserror::Error;

const MORNING: NaiveTime = NaiveTime::from_hms_opt(8, 0, 0).expect("08:00 exists");
const NOON: NaiveTime = NaiveTime::from_hms_opt(12, 0, 0).expect("12:00 exists");
const AFTERNOON: NaiveTime = NaiveTime::from_hms_opt(13, 0, 0).expect("13:00 exists");
const EVENING: NaiveTime = NaiveTime::from_hms_opt(17, 0, 0).expect("17:00 exists");

/// Office hours, local time: four hours before the noon break, four after it.
pub const OFFICE_HOURS: [(NaiveTime, NaiveTime); 2] = [(MORNING, NOON), (AFTERNOON, EVENING)];

/// How far a deadline may lie ahead: ten years, and the leap days in them.
const HORIZON_DAYS: usize = 3_653;

/// What a row of the calendar makes of its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayEffect {
    /// A holiday, or a day given off in exchange.
    Off,
    /// Worked, even on a weekend: a make-up day.
    Work,
}

/// The deadline would lie more than ten years away, or beyond the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("no working day within ten years")]
pub struct TooFar;

/// The working calendar as it stood when its rows were read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WorkingCalendar {
    exceptions: BTreeMap<NaiveDate, DayEffect>,
}

impl WorkingCalendar {
    /// From rows of date and effect, in any order. Of two rows for one date the later counts.
    pub fn new(rows: impl IntoIterator<Item = (NaiveDate, DayEffect)>) -> Self {
        Self {
            exceptions: rows.into_iter().collect(),
        }
    }

    /// Whether offices are open on this day.
    #[must_use]
    pub fn is_working(&self, date: NaiveDate) -> bool {
        match self.exceptions.get(&date) {
            Some(DayEffect::Off) => false,
            Some(DayEffect::Work) => true,
            None => is_weekday(date),
        }
    }

    /// The `days`-th working day after `from`; day 1 is the first one after it, whether `from`
    /// itself is worked or not. Zero days give `from`.
    ///
    /// # Errors
    ///
    /// [`TooFar`] beyond ten years.
    pub fn add_working_days(&self, from: NaiveDate, days: u32) -> Result<NaiveDate, TooFar> {
        self.nth_working(from, from.iter_days().skip(1), days)
    }

    /// The `days`-th working day before `from`: when to remind of a deadline. Zero days give
    /// `from`.
    ///
    /// # Errors
    ///
    /// [`TooFar`] beyond ten years.
    pub fn subtract_working_days(&self, from: NaiveDate, days: u32) -> Result<NaiveDate, TooFar> {
        self.nth_working(from, from.iter_days().rev().skip(1), days)
    }

    fn nth_working(
        &self,
        from: NaiveDate,
        onward: impl Iterator<Item = NaiveDate>,
        days: u32,
    ) -> Result<NaiveDate, TooFar> {
        let Some(skipped) = days.checked_sub(1) else {
            return Ok(from);
        };
        onward
            .take(HORIZON_DAYS)
            .filter(|&date| self.is_working(date))
            .nth(usize::try_from(skipped).map_err(|_| TooFar)?)
            .ok_or(TooFar)
    }

    /// Working days after `from` up to and including `to`; negative if `to` comes first, zero if
    /// they are the same day.
    #[must_use]
    pub fn working_days_between(&self, from: NaiveDate, to: NaiveDate) -> i32 {
        if to < from {
            return -self.working_days_between(to, from);
        }
        let exceptions: i32 = from
            .succ_opt()
            .filter(|&next| next <= to)
            .map(|next| self.exceptions.range(next..=to))
            .into_iter()
            .flatten()
            .map(|(&date, &effect)| match (effect, is_weekday(date)) {
                (DayEffect::Off, true) => -1,
                (DayEffect::Work, false) => 1,
                (DayEffect::Off, false) | (DayEffect::Work, true) => 0,
            })
            .sum();
        weekdays_up_to(to) - weekdays_up_to(from) + exceptions
    }

    /// The local time at which `hours` of office hours have passed since `local`. Counting
    /// begins when an office is next open; four hours from 08:00 end at 12:00, not at 13:00.
    /// Zero hours give `local`.
    ///
    /// # Errors
    ///
    /// [`TooFar`] beyond ten years.
    pub fn add_working_hours(
        &self,
        local: NaiveDateTime,
        hours: u32,
    ) -> Result<NaiveDateTime, TooFar> {
        if hours == 0 {
            return Ok(local);
        }
        let mut left = TimeDelta::seconds(i64::from(hours) * 3600);
        let days = local.date().iter_days().take(HORIZON_DAYS);
        for date in days.filter(|&date| self.is_working(date)) {
            for (opens, closes) in OFFICE_HOURS {
                let opens = date.and_time(opens).max(local);
                let open_for = date.and_time(closes) - opens;
                if open_for < TimeDelta::zero() {
                    continue;
                }
                if left <= open_for {
                    return Ok(opens + left);
                }
                left -= open_for;
            }
        }
        Err(TooFar)
    }
}

fn is_weekday(date: NaiveDate) -> bool {
    !matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

/// Mondays to Fridays since some Monday long ago, this day included: only differences mean
/// anything.
fn weekdays_up_to(date: NaiveDate) -> i32 {
    let since_monday = i32::try_from(date.weekday().num_days_from_monday()).unwrap_or_default();
    let monday = date
        .checked_sub_days(Days::new(u64::from(date.weekday().num_days_from_monday())))
        .map_or(0, |monday| monday.num_days_from_ce());
    monday.div_euclid(7) * 5 + (since_monday + 1).min(5)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn on(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    const OFF: [(i32, u32, u32); 17] = [
        (2025, 1, 1),
        (2025, 4, 30),
        (2025, 5, 1),
        (2025, 5, 2),
        (2026, 1, 1),
        (2026, 1, 2),
        (2026, 2, 16),
        (2026, 2, 17),
        (2026, 2, 18),
        (2026, 2, 19),
        (2026, 2, 20),
        (2026, 4, 26),
        (2026, 4, 27),
        (2026, 8, 31),
        (2026, 9, 1),
        (2026, 9, 2),
        (2026, 11, 24),
    ];
    const MADE_UP: [(i32, u32, u32); 3] = [(2025, 4, 26), (2026, 1, 10), (2026, 8, 22)];

    fn rows() -> Vec<(NaiveDate, DayEffect)> {
        let off = OFF.map(|(y, m, d)| (on(y, m, d), DayEffect::Off));
        let work = MADE_UP.map(|(y, m, d)| (on(y, m, d), DayEffect::Work));
        off.into_iter().chain(work).collect()
    }

    fn calendar() -> WorkingCalendar {
        WorkingCalendar::new(rows())
    }

    fn calendar_without(missing: &[NaiveDate]) -> WorkingCalendar {
        WorkingCalendar::new(
            rows()
                .into_iter()
                .filter(|(date, _)| !missing.contains(date)),
        )
    }

    fn weekdays_only() -> WorkingCalendar {
        WorkingCalendar::default()
    }

    #[test]
    fn rows_beat_the_week() {
        let calendar = calendar();
        assert!(calendar.is_working(on(2026, 8, 22)), "a make-up Saturday");
        assert!(!calendar.is_working(on(2026, 8, 29)), "a Saturday");
        assert!(!calendar.is_working(on(2026, 8, 30)), "a Sunday");
        assert!(!calendar.is_working(on(2026, 8, 31)), "a Monday given off");
        assert!(calendar.is_working(on(2026, 9, 3)), "a Thursday");
    }

    #[test]
    fn seven_days_around_the_national_day_of_2026() {
        let received = on(2026, 8, 20);
        assert_eq!(
            calendar().add_working_days(received, 7),
            Ok(on(2026, 8, 28))
        );
        assert_eq!(
            weekdays_only().add_working_days(received, 7),
            Ok(on(2026, 8, 31))
        );
        assert_eq!(
            calendar_without(&[on(2026, 8, 22)]).add_working_days(received, 7),
            Ok(on(2026, 9, 3))
        );
    }

    #[test]
    fn seven_days_over_the_new_year_of_2026() {
        let received = on(2025, 12, 26);
        assert_eq!(calendar().add_working_days(received, 7), Ok(on(2026, 1, 8)));
        assert_eq!(
            weekdays_only().add_working_days(received, 7),
            Ok(on(2026, 1, 6))
        );
        // The swap announced eight days ahead, before anybody entered it.
        assert_eq!(
            calendar_without(&[on(2026, 1, 2), on(2026, 1, 10)]).add_working_days(received, 7),
            Ok(on(2026, 1, 7))
        );
    }

    #[test]
    fn five_days_over_the_day_of_culture_of_2026() {
        let received = on(2026, 11, 23);
        assert_eq!(
            calendar().add_working_days(received, 5),
            Ok(on(2026, 12, 1))
        );
        assert_eq!(
            calendar_without(&[on(2026, 11, 24)]).add_working_days(received, 5),
            Ok(on(2026, 11, 30))
        );
    }

    #[test]
    fn no_days_change_nothing() {
        let sunday = on(2026, 8, 30);
        assert_eq!(calendar().add_working_days(sunday, 0), Ok(sunday));
        assert_eq!(calendar().subtract_working_days(sunday, 0), Ok(sunday));
        assert_eq!(calendar().working_days_between(sunday, sunday), 0);
    }

    #[test]
    fn counting_is_signed() {
        let (received, due) = (on(2026, 8, 20), on(2026, 8, 28));
        assert_eq!(calendar().working_days_between(received, due), 7);
        assert_eq!(calendar().working_days_between(due, received), -7);
        assert_eq!(
            calendar().working_days_between(on(2026, 8, 28), on(2026, 9, 2)),
            0
        );
    }

    #[test]
    fn a_reminder_two_days_before_the_third_of_september() {
        assert_eq!(
            calendar().subtract_working_days(on(2026, 9, 3), 2),
            Ok(on(2026, 8, 27))
        );
    }

    #[test]
    fn hours_skip_noon_nights_weekends_and_holidays() {
        let at = |date: NaiveDate, hour, minute| date.and_hms_opt(hour, minute, 0).unwrap();
        let thursday = on(2026, 8, 27);
        let friday = on(2026, 8, 28);
        let after_the_holidays = on(2026, 9, 3);
        for (from, hours, until) in [
            (at(thursday, 8, 0), 4, at(thursday, 12, 0)),
            (at(thursday, 8, 0), 5, at(thursday, 14, 0)),
            (at(thursday, 11, 30), 1, at(thursday, 13, 30)),
            (at(thursday, 12, 15), 1, at(thursday, 14, 0)),
            (at(thursday, 6, 0), 8, at(thursday, 17, 0)),
            (at(thursday, 16, 20), 2, at(friday, 9, 20)),
            (at(thursday, 17, 0), 1, at(friday, 9, 0)),
            (at(thursday, 23, 30), 1, at(friday, 9, 0)),
            (at(friday, 16, 0), 2, at(after_the_holidays, 9, 0)),
            (at(on(2026, 8, 30), 10, 0), 8, at(after_the_holidays, 17, 0)),
            (at(on(2026, 8, 21), 16, 0), 2, at(on(2026, 8, 22), 9, 0)),
            (at(on(2026, 8, 30), 10, 0), 0, at(on(2026, 8, 30), 10, 0)),
        ] {
            assert_eq!(
                calendar().add_working_hours(from, hours),
                Ok(until),
                "{from} + {hours}"
            );
        }
    }

    #[test]
    fn counting_stops_after_ten_years() {
        let from = on(2026, 8, 20);
        assert_eq!(calendar().add_working_days(from, u32::MAX), Err(TooFar));
        assert_eq!(calendar().subtract_working_days(from, 3_000), Err(TooFar));
        assert_eq!(
            calendar().add_working_hours(from.and_time(NOON), u32::MAX),
            Err(TooFar)
        );
        assert_eq!(calendar().add_working_days(NaiveDate::MAX, 1), Err(TooFar));
        let never = WorkingCalendar::new(
            from.iter_days()
                .take(4_000)
                .map(|date| (date, DayEffect::Off)),
        );
        assert_eq!(never.add_working_days(from, 1), Err(TooFar));
        assert_eq!(never.add_working_hours(from.and_time(NOON), 1), Err(TooFar));
        assert!(calendar().add_working_days(from, 2_500).is_ok());
    }

    fn any_date() -> impl Strategy<Value = NaiveDate> {
        (0_i64..1_200).prop_map(|days| on(2024, 6, 1) + TimeDelta::days(days))
    }

    fn any_calendar() -> impl Strategy<Value = WorkingCalendar> {
        let effect = prop_oneof![Just(DayEffect::Off), Just(DayEffect::Work)];
        prop::collection::vec((any_date(), effect), 0..150).prop_map(WorkingCalendar::new)
    }

    proptest! {
        #[test]
        fn a_deadline_is_a_working_day(calendar in any_calendar(), from in any_date(), days in 1_u32..300) {
            let due = calendar.add_working_days(from, days).unwrap();
            prop_assert!(due > from);
            prop_assert!(calendar.is_working(due));
        }

        #[test]
        fn counting_undoes_adding(calendar in any_calendar(), from in any_date(), days in 0_u32..300) {
            let due = calendar.add_working_days(from, days).unwrap();
            prop_assert_eq!(calendar.working_days_between(from, due), i32::try_from(days).unwrap());
            prop_assert_eq!(calendar.working_days_between(due, from), -i32::try_from(days).unwrap());
        }

        #[test]
        fn later_letters_and_longer_terms_are_never_due_earlier(
            calendar in any_calendar(), from in any_date(), days in 0_u32..300,
        ) {
            let due = calendar.add_working_days(from, days).unwrap();
            prop_assert!(calendar.add_working_days(from, days + 1).unwrap() > due);
            prop_assert!(calendar.add_working_days(from + TimeDelta::days(1), days).unwrap() >= due);
        }

        #[test]
        fn counting_agrees_with_looking_at_every_day(
            calendar in any_calendar(), a in any_date(), b in any_date(),
        ) {
            let (from, to) = (a.min(b), a.max(b));
            let looked = from.iter_days().skip(1).take_while(|&day| day <= to)
                .filter(|&day| calendar.is_working(day)).count();
            prop_assert_eq!(calendar.working_days_between(from, to), i32::try_from(looked).unwrap());
        }

        #[test]
        fn subtracting_undoes_adding_from_a_working_day(
            calendar in any_calendar(), from in any_date(), days in 1_u32..300,
        ) {
            let worked = calendar.add_working_days(from, 1).unwrap();
            let due = calendar.add_working_days(worked, days).unwrap();
            prop_assert_eq!(calendar.subtract_working_days(due, days), Ok(worked));
        }

        #[test]
        fn eight_hours_are_one_day(calendar in any_calendar(), from in any_date(), days in 1_u32..100) {
            let morning = from.and_time(MORNING);
            let due = calendar.add_working_hours(morning, days * 8).unwrap();
            let before = from.pred_opt().unwrap();
            prop_assert_eq!(due, calendar.add_working_days(before, days).unwrap().and_time(EVENING));
        }

        #[test]
        fn hours_end_within_office_hours(
            calendar in any_calendar(), from in any_date(), minute in 0_i64..1440, hours in 1_u32..400,
        ) {
            let local = from.and_time(NaiveTime::MIN) + TimeDelta::minutes(minute);
            let due = calendar.add_working_hours(local, hours).unwrap();
            prop_assert!(calendar.is_working(due.date()));
            prop_assert!(due >= local + TimeDelta::hours(i64::from(hours)));
            prop_assert!(OFFICE_HOURS.iter().any(|&(opens, closes)| opens < due.time() && due.time() <= closes));
        }
    }
}
