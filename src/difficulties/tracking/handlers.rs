//! One difficulty by its number: load, act, show. The filer's page, the public page, or nothing.

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use actix_web::web::Path;

use super::forms::{JudgeForm, Judgement, Kept, SupplyForm, WithdrawForm};
use super::pages::{Entry, OpenAgainPage, OwnPage, PublicPage, WithdrawPage};
use super::{look_up, own, paths, queries, status};
use crate::agencies;
use crate::db::DbConnection;
use crate::difficulties::actions::{self, Act, ActError, Doer};
use crate::difficulties::policy::{self, Capability, Relation};
use crate::difficulties::queries::{Seen, by_reference, canonical_reference, meet};
use crate::difficulties::{Action, Status};
use crate::web::{AppError, Ctx, Form, Page, html, html_with_status, see_other, see_other_with_flash};

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
    let difficulty = by_reference(conn, reference)?;
    let seen = meet(conn, &ctx.actor, difficulty, ctx.now())?;
    let sees = policy::sees(seen.standing, &seen.matter);
    if sees && seen.standing.acts_as() == Relation::Filer {
        let page = Page::load(conn, ctx)?;
        let file = own::load(conn, ctx, &page, &seen)?;
        let kept = Kept::default();
        return Ok(Opened::Own(Box::new(OwnPage { page, file, kept })));
    }
    if sees && ctx.actor.staff().is_some() {
        return Ok(Opened::Workbench(format!("/xu-ly/{}", seen.difficulty.reference)));
    }
    policy::may(Capability::ReadPublished, seen.standing, &seen.matter)
        .require()
        .map_err(|_| AppError::NotFound)?;
    public_page(conn, ctx, seen.difficulty.id).map(|page| Opened::Public(Box::new(page)))
}

/// Reads the public projection and nothing else.
fn public_page(conn: &mut DbConnection, ctx: &Ctx, id: i64) -> Result<PublicPage, AppError> {
    let item = queries::public_item(conn, id)?;
    let page = Page::load(conn, ctx)?;
    let agency = match item.lead_agency_id {
        Some(agency_id) => Some(agencies::find(conn, agency_id)?.name(page.lang).to_owned()),
        None => None,
    };
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
        ("tracking-sent-kind", page.code("kind", item.filer_kind.as_str()).into_owned()),
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

/// Whether it helped: "solved" closes, "not solved" reopens once and afterwards asks to.
pub async fn judge(
    ctx: Ctx,
    code: Path<String>,
    Form(form): Form<JudgeForm>,
) -> Result<HttpResponse, AppError> {
    let version = form.version;
    let judgement = form.check(ctx.lang())?;
    let (judgement, errors) = match judgement {
        Ok(judgement) => (Some(judgement), Default::default()),
        Err(errors) => (None, errors),
    };
    let kept = form.kept(errors);
    let Some(judgement) = judgement else {
        return invalid(ctx, code.into_inner(), Shown::Own, kept).await;
    };
    let choose = move |seen: &Seen| act_of(judgement, seen);
    act(ctx, code.into_inner(), version, Shown::Own, kept, choose).await
}

fn act_of(judgement: Judgement, seen: &Seen) -> Result<Act, ActError> {
    let not_now = |key: &'static str| Err(ActError::NotNow(key.into()));
    if seen.matter.reopening_asked {
        return not_now("tracking-not-now-asked");
    }
    let reason = match judgement {
        Judgement::Solved { rating, words } => {
            return Ok(Act::Close {
                rating: Some(rating),
                note: words,
            });
        }
        Judgement::NotSolved { reason } => reason,
    };
    let has_answer = seen.matter.status.after(Action::AskToReopen, None).is_ok();
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

/// Answers the question that waits for the filer.
pub async fn supply(
    ctx: Ctx,
    code: Path<String>,
    Form(form): Form<SupplyForm>,
) -> Result<HttpResponse, AppError> {
    let version = form.version;
    match form.check(ctx.lang()) {
        Err(errors) => invalid(ctx, code.into_inner(), Shown::Own, form.kept(errors)).await,
        Ok(text) => {
            let kept = form.kept(Default::default());
            let choose = move |_: &Seen| Ok(Act::Supply { text });
            act(ctx, code.into_inner(), version, Shown::Own, kept, choose).await
        }
    }
}

/// The page before taking it back.
pub async fn withdraw_page(ctx: Ctx, code: Path<String>) -> Result<HttpResponse, AppError> {
    let kept = Kept::default();
    show_kept(ctx, code.into_inner(), Shown::Withdraw, kept, StatusCode::OK).await
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
            let kept = form.kept(Default::default());
            let choose = move |_: &Seen| {
                Ok(Act::Simple {
                    action: Action::Withdraw,
                    note,
                })
            };
            act(ctx, code.into_inner(), version, Shown::Withdraw, kept, choose).await
        }
    }
}

