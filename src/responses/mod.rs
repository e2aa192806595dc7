//! Responses: versions drafted by an officer, approved by a leader who is never the drafter,
//! then released to the filer. An approved one never changes; a correction is a new version.

pub mod actions;
mod bulk;
pub mod canned;
mod figures;
pub mod forms;
pub mod generic;
pub mod grounds;
mod handlers;
pub mod letter;
mod letter_handlers;
pub mod numbering;
pub mod pages;
pub mod queries;
mod record;
pub mod release;
pub mod required;
pub mod steps;

pub use record::{Base, Commitment, DraftCommitment, DraftText, Response, ResponseState, Save};

use crate::accounts::Role;
use crate::web::{Access, Routes};

/// Those who look at how answers are written, over all agencies.
const FIGURE_READERS: Access = Access::Only(&[Role::Secretary, Role::Chair, Role::ChairAide]);

/// Addresses of the response; `{code}` stands for a reference.
pub mod paths {
    pub const DRAFT: &str = "/xu-ly/{code}/tra-loi";
    /// The draft as its filer will read it.
    pub const PREVIEW: &str = "/xu-ly/{code}/tra-loi/xem-truoc";
    /// What its drafts said, and what changed.
    pub const VERSIONS: &str = "/xu-ly/{code}/tra-loi/cac-ban";
    /// Several at once, for the leader.
    pub const BULK: &str = "/xu-ly/duyet-nhieu";
    /// How often warnings were overruled.
    pub const FIGURES: &str = "/xu-ly/canh-bao";
    pub const APPROVE: &str = "/xu-ly/{code}/duyet";
    /// The answer as a letter, for those who work on it.
    pub const LETTER_PDF: &str = "/xu-ly/{code}/tra-loi.pdf";
    pub const LETTER_DOCX: &str = "/xu-ly/{code}/tra-loi.docx";
    /// The same letter, for its filer.
    pub const OWN_LETTER_PDF: &str = "/ho-so/{code}/tra-loi.pdf";
    pub const OWN_LETTER_DOCX: &str = "/ho-so/{code}/tra-loi.docx";
}

/// Mounts what is about no one difficulty; before the workbench, whose addresses look like it.
#[must_use]
pub fn desk_routes(routes: Routes) -> Routes {
    let routes = steps::routes(release::routes(canned::routes(grounds::routes(routes))));
    routes
        .get(paths::BULK, bulk::LEADERS, bulk::show)
        .post(paths::BULK, bulk::LEADERS, bulk::send)
        .get(paths::FIGURES, FIGURE_READERS, figures::show)
}

/// Mounts this slice's routes.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    routes
        .get(paths::DRAFT, Access::Staff, handlers::edit)
        .post(paths::DRAFT, Access::Staff, handlers::save)
        .get(paths::PREVIEW, Access::Staff, handlers::preview)
        .get(paths::VERSIONS, Access::Staff, handlers::versions)
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
