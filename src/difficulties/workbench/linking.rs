//! The page on which the secretariat says what belongs together and what asks the opposite.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::forms::cleaned;
use super::head::Head;
use super::refusal::Refusal;
use super::similar::Similar;
use super::{paths, queries, similar};
use crate::db::DbConnection;
use crate::difficulties::actions::{ActError, Doer};
use crate::difficulties::linking::{self, Tie};
use crate::difficulties::policy::{self, Capability};
use crate::difficulties::queries::{self as rows, Seen};
use crate::difficulties::{Difficulty, links};
use crate::web::{
    AppError, Ctx, FieldErrors, Form, Page, html, html_with_status, see_other_with_flash,
};

/// What the code of a form says to take a tie away.
const NOTHING: &str = "none";

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkForm {
    #[serde(default)]
    ho_so: String,
    /// A tie's code, or `none`.
    #[serde(default)]
    loai: String,
}

/// `/xu-ly/{code}/lien-ket`.
#[derive(Template)]
#[template(path = "difficulties/workbench/linking.html")]
pub struct LinkPage {
    page: Page,
    head: Head,
    address: String,
    /// What people tied to it.
    tied: Vec<(Tie, Difficulty)>,
    /// Near ones that nobody tied yet.
    similar: Vec<Similar>,
    values: LinkForm,
    errors: FieldErrors,
}

impl LinkPage {
    fn say(&self, tie: &Tie) -> String {
        self.page
            .code("workbench-tie", tie.kind().as_str())
            .into_owned()
    }
}

/// The page.
pub async fn show(ctx: Ctx, code: web::Path<String>) -> Result<HttpResponse, AppError> {
    let inner = ctx.clone();
    let page = ctx
        .app
        .db
        .read(move |conn| {
            load(
                conn,
                &inner,
                &code,
                LinkForm::default(),
                FieldErrors::default(),
            )
        })
        .await?;
    html(&ctx, &page)
}

/// Ties two, or takes a tie away; back on the page, for there is often more than one.
pub async fn send(
    ctx: Ctx,
    code: web::Path<String>,
    form: Form<LinkForm>,
) -> Result<HttpResponse, AppError> {
    let (inner, typed, asked) = (ctx.clone(), form.0.clone(), code.clone());
    let sent = ctx
        .app
        .db
        .write(move |conn| act(conn, &inner, &asked, &typed))
        .await;
    let errors = match sent {
        Ok((own, other)) => {
            let to = paths::of(paths::LINK, &own);
            let key = if form.0.loai == NOTHING {
                "flash-workbench-unlink"
            } else {
                "flash-workbench-link"
            };
            return Ok(see_other_with_flash(&ctx, to, key, &other));
        }
        Err(Refusal::Error(error)) => return Err(error),
        Err(Refusal::Stale) => FieldErrors::default(),
        Err(Refusal::Wrong(errors)) => errors,
    };
    let inner = ctx.clone();
    let page = ctx
        .app
        .db
        .read(move |conn| load(conn, &inner, &code, form.0, errors))
        .await?;
    html_with_status(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// The two references, when it was done.
fn act(
    conn: &mut DbConnection,
    ctx: &Ctx,
    code: &str,
    form: &LinkForm,
) -> Result<(String, String), Refusal> {
    let seen = opened(conn, ctx, code)?;
    let tie = Tie::parse(&form.loai);
    if tie.is_none() && form.loai != NOTHING {
        return Err(wrong(ctx, "loai", "workbench-error-tie"));
    }
    let other = rows::open(conn, &ctx.actor, &cleaned(&form.ho_so), ctx.now())
        .map_err(|_| wrong(ctx, "ho_so", "workbench-error-no-such"))?;
    let doer = Doer::Person(ctx.actor.clone());
    match linking::tie(conn, &doer, ctx.now(), (&seen, &other), tie) {
        Err(ActError::NotNow(key)) => Err(wrong(ctx, "ho_so", &key)),
        Err(error) => Err(error.into()),
        Ok(()) => Ok((seen.difficulty.reference, other.difficulty.reference)),
    }
}

fn opened(conn: &mut DbConnection, ctx: &Ctx, code: &str) -> Result<Seen, AppError> {
    let seen = queries::open(conn, &ctx.actor, code, ctx.now())?;
    policy::may(Capability::Link, seen.standing, &seen.matter)
        .require()
        .map_err(|_| AppError::Forbidden)?;
    Ok(seen)
}

fn wrong(ctx: &Ctx, field: &'static str, key: &str) -> Refusal {
    let mut errors = FieldErrors::default();
    errors.add(field, ctx.lang().text(key));
    Refusal::Wrong(errors)
}

fn load(
    conn: &mut DbConnection,
    ctx: &Ctx,
    code: &str,
    values: LinkForm,
    errors: FieldErrors,
) -> Result<LinkPage, AppError> {
    let seen = opened(conn, ctx, code)?;
    let own = &seen.difficulty;
    let mut tied = Vec::new();
    for link in links::of(conn, own.id)? {
        let Some(tie) = Tie::ALL.into_iter().find(|tie| tie.kind() == link.kind) else {
            continue;
        };
        let other = rows::find(conn, link.other_id)?;
        let known = queries::known_to(conn, &ctx.actor, vec![other], ctx.now())?;
        tied.extend(known.into_iter().map(|other| (tie, other)));
    }
    let mut similar = similar::load(conn, ctx, own)?;
    similar.retain(|one| {
        !tied
            .iter()
            .any(|(_, other)| other.reference == one.reference)
    });
    Ok(LinkPage {
        page: Page::load(conn, ctx)?,
        head: Head::load(conn, ctx, own)?,
        address: paths::of(paths::LINK, &own.reference),
        tied,
        similar,
        values,
        errors,
    })
}
