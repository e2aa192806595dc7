//! The leader's page: what was asked, the answer, what changed, what the check says; and the two
//! ways on.

use askama::Template;
use chrono::{Datelike, NaiveDate};

use super::{Compared, Warned, compared, warned};
use crate::conferences;
use crate::dates;
use crate::db::DbConnection;
use crate::difficulties::Outcome;
use crate::difficulties::queries::Seen;
use crate::difficulties::workbench::head::Head;
use crate::difficulties::workbench::paths::{ESCALATE, SEND_BACK, of};
use crate::difficulties::workbench::view::{self, Part, Words};
use crate::responses::forms::{ApprovalForm, HELD};
use crate::responses::grounds::{self, Ground};
use crate::responses::record::{DraftCommitment, DraftText, ResponseState};
use crate::responses::steps::{self, queries::Step};
use crate::responses::{Response, paths, queries};
use crate::web::{AppError, Ctx, FieldErrors, Page};

/// `/xu-ly/{code}/duyet`.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own, and they combine freely"
)]
#[derive(Template)]
#[template(path = "responses/approval.html")]
pub struct ApprovalPage {
    page: Page,
    head: Head,
    words: Words,
    parts: Vec<Part>,
    address: String,
    send_back: String,
    escalate: String,
    text: DraftText,
    /// Agencies of its promises, by id.
    agencies: Vec<(i64, String)>,
    grounds: Vec<Ground>,
    drafter: String,
    number: i32,
    missing: Vec<String>,
    /// How many others get the same answer.
    followers: i64,
    /// What the check says.
    warnings: Vec<Warned>,
    /// Against the version that was sent back before, or the answer that stands.
    differences: Vec<Compared>,
    /// Why that one was sent back.
    reason: String,
    has_earlier: bool,
    document_number: String,
    document_day: String,
    is_held: bool,
    /// The step it waits for, and whether it is the viewer's.
    step: Option<Step>,
    step_is_viewers: bool,
    pass: String,
    /// The day of the sitting it may wait for.
    held_on: Option<NaiveDate>,
    errors: FieldErrors,
    is_stale: bool,
}

impl ApprovalPage {
    /// # Errors
    /// `NotNow` when no response is before the leader; or when the database fails.
    pub fn load(
        conn: &mut DbConnection,
        ctx: &Ctx,
        seen: &Seen,
        typed: Option<(ApprovalForm, Option<FieldErrors>)>,
    ) -> Result<Self, AppError> {
        use crate::difficulties::workbench::queries as bench;
        let difficulty = &seen.difficulty;
        let response = submitted(conn, difficulty.id)?;
        let text = queries::text_of(conn, &response)?;
        let page = Page::load(conn, ctx)?;
        let before = earlier(conn, &response)?;
        let differences = match &before {
            Some(before) => {
                let old = queries::text_of(conn, before)?;
                compared(conn, &page, &old, &text)?
            }
            None => Vec::new(),
        };
        let reason = match &before {
            Some(before) => queries::reasons_sent_back(conn, difficulty.id)?
                .remove(&before.id)
                .unwrap_or_default(),
            None => String::new(),
        };
        let missing = queries::missing_contributions(conn, difficulty.id)?;
        let conference = conferences::queries::find(conn, difficulty.conference_id)?;
        let deadlines = crate::difficulties::actions::deadlines_of(conn, &conference, ctx.now())?;
        let lang = ctx.lang();
        let is_stale = matches!(typed, Some((_, None)));
        let mut head = Head::load(conn, ctx, difficulty)?;
        if let Some((form, Some(_))) = &typed {
            head.version = form.phien_ban;
        }
        let (form, errors) = match typed {
            Some((form, errors)) => (form, errors.unwrap_or_default()),
            None => (proposed(conn, ctx, seen)?, FieldErrors::default()),
        };
        let promised: Vec<i64> = text
            .commitments
            .iter()
            .filter_map(|one| one.agency_id)
            .collect();
        let findings = queries::findings(conn, difficulty, &text)?;
        Ok(Self {
            head,
            words: Words {
                title: difficulty.title.clone(),
                body: difficulty.body.clone(),
                ask: difficulty.ask.clone(),
            },
            parts: view::parts(conn, ctx, seen, &deadlines)?,
            address: of(paths::APPROVE, &difficulty.reference),
            send_back: of(SEND_BACK, &difficulty.reference),
            escalate: of(ESCALATE, &difficulty.reference),
            agencies: view::agency_names(conn, ctx, promised)?
                .into_iter()
                .collect(),
            grounds: grounds::queries::of_response(conn, response.id)?,
            drafter: bench::names(conn, vec![response.drafter_id])?
                .remove(&response.drafter_id)
                .unwrap_or_default(),
            number: response.number,
            missing: missing
                .iter()
                .map(|agency| agency.name(lang).to_owned())
                .collect(),
            followers: bench::count_of_followers(conn, difficulty.id)?,
            warnings: warned(&page, &findings),
            differences,
            reason,
            has_earlier: before.is_some(),
            document_number: form.so_van_ban,
            document_day: form.ngay_van_ban,
            step: steps::queries::waiting_for(conn, difficulty)?,
            step_is_viewers: seen.matter.step_is_viewers,
            pass: of(steps::paths::PASS, &difficulty.reference),
            is_held: form.phat_hanh == HELD,
            held_on: conference.held_at.map(dates::local_date),
            errors,
            is_stale,
            text,
            page,
        })
    }

    /// What is beyond the authority of the house is not approved but sent on.
    fn is_beyond(&self) -> bool {
        self.text.outcome == Some(Outcome::BeyondAuthority)
    }

    fn agency_of(&self, promise: &DraftCommitment) -> &str {
        self.agencies
            .iter()
            .find(|(id, _)| Some(*id) == promise.agency_id)
            .map_or("", |(_, name)| name)
    }
}

/// The next free number of the issuer, and today.
fn proposed(conn: &mut DbConnection, ctx: &Ctx, seen: &Seen) -> Result<ApprovalForm, AppError> {
    let today = ctx.today();
    let number = match seen.difficulty.lead_agency_id {
        Some(issuer) => queries::next_number(conn, issuer, today.year())?.to_string(),
        None => String::new(),
    };
    Ok(ApprovalForm {
        so_van_ban: number,
        ngay_van_ban: dates::vi_date(today),
        phat_hanh: String::new(),
        phien_ban: seen.difficulty.version,
    })
}

/// The version before it: the one sent back, or the answer that stands.
fn earlier(conn: &mut DbConnection, response: &Response) -> Result<Option<Response>, AppError> {
    Ok(queries::of_difficulty(conn, response.difficulty_id)?
        .into_iter()
        .find(|row| {
            row.number < response.number
                && matches!(row.state, ResponseState::SentBack | ResponseState::Approved)
        }))
}

/// The response before the leader.
///
/// # Errors
/// `NotNow` when there is none; or when the database fails.
pub fn submitted(conn: &mut DbConnection, difficulty_id: i64) -> Result<Response, AppError> {
    queries::latest(conn, difficulty_id)?
        .filter(|row| row.state == ResponseState::Submitted)
        .ok_or(AppError::NotNow("not-now-no-response".into()))
}
