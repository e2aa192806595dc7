//! Load and show.

use std::collections::BTreeMap;

use actix_web::{HttpResponse, web};
use chrono::TimeDelta;
use serde::Deserialize;
use serde_json::Value;

use super::pages::{Card, HealthPage, HomePage, JobLine, LogLine, LogPage, LogTab, Sign, Trouble};
use super::queries::{self, JobRow};
use super::{Nav, is_open_to, paths};
use crate::accounts::Role;
use crate::accounts::admin::{self as account_admin};
use crate::app::App;
use crate::db::{self, DbConnection};
use crate::events::system::{self, Subject, SystemAction, SystemEvent};
use crate::web::{AppError, Ctx, Page, html};

/// A job is late when it should have been done this long ago: longer than a lease runs.
const LATE_AFTER_MINUTES: i64 = 30;
/// Lines of the log on a page.
const LINES: i64 = 50;

/// `/quan-tri`.
pub async fn home(ctx: Ctx) -> Result<HttpResponse, AppError> {
    let files = files_answer(&ctx.app).await;
    let inner = ctx.clone();
    let page = ctx
        .app
        .db
        .read(move |conn| load_home(conn, &inner, &files))
        .await?;
    html(&ctx, &page)
}

/// Whether the place for files answers; what it said otherwise.
async fn files_answer(app: &web::Data<App>) -> Result<(), String> {
    let app = app.clone();
    web::block(move || app.files.store().probe())
        .await
        .map_err(|error| error.to_string())?
        .map_err(|error| error.to_string())
}

fn load_home(
    conn: &mut DbConnection,
    ctx: &Ctx,
    files: &Result<(), String>,
) -> Result<HomePage, AppError> {
    let page = Page::load(conn, ctx)?;
    let me = ctx.actor.staff().ok_or(AppError::SignInNeeded)?;
    let is_administrator = me.role == Role::Administrator;
    let jobs = job_lines(&page, queries::job_rows(conn)?);
    let mut troubles = Vec::new();
    let mut say = |text: String, path: Option<String>| troubles.push(Trouble { text, path });
    if is_administrator {
        if files.is_err() {
            say(
                page.t("admin-trouble-files").into_owned(),
                Some(paths::HEALTH.to_owned()),
            );
        }
        let late = jobs.iter().filter(|job| job.is_late).count();
        if late > 0 {
            say(
                page.t1("admin-trouble-jobs", "count", late),
                Some(paths::HEALTH.to_owned()),
            );
        }
        for request in account_admin::open_requests(conn)? {
            say(
                page.t("admin-trouble-request").into_owned(),
                Some(account_admin::paths::show(request.account_id)),
            );
        }
        if account_admin::others_who_administer(conn, me.account_id)? == 0 {
            say(
                page.t("admin-trouble-alone").into_owned(),
                Some(account_admin::paths::NEW.to_owned()),
            );
        }
        let stranded = queries::stranded_accounts(conn, page.today)?;
        if stranded > 0 {
            let path = format!("{}?het_hieu_luc=1", account_admin::paths::LIST);
            say(
                page.t1("admin-trouble-stranded", "count", stranded),
                Some(path),
            );
        }
    }
    let topics = queries::stranded_topics(conn, page.today, page.now)?;
    if topics > 0 && !is_administrator {
        say(
            page.t1("admin-trouble-topics", "count", topics),
            Some("/quan-tri/nhom-van-de".to_owned()),
        );
    }
    let counts = queries::counts(conn, page.today)?;
    let card = |key, count, path: &'static str| Card {
        key,
        count,
        path: is_open_to(path, me.role).then_some(path),
    };
    let mut cards = vec![
        card(
            "admin-conferences",
            counts.conferences,
            "/quan-tri/hoi-nghi",
        ),
        card("admin-agencies", counts.agencies, "/quan-tri/co-quan"),
        card("admin-areas", counts.areas, "/quan-tri/dia-ban"),
        card("admin-villages", counts.villages, "/quan-tri/lang-nghe"),
    ];
    if is_administrator {
        cards.push(card(
            "admin-accounts",
            counts.accounts,
            account_admin::paths::LIST,
        ));
        cards.push(Card {
            key: "admin-notices",
            count: counts.notices,
            path: None,
        });
    }
    Ok(HomePage {
        nav: Nav::of(&page),
        page,
        troubles,
        cards,
        jobs,
        is_administrator,
    })
}

