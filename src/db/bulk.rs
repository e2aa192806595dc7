//! Putting many rows in at once: a few statements of many rows instead of many of one. For
//! filling, for rows of sheets, and for search documents; what an act changes comes another way.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary, Bool, Date, Nullable, Text, Timestamp};

use super::DbConnection;

/// Rows of one statement. With the widest table it stays far below the bound values that either
/// database takes (32,766 and 65,535).
const ROWS_A_STATEMENT: usize = 100;

/// One value of a row.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Int(Option<i64>),
    Text(Option<String>),
    Bytes(Vec<u8>),
    Time(Option<NaiveDateTime>),
    Day(Option<NaiveDate>),
    Bool(bool),
    /// Tokens of a search document, with spaces between.
    Tokens(String),
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Int(Some(value))
    }
}

impl From<Option<i64>> for Value {
    fn from(value: Option<i64>) -> Self {
        Self::Int(value)
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(Some(value.to_owned()))
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Text(Some(value))
    }
}

impl From<Option<&str>> for Value {
    fn from(value: Option<&str>) -> Self {
        Self::Text(value.map(ToOwned::to_owned))
    }
}

impl From<Vec<u8>> for Value {
    fn from(value: Vec<u8>) -> Self {
        Self::Bytes(value)
    }
}

impl From<NaiveDateTime> for Value {
    fn from(value: NaiveDateTime) -> Self {
        Self::Time(Some(value))
    }
}

impl From<Option<NaiveDateTime>> for Value {
    fn from(value: Option<NaiveDateTime>) -> Self {
        Self::Time(value)
    }
}

impl From<NaiveDate> for Value {
    fn from(value: NaiveDate) -> Self {
        Self::Day(Some(value))
    }
}

impl From<Option<NaiveDate>> for Value {
    fn from(value: Option<NaiveDate>) -> Self {
        Self::Day(value)
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

/// Binds a value by its own type; the same for both databases, which have no common type here.
macro_rules! bound {
    ($query:expr, $value:expr) => {
        match $value {
            Value::Int(value) => $query.bind::<Nullable<BigInt>, _>(value),
            Value::Text(value) => $query.bind::<Nullable<Text>, _>(value),
            Value::Bytes(value) => $query.bind::<Binary, _>(value),
            Value::Time(value) => $query.bind::<Nullable<Timestamp>, _>(value),
            Value::Day(value) => $query.bind::<Nullable<Date>, _>(value),
            Value::Bool(value) => $query.bind::<Bool, _>(value),
            Value::Tokens(value) => $query.bind::<Text, _>(value),
        }
    };
}

/// Rows of one table waiting to be put in.
#[derive(Debug, Clone)]
pub struct Rows {
    table: &'static str,
    columns: &'static [&'static str],
    waiting: Vec<Vec<Value>>,
}

impl Rows {
    #[must_use]
    pub fn of(table: &'static str, columns: &'static [&'static str]) -> Self {
        Self {
            table,
            columns,
            waiting: Vec::new(),
        }
    }

    /// Adds a row, its values in the order of the columns.
    pub fn add(&mut self, row: Vec<Value>) {
        debug_assert_eq!(row.len(), self.columns.len(), "{}", self.table);
        self.waiting.push(row);
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.waiting.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Puts the rows in.
    ///
    /// # Errors
    /// When the database fails or refuses a row.
    pub fn insert(self, conn: &mut DbConnection) -> QueryResult<()> {
        let mut rows = self.waiting.into_iter();
        loop {
            let some: Vec<Vec<Value>> = rows.by_ref().take(ROWS_A_STATEMENT).collect();
            if some.is_empty() {
                return Ok(());
            }
            let is_postgres = matches!(conn, DbConnection::Postgres(_));
            let text = statement(self.table, self.columns, &some, is_postgres);
            match conn {
                DbConnection::Sqlite(sqlite) => {
                    let mut query = diesel::sql_query(text).into_boxed::<diesel::sqlite::Sqlite>();
                    for value in some.into_iter().flatten() {
                        query = bound!(query, value);
                    }
                    query.execute(sqlite)?;
                }
                DbConnection::Postgres(postgres) => {
                    let mut query = diesel::sql_query(text).into_boxed::<diesel::pg::Pg>();
                    for value in some.into_iter().flatten() {
                        query = bound!(query, value);
                    }
                    query.execute(postgres)?;
                }
            }
        }
    }
}

fn statement(table: &str, columns: &[&str], rows: &[Vec<Value>], is_postgres: bool) -> String {
    use std::fmt::Write as _;
    let mut text = format!("INSERT INTO {table} ({}) VALUES ", columns.join(", "));
    let mut number = 0;
    for (index, row) in rows.iter().enumerate() {
        text.push_str(if index == 0 { "(" } else { ", (" });
        for (index, value) in row.iter().enumerate() {
            if index > 0 {
                text.push_str(", ");
            }
            number += 1;
            // Writing to a String cannot fail.
            let _ = match (is_postgres, value) {
                (false, _) => write!(text, "?"),
                (true, Value::Tokens(_)) => {
                    write!(text, "array_to_tsvector(string_to_array(${number}, ' '))")
                }
                (true, _) => write!(text, "${number}"),
            };
        }
        text.push(')');
    }
    text
}

#[derive(QueryableByName)]
struct Newest {
    #[diesel(sql_type = BigInt)]
    id: i64,
}

/// The first id after those of `table`, to be given out by the caller within one write.
///
/// # Errors
/// When the database fails.
pub fn next_id(conn: &mut DbConnection, table: &'static str) -> QueryResult<i64> {
    let query = format!("SELECT coalesce(max(id), 0) AS id FROM {table}");
    let newest: Newest = match conn {
        DbConnection::Sqlite(sqlite) => diesel::sql_query(query).get_result(sqlite)?,
        DbConnection::Postgres(postgres) => diesel::sql_query(query).get_result(postgres)?,
    };
    Ok(newest.id + 1)
}

/// Lets the database go on counting after ids that were given out by hand.
///
/// # Errors
/// When the database fails.
pub fn count_on(conn: &mut DbConnection, tables: &[&'static str]) -> QueryResult<()> {
    let DbConnection::Postgres(postgres) = conn else {
        // SQLite always counts on from the highest id.
        return Ok(());
    };
    for table in tables {
        diesel::sql_query(format!(
            "SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table} HAVING max(id) IS NOT NULL"
        ))
        .execute(postgres)?;
    }
    Ok(())
}
