//! The page of the coordinating agencies: one more, another date, one fewer; and the reminder.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::NaiveDate;
use serde::Deserialize;

use super::forms::{cleaned, later_day, letters_at_most};
use super::head::Head;
use super::refusal::Refusal;
use super::view::{self, Part};
use super::{paths, queries};
use crate::conferences;
use crate::dates;
use crate::db::DbConnection;
use crate::difficulties::actions::{ActError, Doer, deadlines_of};
use crate::difficulties::coordination as acts;
use crate::difficulties::queries::Seen;
use crate::difficulties::triage::Desk;
use crate::web::limits::NOTE_LETTERS;
use crate::web::{
    AppError, Ctx, FieldErrors, Form, Page, html, html_with_status, see_other_with_flash,
};

/// How many working days are offered for a contribution asked for today.
const DAYS_OFFERED: u32 = 3;

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CoordinationForm {
    #[serde(default)]
    viec: Deed,
    #[serde(default)]
    co_quan: String,
    #[serde(default)]
    han: String,
    #[serde(default)]
    y_kien: String,
    #[serde(default)]
    ly_do: String,
}

/// Which button was pressed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
enum Deed {
    #[default]
    #[serde(rename = "them")]
    Add,
    #[serde(rename = "han")]
    Redate,
    #[serde(rename = "bo")]
    Remove,
}

/// `/xu-ly/{code}/phoi-hop`.
#[derive(Template)]
#[template(path = "difficulties/workbench/coordination.html")]
pub struct CoordinationPage {
    page: Page,
    head: Head,
    address: String,
    parts: Vec<Part>,
    /// Agencies that take no part yet.
    agencies: Vec<(i64, String)>,
    lead_due_on: Option<NaiveDate>,
    /// No day is left before the lead's.
    is_too_late: bool,
    values: CoordinationForm,
    errors: FieldErrors,
}

impl CoordinationPage {
    /// What was typed about the part of an agency, when that is what was sent.
    fn is_typed(&self, agency_id: &i64, deed: &str) -> bool {
        let sent = match self.values.viec {
            Deed::Add => "them",
            Deed::Redate => "han",
            Deed::Remove => "bo",
        };
        sent == deed && self.values.co_quan == agency_id.to_string() && !self.errors.is_empty()
    }

    fn is_adding(&self) -> bool {
        self.values.viec == Deed::Add
    }

