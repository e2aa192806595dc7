//! How many rows a list has. Kept totals answer where they can, exactly and at any size; what
//! they do not know (one officer's, one kind of filer's, proposals) is counted by its rows.

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use diesel::prelude::*;

use super::filter::Topic;
use super::queries::{BEGINNING, Wanted, among, dated, is_timed, of_run, owed, runs};
use crate::accounts::{Actor, Role, Staff};
use crate::dates;
use crate::db::DbConnection;
use crate::db::schema::{difficulties, named_persons};
use crate::difficulties::totals::kept::KeptTotals;
use crate::difficulties::totals::{NO_TOPIC, Scope};

/// Counts that no kept total covers stop here: "1.000+".
pub const COUNT_AT_MOST: i64 = 1_000;

/// How many there are; more than told when `is_more`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    pub number: i64,
    pub is_more: bool,
}

impl Count {
    const fn exactly(number: i64) -> Self {
        Self {
            number,
            is_more: false,
        }
    }

    const MORE: Self = Self {
        number: COUNT_AT_MOST,
        is_more: true,
    };
}

/// Counts for one viewer; what several counts of a page start from is read once.
pub struct Counter<'a> {
    actor: &'a Actor,
    totals: &'a KeptTotals,
    /// Restricted ones on which the viewer is named, which no total of theirs holds.
    named: Option<Vec<i64>>,
}

impl<'a> Counter<'a> {
    #[must_use]
    pub fn new(actor: &'a Actor, totals: &'a KeptTotals) -> Self {
        Self {
            actor,
            totals,
            named: None,
        }
    }

    /// Counts what [`super::queries::page`] and [`super::queries::contributions`] list.
    ///
    /// # Errors
    /// When the database fails.
    pub fn count(&mut self, conn: &mut DbConnection, wanted: &Wanted) -> QueryResult<Count> {
        if let Some(agency_id) = wanted.contributor_id {
            return self.owed(conn, wanted, agency_id);
        }
        let kept = match scope(self.actor, wanted) {
            Some((staff, scope)) if is_timed(wanted) => Some(self.due(conn, wanted, staff, scope)?),
            Some((staff, scope)) => Some(self.standing(conn, wanted, staff, scope)?),
            None => None,
        };
        match kept {
            Some(number) => Ok(Count::exactly(number)),
            None => self.by_rows(conn, wanted),
        }
    }

    /// An officer has as many in hand as a person can; those are counted to the end.
    fn by_rows(&self, conn: &mut DbConnection, wanted: &Wanted) -> QueryResult<Count> {
        let is_bounded = wanted.officer_id.is_some();
        let mut number = 0;
        for run in runs(wanted) {
            let query = if is_timed(wanted) {
                dated(self.actor, wanted, run, None)
            } else {
                of_run(self.actor, wanted, run)
            };
            if is_bounded {
                number += query.count().get_result::<i64>(conn)?;
                continue;
            }
            let left = COUNT_AT_MOST + 1 - number;
            let ids: Vec<i64> = query.select(difficulties::id).limit(left).load(conn)?;
            number += i64::try_from(ids.len()).unwrap_or(left);
            if number > COUNT_AT_MOST {
                return Ok(Count::MORE);
            }
        }
        Ok(Count::exactly(number))
    }

    fn owed(&self, conn: &mut DbConnection, wanted: &Wanted, agency_id: i64) -> QueryResult<Count> {
        let mut number = 0;
        for together in owed(conn, wanted, agency_id)?.chunks(500) {
            let ids: Vec<i64> = together.iter().map(|key| key.id).collect();
            let rows = among(conn, self.actor, wanted, &ids)?;
            number += i64::try_from(rows.len()).unwrap_or_default();
            if number > COUNT_AT_MOST {
                return Ok(Count::MORE);
            }
        }
        Ok(Count::exactly(number))
    }

    /// Whatever its date.
    fn standing(
        &mut self,
        conn: &mut DbConnection,
        wanted: &Wanted,
        staff: &Staff,
        scope: Scope,
    ) -> QueryResult<i64> {
        let kept: i64 = self
            .totals
            .standing(conn, scope)?
            .iter()
            .filter(|total| wanted.statuses.contains(&total.status))
            .filter(|total| wanted.topic.holds(total.topic_group_id))
            .map(|total| total.count)
            .sum();
        Ok(kept + self.named(conn, wanted, staff, scope)?)
    }

