//! The way of a file from the visitor to the store, and back.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::Arc;

use actix_web::web;
use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;
use tokio::sync::Semaphore;

use super::clamd::{Clamd, Finding};
use super::kind::FileKind;
use super::name::FileName;
use super::picture;
use super::queries::{Attachment, Scan};
use super::refusal::Refusal;
use super::sniff;
use super::store::{Bucket, Folder, Key, Store, StoreError};
use crate::config::{FilesAt, Settings};
use crate::i18n::Lang;
use crate::web::uploads::{Arrived, Fault};

/// Files looked at, stored or fetched at the same time. Each takes a thread that could read the
/// database meanwhile, and a slow store must not take them all.
const AT_A_TIME: usize = 2;

/// Keeps and gives back files. Cheap to clone.
#[derive(Clone)]
pub struct Files {
    store: Arc<dyn Store>,
    scanner: Option<Clamd>,
    turns: Arc<Semaphore>,
}

/// A file that is stored and has no row yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    pub key: Key,
    pub name: String,
    pub kind: FileKind,
    pub size: i64,
    pub sha256: Vec<u8>,
    pub scan: Scan,
}

/// What became of the files of one request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Received {
    pub kept: Vec<Kept>,
    /// Name and reason of each that was not.
    pub refused: Vec<(String, Refusal)>,
}

impl Received {
    /// What to say beside the field; `None` when everything was kept.
    #[must_use]
    pub fn complaint(&self, lang: Lang) -> Option<String> {
        let sentences: Vec<String> = self
            .refused
            .iter()
            .map(|(name, refusal)| refusal.sentence(lang, name))
            .collect();
        (!sentences.is_empty()).then(|| sentences.join(" "))
    }
}

impl Files {
    /// # Errors
    /// When the settings name no store that there can be.
    pub fn open(settings: &Settings) -> Result<Self, StoreError> {
        let store: Arc<dyn Store> = match &settings.files {
            FilesAt::Folder(root) => Arc::new(Folder::at(root)),
            FilesAt::Bucket(bucket) => Arc::new(Bucket::at(bucket)?),
        };
        Ok(Self::new(store, settings.clamd.clone()))
    }

    #[must_use]
    pub fn new(store: Arc<dyn Store>, scanner: Option<Clamd>) -> Self {
        Self {
            store,
            scanner,
            turns: Arc::new(Semaphore::new(AT_A_TIME)),
        }
    }

    #[must_use]
    pub fn store(&self) -> &dyn Store {
        &*self.store
    }

    #[must_use]
    pub fn scanner(&self) -> Option<&Clamd> {
        self.scanner.as_ref()
    }

    /// A place to write a file down while it arrives; it is gone with its handle.
    ///
    /// # Errors
    /// When the disk is full or refuses.
    pub fn arrival(&self) -> io::Result<NamedTempFile> {
        match self.store.arrivals() {
            None => NamedTempFile::new(),
            Some(folder) => NamedTempFile::new_in(folder).or_else(|_| {
                super::store::make_private(folder)?;
                NamedTempFile::new_in(folder)
            }),
        }
    }

    /// Judges, cleans, scans and stores what arrived. Rows are the caller's to write; without
    /// them what was stored is swept away later.
    pub async fn receive(&self, arrived: Vec<Arrived>) -> Received {
        let mut received = Received::default();
        for one in arrived {
            let name = FileName::read(&one.name);
            let shown = name.as_str().to_owned();
            let outcome = match one.content {
                Ok(file) => self.take(file, name).await,
                Err(fault) => Err(fault.into()),
            };
            match outcome {
                Ok(kept) => received.kept.push(kept),
                Err(refusal) => received.refused.push((shown, refusal)),
            }
        }
        received
    }

    async fn take(&self, file: NamedTempFile, name: FileName) -> Result<Kept, Refusal> {
        let files = self.clone();
        let turn = self.turns.clone().acquire_owned().await;
        web::block(move || {
            let _turn = turn;
            files.keep(file, &name)
        })
        .await
        .unwrap_or(Err(Refusal::Unavailable))
    }

