//! A conference: a round with a filing window, topic groups, a secretariat and a chair. Topic
//! groups belong to it: they are rows, never an enum.

mod handlers;
pub mod overview;
mod pages;
pub mod queries;

pub use queries::{Conference, TopicGroup};

use crate::accounts::Role;
use crate::web::{Access, Routes};

pub mod paths {
    pub const LIST: &str = "/hoi-nghi";
    pub const SHOW: &str = "/hoi-nghi/{slug}";
    pub const OVERVIEW: &str = "/hoi-nghi/{slug}/tong-quan";

    #[must_use]
    pub fn show(slug: &str) -> String {
        format!("/hoi-nghi/{slug}")
    }

    #[must_use]
    pub fn overview(slug: &str) -> String {
        format!("/hoi-nghi/{slug}/tong-quan")
    }
}

/// Who opens the overview before the sitting; `web::page::sees_overview` says the same.
const OVERVIEW_FOR: Access =
    Access::Only(&[Role::Clerk, Role::Secretary, Role::Chair, Role::ChairAide]);

/// Mounts this slice's routes.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    routes
        .get(paths::LIST, Access::Anyone, handlers::list)
        .get(paths::SHOW, Access::Anyone, handlers::show)
        .get(paths::OVERVIEW, OVERVIEW_FOR, handlers::overview)
}
