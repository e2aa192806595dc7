//! PNG (W3C, third edition): chunks, each with a length, a name and a checksum. Kept are the
//! picture and its colours; texts, times and Exif are left out.

use std::io::{Read, Write};

use super::{check_size, pass, read, skip};
use crate::attachments::refusal::Refusal;

const SIGNATURE: [u8; 8] = [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A];

const KEPT: [&[u8; 4]; 17] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP",
    b"sBIT", b"bKGD", b"pHYs", b"hIST", b"acTL", b"fcTL", b"fdAT",
];

pub(super) fn copy(reader: &mut impl Read, writer: &mut impl Write) -> Result<(), Refusal> {
    if read(reader)? != SIGNATURE {
        return Err(Refusal::Damaged);
    }
    writer.write_all(&SIGNATURE)?;
    let (mut is_first, mut has_picture) = (true, false);
    loop {
        let length = u32::from_be_bytes(read(reader)?);
        let name: [u8; 4] = read(reader)?;
        let bytes = u64::from(length);
        if is_first {
            if name != *b"IHDR" || length != 13 {
                return Err(Refusal::Damaged);
            }
            let (width, height): ([u8; 4], [u8; 4]) = (read(reader)?, read(reader)?);
            check_size(u32::from_be_bytes(width), u32::from_be_bytes(height))?;
            writer.write_all(&length.to_be_bytes())?;
            writer.write_all(&name)?;
            writer.write_all(&width)?;
            writer.write_all(&height)?;
            // The rest of the header and its checksum.
            pass(reader, writer, 5 + 4)?;
            is_first = false;
            continue;
        }
        if !KEPT.contains(&&name) {
            // A chunk that decoding needs and we do not know.
            if name[0].is_ascii_uppercase() {
                return Err(Refusal::Damaged);
            }
            skip(reader, bytes + 4)?;
            continue;
        }
        has_picture |= name == *b"IDAT";
        writer.write_all(&length.to_be_bytes())?;
        writer.write_all(&name)?;
        pass(reader, writer, bytes + 4)?;
        if name == *b"IEND" {
            return if has_picture {
                Ok(())
            } else {
                Err(Refusal::Damaged)
            };
        }
    }
}
