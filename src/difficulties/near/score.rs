//! How near two texts are, from 0 to 1, and whether they may be one difficulty.

use std::collections::HashMap;

use super::canon::{Unit, name_key, units};
use super::demands::{Pull, are_opposed, demands};
use super::weights::weight;

/// What there is to compare of a difficulty.
#[derive(Debug, Clone, Copy, Default)]
pub struct Told<'a> {
    pub title: &'a str,
    /// The story and what is asked.
    pub texts: [&'a str; 2],
    /// The craft village; empty when it is not known.
    pub village: &'a str,
    pub topic_group_id: Option<i64>,
}

/// What one is to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It may be the same difficulty.
    Same,
    /// About the same thing, and asking the opposite: never to be merged.
    Related,
}

/// How near one is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Likeness {
    /// From 0 to 1.
    pub score: f64,
    pub verdict: Verdict,
}

/// A text made ready to be compared with many.
#[derive(Debug, Clone)]
pub struct Sheet {
    tokens: HashMap<String, Token>,
    length: f64,
    title: HashMap<String, Token>,
    title_length: f64,
    village: String,
    topic_group_id: Option<i64>,
    demands: Vec<Pull>,
}

#[derive(Debug, Clone)]
struct Token {
    weight: f64,
    /// The marked spellings; empty where a text has it without marks.
    marked: Vec<String>,
}

/// A word of the title counts so much more than one of the story.
const TITLE: f64 = 1.5;
/// A pair of neighbours counts so much beside a single syllable: most words have two.
const PAIR: f64 = 1.4;
/// What remains of a word shared without its marks, when both sides typed other marks.
const OTHER_MARKS: f64 = 0.3;
/// Shares of the score: angle between the whole texts, the shorter text found in the longer,
/// and the title found in the other whole.
const ANGLE: f64 = 0.5;
const COVERED: f64 = 0.25;
const TITLE_COVERED: f64 = 0.25;
/// The same village, or another one; the same topic group.
const SAME_VILLAGE: f64 = 1.06;
const OTHER_VILLAGE: f64 = 0.92;
const SAME_TOPIC: f64 = 1.03;

impl Sheet {
    #[must_use]
    pub fn of(told: &Told<'_>) -> Self {
        let title_units = units(told.title);
        let mut title = HashMap::new();
        add(&mut title, &title_units, 1.0);
        let mut tokens = HashMap::new();
        add(&mut tokens, &title_units, TITLE);
        for text in told.texts {
            add(&mut tokens, &units(text), 1.0);
        }
        let story = told.texts.join("\n");
        Self {
            length: length(&tokens),
            title_length: title.values().map(|token| token.weight).sum(),
            tokens,
            title,
            village: name_key(told.village),
            topic_group_id: told.topic_group_id,
            demands: demands(told.title, &story),
        }
    }

    /// How near `other` is, the same both ways; and whether this one would undo it, which is asked
    /// from this side.
    #[must_use]
    pub fn likeness(&self, other: &Self) -> Likeness {
        let mut product = 0.0;
        let (mut shared, mut all, mut others_all) = (0.0, 0.0, 0.0);
        for (key, token) in &self.tokens {
            all += token.weight;
            if let Some(found) = other.tokens.get(key) {
                let credit = credit(token, found);
                product += token.weight * found.weight * credit;
                shared += token.weight.min(found.weight) * credit;
            }
        }
        for token in other.tokens.values() {
            others_all += token.weight;
        }
        let angle = ratio(product, self.length * other.length);
        let covered = ratio(shared, f64::min(all, others_all));
        let titles = f64::midpoint(self.title_in(other), other.title_in(self));
        let mut score = ANGLE * angle + COVERED * covered + TITLE_COVERED * titles;
        if !self.village.is_empty() && !other.village.is_empty() {
            score *= if self.village == other.village {
                SAME_VILLAGE
            } else {
                OTHER_VILLAGE
            };
        }
        if self.topic_group_id.is_some() && self.topic_group_id == other.topic_group_id {
            score *= SAME_TOPIC;
        }
        Likeness {
            score: score.min(1.0),
            verdict: if are_opposed(&self.demands, &other.demands) {
                Verdict::Related
            } else {
                Verdict::Same
            },
        }
    }

    fn title_in(&self, other: &Self) -> f64 {
        let found: f64 = self
            .title
            .iter()
            .filter_map(|(key, token)| Some(token.weight * credit(token, other.tokens.get(key)?)))
            .sum();
        ratio(found, self.title_length)
    }
}

fn ratio(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

fn length(tokens: &HashMap<String, Token>) -> f64 {
    tokens
        .values()
        .map(|token| token.weight * token.weight)
        .sum::<f64>()
        .sqrt()
}

fn credit(one: &Token, other: &Token) -> f64 {
    let agree = one.marked.is_empty()
        || other.marked.is_empty()
        || one
            .marked
            .iter()
            .any(|marked| other.marked.contains(marked));
    if agree { 1.0 } else { OTHER_MARKS }
}

fn add(tokens: &mut HashMap<String, Token>, units: &[Unit], factor: f64) {
    for unit in units {
        put(
            tokens,
            unit.folded.clone(),
            factor,
            (!unit.is_plain()).then(|| unit.marked.clone()),
        );
    }
    for (unit, next) in units.iter().zip(units.iter().skip(1)) {
        let is_marked = !(unit.is_plain() && next.is_plain());
        put(
            tokens,
            format!("{}_{}", unit.folded, next.folded),
            factor * PAIR,
            is_marked.then(|| format!("{}_{}", unit.marked, next.marked)),
        );
    }
}

fn put(tokens: &mut HashMap<String, Token>, key: String, factor: f64, marked: Option<String>) {
    let said = weight(&key) * factor;
    if said <= 0.0 {
        return;
    }
    let token = tokens.entry(key).or_insert(Token {
        weight: said,
        marked: Vec::new(),
    });
    token.weight = token.weight.max(said);
    if let Some(marked) = marked
        && !token.marked.contains(&marked)
    {
        token.marked.push(marked);
    }
}
