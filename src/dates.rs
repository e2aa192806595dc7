//! Dates as people here write and read them, and the one time zone of the house.
//!
//! Instants are stored in UTC without an offset; what a person sees or types is local time.
//! Hanoi has kept +07:00 without daylight saving since 1975 (IANA `Asia/Ho_Chi_Minh`), so a
//! fixed offset is exact for everything this program dates. "Today" is not decided here: see the
//! clock.

use chrono::{Datelike, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use thiserror::Error;

/// Indochina Time, +07:00.
pub const ICT: FixedOffset =
    FixedOffset::east_opt(7 * 3600).expect("seven hours are less than a day");

const END_OF_DAY: NaiveTime =
    NaiveTime::from_hms_opt(23, 59, 59).expect("the last second of a day exists");

/// Years a typed date may have.
const FIRST_YEAR: i32 = 1900;
const LAST_YEAR: i32 = 2099;

/// Two-digit years below this are of the 2000s, the others of the 1900s.
const CENTURY_TURN: i32 = 70;

/// Why what was typed is no date. Each has its own sentence beside the field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum DateError {
    /// Nothing but spaces.
    #[error("no date was given")]
    Empty,
    /// Not day, month and year.
    #[error("not a day, a month and a year")]
    NotADate,
    /// The month is not 1 to 12: often a date written month first.
    #[error("there is no such month")]
    MonthOutOfRange,
    /// The month has no such day.
    #[error("the month has no such day")]
    DayOutOfRange,
    /// Before 1900, after 2099, or not of two or four digits.
    #[error("the year is not between 1900 and 2099")]
    YearOutOfRange,
}

/// Reads a date written day first: "05/07/2024", "5/7/2024", "05-07-2024", "5.7.24", "5 7 2024".
///
/// Spaces around the parts do not matter; one kind of separator must part all of them.
/// Two-digit years are 1970 to 2069. The form browsers send, "2024-07-05", is read as well.
///
/// # Errors
///
/// Says which part cannot be. "07/13/2024" is a month out of range, never guessed to be
/// 13 July.
pub fn parse_date(typed: &str) -> Result<NaiveDate, DateError> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(DateError::Empty);
    }
    let (a, b, c) = parts(typed).ok_or(DateError::NotADate)?;
    let (day, month, year) = if a.len() == 4 && typed.contains('-') {
        (c, b, a)
    } else {
        (a, b, c)
    };
    if day.len() > 2 || month.len() > 2 {
        return Err(DateError::NotADate);
    }
    let (day, month) = (number(day)?, number(month)?);
    if !(1..=12).contains(&month) {
        return Err(DateError::MonthOutOfRange);
    }
    let year = full_year(year)?;
    NaiveDate::from_ymd_opt(year, month, day).ok_or(DateError::DayOutOfRange)
}

/// Three runs of digits between two separators of one kind.
fn parts(typed: &str) -> Option<(&str, &str, &str)> {
    let separator = ['/', '-', '.', ' ']
        .into_iter()
        .find(|&separator| typed.contains(separator))?;
    let mut parts = typed
        .split(separator)
        .map(str::trim)
        .filter(|part| separator != ' ' || !part.is_empty());
    let found = (parts.next()?, parts.next()?, parts.next()?);
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    (parts.next().is_none() && digits(found.0) && digits(found.1) && digits(found.2))
        .then_some(found)
}

fn number(digits: &str) -> Result<u32, DateError> {
    digits.parse().map_err(|_| DateError::NotADate)
}

fn full_year(digits: &str) -> Result<i32, DateError> {
    let year: i32 = digits.parse().map_err(|_| DateError::YearOutOfRange)?;
    let year = match digits.len() {
        2 if year < CENTURY_TURN => 2000 + year,
        2 => 1900 + year,
        4 => year,
        _ => return Err(DateError::YearOutOfRange),
    };
    (FIRST_YEAR..=LAST_YEAR)
        .contains(&year)
        .then_some(year)
        .ok_or(DateError::YearOutOfRange)
}

