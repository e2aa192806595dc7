//! Why an import did not go on, in words a person can do something with.

use super::actions::ImportError;
use super::paths;
use super::queries::Import;
use super::sheet::SheetError;
use crate::dates;
use crate::jobs::Failure;
use crate::numbers;
use crate::web::limits::{SHEET_COLUMNS, SHEET_ROWS};

/// The failure of an error, with where to go on.
#[must_use]
pub fn of(error: &ImportError, next: &str) -> Failure {
    let (key, filling) = match error {
        ImportError::Sheet(sheet) => (format!("imports-file-{}", sheet.code()), filling(sheet)),
        ImportError::Changed => ("imports-why-not-changed".to_owned(), String::new()),
        ImportError::HasErrors => ("imports-why-not-errors".to_owned(), String::new()),
        ImportError::NotOpen => ("imports-why-not-open".to_owned(), String::new()),
        ImportError::Expired => ("imports-why-not-expired".to_owned(), String::new()),
        ImportError::Stored(import) => return stored(import, None),
        ImportError::Database(error) => {
            tracing::error!(%error, "an import failed");
            ("imports-why-not-database".to_owned(), String::new())
        }
    };
    Failure {
        key,
        filling,
        next: next.to_owned(),
    }
}

fn filling(error: &SheetError) -> String {
    let figure = |number: usize| numbers::vi(i64::try_from(number).unwrap_or(i64::MAX));
    match error {
        SheetError::TooManyRows => figure(SHEET_ROWS),
        SheetError::TooManyColumns => figure(SHEET_COLUMNS),
        SheetError::OpenQuote(row) => figure(*row),
        _ => String::new(),
    }
}

/// The same file was imported: when, and by whom unless at the server's own shell.
#[must_use]
pub fn stored(import: &Import, who: Option<&str>) -> Failure {
    let when = import
        .stored_at
        .map(|at| dates::vi_date_time(dates::local(at)))
        .unwrap_or_default();
    Failure {
        key: "imports-stored-before".to_owned(),
        filling: match who {
            Some(who) => format!("{who}, {when}"),
            None => when,
        },
        next: paths::BEGIN.to_owned(),
    }
}
