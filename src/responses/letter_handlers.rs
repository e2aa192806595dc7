//! The answer letter, for those who work on it and for its filer.

use actix_web::{HttpResponse, web};

use super::letter::Letter;
use crate::db::DbConnection;
use crate::difficulties::Status;
use crate::difficulties::policy::{self, Relation};
use crate::difficulties::queries::{Seen, by_reference, meet};
use crate::difficulties::workbench::queries::open;
use crate::web::papers::{Paper, answer};
use crate::web::{AppError, Ctx};

type Open = fn(&mut DbConnection, &Ctx, &str) -> Result<Seen, AppError>;

pub async fn staff_pdf(ctx: Ctx, code: web::Path<String>) -> Result<HttpResponse, AppError> {
    letter(ctx, code.into_inner(), Paper::Pdf, as_staff).await
}

pub async fn staff_docx(ctx: Ctx, code: web::Path<String>) -> Result<HttpResponse, AppError> {
    letter(ctx, code.into_inner(), Paper::Docx, as_staff).await
}

pub async fn filer_pdf(ctx: Ctx, code: web::Path<String>) -> Result<HttpResponse, AppError> {
    letter(ctx, code.into_inner(), Paper::Pdf, as_filer).await
}

pub async fn filer_docx(ctx: Ctx, code: web::Path<String>) -> Result<HttpResponse, AppError> {
    letter(ctx, code.into_inner(), Paper::Docx, as_filer).await
}

fn as_staff(conn: &mut DbConnection, ctx: &Ctx, code: &str) -> Result<Seen, AppError> {
    open(conn, &ctx.actor, code, ctx.now())
}

/// Its filer, and nobody else: the letter of another is not there, published or not.
fn as_filer(conn: &mut DbConnection, ctx: &Ctx, code: &str) -> Result<Seen, AppError> {
    if ctx.actor.filer().is_none() {
        return Err(AppError::NotFound);
    }
    let difficulty = by_reference(conn, code)?;
    let seen = meet(conn, &ctx.actor, difficulty, ctx.now())?;
    let is_theirs = seen.standing.acts_as() == Relation::Filer
        && seen.difficulty.status != Status::Draft
        && policy::sees(seen.standing, &seen.matter);
    if is_theirs {
        Ok(seen)
    } else {
        Err(AppError::NotFound)
    }
}

async fn letter(
    ctx: Ctx,
    code: String,
    paper: Paper,
    opened: Open,
) -> Result<HttpResponse, AppError> {
    let inner = ctx.clone();
    let letter = ctx
        .app
        .db
        .read(move |conn| -> Result<Letter, AppError> {
            let seen = opened(conn, &inner, &code)?;
            Letter::load(conn, &seen)
        })
        .await?;
    let name = format!("tra-loi-{}", letter.reference.to_lowercase());
    answer(paper, name, move || letter.document()).await
}
