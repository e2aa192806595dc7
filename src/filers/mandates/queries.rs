//! Mandates as rows.

use chrono::NaiveDate;
use diesel::dsl::auto_type;
use diesel::prelude::*;

use super::Mandate;
use crate::accounts::Member;
use crate::db::DbConnection;
use crate::db::schema::{mandate_submissions, mandates};

/// What an association filed under mandates that hold on a day, for a query over what it may see.
#[auto_type(no_type_alias)]
pub fn submissions_under(association_id: i64, day: NaiveDate) -> _ {
    let holding = mandates::table
        .filter(mandates::association_id.eq(association_id))
        .filter(mandates::ended_at.is_null())
        .filter(mandates::valid_from.le(day))
        .filter(mandates::valid_to.ge(day))
        .select(mandates::id);
    mandate_submissions::table
        .filter(mandate_submissions::mandate_id.eq_any(holding))
        .select(mandate_submissions::submission_id)
}

/// The mandate a submission was filed under.
///
/// # Errors
/// When the database fails.
pub fn of_submission(conn: &mut DbConnection, submission_id: i64) -> QueryResult<Option<Mandate>> {
    let id: Option<i64> = mandate_submissions::table
        .find(submission_id)
        .select(mandate_submissions::mandate_id)
        .first(conn)
        .optional()?;
    id.map(|id| mandates::table.find(id).first(conn))
        .transpose()
}

/// Whether an association reads a submission today: it filed it, and the mandate still holds.
///
/// # Errors
/// When the database fails.
pub fn covers(conn: &mut DbConnection, member: &Member, submission_id: i64) -> QueryResult<bool> {
    let mandate = of_submission(conn, submission_id)?;
    Ok(mandate.is_some_and(|mandate| {
        mandate.association_id == member.account_id && mandate.holds_on(member.today)
    }))
}
