//! Receiving one letter: its passages, each with topic group and title, priority, and, with the
//! same button, the lead agency of each. Accepting and assigning are one transaction.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Path;

use super::desk::Desk;
use super::filter::{self, List};
use super::forms::{self, AcceptForm, Acceptance};
use super::marking::{Marking, Press};
use super::pages::{self, AcceptFields, AcceptPage};
use super::pane::Letter;
use super::passage_cards::MarkingFields;
use super::paths;
use crate::db::DbConnection;
use crate::difficulties::actions::effects::why_not;
use crate::difficulties::actions::{ActError, Doer, perform};
use crate::difficulties::queries::{self, Seen};
use crate::difficulties::workbench::similar;
use crate::difficulties::{Action, Difficulty, Status, passages, policy};
use crate::i18n::Lang;
use crate::submissions;
use crate::web::errors::CurrentText;
use crate::web::{
    AppError, Ctx, FieldErrors, Form, Page, html, html_with_status, see_other_with_flash,
};

/// Opens a difficulty for one act: hidden, refused or not possible now are told apart here, for
/// the page as for the act itself.
///
/// # Errors
/// `NotFound`, `Forbidden`, or `NotNow` with the reason.
pub(super) fn open_for(
    conn: &mut DbConnection,
    ctx: &Ctx,
    reference: &str,
    actions: &[Action],
) -> Result<Seen, AppError> {
    let seen = queries::open(conn, &ctx.actor, reference, ctx.now())?;
    let (standing, matter) = (seen.standing, &seen.matter);
    let theirs = |action: &Action| policy::may_do(*action, standing, matter).is_yes();
    let status = seen.difficulty.status;
    let possible = |action: &&Action| status.after(**action, matter.came_from).is_ok();
    let mut possible = actions.iter().filter(possible).peekable();
    if possible.peek().is_none() && actions.iter().any(theirs) {
        return Err(AppError::NotNow(why_not(status)));
    }
    if possible.any(theirs) {
        Ok(seen)
    } else {
        Err(AppError::Forbidden)
    }
}

/// What the page shows beside the difficulty itself.
#[derive(Default)]
struct Showing {
    form: Option<AcceptForm>,
    errors: FieldErrors,
    press: Option<Press>,
    is_stale: bool,
}

fn load(
    conn: &mut DbConnection,
    ctx: &Ctx,
    reference: &str,
    showing: Showing,
) -> Result<AcceptPage, AppError> {
    let seen = open_for(conn, ctx, reference, &[Action::Accept])?;
    let difficulty = &seen.difficulty;
    let page = Page::load(conn, ctx)?;
    let desk = Desk::load(conn, difficulty.conference_id, page.now)?;
    let submission = submissions::queries::find(conn, difficulty.submission_id)?;
    let marking = match &showing.form {
        Some(form) => Marking::typed(form, &submission, difficulty)?,
        None => Marking::proposed(&submission, difficulty),
    };
    let marking = match (showing.press, marking.fault()) {
        (Some(press), _) => marking.pressed(press),
        // Nothing is shown of ranges that are none of the letter's.
        (None, Some(_)) => marking.pressed(Press::Look),
        (None, None) => marking,
    };
    let mut form = showing
        .form
        .unwrap_or_else(|| pages::suggested(&desk, difficulty));
    if showing.is_stale {
        form.phien_ban = difficulty.version.to_string();
    }
    let letter = Letter::load(conn, ctx, &page, &seen)?;
    let marking = MarkingFields::new(&page, &desk, &marking);
    let form = AcceptFields::new(&page, &desk, difficulty, &form, showing.errors);
    Ok(AcceptPage {
        similar: similar::load(conn, ctx, &seen.difficulty)?,
        page,
        letter,
        form,
        marking,
        is_stale: showing.is_stale,
    })
}

pub async fn get(ctx: Ctx, reference: Path<String>) -> Result<HttpResponse, AppError> {
    let visit = ctx.clone();
    let page = ctx
        .app
        .db
        .read(move |conn| load(conn, &visit, &reference, Showing::default()))
        .await?;
    html(&ctx, &page)
}

