//! Settings, all from `DOITHOAI_…` variables; none is needed to start, an unknown one is refused.

use std::net::SocketAddr;
use std::path::PathBuf;

use crate::attachments::clamd::Clamd;
use crate::attachments::store::BucketSettings;
use crate::db::DatabaseUrl;

/// Every variable this program knows, with what it means, for `--help` and for refusing typos.
pub const VARIABLES: [(&str, &str); 16] = [
    (
        "DOITHOAI_DATABASE",
        "SQLite file or postgres:// URL (default doithoai.db)",
    ),
    (
        "DOITHOAI_LISTEN",
        "address and port to listen on (default 127.0.0.1:8080)",
    ),
    (
        "DOITHOAI_PUBLIC_URL",
        "address people type, e.g. https://doithoai.example.vn; https makes cookies Secure",
    ),
    (
        "DOITHOAI_READERS",
        "reading connections, 1 to 64 (default 6)",
    ),
    (
        "DOITHOAI_WORKERS",
        "threads answering requests, 1 to 64 (default: one a core)",
    ),
    (
        "DOITHOAI_TRUST_PROXY",
        "1 when a proxy in front sets X-Forwarded-For (default 0)",
    ),
    (
        "DOITHOAI_RATE_LIMITS",
        "0 turns the limits per visitor and address off, for measuring only (default 1)",
    ),
    (
        "DOITHOAI_DRAFT_DAYS",
        "days an unsent draft is kept after its last change, 1 to 365 (default 30)",
    ),
    (
        "DOITHOAI_JOBS",
        "0 does nothing by itself when its time has come, for measuring only (default 1)",
    ),
    (
        "DOITHOAI_FILES",
        "where uploaded files lie: a folder, or s3://bucket/prefix (default: beside the database, ending in .files)",
    ),
    (
        "DOITHOAI_S3_ENDPOINT",
        "address of the S3 server (default https://s3.REGION.amazonaws.com)",
    ),
    (
        "DOITHOAI_S3_REGION",
        "region of the bucket (default us-east-1)",
    ),
    ("DOITHOAI_S3_KEY", "access key of the bucket"),
    ("DOITHOAI_S3_SECRET", "secret key of the bucket"),
    (
        "DOITHOAI_CLAMD",
        "virus scanner: host:port or the path of clamd's socket (default: none)",
    ),
    (
        "DOITHOAI_LOG",
        "log filter: error, warn, info, debug (default info)",
    ),
];

#[derive(Debug, Clone)]
pub struct Settings {
    pub database: DatabaseUrl,
    pub listen: SocketAddr,
    /// Without a slash at the end; `None` when the operator set none.
    pub public_url: Option<String>,
    pub readers: u32,
    pub workers: Option<usize>,
    pub trust_proxy: bool,
    pub rate_limits: bool,
    /// What has come due is done while serving.
    pub jobs: bool,
    /// An unsent draft is kept this long after its last change.
    pub draft_days: i64,
    pub files: FilesAt,
    pub clamd: Option<Clamd>,
    pub log: String,
}

/// Where uploaded files lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FilesAt {
    Folder(PathBuf),
    Bucket(BucketSettings),
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    #[error("unknown setting {0}; known ones are in `doithoai --help`")]
    Unknown(String),
    #[error("{name}: {reason}")]
    Bad { name: &'static str, reason: String },
}

impl Settings {
    /// Reads the settings from the environment of this process.
    ///
    /// # Errors
    /// An unknown `DOITHOAI_…` variable, or a value that does not parse.
    pub fn from_environment(default_database: &str) -> Result<Self, SettingsError> {
        Self::from_variables(std::env::vars(), default_database)
    }

