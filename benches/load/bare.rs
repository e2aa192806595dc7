//! The limit: actix, askama and diesel over the same rows and queries, and nothing else. No
//! sign-in, no policy, no forms, no layout, no two languages; writes are committed together by
//! one thread, as in the product.

use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::{SystemTime, UNIX_EPOCH};

use actix_web::{App, HttpResponse, HttpServer, web};
use askama::Template;
use chrono::{NaiveDateTime, Utc};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::r2d2::{ManageConnection, Pool};
use diesel::sql_types::{BigInt, Text};
use doithoai::db::schema::{
    difficulties, events, filers, notices, public_items, submissions, totals,
};
use doithoai::text::SearchQuery;
use serde::Deserialize;
use tokio::sync::oneshot;

use crate::client::Target;
use crate::product::{free_port, status, wait_for};

#[derive(diesel::MultiConnection)]
enum Conn {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

fn open(database: &str) -> Conn {
    if database.starts_with("postgres") {
        return Conn::Postgres(PgConnection::establish(database).unwrap());
    }
    let mut conn = SqliteConnection::establish(database).unwrap();
    conn.batch_execute(
        "PRAGMA busy_timeout=5000; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-6000",
    )
    .unwrap();
    Conn::Sqlite(conn)
}

struct Opener(String);

impl ManageConnection for Opener {
    type Connection = Conn;
    type Error = diesel::result::Error;
    fn connect(&self) -> Result<Conn, Self::Error> {
        Ok(open(&self.0))
    }
    fn is_valid(&self, _: &mut Conn) -> Result<(), Self::Error> {
        Ok(())
    }
    fn has_broken(&self, _: &mut Conn) -> bool {
        false
    }
}

type Work = oneshot::Sender<()>;

#[derive(Clone)]
struct Bare {
    readers: Pool<Opener>,
    writer: SyncSender<Work>,
}

pub fn serve(database: &str, port: u16) {
    let readers = Pool::builder()
        .max_size(6)
        .build(Opener(database.to_owned()))
        .unwrap();
    let (writer, waiting) = sync_channel(4_096);
    let conn = open(database);
    std::thread::spawn(move || write(conn, &waiting));
    let bare = Bare { readers, writer };
    actix_web::rt::System::new()
        .block_on(
            HttpServer::new(move || {
                App::new()
                    .app_data(web::Data::new(bare.clone()))
                    .route("/readyz", web::get().to(|| async { "ready" }))
                    .route("/list", web::get().to(list))
                    .route("/queue", web::get().to(queue))
                    .route("/item", web::get().to(item))
                    .route("/search", web::get().to(search))
                    .route("/counts", web::get().to(counts))
                    .route("/file", web::post().to(file))
            })
            .bind(("127.0.0.1", port))
            .unwrap()
            .run(),
        )
        .unwrap();
}

#[derive(Template)]
#[template(
    source = "<ul>{% for row in rows %}<li><a href=\"/item?reference={{ row.0 }}\">{{ row.1 }}</a> {{ row.2 }}</li>{% endfor %}</ul>",
    ext = "html"
)]
struct Rows {
    rows: Vec<(String, String, String)>,
}

async fn read<T: Send + 'static>(
    bare: &Bare,
    work: impl FnOnce(&mut Conn) -> QueryResult<T> + Send + 'static,
) -> T {
    let readers = bare.readers.clone();
    web::block(move || work(&mut readers.get().unwrap()))
        .await
        .unwrap()
        .unwrap()
}

fn page(template: &impl Template) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/html")
        .body(template.render().unwrap())
}

async fn list(bare: web::Data<Bare>) -> HttpResponse {
    let rows = read(&bare, |conn| {
        public_items::table
            .filter(public_items::is_public.eq(true))
            .order(public_items::difficulty_id.desc())
            .limit(26)
            .select((
                public_items::reference,
                public_items::title,
                public_items::status,
            ))
            .load(conn)
    })
    .await;
    page(&Rows { rows })
}

#[derive(Deserialize)]
struct Queue {
    agency: String,
}

async fn queue(bare: web::Data<Bare>, query: web::Query<Queue>) -> HttpResponse {
    let rows = read(&bare, move |conn| {
        use doithoai::db::schema::agencies;
        let agency: i64 = agencies::table
            .filter(agencies::code.eq(&query.agency))
            .select(agencies::id)
            .first(conn)?;
        difficulties::table
            .inner_join(submissions::table.on(submissions::id.eq(difficulties::submission_id)))
            .inner_join(filers::table.on(filers::id.eq(submissions::filer_id)))
            .filter(difficulties::lead_agency_id.eq(agency))
            .filter(difficulties::status.eq("in_progress"))
            .order((difficulties::next_due_at, difficulties::id))
            .limit(26)
            .select((difficulties::reference, difficulties::title, filers::name))
            .load(conn)
    })
    .await;
    page(&Rows { rows })
}

