//! What a text asks for and in which direction: more or less of it, sooner or later, there or
//! gone. Two that ask the opposite about the same thing are related and never the same.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::canon::{Unit, units};
use super::weights::weight;

/// What pulls one way, and what pulls the other.
const AXES: [(&[&str], &[&str]); 7] = [
    // More, less.
    (
        &["tăng", "thêm", "cao hơn"],
        &["giảm", "cắt", "thấp hơn", "miễn"],
    ),
    // Later, sooner.
    (
        &["gia hạn", "chậm lại", "hoãn"],
        &["rút ngắn", "rút", "đẩy nhanh", "nhanh hơn", "sớm"],
    ),
    // Gone, kept.
    (
        &["bãi bỏ", "dừng", "chấm dứt", "xóa bỏ"],
        &["giữ nguyên", "duy trì"],
    ),
    // Elsewhere, here.
    (
        &["di dời", "chuyển", "di chuyển"],
        &["tại chỗ", "ở lại", "giữ nguyên"],
    ),
    // Allowed, forbidden.
    (
        &["cho phép", "mở", "nới", "tiếp tục"],
        &["cấm", "siết", "hạn chế", "dừng"],
    ),
    // Done, left undone.
    (
        &[
            "xây",
            "lập",
            "giao",
            "đầu tư",
            "công bố",
            "bồi thường",
            "thu hồi",
            "bổ sung",
            "bố trí",
            "làm",
            "cấp",
            "kéo",
            "sửa",
        ],
        &["dừng"],
    ),
    // For it, against it.
    (&["ủng hộ", "đồng ý", "nhất trí"], &["phản đối"]),
];

const NOT: [&str; 5] = ["không", "chưa", "đừng", "khỏi", "chẳng"];

/// Words that begin what is asked for; what stands before them tells what happened.
const ASKING: [&str; 8] = [
    "đề nghị",
    "xin",
    "mong",
    "kiến nghị",
    "yêu cầu",
    "đề xuất",
    "muốn",
    "hãy",
];

/// How far a "not" reaches, in syllables.
const NOT_REACHES: usize = 2;
/// How far the thing that is pulled at may stand behind the pull, in syllables.
const OBJECT_WITHIN: usize = 7;
/// A word says what is pulled at if it says at least so much.
const OBJECT_WEIGHT: f64 = 0.3;

type Words = Vec<Unit>;

static PULLS: LazyLock<Vec<(usize, bool, Words)>> = LazyLock::new(|| {
    let mut pulls = Vec::new();
    for (axis, (first, second)) in AXES.iter().enumerate() {
        for (words, is_first) in [(first, true), (second, false)] {
            pulls.extend(words.iter().map(|word| (axis, is_first, units(word))));
        }
    }
    pulls
});
static ASKED: LazyLock<Vec<Words>> =
    LazyLock::new(|| ASKING.iter().map(|word| units(word)).collect());
static DENIED: LazyLock<Vec<Unit>> =
    LazyLock::new(|| NOT.iter().flat_map(|word| units(word)).collect());

/// A pull: which way on which axis, and at what.
#[derive(Debug, Clone)]
pub struct Pull {
    axis: usize,
    is_first: bool,
    objects: HashSet<String>,
}

/// The pulls of a text: in its head, and in every sentence from the word on that begins to ask.
pub fn demands(head: &str, story: &str) -> Vec<Pull> {
    let head = units(head);
    let mut found = match asked(&head) {
        Some(asked) => pulls(asked, true),
        // A head that asks nothing tells what is lacking, and lacking is asking for it.
        None => pulls(&head, false),
    };
    for sentence in story.split(['.', ';', '!', '?', '\n']) {
        if let Some(asked) = asked(&units(sentence)) {
            found.extend(pulls(asked, true));
        }
    }
    found
}

/// From the first word on that asks.
fn asked(units: &[Unit]) -> Option<&[Unit]> {
    let from = (0..units.len()).find(|&at| asks_at(units, at))?;
    units.get(from..)
}

