//! Naming the lead: of one just accepted, or of one that an agency sent back.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Path;
use diesel::prelude::*;

use super::accept::open_for;
use super::desk::Desk;
use super::forms::{self, AssignForm};
use super::pages::{AssignPage, OrderFields, Returned};
use super::pane::Letter;
use super::paths;
use crate::dates;
use crate::db::DbConnection;
use crate::difficulties::actions::{Act, ActError, Doer, perform};
use crate::difficulties::workflow::BINDING_RETURN;
use crate::difficulties::{Action, Difficulty, Status};
use crate::events;
use crate::web::{
    AppError, Ctx, FieldErrors, Form, Page, html, html_with_status, see_other_with_flash,
};

const EITHER: [Action; 2] = [Action::Assign, Action::Reassign];

struct Showing {
    form: Option<AssignForm>,
    errors: FieldErrors,
    is_stale: bool,
}

fn load(
    conn: &mut DbConnection,
    ctx: &Ctx,
    reference: &str,
    showing: Showing,
) -> Result<AssignPage, AppError> {
    let seen = open_for(conn, ctx, reference, &EITHER)?;
    let difficulty = &seen.difficulty;
    let page = Page::load(conn, ctx)?;
    let desk = Desk::load(conn, difficulty.conference_id, page.now)?;
    let returned = returned(conn, &desk, ctx, difficulty)?;
    let form = showing
        .form
        .unwrap_or_else(|| suggested(&desk, difficulty, returned.as_ref()));
    let version = if showing.is_stale {
        difficulty.version.to_string()
    } else {
        form.phien_ban.clone()
    };
    let mut order = OrderFields::new(&page, &desk, &form.typed_order(), difficulty.topic_group_id);
    if returned.is_some() {
        // Those who coordinate go on; only the lead is named anew.
        order.coordinating.clear();
    }
    Ok(AssignPage {
        letter: Letter::load(conn, ctx, &page, &seen)?,
        action: paths::assign(&difficulty.reference),
        version,
        order,
        errors: showing.errors,
        is_stale: showing.is_stale,
        returned,
        page,
    })
}

/// What the desk suggests before anybody typed.
fn suggested(desk: &Desk, difficulty: &Difficulty, returned: Option<&Returned>) -> AssignForm {
    let promised = difficulty.due_on.filter(|day| *day >= desk.today);
    // One that came back goes where its agency thinks it belongs, if anywhere, and never by itself
    // where its topic group usually goes.
    let usual = match returned {
        Some(returned) => returned.suggested.filter(|id| desk.agency(*id).is_some()),
        None => desk.usual_lead(difficulty.topic_group_id),
    };
    AssignForm {
        phien_ban: difficulty.version.to_string(),
        co_quan: usual.map_or_else(String::new, |id| id.to_string()),
        han_tra_loi: dates::vi_date(promised.unwrap_or_else(|| desk.deadlines.answer_by())),
        han_phoi_hop: dates::vi_date(desk.contribution_by()),
        ..AssignForm::default()
    }
}

fn returned(
    conn: &mut DbConnection,
    desk: &Desk,
    ctx: &Ctx,
    difficulty: &Difficulty,
) -> QueryResult<Option<Returned>> {
    if difficulty.status != Status::Returned {
        return Ok(None);
    }
    let reason = events::of_difficulty(conn, difficulty.id)?
        .into_iter()
        .rfind(|event| event.action == Action::Return.as_str());
    let suggested = reason.as_ref().and_then(|event| {
        let data: serde_json::Value = serde_json::from_str(&event.data).ok()?;
        data.get("suggested")?.as_i64()
    });
    let name = suggested.and_then(|id| desk.agency(id));
    Ok(Some(Returned {
        suggested,
        suggested_name: name.map_or_else(String::new, |agency| agency.name(ctx.lang()).to_owned()),
        reason: reason.map(|event| event.note).unwrap_or_default(),
        times: difficulty.returns,
        binds: difficulty.returns.unsigned_abs() >= BINDING_RETURN,
    }))
}

pub async fn get(ctx: Ctx, reference: Path<String>) -> Result<HttpResponse, AppError> {
    let visit = ctx.clone();
    let showing = Showing {
        form: None,
        errors: FieldErrors::default(),
        is_stale: false,
    };
    let page = ctx
        .app
        .db
        .read(move |conn| load(conn, &visit, &reference, showing))
        .await?;
    html(&ctx, &page)
}

pub async fn post(
    ctx: Ctx,
    reference: Path<String>,
    Form(form): Form<AssignForm>,
) -> Result<HttpResponse, AppError> {
    let version = forms::version(&form.phien_ban)?;
    let reference = reference.into_inner();
    let (visit, typed, code) = (ctx.clone(), form.clone(), reference.clone());
    let checked = ctx
        .app
        .db
        .read(move |conn| {
            let seen = open_for(conn, &visit, &code, &EITHER)?;
            let desk = Desk::load(conn, seen.difficulty.conference_id, visit.now())?;
            let checked = act(&typed, &desk, &visit, &seen.difficulty);
            Ok::<_, AppError>(checked.map(|act| (seen.difficulty.id, act)))
        })
        .await?;
    let (id, act) = match checked {
        Ok(checked) => checked,
        Err(errors) => {
            return again(
                &ctx,
                reference,
                form,
                errors,
                StatusCode::UNPROCESSABLE_ENTITY,
            )
            .await;
        }
    };
    let (doer, now) = (Doer::Person(ctx.actor.clone()), ctx.now());
    let done = ctx
        .app
        .db
        .write(move |conn| perform(conn, &doer, now, id, Some(version), &act))
        .await;
    match done {
        Ok(assigned) => {
            let address = paths::item(&assigned.reference);
            Ok(see_other_with_flash(
                &ctx,
                address,
                "flash-triage-assigned",
                &assigned.reference,
            ))
        }
        Err(ActError::Stale) => {
            again(
                &ctx,
                reference,
                form,
                FieldErrors::default(),
                StatusCode::CONFLICT,
            )
            .await
        }
        Err(error) => Err(error.into()),
    }
}

fn act(
    form: &AssignForm,
    desk: &Desk,
    ctx: &Ctx,
    difficulty: &Difficulty,
) -> Result<Act, FieldErrors> {
    if difficulty.status != Status::Returned {
        let order = form.check(desk, ctx.lang(), difficulty.topic_group_id)?;
        return Ok(order.into_act());
    }
    let alone = AssignForm {
        phoi_hop: Vec::new(),
        ..form.clone()
    };
    let order = alone.check(desk, ctx.lang(), None)?;
    Ok(Act::Reassign {
        lead: order.lead,
        due_on: order.due_on,
        note: order.text,
    })
}

async fn again(
    ctx: &Ctx,
    reference: String,
    form: AssignForm,
    errors: FieldErrors,
    status: StatusCode,
) -> Result<HttpResponse, AppError> {
    let visit = ctx.clone();
    let showing = Showing {
        form: Some(form),
        errors,
        is_stale: status == StatusCode::CONFLICT,
    };
    let page = ctx
        .app
        .db
        .read(move |conn| load(conn, &visit, &reference, showing))
        .await?;
    html_with_status(ctx, status, &page)
}
