//! Which address leads to which act, and what its page asks for. The buttons of the workbench
//! are this table read through [`policy::open_actions`].

use super::paths;
use crate::difficulties::Action;
use crate::difficulties::actions::effects::EXTENSIONS_AT_MOST;
use crate::difficulties::policy;
use crate::difficulties::queries::Seen;
use crate::responses;

/// One address and the acts that stand behind it, the one to prefer first: who may confirm is
/// not asked to propose.
#[derive(Debug)]
pub struct Place {
    pub path: &'static str,
    pub acts: &'static [Action],
}

const fn place(path: &'static str, acts: &'static [Action]) -> Place {
    Place { path, acts }
}

/// Pages that other files write: the intake's, the response's, the publication's.
const OWN_PAGES: [Place; 9] = [
    place("/xu-ly/{code}/tiep-nhan", &[Action::Accept]),
    place(
        "/xu-ly/{code}/tu-choi",
        &[Action::Reject, Action::ProposeRejection],
    ),
    place(
        "/xu-ly/{code}/phan-cong",
        &[Action::Assign, Action::Reassign],
    ),
    place(paths::TAKE, &[Action::Take]),
    place("/xu-ly/{code}/hoan-tac", &[Action::UndoAccept]),
    place(
        responses::paths::APPROVE,
        &[
            Action::Approve,
            Action::ApproveWithCommitments,
            Action::Sign,
        ],
    ),
    place(
        responses::release::paths::RELEASE,
        &[Action::Release, Action::ReleaseWithCommitments],
    ),
    place(responses::paths::DRAFT, &[Action::SubmitForApproval]),
    place(
        paths::PUBLICATION,
        &[
            Action::Publish,
            Action::Redact,
            Action::ProposePublication,
            Action::Unpublish,
        ],
    ),
];

/// Acts with nothing but a reason, a day, a number: all by the one page of `small`.
pub const SMALL_PAGES: [Place; 16] = [
    place(paths::ASK, &[Action::Ask]),
    place(paths::SUPPLY, &[Action::Supply]),
    place(
        paths::CONTRIBUTE,
        &[Action::Contribute, Action::ProposeContribution],
    ),
    place(paths::SEND_BACK, &[Action::SendBack]),
    place(
        paths::ESCALATE,
        &[Action::Escalate, Action::ProposeEscalation],
    ),
    place(paths::HIGHER_REPLY, &[Action::HigherReply]),
    place(paths::FULFIL, &[Action::Fulfil, Action::ProposeFulfilment]),
    place(paths::RETURN, &[Action::Return, Action::ProposeReturn]),
    place(
        paths::EXTEND,
        &[
            Action::Extend,
            Action::ExtendBeyondLimit,
            Action::ProposeExtension,
        ],
    ),
    place(paths::MERGE, &[Action::Merge]),
    place(paths::UNMERGE, &[Action::Unmerge]),
    place(paths::REOPEN, &[Action::Reopen]),
    place(paths::CLOSE, &[Action::Close]),
    place(paths::LAPSE, &[Action::Lapse]),
    place(paths::WITHDRAW, &[Action::Withdraw]),
    place(paths::REMIND, &[Action::Remind]),
];

impl Place {
    /// The act a viewer would do here.
    #[must_use]
    pub fn act_among(&self, offered: &[Action]) -> Option<Action> {
        self.acts.iter().copied().find(|act| offered.contains(act))
    }
}

/// What the page of an act asks for.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a field of the page, and they combine freely"
)]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Needs {
    /// A reason, a question or a text that may not be empty.
    pub note: bool,
    pub due: bool,
    pub document: bool,
    /// The difficulty to follow.
    pub into: bool,
    /// Whose it would be.
    pub agency: bool,
    /// Opinion, none, or not ours.
    pub kind: bool,
}

