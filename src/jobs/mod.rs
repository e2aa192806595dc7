//! Work that takes longer than a page may: done on a thread of its own, one at a time, so that
//! two large sheets never stand in memory together; its progress is looked at on a page.
//!
//! Only the progress lives in memory. What a job does is durable on its own and leaves nothing
//! half done, so that a restart loses a job and no data.

mod page;

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::i18n::{Lang, Value};
use crate::web::secret::random_token;
use crate::web::{Access, Routes};

/// Finished jobs are remembered this long.
const REMEMBERED: Duration = Duration::from_hours(1);

pub mod paths {
    pub const JOB: &str = "/viec/{token}";

    #[must_use]
    pub fn job(id: &str) -> String {
        format!("/viec/{id}")
    }
}

/// Mounts this slice's routes.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    routes.get(paths::JOB, Access::Staff, page::show)
}

/// How far a job is: steps done, of how many as far as known.
#[derive(Debug, Clone, Default)]
pub struct Progress(Arc<Steps>);

#[derive(Debug, Default)]
struct Steps {
    done: AtomicI64,
    total: AtomicI64,
}

impl Progress {
    pub fn step(&self) {
        self.0.done.fetch_add(1, Ordering::Relaxed);
    }

    /// From now on there are `total` steps, none of them done.
    pub fn expect(&self, total: i32) {
        self.0.done.store(0, Ordering::Relaxed);
        self.0.total.store(total.into(), Ordering::Relaxed);
    }

    #[must_use]
    pub fn done(&self) -> i64 {
        self.0.done.load(Ordering::Relaxed)
    }

    /// `None` while nobody knows.
    #[must_use]
    pub fn total(&self) -> Option<i64> {
        Some(self.0.total.load(Ordering::Relaxed)).filter(|total| *total > 0)
    }
}

/// Why a job failed, as a message key with one filling, and where to go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    pub key: String,
    pub filling: String,
    pub next: String,
}

impl Failure {
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        lang.with(&self.key, &[("text", Value::from(self.filling.as_str()))])
    }
}

/// How a job ended: the address of what it made, or why it failed.
pub type Outcome = Result<String, Failure>;

/// One job.
#[derive(Debug)]
pub struct Job {
    pub id: String,
    pub account_id: i64,
    /// The key of what it does.
    pub title: &'static str,
    pub progress: Progress,
    outcome: Mutex<Option<(Outcome, Instant)>>,
}

impl Job {
    /// `None` while it runs.
    #[must_use]
    pub fn outcome(&self) -> Option<Outcome> {
        lock(&self.outcome)
            .as_ref()
            .map(|(outcome, _)| outcome.clone())
    }

    fn is_old(&self) -> bool {
        lock(&self.outcome)
            .as_ref()
            .is_some_and(|(_, ended)| ended.elapsed() > REMEMBERED)
    }
}

/// A thread that panicked left nothing half written behind these locks.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The jobs of this process.
#[derive(Debug, Default)]
pub struct Jobs {
    known: Mutex<HashMap<String, Arc<Job>>>,
    turn: Arc<Mutex<()>>,
}

impl Jobs {
    /// Begins `work` as soon as the jobs before it are done. A panic in it is a failure.
    pub fn start(
        &self,
        account_id: i64,
        title: &'static str,
        next: &str,
        work: impl FnOnce(&Progress) -> Outcome + Send + 'static,
    ) -> Arc<Job> {
        let job = Arc::new(Job {
            id: random_token(),
            account_id,
            title,
            progress: Progress::default(),
            outcome: Mutex::new(None),
        });
        {
            let mut known = lock(&self.known);
            known.retain(|_, job| !job.is_old());
            known.insert(job.id.clone(), job.clone());
        }
        let (own, turn) = (job.clone(), self.turn.clone());
        let broken = Failure {
            key: "jobs-broken".into(),
            filling: String::new(),
            next: next.to_owned(),
        };
        let failed = broken.clone();
        let started = thread::Builder::new().name("job".into()).spawn(move || {
            let _turn = lock(&turn);
            let outcome =
                catch_unwind(AssertUnwindSafe(|| work(&own.progress))).unwrap_or(Err(failed));
            *lock(&own.outcome) = Some((outcome, Instant::now()));
        });
        if started.is_err() {
            *lock(&job.outcome) = Some((Err(broken), Instant::now()));
        }
        job
    }

    #[must_use]
    pub fn find(&self, id: &str) -> Option<Arc<Job>> {
        lock(&self.known).get(id).cloned()
    }

    /// Waits for a job for as long as a page may take; `None` when it still runs.
    pub async fn wait(&self, job: &Job) -> Option<Outcome> {
        const PATIENCE: Duration = Duration::from_millis(1_500);
        const LOOK_EVERY: Duration = Duration::from_millis(10);
        let began = Instant::now();
        while began.elapsed() < PATIENCE {
            if let Some(outcome) = job.outcome() {
                return Some(outcome);
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
        job.outcome()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[actix_web::test]
    async fn a_job_ends_with_what_it_made_or_why_not() {
        let jobs = Jobs::default();
        let good = jobs.start(1, "jobs-broken", "/", |progress| {
            progress.expect(2);
            progress.step();
            Ok("/het".into())
        });
        assert_eq!(jobs.wait(&good).await, Some(Ok("/het".into())));
        assert_eq!((good.progress.done(), good.progress.total()), (1, Some(2)));
        assert!(jobs.find(&good.id).is_some());
        let broken = jobs.start(1, "jobs-broken", "/lai", |_| panic!("a fault"));
        let outcome = jobs.wait(&broken).await.unwrap().unwrap_err();
        assert_eq!(outcome.next, "/lai");
    }
}
