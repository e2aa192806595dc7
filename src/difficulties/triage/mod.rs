//! What waits for whom: the lists staff work from, and the acts that bring a difficulty from
//! the receipt to its lead agency: accept (and split), refuse, assign, one by one or together.
//!
//! Every list starts from [`super::queries::visible_to`]; a count and the rows behind its link
//! come from the same [`filter::Filter`]. What happens to a difficulty is left to
//! [`super::actions`].

mod accept;
mod assign;
mod bulk;
mod choices;
mod count;
mod day;
mod desk;
mod due;
mod filter;
mod forms;
mod handlers;
mod items;
mod lists;
mod marking;
mod pages;
mod pane;
mod passage_cards;
#[cfg(test)]
mod plans;
mod queries;
mod refuse;
mod undo;

pub use count::COUNT_AT_MOST;
pub use desk::Desk;
pub use forms::RefusalReason;

use crate::accounts::Role;
use crate::web::{Access, Routes};

/// Addresses, each under the name of its handler.
pub mod paths {
    pub const DAY: &str = "/xu-ly";
    pub const INTAKE: &str = "/xu-ly/tiep-nhan";
    pub const MINE: &str = "/xu-ly/cua-toi";
    pub const AGENCY: &str = "/xu-ly/don-vi";
    pub const COORDINATING: &str = "/xu-ly/phoi-hop";
    pub const APPROVAL: &str = "/xu-ly/cho-duyet";
    pub const ALL: &str = "/xu-ly/tat-ca";
    pub const SEARCH: &str = "/xu-ly/tim";
    pub const BULK: &str = "/xu-ly/hang-loat";
    /// What became of one's own act on many rows.
    pub const BULK_RESULT: &str = "/xu-ly/hang-loat/{id}";
    pub const BULK_UNDO: &str = "/xu-ly/hang-loat/{id}/hoan-tac";
    pub const ACCEPT: &str = "/xu-ly/{code}/tiep-nhan";
    pub const UNDO: &str = "/xu-ly/{code}/hoan-tac";
    pub const REFUSE: &str = "/xu-ly/{code}/tu-choi";
    pub const ASSIGN: &str = "/xu-ly/{code}/phan-cong";

    /// The page of one difficulty, which another room keeps.
    #[must_use]
    pub fn item(reference: &str) -> String {
        format!("/xu-ly/{reference}")
    }

    #[must_use]
    pub fn bulk(id: i64) -> String {
        BULK_RESULT.replace("{id}", &id.to_string())
    }

    #[must_use]
    pub fn bulk_undo(id: i64) -> String {
        BULK_UNDO.replace("{id}", &id.to_string())
    }

    #[must_use]
    pub fn accept(reference: &str) -> String {
        ACCEPT.replace("{code}", reference)
    }

    #[must_use]
    pub fn refuse(reference: &str) -> String {
        REFUSE.replace("{code}", reference)
    }

    #[must_use]
    pub fn assign(reference: &str) -> String {
        ASSIGN.replace("{code}", reference)
    }
}

const DESK: Access = Access::Only(&[Role::Clerk, Role::Secretary]);
/// Those who assign (permissions, row 17).
const DESK_AND_CHAIR: Access =
    Access::Only(&[Role::Clerk, Role::Secretary, Role::Chair, Role::ChairAide]);
const OF_AN_AGENCY: Access = Access::Only(&[Role::Officer, Role::Leader]);
const ALL_BUT_IT: Access = Access::Only(&[
    Role::Clerk,
    Role::Secretary,
    Role::Officer,
    Role::Leader,
    Role::Chair,
    Role::ChairAide,
]);

/// Mounts this room's routes. They come before the page of one difficulty, whose address would
/// otherwise take the lists' names for codes.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    routes
        .get(paths::DAY, Access::Staff, handlers::day)
        .get(paths::INTAKE, DESK, handlers::intake)
        .get(paths::MINE, Access::Only(&[Role::Officer]), handlers::mine)
        .get(paths::AGENCY, OF_AN_AGENCY, handlers::agency)
        .get(paths::COORDINATING, OF_AN_AGENCY, handlers::coordinating)
        .get(
            paths::APPROVAL,
            Access::Only(&[Role::Leader]),
            handlers::approval,
        )
        .get(paths::ALL, ALL_BUT_IT, handlers::all)
        .get(paths::SEARCH, ALL_BUT_IT, handlers::search)
        .post(paths::BULK, DESK_AND_CHAIR, bulk::post)
        .get(paths::BULK_RESULT, DESK_AND_CHAIR, bulk::result)
        .post(paths::BULK_UNDO, DESK_AND_CHAIR, bulk::take_back)
        .get(paths::ACCEPT, Access::Staff, accept::get)
        .post(paths::ACCEPT, Access::Staff, accept::post)
        .post(paths::UNDO, Access::Staff, undo::post)
        .get(paths::REFUSE, Access::Staff, refuse::get)
        .post(paths::REFUSE, Access::Staff, refuse::post)
        .get(paths::ASSIGN, Access::Staff, assign::get)
        .post(paths::ASSIGN, Access::Staff, assign::post)
}
