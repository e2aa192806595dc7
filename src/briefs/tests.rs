//! Slices, sentences and differences, on briefs made by hand.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::content::{Content, Fact, Name, Promptness, Topic};
use super::handlers::differences;
use super::slice::{Of, Slice};
use super::{paper, sheet};
use crate::conferences::overview::Column;
use crate::difficulties::Status;
use crate::documents;
use crate::i18n::Lang;

/// One of each status in two topic groups and none, the merged ones following the first.
fn content(count: i64) -> Content {
    let at = NaiveDate::from_ymd_opt(2024, 7, 5)
        .unwrap()
        .and_hms_opt(0, 30, 0)
        .unwrap();
    let statuses: Vec<Status> = Status::ALL
        .iter()
        .copied()
        .filter(|status| *status != Status::Draft)
        .collect();
    let facts = (1..=count)
        .map(|id| {
            let place = usize::try_from(id).unwrap() - 1;
            let status = statuses[place % statuses.len()];
            let promptness = match status {
                Status::InProgress => Some(Promptness::Overdue),
                Status::Answered => Some(Promptness::OnTime),
                Status::Closed => Some(Promptness::Late),
                _ => None,
            };
            Fact {
                id,
                reference: format!("KK24-{id:04}"),
                submission: id - id % 2,
                filer: id % 40,
                topic: Some(id % 3).filter(|topic| *topic > 0),
                status,
                agency: (status != Status::Submitted).then_some(7 + id % 2),
                into: (status == Status::Merged).then_some(1),
                village: Some(place % 4),
                tabled: id % 5 == 0,
                late_days: (promptness == Some(Promptness::Overdue)).then_some(id % 30),
                promptness,
                age: id % 50,
            }
        })
        .collect();
    Content {
        title: Name::new("Hội nghị", "Conference"),
        place: Name::new("Hà Nội", "Hanoi"),
        held_at: Some(at),
        as_of: at,
        issuer: Name::new("Văn phòng UBND Thành phố", "Office"),
        topics: [1, 2]
            .map(|id| Topic {
                id,
                position: i32::try_from(id).unwrap(),
                name: Name::new("Nhóm", "Group"),
            })
            .to_vec(),
        agencies: BTreeMap::from([
            (7, Name::new("Sở Công Thương", "Trade")),
            (8, Name::new("Sở Xây dựng", "Construction")),
        ]),
        villages: ["Bát Tràng", "Phú Vinh", "Sơn Đồng", "Vạn Phúc"]
            .map(str::to_owned)
            .to_vec(),
        titles: (1..=count).map(|id| (id, format!("Việc {id}"))).collect(),
        decisions: Vec::new(),
        promises: Vec::new(),
        promised_at: None,
        edited_sentences: None,
        facts,
    }
}

#[test]
fn numbers_reconcile_from_letters_to_the_agenda() {
    for count in [0, 1, 14, 97, 1_000] {
        let brief = content(count);
        let of = |slice| brief.count(slice);
        assert_eq!(of(Slice::All), count);
        assert_eq!(
            of(Slice::All),
            of(Slice::Problems) + of(Slice::Merged) + of(Slice::Ended)
        );
        assert!(of(Slice::Submissions) <= of(Slice::All));
        assert!(of(Slice::Answered) <= of(Slice::Problems));
        let by_topic: i64 = [0, 1, 2]
            .into_iter()
            .map(|id| of(Slice::Topic(id, Of::All)))
            .sum();
        assert_eq!(by_topic, count);
        for id in [0, 1, 2] {
            let by_column: i64 = Column::ALL
                .into_iter()
                .map(|column| of(Slice::Topic(id, Of::Column(column))))
                .sum();
            assert_eq!(by_column, of(Slice::Topic(id, Of::All)));
        }
        let open: i64 = (0..4).map(|place| of(Slice::Age(place))).sum();
        let waiting = [Column::InHand, Column::SentUp, Column::Intake]
            .into_iter()
            .map(|column| of(Slice::Sum(Of::Column(column))))
            .sum::<i64>();
        assert_eq!(open, waiting);
    }
}

