//! Many difficulties at once, from one sheet: an association's list, a commune's, the
//! secretariat's own. Every row is judged by the rules of the form and filed on its way.
//!
//! Nothing is filed before a person has seen what each row will be and said yes. Left out here:
//! what a submission is ([`crate::submissions`]), and jobs ([`crate::jobs`]).

pub mod actions;
mod columns;
mod judge;
mod numbers;
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

use crate::web::Routes;

/// Mounts this slice's routes.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    routes
}
