//! What a file is by its content. Own tables, not a library's: eight kinds are taken and
//! everything else is refused, and what matters is what may stand *behind* the first bytes (a
//! second file, a macro, a bomb), which tables of first bytes do not look at.

mod binary;
mod pdf;
mod zipped;

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use super::kind::FileKind;
use super::name::FileName;
use super::refusal::Refusal;

/// Endings of files that may hold macros, and are refused as such.
const MACRO_ENDINGS: [&str; 8] = [
    "docm", "dotm", "xlsm", "xltm", "xlam", "xlsb", "pptm", "potm",
];

/// The kind of a file whose content and name agree. Pictures are only looked at from the front;
/// the rest of them is read when they are cleaned.
///
/// # Errors
/// Why it is not taken.
pub fn kind(file: &mut File, name: &FileName) -> Result<FileKind, Refusal> {
    let ending = name.extension().to_ascii_lowercase();
    if MACRO_ENDINGS.contains(&ending.as_str()) {
        return Err(Refusal::Macro);
    }
    let mut head = Vec::with_capacity(64);
    file.seek(SeekFrom::Start(0))?;
    file.by_ref().take(64).read_to_end(&mut head)?;
    if head.is_empty() {
        return Err(Refusal::Empty);
    }
    if matches!(ending.as_str(), "heic" | "heif") || is_heic(&head) {
        return Err(Refusal::Heic);
    }
    let promised = FileKind::of_extension(&ending).ok_or(Refusal::UnknownKind)?;
    let found = match head.as_slice() {
        [0xFF, 0xD8, 0xFF, ..] => FileKind::Jpeg,
        [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => FileKind::Png,
        [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'W',
            b'E',
            b'B',
            b'P',
            ..,
        ] => FileKind::Webp,
        [b'%', b'P', b'D', b'F', b'-', ..] => {
            pdf::check(file)?;
            FileKind::Pdf
        }
        [b'P', b'K', 3, 4, ..] => zipped::kind(file)?,
        [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, ..] => binary::kind(file)?,
        _ => return Err(Refusal::Mismatch),
    };
    if found == promised {
        Ok(found)
    } else {
        Err(Refusal::Mismatch)
    }
}

/// ISO/IEC 14496-12 box `ftyp` with a brand of ISO/IEC 23008-12.
fn is_heic(head: &[u8]) -> bool {
    head.get(4..8) == Some(b"ftyp")
        && head.get(8..12).is_some_and(|brand| {
            [
                b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1",
            ]
            .contains(&&brand.try_into().unwrap_or([0; 4]))
        })
}
