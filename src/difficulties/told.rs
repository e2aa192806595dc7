//! What the acts beside the workflow say on the staff's page of history: who joined, who was let
//! go, who handles it, what was turned down. The filer reads none of them.

use super::actions::{DECLINE, NAME, UNNAME};
use super::coordination::{COORDINATE, COORDINATE_BY, UNCOORDINATE};
use super::history::Facts;
use super::policy::Capability;

/// What fills the sentence beside who did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Filling {
    Nothing,
    /// The agency of the event's data.
    Agency,
    /// That, and its day.
    AgencyAndDay,
    /// The person of the event's data.
    Person,
    /// The act that was turned down.
    Proposal,
}

/// The key of an event's sentence, and what fills it.
pub(super) fn of(action: &str) -> Option<(&'static str, Filling)> {
    Some(match action {
        COORDINATE => ("event-coordinate", Filling::AgencyAndDay),
        COORDINATE_BY => ("event-coordinate-by", Filling::AgencyAndDay),
        UNCOORDINATE => ("event-uncoordinate", Filling::Agency),
        DECLINE => ("event-decline-proposal", Filling::Proposal),
        NAME => ("event-name-person", Filling::Person),
        UNNAME => ("event-unname-person", Filling::Person),
        action if action == Capability::SetRestricted.as_str() => {
            ("event-set-restricted", Filling::Nothing)
        }
        action if action == Capability::ClearRestricted.as_str() => {
            ("event-clear-restricted", Filling::Nothing)
        }
        action if action == Capability::WriteNote.as_str() => {
            ("event-write-note", Filling::Nothing)
        }
        action if action == Capability::ChooseOfficer.as_str() => {
            ("event-choose-officer", Filling::Person)
        }
        _ => return None,
    })
}

/// The persons an event's data speaks of.
pub(super) fn people(facts: &Facts) -> impl Iterator<Item = i64> {
    ["officer", "person", "for"]
        .into_iter()
        .filter_map(|name| facts.id(name))
}
