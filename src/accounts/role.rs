//! What an account is for. One account has one role; a person with two duties has two accounts.
//!
//! What a role may do is not here: each slice's policy says so. Whose agency, whose mandate and
//! which conference belong to the account, not to the role.

use crate::text_enum::text_enum;

text_enum! {
    /// The duty of an account.
    pub enum Role {
        /// Files difficulties for one household, cooperative or enterprise.
        Filer = "filer",
        /// Files for its members, by a mandate from each.
        Association = "association",
        /// Works for one agency.
        Officer = "officer",
        /// Leads one agency, or stands in for its leader between two dates.
        Leader = "leader",
        /// Works in the secretariat of the conference.
        Clerk = "clerk",
        /// Heads the secretariat.
        Secretary = "secretary",
        /// Chairs the conference.
        Chair = "chair",
        /// Acts for the chair, under their own name.
        ChairAide = "chair_aide",
        /// Looks after accounts and settings, and never reads content.
        Administrator = "administrator",
    }
}

impl Role {
    /// Whether the account belongs to the public side of the house: filers and associations.
    #[must_use]
    pub const fn is_public(self) -> bool {
        match self {
            Self::Filer | Self::Association => true,
            Self::Officer
            | Self::Leader
            | Self::Clerk
            | Self::Secretary
            | Self::Chair
            | Self::ChairAide
            | Self::Administrator => false,
        }
    }

    /// Whether the account must belong to an agency.
    #[must_use]
    pub const fn is_of_an_agency(self) -> bool {
        matches!(self, Self::Officer | Self::Leader)
    }

    /// Whether giving this role takes a second administrator: it can see everything, decide for
    /// everybody, or make more of its kind.
    #[must_use]
    pub const fn takes_two_to_give(self) -> bool {
        matches!(
            self,
            Self::Secretary | Self::Chair | Self::ChairAide | Self::Administrator
        )
    }
}