/// What the page of `action` asks for.
#[must_use]
pub const fn needs(action: Action) -> Needs {
    Needs {
        // "No opinion" is an opinion, and nobody need say why something is closed or due.
        note: !matches!(
            action,
            Action::Contribute | Action::ProposeContribution | Action::Remind | Action::Close
        ),
        due: matches!(
            action,
            Action::Extend | Action::ExtendBeyondLimit | Action::HigherReply
        ),
        document: matches!(action, Action::Escalate),
        into: matches!(action, Action::Merge),
        agency: matches!(action, Action::Return | Action::ProposeReturn),
        kind: matches!(action, Action::Contribute | Action::ProposeContribution),
    }
}

/// What decides beside policy and workflow whether an act makes sense now.
#[derive(Debug, Clone, Copy)]
pub struct Turn<'a> {
    pub seen: &'a Seen,
    /// Acts that wait for a second person.
    pub waiting: &'a [Action],
    /// The viewer's agency coordinates and has not given its opinion.
    pub owes_contribution: bool,
    /// It gave one, and may still give it anew.
    pub may_revise: bool,
    /// Its lead may still say that it is not theirs.
    pub may_return: bool,
}

impl Turn<'_> {
    /// The acts to offer, in the order of the workflow.
    #[must_use]
    pub fn offered(&self) -> Vec<Action> {
        policy::open_actions(self.seen.standing, &self.seen.matter)
            .filter(|action| self.has_ground(*action))
            .collect()
    }

    fn has_ground(&self, action: Action) -> bool {
        let waits = |action| self.waiting.contains(&action);
        let at_limit = self.seen.difficulty.extensions >= EXTENSIONS_AT_MOST;
        match action {
            // These end something for the filer, or bind another body: never by one person.
            Action::Reject => waits(Action::ProposeRejection),
            Action::Lapse => waits(Action::ProposeLapse),
            Action::Escalate => waits(Action::ProposeEscalation),
            Action::ProposeReturn => self.may_return && !waits(action),
            // What was proposed in time is confirmed whenever the leader comes to it.
            Action::Return => self.may_return || waits(Action::ProposeReturn),
            Action::Release | Action::ReleaseWithCommitments => waits(Action::Sign),
            Action::Approve | Action::ApproveWithCommitments | Action::Sign => !waits(Action::Sign),
            Action::ProposeRejection
            | Action::ProposeEscalation
            | Action::ProposeFulfilment
            | Action::ProposeExtension
            | Action::ProposePublication => !waits(action),
            Action::Contribute | Action::ProposeContribution => {
                self.owes_contribution || self.may_revise
            }
            // For minutes only: the page asks the clock and the record.
            // Only when the lead has ended: the list of those says so.
            Action::UndoAccept | Action::HandOver => false,
            Action::Extend => !at_limit,
            Action::ExtendBeyondLimit => at_limit,
            _ => true,
        }
    }
}

/// A button of the workbench.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Button {
    pub action: Action,
    pub address: String,
    /// Done at once; the others lead to a page of their own.
    pub is_immediate: bool,
    /// It moves the difficulty on.
    pub is_main: bool,
}

/// Whether an act is the next step, rather than a way out or a question.
const fn moves_on(action: Action) -> bool {
    matches!(
        action,
        Action::Accept
            | Action::Reject
            | Action::Assign
            | Action::Reassign
            | Action::Take
            | Action::Contribute
            | Action::Approve
            | Action::ApproveWithCommitments
            | Action::Release
            | Action::SubmitForApproval
            | Action::Escalate
            | Action::HigherReply
            | Action::Fulfil
    )
}

/// The buttons for what is offered: what moves it on first, what only describes last.
#[must_use]
pub fn buttons(offered: &[Action], reference: &str) -> Vec<Button> {
    OWN_PAGES
        .iter()
        .chain(&SMALL_PAGES)
        .filter_map(|place| {
            let action = place.act_among(offered)?;
            Some(Button {
                action,
                address: paths::of(place.path, reference),
                is_immediate: matches!(action, Action::Take | Action::UndoAccept),
                is_main: moves_on(action),
            })
        })
        .collect()
}
