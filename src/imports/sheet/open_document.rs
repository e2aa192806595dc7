//! ODS. A few bytes can say "a million times the same row", so rows are counted before calamine
//! lays them out.

use std::io::Cursor;

use calamine::{Ods, OdsError, Reader, SheetVisible};

use super::excel::Filler;
use super::{Sheet, SheetError, Sink, container::damaged, hidden, old_excel};

type Workbook<'a> = Ods<Cursor<&'a [u8]>>;

fn workbook(bytes: &[u8]) -> Result<Workbook<'_>, SheetError> {
    Ods::new(Cursor::new(bytes)).map_err(|error| match error {
        OdsError::Password => SheetError::Password,
        other => damaged(other),
    })
}

pub(super) fn sheets(bytes: &[u8]) -> Result<Vec<Sheet>, SheetError> {
    hidden::of_ods(bytes, usize::MAX)?;
    let workbook = workbook(bytes)?;
    Ok(workbook
        .sheets_metadata()
        .iter()
        .map(|sheet| Sheet {
            name: sheet.name.clone(),
            is_hidden: sheet.visible != SheetVisible::Visible,
        })
        .collect())
}

pub(super) fn read(
    bytes: &[u8],
    index: usize,
    name: &str,
    sink: Sink<'_>,
) -> Result<(), SheetError> {
    let untold = hidden::of_ods(bytes, index)?;
    let mut workbook = workbook(bytes)?;
    let range = workbook.worksheet_range(name).map_err(damaged)?;
    drop(workbook);
    let is_hidden = |number: usize| untold.hidden.contains(&number);
    old_excel::hand_on(&range, is_hidden, Filler::new(untold.merged), sink)
}
