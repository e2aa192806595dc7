//! Number plates: two digits of the province, a series, four or five digits: 29A-123.45,
//! 30H1 678.90, 29-B1 12345 (Circular 58/2020/TT-BCA and those before it).

use super::{FindingKind, Found};

/// The lowest and highest province numbers of plates.
const PROVINCES: std::ops::RangeInclusive<u32> = 11..=99;

pub fn find(text: &str) -> Vec<Found> {
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        match plate(&letters, at) {
            Some(end) => {
                let byte = |index: usize| letters.get(index).map_or(text.len(), |(byte, _)| *byte);
                found.push((FindingKind::Plate, byte(at)..byte(end)));
                at = end;
            }
            None => at += 1,
        }
    }
    found
}

/// The index after the plate that begins at `start`.
fn plate(letters: &[(usize, char)], start: usize) -> Option<usize> {
    let get = |at: usize| letters.get(at).map(|(_, c)| *c);
    let is_digit = |at: usize| get(at).is_some_and(|c| c.is_ascii_digit());
    if start > 0 && get(start - 1).is_some_and(char::is_alphanumeric) {
        return None;
    }
    let province = get(start)?.to_digit(10)? * 10 + get(start + 1)?.to_digit(10)?;
    if !PROVINCES.contains(&province) {
        return None;
    }
    let mut at = start + 2;
    at += usize::from(matches!(get(at), Some('-' | ' ')));
    let series = at;
    while get(at).is_some_and(|c| c.is_ascii_uppercase() || c == 'Đ') && at - series < 2 {
        at += 1;
    }
    if at == series {
        return None;
    }
    // The digit of a motorcycle's series, when a separator parts it from the number.
    if is_digit(at) && matches!(get(at + 1), Some('-' | ' ' | '.')) {
        at += 1;
    }
    at += usize::from(matches!(get(at), Some('-' | ' ' | '.')));
    let mut digits = 0;
    while digits < 5 {
        if is_digit(at) {
            digits += 1;
            at += 1;
        } else if digits == 3 && get(at) == Some('.') && is_digit(at + 1) {
            at += 1;
        } else {
            break;
        }
    }
    let ends = !get(at).is_some_and(char::is_alphanumeric);
    (digits >= 4 && ends).then_some(at)
}