pub async fn post(
    ctx: Ctx,
    reference: Path<String>,
    Form(form): Form<AcceptForm>,
) -> Result<HttpResponse, AppError> {
    let version = forms::version(&form.phien_ban)?;
    let reference = reference.into_inner();
    if let Some(press) = Press::parse(&form.viec) {
        let showing = Showing {
            form: Some(form),
            press: Some(press),
            ..Showing::default()
        };
        return again(&ctx, reference, showing, StatusCode::OK).await;
    }
    let (visit, typed, code) = (ctx.clone(), form.clone(), reference.clone());
    let checked = ctx
        .app
        .db
        .read(move |conn| check(conn, &visit, &code, &typed))
        .await?;
    let (difficulty, acceptance) = match checked {
        Ok(checked) => checked,
        Err(errors) => {
            let showing = Showing {
                form: Some(form),
                errors,
                ..Showing::default()
            };
            return again(&ctx, reference, showing, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
    };
    let (doer, now) = (Doer::Person(ctx.actor.clone()), ctx.now());
    let flash = flash_of(&acceptance);
    let done = ctx
        .app
        .db
        .write(move |conn| receive(conn, &doer, now, difficulty.id, version, acceptance))
        .await;
    match done {
        Ok(received) => {
            let back = filter::way_back(List::Intake, &form.ve_hang_doi);
            let address = back.unwrap_or_else(|| paths::item(&received.reference));
            Ok(see_other_with_flash(
                &ctx,
                address,
                flash,
                &received.reference,
            ))
        }
        Err(ActError::Stale) => {
            let showing = Showing {
                form: Some(form),
                is_stale: true,
                ..Showing::default()
            };
            again(&ctx, reference, showing, StatusCode::CONFLICT).await
        }
        Err(error) => Err(error.into()),
    }
}

fn check(
    conn: &mut DbConnection,
    ctx: &Ctx,
    reference: &str,
    form: &AcceptForm,
) -> Result<Result<(Difficulty, Acceptance), FieldErrors>, AppError> {
    let seen = match open_for(conn, ctx, reference, &[Action::Accept]) {
        Ok(seen) => seen,
        Err(AppError::NotNow(why)) => return Err(received_meanwhile(conn, ctx, reference, why)?),
        Err(error) => return Err(error),
    };
    let difficulty = seen.difficulty;
    let desk = Desk::load(conn, difficulty.conference_id, ctx.now())?;
    let submission = submissions::queries::find(conn, difficulty.submission_id)?;
    let marking = Marking::typed(form, &submission, &difficulty)?;
    let checked = marking.check(form, &desk, ctx.lang());
    Ok(checked.map(|acceptance| (difficulty, acceptance)))
}

/// Somebody received it first: how they read it, beside what was typed here.
fn received_meanwhile(
    conn: &mut DbConnection,
    ctx: &Ctx,
    reference: &str,
    why: std::borrow::Cow<'static, str>,
) -> Result<AppError, AppError> {
    let seen = queries::open(conn, &ctx.actor, reference, ctx.now())?;
    let submission_id = seen.difficulty.submission_id;
    let marked = passages::queries::of_submission(conn, submission_id)?;
    if marked.is_empty() {
        return Ok(AppError::NotNow(why));
    }
    let lang = ctx.lang();
    let parts = queries::of_submission(conn, submission_id)?;
    let stands = marked.into_iter().map(|passage| {
        let of = passage
            .difficulty_id
            .and_then(|id| parts.iter().find(|part| part.id == id));
        let place = match (of, passage.set_aside) {
            (Some(part), _) => format!("{}: {}", part.reference, part.title),
            (None, Some(why)) => code(lang, "aside", why.as_str()),
            (None, None) => String::new(),
        };
        CurrentText {
            label: format!("{} {place}", lang.text(&why)),
            text: passage.quoted,
        }
    });
    Ok(AppError::Stale(stands.collect()))
}

fn code(lang: Lang, prefix: &str, code: &str) -> String {
    let key = format!("{prefix}-{}", code.replace('_', "-"));
    lang.text(&key).into_owned()
}

fn flash_of(acceptance: &Acceptance) -> &'static str {
    let is_split = acceptance.orders.len() > 1;
    match (is_split, acceptance.orders.iter().any(Option::is_some)) {
        (false, true) => "flash-triage-accepted-assigned",
        (false, false) => "flash-triage-accepted",
        (true, true) => "flash-triage-split-assigned",
        (true, false) => "flash-triage-split",
    }
}

/// Accepts, and assigns at once what an order came with.
///
/// # Errors
/// [`ActError`]; then nothing of either happened.
pub(super) fn receive(
    conn: &mut DbConnection,
    doer: &Doer,
    now: chrono::NaiveDateTime,
    id: i64,
    version: i32,
    acceptance: Acceptance,
) -> Result<Difficulty, ActError> {
    let accepted = perform(conn, doer, now, id, Some(version), &acceptance.accept)?;
    if acceptance.orders.iter().all(Option::is_none) {
        return Ok(accepted);
    }
    // The letter's difficulties stand in the order of its asks.
    let mut parts = queries::of_submission(conn, accepted.submission_id)?;
    parts.retain(|part| part.status == Status::Accepted);
    for (part, order) in parts.into_iter().zip(acceptance.orders) {
        if let Some(order) = order {
            perform(
                conn,
                doer,
                now,
                part.id,
                Some(part.version),
                &order.into_act(),
            )?;
        }
    }
    Ok(queries::find(conn, id)?)
}

/// The same page with everything typed still there.
async fn again(
    ctx: &Ctx,
    reference: String,
    showing: Showing,
    status: StatusCode,
) -> Result<HttpResponse, AppError> {
    let visit = ctx.clone();
    let page = ctx
        .app
        .db
        .read(move |conn| load(conn, &visit, &reference, showing))
        .await?;
    html_with_status(ctx, status, &page)
}
