//! What the workbench's template may see, made of rows and capabilities.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};

use super::head::{Due, tag};
use super::queries;
use crate::agencies;
use crate::areas;
use crate::attachments::{self, FileView, staff_views};
use crate::dates;
use crate::db::DbConnection;
use crate::difficulties::actions::Deadlines;
use crate::difficulties::contributions::{self, ContributionKind, ContributionState};
use crate::difficulties::policy::{self, Capability};
use crate::difficulties::queries::Seen;
use crate::difficulties::{Action, Difficulty, Outcome, Status};
use crate::filers::{self, FilerKind};
use crate::responses::{self, ResponseState};
use crate::submissions::Submission;
use crate::web::{AppError, Ctx, Page};

/// A text as title, story and ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    pub title: String,
    pub body: String,
    pub ask: String,
}

/// Who filed, as far as the viewer may see it.
#[derive(Debug, Clone)]
pub enum FilerCard {
    Named {
        name: String,
        kind: FilerKind,
        phone: String,
        email: String,
        /// As written that day.
        place: String,
        /// What the area of that day is called now; empty while it stands.
        today: String,
    },
    Shielded {
        kind: FilerKind,
        village: String,
        /// The secretary may look; every look is recorded.
        may_look: bool,
    },
}

impl FilerCard {
    /// `looked`: the viewer has just asked to see who a shielded filer is.
    ///
    /// # Errors
    /// When the database fails.
    pub fn load(
        conn: &mut DbConnection,
        ctx: &Ctx,
        seen: &Seen,
        filer_id: i64,
        looked: bool,
    ) -> Result<Self, AppError> {
        let filer = filers::find(conn, filer_id)?;
        let may_read = policy::may(Capability::ReadFiler, seen.standing, &seen.matter).is_yes();
        if !may_read || (seen.difficulty.shielded && !looked) {
            return Ok(Self::Shielded {
                kind: filer.kind,
                village: filer.village,
                may_look: may_read,
            });
        }
        let successors = match filer.area_id {
            Some(area_id) => areas::successors(conn, area_id)?,
            None => Vec::new(),
        };
        let lang = ctx.lang();
        let today: Vec<&str> = successors
            .iter()
            .map(|area| lang.pick(&area.name_vi, &area.name_en))
            .collect();
        Ok(Self::Named {
            place: filer.place(),
            name: filer.name,
            kind: filer.kind,
            phone: filer.phone,
            email: filer.email.unwrap_or_default(),
            today: today.join("; "),
        })
    }
}

/// Another difficulty, as one line.
#[derive(Debug, Clone)]
pub struct Line {
    pub reference: String,
    pub title: String,
    pub status: Status,
}

impl Line {
    #[must_use]
    pub fn tag(&self) -> &'static str {
        tag(self.status)
    }
}

impl From<Difficulty> for Line {
    fn from(difficulty: Difficulty) -> Self {
        Self {
            reference: difficulty.reference,
            title: difficulty.title,
            status: difficulty.status,
        }
    }
}

/// One agency's part.
#[derive(Debug, Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a mark of its own on the part"
)]
pub struct Part {
    pub agency: String,
    pub agency_id: i64,
    pub is_lead: bool,
    /// The viewer's own agency.
    pub is_own: bool,
    pub due: Due,
    pub order: String,
    pub officer: String,
    pub is_contributed: bool,
    pub contribution: String,
    /// When it was first given, and whether that was after its date.
    pub contributed_at: Option<NaiveDateTime>,
    pub came_late: bool,
    /// The versions the viewer may read, the newest first.
    pub versions: Vec<PartVersion>,
}

/// One version of a contribution.
#[derive(Debug, Clone)]
pub struct PartVersion {
    pub number: i32,
    pub kind: ContributionKind,
    pub state: ContributionState,
    pub text: String,
    pub by: String,
    pub at: NaiveDateTime,
    /// Who confirmed it or turned it down.
    pub decided_by: String,
}

