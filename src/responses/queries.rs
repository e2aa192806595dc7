//! Responses and their commitments as rows.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::generic::{self, Finding, Warning};
use super::numbering::Number;
use super::record::{Commitment, DraftCommitment, DraftText, Response, ResponseState, Save};
use crate::agencies::{self, Agency};
use crate::db::DbConnection;
use crate::db::schema::{
    agencies as agency_rows, assignments, commitments, difficulties, document_numbers,
    draft_commitments, response_grounds, response_parts, response_saves, responses,
};
use crate::difficulties::{Action, Difficulty};
use crate::events;

/// Every version, the newest first.
///
/// # Errors
/// When the database fails.
pub fn of_difficulty(conn: &mut DbConnection, difficulty_id: i64) -> QueryResult<Vec<Response>> {
    responses::table
        .filter(responses::difficulty_id.eq(difficulty_id))
        .order(responses::number.desc())
        .load(conn)
}

/// The newest version.
///
/// # Errors
/// When the database fails.
pub fn latest(conn: &mut DbConnection, difficulty_id: i64) -> QueryResult<Option<Response>> {
    responses::table
        .filter(responses::difficulty_id.eq(difficulty_id))
        .order(responses::number.desc())
        .first(conn)
        .optional()
}

/// # Errors
/// `NotFound`, or when the database fails.
pub fn find(conn: &mut DbConnection, id: i64) -> QueryResult<Response> {
    responses::table.find(id).first(conn)
}

/// What a version says, with what stands beside its words.
///
/// # Errors
/// When the database fails.
pub fn text_of(conn: &mut DbConnection, row: &Response) -> QueryResult<DraftText> {
    let promises: Vec<(String, Option<i64>, String)> = draft_commitments::table
        .filter(draft_commitments::response_id.eq(row.id))
        .order(draft_commitments::position)
        .select((
            draft_commitments::text,
            draft_commitments::agency_id,
            draft_commitments::due,
        ))
        .load(conn)?;
    Ok(DraftText {
        outcome: row.outcome(),
        summary: row.summary.clone(),
        body: row.body.clone(),
        legal_grounds: row.legal_grounds.clone(),
        grounds: ground_ids(conn, row.id)?,
        higher_body: higher_body(conn, row.id)?,
        commitments: promises
            .into_iter()
            .map(|(text, agency_id, due)| DraftCommitment {
                text,
                agency_id,
                due,
            })
            .collect(),
    })
}

/// The grounds picked for a version.
///
/// # Errors
/// When the database fails.
pub fn ground_ids(conn: &mut DbConnection, response_id: i64) -> QueryResult<Vec<i64>> {
    response_grounds::table
        .filter(response_grounds::response_id.eq(response_id))
        .order(response_grounds::ground_id)
        .select(response_grounds::ground_id)
        .load(conn)
}

/// Whose authority it is, as the version says; empty for the house's own.
///
/// # Errors
/// When the database fails.
pub fn higher_body(conn: &mut DbConnection, response_id: i64) -> QueryResult<String> {
    Ok(response_parts::table
        .find(response_id)
        .select(response_parts::higher_body)
        .first(conn)
        .optional()?
        .unwrap_or_default())
}

/// What the drafts of a difficulty said each time they were saved, the newest first.
///
/// # Errors
/// When the database fails.
pub fn saves(conn: &mut DbConnection, response_id: i64) -> QueryResult<Vec<Save>> {
    let rows: Vec<(i32, i64, chrono::NaiveDateTime, String)> = response_saves::table
        .filter(response_saves::response_id.eq(response_id))
        .order(response_saves::id.desc())
        .select((
            response_saves::version,
            response_saves::saved_by,
            response_saves::saved_at,
            response_saves::content,
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(version, saved_by, saved_at, content)| Save {
            version,
            saved_by,
            saved_at,
            // What cannot be read back is shown as nothing rather than hiding the rest.
            text: serde_json::from_str(&content).unwrap_or_default(),
        })
        .collect())
}

