//! The staff's lists at a hundred times the rows: a page must cost about the same.

use std::path::PathBuf;
use std::time::Duration;

use crate::client::{self, Run};
use crate::product::{self, Running};

/// Of every hundred generated difficulties 71 are open: a thousand of them, and a hundred thousand.
const FEW: u64 = 1_410;
const MANY: u64 = 141_000;
const CONNECTIONS: usize = 16;

/// Sign-in names, and the lists each works from.
const LISTS: [(&str, &[&str]); 3] = [
    (
        "thu",
        &[
            "/xu-ly",
            "/xu-ly/tiep-nhan",
            "/xu-ly/tat-ca",
            "/xu-ly/tat-ca?trang_thai=assigned&trang_thai=in_progress",
        ],
    ),
    (
        "hoa",
        &[
            "/xu-ly",
            "/xu-ly/cua-toi",
            "/xu-ly/don-vi",
            "/xu-ly/don-vi?trang_thai=in_progress",
        ],
    ),
    ("son", &["/xu-ly/cho-duyet"]),
];

pub async fn measure(seconds: u64) {
    let time = Duration::from_secs(seconds);
    let files = [FEW, MANY].map(|rows| (file(rows), rows));
    for (file, rows) in &files {
        eprintln!("{}", product::generate(file.to_str().unwrap(), *rows));
    }
    let few = Running::start(files[0].0.to_str().unwrap()).await;
    let many = Running::start(files[1].0.to_str().unwrap()).await;
    println!("| list | 1,000 open: req/s, p50, p99 ms | 100,000 open | share |");
    println!("| --- | --- | --- | --- |");
    for (name, paths) in LISTS {
        let cookies = [few.sign_in(name).await, many.sign_in(name).await];
        for path in paths {
            let small = client::run(&few.page(path, &cookies[0]), CONNECTIONS, time).await;
            let large = client::run(&many.page(path, &cookies[1]), CONNECTIONS, time).await;
            println!(
                "| {name} {path} | {} | {} | {:.0} % |",
                figures(&small),
                figures(&large),
                100.0 * large.per_second() / small.per_second()
            );
        }
    }
    drop((few, many));
    for (file, _) in &files {
        crate::remove(file);
    }
}

fn figures(run: &Run) -> String {
    let ms = |percent| run.percentile(percent).as_secs_f64() * 1e3;
    format!("{:.0}, {:.1}, {:.1}", run.per_second(), ms(50), ms(99))
}

fn file(rows: u64) -> PathBuf {
    std::env::temp_dir().join(format!("doithoai-queues-{rows}-{}.db", std::process::id()))
}
