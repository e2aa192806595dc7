//! Write a draft; read it as the filer will; approve it.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};

use serde_json::json;

use super::actions::{Saving, require_drafting, save_draft};
use super::forms::{ApprovalForm, Deed, DraftForm, promised};
use super::pages::{
    self, ApprovalPage, Editor, EditorPage, EditorQuery, PreviewPage, VersionsPage,
};
use super::record::Response;
use super::{paths, queries};
use crate::dates;
use crate::db::DbConnection;
use crate::difficulties::actions::{Act, ActError, Doer, perform};
use crate::difficulties::policy::{self, Capability, Relation};
use crate::difficulties::workbench::paths::{WORKBENCH, of};
use crate::difficulties::workbench::queries::open;
use crate::difficulties::workbench::refusal::{Refusal, require_one_of};
use crate::difficulties::{Action, Outcome};
use crate::i18n::Value;
use crate::web::{
    AppError, Ctx, FieldErrors, Form, html, html_with_status, see_other, see_other_with_flash,
};

const APPROVALS: [Action; 3] = [
    Action::Approve,
    Action::ApproveWithCommitments,
    Action::Sign,
];

/// The editor.
pub async fn edit(
    ctx: Ctx,
    code: web::Path<String>,
    query: web::Query<EditorQuery>,
) -> Result<HttpResponse, AppError> {
    let inner = ctx.clone();
    let page = ctx
        .app
        .db
        .read(move |conn| -> Result<_, AppError> {
            let seen = open(conn, &inner.actor, &code, inner.now())?;
            require_drafting(&seen)?;
            let editor = Editor::load_with(conn, &inner, &seen, &query)?;
            EditorPage::load(conn, &inner, &seen, editor)
        })
        .await?;
    html(&ctx, &page)
}

/// The draft as its filer will read it.
pub async fn preview(ctx: Ctx, code: web::Path<String>) -> Result<HttpResponse, AppError> {
    let inner = ctx.clone();
    let page = ctx
        .app
        .db
        .read(move |conn| -> Result<_, AppError> {
            let seen = open(conn, &inner.actor, &code, inner.now())?;
            policy::may(Capability::ReadDraftResponse, seen.standing, &seen.matter)
                .require()
                .map_err(ActError::from)?;
            PreviewPage::load(conn, &inner, &seen)
        })
        .await?;
    html(&ctx, &page)
}

/// What its drafts said, save by save.
pub async fn versions(ctx: Ctx, code: web::Path<String>) -> Result<HttpResponse, AppError> {
    let inner = ctx.clone();
    let page = ctx
        .app
        .db
        .read(move |conn| -> Result<_, AppError> {
            let seen = open(conn, &inner.actor, &code, inner.now())?;
            policy::may(Capability::ReadDraftResponse, seen.standing, &seen.matter)
                .require()
                .map_err(ActError::from)?;
            VersionsPage::load(conn, &inner, &seen)
        })
        .await?;
    html(&ctx, &page)
}

/// Saves a draft; then whatever else the button says.
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
        Ok((reference, row)) => return Ok(saved_answer(&ctx, &form.0, &reference, &row)),
        Err(Refusal::Error(error)) => return Err(error),
        Err(Refusal::Wrong(errors)) => (StatusCode::UNPROCESSABLE_ENTITY, Some(errors)),
        Err(Refusal::Stale) => (StatusCode::CONFLICT, None),
    };
    if form.0.viec == Deed::ByItself {
        // The page says that it could not save; the button shows why.
        return Ok(HttpResponse::build(status).json(json!({})));
    }
    let inner = ctx.clone();
    let page = ctx
        .app
        .db
        .read(move |conn| -> Result<_, AppError> {
            let seen = open(conn, &inner.actor, &code, inner.now())?;
            let editor = Editor::load(conn, &inner, &seen)?;
            let editor = editor.with_typed(conn, &inner, &form.0, errors)?;
            EditorPage::load(conn, &inner, &seen, editor)
        })
        .await?;
    html_with_status(&ctx, status, &page)
}

/// Where a saved draft leads.
fn saved_answer(ctx: &Ctx, form: &DraftForm, reference: &str, row: &Response) -> HttpResponse {
    let editor = of(paths::DRAFT, reference);
    match form.viec {
        Deed::Save if !form.chen.is_empty() => see_other(format!("{editor}#tra_loi")),
        Deed::Save => see_other_with_flash(ctx, editor, "flash-responses-saved", reference),
        Deed::Submit => see_other_with_flash(
            ctx,
            of(WORKBENCH, reference),
            "flash-responses-submitted",
            reference,
        ),
        Deed::Preview => see_other(of(paths::PREVIEW, reference)),
        Deed::AddRow => {
            let rows = form.text().commitments.len() + 2;
            see_other(format!("{editor}?moc={rows}#cam-ket-soan"))
        }
        Deed::FindGround => {
            let words = url_word(&form.tim_can_cu);
            see_other(format!("{editor}?can-cu={words}#can-cu-chon"))
        }
        Deed::FindCanned => {
            let words = url_word(&form.tim_mau);
            see_other(format!("{editor}?mau={words}#mau-cau"))
        }
        Deed::ByItself => {
            let at = dates::local(row.drafted_at).format("%H:%M").to_string();
            HttpResponse::Ok().json(json!({
                "so_ban": row.number,
                "phien_ban": row.version,
                "luc": ctx.lang().with("responses-saved-at", &[("moment", at.into())]),
            }))
        }
    }
}

