//! A route cannot be mounted without saying who may knock. The gate in front of every handler
//! reads the form, checks its token and origin, finds out who it is, and only then lets it in;
//! so no handler can forget any of it.

use std::collections::BTreeMap;
use std::fmt;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use actix_web::body::BoxBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderValue};
use actix_web::middleware::{Next, from_fn};
use actix_web::{
    FromRequest, Handler, HttpMessage, Resource, Responder, ResponseError, Route, guard, web,
};
use futures_util::FutureExt;

use super::AppError;
use super::address;
use super::forms;
use super::secret::same;
use super::uploads;
use super::visit::Visit;
use crate::accounts::{self, Actor, Role};
use crate::app::App;

/// Who may knock at a route. What they may then see and do is the policy of the thing itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    Anyone,
    /// Any account, of the staff or not.
    Account,
    /// A filer's or an association's account.
    Member,
    /// Any account of the staff.
    Staff,
    /// Staff in one of these roles.
    Only(&'static [Role]),
}

impl fmt::Display for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Anyone => f.write_str("anyone"),
            Self::Account => f.write_str("any account"),
            Self::Member => f.write_str("filer, association"),
            Self::Staff => f.write_str("staff"),
            Self::Only(roles) => {
                let names: Vec<_> = roles.iter().map(|role| role.as_str()).collect();
                f.write_str(&names.join(", "))
            }
        }
    }
}

impl Access {
    /// Whether the staff in a role are let in.
    #[must_use]
    pub fn is_open_to(self, role: Role) -> bool {
        match self {
            Self::Anyone | Self::Account | Self::Staff => true,
            Self::Member => false,
            Self::Only(roles) => roles.contains(&role),
        }
    }

    fn admits(self, actor: &Actor) -> Result<(), AppError> {
        let allowed: Option<&[Role]> = match self {
            Self::Anyone => return Ok(()),
            Self::Account => Some(Role::ALL),
            Self::Member => Some(&[Role::Filer, Role::Association]),
            Self::Staff => None,
            Self::Only(roles) => Some(roles),
        };
        let role = actor.role().ok_or(AppError::SignInNeeded)?;
        let is_allowed = match allowed {
            Some(roles) => roles.contains(&role),
            None => !role.is_public(),
        };
        if is_allowed {
            Ok(())
        } else {
            Err(AppError::Forbidden)
        }
    }
}

/// One line of `doithoai routes`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub method: Method,
    pub path: &'static str,
    pub access: Access,
}

/// Collects the routes of every slice, then mounts them.
#[derive(Default)]
pub struct Routes {
    entries: Vec<Entry>,
    mounts: BTreeMap<&'static str, Vec<Route>>,
    order: Vec<&'static str>,
}

impl Routes {
    /// Mounts a page; `HEAD` comes with it.
    #[must_use]
    pub fn get<F, Args>(self, path: &'static str, access: Access, handler: F) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        let route = web::route()
            .guard(guard::Any(guard::Get()).or(guard::Head()))
            .to(handler);
        self.mount(Method::GET, path, access, route)
    }

    /// Mounts an act: its form is read, bounded and checked before the handler runs.
    #[must_use]
    pub fn post<F, Args>(self, path: &'static str, access: Access, handler: F) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.mount(Method::POST, path, access, web::post().to(handler))
    }

    /// Mounts an act whose form may carry files, for [`super::Uploads`]; without any it is sent
    /// and read like every other form.
    #[must_use]
    pub fn upload<F, Args>(mut self, path: &'static str, access: Access, handler: F) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        let route = web::post().to(handler);
        let route = route.wrap(from_fn(move |req, next| {
            gate(access, Takes::Files, req, next)
        }));
        self.add(Method::POST, path, access, route);
        self
    }

    fn mount(mut self, method: Method, path: &'static str, access: Access, route: Route) -> Self {
        let route = route.wrap(from_fn(move |req, next| {
            gate(access, Takes::Text, req, next)
        }));
        self.add(method, path, access, route);
        self
    }

    fn add(&mut self, method: Method, path: &'static str, access: Access, route: Route) {
        if !self.mounts.contains_key(path) {
            self.order.push(path);
        }
        self.mounts.entry(path).or_default().push(route);
        self.entries.push(Entry {
            method,
            path,
            access,
        });
    }