/// The parts of the agencies, the lead first. What an agency has not confirmed yet is read there
/// only.
///
/// # Errors
/// When the database fails.
pub fn parts(
    conn: &mut DbConnection,
    ctx: &Ctx,
    seen: &Seen,
    deadlines: &Deadlines,
) -> Result<Vec<Part>, AppError> {
    let rows = queries::assignments_of(conn, seen.difficulty.id)?;
    let agency_names = agency_names(conn, ctx, rows.iter().map(|row| row.agency_id))?;
    let versions = contributions::of_assignments(conn, rows.iter().map(|row| row.id).collect())?;
    let people = versions
        .iter()
        .flat_map(|version| [version.written_by, version.decided_by])
        .chain(rows.iter().map(|row| row.officer_id))
        .flatten()
        .collect();
    let names = queries::names(conn, people)?;
    let name = |id: Option<i64>| {
        id.and_then(|id| names.get(&id).cloned())
            .unwrap_or_default()
    };
    let own = ctx.actor.staff().and_then(|staff| staff.agency_id);
    Ok(rows
        .into_iter()
        .map(|row| {
            let is_own = own == Some(row.agency_id);
            let mut read: Vec<PartVersion> = versions
                .iter()
                .filter(|version| version.assignment_id == row.id)
                .filter(|version| is_own || version.state == ContributionState::Confirmed)
                .map(|version| PartVersion {
                    number: version.number,
                    kind: version.kind,
                    state: version.state,
                    text: version.text.clone(),
                    by: name(version.written_by),
                    at: version.written_at,
                    decided_by: name(version.decided_by),
                })
                .collect();
            read.reverse();
            Part {
                agency: agency_names
                    .get(&row.agency_id)
                    .cloned()
                    .unwrap_or_default(),
                agency_id: row.agency_id,
                is_lead: row.is_lead(),
                is_own,
                due: Due::of_day(deadlines, row.due_on, ctx.now()),
                officer: name(row.officer_id),
                order: row.order_text,
                is_contributed: row.contributed_at.is_some(),
                came_late: row
                    .contributed_at
                    .is_some_and(|at| at > dates::day_end(row.due_on)),
                contributed_at: row.contributed_at,
                contribution: row.contribution.unwrap_or_default(),
                versions: read,
            }
        })
        .collect())
}

/// Agencies of the conference that could be said to be the right ones, but the one that speaks.
///
/// # Errors
/// When the database fails.
pub fn suggestable(
    conn: &mut DbConnection,
    ctx: &Ctx,
    difficulty: &Difficulty,
) -> Result<Vec<(i64, String)>, AppError> {
    let desk = crate::difficulties::triage::Desk::load(conn, difficulty.conference_id, ctx.now())?;
    Ok(desk
        .agencies
        .iter()
        .filter(|agency| Some(agency.id) != difficulty.lead_agency_id)
        .filter(|agency| agency.id != desk.conference.secretariat_id)
        .map(|agency| (agency.id, agency.name(ctx.lang()).to_owned()))
        .collect())
}

/// Names of agencies in the reader's language.
///
/// # Errors
/// When the database fails.
pub fn agency_names(
    conn: &mut DbConnection,
    ctx: &Ctx,
    ids: impl IntoIterator<Item = i64>,
) -> Result<BTreeMap<i64, String>, AppError> {
    let ids: Vec<i64> = ids.into_iter().collect();
    Ok(agencies::named(conn, &ids)?
        .into_iter()
        .map(|agency| (agency.id, agency.name(ctx.lang()).to_owned()))
        .collect())
}

/// One version of the response.
#[derive(Debug, Clone)]
pub struct Version {
    pub number: i32,
    pub state: ResponseState,
    pub outcome: Option<Outcome>,
    pub summary: String,
    pub body: String,
    pub legal_grounds: String,
    pub document_number: String,
    pub drafter: String,
    pub drafted_at: NaiveDateTime,
    pub approver: String,
    pub approved_at: Option<NaiveDateTime>,
    pub released_at: Option<NaiveDateTime>,
    /// Why it was sent back.
    pub reason: String,
}

/// The versions a viewer may read, the newest first.
///
/// # Errors
/// When the database fails.
pub fn versions(conn: &mut DbConnection, seen: &Seen) -> Result<Vec<Version>, AppError> {
    let reads_drafts =
        policy::may(Capability::ReadDraftResponse, seen.standing, &seen.matter).is_yes();
    let rows = responses::queries::of_difficulty(conn, seen.difficulty.id)?;
    let reasons = responses::queries::reasons_sent_back(conn, seen.difficulty.id)?;
    let people = rows
        .iter()
        .flat_map(|row| [Some(row.drafter_id), row.approver_id])
        .flatten()
        .collect();
    let names = queries::names(conn, people)?;
    let name = |id: Option<i64>| {
        id.and_then(|id| names.get(&id).cloned())
            .unwrap_or_default()
    };
    Ok(rows
        .into_iter()
        .filter(|row| reads_drafts || row.state == ResponseState::Approved)
        .map(|row| Version {
            number: row.number,
            state: row.state,
            outcome: row.outcome(),
            drafter: name(Some(row.drafter_id)),
            drafted_at: row.drafted_at,
            approver: name(row.approver_id),
            approved_at: row.approved_at,
            released_at: row.released_at,
            reason: reasons.get(&row.id).cloned().unwrap_or_default(),
            summary: row.summary,
            body: row.body,
            legal_grounds: row.legal_grounds,
            document_number: row.document_number,
        })
        .collect())
}

