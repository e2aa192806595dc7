//! Taking into one's account what was filed without it: with the look-up code and the contact
//! given then, or because this browser has just opened it with them.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use serde::Deserialize;

use super::owners::{self, Taken};
use super::{board, paths};
use crate::difficulties::actions::{ActError, Doer};
use crate::difficulties::tracking;
use crate::web::{AppError, Ctx, FieldErrors, Form, see_other_with_flash};

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ClaimForm {
    pub ma_bi_mat: String,
    pub lien_he: String,
    /// What this browser has open, without typing anything again.
    dang_mo: String,
}

pub async fn take(ctx: Ctx, form: Form<ClaimForm>) -> Result<HttpResponse, AppError> {
    let form = form.0;
    let account_id = ctx.actor.account_id().ok_or(AppError::SignInNeeded)?;
    let found = if form.dang_mo.is_empty() {
        tracking::theirs(&ctx, &form.ma_bi_mat, &form.lien_he).await?
    } else {
        ctx.actor.filer().map(|opened| opened.submission_id)
    };
    let Some(submission_id) = found else {
        return again(&ctx, form, "tracking-wrong").await;
    };
    let (doer, now) = (Doer::Person(ctx.actor.clone()), ctx.now());
    let taken = ctx
        .app
        .db
        .write(move |conn| -> Result<Taken, ActError> {
            owners::take_in(conn, &doer, submission_id, account_id, now)
        })
        .await?;
    match taken {
        Taken::IsAnothers => again(&ctx, form, "filers-claim-anothers").await,
        Taken::Done => Ok(done(&ctx, "flash-claimed")),
        Taken::WasThere => Ok(done(&ctx, "flash-claimed-before")),
    }
}

fn done(ctx: &Ctx, flash: &str) -> HttpResponse {
    see_other_with_flash(ctx, paths::BOARD, flash, "")
}

async fn again(ctx: &Ctx, form: ClaimForm, why: &str) -> Result<HttpResponse, AppError> {
    let mut errors = FieldErrors::default();
    errors.add("ma_bi_mat", ctx.lang().text(why));
    board::shown_again(ctx, form, errors, StatusCode::UNPROCESSABLE_ENTITY).await
}
