//! Papers measured: letters, lines, pages, determinism.

use std::io::Read as _;

use proptest::prelude::*;

use super::fonts::{Face, Fonts};
use super::pages::{self, BOTTOM, LEFT, Mark, RIGHT, TOP};
use super::*;

fn document(blocks: Vec<Block>) -> Document {
    Document {
        title: "Thử".to_owned(),
        dated: crate::dates::day_start(chrono::NaiveDate::from_ymd_opt(2024, 7, 5).unwrap()),
        size: 14,
        parts: vec![Part {
            sheet: Sheet::Portrait,
            blocks,
        }],
    }
}

fn letter() -> Document {
    let long = "Sở Công Thương đã phối hợp với Sở Xây dựng, Ủy ban nhân dân xã và các đơn vị liên \
                quan kiểm tra thực tế, thống nhất phương án xử lý theo đúng thẩm quyền. ";
    document(vec![
        Block::Header(Header {
            parent: "Ủy ban nhân dân thành phố Hà Nội".to_owned(),
            issuer: "Sở Công Thương".to_owned(),
            number: Some("5/SCT-QLCN".to_owned()),
            subject: "trả lời kiến nghị KK24-0031".to_owned(),
            place_and_date: "Hà Nội, ngày 05 tháng 7 năm 2024".to_owned(),
        }),
        Block::Text(Text::of(Style::Centred, "Kính gửi: Bà Lan, Bát Tràng")),
        Block::Text(Text::of(Style::Body, long.repeat(9))),
        Block::Points(vec![
            vec![Run::plain("Một")],
            vec![Run::plain("Hai")],
            vec![Run::plain("Ba")],
            vec![Run::plain("Bốn")],
            vec![Run::plain("Năm")],
        ]),
        Block::Signature(Signature {
            authority: vec!["Giám đốc".to_owned()],
            name: "Sơn".to_owned(),
            recipients: vec!["Như trên".to_owned(), "Lưu: VT".to_owned()],
        }),
    ])
}

fn long_table(rows: usize) -> Document {
    let rows = (1..=rows)
        .map(|number| {
            Row::Cells(vec![
                Cell::plain(number.to_string()),
                Cell::typed("Đường vào cụm công nghiệp làng nghề hẹp, xe tải không vào được."),
            ])
        })
        .collect();
    document(vec![Block::Table(Table {
        columns: vec![Column::number("STT", 1), Column::text("Nội dung", 9)],
        rows,
        size: 12,
        has_grid: true,
    })])
}

#[test]
fn all_four_faces_have_every_vietnamese_letter_and_the_same_letters() {
    let fonts = Fonts::load().unwrap();
    let marks = ["", "\u{300}", "\u{301}", "\u{303}", "\u{309}", "\u{323}"];
    for vowel in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯYđĐ".chars() {
        for mark in marks {
            let letter = clean(&format!("{vowel}{mark}"));
            assert!(missing_of(&letter).is_empty(), "{letter}");
        }
    }
    assert!(missing_of("“”‘’–—…□•·×÷≤≥₫½°").is_empty());
    for face in [Face::Bold, Face::Italic, Face::BoldItalic] {
        assert!(fonts.face(face).width("Đ", 1.0) > 0.0);
    }
}

fn missing_of(text: &str) -> Vec<char> {
    super::fonts::missing(text).collect()
}

#[test]
fn a_missing_letter_is_an_error_that_names_it() {
    let paper = document(vec![Block::Text(Text::of(Style::Body, "Chào 😀"))]);
    let error = pdf::render(&paper).unwrap_err();
    assert!(error.to_string().contains("😀 (U+1F600)"), "{error}");
    assert_eq!(docx::render(&paper).unwrap_err(), error);
}

#[test]
fn what_was_typed_is_spelled_out_rather_than_lost() {
    let run = Run::typed("Xin giúp 😀\u{fe0f}\u{200d} 漢\u{0}\t!");
    assert_eq!(run.text, "Xin giúp [U+1F600] [U+6F22] !");
    assert!(run.is_spelled);
    assert!(!Run::typed("Hoà\u{301}").is_spelled);
    let paper = document(vec![Block::Text(Text::new(Style::Body, vec![run]))]);
    assert!(paper.is_spelled());
    assert!(pdf::render(&paper).is_ok());
}

#[test]
fn the_same_document_is_the_same_bytes() {
    assert_eq!(pdf::render(&letter()), pdf::render(&letter()));
    assert_eq!(docx::render(&letter()), docx::render(&letter()));
    assert_ne!(pdf::render(&letter()), pdf::render(&long_table(3)));
}

#[test]
fn nothing_leaves_the_margins_and_pages_are_numbered_from_the_second() {
    for paper in [letter(), long_table(60)] {
        let laid = pages::lay(&paper).unwrap();
        for part in &laid.parts {
            let (width, height) = part.sheet.size();
            for (page, marks) in part.pages.iter().enumerate() {
                let mut numbers = Vec::new();
                for mark in marks {
                    if let Mark::Text { x, y, text, .. } = mark {
                        if *y < TOP {
                            numbers.push(text.clone());
                            continue;
                        }
                        assert!(*x >= LEFT - 0.1 && *x < width - RIGHT, "{text}");
                        assert!(*y <= height - BOTTOM + 0.1, "{text} at {y}");
                    }
                }
                let expected: Vec<String> = (page > 0)
                    .then(|| (page + 1).to_string())
                    .into_iter()
                    .collect();
                assert_eq!(numbers, expected);
            }
        }
    }
}

