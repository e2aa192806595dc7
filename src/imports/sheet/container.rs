//! What a file is, and that it may be unpacked. XLSX and ODS are ZIP archives; what such an
//! archive says of its sizes is not believed: every part is unpacked once, counted and thrown
//! away, before anything else reads it.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::{Format, SheetError};
use crate::web::limits::{SHEET_PARTS, SHEET_RATIO, SHEET_UNPACKED};

const ZIP: &[u8] = b"PK\x03\x04";
/// Compound files (MS-CFB): old Excel, and the shell of encrypted new files.
const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
/// A stream of that name holds an encrypted workbook (MS-OFFCRYPTO, 2.3.4.1).
const ENCRYPTED: &str = "EncryptedPackage";
/// Signs of files that are called .xls or .csv and are neither.
const NOT_TEXT: [&[u8]; 5] = [b"%PDF", b"\x89PNG", b"\xFF\xD8\xFF", b"GIF8", b"Rar!"];
/// Below this a high ratio only means a small file.
const RATIO_FROM: u64 = 8 * 1024 * 1024;

pub(super) fn format(bytes: &[u8]) -> Result<Format, SheetError> {
    if bytes.is_empty() {
        return Err(SheetError::Empty);
    }
    if bytes.starts_with(ZIP) {
        return archive(bytes);
    }
    if bytes.starts_with(COMPOUND) {
        let name: Vec<u8> = ENCRYPTED
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let is_encrypted = bytes.windows(name.len()).any(|window| window == name);
        return if is_encrypted {
            Err(SheetError::Password)
        } else {
            Ok(Format::Xls)
        };
    }
    let starts = bytes.trim_ascii_start();
    let is_page = starts.starts_with(b"<");
    if is_page || NOT_TEXT.iter().any(|sign| bytes.starts_with(sign)) {
        return Err(SheetError::Unknown);
    }
    Ok(Format::Csv)
}

fn archive(bytes: &[u8]) -> Result<Format, SheetError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    if archive.len() > SHEET_PARTS {
        return Err(SheetError::Bomb);
    }
    let mut total = 0;
    let mut format = None;
    for index in 0..archive.len() {
        let part = match archive.by_index(index) {
            Ok(part) => part,
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
                return Err(SheetError::Password);
            }
            Err(error) => return Err(damaged(error)),
        };
        match part.name().map_err(damaged)?.as_ref() {
            "xl/workbook.xml" => format = Some(Format::Xlsx),
            "content.xml" => format = Some(Format::Ods),
            _ => {}
        }
        total += measure(part, SHEET_UNPACKED - total)?;
        if total > RATIO_FROM && total / SHEET_RATIO > bytes.len() as u64 {
            return Err(SheetError::Bomb);
        }
    }
    format.ok_or(SheetError::Unknown)
}

/// Bytes that a part unpacks to; never unpacks more than `left` and one.
fn measure(part: impl Read, left: u64) -> Result<u64, SheetError> {
    let mut bounded = part.take(left + 1);
    let count = std::io::copy(&mut bounded, &mut std::io::sink())
        .map_err(|error| SheetError::Damaged(error.to_string()))?;
    if count > left {
        Err(SheetError::Bomb)
    } else {
        Ok(count)
    }
}

pub(super) fn damaged(error: impl std::fmt::Display) -> SheetError {
    SheetError::Damaged(error.to_string())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn packed(parts: &[(&str, usize)]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, size) in parts {
            writer
                .start_file(*name, SimpleFileOptions::default())
                .unwrap();
            writer.write_all(&vec![b' '; *size]).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn a_bomb_is_known_by_what_it_unpacks_to() {
        let bomb = packed(&[
            ("xl/workbook.xml", 10),
            ("xl/worksheets/sheet1.xml", 64 << 20),
        ]);
        assert!(bomb.len() < 100_000);
        assert_eq!(format(&bomb), Err(SheetError::Bomb));
    }

    #[test]
    fn too_many_parts_are_a_bomb() {
        let names: Vec<String> = (0..=SHEET_PARTS)
            .map(|index| format!("xl/{index}"))
            .collect();
        let parts: Vec<(&str, usize)> = names.iter().map(|name| (name.as_str(), 1)).collect();
        assert_eq!(format(&packed(&parts)), Err(SheetError::Bomb));
    }

    #[test]
    fn files_are_known_by_their_bytes() {
        assert_eq!(format(&packed(&[("content.xml", 5)])), Ok(Format::Ods));
        assert_eq!(
            format(&packed(&[("word/document.xml", 5)])),
            Err(SheetError::Unknown)
        );
        assert_eq!(
            format(b"PK\x03\x04 cut off"),
            Err(SheetError::Damaged(
                "invalid Zip archive: Could not find EOCD".into()
            ))
        );
        assert_eq!(format(b" <html><table>"), Err(SheetError::Unknown));
        assert_eq!(format(b"%PDF-1.7"), Err(SheetError::Unknown));
        assert_eq!(format(b""), Err(SheetError::Empty));
        assert_eq!(format("tên;xã\n".as_bytes()), Ok(Format::Csv));
    }

    #[test]
    fn an_encrypted_workbook_is_named_as_one() {
        let mut bytes = COMPOUND.to_vec();
        bytes.extend(ENCRYPTED.encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(format(&bytes), Err(SheetError::Password));
    }
}
