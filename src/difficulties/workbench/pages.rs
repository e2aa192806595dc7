//! The pages of the workbench: all that their templates may see.

use askama::Template;
use chrono::NaiveDateTime;

use super::acts::{self, Button, Needs};
use super::forms::ActForm;
use super::head::Head;
use super::paths;
use super::queries;
use super::similar::{self, Similar};
use super::view::{self, FilerCard, Line, Part, Promise, Version, Waiting, Words};
use crate::attachments::FileView;
use crate::conferences;
use crate::db::DbConnection;
use crate::difficulties::actions::{can_undo, deadlines_of};
use crate::difficulties::corrections;
use crate::difficulties::history::{self, Names, Reader};
use crate::difficulties::links::LinkKind;
use crate::difficulties::policy::{self, Capability};
use crate::difficulties::queries::{self as rows, Seen};
use crate::difficulties::{Action, Publication, PublicationConsent, Status};
use crate::events::Event;
use crate::responses::{ResponseState, pages::Editor};
use crate::submissions;
use crate::web::{AppError, Ctx, FieldErrors, Page};

/// `/xu-ly/{code}`.
#[derive(Template)]
#[template(path = "difficulties/workbench/workbench.html")]
pub struct WorkbenchPage {
    page: Page,
    head: Head,
    original: Words,
    working: Option<Words>,
    /// When its filer last corrected it, in words.
    corrected: Option<String>,
    files: Vec<FileView>,
    consent: PublicationConsent,
    publication: Publication,
    filer: FilerCard,
    siblings: Vec<Line>,
    parent: Option<Line>,
    children: Vec<Line>,
    /// Tied to it and not merged.
    ties: Vec<(LinkKind, Line)>,
    may_link: bool,
    similar: Vec<Similar>,
    /// Followers the viewer may count and not open.
    more_children: i64,
    parts: Vec<Part>,
    officer: String,
    versions: Vec<Version>,
    promises: Vec<Promise>,
    waiting: Vec<Waiting>,
    buttons: Vec<Button>,
    /// The draft, for those who are to write it.
    editor: Option<Editor>,
    /// A leader may draft too, and then does not approve.
    may_draft: bool,
    events: usize,
}

impl WorkbenchPage {
    /// `looked`: the viewer has just asked to see who a shielded filer is.
    ///
    /// # Errors
    /// When the database fails.
    pub fn load(
        conn: &mut DbConnection,
        ctx: &Ctx,
        seen: &Seen,
        looked: bool,
    ) -> Result<Self, AppError> {
        let difficulty = &seen.difficulty;
        let conference = conferences::queries::find(conn, difficulty.conference_id)?;
        let deadlines = deadlines_of(conn, &conference, ctx.now())?;
        let submission = submissions::queries::find(conn, difficulty.submission_id)?;
        let (original, working) = view::texts(&submission, difficulty);
        let mut offered = queries::offered(conn, &ctx.actor, seen)?;
        let may_undo = policy::may_do(Action::UndoAccept, seen.standing, &seen.matter).is_yes();
        if may_undo && can_undo(conn, difficulty, ctx.now())? {
            offered.push(Action::UndoAccept);
        }
        let siblings = rows::of_submission(conn, difficulty.submission_id)?
            .into_iter()
            .filter(|other| other.id != difficulty.id)
            .collect();
        let parent = match difficulty.merged_into_id {
            Some(parent) => vec![rows::find(conn, parent)?],
            None => Vec::new(),
        };
        let children = rows::merged_into(conn, difficulty.id)?;
        let lines = |conn: &mut DbConnection, all| -> Result<Vec<Line>, AppError> {
            let known = queries::known_to(conn, &ctx.actor, all, ctx.now())?;
            Ok(known.into_iter().map(Line::from).collect())
        };
        let mut ties = Vec::new();
        for (kind, other) in similar::ties(conn, difficulty.id)? {
            let known = lines(conn, vec![other])?;
            ties.extend(known.into_iter().map(|line| (kind, line)));
        }
        let (siblings, parent, children) = (
            lines(conn, siblings)?,
            lines(conn, parent)?,
            lines(conn, children)?,
        );
        let shown = i64::try_from(children.len()).unwrap_or(i64::MAX);
        let officer = match difficulty.officer_id {
            Some(id) => queries::names(conn, vec![id])?
                .remove(&id)
                .unwrap_or_default(),
            None => String::new(),
        };
        let may_draft = crate::responses::actions::require_drafting(seen).is_ok();
        let writes = may_draft && ctx.actor.role() == Some(crate::accounts::Role::Officer);
        let buttons = acts::buttons(&offered, &difficulty.reference)
            .into_iter()
            .filter(|button| !(writes && button.action == Action::SubmitForApproval))
            .collect();
        let editor = if writes {
            Some(Editor::load(conn, ctx, seen)?)
        } else {
            None
        };
        let page = Page::load(conn, ctx)?;
        let corrected = corrections::last(conn, difficulty.id)?.map(|last| page.moment(&last.at));
        Ok(Self {
            head: Head::load(conn, ctx, difficulty)?,
            original,
            working,
            corrected,
            files: view::files(conn, &page, seen)?,
            consent: submission.publication_consent,
            publication: difficulty.publication,
            filer: FilerCard::load(conn, ctx, seen, submission.filer_id, looked)?,
            siblings,
            parent: parent.into_iter().next(),
            more_children: (queries::count_of_followers(conn, difficulty.id)? - shown).max(0),
            children,
            ties,
            may_link: policy::may(Capability::Link, seen.standing, &seen.matter).is_yes(),
            similar: similar::load(conn, ctx, difficulty)?,
            parts: view::parts(conn, ctx, seen, &deadlines)?,
            officer,
            versions: view::versions(conn, seen)?,
            promises: view::promises(conn, ctx, difficulty.id)?,
            waiting: view::waiting(conn, ctx, seen, conference.secretariat_id)?,
            buttons,
            editor,
            may_draft: may_draft && !writes,
            events: queries::history(conn, &ctx.actor, seen, conference.secretariat_id)?.len(),
            page,
        })
    }

