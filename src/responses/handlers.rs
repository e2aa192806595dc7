//! Write a draft; read it as the filer will; approve it.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};

use super::actions::{require_drafting, save_draft};
use super::forms::{ApprovalForm, Deed, DraftForm};
use super::pages::{self, ApprovalPage, Editor, EditorPage};
use super::{paths, queries};
use crate::db::DbConnection;
use crate::difficulties::Action;
use crate::difficulties::actions::{Act, Doer, perform};
use crate::difficulties::workbench::paths::{WORKBENCH, of};
use crate::difficulties::workbench::queries::open;
use crate::difficulties::workbench::refusal::{Refusal, require_one_of};
use crate::i18n::Value;
use crate::web::{AppError, Ctx, FieldErrors, Form, html, html_with_status, see_other_with_flash};

const APPROVALS: [Action; 2] = [Action::Approve, Action::ApproveWithCommitments];

/// The editor.
pub async fn edit(ctx: Ctx, code: web::Path<String>) -> Result<HttpResponse, AppError> {
    let inner = ctx.clone();
    let page = ctx
        .app
        .db
        .read(move |conn| -> Result<_, AppError> {
            let seen = open(conn, &inner.actor, &code, inner.now())?;
            require_drafting(&seen)?;
            let editor = Editor::load(conn, &inner, &seen)?;
            EditorPage::load(conn, &inner, &seen, editor)
        })
        .await?;
    html(&ctx, &page)
}

/// Saves a draft, or sends it up to the leader.
pub async fn save(
    ctx: Ctx,
    code: web::Path<String>,
    form: Form<DraftForm>,
) -> Result<HttpResponse, AppError> {
    let (inner, typed, asked) = (ctx.clone(), form.0.clone(), code.clone());
    let saved = ctx
        .app
        .db
        .write(move |conn| save_typed(conn, &inner, &asked, &typed))
        .await;
    let (status, errors) = match saved {
        Ok(reference) => {
            return Ok(match form.0.viec {
                Deed::Save => see_other_with_flash(
                    &ctx,
                    of(paths::DRAFT, &reference),
                    "flash-responses-saved",
                    &reference,
                ),
                Deed::Submit => see_other_with_flash(
                    &ctx,
                    of(WORKBENCH, &reference),
                    "flash-responses-submitted",
                    &reference,
                ),
            });
        }
        Err(Refusal::Error(error)) => return Err(error),
        Err(Refusal::Wrong(errors)) => (StatusCode::UNPROCESSABLE_ENTITY, Some(errors)),
        Err(Refusal::Stale) => (StatusCode::CONFLICT, None),
    };
    let inner = ctx.clone();
    let page = ctx
        .app
        .db
        .read(move |conn| -> Result<_, AppError> {
            let seen = open(conn, &inner.actor, &code, inner.now())?;
            let editor = Editor::load(conn, &inner, &seen)?.with_typed(&form.0, errors);
            EditorPage::load(conn, &inner, &seen, editor)
        })
        .await?;
    html_with_status(&ctx, status, &page)
}

fn save_typed(
    conn: &mut DbConnection,
    ctx: &Ctx,
    code: &str,
    form: &DraftForm,
) -> Result<String, Refusal> {
    let now = ctx.now();
    let seen = open(conn, &ctx.actor, code, now)?;
    require_drafting(&seen)?;
    if form.viec == Deed::Submit {
        require_one_of(conn, &ctx.actor, &seen, &[Action::SubmitForApproval])?;
    }
    let mut errors = form.errors(ctx.lang());
    if form.viec == Deed::Submit && form.van_trinh.is_empty() {
        name_missing(conn, ctx, seen.difficulty.id, &mut errors)?;
    }
    if !errors.is_empty() {
        return Err(Refusal::Wrong(errors));
    }
    let staff = ctx.actor.staff().ok_or(AppError::SignInNeeded)?;
    let response_id = save_draft(conn, staff, now, &seen, form.base(), &form.text())?;
    if form.viec == Deed::Submit {
        let doer = Doer::Person(ctx.actor.clone());
        let version = Some(form.ho_so_phien_ban);
        let act = Act::SubmitForApproval { response_id };
        perform(conn, &doer, now, seen.difficulty.id, version, &act)?;
    }
    Ok(seen.difficulty.reference)
}

