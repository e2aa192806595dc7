//! Words, the tokens of the search index, and what a query asks of them.
//!
//! Both databases get the same tokens and compare them as they are: `SQLite` FTS5 with
//! `unicode61 remove_diacritics 0 tokenchars '_'`, `PostgreSQL` with an array turned into a
//! `tsvector`. Folding, ranking by marks and word pairs all happen here.

use std::collections::BTreeSet;
use std::ops::Range;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::fold::{exact, fold};

/// Characters of a word that count; the rest is cut off.
pub const MAX_WORD_CHARS: usize = 64;

/// Words of a query that count; the rest is ignored.
pub const MAX_QUERY_WORDS: usize = 12;

/// Joins a pair of adjacent words into one token. Never part of a word itself.
const PAIR: char = '_';

/// A word as the index knows it: letters and digits only, at most [`MAX_WORD_CHARS`] of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// As [`fold`] gives it: "do" for "Đồ".
    pub folded: String,
    /// As [`exact`] gives it: "đồ" for "Đồ". Equal to `folded` for a word without marks.
    pub exact: String,
}

impl Word {
    fn new(typed: &str) -> Option<Self> {
        let exact = letters_and_digits(&exact(typed));
        let folded = letters_and_digits(&fold(&exact));
        (!folded.is_empty()).then_some(Self { folded, exact })
    }
}

/// The words of a text in order: whatever stands between characters that are neither letters
/// nor digits. "24.000" is two words, "m²" is "m2".
#[must_use]
pub fn words(text: &str) -> Vec<Word> {
    let text: String = text.nfkc().collect();
    text.split(|c: char| !is_word_char(c) && !is_combining_mark(c))
        .filter_map(Word::new)
        .collect()
}

/// Where the words of a text stand, in bytes and in order, as [`words`] parts them.
#[must_use]
pub fn word_ranges(text: &str) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for (at, c) in text.char_indices() {
        if !is_word_char(c) && !is_combining_mark(c) {
            continue;
        }
        let end = at + c.len_utf8();
        match ranges.last_mut() {
            Some(range) if range.end == at => range.end = end,
            _ => ranges.push(at..end),
        }
    }
    ranges
}

/// Every token under which a thing with these texts should be found, sorted, each once.
///
/// For each word and each pair of adjacent words of one text (`do_go`): the folded form, and the
/// exact form where it differs. Words of two texts never make a pair. Tokens hold only letters,
/// digits and `_`; the longest has 129 characters.
#[must_use]
pub fn index_tokens(texts: &[&str]) -> Vec<String> {
    let mut tokens = BTreeSet::new();
    for text in texts {
        let words = words(text);
        for (word, next) in words.iter().zip(words.iter().skip(1)) {
            tokens.insert(pair(&word.folded, &next.folded));
            tokens.insert(pair(&word.exact, &next.exact));
        }
        for word in words {
            tokens.insert(word.folded);
            tokens.insert(word.exact);
        }
    }
    tokens.into_iter().collect()
}

/// What somebody typed into a search box, ready to be asked of the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchQuery {
    words: Vec<Word>,
}

