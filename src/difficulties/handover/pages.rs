//! All that the templates of this room may see.

use askama::Template;

use super::queries::Part;
use crate::difficulties::Status;
use crate::web::{FieldErrors, Page};

/// One row of the list or of the confirming page.
pub struct Line {
    pub key: String,
    pub id: String,
    pub reference: String,
    pub address: String,
    pub title: String,
    pub status: Status,
    pub part: Part,
    pub from: String,
    /// The last day of the unit.
    pub ended_on: String,
    pub due: String,
    pub is_late: bool,
    pub version: String,
    /// Who may take it over, and which is chosen.
    pub heirs: Vec<(i64, String, bool)>,
    pub by_area: bool,
    pub wrong: Option<String>,
    /// It will be assigned anew; otherwise it stays as it stands.
    pub is_reassigned: bool,
}

/// A unit that holds some of the rows.
pub struct FromUnit {
    pub id: i64,
    pub name: String,
    pub count: usize,
    pub is_chosen: bool,
}

#[derive(Template)]
#[template(path = "difficulties/handover/list.html")]
pub struct ListPage {
    pub page: Page,
    pub lines: Vec<Line>,
    pub total: i64,
    pub left_out: i64,
    pub units: Vec<FromUnit>,
    pub errors: FieldErrors,
}

#[derive(Template)]
#[template(path = "difficulties/handover/confirm.html")]
pub struct ConfirmPage {
    pub page: Page,
    pub lines: Vec<Line>,
    /// Rows that were moved before these could not be.
    pub done: i64,
    /// Rows chosen that nobody has to move any more.
    pub gone: i64,
    /// Every unit of today.
    pub units: Vec<(i64, String, bool)>,
    pub note: String,
    pub errors: FieldErrors,
    pub list: &'static str,
    pub action: &'static str,
}
