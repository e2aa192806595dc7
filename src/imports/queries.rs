//! Imports and their rows as rows of the database.

use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;

use super::columns::Field;
use super::judge::{Given, Verdict};
use super::plan::Plan;
use super::sheet::unpack;
use crate::db::DbConnection;
use crate::db::schema::{accounts, difficulties, import_columns, import_rows, imports};
use crate::text_enum::text_enum;

/// An import that was not filed is kept this long after it was read.
const KEPT_DAYS: i64 = 30;

text_enum! {
    /// How far an import came.
    pub enum State {
        /// Being decided how to read it.
        Open = "open",
        /// Every row was judged.
        Checked = "checked",
        /// Its rows are submissions.
        Stored = "stored",
    }
}

/// An import without its file.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Import {
    pub id: i64,
    pub token: String,
    pub conference_id: i64,
    /// `None` when it was imported at the server's own shell.
    pub account_id: Option<i64>,
    pub file_name: String,
    pub file_hash: Vec<u8>,
    pub file_size: i64,
    pub state: State,
    plan: String,
    pub row_count: i32,
    pub ok_count: i32,
    pub warning_count: i32,
    pub error_count: i32,
    /// Rows that stand in the sheet before, or were imported before: not filed again.
    pub same_count: i32,
    pub created_at: NaiveDateTime,
    pub expires_at: NaiveDateTime,
    pub stored_at: Option<NaiveDateTime>,
    pub version: i32,
}

impl Import {
    /// How it is to be read, as far as decided.
    #[must_use]
    pub fn plan(&self) -> Plan {
        serde_json::from_str(&self.plan).unwrap_or_default()
    }

    /// Rows that would be filed.
    #[must_use]
    pub fn to_file(&self) -> i32 {
        self.ok_count + self.warning_count - self.same_count
    }
}

macro_rules! columns {
    () => {
        (
            imports::id,
            imports::token,
            imports::conference_id,
            imports::account_id,
            imports::file_name,
            imports::file_hash,
            imports::file_size,
            imports::state,
            imports::plan,
            imports::row_count,
            imports::ok_count,
            imports::warning_count,
            imports::error_count,
            imports::same_count,
            imports::created_at,
            imports::expires_at,
            imports::stored_at,
            imports::version,
        )
    };
}

/// # Errors
/// `NotFound`, or when the database fails.
pub fn find(conn: &mut DbConnection, id: i64) -> QueryResult<Import> {
    imports::table.find(id).select(columns!()).first(conn)
}

/// The import of an address that has not expired; a stored one stays.
///
/// # Errors
/// `NotFound`, or when the database fails.
pub fn by_token(conn: &mut DbConnection, token: &str, now: NaiveDateTime) -> QueryResult<Import> {
    imports::table
        .filter(imports::token.eq(token))
        .filter(
            imports::expires_at
                .gt(now)
                .or(imports::state.eq(State::Stored)),
        )
        .select(columns!())
        .first(conn)
}

/// The import that brought this very file into the conference.
///
/// # Errors
/// When the database fails.
pub fn stored(
    conn: &mut DbConnection,
    conference_id: i64,
    file_hash: &[u8],
) -> QueryResult<Option<Import>> {
    imports::table
        .filter(imports::conference_id.eq(conference_id))
        .filter(imports::file_hash.eq(file_hash))
        .filter(imports::state.eq(State::Stored))
        .select(columns!())
        .first(conn)
        .optional()
}

/// An unfinished import of the same file by the same person.
///
/// # Errors
/// When the database fails.
pub fn unfinished(
    conn: &mut DbConnection,
    conference_id: i64,
    account_id: Option<i64>,
    file_hash: &[u8],
    now: NaiveDateTime,
) -> QueryResult<Option<Import>> {
    let Some(account_id) = account_id else {
        return Ok(None);
    };
    imports::table
        .filter(imports::conference_id.eq(conference_id))
        .filter(imports::file_hash.eq(file_hash))
        .filter(imports::account_id.eq(account_id))
        .filter(imports::state.ne(State::Stored))
        .filter(imports::row_count.gt(0))
        .filter(imports::expires_at.gt(now))
        .order(imports::id.desc())
        .select(columns!())
        .first(conn)
        .optional()
}