/// The filer's difficulty; hidden from whoever must not know of it.
fn find_own(conn: &mut DbConnection, ctx: &Ctx, code: &str) -> Result<Seen, ActError> {
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
            let doer = Doer::filer(seen.difficulty.submission_id);
            let id = seen.difficulty.id;
            let after = actions::perform(conn, &doer, visitor.now(), id, Some(version), &act)?;
            Ok((after.reference, act.action()))
        })
        .await;
    match done {
        Ok((reference, action)) => {
            let key = match action {
                Action::Close => "flash-judged",
                Action::Reopen => "flash-reopened",
                Action::AskToReopen => "flash-reopening-asked",
                Action::Withdraw => "flash-withdrawn",
                _ => "flash-supplied",
            };
            let address = paths::file(&reference);
            Ok(see_other_with_flash(&ctx, address, key, &reference))
        }
        Err(ActError::Stale) => {
            let refusal = Some(ctx.lang().text("tracking-stale").into_owned());
            let kept = Kept { refusal, ..kept };
            show_kept(ctx, code, shown, kept, StatusCode::CONFLICT).await
        }
        Err(ActError::NotNow(why)) => {
            let refusal = Some(ctx.lang().text(&why).into_owned());
            let kept = Kept { refusal, ..kept };
            show_kept(ctx, code, Shown::Own, kept, StatusCode::CONFLICT).await
        }
        Err(ActError::Hidden) => not_open(ctx, code, kept, StatusCode::NOT_FOUND).await,
        Err(ActError::Forbidden) => not_open(ctx, code, kept, StatusCode::FORBIDDEN).await,
        Err(error) => Err(error.into()),
    }
}

async fn invalid(
    ctx: Ctx,
    code: String,
    shown: Shown,
    kept: Kept,
) -> Result<HttpResponse, AppError> {
    show_kept(ctx, code, shown, kept, StatusCode::UNPROCESSABLE_ENTITY).await
}

/// The filer's page as it now stands, with what was typed.
pub async fn show_kept(
    ctx: Ctx,
    code: String,
    shown: Shown,
    kept: Kept,
    status: StatusCode,
) -> Result<HttpResponse, AppError> {
    let (visitor, wanted) = (ctx.clone(), code.clone());
    let loaded = ctx
        .app
        .db
        .read(move |conn| -> Result<_, AppError> {
            match find_own(conn, &visitor, &wanted) {
                Ok(seen) => {
                    let page = Page::load(conn, &visitor)?;
                    let file = own::load(conn, &visitor, &page, &seen)?;
                    Ok(Ok((page, file)))
                }
                Err(ActError::Hidden) => Ok(Err(StatusCode::NOT_FOUND)),
                Err(ActError::Forbidden) => Ok(Err(StatusCode::FORBIDDEN)),
                Err(error) => Err(error.into()),
            }
        })
        .await?;
    match loaded {
        // One that can no longer be taken back is shown as it stands instead.
        Ok((page, file)) if shown == Shown::Own || !file.can_withdraw => {
            html_with_status(&ctx, status, &OwnPage { page, file, kept })
        }
        Ok((page, file)) => html_with_status(&ctx, status, &WithdrawPage { page, file, kept }),
        Err(refusal) => not_open(ctx, code, kept, refusal).await,
    }
}

/// Not theirs, or no longer open in this browser. What was typed comes back with a way to open
/// it again; the page is the same for every number that is not published.
async fn not_open(
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
        if kept.supplement.trim().is_empty() { paths::JUDGE } else { paths::SUPPLY }
    } else {
        paths::WITHDRAW
    };
    let shown = OpenAgainPage {
        page,
        go_on: paths::of(pattern, &code),
        contact: String::new(),
        kept: Kept {
            errors: Default::default(),
            ..kept
        },
        is_wrong: false,
    };
    html_with_status(&ctx, status, &shown)
}
