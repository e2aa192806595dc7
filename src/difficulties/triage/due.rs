//! A next date in words: how late, or how long still. Hours of the same day count as they pass;
//! beyond that only working days do.

use chrono::NaiveDateTime;

use crate::dates;
use crate::i18n::{Lang, Value};
use crate::web::Page;
use crate::working_days::WorkingCalendar;

/// A next date as a row shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The class of its tag; empty when nothing presses.
    pub class: &'static str,
    pub words: String,
    pub at: String,
    pub machine: String,
}

impl Due {
    #[must_use]
    pub fn of(page: &Page, due_at: NaiveDateTime, calendar: &WorkingCalendar) -> Self {
        let is_today = dates::local_date(due_at) == page.today;
        Self {
            class: match (due_at < page.now, is_today) {
                (true, _) => "tag late",
                (false, true) => "tag run",
                (false, false) => "",
            },
            words: words(page.lang, page.now, due_at, calendar),
            at: page.moment(&due_at),
            machine: page.machine_time(&due_at),
        }
    }
}

/// "Quá hạn 2 ngày làm việc", "Còn 3 giờ".
#[must_use]
pub fn words(
    lang: Lang,
    now: NaiveDateTime,
    due_at: NaiveDateTime,
    calendar: &WorkingCalendar,
) -> String {
    let is_late = due_at < now;
    let days = calendar
        .working_days_between(dates::local_date(now), dates::local_date(due_at))
        .abs();
    let minutes = (due_at - now).num_minutes().abs().max(1);
    let (unit, count) = match (days, minutes) {
        (1.., _) => ("days", i64::from(days)),
        (_, ..60) => ("minutes", minutes),
        (_, minutes) => ("hours", minutes / 60),
    };
    let key = if is_late { "late" } else { "left" };
    lang.with(
        &format!("triage-{key}-{unit}"),
        &[("count", Value::from(count))],
    )
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::working_days::DayEffect;

    fn at(day: u32, hour: u32, minute: u32) -> NaiveDateTime {
        let local = NaiveDate::from_ymd_opt(2026, 8, day)
            .unwrap()
            .and_hms_opt(hour, minute, 0)
            .unwrap();
        dates::to_utc(local)
    }

    fn said(now: NaiveDateTime, due_at: NaiveDateTime) -> String {
        let holiday = NaiveDate::from_ymd_opt(2026, 8, 31).unwrap();
        words(
            Lang::Vi,
            now,
            due_at,
            &WorkingCalendar::new([(holiday, DayEffect::Off)]),
        )
    }

    #[test]
    fn the_same_day_counts_in_hours_and_minutes() {
        assert_eq!(said(at(27, 9, 0), at(27, 12, 30)), "Còn 3 giờ");
        assert_eq!(said(at(27, 9, 0), at(27, 9, 52)), "Còn 52 phút");
        assert_eq!(said(at(27, 9, 40), at(27, 9, 0)), "Quá hạn 40 phút");
        assert_eq!(said(at(27, 9, 0), at(27, 9, 0)), "Còn 1 phút");
    }

    #[test]
    fn other_days_count_as_working_days() {
        assert_eq!(said(at(25, 9, 0), at(27, 23, 59)), "Còn 2 ngày làm việc");
        assert_eq!(
            said(at(27, 9, 0), at(25, 23, 59)),
            "Quá hạn 2 ngày làm việc"
        );
    }

    #[test]
    fn a_weekend_and_a_holiday_make_nobody_later() {
        assert_eq!(said(at(31, 8, 0), at(28, 23, 0)), "Quá hạn 57 giờ");
    }
}
