//! What the template of the board may see.

use askama::Template;

use crate::difficulties::tracking::RowView;
use crate::filers::paths;
use crate::web::{FieldErrors, Page};

#[derive(Template)]
#[template(path = "filers/board.html")]
pub struct BoardPage {
    pub page: Page,
    pub name: String,
    pub is_association: bool,
    pub has_profile: bool,
    pub drafts: Vec<DraftRow>,
    /// What must be done, each with its first rows.
    pub todo: Vec<List>,
    pub main: List,
    pub tabs: Vec<Tab>,
    pub total: i64,
    pub words: String,
    /// The code of the part that is shown; empty for none.
    pub part: &'static str,
    pub is_first: bool,
    /// Opened in this browser by look-up code, and in nobody's account: reference and title.
    pub opened: Option<(String, String)>,
    pub code: String,
    pub contact: String,
    pub errors: FieldErrors,
}

impl BoardPage {
    pub fn has_nothing_to_do(&self) -> bool {
        self.todo.is_empty() && self.drafts.is_empty()
    }
}

/// A part's name, count and address.
pub struct Tab {
    pub label: String,
    pub address: String,
    pub is_here: bool,
    pub count: i64,
}

pub struct List {
    pub title: String,
    pub total: i64,
    pub whole: String,
    pub before: Option<String>,
    pub next: Option<String>,
    /// More than are shown here, behind `whole`.
    pub has_more: bool,
    pub items: Vec<Item>,
}

pub struct Item {
    pub row: RowView,
    /// The next date on it, in words.
    pub next: Option<String>,
    /// The member an association filed it for.
    pub filed_for: Option<String>,
}

pub struct DraftRow {
    pub title: String,
    pub saved_at: String,
    pub address: String,
}
