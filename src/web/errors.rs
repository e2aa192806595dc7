//! What can go wrong, named for what the reader will see. Each becomes a page of its own in the
//! reader's language, with what was typed still there and a way on; the shell renders it.

use std::borrow::Cow;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};

use crate::db::DbError;

/// A text as it stands now, beside the one somebody tried to save over it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CurrentText {
    pub label: String,
    pub text: String,
}

#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// No such thing, or not yours to know of: the same answer.
    #[error("not found")]
    NotFound,
    #[error("method not allowed")]
    MethodNotAllowed,
    #[error("forbidden")]
    Forbidden,
    #[error("sign-in needed")]
    SignInNeeded,
    /// The form did not come from a page of ours, or that page is too old.
    #[error("forged or expired form")]
    Forged,
    /// The form came from another site.
    #[error("sent from another site")]
    FromElsewhere,
    /// Somebody changed it first.
    #[error("stale")]
    Stale(Vec<CurrentText>),
    /// The act does not fit the state it is in now; the key says why.
    #[error("not now: {0}")]
    NotNow(Cow<'static, str>),
    /// Not a form this product understands; the key says why.
    #[error("bad input: {0}")]
    BadInput(&'static str),
    #[error("too large")]
    TooLarge,
    #[error("the body came too slowly")]
    TooSlow,
    #[error("too many, wait {seconds} s")]
    TooMany { seconds: u64 },
    /// A file is no longer what was stored; it is not given out.
    #[error("damaged: {0}")]
    Damaged(String),
    /// Nothing was saved; reading may still work.
    #[error("unavailable: {0}")]
    Unavailable(String),
    #[error("internal: {0}")]
    Internal(String),
}

impl AppError {
    #[must_use]
    pub fn internal(what: impl std::fmt::Display) -> Self {
        Self::Internal(what.to_string())
    }

    /// The part of the message keys of this error's page.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::MethodNotAllowed => "method",
            Self::Forbidden => "forbidden",
            Self::SignInNeeded => "sign-in",
            Self::Forged => "forged",
            Self::FromElsewhere => "elsewhere",
            Self::Stale(_) => "stale",
            Self::NotNow(_) => "not-now",
            Self::BadInput(_) => "bad-input",
            Self::TooLarge => "too-large",
            Self::TooSlow => "too-slow",
            Self::TooMany { .. } => "too-many",
            Self::Damaged(_) => "damaged",
            Self::Unavailable(_) => "unavailable",
            Self::Internal(_) => "internal",
        }
    }
}

impl From<DbError> for AppError {
    fn from(error: DbError) -> Self {
        match error {
            DbError::Query(diesel::result::Error::NotFound) => Self::NotFound,
            DbError::Unavailable(reason) => Self::Unavailable(reason),
            other => Self::Internal(other.to_string()),
        }
    }
}

impl From<diesel::result::Error> for AppError {
    fn from(error: diesel::result::Error) -> Self {
        DbError::from(error).into()
    }
}

/// Carried on the bare response to the shell, which turns it into a page.
#[derive(Debug, Clone)]
pub(super) struct ErrorNote {
    pub name: &'static str,
    pub detail: Option<Cow<'static, str>>,
    pub current: Vec<CurrentText>,
}

impl ResponseError for AppError {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::Forbidden | Self::Forged | Self::FromElsewhere => StatusCode::FORBIDDEN,
            Self::SignInNeeded => StatusCode::UNAUTHORIZED,
            Self::Stale(_) | Self::NotNow(_) => StatusCode::CONFLICT,
            Self::BadInput(_) => StatusCode::BAD_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Damaged(_) | Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn error_response(&self) -> HttpResponse {
        if let Self::Internal(reason) | Self::Unavailable(reason) | Self::Damaged(reason) = self {
            tracing::error!(error = self.name(), reason, "a request failed");
        }
        let (detail, current) = match self {
            Self::NotNow(key) => (Some(key.clone()), Vec::new()),
            Self::BadInput(key) => (Some(Cow::Borrowed(*key)), Vec::new()),
            Self::Stale(current) => (None, current.clone()),
            _ => (None, Vec::new()),
        };
        let mut response = HttpResponse::build(self.status_code());
        let header = match self {
            Self::TooMany { seconds } => Some(("Retry-After", seconds.to_string())),
            Self::Unavailable(_) => Some(("Retry-After", "5".to_owned())),
            _ => None,
        };
        if let Some(header) = header {
            response.insert_header(header);
        }
        let mut response = response.finish();
        response.extensions_mut().insert(ErrorNote {
            name: self.name(),
            detail,
            current,
        });
        response
    }
}