/// "05/07/2024": lists and forms, in both languages.
#[must_use]
pub fn vi_date(date: NaiveDate) -> String {
    format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year())
}

/// "26/11/2026, 09:58", of a local time.
#[must_use]
pub fn vi_date_time(local: NaiveDateTime) -> String {
    format!(
        "{}, {:02}:{:02}",
        vi_date(local.date()),
        local.hour(),
        local.minute()
    )
}

/// "ngày 05 tháng 7 năm 2024": official papers.
///
/// Decree 30/2020/NĐ-CP, annex I: days below 10 and the months 1 and 2 take a leading zero,
/// other months do not.
#[must_use]
pub fn official_date(date: NaiveDate) -> String {
    let month = match date.month() {
        month @ 1..=2 => format!("0{month}"),
        month => month.to_string(),
    };
    format!("ngày {:02} tháng {month} năm {}", date.day(), date.year())
}

/// "5 July 2024".
#[must_use]
pub fn en_date(date: NaiveDate) -> String {
    date.format("%-d %B %Y").to_string()
}

/// What the clock on the wall in Hanoi shows at this UTC instant.
#[must_use]
pub fn local(utc: NaiveDateTime) -> NaiveDateTime {
    utc.checked_add_offset(ICT).unwrap_or(NaiveDateTime::MAX)
}

/// The UTC instant at which the clock on the wall in Hanoi shows this.
#[must_use]
pub fn to_utc(local: NaiveDateTime) -> NaiveDateTime {
    local.checked_sub_offset(ICT).unwrap_or(NaiveDateTime::MIN)
}

/// The day in Hanoi at this UTC instant: 16:30 UTC is still the same day, 17:00 is the next.
#[must_use]
pub fn local_date(utc: NaiveDateTime) -> NaiveDate {
    local(utc).date()
}

/// The UTC instant at which a day in Hanoi begins: 17:00 UTC of the day before.
#[must_use]
pub fn day_start(date: NaiveDate) -> NaiveDateTime {
    to_utc(date.and_time(NaiveTime::MIN))
}

