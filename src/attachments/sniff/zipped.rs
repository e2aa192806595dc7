//! Word and Excel since 2007: a zip archive (APPNOTE 6.3) of known parts (ECMA-376, part 2).
//!
//! Everything is really unpacked, into nothing, with a count kept: what an archive says of its
//! own sizes is its maker's word.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

use zip::ZipArchive;

use crate::attachments::kind::FileKind;
use crate::attachments::refusal::Refusal;
use crate::web::limits::{ZIP_ENTRIES, ZIP_RATIO, ZIP_UNPACKED_BYTES};

/// Length of an end of central directory without a comment (APPNOTE, 4.3.16).
const END: u64 = 22;
/// Length of the locator that makes an archive "zip64" (APPNOTE, 4.3.15).
const LOCATOR: u64 = 20;
/// Below this, a high ratio is only a short text.
const RATIO_FROM: u64 = 4 * 1024 * 1024;

pub(super) fn kind(file: &mut File) -> Result<FileKind, Refusal> {
    check_end(file)?;
    let length = file.seek(SeekFrom::End(0))?;
    file.seek(SeekFrom::Start(0))?;
    let mut archive = ZipArchive::new(&mut *file).map_err(|_| Refusal::Damaged)?;
    if archive.offset() != 0 {
        return Err(Refusal::Mismatch);
    }
    let (mut has_types, mut found) = (false, None);
    let mut unpacked = 0;
    for index in 0..archive.len() {
        // Found before opening, which fails on it.
        let raw = archive.by_index_raw(index).map_err(|_| Refusal::Damaged)?;
        if raw.encrypted() {
            return Err(Refusal::Encrypted);
        }
        let name = String::from_utf8_lossy(raw.name_raw()).to_ascii_lowercase();
        drop(raw);
        if name.ends_with("vbaproject.bin") || name.contains("/activex/") {
            return Err(Refusal::Macro);
        }
        match name.as_str() {
            "[content_types].xml" => has_types = true,
            "word/document.xml" => found = found.or(Some(FileKind::Docx)),
            "xl/workbook.xml" => found = found.or(Some(FileKind::Xlsx)),
            _ => {}
        }
        let mut entry = archive.by_index(index).map_err(|_| Refusal::Damaged)?;
        let room = ZIP_UNPACKED_BYTES.saturating_sub(unpacked) + 1;
        if name == "[content_types].xml" {
            let mut types = Vec::new();
            entry
                .by_ref()
                .take(room.min(RATIO_FROM))
                .read_to_end(&mut types)?;
            unpacked += types.len() as u64;
            if String::from_utf8_lossy(&types).contains("macroEnabled") {
                return Err(Refusal::Macro);
            }
        }
        unpacked += io::copy(&mut entry.take(room), &mut io::sink())?;
        let limit = length.saturating_mul(ZIP_RATIO).max(RATIO_FROM);
        if unpacked > ZIP_UNPACKED_BYTES || unpacked > limit {
            return Err(Refusal::Unpacks);
        }
    }
    found.filter(|_| has_types).ok_or(Refusal::Mismatch)
}

/// Office programs write the plainest end there is: no comment, no zip64, one disk. Insisting on
/// it leaves no room for a second file behind, and bounds what reading the directory costs.
fn check_end(file: &mut File) -> Result<(), Refusal> {
    let length = file.seek(SeekFrom::End(0))?;
    let at = length.checked_sub(END).ok_or(Refusal::Damaged)?;
    file.seek(SeekFrom::Start(at))?;
    let mut end = [0; 22];
    file.read_exact(&mut end)?;
    let [b'P', b'K', 5, 6, 0, 0, 0, 0, _, _, low, high, ..] = end else {
        return Err(Refusal::Damaged);
    };
    if usize::from(u16::from_le_bytes([low, high])) > ZIP_ENTRIES {
        return Err(Refusal::Unpacks);
    }
    if let Some(at) = at.checked_sub(LOCATOR) {
        file.seek(SeekFrom::Start(at))?;
        let mut mark = [0; 4];
        file.read_exact(&mut mark)?;
        if mark == *b"PK\x06\x07" {
            return Err(Refusal::Unpacks);
        }
    }
    Ok(())
}
