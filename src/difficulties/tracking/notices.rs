//! How the filer wants to be told of what happens.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Path;
use askama::Template;
use serde::Deserialize;
use serde_json::json;

use super::handlers::{doer_of, find_own};
use super::paths;
use crate::difficulties::actions::ActError;
use crate::difficulties::aside::{self, CHOOSE_NOTICES};
use crate::filers::masked_email;
use crate::filers::phone::Phone;
use crate::notifications::choice::{self, Way, Ways};
use crate::web::{AppError, Ctx, FieldErrors, Form, Page, html_with_status, see_other_with_flash};

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct NoticesForm {
    cach: String,
}

#[derive(Template)]
#[template(path = "difficulties/tracking/notices.html")]
struct NoticesPage {
    page: Page,
    reference: String,
    ways: Ways,
    errors: FieldErrors,
}

impl NoticesPage {
    fn action(&self) -> String {
        paths::of(paths::NOTICES, &self.reference)
    }

    fn file(&self) -> String {
        paths::file(&self.reference)
    }

    /// The ways that can be chosen, each with where it goes.
    fn offered(&self) -> Vec<(Way, String)> {
        Way::ALL
            .iter()
            .filter(|way| self.ways.offers(**way))
            .map(|way| (*way, words(&self.page, &self.ways, *way)))
            .collect()
    }
}

/// A way in words, with where it goes.
pub(super) fn words(page: &Page, ways: &Ways, way: Way) -> String {
    match way {
        Way::Email => page.t1("tracking-notices-email", "to", masked_email(&ways.email)),
        Way::Sms => page.t1(
            "tracking-notices-sms",
            "to",
            Phone::parse(&ways.phone).masked(),
        ),
        Way::Nothing => page.t("tracking-notices-nothing").into_owned(),
    }
}

pub async fn page(ctx: Ctx, code: Path<String>) -> Result<HttpResponse, AppError> {
    show(&ctx, code.into_inner(), FieldErrors::default()).await
}

pub async fn choose(
    ctx: Ctx,
    code: Path<String>,
    Form(form): Form<NoticesForm>,
) -> Result<HttpResponse, AppError> {
    let (visitor, wanted, way) = (ctx.clone(), code.into_inner(), Way::parse(&form.cach));
    let code = wanted.clone();
    let done = ctx
        .app
        .db
        .write(move |conn| -> Result<Option<String>, ActError> {
            let seen = find_own(conn, &visitor, &wanted)?;
            let doer = doer_of(&visitor, &seen);
            let (difficulty, now) = (seen.difficulty, visitor.now());
            let ways = choice::of_submission(conn, difficulty.submission_id)?;
            let Some(way) = way.filter(|way| ways.offers(*way)) else {
                return Ok(None);
            };
            if way != ways.chosen {
                choice::choose(conn, difficulty.submission_id, way, now)?;
                let data = json!({ "way": way.as_str() });
                aside::record(conn, &doer, &difficulty, (CHOOSE_NOTICES, ""), &data, now)?;
            }
            Ok(Some(difficulty.reference))
        })
        .await?;
    let Some(reference) = done else {
        let mut errors = FieldErrors::default();
        errors.add("cach", ctx.lang().text("tracking-notices-needed"));
        return show(&ctx, code, errors).await;
    };
    let address = paths::file(&reference);
    Ok(see_other_with_flash(
        &ctx,
        address,
        "flash-notices-chosen",
        &reference,
    ))
}

async fn show(ctx: &Ctx, code: String, errors: FieldErrors) -> Result<HttpResponse, AppError> {
    let visitor = ctx.clone();
    let status = if errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let shown = ctx
        .app
        .db
        .read(move |conn| {
            let seen = find_own(conn, &visitor, &code)?;
            Ok::<_, AppError>(NoticesPage {
                ways: choice::of_submission(conn, seen.difficulty.submission_id)?,
                page: Page::load(conn, &visitor)?,
                reference: seen.difficulty.reference,
                errors,
            })
        })
        .await?;
    html_with_status(ctx, status, &shown)
}
