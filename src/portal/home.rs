//! The first page: what conference this is, how long it takes filings, the two great buttons,
//! and what has been answered so far.

use std::borrow::Cow;

use askama::Template;
use chrono::{Datelike, NaiveDateTime};
use diesel::QueryResult;

use crate::agencies::Agency;
use crate::conferences::{Conference, TopicGroup};
use crate::dates;
use crate::db::DbConnection;
use crate::difficulties::public_list::queries::{self, PublicTotals};
use crate::difficulties::public_list::{PublicItem, Stage, paths};
use crate::web::Page;

/// Answers shown.
const NEWEST_ANSWERS: usize = 4;

/// How far the filing window is through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// Of the time from opening to closing, how much is over.
    pub percent_over: i64,
    /// Days of the calendar until the last one; `None` when it is not open.
    pub days_left: Option<i64>,
}

impl Window {
    #[must_use]
    pub fn of(conference: &Conference, now: NaiveDateTime) -> Self {
        let whole = (conference.filing_closes_at - conference.filing_opens_at).num_minutes();
        let over = (now - conference.filing_opens_at).num_minutes();
        let last = dates::local_date(conference.filing_closes_at);
        Self {
            percent_over: (over.max(0) * 100 / whole.max(1)).min(100),
            days_left: conference
                .takes_filings_at(now)
                .then(|| (last - dates::local_date(now)).num_days()),
        }
    }
}

/// A count, and the list of exactly that many rows.
pub struct Figure {
    pub key: &'static str,
    pub count: i64,
    pub address: String,
}

/// One topic group with what is published under it.
pub struct Topic {
    pub group: TopicGroup,
    pub count: i64,
}

#[derive(Template)]
#[template(path = "portal/home.html")]
pub struct HomePage {
    page: Page,
    window: Option<Window>,
    topics: Vec<Topic>,
    figures: Vec<Figure>,
    answers: Vec<PublicItem>,
    agencies: Vec<Agency>,
}

/// Gathers the first page.
///
/// # Errors
/// When the database fails.
pub fn load(conn: &mut DbConnection, page: Page) -> QueryResult<HomePage> {
    let totals = page.totals.public(conn)?;
    let groups: Vec<TopicGroup> = match &page.conference {
        Some(conference) => page
            .directory
            .topic_groups_of(conference.id)
            .cloned()
            .collect(),
        None => Vec::new(),
    };
    let answers = queries::newest_answers(conn, NEWEST_ANSWERS)?;
    let leads: Vec<i64> = answers
        .iter()
        .filter_map(|item| item.lead_agency_id)
        .collect();
    let window = page
        .conference
        .as_ref()
        .map(|conference| Window::of(conference, page.now));
    Ok(HomePage {
        window,
        topics: groups
            .into_iter()
            .map(|group| Topic {
                count: totals.count(Some(group.id), None, None),
                group,
            })
            .collect(),
        figures: figures(&totals),
        agencies: page.directory.agencies_among(&leads).cloned().collect(),
        answers,
        page,
    })
}

/// All that is published, then each stage that something stands in.
fn figures(totals: &PublicTotals) -> Vec<Figure> {
    let all = Figure {
        key: "portal-figure-published",
        count: totals.count(None, None, None),
        address: paths::LIST.to_owned(),
    };
    let stages = Stage::ALL.into_iter().map(|stage| Figure {
        key: stage.key(),
        count: totals.count(None, None, Some(stage)),
        address: format!("{}?trang_thai={}", paths::LIST, stage.code()),
    });
    [all]
        .into_iter()
        .chain(stages)
        .filter(|figure| figure.count > 0)
        .collect()
}

impl HomePage {
    /// The weekday on which the conference sits.
    fn weekday(&self, held_at: &NaiveDateTime) -> Cow<'static, str> {
        let day = dates::local_date(*held_at).weekday().number_from_monday();
        self.page.t(&format!("portal-weekday-{day}"))
    }

    /// The day of an answer, in words.
    fn answered_on(&self, at: &NaiveDateTime) -> String {
        let day = self.page.day(&dates::local_date(*at));
        self.page.t1("portal-item-answered-on", "date", day)
    }

    fn agency(&self, item: &PublicItem) -> Option<&str> {
        let id = item.lead_agency_id?;
        let agency = self.agencies.iter().find(|agency| agency.id == id)?;
        Some(agency.name(self.page.lang))
    }
}
