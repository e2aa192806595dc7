//! The draft editor: a page of its own, and a part of the workbench.

use askama::Template;
use chrono::NaiveDateTime;
use serde::Deserialize;

use super::{Compared, Warned, compared, warned};
use crate::accounts::Role;
use crate::conferences;
use crate::db::DbConnection;
use crate::difficulties::Outcome;
use crate::difficulties::queries::Seen;
use crate::difficulties::workbench::head::Head;
use crate::difficulties::workbench::paths::of;
use crate::difficulties::workbench::view::{self, Part, Words};
use crate::responses::canned::{self, Canned};
use crate::responses::forms::{COMMITMENTS_AT_MOST, DraftForm, row_field};
use crate::responses::grounds::{self, Ground};
use crate::responses::record::{Base, DraftCommitment, DraftText, ResponseState};
use crate::responses::{Response, paths, queries, required};
use crate::web::{AppError, Ctx, FieldErrors, Page};

/// Grounds that a search in the editor offers.
const OFFERED_AT_MOST: usize = 12;

/// What the address of the editor says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct EditorQuery {
    /// Words to find grounds by.
    #[serde(rename = "can-cu")]
    pub grounds: String,
    /// Words to find canned answers by; none find all.
    #[serde(rename = "mau")]
    pub canned: Option<String>,
    /// Rows of promises to show.
    #[serde(rename = "moc")]
    pub rows: usize,
}

/// The form of a draft.
#[derive(Debug, Clone)]
pub struct Editor {
    pub address: String,
    pub versions_address: String,
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
    /// How that differs from what was typed.
    pub differences: Vec<Compared>,
    /// Rows of promises, one of them blank.
    pub rows: Vec<DraftCommitment>,
    /// Agencies that can be promised for.
    pub agencies: Vec<(i64, String)>,
    /// Agencies of its rows that cannot be any more.
    pub closed: Vec<(i64, String)>,
    /// Grounds picked.
    pub picked: Vec<Ground>,
    /// Grounds found and not picked.
    pub found: Vec<Ground>,
    pub asked: String,
    /// Canned answers found; `None` before anybody looked.
    pub canned: Option<Vec<Canned>>,
    pub asked_canned: String,
    /// What the check says of the draft as saved.
    pub warnings: Vec<Warned>,
}

impl Editor {
    /// The editor as it opens: the newest version, written on or written anew.
    ///
    /// # Errors
    /// When the database fails.
    pub fn load(conn: &mut DbConnection, ctx: &Ctx, seen: &Seen) -> Result<Self, AppError> {
        Self::load_with(conn, ctx, seen, &EditorQuery::default())
    }

    /// The same, with what was searched for.
    ///
    /// # Errors
    /// When the database fails.
    pub fn load_with(
        conn: &mut DbConnection,
        ctx: &Ctx,
        seen: &Seen,
        query: &EditorQuery,
    ) -> Result<Self, AppError> {
        let difficulty = &seen.difficulty;
        let latest = queries::latest(conn, difficulty.id)?;
        let reason = match &latest {
            Some(row) if row.state == ResponseState::SentBack => {
                queries::reasons_sent_back(conn, difficulty.id)?
                    .remove(&row.id)
                    .unwrap_or_default()
            }
            _ => String::new(),
        };
        let missing = queries::missing_contributions(conn, difficulty.id)?;
        let text = match &latest {
            Some(row) => queries::text_of(conn, row)?,
            None => DraftText::default(),
        };
        let findings = queries::findings(conn, difficulty, &text)?;
        let page = Page::load(conn, ctx)?;
        let mut editor = Self {
            address: of(paths::DRAFT, &difficulty.reference),
            versions_address: of(paths::VERSIONS, &difficulty.reference),
            base: latest.as_ref().map(Response::base).unwrap_or_default(),
            difficulty_version: difficulty.version,
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
            differences: Vec::new(),
            rows: Vec::new(),
            agencies: queries::open_agencies(conn, difficulty.conference_id, ctx.today())?
                .into_iter()
                .map(|agency| (agency.id, agency.name(ctx.lang()).to_owned()))
                .collect(),
            closed: Vec::new(),
            picked: Vec::new(),
            found: Vec::new(),
            asked: query.grounds.trim().to_owned(),
            canned: None,
            asked_canned: query.canned.clone().unwrap_or_default(),
            warnings: warned(&page, &findings),
            text,
        };
        editor.lay_out(conn, ctx, query.rows)?;
        if !editor.asked.is_empty() {
            let found = grounds::queries::search(conn, &editor.asked, Some(ctx.today()))?;
            editor.found = found
                .into_iter()
                .filter(|ground| !editor.text.grounds.contains(&ground.id))
                .take(OFFERED_AT_MOST)
                .collect();
        }
        if let (Some(words), Some(staff)) = (&query.canned, ctx.actor.staff()) {
            let owner = canned::owner_of(staff);
            let topic = difficulty.topic_group_id;
            let mut all = canned::queries::offered(conn, owner, topic, words, ctx.today())?;
            // Those for the outcome first, then those for any; another's are not offered.
            all.retain(|one| one.outcome().is_none() || one.outcome() == editor.text.outcome);
            all.sort_by_key(|one| one.outcome().is_none());
            editor.canned = Some(all);
        }
        Ok(editor)
    }

