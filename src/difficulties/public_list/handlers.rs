//! Load, show.

use std::sync::Arc;

use actix_web::HttpResponse;

use super::filter::Filter;
use super::pages::ListPage;
use super::queries;
use crate::text::SearchQuery;
use crate::web::paging::Rows;
use crate::web::{AppError, Ctx, Page, html};

/// The list of published difficulties.
///
/// # Errors
/// When too much is searched for in a minute, or the database fails.
pub async fn list(ctx: Ctx) -> Result<HttpResponse, AppError> {
    let mut filter = Filter::parse(&ctx.visit.query);
    let search = SearchQuery::parse(&filter.q);
    if search.is_some() {
        ctx.app.limits.search(&ctx.visit.visitor)?;
    }
    let asked = ctx.clone();
    let shown = ctx
        .app
        .db
        .read(move |conn| -> Result<ListPage, AppError> {
            let page = Page::load(conn, &asked)?;
            let totals = page.totals.public(conn)?;
            let mut ids = totals.agencies();
            ids.extend(filter.agency.one());
            let directory = Arc::clone(&page.directory);
            filter
                .topic_group
                .keep_if(|id| directory.topic_group(id).is_some());
            filter.agency.keep_if(|id| directory.agency(id).is_some());
            let unknown = filter.asks_for_the_unknown();
            let items = match &search {
                _ if unknown => Rows {
                    rows: Vec::new(),
                    next: None,
                },
                Some(query) => queries::found(conn, query, &filter)?,
                None => queries::page(conn, &filter)?,
            };
            Ok(ListPage::new(
                page,
                filter,
                &ids,
                &totals,
                items,
                search.is_some(),
            ))
        })
        .await?;
    html(&ctx, &shown)
}
