//! Who people are: accounts of the staff with one role each, and logins, which are rows, so that
//! signing out or disabling an account ends everything at the next request.

pub mod activation;
mod actor;
pub mod logins;
pub mod passwords;
pub mod queries;
pub mod role;

pub use actor::{Actor, FilerLogin, Staff};
pub use logins::who;
pub use role::Role;

/// Mounts this slice's routes.
#[must_use]
pub fn routes(routes: crate::web::Routes) -> crate::web::Routes {
    routes
}
