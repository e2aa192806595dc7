//! Forms with files (multipart/form-data, RFC 7578). Each file is written down while it arrives,
//! within its limits, and is believed only when the token of the form has come before it, as it
//! does from every page of ours; without it the rest of the body is read and thrown away.
//!
//! Typed fields are kept exactly as those of other forms, so that every error page can give them
//! back. What is in a file is not judged here.

use std::cell::RefCell;
use std::future::Future;
use std::io::Write;
use std::net::IpAddr;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::Duration;

use actix_multipart::{Field, Multipart};
use actix_web::dev::{Payload, ServiceRequest};
use actix_web::error::PayloadError;
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use futures_util::{Stream, StreamExt};
use tempfile::NamedTempFile;
use tokio::time::{Instant, Sleep};

use super::AppError;
use super::forms::{self, BODY_AT_MOST, Body, CSRF_FIELD, KEEP_AT_MOST, Typed};
use super::limits::{FILE_BYTES, FILES_A_REQUEST, REQUEST_FILE_BYTES, UPLOAD_SPEED, UPLOAD_WITHIN};
use super::secret::same;
use crate::app::App;

/// The field that carries files.
pub const FILES_FIELD: &str = "tep";
/// Ten files of the largest size are read to the end even when half of them is too much: a
/// browser that is cut off while it still sends never shows the answer.
const READ_AT_MOST: u64 = FILES_A_REQUEST as u64 * FILE_BYTES + 1024 * 1024;
/// Written to disk in pieces of this size, in bytes.
const PIECE: usize = 256 * 1024;

/// A file as it arrived.
#[derive(Debug)]
pub struct Arrived {
    /// As the browser sent it.
    pub name: String,
    pub content: Result<NamedTempFile, Fault>,
}

/// Why a file was not written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Longer than [`FILE_BYTES`].
    TooLarge,
    /// With those before it longer than [`REQUEST_FILE_BYTES`].
    RequestTooLarge,
    /// After [`FILES_A_REQUEST`] others.
    TooMany,
    /// The disk is full or refuses.
    NoRoom,
}

/// The files of this request, for the handler of an upload; each time at most once.
#[derive(Debug, Default)]
pub struct Uploads(pub Vec<Arrived>);

impl FromRequest for Uploads {
    type Error = AppError;
    type Future = std::future::Ready<Result<Self, AppError>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let uploads = req.extensions_mut().remove::<Self>().unwrap_or_default();
        std::future::ready(Ok(uploads))
    }
}

pub(super) fn is_multipart(req: &ServiceRequest) -> bool {
    req.headers()
        .get("content-type")
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| {
            value
                .get(..19)
                .is_some_and(|kind| kind.eq_ignore_ascii_case("multipart/form-data"))
        })
}

/// Reads a form with files. They are believed once the token `expected` has come; never when it
/// is `None`.
pub(super) async fn read(
    req: &mut ServiceRequest,
    app: &App,
    address: IpAddr,
    expected: Option<&str>,
) -> (Body, Uploads) {
    let headers = req.headers().clone();
    let meter = Rc::new(RefCell::new(Meter::of(
        req.take_payload(),
        app.limits.body_within,
    )));
    let mut reader = Reader {
        app,
        address,
        expected,
        typed: Typed {
            action: req.path().to_owned(),
            ..Typed::default()
        },
        csrf: None,
        text_bytes: 0,
        file_bytes: 0,
        files: Vec::new(),
        fault: None,
    };
    let mut parts = Multipart::new(&headers, Shared(meter.clone()));
    while let Some(part) = parts.next().await {
        let read = match part {
            Ok(part) => reader.part(part).await,
            Err(_) => Err(AppError::BadInput("error-bad-input-broken")),
        };
        if let Err(fault) = read {
            reader.fault = reader.fault.or(Some(fault));
            break;
        }
    }
    drop(parts);
    let mut rest = Shared(meter.clone());
    while let Some(Ok(_)) = rest.next().await {}
    // Why nothing more came matters more than that it was incomplete.
    let fault = meter.borrow_mut().fault.take().or(reader.fault);
    let body = Body {
        typed: reader.typed,
        csrf: reader.csrf,
        fault,
    };
    let files = if body.fault.is_some() {
        Vec::new()
    } else {
        reader.files
    };
    (body, Uploads(files))
}

struct Reader<'a> {
    app: &'a App,
    address: IpAddr,
    expected: Option<&'a str>,
    typed: Typed,
    csrf: Option<String>,
    text_bytes: usize,
    file_bytes: u64,
    files: Vec<Arrived>,
    fault: Option<AppError>,
}

