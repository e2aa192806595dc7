//! The chair's brief: two pages before a sitting. It can be frozen: then it has a number, the
//! moment of its figures and a hash, never changes, and is the same bytes as a page, PDF, DOCX or
//! XLSX. Every number is counted from the rows that were frozen with it, and opens just these.
//!
//! Restricted ones are in no brief: it is read by people who are not named on them. Beside it
//! stands the consolidated table ([`report`]).

mod content;
mod counting;
mod decisions;
mod edits;
mod gather;
mod handlers;
mod pages;
mod paper;
mod punctuality;
mod queries;
pub mod report;
mod sentences;
mod sheet;
mod slice;
#[cfg(test)]
mod tests;

pub use content::{Content, Fact};
pub use slice::Slice;

use crate::accounts::Role;
use crate::web::{Access, Routes};

/// Handler ↔ path.
pub mod paths {
    pub const BRIEF: &str = "/hoi-nghi/{slug}/tom-tat";
    pub const PDF: &str = "/hoi-nghi/{slug}/tom-tat.pdf";
    pub const DOCX: &str = "/hoi-nghi/{slug}/tom-tat.docx";
    pub const XLSX: &str = "/hoi-nghi/{slug}/tom-tat.xlsx";
    /// The rows behind a number.
    pub const ROWS: &str = "/hoi-nghi/{slug}/tom-tat/ho-so";
    /// What is different from one brief to another.
    pub const CHANGES: &str = "/hoi-nghi/{slug}/tom-tat/thay-doi";
    pub const FREEZE: &str = "/hoi-nghi/{slug}/tom-tat/chot";
    pub const EDIT: &str = "/hoi-nghi/{slug}/tom-tat/sua";
    pub const REPORT: &str = "/hoi-nghi/{slug}/bao-cao";
    pub const REPORT_PDF: &str = "/hoi-nghi/{slug}/bao-cao.pdf";
    pub const REPORT_DOCX: &str = "/hoi-nghi/{slug}/bao-cao.docx";

    /// The address of one of them for a conference.
    #[must_use]
    pub fn of(pattern: &str, slug: &str) -> String {
        pattern.replace("{slug}", slug)
    }
}

/// Permissions, row 28: the secretariat and the chair.
const READERS: Access = Access::Only(&[Role::Clerk, Role::Secretary, Role::Chair, Role::ChairAide]);
const FREEZERS: Access = Access::Only(&[Role::Clerk, Role::Secretary]);
/// The words are the secretary's.
const EDITORS: Access = Access::Only(&[Role::Secretary]);

/// Mounts this slice's routes.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    routes
        .get(paths::BRIEF, READERS, handlers::show)
        .get(paths::PDF, READERS, handlers::pdf)
        .get(paths::DOCX, READERS, handlers::docx)
        .get(paths::XLSX, READERS, handlers::xlsx)
        .get(paths::ROWS, READERS, handlers::rows)
        .get(paths::CHANGES, READERS, handlers::changes)
        .post(paths::FREEZE, FREEZERS, handlers::freeze)
        .get(paths::EDIT, EDITORS, handlers::edit)
        .post(paths::EDIT, EDITORS, handlers::save_edit)
        .get(paths::REPORT, READERS, report::show)
        .get(paths::REPORT_PDF, READERS, report::pdf)
        .get(paths::REPORT_DOCX, READERS, report::docx)
}
