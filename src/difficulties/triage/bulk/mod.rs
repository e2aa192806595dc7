//! Several rows in one act. The first POST shows every row it would touch, what would happen to
//! it and who would be told, and which rows cannot and why. Only the confirmed form, with the
//! version each row had on that page, changes anything: one transaction a row, so that a row that
//! moved meanwhile is reported and left alone while the others are done. What became of each is
//! kept for whoever acted, and for ten minutes what has not left the house can be taken back.

mod form;
mod handlers;
mod pages;
mod plan;
mod queries;
mod run;
mod undo;
mod will;

pub use handlers::{post, result, take_back};
pub use queries::recent;

use crate::accounts::Actor;
use crate::difficulties::policy::{self, Capability, Matter, Relation, Standing, Tie};
use crate::difficulties::{Action, Status};
use crate::text_enum::text_enum;

/// Rows one act may touch.
pub const ROWS_AT_MOST: usize = 500;

text_enum! {
    /// What can be done with many rows at once.
    pub enum BulkAct {
        /// To the lead agency; what still waits to be received is received with it.
        Place = "chuyen",
        Accept = "tiep-nhan",
        Coordinate = "phoi-hop",
        Merge = "gop",
        Regroup = "chuyen-nhom",
        Remind = "don-doc",
    }
}

impl BulkAct {
    /// Whether it asks for a lead and dates.
    #[must_use]
    pub const fn has_order(self) -> bool {
        matches!(self, Self::Place)
    }

    /// Whether what it did can be taken back within minutes.
    #[must_use]
    pub const fn can_be_undone(self) -> bool {
        matches!(
            self,
            Self::Place | Self::Accept | Self::Merge | Self::Regroup
        )
    }

    /// Whether somebody of this role may do it to anything at all.
    fn is_open_to(self, standing: Standing) -> bool {
        let may =
            |action, status| policy::may_do(action, standing, &Matter::plain(status)).is_yes();
        match self {
            Self::Place => may(Action::Assign, Status::Accepted),
            Self::Accept => may(Action::Accept, Status::Submitted),
            Self::Coordinate => may(Action::Assign, Status::InProgress),
            Self::Merge => may(Action::Merge, Status::Accepted),
            Self::Regroup => {
                let matter = Matter::plain(Status::Accepted);
                policy::may(Capability::SetTopic, standing, &matter).is_yes()
            }
            Self::Remind => may(Action::Remind, Status::InProgress),
        }
    }
}

/// The acts that a list offers somebody for its ticked rows.
#[must_use]
pub fn offered(actor: &Actor) -> Vec<BulkAct> {
    let standing = Standing::of(Relation::of(actor.role(), Tie::Nothing));
    BulkAct::ALL
        .iter()
        .copied()
        .filter(|act| act.is_open_to(standing))
        .collect()
}
