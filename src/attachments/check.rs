//! Proves, for `doithoai check`, that rows and stored files belong to each other, in both
//! directions, and that every file is still what was stored.

use std::collections::BTreeSet;
use std::fmt;
use std::time::SystemTime;

use super::files::{Files, OpenError};
use super::queries;
use super::store::{Key, StoreError};
use crate::db::DbConnection;
use crate::db::DbError;
use crate::web::limits::FILE_GRACE;

const PAGE: i64 = 500;

/// How much was looked at, and how much of it is wrong.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Report {
    pub files: u64,
    pub violations: u64,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} file(s): {} violation(s)",
            self.files, self.violations
        )
    }
}

/// Reads every file through and walks through the store. A stored file without a row is an
/// upload under way until it is older than the grace at `now`.
///
/// # Errors
/// When the database fails. A store that does not answer is a violation: nothing is proved.
pub fn look(
    conn: &mut DbConnection,
    files: &Files,
    now: SystemTime,
    mut tell: impl FnMut(&str),
) -> Result<Report, DbError> {
    let mut report = Report::default();
    let mut wrong = |line: String| {
        report.violations += 1;
        tell(&line);
    };
    // Walked first: what is stored afterwards has its row afterwards too.
    let mut stored = Vec::new();
    if let Err(error) = files.store().walk(&mut |one| stored.push(one)) {
        wrong(format!("files: the store: {error}"));
    }
    let (mut known, mut after, mut count) = (BTreeSet::new(), i64::MIN, 0);
    loop {
        let page = queries::page(conn, after, PAGE)?;
        let Some(last) = page.last() else { break };
        after = last.id;
        for one in &page {
            count += 1;
            known.extend(Key::parse(&one.key));
            match files.open_whole(one) {
                Ok(_) => {}
                Err(OpenError::Damaged) => {
                    let is_missing = Key::parse(&one.key).is_none_or(|key| {
                        matches!(files.store().open(&key), Err(StoreError::Missing))
                    });
                    let what = if is_missing {
                        "missing"
                    } else {
                        "not what was stored"
                    };
                    wrong(format!("file {} ({}): {what}", one.id, one.key));
                }
                Err(OpenError::Unavailable(reason)) => {
                    wrong(format!("file {} ({}): {reason}", one.id, one.key));
                }
            }
        }
    }
    for one in stored {
        let age = now.duration_since(one.changed_at).unwrap_or_default();
        if age > FILE_GRACE && !known.contains(&one.key) {
            wrong(format!(
                "stored file {}: no row speaks of it",
                one.key.as_str()
            ));
        }
    }
    report.files = count;
    Ok(report)
}
