//! The virus scanner: a small clamd that speaks INSTREAM, finds, is away, and comes back.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

use doithoai::attachments::clamd::Clamd;
use doithoai::attachments::{Scan, upkeep};
use doithoai::submissions::paths;

use super::samples::{contains, pdf};
use super::{STORY, file, rows, send_story, stored};
use crate::world::{THU, World};

/// Stands for what the European Institute for Computer Antivirus Research made for tests.
const EICAR: &[u8] = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE";

fn infected() -> Vec<u8> {
    let mut pdf = b"%PDF-1.4\n%".to_vec();
    pdf.extend_from_slice(EICAR);
    pdf.extend_from_slice(b"\n%%EOF\n");
    pdf
}

/// Answers as clamd does, until the test ends.
fn answer(listener: TcpListener) {
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let _ended = stream.map(answer_one);
        }
    });
}

fn answer_one(mut stream: TcpStream) -> std::io::Result<()> {
    let mut command = [0; 10];
    stream.read_exact(&mut command)?;
    assert_eq!(&command, b"zINSTREAM\0");
    let mut all = Vec::new();
    loop {
        let mut length = [0; 4];
        stream.read_exact(&mut length)?;
        let length = u32::from_be_bytes(length) as usize;
        if length == 0 {
            break;
        }
        let mut chunk = vec![0; length];
        stream.read_exact(&mut chunk)?;
        all.extend(chunk);
    }
    let found = contains(&all, EICAR);
    stream.write_all(if found {
        b"stream: Eicar-Test-Signature FOUND\0"
    } else {
        b"stream: OK\0"
    })
}

/// An address where nobody answers yet.
fn nobody() -> (SocketAddr, Clamd) {
    let address = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    (address, Clamd::parse(&address.to_string()).unwrap())
}

async fn world_with(clamd: Clamd) -> World {
    World::tuned(Duration::from_secs(5), |app| {
        app.settings.clamd = Some(clamd);
        app.files = doithoai::attachments::Files::open(&app.settings).unwrap();
    })
    .await
}

#[actix_web::test]
async fn what_the_scanner_finds_is_refused() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let clamd = Clamd::parse(&listener.local_addr().unwrap().to_string()).unwrap();
    answer(listener);
    let world = world_with(clamd).await;
    let browser = world.stranger();
    let files = [("a.pdf", pdf()), ("b.pdf", infected())];
    let files: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(name, bytes)| (*name, bytes.as_slice()))
        .collect();
    let answer = send_story(&browser, &STORY, &files).await.is(422);
    let beside = answer.all("#tep-e").join("");
    assert!(
        beside.contains("vi-rút") && beside.contains("b.pdf"),
        "{beside}"
    );
    let rows = rows(&world).await;
    assert_eq!(rows.len(), 1);
    assert_eq!(
        (rows[0].name.as_str(), rows[0].scan),
        ("a.pdf", Scan::Clean)
    );
    assert_eq!(stored(&world).len(), 1);
}

#[actix_web::test]
async fn without_the_scanner_a_file_is_kept_apart_until_it_was_looked_at() {
    let (address, clamd) = nobody();
    let world = world_with(clamd).await;
    let browser = world.stranger();
    send_story(
        &browser,
        &[("tom_tat", "x"), ("them", "1")],
        &[("a.pdf", &pdf()), ("b.pdf", &infected())],
    )
    .await
    .leads_to(paths::STORY);
    browser
        .get(paths::STORY)
        .await
        .is_ok()
        .shows("Đang chờ quét vi-rút");
    let reference = file(&browser, &[], &[]).await;
    let all = rows(&world).await;
    assert!(all.iter().all(|row| row.scan == Scan::Waiting));
    let clerk = world.sign_in(THU).await;
    let bench = format!("/xu-ly/{reference}");
    clerk
        .get(&bench)
        .await
        .is_ok()
        .shows("Đang chờ quét vi-rút")
        .hides("/tep/");
    for row in &all {
        clerk
            .get(&format!("{bench}/tep/{}", row.id))
            .await
            .is(409)
            .shows("Đang chờ quét vi-rút")
            .hides("%PDF");
    }
    // Still away: they wait on.
    assert_eq!(upkeep::scan_waiting(&world.app).await.unwrap(), 0);
    answer(TcpListener::bind(address).unwrap());
    assert_eq!(upkeep::scan_waiting(&world.app).await.unwrap(), 2);
    clerk
        .get(&format!("{bench}/tep/{}", all[0].id))
        .await
        .is_ok();
    clerk
        .get(&format!("{bench}/tep/{}", all[1].id))
        .await
        .is(409)
        .shows("Có dấu hiệu vi-rút")
        .hides("%PDF");
    clerk.get(&bench).await.is_ok().shows("Có dấu hiệu vi-rút");
    assert_eq!(upkeep::scan_waiting(&world.app).await.unwrap(), 0);
}
