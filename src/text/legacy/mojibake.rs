//! Bytes that were read as Windows-1252 and are not.

use encoding_rs::{WINDOWS_1252, WINDOWS_1258};

/// The byte that Windows-1252 shows as a character; bytes it does not define stand for themselves.
fn byte(seen: char) -> Option<u8> {
    if let Ok(byte) = u8::try_from(u32::from(seen)) {
        return Some(byte);
    }
    (0x80..=0x9F).find(|byte| shown(*byte) == Some(seen))
}

fn shown(byte: u8) -> Option<char> {
    let bytes = [byte];
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(&bytes);
    text.chars().next()
}

/// UTF-8 put together again. A byte that was lost on the way leaves U+FFFD for its letter;
/// characters that belong to no sequence stay.
pub(super) fn utf8(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut decoded = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(seen) = letters.get(at) {
        let length = match byte(*seen) {
            Some(0xC2..=0xDF) => 2,
            Some(0xE0..=0xEF) => 3,
            Some(0xF0..=0xF4) => 4,
            _ => 1,
        };
        let rest = letters.get(at..at + length).filter(|_| length > 1);
        if let Some(letter) = rest.and_then(sequence) {
            decoded.push(letter);
            at += length;
        } else {
            decoded.push(*seen);
            at += 1;
        }
    }
    decoded
}

/// The letter of one sequence; U+FFFD when a byte of it was lost.
fn sequence(seen: &[char]) -> Option<char> {
    let is_lost = |letter: char| letter == char::REPLACEMENT_CHARACTER;
    let continues = |letter: char| matches!(byte(letter), Some(0x80..=0xBF)) || is_lost(letter);
    if !seen.iter().skip(1).all(|letter| continues(*letter)) {
        return None;
    }
    if seen.iter().any(|letter| is_lost(*letter)) {
        return Some(char::REPLACEMENT_CHARACTER);
    }
    let bytes: Vec<u8> = seen.iter().filter_map(|letter| byte(*letter)).collect();
    std::str::from_utf8(&bytes).ok()?.chars().next()
}

/// Windows-1258 as it was meant; tones still stand behind their letters.
pub(super) fn windows_1258(text: &str) -> String {
    text.chars()
        .map(|seen| {
            let Some(byte) = byte(seen).filter(|byte| *byte >= 0x80) else {
                return seen;
            };
            let bytes = [byte];
            let (meant, _) = WINDOWS_1258.decode_without_bom_handling(&bytes);
            meant.chars().next().unwrap_or(seen)
        })
        .collect()
}

/// As Windows-1252 shows the bytes of `text` in UTF-8.
#[cfg(test)]
pub(super) fn spoil(text: &str) -> String {
    text.bytes().filter_map(shown).collect()
}