    fn hides_names(&self) -> bool {
        matches!(self.filer, FilerCard::Shielded { .. }) && !self.files.is_empty()
    }

    fn address(&self, path: &str) -> String {
        paths::of(path, &self.head.reference)
    }

    /// The version the chain of approval is about.
    fn newest(&self) -> Option<&Version> {
        self.versions.first()
    }

    /// An answer stands, so there is a letter of it.
    fn has_letter(&self) -> bool {
        self.versions
            .iter()
            .any(|version| version.state == ResponseState::Approved)
    }
}

/// The small page of one act.
#[derive(Template)]
#[template(path = "difficulties/workbench/act.html")]
pub struct ActPage {
    pub page: Page,
    pub head: Head,
    pub action: Action,
    pub address: String,
    pub needs: Needs,
    pub values: ActForm,
    pub errors: FieldErrors,
    /// Somebody moved it while this was typed.
    pub is_stale: bool,
    /// What this act would confirm.
    pub proposal: Option<Waiting>,
    /// Near ones, for an act that chooses among them.
    pub similar: Vec<Similar>,
}

impl ActPage {
    /// Whether there is a near one to choose.
    fn offers_near(&self) -> bool {
        self.similar
            .iter()
            .any(|one| one.can_be_followed && !one.is_opposed)
    }

    fn say(&self, part: &str) -> String {
        self.page
            .code(&format!("workbench-{part}"), self.action.as_str())
            .into_owned()
    }
}

/// `/xu-ly/{code}/nhat-ky`.
#[derive(Template)]
#[template(path = "difficulties/workbench/history.html")]
pub struct HistoryPage {
    page: Page,
    head: Head,
    lines: Vec<HistoryLine>,
}

/// One event.
pub struct HistoryLine {
    at: NaiveDateTime,
    who: String,
    what: String,
    from: Option<Status>,
    to: Option<Status>,
    note: String,
}

impl HistoryPage {
    /// # Errors
    /// `NotFound` for those who may not read it; or when the database fails.
    pub fn load(conn: &mut DbConnection, ctx: &Ctx, seen: &Seen) -> Result<Self, AppError> {
        policy::may(Capability::ReadHistory, seen.standing, &seen.matter)
            .require()
            .map_err(|_| AppError::NotFound)?;
        let conference = conferences::queries::find(conn, seen.difficulty.conference_id)?;
        let events = queries::history(conn, &ctx.actor, seen, conference.secretariat_id)?;
        let names = Names::load(conn, &events)?;
        let lang = ctx.lang();
        let line = |event: Event| HistoryLine {
            at: event.at,
            who: history::who(lang, Reader::Staff, &event, &names),
            what: history::sentence(lang, Reader::Staff, &event, &names),
            from: event.from_status.as_deref().and_then(Status::parse),
            to: event.to_status.as_deref().and_then(Status::parse),
            note: event.note,
        };
        Ok(Self {
            page: Page::load(conn, ctx)?,
            head: Head::load(conn, ctx, &seen.difficulty)?,
            lines: events.into_iter().map(line).collect(),
        })
    }
}
