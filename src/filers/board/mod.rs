//! Where somebody with an account begins: what they must do comes first, then the rest by its
//! next date. Every count is a link to exactly those rows.

mod pages;
mod queries;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Query;
use serde::Deserialize;

use super::claim::ClaimForm;
use super::{owners, paths, profile};
use crate::db::DbConnection;
use crate::difficulties::tracking::{self, RowView};
use crate::difficulties::{Difficulty, queries as difficulties};
use crate::filers;
use crate::submissions::{self, drafts};
use crate::text::SearchQuery;
use crate::text_enum::text_enum;
use crate::web::{AppError, Ctx, FieldErrors, Page, encode, html_with_status};

use pages::{BoardPage, DraftRow, Item, List, Tab};

text_enum! {
    /// Which rows; each one's own belongs to exactly one.
    pub enum Part {
        /// A question waits for them.
        Answer = "can-tra-loi",
        /// An answer waits for their opinion.
        Judge = "can-danh-gia",
        /// Others work on it.
        Open = "dang-xu-ly",
        Ended = "da-xong",
    }
}

/// Rows on a page.
const ROWS: i64 = 25;
/// Rows of each thing to do on the first page.
const FIRST_ROWS: i64 = 5;

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct BoardQuery {
    /// Which part.
    muc: String,
    /// Words to look for.
    q: String,
    /// The page, from 1.
    trang: String,
}

impl BoardQuery {
    fn part(&self) -> Option<Part> {
        Part::parse(&self.muc)
    }

    fn words(&self) -> &str {
        self.q.trim()
    }

    fn number(&self) -> i64 {
        self.trang.parse().unwrap_or(1).clamp(1, 100_000)
    }

    fn address(&self, part: Option<Part>, number: i64) -> String {
        let mut pairs = Vec::new();
        if let Some(part) = part {
            pairs.push(format!("muc={part}"));
        }
        if !self.words().is_empty() {
            pairs.push(format!("q={}", encode(self.words())));
        }
        if number > 1 {
            pairs.push(format!("trang={number}"));
        }
        if pairs.is_empty() {
            return paths::BOARD.to_owned();
        }
        format!("{}?{}", paths::BOARD, pairs.join("&"))
    }
}

pub async fn show(ctx: Ctx, query: Query<BoardQuery>) -> Result<HttpResponse, AppError> {
    if !query.words().is_empty() {
        ctx.app.limits.search(&ctx.visit.visitor)?;
    }
    let given = Given {
        query: query.into_inner(),
        ..Given::default()
    };
    respond(&ctx, given, StatusCode::OK).await
}

/// The board after a look-up code that opened nothing.
pub(super) async fn shown_again(
    ctx: &Ctx,
    claim: ClaimForm,
    errors: FieldErrors,
    status: StatusCode,
) -> Result<HttpResponse, AppError> {
    let given = Given {
        claim,
        errors,
        ..Given::default()
    };
    respond(ctx, given, status).await
}

/// What the page is made for.
#[derive(Default)]
struct Given {
    query: BoardQuery,
    claim: ClaimForm,
    errors: FieldErrors,
}

async fn respond(ctx: &Ctx, given: Given, status: StatusCode) -> Result<HttpResponse, AppError> {
    let inner = ctx.clone();
    let shown = ctx
        .app
        .db
        .read(move |conn| load(conn, &inner, given))
        .await?;
    html_with_status(ctx, status, &shown)
}

