//! The lists: load, show.

use actix_web::HttpResponse;

use super::filter::{Filter, List};
use super::{day as days, lists, paths};
use crate::db::DbConnection;
use crate::difficulties::queries;
use crate::web::{AppError, Ctx, html, see_other};

pub async fn day(ctx: Ctx) -> Result<HttpResponse, AppError> {
    let visit = ctx.clone();
    let page = ctx
        .app
        .db
        .read(move |conn| days::load(conn, &visit))
        .await?;
    html(&ctx, &page)
}

pub async fn intake(ctx: Ctx) -> Result<HttpResponse, AppError> {
    list(ctx, List::Intake).await
}

pub async fn mine(ctx: Ctx) -> Result<HttpResponse, AppError> {
    list(ctx, List::Mine).await
}

pub async fn agency(ctx: Ctx) -> Result<HttpResponse, AppError> {
    list(ctx, List::Agency).await
}

pub async fn coordinating(ctx: Ctx) -> Result<HttpResponse, AppError> {
    list(ctx, List::Coordinating).await
}

pub async fn approval(ctx: Ctx) -> Result<HttpResponse, AppError> {
    list(ctx, List::Approval).await
}

pub async fn all(ctx: Ctx) -> Result<HttpResponse, AppError> {
    list(ctx, List::All).await
}

/// A reference, typed in any way, leads to its difficulty; anything else is searched for.
pub async fn search(ctx: Ctx) -> Result<HttpResponse, AppError> {
    let (filter, place) = Filter::read(&ctx.visit.query)?;
    if place.after.is_none() && !filter.q.is_empty() {
        let visit = ctx.clone();
        let typed = filter.q.clone();
        let found = ctx
            .app
            .db
            .read(move |conn| referred(conn, &visit, &typed))
            .await?;
        if let Some(reference) = found {
            return Ok(see_other(paths::item(&reference)));
        }
    }
    list(ctx, List::Search).await
}

/// The reference somebody may open among what may have been meant: whole, or the number alone.
fn referred(conn: &mut DbConnection, ctx: &Ctx, typed: &str) -> Result<Option<String>, AppError> {
    let mut meant = vec![typed.to_owned()];
    if typed.bytes().all(|byte| byte.is_ascii_digit()) {
        let current = ctx.app.directory.current(conn)?.current(ctx.now());
        meant.extend(current.map(|conference| format!("{}-{typed}", conference.reference_prefix)));
    }
    for reference in meant {
        match queries::open(conn, &ctx.actor, &reference, ctx.now()) {
            Ok(seen) => return Ok(Some(seen.difficulty.reference)),
            Err(diesel::result::Error::NotFound) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(None)
}

async fn list(ctx: Ctx, list: List) -> Result<HttpResponse, AppError> {
    let (filter, place) = Filter::read(&ctx.visit.query)?;
    if !filter.q.is_empty() {
        let visitor = ctx.actor.staff().map_or_else(
            || ctx.visit.visitor.clone(),
            |staff| staff.account_id.to_string(),
        );
        ctx.app.limits.search(&visitor)?;
    }
    let visit = ctx.clone();
    let work = move |conn: &mut DbConnection| lists::load(conn, &visit, list, &filter, &place);
    let page = ctx.app.db.read(work).await?;
    html(&ctx, &page)
}