/// The last imports of an account, the newest first.
///
/// # Errors
/// When the database fails.
pub fn of_account(
    conn: &mut DbConnection,
    account_id: i64,
    now: NaiveDateTime,
) -> QueryResult<Vec<Import>> {
    imports::table
        .filter(imports::account_id.eq(account_id))
        .filter(imports::row_count.gt(0))
        .filter(
            imports::expires_at
                .gt(now)
                .or(imports::state.eq(State::Stored)),
        )
        .order(imports::id.desc())
        .limit(10)
        .select(columns!())
        .load(conn)
}

/// The name of an account.
///
/// # Errors
/// When the database fails.
pub fn account_name(conn: &mut DbConnection, account_id: i64) -> QueryResult<String> {
    accounts::table
        .find(account_id)
        .select(accounts::display_name)
        .first(conn)
}

/// An import about to be kept.
pub struct NewImport {
    pub token: String,
    pub conference_id: i64,
    pub account_id: Option<i64>,
    pub file_name: String,
    pub file_hash: Vec<u8>,
    pub file: Vec<u8>,
    pub plan: Plan,
}

/// # Errors
/// When the database fails.
pub fn insert(conn: &mut DbConnection, new: NewImport, now: NaiveDateTime) -> QueryResult<i64> {
    diesel::insert_into(imports::table)
        .values((
            imports::token.eq(new.token),
            imports::conference_id.eq(new.conference_id),
            imports::account_id.eq(new.account_id),
            imports::file_name.eq(new.file_name),
            imports::file_hash.eq(new.file_hash),
            imports::file_size.eq(i64::try_from(new.file.len()).unwrap_or(i64::MAX)),
            imports::file.eq(new.file),
            imports::state.eq(State::Open),
            imports::plan.eq(new.plan.to_json()),
            imports::created_at.eq(now),
            imports::expires_at.eq(now + TimeDelta::days(KEPT_DAYS)),
        ))
        .returning(imports::id)
        .get_result(conn)
}

/// The file as it was uploaded; `None` once it expired.
///
/// # Errors
/// When the database fails.
pub fn file(conn: &mut DbConnection, id: i64) -> QueryResult<Option<Vec<u8>>> {
    imports::table.find(id).select(imports::file).first(conn)
}

/// Writes how the file is to be read; what was judged before no longer counts.
///
/// # Errors
/// `NotFound` when it was stored meanwhile; or when the database fails.
pub fn save_plan(conn: &mut DbConnection, id: i64, plan: &Plan) -> QueryResult<()> {
    let changed = diesel::update(
        imports::table
            .find(id)
            .filter(imports::state.ne(State::Stored)),
    )
    .set((
        imports::plan.eq(plan.to_json()),
        imports::state.eq(State::Open),
        imports::version.eq(imports::version + 1),
    ))
    .execute(conn)?;
    if changed == 1 {
        Ok(())
    } else {
        Err(diesel::result::Error::NotFound)
    }
}

/// # Errors
/// When the database fails.
pub fn set_row_count(conn: &mut DbConnection, id: i64, count: i32) -> QueryResult<()> {
    diesel::update(imports::table.find(id))
        .set(imports::row_count.eq(count))
        .execute(conn)
        .map(drop)
}

/// Counts of verdicts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub rows: i32,
    pub ok: i32,
    pub warning: i32,
    pub error: i32,
    pub same: i32,
}

/// Marks an import as judged, unless somebody changed its plan since `version`.
///
/// # Errors
/// `NotFound` when it was changed; or when the database fails.
pub fn set_checked(
    conn: &mut DbConnection,
    id: i64,
    version: i32,
    counts: Counts,
) -> QueryResult<()> {
    let changed = diesel::update(
        imports::table
            .find(id)
            .filter(imports::version.eq(version))
            .filter(imports::state.ne(State::Stored)),
    )
    .set((
        imports::state.eq(State::Checked),
        imports::row_count.eq(counts.rows),
        imports::ok_count.eq(counts.ok),
        imports::warning_count.eq(counts.warning),
        imports::error_count.eq(counts.error),
        imports::same_count.eq(counts.same),
    ))
    .execute(conn)?;
    if changed == 1 {
        Ok(())
    } else {
        Err(diesel::result::Error::NotFound)
    }
}

