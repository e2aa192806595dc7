//! The chair's overview: where every difficulty of a conference stands, who is late, and what
//! waits for the chair. Numbers come from the kept totals, reconcile, and are links to exactly
//! that many rows of the staff's list.
//!
//! It is a look at this minute, never the frozen brief of a sitting.

mod address;
pub mod bar;
pub mod late;
mod page;
mod queries;
mod table;

pub use page::{OverviewPage, load};
pub use table::Column;
