//! CSV: commas, semicolons or tabs; UTF-8 or UTF-16 with their marks, otherwise one byte a
//! letter; any kind of line end.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use super::cell::{Cell, Value, is_formula_error};
use super::{Row, SheetError, Sink, container::damaged};

const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];
/// Rows that decide which separator it is.
const TRIED_ROWS: usize = 20;

pub(super) fn read(bytes: &[u8], sink: Sink<'_>) -> Result<(), SheetError> {
    let text = text(bytes)?;
    let separator = separator(&text);
    if let Some(row) = open_quote(&text, separator) {
        return Err(SheetError::OpenQuote(row));
    }
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut number = 0;
    while reader.read_record(&mut record).map_err(damaged)? {
        number += 1;
        let used = record
            .iter()
            .enumerate()
            .filter(|(_, cell)| !cell.is_empty())
            .last();
        let cells = record.iter().take(used.map_or(0, |(last, _)| last + 1));
        sink(Row {
            number,
            is_hidden: false,
            cells: cells.map(cell).collect(),
        })?;
    }
    Ok(())
}

/// Spreadsheets keep digits as text in CSV by writing `="0912"` or `'0912`.
fn cell(text: &str) -> Cell {
    let kept = text
        .strip_prefix("=\"")
        .and_then(|rest| rest.strip_suffix('"'))
        .or_else(|| {
            text.strip_prefix('\'')
                .filter(|rest| rest.starts_with(|first: char| first.is_ascii_digit()))
        });
    let value = match kept {
        Some(kept) => Value::Text(kept.to_owned()),
        None if text.is_empty() => Value::Empty,
        // What the program that wrote it took for a number may have lost its zeros.
        None if text.bytes().all(|byte| byte.is_ascii_digit()) => Value::Number(text.to_owned()),
        None if is_formula_error(text) => Value::Error(text.to_owned()),
        None => Value::Text(text.to_owned()),
    };
    value.into()
}

fn text(bytes: &[u8]) -> Result<String, SheetError> {
    let text = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding.decode(bytes).0,
        None => match UTF_8.decode_without_bom_handling_and_without_replacement(bytes) {
            Some(text) => text,
            None => WINDOWS_1252.decode_without_bom_handling(bytes).0,
        },
    };
    if text.contains('\0') {
        return Err(SheetError::Nul);
    }
    Ok(text.into_owned())
}

/// The separator that parts the first rows into the most columns, the same number in most rows.
fn separator(text: &str) -> u8 {
    let columns = |separator: u8| {
        let counts: Vec<usize> = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(separator)
            .from_reader(text.as_bytes())
            .into_byte_records()
            .take(TRIED_ROWS)
            .filter_map(Result::ok)
            .map(|record| record.len())
            .collect();
        let rows_of = |columns: usize| counts.iter().filter(|count| **count == columns).count();
        counts
            .iter()
            .filter(|columns| **columns > 1)
            .map(|columns| rows_of(*columns) * columns)
            .max()
            .unwrap_or(0)
    };
    let mut best = (0, b',');
    for separator in SEPARATORS {
        let score = columns(separator);
        if score > best.0 {
            best = (score, separator);
        }
    }
    best.1
}

/// The row in which a quotation mark opens that is never closed; the reader would take the rest
/// of the file for one cell.
fn open_quote(text: &str, separator: u8) -> Option<usize> {
    let (mut row, mut opened, mut at_start) = (1, None, true);
    let mut bytes = text.bytes().peekable();
    while let Some(byte) = bytes.next() {
        if opened.is_some() {
            if byte == b'"' && bytes.next_if_eq(&b'"').is_none() {
                opened = None;
            }
            continue;
        }
        match byte {
            b'"' if at_start => opened = Some(row),
            b'\n' => row += 1,
            _ => {}
        }
        at_start = byte == separator || byte == b'\n' || byte == b'\r';
    }
    opened
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(bytes: &[u8]) -> Result<Vec<Vec<String>>, SheetError> {
        let mut rows = Vec::new();
        read(bytes, &mut |row| {
            rows.push(row.cells.iter().map(Cell::text).collect());
            Ok(())
        })?;
        Ok(rows)
    }

    #[test]
    fn the_separator_and_the_marks_are_found() {
        for written in [
            "tên,điện thoại\nLan,0912\n".as_bytes().to_vec(),
            "tên;điện thoại\nLan;0912\n".as_bytes().to_vec(),
            "\u{FEFF}tên\tđiện thoại\r\nLan\t0912\r\n"
                .as_bytes()
                .to_vec(),
            "tên;điện thoại\rLan;\"0912\"\r".as_bytes().to_vec(),
            "\u{FEFF}tên;điện thoại\nLan;0912\n"
                .encode_utf16()
                .flat_map(u16::to_le_bytes)
                .collect(),
        ] {
            assert_eq!(
                rows(&written).unwrap(),
                [["tên", "điện thoại"], ["Lan", "0912"]]
            );
        }
    }

    #[test]
    fn commas_in_a_text_are_no_separators() {
        let written = "tên;nội dung\nLan;\"một, hai, ba\"\nMinh;bốn, năm\n";
        assert_eq!(rows(written.as_bytes()).unwrap()[2], ["Minh", "bốn, năm"]);
    }

    #[test]
    fn one_byte_a_letter_is_read_as_windows_1252() {
        assert_eq!(rows(b"t\xAAn,x\xB7\n").unwrap(), [["tªn", "x·"]]);
    }

    #[test]
    fn broken_files_are_named() {
        assert_eq!(rows(b"a,b\nc,\"d\ne,f\n"), Err(SheetError::OpenQuote(2)));
        assert_eq!(rows(b"a,b\0\n"), Err(SheetError::Nul));
        assert_eq!(rows(b"a,5\" pipe\n").unwrap(), [["a", "5\" pipe"]]);
    }

    #[test]
    fn digits_kept_as_text_stay() {
        let mut cells = Vec::new();
        read(b"=\"0912\",'0913,0914,#REF!\n", &mut |row| {
            cells = row.cells;
            Ok(())
        })
        .unwrap();
        let values: Vec<Value> = cells.into_iter().map(|cell| cell.value).collect();
        assert_eq!(
            values,
            [
                Value::Text("\"0912\"".trim_matches('"').into()),
                Value::Text("0913".into()),
                Value::Number("0914".into()),
                Value::Error("#REF!".into()),
            ]
        );
    }
}
