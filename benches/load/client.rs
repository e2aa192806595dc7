//! A small HTTP/1.1 client: keep-alive connections that ask as fast as they are answered.

use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// One request, ready to send.
#[derive(Clone)]
pub struct Target {
    pub port: u16,
    pub request: Vec<u8>,
    /// The status that counts as answered.
    pub status: u16,
}

impl Target {
    pub fn get(port: u16, path: &str, cookie: &str) -> Self {
        let cookie = if cookie.is_empty() {
            String::new()
        } else {
            format!("Cookie: {cookie}\r\n")
        };
        let request =
            format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{cookie}\r\n").into_bytes();
        Self {
            port,
            request,
            status: 200,
        }
    }

    pub fn post(port: u16, path: &str, cookie: &str, body: &str) -> Self {
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        )
        .into_bytes();
        Self {
            port,
            request,
            status: 303,
        }
    }
}

/// What came back.
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Answer {
    /// The cookies set, as one `Cookie` header's value.
    pub fn cookies(&self) -> Vec<String> {
        self.head
            .lines()
            .filter(|&line| line.to_ascii_lowercase().starts_with("set-cookie:"))
            .map(|line| line.split_once(':').unwrap().1)
            .map(|cookie| cookie.split(';').next().unwrap().trim().to_owned())
            .collect()
    }
}

pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    pub async fn open(port: u16) -> std::io::Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port)).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            buffer: Vec::with_capacity(64 * 1024),
        })
    }

    pub async fn ask(&mut self, request: &[u8]) -> std::io::Result<Answer> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        let end = loop {
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
            if let Some(end) = self.buffer.windows(4).position(|four| four == b"\r\n\r\n") {
                break end;
            }
        };
        let head = String::from_utf8_lossy(&self.buffer[..end]).into_owned();
        let status = head
            .get(9..12)
            .and_then(|code| code.parse().ok())
            .unwrap_or(0);
        let length = head
            .lines()
            .find_map(|line| {
                line.to_ascii_lowercase()
                    .strip_prefix("content-length:")
                    .map(|text| text.trim().to_owned())
            })
            .and_then(|text| text.parse::<usize>().ok())
            .unwrap_or(0);
        while self.buffer.len() < end + 4 + length {
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
        }
        Ok(Answer {
            status,
            head,
            body: self.buffer[end + 4..].to_vec(),
        })
    }
}

/// Latencies of one run.
pub struct Run {
    sorted: Vec<Duration>,
    took: Duration,
    pub failed: usize,
}

impl Run {
    fn new(mut latencies: Vec<Duration>, took: Duration, failed: usize) -> Self {
        latencies.sort_unstable();
        Self {
            sorted: latencies,
            took,
            failed,
        }
    }

    pub fn per_second(&self) -> f64 {
        f64::from(u32::try_from(self.sorted.len()).unwrap()) / self.took.as_secs_f64()
    }

    /// The latency that `percent` of the answers stayed within.
    pub fn percentile(&self, percent: usize) -> Duration {
        let at = (self.sorted.len() * percent / 100).min(self.sorted.len().saturating_sub(1));
        self.sorted.get(at).copied().unwrap_or_default()
    }
}

/// Asks for one page over and over on so many connections for so long.
pub async fn run(target: &Target, connections: usize, time: Duration) -> Run {
    // Half a second first, so that caches and pools are as warm for one program as for the other.
    drop(run_for(target, connections, Duration::from_millis(500)).await);
    run_for(target, connections, time).await
}

async fn run_for(target: &Target, connections: usize, time: Duration) -> Run {
    let begun = Instant::now();
    let tasks: Vec<_> = (0..connections)
        .map(|_| {
            let target = target.clone();
            tokio::spawn(async move {
                let mut connection = Connection::open(target.port).await.unwrap();
                let (mut latencies, mut failed) = (Vec::new(), 0);
                while begun.elapsed() < time {
                    let asked = Instant::now();
                    let answer = connection.ask(&target.request).await.unwrap();
                    if answer.status == target.status {
                        latencies.push(asked.elapsed());
                    } else {
                        failed += 1;
                    }
                }
                (latencies, failed)
            })
        })
        .collect();
    gather(tasks, begun).await
}

/// Sends each request once, shared out among so many connections.
pub async fn run_once_each(targets: &[Target], connections: usize) -> Run {
    let begun = Instant::now();
    let tasks: Vec<_> = targets
        .chunks(targets.len().div_ceil(connections).max(1))
        .map(|share| {
            let share = share.to_vec();
            tokio::spawn(async move {
                let mut connection = Connection::open(share[0].port).await.unwrap();
                let (mut latencies, mut failed) = (Vec::new(), 0);
                for target in share {
                    let asked = Instant::now();
                    let answer = connection.ask(&target.request).await.unwrap();
                    if answer.status == target.status {
                        latencies.push(asked.elapsed());
                    } else {
                        failed += 1;
                    }
                }
                (latencies, failed)
            })
        })
        .collect();
    gather(tasks, begun).await
}

async fn gather(
    tasks: Vec<tokio::task::JoinHandle<(Vec<Duration>, usize)>>,
    begun: Instant,
) -> Run {
    let (mut all, mut failed) = (Vec::new(), 0);
    for task in tasks {
        let (latencies, wrong) = task.await.unwrap();
        all.extend(latencies);
        failed += wrong;
    }
    Run::new(all, begun.elapsed(), failed)
}
