//! VNI for Windows: a plain letter followed by one for its marks; ơ and ư, đ and the i with a
//! tone have codes of their own. Capitals have marks of their own, and small ones after a
//! capital are common.

/// What follows a vowel, small, and the marks it adds, as combining characters.
const MARKS: [(char, &str); 17] = [
    ('ù', "\u{301}"),
    ('ø', "\u{300}"),
    ('û', "\u{309}"),
    ('õ', "\u{303}"),
    ('ï', "\u{323}"),
    ('â', "\u{302}"),
    ('á', "\u{302}\u{301}"),
    ('à', "\u{302}\u{300}"),
    ('å', "\u{302}\u{309}"),
    ('ã', "\u{302}\u{303}"),
    ('ä', "\u{302}\u{323}"),
    ('ê', "\u{306}"),
    ('é', "\u{306}\u{301}"),
    ('è', "\u{306}\u{300}"),
    ('ú', "\u{306}\u{309}"),
    ('ü', "\u{306}\u{303}"),
    ('ë', "\u{306}\u{323}"),
];

/// Codes that stand alone.
const ALONE: [(char, char); 18] = [
    ('ô', 'ơ'),
    ('Ô', 'Ơ'),
    ('ö', 'ư'),
    ('Ö', 'Ư'),
    ('ñ', 'đ'),
    ('Ñ', 'Đ'),
    ('í', 'í'),
    ('Í', 'Í'),
    ('ì', 'ì'),
    ('Ì', 'Ì'),
    ('æ', 'ỉ'),
    ('Æ', 'Ỉ'),
    ('ó', 'ĩ'),
    ('Ó', 'Ĩ'),
    ('ò', 'ị'),
    ('Ò', 'Ị'),
    ('î', 'ỵ'),
    ('Î', 'Ỵ'),
];

pub(super) fn decode(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(seen) = letters.next() {
        let letter = alone(seen);
        let marked = letters.peek().and_then(|next| with_mark(letter, *next));
        if let Some(marked) = marked {
            decoded.push(marked);
            letters.next();
        } else {
            decoded.push(letter);
        }
    }
    decoded
}

fn alone(seen: char) -> char {
    ALONE
        .iter()
        .find(|(code, _)| *code == seen)
        .map_or(seen, |(_, letter)| *letter)
}

/// The one letter that `base` and the code after it make, if there is such a letter.
fn with_mark(base: char, code: char) -> Option<char> {
    let takes_marks = matches!(
        base,
        'a' | 'e' | 'o' | 'u' | 'y' | 'ơ' | 'ư' | 'A' | 'E' | 'O' | 'U' | 'Y' | 'Ơ' | 'Ư'
    );
    let small = code.to_lowercase().next()?;
    let (_, marks) = MARKS
        .iter()
        .find(|(known, _)| takes_marks && *known == small)?;
    let composed = super::nfc(&format!("{base}{marks}"));
    let mut letters = composed.chars();
    match (letters.next(), letters.next()) {
        (Some(one), None) => Some(one),
        _ => None,
    }
}

/// How VNI writes a Vietnamese letter; `None` for what it cannot write.
#[cfg(test)]
pub(super) fn encode(letter: char) -> Option<String> {
    if letter.is_ascii() {
        return Some(letter.to_string());
    }
    if let Some((code, _)) = ALONE.iter().find(|(_, own)| *own == letter) {
        return Some(code.to_string());
    }
    "aeouyôöAEOUYÔÖ".chars().find_map(|base| {
        MARKS.iter().find_map(|(code, _)| {
            (with_mark(alone(base), *code) == Some(letter)).then(|| {
                let code = if letter.is_uppercase() {
                    code.to_uppercase().collect()
                } else {
                    code.to_string()
                };
                format!("{base}{code}")
            })
        })
    })
}
