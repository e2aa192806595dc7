//! What is done when its time has come, while nobody asks: drafts, sheets and logins that ended
//! are let go, and answers nobody objected to are closed.
//!
//! Every process that serves looks around twice a minute. A job is done by whichever process
//! takes its lease first ([`lease`]); one that stops in the middle leaves a lease that runs out.
//! A job is a plain function of the application, and does its work in writes small enough to be
//! stopped between any two of them.

mod close;
pub mod lease;
mod sweep;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use actix_web::web;
use chrono::TimeDelta;

pub use close::close_unopposed;
pub use sweep::{sweep_drafts, sweep_imports, sweep_logins};

use crate::app::App;
use crate::web::AppError;

/// How often a process looks whether anything is due.
const LOOK_EVERY: Duration = Duration::from_secs(30);

/// What is done, and how often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Job {
    SweepDrafts,
    SweepImports,
    SweepLogins,
    CloseUnopposed,
}

impl Job {
    pub const ALL: [Self; 4] = [
        Self::SweepDrafts,
        Self::SweepImports,
        Self::SweepLogins,
        Self::CloseUnopposed,
    ];

    /// Its name in the database; never reused for something else.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::SweepDrafts => "sweep-drafts",
            Self::SweepImports => "sweep-imports",
            Self::SweepLogins => "sweep-logins",
            Self::CloseUnopposed => "close-unopposed",
        }
    }

    fn every(self) -> TimeDelta {
        match self {
            Self::SweepDrafts | Self::SweepImports => TimeDelta::hours(1),
            Self::SweepLogins => TimeDelta::days(1),
            // Windows end with the day, so that nobody waits for the minute.
            Self::CloseUnopposed => TimeDelta::minutes(10),
        }
    }

    async fn run(self, app: &App, stop: &Stop) -> Result<usize, AppError> {
        match self {
            Self::SweepDrafts => sweep_drafts(app).await,
            Self::SweepImports => sweep_imports(app).await,
            Self::SweepLogins => sweep_logins(app).await,
            Self::CloseUnopposed => close_unopposed(app, stop).await,
        }
    }
}

/// Told to stop, a job ends after the write it is at.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    pub fn now(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    #[must_use]
    pub fn is_told(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

/// Goes on until it is told to stop.
pub async fn keep_going(app: web::Data<App>, stop: Stop) {
    while !stop.is_told() {
        run_due(&app, &stop).await;
        actix_web::rt::time::sleep(LOOK_EVERY).await;
    }
}

/// Does what is due and nobody else is at; returns the jobs that were done, each with how many
/// things it did. One that fails is tried again when its lease has run out.
pub async fn run_due(app: &App, stop: &Stop) -> Vec<(Job, usize)> {
    let mut done = Vec::new();
    for job in Job::ALL {
        if stop.is_told() {
            break;
        }
        match run_one(app, job, stop).await {
            Ok(Some(count)) => {
                if count > 0 {
                    tracing::info!(job = job.name(), count, "done");
                }
                done.push((job, count));
            }
            Ok(None) => {}
            Err(error) => tracing::warn!(job = job.name(), %error, "left for later"),
        }
    }
    done
}

async fn run_one(app: &App, job: Job, stop: &Stop) -> Result<Option<usize>, AppError> {
    let now = app.clock.now();
    let is_ours = app
        .db
        .write(move |conn| Ok::<_, AppError>(lease::take(conn, job.name(), now)?))
        .await?;
    if !is_ours {
        return Ok(None);
    }
    let count = job.run(app, stop).await?;
    if stop.is_told() {
        // What is left over is not put off by a whole round: the lease just runs out.
        return Ok(Some(count));
    }
    let next_at = now + job.every();
    app.db
        .write(move |conn| Ok::<_, AppError>(lease::give_back(conn, job.name(), next_at)?))
        .await?;
    Ok(Some(count))
}
