//! Who reads a draft of an agency before its leader does: steps in order, each a title and a
//! person, as the agency's leader sets them. Every step says yes or sends the draft back; the
//! leader signs only after all of them. Whoever drafted passes no step of their own.

mod handlers;
pub mod queries;

use crate::accounts::Role;
use crate::web::{Access, Routes};

/// Addresses of the steps; `{code}` stands for a reference.
pub mod paths {
    pub const SETTINGS: &str = "/xu-ly/buoc-duyet";
    /// The reader of a step agrees.
    pub const PASS: &str = "/xu-ly/{code}/dong-y";
}

/// Steps before the leader at most.
pub const AT_MOST: usize = 3;
/// The event of a step that was passed.
pub const PASSED: &str = "pass_step";
/// The event of steps set anew.
pub const SET: &str = "set_steps";

/// Mounts the settings; before the workbench, whose addresses look like it.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    let leaders = Access::Only(&[Role::Leader]);
    routes
        .get(paths::SETTINGS, leaders, handlers::show)
        .post(paths::SETTINGS, leaders, handlers::set)
        .post(paths::PASS, Access::Only(&[Role::Officer]), handlers::pass)
}
