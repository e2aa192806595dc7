//! What the desk must know before it can receive or assign: the conference's topic groups and
//! agencies, and its deadlines from this moment.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::QueryResult;

use crate::agencies::{Agency, succession};
use crate::conferences::{self, Conference, TopicGroup};
use crate::db::DbConnection;
use crate::difficulties::actions::{Deadlines, deadlines_of};

/// How many working days before the lead's date a contribution is asked for, unless the clerk
/// says otherwise: time to take it into the answer.
const CONTRIBUTION_AHEAD_DAYS: u32 = 3;

pub struct Desk {
    pub conference: Conference,
    pub topics: Vec<TopicGroup>,
    pub agencies: Vec<Agency>,
    /// Those that take part and do not exist today.
    pub closed: Vec<i64>,
    pub deadlines: Deadlines,
    pub today: NaiveDate,
}

impl Desk {
    /// # Errors
    /// When the database fails.
    pub fn load(
        conn: &mut DbConnection,
        conference_id: i64,
        now: NaiveDateTime,
    ) -> QueryResult<Self> {
        let conference = conferences::queries::find(conn, conference_id)?;
        let today = crate::dates::local_date(now);
        let standing = crate::agencies::valid_on(conn, today)?;
        let closed = conferences::queries::agencies(conn, conference_id)?
            .into_iter()
            .map(|(id, _, _)| id)
            .filter(|id| !standing.iter().any(|agency| agency.id == *id))
            .collect();
        let mut agencies = today_of(conn, conference_id, today)?;
        if agencies.is_empty() {
            agencies = standing;
        }
        Ok(Self {
            topics: conferences::queries::topic_groups(conn, conference_id)?,
            agencies,
            closed,
            deadlines: deadlines_of(conn, &conference, now)?,
            conference,
            today,
        })
    }

    #[must_use]
    pub fn topic(&self, id: i64) -> Option<&TopicGroup> {
        self.topics.iter().find(|topic| topic.id == id)
    }

    #[must_use]
    pub fn agency(&self, id: i64) -> Option<&Agency> {
        self.agencies.iter().find(|agency| agency.id == id)
    }

    /// The agency a topic group usually goes to, if it takes part.
    #[must_use]
    pub fn usual_lead(&self, topic_id: Option<i64>) -> Option<i64> {
        let lead = self.topic(topic_id?)?.default_lead_id?;
        self.agency(lead).map(|agency| agency.id)
    }

    /// The date offered for contributions.
    #[must_use]
    pub fn contribution_by(&self) -> NaiveDate {
        let days = self.conference.handling_days.unsigned_abs();
        self.deadlines
            .day_after(days.saturating_sub(CONTRIBUTION_AHEAD_DAYS).max(1))
    }
}

/// The units of today that take part: those that stand, and what followed those that ended.
fn today_of(
    conn: &mut DbConnection,
    conference_id: i64,
    today: NaiveDate,
) -> QueryResult<Vec<Agency>> {
    let standing = crate::agencies::valid_on(conn, today)?;
    let mut ids = Vec::new();
    for (id, ..) in conferences::queries::agencies(conn, conference_id)? {
        if standing.iter().any(|agency| agency.id == id) {
            ids.push(id);
        } else {
            let heirs = succession::heirs_on(conn, id, today)?;
            ids.extend(heirs.into_iter().map(|heir| heir.id));
        }
    }
    Ok(standing
        .into_iter()
        .filter(|agency| ids.contains(&agency.id))
        .collect())
}