    /// Rows and picked grounds of what the form now holds.
    fn lay_out(&mut self, conn: &mut DbConnection, ctx: &Ctx, rows: usize) -> Result<(), AppError> {
        let own = ctx.actor.staff().and_then(|staff| staff.agency_id);
        self.rows.clone_from(&self.text.commitments);
        let wanted = rows.max(self.rows.len() + 1).min(COMMITMENTS_AT_MOST);
        while self.rows.len() < wanted {
            self.rows.push(DraftCommitment {
                agency_id: own,
                ..DraftCommitment::default()
            });
        }
        let promised: Vec<i64> = self.rows.iter().filter_map(|row| row.agency_id).collect();
        self.closed = view::agency_names(conn, ctx, promised)?
            .into_iter()
            .filter(|(id, _)| !self.agencies.iter().any(|(open, _)| open == id))
            .collect();
        self.picked = grounds::queries::named(conn, &self.text.grounds)?;
        Ok(())
    }

    /// The same with what was typed in it. Without errors it was typed over an older version:
    /// what now stands is shown beside it, and sending again is a decision.
    ///
    /// # Errors
    /// When the database fails.
    pub fn with_typed(
        mut self,
        conn: &mut DbConnection,
        ctx: &Ctx,
        form: &DraftForm,
        errors: Option<FieldErrors>,
    ) -> Result<Self, AppError> {
        let typed = DraftText {
            summary: form.tra_loi_ngan.clone(),
            body: form.tra_loi.clone(),
            legal_grounds: form.can_cu.clone(),
            higher_body: form.cap_tren.clone(),
            ..form.as_typed()
        };
        let stands = std::mem::replace(&mut self.text, typed);
        if let Some(errors) = errors {
            self.base = form.base();
            self.difficulty_version = form.ho_so_phien_ban;
            self.errors = errors;
        } else {
            let page = Page::load(conn, ctx)?;
            self.differences = compared(conn, &page, &form.text(), &stands)?;
            self.current = Some(stands);
        }
        self.lay_out(conn, ctx, 0)?;
        Ok(self)
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

    /// The part that an outcome asks for, as the end of a message key.
    #[must_use]
    pub fn asks_for(&self, outcome: &Outcome) -> Option<&'static str> {
        required::part_of(*outcome).map(required::Part::as_str)
    }

    /// The id of a field in a row of promises, rows from 0.
    #[must_use]
    pub fn field(&self, name: &str, row: &usize) -> String {
        row_field(name, *row)
    }

    /// What is wrong with it.
    #[must_use]
    pub fn wrong(&self, name: &str, row: &usize) -> Option<&str> {
        self.errors.of(&row_field(name, *row))
    }

    /// Whether a row of promises is of an agency.
    #[must_use]
    pub fn is_of(&self, row: &DraftCommitment, agency_id: &i64) -> bool {
        row.agency_id == Some(*agency_id)
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
