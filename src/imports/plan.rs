//! How one uploaded file is to be read, as far as it was decided. Kept with the import.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::columns::Field;
use super::sheet::{Cell, Value};
use crate::text::legacy::{Encoding, Evidence, decode};

/// One sheet of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetName {
    pub name: String,
    pub is_hidden: bool,
}

/// A column that speaks for an old encoding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OldColumn {
    pub index: usize,
    /// Other cells of it are Unicode, so each cell must speak for itself.
    pub is_mixed: bool,
}

/// What rows without a column, or with nothing in it, are taken to say.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Defaults {
    pub kind: String,
    pub identity: String,
    pub publication: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Plan {
    pub sheets: Vec<SheetName>,
    /// Which sheet is read.
    pub sheet: usize,
    /// The row that names the columns, as the spreadsheet counts; 0 when it has none.
    pub header_row: usize,
    /// What the letters speak for, to be confirmed.
    pub proposal: Option<Encoding>,
    /// What a person said; nothing is decoded before.
    pub encoding: Option<Encoding>,
    pub old_columns: Vec<OldColumn>,
    pub columns: Vec<Option<Field>>,
    /// A person looked at the columns.
    pub is_mapped: bool,
    pub defaults: Defaults,
    /// What was chosen for a commune's name: an area's id, or "let an officer decide".
    pub places: BTreeMap<String, String>,
    pub hidden_rows: usize,
    pub merged_cells: usize,
}

/// A cell's text, decoded, and whether its encoding could not be told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decoded {
    pub text: String,
    pub is_unclear: bool,
}

impl Plan {
    /// Old letters were seen and nobody said yet how to read them.
    #[must_use]
    pub fn asks_encoding(&self) -> bool {
        self.proposal.is_some() && self.encoding.is_none()
    }

    /// The encoding that samples are shown in: what was said, or what is proposed.
    #[must_use]
    pub fn shown_encoding(&self) -> Encoding {
        self.encoding.or(self.proposal).unwrap_or(Encoding::AsIs)
    }

    #[must_use]
    pub fn column_of(&self, field: Field) -> Option<usize> {
        self.columns.iter().position(|own| *own == Some(field))
    }

    /// The text of a cell, read in `encoding` where its column speaks for an old one.
    #[must_use]
    pub fn decode(&self, encoding: Encoding, column: usize, cell: &Cell) -> Decoded {
        let text = cell.text();
        let plain = |text: String| Decoded {
            text,
            is_unclear: false,
        };
        if encoding == Encoding::AsIs || text.is_ascii() || !matches!(cell.value, Value::Text(_)) {
            return plain(text);
        }
        let Some(old) = self.old_columns.iter().find(|old| old.index == column) else {
            return plain(text);
        };
        let own = Evidence::of(&text);
        let speaks = own.hits(encoding) > 0;
        if own.unicode > 0 && encoding != Encoding::Nfd && !speaks {
            return plain(text);
        }
        let decoded = decode(encoding, &text);
        if speaks || !old.is_mixed {
            plain(decoded)
        } else {
            // Syllables both ways, in a column of both kinds: only a person can tell.
            Decoded {
                is_unclear: decoded != text,
                text,
            }
        }
    }

    #[must_use]
    pub fn to_json(&self) -> String {
        // Texts, numbers and flags always fit JSON.
        serde_json::to_string(self).unwrap_or_else(|_| "{}".into())
    }
}