fn load(conn: &mut DbConnection, ctx: &Ctx, given: Given) -> Result<BoardPage, AppError> {
    let member = ctx.actor.member().ok_or(AppError::SignInNeeded)?;
    let page = Page::load(conn, ctx)?;
    let query = &given.query;
    let found = match SearchQuery::parse(query.words()) {
        Some(words) => Some(queries::matching(conn, &ctx.actor, &words)?),
        None => None,
    };
    let mut tabs = Vec::new();
    let mut total = 0;
    for &part in Part::ALL {
        let count = queries::count(conn, &ctx.actor, part, found.as_deref())?;
        total += count;
        tabs.push(Tab {
            label: page.code("filers-part", part.as_str()).into_owned(),
            address: query.address(Some(part), 1),
            is_here: query.part() == Some(part),
            count,
        });
    }
    let is_first = query.part().is_none() && query.words().is_empty() && query.number() == 1;
    let mut lists = Vec::new();
    if is_first {
        for part in [Part::Answer, Part::Judge] {
            let list = list(conn, ctx, &page, query, Some(part), None, FIRST_ROWS)?;
            lists.extend(Some(list).filter(|list| list.total > 0));
        }
    }
    let main = match (query.part(), is_first) {
        (Some(part), _) => Some(part),
        (None, true) => Some(Part::Open),
        (None, false) => None,
    };
    let main = list(conn, ctx, &page, query, main, found.as_deref(), ROWS)?;
    let opened = match ctx.actor.filer() {
        Some(opened) if owners::of_submission(conn, opened.submission_id)?.is_none() => {
            let parts = difficulties::of_submission(conn, opened.submission_id)?;
            parts.into_iter().next()
        }
        _ => None,
    };
    Ok(BoardPage {
        name: member.display_name.clone(),
        is_association: member.is_association(),
        has_profile: profile::of_account(conn, member.account_id)?.is_some(),
        drafts: if is_first {
            unsent(conn, ctx, &page, member.account_id)?
        } else {
            Vec::new()
        },
        todo: lists,
        main,
        tabs,
        total,
        words: query.words().to_owned(),
        part: query.part().map(Part::as_str).unwrap_or_default(),
        is_first,
        opened: opened.map(|one| (one.reference, one.title)),
        code: given.claim.ma_bi_mat,
        contact: given.claim.lien_he,
        errors: given.errors,
        page,
    })
}

/// One page of a part, or of everything that was found.
fn list(
    conn: &mut DbConnection,
    ctx: &Ctx,
    page: &Page,
    query: &BoardQuery,
    part: Option<Part>,
    found: Option<&[i64]>,
    rows: i64,
) -> Result<List, AppError> {
    let number = if rows == ROWS { query.number() } else { 1 };
    let total = match part {
        Some(part) => queries::count(conn, &ctx.actor, part, found)?,
        None => Part::ALL.iter().try_fold(0, |sum, part| {
            Ok::<_, AppError>(sum + queries::count(conn, &ctx.actor, *part, found)?)
        })?,
    };
    let from = (number - 1) * rows;
    let items = queries::rows(conn, &ctx.actor, part, found, from, rows)?
        .into_iter()
        .map(|one| item(conn, ctx, page, one))
        .collect::<Result<Vec<_>, AppError>>()?;
    let has_more = from + i64::try_from(items.len()).unwrap_or(rows) < total;
    Ok(List {
        title: match part {
            Some(part) => page.code("filers-part", part.as_str()).into_owned(),
            None => page.t("filers-found").into_owned(),
        },
        total,
        whole: query.address(part, 1),
        before: (rows == ROWS && number > 1).then(|| query.address(query.part(), number - 1)),
        next: (rows == ROWS && has_more).then(|| query.address(query.part(), number + 1)),
        has_more: rows != ROWS && has_more,
        items,
    })
}

fn item(
    conn: &mut DbConnection,
    ctx: &Ctx,
    page: &Page,
    one: Difficulty,
) -> Result<Item, AppError> {
    let filed_for = match ctx.actor.member() {
        Some(member) if member.is_association() => {
            let submission = submissions::queries::find(conn, one.submission_id)?;
            Some(filers::find(conn, submission.filer_id)?.name)
        }
        _ => None,
    };
    let next = one.next_due_at.map(|at| page.moment(&at));
    let row: RowView = tracking::row(conn, ctx, page, one)?;
    Ok(Item {
        row,
        next,
        filed_for,
    })
}

/// Drafts written in this account, and this browser's own.
fn unsent(
    conn: &mut DbConnection,
    ctx: &Ctx,
    page: &Page,
    account_id: i64,
) -> Result<Vec<DraftRow>, AppError> {
    let mut found = Vec::new();
    for form_token in owners::drafts_of(conn, account_id)? {
        found.extend(drafts::of_form(conn, &form_token, ctx.now())?);
    }
    let here = drafts::of_browser(conn, ctx.visit.draft.as_deref(), ctx.now())?;
    if let Some(here) = here
        && !found
            .iter()
            .any(|draft| draft.form_token == here.form_token)
    {
        found.push(here);
    }
    found.retain(|draft| draft.submission_id.is_none() && !draft.is_empty());
    found.sort_by_key(|draft| std::cmp::Reverse(draft.updated_at));
    Ok(found
        .into_iter()
        .map(|draft| {
            let token = drafts::link_token(&ctx.app.secret, &draft.form_token);
            DraftRow {
                address: submissions::paths::resume(&token),
                saved_at: page.moment(&draft.updated_at),
                title: draft.title().to_owned(),
            }
        })
        .collect())
}
