//! The consolidated table of a conference: every problem with its answer, by topic group or by
//! agency, numbered anew in each group. On screen, and as PDF and DOCX on A4 lying down.
//!
//! It starts from what its reader may list, restricted ones only for those named on them. Who
//! filed stands by name for the secretary only, and a shielded filer for nobody: a look at that
//! name is an act of its own.

mod paper;
mod queries;

use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::paths;
use crate::accounts::Role;
use crate::conferences;
use crate::db::DbConnection;
use crate::difficulties::Status;
use crate::documents::conventions::roman;
use crate::web::papers::{self, Paper};
use crate::web::{AppError, Ctx, Page, html};

/// Rows on a page of the screen.
const ROWS: usize = 100;

/// What the groups are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    Topic,
    Agency,
}

impl By {
    const fn code(self) -> &'static str {
        match self {
            Self::Topic => "nhom",
            Self::Agency => "don-vi",
        }
    }

    fn parse(code: &str) -> Result<Self, AppError> {
        match code {
            "" | "nhom" => Ok(Self::Topic),
            "don-vi" => Ok(Self::Agency),
            _ => Err(AppError::NotFound),
        }
    }
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ReportQuery {
    theo: String,
    tu_dong: usize,
}

/// One problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// From 1 within the group.
    pub number: usize,
    pub reference: String,
    pub title: String,
    pub ask: String,
    /// By name or by label, with the place.
    pub filer: String,
    /// Filers that have it, this one included.
    pub filers: i64,
    pub agency: String,
    pub topic: String,
    pub status: Status,
    /// The short answer, once released.
    pub answer: String,
    pub document: String,
}

/// Problems under one heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    pub name: String,
    pub lines: Vec<Line>,
}

/// The whole table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub title: String,
    pub issuer: String,
    pub by: By,
    pub groups: Vec<Group>,
    /// UTC.
    pub as_of: chrono::NaiveDateTime,
}

impl Report {
    #[must_use]
    pub fn total(&self) -> usize {
        self.groups.iter().map(|group| group.lines.len()).sum()
    }
}

#[derive(Template)]
#[template(path = "briefs/report.html")]
struct ReportPage {
    page: Page,
    slug: String,
    report: Report,
    from: usize,
}

/// What of a group is on this page.
struct Shown<'a> {
    roman: String,
    name: &'a str,
    count: usize,
    lines: Vec<&'a Line>,
}

impl ReportPage {
    fn file(&self, pattern: &str) -> String {
        format!(
            "{}?theo={}",
            paths::of(pattern, &self.slug),
            self.report.by.code()
        )
    }

    fn by(&self, code: &str) -> String {
        format!("{}?theo={code}", paths::of(paths::REPORT, &self.slug))
    }

    /// The groups of this page; one goes on, on the next page, with the number it has reached.
    fn shown(&self) -> Vec<Shown<'_>> {
        let (mut before, end) = (0, self.from + ROWS);
        let mut shown = Vec::new();
        for (place, group) in self.report.groups.iter().enumerate() {
            let first = self.from.saturating_sub(before).min(group.lines.len());
            let last = end.saturating_sub(before).min(group.lines.len());
            if let Some(lines) = group.lines.get(first..last)
                && !lines.is_empty()
            {
                shown.push(Shown {
                    roman: roman(place + 1),
                    name: &group.name,
                    count: group.lines.len(),
                    lines: lines.iter().collect(),
                });
            }
            before += group.lines.len();
        }
        shown
    }

    fn next(&self) -> Option<String> {
        let next = self.from + ROWS;
        (next < self.report.total())
            .then(|| format!("{}&tu_dong={next}", self.by(self.report.by.code())))
    }
}

fn load(
    conn: &mut DbConnection,
    ctx: &Ctx,
    slug: &str,
    theo: &str,
    lang: crate::i18n::Lang,
) -> Result<Report, AppError> {
    let by = By::parse(theo)?;
    let staff = ctx.actor.staff().ok_or(AppError::SignInNeeded)?;
    let conference = conferences::queries::by_slug(conn, slug)?;
    let names_filers = staff.role == Role::Secretary;
    let reader = queries::Reader {
        actor: &ctx.actor,
        names_filers,
        lang,
    };
    Ok(queries::report(conn, &reader, &conference, by, ctx.now())?)
}

/// # Errors
/// When there is no such conference, or the database fails.
pub async fn show(
    ctx: Ctx,
    slug: web::Path<String>,
    query: web::Query<ReportQuery>,
) -> Result<HttpResponse, AppError> {
    let inner = ctx.clone();
    let page = ctx
        .app
        .db
        .read(move |conn| -> Result<ReportPage, AppError> {
            let report = load(conn, &inner, &slug, &query.theo, inner.lang())?;
            Ok(ReportPage {
                page: Page::load(conn, &inner)?,
                slug: slug.into_inner(),
                report,
                from: query.tu_dong,
            })
        })
        .await?;
    html(&ctx, &page)
}

/// # Errors
/// As [`show`].
pub async fn pdf(
    ctx: Ctx,
    slug: web::Path<String>,
    query: web::Query<ReportQuery>,
) -> Result<HttpResponse, AppError> {
    as_paper(ctx, slug.into_inner(), query.into_inner(), Paper::Pdf).await
}

/// # Errors
/// As [`show`].
pub async fn docx(
    ctx: Ctx,
    slug: web::Path<String>,
    query: web::Query<ReportQuery>,
) -> Result<HttpResponse, AppError> {
    as_paper(ctx, slug.into_inner(), query.into_inner(), Paper::Docx).await
}

async fn as_paper(
    ctx: Ctx,
    slug: String,
    query: ReportQuery,
    paper: Paper,
) -> Result<HttpResponse, AppError> {
    let (inner, asked) = (ctx.clone(), slug.clone());
    let report = ctx
        .app
        .db
        .read(move |conn| load(conn, &inner, &asked, &query.theo, paper::LANG))
        .await?;
    let name = format!("bao-cao-{slug}-theo-{}", report.by.code());
    papers::answer(paper, name, move || paper::document(&report)).await
}