fn job_lines(page: &Page, rows: Vec<JobRow>) -> Vec<JobLine> {
    let late = page.now - TimeDelta::minutes(LATE_AFTER_MINUTES);
    rows.into_iter()
        .map(|(name, next_at, held)| {
            let key = format!("admin-job-{name}");
            let said = page.t(&key);
            JobLine {
                // A job that nobody gave a sentence yet shows its own name.
                name: if said == key.as_str() {
                    name
                } else {
                    said.into_owned()
                },
                next: page.moment(&next_at),
                is_late: next_at < late,
                is_running: held.is_some_and(|held| held > page.now),
            }
        })
        .collect()
}

/// The log's query.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct LogQuery {
    loai: String,
    truoc: String,
}

/// The parts of the log: code, label, what it holds.
const PARTS: [(&str, &str, &[SystemAction]); 3] = [
    ("", "common-all", &[]),
    (
        "dang-nhap",
        "admin-log-sign-ins",
        &[SystemAction::SignIn, SystemAction::SetPassword],
    ),
    (
        "tai-khoan",
        "admin-log-accounts",
        &[
            SystemAction::CreateAccount,
            SystemAction::EditAccount,
            SystemAction::ChangeRole,
            SystemAction::DisableAccount,
            SystemAction::EnableAccount,
            SystemAction::IssueLink,
            SystemAction::AskAccountChange,
            SystemAction::ConfirmAccountChange,
            SystemAction::RefuseAccountChange,
        ],
    ),
];

/// `/quan-tri/nhat-ky`.
pub async fn log(ctx: Ctx, query: web::Query<LogQuery>) -> Result<HttpResponse, AppError> {
    let inner = ctx.clone();
    let page = ctx
        .app
        .db
        .read(move |conn| load_log(conn, &inner, &query))
        .await?;
    html(&ctx, &page)
}

fn load_log(conn: &mut DbConnection, ctx: &Ctx, query: &LogQuery) -> Result<LogPage, AppError> {
    const UNKNOWN: AppError = AppError::BadInput("error-bad-input-fields");
    let page = Page::load(conn, ctx)?;
    let (_, _, actions) = PARTS
        .into_iter()
        .find(|(code, ..)| *code == query.loai)
        .ok_or(UNKNOWN)?;
    let before = match query.truoc.as_str() {
        "" => None,
        typed => Some(typed.parse::<i64>().map_err(|_| UNKNOWN)?),
    };
    let mut events = system::newest(conn, actions, before, LINES + 1)?;
    let more = events.len() > usize::try_from(LINES).unwrap_or_default();
    if more {
        events.pop();
    }
    let address = |part: &str| format!("{}?loai={part}", paths::LOG);
    let next = events
        .last()
        .filter(|_| more)
        .map(|last| format!("{}&truoc={}", address(&query.loai), last.seq));
    let tabs = PARTS
        .into_iter()
        .map(|(code, key, _)| LogTab {
            key,
            path: address(code),
            is_current: code == query.loai,
        })
        .collect();
    Ok(LogPage {
        nav: Nav::of(&page),
        tabs,
        lines: lines(conn, &page, &events)?,
        next,
        page,
    })
}

