//! Set the steps; pass one.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;
use serde_json::json;

use super::{AT_MOST, PASSED, SET, paths, queries};
use crate::db::DbConnection;
use crate::difficulties::actions::{ActError, Doer};
use crate::difficulties::aside;
use crate::difficulties::workbench::forms::{VersionForm, cleaned, letters_at_most};
use crate::difficulties::workbench::paths::{WORKBENCH, of};
use crate::difficulties::workbench::queries::open;
use crate::difficulties::workbench::refusal::Refusal;
use crate::events::{self, NewEvent};
use crate::responses::pages::submitted;
use crate::web::limits::NAME_LETTERS;
use crate::web::{AppError, Ctx, FieldErrors, Form, Page, html_with_status, see_other_with_flash};

/// Title and person of each step, in two lists of equal length.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct StepsForm {
    buoc: Vec<String>,
    nguoi_xem: Vec<String>,
}

/// One row of the form.
struct Row {
    title: String,
    account_id: Option<i64>,
}

#[derive(Template)]
#[template(path = "responses/steps.html")]
struct StepsPage {
    page: Page,
    address: &'static str,
    rows: Vec<Row>,
    officers: Vec<(i64, String)>,
    errors: FieldErrors,
}

impl StepsPage {
    fn field(&self, name: &str, row: &usize) -> String {
        crate::responses::forms::row_field(name, *row)
    }

    fn wrong(&self, name: &str, row: &usize) -> Option<&str> {
        self.errors
            .of(&crate::responses::forms::row_field(name, *row))
    }
}

impl Row {
    fn is_of(&self, id: &i64) -> bool {
        self.account_id == Some(*id)
    }
}

pub async fn show(ctx: Ctx) -> Result<HttpResponse, AppError> {
    answer(&ctx, StatusCode::OK, None).await
}

pub async fn set(ctx: Ctx, Form(form): Form<StepsForm>) -> Result<HttpResponse, AppError> {
    let (inner, typed) = (ctx.clone(), form.clone());
    let kept = ctx
        .app
        .db
        .write(move |conn| write(conn, &inner, &typed))
        .await;
    match kept {
        Ok(()) => Ok(see_other_with_flash(
            &ctx,
            paths::SETTINGS,
            "flash-responses-steps-kept",
            "",
        )),
        Err(Refusal::Wrong(errors)) => {
            answer(&ctx, StatusCode::UNPROCESSABLE_ENTITY, Some((form, errors))).await
        }
        Err(Refusal::Stale) => Err(AppError::Stale(Vec::new())),
        Err(Refusal::Error(error)) => Err(error),
    }
}

fn write(conn: &mut DbConnection, ctx: &Ctx, form: &StepsForm) -> Result<(), Refusal> {
    let staff = ctx.actor.staff().ok_or(AppError::SignInNeeded)?;
    let agency_id = staff.agency_id.ok_or(AppError::Forbidden)?;
    let officers = queries::officers(conn, agency_id)?;
    let mut errors = FieldErrors::default();
    let mut steps = Vec::new();
    for row in 0..AT_MOST {
        let title = cleaned(form.buoc.get(row).map_or("", String::as_str));
        let account = form.nguoi_xem.get(row).map_or("", String::as_str);
        if title.is_empty() && account.is_empty() {
            continue;
        }
        let field = |name: &str| crate::responses::forms::row_field(name, row);
        if title.is_empty() {
            errors.add(
                field("buoc"),
                ctx.lang().text("responses-steps-error-title"),
            );
        }
        if title.chars().count() > NAME_LETTERS {
            letters_at_most(&mut errors, ctx.lang(), "buoc-1", &title, NAME_LETTERS);
        }
        match account
            .parse()
            .ok()
            .filter(|id| officers.iter().any(|(known, _)| known == id))
        {
            Some(id) => steps.push((title, id)),
            None => errors.add(
                field("nguoi_xem"),
                ctx.lang().text("responses-steps-error-person"),
            ),
        }
    }
    if !errors.is_empty() {
        return Err(Refusal::Wrong(errors));
    }
    queries::set(conn, agency_id, &steps)?;
    if let Some(conference) = ctx.app.directory.current(conn)?.current(ctx.now()) {
        events::append(
            conn,
            &NewEvent {
                conference_id: conference.id,
                difficulty_id: None,
                submission_id: None,
                party: staff.role.as_str(),
                account_id: Some(staff.account_id),
                agency_id: Some(agency_id),
                action: SET,
                from_status: None,
                to_status: None,
                note: "",
                data: json!({ "steps": steps.len() }).to_string(),
                at: ctx.now(),
            },
        )?;
    }
    Ok(())
}

async fn answer(
    ctx: &Ctx,
    status: StatusCode,
    typed: Option<(StepsForm, FieldErrors)>,
) -> Result<HttpResponse, AppError> {
    let inner = ctx.clone();
    let page = ctx
        .app
        .db
        .read(move |conn| -> Result<_, AppError> {
            let staff = inner.actor.staff().ok_or(AppError::SignInNeeded)?;
            let agency_id = staff.agency_id.ok_or(AppError::Forbidden)?;
            let mut errors = FieldErrors::default();
            let mut rows: Vec<Row> = match typed {
                Some((form, wrong)) => {
                    errors = wrong;
                    form.buoc
                        .iter()
                        .zip(&form.nguoi_xem)
                        .map(|(title, account)| Row {
                            title: title.clone(),
                            account_id: account.parse().ok(),
                        })
                        .collect()
                }
                None => queries::of_agency(conn, agency_id)?
                    .into_iter()
                    .map(|step| Row {
                        title: step.title,
                        account_id: Some(step.account_id),
                    })
                    .collect(),
            };
            while rows.len() < AT_MOST {
                rows.push(Row {
                    title: String::new(),
                    account_id: None,
                });
            }
            rows.truncate(AT_MOST);
            Ok(StepsPage {
                page: Page::load(conn, &inner)?,
                address: paths::SETTINGS,
                rows,
                officers: queries::officers(conn, agency_id)?,
                errors,
            })
        })
        .await?;
    html_with_status(ctx, status, &page)
}

/// The reader of the step whose turn it is agrees; the draft goes on to the next.
pub async fn pass(
    ctx: Ctx,
    code: web::Path<String>,
    Form(form): Form<VersionForm>,
) -> Result<HttpResponse, AppError> {
    let inner = ctx.clone();
    let reference = ctx
        .app
        .db
        .write(move |conn| -> Result<String, AppError> {
            let seen = open(conn, &inner.actor, &code, inner.now())?;
            let staff = inner.actor.staff().ok_or(AppError::SignInNeeded)?;
            let step = queries::waiting_for(conn, &seen.difficulty)?
                .filter(|step| step.account_id == staff.account_id)
                .ok_or(AppError::Forbidden)?;
            if form.phien_ban != seen.difficulty.version {
                return Err(ActError::Stale.into());
            }
            let response = submitted(conn, seen.difficulty.id)?;
            queries::pass(conn, response.id, &step, inner.now())?;
            let doer = Doer::Person(inner.actor.clone());
            let data = json!({ "response": response.id, "step": step.title });
            aside::record(
                conn,
                &doer,
                &seen.difficulty,
                (PASSED, ""),
                &data,
                inner.now(),
            )?;
            Ok(seen.difficulty.reference)
        })
        .await?;
    Ok(see_other_with_flash(
        &ctx,
        of(WORKBENCH, &reference),
        "flash-responses-step-passed",
        &reference,
    ))
}