/// Going on without a coordinating agency is a decision: each that is missing is named, and the
/// drafter is asked.
fn name_missing(
    conn: &mut DbConnection,
    ctx: &Ctx,
    difficulty_id: i64,
    errors: &mut FieldErrors,
) -> Result<(), AppError> {
    let missing = queries::missing_contributions(conn, difficulty_id)?;
    if !missing.is_empty() {
        let names: Vec<&str> = missing.iter().map(|one| one.name(ctx.lang())).collect();
        let names = [("agencies", Value::from(names.join(", ")))];
        errors.add(
            "van_trinh",
            ctx.lang().with("responses-error-missing", &names),
        );
    }
    Ok(())
}

/// The leader's page: the answer as the filer will read it.
pub async fn review(ctx: Ctx, code: web::Path<String>) -> Result<HttpResponse, AppError> {
    let inner = ctx.clone();
    let page = ctx
        .app
        .db
        .read(move |conn| -> Result<_, AppError> {
            let seen = open(conn, &inner.actor, &code, inner.now())?;
            require_one_of(conn, &inner.actor, &seen, &APPROVALS)?;
            ApprovalPage::load(conn, &inner, &seen, None)
        })
        .await?;
    html(&ctx, &page)
}

/// Approves and releases it.
pub async fn approve(
    ctx: Ctx,
    code: web::Path<String>,
    form: Form<ApprovalForm>,
) -> Result<HttpResponse, AppError> {
    let (inner, typed, asked) = (ctx.clone(), form.0.clone(), code.clone());
    let approved = ctx
        .app
        .db
        .write(move |conn| approve_typed(conn, &inner, &asked, &typed))
        .await;
    let (status, errors) = match approved {
        Ok(reference) => {
            let address = of(WORKBENCH, &reference);
            let key = "flash-responses-approved";
            return Ok(see_other_with_flash(&ctx, address, key, &reference));
        }
        Err(Refusal::Error(error)) => return Err(error),
        Err(Refusal::Wrong(errors)) => (StatusCode::UNPROCESSABLE_ENTITY, Some(errors)),
        Err(Refusal::Stale) => (StatusCode::CONFLICT, None),
    };
    let inner = ctx.clone();
    let page = ctx
        .app
        .db
        .read(move |conn| -> Result<_, AppError> {
            let seen = open(conn, &inner.actor, &code, inner.now())?;
            ApprovalPage::load(conn, &inner, &seen, Some((form.0, errors)))
        })
        .await?;
    html_with_status(&ctx, status, &page)
}

fn approve_typed(
    conn: &mut DbConnection,
    ctx: &Ctx,
    code: &str,
    form: &ApprovalForm,
) -> Result<String, Refusal> {
    let now = ctx.now();
    let seen = open(conn, &ctx.actor, code, now)?;
    // Asked before the version: whoever comes second reads that it is done, not that it is old.
    require_one_of(conn, &ctx.actor, &seen, &APPROVALS)?;
    let outcome = pages::submitted(conn, seen.difficulty.id)?.outcome();
    let agencies: Vec<i64> = pages::agencies(conn, seen.difficulty.conference_id)?
        .into_iter()
        .map(|(id, ..)| id)
        .collect();
    let approval = form
        .check(ctx.lang(), ctx.today(), outcome, &agencies)
        .map_err(Refusal::Wrong)?;
    let document_number = approval.document_number;
    let act = if approval.commitments.is_empty() {
        Act::Approve { document_number }
    } else {
        Act::ApproveWithCommitments {
            document_number,
            commitments: approval.commitments,
        }
    };
    let doer = Doer::Person(ctx.actor.clone());
    let version = Some(form.phien_ban);
    perform(conn, &doer, now, seen.difficulty.id, version, &act)?;
    Ok(seen.difficulty.reference)
}