#[test]
fn a_tables_head_is_repeated_on_each_page() {
    let laid = pages::lay(&long_table(120)).unwrap();
    let pages = &laid.parts[0].pages;
    assert!(pages.len() > 3);
    for marks in pages {
        let heads = marks
            .iter()
            .filter(|mark| matches!(mark, Mark::Text { text, .. } if text.trim() == "STT"));
        assert_eq!(heads.count(), 1);
    }
}

#[test]
fn a_word_wider_than_the_line_is_broken_and_nothing_of_it_lost() {
    let word = "ệ".repeat(300);
    let paper = document(vec![Block::Text(Text::of(Style::Body, word))]);
    let laid = pages::lay(&paper).unwrap();
    let letters: usize = laid.parts[0].pages[0]
        .iter()
        .map(|mark| match mark {
            Mark::Text { text, .. } => text.matches('ệ').count(),
            _ => 0,
        })
        .sum();
    assert_eq!(letters, 300);
}

#[test]
fn empty_blocks_are_no_trouble() {
    let paper = document(vec![
        Block::Text(Text::of(Style::Body, "")),
        Block::Points(Vec::new()),
        Block::Card(Vec::new()),
        Block::Figures(Vec::new()),
        Block::Table(Table {
            columns: vec![Column::text("Trống", 1)],
            rows: Vec::new(),
            size: 12,
            has_grid: true,
        }),
        Block::Signature(Signature::default()),
        Block::Header(Header::default()),
    ]);
    assert!(pdf::render(&paper).unwrap().starts_with(b"%PDF-1.7"));
    assert!(docx::render(&paper).is_ok());
    assert!(pdf::render(&document(Vec::new())).is_ok());
}

#[test]
fn a_row_higher_than_a_page_is_parted() {
    let row = Row::Cells(vec![Cell::typed(&"Rất dài. ".repeat(3_000))]);
    let paper = document(vec![Block::Table(Table {
        columns: vec![Column::text("Nội dung", 1)],
        rows: vec![row],
        size: 12,
        has_grid: true,
    })]);
    let laid = pages::lay(&paper).unwrap();
    assert!(laid.parts[0].pages.len() > 3);
    assert!(pdf::render(&paper).is_ok());
}

#[test]
fn five_thousand_rows_are_a_matter_of_seconds_and_of_pages() {
    let laid = pages::lay(&long_table(5_000)).unwrap();
    assert!(laid.parts[0].pages.len() > 100);
    let bytes = pdf::render(&long_table(5_000)).unwrap();
    assert!(bytes.len() < 6_000_000, "{}", bytes.len());
}

#[test]
fn a_docx_is_well_formed_and_says_the_same_words() {
    let paper = letter();
    let bytes = docx::render(&paper).unwrap();
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let names: Vec<String> = zip
        .file_names()
        .map(|name| name.unwrap().into_owned())
        .collect();
    for name in &names {
        let mut text = String::new();
        zip.by_name(name)
            .unwrap()
            .read_to_string(&mut text)
            .unwrap();
        let mut reader = quick_xml::Reader::from_str(&text);
        while reader.read_event().unwrap() != quick_xml::events::Event::Eof {}
        if name == "word/document.xml" {
            for said in [
                "Kính gửi: Bà Lan, Bát Tràng",
                "Số: 05/SCT-QLCN",
                "đ) ",
                "- Lưu: VT.",
            ] {
                let said = said.trim();
                assert!(text.contains(said), "{said}");
            }
            assert!(text.contains(r#"w:left="1701""#) && text.contains("titlePg"));
        }
    }
}

proptest! {
    #[test]
    fn whatever_was_typed_can_be_printed(text in "\\PC{0,80}[\u{0}-\u{20}😀漢đệ]{0,20}") {
        let paper = document(vec![Block::Text(Text::new(Style::Body, vec![Run::typed(&text)]))]);
        prop_assert!(pdf::render(&paper).is_ok());
        prop_assert!(docx::render(&paper).is_ok());
    }
}

/// Writes what a person should look at: `DOITHOAI_PAPERS=/tmp/x cargo test --lib documents::`.
#[test]
fn papers_to_look_at() {
    let Ok(folder) = std::env::var("DOITHOAI_PAPERS") else {
        return;
    };
    for (name, paper) in [("letter", letter()), ("table", long_table(60))] {
        std::fs::write(format!("{folder}/{name}.pdf"), pdf::render(&paper).unwrap()).unwrap();
        std::fs::write(
            format!("{folder}/{name}.docx"),
            docx::render(&paper).unwrap(),
        )
        .unwrap();
    }
}