    fn keep(&self, mut file: NamedTempFile, name: &FileName) -> Result<Kept, Refusal> {
        let kind = sniff::kind(file.as_file_mut(), name)?;
        if kind.is_picture() {
            let mut clean = self.arrival()?;
            picture::clean(kind, file.as_file_mut(), clean.as_file_mut())?;
            file = clean;
        }
        let scan = self.scan(file.as_file_mut())?;
        let (size, sha256) = digest(file.as_file_mut())?;
        let key = Key::fresh();
        self.store.put(&key, file).map_err(|error| {
            tracing::error!(%error, "a file could not be stored");
            Refusal::Unavailable
        })?;
        Ok(Kept {
            key,
            name: name.as_str().to_owned(),
            kind,
            size,
            sha256,
            scan,
        })
    }

    /// A scanner that does not answer holds nobody up: the file is kept and not given out until
    /// it was looked at.
    fn scan(&self, file: &mut File) -> Result<Scan, Refusal> {
        let Some(scanner) = &self.scanner else {
            return Ok(Scan::None);
        };
        match scanner.scan(file) {
            Ok(Finding::Clean) => Ok(Scan::Clean),
            Ok(Finding::Found(what)) => {
                tracing::warn!(what, "an upload was refused: the scanner found something");
                Err(Refusal::Infected)
            }
            Err(error) => {
                tracing::error!(%error, "the scanner does not answer; a file waits for it");
                Ok(Scan::Waiting)
            }
        }
    }

    /// Opens a stored file and reads it once through: what is no longer what was stored is not
    /// given out. Blocks.
    ///
    /// # Errors
    /// [`OpenError`].
    pub fn open_whole(&self, attachment: &Attachment) -> Result<File, OpenError> {
        let key = Key::parse(&attachment.key).ok_or(OpenError::Damaged)?;
        let mut file = self.store.open(&key).map_err(|error| match error {
            StoreError::Missing => OpenError::Damaged,
            StoreError::Unavailable(reason) => OpenError::Unavailable(reason),
        })?;
        let (size, sha256) =
            digest(&mut file).map_err(|error| OpenError::Unavailable(error.to_string()))?;
        if size != attachment.size || sha256 != attachment.sha256 {
            return Err(OpenError::Damaged);
        }
        file.seek(SeekFrom::Start(0))
            .map_err(|error| OpenError::Unavailable(error.to_string()))?;
        Ok(file)
    }

    /// The same, away from the threads that answer requests, when it is its turn.
    ///
    /// # Errors
    /// As [`Files::open_whole`].
    pub async fn fetch(&self, attachment: Attachment) -> Result<File, OpenError> {
        let files = self.clone();
        let turn = self.turns.clone().acquire_owned().await;
        web::block(move || {
            let _turn = turn;
            files.open_whole(&attachment)
        })
        .await
        .unwrap_or_else(|error| Err(OpenError::Unavailable(error.to_string())))
    }

    /// Removes what no row speaks of any more. What cannot be removed now is swept away later.
    pub async fn forget(&self, keys: Vec<Key>) {
        let files = self.clone();
        let removed =
            web::block(move || keys.iter().try_for_each(|key| files.store.remove(key))).await;
        if let Ok(Err(error)) = removed {
            tracing::warn!(%error, "a file is left for the sweep");
        }
    }
}

/// Why a stored file is not given out.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("it is missing or no longer what was stored")]
    Damaged,
    #[error("{0}")]
    Unavailable(String),
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::TooLarge => Self::TooLarge,
            Fault::RequestTooLarge => Self::RequestTooLarge,
            Fault::TooMany => Self::TooMany,
            Fault::NoRoom => Self::Unavailable,
        }
    }
}

/// Length and SHA-256 of a file, from its first byte.
fn digest(file: &mut File) -> io::Result<(i64, Vec<u8>)> {
    file.seek(SeekFrom::Start(0))?;
    let (mut hash, mut size) = (Sha256::new(), 0);
    let mut chunk = vec![0; 64 * 1024];
    loop {
        let length = file.read(&mut chunk)?;
        if length == 0 {
            return Ok((size, hash.finalize().to_vec()));
        }
        hash.update(chunk.get(..length).unwrap_or_default());
        size += i64::try_from(length).unwrap_or(i64::MAX);
    }
}
