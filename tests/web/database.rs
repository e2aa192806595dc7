//! A fresh, migrated database for each test: a copied file on SQLite, a copied template on
//! PostgreSQL, so that no test sees another's rows.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
use doithoai::db::{self, DatabaseUrl};
use tempfile::TempDir;

/// Kept for the length of a test; goes away with it.
pub struct TestDatabase {
    pub url: DatabaseUrl,
    _folder: Option<TempDir>,
    drop_on: Option<(String, String)>,
}

impl TestDatabase {
    pub fn new() -> Self {
        match std::env::var("DOITHOAI_TEST_DATABASE").as_deref() {
            Err(_) | Ok("sqlite") => Self::sqlite(),
            Ok(server) => Self::postgres(server),
        }
    }

    fn sqlite() -> Self {
        static TEMPLATE: OnceLock<TempDir> = OnceLock::new();
        let template = TEMPLATE.get_or_init(|| {
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("template.db");
            db::migrate(&DatabaseUrl::Sqlite(file.to_str().unwrap().into())).unwrap();
            folder
        });
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("test.db");
        std::fs::copy(template.path().join("template.db"), &file).unwrap();
        Self {
            url: DatabaseUrl::Sqlite(file.to_str().unwrap().into()),
            _folder: Some(folder),
            drop_on: None,
        }
    }

    fn postgres(server: &str) -> Self {
        static TEMPLATE: OnceLock<String> = OnceLock::new();
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let process = std::process::id();
        let template = TEMPLATE.get_or_init(|| {
            let name = format!("doithoai_template_{process}");
            on(server, &format!("CREATE DATABASE {name}"));
            db::migrate(&DatabaseUrl::Postgres(named(server, &name))).unwrap();
            name
        });
        let name = format!(
            "doithoai_test_{process}_{}",
            NEXT.fetch_add(1, Ordering::Relaxed)
        );
        on(
            server,
            &format!("CREATE DATABASE {name} TEMPLATE {template}"),
        );
        Self {
            url: DatabaseUrl::Postgres(named(server, &name)),
            _folder: None,
            drop_on: Some((server.to_owned(), name)),
        }
    }

    pub fn is_sqlite(&self) -> bool {
        matches!(self.url, DatabaseUrl::Sqlite(_))
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if let Some((server, name)) = &self.drop_on {
            on(
                server,
                &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
            );
        }
    }
}

fn on(server: &str, statement: &str) {
    PgConnection::establish(server)
        .unwrap()
        .batch_execute(statement)
        .unwrap();
}

fn named(server: &str, database: &str) -> String {
    let (base, _) = server.rsplit_once('/').unwrap();
    format!("{base}/{database}")
}
