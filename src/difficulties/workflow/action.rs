//! Everything that can be done to a difficulty, one name each.

use crate::text_enum::text_enum;

text_enum! {
    /// An act. Where two persons are needed, proposing and confirming are two acts.
    ///
    /// Acts that only describe (a note, a link, a topic, a reading of a shielded name) are not
    /// here: they change neither the status nor who must act next.
    pub enum Action {
        /// The filer sends it; staff may, for somebody else.
        Submit = "submit",
        /// In scope; number given, split decided, topic set.
        Accept = "accept",
        /// An acceptance is taken back within minutes, before anybody acted on it.
        UndoAccept = "undo_accept",
        ProposeRejection = "propose_rejection",
        /// Out of scope, with a reason and a place to go.
        Reject = "reject",
        /// A concrete question to the filer; the clock pauses.
        Ask = "ask",
        /// The filer answers the question.
        Supply = "supply",
        ProposeLapse = "propose_lapse",
        /// The filer stayed silent in spite of a reminder.
        Lapse = "lapse",
        /// One lead agency, any number of coordinating ones.
        Assign = "assign",
        /// The lead begins.
        Take = "take",
        ProposeReturn = "propose_return",
        /// "Not ours", with the agency whose it is.
        Return = "return",
        /// A returned one gets its lead.
        Reassign = "reassign",
        /// The lead has ended; a unit of today takes its place.
        HandOver = "hand_over",
        ProposeContribution = "propose_contribution",
        /// A coordinating agency gives its opinion, or says that it has none.
        Contribute = "contribute",
        SubmitForApproval = "submit_for_approval",
        SendBack = "send_back",
        Approve = "approve",
        /// Signed and held back, until it is released with others.
        Sign = "sign",
        /// What was signed goes out.
        Release = "release",
        ReleaseWithCommitments = "release_with_commitments",
        ApproveWithCommitments = "approve_with_commitments",
        ProposeEscalation = "propose_escalation",
        /// Signed and sent to a higher body.
        Escalate = "escalate",
        /// The higher body replied.
        HigherReply = "higher_reply",
        ProposeFulfilment = "propose_fulfilment",
        /// Every commitment has its evidence, or is cancelled with a reason.
        Fulfil = "fulfil",
        /// It helped, or nobody objected in time.
        Close = "close",
        /// The filer of a merged one says whether the common answer helped.
        Rate = "rate_answer",
        /// The filer objects again; the first objection needed nobody's leave.
        AskToReopen = "ask_to_reopen",
        Reopen = "reopen",
        /// It follows a parent that asks the same.
        Merge = "merge",
        /// The filer says that theirs is the published one's: it follows that one from the start.
        Join = "join",
        Unmerge = "unmerge",
        Withdraw = "withdraw",
        ProposeExtension = "propose_extension",
        /// A later due date, within the limit of the conference.
        Extend = "extend",
        ExtendBeyondLimit = "extend_beyond_limit",
        Remind = "remind",
        ProposePublication = "propose_publication",
        /// The text without personal data is made and seen.
        Redact = "redact",
        Publish = "publish",
        Unpublish = "unpublish",
        ProposeForAgenda = "propose_for_agenda",
        /// The chair puts it on the agenda.
        Table = "table",
        /// The chair's conclusion is written down.
        Conclude = "conclude",
    }
}

impl Action {
    /// The transition it belongs to, 1 to 28, as printed in the golden table and in the README.
    /// A proposal and its confirmation share one.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::Submit => 1,
            Self::Accept | Self::UndoAccept => 2,
            Self::ProposeRejection | Self::Reject => 3,
            Self::Ask => 4,
            Self::Supply => 5,
            Self::ProposeLapse | Self::Lapse => 6,
            Self::Assign => 7,
            Self::Take => 8,
            Self::ProposeReturn | Self::Return => 9,
            Self::Reassign | Self::HandOver => 10,
            Self::ProposeContribution | Self::Contribute => 11,
            Self::SubmitForApproval => 12,
            Self::SendBack => 13,
            Self::Approve | Self::Sign | Self::Release | Self::ReleaseWithCommitments => 14,
            Self::ApproveWithCommitments => 15,
            Self::ProposeEscalation | Self::Escalate => 16,
            Self::HigherReply => 17,
            Self::ProposeFulfilment | Self::Fulfil => 18,
            Self::Close | Self::Rate => 19,
            Self::AskToReopen | Self::Reopen => 20,
            Self::Merge | Self::Join => 21,
            Self::Unmerge => 22,
            Self::Withdraw => 23,
            Self::ProposeExtension | Self::Extend | Self::ExtendBeyondLimit => 24,
            Self::Remind => 25,
            Self::ProposePublication | Self::Redact | Self::Publish => 26,
            Self::Unpublish => 27,
            Self::ProposeForAgenda | Self::Table | Self::Conclude => 28,
        }
    }

    /// The proposal that this act confirms. Whoever made the proposal may not confirm it.
    ///
    /// The agenda and a reopening are not among them: the chair may table what the chair
    /// proposed, and the secretary may reopen unasked.
    #[must_use]
    pub const fn confirms(self) -> Option<Self> {
        match self {
            Self::Reject => Some(Self::ProposeRejection),
            Self::Lapse => Some(Self::ProposeLapse),
            Self::Return => Some(Self::ProposeReturn),
            Self::Contribute => Some(Self::ProposeContribution),
            Self::Escalate => Some(Self::ProposeEscalation),
            Self::Fulfil => Some(Self::ProposeFulfilment),
            Self::Extend | Self::ExtendBeyondLimit => Some(Self::ProposeExtension),
            Self::Publish => Some(Self::ProposePublication),
            Self::Release | Self::ReleaseWithCommitments => Some(Self::Sign),
            Self::Submit
            | Self::Accept
            | Self::UndoAccept
            | Self::ProposeRejection
            | Self::Ask
            | Self::Supply
            | Self::ProposeLapse
            | Self::Assign
            | Self::Take
            | Self::ProposeReturn
            | Self::Reassign
            | Self::HandOver
            | Self::ProposeContribution
            | Self::SubmitForApproval
            | Self::SendBack
            | Self::Approve
            | Self::ApproveWithCommitments
            | Self::Sign
            | Self::ProposeEscalation
            | Self::HigherReply
            | Self::ProposeFulfilment
            | Self::Close
            | Self::Rate
            | Self::AskToReopen
            | Self::Reopen
            | Self::Merge
            | Self::Join
            | Self::Unmerge
            | Self::Withdraw
            | Self::ProposeExtension
            | Self::Remind
            | Self::ProposePublication
            | Self::Redact
            | Self::Unpublish
            | Self::ProposeForAgenda
            | Self::Table
            | Self::Conclude => None,
        }
    }
}
