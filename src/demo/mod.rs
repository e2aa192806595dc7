//! The demonstration: the Hanoi craft-village conference of 5 July 2024, three days before it is
//! held. It is loaded through the acts of the product and served like any other data.

mod accounts;
mod acts;
pub mod cast;
pub mod conference;
mod play;
pub mod reference;
pub mod script;
mod welcome;
mod wording;

use std::collections::BTreeMap;

use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;

use cast::Cast;
pub use play::form_token;
pub use welcome::welcome;

use crate::accounts::{Role, passwords};
use crate::conferences::Conference;
use crate::dates;
use crate::db::schema::{accounts as account_rows, conferences, events, meta};
use crate::db::{DbConnection, DbError};
use crate::difficulties::actions::ActError;
use crate::web::secret::Secret;

/// Every account of the demonstration has this password; it is printed at each start.
pub const PASSWORD: &str = "lang-nghe-2024";
/// When the demonstration begins, local time.
pub const BEGINS_AT: &str = "2024-07-02T09:00";
const KEY: &str = "demo";

/// Why the demonstration could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The story of the program does not fit itself, or the rules of the product.
    #[error("{0}")]
    Data(String),
    #[error(transparent)]
    Database(#[from] DbError),
}

impl DemoError {
    fn about(self, id: &str, what: &str) -> Self {
        match self {
            Self::Data(reason) => Self::Data(format!("{id}, {what}: {reason}")),
            database @ Self::Database(_) => database,
        }
    }
}

impl From<diesel::result::Error> for DemoError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Database(error.into())
    }
}

impl From<ActError> for DemoError {
    fn from(error: ActError) -> Self {
        match error {
            ActError::Database(error) => Self::Database(error),
            refused => Self::Data(refused.to_string()),
        }
    }
}

/// What a database holds before the demonstration is loaded into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    Nothing,
    TheDemo,
    SomethingElse,
}

/// # Errors
/// When the database fails.
pub fn holds(conn: &mut DbConnection) -> Result<Holds, DbError> {
    let demo: i64 = meta::table
        .filter(meta::key.eq(KEY))
        .count()
        .get_result(conn)?;
    if demo > 0 {
        return Ok(Holds::TheDemo);
    }
    let conferences: i64 = conferences::table.count().get_result(conn)?;
    let accounts: i64 = account_rows::table.count().get_result(conn)?;
    Ok(if conferences == 0 && accounts == 0 {
        Holds::Nothing
    } else {
        Holds::SomethingElse
    })
}

/// What others hang on.
pub struct Ground {
    pub conference: Conference,
    pub agency_ids: BTreeMap<String, i64>,
    pub cast: Cast,
}

/// Puts in everything but difficulties: agencies, areas, villages, calendar, the conference and
/// the accounts.
///
/// # Errors
/// When the database fails.
pub fn load_ground(conn: &mut DbConnection, password_hash: &str) -> Result<Ground, DemoError> {
    let stories = script::stories()?;
    let agency_ids = reference::load(conn)?;
    let conference = conference::load(conn, &agency_ids, &stories)?;
    let offices = conference::taking_part(&stories);
    let made_at = conference.filing_opens_at;
    let cast = Cast::create(conn, &agency_ids, &offices, password_hash, made_at)?;
    wording::load(conn, cast.in_role(Role::Clerk)?, made_at)?;
    Ok(Ground {
        conference,
        agency_ids,
        cast,
    })
}

/// Fills an empty database with the conference and everything that happened until the
/// demonstration begins.
///
/// # Errors
/// When the story breaks a rule of the product, or the database fails; then nothing was kept.
pub fn load(conn: &mut DbConnection) -> Result<(), DemoError> {
    let secret = Secret::load_or_create(conn)?;
    let hash = passwords::hash(PASSWORD).map_err(|error| DemoError::Data(error.to_string()))?;
    let ground = load_ground(conn, &hash)?;
    let stories = script::stories()?;
    let mut stage = play::Stage {
        secret: &secret,
        conference: &ground.conference,
        agency_ids: &ground.agency_ids,
        cast: &ground.cast,
        stories: &stories,
        topics: Vec::new(),
        made: BTreeMap::new(),
    };
    play::play(conn, &mut stage)?;
    accounts::settle(conn, begins_at())?;
    diesel::insert_into(meta::table)
        .values((meta::key.eq(KEY), meta::value.eq(conference::SLUG)))
        .execute(conn)?;
    Ok(())
}

/// Where the demonstration's clock starts: at `at`, but never before what already happened.
///
/// # Errors
/// When the database fails.
pub fn starts_at(conn: &mut DbConnection, at: NaiveDateTime) -> Result<NaiveDateTime, DbError> {
    let newest: Option<NaiveDateTime> = events::table
        .select(diesel::dsl::max(events::at))
        .first(conn)?;
    Ok(newest.map_or(at, |newest| at.max(newest + TimeDelta::seconds(1))))
}

/// When the demonstration begins, in UTC.
#[must_use]
pub fn begins_at() -> NaiveDateTime {
    script::parse_minute(BEGINS_AT).map_or_else(NaiveDateTime::default, dates::to_utc)
}
