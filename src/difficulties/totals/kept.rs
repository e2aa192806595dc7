//! What was read of the kept totals, held in memory for as long as it is true. Every reader of a
//! count starts from the same few sums; the database counts every change of a total, whoever makes
//! it, and each request asks for that count, so a page never shows an old number. What is held is
//! held by its scope: nobody is given what was read for somebody who may count more.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use chrono::NaiveDate;
use diesel::prelude::*;

use super::due::{self, DueTotal};
use super::{Scope, Total};
use crate::db::DbConnection;
use crate::difficulties::public_list::queries::PublicTotals;

/// Sums of one kind held at most: conferences, agencies and windows make few; were they many,
/// those beyond are read each time.
const HELD_AT_MOST: usize = 500;

/// Sums by what they are of.
#[derive(Debug)]
struct Held<K, V>(Mutex<BTreeMap<K, Arc<V>>>);

impl<K, V> Default for Held<K, V> {
    fn default() -> Self {
        Self(Mutex::new(BTreeMap::new()))
    }
}

impl<K: Ord, V> Held<K, V> {
    fn of(&self, key: K, read: impl FnOnce() -> QueryResult<V>) -> QueryResult<Arc<V>> {
        if let Some(held) = self.lock().get(&key) {
            return Ok(Arc::clone(held));
        }
        // Nobody waits for this read; two who ask at once read twice.
        let fresh = Arc::new(read()?);
        let mut held = self.lock();
        if held.len() < HELD_AT_MOST {
            held.insert(key, Arc::clone(&fresh));
        }
        Ok(fresh)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<K, Arc<V>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The kept totals as they stood at one version, read as they are asked for. What is read after
/// the next change is newer than its version says, and given up with it.
#[derive(Debug, Default)]
pub struct KeptTotals {
    version: i64,
    standing: Held<Scope, Vec<Total>>,
    due: Held<(Scope, NaiveDate, NaiveDate), Vec<DueTotal>>,
    before: Held<(i64, bool, NaiveDate), Vec<DueTotal>>,
    public: Held<(), PublicTotals>,
}

impl KeptTotals {
    /// The totals in `scope`, not yet summed: see [`super::load`].
    ///
    /// # Errors
    /// When the database fails.
    pub fn standing(&self, conn: &mut DbConnection, scope: Scope) -> QueryResult<Arc<Vec<Total>>> {
        self.standing.of(scope, || super::load(conn, scope))
    }

    /// The totals of the days from `from` on and before `before`: see [`due::load`].
    ///
    /// # Errors
    /// When the database fails.
    pub fn due(
        &self,
        conn: &mut DbConnection,
        scope: Scope,
        (from, before): (NaiveDate, NaiveDate),
    ) -> QueryResult<Arc<Vec<DueTotal>>> {
        self.due.of((scope, from, before), || {
            due::load(conn, scope, (from, before))
        })
    }

    /// The totals before a day, of every lead agency: see [`due::before`].
    ///
    /// # Errors
    /// When the database fails.
    pub fn before(
        &self,
        conn: &mut DbConnection,
        conference_id: i64,
        with_restricted: bool,
        day: NaiveDate,
    ) -> QueryResult<Arc<Vec<DueTotal>>> {
        self.before.of((conference_id, with_restricted, day), || {
            due::before(conn, conference_id, with_restricted, day)
        })
    }

    /// What is public.
    ///
    /// # Errors
    /// When the database fails.
    pub fn public(&self, conn: &mut DbConnection) -> QueryResult<Arc<PublicTotals>> {
        self.public.of((), || PublicTotals::load(conn))
    }
}

/// The totals all requests share.
#[derive(Default)]
pub struct Shelf(RwLock<Arc<KeptTotals>>);

impl Shelf {
    /// What is held of `version`, which the caller has just read.
    #[must_use]
    pub fn at(&self, version: i64) -> Arc<KeptTotals> {
        let kept = Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner));
        if kept.version == version {
            return kept;
        }
        let fresh = Arc::new(KeptTotals {
            version,
            ..KeptTotals::default()
        });
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&fresh);
        fresh
    }
}
