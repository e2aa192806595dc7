//! Load, show.

use actix_web::{HttpResponse, web};

use super::overview::{self, OverviewPage};
use super::pages::{ConferencePage, ListPage};
use super::queries;
use crate::web::{AppError, Ctx, Page, html};

/// Every conference.
///
/// # Errors
/// When the database fails.
pub async fn list(ctx: Ctx) -> Result<HttpResponse, AppError> {
    let asked = ctx.clone();
    let shown = ctx
        .app
        .db
        .read(move |conn| -> Result<ListPage, AppError> {
            let page = Page::load(conn, &asked)?;
            let conferences = queries::all(conn)?;
            Ok(ListPage::new(page, conferences))
        })
        .await?;
    html(&ctx, &shown)
}

/// One conference.
///
/// # Errors
/// When there is none of this name, or the database fails.
pub async fn show(ctx: Ctx, slug: web::Path<String>) -> Result<HttpResponse, AppError> {
    let asked = ctx.clone();
    let shown = ctx
        .app
        .db
        .read(move |conn| -> Result<ConferencePage, AppError> {
            let conference = queries::by_slug(conn, &slug)?;
            let page = Page::load(conn, &asked)?;
            let groups = queries::topic_groups(conn, conference.id)?;
            let agencies = queries::agencies(conn, conference.id)?;
            let totals = page.totals.public(conn)?;
            Ok(ConferencePage::new(
                page, conference, groups, agencies, &totals,
            ))
        })
        .await?;
    html(&ctx, &shown)
}

/// The chair's overview.
///
/// # Errors
/// When there is no such conference, or the database fails.
pub async fn overview(ctx: Ctx, slug: web::Path<String>) -> Result<HttpResponse, AppError> {
    let asked = ctx.clone();
    let shown = ctx
        .app
        .db
        .read(move |conn| -> Result<OverviewPage, AppError> {
            let conference = queries::by_slug(conn, &slug)?;
            let page = Page::load(conn, &asked)?;
            let staff = asked.actor.staff().ok_or(AppError::SignInNeeded)?;
            Ok(overview::load(conn, page, &asked.actor, staff, conference)?)
        })
        .await?;
    html(&ctx, &shown)
}
