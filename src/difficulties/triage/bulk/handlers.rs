//! Draw, confirm, show what was done, take back.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Path;

use super::form::BulkForm;
use super::plan::{Fate, Plan, plan};
use super::{BulkAct, ROWS_AT_MOST, offered, pages, queries, run, undo};
use crate::dates;
use crate::db::DbConnection;
use crate::difficulties::triage::desk::Desk;
use crate::difficulties::triage::lists;
use crate::difficulties::triage::paths;
use crate::difficulties::triage::queries::{self as rows, Row};
use crate::web::{
    AppError, Ctx, Form, NoFields, html, html_with_status, see_other, see_other_with_flash,
};

/// The rows the form is about, and how many more its filter has.
fn chosen(
    conn: &mut DbConnection,
    ctx: &Ctx,
    form: &BulkForm,
) -> Result<(Vec<Row>, Option<usize>), AppError> {
    if form.ca_bo_loc.is_empty() {
        return Ok((rows::referred(conn, &ctx.actor, &form.ho_so)?, None));
    }
    let most = i64::try_from(ROWS_AT_MOST).unwrap_or(i64::MAX);
    let found = lists::all_of(conn, ctx, form.list(), &form.filter(), most)?;
    let more = found.next.is_some().then_some(ROWS_AT_MOST);
    Ok((found.rows, more))
}

/// What the first drawing fills in: the dates the desk would promise.
fn suggested(
    conn: &mut DbConnection,
    ctx: &Ctx,
    act: BulkAct,
    form: &mut BulkForm,
    rows: &[Row],
) -> Result<(), AppError> {
    let Some(first) = rows.first() else {
        return Ok(());
    };
    let desk = Desk::load(conn, first.conference_id, ctx.now())?;
    if act.has_order() && form.han_tra_loi.is_empty() {
        form.han_tra_loi = dates::vi_date(desk.deadlines.answer_by());
    }
    if form.han_phoi_hop.is_empty() {
        form.han_phoi_hop = dates::vi_date(desk.contribution_by());
    }
    Ok(())
}

pub async fn post(ctx: Ctx, Form(form): Form<BulkForm>) -> Result<HttpResponse, AppError> {
    let act = BulkAct::parse(&form.viec).ok_or(AppError::BadInput("error-bad-input-fields"))?;
    if form.ho_so.len() > ROWS_AT_MOST {
        return Err(AppError::BadInput("error-bad-input-fields"));
    }
    if !offered(&ctx.actor).contains(&act) {
        return Err(AppError::Forbidden);
    }
    if let Some(id) = sent_before(&ctx, &form).await? {
        return Ok(see_other(paths::bulk(id)));
    }
    let visit = ctx.clone();
    let (form, plan, more) = ctx
        .app
        .db
        .read(move |conn| {
            let mut form = form;
            let (rows, more) = chosen(conn, &visit, &form)?;
            if !form.is_typed() {
                suggested(conn, &visit, act, &mut form, &rows)?;
            }
            let plan = plan(conn, &visit, act, &form, rows)?;
            Ok::<_, AppError>((form, plan, more))
        })
        .await?;
    let has_faults =
        !plan.errors.is_empty() || plan.rows.iter().any(|planned| planned.wrong.is_some());
    let will = plan
        .rows
        .iter()
        .any(|planned| matches!(planned.fate, Fate::Will { .. }));
    let status = match (form.is_confirmed(), plan.rows.is_empty()) {
        (_, true) => StatusCode::UNPROCESSABLE_ENTITY,
        (false, false) => StatusCode::OK,
        (true, false) if has_faults => StatusCode::UNPROCESSABLE_ENTITY,
        (true, false) if !will => StatusCode::CONFLICT,
        (true, false) => return act_on(&ctx, act, &form, plan).await,
    };
    show(&ctx, act, form, plan, more, status).await
}

/// What the same confirming page did when it was sent before.
async fn sent_before(ctx: &Ctx, form: &BulkForm) -> Result<Option<i64>, AppError> {
    let (Some(staff), true) = (ctx.actor.staff(), form.is_confirmed()) else {
        return Ok(None);
    };
    if form.ma.is_empty() {
        return Err(AppError::BadInput("error-bad-input-fields"));
    }
    let (account_id, token) = (staff.account_id, form.ma.clone());
    ctx.app
        .db
        .read(move |conn| queries::by_token(conn, account_id, &token).map_err(AppError::from))
        .await
}

async fn act_on(
    ctx: &Ctx,
    act: BulkAct,
    form: &BulkForm,
    plan: Plan,
) -> Result<HttpResponse, AppError> {
    let head = (act, form.ma.clone(), form.back());
    let id = run::run(ctx, head, plan.rows).await?;
    Ok(see_other(paths::bulk(id)))
}

async fn show(
    ctx: &Ctx,
    act: BulkAct,
    form: BulkForm,
    plan: Plan,
    more: Option<usize>,
    status: StatusCode,
) -> Result<HttpResponse, AppError> {
    let visit = ctx.clone();
    let page = ctx
        .app
        .db
        .read(move |conn| pages::load(conn, &visit, act, &form, &plan, more))
        .await?;
    if status == StatusCode::OK {
        html(ctx, &page)
    } else {
        html_with_status(ctx, status, &page)
    }
}

/// What became of an act of one's own.
pub async fn result(ctx: Ctx, id: Path<i64>) -> Result<HttpResponse, AppError> {
    let (visit, id) = (ctx.clone(), id.into_inner());
    let page = ctx
        .app
        .db
        .read(move |conn| {
            let (kept, all) = queries::find(conn, account(&visit)?, id)?;
            pages::result(conn, &visit, kept, &all)
        })
        .await?;
    html(&ctx, &page)
}

/// Takes an act of one's own back.
pub async fn take_back(
    ctx: Ctx,
    id: Path<i64>,
    _form: Form<NoFields>,
) -> Result<HttpResponse, AppError> {
    let (account_id, id) = (account(&ctx)?, id.into_inner());
    let (kept, all) = ctx
        .app
        .db
        .read(move |conn| queries::find(conn, account_id, id).map_err(AppError::from))
        .await?;
    let why = ctx.lang().text("triage-bulk-undo-reason").into_owned();
    undo::undo(&ctx, kept, all, why).await?;
    let address = paths::bulk(id);
    Ok(see_other_with_flash(
        &ctx,
        address,
        "flash-triage-bulk-undone",
        "",
    ))
}

fn account(ctx: &Ctx) -> Result<i64, AppError> {
    Ok(ctx.actor.staff().ok_or(AppError::SignInNeeded)?.account_id)
}
