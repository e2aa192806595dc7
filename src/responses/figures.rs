//! How often warnings were overruled, by agency: for the secretary and the chair. Figures only; no
//! answer is shown here.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use askama::Template;

use super::generic::Warning;
use super::queries::{self, Overruled};
use crate::accounts::Role;
use crate::db::DbConnection;
use crate::web::{AppError, Ctx, Page, html};

/// One agency's figures.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Line {
    agency: String,
    sent_up: i64,
    with_warnings: i64,
    approved: i64,
    approved_with_warnings: i64,
}

impl Line {
    fn add(&mut self, row: &Overruled) {
        let is_warned = !row.warnings.is_empty();
        self.sent_up += row.count;
        if is_warned {
            self.with_warnings += row.count;
        }
        if row.is_approved {
            self.approved += row.count;
            if is_warned {
                self.approved_with_warnings += row.count;
            }
        }
    }

    /// Of a hundred approved, how many had warnings.
    fn share(&self) -> i64 {
        if self.approved == 0 {
            0
        } else {
            self.approved_with_warnings * 100 / self.approved
        }
    }
}

/// `/xu-ly/canh-bao`.
#[derive(Template)]
#[template(path = "responses/figures.html")]
struct FiguresPage {
    page: Page,
    lines: Vec<Line>,
    all: Line,
    /// How often each warning was overruled by approval, the most frequent first.
    kinds: Vec<(Warning, i64)>,
}

impl FiguresPage {
    fn load(conn: &mut DbConnection, ctx: &Ctx) -> Result<Self, AppError> {
        let page = Page::load(conn, ctx)?;
        let with_restricted = ctx.actor.role() == Some(Role::Secretary);
        let rows = queries::overruled(conn, with_restricted)?;
        let mut by_agency: BTreeMap<i64, Line> = BTreeMap::new();
        let mut all = Line::default();
        let mut kinds: BTreeMap<Warning, i64> = BTreeMap::new();
        for row in &rows {
            by_agency.entry(row.agency_id).or_default().add(row);
            all.add(row);
            if row.is_approved {
                for warning in &row.warnings {
                    *kinds.entry(*warning).or_default() += row.count;
                }
            }
        }
        let ids: Vec<i64> = by_agency.keys().copied().collect();
        let lines = page
            .directory
            .agencies_among(&ids)
            .filter_map(|agency| {
                let mut line = by_agency.get(&agency.id)?.clone();
                agency.name(page.lang).clone_into(&mut line.agency);
                Some(line)
            })
            .collect();
        let mut kinds: Vec<(Warning, i64)> = kinds.into_iter().collect();
        kinds.sort_by_key(|(_, count)| -count);
        Ok(Self {
            page,
            lines,
            all,
            kinds,
        })
    }
}

pub async fn show(ctx: Ctx) -> Result<HttpResponse, AppError> {
    let inner = ctx.clone();
    let page = ctx
        .app
        .db
        .read(move |conn| FiguresPage::load(conn, &inner))
        .await?;
    html(&ctx, &page)
}
