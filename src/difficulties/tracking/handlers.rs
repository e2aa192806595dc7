//! One difficulty by its number: the filer's page, the public page, or nothing.

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use actix_web::web::Path;

use super::forms::Kept;
use super::pages::{Entry, OpenAgainPage, OwnPage, PublicPage, TakenDownPage, WithdrawPage};
use super::{look_up, own, paths, queries, status};
use crate::attachments::{self, FilesField, is_form_token, own_views};
use crate::db::DbConnection;
use crate::difficulties::Status;
use crate::difficulties::actions::ActError;
use crate::difficulties::policy::{self, Capability, Relation};
use crate::difficulties::queries::{Seen, by_reference, canonical_reference, meet};
use crate::web::secret::random_token;
use crate::web::uploads::FILES_FIELD;
use crate::web::{AppError, Ctx, FieldErrors, Page, html, html_with_status, see_other};

/// Which page of the filer's an act is shown again on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    Own,
    Withdraw,
}

/// What a number opens for a visitor.
enum Opened {
    Own(Box<OwnPage>),
    Public(Box<PublicPage>),
    /// The public read it once.
    TakenDown(Box<TakenDownPage>),
    /// Staff go to where they work.
    Workbench(String),
}

/// The filer's page, the public page, the staff's workbench; for everybody else the number does
/// not exist.
pub async fn show(ctx: Ctx, code: Path<String>) -> Result<HttpResponse, AppError> {
    let reference = canonical_reference(&code);
    if reference.is_empty() {
        return Err(AppError::NotFound);
    }
    if *code != reference {
        return Ok(to_one_true_form(&ctx, &paths::file(&reference)));
    }
    let visitor = ctx.clone();
    let opened = ctx
        .app
        .db
        .read(move |conn| open(conn, &visitor, &reference))
        .await?;
    match opened {
        Opened::Own(page) => html(&ctx, &*page),
        Opened::Public(page) => html(&ctx, &*page),
        Opened::TakenDown(page) => html_with_status(&ctx, StatusCode::GONE, &*page),
        Opened::Workbench(address) => Ok(see_other(address)),
    }
}

fn to_one_true_form(ctx: &Ctx, address: &str) -> HttpResponse {
    let query = match ctx.visit.query.as_str() {
        "" => String::new(),
        query => format!("?{query}"),
    };
    HttpResponse::PermanentRedirect()
        .insert_header((header::LOCATION, format!("{address}{query}")))
        .finish()
}

fn open(conn: &mut DbConnection, ctx: &Ctx, reference: &str) -> Result<Opened, AppError> {
    if ctx.actor.staff().is_none() && ctx.actor.filer().is_none() {
        // A stranger sees what is published, and nothing else is even read.
        return published(conn, ctx, reference);
    }
    let difficulty = by_reference(conn, reference)?;
    // Split off a letter, and taken back: nobody's page until the letter is read again.
    if difficulty.status == Status::Draft {
        return Err(AppError::NotFound);
    }
    let seen = meet(conn, &ctx.actor, difficulty, ctx.now())?;
    let is_theirs = policy::sees(seen.standing, &seen.matter);
    if is_theirs && seen.standing.acts_as() == Relation::Filer {
        let page = Page::load(conn, ctx)?;
        let file = own::load(conn, ctx, &page, &seen)?;
        let kept = Kept {
            files_token: random_token(),
            ..Kept::default()
        };
        let held = FilesField::default();
        return Ok(Opened::Own(Box::new(OwnPage {
            page,
            file,
            kept,
            held,
        })));
    }
    if is_theirs && ctx.actor.staff().is_some() {
        return Ok(Opened::Workbench(format!(
            "/xu-ly/{}",
            seen.difficulty.reference
        )));
    }
    if policy::may(Capability::ReadPublished, seen.standing, &seen.matter).is_yes()
        || queries::was_public(conn, reference)?
    {
        published(conn, ctx, &seen.difficulty.reference)
    } else {
        Err(AppError::NotFound)
    }
}

/// What the public reads of a number, or that it no longer may.
fn published(conn: &mut DbConnection, ctx: &Ctx, reference: &str) -> Result<Opened, AppError> {
    match public_page(conn, ctx, reference) {
        Err(AppError::NotFound) if queries::was_public(conn, reference)? => {
            Ok(Opened::TakenDown(Box::new(TakenDownPage {
                page: Page::load(conn, ctx)?,
                reference: reference.to_owned(),
            })))
        }
        page => page.map(|page| Opened::Public(Box::new(page))),
    }
}

