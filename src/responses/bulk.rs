//! Several answers approved at once: only those the check has nothing to say about, and only after
//! a page that shows each with its number. One that changed meanwhile is left out and named.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::Datelike;
use diesel::prelude::*;
use serde::Deserialize;

use super::forms::{HELD, promised};
use super::numbering::Number;
use super::pages::submitted;
use super::paths::BULK as PATH;
use super::queries;
use crate::accounts::Role;
use crate::db::DbConnection;
use crate::db::schema::difficulties;
use crate::difficulties::actions::{Act, ActError, Doer, perform};
use crate::difficulties::queries::{by_reference, meet, visible_to};
use crate::difficulties::workbench::queries::offered;
use crate::difficulties::{Action, Difficulty, Outcome, Status, policy};
use crate::web::{Access, AppError, Ctx, Form, Page, html_with_status, see_other};

pub const LEADERS: Access = Access::Only(&[Role::Leader]);
/// Answers one page approves at most.
const AT_MOST: i64 = 100;

/// What became of it, as the address says it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct DoneQuery {
    xong: String,
    bo: String,
}

/// The list's form, and the confirming page's: each row as "KK24-0001:5", reference and version.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct BulkForm {
    chon: Vec<String>,
    /// Numbers of the documents, in the same order.
    so_van_ban: Vec<String>,
    phat_hanh: String,
    xac_nhan: String,
}

/// One answer before the leader.
struct Row {
    reference: String,
    version: i32,
    title: String,
    outcome: Option<Outcome>,
    summary: String,
    promises: usize,
    warnings: usize,
    number: String,
    /// What is wrong with its number.
    wrong: Option<String>,
}

/// One that was approved or left out, with where it stands.
struct Done {
    reference: String,
    title: String,
    status: Status,
}

#[derive(Template)]
#[template(path = "responses/bulk.html")]
struct BulkPage {
    page: Page,
    address: &'static str,
    rows: Vec<Row>,
    /// Those that must be looked at one by one.
    warned: Vec<Row>,
    is_confirming: bool,
    is_held: bool,
    nothing: bool,
    done: Vec<Done>,
    left: Vec<Done>,
}

pub async fn show(ctx: Ctx, query: web::Query<DoneQuery>) -> Result<HttpResponse, AppError> {
    let inner = ctx.clone();
    let page = ctx
        .app
        .db
        .read(move |conn| -> Result<_, AppError> {
            let (rows, warned) = waiting(conn, &inner)?
                .into_iter()
                .partition(|row| row.warnings == 0);
            Ok(BulkPage {
                page: Page::load(conn, &inner)?,
                address: PATH,
                rows,
                warned,
                is_confirming: false,
                is_held: false,
                nothing: false,
                done: named(conn, &inner, &query.xong)?,
                left: named(conn, &inner, &query.bo)?,
            })
        })
        .await?;
    html_with_status(&ctx, StatusCode::OK, &page)
}

