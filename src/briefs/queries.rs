//! What a brief reads, and briefs as rows. Rows of difficulties are those that everybody who may
//! read a brief may know of: restricted ones are in none.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use crate::db::DbConnection;
use crate::db::schema::{
    accounts, assignments, brief_texts, briefs, commitments, conferences, craft_villages,
    difficulties, difficulty_links, filers, proposals, responses, submissions,
};
use crate::difficulties::links::LinkKind;
use crate::difficulties::{Action, AgendaPlace, Status};

/// One difficulty, as far as numbers need it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Row {
    pub id: i64,
    pub reference: String,
    pub submission_id: i64,
    pub topic_group_id: Option<i64>,
    pub status: Status,
    pub agenda_place: AgendaPlace,
    pub lead_agency_id: Option<i64>,
    pub merged_into_id: Option<i64>,
    pub next_due_at: Option<NaiveDateTime>,
    pub due_on: Option<NaiveDate>,
    pub received_at: NaiveDateTime,
    pub answered_at: Option<NaiveDateTime>,
    pub returns: i32,
}

/// # Errors
/// When the database fails.
pub fn rows(conn: &mut DbConnection, conference_id: i64) -> QueryResult<Vec<Row>> {
    difficulties::table
        .filter(difficulties::conference_id.eq(conference_id))
        .filter(difficulties::restricted.eq(false))
        .filter(difficulties::status.ne(Status::Draft))
        .order(difficulties::id)
        .select((
            difficulties::id,
            difficulties::reference,
            difficulties::submission_id,
            difficulties::topic_group_id,
            difficulties::status,
            difficulties::agenda_place,
            difficulties::lead_agency_id,
            difficulties::merged_into_id,
            difficulties::next_due_at,
            difficulties::due_on,
            difficulties::received_at,
            difficulties::answered_at,
            difficulties::returns,
        ))
        .load(conn)
}

/// The filer and the village of each letter.
///
/// # Errors
/// When the database fails.
pub fn letters(
    conn: &mut DbConnection,
    conference_id: i64,
) -> QueryResult<BTreeMap<i64, (i64, String)>> {
    type Letter = (i64, i64, String, Option<String>);
    let rows: Vec<Letter> = submissions::table
        .inner_join(filers::table.on(submissions::filer_id.eq(filers::id)))
        .left_join(
            craft_villages::table.on(filers::craft_village_id.eq(craft_villages::id.nullable())),
        )
        .filter(submissions::conference_id.eq(conference_id))
        .select((
            submissions::id,
            filers::id,
            filers::village,
            craft_villages::name.nullable(),
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(id, filer, typed, known)| (id, (filer, known.unwrap_or(typed))))
        .collect())
}

/// What a coordinating agency owed: the difficulty, by when, and when it contributed.
type Owed = (i64, NaiveDate, Option<NaiveDateTime>, Option<NaiveDateTime>);

/// # Errors
/// When the database fails.
pub fn coordination(conn: &mut DbConnection, conference_id: i64) -> QueryResult<Vec<Owed>> {
    assignments::table
        .inner_join(difficulties::table.on(assignments::difficulty_id.eq(difficulties::id)))
        .filter(difficulties::conference_id.eq(conference_id))
        .filter(assignments::role.eq("coordinating"))
        .select((
            assignments::difficulty_id,
            assignments::due_on,
            assignments::contributed_at,
            assignments::ended_at,
        ))
        .load(conn)
}

