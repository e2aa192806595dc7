//! Files: sent with a draft, an answer and afterwards; judged, kept, given out, proved.

mod filing;
mod given_out;
mod judged;
mod kept_whole;
mod samples;
mod scanner;

use std::fs;
use std::path::PathBuf;
use std::time::SystemTime;

use diesel::prelude::*;
use doithoai::attachments::{self, Attachment};
use doithoai::db::schema::attachments as table;
use doithoai::submissions::paths;

use crate::world::{Answer, Browser, World};

pub const STORY: [(&str, &str); 3] = [
    (
        "tom_tat",
        "Phải dời lò gas nhưng cụm công nghiệp đã hết đất",
    ),
    (
        "ke_cu_the",
        "Xưởng nhà tôi làm gốm ở giữa xóm, rộng 180 m².",
    ),
    ("de_nghi", "Cho thuê 300 m² ở cụm giai đoạn 2."),
];

const LAN: [(&str, &str); 6] = [
    ("loai", "household"),
    ("ten", "Hộ gốm bà Lan"),
    ("lang_nghe", "Bát Tràng"),
    ("xa_phuong", "xã Bát Tràng, huyện Gia Lâm"),
    ("dien_thoai", "0912 000 318"),
    ("danh_tinh", "open"),
];

/// What a page's form carries hidden.
fn hidden(answer: &Answer, name: &str) -> String {
    answer
        .attributes(&format!("form input[name={name}]"), "value")
        .first()
        .cloned()
        .unwrap_or_default()
}

/// Sends step 1 with files, in from the version that stands.
async fn send_story(
    browser: &Browser<'_>,
    fields: &[(&str, &str)],
    files: &[(&str, &[u8])],
) -> Answer {
    let page = browser.get(paths::STORY).await.is_ok();
    let version = hidden(&page, "phien_ban");
    let mut all = vec![("phien_ban", version.as_str())];
    all.extend_from_slice(fields);
    browser.post_files(paths::STORY, &all, files).await
}

/// From the story with its files to the receipt; returns the reference.
async fn file(browser: &Browser<'_>, files: &[(&str, &[u8])], filer: &[(&str, &str)]) -> String {
    send_story(browser, &STORY, files)
        .await
        .leads_to(paths::FILER);
    let page = browser.get(paths::FILER).await.is_ok();
    let version = hidden(&page, "phien_ban");
    let mut all: Vec<_> = LAN
        .iter()
        .filter(|(name, _)| !filer.iter().any(|(other, _)| other == name))
        .copied()
        .collect();
    all.extend_from_slice(filer);
    all.push(("phien_ban", &version));
    browser
        .post(paths::FILER, &all)
        .await
        .leads_to(paths::CHECK);
    let answer = send(browser).await;
    let receipt = answer.leads_to("/ho-so/").location();
    receipt.split('/').nth(2).unwrap().to_owned()
}

/// The last click, with what the page carries.
async fn send(browser: &Browser<'_>) -> Answer {
    let page = browser.get(paths::CHECK).await.is_ok();
    let carried: Vec<_> = ["phien_ban", "phieu", "cac_tep"]
        .into_iter()
        .map(|name| (name, hidden(&page, name)))
        .collect();
    let mut all: Vec<_> = carried
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    all.extend([("nhom", ""), ("cong_khai", "anonymous"), ("dong_y", "1")]);
    browser.post(paths::CHECK, &all).await
}

async fn rows(world: &World) -> Vec<Attachment> {
    world
        .read(|conn| Ok(table::table.order(table::id).load(conn)?))
        .await
}

/// Every file in the store of a world, arriving ones included.
fn stored(world: &World) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for shelf in fs::read_dir(world.files.path()).unwrap() {
        for file in fs::read_dir(shelf.unwrap().path()).unwrap() {
            found.push(file.unwrap().path());
        }
    }
    found
}

fn path_of(world: &World, row: &Attachment) -> PathBuf {
    world.files.path().join(&row.key[..2]).join(&row.key)
}

/// What `doithoai check` says of the files, at a time.
fn complaints(world: &World, now: SystemTime) -> Vec<String> {
    let mut lines = Vec::new();
    let report = world
        .app
        .db
        .read_blocking(|conn| {
            attachments::check::look(conn, &world.app.files, now, |line| {
                lines.push(line.to_owned())
            })
        })
        .unwrap();
    assert_eq!(report.violations as usize, lines.len());
    lines
}
