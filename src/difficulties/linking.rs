//! What the secretariat ties together by hand (permissions, row 15): two that belong together, or
//! two that ask opposite things of the same and therefore never merge. The tie stands at both, and
//! each of the two keeps its own course.

use chrono::NaiveDateTime;
use serde_json::json;

use super::actions::{ActError, Doer};
use super::aside;
use super::links::{self, LinkKind};
use super::policy::{self, Capability};
use super::queries::Seen;
use crate::db::DbConnection;

/// The event of taking a tie away.
pub const UNLINK: &str = "unlink";

/// What two difficulties are to each other, as far as people say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tie {
    SeeAlso,
    Opposed,
}

impl Tie {
    pub const ALL: [Self; 2] = [Self::SeeAlso, Self::Opposed];

    #[must_use]
    pub const fn kind(self) -> LinkKind {
        match self {
            Self::SeeAlso => LinkKind::SeeAlso,
            Self::Opposed => LinkKind::Opposed,
        }
    }

    /// The tie of a code, as forms send it.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|tie| tie.kind().as_str() == code)
    }
}

/// Ties two difficulties, in place of what tied them by hand before; `None` takes that away.
/// What stands already changes nothing.
///
/// # Errors
/// [`ActError::NotNow`] for one and the same, for two of which one names an official and the
/// other does not (its number would show where it may not), and for opposing two of which one
/// follows the other; otherwise as the policy answers.
pub fn tie(
    conn: &mut DbConnection,
    doer: &Doer,
    now: NaiveDateTime,
    (one, other): (&Seen, &Seen),
    tie: Option<Tie>,
) -> Result<(), ActError> {
    for seen in [one, other] {
        policy::may(Capability::Link, seen.standing, &seen.matter).require()?;
    }
    let (one, other) = (&one.difficulty, &other.difficulty);
    if one.id == other.id || one.restricted != other.restricted {
        return Err(ActError::NotNow("not-now-link".into()));
    }
    let follows = one.merged_into_id == Some(other.id) || other.merged_into_id == Some(one.id);
    if follows && tie == Some(Tie::Opposed) {
        return Err(ActError::NotNow("not-now-oppose-merged".into()));
    }
    let kind = tie.map(Tie::kind);
    let stands = links::of(conn, one.id)?
        .iter()
        .any(|link| link.other_id == other.id && Some(link.kind) == kind);
    if stands {
        return Ok(());
    }
    let removed = links::remove_by_hand(conn, one.id, other.id)?;
    let action = match kind {
        Some(kind) => {
            links::add(conn, one.id, other.id, kind, now)?;
            links::add(conn, other.id, one.id, kind, now)?;
            Capability::Link.as_str()
        }
        None if removed == 0 => return Ok(()),
        None => UNLINK,
    };
    for (own, to) in [(one, other), (other, one)] {
        let data = json!({ "to": to.reference, "kind": kind.map(LinkKind::as_str) });
        aside::record(conn, doer, own, (action, ""), &data, now)?;
    }
    Ok(())
}
