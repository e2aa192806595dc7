//! "No responsible unit today": open work of units that have ended. It is never moved by itself:
//! a person of the secretariat sees each row, who may follow, and chooses; where the area says
//! which of several units it is, that one is offered first.

mod forms;
mod handlers;
mod pages;
mod queries;

pub use queries::count;

use crate::accounts::Role;
use crate::web::{Access, Routes};

/// Where the list and the act are.
pub mod paths {
    pub const LIST: &str = "/xu-ly/chua-co-don-vi";
    pub const MOVE: &str = "/xu-ly/chua-co-don-vi/chuyen";
}

const DESK: Access = Access::Only(&[Role::Clerk, Role::Secretary]);

/// Mounts this room's routes; before the page of one difficulty, whose address would take the
/// list's name for a code.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    routes
        .get(paths::LIST, DESK, handlers::list)
        .post(paths::MOVE, DESK, handlers::post)
}
