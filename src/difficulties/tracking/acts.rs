//! What the filer does with their own: judge the answer, take it back. Each
//! is done as the filer and nobody else; what cannot be done now shows the page as it stands,
//! with what was typed.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Path;

use super::forms::{JudgeForm, Judgement, Kept, WithdrawForm};
use super::handlers::{Shown, doer_of, find_own, not_open, show_kept};
use super::paths;
use crate::difficulties::actions::{self, Act, ActError};
use crate::difficulties::policy;
use crate::difficulties::queries::Seen;
use crate::difficulties::{Action, Status};
use crate::web::{AppError, Ctx, FieldErrors, Form, see_other_with_flash};

/// Whether it helped: "solved" closes, "not solved" reopens once and afterwards asks to.
pub async fn judge(
    ctx: Ctx,
    code: Path<String>,
    Form(form): Form<JudgeForm>,
) -> Result<HttpResponse, AppError> {
    let version = form.version;
    match form.check(ctx.lang())? {
        Err(errors) => invalid(ctx, code.into_inner(), Shown::Own, form.kept(errors)).await,
        Ok(judgement) => {
            let kept = form.kept(FieldErrors::default());
            let choose = move |seen: &Seen| act_of(judgement, seen);
            act(ctx, code.into_inner(), version, Shown::Own, kept, choose).await
        }
    }
}

fn act_of(judgement: Judgement, seen: &Seen) -> Result<Act, ActError> {
    let not_now = |key: &'static str| Err(ActError::NotNow(key.into()));
    if seen.matter.reopening_asked {
        return not_now("tracking-not-now-asked");
    }
    let reason = match judgement {
        Judgement::Solved { rating, words } => {
            // A merged one does not end with an opinion: its parent's course goes on.
            return Ok(if seen.matter.status == Status::Merged {
                Act::Rate {
                    rating,
                    note: words,
                }
            } else {
                Act::Close {
                    rating: Some(rating),
                    note: words,
                }
            });
        }
        Judgement::NotSolved { reason } => reason,
    };
    let has_answer =
        seen.matter.parent_answered || seen.matter.status.after(Action::AskToReopen, None).is_ok();
    if has_answer && !seen.matter.in_objection_window {
        return not_now("tracking-not-now-window");
    }
    let is_free = policy::may_do(Action::Reopen, seen.standing, &seen.matter).is_yes();
    Ok(if is_free {
        Act::Reopen { note: reason }
    } else {
        Act::Simple {
            action: Action::AskToReopen,
            note: reason,
        }
    })
}

/// Takes it back, with a reason.
pub async fn withdraw(
    ctx: Ctx,
    code: Path<String>,
    Form(form): Form<WithdrawForm>,
) -> Result<HttpResponse, AppError> {
    let version = form.version;
    match form.check(ctx.lang()) {
        Err(errors) => invalid(ctx, code.into_inner(), Shown::Withdraw, form.kept(errors)).await,
        Ok(note) => {
            let kept = form.kept(FieldErrors::default());
            let choose = move |_: &Seen| {
                Ok(Act::Simple {
                    action: Action::Withdraw,
                    note,
                })
            };
            act(
                ctx,
                code.into_inner(),
                version,
                Shown::Withdraw,
                kept,
                choose,
            )
            .await
        }
    }
}

/// Does what the filer chose, as the filer and nobody else, and goes back to the page.
async fn act(
    ctx: Ctx,
    code: String,
    version: i32,
    shown: Shown,
    kept: Kept,
    choose: impl FnOnce(&Seen) -> Result<Act, ActError> + Send + 'static,
) -> Result<HttpResponse, AppError> {
    let (visitor, wanted) = (ctx.clone(), code.clone());
    let done = ctx
        .app
        .db
        .write(move |conn| -> Result<(String, Action), ActError> {
            let seen = find_own(conn, &visitor, &wanted)?;
            if version != seen.difficulty.version {
                return Err(ActError::Stale);
            }
            let act = choose(&seen)?;
            let doer = doer_of(&visitor, &seen);
            let id = seen.difficulty.id;
            let after = actions::perform(conn, &doer, visitor.now(), id, Some(version), &act)?;
            Ok((after.reference, act.action()))
        })
        .await;
    match done {
        Ok((reference, action)) => {
            let key = match action {
                Action::Close => "flash-judged",
                Action::Rate => "flash-rated",
                Action::Reopen => "flash-reopened",
                Action::AskToReopen => "flash-reopening-asked",
                Action::Withdraw => "flash-withdrawn",
                _ => "flash-supplied",
            };
            let address = paths::file(&reference);
            Ok(see_other_with_flash(&ctx, address, key, &reference))
        }
        Err(error) => refused(ctx, code, shown, kept, error).await,
    }
}

/// The page as it stands after an act that was not done, with what was typed.
pub(super) async fn refused(
    ctx: Ctx,
    code: String,
    shown: Shown,
    kept: Kept,
    error: ActError,
) -> Result<HttpResponse, AppError> {
    let (shown, key) = match error {
        ActError::Stale => (shown, "tracking-stale".into()),
        ActError::NotNow(why) => (Shown::Own, why),
        ActError::Hidden => return not_open(ctx, code, kept, StatusCode::NOT_FOUND).await,
        ActError::Forbidden => return not_open(ctx, code, kept, StatusCode::FORBIDDEN).await,
        ActError::Database(_) => return Err(error.into()),
    };
    let refusal = Some(ctx.lang().text(&key).into_owned());
    let kept = Kept { refusal, ..kept };
    show_kept(ctx, code, shown, kept, StatusCode::CONFLICT).await
}

async fn invalid(
    ctx: Ctx,
    code: String,
    shown: Shown,
    kept: Kept,
) -> Result<HttpResponse, AppError> {
    show_kept(ctx, code, shown, kept, StatusCode::UNPROCESSABLE_ENTITY).await
}
