use super::plan::{Frame, Plan};
use super::*;
use crate::check::check;
use crate::dates;
use crate::db::DatabaseUrl;
use crate::db::search::{Corpus, Facet};
use crate::difficulties::search;
use crate::text::SearchQuery;

fn frame() -> Frame {
    let day = chrono::NaiveDate::from_ymd_opt(2024, 6, 3).unwrap();
    Frame {
        opens_at: dates::day_start(day),
        closes_at: dates::day_start(day + chrono::Days::new(30)),
        topics: 3,
        agencies: 12,
    }
}

fn described(plans: &[Plan]) -> Vec<String> {
    plans
        .iter()
        .map(|plan| {
            format!(
                "{} {} {} {:?} {:?}",
                plan.letter.title, plan.letter.body, plan.status, plan.steps, plan.next_due_at
            )
        })
        .collect()
}

#[test]
fn the_same_seed_makes_the_same_difficulties() {
    let first = chunk(7, 0, 200, &frame()).unwrap();
    let again = chunk(7, 0, 200, &frame()).unwrap();
    let other = chunk(8, 0, 200, &frame()).unwrap();
    assert_eq!(described(&first), described(&again));
    assert_ne!(described(&first), described(&other));
}

#[test]
fn one_phrase_is_common_and_one_is_rare() {
    let plans = chunk(1, 0, 1_000, &frame()).unwrap();
    let with = |phrase| {
        plans
            .iter()
            .filter(|plan| plan.letter.body.contains(phrase))
            .count()
    };
    assert_eq!(with(RARE_PHRASE), 1);
    assert!(
        (200..400).contains(&with(COMMON_PHRASE)),
        "{}",
        with(COMMON_PHRASE)
    );
}

#[test]
fn what_the_public_would_read_names_nobody() {
    for plan in chunk(1, 0, 1_000, &frame()).unwrap() {
        let letter = plan.letter;
        let found = crate::redaction::findings(&letter.public_text);
        assert!(found.is_empty(), "{}: {found:?}", letter.public_text);
    }
}

#[test]
fn what_is_written_breaks_no_rule_and_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("generated.db");
    let url = DatabaseUrl::Sqlite(path.to_str().unwrap().to_owned());
    let db = Db::migrate_and_open(&url, 1).unwrap();
    let slug = demo::conference::SLUG;
    let written = generate(&db, slug, 1_001, 1, |_| {}).unwrap();
    assert_eq!(written.difficulties, 1_001);

    let mut told = Vec::new();
    let report = db
        .read_blocking(|conn| check(conn, |line| told.push(line.to_owned())))
        .unwrap();
    assert_eq!(told, Vec::<String>::new());
    assert_eq!(report.difficulties, 1_001);

    let query = SearchQuery::parse(RARE_PHRASE).unwrap();
    let found = db
        .read_blocking(|conn| {
            let open = [Facet::Conference(1)];
            search::find(conn, Corpus::Staff, &query, &open, None, 10).map_err(DbError::from)
        })
        .unwrap();
    assert_eq!(found.first().map(|after| after.difficulty_id), Some(1_000));
}

#[test]
fn a_conference_that_is_not_there_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("generated.db");
    let url = DatabaseUrl::Sqlite(path.to_str().unwrap().to_owned());
    let db = Db::migrate_and_open(&url, 1).unwrap();
    let error = generate(&db, "khong-co", 1, 1, |_| {}).unwrap_err();
    assert_eq!(error.to_string(), "there is no conference khong-co");
}