    /// With the next date in the window: whole days from the kept totals, the hours at either
    /// end by their rows.
    fn due(
        &mut self,
        conn: &mut DbConnection,
        wanted: &Wanted,
        staff: &Staff,
        scope: Scope,
    ) -> QueryResult<i64> {
        let Some(days) = whole_days(wanted.due) else {
            return self.in_window(conn, wanted, wanted.due);
        };
        let (from, before) = days;
        let kept: i64 = self
            .totals
            .due(conn, scope, days)?
            .iter()
            .filter(|total| wanted.statuses.contains(&total.status))
            .filter(|total| wanted.topic.holds(total.topic_group_id))
            .map(|total| total.count)
            .sum();
        let inside = Wanted {
            due: (Some(dates::day_start(from)), Some(dates::day_start(before))),
            ..wanted.clone()
        };
        let mut number = kept + self.named(conn, &inside, staff, scope)?;
        if let Some(start) = wanted.due.0.filter(|at| *at < dates::day_start(from)) {
            number += self.in_window(conn, wanted, (Some(start), inside.due.0))?;
        }
        if let Some(end) = wanted.due.1.filter(|at| *at > dates::day_start(before)) {
            number += self.in_window(conn, wanted, (inside.due.1, Some(end)))?;
        }
        Ok(number)
    }

    /// Part of a day, by its rows.
    fn in_window(
        &self,
        conn: &mut DbConnection,
        wanted: &Wanted,
        due: (Option<NaiveDateTime>, Option<NaiveDateTime>),
    ) -> QueryResult<i64> {
        let wanted = Wanted {
            due,
            ..wanted.clone()
        };
        let mut number = 0;
        for run in runs(&wanted) {
            let of_run = dated(self.actor, &wanted, run, None);
            number += of_run.count().get_result::<i64>(conn)?;
        }
        Ok(number)
    }

    /// Restricted ones that are wanted and on which the viewer is named.
    fn named(
        &mut self,
        conn: &mut DbConnection,
        wanted: &Wanted,
        staff: &Staff,
        scope: Scope,
    ) -> QueryResult<i64> {
        if scope.with_restricted {
            return Ok(0);
        }
        let ids = if let Some(ids) = &self.named {
            ids
        } else {
            let ids = named_persons::table
                .filter(named_persons::account_id.eq(staff.account_id))
                .select(named_persons::difficulty_id)
                .load(conn)?;
            self.named.insert(ids)
        };
        if ids.is_empty() {
            return Ok(0);
        }
        let rows = among(conn, self.actor, wanted, ids)?;
        let restricted = rows.iter().filter(|row| row.restricted).count();
        Ok(i64::try_from(restricted).unwrap_or_default())
    }
}

/// The kept totals that know what is asked; `None` when none do.
fn scope<'a>(actor: &'a Actor, wanted: &Wanted) -> Option<(&'a Staff, Scope)> {
    let staff = actor.staff()?;
    let covers = match staff.role {
        Role::Secretary | Role::Clerk | Role::Chair | Role::ChairAide => true,
        Role::Officer | Role::Leader => {
            wanted.agency_id.is_some() && wanted.agency_id == staff.agency_id
        }
        Role::Filer | Role::Association | Role::Administrator => false,
    };
    let is_known = wanted.officer_id.is_none()
        && wanted.kind.is_none()
        && wanted.area_ids.is_none()
        && wanted.party.is_none()
        && wanted.proposed.is_none();
    (covers && is_known).then_some((
        staff,
        Scope {
            conference_id: wanted.conference_id,
            agency_id: wanted.agency_id,
            with_restricted: staff.role == Role::Secretary,
        },
    ))
}

impl Topic {
    /// Whether a total's topic group is meant.
    fn holds(self, topic_group_id: i64) -> bool {
        match self {
            Self::Any => true,
            Self::Unchosen => topic_group_id == NO_TOPIC,
            Self::One(wanted) => topic_group_id == wanted,
        }
    }
}

/// The local days that lie in a window with all their hours, the last one excluded; `None` when
/// there are none.
fn whole_days(
    (from, before): (Option<NaiveDateTime>, Option<NaiveDateTime>),
) -> Option<(NaiveDate, NaiveDate)> {
    let first = match from {
        None => BEGINNING.date(),
        Some(at) => {
            let day = dates::local_date(at);
            if at == dates::day_start(day) {
                day
            } else {
                day + TimeDelta::days(1)
            }
        }
    };
    let end = NaiveDate::from_ymd_opt(9999, 12, 31)?;
    let last = before.map_or(end, dates::local_date);
    (first < last).then_some((first, last))
}
