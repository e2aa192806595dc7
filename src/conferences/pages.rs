//! What the public pages of conferences may show.

use askama::Template;

use super::{Conference, TopicGroup, paths};
use crate::difficulties::public_list::queries::PublicTotals;
use crate::web::Page;
use crate::web::page::sees_overview;

/// Every conference, the latest first.
#[derive(Template)]
#[template(path = "conferences/list.html")]
pub struct ListPage {
    page: Page,
    conferences: Vec<Conference>,
}

impl ListPage {
    #[must_use]
    pub fn new(page: Page, conferences: Vec<Conference>) -> Self {
        Self { page, conferences }
    }

    fn address(&self, conference: &Conference) -> String {
        paths::show(&conference.slug)
    }

    /// Key of the sentence on its filing window.
    fn window_key(&self, conference: &Conference) -> &'static str {
        window_key(&self.page, conference)
    }
}

/// One topic group, with how much is published under it.
pub struct Topic {
    pub group: TopicGroup,
    pub count: i64,
}

/// One conference.
#[derive(Template)]
#[template(path = "conferences/show.html")]
pub struct ConferencePage {
    page: Page,
    conference: Conference,
    topics: Vec<Topic>,
    /// Id, Vietnamese and English name.
    agencies: Vec<(i64, String, String)>,
}

impl ConferencePage {
    #[must_use]
    pub fn new(
        page: Page,
        conference: Conference,
        groups: Vec<TopicGroup>,
        agencies: Vec<(i64, String, String)>,
        totals: &PublicTotals,
    ) -> Self {
        let topics = groups
            .into_iter()
            .map(|group| Topic {
                count: totals.count(Some(group.id), None, None),
                group,
            })
            .collect();
        Self {
            page,
            conference,
            topics,
            agencies,
        }
    }

    fn window_key(&self) -> &'static str {
        window_key(&self.page, &self.conference)
    }

    fn hotline_digits(&self) -> String {
        let digits = self.conference.hotline.chars();
        digits.filter(char::is_ascii_digit).collect()
    }

    fn facts(&self) -> Vec<&str> {
        self.conference.facts(self.page.lang)
    }

    /// The overview's address, for those who may open it.
    fn overview(&self) -> Option<String> {
        let who = self.page.signed_in.as_ref()?;
        sees_overview(who.role).then(|| paths::overview(&self.conference.slug))
    }
}

fn window_key(page: &Page, conference: &Conference) -> &'static str {
    if page.now < conference.filing_opens_at {
        "conferences-window-before"
    } else if conference.takes_filings_at(page.now) {
        "conferences-window-open"
    } else {
        "conferences-window-closed"
    }
}
