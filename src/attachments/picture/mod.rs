//! Pictures without what they tell beside the picture: where and when it was taken, by what
//! device, by whom. The pixels are copied as they stand, never decoded; what is no part of the
//! picture (location, thumbnails, a film or an archive behind it) is left out.
//!
//! Own code: libraries that take segments out read the whole picture into memory and keep what
//! they do not know, and here only what is known may stay.

mod jpeg;
mod png;
mod webp;

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};

use super::kind::FileKind;
use super::refusal::Refusal;
use crate::web::limits::{PICTURE_PIXELS, PICTURE_SIDE};

/// Copies a picture without its particulars.
///
/// # Errors
/// When it is damaged or has too many pixels.
pub fn clean(kind: FileKind, from: &mut File, to: &mut File) -> Result<(), Refusal> {
    from.seek(SeekFrom::Start(0))?;
    let mut reader = BufReader::new(from);
    let mut writer = BufWriter::new(&mut *to);
    match kind {
        FileKind::Jpeg => jpeg::copy(&mut reader, &mut writer)?,
        FileKind::Png => png::copy(&mut reader, &mut writer)?,
        FileKind::Webp => webp::copy(&mut reader, &mut writer)?,
        FileKind::Pdf | FileKind::Doc | FileKind::Docx | FileKind::Xls | FileKind::Xlsx => {
            io::copy(&mut reader, &mut writer)?;
        }
    }
    writer.flush()?;
    drop(writer);
    if kind == FileKind::Webp {
        webp::settle_length(to)?;
    }
    Ok(())
}

/// As many pixels as a telephone makes, at most.
fn check_size(width: u32, height: u32) -> Result<(), Refusal> {
    if width == 0 || height == 0 {
        Err(Refusal::Damaged)
    } else if width > PICTURE_SIDE
        || height > PICTURE_SIDE
        || u64::from(width) * u64::from(height) > PICTURE_PIXELS
    {
        Err(Refusal::TooManyPixels)
    } else {
        Ok(())
    }
}

fn read<const N: usize>(reader: &mut impl Read) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    reader.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// Copies exactly `length` bytes.
fn pass(reader: &mut impl Read, writer: &mut impl Write, length: u64) -> Result<(), Refusal> {
    if io::copy(&mut reader.by_ref().take(length), writer)? == length {
        Ok(())
    } else {
        Err(Refusal::Damaged)
    }
}

/// Leaves out exactly `length` bytes.
fn skip(reader: &mut impl Read, length: u64) -> Result<(), Refusal> {
    pass(reader, &mut io::sink(), length)
}
