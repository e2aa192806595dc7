//! Going on with a draft on another machine, by its link. Looking at the link changes nothing:
//! programs that preview messages open links too. The draft is taken over by a click.

use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderName, HeaderValue, REFERRER_POLICY};
use actix_web::{HttpResponse, web};

use super::drafts::{self, Draft};
use super::handlers::{draft_of, with_draft_cookie};
use super::pages::{Link, ResumeOverPage, ResumePage};
use super::{paths, policy};
use crate::db::DbConnection;
use crate::web::{AppError, Ctx, Form, NoFields, Page, html, html_with_status, see_other};

/// The last policy a browser knows counts. Under `no-referrer` newer ones also hide from the form
/// where it came from, and it would be refused; `strict-origin`, which they all know, keeps the
/// address of this page from everybody just as well.
const POLICY: HeaderValue = HeaderValue::from_static("no-referrer, strict-origin");

/// What the link is for, and the button.
pub async fn ask(ctx: Ctx, token: web::Path<String>) -> Result<HttpResponse, AppError> {
    ctx.app.limits.draft_link(ctx.visit.address)?;
    let (inner, token) = (ctx.clone(), token.into_inner());
    let (page, found) = ctx
        .app
        .db
        .read(move |conn| {
            let page = Page::load(conn, &inner)?;
            let found = drafts::of_link(conn, &token, inner.now())?
                .map(|draft| describe(conn, &inner, &page, &token, &draft))
                .transpose()?;
            Ok::<_, AppError>((page, found))
        })
        .await?;
    let response = match found {
        Some(shown) => html(&ctx, &shown)?,
        None => over(&ctx, page)?,
    };
    Ok(kept_private(response))
}

fn describe(
    conn: &mut DbConnection,
    ctx: &Ctx,
    page: &Page,
    token: &str,
    draft: &Draft,
) -> Result<ResumePage, AppError> {
    let here = draft_of(conn, ctx)?;
    let is_here = here
        .as_ref()
        .is_some_and(|here| here.form_token == draft.form_token);
    let other = here
        .filter(|here| !is_here && here.submission_id.is_none() && !here.is_empty())
        .map(|here| {
            let link = Link::of(ctx, page, &here);
            (here.content.story.title, link)
        });
    Ok(ResumePage {
        page: page.clone(),
        title: draft.content.story.title.clone(),
        saved_at: page.moment(&draft.updated_at),
        action: paths::resume(token),
        is_here: is_here.then(|| draft.content.next_step()),
        other,
    })
}

/// From now on this browser has the draft too.
pub async fn take_over(
    ctx: Ctx,
    token: web::Path<String>,
    _form: Form<NoFields>,
) -> Result<HttpResponse, AppError> {
    policy::entered_by(&ctx.actor)?;
    ctx.app.limits.draft_link(ctx.visit.address)?;
    let (inner, token) = (ctx.clone(), token.into_inner());
    let taken = ctx
        .app
        .db
        .write(move |conn| {
            let Some(draft) = drafts::of_link(conn, &token, inner.now())? else {
                return Ok(None);
            };
            let next = draft.content.next_step();
            let here = draft_of(conn, &inner)?;
            if here.is_some_and(|here| here.form_token == draft.form_token) {
                return Ok(Some((next, None)));
            }
            let token = drafts::take_over(conn, &draft, inner.now())?;
            Ok::<_, AppError>(Some((next, Some(token))))
        })
        .await?;
    if let Some((next, token)) = taken {
        let response = with_draft_cookie(&ctx, see_other(next), token);
        return Ok(kept_private(response));
    }
    let inner = ctx.clone();
    let page = ctx
        .app
        .db
        .read(move |conn| Ok::<_, AppError>(Page::load(conn, &inner)?))
        .await?;
    Ok(kept_private(over(&ctx, page)?))
}

fn over(ctx: &Ctx, page: Page) -> Result<HttpResponse, AppError> {
    let shown = ResumeOverPage {
        page,
        draft_days: ctx.app.settings.draft_days,
    };
    html_with_status(ctx, StatusCode::NOT_FOUND, &shown)
}

fn kept_private(mut response: HttpResponse) -> HttpResponse {
    let headers = response.headers_mut();
    headers.insert(REFERRER_POLICY, POLICY);
    headers.insert(
        HeaderName::from_static("x-robots-tag"),
        HeaderValue::from_static("noindex, nofollow"),
    );
    response
}