fn lines(
    conn: &mut DbConnection,
    page: &Page,
    events: &[SystemEvent],
) -> Result<Vec<LogLine>, AppError> {
    let is_account = |event: &&SystemEvent| event.subject == Subject::Account.as_str();
    let mut ids: Vec<i64> = events.iter().filter_map(|event| event.account_id).collect();
    ids.extend(
        events
            .iter()
            .filter(is_account)
            .filter_map(|event| event.subject_id),
    );
    let people: BTreeMap<i64, String> = queries::people(conn, &ids)?
        .into_iter()
        .map(|(id, name, sign_in)| (id, format!("{name} ({sign_in})")))
        .collect();
    let person = |id: Option<i64>| id.and_then(|id| people.get(&id)).cloned();
    Ok(events
        .iter()
        .map(|event| LogLine {
            at: page.moment(&event.at),
            machine_time: page.machine_time(&event.at),
            who: person(event.account_id).unwrap_or_else(|| page.t("admin-log-shell").into_owned()),
            what: page.code("admin-act", &event.action).into_owned(),
            about: match Some(event).filter(is_account) {
                // Signing in is about oneself.
                Some(event) if event.subject_id == event.account_id => String::new(),
                Some(event) => person(event.subject_id).unwrap_or_default(),
                None => String::new(),
            },
            detail: detail(page, event),
        })
        .collect())
}

/// Roles and units an event speaks of, in words.
fn detail(page: &Page, event: &SystemEvent) -> String {
    let facts: Value = serde_json::from_str(&event.data).unwrap_or_default();
    let word = |name: &str| facts.get(name).and_then(Value::as_str);
    let role = |name: &str| {
        word(name)
            .filter(|code| Role::parse(code).is_some())
            .map(|code| page.code("role", code).into_owned())
    };
    let unit = |name: &str| {
        let id = facts.get(name).and_then(Value::as_i64)?;
        let agency = page.directory.agency(id)?;
        Some(agency.name(page.lang).to_owned())
    };
    let mut parts = Vec::new();
    match (role("from"), role("to")) {
        (Some(from), Some(to)) if from != to => parts.push(format!("{from} → {to}")),
        _ => parts.extend(role("role")),
    }
    match (unit("agency_from"), unit("agency_to")) {
        (Some(from), Some(to)) if from != to => parts.push(format!("{from} → {to}")),
        (None, Some(to)) => parts.push(to),
        _ => parts.extend(unit("agency")),
    }
    parts.join(" · ")
}

/// `/quan-tri/suc-khoe`.
pub async fn health(ctx: Ctx) -> Result<HttpResponse, AppError> {
    let files = files_answer(&ctx.app).await;
    let url = ctx.app.db.url().clone();
    let migrations = web::block(move || db::migration_state(&url))
        .await
        .map_err(AppError::internal)??;
    let inner = ctx.clone();
    let page = ctx
        .app
        .db
        .read(move |conn| {
            let page = Page::load(conn, &inner)?;
            let mut faults = 0_i64;
            let length = system::verify(conn, |_| faults += 1)?;
            let jobs = job_lines(&page, queries::job_rows(conn)?);
            let scanner = inner.app.files.scanner().is_some();
            let word = |is: bool| {
                let key = if is { "admin-well" } else { "admin-not-well" };
                page.t(key).into_owned()
            };
            let sign = |key, value: String, is_well| Sign {
                key,
                value,
                is_well,
            };
            let signs = vec![
                sign(
                    "admin-sign-version",
                    env!("CARGO_PKG_VERSION").to_owned(),
                    true,
                ),
                sign(
                    "admin-sign-schema",
                    migrations.applied.last().cloned().unwrap_or_default(),
                    migrations.waiting.is_empty() && migrations.unknown.is_empty(),
                ),
                sign("admin-sign-files", word(files.is_ok()), files.is_ok()),
                sign(
                    "admin-sign-scanner",
                    page.t(if scanner {
                        "admin-scanner-on"
                    } else {
                        "admin-scanner-off"
                    })
                    .into_owned(),
                    true,
                ),
                sign(
                    "admin-sign-log",
                    page.t2("admin-log-length", "count", length, "faults", faults),
                    faults == 0,
                ),
            ];
            Ok::<_, AppError>(HealthPage {
                nav: Nav::of(&page),
                page,
                signs,
                jobs,
            })
        })
        .await?;
    html(&ctx, &page)
}
