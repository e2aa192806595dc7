//! What rarely changes and every page needs (conferences, topic groups, agencies, the working
//! calendar), kept in memory. The rows are the truth: the database counts every change of them,
//! whoever makes it, and each request asks for that count, so a page never shows an old name.

use std::collections::BTreeSet;
use std::sync::{Arc, PoisonError, RwLock};

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use crate::agencies::{self, Agency};
use crate::conferences::{self, Conference, TopicGroup};
use crate::db::DbConnection;
use crate::db::schema::{conference_agencies, directory_version, topic_groups};
use crate::working_days::WorkingCalendar;

/// The rows as they stood at one version.
#[derive(Debug, Default)]
pub struct Directory {
    version: i64,
    /// The latest first.
    pub conferences: Vec<Arc<Conference>>,
    /// By conference, in the order of its agenda.
    topic_groups: Vec<TopicGroup>,
    /// In Vietnamese order, closed ones too.
    agencies: Vec<Agency>,
    /// Conference and agency.
    taking_part: BTreeSet<(i64, i64)>,
    pub calendar: WorkingCalendar,
}

impl Directory {
    fn load(conn: &mut DbConnection, version: i64) -> QueryResult<Self> {
        Ok(Self {
            version,
            conferences: conferences::queries::all(conn)?
                .into_iter()
                .map(Arc::new)
                .collect(),
            topic_groups: topic_groups::table
                .order((topic_groups::conference_id, topic_groups::position))
                .load(conn)?,
            agencies: agencies::all(conn)?,
            taking_part: conference_agencies::table
                .select((
                    conference_agencies::conference_id,
                    conference_agencies::agency_id,
                ))
                .load::<(i64, i64)>(conn)?
                .into_iter()
                .collect(),
            calendar: conferences::queries::calendar(conn, NaiveDate::default())?,
        })
    }

    /// The conference people file to now: see [`conferences::queries::current`].
    #[must_use]
    pub fn current(&self, now: NaiveDateTime) -> Option<Arc<Conference>> {
        self.conferences
            .iter()
            .filter(|conference| conference.filing_opens_at <= now)
            .max_by_key(|conference| (conference.filing_closes_at, conference.id))
            .or_else(|| {
                self.conferences
                    .iter()
                    .min_by_key(|conference| conference.filing_opens_at)
            })
            .cloned()
    }

    #[must_use]
    pub fn conference(&self, id: i64) -> Option<&Arc<Conference>> {
        self.conferences
            .iter()
            .find(|conference| conference.id == id)
    }

    #[must_use]
    pub fn by_slug(&self, slug: &str) -> Option<&Arc<Conference>> {
        self.conferences
            .iter()
            .find(|conference| conference.slug == slug)
    }

    /// In the order of the agenda.
    pub fn topic_groups_of(&self, conference_id: i64) -> impl Iterator<Item = &TopicGroup> {
        self.topic_groups
            .iter()
            .filter(move |group| group.conference_id == conference_id)
    }

    #[must_use]
    pub fn topic_group(&self, id: i64) -> Option<&TopicGroup> {
        self.topic_groups.iter().find(|group| group.id == id)
    }

    #[must_use]
    pub fn agency(&self, id: i64) -> Option<&Agency> {
        self.agencies.iter().find(|agency| agency.id == id)
    }

    /// Those of `ids`, in Vietnamese order.
    pub fn agencies_among(&self, ids: &[i64]) -> impl Iterator<Item = &Agency> {
        self.agencies
            .iter()
            .filter(move |agency| ids.contains(&agency.id))
    }

    /// In Vietnamese order.
    pub fn agencies_taking_part(&self, conference_id: i64) -> impl Iterator<Item = &Agency> {
        self.agencies
            .iter()
            .filter(move |agency| self.taking_part.contains(&(conference_id, agency.id)))
    }
}

/// How often what is kept in memory has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable)]
pub struct Versions {
    pub directory: i64,
    /// Of the kept totals: [`crate::difficulties::totals::kept`].
    pub totals: i64,
}

impl Versions {
    /// # Errors
    /// When the database fails.
    pub fn read(conn: &mut DbConnection) -> QueryResult<Self> {
        directory_version::table
            .select((directory_version::version, directory_version::totals))
            .first(conn)
    }
}

/// The directory all requests share.
#[derive(Default)]
pub struct Shelf(RwLock<Arc<Directory>>);

impl Shelf {
    /// The directory as the database has it now.
    ///
    /// # Errors
    /// When the database fails.
    pub fn current(&self, conn: &mut DbConnection) -> QueryResult<Arc<Directory>> {
        let versions = Versions::read(conn)?;
        self.at(conn, versions)
    }

    /// The directory as it stands at `versions`, which the caller has just read.
    ///
    /// # Errors
    /// When the database fails.
    pub fn at(&self, conn: &mut DbConnection, versions: Versions) -> QueryResult<Arc<Directory>> {
        let version = versions.directory;
        let kept = Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner));
        if kept.version == version {
            return Ok(kept);
        }
        // Read after the version: rows that change meanwhile are read again by the next request.
        let fresh = Arc::new(Directory::load(conn, version)?);
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&fresh);
        Ok(fresh)
    }
}
