//! XLSX, cell by cell: its sheet is never laid out whole, so that two cells in far corners cost
//! nothing.

use std::io::Cursor;

use calamine::{Dimensions, Reader, SheetType, SheetVisible, Xlsx, XlsxError};

use super::cell::{Cell, Value};
use super::{Row, Sheet, SheetError, Sink, container::damaged, hidden};
use crate::web::limits::SHEET_COLUMNS;

type Workbook<'a> = Xlsx<Cursor<&'a [u8]>>;

fn workbook(bytes: &[u8]) -> Result<Workbook<'_>, SheetError> {
    Xlsx::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsxError::Password => SheetError::Password,
        other => damaged(other),
    })
}

pub(super) fn sheets(bytes: &[u8]) -> Result<Vec<Sheet>, SheetError> {
    let workbook = workbook(bytes)?;
    Ok(workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| Sheet {
            name: sheet.name.clone(),
            is_hidden: sheet.visible != SheetVisible::Visible,
        })
        .collect())
}

pub(super) fn read(bytes: &[u8], name: &str, sink: Sink<'_>) -> Result<(), SheetError> {
    let hidden = hidden::of_xlsx(bytes, name)?;
    let mut workbook = workbook(bytes)?;
    let merged = workbook.merge_cells_by_sheet_name(name).unwrap_or_default();
    let mut filler = Filler::new(merged);
    let mut cells = workbook.worksheet_cells_reader(name).map_err(damaged)?;
    let mut open: Option<Row> = None;
    while let Some(cell) = cells.next_cell().map_err(damaged)? {
        let (row, column) = cell.get_position();
        let value = Value::from(cell.get_value());
        if value == Value::Empty {
            continue;
        }
        let number = place(row) + 1;
        if place(column) >= SHEET_COLUMNS {
            return Err(SheetError::TooManyColumns);
        }
        match &mut open {
            Some(row) if row.number == number => set(&mut row.cells, place(column), value),
            Some(row) if row.number > number => {
                return Err(SheetError::Damaged("rows out of order".into()));
            }
            other => {
                let mut next = Row {
                    number,
                    is_hidden: hidden.contains(&number),
                    cells: Vec::new(),
                };
                set(&mut next.cells, place(column), value);
                if let Some(whole) = other.replace(next) {
                    sink(filler.fill(whole))?;
                }
            }
        }
    }
    open.map_or(Ok(()), |row| sink(filler.fill(row)))
}

fn place(index: u32) -> usize {
    usize::try_from(index).unwrap_or(usize::MAX - 1)
}

pub(super) fn set(cells: &mut Vec<Cell>, column: usize, value: Value) {
    if cells.len() <= column {
        cells.resize(column + 1, Cell::default());
    }
    if let Some(cell) = cells.get_mut(column) {
        *cell = value.into();
    }
}

/// Gives the cells below the first of a merged column its value, marked as such.
pub(super) struct Filler {
    /// Those that reach over more than one row.
    merged: Vec<(Dimensions, Value)>,
}

impl Filler {
    pub(super) fn new(merged: Vec<Dimensions>) -> Self {
        let reaches_down = |area: &Dimensions| area.start.0 < area.end.0;
        Self {
            merged: merged
                .into_iter()
                .filter(reaches_down)
                .map(|area| (area, Value::Empty))
                .collect(),
        }
    }

    pub(super) fn fill(&mut self, mut row: Row) -> Row {
        for (area, first) in &mut self.merged {
            let (top, column, bottom) = (
                place(area.start.0) + 1,
                place(area.start.1),
                place(area.end.0) + 1,
            );
            if row.number == top {
                if let Some(cell) = row.cells.get(column) {
                    first.clone_from(&cell.value);
                }
            } else if (top..=bottom).contains(&row.number) && *first != Value::Empty {
                set(&mut row.cells, column, first.clone());
                if let Some(cell) = row.cells.get_mut(column) {
                    cell.is_merged = true;
                }
            }
        }
        row
    }
}
