//! Around every request: what the visit is, headers on every answer, error pages, panics.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{HttpMessage, HttpResponse, ResponseError, web};
use futures_util::FutureExt;

use super::error_page::ErrorPage;
use super::errors::ErrorNote;
use super::forms::Typed;
use super::page::{self, Page};
use super::visit::{SeenToken, Visit, cookies};
use super::{AppError, Ctx};
use crate::accounts::Actor;
use crate::app::App;

const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; style-src 'self'; script-src 'self'; img-src 'self' data:; \
     object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const LANG_REMEMBERED_SECONDS: i64 = 365 * 24 * 3600;

/// The outermost layer.
///
/// # Errors
/// None of its own: errors become pages.
pub async fn shell(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let Some(app) = req.app_data::<web::Data<App>>().cloned() else {
        return Ok(req.into_response(HttpResponse::InternalServerError().finish()));
    };
    let visit = Arc::new(Visit::of(&req, &app));
    req.extensions_mut().insert(visit.clone());
    // No clone of the request lives here while it is routed: routing needs it alone. Handlers'
    // panics and errors are already answers at the gate.
    let mut response = match AssertUnwindSafe(next.call(req)).catch_unwind().await {
        Ok(Ok(response)) => response.map_into_boxed_body(),
        Ok(Err(error)) => return Err(own_error(&error).into()),
        Err(_panic) => return Err(AppError::internal("a panic outside the handlers").into()),
    };
    let request = response.request().clone();
    if let Some(error) = not_yet_ours(response.response()) {
        response = ServiceResponse::new(request.clone(), error.error_response());
    }
    let note = response
        .response_mut()
        .extensions_mut()
        .remove::<ErrorNote>();
    if let Some(note) = note {
        let actor = request
            .extensions()
            .get::<Actor>()
            .cloned()
            .unwrap_or_default();
        let typed = request.extensions_mut().remove::<Typed>();
        let ctx = Ctx {
            app: app.clone(),
            visit: visit.clone(),
            actor,
        };
        let shown = error_page(&ctx, &note, typed.as_ref(), response.response());
        response = ServiceResponse::new(request.clone(), shown);
    }
    add_cookies(&app, &visit, &mut response);
    add_headers(&visit, response.headers_mut());
    Ok(response)
}

/// The framework's own answer to what its extractors refuse: bare, and with names of types.
fn not_yet_ours(response: &HttpResponse) -> Option<AppError> {
    let error = response.error()?;
    error
        .as_error::<AppError>()
        .is_none()
        .then(|| own_error(error))
}

/// Errors of the framework, translated into ours.
fn own_error(error: &actix_web::Error) -> AppError {
    match error.as_response_error().status_code().as_u16() {
        404 => AppError::NotFound,
        405 => AppError::MethodNotAllowed,
        413 => AppError::TooLarge,
        400..=499 => AppError::BadInput("error-bad-input-fields"),
        _ => AppError::internal(error),
    }
}

fn error_page(
    ctx: &Ctx,
    note: &ErrorNote,
    typed: Option<&Typed>,
    bare: &HttpResponse,
) -> HttpResponse {
    let page = Page::without_database(ctx);
    let mut shown = page::html_with_status(ctx, bare.status(), &ErrorPage::new(page, note, typed))
        .unwrap_or_else(|_| HttpResponse::build(bare.status()).finish());
    for name in [header::RETRY_AFTER, header::ALLOW] {
        if let Some(value) = bare.headers().get(&name) {
            shown.headers_mut().insert(name, value.clone());
        }
    }
    shown
}

fn add_cookies(app: &App, visit: &Visit, response: &mut ServiceResponse<BoxBody>) {
    let mut cookies_to_set = Vec::new();
    if visit.lang_chosen {
        cookies_to_set.push(visit.cookie(
            cookies::LANG,
            visit.lang.code().into(),
            Some(LANG_REMEMBERED_SECONDS),
        ));
    }
    for (name, seen) in [
        (cookies::STAFF, &visit.staff),
        (cookies::MEMBER, &visit.member),
        (cookies::FILER, &visit.filer),
    ] {
        if let Some(seen) = seen.as_ref().filter(|seen| seen.renew) {
            cookies_to_set.push(visit.cookie(name, SeenToken::text(app, &seen.token), None));
        }
    }
    for cookie in cookies_to_set {
        let already = response
            .response()
            .cookies()
            .any(|set| set.name() == cookie.name());
        if !already {
            // A cookie of our own making is always a valid header.
            let _ok = response.response_mut().add_cookie(&cookie);
        }
    }
}

fn add_headers(visit: &Visit, headers: &mut HeaderMap) {
    // A file that is given out has a stricter one.
    if !headers.contains_key(header::CONTENT_SECURITY_POLICY) {
        headers.insert(
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(CONTENT_SECURITY_POLICY),
        );
    }
    let mut set = |name: HeaderName, value: &'static str| {
        headers.insert(name, HeaderValue::from_static(value))
    };
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::X_FRAME_OPTIONS, "DENY");
    set(
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    );
    set(
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    );
    set(
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=()",
    );
    if visit.secure {
        set(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
    if !headers.contains_key(header::REFERRER_POLICY) {
        headers.insert(
            header::REFERRER_POLICY,
            HeaderValue::from_static("same-origin"),
        );
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}
