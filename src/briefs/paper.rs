//! The brief as a paper: what must be decided on the first page, the numbers on the second. In
//! Vietnamese, as official papers are.

use super::content::{Content, Decision};
use super::punctuality::{Punctuality, RANKED_FROM};
use super::slice::{AGES, Of};
use super::{Slice, pages};
use crate::conferences::overview::Column as Stand;
use crate::dates;
use crate::documents::{
    Block, Cell, Column, Document, Header, Part, Row, Run, Sheet, Style, Table, Text,
};
use crate::i18n::Lang;
use crate::web::papers::note_spelled;

const LANG: Lang = Lang::Vi;
/// Size of the text: two pages must be two pages.
const SIZE: u8 = 12;
const TABLE: u8 = 10;
/// Rows of each table of the second page; what is left over is counted below it.
const PROMISES: usize = 2;
const AGENCIES: usize = 3;
const LATE: usize = 3;
const VILLAGES: usize = 3;
/// Difficulties named of each village, the heaviest first.
const PROBLEMS: usize = 1;
/// Shades of the columns, dark to light.
const SHADES: [u8; 5] = [50, 130, 0, 190, 225];

/// `number` is that of a frozen one.
#[must_use]
pub fn document(content: &Content, number: Option<i32>) -> Document {
    let mut blocks = first_page(content, number);
    blocks.push(Block::PageBreak);
    blocks.extend(second_page(content));
    let mut document = Document {
        title: format!("{}: {}", t("briefs-title"), content.title.vi),
        dated: dates::local(content.as_of),
        size: SIZE,
        parts: vec![Part {
            sheet: Sheet::Portrait,
            blocks,
        }],
    };
    note_spelled(&mut document);
    document
}

fn t(key: &str) -> String {
    LANG.text(key).into_owned()
}

fn text(style: Style, words: &str) -> Block {
    Block::Text(Text::new(style, vec![Run::typed(words)]))
}

fn first_page(content: &Content, number: Option<i32>) -> Vec<Block> {
    let (sentences, is_edited) = content.shown_sentences(LANG);
    let mut three = vec![
        Run::plain(t("briefs-three")).bold(),
        Run::plain(" "),
        Run::typed(&sentences),
    ];
    if is_edited {
        three.push(Run::plain(format!(" ({})", t("briefs-edited"))).grey());
    }
    let mut blocks = vec![
        Block::Header(Header {
            parent: t("papers-parent"),
            issuer: Run::typed(&content.issuer.vi).text,
            ..Header::default()
        }),
        text(Style::Title, &t("briefs-title")),
        text(Style::Centred, &content.title.vi),
        text(Style::Centred, &pages::about(content, LANG)),
        text(Style::Small, &pages::stamp(content, number, LANG)),
        Block::Text(Text::new(Style::Plain, three)),
        Block::Figures(
            pages::figures(content, LANG)
                .into_iter()
                .map(|figure| (figure.number, figure.label))
                .collect(),
        ),
        text(Style::Heading, &pages::decisions_heading(content, LANG)),
    ];
    if content.decisions.is_empty() {
        blocks.push(text(Style::Plain, &t("briefs-decisions-none")));
    }
    for (place, decision) in content.decisions.iter().enumerate() {
        blocks.push(Block::Card(card(content, decision, place + 1)));
    }
    blocks
}

fn card(content: &Content, decision: &Decision, place: usize) -> Vec<Text> {
    let labelled = |key: &str, words: &str| {
        Text::new(
            Style::Plain,
            vec![
                Run::plain(t(key)).bold(),
                Run::plain(" "),
                Run::typed(words),
            ],
        )
    };
    let mut about = pages::about_decision(content, decision, LANG);
    if decision.is_edited() {
        about.push_str(" · ");
        about.push_str(&t("briefs-edited"));
    }
    let mut texts = vec![
        Text::new(
            Style::Plain,
            vec![Run::typed(&format!("{place}. {}", decision.heading())).bold()],
        ),
        Text::new(Style::Small, vec![Run::typed(&about)]),
        labelled("briefs-sticks", &content.sticks(decision, LANG)),
    ];
    for position in &decision.positions {
        texts.push(Text::new(
            Style::Plain,
            vec![
                Run::typed(&format!("{}: ", position.agency.vi)).italic(),
                Run::typed(&pages::said(position, LANG)),
            ],
        ));
    }
    let disagreement = content.disagreement(decision, LANG);
    if !disagreement.is_empty() {
        texts.push(labelled("briefs-disagree", &disagreement));
    }
    texts.push(labelled(
        "briefs-proposal",
        &content.proposal(decision, LANG),
    ));
    texts.push(Text::of(Style::Blank, t("briefs-boxes")));
    texts
}

