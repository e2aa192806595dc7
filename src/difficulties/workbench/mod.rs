//! The workbench: one difficulty as those who work on it see it, and a small page for each act.
//! Which buttons stand there is policy and workflow together; nothing here decides who may.

pub mod acts;
pub mod changes;
mod coordination;
pub mod forms;
mod handlers;
pub mod head;
mod linking;
mod notes;
mod officer;
mod pages;
mod publication;
pub mod queries;
mod record;
pub mod refusal;
mod restriction;
pub mod similar;
mod small;
pub mod view;

use crate::web::{Access, Routes};

/// Addresses of the workbench; `{code}` stands for a reference.
pub mod paths {
    pub const WORKBENCH: &str = "/xu-ly/{code}";
    pub const HISTORY: &str = "/xu-ly/{code}/nhat-ky";
    /// Who filed a shielded one; every look is recorded.
    pub const LOOK: &str = "/xu-ly/{code}/xem-nguoi-gui";
    pub const PUBLICATION: &str = "/xu-ly/{code}/cong-khai";
    pub const TAKE: &str = "/xu-ly/{code}/nhan-viec";
    pub const ASK: &str = "/xu-ly/{code}/hoi";
    pub const SUPPLY: &str = "/xu-ly/{code}/bo-sung";
    pub const LAPSE: &str = "/xu-ly/{code}/ket-thuc";
    pub const RETURN: &str = "/xu-ly/{code}/tra-lai";
    pub const CONTRIBUTE: &str = "/xu-ly/{code}/y-kien";
    pub const SEND_BACK: &str = "/xu-ly/{code}/tra-ban-thao";
    pub const ESCALATE: &str = "/xu-ly/{code}/trinh-cap-tren";
    pub const HIGHER_REPLY: &str = "/xu-ly/{code}/phan-hoi";
    pub const FULFIL: &str = "/xu-ly/{code}/hoan-thanh";
    pub const EXTEND: &str = "/xu-ly/{code}/gia-han";
    pub const CLOSE: &str = "/xu-ly/{code}/dong";
    pub const REOPEN: &str = "/xu-ly/{code}/mo-lai";
    pub const MERGE: &str = "/xu-ly/{code}/gop";
    pub const UNMERGE: &str = "/xu-ly/{code}/tach";
    pub const WITHDRAW: &str = "/xu-ly/{code}/rut";
    /// What it belongs together with, and what asks the opposite.
    pub const LINK: &str = "/xu-ly/{code}/lien-ket";
    /// Which officer of the viewer's agency handles it.
    pub const OFFICER: &str = "/xu-ly/{code}/can-bo";
    /// The agencies that coordinate: who, by when, with what order.
    pub const COORDINATION: &str = "/xu-ly/{code}/phoi-hop";
    /// Who may see it: restricted or not, and for whom it is there.
    pub const RESTRICTION: &str = "/xu-ly/{code}/han-che";
    /// The notes of one's own unit.
    pub const NOTES: &str = "/xu-ly/{code}/ghi-chu";
    pub const REMIND: &str = "/xu-ly/{code}/don-doc";

    /// The address of one difficulty's page.
    #[must_use]
    pub fn of(path: &str, reference: &str) -> String {
        path.replace("{code}", reference)
    }
}

/// Mounts this slice's routes; after the lists, whose addresses look like a reference.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    let routes = routes
        .get(paths::WORKBENCH, Access::Staff, handlers::workbench)
        .get(paths::HISTORY, Access::Staff, handlers::history)
        .post(paths::LOOK, Access::Staff, handlers::look)
        .post(paths::TAKE, Access::Staff, handlers::take)
        .get(paths::PUBLICATION, Access::Staff, publication::show)
        .post(paths::PUBLICATION, Access::Staff, publication::send)
        .get(paths::LINK, Access::Staff, linking::show)
        .post(paths::LINK, Access::Staff, linking::send)
        .get(paths::RESTRICTION, Access::Staff, restriction::show)
        .post(paths::RESTRICTION, Access::Staff, restriction::send)
        .get(paths::NOTES, Access::Staff, notes::show)
        .post(paths::NOTES, Access::Staff, notes::send)
        .get(paths::OFFICER, Access::Staff, officer::show)
        .post(paths::OFFICER, Access::Staff, officer::send)
        .get(paths::COORDINATION, Access::Staff, coordination::show)
        .post(paths::COORDINATION, Access::Staff, coordination::send);
    acts::SMALL_PAGES.iter().fold(routes, |routes, place| {
        routes
            .get(place.path, Access::Staff, move |ctx, code| {
                small::show(place, ctx, code)
            })
            .post(place.path, Access::Staff, move |ctx, code, form| {
                small::send(place, ctx, code, form)
            })
    })
}
