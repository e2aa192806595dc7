//! The options of a select, a row of tabs, a set of boxes.

use super::count::{COUNT_AT_MOST, Count};
use super::desk::Desk;
use crate::agencies::Agency;
use crate::conferences::TopicGroup;
use crate::web::Page;

/// One option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub is_chosen: bool,
}

impl Choice {
    #[must_use]
    pub fn new(value: impl std::fmt::Display, label: impl Into<String>, chosen: &str) -> Self {
        let value = value.to_string();
        Self {
            is_chosen: value == chosen,
            value,
            label: label.into(),
        }
    }
}

/// Topic groups, numbered as on the agenda.
#[must_use]
pub fn topics(page: &Page, topics: &[TopicGroup], chosen: &str) -> Vec<Choice> {
    topics
        .iter()
        .map(|topic| {
            let label = format!("{}. {}", topic.position, topic.short(page.lang));
            Choice::new(topic.id, label, chosen)
        })
        .collect()
}

/// Agencies by name; the suggested one says so.
#[must_use]
pub fn agencies(page: &Page, all: &[Agency], suggested: Option<i64>, chosen: &str) -> Vec<Choice> {
    all.iter()
        .map(|agency| {
            let name = agency.name(page.lang);
            let label = if suggested == Some(agency.id) {
                page.t1("triage-suggested", "agency", name)
            } else {
                name.to_owned()
            };
            Choice::new(agency.id, label, chosen)
        })
        .collect()
}

/// Boxes for coordinating agencies.
#[must_use]
pub fn coordinating(page: &Page, desk: &Desk, chosen: &[String]) -> Vec<Choice> {
    desk.agencies
        .iter()
        .map(|agency| {
            let value = agency.id.to_string();
            Choice {
                is_chosen: chosen.contains(&value),
                value,
                label: agency.name(page.lang).to_owned(),
            }
        })
        .collect()
}

/// A link to a part of the lists, with how many rows it leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tab {
    pub label: String,
    pub count: String,
    pub is_late: bool,
    pub address: String,
    pub is_current: bool,
}

/// "1.350", or "1.000+" where counting stopped.
#[must_use]
pub fn number(page: &Page, count: Count) -> String {
    if count.is_more {
        format!("{}+", page.number(&COUNT_AT_MOST))
    } else {
        page.number(&count.number)
    }
}