    /// Reads the settings from `variables`; those without the prefix are not ours.
    ///
    /// # Errors
    /// An unknown `DOITHOAI_…` variable, or a value that does not parse.
    pub fn from_variables(
        variables: impl IntoIterator<Item = (String, String)>,
        default_database: &str,
    ) -> Result<Self, SettingsError> {
        let bad = |name: &'static str, reason: &dyn ToString| SettingsError::Bad {
            name,
            reason: reason.to_string(),
        };
        let mut settings = Self {
            database: default_database
                .parse()
                .map_err(|reason: String| bad("DOITHOAI_DATABASE", &reason))?,
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            public_url: None,
            readers: 6,
            workers: None,
            trust_proxy: false,
            rate_limits: true,
            jobs: true,
            draft_days: 30,
            files: FilesAt::Folder(PathBuf::new()),
            clamd: None,
            log: "info".into(),
        };
        let mut files = FilesText::default();
        for (name, value) in variables
            .into_iter()
            .filter(|(name, _)| name.starts_with("DOITHOAI_"))
        {
            match name.as_str() {
                "DOITHOAI_DATABASE" => {
                    settings.database = value
                        .parse()
                        .map_err(|reason: String| bad("DOITHOAI_DATABASE", &reason))?;
                }
                "DOITHOAI_LISTEN" => {
                    settings.listen = value
                        .parse()
                        .map_err(|error| bad("DOITHOAI_LISTEN", &error))?;
                }
                "DOITHOAI_PUBLIC_URL" => {
                    if !(value.starts_with("http://") || value.starts_with("https://")) {
                        return Err(bad(
                            "DOITHOAI_PUBLIC_URL",
                            &"must start with http:// or https://",
                        ));
                    }
                    settings.public_url = Some(value.trim_end_matches('/').to_owned());
                }
                "DOITHOAI_READERS" => {
                    settings.readers = between("DOITHOAI_READERS", &value, 1, 64)?;
                }
                "DOITHOAI_WORKERS" => {
                    settings.workers = Some(between("DOITHOAI_WORKERS", &value, 1, 64)? as usize);
                }
                "DOITHOAI_TRUST_PROXY" => {
                    settings.trust_proxy = switch("DOITHOAI_TRUST_PROXY", &value)?;
                }
                "DOITHOAI_RATE_LIMITS" => {
                    settings.rate_limits = switch("DOITHOAI_RATE_LIMITS", &value)?;
                }
                "DOITHOAI_JOBS" => settings.jobs = switch("DOITHOAI_JOBS", &value)?,
                "DOITHOAI_DRAFT_DAYS" => {
                    settings.draft_days = between("DOITHOAI_DRAFT_DAYS", &value, 1, 365)?.into();
                }
                "DOITHOAI_FILES" => files.at = value,
                "DOITHOAI_S3_ENDPOINT" => files.endpoint = value,
                "DOITHOAI_S3_REGION" => files.region = value,
                "DOITHOAI_S3_KEY" => files.key = value,
                "DOITHOAI_S3_SECRET" => files.secret = value,
                "DOITHOAI_CLAMD" => {
                    let clamd = Clamd::parse(&value);
                    settings.clamd = Some(clamd.map_err(|reason| bad("DOITHOAI_CLAMD", &reason))?);
                }
                "DOITHOAI_LOG" => settings.log = value,
                _ => return Err(SettingsError::Unknown(name)),
            }
        }
        settings.files = files.read(&settings.database)?;
        Ok(settings)
    }

    /// Whether cookies are sent over TLS only.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.public_url
            .as_deref()
            .is_some_and(|url| url.starts_with("https://"))
    }
}

/// What was set about files; it is understood once the database is known.
#[derive(Default)]
struct FilesText {
    at: String,
    endpoint: String,
    region: String,
    key: String,
    secret: String,
}

impl FilesText {
    fn read(self, database: &DatabaseUrl) -> Result<FilesAt, SettingsError> {
        let bad = |name: &'static str, reason: &str| SettingsError::Bad {
            name,
            reason: reason.to_owned(),
        };
        let Some(address) = self.at.strip_prefix("s3://") else {
            for (name, value) in [
                ("DOITHOAI_S3_ENDPOINT", &self.endpoint),
                ("DOITHOAI_S3_REGION", &self.region),
                ("DOITHOAI_S3_KEY", &self.key),
                ("DOITHOAI_S3_SECRET", &self.secret),
            ] {
                if !value.is_empty() {
                    return Err(bad(name, "is only used when DOITHOAI_FILES is s3://…"));
                }
            }
            return Ok(FilesAt::Folder(match (self.at.as_str(), database) {
                ("", DatabaseUrl::Sqlite(path)) => PathBuf::from(path).with_extension("files"),
                ("", DatabaseUrl::Postgres(_)) => "doithoai.files".into(),
                (folder, _) => folder.into(),
            }));
        };
        let (bucket, prefix) = address.split_once('/').unwrap_or((address, ""));
        if bucket.is_empty() {
            return Err(bad("DOITHOAI_FILES", "write it like s3://bucket/prefix"));
        }
        for (name, value) in [
            ("DOITHOAI_S3_KEY", &self.key),
            ("DOITHOAI_S3_SECRET", &self.secret),
        ] {
            if value.is_empty() {
                return Err(bad(name, "is needed for a bucket"));
            }
        }
        let region = match self.region.as_str() {
            "" => "us-east-1".to_owned(),
            _ => self.region,
        };
        let endpoint = match self.endpoint.as_str() {
            "" => format!("https://s3.{region}.amazonaws.com"),
            _ => self.endpoint,
        };
        if !(endpoint.starts_with("http://") || endpoint.starts_with("https://")) {
            return Err(bad(
                "DOITHOAI_S3_ENDPOINT",
                "must start with http:// or https://",
            ));
        }
        let prefix = prefix.trim_matches('/');
        Ok(FilesAt::Bucket(BucketSettings {
            bucket: bucket.to_owned(),
            prefix: if prefix.is_empty() {
                String::new()
            } else {
                format!("{prefix}/")
            },
            endpoint,
            region,
            key: self.key,
            secret: self.secret,
        }))
    }
}

