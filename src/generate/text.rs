//! Texts as filers might write them: short, concrete, with common words often and rare words
//! seldom.

use rand::RngExt;
use rand::rngs::StdRng;

use super::problems::{PROBLEMS, Problem};
use super::words::{
    ATTEMPTS, COMMUNES, CONSEQUENCES, CRAFTS, Craft, DEVICES, HAMLET_FIRST, HAMLET_SECOND,
    INTRODUCTIONS, MARKS, RARE_PHRASE, SHARED,
};

/// What one filer writes.
pub(super) struct Letter {
    pub village: String,
    pub commune: &'static str,
    pub craft: &'static str,
    pub title: String,
    pub body: String,
    pub ask: String,
    /// Without the place: what the public would read.
    pub public_title: String,
    pub public_text: String,
}

/// One of a list, the first ones most often: the chance of the place r falls as 1 / r, as it
/// does for the words of a language (Zipf).
pub(super) fn often_first<'a, T>(rng: &mut StdRng, list: &'a [T]) -> Option<&'a T> {
    let length = u32::try_from(list.len())
        .ok()
        .filter(|length| *length > 0)?;
    let place = f64::from(length + 1).powf(rng.random::<f64>()).floor();
    // Between 1 and the length by construction; a rounding beyond it takes the last.
    (1..=length)
        .find(|rank| f64::from(*rank) >= place)
        .and_then(|rank| list.get(usize::try_from(rank - 1).ok()?))
        .or_else(|| list.last())
}

/// Values that fill the slots of a sentence.
struct Slots<'a> {
    craft: &'a Craft,
    place: &'a str,
}

impl Slots<'_> {
    fn fill(&self, rng: &mut StdRng, sentence: &str) -> String {
        let mut text = String::with_capacity(sentence.len() + 40);
        let mut rest = sentence;
        while let Some((before, after)) = rest.split_once('{') {
            text.push_str(before);
            let (slot, after) = after.split_once('}').unwrap_or((after, ""));
            match slot {
                "c" => text.push_str(self.craft.name),
                "m" => text.push_str(self.craft.material),
                "v" => text.push_str(self.craft.product),
                "p" => text.push_str(self.place),
                "d" => text.push_str(&device(rng)),
                _ => text.push_str(&rng.random_range(2..60_u32).to_string()),
            }
            rest = after;
        }
        text.push_str(rest);
        text
    }
}

fn device(rng: &mut StdRng) -> String {
    let device = often_first(rng, &DEVICES).copied().unwrap_or_default();
    let mark = often_first(rng, &MARKS).copied().unwrap_or_default();
    format!("{device} {mark}{}", rng.random_range(10..900_u32))
}

/// A village's name: common ones often, thousands of others once in a while.
fn hamlet(rng: &mut StdRng) -> String {
    let first = often_first(rng, &HAMLET_FIRST).copied().unwrap_or_default();
    let second = often_first(rng, &HAMLET_SECOND)
        .copied()
        .unwrap_or_default();
    format!("{first} {second}")
}

/// The letter of one filer under a topic group, by its place from 0. Every twenty-thousandth
/// one holds the rare phrase.
pub(super) fn letter(rng: &mut StdRng, topic: usize, index: u64) -> Option<Letter> {
    let craft = often_first(rng, &CRAFTS)?;
    let commune = often_first(rng, &COMMUNES).copied()?;
    let village = hamlet(rng);
    let place = format!("thôn {village}");
    let slots = Slots {
        craft,
        place: &place,
    };
    let problem: &Problem = often_first(rng, PROBLEMS.get(topic % PROBLEMS.len())?)?;
    let introduction = often_first(rng, &INTRODUCTIONS)?;
    let told = slots.fill(rng, problem.told);
    let mut sentences = vec![slots.fill(rng, introduction), told.clone()];
    for _ in 0..rng.random_range(1..=2_u32) {
        let sentence = often_first(rng, &CONSEQUENCES)?;
        sentences.push(slots.fill(rng, sentence));
    }
    if rng.random_bool(0.32) {
        sentences.push((*often_first(rng, &SHARED)?).to_owned());
    }
    if index % RARE_EVERY == RARE_AT {
        sentences.push(format!(
            "Cả thôn chỉ còn một {RARE_PHRASE}, nay phải sửa lớn."
        ));
    }
    for _ in 0..rng.random_range(1..=2_u32) {
        let sentence = often_first(rng, &ATTEMPTS)?;
        sentences.push(slots.fill(rng, sentence));
    }
    sentences.dedup();
    let ask = slots.fill(rng, problem.ask);
    Some(Letter {
        title: format!("{} – nghề {} {place}", problem.title, craft.name),
        body: sentences.join(" "),
        public_title: problem.title.to_owned(),
        public_text: format!("{told} {ask}"),
        ask,
        village,
        commune,
        craft: craft.name,
    })
}

/// How seldom the rare phrase is, and which of so many has it.
const RARE_EVERY: u64 = 20_000;
const RARE_AT: u64 = 999;
