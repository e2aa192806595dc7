//! The draft editor and the leader's page: all that their templates may see.

use askama::Template;
use chrono::NaiveDateTime;

use super::forms::{ApprovalForm, COMMITMENT_FIELDS, DraftForm};
use super::queries;
use super::record::{Base, DraftText, ResponseState};
use super::{Response, paths};
use crate::accounts::Role;
use crate::conferences;
use crate::db::DbConnection;
use crate::difficulties::Outcome;
use crate::difficulties::queries::Seen;
use crate::difficulties::workbench::head::Head;
use crate::difficulties::workbench::paths::{SEND_BACK, of};
use crate::difficulties::workbench::view::{self, Part, Words};
use crate::web::{AppError, Ctx, FieldErrors, Page};

/// The form of a draft: a page of its own, and a part of the workbench.
#[derive(Debug, Clone)]
pub struct Editor {
    pub address: String,
    pub text: DraftText,
    pub base: Base,
    pub difficulty_version: i32,
    pub errors: FieldErrors,
    /// Coordinating agencies whose opinion is missing.
    pub missing: Vec<String>,
    /// Why the version before was sent back.
    pub reason: String,
    pub saved_at: Option<NaiveDateTime>,
    /// A leader may draft; an officer sends it up.
    pub may_submit: bool,
    /// What somebody saved meanwhile, when this was typed over an older version.
    pub current: Option<DraftText>,
}

impl Editor {
    /// The editor as it opens: the newest version, written on or written anew.
    ///
    /// # Errors
    /// When the database fails.
    pub fn load(conn: &mut DbConnection, ctx: &Ctx, seen: &Seen) -> Result<Self, AppError> {
        let latest = queries::latest(conn, seen.difficulty.id)?;
        let reason = match &latest {
            Some(row) if row.state == ResponseState::SentBack => {
                queries::reasons_sent_back(conn, seen.difficulty.id)?
                    .remove(&row.id)
                    .unwrap_or_default()
            }
            _ => String::new(),
        };
        let missing = queries::missing_contributions(conn, seen.difficulty.id)?;
        Ok(Self {
            address: of(paths::DRAFT, &seen.difficulty.reference),
            text: latest.as_ref().map(Response::text).unwrap_or_default(),
            base: latest.as_ref().map(Response::base).unwrap_or_default(),
            difficulty_version: seen.difficulty.version,
            errors: FieldErrors::default(),
            missing: missing
                .iter()
                .map(|agency| agency.name(ctx.lang()).to_owned())
                .collect(),
            reason,
            saved_at: latest
                .filter(|row| row.state == ResponseState::Draft)
                .map(|row| row.drafted_at),
            may_submit: ctx.actor.role() == Some(Role::Officer),
            current: None,
        })
    }

    /// The same with what was typed in it. Without errors it was typed over an older version:
    /// what now stands is shown beside it, and sending again is a decision.
    #[must_use]
    pub fn with_typed(self, form: &DraftForm, errors: Option<FieldErrors>) -> Self {
        let typed = DraftText {
            outcome: Outcome::parse(&form.ket_qua),
            summary: form.tra_loi_ngan.clone(),
            body: form.tra_loi.clone(),
            legal_grounds: form.can_cu.clone(),
        };
        match errors {
            Some(errors) => Self {
                text: typed,
                base: form.base(),
                difficulty_version: form.ho_so_phien_ban,
                errors,
                ..self
            },
            None => Self {
                current: Some(self.text),
                text: typed,
                ..self
            },
        }
    }

    /// Every outcome, in the order of the paper.
    #[must_use]
    pub fn outcomes(&self) -> &'static [Outcome] {
        Outcome::ALL
    }

    #[must_use]
    pub fn has(&self, outcome: &Outcome) -> bool {
        self.text.outcome == Some(*outcome)
    }
}

/// `/xu-ly/{code}/tra-loi`.
#[derive(Template)]
#[template(path = "responses/editor.html")]
pub struct EditorPage {
    pub page: Page,
    pub head: Head,
    pub words: Words,
    pub parts: Vec<Part>,
    pub editor: Editor,
}

