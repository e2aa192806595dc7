//! JPEG (ITU-T T.81, annex B): segments, each with a marker. Kept are those that decoding needs:
//! tables, frames, scans, the colour profile; and which side is up, in an Exif of our own making.

use std::io::{BufRead, Read, Write};

use super::{check_size, pass, read, skip};
use crate::attachments::refusal::Refusal;

/// Of an Exif, only as much is read as a camera writes before its thumbnail.
const EXIF_AT_MOST: u64 = 64 * 1024;

pub(super) fn copy(reader: &mut impl BufRead, writer: &mut impl Write) -> Result<(), Refusal> {
    if read(reader)? != [0xFF, 0xD8] {
        return Err(Refusal::Damaged);
    }
    writer.write_all(&[0xFF, 0xD8])?;
    let (mut has_frame, mut has_scan, mut is_turned) = (false, false, false);
    let mut next = marker(reader)?;
    loop {
        let kind = next;
        match kind {
            // End of image: what stands behind it is none of the picture.
            0xD9 => {
                writer.write_all(&[0xFF, 0xD9])?;
                return if has_frame && has_scan {
                    Ok(())
                } else {
                    Err(Refusal::Damaged)
                };
            }
            // Start of scan: its header, then data up to the next marker.
            0xDA => {
                if !has_frame {
                    return Err(Refusal::Damaged);
                }
                keep(kind, reader, writer)?;
                has_scan = true;
                next = scan(reader, writer)?;
                continue;
            }
            // Start of frame; not DHT, JPG and DAC, which share its range.
            0xC0..=0xCF if !matches!(kind, 0xC4 | 0xC8 | 0xCC) => {
                frame(kind, reader, writer)?;
                has_frame = true;
            }
            0xC4 | 0xCC | 0xDB | 0xDC | 0xDD | 0xE0 | 0xEE => keep(kind, reader, writer)?,
            0xE1 if !is_turned => is_turned = exif(reader, writer)?,
            0xE2 => colours(reader, writer)?,
            // Other applications' segments, comments, the unknown.
            0xE1 | 0xE3..=0xED | 0xEF..=0xFE | 0xDE | 0xDF => {
                let length = length(reader)?;
                skip(reader, length)?;
            }
            _ => return Err(Refusal::Damaged),
        }
        next = marker(reader)?;
    }
}

/// The next marker; fill bytes before it are allowed.
fn marker(reader: &mut impl Read) -> Result<u8, Refusal> {
    let [first, mut second] = read(reader)?;
    if first != 0xFF {
        return Err(Refusal::Damaged);
    }
    while second == 0xFF {
        [second] = read(reader)?;
    }
    Ok(second)
}

/// Bytes of a segment behind its length field.
fn length(reader: &mut impl Read) -> Result<u64, Refusal> {
    let length = u64::from(u16::from_be_bytes(read(reader)?));
    length.checked_sub(2).ok_or(Refusal::Damaged)
}

fn head(kind: u8, length: u64, writer: &mut impl Write) -> Result<(), Refusal> {
    let [.., high, low] = (length + 2).to_be_bytes();
    Ok(writer.write_all(&[0xFF, kind, high, low])?)
}

fn keep(kind: u8, reader: &mut impl Read, writer: &mut impl Write) -> Result<(), Refusal> {
    let length = length(reader)?;
    head(kind, length, writer)?;
    pass(reader, writer, length)
}

fn frame(kind: u8, reader: &mut impl Read, writer: &mut impl Write) -> Result<(), Refusal> {
    let length = length(reader)?;
    let rest = length.checked_sub(5).ok_or(Refusal::Damaged)?;
    let start: [u8; 5] = read(reader)?;
    let [_, high, low, wide, narrow] = start;
    check_size(
        u16::from_be_bytes([wide, narrow]).into(),
        u16::from_be_bytes([high, low]).into(),
    )?;
    head(kind, length, writer)?;
    writer.write_all(&start)?;
    pass(reader, writer, rest)
}

/// Copies the data of a scan; returns the marker that ends it. Within it a byte FF is followed
/// by zero, or is a restart marker.
fn scan(reader: &mut impl BufRead, writer: &mut impl Write) -> Result<u8, Refusal> {
    loop {
        let buffer = reader.fill_buf()?;
        if buffer.is_empty() {
            return Err(Refusal::Damaged);
        }
        let plain = buffer
            .iter()
            .position(|byte| *byte == 0xFF)
            .unwrap_or(buffer.len());
        if plain > 0 {
            writer.write_all(buffer.get(..plain).unwrap_or_default())?;
            reader.consume(plain);
            continue;
        }
        match marker(reader)? {
            kind @ (0 | 0xD0..=0xD7) => writer.write_all(&[0xFF, kind])?,
            kind => return Ok(kind),
        }
    }
}

/// The colour profile stays; previews and depth maps, which share its segment, do not.
fn colours(reader: &mut impl Read, writer: &mut impl Write) -> Result<(), Refusal> {
    const PROFILE: &[u8; 12] = b"ICC_PROFILE\0";
    let length = length(reader)?;
    if length < 12 {
        return skip(reader, length);
    }
    let name: [u8; 12] = read(reader)?;
    if name != *PROFILE {
        return skip(reader, length - 12);
    }
    head(0xE2, length, writer)?;
    writer.write_all(&name)?;
    pass(reader, writer, length - 12)
}

/// Leaves an Exif or XMP out, but for which side is up: without it portraits lie down. Returns
/// whether that was said.
fn exif(reader: &mut impl Read, writer: &mut impl Write) -> Result<bool, Refusal> {
    let length = length(reader)?;
    let mut bytes = Vec::new();
    reader
        .by_ref()
        .take(length.min(EXIF_AT_MOST))
        .read_to_end(&mut bytes)?;
    if bytes.len() as u64 != length {
        return Err(Refusal::Damaged);
    }
    let turned = bytes
        .strip_prefix(b"Exif\0\0")
        .and_then(orientation)
        .filter(|turned| (2..=8).contains(turned));
    let Some(turned) = turned else {
        return Ok(false);
    };
    head(0xE1, 32, writer)?;
    writer.write_all(b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0")?;
    writer.write_all(&[turned, 0, 0, 0, 0, 0, 0])?;
    Ok(true)
}

/// Tag 0x0112 of the first directory (TIFF 6.0; Exif 2.32, 4.6.4).
fn orientation(tiff: &[u8]) -> Option<u8> {
    let is_big = match tiff.get(..4)? {
        b"MM\0*" => true,
        b"II*\0" => false,
        _ => return None,
    };
    let short = |at: usize| -> Option<u16> {
        let two = tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if is_big {
            u16::from_be_bytes(two)
        } else {
            u16::from_le_bytes(two)
        })
    };
    let four: [u8; 4] = tiff.get(4..8)?.try_into().ok()?;
    let directory = usize::try_from(if is_big {
        u32::from_be_bytes(four)
    } else {
        u32::from_le_bytes(four)
    })
    .ok()?;
    (0..usize::from(short(directory)?))
        .filter_map(|entry| directory.checked_add(2 + 12 * entry))
        .find(|at| short(*at) == Some(0x0112))
        .and_then(|at| short(at + 8)?.try_into().ok())
}
