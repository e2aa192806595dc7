//! Whole numbers as people read them: "1.350" in Vietnamese, "1,350" in English.

/// Thousands parted by a dot: `vi(1350)` is "1.350".
#[must_use]
pub fn vi(number: i64) -> String {
    grouped(number, '.')
}

/// Thousands parted by a comma: `en(1350)` is "1,350".
#[must_use]
pub fn en(number: i64) -> String {
    grouped(number, ',')
}

fn grouped(number: i64, separator: char) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if number < 0 {
        grouped.push('-');
    }
    for (written, digit) in digits.chars().enumerate() {
        if written > 0 && (digits.len() - written).is_multiple_of(3) {
            grouped.push(separator);
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn thousands_are_parted() {
        for (number, in_vi, in_en) in [
            (0, "0", "0"),
            (52, "52", "52"),
            (331, "331", "331"),
            (1_350, "1.350", "1,350"),
            (24_000_000, "24.000.000", "24,000,000"),
            (-1_350, "-1.350", "-1,350"),
            (-331, "-331", "-331"),
        ] {
            assert_eq!(vi(number), in_vi);
            assert_eq!(en(number), in_en);
        }
    }

    proptest! {
        #[test]
        fn nothing_but_separators_is_added(number in any::<i64>()) {
            prop_assert_eq!(vi(number).replace('.', ""), number.to_string());
            prop_assert!(vi(number).trim_start_matches('-').rsplit('.').skip(1).all(|group| group.len() <= 3));
            prop_assert_eq!(vi(number).replace('.', ","), en(number));
        }
    }
}
