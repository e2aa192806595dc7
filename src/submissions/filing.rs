//! Step 3: everything once more on one page, the choices that only the filer can make, and the
//! one click that sends.

use actix_web::HttpResponse;
use chrono::NaiveDateTime;

use super::actions::{self, Filed};
use super::content::{Choices, Content, Part};
use super::drafts::{self, Draft, Keeping, Saved};
use super::forms::CheckForm;
use super::handlers::{onward, open_draft, save, with_cookie};
use super::pages::{CHECK_FIELDS, CheckPage, Sheet, file_ids};
use super::{joining, paths, policy};
use crate::accounts::logins;
use crate::areas;
use crate::attachments::{self, Owner, own_views};
use crate::conferences::Conference;
use crate::conferences::queries as conferences;
use crate::db::DbConnection;
use crate::difficulties::Channel;
use crate::difficulties::actions::{Deadlines, Doer};
use crate::difficulties::queries as difficulties;
use crate::filers::owners;
use crate::web::errors::CurrentText;
use crate::web::visit::{SeenToken, cookies};
use crate::web::{AppError, Ctx, FieldErrors, Form, Page, html_with_status, see_other};

/// Step 3.
pub async fn check(ctx: Ctx) -> Result<HttpResponse, AppError> {
    policy::entered_by(&ctx.actor)?;
    let inner = ctx.clone();
    let draft = ctx
        .app
        .db
        .read(move |conn| open_draft(conn, &inner))
        .await?;
    let Some(draft) = draft else {
        return Ok(see_other(paths::BEGIN));
    };
    match draft.content.next_step() {
        paths::CHECK => {
            let choices = draft.content.choices.clone();
            check_page(&ctx, draft, choices, false, &FieldErrors::default(), false).await
        }
        earlier => Ok(see_other(earlier)),
    }
}

