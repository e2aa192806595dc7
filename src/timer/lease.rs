//! Whose turn a job is. Writers take turns (see `db::writer`), so looking and taking in one write
//! is enough: two processes never hold one lease.

use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;

use crate::db::DbConnection;
use crate::db::schema::jobs;

/// A lease runs out after this long: the process that held it is gone.
pub const MINUTES: i64 = 15;

/// Takes the lease of a job that is due and that nobody holds; returns whether it did.
///
/// # Errors
/// When the database fails.
pub fn take(conn: &mut DbConnection, name: &str, now: NaiveDateTime) -> QueryResult<bool> {
    let until = Some(now + TimeDelta::minutes(MINUTES));
    let known: Option<(NaiveDateTime, Option<NaiveDateTime>)> = jobs::table
        .find(name)
        .select((jobs::next_at, jobs::leased_until))
        .first(conn)
        .optional()?;
    match known {
        None => {
            diesel::insert_into(jobs::table)
                .values((
                    jobs::name.eq(name),
                    jobs::next_at.eq(now),
                    jobs::leased_until.eq(until),
                ))
                .execute(conn)?;
            Ok(true)
        }
        Some((next_at, held)) if next_at > now || held.is_some_and(|held| held > now) => Ok(false),
        Some(_) => {
            diesel::update(jobs::table.find(name))
                .set(jobs::leased_until.eq(until))
                .execute(conn)?;
            Ok(true)
        }
    }
}

/// The job is done and due again at `next_at`.
///
/// # Errors
/// When the database fails.
pub fn give_back(conn: &mut DbConnection, name: &str, next_at: NaiveDateTime) -> QueryResult<()> {
    diesel::update(jobs::table.find(name))
        .set((
            jobs::next_at.eq(next_at),
            jobs::leased_until.eq(None::<NaiveDateTime>),
        ))
        .execute(conn)
        .map(drop)
}
