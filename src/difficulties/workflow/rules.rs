//! Which act is possible where, and where it leads.

use super::{Action, Clock, Status};
use crate::difficulties::vocabulary::{AgendaPlace, Publication};

/// The act is not possible where the difficulty stands: somebody was faster, or the page is old.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("cannot {action} while {standing}")]
pub struct NotNow {
    pub action: Action,
    /// The code of the status, publication or agenda place that stands in the way.
    pub standing: &'static str,
}

impl Status {
    /// The status after `action`; the same one for acts that move something else.
    ///
    /// `came_from` is the status the difficulty stood in when it was asked or merged. It is kept
    /// through a lapse and forgotten once it went back; supply and unmerge need it.
    ///
    /// A difficulty that lapsed before an agency had it goes back to where the question was asked
    /// when it is reopened: in progress it would have no lead.
    ///
    /// # Errors
    ///
    /// [`NotNow`] where the act is not possible, or where `came_from` is needed and is missing or
    /// impossible.
    pub fn after(self, action: Action, came_from: Option<Self>) -> Result<Self, NotNow> {
        self.next(action, came_from).ok_or(NotNow {
            action,
            standing: self.as_str(),
        })
    }

    fn next(self, action: Action, came_from: Option<Self>) -> Option<Self> {
        use Status::{
            Accepted, Answered, Assigned, Closed, Committed, Draft, Escalated, InProgress, Merged,
            NeedInfo, PendingApproval, Rejected, Returned, Submitted, Withdrawn,
        };
        let from = |here: &[Self], to: Self| here.contains(&self).then_some(to);
        let stay = |here: bool| here.then_some(self);
        let back = |here: Self, homes: &[Self]| {
            came_from.filter(|home| self == here && homes.contains(home))
        };
        match action {
            Action::Submit => from(&[Draft], Submitted),
            Action::Accept => from(&[Submitted], Accepted),
            Action::UndoAccept => from(&[Accepted, Assigned], Submitted),
            Action::ProposeRejection => stay(self == Submitted),
            Action::Reject => from(&[Submitted], Rejected),
            Action::Ask => from(&ASKABLE, NeedInfo),
            Action::Supply => back(NeedInfo, &ASKABLE),
            Action::ProposeLapse => stay(self == NeedInfo),
            Action::Lapse => from(&[NeedInfo], Closed),
            Action::Assign => from(&[Accepted], Assigned),
            Action::Take => from(&[Assigned], InProgress),
            Action::ProposeReturn => stay(matches!(self, Assigned | InProgress)),
            Action::Return => from(&[Assigned, InProgress], Returned),
            Action::Reassign => from(&[Returned], Assigned),
            // Whoever takes over begins anew; what waits for somebody else goes on waiting.
            Action::HandOver => from(&[Assigned, InProgress, PendingApproval], Assigned)
                .or_else(|| stay(matches!(self, NeedInfo | Committed | Escalated))),
            // An open contribution outlives the answer and then stands in the way of closing, so
            // it must stay possible for as long as the difficulty is open.
            Action::ProposeContribution | Action::Contribute => {
                stay(self.is_open() && !matches!(self, Submitted | Accepted))
            }
            Action::SubmitForApproval => from(&[InProgress], PendingApproval),
            Action::SendBack => from(&[PendingApproval], InProgress),
            Action::Approve | Action::Release => from(&[PendingApproval], Answered),
            Action::ApproveWithCommitments | Action::ReleaseWithCommitments => {
                from(&[PendingApproval], Committed)
            }
            Action::Sign | Action::ProposeEscalation => stay(self == PendingApproval),
            Action::Escalate => from(&[PendingApproval], Escalated),
            Action::HigherReply => from(&[Escalated], InProgress),
            Action::ProposeFulfilment => stay(self == Committed),
            Action::Fulfil => from(&[Committed], Answered),
            Action::Close => from(&[Answered], Closed),
            Action::Rate => stay(self == Merged),
            Action::AskToReopen => stay(self.has_an_answer()),
            Action::Reopen => back(Closed, &[Submitted, Accepted])
                // A merged one by an objection to the answer it was given: it leaves its parent.
                .or_else(|| from(&[Answered, Committed, Closed, Merged], InProgress)),
            Action::Merge => from(&MERGEABLE, Merged),
            Action::Join => from(&[Submitted], Merged),
            Action::Unmerge => back(Merged, &MERGED_FROM),
            Action::Withdraw => (self.is_open() && !self.has_an_answer()).then_some(Withdrawn),
            Action::ProposeExtension | Action::Extend | Action::ExtendBeyondLimit => {
                stay(self.clock() == Clock::Handling)
            }
            // Whoever must act next may be reminded: also the filer, of a question or an answer.
            Action::Remind => stay(self.is_open()),
            Action::ProposePublication | Action::Redact | Action::Publish => {
                stay(self.has_an_answer())
            }
            // What hides is never refused: a reopened one is public until somebody decides.
            Action::Unpublish => stay(self != Draft),
            // Not a closed one: a conclusion may promise something, and a promise keeps it open.
            Action::ProposeForAgenda | Action::Table | Action::Conclude => {
                stay(self.is_open() && self != Submitted)
            }
        }
    }

    /// Whether an answer stands: it may be published, objected to, and no longer withdrawn.
    /// One that lapsed is closed without; whether a response was released is asked of it.
    const fn has_an_answer(self) -> bool {
        matches!(self, Self::Answered | Self::Committed | Self::Closed)
    }
}

/// Where a question may be asked, and where its answer leads back to.
const ASKABLE: [Status; 3] = [Status::Submitted, Status::Accepted, Status::InProgress];

/// Where staff may let a difficulty follow a parent.
const MERGEABLE: [Status; 3] = [Status::Accepted, Status::Assigned, Status::InProgress];

/// Where unmerging leads back to: those, and where one that its filer joined came from.
const MERGED_FROM: [Status; 4] = [
    Status::Submitted,
    Status::Accepted,
    Status::Assigned,
    Status::InProgress,
];

impl Publication {
    /// The publication after `action`; unchanged by acts that are not about it. A public text is
    /// taken back before it is redacted anew, so that nobody reads half of it.
    ///
    /// # Errors
    ///
    /// [`NotNow`] for publishing what is not redacted, and the like.
    pub const fn after(self, action: Action) -> Result<Self, NotNow> {
        match (action, self) {
            (Action::Redact, Self::Private | Self::Redacted) => Ok(Self::Redacted),
            (Action::Publish, Self::Redacted) => Ok(Self::Public),
            (Action::Unpublish, Self::Public) => Ok(Self::Private),
            (Action::Redact | Action::Publish | Action::Unpublish, _)
            | (Action::ProposePublication, Self::Public) => Err(NotNow {
                action,
                standing: self.as_str(),
            }),
            _ => Ok(self),
        }
    }
}

impl AgendaPlace {
    /// The place after `action`; unchanged by acts that are not about it. What was concluded may
    /// be proposed again, for a later sitting.
    ///
    /// # Errors
    ///
    /// [`NotNow`] for tabling what nobody proposed, and the like.
    pub const fn after(self, action: Action) -> Result<Self, NotNow> {
        match (action, self) {
            (Action::ProposeForAgenda, Self::None | Self::Concluded) => Ok(Self::Proposed),
            (Action::Table, Self::Proposed) => Ok(Self::Tabled),
            (Action::Conclude, Self::Tabled) => Ok(Self::Concluded),
            (Action::ProposeForAgenda | Action::Table | Action::Conclude, _) => Err(NotNow {
                action,
                standing: self.as_str(),
            }),
            _ => Ok(self),
        }
    }
}
