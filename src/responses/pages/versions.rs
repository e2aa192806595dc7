//! What the drafts of an answer said, save by save, and what changed from one to the next.

use std::collections::BTreeMap;

use askama::Template;
use chrono::NaiveDateTime;

use super::{Compared, compared};
use crate::db::DbConnection;
use crate::difficulties::queries::Seen;
use crate::difficulties::workbench::head::Head;
use crate::difficulties::workbench::queries::names;
use crate::responses::{DraftText, ResponseState, queries};
use crate::web::{AppError, Ctx, Page};

/// Saves that the page compares; older ones stay in the database.
const SHOWN_AT_MOST: usize = 60;

/// One save.
pub struct Saved {
    pub number: i32,
    pub state: ResponseState,
    pub at: NaiveDateTime,
    pub who: String,
    /// Against the save before it; everything, for the first.
    pub changes: Vec<Compared>,
}

/// `/xu-ly/{code}/tra-loi/cac-ban`.
#[derive(Template)]
#[template(path = "responses/versions.html")]
pub struct VersionsPage {
    page: Page,
    head: Head,
    saves: Vec<Saved>,
}

impl VersionsPage {
    /// # Errors
    /// When the database fails.
    pub fn load(conn: &mut DbConnection, ctx: &Ctx, seen: &Seen) -> Result<Self, AppError> {
        let page = Page::load(conn, ctx)?;
        let mut states: Vec<(i32, ResponseState, NaiveDateTime, i64, DraftText)> = Vec::new();
        let mut rows = queries::of_difficulty(conn, seen.difficulty.id)?;
        rows.reverse();
        for row in rows {
            let mut saves = queries::saves(conn, row.id)?;
            saves.reverse();
            let last = queries::text_of(conn, &row)?;
            // What was written before saves were kept, or not by the editor, is its own save.
            if saves.last().is_none_or(|save| save.text != last) {
                states.push((row.number, row.state, row.drafted_at, row.drafter_id, last));
                continue;
            }
            states.extend(saves.into_iter().map(|save| {
                (
                    row.number,
                    row.state,
                    save.saved_at,
                    save.saved_by,
                    save.text,
                )
            }));
        }
        let people: BTreeMap<i64, String> =
            names(conn, states.iter().map(|(.., who, _)| *who).collect())?;
        let mut before = DraftText::default();
        let mut saves = Vec::new();
        for (number, state, at, who, text) in states {
            saves.push(Saved {
                number,
                state,
                at,
                who: people.get(&who).cloned().unwrap_or_default(),
                changes: compared(conn, &page, &before, &text)?,
            });
            before = text;
        }
        saves.reverse();
        saves.truncate(SHOWN_AT_MOST);
        Ok(Self {
            head: Head::load(conn, ctx, &seen.difficulty)?,
            page,
            saves,
        })
    }
}
