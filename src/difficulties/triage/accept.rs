//! Receiving one difficulty: topic group, priority, a letter split into its asks, and, with the
//! same button, its lead agency. Accepting and assigning are one transaction.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Path;

use super::desk::Desk;
use super::filter::{self, List};
use super::forms::{self, AcceptForm, Acceptance, Button};
use super::pages::{self, AcceptFields, AcceptPage};
use super::pane::Letter;
use super::paths;
use crate::db::DbConnection;
use crate::difficulties::actions::effects::why_not;
use crate::difficulties::actions::{ActError, Doer, perform};
use crate::difficulties::policy;
use crate::difficulties::queries::{self, Seen};
use crate::difficulties::workbench::similar;
use crate::difficulties::{Action, Difficulty};
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
struct Showing {
    form: Option<AcceptForm>,
    errors: FieldErrors,
    further: usize,
    is_stale: bool,
}

fn load(
    conn: &mut DbConnection,
    ctx: &Ctx,
    reference: &str,
    showing: Showing,
) -> Result<AcceptPage, AppError> {
    let seen = open_for(conn, ctx, reference, &[Action::Accept])?;
    let page = Page::load(conn, ctx)?;
    let desk = Desk::load(conn, seen.difficulty.conference_id, page.now)?;
    let suggested = pages::suggested(&desk, &seen.difficulty);
    let mut form = showing.form.unwrap_or(suggested);
    if showing.is_stale {
        form.phien_ban = seen.difficulty.version.to_string();
    }
    let letter = Letter::load(conn, ctx, &page, &seen)?;
    let form = AcceptFields::new(
        &page,
        &desk,
        &seen.difficulty,
        &form,
        showing.errors,
        showing.further,
    );
    Ok(AcceptPage {
        similar: similar::load(conn, ctx, &seen.difficulty)?,
        page,
        letter,
        form,
        is_stale: showing.is_stale,
    })
}

pub async fn get(ctx: Ctx, reference: Path<String>) -> Result<HttpResponse, AppError> {
    let visit = ctx.clone();
    let showing = Showing {
        form: None,
        errors: FieldErrors::default(),
        further: 0,
        is_stale: false,
    };
    let page = ctx
        .app
        .db
        .read(move |conn| load(conn, &visit, &reference, showing))
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
    if form.button() == Some(Button::AddPart) {
        return again(
            &ctx,
            reference,
            form,
            FieldErrors::default(),
            1,
            StatusCode::OK,
        )
        .await;
    }
    let (visit, typed, code) = (ctx.clone(), form.clone(), reference.clone());
    let checked = ctx
        .app
        .db
        .read(move |conn| {
            let seen = open_for(conn, &visit, &code, &[Action::Accept])?;
            let desk = Desk::load(conn, seen.difficulty.conference_id, visit.now())?;
            let checked = typed.check(&desk, visit.lang(), &seen.difficulty.body);
            Ok::<_, AppError>(checked.map(|acceptance| (seen.difficulty, acceptance)))
        })
        .await?;
    let (difficulty, acceptance) = match checked {
        Ok(checked) => checked,
        Err(errors) => {
            return again(
                &ctx,
                reference,
                form,
                errors,
                0,
                StatusCode::UNPROCESSABLE_ENTITY,
            )
            .await;
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
            again(
                &ctx,
                reference,
                form,
                FieldErrors::default(),
                0,
                StatusCode::CONFLICT,
            )
            .await
        }
        Err(error) => Err(error.into()),
    }
}

fn flash_of(acceptance: &Acceptance) -> &'static str {
    match &acceptance.order {
        Some(_) => "flash-triage-accepted-assigned",
        None => "flash-triage-accepted",
    }
}

/// Accepts, and assigns at once when an order came with it.
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
    match acceptance.order {
        Some(order) => perform(
            conn,
            doer,
            now,
            id,
            Some(accepted.version),
            &order.into_act(),
        ),
        None => Ok(accepted),
    }
}

/// The same page with everything typed still there.
async fn again(
    ctx: &Ctx,
    reference: String,
    form: AcceptForm,
    errors: FieldErrors,
    further: usize,
    status: StatusCode,
) -> Result<HttpResponse, AppError> {
    let visit = ctx.clone();
    let is_stale = status == StatusCode::CONFLICT;
    let showing = Showing {
        form: Some(form),
        errors,
        further,
        is_stale,
    };
    let page = ctx
        .app
        .db
        .read(move |conn| load(conn, &visit, &reference, showing))
        .await?;
    html_with_status(ctx, status, &page)
}
