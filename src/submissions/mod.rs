//! What arrived, exactly as it arrived: one submission, one receipt, one look-up code, and the
//! difficulties it became. Filing needs no account and no script.

pub mod actions;
pub mod lookup_code;
pub mod queries;

pub use lookup_code::LookupCode;
pub use queries::Submission;

/// Mounts this slice's routes.
#[must_use]
pub fn routes(routes: crate::web::Routes) -> crate::web::Routes {
    routes
}
