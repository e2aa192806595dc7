//! What the policy must know about one difficulty, and who sees that it exists.

use super::standing::{Relation, Standing};
use crate::difficulties::vocabulary::{AgendaPlace, IdentityLevel, Publication};
use crate::difficulties::workflow::Status;

/// The facts about one difficulty, as one viewer meets it. Filled by the slice's queries.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own, and they combine freely"
)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Matter {
    pub status: Status,
    /// Where it stood when it was asked or merged; see [`Status::after`].
    pub came_from: Option<Status>,
    /// It names officials or agencies: only named persons and the secretary see it.
    pub restricted: bool,
    pub identity: IdentityLevel,
    pub publication: Publication,
    pub agenda_place: AgendaPlace,
    /// The viewer typed it in for somebody else.
    pub entered_by_viewer: bool,
    /// The viewer wrote the response that is before the leader, in any of its versions.
    pub drafter_is_viewer: bool,
    /// The draft before the leader waits for this viewer's step first.
    pub step_is_viewers: bool,
    /// The draft before the leader waits for somebody's step first.
    pub step_is_open: bool,
    /// The viewer made the proposal that the act in question would confirm.
    pub proposer_is_viewer: bool,
    /// The filer may still object, by the calendar of the conference.
    pub in_objection_window: bool,
    /// The filer asked to reopen it and nobody has answered that yet.
    pub reopening_asked: bool,
    /// The parent it follows has been answered. False without a parent.
    pub parent_answered: bool,
    /// How often it was reopened.
    pub reopenings: u32,
    /// How often agencies said "not ours", the return on the table included.
    pub returns: u32,
    /// How many questions the filer was asked.
    pub questions: u32,
}

impl Matter {
    /// A difficulty in `status` with nothing special about it.
    #[must_use]
    pub const fn plain(status: Status) -> Self {
        Self {
            status,
            came_from: None,
            restricted: false,
            identity: IdentityLevel::Open,
            publication: Publication::Private,
            agenda_place: AgendaPlace::None,
            entered_by_viewer: false,
            drafter_is_viewer: false,
            step_is_viewers: false,
            step_is_open: false,
            proposer_is_viewer: false,
            in_objection_window: false,
            reopening_asked: false,
            parent_answered: false,
            reopenings: 0,
            returns: 0,
            questions: 0,
        }
    }

    /// Whether the public reads it. A draft or a restricted one is never public, whatever its
    /// row says.
    #[must_use]
    pub const fn is_published(&self) -> bool {
        matches!(self.publication, Publication::Public)
            && !self.restricted
            && !matches!(self.status, Status::Draft)
    }

    /// Whether no clerk has accepted it yet, so that its filer may still change the text.
    #[must_use]
    pub const fn is_before_acceptance(&self) -> bool {
        match self.status {
            Status::Draft | Status::Submitted => true,
            Status::NeedInfo => matches!(self.came_from, Some(Status::Submitted)),
            _ => false,
        }
    }
}

/// Whether the viewer may look behind the public page at all: the answer to "does it exist?"
/// for one that is not published.
#[must_use]
pub const fn sees(standing: Standing, matter: &Matter) -> bool {
    let relation = standing.acts_as();
    if matches!(matter.status, Status::Draft) {
        // A clerk in the middle of a long paper form has a draft too: their own.
        return matches!(relation, Relation::Filer) || matter.entered_by_viewer;
    }
    match relation {
        Relation::Filer | Relation::Association | Relation::Secretary | Relation::Timer => true,
        Relation::OfficerOfLead
        | Relation::OfficerOfCoordinating
        | Relation::LeaderOfLead
        | Relation::LeaderOfCoordinating
        | Relation::Clerk
        | Relation::Chair => !matter.restricted || standing.named,
        Relation::Anybody
        | Relation::OtherFiler
        | Relation::OfficerElsewhere
        | Relation::LeaderElsewhere
        | Relation::Administrator => false,
    }
}

/// Whether the viewer may know that it exists: sees it, or reads it with everybody else.
#[must_use]
pub const fn knows(standing: Standing, matter: &Matter) -> bool {
    matter.is_published() || sees(standing, matter)
}
