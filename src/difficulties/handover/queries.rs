//! What units that have ended still hold. Everything starts from [`visible_to`].

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use crate::accounts::Actor;
use crate::agencies::{self, Agency, succession};
use crate::areas;
use crate::db::DbConnection;
use crate::db::schema::{agencies as agency_rows, assignments, commitments, difficulties};
use crate::difficulties::Status;
use crate::difficulties::queries::visible_to;

/// Where a lead is somebody who must still do something.
const LED: [Status; 6] = [
    Status::Assigned,
    Status::InProgress,
    Status::PendingApproval,
    Status::NeedInfo,
    Status::Committed,
    Status::Escalated,
];

/// What a unit holds of a difficulty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Lead,
    /// It owes an opinion.
    Coordinating,
    /// It promised something in an answer.
    Promise,
}

impl Part {
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Lead => "lead",
            Self::Coordinating => "coordinating",
            Self::Promise => "promise",
        }
    }
}

/// One difficulty in the hands of one unit that has ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    pub row: Row,
    pub part: Part,
    pub agency_id: i64,
}

impl Held {
    /// How a form names it.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{}:{}", self.row.reference, self.agency_id)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Row {
    pub id: i64,
    pub reference: String,
    pub title: String,
    pub status: Status,
    pub lead_agency_id: Option<i64>,
    pub due_on: Option<NaiveDate>,
    pub next_due_at: Option<NaiveDateTime>,
    pub area_id: Option<i64>,
    pub version: i32,
}

type Columns = (
    difficulties::id,
    difficulties::reference,
    difficulties::title,
    difficulties::status,
    difficulties::lead_agency_id,
    difficulties::due_on,
    difficulties::next_due_at,
    difficulties::area_id,
    difficulties::version,
);

const COLUMNS: Columns = (
    difficulties::id,
    difficulties::reference,
    difficulties::title,
    difficulties::status,
    difficulties::lead_agency_id,
    difficulties::due_on,
    difficulties::next_due_at,
    difficulties::area_id,
    difficulties::version,
);

/// Everything that units which have ended by `today` hold, the nearest date first; only of
/// `agency_id` if one is asked for.
///
/// # Errors
/// When the database fails.
pub fn held(
    conn: &mut DbConnection,
    actor: &Actor,
    today: NaiveDate,
    agency_id: Option<i64>,
) -> QueryResult<Vec<Held>> {
    let mut ended: Vec<i64> = agencies::ended_by(conn, today)?
        .into_iter()
        .map(|agency| agency.id)
        .collect();
    if let Some(id) = agency_id {
        ended.retain(|ended| *ended == id);
    }
    if ended.is_empty() {
        return Ok(Vec::new());
    }
    let mut all = Vec::new();
    let led: Vec<Row> = visible_to(actor)
        .filter(difficulties::lead_agency_id.eq_any(ended.clone()))
        .filter(difficulties::status.eq_any(LED))
        .select(COLUMNS)
        .load(conn)?;
    all.extend(led.into_iter().filter_map(|row| {
        Some(Held {
            agency_id: row.lead_agency_id?,
            part: Part::Lead,
            row,
        })
    }));
    let owed: Vec<(i64, i64)> = assignments::table
        .filter(assignments::agency_id.eq_any(ended.clone()))
        .filter(assignments::role.eq("coordinating"))
        .filter(assignments::ended_at.is_null())
        .filter(assignments::contributed_at.is_null())
        .select((assignments::difficulty_id, assignments::agency_id))
        .load(conn)?;
    let promised: Vec<(i64, i64)> = commitments::table
        .filter(commitments::agency_id.eq_any(ended))
        .filter(commitments::state.eq("open"))
        .select((commitments::difficulty_id, commitments::agency_id))
        .load(conn)?;
    let ids: Vec<i64> = owed.iter().chain(&promised).map(|(id, _)| *id).collect();
    let open: Vec<Status> = Status::ALL
        .iter()
        .copied()
        .filter(|status| status.is_open())
        .collect();
    let rows: Vec<Row> = visible_to(actor)
        .filter(difficulties::id.eq_any(ids))
        .filter(difficulties::status.eq_any(open))
        .select(COLUMNS)
        .load(conn)?;
    for (part, pairs) in [(Part::Coordinating, owed), (Part::Promise, promised)] {
        for (difficulty_id, agency_id) in pairs {
            let known = all
                .iter()
                .any(|held: &Held| held.row.id == difficulty_id && held.agency_id == agency_id);
            let row = rows.iter().find(|row| row.id == difficulty_id);
            if let Some(row) = row.filter(|_| !known) {
                all.push(Held {
                    row: row.clone(),
                    part,
                    agency_id,
                });
            }
        }
    }
    all.sort_by_key(|held| (held.row.next_due_at, held.row.id, held.agency_id));
    Ok(all)
}

/// How many rows the list has.
///
/// # Errors
/// When the database fails.
pub fn count(conn: &mut DbConnection, actor: &Actor, today: NaiveDate) -> QueryResult<i64> {
    let held = held(conn, actor, today, None)?;
    Ok(i64::try_from(held.len()).unwrap_or(i64::MAX))
}

/// Who may take a row over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heirs {
    /// What followed the unit; where the area narrows them, only those.
    pub agencies: Vec<Agency>,
    /// The area says which.
    pub by_area: bool,
}

impl Heirs {
    /// The only one: it is offered, and still chosen by a person.
    #[must_use]
    pub fn only(&self) -> Option<i64> {
        match self.agencies.as_slice() {
            [one] => Some(one.id),
            _ => None,
        }
    }
}

/// The units of `today` that may take over what `held` is, by succession and by area.
///
/// # Errors
/// When the database fails.
pub fn heirs(conn: &mut DbConnection, held: &Held, today: NaiveDate) -> QueryResult<Heirs> {
    let all = succession::heirs_on(conn, held.agency_id, today)?;
    let Some(area_id) = held.row.area_id else {
        return Ok(Heirs {
            agencies: all,
            by_area: false,
        });
    };
    let area = areas::find(conn, area_id)?;
    let here: Vec<i64> = areas::heirs_on(conn, &area, today)?
        .into_iter()
        .map(|area| area.id)
        .collect();
    let ids: Vec<i64> = all.iter().map(|agency| agency.id).collect();
    let there: Vec<i64> = agency_rows::table
        .filter(agency_rows::id.eq_any(ids))
        .filter(agency_rows::area_id.eq_any(here))
        .select(agency_rows::id)
        .load(conn)?;
    if there.is_empty() {
        return Ok(Heirs {
            agencies: all,
            by_area: false,
        });
    }
    Ok(Heirs {
        agencies: all
            .into_iter()
            .filter(|agency| there.contains(&agency.id))
            .collect(),
        by_area: true,
    })
}
