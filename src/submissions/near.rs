//! Between step 2 and 3: published difficulties that may be the same, if there are any. Nothing
//! is filed and nobody is told here; it is never a wall, and nothing unpublished is shown.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;

use super::content::{Content, Nearness, Part};
use super::drafts::Saved;
use super::forms::NearForm;
use super::handlers::{open_draft, save};
use super::pages::{Card, NearPage, Sheet};
use super::{joining, paths, policy};
use crate::agencies;
use crate::conferences::queries as conferences;
use crate::db::DbConnection;
use crate::difficulties::near::{self as nearness, Near, Published};
use crate::web::{AppError, Ctx, Form, Page, html_with_status, see_other};

/// Whether there is any to show. Who asks too often is led on without.
pub(super) async fn has_any(ctx: &Ctx, content: &Content) -> Result<bool, AppError> {
    if ctx.app.limits.search(&ctx.visit.visitor).is_err() {
        return Ok(false);
    }
    let (inner, content) = (ctx.clone(), content.clone());
    ctx.app
        .db
        .read(move |conn| Ok::<_, AppError>(!find(conn, &inner, &content)?.is_empty()))
        .await
}

fn find(
    conn: &mut DbConnection,
    ctx: &Ctx,
    content: &Content,
) -> Result<Vec<Near<Published>>, AppError> {
    match conferences::current(conn, ctx.now())? {
        Some(conference) => Ok(nearness::published(conn, conference.id, &content.told())?),
        None => Ok(Vec::new()),
    }
}

/// The near ones.
pub async fn near(ctx: Ctx) -> Result<HttpResponse, AppError> {
    policy::entered_by(&ctx.actor)?;
    show(&ctx, false).await
}

async fn show(ctx: &Ctx, is_gone: bool) -> Result<HttpResponse, AppError> {
    if ctx.app.limits.search(&ctx.visit.visitor).is_err() {
        return Ok(see_other(paths::CHECK));
    }
    let inner = ctx.clone();
    let shown = ctx
        .app
        .db
        .read(move |conn| load(conn, &inner, is_gone))
        .await?;
    match shown {
        Ok(page) => {
            let status = if is_gone {
                StatusCode::CONFLICT
            } else {
                StatusCode::OK
            };
            html_with_status(ctx, status, &*page)
        }
        Err(step) => Ok(see_other(step)),
    }
}

/// The page, or where to go instead.
fn load(
    conn: &mut DbConnection,
    ctx: &Ctx,
    is_gone: bool,
) -> Result<Result<Box<NearPage>, &'static str>, AppError> {
    let Some(draft) = open_draft(conn, ctx)? else {
        return Ok(Err(paths::BEGIN));
    };
    let next = draft.content.next_step();
    if next != paths::CHECK {
        return Ok(Err(next));
    }
    let near = find(conn, ctx, &draft.content)?;
    if near.is_empty() {
        return Ok(Err(paths::CHECK));
    }
    let page = Page::load(conn, ctx)?;
    let cards = cards(conn, ctx, near)?;
    Ok(Ok(Box::new(NearPage {
        sheet: Sheet::of(&page, Some(&draft)),
        title: draft.content.story.title,
        page,
        cards,
        is_gone,
    })))
}

fn cards(
    conn: &mut DbConnection,
    ctx: &Ctx,
    near: Vec<Near<Published>>,
) -> Result<Vec<Card>, AppError> {
    let ids: Vec<i64> = near
        .iter()
        .filter_map(|near| near.item.lead_agency_id)
        .collect();
    let names: BTreeMap<i64, String> = agencies::named(conn, &ids)?
        .into_iter()
        .map(|agency| (agency.id, agency.name(ctx.lang()).to_owned()))
        .collect();
    Ok(near
        .into_iter()
        .map(|near| Card {
            agency: near
                .item
                .lead_agency_id
                .and_then(|id| names.get(&id).cloned()),
            is_joinable: near.item.status.is_open(),
            item: near.item,
        })
        .collect())
}

/// What became of the choice.
enum Chosen {
    Saved,
    Gone,
    Stale,
    Elsewhere(&'static str),
}

/// "I meet it too", or none of them.
pub async fn choose(ctx: Ctx, form: Form<NearForm>) -> Result<HttpResponse, AppError> {
    policy::entered_by(&ctx.actor)?;
    let (inner, joins) = (ctx.clone(), form.0.joins().to_owned());
    let prepared = ctx
        .app
        .db
        .read(move |conn| prepare(conn, &inner, &joins))
        .await?;
    let chosen = match prepared {
        Err(chosen) => chosen,
        Ok(nearness) => match save(&ctx, form.0.version(), Part::Nearness(nearness)).await? {
            Saved::Done { .. } => Chosen::Saved,
            Saved::Stale(_) => Chosen::Stale,
        },
    };
    match chosen {
        Chosen::Saved => Ok(see_other(paths::CHECK)),
        Chosen::Elsewhere(step) => Ok(see_other(step)),
        // The story is another by now; it is shown what is near to that.
        Chosen::Stale => show(&ctx, false).await,
        Chosen::Gone => show(&ctx, true).await,
    }
}

fn prepare(
    conn: &mut DbConnection,
    ctx: &Ctx,
    joins: &str,
) -> Result<Result<Nearness, Chosen>, AppError> {
    let Some(draft) = open_draft(conn, ctx)? else {
        return Ok(Err(Chosen::Elsewhere(paths::BEGIN)));
    };
    let step = draft.content.next_step();
    if step != paths::CHECK {
        return Ok(Err(Chosen::Elsewhere(step)));
    }
    let said_of = draft.content.story.mark();
    if joins.is_empty() {
        return Ok(Ok(Nearness {
            joins: String::new(),
            said_of,
        }));
    }
    Ok(match joining::wish(conn, joins)? {
        Some(wish) => Ok(Nearness {
            joins: wish.reference,
            said_of,
        }),
        None => Err(Chosen::Gone),
    })
}