/// One promise.
#[derive(Debug, Clone)]
pub struct Promise {
    pub text: String,
    pub agency: String,
    pub due_on: NaiveDate,
    /// `open`, `done` or `cancelled`.
    pub state: String,
    pub evidence: String,
    pub is_late: bool,
}

/// # Errors
/// When the database fails.
pub fn promises(
    conn: &mut DbConnection,
    ctx: &Ctx,
    difficulty_id: i64,
) -> Result<Vec<Promise>, AppError> {
    let rows = responses::queries::commitments(conn, difficulty_id)?;
    let names = agency_names(conn, ctx, rows.iter().map(|row| row.agency_id))?;
    Ok(rows
        .into_iter()
        .map(|row| Promise {
            agency: names.get(&row.agency_id).cloned().unwrap_or_default(),
            is_late: row.state == "open" && row.due_on < ctx.today(),
            text: row.text,
            due_on: row.due_on,
            state: row.state,
            evidence: row.evidence,
        })
        .collect())
}

/// An act that waits for a second person.
#[derive(Debug, Clone)]
pub struct Waiting {
    pub action: Action,
    /// Name and unit; empty when the clock proposed it.
    pub by: String,
    pub at: NaiveDateTime,
    pub note: String,
    /// The agency of whoever proposed it.
    pub agency_id: Option<i64>,
    /// Whose it would be, of a return.
    pub suggested: Option<i64>,
    /// The same by its name.
    pub suggested_name: String,
    pub kind: Option<ContributionKind>,
}

/// The proposals within a viewer's reach.
///
/// # Errors
/// When the database fails.
pub fn waiting(
    conn: &mut DbConnection,
    ctx: &Ctx,
    seen: &Seen,
    secretariat_id: i64,
) -> Result<Vec<Waiting>, AppError> {
    let reach = policy::history_reach(seen.standing);
    let own = ctx.actor.staff().and_then(|staff| staff.agency_id);
    let rows = queries::proposals_of(conn, seen.difficulty.id)?;
    let agency_of = |row: &super::record::Proposal| row.by.as_ref().and_then(|by| by.agency_id);
    let ids = rows
        .iter()
        .flat_map(|row| [agency_of(row), row.suggested])
        .flatten();
    let names = agency_names(conn, ctx, ids)?;
    Ok(rows
        .into_iter()
        .filter(|row| queries::is_within(reach, own, secretariat_id, agency_of(row)))
        .map(|row| {
            let agency_id = agency_of(&row);
            let named = |id: Option<i64>| id.and_then(|id| names.get(&id).cloned());
            let unit = named(agency_id);
            Waiting {
                agency_id,
                suggested: row.suggested,
                suggested_name: named(row.suggested).unwrap_or_default(),
                kind: row.kind,
                action: row.action,
                by: row.by.map_or_else(String::new, |by| match unit {
                    Some(unit) => format!("{}, {unit}", by.name),
                    None => by.name,
                }),
                at: row.at,
                note: row.note,
            }
        })
        .collect())
}

/// The files a viewer may have.
///
/// # Errors
/// When the database fails.
pub fn files(conn: &mut DbConnection, page: &Page, seen: &Seen) -> Result<Vec<FileView>, AppError> {
    if !policy::may(Capability::Download, seen.standing, &seen.matter).is_yes() {
        return Ok(Vec::new());
    }
    let difficulty = &seen.difficulty;
    let files = attachments::of_difficulty(conn, difficulty.submission_id, difficulty.id)?;
    Ok(staff_views(page, &files, difficulty))
}

/// The letter's words, and the working text where it says something else.
#[must_use]
pub fn texts(submission: &Submission, difficulty: &Difficulty) -> (Words, Option<Words>) {
    let original = Words {
        title: submission.title.clone(),
        body: submission.body.clone(),
        ask: submission.ask.clone(),
    };
    let working = Words {
        title: difficulty.title.clone(),
        body: difficulty.body.clone(),
        ask: difficulty.ask.clone(),
    };
    let differs = working != original;
    (original, differs.then_some(working))
}
