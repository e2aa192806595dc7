//! WebP (RFC 9649): RIFF chunks. Kept are the picture, its transparency, animation and colour
//! profile; Exif and XMP are left out, and the header no longer announces them.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};

use super::{check_size, pass, read, skip};
use crate::attachments::refusal::Refusal;

/// Flags of the extended header that announce Exif and XMP (RFC 9649, 2.7.1).
const PARTICULARS: u8 = 0x08 | 0x04;

pub(super) fn copy(reader: &mut impl Read, writer: &mut impl Write) -> Result<(), Refusal> {
    let [b'R', b'I', b'F', b'F', a, b, c, d, b'W', b'E', b'B', b'P'] = read(reader)? else {
        return Err(Refusal::Damaged);
    };
    // The length is settled at the end.
    writer.write_all(b"RIFF\0\0\0\0WEBP")?;
    let mut left = u64::from(u32::from_le_bytes([a, b, c, d]))
        .checked_sub(4)
        .ok_or(Refusal::Damaged)?;
    let mut has_picture = false;
    // Behind the announced length stands nothing of the picture.
    while left >= 8 {
        let name: [u8; 4] = read(reader)?;
        let length = u32::from_le_bytes(read(reader)?);
        // Chunks are filled up to an even length.
        let padded = u64::from(length) + u64::from(length % 2);
        left = left.checked_sub(8 + padded).ok_or(Refusal::Damaged)?;
        match &name {
            b"VP8X" => {
                let mut header: [u8; 10] = read(reader)?;
                let [flags, _, _, _, w0, w1, w2, h0, h1, h2] = header;
                check_size(
                    u32::from_le_bytes([w0, w1, w2, 0]) + 1,
                    u32::from_le_bytes([h0, h1, h2, 0]) + 1,
                )?;
                header[0] = flags & !PARTICULARS;
                writer.write_all(&name)?;
                writer.write_all(&length.to_le_bytes())?;
                writer.write_all(&header)?;
                pass(
                    reader,
                    writer,
                    padded.checked_sub(10).ok_or(Refusal::Damaged)?,
                )?;
            }
            b"VP8 " | b"VP8L" => {
                let start: [u8; 10] = read(reader)?;
                let (width, height) = size(&name, start).ok_or(Refusal::Damaged)?;
                check_size(width, height)?;
                writer.write_all(&name)?;
                writer.write_all(&length.to_le_bytes())?;
                writer.write_all(&start)?;
                pass(
                    reader,
                    writer,
                    padded.checked_sub(10).ok_or(Refusal::Damaged)?,
                )?;
                has_picture = true;
            }
            b"ALPH" | b"ICCP" | b"ANIM" | b"ANMF" => {
                has_picture |= name == *b"ANMF";
                writer.write_all(&name)?;
                writer.write_all(&length.to_le_bytes())?;
                pass(reader, writer, padded)?;
            }
            _ => skip(reader, padded)?,
        }
    }
    if has_picture {
        Ok(())
    } else {
        Err(Refusal::Damaged)
    }
}

/// Width and height of a still picture: lossy (RFC 6386, 9.1) or lossless (RFC 9649, 3.4).
fn size(name: &[u8; 4], start: [u8; 10]) -> Option<(u32, u32)> {
    match (name, start) {
        (b"VP8 ", [_, _, _, 0x9D, 0x01, 0x2A, w0, w1, h0, h1]) => Some((
            u32::from(u16::from_le_bytes([w0, w1]) & 0x3FFF),
            u32::from(u16::from_le_bytes([h0, h1]) & 0x3FFF),
        )),
        (b"VP8L", [0x2F, a, b, c, d, ..]) => {
            let bits = u32::from_le_bytes([a, b, c, d]);
            Some(((bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1))
        }
        _ => None,
    }
}

/// Writes the length of everything behind it into the header.
pub(super) fn settle_length(file: &mut File) -> Result<(), Refusal> {
    let length = file.seek(SeekFrom::End(0))?;
    let length = u32::try_from(length.saturating_sub(8)).map_err(|_| Refusal::TooLarge)?;
    file.seek(SeekFrom::Start(4))?;
    Ok(file.write_all(&length.to_le_bytes())?)
}
