//! What can happen to a difficulty. Every act is [`perform`]: who (policy), when (workflow),
//! what changes ([`effects`]), what is recorded, who is told; in the one transaction the caller
//! opened. Acts come as [`Act`], a word with the details that word needs.

mod act;
mod answers;
mod contributing;
mod deadlines;
mod declining;
pub mod effects;
mod following;
mod handing_over;
mod inside;
mod publication;
mod receiving;
mod restricting;
mod returning;

use std::borrow::Cow;

use chrono::NaiveDateTime;
use diesel::prelude::*;

pub use act::{Act, Doer, NewCommitment, Redaction, Split};
pub use deadlines::{Deadlines, of as deadlines_of};
pub use declining::{DECLINE, decline};
pub use following::{can_be_followed, can_be_joined, has_rated, why_not_merge};
pub use handing_over::{HAND_OVER_PART, hand_over_part};
pub use inside::{choose_officer, officer_of, officers};
pub use publication::{follow_status as follow_publication, takes_two as publishing_takes_two};
pub use receiving::{UNDO_WITHIN_MINUTES, can_undo};

pub use restricting::{NAME, UNNAME, candidates, name, set_restricted};
pub use returning::why_not_returned;

use super::policy::{self, Denied, Verdict};
use super::queries::{self, Seen};
use super::totals::Changes;
use super::workflow::Party;
use super::{Action, Difficulty, Status, turn};
use crate::accounts::Actor;
use crate::conferences::{self, Conference};
use crate::db::schema::proposals;
use crate::db::{DbConnection, DbError};
use crate::events::{self, NewEvent};
use crate::notifications::{self, Recipient};
use crate::web::AppError;

/// Why an act did not happen. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum ActError {
    /// Not theirs to know of.
    #[error("not found")]
    Hidden,
    /// Not theirs to do.
    #[error("forbidden")]
    Forbidden,
    /// Not possible where it stands; a message key that says why.
    #[error("not now: {0}")]
    NotNow(Cow<'static, str>),
    /// Somebody changed it since the page was read.
    #[error("stale")]
    Stale,
    #[error(transparent)]
    Database(#[from] DbError),
}

impl From<diesel::result::Error> for ActError {
    fn from(error: diesel::result::Error) -> Self {
        match error {
            diesel::result::Error::NotFound => Self::Hidden,
            other => Self::Database(other.into()),
        }
    }
}

impl From<Denied> for ActError {
    fn from(denied: Denied) -> Self {
        match denied {
            Denied::Hidden => Self::Hidden,
            Denied::Refused => Self::Forbidden,
        }
    }
}

impl From<ActError> for AppError {
    fn from(error: ActError) -> Self {
        match error {
            ActError::Hidden => Self::NotFound,
            ActError::Forbidden => Self::Forbidden,
            ActError::NotNow(key) => Self::NotNow(key),
            ActError::Stale => Self::Stale(Vec::new()),
            ActError::Database(error) => error.into(),
        }
    }
}

pub(super) fn not_now(key: &'static str) -> ActError {
    ActError::NotNow(Cow::Borrowed(key))
}

/// What needs a reason, a question or a text gets none without.
///
/// # Errors
/// Not now, for a blank one.
pub(super) fn need_reason(text: &str) -> Result<(), ActError> {
    if text.trim().is_empty() {
        Err(not_now("not-now-reason"))
    } else {
        Ok(())
    }
}

/// Everything an act works with.
pub(super) struct Scene<'a> {
    pub doer: &'a Doer,
    pub conference: Conference,
    pub now: NaiveDateTime,
    pub before: Difficulty,
    pub deadlines: Deadlines,
}

