//! Spellings that count as the same.
//!
//! Three degrees, from strict to loose: [`name_key`] (same name), [`exact`] (same words, marks
//! and all), [`fold`] (same letters, as somebody types without a Vietnamese keyboard).
//!
//! # Where the tone mark goes
//!
//! Schools and the press write both *hòa* and *hoà*; official lists mix them. Here a syllable is
//! taken apart into letters and its one tone, and the tone is put back by one rule:
//!
//! 1. The *u* of *qu* and the *i* of *gi* before another vowel belong to the consonant
//!    (*quý, già*), so they never carry the tone.
//! 2. A vowel with a hat, breve or horn takes it, the last one if there are two
//!    (*thuở, nước, người*).
//! 3. Of three plain vowels the middle one takes it (*ngoài, khuỷu*).
//! 4. Of two plain vowels the second takes it before a final consonant (*hoàn, suýt*), the first
//!    otherwise (*hòa, thúy, khỏe, mía*).
//!
//! Anything that is not shaped like one Vietnamese syllable with one tone is left as it is.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

const FINAL_CONSONANTS: [&str; 9] = ["", "c", "ch", "m", "n", "ng", "nh", "p", "t"];

/// NFC: one code point per Vietnamese letter where Unicode has one.
#[must_use]
pub fn nfc(text: &str) -> String {
    text.nfc().collect()
}

/// Lower-case without diacritics, đ as d: how people type in a hurry.
///
/// The same for every spelling of a word: NFC or NFD, old or new tone placement, capitals
/// or not. Letters of other alphabets lose their marks too; superscripts and ligatures from
/// pasted documents become plain ("m²" is "m2").
#[must_use]
pub fn fold(text: &str) -> String {
    text.nfkd()
        .flat_map(char::to_lowercase)
        // Some letters only fall apart once they are small: İ is i and a dot.
        .nfkd()
        .filter(|&c| !is_combining_mark(c))
        .map(|c| if is_barred_d(c) { 'd' } else { c })
        .collect()
}

/// Lower-case NFC with the tone of every syllable where the module's rule puts it.
///
/// "Hoà", "HÒA" and their NFD forms give "hòa"; "hỏa" stays another word.
#[must_use]
pub fn exact(text: &str) -> String {
    settle_tones(text)
        .chars()
        .flat_map(char::to_lowercase)
        .map(|c| if is_barred_d(c) { 'đ' } else { c })
        .nfc()
        .collect()
}

