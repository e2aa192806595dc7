//! Open, take, look, remember.

use actix_web::{HttpResponse, web};

use super::forms::VersionForm;
use super::pages::{HistoryPage, WorkbenchPage};
use super::refusal::require_one_of;
use super::{paths, queries};
use crate::db::DbConnection;
use crate::db::DbError;
use crate::difficulties::Action;
use crate::difficulties::actions::{Act, Doer, perform};
use crate::difficulties::policy::{self, Capability};
use crate::events::{self, NewEvent};
use crate::notifications::{self, Recipient};
use crate::web::{AppError, Ctx, Form, html, see_other, see_other_with_flash};

/// A page, or the one true address of what was asked for.
enum Found<T> {
    Page(Box<T>),
    Elsewhere(String),
}

/// The workbench of a reference typed in any way.
pub async fn workbench(ctx: Ctx, code: web::Path<String>) -> Result<HttpResponse, AppError> {
    let inner = ctx.clone();
    let found = ctx
        .app
        .db
        .read(move |conn| -> Result<_, AppError> {
            let seen = queries::open(conn, &inner.actor, &code, inner.now())?;
            if seen.difficulty.reference != *code {
                return Ok(Found::Elsewhere(seen.difficulty.reference));
            }
            let page = WorkbenchPage::load(conn, &inner, &seen, false)?;
            Ok(Found::Page(Box::new(page)))
        })
        .await?;
    match found {
        Found::Page(page) => html(&ctx, &*page),
        Found::Elsewhere(reference) => Ok(see_other(paths::of(paths::WORKBENCH, &reference))),
    }
}

/// The history of one difficulty.
pub async fn history(ctx: Ctx, code: web::Path<String>) -> Result<HttpResponse, AppError> {
    let inner = ctx.clone();
    let page = ctx
        .app
        .db
        .read(move |conn| -> Result<_, AppError> {
            let seen = queries::open(conn, &inner.actor, &code, inner.now())?;
            HistoryPage::load(conn, &inner, &seen)
        })
        .await?;
    html(&ctx, &page)
}

/// Takes an assigned one in hand.
pub async fn take(
    ctx: Ctx,
    code: web::Path<String>,
    form: Form<VersionForm>,
) -> Result<HttpResponse, AppError> {
    let inner = ctx.clone();
    let reference = ctx
        .app
        .db
        .write(move |conn| -> Result<_, AppError> {
            let now = inner.now();
            let seen = queries::open(conn, &inner.actor, &code, now)?;
            require_one_of(conn, &inner.actor, &seen, &[Action::Take])?;
            let doer = Doer::Person(inner.actor);
            let version = Some(form.0.phien_ban);
            perform(conn, &doer, now, seen.difficulty.id, version, &Act::Take)?;
            Ok(seen.difficulty.reference)
        })
        .await?;
    Ok(done(&ctx, Action::Take, &reference))
}

/// Shows the secretary who a shielded filer is. The look is an event, and the filer is told;
/// the page is the answer to the form, so that reloading it asks again.
pub async fn look(
    ctx: Ctx,
    code: web::Path<String>,
    _form: Form<VersionForm>,
) -> Result<HttpResponse, AppError> {
    let inner = ctx.clone();
    let page = ctx
        .app
        .db
        .write(move |conn| -> Result<_, AppError> {
            let seen = queries::open(conn, &inner.actor, &code, inner.now())?;
            policy::may(Capability::ReadFiler, seen.standing, &seen.matter)
                .require()
                .map_err(|_| AppError::Forbidden)?;
            if seen.difficulty.shielded {
                record_look(conn, &inner, &seen.difficulty)?;
            }
            WorkbenchPage::load(conn, &inner, &seen, true)
        })
        .await?;
    html(&ctx, &page)
}

fn record_look(
    conn: &mut DbConnection,
    ctx: &Ctx,
    difficulty: &crate::difficulties::Difficulty,
) -> Result<(), DbError> {
    let doer = Doer::Person(ctx.actor.clone());
    let event_id = events::append(
        conn,
        &NewEvent {
            conference_id: difficulty.conference_id,
            difficulty_id: Some(difficulty.id),
            submission_id: Some(difficulty.submission_id),
            party: doer.party(),
            account_id: doer.account_id(),
            agency_id: doer.agency_id(),
            action: Capability::ReadFiler.as_str(),
            from_status: Some(difficulty.status.as_str()),
            to_status: Some(difficulty.status.as_str()),
            note: "",
            data: "{}".into(),
            at: ctx.now(),
        },
    )?;
    let to = Recipient::Filer {
        submission_id: difficulty.submission_id,
    };
    let kind = Capability::ReadFiler.as_str();
    notifications::queue(conn, event_id, difficulty.id, to, kind, ctx.now())?;
    Ok(())
}

/// Back to the workbench, with a sentence about what was done.
#[must_use]
pub fn done(ctx: &Ctx, action: Action, reference: &str) -> HttpResponse {
    let key = format!("flash-workbench-{}", action.as_str().replace('_', "-"));
    see_other_with_flash(ctx, paths::of(paths::WORKBENCH, reference), &key, reference)
}