fn number(count: i64) -> Cell {
    Cell::plain(LANG.number(count))
}

fn table(columns: Vec<Column>, rows: Vec<Row>) -> Block {
    Block::Table(Table {
        columns,
        rows,
        size: TABLE,
        has_grid: false,
    })
}

fn second_page(content: &Content) -> Vec<Block> {
    let mut blocks = vec![text(Style::Heading, &t("briefs-topics")), topics(content)];
    blocks.push(text(Style::Heading, &t("briefs-ages")));
    blocks.push(ages(content));
    let villages = content.heavy_villages();
    if !villages.is_empty() {
        blocks.push(text(Style::Heading, &t("briefs-villages")));
        let rows = villages
            .iter()
            .take(VILLAGES)
            .map(|village| {
                Row::Cells(vec![
                    Cell::of(Run::typed(pages::village_name(content, village)).bold()),
                    number(village.difficulties),
                    Cell::typed(&pages::village_problems(content, village, PROBLEMS)),
                ])
            })
            .collect();
        blocks.push(table(
            vec![
                Column::text(t("briefs-village"), 16),
                Column::number(t("briefs-files"), 12),
                Column::text(t("briefs-outstanding"), 72),
            ],
            rows,
        ));
    }
    blocks.extend(late(content));
    blocks.extend(promises(content));
    blocks.push(text(Style::Small, &pages::flow(content, LANG)));
    blocks.push(text(Style::Small, &t("briefs-method")));
    blocks
}

fn topics(content: &Content) -> Block {
    let cells = |label: Cell, slice: &dyn Fn(Of) -> Slice| {
        let mut cells = vec![label, number(content.count(slice(Of::All)))];
        cells.extend(Stand::ALL.map(|column| number(content.count(slice(Of::Column(column))))));
        cells.push(number(content.count(slice(Of::Overdue))));
        cells
    };
    let mut rows: Vec<Row> = pages::topic_rows(content, LANG)
        .into_iter()
        .map(|(id, name)| {
            let mut label = Cell::of(Run::typed(&name).bold());
            label.bar = Stand::ALL
                .iter()
                .zip(SHADES)
                .map(|(column, shade)| {
                    let count = content.count(Slice::Topic(id, Of::Column(*column)));
                    (shade, u32::try_from(count).unwrap_or(u32::MAX))
                })
                .collect();
            Row::Cells(cells(label, &|of| Slice::Topic(id, of)))
        })
        .collect();
    rows.push(Row::Sum(cells(
        Cell::plain(t("conferences-sum")),
        &Slice::Sum,
    )));
    let mut columns = vec![
        Column::text(t("conferences-topic"), 45),
        Column::number(t("conferences-sum"), 9),
    ];
    columns.extend(Stand::ALL.map(|column| Column::number(t(column.key()), 11)));
    columns.push(Column::number(t("conferences-of-them-overdue"), 11));
    table(columns, rows)
}

/// One row, for the page has no room for one each.
fn ages(content: &Content) -> Block {
    let places = || 0..=AGES.len();
    let mut columns = vec![Column::text(t("briefs-age"), 20)];
    columns.extend(places().map(|place| Column::number(pages::age_name(place, LANG), 16)));
    let mut cells = vec![Cell::plain(t("briefs-open"))];
    cells.extend(places().map(|place| number(content.count(Slice::Age(place)))));
    table(columns, vec![Row::Cells(cells)])
}

