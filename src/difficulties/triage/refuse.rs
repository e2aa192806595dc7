//! Refusing at intake takes two persons: a clerk proposes, with a reason from the list and a
//! place to go instead; the secretary, never the one who proposed it, confirms on the same page.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Path;
use diesel::prelude::*;
use serde_json::Value;

use super::accept::open_for;
use super::forms::{self, RefusalForm, RefusalReason};
use super::pages::{self, Proposal, RefusalStep, RefusePage};
use super::pane::Letter;
use super::paths;
use crate::db::DbConnection;
use crate::db::schema::{accounts, proposals};
use crate::difficulties::actions::{Act, ActError, Doer, perform};
use crate::difficulties::queries::Seen;
use crate::difficulties::{Action, policy};
use crate::web::{
    AppError, Ctx, FieldErrors, Form, Page, html, html_with_status, see_other_with_flash,
};

const EITHER: [Action; 2] = [Action::ProposeRejection, Action::Reject];

struct Showing {
    form: RefusalForm,
    errors: FieldErrors,
    is_stale: bool,
}

/// The proposal that waits, with its code of a reason.
fn waiting(
    conn: &mut DbConnection,
    difficulty_id: i64,
) -> QueryResult<Option<(String, String, Option<String>, chrono::NaiveDateTime)>> {
    proposals::table
        .left_join(accounts::table.on(proposals::proposed_by.eq(accounts::id.nullable())))
        .filter(proposals::difficulty_id.eq(difficulty_id))
        .filter(proposals::settled_at.is_null())
        .filter(proposals::action.eq(Action::ProposeRejection))
        .order(proposals::id.desc())
        .select((
            proposals::note,
            proposals::data,
            accounts::display_name.nullable(),
            proposals::proposed_at,
        ))
        .first(conn)
        .optional()
}

fn proposal(conn: &mut DbConnection, page: &Page, id: i64) -> QueryResult<Option<Proposal>> {
    let Some((note, data, by, at)) = waiting(conn, id)? else {
        return Ok(None);
    };
    let data: Value = serde_json::from_str(&data).unwrap_or_default();
    let code = data
        .get("reason")
        .and_then(Value::as_str)
        .and_then(RefusalReason::parse);
    Ok(Some(Proposal {
        reason: code.map_or_else(String::new, |code| {
            page.code("refusal", code.as_str()).into_owned()
        }),
        note,
        by: by.unwrap_or_default(),
        at: page.moment(&at),
    }))
}

fn may(seen: &Seen, action: Action) -> bool {
    policy::may_do(action, seen.standing, &seen.matter).is_yes()
}

fn load(
    conn: &mut DbConnection,
    ctx: &Ctx,
    reference: &str,
    showing: Showing,
) -> Result<RefusePage, AppError> {
    let seen = open_for(conn, ctx, reference, &EITHER)?;
    let difficulty = &seen.difficulty;
    let page = Page::load(conn, ctx)?;
    let step = match proposal(conn, &page, difficulty.id)? {
        Some(proposal) if may(&seen, Action::Reject) => RefusalStep::Confirm(proposal),
        Some(proposal) => RefusalStep::Waits(proposal),
        None if may(&seen, Action::ProposeRejection) => RefusalStep::Propose,
        None => RefusalStep::NothingProposed,
    };
    Ok(RefusePage {
        letter: Letter::load(conn, ctx, &page, &seen)?,
        step,
        action: paths::refuse(&difficulty.reference),
        accept: paths::accept(&difficulty.reference),
        version: if showing.is_stale || showing.form.phien_ban.is_empty() {
            difficulty.version.to_string()
        } else {
            showing.form.phien_ban
        },
        reasons: pages::reasons(&page, &showing.form.ly_do_tu_choi),
        note: showing.form.noi_den,
        errors: showing.errors,
        is_stale: showing.is_stale,
        page,
    })
}

pub async fn get(ctx: Ctx, reference: Path<String>) -> Result<HttpResponse, AppError> {
    let visit = ctx.clone();
    let showing = Showing {
        form: RefusalForm::default(),
        errors: FieldErrors::default(),
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
    Form(form): Form<RefusalForm>,
) -> Result<HttpResponse, AppError> {
    let version = forms::version(&form.phien_ban)?;
    let reference = reference.into_inner();
    let (visit, typed, code) = (ctx.clone(), form.clone(), reference.clone());
    let checked = ctx
        .app
        .db
        .read(move |conn| {
            let seen = open_for(conn, &visit, &code, &EITHER)?;
            let waiting = waiting(conn, seen.difficulty.id)?;
            let id = seen.difficulty.id;
            Ok::<_, AppError>(if may(&seen, Action::Reject) {
                let note = waiting.map(|(note, ..)| note).unwrap_or_default();
                Ok((id, Act::Reject { note }))
            } else if waiting.is_some() {
                return Err(AppError::NotNow("triage-refusal-waits-already".into()));
            } else {
                typed.check(visit.lang()).map(|act| (id, act))
            })
        })
        .await?;
    let (id, act) = match checked {
        Ok(checked) => checked,
        Err(errors) => {
            return again(
                &ctx,
                reference,
                form,
                errors,
                StatusCode::UNPROCESSABLE_ENTITY,
            )
            .await;
        }
    };
    let flash = match act {
        Act::Reject { .. } => "flash-triage-refused",
        _ => "flash-triage-refusal-proposed",
    };
    let (doer, now) = (Doer::Person(ctx.actor.clone()), ctx.now());
    let done = ctx
        .app
        .db
        .write(move |conn| perform(conn, &doer, now, id, Some(version), &act))
        .await;
    match done {
        Ok(refused) => {
            let address = paths::item(&refused.reference);
            Ok(see_other_with_flash(
                &ctx,
                address,
                flash,
                &refused.reference,
            ))
        }
        Err(ActError::Stale) => {
            again(
                &ctx,
                reference,
                form,
                FieldErrors::default(),
                StatusCode::CONFLICT,
            )
            .await
        }
        Err(error) => Err(error.into()),
    }
}

async fn again(
    ctx: &Ctx,
    reference: String,
    form: RefusalForm,
    errors: FieldErrors,
    status: StatusCode,
) -> Result<HttpResponse, AppError> {
    let visit = ctx.clone();
    let showing = Showing {
        form,
        errors,
        is_stale: status == StatusCode::CONFLICT,
    };
    let page = ctx
        .app
        .db
        .read(move |conn| load(conn, &visit, &reference, showing))
        .await?;
    html_with_status(ctx, status, &page)
}