/// What a text lacks as the answer to a difficulty.
///
/// # Errors
/// When the database fails.
pub fn findings(
    conn: &mut DbConnection,
    difficulty: &Difficulty,
    text: &DraftText,
) -> QueryResult<Vec<Finding>> {
    let fingerprint = generic::fingerprint(&text.body);
    let same_elsewhere = if fingerprint.is_empty() {
        0
    } else {
        response_parts::table
            .inner_join(responses::table.on(responses::id.eq(response_parts::response_id)))
            .filter(response_parts::fingerprint.eq(fingerprint))
            .filter(responses::difficulty_id.ne(difficulty.id))
            .select(diesel::dsl::count(responses::difficulty_id).aggregate_distinct())
            .first(conn)?
    };
    Ok(generic::check(&generic::Answer {
        outcome: text.outcome,
        ask: &difficulty.ask,
        summary: &text.summary,
        body: &text.body,
        has_promise: text.commitments.iter().any(|one| !one.is_blank()),
        same_elsewhere,
    }))
}

/// Keeps the warnings a version was sent up with; sent up all the same, they were overruled.
///
/// # Errors
/// When the database fails.
pub fn keep_warnings(
    conn: &mut DbConnection,
    response_id: i64,
    findings: &[Finding],
) -> QueryResult<()> {
    let codes: Vec<&str> = findings.iter().map(|one| one.warning.as_str()).collect();
    let codes = codes.join(" ");
    let changed = diesel::update(response_parts::table.find(response_id))
        .set(response_parts::warnings.eq(&codes))
        .execute(conn)?;
    if changed == 0 {
        diesel::insert_into(response_parts::table)
            .values((
                response_parts::response_id.eq(response_id),
                response_parts::higher_body.eq(""),
                response_parts::fingerprint.eq(""),
                response_parts::warnings.eq(&codes),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// The warnings a version was sent up with.
///
/// # Errors
/// When the database fails.
pub fn kept_warnings(conn: &mut DbConnection, response_id: i64) -> QueryResult<Vec<Warning>> {
    let codes: Option<String> = response_parts::table
        .find(response_id)
        .select(response_parts::warnings)
        .first(conn)
        .optional()?;
    Ok(codes
        .unwrap_or_default()
        .split_whitespace()
        .filter_map(Warning::parse)
        .collect())
}

/// The promises made for a difficulty, the nearest first.
///
/// # Errors
/// When the database fails.
pub fn commitments(conn: &mut DbConnection, difficulty_id: i64) -> QueryResult<Vec<Commitment>> {
    commitments::table
        .filter(commitments::difficulty_id.eq(difficulty_id))
        .order((commitments::due_on, commitments::id))
        .select((
            commitments::agency_id,
            commitments::text,
            commitments::due_on,
            commitments::state,
            commitments::evidence,
        ))
        .load(conn)
}

/// The promises made with one response, the nearest first.
///
/// # Errors
/// When the database fails.
pub fn commitments_of(conn: &mut DbConnection, response_id: i64) -> QueryResult<Vec<Commitment>> {
    commitments::table
        .filter(commitments::response_id.eq(response_id))
        .order((commitments::due_on, commitments::id))
        .select((
            commitments::agency_id,
            commitments::text,
            commitments::due_on,
            commitments::state,
            commitments::evidence,
        ))
        .load(conn)
}

/// Agencies that coordinate, in the order they were asked.
///
/// # Errors
/// When the database fails.
pub fn coordinating(conn: &mut DbConnection, difficulty_id: i64) -> QueryResult<Vec<Agency>> {
    let ids: Vec<i64> = assignments::table
        .filter(assignments::difficulty_id.eq(difficulty_id))
        .filter(assignments::role.eq("coordinating"))
        .filter(assignments::ended_at.is_null())
        .order(assignments::id)
        .select(assignments::agency_id)
        .load(conn)?;
    ids.into_iter().map(|id| agencies::find(conn, id)).collect()
}

/// Coordinating agencies whose opinion is still missing.
///
/// # Errors
/// When the database fails.
pub fn missing_contributions(
    conn: &mut DbConnection,
    difficulty_id: i64,
) -> QueryResult<Vec<Agency>> {
    let ids: Vec<i64> = assignments::table
        .filter(assignments::difficulty_id.eq(difficulty_id))
        .filter(assignments::role.eq("coordinating"))
        .filter(assignments::ended_at.is_null())
        .filter(assignments::contributed_at.is_null())
        .select(assignments::agency_id)
        .load(conn)?;
    agencies::named(conn, &ids)
}

/// Why versions were sent back, by the version's id: the record says so.
///
/// # Errors
/// When the database fails.
pub fn reasons_sent_back(
    conn: &mut DbConnection,
    difficulty_id: i64,
) -> QueryResult<BTreeMap<i64, String>> {
    Ok(events::of_difficulty(conn, difficulty_id)?
        .into_iter()
        .filter(|event| event.action == Action::SendBack.as_str())
        .filter_map(|event| {
            let data: serde_json::Value = serde_json::from_str(&event.data).ok()?;
            Some((data.get("response")?.as_i64()?, event.note))
        })
        .collect())
}

/// The number an issuer would give next in a year, with the symbol it used last; before its first,
/// the symbol is its code.
///
/// # Errors
/// When the database fails.
pub fn next_number(conn: &mut DbConnection, agency_id: i64, year: i32) -> QueryResult<Number> {
    let last: Option<(i32, String)> = document_numbers::table
        .filter(document_numbers::agency_id.eq(agency_id))
        .filter(document_numbers::year.eq(year))
        .order(document_numbers::number.desc())
        .select((document_numbers::number, document_numbers::symbol))
        .first(conn)
        .optional()?;
    if let Some((number, symbol)) = last {
        return Ok(Number {
            number: number + 1,
            symbol,
        });
    }
    let before: Option<String> = document_numbers::table
        .filter(document_numbers::agency_id.eq(agency_id))
        .order((
            document_numbers::year.desc(),
            document_numbers::number.desc(),
        ))
        .select(document_numbers::symbol)
        .first(conn)
        .optional()?;
    if let Some(symbol) = before {
        return Ok(Number { number: 1, symbol });
    }
    let code: String = agency_rows::table
        .find(agency_id)
        .select(agency_rows::code)
        .first(conn)?;
    // Codes of agencies that share a name end in a figure.
    let symbol = code
        .trim_end_matches(|letter: char| letter.is_ascii_digit())
        .trim_end_matches('-')
        .to_owned();
    Ok(Number { number: 1, symbol })
}

/// The reference of the difficulty whose answer has a number already.
///
/// # Errors
/// When the database fails.
pub fn number_taken_by(
    conn: &mut DbConnection,
    agency_id: i64,
    year: i32,
    number: i32,
) -> QueryResult<Option<i64>> {
    document_numbers::table
        .find((agency_id, year, number))
        .select(document_numbers::response_id)
        .first(conn)
        .optional()
}

/// The day an answer's document carries.
///
/// # Errors
/// When the database fails.
pub fn document_day(conn: &mut DbConnection, response_id: i64) -> QueryResult<Option<NaiveDate>> {
    document_numbers::table
        .filter(document_numbers::response_id.eq(response_id))
        .order(document_numbers::issued_on.desc())
        .select(document_numbers::issued_on)
        .first(conn)
        .optional()
}

/// Agencies that exist today, among those of a conference.
///
/// # Errors
/// When the database fails.
pub fn open_agencies(
    conn: &mut DbConnection,
    conference_id: i64,
    today: NaiveDate,
) -> QueryResult<Vec<Agency>> {
    let taking_part: Vec<i64> = crate::conferences::queries::agencies(conn, conference_id)?
        .into_iter()
        .map(|(id, ..)| id)
        .collect();
    Ok(agencies::valid_on(conn, today)?
        .into_iter()
        .filter(|agency| taking_part.contains(&agency.id))
        .collect())
}

/// Versions sent up of one agency, alike in whether they were approved and in their warnings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overruled {
    pub agency_id: i64,
    pub is_approved: bool,
    pub warnings: Vec<Warning>,
    pub count: i64,
}

/// What was sent up, with and without warnings, by the agency that leads.
///
/// # Errors
/// When the database fails.
pub fn overruled(conn: &mut DbConnection, with_restricted: bool) -> QueryResult<Vec<Overruled>> {
    let rows: Vec<(Option<i64>, ResponseState, String, i64)> = responses::table
        .inner_join(response_parts::table.on(response_parts::response_id.eq(responses::id)))
        .inner_join(difficulties::table.on(difficulties::id.eq(responses::difficulty_id)))
        .filter(responses::state.ne(ResponseState::Draft))
        .filter(
            difficulties::restricted
                .eq(false)
                .or(difficulties::restricted.eq(with_restricted)),
        )
        .group_by((
            difficulties::lead_agency_id,
            responses::state,
            response_parts::warnings,
        ))
        .select((
            difficulties::lead_agency_id,
            responses::state,
            response_parts::warnings,
            diesel::dsl::count_star(),
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .filter_map(|(agency_id, state, warnings, count)| {
            Some(Overruled {
                agency_id: agency_id?,
                is_approved: state == ResponseState::Approved,
                warnings: warnings
                    .split_whitespace()
                    .filter_map(Warning::parse)
                    .collect(),
                count,
            })
        })
        .collect())
}
