//! XLS (BIFF8), which holds 65,536 rows at most.

use std::io::Cursor;

use calamine::{Reader, SheetType, SheetVisible, Xls, XlsError};

use super::excel::Filler;
use super::{Row, Sheet, SheetError, Sink, container::damaged};

type Workbook<'a> = Xls<Cursor<&'a [u8]>>;

fn workbook(bytes: &[u8]) -> Result<Workbook<'_>, SheetError> {
    Xls::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsError::Password => SheetError::Password,
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
    let mut workbook = workbook(bytes)?;
    let merged = workbook.merge_cells_by_sheet_name(name).unwrap_or_default();
    let range = workbook.worksheet_range(name).map_err(damaged)?;
    drop(workbook);
    hand_on(&range, |_| false, Filler::new(merged), sink)
}

/// Hands on what calamine laid out, with the rows and columns it left out in front.
pub(super) fn hand_on(
    range: &calamine::Range<calamine::Data>,
    is_hidden: impl Fn(usize) -> bool,
    mut filler: Filler,
    sink: Sink<'_>,
) -> Result<(), SheetError> {
    let Some((top, left)) = range.start() else {
        return Ok(());
    };
    let first = usize::try_from(top).map_err(damaged)? + 1;
    let left = usize::try_from(left).map_err(damaged)?;
    for (index, row) in range.rows().enumerate() {
        let used = row
            .iter()
            .rposition(|cell| *cell != calamine::Data::Empty)
            .map_or(0, |last| last + 1);
        let empty = std::iter::repeat_n(super::Cell::default(), left);
        let cells = row
            .iter()
            .take(used)
            .map(|data| super::Value::from(data).into());
        let number = first + index;
        sink(filler.fill(Row {
            number,
            is_hidden: is_hidden(number),
            cells: empty.chain(cells).collect(),
        }))?;
    }
    Ok(())
}
