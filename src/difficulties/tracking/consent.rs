//! What the filer lets the public read, changed after filing. Taking it back takes the public text
//! down at once; giving it only lets the secretariat publish.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Path;
use askama::Template;
use serde::Deserialize;
use serde_json::json;

use super::handlers::find_own;
use super::paths;
use crate::db::DbConnection;
use crate::difficulties::actions::{self, Act, ActError, Doer, perform};
use crate::difficulties::aside::{self, CHOOSE_CONSENT};
use crate::difficulties::policy::{self, Capability};
use crate::difficulties::queries::{Seen, of_submission};
use crate::difficulties::{Action, Publication, PublicationConsent};
use crate::submissions::consent;
use crate::web::{AppError, Ctx, FieldErrors, Form, Page, html_with_status, see_other_with_flash};

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ConsentForm {
    cong_khai: String,
}

#[derive(Template)]
#[template(path = "difficulties/tracking/consent.html")]
struct ConsentPage {
    page: Page,
    reference: String,
    chosen: PublicationConsent,
    /// Something of the letter is public now.
    is_public: bool,
    errors: FieldErrors,
}

impl ConsentPage {
    fn action(&self) -> String {
        paths::of(paths::CONSENT, &self.reference)
    }

    fn file(&self) -> String {
        paths::file(&self.reference)
    }

    fn is_chosen(&self, level: &PublicationConsent) -> bool {
        *level == self.chosen
    }
}

pub async fn page(ctx: Ctx, code: Path<String>) -> Result<HttpResponse, AppError> {
    show(&ctx, code.into_inner(), FieldErrors::default()).await
}

pub async fn choose(
    ctx: Ctx,
    code: Path<String>,
    Form(form): Form<ConsentForm>,
) -> Result<HttpResponse, AppError> {
    let code = code.into_inner();
    let Some(level) = PublicationConsent::parse(&form.cong_khai) else {
        let mut errors = FieldErrors::default();
        errors.add("cong_khai", ctx.lang().text("tracking-consent-needed"));
        return show(&ctx, code, errors).await;
    };
    let visitor = ctx.clone();
    let reference = ctx
        .app
        .db
        .write(move |conn| {
            let seen = opened(conn, &visitor, &code)?;
            let words = visitor.lang().text(&format!("consent-{}", level.as_str()));
            change(conn, &visitor, &seen, level, &words)?;
            Ok::<_, ActError>(seen.difficulty.reference)
        })
        .await?;
    let address = paths::file(&reference);
    Ok(see_other_with_flash(
        &ctx,
        address,
        "flash-consent-chosen",
        &reference,
    ))
}

fn opened(conn: &mut DbConnection, ctx: &Ctx, code: &str) -> Result<Seen, ActError> {
    let seen = find_own(conn, ctx, code)?;
    policy::may(Capability::AskAboutPublication, seen.standing, &seen.matter).require()?;
    Ok(seen)
}

/// Keeps the choice, and brings every difficulty of the letter in step with it.
fn change(
    conn: &mut DbConnection,
    ctx: &Ctx,
    seen: &Seen,
    level: PublicationConsent,
    words: &str,
) -> Result<(), ActError> {
    let (submission_id, now) = (seen.difficulty.submission_id, ctx.now());
    let before = consent::current(conn, submission_id)?;
    if before == level {
        return Ok(());
    }
    consent::choose(conn, submission_id, level, words, now)?;
    let doer = Doer::filer(submission_id);
    let data = json!({ "from": before.as_str(), "to": level.as_str() });
    let event = (CHOOSE_CONSENT, "");
    aside::record(conn, &doer, &seen.difficulty, event, &data, now)?;
    for difficulty in of_submission(conn, submission_id)? {
        if level == PublicationConsent::Private && difficulty.publication == Publication::Public {
            let take_down = Act::Simple {
                action: Action::Unpublish,
                note: ctx.lang().text("tracking-consent-withdrawn").into_owned(),
            };
            perform(conn, &doer, now, difficulty.id, None, &take_down)?;
        } else {
            actions::follow_publication(conn, &difficulty)?;
        }
    }
    Ok(())
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
            let seen = opened(conn, &visitor, &code)?;
            let submission_id = seen.difficulty.submission_id;
            let is_public = of_submission(conn, submission_id)?
                .iter()
                .any(|difficulty| difficulty.publication == Publication::Public);
            Ok::<_, AppError>(ConsentPage {
                chosen: consent::current(conn, submission_id)?,
                page: Page::load(conn, &visitor)?,
                reference: seen.difficulty.reference,
                is_public,
                errors,
            })
        })
        .await?;
    html_with_status(ctx, status, &shown)
}
