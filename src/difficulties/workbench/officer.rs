//! The page on which a leader says which officer handles it.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::head::Head;
use super::refusal::Refusal;
use super::{paths, queries};
use crate::db::DbConnection;
use crate::difficulties::actions::{ActError, Doer, choose_officer, officer_of, officers};
use crate::difficulties::policy::{self, Capability, Denied};
use crate::difficulties::queries::Seen;
use crate::web::{
    AppError, Ctx, FieldErrors, Form, Page, html, html_with_status, see_other_with_flash,
};

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfficerForm {
    /// An account.
    #[serde(default)]
    can_bo: String,
    #[serde(default)]
    phien_ban: i32,
}

/// An officer to choose.
struct Choice {
    id: i64,
    name: String,
    /// How many open ones they have in hand.
    load: i64,
}

/// `/xu-ly/{code}/can-bo`.
#[derive(Template)]
#[template(path = "difficulties/workbench/officer.html")]
pub struct OfficerPage {
    page: Page,
    head: Head,
    address: String,
    choices: Vec<Choice>,
    current: Option<i64>,
    chosen: Option<i64>,
    errors: FieldErrors,
    is_stale: bool,
}

impl OfficerPage {
    fn has(&self, id: &i64) -> bool {
        self.chosen.or(self.current) == Some(*id)
    }
}

/// The page.
pub async fn show(ctx: Ctx, code: web::Path<String>) -> Result<HttpResponse, AppError> {
    let inner = ctx.clone();
    let page = ctx
        .app
        .db
        .read(move |conn| load(conn, &inner, &code, None))
        .await?;
    html(&ctx, &page)
}

/// Puts it into an officer's hands.
pub async fn send(
    ctx: Ctx,
    code: web::Path<String>,
    form: Form<OfficerForm>,
) -> Result<HttpResponse, AppError> {
    let (inner, typed, asked) = (ctx.clone(), form.0.clone(), code.clone());
    let sent = ctx
        .app
        .db
        .write(move |conn| act(conn, &inner, &asked, &typed))
        .await;
    let (status, errors) = match sent {
        Ok(reference) => {
            let to = paths::of(paths::WORKBENCH, &reference);
            return Ok(see_other_with_flash(
                &ctx,
                to,
                "flash-workbench-choose-officer",
                &reference,
            ));
        }
        Err(Refusal::Error(error)) => return Err(error),
        Err(Refusal::Wrong(errors)) => (StatusCode::UNPROCESSABLE_ENTITY, Some(errors)),
        Err(Refusal::Stale) => (StatusCode::CONFLICT, None),
    };
    let inner = ctx.clone();
    let page = ctx
        .app
        .db
        .read(move |conn| load(conn, &inner, &code, Some((form.0, errors))))
        .await?;
    html_with_status(&ctx, status, &page)
}

fn act(
    conn: &mut DbConnection,
    ctx: &Ctx,
    code: &str,
    form: &OfficerForm,
) -> Result<String, Refusal> {
    let seen = opened(conn, ctx, code)?;
    let wrong = || {
        let mut errors = FieldErrors::default();
        errors.add("can_bo", ctx.lang().text("not-now-officer"));
        Refusal::Wrong(errors)
    };
    let officer = form.can_bo.trim().parse().map_err(|_| wrong())?;
    let doer = Doer::Person(ctx.actor.clone());
    let (id, version) = (seen.difficulty.id, Some(form.phien_ban));
    match choose_officer(conn, &doer, ctx.now(), id, version, officer) {
        Err(ActError::NotNow(key)) if key == "not-now-officer" => Err(wrong()),
        Err(error) => Err(error.into()),
        Ok(after) => Ok(after.reference),
    }
}

fn opened(conn: &mut DbConnection, ctx: &Ctx, code: &str) -> Result<Seen, AppError> {
    let seen = queries::open(conn, &ctx.actor, code, ctx.now())?;
    match policy::may(Capability::ChooseOfficer, seen.standing, &seen.matter).require() {
        Ok(()) => Ok(seen),
        Err(Denied::Hidden) => Err(AppError::NotFound),
        Err(Denied::Refused) => Err(AppError::Forbidden),
    }
}

fn load(
    conn: &mut DbConnection,
    ctx: &Ctx,
    code: &str,
    typed: Option<(OfficerForm, Option<FieldErrors>)>,
) -> Result<OfficerPage, AppError> {
    let seen = opened(conn, ctx, code)?;
    let difficulty = &seen.difficulty;
    let agency_id = ctx
        .actor
        .staff()
        .and_then(|staff| staff.agency_id)
        .ok_or(AppError::Forbidden)?;
    let mut choices = Vec::new();
    for (id, name) in officers(conn, difficulty, agency_id)? {
        let load = crate::difficulties::queries::count_of_officer(conn, id)?;
        choices.push(Choice { id, name, load });
    }
    let is_stale = matches!(typed, Some((_, None)));
    let (form, errors) = typed.unwrap_or_default();
    Ok(OfficerPage {
        page: Page::load(conn, ctx)?,
        head: Head::load(conn, ctx, difficulty)?,
        address: paths::of(paths::OFFICER, &difficulty.reference),
        choices,
        current: officer_of(conn, difficulty, agency_id)?,
        chosen: form.can_bo.trim().parse().ok(),
        errors: errors.unwrap_or_default(),
        is_stale,
    })
}
