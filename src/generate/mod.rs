//! Fills a conference with any number of difficulties, to see how much the product carries:
//! believable texts, statuses, dates, events and published items. The same seed makes the same
//! ones. Everything that acts keep in step is kept in step here too: `check` finds nothing.

mod columns;
mod ground;
mod plan;
mod problems;
mod rows;
#[cfg(test)]
mod tests;
mod text;
mod way;
mod words;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use std::thread;
use std::time::Instant;

pub use words::{COMMON_PHRASE, RARE_PHRASE};

use crate::accounts::passwords;
use crate::db::{Db, DbError};
use crate::demo::{self, DemoError, Holds};
use crate::difficulties::Status;
use ground::Ground;
use plan::{Frame, Plan};

/// Difficulties written in one transaction.
const CHUNK: u64 = 1_000;
/// Chunks planned ahead of the writer.
const AHEAD: usize = 4;

/// Why nothing more was generated. What was written before stays.
#[derive(Debug, thiserror::Error)]
pub enum GenerateError {
    #[error("there is no conference {0}")]
    NoConference(String),
    #[error("conference {0} needs a topic group, and an agency with an officer and a leader")]
    NobodyToAnswer(String),
    #[error("the word lists are empty")]
    NoWords,
    #[error(transparent)]
    Demo(#[from] DemoError),
    #[error(transparent)]
    Database(#[from] DbError),
}

impl From<diesel::result::Error> for GenerateError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Database(error.into())
    }
}

/// What was written.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Written {
    pub difficulties: u64,
    /// Rows of all tables together, search documents included.
    pub rows: u64,
    pub seconds: f64,
}

impl Written {
    /// Rows a second, of all tables together.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
    pub fn rate(&self) -> f64 {
        self.rows as f64 / self.seconds.max(0.001)
    }
}

/// Writes `count` difficulties of `seed` to the conference of `slug`. Into an empty database it
/// first puts what the demonstration stands on. `tell` hears of each chunk.
///
/// # Errors
/// [`GenerateError`].
pub fn generate(
    db: &Db,
    slug: &str,
    count: u64,
    seed: u64,
    mut tell: impl FnMut(&Written),
) -> Result<Written, GenerateError> {
    let name = slug.to_owned();
    let ground = db.write_blocking(move |conn| {
        if demo::holds(conn)? == Holds::Nothing {
            let hash = passwords::hash(demo::PASSWORD)
                .map_err(|error| DemoError::Data(error.to_string()))?;
            demo::load_ground(conn, &hash)?;
        }
        Ground::find(conn, &name)
    })?;
    let ground = Arc::new(ground);
    let frame = ground.frame();
    let begun = Instant::now();
    let mut written = Written::default();
    let (ready, planned) = sync_channel(AHEAD);
    thread::scope(|scope| {
        // Writing one chunk and planning the next take about as long, and there are two cores.
        scope.spawn(move || {
            for from in (0..count).step_by(usize::try_from(CHUNK).unwrap_or(usize::MAX)) {
                let chunk = chunk(seed, from, CHUNK.min(count - from), &frame);
                // The writer gave up; it says why.
                if ready.send(chunk).is_err() {
                    return;
                }
            }
        });
        for chunk in planned {
            let plans = chunk.ok_or(GenerateError::NoWords)?;
            let ground = Arc::clone(&ground);
            let difficulties = u64::try_from(plans.len()).unwrap_or_default();
            let rows = db.write_alone_blocking(move |conn| {
                rows::write(conn, &ground, &plans).map_err(GenerateError::from)
            })?;
            written.difficulties += difficulties;
            written.rows += rows;
            written.seconds = begun.elapsed().as_secs_f64();
            tell(&written);
        }
        Ok(written)
    })
}

/// The plans of numbers `from` to `from + count` of a seed.
fn chunk(seed: u64, from: u64, count: u64, frame: &Frame) -> Option<Vec<Plan>> {
    let mut plans: Vec<Plan> = Vec::new();
    // The newest of each topic that may be a parent, by its place in the chunk.
    let mut parents: BTreeMap<usize, usize> = BTreeMap::new();
    for index in from..from + count {
        let place = plans.len();
        let parent = |topic| parents.get(&topic).map(|parent| place - parent);
        let plan = Plan::of(seed, index, frame, parent)?;
        if plan.status == Status::InProgress {
            parents.insert(plan.topic, place);
        }
        plans.push(plan);
    }
    Some(plans)
}
