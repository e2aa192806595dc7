//! The list; then every row with what will happen to it; then one transaction a row.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use chrono::NaiveDateTime;

use super::forms::{MoveForm, NOTE_LETTERS, Query, ROWS_AT_MOST};
use super::pages::{ConfirmPage, FromUnit, Line, ListPage};
use super::paths;
use super::queries::{self, Held, Part};
use crate::agencies::{self, Agency};
use crate::dates;
use crate::db::DbConnection;
use crate::difficulties::Status;
use crate::difficulties::actions::{Act, ActError, Doer, hand_over_part, perform};
use crate::difficulties::queries as rows;
use crate::i18n::Lang;
use crate::text;
use crate::web::{
    AppError, Ctx, FieldErrors, Form, Page, html, html_with_status, see_other_with_flash,
};

/// `/xu-ly/chua-co-don-vi`.
pub async fn list(ctx: Ctx, query: web::Query<Query>) -> Result<HttpResponse, AppError> {
    let inner = ctx.clone();
    let page = ctx
        .app
        .db
        .read(move |conn| load_list(conn, &inner, &query, FieldErrors::default()))
        .await?;
    html(&ctx, &page)
}

fn load_list(
    conn: &mut DbConnection,
    ctx: &Ctx,
    query: &Query,
    errors: FieldErrors,
) -> Result<ListPage, AppError> {
    let page = Page::load(conn, ctx)?;
    let chosen = match query.co_quan.trim() {
        "" => None,
        typed => Some(
            typed
                .parse::<i64>()
                .map_err(|_| AppError::BadInput("triage-unknown-filter"))?,
        ),
    };
    let all = queries::held(conn, &ctx.actor, page.today, None)?;
    let mut counts: BTreeMap<i64, usize> = BTreeMap::new();
    for held in &all {
        *counts.entry(held.agency_id).or_default() += 1;
    }
    let ids: Vec<i64> = counts.keys().copied().collect();
    let units = page
        .directory
        .agencies_among(&ids)
        .map(|agency| FromUnit {
            id: agency.id,
            name: agency.name(page.lang).to_owned(),
            count: counts.get(&agency.id).copied().unwrap_or_default(),
            is_chosen: chosen == Some(agency.id),
        })
        .collect();
    let mut wanted: Vec<Held> = all
        .into_iter()
        .filter(|held| chosen.is_none_or(|id| id == held.agency_id))
        .collect();
    let total = wanted.len();
    wanted.truncate(ROWS_AT_MOST);
    let mut lines = Vec::new();
    for held in &wanted {
        lines.push(line(conn, &page, held, "")?);
    }
    let number = |count: usize| i64::try_from(count).unwrap_or_default();
    Ok(ListPage {
        total: number(total),
        left_out: number(total.saturating_sub(ROWS_AT_MOST)),
        lines,
        units,
        errors,
        page,
    })
}

fn line(conn: &mut DbConnection, page: &Page, held: &Held, typed: &str) -> Result<Line, AppError> {
    let from = agencies::find(conn, held.agency_id)?;
    let heirs = queries::heirs(conn, held, page.today)?;
    let only = heirs.only().map(|id| id.to_string()).unwrap_or_default();
    let chosen = if typed.is_empty() {
        only.as_str()
    } else {
        typed
    };
    let row = &held.row;
    Ok(Line {
        key: held.key(),
        id: format!("don-vi-{}-{}", row.reference, held.agency_id),
        address: format!("/xu-ly/{}", row.reference),
        reference: row.reference.clone(),
        title: row.title.clone(),
        status: row.status,
        part: held.part,
        ended_on: from.valid_to.map_or_else(String::new, |day| page.day(&day)),
        from: from.name(page.lang).to_owned(),
        due: row.due_on.map_or_else(String::new, |day| page.day(&day)),
        is_late: row.next_due_at.is_some_and(|at| page.is_past(&at)),
        version: row.version.to_string(),
        heirs: heirs
            .agencies
            .iter()
            .map(|agency| {
                let is_chosen = agency.id.to_string() == chosen;
                (agency.id, agency.name(page.lang).to_owned(), is_chosen)
            })
            .collect(),
        by_area: heirs.by_area,
        wrong: None,
        is_reassigned: held.part == Part::Lead
            && matches!(
                row.status,
                Status::Assigned | Status::InProgress | Status::PendingApproval
            ),
    })
}

