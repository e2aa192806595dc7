//! Looking after accounts (permissions.md, row 33): one administrator does most of it, two give
//! what lets somebody see or decide everything.

mod actions;
mod forms;
mod handlers;
mod pages;
mod policy;
mod queries;

pub use actions::{AccountState, Done, NewAccount, create};
pub use queries::{open_requests, others_who_administer};

use super::Role;
use crate::web::{Access, Routes};

/// Where the pages and acts are.
pub mod paths {
    pub const LIST: &str = "/quan-tri/nguoi-dung";
    pub const NEW: &str = "/quan-tri/nguoi-dung/moi";
    pub const SHOW: &str = "/quan-tri/nguoi-dung/{id}";
    pub const DISABLE: &str = "/quan-tri/nguoi-dung/{id}/tat";
    pub const ENABLE: &str = "/quan-tri/nguoi-dung/{id}/bat";
    pub const LINK: &str = "/quan-tri/nguoi-dung/{id}/lien-ket";
    pub const SETTLE: &str = "/quan-tri/nguoi-dung/{id}/xac-nhan";

    #[must_use]
    pub fn show(id: i64) -> String {
        format!("{LIST}/{id}")
    }
}

const ADMINISTRATOR: Access = Access::Only(&[Role::Administrator]);

/// Mounts the routes.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    routes
        .get(paths::LIST, ADMINISTRATOR, handlers::list)
        .get(paths::NEW, ADMINISTRATOR, handlers::ask_new)
        .post(paths::NEW, ADMINISTRATOR, handlers::create)
        .get(paths::SHOW, ADMINISTRATOR, handlers::show)
        .post(paths::SHOW, ADMINISTRATOR, handlers::edit)
        .post(paths::DISABLE, ADMINISTRATOR, handlers::disable)
        .post(paths::ENABLE, ADMINISTRATOR, handlers::enable)
        .post(paths::LINK, ADMINISTRATOR, handlers::link)
        .post(paths::SETTLE, ADMINISTRATOR, handlers::settle)
}