/// What one click came to.
enum Outcome {
    /// Filed now, or by the same form before.
    Filed {
        reference: String,
        /// Opens it for this browser; not for staff, who filed for somebody else.
        login: Option<String>,
    },
    /// Something is missing in the choices.
    Invalid(Box<Draft>, FieldErrors),
    /// The draft is not the one the page showed.
    Changed(Box<Draft>),
    /// Go to this step first.
    Incomplete(&'static str),
}

/// Sends. However often the same form arrives, it is one submission and one receipt.
pub async fn file(ctx: Ctx, form: Form<CheckForm>) -> Result<HttpResponse, AppError> {
    let entered_by = policy::entered_by(&ctx.actor)?;
    let form = form.0;
    if form.is_for_later() {
        return save_choices(&ctx, &form).await;
    }
    let (choices, has_agreed) = (form.choices(), form.has_agreed());
    let inner = ctx.clone();
    let outcome = ctx
        .app
        .db
        .write(move |conn| send(conn, &inner, &form, entered_by))
        .await?;
    match outcome {
        Outcome::Filed { reference, login } => {
            let gone = ctx.visit.cookie(cookies::DRAFT, String::new(), Some(0));
            let response = with_cookie(see_other(paths::receipt(&reference)), &gone);
            Ok(match login {
                Some(token) => {
                    let text = SeenToken::text(&ctx.app, &token);
                    with_cookie(response, &ctx.visit.cookie(cookies::FILER, text, None))
                }
                None => response,
            })
        }
        Outcome::Invalid(draft, errors) => {
            check_page(&ctx, *draft, choices, has_agreed, &errors, false).await
        }
        // Consent was to another text, so it is asked for again.
        Outcome::Changed(draft) => {
            check_page(&ctx, *draft, choices, false, &FieldErrors::default(), true).await
        }
        Outcome::Incomplete(step) => Ok(see_other(step)),
    }
}

async fn save_choices(ctx: &Ctx, form: &CheckForm) -> Result<HttpResponse, AppError> {
    let choices = form.choices();
    match save(ctx, form.version(), Part::Choices(choices.clone())).await? {
        Saved::Done { draft, new_token } => onward(ctx, &draft, new_token, true).await,
        Saved::Stale(draft) => {
            check_page(ctx, *draft, choices, false, &FieldErrors::default(), true).await
        }
    }
}

/// The one write behind the click.
fn send(
    conn: &mut DbConnection,
    ctx: &Ctx,
    form: &CheckForm,
    entered_by: Option<i64>,
) -> Result<Outcome, AppError> {
    let now = ctx.now();
    let Some(draft) = drafts::of_form(conn, &form.phieu, now)? else {
        return Ok(Outcome::Incomplete(paths::BEGIN));
    };
    if let Some(submission_id) = draft.submission_id {
        let first = difficulties::of_submission(conn, submission_id)?
            .into_iter()
            .next()
            .ok_or(AppError::NotFound)?;
        return filed(conn, ctx, first.reference, submission_id, entered_by);
    }
    let step = draft.content.next_step();
    if step != paths::CHECK {
        return Ok(Outcome::Incomplete(step));
    }
    let files = attachments::of_form(conn, &draft.form_token)?;
    let same_files = form.cac_tep == file_ids(files.iter().map(|file| file.id));
    if draft.version != form.version() || !same_files {
        return Ok(Outcome::Changed(Box::new(draft)));
    }
    let directory = ctx.app.directory.current(conn)?;
    let Some(conference) = directory.current(now) else {
        return Err(AppError::NotNow("submissions-no-conference-text".into()));
    };
    if !actions::has_opened(&conference, now) {
        return Err(AppError::NotNow("submissions-not-open-yet".into()));
    }
    let topics: Vec<i64> = directory
        .topic_groups_of(conference.id)
        .map(|topic| topic.id)
        .collect();
    let choices = form.choices();
    let errors = choices.errors(ctx.lang(), &topics, &draft.content.filer, form.has_agreed());
    if !errors.is_empty() {
        return Ok(Outcome::Invalid(Box::new(draft), errors));
    }
    let content = Content {
        choices,
        ..draft.content.clone()
    };
    let arrival = Arrival {
        form_token: draft.form_token.clone(),
        channel: Channel::Web,
        received_at: now,
        entered_by,
    };
    let Some(made) = file_content(conn, ctx, &conference, &content, &arrival)? else {
        return Ok(Outcome::Incomplete(paths::FILER));
    };
    if let Some(member) = ctx.actor.member() {
        owners::own(conn, made.submission_id, member.account_id, now)?;
    }
    joining::join(conn, &made, &draft.content.nearness.joins, now)?;
    drafts::empty(conn, draft, ctx.visit.draft.as_deref(), &Keeping::of(ctx))?;
    filed(
        conn,
        ctx,
        made.difficulty.reference,
        made.submission_id,
        entered_by,
    )
}

/// How something arrived, beside what it says.
pub(super) struct Arrival {
    pub form_token: String,
    pub channel: Channel,
    pub received_at: NaiveDateTime,
    pub entered_by: Option<i64>,
}

/// Files what is complete, with the files held for its form; `None` while a part is missing. The
/// one way in, typed by the filer or for them.
pub(super) fn file_content(
    conn: &mut DbConnection,
    ctx: &Ctx,
    conference: &Conference,
    content: &Content,
    arrival: &Arrival,
) -> Result<Option<Filed>, AppError> {
    let Some(mut filing) = content.filing() else {
        return Ok(None);
    };
    ctx.app.limits.filing(ctx.visit.address)?;
    let now = ctx.now();
    filing.form_token.clone_from(&arrival.form_token);
    filing.channel = arrival.channel;
    filing.received_at = arrival.received_at;
    filing.entered_by = arrival.entered_by;
    filing.filer.craft_village_id = areas::craft_village_called(conn, &filing.filer.village)?;
    let calendar = ctx.app.directory.current(conn)?.calendar.clone();
    let deadlines = Deadlines::by(calendar, conference, now);
    let made = actions::file_by(conn, &ctx.app.secret, conference, &deadlines, &filing, now)?;
    if !made.was_there {
        let doer = Doer::Person(ctx.actor.clone());
        let owner = Owner::Submission(&made.difficulty);
        attachments::attach(conn, &doer, owner, &[], Some(&arrival.form_token), now)?;
    }
    Ok(Some(made))
}

fn filed(
    conn: &mut DbConnection,
    ctx: &Ctx,
    reference: String,
    submission_id: i64,
    entered_by: Option<i64>,
) -> Result<Outcome, AppError> {
    // A clerk who held the filer's login could no longer act on what they typed in.
    // Who files in their account is known by it already.
    let login = match entered_by {
        Some(_) => None,
        None if ctx.actor.member().is_some() => None,
        None => Some(logins::begin_filer(conn, submission_id, ctx.now())?),
    };
    Ok(Outcome::Filed { reference, login })
}

async fn check_page(
    ctx: &Ctx,
    draft: Draft,
    choices: Choices,
    has_agreed: bool,
    errors: &FieldErrors,
    was_changed: bool,
) -> Result<HttpResponse, AppError> {
    let (inner, area_id) = (ctx.clone(), draft.content.filer.area_id);
    let joins = draft.content.nearness.joins.clone();
    let form_token = draft.form_token.clone();
    let (page, topics, area, files, joins) = ctx
        .app
        .db
        .read(move |conn| {
            let page = Page::load(conn, &inner)?;
            let topics = match &page.conference {
                Some(conference) => conferences::topic_groups(conn, conference.id)?,
                None => Vec::new(),
            };
            let area = area_id.map(|id| areas::find(conn, id)).transpose()?;
            let district = area.as_ref().and_then(|area| area.parent_id);
            let district = district.map(|id| areas::find(conn, id)).transpose()?;
            let joins = joining::wish(conn, &joins)?;
            let files = attachments::of_form(conn, &form_token)?;
            let files = own_views(&page, &files, None);
            Ok::<_, AppError>((
                page,
                topics,
                area.map(|area| (area, district)),
                files,
                joins,
            ))
        })
        .await?;
    let mut sheet = Sheet::of(&page, Some(&draft))
        .with_link(ctx, Some(&draft))
        .with_errors(errors, &CHECK_FIELDS);
    if was_changed {
        sheet = sheet.with_current(vec![CurrentText {
            label: page.t("field-tom-tat").into_owned(),
            text: draft.content.story.title.clone(),
        }]);
    }
    let status = sheet.status();
    let shown = CheckPage {
        page,
        sheet,
        content: draft.content,
        files,
        choices,
        has_agreed,
        form_token: draft.form_token,
        topics,
        area,
        joins,
    };
    html_with_status(ctx, status, &shown)
}
