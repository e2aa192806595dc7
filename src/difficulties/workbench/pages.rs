//! The pages of the workbench: all that their templates may see.

use askama::Template;
use chrono::NaiveDateTime;

use super::acts::{self, Button, Needs};
use super::changes::{self, Change};
use super::forms::{ActForm, UNKNOWN_AGENCY};
use super::head::Head;
use super::notes::Notes;
use super::paths;
use super::queries;
use super::similar::{self, PublishedNear, Similar};
use super::view::{self, FilerCard, Line, Part, Promise, Version, Waiting, Words};
use crate::attachments::FileView;
use crate::conferences;
use crate::db::DbConnection;
use crate::difficulties::actions::{can_undo, deadlines_of};
use crate::difficulties::contributions::ContributionKind;
use crate::difficulties::coordination;
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
#[expect(
    clippy::struct_excessive_bools,
    reason = "each opens a link of the page, and they combine freely"
)]
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
    /// The viewer's agency contributed and may do so anew.
    may_revise: bool,
    may_choose_officer: bool,
    may_coordinate: bool,
    /// The unit's own notes.
    notes: Notes,
    may_restrict: bool,
    /// Others by the same filer.
    others: Vec<Line>,
    /// Answers to near ones that everybody may read.
    published: Vec<PublishedNear>,
    /// What somebody else did to it today.
    changed: Option<Change>,
    officer: String,
    versions: Vec<Version>,
    promises: Vec<Promise>,
    waiting: Vec<Waiting>,
    buttons: Vec<Button>,
    /// The draft, for those who are to write it.
    editor: Option<Editor>,
    /// A leader may draft too, and then does not approve.
    may_draft: bool,
    /// The draft before the leader waits for the viewer to read it first.
    reads_step: bool,
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
        let parts = view::parts(conn, ctx, seen, &deadlines)?;
        // What was contributed may be given anew, by a link beside it.
        let has_contributed = parts
            .iter()
            .any(|part| part.is_own && !part.is_lead && part.is_contributed);
        let contributes =
            |action| matches!(action, Action::Contribute | Action::ProposeContribution);
        let may_revise = has_contributed && offered.iter().copied().any(contributes);
        let buttons = acts::buttons(&offered, &difficulty.reference)
            .into_iter()
            .filter(|button| !(writes && button.action == Action::SubmitForApproval))
            .filter(|button| !(has_contributed && contributes(button.action)))
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
            consent: crate::submissions::consent::current(conn, submission.id)?,
            publication: difficulty.publication,
            filer: FilerCard::load(conn, ctx, seen, submission.filer_id, looked)?,
            siblings,
            parent: parent.into_iter().next(),
            more_children: (queries::count_of_followers(conn, difficulty.id)? - shown).max(0),
            children,
            ties,
            may_link: policy::may(Capability::Link, seen.standing, &seen.matter).is_yes(),
            similar: similar::load(conn, ctx, difficulty)?,
            parts,
            may_revise,
            may_choose_officer: policy::may(Capability::ChooseOfficer, seen.standing, &seen.matter)
                .is_yes()
                && difficulty.status.is_open(),
            may_coordinate: coordination::require(seen).is_ok(),
            notes: Notes::load(conn, ctx, seen)?,
            may_restrict: [Capability::SetRestricted, Capability::ClearRestricted]
                .into_iter()
                .any(|one| policy::may(one, seen.standing, &seen.matter).is_yes()),
            others: queries::of_same_filer(conn, &ctx.actor, seen)?
                .into_iter()
                .map(Line::from)
                .collect(),
            published: if may_draft {
                similar::published(conn, difficulty)?
            } else {
                Vec::new()
            },
            changed: changes::today_by_another(conn, ctx, seen)?,
            officer,
            versions: view::versions(conn, seen)?,
            promises: view::promises(conn, ctx, difficulty.id)?,
            waiting: view::waiting(conn, ctx, seen, conference.secretariat_id)?,
            buttons,
            editor,
            may_draft: may_draft && !writes,
            reads_step: seen.matter.step_is_viewers,
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
    /// And may turn down instead.
    pub may_decline: bool,
    /// Agencies whose it could be.
    pub agencies: Vec<(i64, String)>,
    /// What somebody did meanwhile, on a stale page.
    pub changed: Option<Change>,
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

    /// What a coordinating agency may say.
    fn kinds(&self) -> &'static [ContributionKind] {
        ContributionKind::ALL
    }

    fn has_kind(&self, kind: &ContributionKind) -> bool {
        self.values.y_kien == kind.as_str()
    }

    fn is_suggested(&self, id: &i64) -> bool {
        self.values.co_quan == id.to_string()
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
