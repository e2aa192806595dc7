//! No row without its file, no file without its row; and a store that is full, down or lies.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

use doithoai::attachments::store::{Folder, Key, Store, StoreError, Stored};
use doithoai::attachments::{Files, upkeep};
use doithoai::submissions::paths;
use doithoai::web::limits::FILE_GRACE;
use tempfile::NamedTempFile;

use super::samples::pdf;
use super::{STORY, complaints, file, path_of, rows, send_story, stored};
use crate::world::World;

/// A folder that can be full, and that may have no place for arrivals.
struct Ailing {
    folder: Folder,
    is_full: Arc<AtomicBool>,
}

impl Store for Ailing {
    fn put(&self, key: &Key, file: NamedTempFile) -> Result<(), StoreError> {
        if self.is_full.load(Ordering::Relaxed) {
            return Err(StoreError::Unavailable("no space left on device".into()));
        }
        self.folder.put(key, file)
    }
    fn open(&self, key: &Key) -> Result<File, StoreError> {
        if self.is_full.load(Ordering::Relaxed) {
            return Err(StoreError::Unavailable("does not answer".into()));
        }
        self.folder.open(key)
    }
    fn remove(&self, key: &Key) -> Result<(), StoreError> {
        self.folder.remove(key)
    }
    fn walk(&self, each: &mut dyn FnMut(Stored)) -> Result<(), StoreError> {
        self.folder.walk(each)
    }
    fn arrivals(&self) -> Option<&Path> {
        self.folder.arrivals()
    }
    fn probe(&self) -> Result<(), StoreError> {
        self.folder.probe()
    }
}

fn later() -> SystemTime {
    SystemTime::now() + FILE_GRACE + Duration::from_secs(60)
}

#[actix_web::test]
async fn a_full_store_loses_no_words_and_keeps_no_halves() {
    let home = tempfile::tempdir().unwrap();
    let is_full = Arc::new(AtomicBool::new(true));
    let store = Ailing {
        folder: Folder::at(home.path()),
        is_full: is_full.clone(),
    };
    let world = World::tuned(Duration::from_secs(5), |app| {
        app.files = Files::new(Arc::new(store), None);
    })
    .await;
    let browser = world.stranger();
    let answer = send_story(&browser, &STORY, &[("a.pdf", &pdf())])
        .await
        .is(422);
    assert!(
        answer
            .all("#tep-e")
            .join("")
            .contains("Kho tệp tạm thời không nhận được")
    );
    assert_eq!(answer.all("#tom_tat"), [STORY[0].1]);
    assert_eq!(rows(&world).await, []);
    // Without files it goes on; with the store back, so do they.
    send_story(&browser, &STORY, &[])
        .await
        .leads_to(paths::FILER);
    is_full.store(false, Ordering::Relaxed);
    let reference = file(&browser, &[("a.pdf", &pdf())], &[]).await;
    let id = rows(&world).await[0].id;
    is_full.store(true, Ordering::Relaxed);
    browser
        .get(&format!("/ho-so/{reference}/tep/{id}"))
        .await
        .is(503);
    assert_eq!(complaints(&world, SystemTime::now()).len(), 1);
    is_full.store(false, Ordering::Relaxed);
    browser
        .get(&format!("/ho-so/{reference}/tep/{id}"))
        .await
        .is_ok();
}

#[actix_web::test]
async fn a_disk_without_room_for_arrivals_is_said_beside_the_field() {
    let home = tempfile::tempdir().unwrap();
    let blocked = home.path().join("files");
    std::fs::write(&blocked, "no folder").unwrap();
    let world = World::tuned(Duration::from_secs(5), |app| {
        app.files = Files::new(Arc::new(Folder::at(&blocked)), None);
    })
    .await;
    let browser = world.stranger();
    let answer = send_story(&browser, &STORY, &[("a.pdf", &pdf())])
        .await
        .is(422);
    assert!(answer.all("#tep-e").join("").contains("Kho tệp"));
    assert_eq!(answer.all("#tom_tat"), [STORY[0].1]);
}

#[actix_web::test]
async fn check_proves_both_directions_and_every_byte() {
    let world = World::new().await;
    let browser = world.stranger();
    file(&browser, &[("a.pdf", &pdf()), ("b.pdf", &pdf())], &[]).await;
    assert_eq!(complaints(&world, later()), [""; 0]);
    let rows = rows(&world).await;
    // A stored file without a row: an upload under way, until it is old.
    let stray = Key::fresh();
    let mut arriving = world.app.files.arrival().unwrap();
    std::io::Write::write_all(&mut arriving, b"x").unwrap();
    world.app.files.store().put(&stray, arriving).unwrap();
    assert_eq!(complaints(&world, SystemTime::now()), [""; 0]);
    let lines = complaints(&world, later());
    assert_eq!(
        lines,
        [format!(
            "stored file {}: no row speaks of it",
            stray.as_str()
        )]
    );
    // It is swept away, and nothing else.
    assert_eq!(
        upkeep::sweep(&world.app, SystemTime::now()).await.unwrap(),
        0
    );
    assert_eq!(upkeep::sweep(&world.app, later()).await.unwrap(), 1);
    assert_eq!(complaints(&world, later()), [""; 0]);
    assert_eq!(stored(&world).len(), 2);
    // Rows whose file is gone or is not what it was.
    std::fs::remove_file(path_of(&world, &rows[0])).unwrap();
    std::fs::write(path_of(&world, &rows[1]), pdf().to_ascii_lowercase()).unwrap();
    let lines = complaints(&world, SystemTime::now());
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines[0].ends_with("missing"), "{lines:?}");
    assert!(lines[1].ends_with("not what was stored"), "{lines:?}");
}

#[actix_web::test]
async fn files_of_forms_nobody_sends_are_let_go() {
    let world = World::new().await;
    let item = world.difficulty().create().await;
    let filer = world.filer_of(&item).await;
    let address = format!("/ho-so/{}/trao-doi", item.reference);
    filer
        .post_files(&address, &[("them", "1")], &[("a.pdf", &pdf())])
        .await
        .is_ok()
        .shows("a.pdf");
    let drafting = world.stranger();
    send_story(&drafting, &STORY, &[("b.pdf", &pdf())]).await;
    assert_eq!(
        upkeep::sweep(&world.app, SystemTime::now()).await.unwrap(),
        0
    );
    world.set_time("2024-06-30T09:00");
    // The draft still stands; the message was never sent.
    assert_eq!(
        upkeep::sweep(&world.app, SystemTime::now()).await.unwrap(),
        1
    );
    let names: Vec<_> = rows(&world).await.into_iter().map(|row| row.name).collect();
    assert_eq!(names, ["b.pdf"]);
    assert_eq!(stored(&world).len(), 1);
}

#[actix_web::test]
async fn the_database_keeps_what_was_sent() {
    use diesel::RunQueryDsl;
    let world = World::new().await;
    file(&world.stranger(), &[("a.pdf", &pdf())], &[]).await;
    for statement in [
        "DELETE FROM attachments",
        "UPDATE attachments SET name = 'b.pdf'",
        "UPDATE attachments SET submission_id = NULL, form_token = 'x'",
    ] {
        let done = world
            .app
            .db
            .write(move |conn| {
                diesel::sql_query(statement)
                    .execute(conn)
                    .map_err(doithoai::db::DbError::from)
            })
            .await;
        assert!(done.is_err(), "{statement}");
    }
}
