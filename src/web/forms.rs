//! What a browser sends. The gate reads the body once, strictly: bounded, in time, valid UTF-8,
//! no control characters, fields named once known. What was typed is kept beside the request
//! from then on, so that any error page can give it back: one mechanism for 401, 403, 409, 413,
//! 422, 429, 500 and 503.

use std::collections::BTreeMap;
use std::time::Duration;

use actix_web::dev::{Payload, ServiceRequest};
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use futures_util::StreamExt;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::AppError;

/// Largest form body, in bytes (permissions.md, limits; about 40,000 Vietnamese letters).
pub const BODY_AT_MOST: usize = 128 * 1024;
/// Keep this much of a body that is too large, so that its text can be given back.
pub(super) const KEEP_AT_MOST: usize = 1024 * 1024;
/// Read this much of it and throw the rest away: a browser that is cut off while it still sends
/// never shows the answer.
const READ_AT_MOST: usize = 64 * 1024 * 1024;
/// The field that carries the CSRF token.
pub const CSRF_FIELD: &str = "csrf";

/// The fields of a form as typed, in order, without the CSRF token.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typed {
    pub action: String,
    pub fields: Vec<(String, String)>,
    /// Files came with them, which cannot be given back.
    pub had_files: bool,
}

impl Typed {
    /// Fields that may be shown again: never passwords or look-up codes.
    pub fn showable(&self) -> impl Iterator<Item = &(String, String)> {
        self.fields
            .iter()
            .filter(|(name, _)| !name.starts_with("mat_khau") && !name.starts_with("ma_bi_mat"))
    }
}

/// A body that was read: the fields, and the token it carried.
pub(super) struct Body {
    pub typed: Typed,
    pub csrf: Option<String>,
    /// What is wrong with it, kept until after the text is safe.
    pub fault: Option<AppError>,
}

/// Reads the body of a form, whatever is wrong with it.
pub(super) async fn read(req: &mut ServiceRequest, within: Duration) -> Body {
    let is_form = req
        .headers()
        .get("content-type")
        .and_then(|value| value.to_str().ok())
        .is_none_or(|value| value.starts_with("application/x-www-form-urlencoded"));
    let mut payload = req.take_payload();
    let mut bytes: Vec<u8> = Vec::new();
    let mut fault = (!is_form).then_some(AppError::BadInput("error-bad-input-type"));
    let reading = async {
        let mut total = 0;
        while let Some(chunk) = payload.next().await {
            let chunk = chunk.map_err(|_| AppError::BadInput("error-bad-input-broken"))?;
            total += chunk.len();
            let room = KEEP_AT_MOST.saturating_sub(bytes.len());
            bytes.extend_from_slice(chunk.get(..room.min(chunk.len())).unwrap_or_default());
            if total >= READ_AT_MOST {
                break;
            }
        }
        Ok(())
    };
    match tokio::time::timeout(within, reading).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => fault = fault.or(Some(error)),
        Err(_) => fault = fault.or(Some(AppError::TooSlow)),
    }
    if bytes.len() > BODY_AT_MOST {
        fault = fault.or(Some(AppError::TooLarge));
    }
    let mut typed = Typed {
        action: req.path().to_owned(),
        ..Typed::default()
    };
    let mut csrf = None;
    if is_form {
        for pair in bytes
            .split(|byte| *byte == b'&')
            .filter(|pair| !pair.is_empty())
        {
            let mut halves = pair.splitn(2, |byte| *byte == b'=');
            let (name, name_fault) = decode(halves.next().unwrap_or_default());
            let (value, value_fault) = decode(halves.next().unwrap_or_default());
            if fault.is_none() {
                fault = name_fault.or(value_fault).map(AppError::BadInput);
            }
            if name == CSRF_FIELD {
                csrf = Some(value);
            } else {
                typed.fields.push((name, value));
            }
        }
    }
    Body { typed, csrf, fault }
}

/// Percent-decoding that says when the bytes are no text, instead of guessing; whatever can be
/// read of them is kept.
pub(super) fn decode(bytes: &[u8]) -> (String, Option<&'static str>) {
    let mut plain = Vec::with_capacity(bytes.len());
    let mut fault = None;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'+' => plain.push(b' '),
            b'%' => {
                if let Some(escaped) = bytes.get(at..at + 2).and_then(hex_byte) {
                    plain.push(escaped);
                    at += 2;
                } else {
                    plain.push(b'%');
                    fault = Some("error-bad-input-encoding");
                }
            }
            other => plain.push(*other),
        }
    }
    let (text, unreadable) = readable(plain);
    (text, unreadable.or(fault))
}

/// Bytes as text, and what is wrong with them as such; whatever can be read of them is kept.
pub(super) fn readable(bytes: Vec<u8>) -> (String, Option<&'static str>) {
    let mut fault = None;
    let text = String::from_utf8(bytes).unwrap_or_else(|error| {
        fault = Some("error-bad-input-encoding");
        String::from_utf8_lossy(error.as_bytes()).into_owned()
    });
    let is_control = |letter: char| letter.is_control() && !matches!(letter, '\n' | '\r' | '\t');
    if text.contains(is_control) {
        let readable = text.replace(is_control, "");
        (readable, fault.or(Some("error-bad-input-control")))
    } else {
        (text, fault)
    }
}

fn hex_byte(digits: &[u8]) -> Option<u8> {
    let [high, low] = digits else { return None };
    let digit = |byte: u8| char::from(byte).to_digit(16);
    u8::try_from(digit(*high)? * 16 + digit(*low)?).ok()
}

/// A form's fields as a struct of the handler's; the struct must `deny_unknown_fields`.
pub struct Form<T>(pub T);

impl<T: DeserializeOwned> FromRequest for Form<T> {
    type Error = AppError;
    type Future = std::future::Ready<Result<Self, AppError>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let extensions = req.extensions();
        let parsed = extensions
            .get::<Typed>()
            .ok_or_else(|| AppError::internal("a form on a route that reads none"))
            .and_then(|typed| {
                serde_html_form::to_string(&typed.fields)
                    .ok()
                    .and_then(|text| serde_html_form::from_str(&text).ok())
                    .map(Self)
                    .ok_or(AppError::BadInput("error-bad-input-fields"))
            });
        std::future::ready(parsed)
    }
}

/// The form of an act that needs no fields.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoFields {}

/// What is wrong with a form, by field: a message ready to show, in the reader's language.
/// Not an error: the same page again with 422 and everything typed still there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldErrors(BTreeMap<&'static str, String>);

impl FieldErrors {
    pub fn add(&mut self, field: &'static str, message: impl Into<String>) {
        self.0.entry(field).or_insert_with(|| message.into());
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The message beside `field`, if something is wrong with it.
    #[must_use]
    pub fn of(&self, field: &str) -> Option<&str> {
        self.0.get(field).map(String::as_str)
    }

    /// Field and message, for the summary on top.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0
            .iter()
            .map(|(field, message)| (*field, message.as_str()))
    }
}
