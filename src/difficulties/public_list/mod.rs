//! Published difficulties as everybody reads them: a list with a search, filters and counts.
//! It reads the redacted projection only; a difficulty's own text is out of its reach.

mod filter;
mod handlers;
mod pages;
pub mod queries;
mod stage;

pub use filter::Filter;
pub use queries::PublicItem;
pub use stage::Stage;

use crate::web::{Access, Routes};

pub mod paths {
    pub const LIST: &str = "/kho-khan";
}

/// Mounts this slice's routes.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    routes.get(paths::LIST, Access::Anyone, handlers::list)
}
