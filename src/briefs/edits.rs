//! The secretary's words: for the three sentences, and for each decision. They stand beside what
//! the rules say, are put into the next brief, and are marked there; empty ones give the rules
//! their say again.

use chrono::NaiveDateTime;
use diesel::QueryResult;
use serde_json::json;

use super::content::Content;
use super::queries::{self, NewText};
use crate::accounts::Staff;
use crate::conferences::Conference;
use crate::db::DbConnection;
use crate::events::{self, NewEvent};
use crate::web::AppError;

/// Letters of one text: what keeps two pages two pages.
pub const LETTERS: usize = 600;

/// What may be put in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Sentences,
    Title(i64),
    Sticks(i64),
    Proposal(i64),
}

impl Part {
    #[must_use]
    pub fn key(self) -> String {
        match self {
            Self::Sentences => "ba-dieu".to_owned(),
            Self::Title(id) => format!("ten.{id}"),
            Self::Sticks(id) => format!("vuong.{id}"),
            Self::Proposal(id) => format!("de-xuat.{id}"),
        }
    }

    #[must_use]
    pub fn parse(key: &str) -> Option<Self> {
        if key == "ba-dieu" {
            return Some(Self::Sentences);
        }
        let (what, id) = key.split_once('.')?;
        let id = id.parse().ok()?;
        match what {
            "ten" => Some(Self::Title(id)),
            "vuong" => Some(Self::Sticks(id)),
            "de-xuat" => Some(Self::Proposal(id)),
            _ => None,
        }
    }
}

/// Puts the secretary's words in their places.
pub(super) fn apply(
    conn: &mut DbConnection,
    conference_id: i64,
    content: &mut Content,
) -> QueryResult<()> {
    let texts = queries::texts(conn, conference_id)?;
    let said = |part: Part| {
        texts
            .get(&part.key())
            .map(|(text, _)| text.clone())
            .filter(|text| !text.is_empty())
    };
    content.edited_sentences = said(Part::Sentences);
    for decision in &mut content.decisions {
        decision.edited_title = said(Part::Title(decision.id));
        decision.edited_sticks = said(Part::Sticks(decision.id));
        decision.edited_proposal = said(Part::Proposal(decision.id));
    }
    Ok(())
}

/// Keeps words, and records that they were put.
///
/// # Errors
/// [`AppError::Stale`] when somebody put others meanwhile; or when the database fails.
pub fn keep(
    conn: &mut DbConnection,
    staff: &Staff,
    conference: &Conference,
    now: NaiveDateTime,
    part: Part,
    (text, version): (&str, i32),
) -> Result<(), AppError> {
    let key = part.key();
    let kept = queries::keep_text(
        conn,
        conference.id,
        &NewText {
            key: &key,
            text,
            version,
            edited_by: staff.account_id,
            edited_at: now,
        },
    )?;
    if !kept {
        return Err(AppError::Stale(Vec::new()));
    }
    record(
        conn,
        staff,
        conference,
        now,
        "edit_brief",
        &json!({ "part": key }),
    )?;
    Ok(())
}

/// An event about the conference, in its chain.
pub(super) fn record(
    conn: &mut DbConnection,
    staff: &Staff,
    conference: &Conference,
    now: NaiveDateTime,
    action: &str,
    data: &serde_json::Value,
) -> QueryResult<()> {
    events::append(
        conn,
        &NewEvent {
            conference_id: conference.id,
            difficulty_id: None,
            submission_id: None,
            party: staff.role.as_str(),
            account_id: Some(staff.account_id),
            agency_id: staff.agency_id,
            action,
            from_status: None,
            to_status: None,
            note: "",
            data: data.to_string(),
            at: now,
        },
    )
    .map(drop)
}
