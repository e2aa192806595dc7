//! A telephone number as somebody gave it.
//!
//! What was typed is kept and always accepted: a wrong number is the officer's to clear up, not a
//! reason to refuse a submission. Beside it stands the E.164 form where the number makes sense, to
//! compare and to dial. A number is personal data, so `Debug` shows it masked.
//!
//! The rules for Vietnam are the number ranges published by libphonenumber (2024), kept a little
//! wider for mobiles: operators open new ranges more often than we release.

use std::fmt;

const COUNTRY_CODE: &str = "84";

/// Longest number of ITU-T E.164, and the shortest foreign one we call plausible, in digits.
const E164_DIGITS: std::ops::RangeInclusive<usize> = 8..=15;

/// How landlines begin after the zero: two digits, and the digits that may come third. A landline
/// has ten digits in all; the third belongs to the area code, but for Hanoi (24) and Ho Chi Minh
/// City (28).
const LANDLINE_AREAS: [(&str, &str); 10] = [
    ("20", "3456789"),
    ("21", "012345689"),
    ("22", "01256789"),
    ("23", "23456789"),
    ("24", "2345678"),
    ("25", "12456789"),
    ("26", "01239"),
    ("27", "01234567"),
    ("28", "23456789"),
    ("29", "01234679"),
];

/// A telephone number: as typed, and in E.164 form if it is plausible.
#[derive(Clone, PartialEq, Eq)]
pub struct Phone {
    /// What was typed, without spaces around it.
    pub as_typed: String,
    /// "+84912345678"; `None` if no such number can exist today.
    pub e164: Option<String>,
}

impl Phone {
    /// Never refuses. Reads "0912 345 678", "+84 (0)912 345 678", "84912345678", "024 3825 3536",
    /// "0243.825.3536", "1900 1234", numbers abroad after a plus, and of two numbers the first
    /// plausible one. A mobile that lost its leading zero in a spreadsheet is recognised.
    #[must_use]
    pub fn parse(typed: &str) -> Self {
        let typed = typed.trim();
        let e164 = typed
            .split(|c: char| matches!(c, '/' | ',' | ';') || c.is_alphabetic())
            .find_map(e164);
        Self {
            as_typed: typed.to_owned(),
            e164,
        }
    }

    /// Whether such a number can exist today; otherwise the form warns, and accepts.
    #[must_use]
    pub fn is_plausible(&self) -> bool {
        self.e164.is_some()
    }

    /// Whether both mean one line: the same E.164 form or, where one has none, the same
    /// digits. Two empty numbers are not the same.
    #[must_use]
    pub fn is_same_line(&self, other: &Self) -> bool {
        if let (Some(mine), Some(theirs)) = (&self.e164, &other.e164) {
            return mine == theirs;
        }
        let mine = digits(&self.as_typed);
        !mine.is_empty() && mine == digits(&other.as_typed)
    }