fn switch(name: &'static str, value: &str) -> Result<bool, SettingsError> {
    match value {
        "0" => Ok(false),
        "1" => Ok(true),
        _ => Err(SettingsError::Bad {
            name,
            reason: "must be 0 or 1".into(),
        }),
    }
}

fn between(name: &'static str, value: &str, least: u32, most: u32) -> Result<u32, SettingsError> {
    value
        .parse()
        .ok()
        .filter(|number| (least..=most).contains(number))
        .ok_or_else(|| SettingsError::Bad {
            name,
            reason: format!("must be a number from {least} to {most}"),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<Settings, SettingsError> {
        let pairs = pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Settings::from_variables(pairs, "doithoai.db")
    }

    #[test]
    fn nothing_is_needed_to_start() {
        let settings = read(&[("HOME", "/root")]).unwrap();
        assert_eq!(settings.listen.port(), 8080);
        assert_eq!(settings.database, DatabaseUrl::Sqlite("doithoai.db".into()));
    }

    #[test]
    fn a_misspelt_setting_is_refused() {
        assert_eq!(
            read(&[("DOITHOAI_LISTENS", "127.0.0.1:1")]).unwrap_err(),
            SettingsError::Unknown("DOITHOAI_LISTENS".into())
        );
    }

    #[test]
    fn a_bad_value_names_its_setting() {
        for (name, value) in [
            ("DOITHOAI_LISTEN", "8080"),
            ("DOITHOAI_READERS", "0"),
            ("DOITHOAI_DRAFT_DAYS", "0"),
            ("DOITHOAI_DRAFT_DAYS", "366"),
            ("DOITHOAI_DATABASE", "mysql://x"),
            ("DOITHOAI_TRUST_PROXY", "yes"),
            ("DOITHOAI_PUBLIC_URL", "doithoai.vn"),
            ("DOITHOAI_FILES", "s3://"),
            ("DOITHOAI_S3_KEY", "nobody asked for it"),
            ("DOITHOAI_CLAMD", "somewhere"),
        ] {
            let error = read(&[(name, value)]).unwrap_err().to_string();
            assert!(error.starts_with(name), "{error}");
        }
    }

    #[test]
    fn files_lie_beside_the_database_unless_told_otherwise() {
        let files = |pairs: &[(&str, &str)]| read(pairs).unwrap().files;
        assert_eq!(files(&[]), FilesAt::Folder("doithoai.files".into()));
        assert_eq!(
            files(&[("DOITHOAI_DATABASE", "/srv/a.db")]),
            FilesAt::Folder("/srv/a.files".into())
        );
        assert_eq!(
            files(&[("DOITHOAI_FILES", "/srv/tep")]),
            FilesAt::Folder("/srv/tep".into())
        );
        let FilesAt::Bucket(bucket) = files(&[
            ("DOITHOAI_FILES", "s3://hoi-nghi/tep/"),
            ("DOITHOAI_S3_KEY", "k"),
            ("DOITHOAI_S3_SECRET", "s"),
            ("DOITHOAI_S3_REGION", "hn-1"),
        ]) else {
            panic!("no bucket");
        };
        assert_eq!(
            (bucket.bucket.as_str(), bucket.prefix.as_str()),
            ("hoi-nghi", "tep/")
        );
        assert_eq!(bucket.endpoint, "https://s3.hn-1.amazonaws.com");
        assert!(!format!("{bucket:?}").contains("secret"));
    }
}
