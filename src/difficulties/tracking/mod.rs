//! Looking up and following what one filed: by public number, by look-up code alone, and, with
//! the phone or e-mail given at filing, as its filer, who may then answer, judge, object and
//! withdraw. Whoever is none of these meets the answer of a number that does not exist.

mod acts;
mod consent;
mod edit;
mod forms;
mod handlers;
mod look_up;
mod notices;
mod own;
pub(crate) mod pages;
pub(super) mod queries;
mod status;
mod supply;
mod timeline;

pub(crate) use look_up::theirs;
pub(crate) use own::row;
pub(crate) use pages::RowView;

use crate::web::{Access, Routes};

/// Handler ↔ path.
pub mod paths {
    pub const LOOK_UP: &str = "/tra-cuu";
    pub const LEAVE: &str = "/tra-cuu/thoat";
    pub const FILE: &str = "/ho-so/{code}";
    pub const JUDGE: &str = "/ho-so/{code}/danh-gia";
    pub const SUPPLY: &str = "/ho-so/{code}/trao-doi";
    pub const WITHDRAW: &str = "/ho-so/{code}/rut";
    pub const EDIT: &str = "/ho-so/{code}/sua";
    pub const NOTICES: &str = "/ho-so/{code}/nhan-tin";
    /// What the public may read of it.
    pub const CONSENT: &str = "/ho-so/{code}/cong-khai";

    /// The address of a difficulty's tracking and public page.
    #[must_use]
    pub fn file(reference: &str) -> String {
        FILE.replace("{code}", reference)
    }

    /// The address of one of its pages or acts.
    #[must_use]
    pub fn of(pattern: &str, reference: &str) -> String {
        pattern.replace("{code}", reference)
    }
}

/// Mounts this slice's routes.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    routes
        .get(paths::LOOK_UP, Access::Anyone, look_up::page)
        .post(paths::LOOK_UP, Access::Anyone, look_up::look_up)
        .post(paths::LEAVE, Access::Anyone, look_up::leave)
        .get(paths::FILE, Access::Anyone, handlers::show)
        .post(paths::JUDGE, Access::Anyone, acts::judge)
        .upload(paths::SUPPLY, Access::Anyone, supply::supply)
        .get(paths::WITHDRAW, Access::Anyone, handlers::withdraw_page)
        .post(paths::WITHDRAW, Access::Anyone, acts::withdraw)
        .get(paths::EDIT, Access::Anyone, edit::page)
        .post(paths::EDIT, Access::Anyone, edit::save)
        .get(paths::NOTICES, Access::Anyone, notices::page)
        .post(paths::NOTICES, Access::Anyone, notices::choose)
        .get(paths::CONSENT, Access::Anyone, consent::page)
        .post(paths::CONSENT, Access::Anyone, consent::choose)
}
