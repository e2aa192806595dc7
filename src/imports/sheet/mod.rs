//! A workbook as rows of cells: XLSX, XLS, ODS and CSV. Knows nothing of what the columns mean.
//!
//! A file is bounded before it is read ([`container`]): what it unpacks to, how many parts, how
//! many rows and columns. Rows are handed on one by one, so that a long sheet never stands in
//! memory whole.

mod cell;
mod comma;
mod container;
mod excel;
mod hidden;
mod old_excel;
mod open_document;

pub use cell::{Cell, Value, pack, unpack};

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::web::limits::{SHEET_COLUMNS, SHEET_ROWS};

/// Rows before the header that are read as well: titles, names of offices.
pub const HEAD_ROWS: usize = 20;

/// What kind of file it is, by its bytes and not by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Xlsx,
    Xls,
    Ods,
    Csv,
}

/// One sheet of a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    pub name: String,
    pub is_hidden: bool,
}

/// One row with something in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// As the spreadsheet counts, from 1.
    pub number: usize,
    pub is_hidden: bool,
    /// From column A; what is empty at the end is left out.
    pub cells: Vec<Cell>,
}

/// Why a file cannot be read. Each has its own sentence, `imports-file-<code>`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SheetError {
    #[error("not an XLSX, XLS, ODS or CSV file")]
    Unknown,
    #[error("protected by a password")]
    Password,
    #[error("damaged: {0}")]
    Damaged(String),
    /// It unpacks to more than it may, or has too many parts.
    #[error("unpacks to more than a sheet may")]
    Bomb,
    #[error("nothing in it")]
    Empty,
    #[error("more rows than may be imported at once")]
    TooManyRows,
    #[error("more columns than may be imported")]
    TooManyColumns,
    #[error("characters of code zero: not a text file, or UTF-16 without its mark")]
    Nul,
    #[error("a quotation mark opened in row {0} is never closed")]
    OpenQuote(usize),
    /// Whoever took the rows could not.
    #[error("{0}")]
    Stopped(String),
}

impl SheetError {
    /// Part of its message key.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Password => "password",
            Self::Damaged(_) | Self::Stopped(_) => "damaged",
            Self::Bomb => "bomb",
            Self::Empty => "empty",
            Self::TooManyRows => "rows",
            Self::TooManyColumns => "columns",
            Self::Nul => "nul",
            Self::OpenQuote(_) => "quote",
        }
    }
}

/// Takes the rows of a sheet.
pub type Sink<'a> = &'a mut dyn FnMut(Row) -> Result<(), SheetError>;

/// A file that may be read: its kind is known, and what it unpacks to is bounded.
pub struct Book<'a> {
    bytes: &'a [u8],
    pub format: Format,
    pub sheets: Vec<Sheet>,
}

impl<'a> Book<'a> {
    /// Looks at a file without reading its rows.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn open(bytes: &'a [u8]) -> Result<Self, SheetError> {
        let format = container::format(bytes)?;
        let sheets = guarded(|| match format {
            Format::Xlsx => excel::sheets(bytes),
            Format::Xls => old_excel::sheets(bytes),
            Format::Ods => open_document::sheets(bytes),
            Format::Csv => Ok(vec![Sheet {
                name: String::new(),
                is_hidden: false,
            }]),
        })?;
        if sheets.is_empty() {
            return Err(SheetError::Empty);
        }
        Ok(Self {
            bytes,
            format,
            sheets,
        })
    }

    /// Hands on the rows of one sheet, in order.
    ///
    /// # Errors
    /// Why it cannot be read to its end, or what `sink` returned.
    pub fn read(&self, index: usize, sink: Sink<'_>) -> Result<(), SheetError> {
        let sheet = self.sheets.get(index).ok_or(SheetError::Empty)?;
        let mut count = 0;
        let mut bounded = |row: Row| {
            if row.cells.iter().all(Cell::is_empty) {
                return Ok(());
            }
            count += 1;
            if count > SHEET_ROWS + HEAD_ROWS {
                return Err(SheetError::TooManyRows);
            }
            if row.cells.len() > SHEET_COLUMNS {
                return Err(SheetError::TooManyColumns);
            }
            sink(row)
        };
        guarded(|| match self.format {
            Format::Xlsx => excel::read(self.bytes, &sheet.name, &mut bounded),
            Format::Xls => old_excel::read(self.bytes, &sheet.name, &mut bounded),
            Format::Ods => open_document::read(self.bytes, index, &sheet.name, &mut bounded),
            Format::Csv => comma::read(self.bytes, &mut bounded),
        })?;
        if count == 0 {
            return Err(SheetError::Empty);
        }
        Ok(())
    }
}

/// A file on which a parser breaks down is a damaged one.
fn guarded<T>(read: impl FnOnce() -> Result<T, SheetError>) -> Result<T, SheetError> {
    catch_unwind(AssertUnwindSafe(read))
        .unwrap_or_else(|_| Err(SheetError::Damaged("the parser broke down".into())))
}
