//! A legal ground as a row.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::dates;

/// A document, or an article of one.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Ground {
    pub id: i64,
    /// What kind of document: Luật, Nghị định, Quyết định.
    pub document: String,
    pub number: String,
    pub signed_on: NaiveDate,
    pub issuer: String,
    /// What it is about.
    pub title: String,
    /// Empty for the whole of it.
    pub article: String,
    pub in_force_from: NaiveDate,
    /// The last day.
    pub in_force_to: Option<NaiveDate>,
    pub folded: String,
    pub version: i32,
}

impl Ground {
    /// As an answer cites it.
    #[must_use]
    pub fn citation(&self) -> String {
        let article = if self.article.is_empty() {
            String::new()
        } else {
            format!("{} ", self.article)
        };
        format!(
            "{article}{} {} ngày {} của {} {}",
            self.document,
            self.number,
            dates::vi_date(self.signed_on),
            self.issuer,
            self.title
        )
        .trim()
        .to_owned()
    }

    #[must_use]
    pub fn address(&self) -> String {
        super::paths::of(self.id)
    }

    /// Whether it can be rested on.
    #[must_use]
    pub fn is_in_force(&self, today: &NaiveDate) -> bool {
        self.in_force_from <= *today && self.in_force_to.is_none_or(|last| *today <= last)
    }

    #[must_use]
    pub fn has_lapsed(&self, today: &NaiveDate) -> bool {
        self.in_force_to.is_some_and(|last| last < *today)
    }
}
