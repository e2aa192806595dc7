//! What the database promises: it refuses what could lose data, a failed write leaves nothing,
//! writes beside it stay, and the search means the same on both.

use diesel::prelude::*;
use doithoai::db::schema::meta;
use doithoai::db::search::{self, Corpus, Facet, Step};
use doithoai::db::{self, DatabaseUrl, Db, DbConnection, DbError};
use doithoai::text::{SearchQuery, index_tokens};
use futures_util::future::join_all;

use crate::database::TestDatabase;

fn put(conn: &mut DbConnection, key: &str) -> Result<(), DbError> {
    diesel::insert_into(meta::table)
        .values((meta::key.eq(key), meta::value.eq("x")))
        .execute(conn)?;
    Ok(())
}

fn keys(db: &Db) -> Vec<String> {
    db.read_blocking(|conn| {
        Ok::<_, DbError>(meta::table.select(meta::key).order(meta::key).load(conn)?)
    })
    .unwrap()
}

#[actix_web::test]
async fn a_write_that_fails_among_others_rolls_back_alone() {
    let database = TestDatabase::new();
    let db = Db::open(&database.url, 2).unwrap();
    let writes = (0..40).map(|number| {
        let db = db.clone();
        async move {
            db.write(move |conn| {
                put(conn, &format!("key-{number:02}"))?;
                if number % 4 == 0 {
                    Err(DbError::Refused("changed its mind".into()))
                } else {
                    Ok(())
                }
            })
            .await
        }
    });
    let results = join_all(writes).await;
    assert_eq!(results.iter().filter(|result| result.is_err()).count(), 10);
    assert_eq!(keys(&db).len(), 30);
    assert!(!keys(&db).contains(&"key-04".to_owned()));
}

#[actix_web::test]
async fn a_write_alone_is_kept_or_undone_as_a_whole_among_others() {
    let database = TestDatabase::new();
    let db = Db::open(&database.url, 2).unwrap();
    let alone = |name: &'static str, keep: bool| {
        let db = db.clone();
        actix_web::rt::task::spawn_blocking(move || {
            db.write_alone_blocking(move |conn| {
                put(conn, &format!("{name}-1"))?;
                put(conn, &format!("{name}-2"))?;
                if keep {
                    Ok(())
                } else {
                    Err(DbError::Refused("changed its mind".into()))
                }
            })
        })
    };
    let writes = (0..40).map(|number| {
        let db = db.clone();
        async move {
            db.write(move |conn| put(conn, &format!("key-{number:02}")))
                .await
        }
    });
    let (kept, undone, others) = futures_util::future::join3(
        alone("kept", true),
        alone("undone", false),
        join_all(writes),
    )
    .await;
    assert!(kept.unwrap().is_ok());
    assert!(undone.unwrap().is_err());
    assert!(others.iter().all(Result::is_ok));
    let keys = keys(&db);
    assert_eq!(keys.len(), 42);
    assert!(keys.contains(&"kept-2".to_owned()));
    assert!(!keys.contains(&"undone-1".to_owned()));
}

#[actix_web::test]
async fn a_write_that_panics_is_an_error_and_the_next_one_works() {
    let database = TestDatabase::new();
    let db = Db::open(&database.url, 2).unwrap();
    let lost = db
        .write(|conn| {
            put(conn, "lost")?;
            if keys_of(conn) > 0 {
                panic!("on purpose");
            }
            Ok::<_, DbError>(())
        })
        .await;
    assert!(lost.is_err());
    db.write(|conn| put(conn, "kept")).await.unwrap();
    assert_eq!(keys(&db), ["kept"]);
}

fn keys_of(conn: &mut DbConnection) -> i64 {
    meta::table.count().get_result(conn).unwrap()
}

#[actix_web::test]
async fn readers_cannot_write() {
    let database = TestDatabase::new();
    if !database.is_sqlite() {
        // Only SQLite has one writer for the whole file, so only there are readers held to it.
        return;
    }
    let db = Db::open(&database.url, 2).unwrap();
    assert!(db.read(|conn| put(conn, "sneaked")).await.is_err());
}

#[actix_web::test]
async fn a_newer_database_is_refused_in_one_line() {
    let database = TestDatabase::new();
    let db = Db::open(&database.url, 1).unwrap();
    db.write(|conn| {
        diesel::sql_query(
            "INSERT INTO __diesel_schema_migrations (version) VALUES ('20990101000000')",
        )
        .execute(conn)?;
        Ok::<_, DbError>(())
    })
    .await
    .unwrap();
    let refused = Db::open(&database.url, 1).err().unwrap().to_string();
    assert!(
        refused.contains("newer than this program") && !refused.contains('\n'),
        "{refused}"
    );
    assert!(db::migrate(&database.url).is_err());
}