pub async fn send(ctx: Ctx, Form(form): Form<BulkForm>) -> Result<HttpResponse, AppError> {
    if form.xac_nhan.is_empty() {
        let nothing = form.chon.is_empty();
        let status = if nothing {
            StatusCode::UNPROCESSABLE_ENTITY
        } else {
            StatusCode::OK
        };
        return confirm(&ctx, form, status, nothing).await;
    }
    let numbers: Vec<Option<Number>> = form
        .so_van_ban
        .iter()
        .map(|one| Number::parse(one))
        .collect();
    if numbers.len() != form.chon.len() || numbers.iter().any(Option::is_none) {
        return confirm(&ctx, form, StatusCode::UNPROCESSABLE_ENTITY, false).await;
    }
    let is_held = form.phat_hanh == HELD;
    let (mut done, mut left) = (Vec::new(), Vec::new());
    for (ticked, number) in form.chon.iter().zip(numbers.into_iter().flatten()) {
        let Some((reference, version)) = split(ticked) else {
            return Err(AppError::BadInput("error-bad-input-fields"));
        };
        let (inner, asked) = (ctx.clone(), reference.clone());
        let approved = ctx
            .app
            .db
            .write(move |conn| one(conn, &inner, &asked, version, &number, is_held))
            .await;
        match approved {
            Ok(()) => done.push(reference),
            Err(ActError::Stale | ActError::NotNow(_) | ActError::Hidden | ActError::Forbidden) => {
                left.push(reference);
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(see_other(format!(
        "{PATH}?xong={}&bo={}",
        done.join(","),
        left.join(",")
    )))
}

fn split(ticked: &str) -> Option<(String, i32)> {
    let (reference, version) = ticked.split_once(':')?;
    Some((reference.to_owned(), version.parse().ok()?))
}

/// Approves one; whatever the page said, one with warnings is not approved among many.
fn one(
    conn: &mut DbConnection,
    ctx: &Ctx,
    reference: &str,
    version: i32,
    number: &Number,
    is_held: bool,
) -> Result<(), ActError> {
    let difficulty = by_reference(conn, reference)?;
    let not_now = |key: &'static str| ActError::NotNow(key.into());
    let response = queries::latest(conn, difficulty.id)?.ok_or(not_now("not-now-no-response"))?;
    let text = queries::text_of(conn, &response)?;
    let is_plain = queries::findings(conn, &difficulty, &text)?.is_empty()
        && text.outcome != Some(Outcome::BeyondAuthority);
    if !is_plain {
        return Err(not_now("not-now-warned"));
    }
    let commitments = promised(&text).ok_or(not_now("not-now-commitment-parts"))?;
    if text.outcome == Some(Outcome::Roadmap) && commitments.is_empty() {
        return Err(not_now("not-now-no-commitment"));
    }
    let (document_number, document_on) = (number.to_string(), Some(ctx.today()));
    let act = if is_held {
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
    perform(conn, &doer, ctx.now(), difficulty.id, Some(version), &act)?;
    Ok(())
}

async fn confirm(
    ctx: &Ctx,
    form: BulkForm,
    status: StatusCode,
    nothing: bool,
) -> Result<HttpResponse, AppError> {
    let inner = ctx.clone();
    let page = ctx
        .app
        .db
        .read(move |conn| -> Result<_, AppError> {
            let ticked: Vec<String> = form
                .chon
                .iter()
                .filter_map(|one| split(one).map(|(reference, _)| reference))
                .collect();
            let (mut rows, warned): (Vec<Row>, Vec<Row>) = waiting(conn, &inner)?
                .into_iter()
                .partition(|row| row.warnings == 0);
            if !nothing {
                rows.retain(|row| ticked.contains(&row.reference));
                number(conn, &inner, &form, &mut rows)?;
            }
            let left = ticked
                .iter()
                .filter(|one| !rows.iter().any(|row| row.reference == **one))
                .cloned()
                .collect::<Vec<_>>()
                .join(",");
            Ok(BulkPage {
                page: Page::load(conn, &inner)?,
                address: PATH,
                is_confirming: !nothing && !rows.is_empty(),
                warned: if nothing { warned } else { Vec::new() },
                rows,
                is_held: form.phat_hanh == HELD,
                nothing,
                done: Vec::new(),
                left: named(conn, &inner, &left)?,
            })
        })
        .await?;
    html_with_status(ctx, status, &page)
}

/// Numbers one after the other, or those that were typed with what is wrong with them.
fn number(
    conn: &mut DbConnection,
    ctx: &Ctx,
    form: &BulkForm,
    rows: &mut [Row],
) -> Result<(), AppError> {
    let Some(issuer) = ctx.actor.staff().and_then(|staff| staff.agency_id) else {
        return Ok(());
    };
    let mut next = queries::next_number(conn, issuer, ctx.today().year())?;
    for row in rows {
        let at = form
            .chon
            .iter()
            .position(|one| split(one).is_some_and(|(reference, _)| reference == row.reference));
        if let Some(typed) = at.and_then(|at| form.so_van_ban.get(at)) {
            row.number.clone_from(typed);
            if Number::parse(typed).is_none() {
                row.wrong = Some(
                    ctx.lang()
                        .text("responses-error-document-form")
                        .into_owned(),
                );
            }
        } else {
            row.number = next.to_string();
            next.number += 1;
        }
    }
    Ok(())
}

/// What is before this leader and theirs to approve, in the order of the difficulties.
fn waiting(conn: &mut DbConnection, ctx: &Ctx) -> Result<Vec<Row>, AppError> {
    let all: Vec<Difficulty> = visible_to(&ctx.actor)
        .filter(difficulties::status.eq(Status::PendingApproval))
        .filter(
            difficulties::lead_agency_id.eq(ctx.actor.staff().and_then(|staff| staff.agency_id)),
        )
        .order(difficulties::id)
        .limit(AT_MOST)
        .load(conn)?;
    let mut rows = Vec::new();
    for difficulty in all {
        let seen = meet(conn, &ctx.actor, difficulty, ctx.now())?;
        if !offered(conn, &ctx.actor, &seen)?.contains(&Action::Approve) {
            continue;
        }
        let difficulty = seen.difficulty;
        let Ok(response) = submitted(conn, difficulty.id) else {
            continue;
        };
        let text = queries::text_of(conn, &response)?;
        // What cannot be approved as it stands is looked at by itself.
        let promises = promised(&text);
        let is_unready = match text.outcome {
            Some(Outcome::BeyondAuthority) => true,
            Some(Outcome::Roadmap) => promises.is_none_or(|all| all.is_empty()),
            _ => promises.is_none(),
        };
        let warnings = queries::findings(conn, &difficulty, &text)?.len() + usize::from(is_unready);
        rows.push(Row {
            version: difficulty.version,
            outcome: text.outcome,
            summary: text.summary,
            promises: text.commitments.len(),
            warnings,
            number: String::new(),
            wrong: None,
            reference: difficulty.reference,
            title: difficulty.title,
        });
    }
    Ok(rows)
}

/// Those of a list of references that the viewer may see.
fn named(conn: &mut DbConnection, ctx: &Ctx, list: &str) -> Result<Vec<Done>, AppError> {
    let mut all = Vec::new();
    for reference in list.split(',').filter(|one| !one.is_empty()).take(200) {
        let Ok(difficulty) = by_reference(conn, reference) else {
            continue;
        };
        let seen = meet(conn, &ctx.actor, difficulty, ctx.now())?;
        if policy::sees(seen.standing, &seen.matter) {
            all.push(Done {
                reference: seen.difficulty.reference,
                title: seen.difficulty.title,
                status: seen.difficulty.status,
            });
        }
    }
    Ok(all)
}
