//! The public front: the first page, health, static files, and pages of plain text.

use crate::web::{Access, Routes, statics};

mod handlers;

/// Mounts this slice's routes.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/healthz", Access::Anyone, handlers::healthz)
        .get("/readyz", Access::Anyone, handlers::readyz)
        .get(statics::PATH, Access::Anyone, statics::file)
}