#[derive(Deserialize)]
struct Item {
    reference: String,
}

async fn item(bare: web::Data<Bare>, query: web::Query<Item>) -> HttpResponse {
    let rows = read(&bare, move |conn| {
        public_items::table
            .filter(public_items::reference.eq(&query.reference))
            .select((
                public_items::title,
                public_items::text,
                public_items::answer_text,
            ))
            .load(conn)
    })
    .await;
    page(&Rows { rows })
}

async fn counts(bare: web::Data<Bare>) -> HttpResponse {
    let rows: Vec<(i64, String, i64)> = read(&bare, |conn| {
        totals::table
            .filter(totals::agency_id.eq(0))
            .select((totals::topic_group_id, totals::status, totals::count))
            .load(conn)
    })
    .await;
    page(&Rows {
        rows: rows
            .into_iter()
            .map(|(topic, status, count)| (topic.to_string(), status, count.to_string()))
            .collect(),
    })
}

#[derive(Deserialize)]
struct Search {
    q: String,
}

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = BigInt)]
    id: i64,
}

async fn search(bare: web::Data<Bare>, query: web::Query<Search>) -> HttpResponse {
    let rows = read(&bare, move |conn| {
        // The same steps as the product's: the best first, each without what a better one found.
        let tiers = SearchQuery::parse(&query.q).map(|query| query.tiers()).unwrap_or_default();
        let mut ids: Vec<i64> = Vec::new();
        let mut better: Option<&Vec<String>> = None;
        for tokens in &tiers {
            let left = 26 - i64::try_from(ids.len()).unwrap();
            if left <= 0 {
                break;
            }
            let found: Vec<Found> = match conn {
                Conn::Sqlite(sqlite) => {
                    let all = |tokens: &[String]| {
                        tokens.iter().map(|token| format!("\"{token}\"")).collect::<Vec<_>>().join(" AND ")
                    };
                    let wanted = match better {
                        Some(less) => format!("({}) NOT ({})", all(tokens), all(less)),
                        None => all(tokens),
                    };
                    diesel::sql_query(
                        "SELECT rowid AS id FROM public_search WHERE public_search MATCH ? ORDER BY rowid DESC LIMIT ?",
                    )
                    .bind::<Text, _>(wanted)
                    .bind::<BigInt, _>(left)
                    .load(sqlite)?
                }
                Conn::Postgres(postgres) => {
                    let all = |tokens: &[String]| {
                        tokens.iter().map(|token| format!("'{token}'")).collect::<Vec<_>>().join(" & ")
                    };
                    let wanted = match better {
                        Some(less) => format!("{} & !({})", all(tokens), all(less)),
                        None => all(tokens),
                    };
                    diesel::sql_query("SELECT id FROM public_search WHERE tokens @@ $1::tsquery ORDER BY id DESC LIMIT $2")
                        .bind::<Text, _>(wanted)
                        .bind::<BigInt, _>(left)
                        .load(postgres)?
                }
            };
            ids.extend(found.into_iter().map(|found| found.id));
            better = Some(tokens);
        }
        public_items::table
            .filter(public_items::difficulty_id.eq_any(ids))
            .select((public_items::reference, public_items::title, public_items::status))
            .load(conn)
    })
    .await;
    page(&Rows { rows })
}

async fn file(bare: web::Data<Bare>, _body: web::Bytes) -> HttpResponse {
    let (tell, told) = oneshot::channel();
    bare.writer.try_send(tell).unwrap();
    told.await.unwrap();
    HttpResponse::SeeOther()
        .insert_header(("Location", "/list"))
        .finish()
}

/// Takes what is waiting and commits it together.
fn write(mut conn: Conn, waiting: &Receiver<Work>) {
    while let Ok(first) = waiting.recv() {
        conn.batch_execute(if matches!(conn, Conn::Sqlite(_)) {
            "BEGIN IMMEDIATE"
        } else {
            "BEGIN"
        })
        .unwrap();
        let mut told = vec![first];
        insert(&mut conn);
        while let Ok(next) = waiting.try_recv() {
            insert(&mut conn);
            told.push(next);
        }
        conn.batch_execute("COMMIT").unwrap();
        for tell in told {
            tell.send(()).unwrap();
        }
    }
}

