//! What a viewer is to one difficulty: the columns of the matrix.

use crate::accounts::role::Role;
use crate::text_enum::text_enum;

text_enum! {
    /// The relation of a viewer to one difficulty.
    pub enum Relation {
        /// Not signed in, or nothing to do with any of it.
        Anybody = "anybody",
        /// Filed it: signed in, or by look-up code with the phone or e-mail given at filing.
        Filer = "filer",
        /// Filed others, or is an association without a mandate from this filer.
        OtherFiler = "other_filer",
        /// An association with a mandate from the filer.
        Association = "association",
        OfficerOfLead = "officer_of_lead",
        OfficerOfCoordinating = "officer_of_coordinating",
        OfficerElsewhere = "officer_elsewhere",
        LeaderOfLead = "leader_of_lead",
        LeaderOfCoordinating = "leader_of_coordinating",
        LeaderElsewhere = "leader_elsewhere",
        Clerk = "clerk",
        Secretary = "secretary",
        /// The chair or the chair's aide.
        Chair = "chair",
        /// Accounts and settings, never content.
        Administrator = "administrator",
        /// No person: what happens when a date has passed. It acts and never reads.
        Timer = "timer",
    }
}

/// How an account's agency, or its mandate, ties it to one difficulty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tie {
    Nothing,
    /// An association's mandate from the filer, valid today.
    Mandate,
    /// An open coordinating assignment of the account's agency.
    Coordinating,
    /// The open lead assignment. An agency that is both counts as the lead.
    Lead,
}

impl Relation {
    /// The relation that a role (`None`: not signed in) has by its tie. Whoever filed the
    /// difficulty is made a filer by [`Standing`], not here.
    #[must_use]
    pub const fn of(role: Option<Role>, tie: Tie) -> Self {
        match (role, tie) {
            (None, _) => Self::Anybody,
            (Some(Role::Association), Tie::Mandate) => Self::Association,
            (Some(Role::Filer | Role::Association), _) => Self::OtherFiler,
            (Some(Role::Officer), Tie::Lead) => Self::OfficerOfLead,
            (Some(Role::Officer), Tie::Coordinating) => Self::OfficerOfCoordinating,
            (Some(Role::Officer), Tie::Nothing | Tie::Mandate) => Self::OfficerElsewhere,
            (Some(Role::Leader), Tie::Lead) => Self::LeaderOfLead,
            (Some(Role::Leader), Tie::Coordinating) => Self::LeaderOfCoordinating,
            (Some(Role::Leader), Tie::Nothing | Tie::Mandate) => Self::LeaderElsewhere,
            (Some(Role::Clerk), _) => Self::Clerk,
            (Some(Role::Secretary), _) => Self::Secretary,
            (Some(Role::Chair | Role::ChairAide), _) => Self::Chair,
            (Some(Role::Administrator), _) => Self::Administrator,
        }
    }
}

/// One viewer before one difficulty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    pub relation: Relation,
    /// Named on this difficulty, which opens it while it is restricted.
    pub named: bool,
    /// Filed this difficulty, whatever else they are.
    pub is_filer: bool,
}

impl Standing {
    #[must_use]
    pub const fn of(relation: Relation) -> Self {
        Self {
            relation,
            named: false,
            is_filer: false,
        }
    }

    #[must_use]
    pub const fn named(self) -> Self {
        Self {
            named: true,
            ..self
        }
    }

    #[must_use]
    pub const fn and_filer(self) -> Self {
        Self {
            is_filer: true,
            ..self
        }
    }

    /// The relation that counts. Staff who filed it are its filer and nothing else: they may
    /// answer, withdraw and object as anybody would, and neither decide nor read what is said
    /// behind the desk.
    #[must_use]
    pub const fn acts_as(self) -> Relation {
        if self.is_filer {
            Relation::Filer
        } else {
            self.relation
        }
    }
}
