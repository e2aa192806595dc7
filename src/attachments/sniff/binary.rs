//! Word and Excel before 2007: a compound file (MS-CFB) of known streams. An encrypted newer
//! document is one too.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use cfb::CompoundFile;

use crate::attachments::kind::FileKind;
use crate::attachments::refusal::Refusal;

/// Entries looked at; documents have a few dozen.
const ENTRIES: usize = 4_000;
/// Bytes of a workbook within which it says that it is encrypted: FILEPASS stands in its globals
/// right behind the first record (MS-XLS, 2.1.7.20.3).
const GLOBALS: u64 = 4 * 1024;
const FILEPASS: u16 = 0x002F;
/// Flag "encrypted" of the first block of a document (MS-DOC, 2.5.2 `FibBase`, fEncrypted).
const FIB_ENCRYPTED: u8 = 0x01;

pub(super) fn kind(file: &mut File) -> Result<FileKind, Refusal> {
    file.seek(SeekFrom::Start(0))?;
    let mut compound = CompoundFile::open(&mut *file).map_err(|_| Refusal::Damaged)?;
    let (mut is_document, mut workbook) = (false, None);
    for (count, entry) in compound.walk().enumerate() {
        if count > ENTRIES {
            return Err(Refusal::Unpacks);
        }
        let is_top = entry.path().components().count() <= 2;
        match entry.name().to_ascii_lowercase().as_str() {
            "encryptedpackage" | "encryptioninfo" => return Err(Refusal::Encrypted),
            "macros" | "vba" | "_vba_project" | "_vba_project_cur" => return Err(Refusal::Macro),
            "worddocument" if is_top => is_document = true,
            "workbook" | "book" if is_top => workbook = Some(entry.path().to_owned()),
            _ => {}
        }
    }
    if is_document {
        let mut fib = [0; 12];
        compound
            .open_stream("/WordDocument")?
            .read_exact(&mut fib)?;
        let [.., flags] = fib;
        return if flags & FIB_ENCRYPTED == 0 {
            Ok(FileKind::Doc)
        } else {
            Err(Refusal::Encrypted)
        };
    }
    let workbook = workbook.ok_or(Refusal::Mismatch)?;
    let mut globals = Vec::new();
    compound
        .open_stream(&workbook)?
        .take(GLOBALS)
        .read_to_end(&mut globals)?;
    if records(&globals).any(|kind| kind == FILEPASS) {
        return Err(Refusal::Encrypted);
    }
    Ok(FileKind::Xls)
}

/// The kinds of the records in a row, each a kind, a length and that many bytes.
fn records(mut bytes: &[u8]) -> impl Iterator<Item = u16> {
    std::iter::from_fn(move || {
        let (head, rest) = bytes.split_at_checked(4)?;
        let [kind_low, kind_high, low, high] = head.try_into().ok()?;
        let length = usize::from(u16::from_le_bytes([low, high]));
        bytes = rest.get(length..).unwrap_or_default();
        Some(u16::from_le_bytes([kind_low, kind_high]))
    })
}