/// How many rows a table leaves out.
fn left_over(all: usize, shown: usize) -> Option<Block> {
    let more = all.checked_sub(shown).filter(|more| *more > 0)?;
    let more = i64::try_from(more).unwrap_or(i64::MAX);
    let words = LANG.with("briefs-more", &[("count", more.into())]);
    Some(text(Style::Small, &words))
}

/// The late agencies with how punctual each is; where nobody is late, how punctual the first are.
fn late(content: &Content) -> Vec<Block> {
    let late = content.late_agencies();
    let mut blocks = vec![text(Style::Heading, &t("conferences-late"))];
    if late.is_empty() {
        blocks.push(text(Style::Plain, &t("conferences-late-none")));
        blocks.extend(punctual(content));
        return blocks;
    }
    let all = content.punctuality();
    let rows = late
        .iter()
        .take(LATE)
        .map(|one| {
            let own = all.iter().find(|own| own.agency == one.agency);
            let mut cells = vec![
                Cell::of(Run::typed(pages::agency_name(content, one.agency, LANG)).bold()),
                number(one.led),
                number(one.overdue),
                Cell::plain(LANG.with("conferences-days", &[("days", one.longest.into())])),
            ];
            cells.extend(own.map_or_else(|| [Cell::plain(""), Cell::plain("")], on_time));
            Row::Cells(cells)
        })
        .collect();
    blocks.push(table(
        vec![
            Column::text(t("conferences-agency"), 40),
            Column::number(t("conferences-assigned"), 12),
            Column::number(t("common-overdue"), 11),
            Column::number(t("conferences-longest"), 14),
            Column::number(t("briefs-on-time"), 12),
            Column::number(t("briefs-share"), 15),
        ],
        rows,
    ));
    blocks.extend(left_over(late.len(), LATE));
    blocks.push(formula());
    blocks
}

fn punctual(content: &Content) -> Vec<Block> {
    let all = content.punctuality();
    if all.is_empty() {
        return Vec::new();
    }
    let rows = all
        .iter()
        .take(AGENCIES)
        .map(|one| {
            let mut cells = vec![Cell::of(
                Run::typed(pages::agency_name(content, one.agency, LANG)).bold(),
            )];
            cells.extend(on_time(one));
            Row::Cells(cells)
        })
        .collect();
    vec![
        text(Style::Heading, &t("briefs-punctuality")),
        table(
            vec![
                Column::text(t("conferences-agency"), 52),
                Column::number(t("briefs-on-time"), 20),
                Column::number(t("briefs-share"), 28),
            ],
            rows,
        ),
        formula(),
    ]
}

/// On time of those counted, and the share where they are enough to rank.
fn on_time(one: &Punctuality) -> [Cell; 2] {
    let share = one.percent().map_or_else(
        || t("briefs-not-ranked"),
        |share| LANG.with("conferences-percent", &[("percent", share.into())]),
    );
    let counted = format!("{}/{}", LANG.number(one.on_time), LANG.number(one.counted));
    [Cell::plain(counted), Cell::plain(share)]
}

fn formula() -> Block {
    let words = LANG.with("briefs-formula", &[("least", RANKED_FROM.into())]);
    text(Style::Small, &words)
}

fn promises(content: &Content) -> Vec<Block> {
    let mut blocks = vec![text(
        Style::Heading,
        &pages::promises_heading(content, LANG),
    )];
    let rows: Vec<Row> = pages::shown_promises(content)
        .into_iter()
        .take(PROMISES)
        .map(|promise| {
            Row::Cells(vec![
                Cell::of(Run::typed(&promise.text).bold()),
                Cell::typed(&promise.agency.vi),
                Cell::plain(dates::vi_date(promise.due_on)),
                Cell::plain(pages::promise_state(content, promise, LANG)),
            ])
        })
        .collect();
    if rows.is_empty() {
        return blocks;
    }
    blocks.push(table(
        vec![
            Column::text(t("briefs-promise"), 48),
            Column::text(t("conferences-agency"), 28),
            Column::text(t("briefs-due"), 14),
            Column::text(t("conferences-status"), 14),
        ],
        rows,
    ));
    blocks
}