/// A word of an address's query.
fn url_word(text: &str) -> String {
    use std::fmt::Write as _;
    let mut word = String::new();
    for byte in text.trim().bytes().take(300) {
        if byte.is_ascii_alphanumeric() {
            word.push(byte.into());
        } else {
            // Writing to a String cannot fail.
            let _ok = write!(word, "%{byte:02X}");
        }
    }
    word
}

fn save_typed(
    conn: &mut DbConnection,
    ctx: &Ctx,
    code: &str,
    form: &DraftForm,
) -> Result<(String, Response), Refusal> {
    let now = ctx.now();
    let seen = open(conn, &ctx.actor, code, now)?;
    require_drafting(&seen)?;
    if form.viec == Deed::Submit {
        require_one_of(conn, &ctx.actor, &seen, &[Action::SubmitForApproval])?;
    }
    let agencies: Vec<i64> =
        queries::open_agencies(conn, seen.difficulty.conference_id, ctx.today())?
            .into_iter()
            .map(|agency| agency.id)
            .collect();
    let mut text = form.text();
    // What nobody offered is not picked.
    text.grounds = super::grounds::queries::named(conn, &text.grounds)?
        .into_iter()
        .map(|ground| ground.id)
        .collect();
    text.grounds.sort_unstable();
    for promise in &mut text.commitments {
        if let Some(id) = promise.agency_id
            && crate::agencies::find(conn, id).is_err()
        {
            promise.agency_id = None;
        }
    }
    let staff = ctx.actor.staff().ok_or(AppError::SignInNeeded)?;
    let mut form = form.clone();
    if let Ok(id) = form.chen.parse() {
        let canned = super::canned::queries::find(conn, super::canned::owner_of(staff), id)?;
        text.body = match text.body.as_str() {
            "" => canned.text,
            body => format!("{body}\n\n{}", canned.text),
        };
        form.tra_loi.clone_from(&text.body);
    }
    let mut errors = form.errors(ctx.lang(), ctx.today(), &agencies);
    if form.viec == Deed::Submit && form.van_trinh.is_empty() {
        name_missing(conn, ctx, seen.difficulty.id, &mut errors)?;
    }
    if !errors.is_empty() {
        return Err(Refusal::Wrong(errors));
    }
    let saving = Saving {
        staff,
        now,
        by_itself: form.viec == Deed::ByItself,
    };
    let row = save_draft(conn, saving, &seen, form.base(), &text)?;
    if form.viec == Deed::Submit {
        let findings = queries::findings(conn, &seen.difficulty, &text)?;
        queries::keep_warnings(conn, row.id, &findings)?;
        let doer = Doer::Person(ctx.actor.clone());
        let version = Some(form.ho_so_phien_ban);
        let act = Act::SubmitForApproval {
            response_id: row.id,
        };
        perform(conn, &doer, now, seen.difficulty.id, version, &act)?;
    }
    Ok((seen.difficulty.reference, row))
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
            // Also for whoever reads a step, and for the leader who waits for one.
            let waits = seen.matter.step_is_viewers
                || (seen.matter.step_is_open && seen.standing.relation == Relation::LeaderOfLead);
            if !waits {
                require_one_of(conn, &inner.actor, &seen, &APPROVALS)?;
            }
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
        Ok((reference, is_held)) => {
            let address = of(WORKBENCH, &reference);
            let key = if is_held {
                "flash-responses-signed"
            } else {
                "flash-responses-approved"
            };
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
) -> Result<(String, bool), Refusal> {
    let now = ctx.now();
    let seen = open(conn, &ctx.actor, code, now)?;
    // Asked before the version: whoever comes second reads that it is done, not that it is old.
    require_one_of(conn, &ctx.actor, &seen, &APPROVALS)?;
    let response = pages::submitted(conn, seen.difficulty.id)?;
    if response.outcome() == Some(Outcome::BeyondAuthority) {
        return Err(AppError::NotNow("not-now-beyond-authority".into()).into());
    }
    let approval = form
        .check(ctx.lang(), ctx.today())
        .map_err(Refusal::Wrong)?;
    let text = queries::text_of(conn, &response)?;
    let commitments = promised(&text).ok_or(AppError::NotNow("not-now-commitment-parts".into()))?;
    if response.outcome() == Some(Outcome::Roadmap) && commitments.is_empty() {
        return Err(AppError::NotNow("not-now-no-commitment".into()).into());
    }
    let (document_number, document_on) = (approval.number.to_string(), Some(approval.issued_on));
    let act = if approval.is_held {
        Act::Sign {
            document_number,
            document_on,
        }
    } else if commitments.is_empty() {
        Act::Approve {
            document_number,
            document_on,
        }
    } else {
        Act::ApproveWithCommitments {
            document_number,
            document_on,
            commitments,
        }
    };
    let doer = Doer::Person(ctx.actor.clone());
    let version = Some(form.phien_ban);
    match perform(conn, &doer, now, seen.difficulty.id, version, &act) {
        Err(ActError::NotNow(key)) if key == "not-now-document-taken" => {
            let mut errors = FieldErrors::default();
            errors.add("so_van_ban", ctx.lang().text("not-now-document-taken"));
            Err(Refusal::Wrong(errors))
        }
        other => {
            other?;
            Ok((seen.difficulty.reference, approval.is_held))
        }
    }
}
