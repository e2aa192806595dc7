//! Canned answers: texts to start from, bound to a topic group and an outcome, some only for a
//! season. Everybody's are kept by the secretariat, an agency's own by the agency. Put into a draft
//! they are words like any others; the check against form letters still reads them.

mod forms;
mod handlers;
mod pages;
pub mod queries;
mod record;

pub use forms::NewCanned;
pub use record::Canned;

use crate::accounts::{Role, Staff};
use crate::web::{Access, Routes};

/// Addresses of the canned answers.
pub mod paths {
    pub const LIST: &str = "/xu-ly/mau-cau";
    pub const NEW: &str = "/xu-ly/mau-cau/them";
    pub const ONE: &str = "/xu-ly/mau-cau/mau/{id}";

    /// The address of one.
    #[must_use]
    pub fn of(id: i64) -> String {
        ONE.replace("{id}", &id.to_string())
    }
}

/// Those who write answers or look after their wording.
const KEEPERS: Access = Access::Only(&[Role::Officer, Role::Leader, Role::Clerk, Role::Secretary]);

/// Whose a staff member's canned answers are: an agency's own, or everybody's.
#[must_use]
pub fn owner_of(staff: &Staff) -> Option<i64> {
    match staff.role {
        Role::Officer | Role::Leader => staff.agency_id,
        _ => None,
    }
}

/// Mounts the pages; before the workbench, whose addresses look like them.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    routes
        .get(paths::LIST, KEEPERS, handlers::list)
        .get(paths::NEW, KEEPERS, handlers::begin)
        .post(paths::NEW, KEEPERS, handlers::add)
        .get(paths::ONE, KEEPERS, handlers::show)
        .post(paths::ONE, KEEPERS, handlers::change)
}
