//! Many difficulties at once, from one sheet: an association's list, a commune's, the
//! secretariat's own. Every row is judged by the rules of the form and filed on its way.
//!
//! Nothing is filed before a person has seen what each row will be and said yes. Left out here:
//! what a submission is ([`crate::submissions`]), and jobs ([`crate::jobs`]).

pub mod actions;
mod columns;
mod failure;
mod forms;
mod handlers;
mod judge;
mod numbers;
mod pages;
mod plan;
pub mod policy;
pub mod queries;
pub mod result;
pub mod review;
pub mod sheet;
mod words;

pub use columns::Field;
pub use judge::{Judge, Reason, Verdict, Weight};
pub use plan::{Defaults, Plan};
pub use queries::{Counts, Import, State};

use crate::web::{Access, Routes};

/// Addresses of this slice.
pub mod paths {
    pub const BEGIN: &str = "/nhap-nhieu";
    pub const TEMPLATE: &str = "/nhap-nhieu/mau.xlsx";
    pub const OPEN: &str = "/nhap-nhieu/{token}";
    pub const ENCODING: &str = "/nhap-nhieu/{token}/bang-ma";
    pub const SHEET: &str = "/nhap-nhieu/{token}/trang-tinh";
    pub const COLUMNS: &str = "/nhap-nhieu/{token}/cot";
    pub const PREVIEW: &str = "/nhap-nhieu/{token}/xem-truoc";
    pub const STORE: &str = "/nhap-nhieu/{token}/nhap";
    pub const DISCARD: &str = "/nhap-nhieu/{token}/bo";
    pub const RESULT: &str = "/nhap-nhieu/{token}/ket-qua";
    pub const DOWNLOAD: &str = "/nhap-nhieu/{token}/ket-qua.xlsx";

    #[must_use]
    pub fn open(token: &str) -> String {
        format!("/nhap-nhieu/{token}")
    }

    #[must_use]
    pub fn encoding(token: &str) -> String {
        format!("/nhap-nhieu/{token}/bang-ma")
    }

    #[must_use]
    pub fn sheet(token: &str) -> String {
        format!("/nhap-nhieu/{token}/trang-tinh")
    }

    #[must_use]
    pub fn columns(token: &str) -> String {
        format!("/nhap-nhieu/{token}/cot")
    }

    #[must_use]
    pub fn preview(token: &str) -> String {
        format!("/nhap-nhieu/{token}/xem-truoc")
    }

    #[must_use]
    pub fn store(token: &str) -> String {
        format!("/nhap-nhieu/{token}/nhap")
    }

    #[must_use]
    pub fn discard(token: &str) -> String {
        format!("/nhap-nhieu/{token}/bo")
    }

    #[must_use]
    pub fn result(token: &str) -> String {
        format!("/nhap-nhieu/{token}/ket-qua")
    }

    #[must_use]
    pub fn download(token: &str) -> String {
        format!("/nhap-nhieu/{token}/ket-qua.xlsx")
    }
}

/// Mounts this slice's routes. Who of the staff may import is [`policy::importer`].
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    let who = Access::Staff;
    routes
        .get(paths::BEGIN, who, handlers::begin)
        .upload(paths::BEGIN, who, handlers::upload)
        .get(paths::TEMPLATE, who, handlers::template)
        .get(paths::OPEN, who, handlers::open)
        .get(paths::ENCODING, who, handlers::encoding)
        .post(paths::ENCODING, who, handlers::save_encoding)
        .post(paths::SHEET, who, handlers::choose_sheet)
        .get(paths::COLUMNS, who, handlers::columns)
        .post(paths::COLUMNS, who, handlers::save_columns)
        .get(paths::PREVIEW, who, handlers::preview)
        .post(paths::PREVIEW, who, handlers::choose_places)
        .post(paths::STORE, who, handlers::store)
        .post(paths::DISCARD, who, handlers::discard)
        .get(paths::RESULT, who, handlers::show_result)
        .get(paths::DOWNLOAD, who, handlers::download)
}