    /// Enough to recognise one's own number, not enough to call it: "09•• ••• 318".
    ///
    /// Two digits at the front and three at the end; all dots below nine digits, which would
    /// otherwise give away most of a short number.
    #[must_use]
    pub fn masked(&self) -> String {
        let (plus, digits) = match self.e164.as_deref().and_then(|e164| e164.strip_prefix('+')) {
            Some(abroad) if !abroad.starts_with(COUNTRY_CODE) => ("+", abroad.to_owned()),
            Some(here) => ("", national(here)),
            None => ("", digits(&self.as_typed)),
        };
        let hidden = digits.len().saturating_sub(5);
        match (digits.get(..2), digits.get(hidden + 2..)) {
            (Some(head), Some(tail)) if hidden >= 4 => {
                format!("{plus}{head}•• {} {tail}", "•".repeat(hidden - 2))
            }
            _ => "••• •••".to_owned(),
        }
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Phone({})", self.masked())
    }
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// "0912345678" of "84912345678"; hotlines have no leading zero.
fn national(international: &str) -> String {
    match international.strip_prefix(COUNTRY_CODE) {
        Some(number) if is_hotline(number) => number.to_owned(),
        Some(number) => format!("0{number}"),
        None => international.to_owned(),
    }
}

fn e164(typed: &str) -> Option<String> {
    let digits = digits(typed);
    let has_plus = typed.trim_start_matches(['(', ' ']).starts_with('+');
    if has_plus && !digits.starts_with(COUNTRY_CODE) {
        let could_be = E164_DIGITS.contains(&digits.len()) && !digits.starts_with('0');
        return could_be.then(|| format!("+{digits}"));
    }
    significant(&digits, has_plus).map(|number| format!("+{COUNTRY_CODE}{number}"))
}

/// The number without trunk zero and country code, if it exists in Vietnam.
fn significant(digits: &str, has_plus: bool) -> Option<&str> {
    let after_country = digits
        .strip_prefix("00")
        .unwrap_or(digits)
        .strip_prefix(COUNTRY_CODE);
    // "+84 (0)912 …": the zero is for callers at home.
    let abroad = after_country.map(|number| number.strip_prefix('0').unwrap_or(number));
    let home = digits.strip_prefix('0').filter(|n| !is_hotline(n));
    // Without its zero a landline cannot be told from other numbers; a mobile can.
    let bare = Some(digits).filter(|n| is_mobile(n) || is_hotline(n));
    [
        abroad,
        home.filter(|_| !has_plus),
        bare.filter(|_| !has_plus),
    ]
    .into_iter()
    .flatten()
    .find(|n| is_mobile(n) || is_landline(n) || is_hotline(n))
}

fn is_mobile(number: &str) -> bool {
    number.len() == 9
        && match number.as_bytes() {
            [b'3' | b'9', ..] => true,
            [b'5', second, ..] => b"125689".contains(second),
            [b'7', second, ..] => b"06789".contains(second),
            [b'8', second, ..] => *second != b'0',
            _ => false,
        }
}

fn is_landline(number: &str) -> bool {
    number.len() == 10
        && LANDLINE_AREAS.iter().any(|(area, next)| {
            number
                .strip_prefix(area)
                .and_then(|rest| rest.chars().next())
                .is_some_and(|digit| next.contains(digit))
        })
}

/// 1800 and 1900 numbers: dialled as they are, without a zero.
fn is_hotline(number: &str) -> bool {
    (8..=10).contains(&number.len()) && (number.starts_with("1800") || number.starts_with("1900"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn e164_of(typed: &str) -> Option<String> {
        Phone::parse(typed).e164
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (typed, e164) in [
            ("0912 345 678", "+84912345678"),
            ("0912.345.678", "+84912345678"),
            ("+84912345678", "+84912345678"),
            ("84912345678", "+84912345678"),
            ("0084 912 345 678", "+84912345678"),
            ("+84 (0)912 345 678", "+84912345678"),
            ("(+84) 912-345-678", "+84912345678"),
            ("912345678", "+84912345678"),
            ("SĐT: 0912345678 (chị Lan)", "+84912345678"),
            ("0912345678 / 024 3825 3536", "+84912345678"),
            ("04 3825 3536; 0912345678", "+84912345678"),
            ("0843 456 789", "+84843456789"),
            ("843456789", "+84843456789"),
            ("024 3825 3536", "+842438253536"),
            ("0243.825.3536", "+842438253536"),
            ("(024) 38253536", "+842438253536"),
            ("0220 3 825 353", "+842203825353"),
            ("028 3825 3536 máy lẻ 12", "+842838253536"),
            ("1900 1234", "+8419001234"),
            ("1800 6192", "+8418006192"),
            ("+65 6123 4567", "+6561234567"),
        ] {
            assert_eq!(e164_of(typed).as_deref(), Some(e164), "{typed}");
        }
    }

    #[test]
    fn numbers_of_the_past_and_no_numbers_are_accepted_without_e164() {
        for typed in [
            "",
            "không có",
            "0123 456 7890",
            "04 3825 3536",
            "0912 345 67",
            "0912 345 6789",
            "0612345678",
            "0217 382 5353",
            "+84",
            "+0123456789",
            "113",
            "01900 1234",
        ] {
            let phone = Phone::parse(typed);
            assert_eq!(phone.as_typed, typed);
            assert!(!phone.is_plausible(), "{typed}");
        }
    }

    #[test]
    fn what_was_typed_is_kept() {
        assert_eq!(Phone::parse(" 0912.345 678 ").as_typed, "0912.345 678");
    }

    #[test]
    fn one_line_however_written() {
        let given = Phone::parse("0912 345 678");
        assert!(given.is_same_line(&Phone::parse("+84912345678")));
        assert!(!given.is_same_line(&Phone::parse("0912 345 679")));
        let old = Phone::parse("04 3825 3536");
        assert!(old.is_same_line(&Phone::parse("0438253536")));
        assert!(!Phone::parse("").is_same_line(&Phone::parse("")));
        assert!(!Phone::parse("không").is_same_line(&Phone::parse("có")));
    }

    #[test]
    fn masks_show_two_digits_and_three() {
        for (typed, masked) in [
            ("0912 345 318", "09•• ••• 318"),
            ("+84912345318", "09•• ••• 318"),
            ("024 3825 3536", "02•• •••• 536"),
            ("04 3825 3536", "04•• ••• 536"),
            ("+65 6123 4567", "+65•• ••• 567"),
            ("1900 1234", "••• •••"),
            ("113", "••• •••"),
            ("không có", "••• •••"),
            ("", "••• •••"),
        ] {
            assert_eq!(Phone::parse(typed).masked(), masked, "{typed}");
        }
    }

    #[test]
    fn numbers_stay_out_of_logs() {
        assert_eq!(
            format!("{:?}", Phone::parse("0912 345 318")),
            "Phone(09•• ••• 318)"
        );
    }

    proptest! {
        #[test]
        fn mobiles_are_recognised_in_every_dress(
            number in "[39][0-9]{8}", prefix in "0|84|\\+84|\\+84 \\(0\\)|0084 ", gaps in "[ .-]{8}",
        ) {
            let dressed: String = number.chars().zip(gaps.chars().chain([' ']))
                .flat_map(|(digit, gap)| [digit, gap]).collect();
            let e164 = format!("+84{number}");
            prop_assert_eq!(e164_of(&format!("{prefix}{dressed}")), Some(e164));
        }

        #[test]
        fn e164_is_its_own_e164(typed in "[0-9+() .-]{0,20}") {
            if let Some(e164) = e164_of(&typed) {
                prop_assert_eq!(e164_of(&e164), Some(e164));
            }
        }

        #[test]
        fn a_mask_shows_five_digits_at_most(typed in any::<String>(), number in "[0-9+ ]{0,20}") {
            for text in [typed, number] {
                let shown = Phone::parse(&text).masked().chars().filter(char::is_ascii_digit).count();
                prop_assert!(shown <= 5);
            }
        }
    }
}
