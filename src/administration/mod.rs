//! The room `/quan-tri`: its first screen, the system log and the health of the installation.
//!
//! What is looked after there belongs to its slice: accounts in `accounts::admin`, units in
//! `agencies::admin` and `areas::admin`, conferences in `conferences::admin`. Here is only what
//! they share, and what belongs to none of them.
//!
//! The secretary looks after what a conference is made of, the administrator after accounts,
//! units and the log. Neither door leads to what anybody filed or was answered.

mod handlers;
mod nav;
mod pages;
mod queries;

pub use nav::{Nav, is_open_to};

use crate::accounts::Role;
use crate::web::{Access, Routes};

/// Where the pages are.
pub mod paths {
    pub const HOME: &str = "/quan-tri";
    pub const LOG: &str = "/quan-tri/nhat-ky";
    pub const HEALTH: &str = "/quan-tri/suc-khoe";
}

/// Who looks after anything here.
const LOOKS_AFTER: Access = Access::Only(&[Role::Secretary, Role::Administrator]);
const ADMINISTRATOR: Access = Access::Only(&[Role::Administrator]);

/// Mounts this room's routes.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    routes
        .get(paths::HOME, LOOKS_AFTER, handlers::home)
        .get(paths::LOG, ADMINISTRATOR, handlers::log)
        .get(paths::HEALTH, ADMINISTRATOR, handlers::health)
}
