//! Serving, for real and for the demonstration.

use std::io::IsTerminal;
use std::thread::available_parallelism;

use tracing_subscriber::EnvFilter;

use super::{CommandError, open};
use crate::app::{self, App};
use crate::clock::Clock;
use crate::config::Settings;
use crate::dates;
use crate::demo::{self, Holds, script::parse_minute};

pub(super) fn serve(settings: Settings) -> Result<(), CommandError> {
    log_by(&settings)?;
    let db = open(&settings)?;
    run(App::new(db, Clock::system(), settings)?)
}

/// Loads the demonstration where nothing is, then serves it with its own clock.
pub(super) fn demo(settings: Settings, at: &str, load_only: bool) -> Result<(), CommandError> {
    let at = parse_minute(at)
        .map(dates::to_utc)
        .ok_or_else(|| CommandError::Option("--at: write it like 2024-07-02T09:00".into()))?;
    log_by(&settings)?;
    let db = open(&settings)?;
    match db.write_blocking(demo::holds)? {
        Holds::TheDemo => {}
        Holds::Nothing => db.write_blocking(demo::load)?,
        Holds::SomethingElse => {
            return Err(CommandError::Failed(format!(
                "{} holds something else than the demonstration; name an empty one in DOITHOAI_DATABASE",
                settings.database
            )));
        }
    }
    if load_only {
        println!("{} holds the demonstration", settings.database);
        return Ok(());
    }
    let clock = Clock::running_from(db.write_blocking(move |conn| demo::starts_at(conn, at))?);
    let address = settings
        .public_url
        .clone()
        .unwrap_or_else(|| format!("http://{}", settings.listen));
    let welcome = db.write_blocking(move |conn| demo::welcome(conn, &address))?;
    println!("{welcome}");
    let mut app = App::new(db, clock, settings)?;
    app.is_demo = true;
    run(app)
}

fn run(app: App) -> Result<(), CommandError> {
    let workers = app
        .settings
        .workers
        .unwrap_or_else(|| available_parallelism().map_or(1, usize::from));
    let listen = app.settings.listen;
    actix_web::rt::System::new()
        .block_on(app::serve(app, workers))
        .map_err(|error| CommandError::Failed(format!("cannot serve on {listen}: {error}")))
}

fn log_by(settings: &Settings) -> Result<(), CommandError> {
    // The framework greets at length; what an operator asks for comes after it and wins.
    let filter = EnvFilter::try_new(format!("actix_server=warn,{}", settings.log))
        .map_err(|error| CommandError::Option(format!("DOITHOAI_LOG: {error}")))?;
    // Fails only where a log is already kept, as in a test.
    let _kept = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr)
        .try_init();
    Ok(())
}
