//! Look at what is held; let it go.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::pages::ReleasePage;
use super::paths;
use crate::db::DbConnection;
use crate::difficulties::actions::{Act, ActError, Doer, perform};
use crate::difficulties::queries::by_reference;
use crate::responses::queries as rows;
use crate::web::{AppError, Ctx, Form, html_with_status, see_other};

/// What became of a release, as the address says it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct DoneQuery {
    /// References that were released.
    xong: String,
    /// References that were not.
    bo: String,
}

/// The confirming form: each row ticked as "KK24-0001:5", reference and version.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ReleaseForm {
    chon: Vec<String>,
}

pub async fn show(ctx: Ctx, query: web::Query<DoneQuery>) -> Result<HttpResponse, AppError> {
    let list = |text: &str| -> Vec<String> {
        text.split(',')
            .filter(|one| !one.is_empty())
            .take(200)
            .map(str::to_owned)
            .collect()
    };
    let (done, left) = (list(&query.xong), list(&query.bo));
    answer(&ctx, StatusCode::OK, done, left, false).await
}

/// Each in a transaction of its own: one that was withdrawn or taken back meanwhile is left out
/// and named, and holds up none of the others. Sent once more, everything is left out.
pub async fn release(ctx: Ctx, Form(form): Form<ReleaseForm>) -> Result<HttpResponse, AppError> {
    if form.chon.is_empty() {
        return answer(
            &ctx,
            StatusCode::UNPROCESSABLE_ENTITY,
            Vec::new(),
            Vec::new(),
            true,
        )
        .await;
    }
    let (mut done, mut left) = (Vec::new(), Vec::new());
    for ticked in form.chon {
        let Some((reference, version)) = ticked.split_once(':') else {
            return Err(AppError::BadInput("error-bad-input-fields"));
        };
        let reference = reference.to_owned();
        let Ok(version) = version.parse::<i32>() else {
            return Err(AppError::BadInput("error-bad-input-fields"));
        };
        let (inner, asked) = (ctx.clone(), reference.clone());
        let released = ctx
            .app
            .db
            .write(move |conn| one(conn, &inner, &asked, version))
            .await;
        match released {
            Ok(()) => done.push(reference),
            Err(ActError::Stale | ActError::NotNow(_) | ActError::Hidden | ActError::Forbidden) => {
                left.push(reference);
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(see_other(format!(
        "{}?xong={}&bo={}",
        paths::RELEASE,
        done.join(","),
        left.join(",")
    )))
}

fn one(conn: &mut DbConnection, ctx: &Ctx, reference: &str, version: i32) -> Result<(), ActError> {
    let difficulty = by_reference(conn, reference)?;
    let promises = match rows::latest(conn, difficulty.id)? {
        Some(response) => !rows::text_of(conn, &response)?.commitments.is_empty(),
        None => false,
    };
    let doer = Doer::Person(ctx.actor.clone());
    let act = Act::Release {
        with_commitments: promises,
    };
    perform(conn, &doer, ctx.now(), difficulty.id, Some(version), &act)?;
    Ok(())
}

async fn answer(
    ctx: &Ctx,
    status: StatusCode,
    done: Vec<String>,
    left: Vec<String>,
    is_empty: bool,
) -> Result<HttpResponse, AppError> {
    let inner = ctx.clone();
    let page = ctx
        .app
        .db
        .read(move |conn| ReleasePage::load(conn, &inner, &done, &left, is_empty))
        .await?;
    html_with_status(ctx, status, &page)
}
