//! From the file to the result, a page at a time; reading, judging and filing run as jobs.

use std::io::{Read, Seek};

use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpResponse, web};
use chrono::NaiveDateTime;

use super::actions::{self, ImportError, Upload};
use super::failure;
use super::forms::{BeginForm, ColumnsForm, EncodingForm, PlacesForm, SheetForm, StoreForm};
use super::pages::{BeginPage, ColumnsPage, EncodingPage, PreviewPage, ResultPage, View};
use super::plan::Plan;
use super::queries::{self, Import, State};
use super::{paths, policy, result, review};
use crate::conferences::queries as conferences;
use crate::db::DbConnection;
use crate::jobs::{self, Outcome, Progress};
use crate::text::legacy::Encoding;
use crate::web::limits::SHEET_BYTES;
use crate::web::uploads::Fault;
use crate::web::{
    AppError, Ctx, FieldErrors, Form, NoFields, Page, Uploads, html, html_with_status, see_other,
};

type Answer = Result<HttpResponse, AppError>;

/// What can be imported and how, and what this account imported lately.
pub async fn begin(ctx: Ctx) -> Answer {
    policy::importer(&ctx.actor)?;
    begin_page(&ctx, FieldErrors::default()).await
}

async fn begin_page(ctx: &Ctx, errors: FieldErrors) -> Answer {
    let account_id = policy::importer(&ctx.actor)?;
    let (inner, status) = (ctx.clone(), status(&errors));
    let shown = ctx
        .app
        .db
        .read(move |conn| {
            Ok::<_, AppError>(BeginPage {
                page: Page::load(conn, &inner)?,
                imports: queries::of_account(conn, account_id, inner.now())?,
                errors,
            })
        })
        .await?;
    html_with_status(ctx, status, &shown)
}

fn status(errors: &FieldErrors) -> actix_web::http::StatusCode {
    if errors.is_empty() {
        actix_web::http::StatusCode::OK
    } else {
        actix_web::http::StatusCode::UNPROCESSABLE_ENTITY
    }
}

