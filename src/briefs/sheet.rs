//! The brief as a workbook: the same numbers, and the rows they are counted from.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::content::Content;
use super::pages;
use super::slice::{AGES, Of, Slice};
use crate::conferences::overview::Column;
use crate::dates;
use crate::i18n::Lang;

const LANG: Lang = Lang::Vi;

/// # Errors
/// When the sheet cannot be written.
pub fn workbook(content: &Content, number: Option<i32>) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let local = dates::local(content.as_of);
    // The moment of the figures, never that of writing: the same brief is the same bytes.
    let made = ExcelDateTime::parse_from_str(&local.format("%Y-%m-%dT%H:%M:%S").to_string())?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    summary(book.add_worksheet(), content, number)?;
    topics(book.add_worksheet(), content)?;
    agencies(book.add_worksheet(), content)?;
    promises(book.add_worksheet(), content)?;
    facts(book.add_worksheet(), content)?;
    book.save_to_buffer()
}

fn t(key: &str) -> String {
    LANG.text(key).into_owned()
}

/// Names the sheet and writes its head.
fn begin(sheet: &mut Worksheet, name: &str, heads: &[(String, f64)]) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    sheet.set_name(name)?;
    for (column, (head, width)) in (0_u16..).zip(heads) {
        sheet.write_string_with_format(0, column, head, &bold)?;
        sheet.set_column_width(column, *width)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

fn summary(sheet: &mut Worksheet, content: &Content, number: Option<i32>) -> Result<(), XlsxError> {
    let heads = [(t("briefs-what"), 60.0), (t("briefs-number"), 16.0)];
    begin(sheet, &t("briefs-sheet-summary"), &heads)?;
    let mut line = 1;
    for (label, slice) in pages::flow_steps() {
        sheet.write_string(line, 0, t(label))?;
        sheet.write_number(line, 1, count(content, slice))?;
        line += 1;
    }
    for (label, slice) in [
        ("briefs-kpi-answered-plain", Slice::Answered),
        ("conferences-kpi-overdue", Slice::Overdue),
    ] {
        sheet.write_string(line, 0, t(label))?;
        sheet.write_number(line, 1, count(content, slice))?;
        line += 1;
    }
    line += 1;
    sheet.write_string(line, 0, pages::stamp(content, number, LANG))?;
    line += 1;
    sheet.write_string(line, 0, content.shown_sentences(LANG).0)?;
    for (place, decision) in content.decisions.iter().enumerate() {
        line += 1;
        let filers = content.filers_of(&[decision.id]);
        let words = format!(
            "{}. {} ({})",
            place + 1,
            decision.heading(),
            decision.reference
        );
        sheet.write_string(line, 0, words)?;
        sheet.write_number(line, 1, as_number(filers))?;
    }
    Ok(())
}

fn topics(sheet: &mut Worksheet, content: &Content) -> Result<(), XlsxError> {
    let mut heads = vec![(t("conferences-topic"), 60.0), (t("conferences-sum"), 12.0)];
    heads.extend(Column::ALL.map(|column| (t(column.key()), 14.0)));
    heads.push((t("conferences-of-them-overdue"), 12.0));
    begin(sheet, &t("briefs-sheet-topics"), &heads)?;
    let mut line = 1;
    let mut row = |name: &str, slice: &dyn Fn(Of) -> Slice| -> Result<(), XlsxError> {
        sheet.write_string(line, 0, name)?;
        let parts = [Of::All]
            .into_iter()
            .chain(Column::ALL.map(Of::Column))
            .chain([Of::Overdue]);
        for (column, of) in (1_u16..).zip(parts) {
            sheet.write_number(line, column, count(content, slice(of)))?;
        }
        line += 1;
        Ok(())
    };
    for (id, name) in pages::topic_rows(content, LANG) {
        row(&name, &|of| Slice::Topic(id, of))?;
    }
    row(&t("conferences-sum"), &Slice::Sum)?;
    for place in 0..=AGES.len() {
        sheet.write_string(line + 1, 0, pages::age_name(place, LANG))?;
        sheet.write_number(line + 1, 1, count(content, Slice::Age(place)))?;
        line += 1;
    }
    Ok(())
}

fn agencies(sheet: &mut Worksheet, content: &Content) -> Result<(), XlsxError> {
    let heads = [
        (t("conferences-agency"), 50.0),
        (t("conferences-assigned"), 14.0),
        (t("common-overdue"), 14.0),
        (t("briefs-on-time"), 14.0),
        (t("briefs-counted"), 14.0),
    ];
    begin(sheet, &t("briefs-sheet-agencies"), &heads)?;
    for (line, (id, name)) in (1_u32..).zip(&content.agencies) {
        sheet.write_string(line, 0, name.of(LANG))?;
        let slices = [
            Slice::Led(*id),
            Slice::LateAt(*id),
            Slice::OnTimeAt(*id),
            Slice::Prompt(*id),
        ];
        for (column, slice) in (1_u16..).zip(slices) {
            sheet.write_number(line, column, count(content, slice))?;
        }
    }
    Ok(())
}

fn promises(sheet: &mut Worksheet, content: &Content) -> Result<(), XlsxError> {
    let heads = [
        (t("briefs-promise"), 70.0),
        (t("conferences-agency"), 40.0),
        (t("briefs-due"), 14.0),
        (t("conferences-status"), 22.0),
    ];
    begin(sheet, &t("briefs-sheet-promises"), &heads)?;
    for (line, promise) in (1_u32..).zip(&content.promises) {
        sheet.write_string(line, 0, &promise.text)?;
        sheet.write_string(line, 1, promise.agency.of(LANG))?;
        sheet.write_string(line, 2, dates::vi_date(promise.due_on))?;
        sheet.write_string(line, 3, pages::promise_state(content, promise, LANG))?;
    }
    Ok(())
}

fn facts(sheet: &mut Worksheet, content: &Content) -> Result<(), XlsxError> {
    let heads = [
        (t("submissions-reference"), 16.0),
        (t("conferences-topic"), 50.0),
        (t("conferences-status"), 26.0),
        (t("conferences-agency"), 44.0),
        (t("briefs-village"), 30.0),
        (t("briefs-days-late"), 14.0),
        (t("briefs-follows"), 16.0),
    ];
    begin(sheet, &t("briefs-sheet-rows"), &heads)?;
    for (line, fact) in (1_u32..).zip(&content.facts) {
        sheet.write_string(line, 0, &fact.reference)?;
        sheet.write_string(line, 1, pages::topic_name(content, fact.topic, LANG))?;
        sheet.write_string(line, 2, pages::status_name(fact.status, LANG))?;
        if let Some(id) = fact.agency {
            sheet.write_string(line, 3, pages::agency_name(content, id, LANG))?;
        }
        if let Some(village) = fact.village.and_then(|place| content.villages.get(place)) {
            sheet.write_string(line, 4, village)?;
        }
        if let Some(days) = fact.late_days {
            sheet.write_number(line, 5, as_number(days))?;
        }
        let parent = fact
            .into
            .and_then(|id| content.facts.iter().find(|other| other.id == id));
        if let Some(parent) = parent {
            sheet.write_string(line, 6, &parent.reference)?;
        }
    }
    Ok(())
}

fn count(content: &Content, slice: Slice) -> f64 {
    as_number(content.count(slice))
}

/// Counts are far below what a float holds exactly.
fn as_number(count: i64) -> f64 {
    f64::from(i32::try_from(count).unwrap_or(i32::MAX))
}
