//! The page of one job. It asks for itself again every few seconds, scripts or not.

use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::{HttpResponse, web};
use askama::Template;

use super::Failure;
use crate::web::{AppError, Ctx, Page, html_with_status, see_other};

#[derive(Template)]
#[template(path = "jobs/job.html")]
struct JobPage {
    page: Page,
    title: &'static str,
    done: i64,
    total: Option<i64>,
    failure: Option<Failure>,
}

pub async fn show(ctx: Ctx, id: web::Path<String>) -> Result<HttpResponse, AppError> {
    let account_id = ctx.actor.staff().map(|staff| staff.account_id);
    let job = ctx
        .app
        .jobs
        .find(&id)
        .filter(|job| Some(job.account_id) == account_id)
        .ok_or(AppError::NotFound)?;
    let failure = match job.outcome() {
        Some(Ok(next)) => return Ok(see_other(next)),
        Some(Err(failure)) => Some(failure),
        None => None,
    };
    let inner = ctx.clone();
    let page = ctx
        .app
        .db
        .read(move |conn| Ok::<_, AppError>(Page::load(conn, &inner)?))
        .await?;
    let is_running = failure.is_none();
    let shown = JobPage {
        page,
        title: job.title,
        done: job.progress.done(),
        total: job.progress.total(),
        failure,
    };
    let status = if is_running {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let mut response = html_with_status(&ctx, status, &shown)?;
    if is_running {
        response.headers_mut().insert(
            HeaderName::from_static("refresh"),
            HeaderValue::from_static("2"),
        );
    }
    Ok(response)
}