/// Reads the public projection and nothing else.
fn public_page(
    conn: &mut DbConnection,
    ctx: &Ctx,
    reference: &str,
) -> Result<PublicPage, AppError> {
    let item = queries::public_item(conn, reference)?;
    let page = Page::load(conn, ctx)?;
    let agency = item
        .lead_agency_id
        .and_then(|id| page.directory.agency(id))
        .map(|agency| agency.name(page.lang).to_owned());
    let facts = status::Facts {
        agency: agency.as_deref(),
        ..status::Facts::default()
    };
    let status = if item.status == Status::NeedInfo {
        page.t("tracking-status-others-asked").into_owned()
    } else {
        status::sentence(page.lang, item.status, &facts)
    };
    let entries = [
        (
            "tracking-sent-kind",
            page.code("kind", item.filer_kind.as_str()).into_owned(),
        ),
        ("tracking-sent-filer", item.filer_label),
        ("tracking-public-place", item.place_label),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .map(|(key, value)| Entry {
        label: page.t(key).into_owned(),
        value,
    })
    .collect();
    Ok(PublicPage {
        reference: item.reference,
        title: item.title,
        text: item.text,
        status,
        class: status::class(item.status),
        outcome: item
            .outcome
            .map(|outcome| page.code("outcome", outcome.as_str()).into_owned()),
        agency,
        answer_summary: item.answer_summary,
        answer_text: item.answer_text,
        answered: item.answered_at.map(|at| page.moment(&at)),
        published: item.published_at.map(|at| page.moment(&at)),
        entries,
        page,
    })
}

/// The page before taking it back.
pub async fn withdraw_page(ctx: Ctx, code: Path<String>) -> Result<HttpResponse, AppError> {
    let kept = Kept::default();
    show_kept(
        ctx,
        code.into_inner(),
        Shown::Withdraw,
        kept,
        StatusCode::OK,
    )
    .await
}

/// The filer's difficulty; hidden from whoever must not know of it.
pub(super) fn find_own(conn: &mut DbConnection, ctx: &Ctx, code: &str) -> Result<Seen, ActError> {
    let difficulty = by_reference(conn, code)?;
    let seen = meet(conn, &ctx.actor, difficulty, ctx.now())?;
    if seen.standing.acts_as() == Relation::Filer && policy::sees(seen.standing, &seen.matter) {
        Ok(seen)
    } else if policy::knows(seen.standing, &seen.matter) {
        Err(ActError::Forbidden)
    } else {
        Err(ActError::Hidden)
    }
}

/// The filer's page as it now stands, with what was typed.
pub async fn show_kept(
    ctx: Ctx,
    code: String,
    shown: Shown,
    kept: Kept,
    status: StatusCode,
) -> Result<HttpResponse, AppError> {
    let kept = Kept {
        files_token: if is_form_token(&kept.files_token) {
            kept.files_token
        } else {
            random_token()
        },
        ..kept
    };
    let (visitor, wanted, token) = (ctx.clone(), code.clone(), kept.files_token.clone());
    let loaded = ctx
        .app
        .db
        .read(move |conn| -> Result<_, AppError> {
            match find_own(conn, &visitor, &wanted) {
                Ok(seen) => {
                    let page = Page::load(conn, &visitor)?;
                    let file = own::load(conn, &visitor, &page, &seen)?;
                    let held = attachments::of_form(conn, &token)?;
                    let held = own_views(&page, &held, None);
                    Ok(Ok((page, file, held)))
                }
                Err(ActError::Hidden) => Ok(Err(StatusCode::NOT_FOUND)),
                Err(ActError::Forbidden) => Ok(Err(StatusCode::FORBIDDEN)),
                Err(error) => Err(error.into()),
            }
        })
        .await?;
    match loaded {
        // One that can no longer be taken back is shown as it stands instead.
        Ok((page, file, files)) if shown == Shown::Own || !file.can_withdraw => {
            let held = FilesField {
                files,
                error: kept.errors.of(FILES_FIELD).map(str::to_owned),
            };
            let shown = OwnPage {
                page,
                file,
                kept,
                held,
            };
            html_with_status(&ctx, status, &shown)
        }
        Ok((page, file, _)) => html_with_status(&ctx, status, &WithdrawPage { page, file, kept }),
        Err(refusal) => not_open(ctx, code, kept, refusal).await,
    }
}

/// Not theirs, or no longer open in this browser. What was typed comes back with a way to open
/// it again; the page is the same for every number that is not published.
pub(super) async fn not_open(
    ctx: Ctx,
    code: String,
    kept: Kept,
    status: StatusCode,
) -> Result<HttpResponse, AppError> {
    if kept.text().is_empty() || ctx.actor.staff().is_some() {
        return Err(if status == StatusCode::NOT_FOUND {
            AppError::NotFound
        } else {
            AppError::Forbidden
        });
    }
    let page = look_up::load_page(&ctx).await?;
    let pattern = if kept.withdrawal.trim().is_empty() {
        if kept.supplement.trim().is_empty() {
            paths::JUDGE
        } else {
            paths::SUPPLY
        }
    } else {
        paths::WITHDRAW
    };
    let shown = OpenAgainPage {
        page,
        go_on: paths::of(pattern, &code),
        contact: String::new(),
        kept: Kept {
            errors: FieldErrors::default(),
            ..kept
        },
        is_wrong: false,
    };
    html_with_status(&ctx, status, &shown)
}
