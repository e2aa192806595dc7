//! Every sentence in both languages, each one used, and none outside the messages.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use doithoai::accounts::Role;
use doithoai::difficulties::{
    Channel, IdentityLevel, Outcome, Party, Priority, Publication, PublicationConsent, Status,
};
use doithoai::events::system::SystemAction;
use doithoai::filers::FilerKind;
use doithoai::i18n::{Lang, message_keys, sources};
use fluent_syntax::ast::{Entry, Expression, InlineExpression, PatternElement};
use fluent_syntax::parser;

fn keys(lang: Lang) -> Vec<String> {
    sources(lang)
        .iter()
        .flat_map(|source| message_keys(source))
        .collect()
}

/// Files under a folder whose name ends in one of `endings`, as path and text.
fn files(folder: &str, endings: &[&str]) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if endings
                .iter()
                .any(|ending| path.to_str().unwrap().ends_with(ending))
            {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn both_languages_say_the_same_things() {
    let (vi, en) = (keys(Lang::Vi), keys(Lang::En));
    for keys in [&vi, &en] {
        let mut seen = BTreeSet::new();
        for key in keys {
            assert!(seen.insert(key), "{key} is defined twice");
        }
    }
    let (vi, en): (BTreeSet<_>, BTreeSet<_>) = (vi.into_iter().collect(), en.into_iter().collect());
    let only_one: Vec<_> = vi.symmetric_difference(&en).collect();
    assert!(only_one.is_empty(), "in one language only: {only_one:?}");
}

/// The variables that every message shows.
fn variables(lang: Lang) -> BTreeMap<String, BTreeSet<String>> {
    let mut all = BTreeMap::new();
    for source in sources(lang) {
        let resource = parser::parse(source.as_str())
            .unwrap_or_else(|(_, errors)| panic!("{errors:?} in {source}"));
        for entry in resource.body {
            if let Entry::Message(message) = entry {
                let mut names = BTreeSet::new();
                let pattern = message
                    .value
                    .unwrap_or_else(|| panic!("{} is empty", message.id.name));
                for element in &pattern.elements {
                    collect(element, &mut names);
                }
                all.insert(message.id.name.to_owned(), names);
            }
        }
    }
    all
}

fn collect(element: &PatternElement<&str>, names: &mut BTreeSet<String>) {
    let PatternElement::Placeable { expression } = element else {
        return;
    };
    let mut inline = |expression: &InlineExpression<&str>| {
        if let InlineExpression::VariableReference { id } = expression {
            names.insert(id.name.to_owned());
        }
    };
    match expression {
        Expression::Inline(expression) => inline(expression),
        // What a language counts by is its own affair: Vietnamese has no plurals.
        Expression::Select { variants, .. } => {
            for variant in variants {
                for element in &variant.value.elements {
                    collect(element, names);
                }
            }
        }
    }
}

#[test]
fn both_languages_fill_in_the_same_variables() {
    let en = variables(Lang::En);
    let differ: Vec<_> = variables(Lang::Vi)
        .into_iter()
        .filter(|(key, names)| en.get(key) != Some(names))
        .collect();
    assert!(differ.is_empty(), "{differ:#?}");
}

/// The words of a vocabulary: a prefix, and the codes of its enum.
fn vocabulary() -> Vec<String> {
    fn words<T: std::fmt::Display>(prefix: &str, codes: &[T]) -> Vec<String> {
        let word = |code: &T| format!("{prefix}-{}", code.to_string().replace('_', "-"));
        codes.iter().map(word).collect()
    }
    let mut all = [
        words("status", Status::ALL),
        words("outcome", Outcome::ALL),
        words("priority", Priority::ALL),
        words("channel", Channel::ALL),
        words("identity", IdentityLevel::ALL),
        words("consent", PublicationConsent::ALL),
        words("kind", FilerKind::ALL),
        words("publication", Publication::ALL),
        words("role", Role::ALL),
        words("party", Party::ALL),
        words("admin-act", SystemAction::ALL),
        // Events name the staff as a party by their role.
        words(
            "party",
            Role::ALL
                .iter()
                .filter(|role| !role.is_public())
                .collect::<Vec<_>>()
                .as_slice(),
        ),
    ]
    .concat();
    all.sort();
    all.dedup();
    all
}

#[test]
fn every_code_has_its_word() {
    let keys: BTreeSet<_> = keys(Lang::Vi).into_iter().collect();
    let missing: Vec<_> = vocabulary()
        .into_iter()
        .filter(|word| !keys.contains(word))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// Quoted words in code and templates: every key is one of these, whole, or starts with one that
/// is put together there: `format!("not-now-{code}")`, `page.code("status", …)`.
struct Words {
    whole: BTreeSet<String>,
    prefixes: BTreeSet<String>,
}

fn quoted() -> Words {
    let mut words = Words {
        whole: BTreeSet::new(),
        prefixes: BTreeSet::new(),
    };
    let mut texts = files("templates", &[".html", ".txt", ".xml"]);
    texts.extend(files("src", &[".rs"]));
    for (_, text) in &texts {
        for word in text.split('"').filter(|word| word.len() < 80) {
            if is_key(word) {
                words.whole.insert(word.to_owned());
            } else if let Some((prefix, _)) = word.split_once('{')
                && prefix.ends_with('-')
                && is_key(prefix)
            {
                words.prefixes.insert(prefix.to_owned());
            }
        }
        for rest in text.split("code(\"").skip(1) {
            let prefix = rest.split('"').next().unwrap_or_default();
            words.prefixes.insert(format!("{prefix}-"));
        }
    }
    words
}

fn is_key(word: &str) -> bool {
    word.starts_with(|first: char| first.is_ascii_lowercase())
        && word
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

#[test]
fn no_message_is_left_over() {
    let (words, vocabulary) = (quoted(), vocabulary());
    let unused: Vec<_> = keys(Lang::Vi)
        .into_iter()
        .filter(|key| !words.whole.contains(key) && !vocabulary.contains(key))
        .filter(|key| {
            !words
                .prefixes
                .iter()
                .any(|prefix| key.starts_with(prefix.as_str()))
        })
        .collect();
    assert!(unused.is_empty(), "{unused:#?}");
}

/// The keys that code and templates ask for by name.
fn asked() -> BTreeSet<(String, String)> {
    let mut asked = BTreeSet::new();
    let mut texts = files("templates", &[".html", ".txt", ".xml"]);
    texts.extend(files("src", &[".rs"]));
    for (path, text) in &texts {
        let name = path
            .strip_prefix(env!("CARGO_MANIFEST_DIR"))
            .unwrap()
            .display()
            .to_string();
        let calls = [
            ".t(",
            ".t1(",
            ".t2(",
            "lang.text(",
            "lang().text(",
            "lang.with(",
            "lang().with(",
        ];
        for call in calls {
            for rest in text.split(call).skip(1) {
                let Some(rest) = rest.trim_start().strip_prefix('"') else {
                    continue;
                };
                let key = rest.split('"').next().unwrap_or_default();
                if is_key(key) {
                    asked.insert((key.to_owned(), name.clone()));
                }
            }
        }
        // Keys that travel before they are shown.
        for word in text.split('"').filter(|word| is_key(word)) {
            let travels = ["flash-", "error-bad-input-", "not-now-"];
            if travels
                .iter()
                .any(|prefix| word.starts_with(prefix) && word.len() > prefix.len())
            {
                asked.insert((word.to_owned(), name.clone()));
            }
        }
    }
    asked
}

#[test]
fn every_message_asked_for_is_there() {
    let keys: BTreeSet<_> = keys(Lang::Vi).into_iter().collect();
    let asked = asked();
    assert!(asked.len() > 50, "{asked:?}");
    let missing: Vec<_> = asked
        .iter()
        .filter(|(key, _)| !keys.contains(key))
        .collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

/// Letters of Vietnamese that English does not have.
fn is_vietnamese(letter: char) -> bool {
    letter.is_alphabetic() && !letter.is_ascii()
}

#[test]
fn templates_hold_no_sentence_no_style_and_no_way_around_escaping() {
    for (path, text) in files("templates", &[".html", ".txt", ".xml"]) {
        let name = path.display();
        assert!(!text.contains(is_vietnamese), "{name} holds Vietnamese");
        for forbidden in [
            "|safe",
            "| safe",
            "style=",
            "<style",
            "onclick=",
            "{% autoescape",
        ] {
            assert!(!text.contains(forbidden), "{name} holds {forbidden}");
        }
        for script in text.split("<script").skip(1) {
            let tag = script.split('>').next().unwrap_or_default();
            assert!(tag.contains("src="), "{name} holds a script of its own");
        }
    }
}
