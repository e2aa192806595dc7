//! Who may do each act of the workflow. *When* is the workflow's own question.
//!
//! Where the permission paper and the transition table differ, this is what holds:
//!
//! - The secretary may do whatever a clerk may, except propose what a secretary must confirm: a
//!   secretariat with one secretary would stand still.
//! - Lapse is confirmed by the secretary only. It ends a difficulty unanswered, which suits the
//!   agency whose leader would otherwise confirm it.
//! - The chair assigns too; conclusions become tasks in one act.
//! - A coordinating agency may ask the filer, and may say that its part is not its own; it says
//!   so by its contribution, for a return would take the lead's work away.
//! - The filer's second objection is an act of its own, answered by the lead's leader, who
//!   reopens nothing unasked.
//! - Whoever takes their consent back thereby takes the public text down; nobody is asked.
//! - The filer of a merged one may object alone; that takes theirs out of the parent.

use super::row::{ELSEWHERE, ELSEWHERE_AND_IT, FILERS, Row, SECRETARIAT, SECRETARIAT_AND_CHAIR};
use super::standing::Relation::{
    Association, Chair, Clerk, Filer, LeaderOfCoordinating, LeaderOfLead, OfficerElsewhere,
    OfficerOfCoordinating, OfficerOfLead, OtherFiler, Secretary, Timer,
};
use super::{Matter, Standing};
use crate::difficulties::workflow::{Action, BINDING_RETURN, Status};

/// Questions that may be asked without the leader or the secretary.
const FREE_QUESTIONS: u32 = 2;
/// Reopenings the filer needs nobody's leave for.
const FREE_REOPENINGS: u32 = 1;

pub(super) const fn row(action: Action) -> Row {
    match action {
        // Filing for another is its own capability; here the draft is already there.
        Action::Submit => Row {
            yes: &[
                Filer,
                OfficerOfLead,
                OfficerOfCoordinating,
                OfficerElsewhere,
                Clerk,
                Secretary,
            ],
            hidden: &[],
        },
        Action::Accept
        | Action::UndoAccept
        | Action::Reassign
        | Action::HandOver
        | Action::Merge
        | Action::Unmerge => Row {
            yes: SECRETARIAT,
            hidden: ELSEWHERE_AND_IT,
        },
        // What somebody's own difficulty is, they say themselves; staff merge.
        Action::Join => Row {
            yes: &[Filer],
            hidden: &[OtherFiler],
        },
        Action::Ask => Row {
            yes: &[
                OfficerOfLead,
                OfficerOfCoordinating,
                LeaderOfLead,
                LeaderOfCoordinating,
                Clerk,
                Secretary,
            ],
            hidden: ELSEWHERE_AND_IT,
        },
        Action::ProposeRejection => Row {
            yes: &[Clerk],
            hidden: ELSEWHERE_AND_IT,
        },
        Action::Reject | Action::Lapse | Action::ExtendBeyondLimit => Row {
            yes: &[Secretary],
            hidden: &[],
        },
        Action::ProposeLapse => Row {
            yes: &[Timer],
            hidden: &[],
        },
        Action::Supply | Action::Withdraw => Row {
            yes: &[Filer, Association, Clerk, Secretary],
            hidden: &[OtherFiler],
        },
        Action::Assign => Row {
            yes: SECRETARIAT_AND_CHAIR,
            hidden: ELSEWHERE_AND_IT,
        },
        Action::Take => Row {
            yes: &[OfficerOfLead, LeaderOfLead],
            hidden: ELSEWHERE,
        },
        Action::ProposeReturn => Row {
            yes: &[OfficerOfLead, OfficerOfCoordinating, LeaderOfCoordinating],
            hidden: ELSEWHERE,
        },
        Action::ProposeContribution => Row {
            yes: &[OfficerOfCoordinating, LeaderOfCoordinating],
            hidden: ELSEWHERE,
        },
        Action::Contribute => Row {
            yes: &[LeaderOfCoordinating],
            hidden: ELSEWHERE,
        },
        Action::SubmitForApproval | Action::ProposeFulfilment => Row {
            yes: &[OfficerOfLead],
            hidden: ELSEWHERE,
        },
        Action::ProposeExtension => Row {
            yes: &[OfficerOfLead],
            hidden: &[],
        },
        // Whoever reads a step may send back as the leader may.
        Action::SendBack => Row {
            yes: &[LeaderOfLead, OfficerOfLead],
            hidden: ELSEWHERE,
        },
        Action::Return
        | Action::Approve
        | Action::ApproveWithCommitments
        | Action::Sign
        | Action::ProposeEscalation
        | Action::Fulfil => Row {
            yes: &[LeaderOfLead],
            hidden: ELSEWHERE,
        },
        Action::Extend | Action::ProposePublication => Row {
            yes: &[LeaderOfLead],
            hidden: &[],
        },
        // Released for the sitting, by those who hold it; its leader has signed already.
        Action::Escalate | Action::Release | Action::ReleaseWithCommitments => Row {
            yes: &[Secretary, Chair],
            hidden: &[],
        },
        Action::HigherReply | Action::Redact | Action::Publish => Row {
            yes: SECRETARIAT,
            hidden: &[],
        },
        Action::Unpublish => Row {
            yes: &[Filer, Association, Clerk, Secretary],
            hidden: &[],
        },
        Action::Close => Row {
            yes: &[Filer, Association, Secretary, Timer],
            hidden: &[OtherFiler],
        },
        Action::AskToReopen | Action::Rate => Row {
            yes: FILERS,
            hidden: &[OtherFiler],
        },
        Action::Reopen => Row {
            yes: &[Filer, Association, LeaderOfLead, Secretary, Chair],
            hidden: &[OtherFiler],
        },
        Action::Remind => Row {
            yes: &[Secretary, Timer],
            hidden: &[],
        },
        Action::ProposeForAgenda | Action::Conclude => Row {
            yes: SECRETARIAT_AND_CHAIR,
            hidden: &[],
        },
        // Clerks propose and write down; what is spoken about is the chair's decision.
        Action::Table => Row {
            yes: &[Chair],
            hidden: &[],
        },
    }
}

