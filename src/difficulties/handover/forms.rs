//! The list's form, and the confirming page's.

use serde::Deserialize;

/// Rows one act may touch.
pub const ROWS_AT_MOST: usize = 100;

/// Letters of a reason.
pub const NOTE_LETTERS: usize = 1_000;

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Query {
    /// Only what this unit held.
    pub co_quan: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MoveForm {
    /// Reference and unit of each row.
    pub dong: Vec<String>,
    /// Their versions, in the same order; empty in the list's form.
    pub phien_ban: Vec<String>,
    /// The units that take them over, likewise.
    pub don_vi_moi: Vec<String>,
    /// The unit for rows that have none of their own.
    pub don_vi_chung: String,
    pub can_cu: String,
    pub xac_nhan: String,
}

impl MoveForm {
    #[must_use]
    pub fn is_confirmed(&self) -> bool {
        !self.xac_nhan.is_empty()
    }

    /// What was typed for a row.
    #[must_use]
    pub fn typed<'a>(&'a self, of: &'a [String], key: &str) -> &'a str {
        let index = self.dong.iter().position(|known| known == key);
        index
            .and_then(|index| of.get(index))
            .map_or("", |typed| typed.trim())
    }
}
