//! The one place that asks what time it is. Instants are UTC without a zone, as both databases
//! keep them; days are those of `Asia/Ho_Chi_Minh`.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};

use crate::dates;

/// Tells the time; cheap to clone. A running product's clock runs; a test's stands still until
/// moved; the demonstration's runs from the week of its conference.
#[derive(Debug, Clone)]
pub struct Clock(Kind);

#[derive(Debug, Clone)]
enum Kind {
    Running {
        ahead_by: TimeDelta,
    },
    /// Microseconds since 1970.
    Still(Arc<AtomicI64>),
}

impl Clock {
    #[must_use]
    pub fn system() -> Self {
        Self(Kind::Running {
            ahead_by: TimeDelta::zero(),
        })
    }

    /// A running clock that shows `now` at this moment.
    #[must_use]
    pub fn running_from(now: NaiveDateTime) -> Self {
        Self(Kind::Running {
            ahead_by: now - Utc::now().naive_utc(),
        })
    }

    /// A clock that stands at `now` until [`Clock::set`].
    #[must_use]
    pub fn still_at(now: NaiveDateTime) -> Self {
        Self(Kind::Still(Arc::new(AtomicI64::new(
            now.and_utc().timestamp_micros(),
        ))))
    }

    /// Moves a still clock, and every clone of it; a running clock ignores this.
    pub fn set(&self, now: NaiveDateTime) {
        if let Kind::Still(micros) = &self.0 {
            micros.store(now.and_utc().timestamp_micros(), Ordering::SeqCst);
        }
    }

    /// This instant, in UTC, to the microsecond both databases keep.
    #[must_use]
    pub fn now(&self) -> NaiveDateTime {
        let micros = match &self.0 {
            Kind::Running { ahead_by } => (Utc::now() + *ahead_by).timestamp_micros(),
            Kind::Still(micros) => micros.load(Ordering::SeqCst),
        };
        DateTime::from_timestamp_micros(micros)
            .unwrap_or_default()
            .naive_utc()
    }

    /// Today in `Asia/Ho_Chi_Minh`.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        dates::local(self.now()).date()
    }
}