#[test]
fn every_slice_is_found_again_by_its_code() {
    let columns = Column::ALL.map(Of::Column);
    let mut all = vec![
        Slice::All,
        Slice::Submissions,
        Slice::Filers,
        Slice::Merged,
        Slice::Ended,
        Slice::Problems,
        Slice::Tabled,
        Slice::Answered,
        Slice::Overdue,
        Slice::Led(7),
        Slice::LateAt(7),
        Slice::Prompt(7),
        Slice::OnTimeAt(7),
        Slice::Village(3),
        Slice::Age(2),
        Slice::Problem(12),
    ];
    for of in columns.into_iter().chain([Of::All, Of::Overdue]) {
        all.extend([Slice::Topic(4, of), Slice::Sum(of)]);
    }
    for slice in all {
        assert_eq!(Slice::parse(&slice.code()), Some(slice));
    }
    for wrong in [
        "",
        "nhom",
        "nhom.x.tat-ca",
        "don-vi.1",
        "lang.-1",
        "tat-ca.tat-ca",
    ] {
        assert_eq!(Slice::parse(wrong), None, "{wrong}");
    }
}

#[test]
fn punctuality_counts_the_overdue_and_ranks_only_enough() {
    let brief = content(400);
    for one in brief.punctuality() {
        let late = brief.count(Slice::Prompt(one.agency));
        assert_eq!(one.counted, late);
        assert!(one.on_time <= one.counted);
        assert_eq!(one.percent(), Some(one.on_time * 100 / one.counted));
    }
    for one in content(14).punctuality() {
        assert_eq!(one.percent(), None, "{one:?}");
    }
}

#[test]
fn the_sentences_follow_their_rules() {
    for lang in Lang::ALL {
        assert_eq!(content(0).sentences(lang).len(), 1);
        let sentences = content(97).sentences(lang);
        assert_eq!(sentences.len(), 3);
        assert!(sentences[2].contains("Việc 1"), "{sentences:?}");
    }
    let mut edited = content(97);
    edited.edited_sentences = Some("Lời của thư ký.".to_owned());
    let (words, is_edited) = edited.shown_sentences(Lang::Vi);
    assert!(is_edited);
    assert_eq!(words, "Lời của thư ký.");
}

#[test]
fn the_same_brief_is_the_same_bytes_and_comes_back_whole() {
    let brief = content(97);
    let json = serde_json::to_string(&brief).unwrap();
    assert_eq!(serde_json::from_str::<Content>(&json).unwrap(), brief);
    let pdf = |brief: &Content| documents::pdf::render(&paper::document(brief, Some(2))).unwrap();
    let docx = |brief: &Content| documents::docx::render(&paper::document(brief, Some(2))).unwrap();
    assert_eq!(pdf(&brief), pdf(&brief.clone()));
    assert_eq!(docx(&brief), docx(&brief.clone()));
    let xlsx = |brief: &Content| sheet::workbook(brief, Some(2)).unwrap();
    assert_eq!(xlsx(&brief), xlsx(&brief.clone()));
}

#[test]
fn an_empty_conference_and_one_of_five_thousand_have_a_brief() {
    for count in [0, 5_000] {
        let brief = content(count);
        let document = paper::document(&brief, None);
        assert!(documents::pdf::render(&document).is_ok());
        assert!(documents::docx::render(&document).is_ok());
        assert!(sheet::workbook(&brief, None).is_ok());
    }
}

#[test]
fn what_changed_is_a_list() {
    let from = content(30);
    assert!(differences(&from, &from, Lang::Vi).is_empty());
    let mut to = content(31);
    to.facts[0].status = Status::Answered;
    to.facts[1].topic = Some(1);
    to.facts[6].late_days = Some(2);
    to.facts.remove(9);
    let groups: Vec<&str> = differences(&from, &to, Lang::Vi)
        .into_iter()
        .map(|(key, changes)| {
            assert_eq!(changes.len(), 1, "{key}");
            key
        })
        .collect();
    assert_eq!(
        groups,
        [
            "briefs-changes-new",
            "briefs-changes-moved",
            "briefs-changes-late",
            "briefs-changes-regrouped",
            "briefs-changes-gone"
        ]
    );
}