/// # Errors
/// When the database fails.
pub fn set_stored(conn: &mut DbConnection, id: i64, now: NaiveDateTime) -> QueryResult<()> {
    diesel::update(imports::table.find(id))
        .set((imports::state.eq(State::Stored), imports::stored_at.eq(now)))
        .execute(conn)
        .map(drop)
}

/// Takes an import that was given up away, with its rows and file; a stored one stays.
///
/// # Errors
/// When the database fails.
pub fn discard(conn: &mut DbConnection, id: i64) -> QueryResult<()> {
    if find(conn, id)?.state == State::Stored {
        return Ok(());
    }
    delete_rows(conn, id)?;
    diesel::delete(imports::table.find(id))
        .execute(conn)
        .map(drop)
}

/// # Errors
/// When the database fails.
pub fn delete_rows(conn: &mut DbConnection, id: i64) -> QueryResult<()> {
    diesel::delete(
        import_rows::table
            .filter(import_rows::import_id.eq(id))
            .filter(import_rows::submission_id.is_null()),
    )
    .execute(conn)
    .map(drop)
}

/// Deletes what has expired. Of a stored import the file and the cells go; that it was imported,
/// by whom, and what became of each row stays. Returns how many.
///
/// # Errors
/// When the database fails.
pub fn delete_expired(conn: &mut DbConnection, now: NaiveDateTime) -> QueryResult<usize> {
    let expired: Vec<(i64, State)> = imports::table
        .filter(imports::expires_at.le(now))
        .filter(imports::file.is_not_null())
        .select((imports::id, imports::state))
        .load(conn)?;
    let count = expired.len();
    for (id, state) in expired {
        if state == State::Stored {
            diesel::update(import_rows::table.filter(import_rows::import_id.eq(id)))
                .set(import_rows::cells.eq("[]"))
                .execute(conn)?;
            diesel::update(imports::table.find(id))
                .set(imports::file.eq(None::<Vec<u8>>))
                .execute(conn)?;
        } else {
            discard(conn, id)?;
        }
    }
    Ok(count)
}

/// What was found out about a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    pub number: i32,
    pub verdict: Verdict,
    /// The commune a person may choose for; empty when there is no choice.
    pub place: String,
    pub fingerprint: Vec<u8>,
    pub same_as_row: Option<i32>,
    pub same_as_id: Option<i64>,
}

/// # Errors
/// When the database fails.
pub fn mark(conn: &mut DbConnection, import_id: i64, marks: Vec<Mark>) -> QueryResult<()> {
    for mark in marks {
        diesel::update(import_rows::table.find((import_id, mark.number)))
            .set((
                import_rows::verdict.eq(mark.verdict.as_str()),
                import_rows::place.eq(mark.place),
                import_rows::fingerprint.eq(mark.fingerprint),
                import_rows::same_as_row.eq(mark.same_as_row),
                import_rows::same_as_id.eq(mark.same_as_id),
            ))
            .execute(conn)?;
    }
    Ok(())
}

type Packed = (i32, bool, String);

fn given((number, is_hidden, cells): Packed) -> Given {
    Given {
        number,
        is_hidden,
        cells: unpack(&cells),
    }
}

/// Rows after `after`, in order, `limit` at most.
///
/// # Errors
/// When the database fails.
pub fn rows(
    conn: &mut DbConnection,
    import_id: i64,
    after: i32,
    limit: i64,
) -> QueryResult<Vec<Given>> {
    let rows: Vec<Packed> = import_rows::table
        .filter(import_rows::import_id.eq(import_id))
        .filter(import_rows::number.gt(after))
        .order(import_rows::number)
        .limit(limit)
        .select((
            import_rows::number,
            import_rows::is_hidden,
            import_rows::cells,
        ))
        .load(conn)?;
    Ok(rows.into_iter().map(given).collect())
}

