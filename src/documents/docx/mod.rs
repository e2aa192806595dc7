//! A document as DOCX: the parts that Word and `LibreOffice` need, written directly. Times New
//! Roman by name, as the decree asks; the reader's machine has it or one of the same widths.
//! No moments of making, entries in one order: the same document is the same bytes.

mod body;
mod parts;

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::{Document, DocumentError};

/// # Errors
/// [`DocumentError`]: a letter the fonts lack, named; or the container cannot be written.
pub fn render(document: &Document) -> Result<Vec<u8>, DocumentError> {
    // What can be printed and what can be edited are the same words.
    document.check()?;
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let body = body::write(document);
    let files = [
        ("[Content_Types].xml", parts::CONTENT_TYPES.to_owned()),
        ("_rels/.rels", parts::RELATIONS.to_owned()),
        ("docProps/core.xml", parts::core(&document.title)),
        ("docProps/app.xml", parts::APP.to_owned()),
        ("word/document.xml", body),
        (
            "word/_rels/document.xml.rels",
            parts::WORD_RELATIONS.to_owned(),
        ),
        ("word/styles.xml", parts::styles(document.size)),
        ("word/settings.xml", parts::SETTINGS.to_owned()),
        ("word/fontTable.xml", parts::FONTS.to_owned()),
        ("word/header1.xml", parts::PAGE_NUMBER.to_owned()),
        ("word/header2.xml", parts::NO_NUMBER.to_owned()),
    ];
    for (name, text) in files {
        zip.start_file(name, options).map_err(broken)?;
        zip.write_all(text.as_bytes()).map_err(broken)?;
    }
    Ok(zip.finish().map_err(broken)?.into_inner())
}

fn broken(error: impl std::fmt::Display) -> DocumentError {
    DocumentError::Broken(error.to_string())
}

/// Text as XML holds it.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            // Not letters to XML 1.0; cleaned text has none.
            '\u{0}'..='\u{8}'
            | '\u{b}'
            | '\u{c}'
            | '\u{e}'..='\u{1f}'
            | '\u{fffe}'
            | '\u{ffff}' => {}
            letter => escaped.push(letter),
        }
    }
    escaped
}