    fn is_chosen(&self, agency_id: &i64) -> bool {
        self.is_adding() && self.values.co_quan == agency_id.to_string()
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

/// Does one of them.
pub async fn send(
    ctx: Ctx,
    code: web::Path<String>,
    form: Form<CoordinationForm>,
) -> Result<HttpResponse, AppError> {
    let (inner, typed, asked) = (ctx.clone(), form.0.clone(), code.clone());
    let sent = ctx
        .app
        .db
        .write(move |conn| act(conn, &inner, &asked, &typed))
        .await;
    let errors = match sent {
        Ok(reference) => {
            let key = match form.0.viec {
                Deed::Add => "flash-workbench-coordinate",
                Deed::Redate => "flash-workbench-coordinate-by",
                Deed::Remove => "flash-workbench-uncoordinate",
            };
            let to = paths::of(paths::COORDINATION, &reference);
            return Ok(see_other_with_flash(&ctx, to, key, &reference));
        }
        Err(Refusal::Error(error)) => return Err(error),
        Err(Refusal::Stale) => FieldErrors::default(),
        Err(Refusal::Wrong(errors)) => errors,
    };
    let inner = ctx.clone();
    let page = ctx
        .app
        .db
        .read(move |conn| load(conn, &inner, &code, Some((form.0, errors))))
        .await?;
    html_with_status(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &page)
}

fn act(
    conn: &mut DbConnection,
    ctx: &Ctx,
    code: &str,
    form: &CoordinationForm,
) -> Result<String, Refusal> {
    let seen = opened(conn, ctx, code)?;
    let lang = ctx.lang();
    let mut errors = FieldErrors::default();
    let agency: Option<i64> = form.co_quan.trim().parse().ok();
    if agency.is_none() {
        errors.add("co_quan", lang.text("workbench-error-coordinating"));
    }
    let day = match form.viec {
        Deed::Remove => None,
        // From today on: an opinion may be asked for by the evening.
        Deed::Add | Deed::Redate => later_day(lang, &form.han, yesterday(ctx))
            .map_err(|message| errors.add("han", message))
            .ok(),
    };
    let (order, reason) = (cleaned(&form.y_kien), cleaned(&form.ly_do));
    letters_at_most(&mut errors, lang, "y_kien", &order, NOTE_LETTERS);
    letters_at_most(&mut errors, lang, "ly_do", &reason, NOTE_LETTERS);
    if form.viec == Deed::Remove && reason.is_empty() {
        errors.add("ly_do", lang.text("workbench-error-note"));
    }
    let (Some(agency), true) = (agency, errors.is_empty()) else {
        return Err(Refusal::Wrong(errors));
    };
    let (doer, now) = (Doer::Person(ctx.actor.clone()), ctx.now());
    let day = day.unwrap_or_else(|| ctx.today());
    let done = match form.viec {
        Deed::Add => acts::add(conn, &doer, now, &seen, (agency, day, &order)),
        Deed::Redate => acts::set_due(conn, &doer, now, &seen, (agency, day)),
        Deed::Remove => acts::remove(conn, &doer, now, &seen, (agency, &reason)),
    };
    match done {
        Ok(()) => Ok(seen.difficulty.reference),
        Err(ActError::NotNow(key)) => {
            let field = match key.as_ref() {
                "not-now-coordinating-due" => "han",
                _ => "co_quan",
            };
            errors.add(field, lang.text(&key));
            Err(Refusal::Wrong(errors))
        }
        Err(error) => Err(error.into()),
    }
}

fn yesterday(ctx: &Ctx) -> NaiveDate {
    ctx.today().pred_opt().unwrap_or_else(|| ctx.today())
}

fn opened(conn: &mut DbConnection, ctx: &Ctx, code: &str) -> Result<Seen, AppError> {
    let seen = queries::open(conn, &ctx.actor, code, ctx.now())?;
    acts::require(&seen)?;
    Ok(seen)
}

fn load(
    conn: &mut DbConnection,
    ctx: &Ctx,
    code: &str,
    typed: Option<(CoordinationForm, FieldErrors)>,
) -> Result<CoordinationPage, AppError> {
    let seen = opened(conn, ctx, code)?;
    let difficulty = &seen.difficulty;
    let conference = conferences::queries::find(conn, difficulty.conference_id)?;
    let deadlines = deadlines_of(conn, &conference, ctx.now())?;
    let parts = view::parts(conn, ctx, &seen, &deadlines)?;
    let desk = Desk::load(conn, difficulty.conference_id, ctx.now())?;
    let agencies = desk
        .agencies
        .iter()
        .filter(|agency| parts.iter().all(|part| part.agency_id != agency.id))
        .map(|agency| (agency.id, agency.name(ctx.lang()).to_owned()))
        .collect();
    let offered = deadlines.day_after(DAYS_OFFERED);
    let latest = difficulty.due_on.and_then(|day| day.pred_opt());
    let offered = latest.map_or(offered, |latest| offered.min(latest));
    let is_too_late = latest.is_some_and(|latest| latest < ctx.today());
    let (values, errors) = typed.unwrap_or_else(|| {
        let values = CoordinationForm {
            han: dates::vi_date(offered),
            ..CoordinationForm::default()
        };
        (values, FieldErrors::default())
    });
    Ok(CoordinationPage {
        page: Page::load(conn, ctx)?,
        head: Head::load(conn, ctx, difficulty)?,
        address: paths::of(paths::COORDINATION, &difficulty.reference),
        parts,
        agencies,
        lead_due_on: difficulty.due_on,
        is_too_late,
        values,
        errors,
    })
}
