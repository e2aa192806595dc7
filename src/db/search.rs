//! Full-text search with one meaning on both databases: a document is a set of tokens made by
//! [`crate::text`], plus the facets lists filter by; a query is a conjunction of tokens, less
//! another; the newest come first. FTS5 and `tsvector` only keep and intersect the sets, so
//! results and order are the same on both.
//!
//! A difficulty has up to two documents: its own text for staff, and the redacted text for the
//! public. The public never searches the first, or a search would tell what a page hides.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::DbConnection;
use super::bulk::{Rows, Value};

/// Which text of a difficulty a document holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Corpus {
    Staff,
    Public,
}

impl Corpus {
    /// Its index: one table each, so that a public search never meets a text that is not public,
    /// and costs what is public, not what there is.
    const fn table(self) -> &'static str {
        match self {
            Self::Staff => "staff_search",
            Self::Public => "public_search",
        }
    }
}

/// Something a list filters by, kept among the tokens so that filtering happens inside the
/// index. Two underscores start each: tokens of a text hold one at most, and never at the start,
/// so no filer can write a facet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Facet {
    /// Not restricted: what staff who are not named may find.
    Unrestricted,
    Conference(i64),
    TopicGroup(i64),
    /// Lead or coordinating agency.
    Agency(i64),
    Status(&'static str),
}

impl Facet {
    fn token(self) -> String {
        match self {
            Self::Unrestricted => "__open".into(),
            Self::Conference(id) => format!("__c{id}"),
            Self::TopicGroup(id) => format!("__g{id}"),
            Self::Agency(id) => format!("__a{id}"),
            Self::Status(code) => format!("__s{}", code.replace('_', "")),
        }
    }
}

#[derive(QueryableByName)]
struct Document {
    #[diesel(sql_type = BigInt)]
    id: i64,
}

/// Keeps one document, replacing the one that stood for the same difficulty and corpus.
///
/// # Errors
/// When the database fails.
pub fn put(
    conn: &mut DbConnection,
    corpus: Corpus,
    difficulty_id: i64,
    tokens: &[String],
    facets: &[Facet],
) -> QueryResult<()> {
    let text = document_text(tokens, facets);
    let table = corpus.table();
    match conn {
        DbConnection::Sqlite(sqlite) => diesel::sql_query(format!(
            "INSERT OR REPLACE INTO {table} (rowid, tokens) VALUES (?, ?)"
        ))
        .bind::<BigInt, _>(difficulty_id)
        .bind::<Text, _>(text)
        .execute(sqlite),
        DbConnection::Postgres(postgres) => diesel::sql_query(format!(
            "INSERT INTO {table} (id, tokens) VALUES ($1, array_to_tsvector(string_to_array($2, ' '))) \
             ON CONFLICT (id) DO UPDATE SET tokens = excluded.tokens"
        ))
        .bind::<BigInt, _>(difficulty_id)
        .bind::<Text, _>(text)
        .execute(postgres),
    }
    .map(drop)
}

/// What an index holds of a document: its tokens and its facets.
fn document_text(tokens: &[String], facets: &[Facet]) -> String {
    let mut text = tokens.join(" ");
    for facet in facets {
        text.push(' ');
        text.push_str(&facet.token());
    }
    text
}

/// Documents to be put in together, for difficulties that have none yet.
#[must_use]
pub fn documents(conn: &DbConnection, corpus: Corpus) -> Rows {
    Rows::of(
        corpus.table(),
        match conn {
            DbConnection::Sqlite(_) => &["rowid", "tokens"],
            DbConnection::Postgres(_) => &["id", "tokens"],
        },
    )
}

/// A row of [`documents`].
#[must_use]
pub fn document(difficulty_id: i64, tokens: &[String], facets: &[Facet]) -> Vec<Value> {
    vec![
        difficulty_id.into(),
        Value::Tokens(document_text(tokens, facets)),
    ]
}

/// Takes a document out, as when a published text is withdrawn.
///
/// # Errors
/// When the database fails.
pub fn take_out(conn: &mut DbConnection, corpus: Corpus, difficulty_id: i64) -> QueryResult<()> {
    let table = corpus.table();
    match conn {
        DbConnection::Sqlite(sqlite) => {
            diesel::sql_query(format!("DELETE FROM {table} WHERE rowid = ?"))
                .bind::<BigInt, _>(difficulty_id)
                .execute(sqlite)
        }
        DbConnection::Postgres(postgres) => {
            diesel::sql_query(format!("DELETE FROM {table} WHERE id = $1"))
                .bind::<BigInt, _>(difficulty_id)
                .execute(postgres)
        }
    }
    .map(drop)
}

/// One step of a search: all of `tokens` and `facets`, none of the documents that hold all of
/// `less` (the better step that came before it).
pub struct Step<'a> {
    pub corpus: Corpus,
    pub tokens: &'a [String],
    pub less: Option<&'a [String]>,
    pub facets: &'a [Facet],
}

/// Ids of the matching difficulties below `before`, the newest first, `limit` at most.
///
/// # Errors
/// When the database fails.
pub fn find(
    conn: &mut DbConnection,
    step: &Step<'_>,
    before: Option<i64>,
    limit: i64,
) -> QueryResult<Vec<i64>> {
    let before = before.unwrap_or(i64::MAX);
    let table = step.corpus.table();
    let all: Vec<String> = step
        .tokens
        .iter()
        .cloned()
        .chain(step.facets.iter().map(|facet| facet.token()))
        .collect();
    let documents: Vec<Document> = match conn {
        DbConnection::Sqlite(sqlite) => {
            let quoted = |tokens: &[String]| {
                tokens
                    .iter()
                    .map(|token| format!("\"{token}\""))
                    .collect::<Vec<_>>()
                    .join(" AND ")
            };
            let query = match step.less {
                Some(less) => format!("({}) NOT ({})", quoted(&all), quoted(less)),
                None => quoted(&all),
            };
            diesel::sql_query(format!(
                "SELECT rowid AS id FROM {table} WHERE {table} MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?"
            ))
            .bind::<Text, _>(query)
            .bind::<BigInt, _>(before)
            .bind::<BigInt, _>(limit)
            .load(sqlite)?
        }
        DbConnection::Postgres(postgres) => {
            let quoted = |tokens: &[String]| {
                tokens
                    .iter()
                    .map(|token| format!("'{token}'"))
                    .collect::<Vec<_>>()
                    .join(" & ")
            };
            let query = match step.less {
                Some(less) => format!("{} & !({})", quoted(&all), quoted(less)),
                None => quoted(&all),
            };
            diesel::sql_query(format!(
                "SELECT id FROM {table} WHERE tokens @@ $1::tsquery AND id < $2 ORDER BY id DESC LIMIT $3"
            ))
            .bind::<Text, _>(query)
            .bind::<BigInt, _>(before)
            .bind::<BigInt, _>(limit)
            .load(postgres)?
        }
    };
    Ok(documents.into_iter().map(|document| document.id).collect())
}
