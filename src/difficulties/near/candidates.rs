//! The few difficulties worth comparing, from the search index: bounded whatever the number of
//! rows, and the same on both databases because only sets of tokens are asked for.
//!
//! The words that say most are asked for by two, then one by one, and every other way of writing
//! a phrase too. What is found often comes first.

use std::collections::{BTreeMap, BTreeSet};

use diesel::QueryResult;

use super::canon::other_ways;
use super::score::Told;
use super::weights::weight;
use crate::db::DbConnection;
use crate::db::search::{self, Corpus, Facet, Step};
use crate::text::words;

/// Tokens asked for one by one.
const TOKENS_AT_MOST: usize = 20;
/// Of these, so many are also asked for two by two.
const TOGETHER: usize = 6;
/// Other ways of writing asked for.
const WAYS_AT_MOST: usize = 6;
/// Rows taken from one question to the index, the newest first.
const ROWS_OF_ONE: i64 = 24;
/// Texts compared at the most.
pub const COMPARED_AT_MOST: usize = 80;
/// Words of a story that are looked at: the point is made by then.
const STORY_WORDS: usize = 150;
/// Found by two words together rather than by one.
const TOGETHER_COUNTS: f64 = 2.5;
/// Words that say less are not asked for alone.
const SAYS_LITTLE: f64 = 0.45;

/// Ids of the difficulties to compare, in the order of their ids.
pub fn find(
    conn: &mut DbConnection,
    corpus: Corpus,
    told: &Told<'_>,
    facets: &[Facet],
) -> QueryResult<Vec<i64>> {
    let mut found: BTreeMap<i64, f64> = BTreeMap::new();
    for (tokens, counts) in questions(told) {
        let step = Step {
            corpus,
            tokens: &tokens,
            less: None,
            facets,
        };
        for id in search::find(conn, &step, None, ROWS_OF_ONE)? {
            *found.entry(id).or_default() += counts;
        }
    }
    let mut best: Vec<(i64, f64)> = found.into_iter().collect();
    // Of two found as often, the newer.
    best.sort_by(|(id, counts), (other_id, others)| {
        others.total_cmp(counts).then(other_id.cmp(id))
    });
    best.truncate(COMPARED_AT_MOST);
    let ids: BTreeSet<i64> = best.into_iter().map(|(id, _)| id).collect();
    Ok(ids.into_iter().collect())
}

/// What to ask the index: sets of tokens, and how much a row counts that has them all.
fn questions(told: &Told<'_>) -> Vec<(Vec<String>, f64)> {
    let tokens = telling_tokens(told);
    let mut questions = Vec::new();
    let strongest = tokens.get(..TOGETHER.min(tokens.len())).unwrap_or_default();
    for (at, (token, counts)) in strongest.iter().enumerate() {
        for (other, others) in strongest.iter().skip(at + 1) {
            questions.push((
                vec![token.clone(), other.clone()],
                TOGETHER_COUNTS * f64::midpoint(*counts, *others),
            ));
        }
    }
    for way in ways(told) {
        questions.push((way, 1.0));
    }
    questions.extend(
        tokens
            .into_iter()
            .map(|(token, counts)| (vec![token], counts)),
    );
    questions
}

/// The words and pairs that say most: the title's and the ask's before the story's.
fn telling_tokens(told: &Told<'_>) -> Vec<(String, f64)> {
    let [story, ask] = told.texts;
    let mut tokens: Vec<(String, f64)> = Vec::new();
    for (text, factor) in [(told.title, 1.5), (ask, 1.2), (story, 1.0)] {
        let folded: Vec<String> = words(text)
            .into_iter()
            .take(STORY_WORDS)
            .map(|word| word.folded)
            .collect();
        let pairs = folded
            .iter()
            .zip(folded.iter().skip(1))
            .map(|(word, next)| format!("{word}_{next}"));
        // Syllables a pair is made of say less than the pair, unless they are rare themselves.
        for token in pairs.chain(folded.iter().cloned()) {
            let says = weight(&token);
            if says >= SAYS_LITTLE && !tokens.iter().any(|(known, _)| *known == token) {
                tokens.push((token, says * factor));
            }
        }
    }
    tokens.sort_by(|(_, says), (_, others)| others.total_cmp(says));
    tokens.truncate(TOKENS_AT_MOST);
    tokens
}

/// Other ways of writing the phrases of title and ask, each as the tokens it would leave.
fn ways(told: &Told<'_>) -> Vec<Vec<String>> {
    let [_, ask] = told.texts;
    let mut ways: Vec<Vec<String>> = [told.title, ask]
        .into_iter()
        .flat_map(other_ways)
        .map(|written| match written.as_slice() {
            [alone] => vec![alone.clone()],
            several => several
                .iter()
                .zip(several.iter().skip(1))
                .map(|(word, next)| format!("{word}_{next}"))
                .collect(),
        })
        .filter(|tokens| tokens.iter().any(|token| weight(token) >= SAYS_LITTLE))
        .collect();
    ways.sort();
    ways.dedup();
    ways.truncate(WAYS_AT_MOST);
    ways
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn however_long_the_story_the_index_is_asked_a_bounded_number_of_questions() {
        let story = (0..2_000)
            .map(|n| format!("chữ{n}"))
            .collect::<Vec<_>>()
            .join(" ");
        let told = Told {
            title: "UBND, CCN, HTX, GPMB, KCN và sổ đỏ ở làng guột Phú Túc",
            texts: [&story, &story],
            ..Told::default()
        };
        let together = TOGETHER * (TOGETHER - 1) / 2;
        assert!(questions(&told).len() <= TOKENS_AT_MOST + WAYS_AT_MOST + together);
    }

    #[test]
    fn an_abbreviation_is_also_looked_for_written_out() {
        let told = Told {
            title: "Vướng GPMB",
            ..Told::default()
        };
        let written = vec![
            "giai_phong".to_owned(),
            "phong_mat".into(),
            "mat_bang".into(),
        ];
        assert!(
            questions(&told)
                .iter()
                .any(|(tokens, _)| *tokens == written)
        );
    }

    #[test]
    fn an_empty_text_asks_nothing() {
        assert!(questions(&Told::default()).is_empty());
    }
}
