//! Where a difficulty stands, whose turn it is, and which clock runs.

use super::Action;
use crate::text_enum::text_enum;

text_enum! {
    /// Where a difficulty stands. *Overdue* is no status: it is asked of the clock.
    /// Publication, agenda place, merge parent and priority are fields of their own.
    pub enum Status {
        /// The filer's alone.
        Draft = "draft",
        /// The receipt is issued; a clerk must accept.
        Submitted = "submitted",
        /// In scope; waits for a lead.
        Accepted = "accepted",
        /// The filer must answer a question.
        NeedInfo = "need_info",
        /// A lead is named and has not taken it.
        Assigned = "assigned",
        /// The lead took it: coordination and drafting.
        InProgress = "in_progress",
        /// The agency says that it is not theirs.
        Returned = "returned",
        /// A draft response is before the leader.
        PendingApproval = "pending_approval",
        /// Approved, and no commitment open.
        Answered = "answered",
        /// Answered with a commitment still open.
        Committed = "committed",
        /// Sent to a higher body.
        Escalated = "escalated",
        /// Ended, with an outcome.
        Closed = "closed",
        /// Refused at intake.
        Rejected = "rejected",
        /// Follows its parent.
        Merged = "merged",
        /// Taken back by the filer.
        Withdrawn = "withdrawn",
    }
}

text_enum! {
    /// The clock that runs while a difficulty stands somewhere. All count working days of the
    /// conference's calendar; how many is a setting.
    pub enum Clock {
        None = "none",
        /// From the receipt until a clerk decides.
        Intake = "intake",
        /// The promise made to the filer; starts at acceptance and survives a change of agency.
        Handling = "handling",
        /// The clock that ran before stands still; the filer's days to answer run.
        Paused = "paused",
        /// The filer may object; afterwards the timer closes.
        ObjectionWindow = "objection_window",
        /// Each commitment has its own date; the nearest counts.
        Commitments = "commitments",
        /// The days given to the higher body.
        Escalation = "escalation",
        /// Whatever the parent's clock says.
        Parents = "parents",
    }
}

text_enum! {
    /// Who must act next. The timer is none of them: it only carries out what follows when a
    /// party's date has passed.
    pub enum Party {
        Filer = "filer",
        Clerk = "clerk",
        Secretary = "secretary",
        LeadOfficer = "lead_officer",
        LeadLeader = "lead_leader",
        /// Outside the system; a clerk keeps after it.
        HigherBody = "higher_body",
    }
}

impl Status {
    /// Whether somebody still has to do something of this difficulty's own. A draft has not
    /// begun; a merged one waits for its parent.
    #[must_use]
    pub const fn is_open(self) -> bool {
        match self {
            Self::Submitted
            | Self::Accepted
            | Self::NeedInfo
            | Self::Assigned
            | Self::InProgress
            | Self::Returned
            | Self::PendingApproval
            | Self::Answered
            | Self::Committed
            | Self::Escalated => true,
            Self::Draft | Self::Closed | Self::Rejected | Self::Merged | Self::Withdrawn => false,
        }
    }

    /// Whether it has ended. A merged one has not: it ends when its parent does.
    #[must_use]
    pub const fn is_final(self) -> bool {
        match self {
            Self::Closed | Self::Rejected | Self::Withdrawn => true,
            Self::Draft
            | Self::Submitted
            | Self::Accepted
            | Self::NeedInfo
            | Self::Assigned
            | Self::InProgress
            | Self::Returned
            | Self::PendingApproval
            | Self::Answered
            | Self::Committed
            | Self::Escalated
            | Self::Merged => false,
        }
    }

    /// Which clock runs.
    #[must_use]
    pub const fn clock(self) -> Clock {
        match self {
            Self::Draft | Self::Closed | Self::Rejected | Self::Withdrawn => Clock::None,
            Self::Submitted => Clock::Intake,
            // A return stops the agency's clock, never the difficulty's: the filer waits on.
            Self::Accepted
            | Self::Assigned
            | Self::InProgress
            | Self::Returned
            | Self::PendingApproval => Clock::Handling,
            Self::NeedInfo => Clock::Paused,
            Self::Answered => Clock::ObjectionWindow,
            Self::Committed => Clock::Commitments,
            Self::Escalated => Clock::Escalation,
            Self::Merged => Clock::Parents,
        }
    }

    /// Who must act next: exactly one party for every open status. `None` for what has ended,
    /// and for a merged one, whose next party is its parent's.
    ///
    /// `returns` counts how often agencies have said "not ours", this time included: from the
    /// second on only the secretary decides. `proposals` are the acts still waiting for a second
    /// person, in any order; those that hold nothing up (an extension, a contribution, a
    /// publication, the agenda) may be among them and change nothing.
    ///
    /// While an answer may be objected to, the turn is the filer's: the timer that closes
    /// afterwards is what happens when the turn is not used.
    #[must_use]
    pub fn next_party(self, returns: u32, proposals: &[Action]) -> Option<Party> {
        self.awaited_confirmer(proposals).or(match self {
            Self::Draft | Self::NeedInfo | Self::Answered => Some(Party::Filer),
            Self::Returned if returns >= BINDING_RETURN => Some(Party::Secretary),
            Self::Submitted | Self::Accepted | Self::Returned => Some(Party::Clerk),
            Self::Assigned | Self::InProgress | Self::Committed => Some(Party::LeadOfficer),
            Self::PendingApproval => Some(Party::LeadLeader),
            Self::Escalated => Some(Party::HigherBody),
            Self::Closed | Self::Rejected | Self::Merged | Self::Withdrawn => None,
        })
    }

    /// Who confirms the proposal that holds it up, where there is one.
    fn awaited_confirmer(self, proposals: &[Action]) -> Option<Party> {
        let waits_for = |any_of: &[Action], party| {
            any_of
                .iter()
                .any(|action| proposals.contains(action))
                .then_some(party)
        };
        match self {
            Self::Submitted => waits_for(&[Action::ProposeRejection], Party::Secretary),
            Self::NeedInfo => waits_for(&[Action::ProposeLapse], Party::Secretary),
            Self::Assigned | Self::InProgress => {
                waits_for(&[Action::ProposeReturn], Party::LeadLeader)
            }
            Self::PendingApproval => {
                waits_for(&[Action::ProposeEscalation, Action::Sign], Party::Secretary)
            }
            Self::Committed => waits_for(
                &[Action::AskToReopen, Action::ProposeFulfilment],
                Party::LeadLeader,
            ),
            Self::Answered | Self::Closed => waits_for(&[Action::AskToReopen], Party::LeadLeader),
            Self::Draft
            | Self::Accepted
            | Self::Returned
            | Self::Escalated
            | Self::Rejected
            | Self::Merged
            | Self::Withdrawn => None,
        }
    }
}

/// The return from which only the secretary reassigns, and that binds the agency.
pub const BINDING_RETURN: u32 = 2;