/// The rows of those numbers, in order.
///
/// # Errors
/// When the database fails.
pub fn rows_numbered(
    conn: &mut DbConnection,
    import_id: i64,
    numbers: &[i32],
) -> QueryResult<Vec<Given>> {
    let rows: Vec<Packed> = import_rows::table
        .filter(import_rows::import_id.eq(import_id))
        .filter(import_rows::number.eq_any(numbers))
        .order(import_rows::number)
        .select((
            import_rows::number,
            import_rows::is_hidden,
            import_rows::cells,
        ))
        .load(conn)?;
    Ok(rows.into_iter().map(given).collect())
}

/// A row of the preview, with what was found out about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    pub given: Given,
    pub same_as_row: Option<i32>,
    /// The reference of what was filed from a row like it.
    pub same_as: Option<String>,
}

/// Rows of one verdict, or of any, after `after`; one more than `limit` tells that there are more.
///
/// # Errors
/// When the database fails.
pub fn page(
    conn: &mut DbConnection,
    import_id: i64,
    verdict: Option<Verdict>,
    after: i32,
    limit: i64,
) -> QueryResult<Vec<Seen>> {
    let mut query = import_rows::table
        .filter(import_rows::import_id.eq(import_id))
        .filter(import_rows::number.gt(after))
        .order(import_rows::number)
        .limit(limit + 1)
        .select((
            (
                import_rows::number,
                import_rows::is_hidden,
                import_rows::cells,
            ),
            import_rows::same_as_row,
            import_rows::same_as_id,
        ))
        .into_boxed();
    query = match verdict {
        Some(verdict) => query.filter(import_rows::verdict.eq(verdict.as_str())),
        None => query.filter(import_rows::verdict.ne("")),
    };
    let rows: Vec<(Packed, Option<i32>, Option<i64>)> = query.load(conn)?;
    let ids: Vec<i64> = rows.iter().filter_map(|(_, _, id)| *id).collect();
    let references = references(conn, &ids)?;
    Ok(rows
        .into_iter()
        .map(|(packed, same_as_row, same_as_id)| Seen {
            given: given(packed),
            same_as_row,
            same_as: same_as_id.and_then(|id| {
                let found = references.iter().find(|(own, _)| *own == id)?;
                Some(found.1.clone())
            }),
        })
        .collect())
}

fn references(conn: &mut DbConnection, submission_ids: &[i64]) -> QueryResult<Vec<(i64, String)>> {
    difficulties::table
        .filter(difficulties::submission_id.eq_any(submission_ids))
        .order(difficulties::id)
        .select((difficulties::submission_id, difficulties::reference))
        .load(conn)
}

/// Names of communes that a person may choose for, as they stand in the first row of each, with
/// how many rows say so.
///
/// # Errors
/// When the database fails.
pub fn places(conn: &mut DbConnection, import_id: i64) -> QueryResult<Vec<(String, i64)>> {
    import_rows::table
        .filter(import_rows::import_id.eq(import_id))
        .filter(import_rows::place.ne(""))
        .group_by(import_rows::place)
        .order(import_rows::place)
        .select((import_rows::place, diesel::dsl::count_star()))
        .load(conn)
}

/// Which of these rows were filed before in the conference: fingerprint and submission.
///
/// # Errors
/// When the database fails.
pub fn filed_before(
    conn: &mut DbConnection,
    conference_id: i64,
    fingerprints: &[Vec<u8>],
) -> QueryResult<Vec<(Vec<u8>, i64)>> {
    let found: Vec<(Option<Vec<u8>>, Option<i64>)> = import_rows::table
        .inner_join(imports::table.on(imports::id.eq(import_rows::import_id)))
        .filter(imports::conference_id.eq(conference_id))
        .filter(import_rows::submission_id.is_not_null())
        .filter(import_rows::fingerprint.eq_any(fingerprints))
        .select((import_rows::fingerprint, import_rows::submission_id))
        .load(conn)?;
    Ok(found
        .into_iter()
        .filter_map(|(print, id)| Some((print?, id?)))
        .collect())
}