impl EditorPage {
    /// # Errors
    /// When the database fails.
    pub fn load(
        conn: &mut DbConnection,
        ctx: &Ctx,
        seen: &Seen,
        editor: Editor,
    ) -> Result<Self, AppError> {
        let difficulty = &seen.difficulty;
        let conference = conferences::queries::find(conn, difficulty.conference_id)?;
        let deadlines = crate::difficulties::actions::deadlines_of(conn, &conference, ctx.now())?;
        Ok(Self {
            page: Page::load(conn, ctx)?,
            head: Head::load(conn, ctx, difficulty)?,
            words: Words {
                title: difficulty.title.clone(),
                body: difficulty.body.clone(),
                ask: difficulty.ask.clone(),
            },
            parts: view::parts(conn, ctx, seen, &deadlines)?,
            editor,
        })
    }
}

/// One row of promises, as typed.
#[derive(Debug, Clone)]
pub struct CommitmentRow {
    pub text: String,
    pub agency_id: Option<i64>,
    pub due: String,
    /// Field names of promise, agency and day.
    pub fields: [&'static str; 3],
}

impl CommitmentRow {
    #[must_use]
    pub fn field(&self, column: usize) -> &'static str {
        self.fields.get(column).copied().unwrap_or_default()
    }

    #[must_use]
    pub fn is_of(&self, agency_id: &i64) -> bool {
        self.agency_id == Some(*agency_id)
    }
}

/// `/xu-ly/{code}/duyet`.
#[derive(Template)]
#[template(path = "responses/approval.html")]
pub struct ApprovalPage {
    page: Page,
    head: Head,
    words: Words,
    address: String,
    send_back: String,
    text: DraftText,
    drafter: String,
    missing: Vec<String>,
    /// How many others get the same answer.
    followers: i64,
    agencies: Vec<(i64, String)>,
    document_number: String,
    rows: Vec<CommitmentRow>,
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
        let missing = queries::missing_contributions(conn, difficulty.id)?;
        let lang = ctx.lang();
        let is_stale = matches!(typed, Some((_, None)));
        let mut head = Head::load(conn, ctx, difficulty)?;
        if let Some((form, Some(_))) = &typed {
            head.version = form.phien_ban;
        }
        let (form, errors) = match typed {
            Some((form, errors)) => (form, errors.unwrap_or_default()),
            None => (ApprovalForm::default(), FieldErrors::default()),
        };
        let own = ctx.actor.staff().and_then(|staff| staff.agency_id);
        let rows = form
            .rows()
            .into_iter()
            .zip(COMMITMENT_FIELDS)
            .map(|([text, agency, due], fields)| CommitmentRow {
                text: text.to_owned(),
                agency_id: agency.parse().ok().or(own),
                due: due.to_owned(),
                fields,
            })
            .collect();
        Ok(Self {
            page: Page::load(conn, ctx)?,
            head,
            words: Words {
                title: difficulty.title.clone(),
                body: difficulty.body.clone(),
                ask: difficulty.ask.clone(),
            },
            address: of(paths::APPROVE, &difficulty.reference),
            send_back: of(SEND_BACK, &difficulty.reference),
            drafter: bench::names(conn, vec![response.drafter_id])?
                .remove(&response.drafter_id)
                .unwrap_or_default(),
            text: response.text(),
            missing: missing
                .iter()
                .map(|agency| agency.name(lang).to_owned())
                .collect(),
            followers: bench::count_of_followers(conn, difficulty.id)?,
            agencies: agencies(conn, difficulty.conference_id)?
                .into_iter()
                .map(|(id, vi, en)| (id, lang.pick(&vi, &en).to_owned()))
                .collect(),
            document_number: form.so_van_ban.clone(),
            rows,
            errors,
            is_stale,
        })
    }

    fn needs_commitment(&self) -> bool {
        self.text.outcome == Some(Outcome::Roadmap)
    }
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

/// Agencies that may be promised for: those of the conference.
///
/// # Errors
/// When the database fails.
pub fn agencies(
    conn: &mut DbConnection,
    conference_id: i64,
) -> Result<Vec<(i64, String, String)>, AppError> {
    Ok(conferences::queries::agencies(conn, conference_id)?)
}
