//! The product as a process: filled by its own `generate`, started by its own `serve`, used as a
//! browser would.

use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::client::{Connection, Target};

const BIN: &str = env!("CARGO_BIN_EXE_doithoai");
/// The demonstration's accounts and password, which `generate` brings along.
const OFFICER: &str = "hoa";
const CHAIR: &str = "chu-tri";
/// The officer's agency.
pub const AGENCY: &str = "SCT";
const PASSWORD: &str = "lang-nghe-2024";

pub fn kind(database: &str) -> &'static str {
    if database.starts_with("postgres") {
        "PostgreSQL"
    } else {
        "SQLite"
    }
}

/// Fills an empty database; returns what the command printed.
pub fn generate(database: &str, rows: u64) -> String {
    let output = Command::new(BIN)
        .args([
            "generate",
            "--difficulties",
            &rows.to_string(),
            "--seed",
            "5072024",
        ])
        .env("DOITHOAI_DATABASE", database)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8_lossy(&output.stdout).into_owned()
}

pub struct Running {
    child: Child,
    pub port: u16,
    pub start_up: Duration,
}

impl Running {
    pub async fn start(database: &str) -> Self {
        let port = free_port();
        let begun = Instant::now();
        let child = Command::new(BIN)
            .arg("serve")
            .env("DOITHOAI_DATABASE", database)
            .env("DOITHOAI_LISTEN", format!("127.0.0.1:{port}"))
            .env("DOITHOAI_RATE_LIMITS", "0")
            .env("DOITHOAI_JOBS", "0")
            .env("DOITHOAI_LOG", "warn")
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        wait_for(port).await;
        Self {
            child,
            port,
            start_up: begun.elapsed(),
        }
    }

    pub fn page(&self, path: &str, cookie: &str) -> Target {
        Target::get(self.port, path, cookie)
    }

    /// Resident memory now, MiB.
    pub fn memory(&self) -> u64 {
        status(self.child.id(), "VmRSS:")
    }

    /// The most it ever was, MiB.
    pub fn peak(&self) -> u64 {
        status(self.child.id(), "VmHWM:")
    }

    pub async fn officers_cookie(&self) -> String {
        self.sign_in(OFFICER).await
    }

    pub async fn chairs_cookie(&self) -> String {
        self.sign_in(CHAIR).await
    }

    pub async fn sign_in(&self, name: &str) -> String {
        let mut connection = Connection::open(self.port).await.unwrap();
        let page = connection
            .ask(&Target::get(self.port, "/dang-nhap", "").request)
            .await
            .unwrap();
        let cookie = page.cookies().join("; ");
        let csrf = field(&page.body, "csrf");
        let body = format!("csrf={csrf}&ten_dang_nhap={name}&mat_khau={PASSWORD}");
        let answer = connection
            .ask(&Target::post(self.port, "/dang-nhap", &cookie, &body).request)
            .await
            .unwrap();
        assert_eq!(
            answer.status,
            303,
            "sign-in: {}",
            String::from_utf8_lossy(&answer.body)
        );
        answer
            .cookies()
            .into_iter()
            .find(|cookie| cookie.starts_with("phien="))
            .unwrap()
    }

    /// The reference of the newest published item.
    pub async fn published_reference(&self) -> String {
        let mut connection = Connection::open(self.port).await.unwrap();
        let page = connection
            .ask(&self.page("/kho-khan", "").request)
            .await
            .unwrap();
        let text = String::from_utf8_lossy(&page.body).into_owned();
        let from = text.find("/ho-so/").expect("a published item") + "/ho-so/".len();
        text[from..]
            .chars()
            .take_while(|letter| letter.is_ascii_alphanumeric() || *letter == '-')
            .collect()
    }

    /// So many filings filled in to the last step, each ready to be sent.
    pub async fn filings(&self, count: usize) -> Vec<Target> {
        let mut connection = Connection::open(self.port).await.unwrap();
        let mut ready = Vec::new();
        for number in 0..count {
            ready.push(self.filing(&mut connection, number).await);
        }
        ready
    }

