//! The consolidated table as a paper, lying down, in Vietnamese.

use super::{By, Line, Report};
use crate::briefs::pages::status_name;
use crate::dates;
use crate::documents::conventions::{document_number, roman};
use crate::documents::{
    Block, Cell, Column, Document, Header, Part, Row, Run, Sheet, Style, Table, Text, paragraphs,
};
use crate::i18n::Lang;
use crate::web::papers::note_spelled;

pub const LANG: Lang = Lang::Vi;
const SIZE: u8 = 13;
const TABLE: u8 = 11;

#[must_use]
pub fn document(report: &Report) -> Document {
    let t = |key: &str| LANG.text(key).into_owned();
    let local = dates::local(report.as_of);
    let by = match report.by {
        By::Topic => t("briefs-report-by-topic"),
        By::Agency => t("briefs-report-by-agency"),
    };
    let mut blocks = vec![
        Block::Header(Header {
            parent: t("papers-parent"),
            issuer: Run::typed(&report.issuer).text,
            number: None,
            subject: String::new(),
            place_and_date: format!(
                "{}, {}",
                t("papers-city"),
                dates::official_date(local.date())
            ),
        }),
        Block::Text(Text::of(
            Style::Title,
            t("briefs-report-title").to_uppercase(),
        )),
        Block::Text(Text::new(Style::Centred, vec![Run::typed(&report.title)])),
        Block::Text(Text::new(
            Style::Centred,
            vec![
                Run::plain(LANG.with(
                    "briefs-report-about",
                    &[
                        ("by", by.into()),
                        ("count", report.total().into()),
                        ("time", local.format("%H:%M").to_string().into()),
                        ("date", dates::vi_date(local.date()).into()),
                    ],
                ))
                .italic(),
            ],
        )),
    ];
    let mut rows = Vec::new();
    for (place, group) in report.groups.iter().enumerate() {
        let count = group.lines.len();
        rows.push(Row::Group(vec![Run::typed(&format!(
            "{}. {} ({count})",
            roman(place + 1),
            group.name
        ))]));
        rows.extend(group.lines.iter().map(|line| row(report.by, line)));
    }
    if rows.is_empty() {
        blocks.push(Block::Text(Text::of(
            Style::Centred,
            t("briefs-report-empty"),
        )));
    } else {
        let other = match report.by {
            By::Topic => t("briefs-report-lead"),
            By::Agency => t("conferences-topic"),
        };
        blocks.push(Block::Table(Table {
            columns: vec![
                Column::text(t("briefs-report-number"), 5),
                Column::text(t("submissions-reference"), 9),
                Column::text(t("briefs-report-what"), 31),
                Column::text(t("briefs-report-who"), 16),
                Column::text(other, 15),
                Column::text(t("briefs-report-answer"), 24),
            ],
            rows,
            size: TABLE,
            has_grid: true,
        }));
    }
    let mut document = Document {
        title: format!("{}: {}", t("briefs-report-title"), report.title),
        dated: local,
        size: SIZE,
        parts: vec![Part {
            sheet: Sheet::Landscape,
            blocks,
        }],
    };
    note_spelled(&mut document);
    document
}

fn row(by: By, line: &Line) -> Row {
    let mut what = Cell::of(Run::typed(&line.title).bold());
    what.lines
        .extend(paragraphs(&line.ask).map(|text| vec![Run::typed(text)]));
    let mut who = Cell::typed(&line.filer);
    if line.filers > 1 {
        who.lines.push(vec![Run::plain(
            LANG.with("briefs-report-filers", &[("count", line.filers.into())]),
        )]);
    }
    let mut answer = Cell::of(Run::plain(status_name(line.status, LANG)).italic());
    answer
        .lines
        .extend(paragraphs(&line.answer).map(|text| vec![Run::typed(text)]));
    if !line.document.is_empty() {
        answer.lines.push(vec![Run::typed(&LANG.with(
            "briefs-report-document",
            &[("number", document_number(&line.document).into())],
        ))]);
    }
    let other = match by {
        By::Topic => &line.agency,
        By::Agency => &line.topic,
    };
    Row::Cells(vec![
        Cell::plain(line.number.to_string()),
        Cell::plain(line.reference.as_str()),
        what,
        who,
        Cell::typed(other),
        answer,
    ])
}
