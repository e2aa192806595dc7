//! Who may do what with one difficulty. Pure: it is told the facts and asks nobody.
//!
//! Two questions: [`may`] for what is read and described, [`may_do`] for the acts of the
//! workflow. Both end under one veil: whoever must not know that a difficulty exists gets the
//! answer of a missing number, never a refusal, which would tell them.
//!
//! Absent on purpose: *when* an act is possible (`workflow`), whether a reason was given or a
//! password repeated (the form), rights over accounts and conferences (their own slices), and
//! the sealed denunciations, which leave these tables altogether.
//!
//! `tests/golden/policy.txt` is this module printed as tables.

mod acts;
mod capability;
mod matter;
mod reach;
mod row;
mod standing;
mod table;
#[cfg(test)]
mod tests;

pub use capability::Capability;
pub use matter::{Matter, knows, sees};
pub use reach::{HistoryReach, Reach, history_reach, list_reach};
pub use standing::{Relation, Standing, Tie};
pub use table::table;

use self::row::Row;
use crate::difficulties::workflow::Action;

/// The answer to "may they?".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Verdict {
    Yes,
    /// To be answered exactly as a number that does not exist.
    Hidden,
    /// They may know that it is there, and not this.
    Refused,
}

/// Why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    #[error("not found")]
    Hidden,
    #[error("not allowed")]
    Refused,
}

impl Verdict {
    #[must_use]
    pub const fn is_yes(self) -> bool {
        matches!(self, Self::Yes)
    }

    /// For `?`.
    ///
    /// # Errors
    ///
    /// [`Denied`], for everything but a yes.
    pub const fn require(self) -> Result<(), Denied> {
        match self {
            Self::Yes => Ok(()),
            Self::Hidden => Err(Denied::Hidden),
            Self::Refused => Err(Denied::Refused),
        }
    }
}

/// Whether the viewer may use a capability on the difficulty.
///
/// For [`Capability::File`], [`Capability::FileForAnother`] and [`Capability::ReadBrief`] no
/// difficulty is concerned, and the matter is not looked at.
pub fn may(capability: Capability, standing: Standing, matter: &Matter) -> Verdict {
    let row = capability.row(matter.identity);
    let verdict = judge(&row, standing.acts_as(), capability.holds(standing, matter));
    match capability {
        // Nothing at all while unpublished, and no code before the receipt: even those who work
        // on it find an empty place there.
        Capability::ReadPublished | Capability::TrackByCode => match verdict {
            Verdict::Yes => Verdict::Yes,
            Verdict::Refused | Verdict::Hidden => Verdict::Hidden,
        },
        _ if capability.is_about_no_item() => verdict,
        Capability::Listed if verdict.is_yes() => verdict,
        _ => veil(verdict, standing, matter),
    }
}

/// Whether the viewer may do an act of the workflow to the difficulty, supposing that it is
/// possible where the difficulty stands.
pub fn may_do(action: Action, standing: Standing, matter: &Matter) -> Verdict {
    let row = acts::row(action);
    let holds = acts::holds(action, standing, matter);
    veil(judge(&row, standing.acts_as(), holds), standing, matter)
}

/// The acts that are possible now and theirs to do: the buttons of the page, in the order of the
/// workflow. A confirmation is among them whether or not anything is proposed.
pub fn open_actions(standing: Standing, matter: &Matter) -> impl Iterator<Item = Action> {
    Action::ALL.iter().copied().filter(move |&action| {
        may_do(action, standing, matter).is_yes()
            && matter.status.after(action, matter.came_from).is_ok()
            && matter.publication.after(action).is_ok()
            && matter.agenda_place.after(action).is_ok()
    })
}

fn judge(row: &Row, relation: Relation, holds: bool) -> Verdict {
    if holds && row.yes.contains(&relation) {
        Verdict::Yes
    } else if row.hidden.contains(&relation) {
        Verdict::Hidden
    } else {
        Verdict::Refused
    }
}

/// Nobody acts on what they do not see, and nobody is refused what they must not know of.
const fn veil(verdict: Verdict, standing: Standing, matter: &Matter) -> Verdict {
    match verdict {
        Verdict::Yes if !sees(standing, matter) => Verdict::Hidden,
        Verdict::Refused if !knows(standing, matter) => Verdict::Hidden,
        verdict => verdict,
    }
}
