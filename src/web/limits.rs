//! How often, per visitor, account or address (permissions.md, limits). The figures stand here
//! once; `/gioi-han` shows them.

use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::AppError;

/// Letters at most, after NFC.
pub const TITLE_LETTERS: usize = 200;
pub const BODY_LETTERS: usize = 10_000;
pub const NOTE_LETTERS: usize = 5_000;
pub const RESPONSE_LETTERS: usize = 20_000;
pub const NAME_LETTERS: usize = 200;
/// Passages one letter is marked into at most.
pub const PASSAGES_A_LETTER: usize = 30;

/// Files in one request.
pub const FILES_A_REQUEST: usize = 10;
/// Bytes of one file.
pub const FILE_BYTES: u64 = 20 * 1024 * 1024;
/// Bytes of the files of one request.
pub const REQUEST_FILE_BYTES: u64 = 50 * 1024 * 1024;
/// Bytes of all files of one draft or submission, with what was sent afterwards.
pub const ITEM_FILE_BYTES: u64 = 200 * 1024 * 1024;
/// Letters of a file's name that are kept.
pub const FILE_NAME_LETTERS: usize = 120;
/// Pixels on a side of a picture.
pub const PICTURE_SIDE: u32 = 20_000;
/// Pixels of a picture; telephones make up to 108 million in a file of the allowed size.
pub const PICTURE_PIXELS: u64 = 120_000_000;
/// Parts of a zipped document.
pub const ZIP_ENTRIES: usize = 2_000;
/// Bytes that a zipped document unpacks to.
pub const ZIP_UNPACKED_BYTES: u64 = 200 * 1024 * 1024;
/// How many times its own size a zipped document unpacks to.
pub const ZIP_RATIO: u64 = 100;
/// An upload must have arrived within this time.
pub const UPLOAD_WITHIN: Duration = Duration::from_mins(5);
/// And at least this fast, in bytes a second.
pub const UPLOAD_SPEED: u64 = 2 * 1024;
/// Requests with files an hour from one address.
pub const UPLOADS_AN_HOUR: u32 = 600;
/// A stored file without a row is an upload under way until it is this old.
pub const FILE_GRACE: Duration = Duration::from_hours(1);

/// Searches a minute for one visitor.
pub const SEARCHES_A_MINUTE: u32 = 60;
/// Look-ups a minute from one address.
pub const LOOKUPS_A_MINUTE: u32 = 20;
/// Links of drafts opened a minute from one address.
pub const DRAFT_LINKS_A_MINUTE: u32 = 60;
/// Sign-ins a minute from one address: 136 delegates share one Wi-Fi address.
pub const SIGN_INS_A_MINUTE: u32 = 60;
/// Filings an hour from one address.
pub const FILINGS_AN_HOUR: u32 = 600;
/// Failures of one account after which each further try must wait, doubling up to 15 minutes.
pub const FAILURES_BEFORE_DELAY: i32 = 10;
/// A form body must have arrived within this time.
pub const BODY_WITHIN: Duration = Duration::from_secs(20);

/// Bytes of a sheet as it is uploaded.
pub const SHEET_BYTES: usize = 20 * 1024 * 1024;
/// Rows that one sheet may bring, its heading not counted.
pub const SHEET_ROWS: usize = 50_000;
pub const SHEET_COLUMNS: usize = 200;
/// Bytes that a sheet may unpack to, in all its parts.
pub const SHEET_UNPACKED: u64 = 256 * 1024 * 1024;
/// How many times its own size a sheet may unpack to.
pub const SHEET_RATIO: u64 = 150;
/// Parts of a workbook's archive.
pub const SHEET_PARTS: usize = 2_000;

/// The counters and deadlines of this process.
pub struct Limits {
    /// As [`BODY_WITHIN`]; tests are less patient.
    pub body_within: Duration,
    searches: DefaultKeyedRateLimiter<String>,
    look_ups: DefaultKeyedRateLimiter<IpAddr>,
    draft_links: DefaultKeyedRateLimiter<IpAddr>,
    sign_ins: DefaultKeyedRateLimiter<IpAddr>,
    filings: DefaultKeyedRateLimiter<IpAddr>,
    uploads: DefaultKeyedRateLimiter<IpAddr>,
    off: bool,
}

impl Limits {
    #[must_use]
    pub fn new() -> Self {
        Self {
            body_within: BODY_WITHIN,
            searches: per_minute(SEARCHES_A_MINUTE),
            look_ups: per_minute(LOOKUPS_A_MINUTE),
            draft_links: per_minute(DRAFT_LINKS_A_MINUTE),
            sign_ins: per_minute(SIGN_INS_A_MINUTE),
            filings: RateLimiter::keyed(Quota::per_hour(positive(FILINGS_AN_HOUR))),
            uploads: RateLimiter::keyed(Quota::per_hour(positive(UPLOADS_AN_HOUR))),
            off: false,
        }
    }

    /// No limits, for measuring on a machine of one's own.
    #[must_use]
    pub fn off() -> Self {
        Self {
            off: true,
            ..Self::new()
        }
    }

    /// # Errors
    /// [`AppError::TooMany`] with the time to wait; as are the others.
    pub fn search(&self, visitor: &str) -> Result<(), AppError> {
        self.check(&self.searches, &visitor.to_owned())
    }

    /// # Errors
    /// [`AppError::TooMany`].
    pub fn look_up(&self, address: IpAddr) -> Result<(), AppError> {
        self.check(&self.look_ups, &address)
    }

    /// # Errors
    /// [`AppError::TooMany`].
    pub fn draft_link(&self, address: IpAddr) -> Result<(), AppError> {
        self.check(&self.draft_links, &address)
    }

    /// # Errors
    /// [`AppError::TooMany`].
    pub fn sign_in(&self, address: IpAddr) -> Result<(), AppError> {
        self.check(&self.sign_ins, &address)
    }

    /// # Errors
    /// [`AppError::TooMany`].
    pub fn filing(&self, address: IpAddr) -> Result<(), AppError> {
        self.check(&self.filings, &address)
    }

    /// # Errors
    /// [`AppError::TooMany`].
    pub fn upload(&self, address: IpAddr) -> Result<(), AppError> {
        self.check(&self.uploads, &address)
    }

    fn check<K: Hash + Eq + Clone>(
        &self,
        limiter: &DefaultKeyedRateLimiter<K>,
        key: &K,
    ) -> Result<(), AppError> {
        if self.off {
            return Ok(());
        }
        limiter.check_key(key).map_err(|early| AppError::TooMany {
            seconds: early
                .wait_time_from(DefaultClock::default().now())
                .max(Duration::from_secs(1))
                .as_secs(),
        })
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::new()
    }
}

fn per_minute<K: Hash + Eq + Clone>(times: u32) -> DefaultKeyedRateLimiter<K> {
    RateLimiter::keyed(Quota::per_minute(positive(times)))
}

fn positive(times: u32) -> NonZeroU32 {
    NonZeroU32::new(times).unwrap_or(NonZeroU32::MIN)
}
