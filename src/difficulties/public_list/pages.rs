//! What the list may show.

use askama::Template;
use chrono::NaiveDateTime;

use super::filter::Filter;
use super::queries::{PublicItem, PublicTotals};
use super::stage::Stage;
use crate::agencies::Agency;
use crate::conferences::{Conference, TopicGroup};
use crate::dates;
use crate::web::Page;
use crate::web::paging::Rows;

/// A stage as a link to exactly that many rows.
pub struct Tab {
    pub key: &'static str,
    pub address: String,
    /// Unknown while words are searched for: no total is kept of that.
    pub count: Option<i64>,
    pub is_current: bool,
}

/// The list of published difficulties.
#[derive(Template)]
#[template(path = "difficulties/public_list/list.html")]
pub struct ListPage {
    page: Page,
    filter: Filter,
    agencies: Vec<Agency>,
    tabs: Vec<Tab>,
    items: Rows<PublicItem>,
    /// How many there are on all pages; unknown while words are searched for.
    total: Option<i64>,
    /// Something was typed that holds no word.
    no_words: bool,
}

impl ListPage {
    #[must_use]
    pub fn new(
        page: Page,
        filter: Filter,
        leads: &[i64],
        totals: &PublicTotals,
        items: Rows<PublicItem>,
        is_search: bool,
    ) -> Self {
        let no_words = !filter.q.is_empty() && !is_search;
        let unknown = filter.asks_for_the_unknown();
        let count = |stage: Option<Stage>| {
            (!is_search && !unknown)
                .then(|| totals.count(filter.topic_group.one(), filter.agency.one(), stage))
        };
        let mut tabs = vec![Tab {
            key: "common-all",
            address: filter.address_at(None),
            count: count(None),
            is_current: filter.stage == super::filter::Choice::All,
        }];
        tabs.extend(Stage::ALL.into_iter().filter_map(|stage| {
            let is_current = filter.stage.one() == Some(stage);
            let count = count(Some(stage));
            // A stage that nothing stands in is left out, unless it is the one asked for.
            (is_current || count != Some(0)).then(|| Tab {
                key: stage.key(),
                address: filter.address_at(Some(stage)),
                count,
                is_current,
            })
        }));
        let total = count(filter.stage.one());
        let agencies = page.directory.agencies_among(leads).cloned().collect();
        Self {
            page,
            filter,
            agencies,
            tabs,
            items,
            total,
            no_words,
        }
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

    /// The topic groups of a conference.
    fn groups(&self, conference: &Conference) -> Vec<&TopicGroup> {
        self.page.directory.topic_groups_of(conference.id).collect()
    }

    fn is_topic(&self, id: &i64) -> bool {
        self.filter.topic_group.one() == Some(*id)
    }

    fn is_agency(&self, id: &i64) -> bool {
        self.filter.agency.one() == Some(*id)
    }

    /// The stage's code, for the form to keep.
    fn stage_code(&self) -> &'static str {
        self.filter.stage.one().map_or("", Stage::code)
    }

    fn next_address(&self) -> Option<String> {
        self.items.next.as_ref().map(|key| self.filter.address(key))
    }

    /// Key of the sentence that says what there is none of.
    fn empty_key(&self) -> &'static str {
        if self.filter.topic_group.is_unknown() {
            "portal-list-unknown-topic"
        } else if self.filter.agency.is_unknown() {
            "portal-list-unknown-agency"
        } else if self.filter.stage.is_unknown() {
            "portal-list-unknown-stage"
        } else if !self.filter.before.is_empty() {
            "portal-list-empty-page"
        } else if !self.filter.q.is_empty() && !self.no_words {
            "portal-list-empty-search"
        } else if self.filter.is_narrowed() {
            "portal-list-empty-filter"
        } else {
            "portal-list-empty"
        }
    }
}
