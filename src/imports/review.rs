//! What a person looks at before deciding: samples of old letters, rows with what is wrong.

use chrono::NaiveDateTime;

use super::actions::headers;
use super::columns::{guess_all, header_key};
use super::judge::{Judge, Judged, Reason, Verdict, Weight};
use super::plan::Plan;
use super::queries::{self, Import, Seen};
use super::sheet::HEAD_ROWS;
use crate::conferences::queries as conferences;
use crate::db::DbConnection;
use crate::i18n::{Lang, Value};
use crate::text::legacy::Encoding;
use diesel::QueryResult;

/// Rows that samples are taken from.
const SAMPLED_ROWS: i64 = 200;
/// Letters beyond which a sample shows nothing more.
const SHOWN_WHOLE: usize = 60;

/// Texts as they stand and as they would be read, each different from the other; the longest,
/// for in those a wrong reading shows.
///
/// # Errors
/// When the database fails.
pub fn samples(
    conn: &mut DbConnection,
    import: &Import,
    encoding: Encoding,
    count: usize,
) -> QueryResult<Vec<(String, String)>> {
    let plan = import.plan();
    let rows = queries::rows(conn, import.id, 0, SAMPLED_ROWS)?;
    let mut found: Vec<(String, String)> = Vec::new();
    for row in &rows {
        for (column, cell) in row.cells.iter().enumerate() {
            let raw = cell.text();
            let decoded = plan.decode(encoding, column, cell).text;
            let is_new = !found.iter().any(|(known, _)| *known == raw);
            if is_new && decoded != raw {
                found.push((raw, decoded));
            }
        }
    }
    found.sort_by_key(|(raw, _)| std::cmp::Reverse(raw.chars().count().min(SHOWN_WHOLE)));
    found.truncate(count);
    Ok(found)
}

/// The columns proposed anew for a heading, as it reads in the encoding that was said.
///
/// # Errors
/// When the database fails.
pub fn with_header(
    conn: &mut DbConnection,
    import: &Import,
    mut plan: Plan,
    header_row: usize,
) -> QueryResult<Plan> {
    plan.header_row = header_row;
    let rows = heading(conn, import, &plan)?;
    let names: Vec<String> = headers(&plan, rows.as_ref())
        .into_iter()
        .map(|(shown, _)| shown)
        .collect();
    let remembered = queries::remembered(conn, import.account_id)?;
    plan.columns = guess_all(&names, &remembered);
    Ok(plan)
}

/// The row that names the columns; none when the sheet has none.
///
/// # Errors
/// When the database fails.
pub fn heading(
    conn: &mut DbConnection,
    import: &Import,
    plan: &Plan,
) -> QueryResult<Option<super::judge::Given>> {
    let number = i32::try_from(plan.header_row).unwrap_or_default();
    Ok(queries::rows_numbered(conn, import.id, &[number])?
        .into_iter()
        .next())
}

/// The first rows, for choosing the heading and the columns.
///
/// # Errors
/// When the database fails.
pub fn first_rows(
    conn: &mut DbConnection,
    import: &Import,
) -> QueryResult<Vec<super::judge::Given>> {
    let limit = i64::try_from(HEAD_ROWS).unwrap_or(i64::MAX);
    queries::rows(conn, import.id, 0, limit)
}

/// A row as the preview shows it.
#[derive(Debug, Clone)]
pub struct Shown {
    pub number: i32,
    pub verdict: Verdict,
    pub judged: Judged,
    pub reasons: Vec<Reason>,
}

/// Rows of one verdict or of any after `after`, judged in the reader's language; one more than
/// `limit` tells that there are more.
///
/// # Errors
/// When the database fails.
pub fn judged(
    conn: &mut DbConnection,
    import: &Import,
    verdict: Option<Verdict>,
    after: i32,
    limit: i64,
    now: NaiveDateTime,
    lang: Lang,
) -> QueryResult<Vec<Shown>> {
    let conference = conferences::find(conn, import.conference_id)?;
    let topics = conferences::topic_groups(conn, conference.id)?;
    let plan = import.plan();
    let mut judge = Judge::new(&plan, &conference, &topics, now, lang);
    let mut shown = Vec::new();
    for seen in queries::page(conn, import.id, verdict, after, limit)? {
        let judged = judge.judge(conn, &seen.given)?;
        let mut reasons = judged.reasons.clone();
        if let Some(reason) = same(&seen, lang) {
            reasons.insert(0, reason);
        }
        let heaviest = reasons.iter().map(|reason| reason.weight).max();
        shown.push(Shown {
            number: seen.given.number,
            verdict: match heaviest {
                Some(Weight::Error) => Verdict::Error,
                Some(Weight::Warning) => Verdict::Warning,
                _ => Verdict::Ok,
            },
            judged,
            reasons,
        });
    }
    Ok(shown)
}

fn same(seen: &Seen, lang: Lang) -> Option<Reason> {
    let text = match (&seen.same_as, seen.same_as_row) {
        (Some(reference), _) => lang.with(
            "imports-why-filed-before",
            &[("ref", Value::from(reference.as_str()))],
        ),
        (None, Some(row)) => lang.with("imports-why-same-row", &[("row", Value::from(row))]),
        (None, None) => return None,
    };
    Some(Reason {
        field: std::borrow::Cow::Borrowed(""),
        weight: Weight::Warning,
        text,
    })
}

/// What to remember of a mapping: the names of columns, with what they were taken for.
#[must_use]
pub fn to_remember(
    plan: &Plan,
    heading: Option<&super::judge::Given>,
) -> Vec<(String, Option<super::columns::Field>)> {
    headers(plan, heading)
        .into_iter()
        .zip(plan.columns.iter().copied().chain(std::iter::repeat(None)))
        .map(|((shown, _), field)| (header_key(&shown), field))
        .collect()
}