/// What must hold besides the row.
pub(super) fn holds(action: Action, standing: Standing, matter: &Matter) -> bool {
    let relation = standing.acts_as();
    if action.confirms().is_some() && matter.proposer_is_viewer {
        return false;
    }
    match action {
        Action::Submit => relation == Filer || matter.entered_by_viewer,
        Action::Ask => {
            matter.questions < FREE_QUESTIONS || matches!(relation, LeaderOfLead | Secretary)
        }
        Action::Reassign => matter.returns < BINDING_RETURN || relation == Secretary,
        Action::SendBack => {
            !matter.drafter_is_viewer && (relation == LeaderOfLead || matter.step_is_viewers)
        }
        Action::Approve | Action::ApproveWithCommitments | Action::Sign => {
            !matter.drafter_is_viewer && !matter.step_is_open
        }
        Action::AskToReopen => matter.in_objection_window,
        Action::Rate => matter.parent_answered,
        // A merged one is taken out by its own filer's objection; staff unmerge.
        Action::Reopen if matter.status == Status::Merged => {
            FILERS.contains(&relation)
                && matter.parent_answered
                && matter.in_objection_window
                && matter.reopenings < FREE_REOPENINGS
        }
        Action::Reopen => match relation {
            Filer | Association => {
                matter.in_objection_window && matter.reopenings < FREE_REOPENINGS
            }
            LeaderOfLead => matter.reopening_asked,
            _ => true,
        },
        Action::Unmerge => !matter.parent_answered || relation == Secretary,
        Action::Accept
        | Action::UndoAccept
        | Action::ProposeRejection
        | Action::Reject
        | Action::Supply
        | Action::ProposeLapse
        | Action::Lapse
        | Action::Assign
        | Action::HandOver
        | Action::Take
        | Action::ProposeReturn
        | Action::Return
        | Action::ProposeContribution
        | Action::Contribute
        | Action::SubmitForApproval
        | Action::Release
        | Action::ReleaseWithCommitments
        | Action::ProposeEscalation
        | Action::Escalate
        | Action::HigherReply
        | Action::ProposeFulfilment
        | Action::Fulfil
        | Action::Close
        | Action::Merge
        | Action::Join
        | Action::Withdraw
        | Action::ProposeExtension
        | Action::Extend
        | Action::ExtendBeyondLimit
        | Action::Remind
        | Action::ProposePublication
        | Action::Redact
        | Action::Publish
        | Action::Unpublish
        | Action::ProposeForAgenda
        | Action::Table
        | Action::Conclude => true,
    }
}
