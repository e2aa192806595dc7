//! The sheet that comes back: each row with its reference and look-up code. Every cell is a
//! string, never a formula, whatever a filer wrote.

use rust_xlsxwriter::{Format, Workbook, XlsxError};

use super::actions::form_token;
use super::queries;
use crate::db::{DbConnection, DbError};
use crate::i18n::Lang;
use crate::submissions::actions::lookup_code;
use crate::web::secret::Secret;

/// Rows read at a time.
const PAGE: i64 = 1_000;

#[derive(Debug, thiserror::Error)]
pub enum ResultError {
    #[error(transparent)]
    Database(#[from] DbError),
    #[error(transparent)]
    Sheet(#[from] XlsxError),
}

impl From<diesel::result::Error> for ResultError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Database(error.into())
    }
}

/// The result of a stored import as an XLSX file. Rows that were there before have a reference
/// and no code: it belongs to whoever filed them.
///
/// # Errors
/// When the database fails, or the sheet cannot be written.
pub fn sheet(
    conn: &mut DbConnection,
    secret: &Secret,
    id: i64,
    lang: Lang,
) -> Result<Vec<u8>, ResultError> {
    let import = queries::find(conn, id)?;
    let mut book = Workbook::new();
    let bold = Format::new().set_bold();
    let sheet = book.add_worksheet();
    sheet.set_name(lang.text("imports-result-sheet"))?;
    for (column, key, width) in [
        (0, "imports-result-row", 8.0),
        (1, "submissions-reference", 14.0),
        (2, "submissions-code", 18.0),
        (3, "field-tom-tat", 60.0),
        (4, "imports-result-note", 40.0),
    ] {
        sheet.write_string_with_format(0, column, lang.text(key), &bold)?;
        sheet.set_column_width(column, width)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    let (mut after, mut line) = (0, 0);
    loop {
        let rows = queries::filed(conn, id, after, PAGE)?;
        let Some(last) = rows.last() else { break };
        after = last.number;
        for row in rows {
            line += 1;
            sheet.write_number(line, 0, row.number)?;
            sheet.write_string(line, 1, &row.reference)?;
            if row.was_there {
                sheet.write_string(line, 4, lang.text("imports-result-there"))?;
            } else {
                let token = form_token(secret, &import.token, row.number);
                sheet.write_string(line, 2, lookup_code(secret, "", &token).to_string())?;
            }
            sheet.write_string(line, 3, &row.title)?;
        }
    }
    Ok(book.save_to_buffer()?)
}

/// An empty sheet with the names of all columns, to be filled in.
///
/// # Errors
/// When the sheet cannot be written.
pub fn template(lang: Lang) -> Result<Vec<u8>, ResultError> {
    let mut book = Workbook::new();
    let bold = Format::new().set_bold();
    let text = Format::new().set_num_format("@");
    let sheet = book.add_worksheet();
    sheet.set_name(lang.text("imports-template-sheet"))?;
    for (column, field) in (0_u16..).zip(super::Field::ALL) {
        sheet.write_string_with_format(0, column, lang.text(&field.label()), &bold)?;
        // As text, so that telephone numbers and tax codes keep their zeros.
        sheet.set_column_format(column, &text)?;
        sheet.set_column_width(column, 22.0)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(book.save_to_buffer()?)
}
