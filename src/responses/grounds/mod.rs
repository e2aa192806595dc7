//! Legal grounds as records: a document, an article of it, and from when to when it is in force.
//! They are picked by words while drafting; one that lapsed is not offered any more, and what rests
//! on it is listed, so that somebody looks.

mod forms;
mod handlers;
mod pages;
pub mod queries;
mod record;

pub use forms::NewGround;
pub use record::Ground;

use crate::accounts::Role;
use crate::web::{Access, Routes};

/// Addresses of the legal grounds.
pub mod paths {
    pub const LIST: &str = "/xu-ly/can-cu";
    pub const NEW: &str = "/xu-ly/can-cu/them";
    pub const ONE: &str = "/xu-ly/can-cu/van-ban/{id}";

    /// The address of one.
    #[must_use]
    pub fn of(id: i64) -> String {
        ONE.replace("{id}", &id.to_string())
    }
}

/// Everybody who drafts, approves or reads drafts.
pub(super) const READERS: Access = Access::Only(&[
    Role::Officer,
    Role::Leader,
    Role::Clerk,
    Role::Secretary,
    Role::Chair,
    Role::ChairAide,
]);
/// Those who keep the list: the secretariat, and leaders, whose officers know their field.
pub(super) const KEEPERS: Access = Access::Only(&[Role::Leader, Role::Clerk, Role::Secretary]);

/// Whether a role keeps the list.
#[must_use]
pub const fn keeps(role: Role) -> bool {
    matches!(role, Role::Leader | Role::Clerk | Role::Secretary)
}

/// Mounts the pages; before the workbench, whose addresses look like them.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    routes
        .get(paths::LIST, READERS, handlers::list)
        .get(paths::NEW, KEEPERS, handlers::begin)
        .post(paths::NEW, KEEPERS, handlers::add)
        .get(paths::ONE, READERS, handlers::show)
        .post(paths::ONE, KEEPERS, handlers::change)
}

/// The grounds of an answer as one text: those typed, and each one picked that they do not cite
/// already.
#[must_use]
pub fn cited(typed: &str, picked: &[Ground]) -> String {
    let mut lines: Vec<String> = Vec::new();
    if !typed.is_empty() {
        lines.push(typed.to_owned());
    }
    for ground in picked {
        let citation = ground.citation();
        if !typed.contains(&citation) {
            lines.push(citation);
        }
    }
    lines.join("\n")
}