    async fn filing(&self, connection: &mut Connection, number: usize) -> Target {
        let start = connection
            .ask(&self.page("/gui-kho-khan/noi-dung", "").request)
            .await
            .unwrap();
        let visitor = start.cookies().join("; ");
        let csrf = field(&start.body, "csrf");
        let hidden = |page: &[u8]| match try_field(page, "phien_ban") {
            Some(version) => format!("&phien_ban={version}"),
            None => String::new(),
        };
        let first = format!(
            "csrf={csrf}{}&tom_tat=Xin+mo+rong+xuong+go+so+{number}&ke_cu_the=Xuong+chat+hep%2C+khong+co+cho+phoi+go.&de_nghi=Cho+thue+dat.",
            hidden(&start.body)
        );
        let answer = connection
            .ask(&Target::post(self.port, "/gui-kho-khan/noi-dung", &visitor, &first).request)
            .await
            .unwrap();
        assert_eq!(
            answer.status,
            303,
            "first step: {}",
            String::from_utf8_lossy(&answer.body)
        );
        let cookie = format!("{visitor}; {}", answer.cookies().join("; "));
        let page = connection
            .ask(&self.page("/gui-kho-khan/nguoi-gui", &cookie).request)
            .await
            .unwrap();
        let second = format!(
            "csrf={csrf}{}&loai=household&ten=Ho+go&lang_nghe=Van+Ha&xa_phuong=lang+ben+song&dien_thoai=0912000333&thu_dien_tu=&ma_so_thue=&so_lao_dong=&danh_tinh=open",
            hidden(&page.body)
        );
        let answer = connection
            .ask(&Target::post(self.port, "/gui-kho-khan/nguoi-gui", &cookie, &second).request)
            .await
            .unwrap();
        assert_eq!(
            answer.status,
            303,
            "second step: {}",
            String::from_utf8_lossy(&answer.body)
        );
        if answer.head.contains("tuong-tu") {
            let near = connection
                .ask(&self.page("/gui-kho-khan/tuong-tu", &cookie).request)
                .await
                .unwrap();
            let none = format!("csrf={csrf}{}&chon=", hidden(&near.body));
            connection
                .ask(&Target::post(self.port, "/gui-kho-khan/tuong-tu", &cookie, &none).request)
                .await
                .unwrap();
        }
        let page = connection
            .ask(&self.page("/gui-kho-khan/kiem-tra", &cookie).request)
            .await
            .unwrap();
        let form_token = field(&page.body, "phieu");
        let third = format!(
            "csrf={csrf}&phieu={form_token}{}&nhom=&cong_khai=anonymous&dong_y=1",
            hidden(&page.body)
        );
        Target::post(self.port, "/gui-kho-khan/kiem-tra", &cookie, &third)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _gone = self.child.kill();
        let _status = self.child.wait();
    }
}

fn field(page: &[u8], name: &str) -> String {
    try_field(page, name)
        .unwrap_or_else(|| panic!("no field {name} in {}", String::from_utf8_lossy(page)))
}

/// The value of a hidden field.
fn try_field(page: &[u8], name: &str) -> Option<String> {
    let text = String::from_utf8_lossy(page).into_owned();
    let start = format!("name=\"{name}\" value=\"");
    let from = text.find(&start)? + start.len();
    Some(text[from..].split('"').next()?.to_owned())
}

pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}

/// Polls until something answers; a server that never does ends the measurement.
pub async fn wait_for(port: u16) {
    let begun = Instant::now();
    loop {
        if let Ok(mut connection) = Connection::open(port).await
            && connection
                .ask(&Target::get(port, "/readyz", "").request)
                .await
                .is_ok_and(|answer| answer.status == 200)
        {
            return;
        }
        assert!(
            begun.elapsed() < Duration::from_secs(30),
            "nothing answers on port {port}"
        );
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

/// A figure of `/proc/PID/status`, MiB.
pub fn status(process: u32, name: &str) -> u64 {
    let text = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix(name))
        .unwrap_or("0 kB");
    line.trim()
        .trim_end_matches(" kB")
        .trim()
        .parse::<u64>()
        .unwrap_or(0)
        / 1024
}
