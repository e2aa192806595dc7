//! What the filer says and sends afterwards: the answer to a question, or files that were
//! forgotten. Files are held for the form as soon as they have arrived, so that nothing that is
//! wrong with the rest, not even a look-up that has ended, loses them.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Path;

use super::acts::refused;
use super::forms::SupplyForm;
use super::handlers::{Shown, doer_of, find_own, show_kept};
use super::paths;
use crate::attachments::{self, ATTACH, AttachError, Owner, Refusal};
use crate::conferences;
use crate::db::DbConnection;
use crate::difficulties::actions::{self, Act, ActError};
use crate::difficulties::policy::{self, Capability};
use crate::difficulties::queries::Seen;
use crate::difficulties::{Action, Difficulty, aside};
use crate::notifications::{self, Recipient};
use crate::web::uploads::FILES_FIELD;
use crate::web::{AppError, Ctx, FieldErrors, Form, Uploads, see_other_with_flash};

/// Answers the question that waits for the filer, or adds files where none waits.
pub async fn supply(
    ctx: Ctx,
    code: Path<String>,
    Form(form): Form<SupplyForm>,
    uploads: Uploads,
) -> Result<HttpResponse, AppError> {
    let code = code.into_inner();
    let token = form.files_token(!uploads.0.is_empty());
    let mut errors = FieldErrors::default();
    if let Some(complaint) = hold(&ctx, uploads, &token, form.removed_file()).await? {
        errors.add(FILES_FIELD, complaint);
    }
    if form.is_about_files() {
        let status = status_of(&errors);
        let kept = form.kept(token, errors);
        return show_kept(ctx, code, Shown::Own, kept, status).await;
    }
    let text = form.check(ctx.lang(), &mut errors);
    if !errors.is_empty() {
        let kept = form.kept(token, errors);
        return show_kept(
            ctx,
            code,
            Shown::Own,
            kept,
            StatusCode::UNPROCESSABLE_ENTITY,
        )
        .await;
    }
    let (visitor, wanted, version, held) = (ctx.clone(), code.clone(), form.version, token.clone());
    let sent = ctx
        .app
        .db
        .write(move |conn| send(conn, &visitor, &wanted, version, &text, &held))
        .await;
    match sent {
        Ok(Sent::Done(reference, flash)) => {
            let address = paths::file(&reference);
            Ok(see_other_with_flash(&ctx, address, flash, &reference))
        }
        Ok(Sent::Missing(field, key)) => {
            errors.add(field, ctx.lang().text(key));
            let kept = form.kept(token, errors);
            show_kept(
                ctx,
                code,
                Shown::Own,
                kept,
                StatusCode::UNPROCESSABLE_ENTITY,
            )
            .await
        }
        Err(error) => {
            let kept = form.kept(token, errors);
            refused(ctx, code, Shown::Own, kept, error).await
        }
    }
}

fn status_of(errors: &FieldErrors) -> StatusCode {
    if errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    }
}

/// Holds what arrived for the form, and lets one go; returns what was wrong with it.
async fn hold(
    ctx: &Ctx,
    uploads: Uploads,
    token: &str,
    remove: Option<i64>,
) -> Result<Option<String>, AppError> {
    let received = ctx.app.files.receive(uploads.0).await;
    let complaint = received.complaint(ctx.lang());
    if received.kept.is_empty() && remove.is_none() {
        return Ok(complaint);
    }
    let (kept, token, now) = (received.kept, token.to_owned(), ctx.now());
    let keys: Vec<_> = kept.iter().map(|one| one.key.clone()).collect();
    let held = ctx
        .app
        .db
        .write(move |conn| {
            attachments::hold(conn, &kept, &token, now)?;
            let removed = match remove {
                Some(id) => attachments::remove_from_form(conn, &token, id)?,
                None => None,
            };
            Ok(removed)
        })
        .await;
    match held {
        Ok(removed) => {
            ctx.app.files.forget(removed.into_iter().collect()).await;
            Ok(complaint)
        }
        Err(AttachError::ItemFull) => {
            ctx.app.files.forget(keys).await;
            Ok(Some(Refusal::ItemFull.sentence(ctx.lang(), "")))
        }
        Err(error) => Err(error.into()),
    }
}