/// What two spellings of one name share: [`exact`], with single spaces between words.
///
/// Suits a unique column; empty for a name of nothing but spaces.
#[must_use]
pub fn name_key(name: &str) -> String {
    exact(name).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether two spellings are one name: NFC or NFD, old or new tone placement, capitals or not,
/// and however many spaces. "Đồng Tâm" and "Đông Tâm" are two names.
#[must_use]
pub fn same_name(a: &str, b: &str) -> bool {
    name_key(a) == name_key(b)
}

/// NFC with the tone of every syllable where the module's rule puts it; capitals are kept.
#[must_use]
pub fn settle_tones(text: &str) -> String {
    let mut settled = String::with_capacity(text.len());
    let mut word = Vec::new();
    for letter in letters(text) {
        if letter.base.is_alphabetic() {
            word.push(letter);
        } else {
            spell(&settle_word(std::mem::take(&mut word)), &mut settled);
            spell(&[letter], &mut settled);
        }
    }
    spell(&settle_word(word), &mut settled);
    nfc(&settled)
}

/// Đ, and the two letters of other alphabets that look the same and come out of old fonts.
fn is_barred_d(lower_case: char) -> bool {
    matches!(lower_case, 'đ' | 'ð' | 'ɖ')
}

/// A base character with the marks typed after it: hats, breves and horns apart from tones.
struct Letter {
    base: char,
    shape: String,
    tones: String,
}

impl Letter {
    fn is(&self, plain: char) -> bool {
        self.base.eq_ignore_ascii_case(&plain) && self.shape.is_empty()
    }

    fn is_vowel(&self) -> bool {
        matches!(
            self.base.to_ascii_lowercase(),
            'a' | 'e' | 'i' | 'o' | 'u' | 'y'
        )
    }
}

fn is_tone(mark: char) -> bool {
    matches!(
        mark,
        '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}'
    )
}

fn letters(text: &str) -> Vec<Letter> {
    let mut letters: Vec<Letter> = Vec::new();
    for c in text.nfd() {
        match letters.last_mut() {
            Some(letter) if is_tone(c) => letter.tones.push(c),
            Some(letter) if is_combining_mark(c) => letter.shape.push(c),
            _ => letters.push(Letter {
                base: c,
                shape: String::new(),
                tones: String::new(),
            }),
        }
    }
    letters
}

fn spell(letters: &[Letter], out: &mut String) {
    for letter in letters {
        out.push(letter.base);
        out.push_str(&letter.shape);
        out.push_str(&letter.tones);
    }
}

fn settle_word(mut word: Vec<Letter>) -> Vec<Letter> {
    let Some(home) = tone_home(&word) else {
        return word;
    };
    let mut tone = String::new();
    for letter in &mut word {
        tone.push_str(&std::mem::take(&mut letter.tones));
    }
    if let Some(letter) = word.get_mut(home) {
        letter.tones = tone;
    }
    word
}

/// The position of the letter that should carry the tone, if this is one Vietnamese syllable.
fn tone_home(word: &[Letter]) -> Option<usize> {
    let start = word.iter().position(Letter::is_vowel)?;
    let vowels = word.iter().skip(start).take_while(|l| l.is_vowel()).count();
    let end = start + vowels;
    let (onset, rest) = word.split_at_checked(start)?;
    let (vowels, coda) = rest.split_at_checked(vowels)?;

    let one_tone = word.iter().map(|l| l.tones.chars().count()).sum::<usize>() == 1;
    let tone_on_vowel = vowels.iter().any(|l| !l.tones.is_empty());
    let coda: String = coda.iter().map(|l| l.base.to_ascii_lowercase()).collect();
    if !one_tone || !tone_on_vowel || !FINAL_CONSONANTS.contains(&coda.as_str()) {
        return None;
    }

    let start = start + usize::from(first_vowel_is_consonant(onset, vowels));
    let nucleus = word.get(start..end)?;
    if let Some(shaped) = nucleus.iter().rposition(|l| !l.shape.is_empty()) {
        return Some(start + shaped);
    }
    match (nucleus.len(), coda.is_empty()) {
        (1, _) | (2, true) => Some(start),
        (2, false) | (3, _) => Some(start + 1),
        _ => None,
    }
}

/// The *u* of *qu*, the *i* of *gi*: in "già" the *i* only softens the *g*, in "gì" it is sung.
fn first_vowel_is_consonant(onset: &[Letter], vowels: &[Letter]) -> bool {
    match (onset, vowels) {
        ([q], [u, _, ..]) if q.is('q') => u.is('u'),
        ([g], [i, _, ..]) if g.is('g') => i.is('i'),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn nfd(text: &str) -> String {
        text.nfd().collect()
    }

    #[test]
    fn folding_drops_marks_case_and_the_bar_of_d() {
        assert_eq!(fold("ĐỒ GỖ Mỹ Nghệ Đông Anh"), "do go my nghe dong anh");
        assert_eq!(fold("Đường Lâm, 500 m²"), "duong lam, 500 m2");
    }

    #[test]
    fn letters_that_look_like_d_fold_to_d() {
        assert_eq!(fold("Ðông Anh"), "dong anh");
        assert_eq!(exact("Ðông Anh"), "đông anh");
    }

    #[test]
    fn old_and_new_tone_placement_are_one_spelling() {
        for (new, old) in [
            ("Hoà", "Hòa"),
            ("Hoà Lạc", "Hòa Lạc"),
            ("Ứng Hoà", "Ứng Hòa"),
            ("thuý", "thúy"),
            ("khoẻ", "khỏe"),
            ("HOẢ", "HỎA"),
            ("loè", "lòe"),
            ("uỷ ban", "ủy ban"),
            ("khoá", "khóa"),
            ("doạ", "dọa"),
        ] {
            for a in [new.to_owned(), nfd(new), new.to_uppercase()] {
                for b in [old.to_owned(), nfd(old), old.to_uppercase()] {
                    assert_eq!(exact(&a), exact(&b), "{a} and {b}");
                    assert_eq!(fold(&a), fold(&b), "{a} and {b}");
                    assert!(same_name(&a, &b), "{a} and {b}");
                }
            }
            assert_eq!(settle_tones(new), old);
        }
    }

    #[test]
    fn well_placed_tones_stay_where_they_are() {
        for word in "quý giữ hoàn toán ngoài khuỷu quả già giá gì gìn quỳnh huỳnh thuở nước \
                     người yếu mía của lứa chịu suýt loại quốc quyền tiền cứu mưu khuấy xoáy \
                     ngoéo quạu đắk huế thuận ruộng giếng giò boóng hữu nghĩa chuyện thủy tòa"
            .split_whitespace()
        {
            assert_eq!(exact(word), word);
            assert_eq!(exact(&nfd(&word.to_uppercase())), word);
        }
    }

    #[test]
    fn slips_of_the_tone_are_put_right() {
        for (slip, word) in [
            ("qúy", "quý"),
            ("gìa", "già"),
            ("hòan", "hoàn"),
            ("cuả", "của"),
        ] {
            assert_eq!(exact(slip), word);
        }
    }

    #[test]
    fn a_tone_typed_before_the_hat_is_the_same_letter() {
        assert_eq!(exact("ca\u{301}\u{302}p"), "cấp");
    }

    #[test]
    fn foreign_words_are_left_alone() {
        for word in ["naïve", "había", "café", "ṓṍ", "résumé"] {
            assert_eq!(exact(word), nfc(word));
        }
    }

    #[test]
    fn different_tones_are_different_names() {
        assert!(!same_name("Đồng Tâm", "Đông Tâm"));
        assert!(!same_name("Hòa", "Hỏa"));
        assert!(same_name(
            "  Làng\u{A0}nghề  Phú Vinh",
            "LÀNG NGHỀ PHÚ VINH "
        ));
    }

    /// Onsets, vowels and codas glued at random, each vowel under any tone.
    fn syllable() -> impl Strategy<Value = String> {
        (
            "(b|đ|g|gi|h|kh|ng|qu|q|th|tr|)",
            "(a|ă|â|e|ê|i|o|ô|ơ|u|ư|y|oa|oe|uy|ia|ua|ưa|iê|uô|ươ|oai|uyê|uyu)",
            "(|c|ch|m|n|ng|nh|p|t)",
            "[\u{300}\u{301}\u{303}\u{309}\u{323}]?",
            any::<prop::sample::Index>(),
        )
            .prop_map(|(onset, vowels, coda, tone, at)| {
                let mut vowels: Vec<String> = vowels.chars().map(String::from).collect();
                let at = at.index(vowels.len());
                vowels[at].push_str(&tone);
                nfc(&format!("{onset}{}{coda}", vowels.concat()))
            })
    }

    proptest! {
        #[test]
        fn four_spellings_and_capitals_compare_equal(word in syllable()) {
            let settled = settle_tones(&word);
            for spelling in [nfd(&word), word.to_uppercase(), nfd(&settled), settled.to_uppercase()] {
                prop_assert!(same_name(&word, &spelling));
                prop_assert_eq!(fold(&word), fold(&spelling));
            }
        }

        #[test]
        fn settling_keeps_the_letters_and_the_tone(word in syllable()) {
            let sorted = |text: &str| { let mut marks: Vec<char> = text.nfd().collect(); marks.sort_unstable(); marks };
            prop_assert_eq!(sorted(&settle_tones(&word)), sorted(&word));
        }

        #[test]
        fn every_form_is_its_own_form(text in any::<String>()) {
            let (folded, exact_form, settled) = (fold(&text), exact(&text), settle_tones(&text));
            prop_assert_eq!(fold(&folded), folded);
            prop_assert_eq!(exact(&exact_form), exact_form);
            prop_assert_eq!(settle_tones(&settled), settled);
        }

        #[test]
        fn folding_forgets_what_exact_remembers(text in any::<String>()) {
            prop_assert_eq!(fold(&exact(&text)), fold(&text));
        }
    }
}
