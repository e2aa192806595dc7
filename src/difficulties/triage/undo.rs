//! Taking an acceptance back, within minutes and while nobody acted on it.

use actix_web::HttpResponse;
use actix_web::web::Path;
use diesel::prelude::*;
use serde::Deserialize;

use super::{forms, paths};
use crate::accounts::Actor;
use crate::conferences;
use crate::db::DbConnection;
use crate::db::schema::events;
use crate::difficulties::actions::{Act, Doer, UNDO_WITHIN_MINUTES, can_undo, perform};
use crate::difficulties::{Action, queries};
use crate::web::{AppError, Ctx, Form, see_other_with_flash};

/// Acceptances of one's own that are offered to be taken back.
const SHOWN_AT_MOST: i64 = 3;

/// The button.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct UndoForm {
    phien_ban: String,
}

pub async fn post(
    ctx: Ctx,
    reference: Path<String>,
    Form(form): Form<UndoForm>,
) -> Result<HttpResponse, AppError> {
    let version = forms::version(&form.phien_ban)?;
    let (visit, code) = (ctx.clone(), reference.into_inner());
    let undone = ctx
        .app
        .db
        .write(move |conn| {
            let seen = queries::open(conn, &visit.actor, &code, visit.now())?;
            let doer = Doer::Person(visit.actor.clone());
            let id = seen.difficulty.id;
            let undone = perform(
                conn,
                &doer,
                visit.now(),
                id,
                Some(version),
                &Act::UndoAccept,
            );
            undone.map_err(AppError::from)
        })
        .await?;
    let address = paths::accept(&undone.reference);
    let flash = "flash-triage-undone";
    Ok(see_other_with_flash(
        &ctx,
        address,
        flash,
        &undone.reference,
    ))
}

/// What somebody received a moment ago and may take back.
#[derive(Debug, Clone)]
pub struct Recent {
    pub reference: String,
    pub title: String,
    pub address: String,
    pub undo: String,
    pub version: i32,
}

/// The viewer's own last acceptances that can be taken back.
///
/// # Errors
/// When the database fails.
pub fn recent(
    conn: &mut DbConnection,
    actor: &Actor,
    now: chrono::NaiveDateTime,
) -> QueryResult<Vec<Recent>> {
    let (Some(staff), Some(conference)) =
        (actor.staff(), conferences::queries::current(conn, now)?)
    else {
        return Ok(Vec::new());
    };
    let since = now - chrono::TimeDelta::minutes(UNDO_WITHIN_MINUTES);
    // The chain's own index leads to its end; ten minutes are never further back than this.
    let head = crate::events::head(conn, conference.id)?.seq;
    let ids: Vec<Option<i64>> = events::table
        .filter(events::conference_id.eq(conference.id))
        .filter(events::seq.gt(head - 500))
        .filter(events::account_id.eq(staff.account_id))
        .filter(events::action.eq(Action::Accept.as_str()))
        .filter(events::at.ge(since))
        .order(events::seq.desc())
        .select(events::difficulty_id)
        .limit(SHOWN_AT_MOST * 10)
        .load(conn)?;
    let mut shown = Vec::new();
    for id in ids.into_iter().flatten() {
        let difficulty = queries::find(conn, id)?;
        let is_listed = shown
            .iter()
            .any(|recent: &Recent| recent.reference == difficulty.reference);
        if !is_listed
            && i64::try_from(shown.len()).unwrap_or(SHOWN_AT_MOST) < SHOWN_AT_MOST
            && can_undo(conn, &difficulty, now)?
        {
            shown.push(Recent {
                address: paths::item(&difficulty.reference),
                undo: paths::UNDO.replace("{code}", &difficulty.reference),
                version: difficulty.version,
                title: difficulty.title,
                reference: difficulty.reference,
            });
        }
    }
    Ok(shown)
}
