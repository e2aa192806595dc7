//! Who people are: accounts of the staff with one role each, and logins, which are rows, so that
//! signing out or disabling an account ends everything at the next request.

pub mod activation;
mod actor;
mod forms;
mod handlers;
pub mod logins;
mod pages;
pub mod passwords;
pub mod queries;
pub mod role;
mod sign_in;

pub use actor::{Actor, FilerLogin, Staff};
pub use logins::who;
pub use role::Role;
pub use sign_in::is_own_password;

use crate::web::{Access, Routes};

/// Where this slice's pages and acts are.
pub mod paths {
    pub const SIGN_IN: &str = "/dang-nhap";
    /// Signs in and goes on with the form that a lost login interrupted.
    pub const GO_ON: &str = "/dang-nhap/tiep";
    pub const SIGN_OUT: &str = "/dang-xuat";
    pub const ACTIVATE: &str = "/kich-hoat/{token}";
    pub const ACCOUNT: &str = "/tai-khoan";
    pub const CHANGE_PASSWORD: &str = "/tai-khoan/mat-khau";
    pub const END_LOGIN: &str = "/tai-khoan/phien/{id}/ket-thuc";
    /// Where the staff begin their day.
    pub const AFTER_SIGN_IN: &str = "/xu-ly";
}

/// Mounts this slice's routes.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    routes
        .get(paths::SIGN_IN, Access::Anyone, handlers::ask)
        .post(paths::SIGN_IN, Access::Anyone, handlers::sign_in)
        .post(paths::GO_ON, Access::Anyone, handlers::go_on)
        .post(paths::SIGN_OUT, Access::Anyone, handlers::sign_out)
        .get(paths::ACTIVATE, Access::Anyone, handlers::activation)
        .post(paths::ACTIVATE, Access::Anyone, handlers::activate)
        .get(paths::ACCOUNT, Access::Staff, handlers::account)
        .post(
            paths::CHANGE_PASSWORD,
            Access::Staff,
            handlers::change_password,
        )
        .post(paths::END_LOGIN, Access::Staff, handlers::end_login)
}