impl SearchQuery {
    /// Reads the first [`MAX_QUERY_WORDS`] words; `None` if there is none.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        // Twice the room the words can need, so that a page pasted into the box costs nothing.
        let head: String = typed
            .chars()
            .take(2 * MAX_QUERY_WORDS * MAX_WORD_CHARS)
            .collect();
        let mut words = words(&head);
        words.truncate(MAX_QUERY_WORDS);
        (!words.is_empty()).then_some(Self { words })
    }

    /// Lists of tokens to ask for one after the other, best hits first. A thing answers a list
    /// when it has all of its tokens.
    ///
    /// 1. As typed: the words side by side, marks and all ("bản" does not find "bán").
    /// 2. Side by side, marks ignored.
    /// 3. Anywhere, marks ignored ("dao nguyen" finds "Nguyễn Thị Đào").
    ///
    /// A list equal to the one before it is left out, so there are one to three and none is
    /// empty. A query of one word has no third.
    #[must_use]
    pub fn tiers(&self) -> Vec<Vec<String>> {
        // A word typed without marks has its exact form equal to its folded one. So the first
        // list needs no case for it: two such words ask for the folded pair that every text has,
        // and beside a marked word it is taken at its word ("công ty", "đồ go"): who typed one
        // mark could have typed the other.
        let mut tiers = vec![
            self.side_by_side(|word| &word.exact),
            self.side_by_side(|word| &word.folded),
            distinct(self.words.iter().map(|word| word.folded.clone())),
        ];
        tiers.dedup();
        tiers
    }

    fn side_by_side(&self, form: fn(&Word) -> &str) -> Vec<String> {
        let forms: Vec<&str> = self.words.iter().map(form).collect();
        match forms.as_slice() {
            [alone] => vec![(*alone).to_owned()],
            forms => distinct(
                forms
                    .iter()
                    .zip(forms.iter().skip(1))
                    .map(|(word, next)| pair(word, next)),
            ),
        }
    }
}

fn pair(word: &str, next: &str) -> String {
    format!("{word}{PAIR}{next}")
}

fn distinct(tokens: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    tokens.filter(|token| seen.insert(token.clone())).collect()
}

fn letters_and_digits(text: &str) -> String {
    text.chars()
        .filter(|&c| is_word_char(c))
        .take(MAX_WORD_CHARS)
        .collect()
}

