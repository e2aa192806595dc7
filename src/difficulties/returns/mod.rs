//! Who returns to whom: how often each agency said "not ours", and whose it said it was, for the
//! secretary and the chair. Every number opens to its rows.

mod page;
mod queries;

use crate::accounts::Role;
use crate::web::{Access, Routes};

/// Addresses of the table.
pub mod paths {
    pub const RETURNS: &str = "/xu-ly/chuyen-tra";
}

/// Mounts this slice's routes; before the page of one difficulty, whose address looks the same.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    let access = Access::Only(&[Role::Secretary, Role::Chair, Role::ChairAide]);
    routes.get(paths::RETURNS, access, page::show)
}