/// Does one act to one difficulty and returns it as it then stands. `version` is the one the
/// page showed: an older one is refused as stale.
///
/// # Errors
/// [`ActError`]; nothing of the act remains when the caller's transaction rolls back with it.
pub fn perform(
    conn: &mut DbConnection,
    doer: &Doer,
    now: NaiveDateTime,
    difficulty_id: i64,
    version: Option<i32>,
    act: &Act,
) -> Result<Difficulty, ActError> {
    let before = queries::find(conn, difficulty_id)?;
    let seen = queries::meet(conn, doer.actor(), before, now)?;
    let before = seen.difficulty.clone();
    let action = act.action();
    allow(doer, &seen, action)?;
    if version.is_some_and(|version| version != before.version) {
        return Err(ActError::Stale);
    }
    let status = before
        .status
        .after(action, before.former_status)
        .map_err(|_| {
            ActError::NotNow(Cow::Owned(format!(
                "not-now-{}",
                before.status.as_str().replace('_', "-")
            )))
        })?;
    let publication = before
        .publication
        .after(action)
        .map_err(|_| not_now("not-now-publication"))?;
    let agenda_place = before
        .agenda_place
        .after(action)
        .map_err(|_| not_now("not-now-agenda"))?;

    let conference = conferences::queries::find(conn, before.conference_id)?;
    let deadlines = deadlines::of(conn, &conference, now)?;
    let scene = Scene {
        doer,
        conference,
        now,
        before: before.clone(),
        deadlines,
    };
    let mut after = Difficulty {
        status,
        publication,
        agenda_place,
        ..before.clone()
    };
    let effect = effects::apply(conn, &scene, act, &mut after)?;

    settle_proposals(conn, &scene, act, status)?;
    let waiting: Vec<Action> = queries::open_proposals(conn, difficulty_id)?
        .into_iter()
        .map(|(action, _)| action)
        .collect();
    after.next_party = turn(status, after.restricted, after.returns, &waiting);
    // One that leaves its parent comes with the clock it had.
    if !matches!(act, Act::Unmerge { .. }) || after.next_due_at.is_none() {
        after.next_due_at = deadlines::next(conn, &scene, &after)?;
    }
    write(conn, &before, &mut after)?;

    let event_id = record(conn, &scene, act, &after, &effect.data)?;
    tell(conn, &scene, action, event_id, &after, &effect.agencies)?;
    following::follow(conn, &scene, act, &after)?;
    Ok(after)
}

fn allow(doer: &Doer, seen: &Seen, action: Action) -> Result<(), ActError> {
    if matches!(doer, Doer::Timer(_)) {
        let timer = policy::Standing::of(policy::Relation::Timer);
        return Ok(policy::may_do(action, timer, &seen.matter).require()?);
    }
    match policy::may_do(action, seen.standing, &seen.matter) {
        Verdict::Yes => Ok(()),
        // A page that is only old is answered as such, not as a refusal.
        Verdict::Refused
            if seen
                .difficulty
                .status
                .after(action, seen.difficulty.former_status)
                .is_err() =>
        {
            Err(ActError::NotNow(Cow::Owned(format!(
                "not-now-{}",
                seen.difficulty.status.as_str().replace('_', "-")
            ))))
        }
        other => Ok(other.require()?),
    }
}

/// Writes the difficulty as it now stands with its totals and its place in the search index.
pub(super) fn write(
    conn: &mut DbConnection,
    before: &Difficulty,
    after: &mut Difficulty,
) -> Result<(), ActError> {
    queries::save(conn, before.version, after).map_err(|error| match error {
        diesel::result::Error::NotFound => ActError::Stale,
        other => other.into(),
    })?;
    after.version = before.version + 1;
    let mut changes = Changes::default();
    changes.remove(before);
    changes.add(after);
    changes.apply(conn)?;
    let place = effects::place(conn, after)?;
    super::search::index(conn, after, &place)?;
    publication::follow_status(conn, after)?;
    Ok(())
}

/// Proposals end with the confirmation they waited for, or with whatever moved the difficulty.
/// What a coordinating agency would contribute outlives every move that leaves room for it.
fn settle_proposals(
    conn: &mut DbConnection,
    scene: &Scene<'_>,
    act: &Act,
    status: Status,
) -> QueryResult<()> {
    let action = act.action();
    if let Some(proposed) = act.proposes() {
        diesel::insert_into(proposals::table)
            .values((
                proposals::difficulty_id.eq(scene.before.id),
                proposals::action.eq(proposed),
                proposals::proposed_by.eq(scene.doer.account_id()),
                proposals::proposed_at.eq(scene.now),
                proposals::note.eq(act.note()),
                proposals::data.eq(act.proposal_data()),
            ))
            .execute(conn)?;
        return Ok(());
    }
    let open = proposals::table
        .filter(proposals::difficulty_id.eq(scene.before.id))
        .filter(proposals::settled_at.is_null());
    let now = proposals::settled_at.eq(Some(scene.now));
    if scene.before.status != status {
        // The publication of an answer outlives a move; everything else waited for this one.
        let mut outlive = vec![Action::ProposePublication];
        if status.after(Action::ProposeContribution, None).is_ok() {
            outlive.push(Action::ProposeContribution);
        }
        diesel::update(open.filter(proposals::action.ne_all(outlive)))
            .set(now)
            .execute(conn)?;
    } else if let Act::Contribute { agency, .. } = act {
        contributing::settle(conn, scene, *agency)?;
    } else if let Some(confirmed) = action.confirms() {
        diesel::update(open.filter(proposals::action.eq(confirmed)))
            .set(now)
            .execute(conn)?;
    }
    if matches!(action, Action::Publish | Action::Unpublish) {
        diesel::update(
            proposals::table
                .filter(proposals::difficulty_id.eq(scene.before.id))
                .filter(proposals::settled_at.is_null())
                .filter(proposals::action.eq(Action::ProposePublication)),
        )
        .set(proposals::settled_at.eq(Some(scene.now)))
        .execute(conn)?;
    }
    Ok(())
}

