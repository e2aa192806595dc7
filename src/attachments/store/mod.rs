//! Where files lie, outside everything that is served by itself: a folder of this machine, or a
//! bucket that speaks S3. A store keeps bytes under a random key and knows nothing of names,
//! people or difficulties; everything else is in the database.

mod bucket;
mod folder;

use std::fs::File;
use std::path::Path;
use std::time::SystemTime;

use tempfile::NamedTempFile;

pub use bucket::{Bucket, BucketSettings};
pub use folder::{Folder, make_private};

use crate::web::secret::random_token;

/// Name of a stored file: 32 hexadecimal digits, random, never reused.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key(String);

impl Key {
    #[must_use]
    pub fn fresh() -> Self {
        Self(random_token())
    }

    /// `None` for what is no key.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let is_key = text.len() == 32
            && text
                .bytes()
                .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        is_key.then(|| Self(text.to_owned()))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Why a store could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no such file.
    #[error("missing")]
    Missing,
    /// It is full, does not answer or refuses us.
    #[error("{0}")]
    Unavailable(String),
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::NotFound {
            Self::Missing
        } else {
            Self::Unavailable(error.to_string())
        }
    }
}

/// One stored file, as a walk through the store meets it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    pub key: Key,
    pub changed_at: SystemTime,
}

/// A store. Every call blocks; callers keep it away from the threads that answer requests.
pub trait Store: Send + Sync {
    /// Keeps a file for good: when this returns, it survives a crash.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]; then nothing can be read under the key.
    fn put(&self, key: &Key, file: NamedTempFile) -> Result<(), StoreError>;

    /// Opens a stored file, from its first byte.
    ///
    /// # Errors
    /// [`StoreError`].
    fn open(&self, key: &Key) -> Result<File, StoreError>;

    /// Removes a file; one that is not there is removed already.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    fn remove(&self, key: &Key) -> Result<(), StoreError>;

    /// Everything that is stored, in no order.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    fn walk(&self, each: &mut dyn FnMut(Stored)) -> Result<(), StoreError>;

    /// Where a file that is still arriving is written down; `None` for the system's own place.
    fn arrivals(&self) -> Option<&Path>;

    /// Makes sure at start-up that it can be written to.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    fn probe(&self) -> Result<(), StoreError>;
}
