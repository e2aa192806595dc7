//! What answers are written from: documents they may rest on, each of them public and checkable,
//! and a few texts to start from.

use chrono::{NaiveDate, NaiveDateTime};
use serde::Deserialize;

use super::DemoError;
use super::reference::rows;
use crate::accounts::Staff;
use crate::db::DbConnection;
use crate::difficulties::Outcome;
use crate::responses::canned::{self, NewCanned};
use crate::responses::grounds::{self, NewGround};

#[derive(Deserialize)]
struct GroundRow {
    document: String,
    number: String,
    signed_on: NaiveDate,
    issuer: String,
    title: String,
    article: String,
    in_force_from: NaiveDate,
    in_force_to: Option<NaiveDate>,
}

#[derive(Deserialize)]
struct CannedRow {
    title: String,
    text: String,
    outcome: String,
    season_from: Option<i32>,
    season_to: Option<i32>,
}

/// Puts them in; `clerk` wrote the texts, which are everybody's.
///
/// # Errors
/// When a file of the program does not fit itself, or the database fails.
pub(super) fn load(
    conn: &mut DbConnection,
    clerk: &Staff,
    made_at: NaiveDateTime,
) -> Result<(), DemoError> {
    for row in rows::<GroundRow>(include_str!("data/grounds.csv"))? {
        let new = NewGround {
            document: row.document,
            number: row.number,
            signed_on: row.signed_on,
            issuer: row.issuer,
            title: row.title,
            article: row.article,
            in_force_from: row.in_force_from,
            in_force_to: row.in_force_to,
        };
        grounds::queries::insert(conn, &new)?;
    }
    for row in rows::<CannedRow>(include_str!("data/canned.csv"))? {
        let new = NewCanned {
            title: row.title,
            text: row.text,
            topic_group_id: None,
            outcome: Outcome::parse(&row.outcome).map_or("", Outcome::as_str),
            season: row.season_from.zip(row.season_to),
            retired: false,
        };
        canned::queries::insert(conn, None, &new, clerk.account_id, made_at)?;
    }
    Ok(())
}
