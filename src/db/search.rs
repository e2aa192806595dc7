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
    fn document(self, difficulty_id: i64) -> i64 {
        difficulty_id * 2 + i64::from(self == Self::Public)
    }

    fn token(self) -> &'static str {
        match self {
            Self::Staff => "__staff",
            Self::Public => "__public",
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
    let text = document_text(corpus, tokens, facets);
    let id = corpus.document(difficulty_id);
    match conn {
        DbConnection::Sqlite(sqlite) => diesel::sql_query("INSERT OR REPLACE INTO difficulty_search (rowid, tokens) VALUES (?, ?)")
            .bind::<BigInt, _>(id)
            .bind::<Text, _>(text)
            .execute(sqlite),
        DbConnection::Postgres(postgres) => diesel::sql_query(
            "INSERT INTO difficulty_search (id, tokens) VALUES ($1, array_to_tsvector(string_to_array($2, ' '))) \
             ON CONFLICT (id) DO UPDATE SET tokens = excluded.tokens",
        )
        .bind::<BigInt, _>(id)
        .bind::<Text, _>(text)
        .execute(postgres),
    }
    .map(drop)
}

/// What the index holds of a document: its tokens, its facets and the word of its corpus.
fn document_text(corpus: Corpus, tokens: &[String], facets: &[Facet]) -> String {
    let mut text = tokens.join(" ");
    for token in facets
        .iter()
        .map(|facet| facet.token())
        .chain([corpus.token().to_owned()])
    {
        text.push(' ');
        text.push_str(&token);
    }
    text
}

/// Documents to be put in together, for difficulties that have none yet.
#[must_use]
pub fn documents(conn: &DbConnection) -> Rows {
    Rows::of(
        "difficulty_search",
        match conn {
            DbConnection::Sqlite(_) => &["rowid", "tokens"],
            DbConnection::Postgres(_) => &["id", "tokens"],
        },
    )
}

/// A row of [`documents`].
#[must_use]
pub fn document(
    corpus: Corpus,
    difficulty_id: i64,
    tokens: &[String],
    facets: &[Facet],
) -> Vec<Value> {
    vec![
        corpus.document(difficulty_id).into(),
        Value::Tokens(document_text(corpus, tokens, facets)),
    ]
}

/// Takes a document out, as when a published text is withdrawn.
///
/// # Errors
/// When the database fails.
pub fn take_out(conn: &mut DbConnection, corpus: Corpus, difficulty_id: i64) -> QueryResult<()> {
    let id = corpus.document(difficulty_id);
    match conn {
        DbConnection::Sqlite(sqlite) => {
            diesel::sql_query("DELETE FROM difficulty_search WHERE rowid = ?")
                .bind::<BigInt, _>(id)
                .execute(sqlite)
        }
        DbConnection::Postgres(postgres) => {
            diesel::sql_query("DELETE FROM difficulty_search WHERE id = $1")
                .bind::<BigInt, _>(id)
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
    let before = before.map_or(i64::MAX, |id| step.corpus.document(id));
    let all: Vec<String> = step
        .tokens
        .iter()
        .cloned()
        .chain(step.facets.iter().map(|facet| facet.token()))
        .chain([step.corpus.token().to_owned()])
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
            diesel::sql_query(
                "SELECT rowid AS id FROM difficulty_search WHERE difficulty_search MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?",
            )
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
            diesel::sql_query(
                "SELECT id FROM difficulty_search WHERE tokens @@ $1::tsquery AND id < $2 ORDER BY id DESC LIMIT $3",
            )
            .bind::<Text, _>(query)
            .bind::<BigInt, _>(before)
            .bind::<BigInt, _>(limit)
            .load(postgres)?
        }
    };
    Ok(documents
        .into_iter()
        .map(|document| document.id / 2)
        .collect())
}
