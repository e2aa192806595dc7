//! Find, read, add and change canned answers.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::forms::CannedForm;
use super::pages::{CannedPage, ListPage, topics};
use super::{owner_of, paths, queries};
use crate::db::DbConnection;
use crate::difficulties::workbench::refusal::Refusal;
use crate::web::{
    AppError, Ctx, FieldErrors, Form, Page, html, html_with_status, see_other_with_flash,
};

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

pub async fn add(ctx: Ctx, Form(form): Form<CannedForm>) -> Result<HttpResponse, AppError> {
    keep(ctx, None, form).await
}

pub async fn change(
    ctx: Ctx,
    id: web::Path<String>,
    Form(form): Form<CannedForm>,
) -> Result<HttpResponse, AppError> {
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    keep(ctx, Some(id), form).await
}

async fn keep(ctx: Ctx, id: Option<i64>, form: CannedForm) -> Result<HttpResponse, AppError> {
    let (inner, typed) = (ctx.clone(), form.clone());
    let kept = ctx
        .app
        .db
        .write(move |conn| write(conn, &inner, id, &typed))
        .await;
    match kept {
        Ok(()) => Ok(see_other_with_flash(
            &ctx,
            paths::LIST,
            "flash-responses-canned-kept",
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
    form: &CannedForm,
) -> Result<(), Refusal> {
    let staff = ctx.actor.staff().ok_or(AppError::SignInNeeded)?;
    let owner = owner_of(staff);
    let page = Page::load(conn, ctx)?;
    let groups: Vec<i64> = topics(&page).into_iter().map(|(id, _)| id).collect();
    if let Some(id) = id {
        // Everybody's are read by all and changed by the secretariat.
        let canned = queries::find(conn, owner, id)?;
        if canned.agency_id != owner {
            return Err(AppError::Forbidden.into());
        }
    }
    let new = form.check(ctx.lang(), &groups).map_err(Refusal::Wrong)?;
    let (by, now) = (staff.account_id, ctx.now());
    match id {
        Some(id) => {
            queries::update(conn, (id, form.phien_ban), &new, by, now).map_err(
                |error| match error {
                    diesel::result::Error::NotFound => Refusal::Stale,
                    other => other.into(),
                },
            )?;
        }
        None => {
            queries::insert(conn, owner, &new, by, now)?;
        }
    }
    Ok(())
}

async fn show_page(
    ctx: &Ctx,
    status: StatusCode,
    id: Option<i64>,
    typed: Option<(CannedForm, Option<FieldErrors>)>,
) -> Result<HttpResponse, AppError> {
    let inner = ctx.clone();
    let page = ctx
        .app
        .db
        .read(move |conn| CannedPage::load(conn, &inner, id, typed))
        .await?;
    html_with_status(ctx, status, &page)
}
