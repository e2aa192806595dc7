//! What the filer reads for each status: one sentence, with the agency or the date in it, and
//! *overdue* as a further word. A merged one reads as the one it follows.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::QueryResult;

use super::queries;
use crate::agencies::Agency;
use crate::dates;
use crate::db::DbConnection;
use crate::difficulties::history::day_in;
use crate::difficulties::workflow::Clock;
use crate::difficulties::{Difficulty, Party, Status};
use crate::i18n::{Lang, Value};

/// A status in words, ready to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusLine {
    pub text: String,
    /// The tag's class in the stylesheet.
    pub class: &'static str,
    pub is_late: bool,
}

/// What a sentence may need beside the status.
#[derive(Debug, Clone, Copy, Default)]
pub struct Facts<'a> {
    pub agency: Option<&'a str>,
    /// The next promise due.
    pub promised_on: Option<NaiveDate>,
}

/// A difficulty's own status, or that of the one it follows.
///
/// # Errors
/// When the database fails.
pub fn of(
    conn: &mut DbConnection,
    lang: Lang,
    difficulty: &Difficulty,
    now: NaiveDateTime,
) -> QueryResult<(StatusLine, Difficulty, Option<Agency>)> {
    let followed = match difficulty.merged_into_id {
        Some(parent) => crate::difficulties::queries::find(conn, parent)?,
        None => difficulty.clone(),
    };
    let lead = queries::lead(conn, &followed)?;
    let promised_on = match followed.status {
        Status::Committed => queries::commitments(conn, followed.id)?
            .iter()
            .find(|commitment| commitment.is_open())
            .map(|commitment| commitment.due_on),
        _ => None,
    };
    let others = queries::others_together(conn, followed.id, difficulty.submission_id)?;
    let facts = Facts {
        agency: lead.as_ref().map(|agency| agency.name(lang)),
        promised_on,
    };
    let mut text = sentence(lang, followed.status, &facts);
    if followed.status == Status::NeedInfo && followed.id != difficulty.id {
        // It is the other filer who must answer.
        text = lang.text("tracking-status-others-asked").into_owned();
    }
    if followed.id != difficulty.id && others > 0 {
        let values = [
            ("status", Value::from(&text)),
            ("count", Value::from(others)),
        ];
        text = lang.with("tracking-status-together", &values);
    }
    let line = StatusLine {
        text,
        class: class(followed.status),
        is_late: is_late(&followed, now),
    };
    Ok((line, followed, lead))
}

/// The sentence of a status.
#[must_use]
pub fn sentence(lang: Lang, status: Status, facts: &Facts<'_>) -> String {
    let with_agency = |with: &str, without: &str| match facts.agency {
        Some(agency) => lang.with(with, &[("agency", agency.into())]),
        None => lang.text(without).into_owned(),
    };
    match status {
        Status::Draft => lang.text("tracking-status-draft").into_owned(),
        Status::Submitted => lang.text("tracking-status-submitted").into_owned(),
        Status::Accepted | Status::Assigned => {
            with_agency("tracking-status-assigned", "tracking-status-accepted")
        }
        Status::InProgress | Status::Returned | Status::PendingApproval => {
            with_agency("tracking-status-handled", "tracking-status-handled-plain")
        }
        Status::NeedInfo => lang.text("tracking-status-need-info").into_owned(),
        Status::Answered => lang.text("tracking-status-answered").into_owned(),
        Status::Committed => match facts.promised_on {
            Some(day) => {
                let day = day_in(lang, day);
                lang.with("tracking-status-committed", &[("day", day.into())])
            }
            None => lang.text("tracking-status-committed-plain").into_owned(),
        },
        Status::Escalated => lang.text("tracking-status-escalated").into_owned(),
        Status::Closed => lang.text("tracking-status-closed").into_owned(),
        Status::Rejected => lang.text("tracking-status-rejected").into_owned(),
        Status::Merged => lang.text("tracking-status-merged").into_owned(),
        Status::Withdrawn => lang.text("tracking-status-withdrawn").into_owned(),
    }
}

/// The tag's class; the words say the same, so that colour is never alone.
#[must_use]
pub const fn class(status: Status) -> &'static str {
    match status {
        Status::Submitted => "new",
        Status::NeedInfo => "ask",
        Status::Accepted
        | Status::Assigned
        | Status::InProgress
        | Status::Returned
        | Status::PendingApproval
        | Status::Committed
        | Status::Escalated => "run",
        Status::Answered | Status::Closed => "ok",
        Status::Draft | Status::Rejected | Status::Merged | Status::Withdrawn => "",
    }
}

/// Whether the offices are late. While the turn is the filer's, nobody else is.
fn is_late(difficulty: &Difficulty, now: NaiveDateTime) -> bool {
    let promise_passed = difficulty.status.clock() == Clock::Handling
        && difficulty
            .due_on
            .is_some_and(|day| dates::day_end(day) < now);
    difficulty.next_party != Some(Party::Filer) && (difficulty.is_overdue(now) || promise_passed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_has_a_sentence_in_both_languages() {
        let facts = Facts {
            agency: Some("Sở Công Thương"),
            promised_on: NaiveDate::from_ymd_opt(2024, 7, 4),
        };
        for &status in Status::ALL {
            for lang in Lang::ALL {
                for facts in [Facts::default(), facts] {
                    let text = sentence(lang, status, &facts);
                    assert!(!text.contains("tracking-") && !text.contains('{'), "{text}");
                }
            }
        }
    }
}
