//! Papers given out as files: PDF to read and print, DOCX to work on.

use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpResponse, web};

use super::AppError;
use crate::documents::{self, Block, Document, Style, Text};
use crate::i18n::Lang;

/// Which file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    Pdf,
    Docx,
}

impl Paper {
    const fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
        }
    }

    const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        }
    }
}

/// Makes a paper away from the threads that answer requests, and gives it out as `name`, which
/// holds nothing but letters of ASCII. A PDF opens in the browser.
///
/// # Errors
/// When it cannot be rendered.
pub async fn answer(
    paper: Paper,
    name: String,
    make: impl FnOnce() -> Document + Send + 'static,
) -> Result<HttpResponse, AppError> {
    let bytes = web::block(move || {
        let document = make();
        match paper {
            Paper::Pdf => documents::pdf::render(&document),
            Paper::Docx => documents::docx::render(&document),
        }
    })
    .await
    .map_err(AppError::internal)?
    .map_err(AppError::internal)?;
    let place = match paper {
        Paper::Pdf => "inline",
        Paper::Docx => "attachment",
    };
    Ok(file(
        bytes,
        paper.media_type(),
        &format!("{place}; filename=\"{name}.{}\"", paper.ending()),
    ))
}

/// Bytes as a file that nobody keeps on the way.
#[must_use]
pub fn file(bytes: Vec<u8>, media_type: &'static str, disposition: &str) -> HttpResponse {
    let mut response = HttpResponse::Ok();
    response
        .content_type(media_type)
        .insert_header((header::CACHE_CONTROL, "private, no-store"))
        // Packed already.
        .insert_header((header::CONTENT_ENCODING, "identity"));
    if let Ok(value) = HeaderValue::from_str(disposition) {
        response.insert_header((header::CONTENT_DISPOSITION, value));
    }
    response.body(bytes)
}

/// Says at the end of a paper why some letters stand as codes.
pub fn note_spelled(document: &mut Document) {
    if !document.is_spelled() {
        return;
    }
    if let Some(first) = document.parts.first_mut() {
        first.blocks.push(Block::Text(Text::of(
            Style::Small,
            Lang::Vi.text("papers-spelled"),
        )));
    }
}
