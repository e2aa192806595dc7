//! Responses: versions drafted by an officer, approved by a leader who is never the drafter,
//! then released to the filer. An approved one never changes; a correction is a new version.

pub mod actions;
pub mod forms;
mod handlers;
pub mod pages;
pub mod queries;
mod record;

pub use record::{Base, Commitment, DraftText, Response, ResponseState};

use crate::web::{Access, Routes};

/// Addresses of the response; `{code}` stands for a reference.
pub mod paths {
    pub const DRAFT: &str = "/xu-ly/{code}/tra-loi";
    pub const APPROVE: &str = "/xu-ly/{code}/duyet";
}

/// Mounts this slice's routes.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    routes
        .get(paths::DRAFT, Access::Staff, handlers::edit)
        .post(paths::DRAFT, Access::Staff, handlers::save)
        .get(paths::APPROVE, Access::Staff, handlers::review)
        .post(paths::APPROVE, Access::Staff, handlers::approve)
}
