//! Whether an answer says anything: a check of its words before it goes up. It warns, says why and
//! where, and never stands in the way; people overrule it, and how often is counted.
//!
//! Pure: it is given the words and what they answer. It reads sentences for what somebody does,
//! by when and who, and leaves out those that only cite the law or only promise attention. One
//! author wrote the lists and the examples that hold them, so they will be wrong at times: that is
//! why it only warns.

mod phrases;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use crate::difficulties::Outcome;
use crate::difficulties::near::weight;
use crate::text::{self, exact};
use crate::text_enum::text_enum;

text_enum! {
    /// What an answer lacks.
    pub enum Warning {
        /// Nothing that anybody does or did.
        NoAction = "no_action",
        /// Every sentence cites the law, and none says what it means here.
        OnlyLaw = "only_law",
        /// No day, month or number of days.
        NoDate = "no_date",
        /// Nobody who does it.
        NoAgency = "no_agency",
        /// The words of what was asked do not come up.
        AskMissed = "ask_missed",
        /// Others were given the same text.
        SameText = "same_text",
    }
}

/// An answer with what it answers.
#[derive(Debug, Clone, Copy, Default)]
pub struct Answer<'a> {
    pub outcome: Option<Outcome>,
    pub ask: &'a str,
    pub summary: &'a str,
    pub body: &'a str,
    /// It holds a promise with an agency and a day.
    pub has_promise: bool,
    /// How many other difficulties were given this very text.
    pub same_elsewhere: i64,
}

/// Where in the answer: which part, its how-manieth sentence, and the words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub part: Part,
    /// From 1.
    pub sentence: usize,
    pub words: String,
}

/// The two texts of an answer, and what was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Summary,
    Body,
    Ask,
}

impl Part {
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Summary => "summary",
            Self::Body => "body",
            Self::Ask => "ask",
        }
    }
}

/// One warning with its place, where there is one to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub warning: Warning,
    pub place: Option<Place>,
}

/// As many others with the same text make a form letter.
pub const SAME_FROM: i64 = 2;
/// The share of what was asked, weighed by how rare each word is, that an answer takes up.
const ASK_TAKEN_UP: f64 = 0.25;
/// Letters of a place that are shown.
const SHOWN_LETTERS: usize = 140;

/// One sentence with what it does.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a question of its own about the sentence"
)]
struct Sentence<'a> {
    part: Part,
    number: usize,
    text: &'a str,
    cites: bool,
    acts: bool,
    is_vague: bool,
    has_date: bool,
    has_agency: bool,
}

impl Sentence<'_> {
    fn place(&self) -> Place {
        let mut words: String = self.text.chars().take(SHOWN_LETTERS).collect();
        if self.text.chars().count() > SHOWN_LETTERS {
            words.push('…');
        }
        Place {
            part: self.part,
            sentence: self.number,
            words,
        }
    }
}

/// Everything an answer lacks, in the order of [`Warning::ALL`].
#[must_use]
pub fn check(answer: &Answer<'_>) -> Vec<Finding> {
    let sentences: Vec<Sentence<'_>> = [(Part::Summary, answer.summary), (Part::Body, answer.body)]
        .into_iter()
        .flat_map(|(part, text)| read(part, text))
        .collect();
    if sentences.is_empty() {
        return Vec::new();
    }
    let place_of = |wanted: fn(&Sentence<'_>) -> bool| {
        sentences
            .iter()
            .find(|sentence| wanted(sentence))
            .map(Sentence::place)
    };
    let mut findings = Vec::new();
    let mut warn = |warning, place| findings.push(Finding { warning, place });
    let acts = sentences.iter().any(|sentence| sentence.acts);
    let only_law = !acts
        && sentences.iter().any(|sentence| sentence.cites)
        && sentences
            .iter()
            .all(|sentence| sentence.cites || sentence.is_vague);
    if only_law {
        warn(Warning::OnlyLaw, place_of(|sentence| sentence.cites));
    } else if !acts && !answer.has_promise {
        warn(
            Warning::NoAction,
            place_of(|sentence| sentence.is_vague).or_else(|| place_of(|_| true)),
        );
    }
    let has_date = sentences.iter().any(|sentence| sentence.has_date);
    if needs_date(answer.outcome) && !has_date && !answer.has_promise {
        warn(
            Warning::NoDate,
            place_of(|sentence| sentence.is_vague).or_else(|| place_of(|sentence| sentence.acts)),
        );
    }
    if !answer.has_promise && !sentences.iter().any(|sentence| sentence.has_agency) {
        warn(
            Warning::NoAgency,
            place_of(|sentence| says_somebody(sentence.text))
                .or_else(|| place_of(|sentence| sentence.acts)),
        );
    }
    if let Some(missed) = missed_words(answer) {
        warn(
            Warning::AskMissed,
            Some(Place {
                part: Part::Ask,
                sentence: 1,
                words: missed,
            }),
        );
    }
    if answer.same_elsewhere >= SAME_FROM {
        warn(Warning::SameText, None);
    }
    findings
}

/// The mark of a text by which the same one elsewhere is found: its folded words without figures,
/// so that a changed date or number does not make it another text. Empty for a few words, which
/// anybody may write.
#[must_use]
pub fn fingerprint(body: &str) -> String {
    let words: Vec<String> = text::words(body)
        .into_iter()
        .map(|word| word.folded)
        .filter(|word| !word.chars().any(|letter| letter.is_ascii_digit()))
        .collect();
    if words.len() < 12 {
        return String::new();
    }
    crate::web::secret::hex(&crate::web::secret::token_hash(&words.join(" ")))
}

