//! What the first screen counts. An administrator reads no content: nothing here counts what was
//! filed.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use crate::accounts::Role;
use crate::db::DbConnection;
use crate::db::schema::{
    accounts, agencies, areas, conferences, craft_villages, jobs, notices, topic_groups,
};

/// A job of the timer: name, when it is due, until when somebody holds it.
pub(super) type JobRow = (String, NaiveDateTime, Option<NaiveDateTime>);

pub(super) fn job_rows(conn: &mut DbConnection) -> QueryResult<Vec<JobRow>> {
    jobs::table
        .order(jobs::name)
        .select((jobs::name, jobs::next_at, jobs::leased_until))
        .load(conn)
}

/// Rows of what is looked after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Counts {
    pub conferences: i64,
    pub accounts: i64,
    pub agencies: i64,
    pub areas: i64,
    pub villages: i64,
    pub notices: i64,
}

pub(super) fn counts(conn: &mut DbConnection, today: NaiveDate) -> QueryResult<Counts> {
    Ok(Counts {
        conferences: conferences::table.count().get_result(conn)?,
        accounts: accounts::table
            .filter(accounts::disabled_at.is_null())
            .filter(accounts::role.ne_all([Role::Filer, Role::Association]))
            .count()
            .get_result(conn)?,
        agencies: agencies::table
            .filter(
                agencies::valid_from
                    .is_null()
                    .or(agencies::valid_from.le(today)),
            )
            .filter(
                agencies::valid_to
                    .is_null()
                    .or(agencies::valid_to.ge(today)),
            )
            .count()
            .get_result(conn)?,
        areas: areas::table
            .filter(areas::kind.eq("commune"))
            .filter(areas::valid_from.is_null().or(areas::valid_from.le(today)))
            .filter(areas::valid_to.is_null().or(areas::valid_to.ge(today)))
            .count()
            .get_result(conn)?,
        villages: craft_villages::table
            .filter(
                craft_villages::valid_to
                    .is_null()
                    .or(craft_villages::valid_to.ge(today)),
            )
            .count()
            .get_result(conn)?,
        notices: notices::table
            .filter(notices::sent_at.is_null())
            .count()
            .get_result(conn)?,
    })
}

/// Open accounts of units that have ended.
pub(super) fn stranded_accounts(conn: &mut DbConnection, today: NaiveDate) -> QueryResult<i64> {
    accounts::table
        .inner_join(agencies::table.on(accounts::agency_id.eq(agencies::id.nullable())))
        .filter(accounts::disabled_at.is_null())
        .filter(agencies::valid_to.lt(today))
        .count()
        .get_result(conn)
}

/// Topic groups of conferences still taking filings that by default go to a unit that has ended.
pub(super) fn stranded_topics(
    conn: &mut DbConnection,
    today: NaiveDate,
    now: NaiveDateTime,
) -> QueryResult<i64> {
    topic_groups::table
        .inner_join(agencies::table.on(topic_groups::default_lead_id.eq(agencies::id.nullable())))
        .inner_join(conferences::table.on(conferences::id.eq(topic_groups::conference_id)))
        .filter(conferences::filing_closes_at.ge(now))
        .filter(agencies::valid_to.lt(today))
        .count()
        .get_result(conn)
}

/// Names for the log: accounts by id.
pub(super) fn people(
    conn: &mut DbConnection,
    ids: &[i64],
) -> QueryResult<Vec<(i64, String, String)>> {
    accounts::table
        .filter(accounts::id.eq_any(ids.to_vec()))
        .select((accounts::id, accounts::display_name, accounts::sign_in_name))
        .load(conn)
}
