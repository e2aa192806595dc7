//! Answers that are signed and held back, and their release together: nobody outside reads one
//! before, and nothing is sent twice. Until then the difficulty stands before the leader for
//! everybody but those who work on it.

mod handlers;
mod pages;
pub mod queries;

use crate::accounts::Role;
use crate::web::{Access, Routes};

/// Addresses of the release.
pub mod paths {
    pub const RELEASE: &str = "/xu-ly/phat-hanh";
}

/// Those who prepare a release see what is held; the secretary and the chair let it go.
const READERS: Access = Access::Only(&[Role::Clerk, Role::Secretary, Role::Chair, Role::ChairAide]);
const RELEASERS: Access = Access::Only(&[Role::Secretary, Role::Chair, Role::ChairAide]);

/// Mounts the page; before the workbench, whose addresses look like it.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    routes.get(paths::RELEASE, READERS, handlers::show).post(
        paths::RELEASE,
        RELEASERS,
        handlers::release,
    )
}
