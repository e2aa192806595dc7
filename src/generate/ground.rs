//! What generated difficulties stand on: the conference, its agencies with somebody to work
//! there, and the secretariat.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::GenerateError;
use super::plan::Frame;
use super::words::COMMUNES;
use crate::accounts::{Role, queries};
use crate::areas;
use crate::conferences::{self, Conference};
use crate::dates;
use crate::db::DbConnection;
use crate::db::schema::accounts;
use crate::web::secret::Secret;

/// An agency with an officer and a leader.
#[derive(Debug, Clone, Copy)]
pub(super) struct Office {
    /// Its id, and the ids of the accounts.
    pub agency: i64,
    pub officer: i64,
    pub leader: i64,
}

pub(super) struct Ground {
    pub secret: Secret,
    pub conference: Conference,
    /// Ids of topic groups in their order.
    pub topics: Vec<i64>,
    pub offices: Vec<Office>,
    pub clerk_id: Option<i64>,
    pub secretary_id: Option<i64>,
    /// Ids of areas by commune as written.
    pub areas: BTreeMap<&'static str, i64>,
}

impl Ground {
    /// # Errors
    /// When the conference does not exist, has no topic group, or none of its agencies has an
    /// officer and a leader; or when the database fails.
    pub(super) fn find(conn: &mut DbConnection, slug: &str) -> Result<Self, GenerateError> {
        let conference = conferences::queries::by_slug(conn, slug)
            .optional()?
            .ok_or_else(|| GenerateError::NoConference(slug.to_owned()))?;
        let topics: Vec<i64> = conferences::queries::topic_groups(conn, conference.id)?
            .iter()
            .map(|topic| topic.id)
            .collect();
        let mut offices = Vec::new();
        for (agency_id, _, _) in conferences::queries::agencies(conn, conference.id)? {
            let staff = queries::of_agency(conn, agency_id, Role::Officer)?;
            let leaders = queries::of_agency(conn, agency_id, Role::Leader)?;
            if let (Some((officer_id, _)), Some((leader_id, _))) = (staff.first(), leaders.first())
            {
                offices.push(Office {
                    agency: agency_id,
                    officer: *officer_id,
                    leader: *leader_id,
                });
            }
        }
        if topics.is_empty() || offices.is_empty() {
            return Err(GenerateError::NobodyToAnswer(slug.to_owned()));
        }
        let day = dates::local_date(conference.filing_opens_at);
        let mut communes = BTreeMap::new();
        for commune in COMMUNES {
            if let [one] = areas::communes_called(conn, commune, day)?.as_slice() {
                communes.insert(commune, one.area.id);
            }
        }
        Ok(Self {
            secret: Secret::load_or_create(conn)?,
            topics,
            offices,
            clerk_id: first_in(conn, Role::Clerk)?,
            secretary_id: first_in(conn, Role::Secretary)?,
            areas: communes,
            conference,
        })
    }

    pub(super) fn frame(&self) -> Frame {
        Frame {
            opens_at: self.conference.filing_opens_at,
            closes_at: self.conference.filing_closes_at,
            topics: self.topics.len(),
            agencies: self.offices.len(),
        }
    }
}

fn first_in(conn: &mut DbConnection, role: Role) -> QueryResult<Option<i64>> {
    accounts::table
        .filter(accounts::role.eq(role))
        .order(accounts::id)
        .select(accounts::id)
        .first(conn)
        .optional()
}
