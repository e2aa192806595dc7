//! Load, show.

use actix_web::HttpResponse;
use askama::Template;

use super::home::{self, HomePage};
use super::texts::{AccessibilityPage, HelpPage, LimitsPage, PrivacyPage, ProcessPage};
use crate::db;
use crate::web::{AppError, Ctx, Page, html};

/// The process lives.
pub async fn healthz() -> &'static str {
    "ok\n"
}

/// The database answers.
pub async fn readyz(ctx: Ctx) -> HttpResponse {
    if db::is_ready(&ctx.app.db).await {
        HttpResponse::Ok().body("ready\n")
    } else {
        HttpResponse::ServiceUnavailable().body("the database does not answer\n")
    }
}

/// What machines may walk: what everybody may read, and no search results.
pub async fn robots() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .insert_header(("Cache-Control", "public, max-age=3600"))
        .body(ROBOTS)
}

const ROBOTS: &str = "User-agent: *\n\
    Disallow: /xu-ly\n\
    Disallow: /gui-kho-khan/\n\
    Disallow: /tra-cuu\n\
    Disallow: /dang-nhap\n\
    Disallow: /tai-khoan\n\
    Disallow: /kho-khan?q=\n";

/// The first page.
///
/// # Errors
/// When the database fails.
pub async fn home(ctx: Ctx) -> Result<HttpResponse, AppError> {
    let asked = ctx.clone();
    let shown = ctx
        .app
        .db
        .read(move |conn| -> Result<HomePage, AppError> {
            let page = Page::load(conn, &asked)?;
            Ok(home::load(conn, page)?)
        })
        .await?;
    html(&ctx, &shown)
}

/// # Errors
/// When the database fails; as are the others.
pub async fn help(ctx: Ctx) -> Result<HttpResponse, AppError> {
    text(ctx, HelpPage::new).await
}

/// # Errors
/// When the database fails.
pub async fn process(ctx: Ctx) -> Result<HttpResponse, AppError> {
    text(ctx, ProcessPage::new).await
}

/// # Errors
/// When the database fails.
pub async fn privacy(ctx: Ctx) -> Result<HttpResponse, AppError> {
    text(ctx, PrivacyPage::new).await
}

/// # Errors
/// When the database fails.
pub async fn accessibility(ctx: Ctx) -> Result<HttpResponse, AppError> {
    text(ctx, AccessibilityPage::new).await
}

/// # Errors
/// When the database fails.
pub async fn limits(ctx: Ctx) -> Result<HttpResponse, AppError> {
    text(ctx, LimitsPage::new).await
}

async fn text<T: Template>(ctx: Ctx, show: fn(Page) -> T) -> Result<HttpResponse, AppError> {
    let asked = ctx.clone();
    let page = ctx
        .app
        .db
        .read(move |conn| -> Result<Page, AppError> { Ok(Page::load(conn, &asked)?) })
        .await?;
    html(&ctx, &show(page))
}
