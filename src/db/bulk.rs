//! Putting many rows in at once: a few statements of many rows instead of many of one. For
//! filling, for rows of sheets, and for search documents; what an act changes comes another way.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Binary, Bool, Date, Nullable, Text, Timestamp};

use super::DbConnection;

/// Rows of one statement on SQLite, each value bound by itself: with the widest table far below
/// the 32,766 it takes.
const ROWS_A_STATEMENT: usize = 100;
/// Rows of one statement on PostgreSQL, each column bound as one array.
const ROWS_OF_ARRAYS: usize = 2_000;

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
        let together = match conn {
            DbConnection::Sqlite(_) => ROWS_A_STATEMENT,
            DbConnection::Postgres(_) => ROWS_OF_ARRAYS,
        };
        let mut rows = self.waiting.into_iter();
        loop {
            let some: Vec<Vec<Value>> = rows.by_ref().take(together).collect();
            if some.is_empty() {
                return Ok(());
            }
            match conn {
                DbConnection::Sqlite(sqlite) => by_values(sqlite, self.table, self.columns, some)?,
                DbConnection::Postgres(postgres) => {
                    by_arrays(postgres, self.table, self.columns, some)?;
                }
            }
        }
    }
}

fn by_values(
    conn: &mut SqliteConnection,
    table: &str,
    columns: &[&str],
    rows: Vec<Vec<Value>>,
) -> QueryResult<()> {
    let row = format!("({})", vec!["?"; columns.len()].join(", "));
    let text = format!(
        "INSERT INTO {table} ({}) VALUES {}",
        columns.join(", "),
        vec![row.as_str(); rows.len()].join(", ")
    );
    let mut query = diesel::sql_query(text).into_boxed::<diesel::sqlite::Sqlite>();
    for value in rows.into_iter().flatten() {
        query = match value {
            Value::Int(value) => query.bind::<Nullable<BigInt>, _>(value),
            Value::Text(value) => query.bind::<Nullable<Text>, _>(value),
            Value::Bytes(value) => query.bind::<Binary, _>(value),
            Value::Time(value) => query.bind::<Nullable<Timestamp>, _>(value),
            Value::Day(value) => query.bind::<Nullable<Date>, _>(value),
            Value::Bool(value) => query.bind::<Bool, _>(value),
            Value::Tokens(value) => query.bind::<Text, _>(value),
        };
    }
    query.execute(conn).map(drop)
}

/// The values of one column, in the order of the rows.
enum Column {
    Int(Vec<Option<i64>>),
    Text(Vec<Option<String>>),
    Bytes(Vec<Vec<u8>>),
    Time(Vec<Option<NaiveDateTime>>),
    Day(Vec<Option<NaiveDate>>),
    Bool(Vec<bool>),
    Tokens(Vec<String>),
}

impl Column {
    fn beginning_with(value: Value) -> Self {
        match value {
            Value::Int(value) => Self::Int(vec![value]),
            Value::Text(value) => Self::Text(vec![value]),
            Value::Bytes(value) => Self::Bytes(vec![value]),
            Value::Time(value) => Self::Time(vec![value]),
            Value::Day(value) => Self::Day(vec![value]),
            Value::Bool(value) => Self::Bool(vec![value]),
            Value::Tokens(value) => Self::Tokens(vec![value]),
        }
    }

    fn push(&mut self, value: Value) -> QueryResult<()> {
        match (self, value) {
            (Self::Int(values), Value::Int(value)) => values.push(value),
            (Self::Text(values), Value::Text(value)) => values.push(value),
            (Self::Bytes(values), Value::Bytes(value)) => values.push(value),
            (Self::Time(values), Value::Time(value)) => values.push(value),
            (Self::Day(values), Value::Day(value)) => values.push(value),
            (Self::Bool(values), Value::Bool(value)) => values.push(value),
            (Self::Tokens(values), Value::Tokens(value)) => values.push(value),
            _ => {
                return Err(diesel::result::Error::SerializationError(
                    "a column of two types".into(),
                ));
            }
        }
        Ok(())
    }

    const fn array_type(&self) -> &'static str {
        match self {
            Self::Int(_) => "bigint[]",
            Self::Text(_) | Self::Tokens(_) => "text[]",
            Self::Bytes(_) => "bytea[]",
            Self::Time(_) => "timestamp[]",
            Self::Day(_) => "date[]",
            Self::Bool(_) => "boolean[]",
        }
    }
}

/// A bound array for each column, however many rows: several times as fast as a bound value each.
fn by_arrays(
    conn: &mut PgConnection,
    table: &str,
    columns: &[&str],
    rows: Vec<Vec<Value>>,
) -> QueryResult<()> {
    let mut values: Vec<Column> = Vec::new();
    for row in rows {
        for (place, value) in row.into_iter().enumerate() {
            match values.get_mut(place) {
                Some(column) => column.push(value)?,
                None => values.push(Column::beginning_with(value)),
            }
        }
    }
    let (mut selected, mut arrays) = (Vec::new(), Vec::new());
    for ((number, name), column) in (1..).zip(columns).zip(&values) {
        arrays.push(format!("${number}::{}", column.array_type()));
        selected.push(match column {
            Column::Tokens(_) => format!("array_to_tsvector(string_to_array({name}, ' '))"),
            _ => (*name).to_owned(),
        });
    }
    let names = columns.join(", ");
    let text = format!(
        "INSERT INTO {table} ({names}) SELECT {} FROM unnest({}) AS given ({names})",
        selected.join(", "),
        arrays.join(", "),
    );
    let mut query = diesel::sql_query(text).into_boxed::<diesel::pg::Pg>();
    for column in values {
        query = match column {
            Column::Int(values) => query.bind::<Array<Nullable<BigInt>>, _>(values),
            Column::Text(values) => query.bind::<Array<Nullable<Text>>, _>(values),
            Column::Bytes(values) => query.bind::<Array<Binary>, _>(values),
            Column::Time(values) => query.bind::<Array<Nullable<Timestamp>>, _>(values),
            Column::Day(values) => query.bind::<Array<Nullable<Date>>, _>(values),
            Column::Bool(values) => query.bind::<Array<Bool>, _>(values),
            Column::Tokens(values) => query.bind::<Array<Text>, _>(values),
        };
    }
    query.execute(conn).map(drop)
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
