//! Every marking against the letter it is of.

use diesel::prelude::*;

use crate::db::DbConnection;
use crate::db::schema::{difficulties, passages, submissions};
use crate::difficulties::Status;
use crate::difficulties::passages::{Letter, Span, marking, queries};

const PAGE: i64 = 500;

/// Tells passages that do not lie in their letter, leave words out, say other words than they
/// quote, or became a difficulty of another letter or none that stands.
pub(super) fn look(conn: &mut DbConnection, wrong: &mut dyn FnMut(String)) -> QueryResult<()> {
    let mut after = i64::MIN;
    loop {
        let page: Vec<(i64, String, String)> = submissions::table
            .filter(submissions::id.gt(after))
            .filter(
                submissions::id.eq_any(
                    passages::table
                        .filter(passages::taken_back_at.is_null())
                        .select(passages::submission_id),
                ),
            )
            .order(submissions::id)
            .limit(PAGE)
            .select((submissions::id, submissions::body, submissions::ask))
            .load(conn)?;
        let Some((last, ..)) = page.last() else {
            return Ok(());
        };
        after = *last;
        for (id, body, ask) in &page {
            let parts: Vec<(i64, Status)> = difficulties::table
                .filter(difficulties::submission_id.eq(id))
                .select((difficulties::id, difficulties::status))
                .load(conn)?;
            let marked = queries::of_submission(conn, *id)?;
            let letter = Letter::of(body, ask);
            if let Some(what) = fault(&letter, &marked, &parts) {
                wrong(format!("submission {id}: {what}"));
            }
        }
    }
}

fn fault(letter: &Letter, marked: &[queries::Marked], parts: &[(i64, Status)]) -> Option<String> {
    let offset = |at: i32| usize::try_from(at).unwrap_or(usize::MAX);
    let spans: Vec<Span> = marked
        .iter()
        .map(|one| Span {
            from: offset(one.starts_at),
            to: offset(one.ends_at),
        })
        .collect();
    let is_whole = matches!(spans.as_slice(), [only] if *only == letter.whole());
    if let (false, Err(fault)) = (is_whole, marking::check_spans(letter, &spans)) {
        return Some(fault.to_string());
    }
    let misquotes = marked
        .iter()
        .zip(&spans)
        .any(|(one, span)| one.quoted != letter.text(*span));
    if misquotes {
        return Some("a passage quotes other words than the letter's".into());
    }
    let is_lost = marked.iter().filter_map(|one| one.difficulty_id).any(|id| {
        let part = parts.iter().find(|(part, _)| *part == id);
        part.is_none_or(|(_, status)| matches!(status, Status::Draft | Status::Submitted))
    });
    is_lost.then(|| "a passage became nothing that stands in its letter".into())
}