    /// Every route, in the order they were declared.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Mounts everything on an application; a known path with another method answers 405.
    pub fn configure(mut self, config: &mut web::ServiceConfig) {
        for path in self.order {
            let mut resource = Resource::new(path);
            for route in self.mounts.remove(path).unwrap_or_default() {
                resource = resource.route(route);
            }
            let allow = allowed(&self.entries, path);
            config.service(resource.default_service(web::to(move || async move {
                let mut response = AppError::MethodNotAllowed.error_response();
                response
                    .headers_mut()
                    .insert(header::ALLOW, HeaderValue::from_static(allow));
                response
            })));
        }
        config.default_service(web::to(|| async { Err::<&str, _>(AppError::NotFound) }));
    }
}

/// The methods of a path, for the answer to another one.
fn allowed(entries: &[Entry], path: &str) -> &'static str {
    let has = |method: &Method| {
        entries
            .iter()
            .any(|entry| entry.path == path && entry.method == *method)
    };
    match (has(&Method::GET), has(&Method::POST)) {
        (true, true) => "GET, HEAD, POST",
        (true, false) => "GET, HEAD",
        (false, _) => "POST",
    }
}

/// What a form may carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Takes {
    Text,
    Files,
}

async fn gate(
    access: Access,
    takes: Takes,
    mut req: ServiceRequest,
    next: Next<impl actix_web::body::MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    if let Err(error) = admit(access, takes, &mut req).await {
        return Ok(req.error_response(error));
    }
    let request = req.request().clone();
    match AssertUnwindSafe(next.call(req)).catch_unwind().await {
        Ok(answered) => Ok(answered?.map_into_boxed_body()),
        Err(_panic) => Ok(ServiceResponse::from_err(
            AppError::internal("a handler panicked"),
            request,
        )),
    }
}

async fn admit(access: Access, takes: Takes, req: &mut ServiceRequest) -> Result<(), AppError> {
    let app = req
        .app_data::<web::Data<App>>()
        .cloned()
        .ok_or_else(|| AppError::internal("no application"))?;
    let visit = req
        .extensions()
        .get::<Arc<Visit>>()
        .cloned()
        .ok_or_else(|| AppError::internal("a route outside the shell"))?;
    if req.method() == Method::POST {
        let is_from_here = is_from_here(req, &visit, &app);
        let expected = app.secret.csrf_token(visit.binding());
        let body = if takes == Takes::Files && uploads::is_multipart(req) {
            // Files are large: who may not send any is not waited for with each.
            let may = accounts::who(&app, &visit)
                .await
                .and_then(|actor| access.admits(&actor));
            let trusted = (is_from_here && may.is_ok()).then_some(expected.as_str());
            let (mut body, files) = uploads::read(req, &app, visit.address, trusted).await;
            if let Err(fault) = may {
                body.fault = Some(fault);
            } else if !is_from_here {
                body.fault = None;
            }
            req.extensions_mut().insert(files);
            body
        } else {
            forms::read(req, app.limits.body_within).await
        };
        // Kept before anything can go wrong, so that every error page can give the text back.
        req.extensions_mut().insert(body.typed);
        if let Some(fault) = body.fault {
            return Err(fault);
        }
        if !is_from_here {
            return Err(AppError::FromElsewhere);
        }
        if !body.csrf.is_some_and(|token| same(&token, &expected)) {
            return Err(AppError::Forged);
        }
    }
    if let Some(fault) = address::fault(req.uri().path(), req.query_string()) {
        return Err(AppError::BadInput(fault));
    }
    let actor = accounts::who(&app, &visit).await?;
    let verdict = access.admits(&actor);
    req.extensions_mut().insert(actor);
    verdict
}

/// Browsers say where a form came from; those too old to say are held by the token alone.
fn is_from_here(req: &ServiceRequest, visit: &Visit, app: &App) -> bool {
    let header = |name: &str| {
        req.headers()
            .get(name)
            .and_then(|value| value.to_str().ok())
    };
    let site = header("sec-fetch-site").is_none_or(|site| matches!(site, "same-origin" | "none"));
    let origin = header("origin").is_none_or(|origin| {
        let is_host = |(_, host): (&str, &str)| host == visit.host;
        origin.split_once("://").is_some_and(is_host)
            || app.settings.public_url.as_deref() == Some(origin)
    });
    site && origin
}