enum Sent {
    /// With the flash to show.
    Done(String, &'static str),
    /// The field that must be filled in, and what to say.
    Missing(&'static str, &'static str),
}

fn send(
    conn: &mut DbConnection,
    ctx: &Ctx,
    code: &str,
    version: i32,
    text: &str,
    token: &str,
) -> Result<Sent, ActError> {
    let seen = find_own(conn, ctx, code)?;
    let answers =
        policy::open_actions(seen.standing, &seen.matter).any(|action| action == Action::Supply);
    if answers {
        answer(conn, ctx, &seen, version, text, token)
    } else {
        add(conn, ctx, &seen, version, text, token)
    }
}

fn answer(
    conn: &mut DbConnection,
    ctx: &Ctx,
    seen: &Seen,
    version: i32,
    text: &str,
    token: &str,
) -> Result<Sent, ActError> {
    if version != seen.difficulty.version {
        return Err(ActError::Stale);
    }
    if text.is_empty() {
        return Ok(Sent::Missing("bo_sung", "tracking-supplement-needed"));
    }
    let (doer, now) = (doer_of(ctx, seen), ctx.now());
    let act = Act::Supply { text: text.into() };
    let after = actions::perform(conn, &doer, now, seen.difficulty.id, Some(version), &act)?;
    let owner = Owner::Message {
        difficulty: &after,
        note: "",
    };
    attachments::attach(conn, &doer, owner, &[], Some(token), now)?;
    Ok(Sent::Done(after.reference, "flash-supplied"))
}

/// Adds files to one nobody has asked about.
fn add(
    conn: &mut DbConnection,
    ctx: &Ctx,
    seen: &Seen,
    version: i32,
    text: &str,
    token: &str,
) -> Result<Sent, ActError> {
    let difficulty = &seen.difficulty;
    policy::may(Capability::Attach, seen.standing, &seen.matter).require()?;
    if difficulty.status.is_final() {
        return Err(ActError::NotNow("attachments-final".into()));
    }
    let (doer, now) = (doer_of(ctx, seen), ctx.now());
    let owner = Owner::Message {
        difficulty,
        note: text,
    };
    let added = attachments::attach(conn, &doer, owner, &[], Some(token), now)?;
    // Words alone, where nobody asked; before acceptance they are corrected instead.
    let may_add_words = policy::may(Capability::AddText, seen.standing, &seen.matter).is_yes();
    if may_add_words && added.is_empty() && !text.is_empty() && version == difficulty.version {
        let action = Capability::AddText.as_str();
        let data = serde_json::json!({});
        let event_id = aside::record(conn, &doer, difficulty, (action, text), &data, now)?;
        tell(conn, difficulty, event_id, action, now)?;
        return Ok(Sent::Done(difficulty.reference.clone(), "flash-added"));
    }
    let Some(event_id) = added.first().and_then(|one| one.event_id) else {
        // An answer to a question that another page has answered meanwhile.
        return if version == difficulty.version {
            Ok(Sent::Missing(FILES_FIELD, "attachments-needed"))
        } else {
            Err(ActError::Stale)
        };
    };
    tell(conn, difficulty, event_id, ATTACH, now)?;
    Ok(Sent::Done(difficulty.reference.clone(), "flash-files-sent"))
}

/// Whoever works on it now is told, as of an answer.
fn tell(
    conn: &mut DbConnection,
    difficulty: &Difficulty,
    event_id: i64,
    kind: &str,
    now: chrono::NaiveDateTime,
) -> Result<(), ActError> {
    let to = if let Some(lead) = difficulty.lead_agency_id {
        Recipient::Agency(lead)
    } else {
        let conference = conferences::queries::find(conn, difficulty.conference_id)?;
        Recipient::Secretariat(conference.secretariat_id)
    };
    Ok(notifications::queue(
        conn,
        event_id,
        difficulty.id,
        to,
        kind,
        now,
    )?)
}
