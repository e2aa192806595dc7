//! Responses: versions drafted by an officer, approved by a leader who is never the drafter,
//! then released to the filer. An approved one never changes; a correction is a new version.

use crate::web::Routes;

/// Mounts this slice's routes.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    routes
}
