//! The life of a difficulty: status × act → status, whose turn it is, and which clock runs.
//!
//! Pure and std-only. *Who* may act is `policy`; texts, dates, counts and the rest of the guards
//! (a reason given, a reminder sent, a commitment dated) are checked where the act is carried
//! out, in the same transaction.
//!
//! `tests/golden/workflow.txt` is this module printed as a table.

mod action;
mod rules;
mod status;
mod table;
#[cfg(test)]
mod tests;

pub use action::Action;
pub use rules::NotNow;
pub use status::{BINDING_RETURN, Clock, Party, Status};
pub use table::table;
