//! The small closed lists a difficulty is described with. Status and acts are in `workflow`;
//! topic groups belong to a conference and are data, never an enum.

use crate::text_enum::text_enum;

text_enum! {
    /// How a difficulty ended. Set with the answer, or when it closes unanswered.
    /// *Answered* is not *resolved*: resolved needs a fact and a date.
    pub enum Outcome {
        /// What held the filer back is gone.
        Resolved = "resolved",
        /// The rule was explained, or the way through it shown.
        Explained = "explained",
        /// Agreed, in steps with dates.
        Roadmap = "roadmap",
        /// Not agreed, with legal grounds.
        NotAgreed = "not_agreed",
        /// Beyond the authority of the conference; sent to a higher body.
        BeyondAuthority = "beyond_authority",
        /// No longer relevant: overtaken, or the filer fell silent.
        NoLongerRelevant = "no_longer_relevant",
    }
}

text_enum! {
    /// How soon a difficulty must be handled; each has its own number of working days.
    pub enum Priority {
        Normal = "normal",
        Urgent = "urgent",
        Complex = "complex",
    }
}

text_enum! {
    /// How far the public may see a difficulty. Everybody reads the redacted text only, and only
    /// when it is public.
    pub enum Publication {
        Private = "private",
        /// A text without personal data exists and waits to be let out.
        Redacted = "redacted",
        Public = "public",
    }
}

text_enum! {
    /// Where a difficulty stands on the agenda of a sitting.
    pub enum AgendaPlace {
        None = "none",
        Proposed = "proposed",
        Tabled = "tabled",
        Concluded = "concluded",
    }
}

text_enum! {
    /// How a submission came in.
    pub enum Channel {
        Web = "web",
        Paper = "paper",
        Phone = "phone",
        Email = "email",
        /// A slip handed in during a sitting.
        Floor = "floor",
        /// A row of an association's or a secretariat's sheet.
        Spreadsheet = "spreadsheet",
    }
}

text_enum! {
    /// Who among the staff may see who filed. Chosen by the filer.
    pub enum IdentityLevel {
        /// The agencies that handle it see name and contact.
        Open = "open",
        /// Only the secretary does; every look is an event the filer can see.
        Shielded = "shielded",
    }
}

text_enum! {
    /// What the filer lets the public see. Never preselected; may be taken back at any time.
    pub enum PublicationConsent {
        /// Nothing.
        Private = "private",
        /// The redacted text and its answer, not who filed.
        Anonymous = "anonymous",
        /// The redacted text, its answer, and who filed.
        Named = "named",
    }
}
