//! The program itself, as a process of its own: it drains when asked to stop, and loses and
//! repeats nothing when killed.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use chrono::{TimeDelta, Utc};
use diesel::prelude::*;
use doithoai::db::DatabaseUrl;
use doithoai::db::schema::{conferences, difficulties, submissions};

use crate::world::{Browser, World};

/// The running program; killed when dropped.
struct Program {
    child: Child,
    address: SocketAddr,
}

impl Program {
    /// Starts `doithoai serve` on a free port and waits until it listens.
    fn serve(url: &DatabaseUrl) -> Self {
        let mut child = command("serve", url)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut log = BufReader::new(child.stderr.take().unwrap()).lines();
        let address = loop {
            let line = log.next().expect("it listens").unwrap();
            if let Some((_, address)) = line.split_once("listening on http://") {
                break address.trim().parse().unwrap();
            }
        };
        // Somebody must read on, or it would stop at a full pipe.
        thread::spawn(move || log.for_each(drop));
        Self { child, address }
    }

    fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args([name, &id])
                .status()
                .unwrap()
                .success()
        );
    }

    /// The status line of the answer and the rest; `None` when there was no answer.
    fn send(&self, request: &str) -> Option<(u16, String)> {
        exchange(self.address, request)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended already.
        let _ended = self.child.kill();
        let _status = self.child.wait();
    }
}

fn command(name: &str, url: &DatabaseUrl) -> Command {
    let database = match url {
        DatabaseUrl::Sqlite(text) | DatabaseUrl::Postgres(text) => text,
    };
    let mut command = Command::new(env!("CARGO_BIN_EXE_doithoai"));
    command
        .arg(name)
        .env("DOITHOAI_DATABASE", database)
        .env("DOITHOAI_LISTEN", "127.0.0.1:0")
        .env("DOITHOAI_LOG", "info")
        .env("NO_COLOR", "1")
        .env_remove("DOITHOAI_TEST_DATABASE")
        .stdout(Stdio::null());
    command
}

fn exchange(address: SocketAddr, request: &str) -> Option<(u16, String)> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.write_all(request.as_bytes()).ok()?;
    answer(&mut stream)
}

fn answer(stream: &mut TcpStream) -> Option<(u16, String)> {
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    let status = answer.split(' ').nth(1)?.parse().ok()?;
    Some((status, answer))
}

fn post(path: &str, browser: &Browser<'_>, body: &str) -> String {
    format!(
        "POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: {}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        browser.cookie_header(),
        body.len()
    )
}

#[actix_web::test]
async fn what_is_under_way_when_it_is_told_to_stop_is_finished() {
    let world = World::new().await;
    let mut program = Program::serve(&world.database.url);
    let browser = world.stranger();
    let body = format!("csrf={}&ten_dang_nhap=hoa&mat_khau=sai", browser.csrf());
    let request = post("/dang-nhap", &browser, &body);
    let (first, rest) = request.split_at(request.len() - 10);
    let mut slow = TcpStream::connect(program.address).unwrap();
    slow.write_all(first.as_bytes()).unwrap();
    // Answered after the slow one was taken up, since one listener takes both in turn.
    assert_eq!(
        program
            .send(&post("/dang-xuat", &browser, "csrf=0"))
            .unwrap()
            .0,
        403
    );
    let told = Instant::now();
    program.signal("-TERM");
    slow.write_all(rest.as_bytes()).unwrap();
    assert_eq!(answer(&mut slow).unwrap().0, 422);
    assert!(program.child.wait().unwrap().success());
    assert!(
        told.elapsed() < Duration::from_secs(10),
        "{:?}",
        told.elapsed()
    );
}

#[actix_web::test]
async fn a_body_that_never_ends_does_not_keep_it_from_stopping() {
    let world = World::new().await;
    let mut program = Program::serve(&world.database.url);
    let browser = world.stranger();
    let mut stalled = TcpStream::connect(program.address).unwrap();
    let request = post("/dang-nhap", &browser, "ten_dang_nhap=hoa");
    stalled
        .write_all(request.as_bytes().split_last().unwrap().1)
        .unwrap();
    assert_eq!(
        program
            .send(&post("/dang-xuat", &browser, "csrf=0"))
            .unwrap()
            .0,
        403
    );
    let told = Instant::now();
    program.signal("-TERM");
    program.child.wait().unwrap();
    assert!(
        told.elapsed() < Duration::from_secs(10),
        "{:?}",
        told.elapsed()
    );
}

const FILINGS: usize = 60;

/// Moves the conference of the cast to today: the program's clock is the real one.
async fn move_to_today(world: &World) {
    let now = Utc::now().naive_utc();
    world.app.clock.set(now);
    world
        .write(move |conn| {
            diesel::update(conferences::table)
                .set((
                    conferences::filing_opens_at.eq(now - TimeDelta::days(1)),
                    conferences::filing_closes_at.eq(now + TimeDelta::days(5)),
                    conferences::held_at.eq(Some(now + TimeDelta::days(9))),
                ))
                .execute(conn)?;
            Ok(())
        })
        .await;
}

