//! The shape of a Vietnamese syllable: an onset, a vowel with what may end it, and one tone at
//! most; a stop at the end takes only *sắc* or *nặng*.

use unicode_normalization::UnicodeNormalization;

const ONSETS: [&str; 28] = [
    "", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh",
    "nh", "p", "ph", "qu", "r", "s", "t", "th", "tr", "v", "x",
];

/// Vowels, and what may follow them; `-` is nothing.
const RIMES: [(&str, &str); 30] = [
    ("a", "- c ch m n ng nh p t i y o u"),
    ("ă", "c m n ng p t"),
    ("â", "c m n ng p t y u"),
    ("e", "- c m n ng p t o"),
    ("ê", "- ch m n nh p t u"),
    ("i", "- ch m n nh p t u"),
    ("o", "- c m n ng p t i"),
    ("ô", "- c m n ng p t i"),
    ("ơ", "- m n p t i"),
    ("u", "- c m n ng p t i"),
    ("ư", "- c m n ng t i u"),
    ("y", "- ch nh t"),
    ("ia", "-"),
    ("iê", "c m n ng p t u"),
    ("ya", "-"),
    ("yê", "m n ng t u"),
    ("ua", "-"),
    ("uô", "c m n ng p t i"),
    ("ưa", "-"),
    ("ươ", "c m n ng p t i u"),
    ("oa", "- c ch m n ng nh p t i y o"),
    ("oă", "c m n ng t"),
    ("oe", "- n t o"),
    ("uâ", "n ng t y"),
    ("uê", "- ch n nh"),
    ("uy", "- ch nh t p u"),
    ("uyê", "n t"),
    ("uya", "-"),
    ("uơ", "-"),
    ("oo", "c ng"),
];

const STOPS: [&str; 4] = ["c", "ch", "p", "t"];

pub(super) fn is_syllable(word: &str) -> bool {
    let mut tones = Vec::new();
    let bare: String = word
        .nfd()
        .flat_map(char::to_lowercase)
        .filter(|letter| {
            let is_tone = matches!(
                letter,
                '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}'
            );
            if is_tone {
                tones.push(*letter);
            }
            !is_tone
        })
        .nfc()
        .collect();
    if tones.len() > 1 {
        return false;
    }
    let is_checked = tones
        .first()
        .is_some_and(|tone| matches!(tone, '\u{301}' | '\u{323}'));
    ONSETS.iter().any(|onset| {
        bare.strip_prefix(onset)
            .is_some_and(|rime| is_rime(rime, is_checked))
    })
}

fn is_rime(rime: &str, is_checked: bool) -> bool {
    RIMES.iter().any(|(vowel, endings)| {
        rime.strip_prefix(vowel).is_some_and(|ending| {
            let asked = if ending.is_empty() { "-" } else { ending };
            endings.split(' ').any(|known| known == asked)
                && (is_checked || !STOPS.contains(&ending))
        })
    })
}
