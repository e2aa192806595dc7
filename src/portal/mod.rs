//! The public front: the first page, pages of plain text, health, static files and what robots
//! may read.

mod handlers;
mod home;
mod texts;

use crate::web::{Access, Routes, statics};

pub mod paths {
    pub const HOME: &str = "/";
    pub const HELP: &str = "/tro-giup";
    pub const PROCESS: &str = "/quy-trinh";
    pub const PRIVACY: &str = "/du-lieu-ca-nhan";
    pub const ACCESSIBILITY: &str = "/tiep-can";
    pub const LIMITS: &str = "/gioi-han";
    pub const ROBOTS: &str = "/robots.txt";
}

/// Mounts this slice's routes.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/healthz", Access::Anyone, handlers::healthz)
        .get("/readyz", Access::Anyone, handlers::readyz)
        .get(statics::PATH, Access::Anyone, statics::file)
        .get(paths::ROBOTS, Access::Anyone, handlers::robots)
        .get(paths::HOME, Access::Anyone, handlers::home)
        .get(paths::HELP, Access::Anyone, handlers::help)
        .get(paths::PROCESS, Access::Anyone, handlers::process)
        .get(paths::PRIVACY, Access::Anyone, handlers::privacy)
        .get(
            paths::ACCESSIBILITY,
            Access::Anyone,
            handlers::accessibility,
        )
        .get(paths::LIMITS, Access::Anyone, handlers::limits)
}
