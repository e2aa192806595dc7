//! A bucket that speaks S3: Amazon's, or one of MinIO, Ceph, Garage and the like.

use std::fs::File;
use std::io::{self, Seek, SeekFrom};
use std::path::Path;
use std::time::{Duration, SystemTime};

use rusty_s3::actions::ListObjectsV2;
use rusty_s3::{Bucket as Address, Credentials, S3Action, UrlStyle};
use tempfile::NamedTempFile;
use ureq::Agent;

use super::{Key, Store, StoreError, Stored};
use crate::web::limits::FILE_BYTES;

/// A signed request is good for this long.
const SIGNED_FOR: Duration = Duration::from_secs(10 * 60);
/// A store that does not even pick up is down.
const PICKED_UP_WITHIN: Duration = Duration::from_secs(5);
/// One request, body included; 20 MiB at 350 KiB/s.
const DONE_WITHIN: Duration = Duration::from_secs(60);
/// Pages of a listing are about 300 KB.
const LISTING_AT_MOST: u64 = 4 * 1024 * 1024;

/// Where a bucket is and who we are there.
#[derive(Clone, PartialEq, Eq)]
pub struct BucketSettings {
    pub bucket: String,
    /// Stands before every key; empty, or ending in `/`.
    pub prefix: String,
    pub endpoint: String,
    pub region: String,
    pub key: String,
    pub secret: String,
}

impl std::fmt::Debug for BucketSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "s3://{}/{} at {}",
            self.bucket, self.prefix, self.endpoint
        )
    }
}

pub struct Bucket {
    address: Address,
    prefix: String,
    credentials: Credentials,
    agent: Agent,
}

impl Bucket {
    /// # Errors
    /// When the endpoint is no address or the bucket no name.
    pub fn at(settings: &BucketSettings) -> Result<Self, StoreError> {
        let wrong = |error: &dyn std::fmt::Display| {
            StoreError::Unavailable(format!("{settings:?}: {error}"))
        };
        let endpoint = settings.endpoint.parse().map_err(|error| wrong(&error))?;
        // Servers of one's own rarely have a name for each bucket; Amazon's take both.
        let address = Address::new(
            endpoint,
            UrlStyle::Path,
            settings.bucket.clone(),
            settings.region.clone(),
        )
        .map_err(|error| wrong(&error))?;
        let agent = Agent::config_builder()
            .timeout_connect(Some(PICKED_UP_WITHIN))
            .timeout_global(Some(DONE_WITHIN))
            .max_redirects(0)
            .build()
            .new_agent();
        Ok(Self {
            address,
            prefix: settings.prefix.clone(),
            credentials: Credentials::new(settings.key.clone(), settings.secret.clone()),
            agent,
        })
    }

    fn name(&self, key: &Key) -> String {
        format!("{}{}", self.prefix, key.as_str())
    }

    fn list(
        &self,
        after: Option<&str>,
        at_most: Option<usize>,
    ) -> Result<(Vec<Stored>, Option<String>), StoreError> {
        let mut list = self.address.list_objects_v2(Some(&self.credentials));
        list.with_prefix(self.prefix.clone());
        if let Some(token) = after {
            list.with_continuation_token(token.to_owned());
        }
        if let Some(most) = at_most {
            list.with_max_keys(most);
        }
        let text = self
            .agent
            .get(list.sign(SIGNED_FOR).as_str())
            .call()
            .map_err(failed)?
            .body_mut()
            .with_config()
            .limit(LISTING_AT_MOST)
            .read_to_string()
            .map_err(failed)?;
        let page = ListObjectsV2::parse_response(&text)
            .map_err(|error| StoreError::Unavailable(format!("the listing: {error}")))?;
        let stored = page
            .contents
            .into_iter()
            .filter_map(|object| {
                let key = Key::parse(object.key.strip_prefix(&self.prefix)?)?;
                // One whose time cannot be read counts as new: it is left alone.
                let changed_at = object
                    .last_modified
                    .and_then(|text| chrono::DateTime::parse_from_rfc3339(&text).ok())
                    .map_or_else(SystemTime::now, SystemTime::from);
                Some(Stored { key, changed_at })
            })
            .collect();
        Ok((stored, page.next_continuation_token))
    }
}

/// The signed address is in no message: whoever reads the log could use it.
fn failed(error: ureq::Error) -> StoreError {
    match error {
        ureq::Error::StatusCode(404) => StoreError::Missing,
        ureq::Error::StatusCode(status) => StoreError::Unavailable(format!("answered {status}")),
        other => StoreError::Unavailable(other.to_string()),
    }
}

impl Store for Bucket {
    fn put(&self, key: &Key, file: NamedTempFile) -> Result<(), StoreError> {
        let mut file = file.into_file();
        file.seek(SeekFrom::Start(0))?;
        let name = self.name(key);
        let put = self.address.put_object(Some(&self.credentials), &name);
        self.agent
            .put(put.sign(SIGNED_FOR).as_str())
            .content_type("application/octet-stream")
            .send(&file)
            .map_err(failed)
            .map_err(|error| match error {
                StoreError::Missing => StoreError::Unavailable("there is no such bucket".into()),
                other => other,
            })?;
        Ok(())
    }

    fn open(&self, key: &Key) -> Result<File, StoreError> {
        let name = self.name(key);
        let get = self.address.get_object(Some(&self.credentials), &name);
        let mut answer = self
            .agent
            .get(get.sign(SIGNED_FOR).as_str())
            .call()
            .map_err(failed)?;
        let mut file = tempfile::tempfile()?;
        let mut body = answer
            .body_mut()
            .with_config()
            .limit(FILE_BYTES + 1)
            .reader();
        io::copy(&mut body, &mut file)?;
        file.seek(SeekFrom::Start(0))?;
        Ok(file)
    }

    fn remove(&self, key: &Key) -> Result<(), StoreError> {
        let name = self.name(key);
        let delete = self.address.delete_object(Some(&self.credentials), &name);
        match self
            .agent
            .delete(delete.sign(SIGNED_FOR).as_str())
            .call()
            .map_err(failed)
        {
            Ok(_) | Err(StoreError::Missing) => Ok(()),
            Err(error) => Err(error),
        }
    }

    fn walk(&self, each: &mut dyn FnMut(Stored)) -> Result<(), StoreError> {
        let mut after = None;
        loop {
            let (page, next) = self.list(after.as_deref(), None)?;
            page.into_iter().for_each(&mut *each);
            if next.is_none() {
                return Ok(());
            }
            after = next;
        }
    }

    fn arrivals(&self) -> Option<&Path> {
        None
    }

    fn probe(&self) -> Result<(), StoreError> {
        self.list(None, Some(1)).map(drop)
    }
}
