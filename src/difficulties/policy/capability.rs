//! What can be read or done besides the acts of the workflow: the rows of the matrix.

use super::row::{
    ALL_BUT_STAFF_ON_IT, ALL_ON_IT, ELSEWHERE, ELSEWHERE_AND_IT, FILERS, Row, SECRETARIAT,
    SECRETARIAT_AND_CHAIR, STAFF_ON_IT, STRANGERS,
};
use super::standing::Relation::{
    Administrator, Anybody, Association, Chair, Clerk, Filer, LeaderElsewhere,
    LeaderOfCoordinating, LeaderOfLead, OfficerElsewhere, OfficerOfCoordinating, OfficerOfLead,
    OtherFiler, Secretary,
};
use super::{Matter, Standing, knows};
use crate::difficulties::vocabulary::IdentityLevel;
use crate::difficulties::workflow::Status;
use crate::text_enum::text_enum;

text_enum! {
    /// Something one may read of a difficulty, or do with it, that is no act of the workflow.
    pub enum Capability {
        /// The redacted text on the public page.
        ReadPublished = "read_published",
        /// Status, agency and dates, by whoever holds the look-up code; never text, names, files.
        TrackByCode = "track_by_code",
        File = "file",
        /// Type in what somebody wrote, said or handed over.
        FileForAnother = "file_for_another",
        /// Read, save or delete a submission that is not sent yet.
        OpenDraft = "open_draft",
        /// The whole difficulty, behind the public page.
        Read = "read",
        ReadFiler = "read_filer",
        /// Tell a named person who filed a shielded one. Password again; the filer is told.
        RevealFiler = "reveal_filer",
        SetRestricted = "set_restricted",
        ClearRestricted = "clear_restricted",
        /// It is a denunciation: seal it and hand it over.
        ProposeSeal = "propose_seal",
        ConfirmSeal = "confirm_seal",
        EditText = "edit_text",
        /// Add to one's text once it is accepted.
        AddText = "add_text",
        Attach = "attach",
        Download = "download",
        /// Make several difficulties of one.
        Split = "split",
        SetTopic = "set_topic",
        /// Tie to one that asks the opposite, or nearly the same.
        Link = "link",
        /// Say which officer of one's agency handles it.
        ChooseOfficer = "choose_officer",
        WriteNote = "write_note",
        /// The notes of one's own unit: an agency, the secretariat, the chair and the aides.
        ReadNotes = "read_notes",
        DraftResponse = "draft_response",
        ReadDraftResponse = "read_draft_response",
        /// Say whether it helped.
        Rate = "rate",
        /// Ask that it be published, or that it be taken back.
        AskAboutPublication = "ask_about_publication",
        ReadBrief = "read_brief",
        /// It is among what the viewer's own lists, searches, counts and exports cover.
        Listed = "listed",
        /// The columns of an export that say who filed.
        ExportFiler = "export_filer",
        /// How much of it: [`super::history_reach`].
        ReadHistory = "read_history",
    }
}

impl Capability {
    /// The row of the permission paper. Rows that are acts are in `acts`; from 32 on they concern
    /// accounts and conferences, and stand there.
    #[must_use]
    pub const fn row_number(self) -> u8 {
        match self {
            Self::ReadPublished => 1,
            Self::TrackByCode => 2,
            Self::File | Self::FileForAnother => 3,
            Self::OpenDraft => 4,
            // Restricted is row 9, a shielded filer row 7: the same question about another matter.
            Self::Read => 5,
            Self::ReadFiler => 6,
            Self::RevealFiler => 8,
            Self::SetRestricted | Self::ClearRestricted => 10,
            Self::ProposeSeal | Self::ConfirmSeal => 11,
            Self::EditText | Self::AddText => 12,
            Self::Attach | Self::Download => 14,
            Self::Split | Self::SetTopic | Self::Link => 15,
            Self::ChooseOfficer => 19,
            Self::WriteNote | Self::ReadNotes => 20,
            Self::DraftResponse => 21,
            Self::ReadDraftResponse => 23,
            Self::Rate => 24,
            Self::AskAboutPublication => 26,
            Self::ReadBrief => 28,
            Self::Listed => 29,
            Self::ExportFiler => 30,
            Self::ReadHistory => 31,
        }
    }

    /// Whether it is asked about the conference, or about one that is not there yet; then there
    /// is nothing whose existence could show.
    pub(super) const fn is_about_no_item(self) -> bool {
        matches!(self, Self::File | Self::FileForAnother | Self::ReadBrief)
    }

