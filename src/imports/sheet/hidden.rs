//! Rows that somebody hid or filtered away: they are read like the others, and said so. And the
//! merged cells of ODS. calamine does not tell either, so the XML is asked. In XLS hidden rows are not recognised.

use std::collections::BTreeSet;
use std::io::{BufReader, Cursor};

use calamine::Dimensions;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::container::damaged;
use super::{HEAD_ROWS, SheetError};
use crate::web::limits::{SHEET_COLUMNS, SHEET_ROWS};

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

fn attribute(element: &BytesStart<'_>, wanted: &str) -> Option<String> {
    element
        .attributes()
        .filter_map(Result::ok)
        .find(|attribute| attribute.key.as_ref() == wanted)
        .map(|attribute| attribute.value.to_string())
}

/// Calls `each` with everything that begins or ends in one part of the archive; a part that is
/// not there has nothing in it.
fn walk(
    archive: &mut Archive<'_>,
    part: &str,
    mut each: impl FnMut(&Event<'_>) -> Result<(), SheetError>,
) -> Result<(), SheetError> {
    let Ok(file) = archive.by_name(part) else {
        return Ok(());
    };
    let mut reader = Reader::from_reader(BufReader::new(file));
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(damaged)? {
            Event::Eof => return Ok(()),
            event => each(&event)?,
        }
    }
}

fn open(bytes: &[u8]) -> Result<Archive<'_>, SheetError> {
    ZipArchive::new(Cursor::new(bytes)).map_err(damaged)
}

/// The hidden rows of one sheet of an XLSX workbook.
pub(super) fn of_xlsx(bytes: &[u8], name: &str) -> Result<BTreeSet<usize>, SheetError> {
    let mut archive = open(bytes)?;
    let mut relation = None;
    walk(&mut archive, "xl/workbook.xml", |event| {
        if let Event::Start(element) | Event::Empty(element) = event
            && element.local_name().as_ref() == "sheet"
            && attribute(element, "name").is_some_and(|found| is_name(&found, name))
        {
            relation = attribute(element, "r:id");
        }
        Ok(())
    })?;
    let mut target = None;
    walk(&mut archive, "xl/_rels/workbook.xml.rels", |event| {
        if let Event::Start(element) | Event::Empty(element) = event
            && relation.is_some()
            && attribute(element, "Id") == relation
        {
            target = attribute(element, "Target");
        }
        Ok(())
    })?;
    let mut hidden = BTreeSet::new();
    let Some(target) = target else {
        return Ok(hidden);
    };
    let part = target
        .strip_prefix('/')
        .map_or_else(|| format!("xl/{target}"), ToOwned::to_owned);
    walk(&mut archive, &part, |event| {
        if let Event::Start(element) | Event::Empty(element) = event
            && element.local_name().as_ref() == "row"
            && attribute(element, "hidden").is_some_and(|value| value == "1" || value == "true")
            && let Some(number) = attribute(element, "r").and_then(|number| number.parse().ok())
        {
            hidden.insert(number);
        }
        Ok(())
    })?;
    Ok(hidden)
}

fn is_name(found: &str, name: &str) -> bool {
    quick_xml::escape::unescape(found).is_ok_and(|found| found == name)
}

/// One row of an ODS table as its XML tells it.
#[derive(Default)]
struct Told {
    times: usize,
    is_hidden: bool,
    columns: usize,
    /// Where the next cell stands, from 0.
    column: usize,
}

/// What calamine does not tell of an ODS table.
#[derive(Default)]
pub(super) struct Untold {
    pub hidden: BTreeSet<usize>,
    pub merged: Vec<Dimensions>,
}

/// The hidden rows of one table of an ODS document; refuses tables that are longer or wider
/// than may be imported, however they are written.
pub(super) fn of_ods(bytes: &[u8], index: usize) -> Result<Untold, SheetError> {
    let mut untold = Untold::default();
    let (mut tables, mut number, mut filled) = (0_usize, 0_usize, 0_usize);
    let mut row = Told::default();
    let times = |element: &BytesStart<'_>, name: &str| {
        attribute(element, name)
            .and_then(|times| times.parse::<usize>().ok())
            .unwrap_or(1)
    };
    walk(&mut open(bytes)?, "content.xml", |event| {
        match event {
            Event::Start(element) | Event::Empty(element) => match element.name().as_ref() {
                "table:table" => {
                    (tables, number, filled) = (tables + 1, 0, 0);
                }
                "table:table-row" => {
                    row = Told {
                        times: times(element, "table:number-rows-repeated"),
                        is_hidden: attribute(element, "table:visibility")
                            .is_some_and(|value| value != "visible"),
                        columns: 0,
                        column: 0,
                    };
                }
                "table:table-cell" | "table:covered-table-cell" => {
                    let wide = times(element, "table:number-columns-repeated");
                    let high = times(element, "table:number-rows-spanned");
                    if attribute(element, "office:value-type").is_some() {
                        row.columns = row.columns.saturating_add(wide);
                        if high > 1 && tables == index.saturating_add(1) {
                            untold.merged.extend(down(number, row.column, high));
                        }
                    }
                    row.column = row.column.saturating_add(wide);
                }
                _ => {}
            },
            Event::End(element) if element.name().as_ref() == "table:table-row" => {
                if row.columns > SHEET_COLUMNS {
                    return Err(SheetError::TooManyColumns);
                }
                if row.columns > 0 {
                    filled = filled.saturating_add(row.times);
                    if filled > SHEET_ROWS + HEAD_ROWS {
                        return Err(SheetError::TooManyRows);
                    }
                    if row.is_hidden && tables == index.saturating_add(1) {
                        untold.hidden.extend(number + 1..=number + row.times);
                    }
                }
                number = number.saturating_add(row.times);
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(untold)
}

/// The cells of one column that a merged one reaches down over, from row `top`, counted from 0.
fn down(top: usize, column: usize, high: usize) -> Option<Dimensions> {
    let place = |index: usize| u32::try_from(index).ok();
    Some(Dimensions {
        start: (place(top)?, place(column)?),
        end: (place(top + high - 1)?, place(column)?),
    })
}