/// What is explained, refused or overtaken needs no day; what is done or promised does.
const fn needs_date(outcome: Option<Outcome>) -> bool {
    match outcome {
        None | Some(Outcome::Resolved | Outcome::Roadmap | Outcome::BeyondAuthority) => true,
        Some(Outcome::Explained | Outcome::NotAgreed | Outcome::NoLongerRelevant) => false,
    }
}

fn read(part: Part, text: &str) -> impl Iterator<Item = Sentence<'_>> {
    sentences(text)
        .filter(|sentence| !is_opening(sentence))
        .enumerate()
        .map(move |(index, text)| {
            let plain = exact(text);
            let cites = phrases::any(&plain, phrases::LAW);
            let is_vague = phrases::any(&plain, phrases::VAGUE);
            // What is done beside a citation counts; what only attention is promised to does not.
            let deeds = phrases::without(&phrases::without(&plain, phrases::NAMES), phrases::VAGUE);
            let acts = phrases::any(&deeds, phrases::DEEDS)
                && !(cites && phrases::any(&plain, phrases::RULES));
            Sentence {
                part,
                number: index + 1,
                text,
                cites,
                acts,
                is_vague,
                has_date: (!cites || acts) && says_when(&plain),
                has_agency: names_agency(text),
            }
        })
}

/// Sentences end at a full stop, a question mark, a semicolon or a line; a point inside a figure
/// or a date ends none.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .flat_map(|line| line.split_inclusive([';', '?', '!']))
        .flat_map(|piece| piece.split(". "))
        .map(|sentence| sentence.trim().trim_end_matches('.').trim())
        .filter(|sentence| sentence.chars().any(char::is_alphabetic))
}

/// "Sở Công Thương trả lời như sau:" says nothing yet.
fn is_opening(sentence: &str) -> bool {
    let plain = exact(sentence);
    plain.chars().count() < 160 && phrases::any(&plain, phrases::OPENINGS)
}

fn says_somebody(sentence: &str) -> bool {
    phrases::any(&exact(sentence), phrases::SOMEBODY)
}

/// A day, a month, a quarter, a year to come, or a number of days.
fn says_when(plain: &str) -> bool {
    let words: Vec<String> = text::words(plain)
        .into_iter()
        .map(|word| word.exact)
        .collect();
    let is_figure = |word: &String| word.chars().all(|letter| letter.is_ascii_digit());
    let is_roman = |word: &String| matches!(word.as_str(), "i" | "ii" | "iii" | "iv");
    let pair = words
        .iter()
        .zip(words.iter().skip(1))
        .any(|(one, next)| match one.as_str() {
            "ngày" | "tháng" | "năm" => is_figure(next),
            "quý" => is_figure(next) || is_roman(next),
            _ => is_figure(one) && matches!(next.as_str(), "ngày" | "tháng" | "tuần"),
        });
    pair || has_slashed_date(plain) || phrases::any(plain, phrases::DAYS)
}

/// 30/6 or 30/6/2025, and not the number of a document such as 52/2018/nđ-cp.
fn has_slashed_date(plain: &str) -> bool {
    plain
        .split(|letter: char| {
            letter.is_whitespace() || matches!(letter, '(' | ')' | ',' | ';' | ':')
        })
        .any(|word| {
            let parts: Vec<&str> = word.trim_end_matches('.').split('/').collect();
            let small = |part: Option<&&str>, most: u32| {
                part.and_then(|part| part.parse::<u32>().ok())
                    .is_some_and(|number| (1..=most).contains(&number))
            };
            match parts.len() {
                2 => {
                    small(parts.first(), 31) && small(parts.get(1), 12)
                        || small(parts.first(), 12) && small(parts.get(1), 2100)
                }
                3 => {
                    small(parts.first(), 31) && small(parts.get(1), 12) && small(parts.get(2), 2100)
                }
                _ => false,
            }
        })
}

/// An agency by its name: a kind of body followed by what tells it from others.
fn names_agency(sentence: &str) -> bool {
    let words: Vec<&str> = sentence
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let is_name = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    words.iter().enumerate().any(|(at, word)| {
        let kind = exact(word);
        let next = words.get(at + 1).copied().unwrap_or_default();
        let after = words.get(at + 2).copied().unwrap_or_default();
        match kind.as_str() {
            "sở" | "cục" | "bộ" => is_name(word) && is_name(next),
            "ubnd" => true,
            "chi" => exact(next) == "cục",
            "trung" => exact(next) == "tâm" && is_name(after),
            "phòng" | "ban" | "quỹ" => is_name(word) && !next.is_empty(),
            "ủy" => exact(next) == "ban",
            "điện" => exact(next) == "lực",
            "ngân" => exact(next) == "hàng" && is_name(after),
            _ => false,
        }
    })
}

/// The words of the ask that the answer does not take up, when it takes up too few of them.
fn missed_words(answer: &Answer<'_>) -> Option<String> {
    let asked = text::words(answer.ask);
    if asked.len() < 3 {
        return None;
    }
    let said: BTreeSet<String> = text::words(answer.summary)
        .into_iter()
        .chain(text::words(answer.body))
        .map(|word| word.folded)
        .collect();
    let (mut all, mut taken) = (0.0, 0.0);
    let mut seen = BTreeSet::new();
    let mut missed = Vec::new();
    for word in asked {
        if phrases::ASKING.contains(&word.folded.as_str()) || !seen.insert(word.folded.clone()) {
            continue;
        }
        let says = weight(&word.folded);
        all += says;
        if said.contains(&word.folded) {
            taken += says;
        } else if says > 0.2 {
            missed.push(word.exact);
        }
    }
    if all == 0.0 || taken / all >= ASK_TAKEN_UP {
        return None;
    }
    missed.truncate(8);
    Some(missed.join(", "))
}
