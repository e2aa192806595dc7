//! Words in cells for what a form offers as choices, in both languages and by code.

use super::judge::folded;
use crate::conferences::TopicGroup;
use crate::difficulties::{IdentityLevel, PublicationConsent};
use crate::filers::FilerKind;

type Words = &'static [(&'static str, &'static [&'static str])];

const KINDS: Words = &[
    (
        FilerKind::Cooperative.as_str(),
        &["hop tac xa", "htx", "to hop tac", "cooperative"],
    ),
    (
        FilerKind::Business.as_str(),
        &[
            "doanh nghiep",
            "cong ty",
            "dn",
            "dntn",
            "business",
            "enterprise",
            "company",
        ],
    ),
    (
        FilerKind::Household.as_str(),
        &[
            "ho",
            "ho kinh doanh",
            "ho gia dinh",
            "ho san xuat",
            "ho ca the",
            "co so",
            "household",
        ],
    ),
    (
        FilerKind::Association.as_str(),
        &["hiep hoi", "hoi", "association"],
    ),
];

const IDENTITIES: Words = &[
    (
        IdentityLevel::Open.as_str(),
        &[
            "open", "co", "x", "1", "yes", "biet ten", "hien ten", "cho biet",
        ],
    ),
    (
        IdentityLevel::Shielded.as_str(),
        &[
            "shielded",
            "khong",
            "0",
            "no",
            "an ten",
            "giau ten",
            "khong cho biet",
        ],
    ),
];

const PUBLICATIONS: Words = &[
    (
        PublicationConsent::Private.as_str(),
        &["private", "khong", "khong cong khai", "0", "no"],
    ),
    (
        PublicationConsent::Anonymous.as_str(),
        &[
            "anonymous",
            "an danh",
            "an ten",
            "khong neu ten",
            "cong khai khong neu ten",
        ],
    ),
    (
        PublicationConsent::Named.as_str(),
        &["named", "neu ten", "cong khai neu ten", "co neu ten"],
    ),
];

const YES_NO: Words = &[
    ("yes", &["co", "x", "1", "yes", "true", "dung"]),
    ("no", &["khong", "0", "no", "false"]),
];

fn find(words: Words, typed: &str) -> Option<&'static str> {
    let typed = folded(typed);
    words
        .iter()
        .find(|(code, names)| folded(code) == typed || names.contains(&typed.as_str()))
        .map(|(code, _)| *code)
}

pub fn kind(typed: &str) -> Option<&'static str> {
    find(KINDS, typed)
}

pub fn identity(typed: &str) -> Option<&'static str> {
    find(IDENTITIES, typed)
}

pub fn publication(typed: &str) -> Option<&'static str> {
    find(PUBLICATIONS, typed)
}

pub fn yes_no(typed: &str) -> Option<&'static str> {
    find(YES_NO, typed)
}

/// A topic group by its number on the conference's list, or by its title.
pub fn topic(typed: &str, topics: &[TopicGroup]) -> Option<i64> {
    let typed = folded(typed);
    let number = typed.strip_prefix("nhom ").unwrap_or(&typed).parse::<i32>();
    topics
        .iter()
        .find(|topic| {
            number == Ok(topic.position)
                || [
                    &topic.title_vi,
                    &topic.title_en,
                    &topic.short_vi,
                    &topic.short_en,
                ]
                .into_iter()
                .any(|title| !typed.is_empty() && folded(title) == typed)
        })
        .map(|topic| topic.id)
}

/// The first sentence of a text, cut at a word where it is longer than `at_most` letters.
pub fn first_sentence(text: &str, at_most: usize) -> String {
    let line = text.lines().next().unwrap_or_default();
    let end = [". ", "! ", "? ", "; "]
        .iter()
        .filter_map(|end| line.find(end))
        .min()
        .unwrap_or(line.len());
    let sentence = line.get(..end).unwrap_or(line).trim();
    if sentence.chars().count() <= at_most {
        return sentence.to_owned();
    }
    let cut: String = sentence.chars().take(at_most - 1).collect();
    let cut = cut
        .rsplit_once(' ')
        .map_or(cut.as_str(), |(front, _)| front);
    format!("{cut}…")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_understood_and_others_are_not_guessed() {
        assert_eq!(kind("Hợp tác xã"), Some("cooperative"));
        assert_eq!(kind("HTX"), Some("cooperative"));
        assert_eq!(kind("Hộ kinh doanh"), Some("household"));
        assert_eq!(kind("household"), Some("household"));
        assert_eq!(kind("khác"), None);
        assert_eq!(identity("Không"), Some("shielded"));
        assert_eq!(publication("ẩn danh"), Some("anonymous"));
        assert_eq!(publication("có"), None);
        assert_eq!(yes_no("X"), Some("yes"));
    }

    #[test]
    fn a_summary_is_a_sentence_that_fits() {
        assert_eq!(first_sentence("Hết đất. Xin thuê.", 200), "Hết đất");
        assert_eq!(first_sentence("Một dòng\nhai dòng", 200), "Một dòng");
        let long = first_sentence(&"dài ".repeat(100), 200);
        assert!(long.chars().count() <= 200 && long.ends_with("dài…"));
        assert_eq!(first_sentence("", 200), "");
    }
}