/// Takes one file.
pub async fn upload(ctx: Ctx, _: Form<BeginForm>, uploads: Uploads) -> Answer {
    let account_id = policy::importer(&ctx.actor)?;
    let now = ctx.now();
    let conference = ctx
        .app
        .db
        .read(move |conn| Ok::<_, AppError>(conferences::current(conn, now)?))
        .await?
        .ok_or(AppError::NotNow("submissions-no-conference-text".into()))?;
    let Some(arrived) = uploads.0.into_iter().next() else {
        return refuse_file(&ctx, "imports-need-file").await;
    };
    let mut content = match arrived.content {
        Ok(content) => content,
        Err(Fault::NoRoom) => return Err(AppError::Unavailable("no room for a file".into())),
        Err(_) => return refuse_file(&ctx, "imports-file-large").await,
    };
    // It was written down just now, and stands at its end.
    let mut bytes = Vec::new();
    content.rewind().map_err(AppError::internal)?;
    content
        .as_file_mut()
        .take(SHEET_BYTES as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(AppError::internal)?;
    if bytes.len() > SHEET_BYTES {
        return refuse_file(&ctx, "imports-file-large").await;
    }
    let upload = Upload {
        conference_id: conference.id,
        account_id: Some(account_id),
        file_name: arrived.name,
        bytes,
    };
    let inner = ctx.clone();
    let work =
        move |progress: &Progress| match actions::receive(&inner.app.db, upload, now, progress) {
            Ok(import) => Ok(paths::open(&import.token)),
            Err(ImportError::Stored(import)) => stored_before(&inner, &import),
            Err(error) => Err(failure::of(&error, paths::BEGIN)),
        };
    match run(&ctx, account_id, "imports-job-reading", paths::BEGIN, work).await {
        Ended::With(Ok(next)) => Ok(see_other(next)),
        Ended::With(Err(failure)) => {
            let mut errors = FieldErrors::default();
            errors.add("tep", failure.text(ctx.lang()));
            begin_page(&ctx, errors).await
        }
        Ended::NotYet(page) => Ok(see_other(page)),
    }
}

async fn refuse_file(ctx: &Ctx, key: &str) -> Answer {
    let mut errors = FieldErrors::default();
    let limit = [("count", crate::i18n::Value::from(SHEET_BYTES >> 20))];
    errors.add("tep", ctx.lang().with(key, &limit));
    begin_page(ctx, errors).await
}

/// The same file was imported before: to its result, for those who may see it.
fn stored_before(ctx: &Ctx, import: &Import) -> Outcome {
    if policy::sees(&ctx.actor, import.account_id) {
        return Ok(format!("{}?lai=1", paths::result(&import.token)));
    }
    let account_id = import.account_id;
    let who = account_id.and_then(|id| {
        let name =
            |conn: &mut DbConnection| Ok::<_, crate::db::DbError>(queries::account_name(conn, id)?);
        ctx.app.db.read_blocking(name).ok()
    });
    Err(failure::stored(import, who.as_deref()))
}

/// What became of a job while the page waited for it.
enum Ended {
    With(Outcome),
    /// It goes on; this is its page.
    NotYet(String),
}

async fn run(
    ctx: &Ctx,
    account_id: i64,
    title: &'static str,
    back: &str,
    work: impl FnOnce(&Progress) -> Outcome + Send + 'static,
) -> Ended {
    let job = ctx.app.jobs.start(account_id, title, back, work);
    match ctx.app.jobs.wait(&job).await {
        Some(outcome) => Ended::With(outcome),
        None => Ended::NotYet(jobs::paths::job(&job.id)),
    }
}

/// Runs a job and answers with what it made; its failure has a page of its own.
async fn run_and_go(
    ctx: &Ctx,
    title: &'static str,
    back: &str,
    work: impl FnOnce(&Progress) -> Outcome + Send + 'static,
) -> Answer {
    let account_id = policy::importer(&ctx.actor)?;
    let job = ctx.app.jobs.start(account_id, title, back, work);
    Ok(see_other(match ctx.app.jobs.wait(&job).await {
        Some(Ok(next)) => next,
        Some(Err(_)) | None => jobs::paths::job(&job.id),
    }))
}

/// An unfinished or finished import of this very account; anybody else's is not there.
fn own(conn: &mut DbConnection, ctx: &Ctx, token: &str) -> Result<Import, AppError> {
    let import = queries::by_token(conn, token, ctx.now())?;
    if policy::is_own(&ctx.actor, import.account_id) {
        Ok(import)
    } else {
        Err(AppError::NotFound)
    }
}

async fn load(ctx: &Ctx, token: &str) -> Result<Import, AppError> {
    policy::importer(&ctx.actor)?;
    let (inner, token) = (ctx.clone(), token.to_owned());
    ctx.app.db.read(move |conn| own(conn, &inner, &token)).await
}

/// Where an import now stands.
fn step(import: &Import) -> String {
    let (plan, token) = (import.plan(), &import.token);
    match import.state {
        State::Stored => paths::result(token),
        _ if plan.asks_encoding() => paths::encoding(token),
        State::Checked => paths::preview(token),
        State::Open => paths::columns(token),
    }
}

pub async fn open(ctx: Ctx, token: web::Path<String>) -> Answer {
    Ok(see_other(step(&load(&ctx, &token).await?)))
}

/// Which encoding it is: shown decoded, confirmed by a person.
pub async fn encoding(ctx: Ctx, token: web::Path<String>) -> Answer {
    encoding_page(&ctx, &token, FieldErrors::default()).await
}

async fn encoding_page(ctx: &Ctx, token: &str, errors: FieldErrors) -> Answer {
    let import = load(ctx, token).await?;
    if import.plan().proposal.is_none() || import.state == State::Stored {
        return Ok(see_other(step(&import)));
    }
    let (inner, status) = (ctx.clone(), status(&errors));
    let shown = ctx
        .app
        .db
        .read(move |conn| Ok::<_, AppError>(EncodingPage::load(conn, &inner, import, errors)?))
        .await?;
    html_with_status(ctx, status, &shown)
}

pub async fn save_encoding(ctx: Ctx, token: web::Path<String>, form: Form<EncodingForm>) -> Answer {
    let import = load(&ctx, &token).await?;
    let Some(encoding) = Encoding::parse(&form.0.bang_ma) else {
        let mut errors = FieldErrors::default();
        errors.add("bang_ma", ctx.lang().text("imports-need-encoding"));
        return encoding_page(&ctx, &token, errors).await;
    };
    let next = paths::columns(&token);
    change(&ctx, import, move |conn, import, mut plan| {
        plan.encoding = Some(encoding);
        let header = plan.header_row;
        Ok(review::with_header(conn, import, plan, header)?)
    })
    .await?;
    Ok(see_other(next))
}

/// Changes how an import is to be read.
async fn change(
    ctx: &Ctx,
    import: Import,
    how: impl FnOnce(&mut DbConnection, &Import, Plan) -> Result<Plan, AppError> + Send + 'static,
) -> Result<(), AppError> {
    ctx.app
        .db
        .write(move |conn| {
            let plan = how(conn, &import, import.plan())?;
            Ok(queries::save_plan(conn, import.id, &plan)?)
        })
        .await
}

/// Another sheet of the same file.
pub async fn choose_sheet(ctx: Ctx, token: web::Path<String>, form: Form<SheetForm>) -> Answer {
    let import = load(&ctx, &token).await?;
    let index = form.0.trang_tinh.parse::<usize>().unwrap_or_default();
    if import.state == State::Stored || index >= import.plan().sheets.len() {
        return Ok(see_other(step(&import)));
    }
    let (inner, next) = (ctx.clone(), paths::open(&token));
    let back = paths::columns(&token);
    let again = back.clone();
    run_and_go(&ctx, "imports-job-reading", &back, move |progress| {
        actions::read_sheet(&inner.app.db, &import, index, progress)
            .map(|()| next)
            .map_err(|error| failure::of(&error, &again))
    })
    .await
}

/// What the columns mean.
pub async fn columns(ctx: Ctx, token: web::Path<String>) -> Answer {
    columns_page(&ctx, &token, None, FieldErrors::default()).await
}

async fn columns_page(ctx: &Ctx, token: &str, typed: Option<Plan>, errors: FieldErrors) -> Answer {
    let import = load(ctx, token).await?;
    let plan = import.plan();
    if import.state == State::Stored || plan.asks_encoding() {
        return Ok(see_other(step(&import)));
    }
    let (inner, status) = (ctx.clone(), status(&errors));
    let plan = typed.unwrap_or(plan);
    let shown = ctx
        .app
        .db
        .read(move |conn| Ok::<_, AppError>(ColumnsPage::load(conn, &inner, import, plan, errors)?))
        .await?;
    html_with_status(ctx, status, &shown)
}

pub async fn save_columns(ctx: Ctx, token: web::Path<String>, form: Form<ColumnsForm>) -> Answer {
    let import = load(&ctx, &token).await?;
    if import.state == State::Stored {
        return Ok(see_other(step(&import)));
    }
    let form = form.0;
    let mut plan = import.plan();
    form.defaults(&mut plan);
    if form.reads_heading() || form.header_row() != plan.header_row {
        let header = form.header_row();
        change(&ctx, import, move |conn, import, _| {
            Ok(review::with_header(conn, import, plan, header)?)
        })
        .await?;
        return Ok(see_other(paths::columns(&token)));
    }
    plan.columns = form.columns();
    let errors = form.errors(&plan, ctx.lang());
    if !errors.is_empty() {
        return columns_page(&ctx, &token, Some(plan), errors).await;
    }
    let account_id = policy::importer(&ctx.actor)?;
    let id = import.id;
    change(&ctx, import, move |conn, import, _| {
        plan.is_mapped = true;
        let heading = review::heading(conn, import, &plan)?;
        let columns = review::to_remember(&plan, heading.as_ref());
        queries::remember(conn, account_id, &columns)?;
        Ok(plan)
    })
    .await?;
    check(&ctx, id, &token).await
}

async fn check(ctx: &Ctx, id: i64, token: &str) -> Answer {
    let (inner, now) = (ctx.clone(), ctx.now());
    let (next, back) = (paths::preview(token), paths::columns(token));
    let again = back.clone();
    run_and_go(ctx, "imports-job-checking", &back, move |progress| {
        actions::check(&inner.app.db, id, now, progress)
            .map(|_| next)
            .map_err(|error| failure::of(&error, &again))
    })
    .await
}

/// Every row as it would be filed.
pub async fn preview(ctx: Ctx, token: web::Path<String>, view: web::Query<View>) -> Answer {
    preview_page(&ctx, &token, view.into_inner(), FieldErrors::default()).await
}

async fn preview_page(ctx: &Ctx, token: &str, view: View, errors: FieldErrors) -> Answer {
    let import = load(ctx, token).await?;
    if import.state != State::Checked {
        return Ok(see_other(step(&import)));
    }
    let (inner, status) = (ctx.clone(), status(&errors));
    let shown = ctx
        .app
        .db
        .read(move |conn| {
            Ok::<_, AppError>(PreviewPage::load(conn, &inner, import, &view, errors)?)
        })
        .await?;
    html_with_status(ctx, status, &shown)
}

/// Which commune of today is meant, for all rows of a name; then every row is judged again.
pub async fn choose_places(ctx: Ctx, token: web::Path<String>, form: Form<PlacesForm>) -> Answer {
    let import = load(&ctx, &token).await?;
    if import.state != State::Checked {
        return Ok(see_other(step(&import)));
    }
    let id = import.id;
    change(&ctx, import, move |_, _, mut plan| {
        for (commune, choice) in form.0.choices() {
            actions::choose_place(&mut plan, commune, choice);
        }
        Ok(plan)
    })
    .await?;
    check(&ctx, id, &token).await
}

/// Files all of it.
pub async fn store(ctx: Ctx, token: web::Path<String>, form: Form<StoreForm>) -> Answer {
    let import = load(&ctx, &token).await?;
    // Sent twice, or while it was on its way: it leads to the same result.
    if import.state == State::Stored {
        return Ok(see_other(paths::result(&token)));
    }
    if form.0.dong_y.is_empty() {
        let mut errors = FieldErrors::default();
        errors.add("dong_y", ctx.lang().text("imports-need-dong-y"));
        return preview_page(&ctx, &token, View::default(), errors).await;
    }
    if form.0.phien_ban != import.version.to_string() {
        return Err(AppError::NotNow("imports-why-not-changed".into()));
    }
    let (inner, id, now): (_, _, NaiveDateTime) = (ctx.clone(), import.id, ctx.now());
    let (next, back) = (paths::result(&token), paths::open(&token));
    let again = back.clone();
    run_and_go(&ctx, "imports-job-storing", &back, move |progress| {
        let app = &inner.app;
        match actions::store(&app.db, &app.secret, id, now, progress) {
            Ok(_) => Ok(next),
            Err(ImportError::Stored(import)) if import.id == id => Ok(next),
            Err(ImportError::Stored(import)) => stored_before(&inner, &import),
            Err(error) => Err(failure::of(&error, &again)),
        }
    })
    .await
}

/// Gives an import up.
pub async fn discard(ctx: Ctx, token: web::Path<String>, _: Form<NoFields>) -> Answer {
    let import = load(&ctx, &token).await?;
    ctx.app
        .db
        .write(move |conn| Ok::<_, AppError>(queries::discard(conn, import.id)?))
        .await?;
    Ok(see_other(paths::BEGIN))
}

/// What became of each row.
pub async fn show_result(ctx: Ctx, token: web::Path<String>, view: web::Query<View>) -> Answer {
    policy::importer(&ctx.actor)?;
    let inner = ctx.clone();
    let shown = ctx
        .app
        .db
        .read(move |conn| {
            let import = queries::by_token(conn, &token, inner.now())?;
            if import.state != State::Stored || !policy::sees(&inner.actor, import.account_id) {
                return Err(AppError::NotFound);
            }
            Ok(ResultPage::load(conn, &inner, import, &view)?)
        })
        .await?;
    html(&ctx, &shown)
}

/// The sheet with references and look-up codes, for whoever imported it.
pub async fn download(ctx: Ctx, token: web::Path<String>) -> Answer {
    policy::importer(&ctx.actor)?;
    let inner = ctx.clone();
    let bytes = ctx
        .app
        .db
        .read(move |conn| {
            let import = own(conn, &inner, &token)?;
            if import.state != State::Stored {
                return Err(AppError::NotFound);
            }
            result::sheet(conn, &inner.app.secret, import.id, inner.lang())
                .map_err(AppError::internal)
        })
        .await?;
    Ok(workbook(bytes, "ket-qua.xlsx"))
}

/// An empty sheet with every column's name.
pub async fn template(ctx: Ctx) -> Answer {
    policy::importer(&ctx.actor)?;
    let bytes = result::template(ctx.lang()).map_err(AppError::internal)?;
    Ok(workbook(bytes, "mau-nhap.xlsx"))
}

fn workbook(bytes: Vec<u8>, name: &'static str) -> HttpResponse {
    let mut response = HttpResponse::Ok()
        .content_type("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        .body(bytes);
    if let Ok(value) = HeaderValue::try_from(format!("attachment; filename=\"{name}\"")) {
        response
            .headers_mut()
            .insert(header::CONTENT_DISPOSITION, value);
    }
    response
}