/// Numbers and fingerprints of the rows that are to be filed.
///
/// # Errors
/// When the database fails.
pub fn to_file(conn: &mut DbConnection, import_id: i64) -> QueryResult<Vec<(i32, Vec<u8>)>> {
    let rows: Vec<(i32, Option<Vec<u8>>)> = import_rows::table
        .filter(import_rows::import_id.eq(import_id))
        .filter(import_rows::verdict.eq_any([Verdict::Ok.as_str(), Verdict::Warning.as_str()]))
        .filter(import_rows::same_as_row.is_null())
        .filter(import_rows::same_as_id.is_null())
        .order(import_rows::number)
        .select((import_rows::number, import_rows::fingerprint))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(number, print)| (number, print.unwrap_or_default()))
        .collect())
}

/// # Errors
/// When the database fails.
pub fn set_filed(
    conn: &mut DbConnection,
    import_id: i64,
    number: i32,
    submission_id: i64,
) -> QueryResult<()> {
    diesel::update(import_rows::table.find((import_id, number)))
        .set(import_rows::submission_id.eq(submission_id))
        .execute(conn)
        .map(drop)
}

/// One row of the result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filed {
    pub number: i32,
    pub submission_id: i64,
    pub reference: String,
    pub title: String,
    /// The row is like another one, and this is what that one became.
    pub was_there: bool,
}

/// What became of the rows after `after`, in order, `limit` at most.
///
/// # Errors
/// When the database fails.
pub fn filed(
    conn: &mut DbConnection,
    import_id: i64,
    after: i32,
    limit: i64,
) -> QueryResult<Vec<Filed>> {
    let rows: Vec<(i32, Option<i64>, Option<i64>)> = import_rows::table
        .filter(import_rows::import_id.eq(import_id))
        .filter(import_rows::number.gt(after))
        .filter(
            import_rows::submission_id
                .is_not_null()
                .or(import_rows::same_as_id.is_not_null()),
        )
        .order(import_rows::number)
        .limit(limit)
        .select((
            import_rows::number,
            import_rows::submission_id,
            import_rows::same_as_id,
        ))
        .load(conn)?;
    let ids: Vec<i64> = rows
        .iter()
        .filter_map(|(_, own, same)| own.or(*same))
        .collect();
    let known: Vec<(i64, String, String)> = difficulties::table
        .filter(difficulties::submission_id.eq_any(&ids))
        .order(difficulties::id)
        .select((
            difficulties::submission_id,
            difficulties::reference,
            difficulties::title,
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .filter_map(|(number, own, same)| {
            let submission_id = own.or(same)?;
            let (_, reference, title) = known.iter().find(|(id, _, _)| *id == submission_id)?;
            Some(Filed {
                number,
                submission_id,
                reference: reference.clone(),
                title: title.clone(),
                was_there: own.is_none(),
            })
        })
        .collect())
}

/// What this account took columns for, by their names.
///
/// # Errors
/// When the database fails.
pub fn remembered(
    conn: &mut DbConnection,
    account_id: Option<i64>,
) -> QueryResult<Vec<(String, Field)>> {
    let Some(account_id) = account_id else {
        return Ok(Vec::new());
    };
    let rows: Vec<(String, String)> = import_columns::table
        .filter(import_columns::account_id.eq(account_id))
        .select((import_columns::header, import_columns::field))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .filter_map(|(header, code)| Some((header, Field::parse(&code)?)))
        .collect())
}

/// Remembers what columns were taken for; the last choice counts.
///
/// # Errors
/// When the database fails.
pub fn remember(
    conn: &mut DbConnection,
    account_id: i64,
    columns: &[(String, Option<Field>)],
) -> QueryResult<()> {
    for (header, field) in columns.iter().filter(|(header, _)| !header.is_empty()) {
        diesel::delete(import_columns::table.find((account_id, header))).execute(conn)?;
        if let Some(field) = field {
            diesel::insert_into(import_columns::table)
                .values((
                    import_columns::account_id.eq(account_id),
                    import_columns::header.eq(header),
                    import_columns::field.eq(field.as_str()),
                ))
                .execute(conn)?;
        }
    }
    Ok(())
}