#[actix_web::test]
async fn a_damaged_file_is_refused_in_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("damaged.db");
    std::fs::write(&file, vec![7_u8; 8192]).unwrap();
    let url = DatabaseUrl::Sqlite(file.to_str().unwrap().into());
    let refused = Db::open(&url, 1).err().unwrap().to_string();
    assert!(
        refused.contains("damaged") && !refused.contains('\n'),
        "{refused}"
    );
}

#[actix_web::test]
async fn a_postgresql_that_acknowledges_early_is_refused() {
    let database = TestDatabase::new();
    let DatabaseUrl::Postgres(url) = &database.url else {
        // SQLite's durability is set by this program itself, on every connection.
        assert!(Db::open(&database.url, 1).is_ok());
        return;
    };
    let early = DatabaseUrl::Postgres(format!("{url}?options=-c%20synchronous_commit%3Doff"));
    let refused = Db::open(&early, 1).err().unwrap().to_string();
    assert!(refused.contains("synchronous_commit is off"), "{refused}");
}

/// Texts of documents 1 to 9, in the order they were filed.
const TEXTS: [&str; 9] = [
    "Bán hàng ở bãi",
    "Bản vẽ quy hoạch",
    "Đồ gỗ mỹ nghệ Đông Anh",
    "Giấy do xã cấp, gõ nhầm",
    "Hoà Lạc xin mở đường",
    "Hòa Phú xin mở đường",
    "Hộ làm mộc ở xa, gỗ và đồ dùng",
    "Cơ chế hỗ trợ làng nghề",
    "ĐỒ GỖ xuất khẩu",
];

fn found(db: &Db, typed: &str) -> Vec<i64> {
    let query = SearchQuery::parse(typed).unwrap();
    db.read_blocking(|conn| {
        doithoai::difficulties::search::find(
            conn,
            Corpus::Public,
            &query,
            &[Facet::Conference(1)],
            None,
            50,
        )
        .map_err(DbError::from)
    })
    .unwrap()
    .into_iter()
    .map(|hit| hit.difficulty_id)
    .collect()
}

#[actix_web::test]
async fn search_folds_vietnamese_and_puts_exact_diacritics_first() {
    let database = TestDatabase::new();
    let db = Db::open(&database.url, 2).unwrap();
    db.write(|conn| {
        for (id, text) in (1..).zip(TEXTS) {
            search::put(
                conn,
                Corpus::Public,
                id,
                &index_tokens(&[text]),
                &[Facet::Conference(1)],
            )?;
            search::put(
                conn,
                Corpus::Staff,
                id,
                &index_tokens(&["đồ gỗ bí mật"]),
                &[Facet::Conference(1)],
            )?;
        }
        Ok::<_, DbError>(())
    })
    .await
    .unwrap();
    // Neighbours first and newest first; the scattered words of 7 and 4 come after.
    for typed in ["do go", "DO GO"] {
        assert_eq!(found(&db, typed), [9, 3, 7, 4], "{typed}");
    }
    for typed in ["đồ gỗ", "ĐỒ GỖ", "đo\u{302}\u{300} go\u{302}\u{303}"] {
        assert_eq!(found(&db, typed)[..2], [9, 3], "{typed}");
    }
    assert_eq!(found(&db, "dong anh"), [3]);
    assert_eq!(found(&db, "co che"), [8]);
    assert_eq!(found(&db, "bản"), [2, 1]);
    assert_eq!(found(&db, "bán"), [1, 2]);
    for spelt in ["Hoà Lạc", "Hòa Lạc", "hoa lac"] {
        assert_eq!(found(&db, spelt), [5], "{spelt}");
    }
    assert_eq!(found(&db, "xin mở đường"), [6, 5]);
    assert!(
        found(&db, "bí mật").is_empty(),
        "the public never searches the staff's text"
    );
}

#[actix_web::test]
async fn no_text_can_pose_as_a_facet() {
    let database = TestDatabase::new();
    let db = Db::open(&database.url, 2).unwrap();
    db.write(|conn| {
        search::put(
            conn,
            Corpus::Staff,
            1,
            &index_tokens(&["__public __open __c1 gốm"]),
            &[],
        )
        .map_err(DbError::from)
    })
    .await
    .unwrap();
    let tokens = vec!["gom".to_owned()];
    let facets = [Facet::Unrestricted];
    let step = Step {
        corpus: Corpus::Public,
        tokens: &tokens,
        less: None,
        facets: &facets,
    };
    let hits = db
        .read_blocking(|conn| search::find(conn, &step, None, 5).map_err(DbError::from))
        .unwrap();
    assert!(hits.is_empty());
}