    pub(super) const fn row(self, identity: IdentityLevel) -> Row {
        match self {
            Self::ReadPublished | Self::TrackByCode => Row {
                yes: &[
                    Anybody,
                    Filer,
                    OtherFiler,
                    Association,
                    OfficerOfLead,
                    OfficerOfCoordinating,
                    OfficerElsewhere,
                    LeaderOfLead,
                    LeaderOfCoordinating,
                    LeaderElsewhere,
                    Clerk,
                    Secretary,
                    Chair,
                    Administrator,
                ],
                hidden: &[],
            },
            Self::File => Row {
                yes: &[Anybody, Filer, OtherFiler, Association],
                hidden: &[],
            },
            // Leaders and the chair decide; they do not type in what they will decide about.
            Self::FileForAnother => Row {
                yes: &[
                    OfficerOfLead,
                    OfficerOfCoordinating,
                    OfficerElsewhere,
                    Clerk,
                    Secretary,
                ],
                hidden: &[],
            },
            Self::OpenDraft => Row {
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
            Self::Read | Self::Download => Row {
                yes: ALL_ON_IT,
                hidden: STRANGERS,
            },
            Self::ReadFiler => Row {
                yes: match identity {
                    IdentityLevel::Open => ALL_ON_IT,
                    IdentityLevel::Shielded => &[Filer, Association, Secretary],
                },
                hidden: STRANGERS,
            },
            Self::RevealFiler => Row {
                yes: &[Secretary],
                hidden: &[],
            },
            Self::SetRestricted => Row {
                yes: &[Filer, Association, Clerk, Secretary, Chair],
                hidden: &[OtherFiler, OfficerElsewhere, LeaderElsewhere],
            },
            Self::ClearRestricted => Row {
                yes: &[Secretary],
                hidden: &[OtherFiler, OfficerElsewhere, LeaderElsewhere],
            },
            Self::ProposeSeal | Self::ConfirmSeal => Row {
                yes: SECRETARIAT,
                hidden: &[],
            },
            Self::EditText | Self::AddText | Self::Rate => Row {
                yes: FILERS,
                hidden: &[OtherFiler],
            },
            // The chair reads the files and adds none.
            Self::Attach => Row {
                yes: &[
                    Filer,
                    Association,
                    OfficerOfLead,
                    OfficerOfCoordinating,
                    LeaderOfLead,
                    LeaderOfCoordinating,
                    Clerk,
                    Secretary,
                ],
                hidden: STRANGERS,
            },
            Self::Split | Self::SetTopic | Self::Link => Row {
                yes: SECRETARIAT,
                hidden: ELSEWHERE_AND_IT,
            },
            // The paper knows one column of leaders. Who inside a coordinating agency works on
            // it is nobody's business but that agency's leader's.
            Self::ChooseOfficer => Row {
                yes: &[LeaderOfLead, LeaderOfCoordinating],
                hidden: ELSEWHERE,
            },
            Self::WriteNote | Self::ReadNotes | Self::ReadDraftResponse => Row {
                yes: STAFF_ON_IT,
                hidden: ALL_BUT_STAFF_ON_IT,
            },
            Self::DraftResponse => Row {
                yes: &[OfficerOfLead, LeaderOfLead],
                hidden: ELSEWHERE,
            },
            Self::AskAboutPublication => Row {
                yes: FILERS,
                hidden: &[],
            },
            Self::ReadBrief => Row {
                yes: SECRETARIAT_AND_CHAIR,
                hidden: &[Administrator],
            },
            // Strangers meet a published one in the public list; the administrator draws no lists.
            Self::Listed => Row {
                yes: &[
                    Anybody,
                    Filer,
                    OtherFiler,
                    Association,
                    OfficerOfLead,
                    OfficerOfCoordinating,
                    OfficerElsewhere,
                    LeaderOfLead,
                    LeaderOfCoordinating,
                    LeaderElsewhere,
                    Clerk,
                    Secretary,
                    Chair,
                ],
                hidden: &[],
            },
            Self::ExportFiler => Row {
                yes: &[Filer, Association, Secretary],
                hidden: &[],
            },
            Self::ReadHistory => Row {
                yes: ALL_ON_IT,
                hidden: &[OtherFiler, OfficerElsewhere, LeaderElsewhere, Administrator],
            },
        }
    }

    /// What must hold besides the row.
    pub(super) fn holds(self, standing: Standing, matter: &Matter) -> bool {
        match self {
            Self::ReadPublished => matter.is_published(),
            // The code is printed on the receipt, so a draft has none.
            Self::TrackByCode => matter.status != Status::Draft,
            Self::OpenDraft => matter.status == Status::Draft,
            Self::ConfirmSeal => !matter.proposer_is_viewer,
            Self::EditText => matter.is_before_acceptance(),
            Self::AddText => !matter.is_before_acceptance() && !matter.status.is_final(),
            Self::Rate => match matter.status {
                Status::Answered | Status::Committed | Status::Closed => true,
                // A merged filer gets the answer in their own thread, and so has an opinion of it.
                Status::Merged => matter.parent_answered,
                _ => false,
            },
            Self::Listed => knows(standing, matter),
            Self::File
            | Self::FileForAnother
            | Self::Read
            | Self::ReadFiler
            | Self::RevealFiler
            | Self::SetRestricted
            | Self::ClearRestricted
            | Self::ProposeSeal
            | Self::Attach
            | Self::Download
            | Self::Split
            | Self::SetTopic
            | Self::Link
            | Self::ChooseOfficer
            | Self::WriteNote
            | Self::ReadNotes
            | Self::DraftResponse
            | Self::ReadDraftResponse
            | Self::AskAboutPublication
            | Self::ReadBrief
            | Self::ExportFiler
            | Self::ReadHistory => true,
        }
    }
}