/// The UTC instant of the last second of a day in Hanoi, 23:59:59 local: until then a deadline
/// "by this day" is kept.
#[must_use]
pub fn day_end(date: NaiveDate) -> NaiveDateTime {
    to_utc(date.and_time(END_OF_DAY))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn on(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn the_day_comes_first() {
        for typed in [
            "05/07/2024",
            "5/7/2024",
            "05-07-2024",
            "5.7.24",
            " 5 / 7 / 2024 ",
            "5 7 2024",
            "5  7  24",
            "2024-07-05",
        ] {
            assert_eq!(parse_date(typed), Ok(on(2024, 7, 5)), "{typed}");
        }
    }

    #[test]
    fn what_cannot_be_is_named() {
        for (typed, error) in [
            ("", DateError::Empty),
            ("   ", DateError::Empty),
            ("07/13/2024", DateError::MonthOutOfRange),
            ("05/00/2024", DateError::MonthOutOfRange),
            ("30/02/2024", DateError::DayOutOfRange),
            ("29/02/2023", DateError::DayOutOfRange),
            ("00/07/2024", DateError::DayOutOfRange),
            ("5/7/1899", DateError::YearOutOfRange),
            ("5/7/2100", DateError::YearOutOfRange),
            ("5/7/202", DateError::YearOutOfRange),
            ("5/7/99999999999", DateError::YearOutOfRange),
            ("5/7", DateError::NotADate),
            ("5/7-2024", DateError::NotADate),
            ("5/7/2024/1", DateError::NotADate),
            ("5//2024", DateError::NotADate),
            ("2024/07/05", DateError::NotADate),
            ("005/7/2024", DateError::NotADate),
            ("-5/7/2024", DateError::NotADate),
            ("+5/+7/2024", DateError::NotADate),
            ("hôm qua", DateError::NotADate),
            ("20240705", DateError::NotADate),
        ] {
            assert_eq!(parse_date(typed), Err(error), "{typed}");
        }
    }

    #[test]
    fn leap_days_exist_in_leap_years() {
        assert_eq!(parse_date("29/2/2024"), Ok(on(2024, 2, 29)));
    }

    #[test]
    fn two_digit_years_turn_at_seventy() {
        assert_eq!(parse_date("1/1/69"), Ok(on(2069, 1, 1)));
        assert_eq!(parse_date("1/1/70"), Ok(on(1970, 1, 1)));
    }

    #[test]
    fn official_papers_pad_days_and_the_first_two_months() {
        assert_eq!(official_date(on(2024, 7, 5)), "ngày 05 tháng 7 năm 2024");
        assert_eq!(official_date(on(2026, 2, 28)), "ngày 28 tháng 02 năm 2026");
        assert_eq!(official_date(on(2026, 1, 1)), "ngày 01 tháng 01 năm 2026");
        assert_eq!(official_date(on(2026, 11, 26)), "ngày 26 tháng 11 năm 2026");
    }

    #[test]
    fn screens_show_padded_dates() {
        assert_eq!(vi_date(on(2024, 7, 5)), "05/07/2024");
        assert_eq!(en_date(on(2024, 7, 5)), "5 July 2024");
        assert_eq!(
            vi_date_time(on(2026, 11, 26).and_hms_opt(9, 58, 7).unwrap()),
            "26/11/2026, 09:58"
        );
    }

    #[test]
    fn a_petition_at_half_past_eleven_at_night_is_of_that_day() {
        let utc = on(2024, 7, 5).and_hms_opt(16, 30, 0).unwrap();
        assert_eq!(local(utc), on(2024, 7, 5).and_hms_opt(23, 30, 0).unwrap());
        assert_eq!(local_date(utc), on(2024, 7, 5));
        let half_an_hour_later = on(2024, 7, 5).and_hms_opt(17, 0, 0).unwrap();
        assert_eq!(local_date(half_an_hour_later), on(2024, 7, 6));
    }

    #[test]
    fn a_day_runs_from_seventeen_to_seventeen_utc() {
        assert_eq!(
            day_start(on(2024, 7, 5)),
            on(2024, 7, 4).and_hms_opt(17, 0, 0).unwrap()
        );
        assert_eq!(
            day_end(on(2024, 7, 5)),
            on(2024, 7, 5).and_hms_opt(16, 59, 59).unwrap()
        );
    }

    #[test]
    fn the_ends_of_time_do_not_panic() {
        assert_eq!(local(NaiveDateTime::MAX), NaiveDateTime::MAX);
        assert_eq!(to_utc(NaiveDateTime::MIN), NaiveDateTime::MIN);
    }

    fn any_date() -> impl Strategy<Value = NaiveDate> {
        // 1 January 1900 to 31 December 2099.
        (0_i64..73_049).prop_map(|days| on(1900, 1, 1) + chrono::TimeDelta::days(days))
    }

    proptest! {
        #[test]
        fn what_is_shown_can_be_typed(date in any_date(), separator in "[-/. ]") {
            prop_assert_eq!(parse_date(&vi_date(date)), Ok(date));
            prop_assert_eq!(parse_date(&vi_date(date).replace('/', &separator)), Ok(date));
            prop_assert_eq!(parse_date(&date.format("%Y-%m-%d").to_string()), Ok(date));
        }

        #[test]
        fn anything_may_be_typed(typed in any::<String>(), numbers in "[0-9/. -]{0,14}") {
            let _ = parse_date(&typed);
            let _ = parse_date(&numbers);
        }

        #[test]
        fn local_and_utc_undo_each_other(date in any_date(), second in 0_u32..86_400) {
            let time = NaiveTime::from_num_seconds_from_midnight_opt(second, 0).unwrap();
            let instant = date.and_time(time);
            prop_assert_eq!(to_utc(local(instant)), instant);
            prop_assert_eq!(local_date(day_start(date)), date);
            prop_assert_eq!(local_date(day_end(date)), date);
        }
    }
}