fn is_word_char(c: char) -> bool {
    // Rust counts vowel signs and letters in black squares as alphabetic; FTS5 does not.
    c.is_alphanumeric() && !is_combining_mark(c) && !matches!(c, '\u{1F130}'..='\u{1F189}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn finds(query: &str, text: &str) -> Option<usize> {
        let index = index_tokens(&[text]);
        let query = SearchQuery::parse(query)?;
        query
            .tiers()
            .iter()
            .position(|tier| tier.iter().all(|token| index.contains(token)))
    }

    fn tiers(query: &str) -> Vec<Vec<String>> {
        SearchQuery::parse(query).unwrap().tiers()
    }

    #[test]
    fn words_end_at_anything_but_letters_and_digits() {
        let folded: Vec<String> = words("Mây-tre_đan, 24.000 tỷ (500 m²)")
            .into_iter()
            .map(|word| word.folded)
            .collect();
        assert_eq!(
            folded,
            ["may", "tre", "dan", "24", "000", "ty", "500", "m2"]
        );
    }

    #[test]
    fn both_forms_and_both_pairs_are_indexed_once() {
        assert_eq!(
            index_tokens(&["Đồ gỗ", "đồ go"]),
            ["do", "do_go", "go", "gỗ", "đồ", "đồ_go", "đồ_gỗ"]
        );
    }

    #[test]
    fn texts_do_not_run_into_each_other() {
        assert!(!index_tokens(&["làng", "nghề"]).contains(&"lang_nghe".to_owned()));
    }

    #[test]
    fn wood_is_found_however_it_is_typed() {
        let text = "đồ gỗ mỹ nghệ Đông Anh";
        for query in ["do go", "đồ gỗ", "DO GO", "dong anh", "ĐÔNG ANH", "Đông"] {
            assert_eq!(finds(query, text), Some(0), "{query}");
        }
        assert_eq!(finds("anh go", text), Some(1));
        assert_eq!(finds("gốm", text), None);
    }

    #[test]
    fn exact_hits_come_before_look_alikes() {
        assert_eq!(finds("bản", "văn bản"), Some(0));
        assert_eq!(finds("bản", "mua bán"), Some(1));
    }

    #[test]
    fn all_four_spellings_are_found_as_typed() {
        for text in [
            "Hoà Lạc",
            "Hòa Lạc",
            "Ho\u{300}a La\u{323}c",
            "Hoa\u{300} La\u{323}c",
        ] {
            for query in ["Hoà Lạc", "Hòa Lạc", "Ho\u{300}a La\u{323}c", "HOÀ LẠC"] {
                assert_eq!(finds(query, text), Some(0), "{query} in {text}");
            }
            assert_eq!(finds("hoa lac", text), Some(0));
        }
    }

    #[test]
    fn a_person_is_found_in_either_order() {
        assert!(finds("dao nguyen", "Nguyễn Thị Đào").is_some());
        assert!(finds("nguyen thi dao", "Nguyễn Thị Đào").is_some());
        assert!(finds("Đào Nguyễn", "Nguyễn Thị Đào").is_some());
    }

    #[test]
    fn tiers_run_from_typed_to_loose() {
        assert_eq!(
            tiers("Công ty gỗ"),
            [
                vec!["công_ty", "ty_gỗ"],
                vec!["cong_ty", "ty_go"],
                vec!["cong", "ty", "go"]
            ]
        );
        assert_eq!(tiers("cong ty"), [vec!["cong_ty"], vec!["cong", "ty"]]);
        assert_eq!(tiers("gỗ"), [vec!["gỗ"], vec!["go"]]);
        assert_eq!(tiers("go"), [vec!["go"]]);
    }

    #[test]
    fn a_repeated_word_is_asked_for_once() {
        assert_eq!(tiers("xanh xanh xanh"), [vec!["xanh_xanh"], vec!["xanh"]]);
    }

    #[test]
    fn nothing_to_look_for_is_no_query() {
        for typed in ["", "  ", "?!…", "\u{301}"] {
            assert_eq!(SearchQuery::parse(typed), None, "{typed:?}");
        }
    }

    #[test]
    fn long_queries_and_long_words_are_cut() {
        assert_eq!(tiers(&"a1 b2 ".repeat(100)), tiers("a1 b2 a1"));
        let numbered: Vec<String> = (0..50).map(|n| n.to_string()).collect();
        assert_eq!(tiers(&numbered.join(" "))[1].len(), MAX_QUERY_WORDS);
        assert_eq!(tiers(&"x".repeat(100)), [vec!["x".repeat(MAX_WORD_CHARS)]]);
    }

    proptest! {
        #[test]
        fn tokens_hold_letters_digits_and_one_underscore(text in any::<String>()) {
            for token in index_tokens(&[&text]) {
                prop_assert!(token.chars().all(|c| is_word_char(c) || c == PAIR), "{:?}", token);
                prop_assert!(token.chars().count() <= 2 * MAX_WORD_CHARS + 1);
                prop_assert!(token.chars().filter(|&c| c == PAIR).count() <= 1);
                prop_assert!(!token.starts_with(PAIR), "those belong to the facets of the index");
            }
        }

        #[test]
        fn every_text_is_found_by_itself(text in "[a-zđĐăâêôơưáàảãạ ỘỨ,.0-9\u{301}\u{323}]{1,60}") {
            if SearchQuery::parse(&text).is_some() {
                prop_assert_eq!(finds(&text, &text), Some(0));
            }
        }

        #[test]
        fn a_looser_tier_never_loses_a_hit(text in "[ađâá ]{1,20}", query in "[ađâá ]{1,8}") {
            if let Some(found) = finds(&query, &text) {
                let index = index_tokens(&[&text]);
                for tier in tiers(&query).iter().skip(found) {
                    prop_assert!(tier.iter().all(|token| index.contains(token)));
                }
            }
        }

        #[test]
        fn there_are_one_to_three_tiers_and_none_is_empty(text in any::<String>()) {
            if let Some(query) = SearchQuery::parse(&text) {
                let tiers = query.tiers();
                prop_assert!((1..=3).contains(&tiers.len()));
                prop_assert!(tiers.iter().all(|tier| !tier.is_empty()));
            }
        }
    }
}