/// A row to be moved.
struct Step {
    key: String,
    id: i64,
    version: i32,
    part: Part,
    from: i64,
    to: i64,
}

/// What the confirming page is made of besides the form.
#[derive(Default)]
struct Outcome {
    errors: FieldErrors,
    /// By the key of the row.
    wrong: BTreeMap<String, String>,
    done: i64,
    /// The versions are read anew: what was confirmed is over.
    is_fresh: bool,
}

pub async fn post(ctx: Ctx, Form(form): Form<MoveForm>) -> Result<HttpResponse, AppError> {
    if form.dong.len() > ROWS_AT_MOST {
        return Err(AppError::BadInput("error-bad-input-fields"));
    }
    if form.dong.is_empty() {
        let inner = ctx.clone();
        let mut errors = FieldErrors::default();
        errors.add("dong", ctx.lang().text("handover-error-nothing-chosen"));
        let page = ctx
            .app
            .db
            .read(move |conn| load_list(conn, &inner, &Query::default(), errors))
            .await?;
        return html_with_status(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    if !form.is_confirmed() {
        let fresh = Outcome {
            is_fresh: true,
            ..Outcome::default()
        };
        return confirm(&ctx, form, fresh, StatusCode::OK).await;
    }
    let (inner, typed) = (ctx.clone(), form.clone());
    let (steps, mut outcome) = ctx
        .app
        .db
        .read(move |conn| check(conn, &inner, &typed))
        .await?;
    if !outcome.errors.is_empty() || !outcome.wrong.is_empty() {
        return confirm(&ctx, form, outcome, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let note = text::clean(&form.can_cu);
    for step in steps {
        let (doer, now, note) = (Doer::Person(ctx.actor.clone()), ctx.now(), note.clone());
        let key = step.key.clone();
        let moved = ctx
            .app
            .db
            .write(move |conn| move_one(conn, &doer, now, &step, &note))
            .await;
        match moved {
            Ok(()) => outcome.done += 1,
            Err(ActError::Database(error)) => return Err(error.into()),
            Err(error) => {
                outcome.wrong.insert(key, why(ctx.lang(), &error));
            }
        }
    }
    if outcome.wrong.is_empty() {
        let done = outcome.done.to_string();
        let flash = "flash-handover-done";
        return Ok(see_other_with_flash(&ctx, paths::LIST, flash, &done));
    }
    outcome.is_fresh = true;
    confirm(&ctx, form, outcome, StatusCode::CONFLICT).await
}

fn why(lang: Lang, error: &ActError) -> String {
    match error {
        ActError::NotNow(key) => lang.text(key).into_owned(),
        ActError::Forbidden => lang.text("error-forbidden-title").into_owned(),
        _ => lang.text("handover-error-moved").into_owned(),
    }
}

fn move_one(
    conn: &mut DbConnection,
    doer: &Doer,
    now: NaiveDateTime,
    step: &Step,
    note: &str,
) -> Result<(), ActError> {
    if step.part == Part::Lead {
        let act = Act::HandOver {
            to: step.to,
            note: note.to_owned(),
        };
        perform(conn, doer, now, step.id, Some(step.version), &act)?;
        return Ok(());
    }
    let difficulty = rows::find(conn, step.id)?;
    if difficulty.version != step.version {
        return Err(ActError::Stale);
    }
    let seen = rows::meet(conn, doer.actor(), difficulty, now)?;
    hand_over_part(conn, doer, now, &seen, (step.from, step.to), note)
}

/// The rows of the form that still wait, in its order.
fn chosen(conn: &mut DbConnection, ctx: &Ctx, form: &MoveForm) -> Result<Vec<Held>, AppError> {
    let today = dates::local_date(ctx.now());
    let mut all = queries::held(conn, &ctx.actor, today, None)?;
    all.retain(|held| form.dong.contains(&held.key()));
    Ok(all)
}

fn check(
    conn: &mut DbConnection,
    ctx: &Ctx,
    form: &MoveForm,
) -> Result<(Vec<Step>, Outcome), AppError> {
    let lang = ctx.lang();
    let mut outcome = Outcome::default();
    let note = text::clean(&form.can_cu);
    if note.is_empty() || note.chars().count() > NOTE_LETTERS {
        outcome
            .errors
            .add("can_cu", lang.text("handover-error-note"));
    }
    let today = dates::local_date(ctx.now());
    let standing: Vec<i64> = agencies::valid_on(conn, today)?
        .into_iter()
        .map(|agency| agency.id)
        .collect();
    let mut steps = Vec::new();
    for held in chosen(conn, ctx, form)? {
        let key = held.key();
        let own = form.typed(&form.don_vi_moi, &key);
        let typed = if own.is_empty() {
            form.don_vi_chung.trim()
        } else {
            own
        };
        let to = typed.parse().ok().filter(|id| standing.contains(id));
        let version = form.typed(&form.phien_ban, &key).parse();
        match (to, version) {
            (Some(to), Ok(version)) => steps.push(Step {
                id: held.row.id,
                version,
                part: held.part,
                from: held.agency_id,
                to,
                key,
            }),
            (_, Err(_)) => return Err(AppError::BadInput("error-bad-input-fields")),
            (None, _) => {
                let message = lang.with(
                    "handover-error-unit",
                    &[("ref", held.row.reference.as_str().into())],
                );
                outcome.errors.add("dong", message.clone());
                outcome.wrong.insert(key, message);
            }
        }
    }
    // Two at the same moment: what a colleague moved meanwhile is said, not passed over.
    if steps.len() + outcome.wrong.len() < form.dong.len() {
        for key in &form.dong {
            if !steps.iter().any(|step| step.key == *key) && !outcome.wrong.contains_key(key) {
                outcome
                    .wrong
                    .insert(key.clone(), lang.text("handover-error-moved").into_owned());
            }
        }
        outcome.is_fresh = true;
        outcome
            .errors
            .add("dong", lang.text("handover-error-moved"));
    }
    Ok((steps, outcome))
}

async fn confirm(
    ctx: &Ctx,
    form: MoveForm,
    outcome: Outcome,
    status: StatusCode,
) -> Result<HttpResponse, AppError> {
    let inner = ctx.clone();
    let page = ctx
        .app
        .db
        .read(move |conn| load_confirm(conn, &inner, &form, outcome))
        .await?;
    html_with_status(ctx, status, &page)
}

fn load_confirm(
    conn: &mut DbConnection,
    ctx: &Ctx,
    form: &MoveForm,
    mut outcome: Outcome,
) -> Result<ConfirmPage, AppError> {
    let page = Page::load(conn, ctx)?;
    let held = chosen(conn, ctx, form)?;
    let gone = form.dong.len().saturating_sub(held.len());
    let gone = i64::try_from(gone).unwrap_or_default() - outcome.done;
    let mut lines = Vec::new();
    for held in &held {
        let key = held.key();
        let mut line = line(conn, &page, held, form.typed(&form.don_vi_moi, &key))?;
        line.wrong = outcome.wrong.remove(&key);
        if !outcome.is_fresh {
            form.typed(&form.phien_ban, &key)
                .clone_into(&mut line.version);
        }
        lines.push(line);
    }
    let units = agencies::valid_on(conn, page.today)?
        .iter()
        .map(|agency: &Agency| {
            let is_chosen = form.don_vi_chung == agency.id.to_string();
            (agency.id, agency.name(page.lang).to_owned(), is_chosen)
        })
        .collect();
    Ok(ConfirmPage {
        lines,
        done: outcome.done,
        gone: gone.max(0),
        units,
        note: form.can_cu.clone(),
        errors: outcome.errors,
        list: paths::LIST,
        action: paths::MOVE,
        page,
    })
}