fn asks_at(units: &[Unit], at: usize) -> bool {
    let rest = units.get(at..).unwrap_or_default();
    ASKED.iter().any(|asking| starts_with(rest, asking))
}

/// Whether `rest` begins with `phrase`. A syllable typed without marks stands for a marked one.
fn starts_with(rest: &[Unit], phrase: &[Unit]) -> bool {
    phrase.len() <= rest.len()
        && phrase
            .iter()
            .zip(rest)
            .all(|(written, typed)| typed.may_mean(written))
}

fn pulls(units: &[Unit], heeds_not: bool) -> Vec<Pull> {
    let mut found = Vec::new();
    for at in 0..units.len() {
        let rest = units.get(at..).unwrap_or_default();
        for (axis, is_first, word) in PULLS.iter() {
            if is_said(units, at, word) {
                found.push(Pull {
                    axis: *axis,
                    is_first: *is_first != (heeds_not && is_denied(units, at)),
                    objects: objects(rest),
                });
            }
        }
    }
    found
}

/// One syllable without marks may be many words, unless it stands right behind a word that asks
/// ("xin bo bien cam").
fn is_said(units: &[Unit], at: usize, word: &[Unit]) -> bool {
    let rest = units.get(at..).unwrap_or_default();
    if !starts_with(rest, word) {
        return false;
    }
    let is_doubtful = match (word, rest.first()) {
        ([alone], Some(typed)) => typed.is_plain() && !alone.is_plain(),
        _ => false,
    };
    !is_doubtful
        || (1..=2).any(|back| {
            at.checked_sub(back)
                .is_some_and(|from| asks_at(units, from))
        })
}

fn is_denied(units: &[Unit], at: usize) -> bool {
    let before = units.get(at.saturating_sub(NOT_REACHES)..at);
    before
        .unwrap_or_default()
        .iter()
        .any(|unit| DENIED.iter().any(|not| unit.may_mean(not)))
}

fn objects(rest: &[Unit]) -> HashSet<String> {
    rest.iter()
        .skip(1)
        .take(OBJECT_WITHIN)
        .filter(|unit| weight(&unit.folded) >= OBJECT_WEIGHT)
        .map(|unit| unit.folded.clone())
        .collect()
}

/// Whether one asks for what the other would undo.
pub fn are_opposed(one: &[Pull], other: &[Pull]) -> bool {
    let pulls = |pull: &Pull, same_way: bool| {
        other.iter().any(|other| {
            pull.axis == other.axis
                && (pull.is_first == other.is_first) == same_way
                && !pull.objects.is_disjoint(&other.objects)
        })
    };
    // Who asks for both sides of a thing is of nobody's side.
    one.iter()
        .any(|pull| pulls(pull, false) && !pulls(pull, true))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opposed(one: &str, other: &str) -> bool {
        are_opposed(&demands(one, ""), &demands(other, ""))
    }

    #[test]
    fn more_is_opposed_to_less_of_the_same_thing_only() {
        assert!(opposed(
            "Xin giảm tiền thuê đất trong cụm",
            "Đề nghị tăng tiền thuê đất trong cụm"
        ));
        assert!(!opposed(
            "Xin giảm tiền thuê đất trong cụm",
            "Đề nghị tăng số chuyến xe buýt"
        ));
    }

    #[test]
    fn a_not_turns_it_round() {
        assert!(opposed(
            "Đề nghị dời lò gốm vào cụm",
            "Xin không dời lò gốm vào cụm"
        ));
        assert!(!opposed(
            "Đề nghị dời lò gốm vào cụm",
            "Xin dời lò gốm vào cụm sớm"
        ));
    }

    #[test]
    fn longer_is_opposed_to_shorter_however_it_is_said() {
        assert!(opposed(
            "Xin kéo dài hạn di dời xưởng",
            "Đề nghị rút ngắn hạn di dời xưởng"
        ));
        assert!(opposed(
            "Xin gia han di doi xuong",
            "Đề nghị rút ngắn hạn di dời xưởng"
        ));
    }
}