fn record(
    conn: &mut DbConnection,
    scene: &Scene<'_>,
    act: &Act,
    after: &Difficulty,
    data: &serde_json::Value,
) -> QueryResult<i64> {
    events::append(
        conn,
        &NewEvent {
            conference_id: after.conference_id,
            difficulty_id: Some(after.id),
            submission_id: Some(after.submission_id),
            party: scene.doer.party(),
            account_id: scene.doer.account_id(),
            agency_id: scene.doer.agency_id(),
            action: act.action().as_str(),
            from_status: Some(scene.before.status.as_str()),
            to_status: Some(after.status.as_str()),
            note: act.note(),
            data: data.to_string(),
            at: scene.now,
        },
    )
}

/// Who is told of what: the last column of the transition table.
#[must_use]
pub fn told(
    action: Action,
    submission_id: i64,
    secretariat_id: i64,
    lead_agency_id: Option<i64>,
    agencies: &[i64],
) -> Vec<Recipient> {
    let filer = Recipient::Filer { submission_id };
    let secretariat = Recipient::Secretariat(secretariat_id);
    let lead = lead_agency_id.map(Recipient::Agency);
    let mut to = Vec::new();
    match action {
        Action::Submit => to.extend([filer, secretariat]),
        Action::Accept
        | Action::UndoAccept
        | Action::Reject
        | Action::Ask
        | Action::Lapse
        | Action::Approve
        | Action::ApproveWithCommitments
        | Action::Release
        | Action::ReleaseWithCommitments
        | Action::Escalate
        | Action::Fulfil
        | Action::Merge
        | Action::Join
        | Action::Unmerge
        | Action::Extend
        | Action::ExtendBeyondLimit => to.push(filer),
        Action::Assign | Action::Reassign | Action::HandOver => {
            to.push(filer);
            to.extend(agencies.iter().copied().map(Recipient::Agency));
        }
        Action::Contribute => {
            to.extend(lead);
            to.extend(agencies.iter().copied().map(Recipient::Agency));
        }
        Action::Supply => to.push(lead.unwrap_or(secretariat)),
        Action::Take
        | Action::Return
        | Action::ProposeRejection
        | Action::ProposeLapse
        | Action::ProposeEscalation
        | Action::Sign
        | Action::ProposePublication => to.push(secretariat),
        Action::HigherReply => {
            to.push(filer);
            to.extend(lead);
        }
        Action::SubmitForApproval
        | Action::SendBack
        | Action::ProposeContribution
        | Action::ProposeReturn
        | Action::ProposeFulfilment
        | Action::ProposeExtension
        | Action::Close
        | Action::Rate
        | Action::AskToReopen
        | Action::Reopen
        | Action::Remind
        | Action::Withdraw
        | Action::Table
        | Action::Conclude => to.extend(lead),
        Action::Redact | Action::Publish | Action::Unpublish | Action::ProposeForAgenda => {}
    }
    to
}

fn tell(
    conn: &mut DbConnection,
    scene: &Scene<'_>,
    action: Action,
    event_id: i64,
    after: &Difficulty,
    agencies: &[i64],
) -> QueryResult<()> {
    let lead = after.lead_agency_id.or(scene.before.lead_agency_id);
    let secretariat_id = scene.conference.secretariat_id;
    let mut to = told(action, after.submission_id, secretariat_id, lead, agencies);
    // Whoever was to handle it learns that somebody else does.
    if let (Action::Take, Some(chosen)) = (action, scene.before.officer_id)
        && after.officer_id != Some(chosen)
    {
        to.push(Recipient::Account(chosen));
    }
    to.into_iter().try_for_each(|to| {
        notifications::queue(conn, event_id, after.id, to, action.as_str(), scene.now)
    })
}

/// Who a page names as the one to act next.
#[must_use]
pub fn party_is_lead(party: Party) -> bool {
    matches!(party, Party::LeadOfficer | Party::LeadLeader)
}

/// Whether the acts of the workflow may be offered to `actor` at all.
#[must_use]
pub fn is_signed_in(actor: &Actor) -> bool {
    actor.role().is_some() || actor.filer().is_some()
}

/// Statuses of work that has reached an agency and not left it.
pub const WITH_THE_LEAD: [Status; 3] = [
    Status::Assigned,
    Status::InProgress,
    Status::PendingApproval,
];
