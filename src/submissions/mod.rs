//! What arrived, exactly as it arrived: one submission, one receipt, one look-up code, and the
//! difficulties it became. Filing needs no account and no script.
//!
//! Until it is sent, what a filer writes is a draft ([`drafts`]) that only their browser opens, or
//! another one by its link ([`resume`]).
//! No page writes when it is only looked at.

pub mod actions;
pub mod consent;
pub(crate) mod content;
pub mod drafts;
pub mod elsewhere;
mod filing;
mod forms;
mod handlers;
mod joining;
pub mod lookup_code;
mod near;
mod pages;
pub(crate) mod places;
pub(crate) mod policy;
pub mod queries;
mod receipt;
mod resume;
mod slip;
mod spelled;
mod story;

pub use content::Story;
pub use lookup_code::LookupCode;
pub use queries::Submission;

use crate::web::{Access, Routes};

/// Addresses of this slice.
pub mod paths {
    pub const BEGIN: &str = "/gui-kho-khan";
    pub const STORY: &str = "/gui-kho-khan/noi-dung";
    pub const FILER: &str = "/gui-kho-khan/nguoi-gui";
    pub const NEAR: &str = "/gui-kho-khan/tuong-tu";
    pub const CHECK: &str = "/gui-kho-khan/kiem-tra";
    /// Typing in for somebody else.
    pub const FOR_ANOTHER: &str = "/nhap-ho";
    pub const RECEIPT: &str = "/ho-so/{code}/bien-nhan";

    pub const JOIN: &str = "/ho-so/{code}/cung-gap";

    /// Where somebody says that they meet a published difficulty too.
    #[must_use]
    pub fn join(reference: &str) -> String {
        JOIN.replace("{code}", reference)
    }

    /// A draft's link.
    pub const RESUME: &str = "/gui-kho-khan/nhap/{token}";

    #[must_use]
    pub fn resume(token: &str) -> String {
        RESUME.replace("{token}", token)
    }

    /// Where a difficulty is followed.
    #[must_use]
    pub fn item(reference: &str) -> String {
        format!("/ho-so/{reference}")
    }

    #[must_use]
    pub fn receipt(reference: &str) -> String {
        format!("/ho-so/{reference}/bien-nhan")
    }
}

/// Mounts this slice's routes.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    routes
        .get(paths::BEGIN, Access::Anyone, handlers::introduction)
        .post(paths::BEGIN, Access::Anyone, handlers::begin)
        .get(paths::STORY, Access::Anyone, story::story)
        .upload(paths::STORY, Access::Anyone, story::save_story)
        .get(paths::FILER, Access::Anyone, handlers::filer)
        .post(paths::FILER, Access::Anyone, handlers::save_filer)
        .get(paths::NEAR, Access::Anyone, near::near)
        .post(paths::NEAR, Access::Anyone, near::choose)
        .get(paths::JOIN, Access::Anyone, joining::page)
        .post(paths::JOIN, Access::Anyone, joining::begin)
        .get(paths::CHECK, Access::Anyone, filing::check)
        .post(paths::CHECK, Access::Anyone, filing::file)
        .get(paths::FOR_ANOTHER, Access::Staff, slip::show)
        .upload(paths::FOR_ANOTHER, Access::Staff, slip::send)
        .get(paths::RESUME, Access::Anyone, resume::ask)
        .post(paths::RESUME, Access::Anyone, resume::take_over)
        .get(paths::RECEIPT, Access::Anyone, receipt::receipt)
}