/// Those that wait for a signature to be sent up, with what the agency wrote.
///
/// # Errors
/// When the database fails.
pub fn to_sign(conn: &mut DbConnection, conference_id: i64) -> QueryResult<BTreeMap<i64, String>> {
    let rows: Vec<(i64, String)> = proposals::table
        .inner_join(difficulties::table.on(proposals::difficulty_id.eq(difficulties::id)))
        .filter(difficulties::conference_id.eq(conference_id))
        .filter(proposals::action.eq(Action::ProposeEscalation))
        .filter(proposals::settled_at.is_null())
        .order(proposals::id)
        .select((proposals::difficulty_id, proposals::note))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Pairs that ask the opposite of each other.
///
/// # Errors
/// When the database fails.
pub fn opposed(conn: &mut DbConnection, conference_id: i64) -> QueryResult<Vec<(i64, i64)>> {
    difficulty_links::table
        .inner_join(difficulties::table.on(difficulty_links::difficulty_id.eq(difficulties::id)))
        .filter(difficulties::conference_id.eq(conference_id))
        .filter(difficulty_links::kind.eq(LinkKind::Opposed))
        .order((difficulty_links::difficulty_id, difficulty_links::other_id))
        .select((difficulty_links::difficulty_id, difficulty_links::other_id))
        .load(conn)
}

/// # Errors
/// When the database fails.
pub fn titles(conn: &mut DbConnection, ids: &[i64]) -> QueryResult<BTreeMap<i64, String>> {
    let rows: Vec<(i64, String)> = difficulties::table
        .filter(difficulties::id.eq_any(ids.to_vec()))
        .filter(difficulties::restricted.eq(false))
        .select((difficulties::id, difficulties::title))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Why it was last sent back.
///
/// # Errors
/// When the database fails.
pub fn return_note(conn: &mut DbConnection, difficulty_id: i64) -> QueryResult<String> {
    let note: Option<String> = proposals::table
        .filter(proposals::difficulty_id.eq(difficulty_id))
        .filter(proposals::action.eq(Action::ProposeReturn))
        .order(proposals::id.desc())
        .select(proposals::note)
        .first(conn)
        .optional()?;
    Ok(note.unwrap_or_default())
}

/// What the lead has written last: the short answer of its newest version.
///
/// # Errors
/// When the database fails.
pub fn last_words(conn: &mut DbConnection, difficulty_id: i64) -> QueryResult<String> {
    let summary: Option<String> = responses::table
        .filter(responses::difficulty_id.eq(difficulty_id))
        .order(responses::number.desc())
        .select(responses::summary)
        .first(conn)
        .optional()?;
    Ok(summary.unwrap_or_default())
}

/// The coordinating agencies with what they contributed.
///
/// # Errors
/// When the database fails.
pub fn contributions(
    conn: &mut DbConnection,
    difficulty_id: i64,
) -> QueryResult<Vec<(i64, Option<String>)>> {
    assignments::table
        .filter(assignments::difficulty_id.eq(difficulty_id))
        .filter(assignments::role.eq("coordinating"))
        .filter(assignments::ended_at.is_null())
        .order(assignments::id)
        .select((assignments::agency_id, assignments::contribution))
        .load(conn)
}

/// The conference before this one.
///
/// # Errors
/// When the database fails.
pub fn before(
    conn: &mut DbConnection,
    opens_at: NaiveDateTime,
) -> QueryResult<Option<(i64, String, String)>> {
    conferences::table
        .filter(conferences::filing_opens_at.lt(opens_at))
        .order((conferences::filing_opens_at.desc(), conferences::id.desc()))
        .select((
            conferences::id,
            conferences::short_vi,
            conferences::short_en,
        ))
        .first(conn)
        .optional()
}

/// A promise's row: text, agency, due, state, done.
type Promised = (String, i64, NaiveDate, String, Option<NaiveDateTime>);

/// The promises of a conference, what is late first, then the nearest.
///
/// # Errors
/// When the database fails.
pub fn promises(conn: &mut DbConnection, conference_id: i64) -> QueryResult<Vec<Promised>> {
    commitments::table
        .inner_join(difficulties::table.on(commitments::difficulty_id.eq(difficulties::id)))
        .filter(difficulties::conference_id.eq(conference_id))
        .filter(difficulties::restricted.eq(false))
        .order((commitments::due_on, commitments::id))
        .select((
            commitments::text,
            commitments::agency_id,
            commitments::due_on,
            commitments::state,
            commitments::done_at,
        ))
        .load(conn)
}

/// A frozen brief.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Frozen {
    pub number: i32,
    pub as_of: NaiveDateTime,
    pub content: String,
    pub hash: Vec<u8>,
}

/// The numbers and moments of all frozen ones, the newest first, with who froze each.
///
/// # Errors
/// When the database fails.
pub fn all(
    conn: &mut DbConnection,
    conference_id: i64,
) -> QueryResult<Vec<(i32, NaiveDateTime, Option<String>)>> {
    briefs::table
        .left_join(accounts::table.on(briefs::made_by.eq(accounts::id.nullable())))
        .filter(briefs::conference_id.eq(conference_id))
        .order(briefs::number.desc())
        .select((
            briefs::number,
            briefs::as_of,
            accounts::display_name.nullable(),
        ))
        .load(conn)
}

/// # Errors
/// `NotFound`, or when the database fails.
pub fn find(conn: &mut DbConnection, conference_id: i64, number: i32) -> QueryResult<Frozen> {
    briefs::table
        .filter(briefs::conference_id.eq(conference_id))
        .filter(briefs::number.eq(number))
        .select((briefs::number, briefs::as_of, briefs::content, briefs::hash))
        .first(conn)
}

/// The number of the newest; 0 for none.
///
/// # Errors
/// When the database fails.
pub fn newest(conn: &mut DbConnection, conference_id: i64) -> QueryResult<i32> {
    let number: Option<i32> = briefs::table
        .filter(briefs::conference_id.eq(conference_id))
        .select(diesel::dsl::max(briefs::number))
        .first(conn)?;
    Ok(number.unwrap_or_default())
}

/// # Errors
/// When the database fails, or the number is taken.
pub fn insert(
    conn: &mut DbConnection,
    conference_id: i64,
    made_by: i64,
    frozen: &Frozen,
) -> QueryResult<()> {
    diesel::insert_into(briefs::table)
        .values((
            briefs::conference_id.eq(conference_id),
            briefs::number.eq(frozen.number),
            briefs::as_of.eq(frozen.as_of),
            briefs::made_by.eq(made_by),
            briefs::content.eq(&frozen.content),
            briefs::hash.eq(&frozen.hash),
        ))
        .execute(conn)
        .map(drop)
}

/// The secretary's words by key, with their versions.
///
/// # Errors
/// When the database fails.
pub fn texts(
    conn: &mut DbConnection,
    conference_id: i64,
) -> QueryResult<BTreeMap<String, (String, i32)>> {
    let rows: Vec<(String, String, i32)> = brief_texts::table
        .filter(brief_texts::conference_id.eq(conference_id))
        .select((brief_texts::key, brief_texts::text, brief_texts::version))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(key, text, version)| (key, (text, version)))
        .collect())
}

