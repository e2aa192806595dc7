//! A conference: a round with a filing window, topic groups, a secretariat and a chair. Topic
//! groups belong to it: they are rows, never an enum.

pub mod queries;

pub use queries::{Conference, TopicGroup};

/// Mounts this slice's routes.
#[must_use]
pub fn routes(routes: crate::web::Routes) -> crate::web::Routes {
    routes
}
