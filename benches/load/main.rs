//! How much of the machine's limit the product reaches. In one run, on the same rows and the same
//! cores: the product, and a bare program (actix, askama and diesel; the same rows and queries; no
//! permissions, no layout) whose figures are the limit. Compare the ratios, not the figures.
//!
//! `cargo bench --bench load -- --rows 100000 --seconds 5 [--database FILE|postgres://…] [--filled]`
//!
//! Without `--database` a SQLite file is made in the temporary folder and removed afterwards. With
//! `--filled` the database already holds the rows of a `doithoai generate --difficulties N --seed
//! 5072024`. `--only WORDS` measures the pages whose names hold the words; `--queues` the staff's
//! lists at 1,000 and at 100,000 open rows.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a measuring program stops where it fails"
)]

mod bare;
mod client;
mod product;
mod queues;
mod report;

use std::path::Path;
use std::time::Duration;

use client::Target;
use report::Line;

/// Connections at once, as the table's columns.
const CONNECTIONS: [usize; 3] = [1, 16, 64];

struct Options {
    rows: u64,
    seconds: u64,
    database: Option<String>,
    filled: bool,
    only: String,
    queues: bool,
}

fn main() {
    let mut args = std::env::args().skip(1).filter(|arg| arg != "--bench");
    let mut options = Options {
        rows: 10_000,
        seconds: 3,
        database: None,
        filled: false,
        only: String::new(),
        queues: false,
    };
    while let Some(arg) = args.next() {
        match arg.as_str() {
            // The same executable is also the bare program, so that it runs in a process of its own.
            "serve-bare" => {
                return bare::serve(&args.next().unwrap(), args.next().unwrap().parse().unwrap());
            }
            "--rows" => options.rows = args.next().unwrap().parse().unwrap(),
            "--seconds" => options.seconds = args.next().unwrap().parse().unwrap(),
            "--database" => options.database = args.next(),
            "--filled" => options.filled = true,
            "--only" => options.only = args.next().unwrap(),
            "--queues" => options.queues = true,
            other => panic!("unknown argument {other}"),
        }
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(measure(&options));
}

async fn measure(options: &Options) {
    if options.queues {
        return queues::measure(options.seconds).await;
    }
    let file = std::env::temp_dir().join(format!("doithoai-load-{}.db", std::process::id()));
    let database = options
        .database
        .clone()
        .unwrap_or_else(|| file.to_str().unwrap().to_owned());
    if !options.filled {
        eprintln!("{}", product::generate(&database, options.rows));
    }

    let product = product::Running::start(&database).await;
    let bare = bare::Running::start(&database).await;
    println!(
        "{} difficulties on {}; start-up {} ms",
        options.rows,
        product::kind(&database),
        product.start_up.as_millis()
    );
    println!(
        "memory at rest: product {} MiB, bare {} MiB\n",
        product.memory(),
        bare.memory()
    );
    report::head(&CONNECTIONS);
    let time = Duration::from_secs(options.seconds);
    for (name, of_product, of_bare) in pages(&product, &bare).await {
        if !name.contains(&options.only) {
            continue;
        }
        let mut line = Line::new(name);
        for connections in CONNECTIONS {
            let ours = client::run(&of_product, connections, time).await;
            let limit = client::run(&of_bare, connections, time).await;
            line.add(&ours, &limit);
        }
        line.print();
    }
    let mut line = Line::new("durable filing");
    let is_wanted = "durable filing".contains(&options.only);
    for connections in CONNECTIONS.into_iter().filter(|_| is_wanted) {
        let each = if connections == 1 { 200 } else { 2_000 };
        let ours = client::run_once_each(&product.filings(each).await, connections).await;
        let limit = client::run_once_each(&bare.filings(each), connections).await;
        line.add(&ours, &limit);
    }
    line.print();
    println!(
        "\nmemory after the load: product {} MiB (peak {}), bare {} MiB",
        product.memory(),
        product.peak(),
        bare.memory()
    );
    drop((product, bare));
    remove(&file);
}

async fn pages(
    product: &product::Running,
    bare: &bare::Running,
) -> Vec<(&'static str, Target, Target)> {
    let staff = product.officers_cookie().await;
    let reference = product.published_reference().await;
    let agency = product::AGENCY;
    let queue = "/xu-ly/don-vi?trang_thai=in_progress";
    let chair = product.chairs_cookie().await;
    let search = |words: &str| format!("/kho-khan?q={words}");
    let mut pages = vec![
        (
            "public list",
            product.page("/kho-khan", ""),
            bare.page("/list"),
        ),
        (
            "staff queue, by status and agency",
            product.page(queue, &staff),
            bare.page(&format!("/queue?agency={agency}")),
        ),
        (
            "one item",
            product.page(&format!("/ho-so/{reference}"), ""),
            bare.page(&format!("/item?reference={reference}")),
        ),
        (
            "the chair's counts",
            product.page("/hoi-nghi/lang-nghe-2024/tong-quan", &chair),
            bare.page("/counts"),
        ),
    ];
    for (name, typed) in [
        ("search, common, with marks", "h%E1%BB%97+tr%E1%BB%A3"),
        ("search, common, without", "ho+tro"),
        ("search, rare, with marks", "nh%E1%BA%A1c+c%E1%BB%A5"),
        ("search, rare, without", "nhac+cu"),
        ("search, common words apart", "may+khong+dong"),
        ("search, not there", "lo+nung+tuynel+kieu+dung"),
    ] {
        pages.push((
            name,
            product.page(&search(typed), ""),
            bare.page(&format!("/search?q={typed}")),
        ));
    }
    pages
}

fn remove(file: &Path) {
    for end in ["", "-wal", "-shm"] {
        let mut name = file.as_os_str().to_owned();
        name.push(end);
        let _absent = std::fs::remove_file(name);
    }
}
