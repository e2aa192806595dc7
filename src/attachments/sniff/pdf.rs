//! PDF (ISO 32000-2, 7.5): begins with its header, ends with its end-of-file mark and nothing
//! behind it, so that it is not a second file as well. A PDF with a password is taken: offices
//! seal theirs so, and readers ask for the password instead of running anything.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use crate::attachments::refusal::Refusal;

/// The end-of-file mark stands within this many bytes of the end.
const TAIL: u64 = 1024;

pub(super) fn check(file: &mut File) -> Result<(), Refusal> {
    let length = file.seek(SeekFrom::End(0))?;
    file.seek(SeekFrom::Start(length.saturating_sub(TAIL)))?;
    let mut tail = Vec::new();
    file.by_ref().take(TAIL).read_to_end(&mut tail)?;
    let mark = tail
        .windows(5)
        .rposition(|five| five == b"%%EOF")
        .ok_or(Refusal::Damaged)?;
    let behind = tail.get(mark + 5..).unwrap_or_default();
    // Some writers fill up with zeros.
    if behind
        .iter()
        .all(|byte| byte.is_ascii_whitespace() || *byte == 0)
    {
        Ok(())
    } else {
        Err(Refusal::Mismatch)
    }
}
