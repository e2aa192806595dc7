//! Find, read, add and change legal grounds.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Deserialize;
use serde_json::json;

use super::forms::GroundForm;
use super::pages::{GroundPage, ListPage};
use super::{paths, queries};
use crate::db::DbConnection;
use crate::difficulties::workbench::refusal::Refusal;
use crate::events::{self, NewEvent};
use crate::web::{AppError, Ctx, FieldErrors, Form, html, html_with_status, see_other_with_flash};

/// The event of a ground added or changed.
const KEPT: &str = "keep_ground";

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct SearchQuery {
    q: String,
}

pub async fn list(ctx: Ctx, query: web::Query<SearchQuery>) -> Result<HttpResponse, AppError> {
    let inner = ctx.clone();
    let typed = query.into_inner().q;
    let page = ctx
        .app
        .db
        .read(move |conn| ListPage::load(conn, &inner, &typed))
        .await?;
    html(&ctx, &page)
}

pub async fn begin(ctx: Ctx) -> Result<HttpResponse, AppError> {
    show_page(&ctx, StatusCode::OK, None, None).await
}

pub async fn show(ctx: Ctx, id: web::Path<String>) -> Result<HttpResponse, AppError> {
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    show_page(&ctx, StatusCode::OK, Some(id), None).await
}

pub async fn add(ctx: Ctx, Form(form): Form<GroundForm>) -> Result<HttpResponse, AppError> {
    keep(ctx, None, form).await
}

pub async fn change(
    ctx: Ctx,
    id: web::Path<String>,
    Form(form): Form<GroundForm>,
) -> Result<HttpResponse, AppError> {
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    keep(ctx, Some(id), form).await
}

async fn keep(ctx: Ctx, id: Option<i64>, form: GroundForm) -> Result<HttpResponse, AppError> {
    let (inner, typed) = (ctx.clone(), form.clone());
    let kept = ctx
        .app
        .db
        .write(move |conn| write(conn, &inner, id, &typed))
        .await;
    match kept {
        Ok(id) => Ok(see_other_with_flash(
            &ctx,
            paths::of(id),
            "flash-responses-ground-kept",
            "",
        )),
        Err(Refusal::Error(error)) => Err(error),
        Err(Refusal::Wrong(errors)) => {
            let typed = Some((form, Some(errors)));
            show_page(&ctx, StatusCode::UNPROCESSABLE_ENTITY, id, typed).await
        }
        Err(Refusal::Stale) => show_page(&ctx, StatusCode::CONFLICT, id, Some((form, None))).await,
    }
}

fn write(
    conn: &mut DbConnection,
    ctx: &Ctx,
    id: Option<i64>,
    form: &GroundForm,
) -> Result<i64, Refusal> {
    let new = form.check(ctx.lang()).map_err(Refusal::Wrong)?;
    if let Some(id) = id {
        queries::find(conn, id)?;
    }
    if queries::twin(conn, &new, id)? {
        let mut errors = FieldErrors::default();
        errors.add(
            "so_ky_hieu",
            ctx.lang().text("responses-grounds-error-twin"),
        );
        return Err(Refusal::Wrong(errors));
    }
    let kept = match id {
        Some(id) => {
            queries::update(conn, id, form.phien_ban, &new).map_err(|error| match error {
                diesel::result::Error::NotFound => Refusal::Stale,
                other => other.into(),
            })?;
            id
        }
        None => queries::insert(conn, &new)?,
    };
    record(conn, ctx, kept, form)?;
    Ok(kept)
}

/// Beside the workflow, and recorded all the same, in the chain of the conference now on.
fn record(conn: &mut DbConnection, ctx: &Ctx, id: i64, form: &GroundForm) -> Result<(), Refusal> {
    let Some(conference) = ctx.app.directory.current(conn)?.current(ctx.now()) else {
        return Ok(());
    };
    let staff = ctx.actor.staff().ok_or(AppError::SignInNeeded)?;
    events::append(
        conn,
        &NewEvent {
            conference_id: conference.id,
            difficulty_id: None,
            submission_id: None,
            party: staff.role.as_str(),
            account_id: Some(staff.account_id),
            agency_id: staff.agency_id,
            action: KEPT,
            from_status: None,
            to_status: None,
            note: "",
            data: json!({
                "ground": id,
                "number": form.so_ky_hieu,
                "in_force_to": form.hieu_luc_den,
            })
            .to_string(),
            at: ctx.now(),
        },
    )?;
    Ok(())
}

async fn show_page(
    ctx: &Ctx,
    status: StatusCode,
    id: Option<i64>,
    typed: Option<(GroundForm, Option<FieldErrors>)>,
) -> Result<HttpResponse, AppError> {
    let inner = ctx.clone();
    let page = ctx
        .app
        .db
        .read(move |conn| GroundPage::load(conn, &inner, id, typed))
        .await?;
    html_with_status(ctx, status, &page)
}
