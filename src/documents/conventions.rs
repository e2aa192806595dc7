//! How official papers count and write, by Decree 30/2020/NĐ-CP, annex I.

/// The letters that order points, in the order of the Vietnamese alphabet: đ is one of them; f,
/// j, w and z are not.
const POINTS: [&str; 23] = [
    "a", "b", "c", "d", "đ", "e", "g", "h", "i", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t",
    "u", "v", "x", "y",
];

/// What stands before the point of this place, from 0: a, b, c, d, đ … y, a1, b1 …
#[must_use]
pub fn point(place: usize) -> String {
    let letter = POINTS.get(place % POINTS.len()).copied().unwrap_or("a");
    match place / POINTS.len() {
        0 => letter.to_owned(),
        round => format!("{letter}{round}"),
    }
}

/// A document's number with the zero that numbers below ten take: `5/SCT-QLCN` is
/// `05/SCT-QLCN`.
#[must_use]
pub fn document_number(number: &str) -> String {
    let number = number.trim();
    let digits = number.chars().take_while(char::is_ascii_digit).count();
    if digits == 1 {
        format!("0{number}")
    } else {
        number.to_owned()
    }
}

/// Groups and annexes: I, II, III, IV …
#[must_use]
pub fn roman(number: usize) -> String {
    const STEPS: [(usize, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut left = number;
    let mut written = String::new();
    for (step, letters) in STEPS {
        while left >= step {
            left -= step;
            written.push_str(letters);
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_follow_the_vietnamese_alphabet() {
        let first: Vec<_> = (0..8).map(point).collect();
        assert_eq!(first, ["a", "b", "c", "d", "đ", "e", "g", "h"]);
        assert_eq!(point(22), "y");
        assert_eq!(point(23), "a1");
    }

    #[test]
    fn numbers_below_ten_take_a_zero() {
        assert_eq!(document_number("5/SCT-QLCN"), "05/SCT-QLCN");
        assert_eq!(document_number(" 05/SCT "), "05/SCT");
        assert_eq!(document_number("1350/UBND-KT"), "1350/UBND-KT");
        assert_eq!(document_number(""), "");
    }

    #[test]
    fn romans() {
        for (number, written) in [(1, "I"), (4, "IV"), (9, "IX"), (14, "XIV"), (40, "XL")] {
            assert_eq!(roman(number), written);
        }
    }
}