/// Words to be kept in place of those of a version; 0 for none.
pub struct NewText<'a> {
    pub key: &'a str,
    pub text: &'a str,
    pub version: i32,
    pub edited_by: i64,
    pub edited_at: NaiveDateTime,
}

/// Whether it was kept; not when the words are no longer of that version.
///
/// # Errors
/// When the database fails.
pub fn keep_text(
    conn: &mut DbConnection,
    conference_id: i64,
    new: &NewText<'_>,
) -> QueryResult<bool> {
    let stands = texts(conn, conference_id)?
        .get(new.key)
        .map_or(0, |(_, version)| *version);
    if stands != new.version {
        return Ok(false);
    }
    let values = (
        brief_texts::text.eq(new.text),
        brief_texts::edited_by.eq(new.edited_by),
        brief_texts::edited_at.eq(new.edited_at),
        brief_texts::version.eq(new.version + 1),
    );
    if stands == 0 {
        diesel::insert_into(brief_texts::table)
            .values((
                brief_texts::conference_id.eq(conference_id),
                brief_texts::key.eq(new.key),
                values,
            ))
            .execute(conn)?;
    } else {
        diesel::update(brief_texts::table.find((conference_id, new.key)))
            .set(values)
            .execute(conn)?;
    }
    Ok(true)
}
