//! Responses: versions drafted by an officer, approved by a leader who is never the drafter,
//! then released to the filer. An approved one never changes; a correction is a new version.

pub mod actions;
pub mod forms;
mod handlers;
pub mod letter;
mod letter_handlers;
pub mod pages;
pub mod queries;
mod record;

pub use record::{Base, Commitment, DraftText, Response, ResponseState};

use crate::web::{Access, Routes};

/// Addresses of the response; `{code}` stands for a reference.
pub mod paths {
    pub const DRAFT: &str = "/xu-ly/{code}/tra-loi";
    pub const APPROVE: &str = "/xu-ly/{code}/duyet";
    /// The answer as a letter, for those who work on it.
    pub const LETTER_PDF: &str = "/xu-ly/{code}/tra-loi.pdf";
    pub const LETTER_DOCX: &str = "/xu-ly/{code}/tra-loi.docx";
    /// The same letter, for its filer.
    pub const OWN_LETTER_PDF: &str = "/ho-so/{code}/tra-loi.pdf";
    pub const OWN_LETTER_DOCX: &str = "/ho-so/{code}/tra-loi.docx";
}

/// Mounts this slice's routes.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    routes
        .get(paths::DRAFT, Access::Staff, handlers::edit)
        .post(paths::DRAFT, Access::Staff, handlers::save)
        .get(paths::APPROVE, Access::Staff, handlers::review)
        .post(paths::APPROVE, Access::Staff, handlers::approve)
        .get(paths::LETTER_PDF, Access::Staff, letter_handlers::staff_pdf)
        .get(
            paths::LETTER_DOCX,
            Access::Staff,
            letter_handlers::staff_docx,
        )
        .get(
            paths::OWN_LETTER_PDF,
            Access::Anyone,
            letter_handlers::filer_pdf,
        )
        .get(
            paths::OWN_LETTER_DOCX,
            Access::Anyone,
            letter_handlers::filer_docx,
        )
}