impl Reader<'_> {
    /// Reads one part; what is left of it when this returns, the parser reads past.
    async fn part(&mut self, mut part: Field) -> Result<(), AppError> {
        let name = part.name().unwrap_or_default().to_owned();
        let file = part
            .content_disposition()
            .and_then(|line| line.get_filename().map(str::to_owned));
        match file {
            None => self.text(name, &mut part).await,
            Some(file) if name == FILES_FIELD => self.file(file, &mut part).await,
            Some(_) => {
                self.fault
                    .get_or_insert(AppError::BadInput("error-bad-input-fields"));
                Ok(())
            }
        }
    }

    async fn text(&mut self, name: String, part: &mut Field) -> Result<(), AppError> {
        let mut bytes = Vec::new();
        while let Some(chunk) = part.next().await {
            let chunk = chunk.map_err(|_| AppError::BadInput("error-bad-input-broken"))?;
            let room = KEEP_AT_MOST.saturating_sub(self.text_bytes);
            bytes.extend_from_slice(chunk.get(..room.min(chunk.len())).unwrap_or_default());
            self.text_bytes += chunk.len();
        }
        if self.text_bytes > BODY_AT_MOST {
            self.fault.get_or_insert(AppError::TooLarge);
        }
        let (value, fault) = forms::readable(bytes);
        if let Some(fault) = fault {
            self.fault.get_or_insert(AppError::BadInput(fault));
        }
        if name == CSRF_FIELD {
            self.csrf = Some(value);
        } else {
            self.typed.fields.push((name, value));
        }
        Ok(())
    }

    fn is_believed(&self) -> bool {
        match (self.expected, &self.csrf) {
            (Some(expected), Some(token)) => same(token, expected),
            _ => false,
        }
    }

    async fn file(&mut self, name: String, part: &mut Field) -> Result<(), AppError> {
        // An input that was left empty sends a file without a name.
        if name.is_empty() {
            return Ok(());
        }
        self.typed.had_files = true;
        if !self.is_believed() {
            // The gate says why: another site, no token, no right to be here.
            self.fault.get_or_insert(AppError::Forged);
            return Ok(());
        }
        if self.files.is_empty() {
            self.app.limits.upload(self.address)?;
        }
        let content = if self.files.len() >= FILES_A_REQUEST {
            Err(Fault::TooMany)
        } else {
            self.write_down(part).await?
        };
        self.files.push(Arrived { name, content });
        Ok(())
    }

    async fn write_down(
        &mut self,
        part: &mut Field,
    ) -> Result<Result<NamedTempFile, Fault>, AppError> {
        let Ok(mut file) = self.app.files.arrival().inspect_err(no_room) else {
            return Ok(Err(Fault::NoRoom));
        };
        let (mut piece, mut length) = (Vec::with_capacity(PIECE), 0_u64);
        while let Some(chunk) = part.next().await {
            let chunk = chunk.map_err(|_| AppError::BadInput("error-bad-input-broken"))?;
            length += chunk.len() as u64;
            if length > FILE_BYTES {
                return Ok(Err(Fault::TooLarge));
            }
            if self.file_bytes + length > REQUEST_FILE_BYTES {
                return Ok(Err(Fault::RequestTooLarge));
            }
            piece.extend_from_slice(&chunk);
            if piece.len() >= PIECE {
                match append(file, piece).await {
                    Some(written) => (file, piece) = written,
                    None => return Ok(Err(Fault::NoRoom)),
                }
            }
        }
        self.file_bytes += length;
        Ok(match append(file, piece).await {
            Some((file, _)) => Ok(file),
            None => Err(Fault::NoRoom),
        })
    }
}

fn no_room(error: &std::io::Error) {
    tracing::error!(%error, "an upload could not be written down");
}

/// Writes a piece, away from the threads that answer requests, and gives it back empty.
async fn append(mut file: NamedTempFile, mut piece: Vec<u8>) -> Option<(NamedTempFile, Vec<u8>)> {
    web::block(move || {
        file.write_all(&piece).inspect_err(no_room).ok()?;
        piece.clear();
        Some((file, piece))
    })
    .await
    .ok()
    .flatten()
}

/// A body with its limits: not too long, not too slow, done in time.
struct Meter {
    payload: Payload,
    began: Instant,
    /// Patience before the first byte; speed counts from then on.
    grace: Duration,
    bytes: u64,
    alarm: Pin<Box<Sleep>>,
    has_ended: bool,
    fault: Option<AppError>,
}

impl Meter {
    fn of(payload: Payload, grace: Duration) -> Self {
        let began = Instant::now();
        Self {
            payload,
            began,
            grace,
            bytes: 0,
            alarm: Box::pin(tokio::time::sleep_until(began + grace)),
            has_ended: false,
            fault: None,
        }
    }

    fn fail(&mut self, fault: AppError) -> Poll<Option<Result<web::Bytes, PayloadError>>> {
        self.fault = Some(fault);
        self.has_ended = true;
        Poll::Ready(Some(Err(PayloadError::Incomplete(None))))
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<web::Bytes, PayloadError>>> {
        if self.has_ended {
            return Poll::Ready(None);
        }
        match Pin::new(&mut self.payload).poll_next(cx) {
            Poll::Ready(Some(Ok(chunk))) => {
                self.bytes += chunk.len() as u64;
                if self.bytes > READ_AT_MOST {
                    return self.fail(AppError::TooLarge);
                }
                let earned = self.grace + Duration::from_secs(self.bytes / UPLOAD_SPEED);
                self.alarm
                    .as_mut()
                    .reset(self.began + earned.min(UPLOAD_WITHIN));
                Poll::Ready(Some(Ok(chunk)))
            }
            Poll::Ready(Some(Err(_))) => self.fail(AppError::BadInput("error-bad-input-broken")),
            Poll::Ready(None) => {
                self.has_ended = true;
                Poll::Ready(None)
            }
            Poll::Pending => match self.alarm.as_mut().poll(cx) {
                Poll::Ready(()) => self.fail(AppError::TooSlow),
                Poll::Pending => Poll::Pending,
            },
        }
    }
}

/// The parser reads from it, and whoever reads the rest after the parser gave up.
struct Shared(Rc<RefCell<Meter>>);

impl Stream for Shared {
    type Item = Result<web::Bytes, PayloadError>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.borrow_mut().poll(cx)
    }
}
