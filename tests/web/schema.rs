//! The tables as the code names them are the tables as the migrations make them: names, order,
//! what may be null, on both databases.

use std::collections::BTreeMap;

use diesel::prelude::*;
use doithoai::db::{DatabaseUrl, DbConnection};

use crate::world::World;

/// Columns in order, each with whether it may be null, by table.
type Tables = BTreeMap<String, Vec<(String, bool)>>;

/// What `src/db/schema.rs` says.
fn declared() -> Tables {
    let source = include_str!("../../src/db/schema.rs");
    let mut tables = Tables::new();
    let mut current = None;
    for line in source.lines().map(str::trim) {
        if let Some((name, _)) = line.split_once(" (").filter(|(name, _)| is_name(name)) {
            current = Some(name.to_owned());
            tables.insert(name.to_owned(), Vec::new());
        } else if let (Some(table), Some((column, kind))) = (&current, line.split_once(" -> ")) {
            let column = column.trim_matches('"').to_owned();
            tables
                .get_mut(table)
                .unwrap()
                .push((column, kind.starts_with("Nullable<")));
        }
    }
    tables
}

fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = diesel::sql_types::Text)]
    of_table: String,
    #[diesel(sql_type = diesel::sql_types::Text)]
    name: String,
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    nullable: i64,
}

/// What the database holds, in the order of its columns.
fn migrated(url: &DatabaseUrl) -> Tables {
    let columns: Vec<Column> = match url {
        DatabaseUrl::Sqlite(path) => diesel::sql_query(
            "SELECT m.name AS of_table, c.name AS name, \
             CASE WHEN c.\"notnull\" = 1 THEN 0 ELSE 1 END AS nullable \
             FROM sqlite_schema m JOIN pragma_table_info(m.name) c \
             WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY m.name, c.cid",
        )
        .load(&mut SqliteConnection::establish(path).unwrap())
        .unwrap(),
        DatabaseUrl::Postgres(url) => diesel::sql_query(
            "SELECT table_name::text AS of_table, column_name::text AS name, \
             CASE WHEN is_nullable = 'YES' THEN 1::bigint ELSE 0::bigint END AS nullable \
             FROM information_schema.columns WHERE table_schema = 'public' \
             ORDER BY table_name, ordinal_position",
        )
        .load(&mut PgConnection::establish(url).unwrap())
        .unwrap(),
    };
    let mut tables = Tables::new();
    for column in columns {
        // Search has its own tables on each database, which only `db::search` names.
        if column.of_table.starts_with("staff_search")
            || column.of_table.starts_with("public_search")
            || column.of_table.starts_with("__diesel")
        {
            continue;
        }
        tables
            .entry(column.of_table)
            .or_default()
            .push((column.name, column.nullable == 1));
    }
    tables
}

#[actix_web::test]
async fn the_code_names_the_tables_the_migrations_make() {
    let world = World::new().await;
    let (declared, migrated) = (declared(), migrated(&world.database.url));
    assert!(declared.len() > 20, "{:?}", declared.keys());
    let names = |tables: &Tables| tables.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&declared), names(&migrated));
    for (table, columns) in &declared {
        assert_eq!(columns, &migrated[table], "{table}");
    }
}

/// Both kinds of connection are known to this test; a third would have to be.
#[actix_web::test]
async fn the_tests_know_which_database_they_run_on() {
    let world = World::new().await;
    let is_sqlite = world
        .read(|conn| Ok(matches!(conn, DbConnection::Sqlite(_))))
        .await;
    assert_eq!(is_sqlite, world.database.is_sqlite());
}
