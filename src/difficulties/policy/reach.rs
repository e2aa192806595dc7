//! How far somebody's lists and histories go: the start of every query, before any filter.

use super::standing::{Relation, Standing};
use crate::accounts::role::Role;

/// The difficulties that an account's lists, searches, counts and exports start from. Restricted
/// ones are in none of them but the secretary's, unless the account is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// What is published, redacted.
    Published,
    /// One's own.
    Own,
    /// One's own, and those of filers whose mandate one holds.
    Mandates,
    /// Those one's agency leads or coordinates.
    Agency,
    /// All but drafts.
    All,
    Nothing,
}

/// Where the lists of a role (`None`: not signed in) start from.
#[must_use]
pub const fn list_reach(role: Option<Role>) -> Reach {
    match role {
        None => Reach::Published,
        Some(Role::Filer) => Reach::Own,
        Some(Role::Association) => Reach::Mandates,
        Some(Role::Officer | Role::Leader) => Reach::Agency,
        Some(Role::Clerk | Role::Secretary | Role::Chair | Role::ChairAide) => Reach::All,
        Some(Role::Administrator) => Reach::Nothing,
    }
}

/// Which events of one difficulty's history a viewer reads, once they may read it at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HistoryReach {
    /// The filer's events: what they did and what they were told, staff named as their unit.
    OwnEvents,
    /// The filer's, the secretariat's towards the agency, and the agency's own.
    AgencyEvents,
    All,
    Nothing,
}

/// How much of the history.
#[must_use]
pub const fn history_reach(standing: Standing) -> HistoryReach {
    match standing.acts_as() {
        Relation::Filer | Relation::Association => HistoryReach::OwnEvents,
        Relation::OfficerOfLead
        | Relation::OfficerOfCoordinating
        | Relation::LeaderOfLead
        | Relation::LeaderOfCoordinating => HistoryReach::AgencyEvents,
        Relation::Clerk | Relation::Secretary | Relation::Chair => HistoryReach::All,
        Relation::Anybody
        | Relation::OtherFiler
        | Relation::OfficerElsewhere
        | Relation::LeaderElsewhere
        | Relation::Administrator
        | Relation::Timer => HistoryReach::Nothing,
    }
}
