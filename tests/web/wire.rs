//! What only shows on a real connection: bodies that crawl, answers without a body.

use std::net::SocketAddr;
use std::time::Duration;

use actix_web::dev::ServerHandle;
use actix_web::http::Method;
use actix_web::rt;
use doithoai::accounts::paths;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::addresses::{admitted, all};
use crate::world::{Browser, World};

struct Served {
    address: SocketAddr,
    handle: ServerHandle,
}

impl Served {
    fn start(world: &World) -> Self {
        let listen = SocketAddr::from(([127, 0, 0, 1], 0));
        let (addresses, server) =
            doithoai::app::server(listen, &world.app, 1, doithoai::app::routes).unwrap();
        let handle = server.handle();
        rt::spawn(server);
        Self {
            address: addresses[0],
            handle,
        }
    }

    async fn stop(self) {
        self.handle.stop(false).await;
    }

    /// Sends `bytes` while reading the answer, which ends when the server closes.
    async fn exchange(&self, bytes: Vec<u8>) -> Raw {
        let (mut reader, mut writer) = TcpStream::connect(self.address).await.unwrap().into_split();
        let sending = rt::spawn(async move {
            // A server that has answered need not read on.
            let _closed = writer.write_all(&bytes).await;
            writer
        });
        let mut answer = Vec::new();
        reader.read_to_end(&mut answer).await.unwrap();
        drop(sending.await.unwrap());
        Raw::parse(&answer)
    }
}

/// An answer as it came over the wire.
struct Raw {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Raw {
    fn parse(bytes: &[u8]) -> Self {
        let end = bytes
            .windows(4)
            .position(|four| four == b"\r\n\r\n")
            .unwrap();
        let head = std::str::from_utf8(&bytes[..end]).unwrap();
        let mut lines = head.lines();
        let status = lines
            .next()
            .unwrap()
            .split(' ')
            .nth(1)
            .unwrap()
            .parse()
            .unwrap();
        let headers = lines
            .map(|line| line.split_once(": ").unwrap())
            .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
            .collect();
        Self {
            status,
            headers,
            body: bytes[end + 4..].to_vec(),
        }
    }

    /// Headers that do not depend on the moment, sorted.
    fn lasting(&self) -> Vec<&(String, String)> {
        let mut lasting: Vec<_> = self
            .headers
            .iter()
            .filter(|(name, _)| !matches!(name.as_str(), "date" | "set-cookie"))
            .collect();
        lasting.sort();
        lasting
    }
}

fn request(method: &Method, path: &str, browser: &Browser<'_>, extra: &str) -> String {
    let cookie = browser.cookie_header();
    format!(
        "{method} {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\nConnection: close\r\n{extra}\r\n"
    )
}

#[actix_web::test]
async fn head_is_get_without_the_body() {
    let world = World::new().await;
    let served = Served::start(&world);
    let item = world.difficulty().published().create().await;
    for address in all(&Method::GET, &item.reference) {
        let browser = admitted(&world, address.access).await;
        // A visitor from the first page on, so that both answers are to the same one.
        browser.csrf();
        let ask = |method| request(&method, &address.concrete, &browser, "").into_bytes();
        let get = served.exchange(ask(Method::GET)).await;
        let head = served.exchange(ask(Method::HEAD)).await;
        assert_eq!(head.status, get.status, "{}", address.path);
        assert_eq!(head.lasting(), get.lasting(), "{}", address.path);
        assert!(head.body.is_empty(), "{}", address.path);
        assert!(
            !get.body.is_empty() || get.status == 303,
            "{}",
            address.path
        );
    }
    let browser = world.stranger();
    let missing = served
        .exchange(request(&Method::HEAD, "/khong-co", &browser, "").into_bytes())
        .await;
    assert_eq!((missing.status, missing.body.len()), (404, 0));
    served.stop().await;
}

#[actix_web::test]
async fn a_body_that_stalls_is_answered_in_time_and_kept() {
    let world = World::tuned(Duration::from_secs(5), |app| {
        app.limits.body_within = Duration::from_millis(50);
    })
    .await;
    let served = Served::start(&world);
    let browser = world.stranger();
    let headers = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n";
    let mut bytes = request(&Method::POST, paths::SIGN_IN, &browser, headers);
    bytes.push_str("ten_dang_nhap=hoa");
    let answer = served.exchange(bytes.into_bytes()).await;
    assert_eq!(answer.status, 408);
    let page = String::from_utf8(answer.body).unwrap();
    assert!(
        page.contains("Đường truyền chậm quá") && page.contains("value=\"hoa\""),
        "{page}"
    );
    served.stop().await;
}

#[actix_web::test]
async fn whoever_sends_far_too_much_still_reads_the_answer() {
    let world = World::new().await;
    let served = Served::start(&world);
    let browser = world.stranger();
    let body = format!(
        "ten_dang_nhap=hoa&csrf={}&dai={}",
        browser.csrf(),
        "a".repeat(8 << 20)
    );
    let headers = format!(
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n",
        body.len()
    );
    let mut bytes = request(&Method::POST, paths::SIGN_IN, &browser, &headers);
    bytes.push_str(&body);
    let answer = served.exchange(bytes.into_bytes()).await;
    assert_eq!(answer.status, 413);
    assert!(String::from_utf8_lossy(&answer.body).contains("value=\"hoa\""));
    served.stop().await;
}

#[actix_web::test]
async fn a_connection_that_breaks_off_leaves_nothing_behind() {
    let world = World::new().await;
    let served = Served::start(&world);
    let browser = world.stranger();
    let headers = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n";
    let mut bytes = request(&Method::POST, paths::SIGN_IN, &browser, headers);
    bytes.push_str("ten_dang_nhap=hoa");
    let mut stream = TcpStream::connect(served.address).await.unwrap();
    stream.write_all(bytes.as_bytes()).await.unwrap();
    drop(stream);
    let alive = served
        .exchange(request(&Method::GET, "/healthz", &browser, "").into_bytes())
        .await;
    assert_eq!(alive.status, 200);
    served.stop().await;
}

#[actix_web::test]
async fn pages_are_compressed_for_whoever_asks() {
    let world = World::new().await;
    let served = Served::start(&world);
    let browser = world.stranger();
    let plain = served
        .exchange(request(&Method::GET, paths::SIGN_IN, &browser, "").into_bytes())
        .await;
    let ask = request(
        &Method::GET,
        paths::SIGN_IN,
        &browser,
        "Accept-Encoding: br, gzip\r\n",
    );
    let packed = served.exchange(ask.into_bytes()).await;
    assert!(
        packed
            .headers
            .iter()
            .any(|(name, value)| name == "content-encoding" && value == "br")
    );
    assert!(packed.body.len() * 2 < plain.body.len());
    served.stop().await;
}
