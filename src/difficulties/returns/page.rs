//! The table and the rows behind one of its numbers.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use askama::Template;
use chrono::NaiveDate;
use serde::Deserialize;

use super::paths;
use super::queries::{self, Period, Row};
use crate::agencies;
use crate::dates;
use crate::db::DbConnection;
use crate::difficulties::Status;
use crate::difficulties::workbench::head;
use crate::web::{AppError, Ctx, FieldErrors, Page, html};

/// In an address: no agency was suggested.
const NOBODY: &str = "chua-ro";

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Asked {
    /// The first and the last day, as typed.
    tu: String,
    den: String,
    /// The cell that is open.
    co_quan: String,
    de_xuat: String,
}

/// One line of the table.
struct Line {
    from: String,
    suggested: String,
    count: i64,
    address: String,
    is_open: bool,
}

/// `/xu-ly/chuyen-tra`.
#[derive(Template)]
#[template(path = "difficulties/returns/returns.html")]
pub struct ReturnsPage {
    page: Page,
    asked: Asked,
    errors: FieldErrors,
    lines: Vec<Line>,
    total: i64,
    /// The rows behind the number that was opened, with the lead of today.
    rows: Vec<(Row, String)>,
}

impl ReturnsPage {
    fn tag(&self, status: &Status) -> &'static str {
        head::tag(*status)
    }

    fn opened(&self) -> Option<&Line> {
        self.lines.iter().find(|line| line.is_open)
    }
}

/// The page.
pub async fn show(ctx: Ctx) -> Result<HttpResponse, AppError> {
    let inner = ctx.clone();
    let page = ctx.app.db.read(move |conn| load(conn, &inner)).await?;
    html(&ctx, &page)
}

fn load(conn: &mut DbConnection, ctx: &Ctx) -> Result<ReturnsPage, AppError> {
    let unknown = AppError::BadInput("triage-unknown-filter");
    let Ok(asked) = serde_html_form::from_str::<Asked>(&ctx.visit.query) else {
        return Err(unknown);
    };
    let mut errors = FieldErrors::default();
    let period = period(ctx, &asked, &mut errors);
    let mut counts: BTreeMap<(i64, Option<i64>), i64> = BTreeMap::new();
    for pair in queries::pairs(conn, &ctx.actor, period)? {
        *counts.entry(pair).or_default() += 1;
    }
    let open = match (asked.co_quan.parse(), asked.de_xuat.as_str()) {
        (Err(_), _) if asked.co_quan.is_empty() => None,
        (Ok(from), NOBODY) => Some((from, None)),
        (Ok(from), id) => match id.parse() {
            Ok(id) => Some((from, Some(id))),
            Err(_) => return Err(unknown),
        },
        (Err(_), _) => return Err(unknown),
    };
    let rows = match open {
        Some(cell) => queries::rows(conn, &ctx.actor, period, cell)?,
        None => Vec::new(),
    };
    let ids: Vec<i64> = counts
        .keys()
        .flat_map(|(from, to)| [Some(*from), *to])
        .chain(rows.iter().map(|row| row.lead_agency_id))
        .flatten()
        .collect();
    let names: BTreeMap<i64, String> = agencies::named(conn, &ids)?
        .into_iter()
        .map(|agency| (agency.id, agency.name(ctx.lang()).to_owned()))
        .collect();
    let name = |id: i64| names.get(&id).cloned().unwrap_or_default();
    let mut lines: Vec<Line> = counts
        .iter()
        .map(|((from, to), count)| Line {
            from: name(*from),
            suggested: to.map_or_else(|| ctx.lang().text("returns-nobody").into_owned(), name),
            count: *count,
            address: address(&asked, *from, *to),
            is_open: open == Some((*from, *to)),
        })
        .collect();
    lines.sort_by_key(|line| std::cmp::Reverse(line.count));
    Ok(ReturnsPage {
        page: Page::load(conn, ctx)?,
        total: counts.values().sum(),
        lines,
        rows: rows
            .into_iter()
            .map(|row| {
                let lead = row.lead_agency_id.map(name).unwrap_or_default();
                (row, lead)
            })
            .collect(),
        errors,
        asked,
    })
}

fn address(asked: &Asked, from: i64, to: Option<i64>) -> String {
    let to = to.map_or_else(|| NOBODY.to_owned(), |id| id.to_string());
    let mut pairs = vec![("co_quan", from.to_string()), ("de_xuat", to)];
    for (name, typed) in [("tu", &asked.tu), ("den", &asked.den)] {
        if !typed.trim().is_empty() {
            pairs.push((name, typed.clone()));
        }
    }
    let query = serde_html_form::to_string(pairs).unwrap_or_default();
    format!("{}?{query}#hang", paths::RETURNS)
}

/// The days as typed; one that is no day is told and left out.
fn period(ctx: &Ctx, asked: &Asked, errors: &mut FieldErrors) -> Period {
    let mut day = |field: &'static str, typed: &str| -> Option<NaiveDate> {
        if typed.trim().is_empty() {
            return None;
        }
        dates::parse_date(typed)
            .map_err(|_| errors.add(field, ctx.lang().text("workbench-error-day-form")))
            .ok()
    };
    let (from, to) = (day("tu", &asked.tu), day("den", &asked.den));
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        errors.add("den", ctx.lang().text("returns-error-period"));
    }
    (
        from.map(dates::day_start),
        to.and_then(|day| day.succ_opt()).map(dates::day_start),
    )
}