/// The rows a filing makes: filer, submission, difficulty, event, two notices, a kept total and
/// the search document.
fn insert(conn: &mut Conn) {
    static NUMBER: AtomicI64 = AtomicI64::new(0);
    let seed = i64::try_from(
        SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap()
            .as_micros(),
    )
    .unwrap();
    let number =
        1_000_000_000 + seed % 1_000_000_000 * 1_000 + NUMBER.fetch_add(1, Ordering::Relaxed);
    let now: NaiveDateTime = Utc::now().naive_utc();
    let filer: i64 = diesel::insert_into(filers::table)
        .values((
            filers::kind.eq("household"),
            filers::name.eq("Ho go"),
            filers::phone.eq("0912000333"),
            filers::village.eq("Van Ha"),
            filers::commune.eq("xa Van Ha"),
        ))
        .returning(filers::id)
        .get_result(conn)
        .unwrap();
    let submission: i64 = diesel::insert_into(submissions::table)
        .values((
            submissions::conference_id.eq(1),
            submissions::filer_id.eq(filer),
            submissions::form_token.eq(number.to_string()),
            submissions::lookup_hash.eq(number.to_be_bytes().to_vec()),
            submissions::channel.eq("web"),
            submissions::received_at.eq(now),
            submissions::is_late.eq(false),
            submissions::identity_level.eq("open"),
            submissions::publication_consent.eq("anonymous"),
            submissions::consented_at.eq(now),
            submissions::title.eq("Xin mo rong xuong go"),
            submissions::body.eq("Xuong chat hep, khong co cho phoi go."),
            submissions::ask.eq("Cho thue dat."),
        ))
        .returning(submissions::id)
        .get_result(conn)
        .unwrap();
    let difficulty: i64 = diesel::insert_into(difficulties::table)
        .values((
            difficulties::conference_id.eq(1),
            difficulties::submission_id.eq(submission),
            difficulties::number.eq(number),
            difficulties::reference.eq(format!("BARE-{number}")),
            difficulties::status.eq("submitted"),
            difficulties::next_party.eq("clerk"),
            difficulties::next_due_at.eq(now),
            difficulties::received_at.eq(now),
            difficulties::filer_kind.eq("household"),
            difficulties::title.eq("Xin mo rong xuong go"),
            difficulties::body.eq("Xuong chat hep, khong co cho phoi go."),
            difficulties::ask.eq("Cho thue dat."),
        ))
        .returning(difficulties::id)
        .get_result(conn)
        .unwrap();
    let event: i64 = diesel::insert_into(events::table)
        .values((
            events::conference_id.eq(1),
            events::seq.eq(number),
            events::difficulty_id.eq(difficulty),
            events::party.eq("filer"),
            events::action.eq("submit"),
            events::at.eq(now),
            events::prev_hash.eq(vec![0_u8; 32]),
            events::hash.eq(vec![0_u8; 32]),
        ))
        .returning(events::id)
        .get_result(conn)
        .unwrap();
    for _ in 0..2 {
        diesel::insert_into(notices::table)
            .values((
                notices::event_id.eq(event),
                notices::submission_id.eq(submission),
                notices::kind.eq("submit"),
                notices::queued_at.eq(now),
            ))
            .execute(conn)
            .unwrap();
    }
    diesel::update(
        totals::table
            .filter(totals::agency_id.eq(0))
            .filter(totals::status.eq("submitted")),
    )
    .set(totals::count.eq(totals::count + 1))
    .execute(conn)
    .unwrap();
    let words = "an chat cho cho_phoi chat_hep co co_cho dat go hep khong khong_co mo mo_rong phoi rong xin xin_mo xuong";
    match conn {
        Conn::Sqlite(sqlite) => diesel::sql_query("INSERT INTO staff_search (rowid, tokens) VALUES (?, ?)")
            .bind::<BigInt, _>(difficulty)
            .bind::<Text, _>(words)
            .execute(sqlite),
        Conn::Postgres(postgres) => {
            diesel::sql_query("INSERT INTO staff_search (id, tokens) VALUES ($1, array_to_tsvector(string_to_array($2, ' ')))")
                .bind::<BigInt, _>(difficulty)
                .bind::<Text, _>(words)
                .execute(postgres)
        }
    }
    .unwrap();
}

/// The bare program as a process.
pub struct Running {
    child: Child,
    port: u16,
}

impl Running {
    pub async fn start(database: &str) -> Self {
        let port = free_port();
        let child = Command::new(std::env::current_exe().unwrap())
            .args(["serve-bare", database, &port.to_string()])
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        wait_for(port).await;
        Self { child, port }
    }

    pub fn page(&self, path: &str) -> Target {
        Target::get(self.port, path, "")
    }

    pub fn filings(&self, count: usize) -> Vec<Target> {
        (0..count)
            .map(|number| Target::post(self.port, "/file", "", &format!("n={number}")))
            .collect()
    }

    pub fn memory(&self) -> u64 {
        status(self.child.id(), "VmRSS:")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _gone = self.child.kill();
        let _status = self.child.wait();
    }
}
