//! One cell: what it holds, and how it got there.

use calamine::{CellErrorType, Data, DataRef, ExcelDateTime};
use chrono::NaiveDate;

/// Whole numbers up to here are exact in the 64-bit floats that spreadsheets count in.
const EXACT_AT_MOST: f64 = 9_007_199_254_740_992.0;

#[derive(Debug, Clone, Default, PartialEq)]
pub enum Value {
    #[default]
    Empty,
    Text(String),
    /// A number, as its digits; leading zeros are gone.
    Number(String),
    Date(NaiveDate),
    /// What a formula failed with: `#REF!`.
    Error(String),
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cell {
    pub value: Value,
    /// Taken from the first cell of the merged ones.
    pub is_merged: bool,
}

impl From<Value> for Cell {
    fn from(value: Value) -> Self {
        Self {
            value,
            is_merged: false,
        }
    }
}

impl Cell {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match &self.value {
            Value::Empty => true,
            Value::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }

    /// What is read in it, before it is decoded.
    #[must_use]
    pub fn text(&self) -> String {
        match &self.value {
            Value::Empty => String::new(),
            Value::Text(text) | Value::Number(text) | Value::Error(text) => text.clone(),
            Value::Date(date) => crate::dates::vi_date(*date),
        }
    }

    /// As one string of a row kept in the database: a letter for its kind, and its text.
    #[must_use]
    pub fn packed(&self) -> String {
        let kind = match &self.value {
            Value::Empty => return String::new(),
            Value::Text(_) => 't',
            Value::Number(_) => 'n',
            Value::Date(_) => 'd',
            Value::Error(_) => 'e',
        };
        let kind = if self.is_merged {
            kind.to_ascii_uppercase()
        } else {
            kind
        };
        format!("{kind}{}", self.text())
    }

    /// Reads what [`Self::packed`] wrote.
    #[must_use]
    pub fn unpacked(text: &str) -> Self {
        let mut letters = text.chars();
        let Some(kind) = letters.next() else {
            return Self::default();
        };
        let text = letters.as_str().to_owned();
        let value = match kind.to_ascii_lowercase() {
            'n' => Value::Number(text),
            'e' => Value::Error(text),
            'd' => crate::dates::parse_date(&text).map_or(Value::Text(text), Value::Date),
            _ => Value::Text(text),
        };
        Self {
            value,
            is_merged: kind.is_ascii_uppercase(),
        }
    }
}

/// A row as the database keeps it.
#[must_use]
pub fn pack(cells: &[Cell]) -> String {
    let packed: Vec<String> = cells.iter().map(Cell::packed).collect();
    // Strings always fit JSON.
    serde_json::to_string(&packed).unwrap_or_else(|_| "[]".into())
}

/// Reads what [`pack`] wrote.
#[must_use]
pub fn unpack(text: &str) -> Vec<Cell> {
    let packed: Vec<String> = serde_json::from_str(text).unwrap_or_default();
    packed.iter().map(|text| Cell::unpacked(text)).collect()
}

pub(super) fn is_formula_error(text: &str) -> bool {
    matches!(
        text,
        "#REF!" | "#VALUE!" | "#NAME?" | "#DIV/0!" | "#N/A" | "#NUM!" | "#NULL!"
    )
}

pub(super) fn number(number: f64) -> Value {
    if number.fract() == 0.0 && number.abs() < EXACT_AT_MOST {
        Value::Number(format!("{number:.0}"))
    } else {
        Value::Number(number.to_string())
    }
}

fn moment(moment: &ExcelDateTime) -> Value {
    match moment.as_datetime() {
        Some(at) if moment.is_datetime() => Value::Date(at.date()),
        _ => number(moment.as_f64()),
    }
}

/// "2024-07-05" or "2024-07-05T09:30:00".
fn iso(text: &str) -> Value {
    let day = text.split('T').next().unwrap_or_default();
    NaiveDate::parse_from_str(day, "%Y-%m-%d")
        .map_or_else(|_| Value::Text(text.to_owned()), Value::Date)
}

fn truth(is_true: bool) -> Value {
    Value::Text(if is_true { "TRUE" } else { "FALSE" }.to_owned())
}

fn error(error: &CellErrorType) -> Value {
    Value::Error(error.to_string())
}

impl From<&DataRef<'_>> for Value {
    fn from(data: &DataRef<'_>) -> Self {
        match data {
            DataRef::Int(whole) => Self::Number(whole.to_string()),
            DataRef::Float(float) => number(*float),
            DataRef::String(text) | DataRef::DurationIso(text) => Self::Text(text.clone()),
            DataRef::SharedString(text) => Self::Text((*text).to_owned()),
            DataRef::Bool(is_true) => truth(*is_true),
            DataRef::DateTime(at) => moment(at),
            DataRef::DateTimeIso(text) => iso(text),
            DataRef::Error(kind) => error(kind),
            DataRef::Empty => Self::Empty,
        }
    }
}

impl From<&Data> for Value {
    fn from(data: &Data) -> Self {
        match data {
            Data::Int(whole) => Self::Number(whole.to_string()),
            Data::Float(float) => number(*float),
            // ODS writes what a formula failed with as a text.
            Data::String(text) if is_formula_error(text) => Self::Error(text.clone()),
            Data::String(text) | Data::DurationIso(text) => Self::Text(text.clone()),
            Data::Bool(is_true) => truth(*is_true),
            Data::DateTime(at) => moment(at),
            Data::DateTimeIso(text) => iso(text),
            Data::Error(kind) => error(kind),
            Data::Empty => Self::Empty,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_keep_every_digit_they_have() {
        for (float, text) in [
            (912_345_678.0, "912345678"),
            (1_066_001_123.0, "1066001123"),
            (1.5, "1.5"),
            (0.0, "0"),
            (-3.0, "-3"),
        ] {
            assert_eq!(number(float), Value::Number(text.into()));
        }
    }

    proptest! {
        #[test]
        fn a_row_comes_back_as_it_was_kept(texts in proptest::collection::vec(any::<String>(), 0..8)) {
            let cells: Vec<Cell> = texts
                .into_iter()
                .map(|text| if text.is_empty() { Value::Empty } else { Value::Text(text) }.into())
                .collect();
            prop_assert_eq!(unpack(&pack(&cells)), cells);
        }
    }
}