/// The last click of a filing, as the page that asks for it makes it.
async fn last_click(world: &World, number: usize) -> String {
    let browser = world.stranger();
    let title = format!("Khó khăn số {number}");
    let steps: [(&str, Vec<(&str, &str)>); 2] = [
        (
            "/gui-kho-khan/noi-dung",
            vec![
                ("tom_tat", &title),
                ("ke_cu_the", "Xưởng ở giữa xóm."),
                ("de_nghi", "Cho thuê đất."),
            ],
        ),
        (
            "/gui-kho-khan/nguoi-gui",
            vec![
                ("loai", "household"),
                ("ten", "Hộ gốm bà Lan"),
                ("lang_nghe", "Bát Tràng"),
                ("xa_phuong", "Xã Bát Tràng"),
                ("dien_thoai", "0912 000 318"),
                ("danh_tinh", "open"),
            ],
        ),
    ];
    for (path, typed) in steps {
        let body = filled(&browser, path, &typed).await;
        browser.post_body(path, body).await.is(303);
    }
    let path = "/gui-kho-khan/kiem-tra";
    let typed = [("nhom", ""), ("cong_khai", "anonymous"), ("dong_y", "1")];
    let body = filled(&browser, path, &typed).await;
    post(path, &browser, &body)
}

/// The form of a page with some fields typed in.
async fn filled(browser: &Browser<'_>, path: &str, typed: &[(&str, &str)]) -> String {
    let page = browser.get(path).await.is_ok();
    let (_, fields) = page
        .forms()
        .into_iter()
        .find(|(action, _)| action == path)
        .unwrap();
    let mut all = vec![("csrf".to_owned(), browser.csrf())];
    let is_typed = |name: &str| typed.iter().any(|(other, _)| *other == name);
    // The first button of the last page sends; the others save.
    all.extend(
        fields
            .into_iter()
            .filter(|(name, _)| !is_typed(name) && name != "sau"),
    );
    all.extend(
        typed
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
    );
    serde_html_form::to_string(all).unwrap()
}

async fn titles(world: &World) -> Vec<String> {
    world
        .read(|conn| Ok(submissions::table.select(submissions::title).load(conn)?))
        .await
}

#[actix_web::test]
async fn killed_while_filings_come_in_it_loses_none_and_repeats_none() {
    let world = World::new().await;
    move_to_today(&world).await;
    let mut clicks = Vec::new();
    for number in 0..FILINGS {
        clicks.push(last_click(&world, number).await);
    }
    let program = Program::serve(&world.database.url);
    let (next, acknowledged) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while let Some(click) = clicks.get(next.fetch_add(1, Ordering::SeqCst)) {
                    let Some((status, answer)) = program.send(click) else {
                        return;
                    };
                    assert_eq!(status, 303, "{answer}");
                    let mut acknowledged = acknowledged.lock().unwrap();
                    acknowledged.push(next.load(Ordering::SeqCst));
                    // In the midst of others.
                    if acknowledged.len() == FILINGS / 3 {
                        program.signal("-KILL");
                    }
                }
            });
        }
    });
    let acknowledged = acknowledged.into_inner().unwrap().len();
    assert!(
        (FILINGS / 3..FILINGS).contains(&acknowledged),
        "{acknowledged}"
    );
    drop(program);
    let kept = titles(&world).await;
    assert!(
        kept.len() >= acknowledged,
        "{} of {acknowledged}",
        kept.len()
    );

    // Whoever saw no receipt sends again; so does everybody else who presses twice.
    let program = Program::serve(&world.database.url);
    let mut receipts = Vec::new();
    for click in &clicks {
        let (status, answer) = program.send(click).unwrap();
        assert_eq!(status, 303, "{answer}");
        receipts.extend(
            answer
                .lines()
                .find(|line| line.starts_with("location: "))
                .map(str::to_owned),
        );
    }
    receipts.sort();
    receipts.dedup();
    assert_eq!(receipts.len(), FILINGS, "{receipts:?}");
    let mut all = titles(&world).await;
    all.sort();
    all.dedup();
    assert_eq!(all.len(), FILINGS);
    let (rows, numbers) = world
        .read(|conn| {
            let rows: i64 = submissions::table.count().get_result(conn)?;
            let numbers: Vec<i64> = difficulties::table
                .select(difficulties::number)
                .order(difficulties::number)
                .load(conn)?;
            Ok((rows, numbers))
        })
        .await;
    assert_eq!(rows, i64::try_from(FILINGS).unwrap());
    assert_eq!(
        numbers,
        (1..=rows).collect::<Vec<_>>(),
        "no number is missing"
    );
    drop(program);
    let checked = command("check", &world.database.url).status().unwrap();
    assert!(checked.success());
}
