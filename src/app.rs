//! The application: what every request shares, the whole of its routes, and how it is served.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::middleware::{Compress, from_fn};
use actix_web::{HttpServer, web};

use crate::attachments::{self, Files};
use crate::clock::Clock;
use crate::config::Settings;
use crate::db::{Db, DbError};
use crate::difficulties::totals;
use crate::directory;
use crate::jobs::Jobs;
use crate::timer::{self, Stop};
use crate::web::limits::Limits;
use crate::web::secret::Secret;
use crate::web::{Routes, shell};

/// Headers of a request must arrive within this time.
const HEADERS_WITHIN: Duration = Duration::from_secs(5);
/// Requests under way at SIGTERM may take this long; with the close it stays within 10 s.
const DRAIN_SECONDS: u64 = 8;

/// What every request shares.
pub struct App {
    pub db: Db,
    pub clock: Clock,
    pub directory: directory::Shelf,
    pub totals: totals::kept::Shelf,
    pub settings: Settings,
    pub secret: Secret,
    pub limits: Limits,
    pub files: Files,
    pub is_demo: bool,
    pub jobs: Jobs,
}

impl App {
    /// # Errors
    /// When the database fails, or the settings name no place for files.
    pub fn new(db: Db, clock: Clock, settings: Settings) -> Result<Self, DbError> {
        let secret = db.write_blocking(Secret::load_or_create)?;
        let limits = if settings.rate_limits {
            Limits::new()
        } else {
            Limits::off()
        };
        let files = Files::open(&settings).map_err(|error| DbError::Refused(error.to_string()))?;
        Ok(Self {
            db,
            clock,
            directory: directory::Shelf::default(),
            totals: totals::kept::Shelf::default(),
            settings,
            secret,
            limits,
            files,
            is_demo: false,
            jobs: Jobs::default(),
        })
    }
}

/// Every route of the product, slice by slice.
#[must_use]
pub fn routes() -> Routes {
    let routes = Routes::default();
    let routes = crate::portal::routes(routes);
    let routes = crate::accounts::routes(routes);
    let routes = crate::filers::routes(routes);
    let routes = crate::administration::routes(routes);
    let routes = crate::submissions::routes(routes);
    let routes = crate::imports::routes(routes);
    let routes = crate::jobs::routes(routes);
    let routes = crate::conferences::routes(routes);
    let routes = crate::responses::desk_routes(routes);
    let routes = crate::briefs::routes(routes);
    let routes = crate::difficulties::routes(routes);
    let routes = attachments::routes(routes);
    crate::responses::routes(routes)
}

/// Mounts the routes with the shell around them; tests mount the same.
#[macro_export]
macro_rules! web_app {
    ($app:expr) => {
        ::actix_web::App::new()
            .app_data($app.clone())
            .wrap(::actix_web::middleware::from_fn($crate::web::shell::shell))
            .configure(|config| $crate::app::routes().configure(config))
    };
}

/// Serves until SIGTERM or Ctrl-C, then lets requests under way finish.
///
/// # Errors
/// When the address cannot be listened on.
pub async fn serve(app: App, workers: usize) -> io::Result<()> {
    let listen = app.settings.listen;
    if let Err(error) = app.files.store().probe() {
        // Everything else still works; whoever sends a file is told.
        tracing::error!(%error, "files cannot be stored");
    }
    let app = web::Data::new(app);
    let (addresses, server) = server(listen, &app, workers, routes)?;
    actix_web::rt::spawn(attachments::upkeep::keep_up(app.clone()));
    let stop = Stop::default();
    let jobs = app
        .settings
        .jobs
        .then(|| actix_web::rt::spawn(timer::keep_going(app.clone(), stop.clone())));
    for address in addresses {
        tracing::info!("listening on http://{address}");
    }
    let served = server.await;
    // What is being written is finished by the writer; nothing new is begun.
    stop.now();
    if let Some(jobs) = jobs {
        jobs.abort();
    }
    served
}

/// The server as it runs, with routes of the caller's, and the addresses it listens on.
///
/// # Errors
/// When the address cannot be listened on.
pub fn server(
    listen: SocketAddr,
    app: &web::Data<App>,
    workers: usize,
    routes: fn() -> Routes,
) -> io::Result<(Vec<SocketAddr>, Server)> {
    let blocking = blocking_threads(app.settings.readers, workers);
    let app = app.clone();
    let server = HttpServer::new(move || {
        actix_web::App::new()
            .app_data(app.clone())
            .wrap(Compress::default())
            .wrap(from_fn(shell::shell))
            .configure(|config| routes().configure(config))
    })
    .workers(workers)
    .worker_max_blocking_threads(blocking)
    .client_request_timeout(HEADERS_WITHIN)
    .shutdown_timeout(DRAIN_SECONDS)
    .bind(listen)?;
    Ok((server.addrs(), server.run()))
}

/// Threads each worker may use for reading, passwords and files: a few more than its share of the
/// reading connections. More would only wait for one, each with memory of its own.
fn blocking_threads(readers: u32, workers: usize) -> usize {
    let share = usize::try_from(readers).unwrap_or(1) / workers.max(1);
    share.max(1) + 3
}
