//! The unit's own notes: a card of the workbench, and the page that gives back what was typed.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::NaiveDateTime;
use serde::Deserialize;

use super::forms::{cleaned, letters_at_most};
use super::head::Head;
use super::refusal::Refusal;
use super::{paths, queries};
use crate::db::DbConnection;
use crate::difficulties::actions::{ActError, Doer};
use crate::difficulties::notes;
use crate::difficulties::policy::{self, Capability};
use crate::difficulties::queries::Seen;
use crate::web::limits::NOTE_LETTERS;
use crate::web::{
    AppError, Ctx, FieldErrors, Form, Page, html, html_with_status, see_other_with_flash,
};

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoteForm {
    #[serde(default)]
    ghi_chu: String,
    /// The note that is corrected.
    #[serde(default)]
    sua: String,
}

/// A note as the page shows it.
#[derive(Debug, Clone)]
pub struct NoteLine {
    pub id: i64,
    pub by: String,
    pub at: NaiveDateTime,
    pub text: String,
    pub corrected_at: Option<NaiveDateTime>,
    pub earlier: Vec<(NaiveDateTime, String)>,
    pub is_own: bool,
}

/// The card of notes.
#[derive(Debug, Clone)]
pub struct Notes {
    pub address: String,
    pub lines: Vec<NoteLine>,
    pub may_write: bool,
}

impl Notes {
    /// # Errors
    /// When the database fails.
    pub fn load(conn: &mut DbConnection, ctx: &Ctx, seen: &Seen) -> Result<Self, AppError> {
        let staff = ctx.actor.staff().ok_or(AppError::SignInNeeded)?;
        let notes = notes::of_unit(conn, staff, seen)?;
        let writers = notes.iter().filter_map(|note| note.account_id).collect();
        let names = queries::names(conn, writers)?;
        let lines = notes
            .into_iter()
            .map(|note| NoteLine {
                by: note
                    .account_id
                    .and_then(|id| names.get(&id).cloned())
                    .unwrap_or_default(),
                is_own: note.account_id == Some(staff.account_id),
                id: note.id,
                at: note.at,
                text: note.text,
                corrected_at: note.corrected_at,
                earlier: note.earlier,
            })
            .collect();
        Ok(Self {
            address: paths::of(paths::NOTES, &seen.difficulty.reference),
            lines,
            may_write: policy::may(Capability::WriteNote, seen.standing, &seen.matter).is_yes(),
        })
    }
}

/// `/xu-ly/{code}/ghi-chu`.
#[derive(Template)]
#[template(path = "difficulties/workbench/notes_page.html")]
pub struct NotesPage {
    page: Page,
    head: Head,
    notes: Notes,
    values: NoteForm,
    errors: FieldErrors,
}

/// The page.
pub async fn show(ctx: Ctx, code: web::Path<String>) -> Result<HttpResponse, AppError> {
    let inner = ctx.clone();
    let page = ctx
        .app
        .db
        .read(move |conn| load(conn, &inner, &code, None))
        .await?;
    html(&ctx, &page)
}

/// Writes a note, or corrects one's own.
pub async fn send(
    ctx: Ctx,
    code: web::Path<String>,
    form: Form<NoteForm>,
) -> Result<HttpResponse, AppError> {
    let (inner, typed, asked) = (ctx.clone(), form.0.clone(), code.clone());
    let sent = ctx
        .app
        .db
        .write(move |conn| act(conn, &inner, &asked, &typed))
        .await;
    let errors = match sent {
        Ok(reference) => {
            let to = format!("{}#ghi-chu-noi-bo", paths::of(paths::WORKBENCH, &reference));
            return Ok(see_other_with_flash(
                &ctx,
                to,
                "flash-workbench-note",
                &reference,
            ));
        }
        Err(Refusal::Error(error)) => return Err(error),
        Err(Refusal::Stale) => FieldErrors::default(),
        Err(Refusal::Wrong(errors)) => errors,
    };
    let inner = ctx.clone();
    let page = ctx
        .app
        .db
        .read(move |conn| load(conn, &inner, &code, Some((form.0, errors))))
        .await?;
    html_with_status(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &page)
}

fn act(conn: &mut DbConnection, ctx: &Ctx, code: &str, form: &NoteForm) -> Result<String, Refusal> {
    let seen = opened(conn, ctx, code)?;
    let mut errors = FieldErrors::default();
    let text = cleaned(&form.ghi_chu);
    if text.is_empty() {
        errors.add("ghi_chu", ctx.lang().text("workbench-error-note"));
    }
    letters_at_most(&mut errors, ctx.lang(), "ghi_chu", &text, NOTE_LETTERS);
    if !errors.is_empty() {
        return Err(Refusal::Wrong(errors));
    }
    let correcting = match form.sua.trim() {
        "" => None,
        typed => Some(typed.parse().unwrap_or(-1)),
    };
    let doer = Doer::Person(ctx.actor.clone());
    match notes::write(conn, &doer, ctx.now(), &seen, (&text, correcting)) {
        Err(ActError::NotNow(key)) => {
            errors.add("ghi_chu", ctx.lang().text(&key));
            Err(Refusal::Wrong(errors))
        }
        Err(error) => Err(error.into()),
        Ok(()) => Ok(seen.difficulty.reference),
    }
}

fn opened(conn: &mut DbConnection, ctx: &Ctx, code: &str) -> Result<Seen, AppError> {
    let seen = queries::open(conn, &ctx.actor, code, ctx.now())?;
    if policy::may(Capability::ReadNotes, seen.standing, &seen.matter).is_yes() {
        Ok(seen)
    } else {
        Err(AppError::NotFound)
    }
}

fn load(
    conn: &mut DbConnection,
    ctx: &Ctx,
    code: &str,
    typed: Option<(NoteForm, FieldErrors)>,
) -> Result<NotesPage, AppError> {
    let seen = opened(conn, ctx, code)?;
    let (values, errors) = typed.unwrap_or_default();
    Ok(NotesPage {
        page: Page::load(conn, ctx)?,
        head: Head::load(conn, ctx, &seen.difficulty)?,
        notes: Notes::load(conn, ctx, &seen)?,
        values,
        errors,
    })
}
