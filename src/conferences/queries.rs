//! Conferences and their topic groups as rows.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use crate::db::DbConnection;
use crate::db::schema::{agencies, calendar_days, conference_agencies, conferences, topic_groups};
use crate::i18n::Lang;
use crate::working_days::{DayEffect, WorkingCalendar};

/// A conference. Days and hours are working ones. The next number is not part of it: every filing
/// takes one ([`crate::difficulties::queries::take_numbers`]).
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = conferences)]
pub struct Conference {
    pub id: i64,
    pub slug: String,
    /// The letters and year before the number of a reference: KK24.
    pub reference_prefix: String,
    pub title_vi: String,
    pub title_en: String,
    pub short_vi: String,
    pub short_en: String,
    pub place_vi: String,
    pub place_en: String,
    pub chair_vi: String,
    pub chair_en: String,
    pub secretariat_id: i64,
    /// `None` for a conference in writing only.
    pub held_at: Option<NaiveDateTime>,
    pub filing_opens_at: NaiveDateTime,
    pub filing_closes_at: NaiveDateTime,
    pub intake_hours: i32,
    pub urgent_intake_hours: i32,
    pub handling_days: i32,
    pub need_info_days: i32,
    pub objection_days: i32,
    pub escalation_days: i32,
    /// A telephone number people may ring; empty for none.
    pub hotline: String,
    /// One fact a line, shown on the conference's page.
    pub facts_vi: String,
    pub facts_en: String,
    pub version: i32,
}

impl Conference {
    #[must_use]
    pub fn title(&self, lang: Lang) -> &str {
        lang.pick(&self.title_vi, &self.title_en)
    }

    #[must_use]
    pub fn short(&self, lang: Lang) -> &str {
        lang.pick(&self.short_vi, &self.short_en)
    }

    #[must_use]
    pub fn place(&self, lang: Lang) -> &str {
        lang.pick(&self.place_vi, &self.place_en)
    }

    #[must_use]
    pub fn chair(&self, lang: Lang) -> &str {
        lang.pick(&self.chair_vi, &self.chair_en)
    }

    #[must_use]
    pub fn facts(&self, lang: Lang) -> Vec<&str> {
        lang.pick(&self.facts_vi, &self.facts_en).lines().collect()
    }

    #[must_use]
    pub fn takes_filings_at(&self, now: NaiveDateTime) -> bool {
        self.filing_opens_at <= now && now <= self.filing_closes_at
    }
}

/// One topic group of a conference.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct TopicGroup {
    pub id: i64,
    pub conference_id: i64,
    /// From 1, in the order of the agenda.
    pub position: i32,
    pub title_vi: String,
    pub title_en: String,
    pub short_vi: String,
    pub short_en: String,
    pub default_lead_id: Option<i64>,
    pub filing_closes_at: Option<NaiveDateTime>,
    pub target_answer_on: Option<NaiveDate>,
    pub version: i32,
}

impl TopicGroup {
    #[must_use]
    pub fn title(&self, lang: Lang) -> &str {
        lang.pick(&self.title_vi, &self.title_en)
    }

    #[must_use]
    pub fn short(&self, lang: Lang) -> &str {
        lang.pick(&self.short_vi, &self.short_en)
    }
}

/// The conference people file to now: the open one that closes last, or else the latest.
///
/// # Errors
/// When the database fails.
pub fn current(conn: &mut DbConnection, now: NaiveDateTime) -> QueryResult<Option<Conference>> {
    let open = conferences::table
        .filter(conferences::filing_opens_at.le(now))
        .order((conferences::filing_closes_at.desc(), conferences::id.desc()))
        .select(Conference::as_select())
        .first(conn)
        .optional()?;
    match open {
        Some(found) => Ok(Some(found)),
        None => conferences::table
            .order(conferences::filing_opens_at)
            .select(Conference::as_select())
            .first(conn)
            .optional(),
    }
}

/// # Errors
/// `NotFound`, or when the database fails.
pub fn find(conn: &mut DbConnection, id: i64) -> QueryResult<Conference> {
    conferences::table
        .find(id)
        .select(Conference::as_select())
        .first(conn)
}

/// # Errors
/// `NotFound`, or when the database fails.
pub fn by_slug(conn: &mut DbConnection, slug: &str) -> QueryResult<Conference> {
    conferences::table
        .filter(conferences::slug.eq(slug))
        .select(Conference::as_select())
        .first(conn)
}

/// The latest first.
///
/// # Errors
/// When the database fails.
pub fn all(conn: &mut DbConnection) -> QueryResult<Vec<Conference>> {
    conferences::table
        .order((conferences::filing_opens_at.desc(), conferences::id.desc()))
        .select(Conference::as_select())
        .load(conn)
}

/// In the order of the agenda.
///
/// # Errors
/// When the database fails.
pub fn topic_groups(conn: &mut DbConnection, conference_id: i64) -> QueryResult<Vec<TopicGroup>> {
    topic_groups::table
        .filter(topic_groups::conference_id.eq(conference_id))
        .order(topic_groups::position)
        .load(conn)
}

/// Agencies taking part: id, Vietnamese and English name, in Vietnamese order.
///
/// # Errors
/// When the database fails.
pub fn agencies(
    conn: &mut DbConnection,
    conference_id: i64,
) -> QueryResult<Vec<(i64, String, String)>> {
    agencies::table
        .inner_join(conference_agencies::table.on(conference_agencies::agency_id.eq(agencies::id)))
        .filter(conference_agencies::conference_id.eq(conference_id))
        .select((agencies::id, agencies::name_vi, agencies::name_en))
        .order((agencies::sort_key, agencies::id))
        .load(conn)
}

/// The working calendar from `from` on: the table an administrator edits, never a compiled one.
///
/// # Errors
/// When the database fails.
pub fn calendar(conn: &mut DbConnection, from: NaiveDate) -> QueryResult<WorkingCalendar> {
    let rows: Vec<(NaiveDate, String)> = calendar_days::table
        .filter(calendar_days::on_date.ge(from))
        .select((calendar_days::on_date, calendar_days::effect))
        .load(conn)?;
    Ok(WorkingCalendar::new(rows.into_iter().map(
        |(date, effect)| {
            (
                date,
                if effect == "work" {
                    DayEffect::Work
                } else {
                    DayEffect::Off
                },
            )
        },
    )))
}
