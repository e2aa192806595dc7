//! The way in and out: routes that say who may knock, forms that keep what was typed, pages in
//! two languages, errors with a way on. Nothing here knows what a difficulty is.
//!
//! A request passes [`shell`] (language, headers, error pages, panics), then the route's own
//! gate in [`routes`] (body, CSRF, sign-in, role), then its handler.

mod address;
mod error_page;
pub mod errors;
pub mod forms;
pub mod kept;
pub mod limits;
pub mod page;
pub mod paging;
pub mod papers;
pub mod routes;
pub mod secret;
pub mod shell;
pub mod statics;
pub mod uploads;
pub mod visit;

pub use address::{LocalPath, encode};
pub use errors::AppError;
pub use forms::{FieldErrors, Form, NoFields, Typed};
pub use kept::Kept;
pub use page::{Page, html, html_with_status, see_other, see_other_with_flash};
pub use routes::{Access, Routes};
pub use uploads::Uploads;
pub use visit::Ctx;
