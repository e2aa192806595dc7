//! What changed between two versions of an answer, field by field.

use std::collections::BTreeMap;

use diesel::QueryResult;

use crate::db::DbConnection;
use crate::responses::DraftText;
use crate::responses::grounds;
use crate::text::diff::{Piece, diff};
use crate::web::Page;

/// One field that changed.
#[derive(Debug, Clone)]
pub struct Compared {
    pub label: String,
    pub pieces: Vec<Piece>,
}

/// The fields that differ, in the order of the editor.
///
/// # Errors
/// When the database fails.
pub fn compared(
    conn: &mut DbConnection,
    page: &Page,
    before: &DraftText,
    after: &DraftText,
) -> QueryResult<Vec<Compared>> {
    let ids: Vec<i64> = before
        .grounds
        .iter()
        .chain(&after.grounds)
        .copied()
        .collect();
    let citations: BTreeMap<i64, String> = grounds::queries::named(conn, &ids)?
        .into_iter()
        .map(|ground| (ground.id, ground.citation()))
        .collect();
    let resting = |text: &DraftText| {
        let mut lines: Vec<String> = text
            .grounds
            .iter()
            .filter_map(|id| citations.get(id).cloned())
            .collect();
        lines.push(text.legal_grounds.clone());
        lines.retain(|line| !line.is_empty());
        lines.join("\n")
    };
    let promises = |text: &DraftText| {
        let lines: Vec<String> = text
            .commitments
            .iter()
            .map(|promise| {
                let agency = promise
                    .agency_id
                    .and_then(|id| page.directory.agency(id))
                    .map(|agency| agency.name(page.lang).to_owned())
                    .unwrap_or_default();
                format!("{} – {agency} – {}", promise.text, promise.due)
            })
            .collect();
        lines.join("\n")
    };
    let outcome = |text: &DraftText| {
        text.outcome.map_or_else(String::new, |outcome| {
            page.code("outcome", outcome.as_str()).into_owned()
        })
    };
    let fields = [
        ("responses-outcome", outcome(before), outcome(after)),
        (
            "field-tra-loi-ngan",
            before.summary.clone(),
            after.summary.clone(),
        ),
        ("field-tra-loi", before.body.clone(), after.body.clone()),
        (
            "field-cap-tren",
            before.higher_body.clone(),
            after.higher_body.clone(),
        ),
        ("field-can-cu", resting(before), resting(after)),
        ("responses-commitments", promises(before), promises(after)),
    ];
    Ok(fields
        .into_iter()
        .filter(|(_, old, new)| old != new)
        .map(|(key, old, new)| Compared {
            label: page.t(key).into_owned(),
            pieces: diff(&old, &new),
        })
        .collect())
}
