//! What is known of a request before its handler runs: language, address, cookies, and, once
//! the gate has looked, who it is.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use actix_web::cookie::{Cookie, SameSite, time::Duration};
use actix_web::dev::{Payload, ServiceRequest};
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};

use super::AppError;
use super::page::Flash;
use super::secret::{hex, random_token, same};
use crate::accounts::Actor;
use crate::app::App;
use crate::i18n::Lang;

/// Names of the cookies this product sets.
pub mod cookies {
    /// An anonymous visitor, so that forms can be bound to somebody.
    pub const VISITOR: &str = "khach";
    pub const STAFF: &str = "phien";
    /// A filer's or an association's account.
    pub const MEMBER: &str = "tai_khoan";
    /// Opened by look-up code and phone.
    pub const FILER: &str = "tra_cuu";
    pub const DRAFT: &str = "nhap";
    pub const LANG: &str = "ngon_ngu";
    pub const FLASH: &str = "tin_nhan";
}

/// A staff login unused this long is over.
pub const STAFF_IDLE_SECONDS: i64 = 30 * 60;
/// A filer's login unused this long is over, by password or by look-up code.
pub const FILER_IDLE_SECONDS: i64 = 4 * 60 * 60;
/// How often a cookie's time of last use is renewed.
const RENEW_SECONDS: i64 = 60;

/// One request's circumstances; made by the shell, shared with handlers and error pages.
#[derive(Debug, Clone)]
pub struct Visit {
    pub lang: Lang,
    /// Chosen in the address just now, so to be remembered.
    pub lang_chosen: bool,
    pub path: String,
    pub query: String,
    pub host: String,
    pub address: IpAddr,
    pub visitor: String,
    pub visitor_is_new: bool,
    pub staff: Option<SeenToken>,
    pub member: Option<SeenToken>,
    pub filer: Option<SeenToken>,
    pub draft: Option<String>,
    pub flash: Option<Flash>,
    pub secure: bool,
}

/// A login token as its cookie carries it, with the time it was last used. The time lives in the
/// cookie, under a keyed hash, so that pages that only read never write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenToken {
    pub token: String,
    pub is_idle: bool,
    pub renew: bool,
}

impl Visit {
    #[must_use]
    pub fn of(req: &ServiceRequest, app: &App) -> Self {
        let query = req.query_string().to_owned();
        let from_address = query
            .split('&')
            .find_map(|pair| pair.strip_prefix("lang="))
            .and_then(Lang::parse);
        let value = |name: &str| req.cookie(name).map(|cookie| cookie.value().to_owned());
        let from_cookie = value(cookies::LANG).as_deref().and_then(Lang::parse);
        let visitor = value(cookies::VISITOR).filter(|text| is_token(text));
        let now = app.clock.now().and_utc().timestamp();
        let seen = |name: &str, idle: i64| {
            value(name).and_then(|text| SeenToken::read(&text, app, now, idle))
        };
        Self {
            lang: from_address.or(from_cookie).unwrap_or_default(),
            lang_chosen: from_address.is_some(),
            path: req.path().to_owned(),
            query,
            host: host(req, app),
            address: address(req, app),
            visitor_is_new: visitor.is_none(),
            visitor: visitor.unwrap_or_else(random_token),
            staff: seen(cookies::STAFF, STAFF_IDLE_SECONDS),
            member: seen(cookies::MEMBER, FILER_IDLE_SECONDS),
            filer: seen(cookies::FILER, FILER_IDLE_SECONDS),
            draft: value(cookies::DRAFT).filter(|text| is_token(text)),
            flash: value(cookies::FLASH).and_then(|text| Flash::parse(&text)),
            secure: app.settings.is_https(),
        }
    }

    /// What forms of this visit are bound to: the login if there is one, the visitor otherwise.
    #[must_use]
    pub fn binding(&self) -> &str {
        let login = self.staff.as_ref().or(self.member.as_ref());
        login.map_or(&self.visitor, |seen| &seen.token)
    }

    #[must_use]
    pub fn cookie(
        &self,
        name: &'static str,
        value: String,
        max_age_seconds: Option<i64>,
    ) -> Cookie<'static> {
        let mut cookie = Cookie::build(name, value)
            .path("/")
            .http_only(true)
            .same_site(SameSite::Lax)
            .secure(self.secure);
        if let Some(seconds) = max_age_seconds {
            cookie = cookie.max_age(Duration::seconds(seconds));
        }
        cookie.finish()
    }
}

fn is_token(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The name this site was asked for by.
fn host(req: &ServiceRequest, app: &App) -> String {
    if app.settings.trust_proxy {
        return req.connection_info().host().to_owned();
    }
    // What a visitor says a proxy said is no reason to believe it.
    req.headers()
        .get("host")
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_owned()
}

fn address(req: &ServiceRequest, app: &App) -> IpAddr {
    let peer = req.peer_addr().map(|address| address.ip());
    let forwarded = || {
        // The last entry is the one our own proxy wrote; those before it are the visitor's word.
        let header = req.headers().get("x-forwarded-for")?.to_str().ok()?;
        header.rsplit(',').next()?.trim().parse().ok()
    };
    let found = if app.settings.trust_proxy {
        forwarded().or(peer)
    } else {
        peer
    };
    found.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST))
}

impl SeenToken {
    fn read(text: &str, app: &App, now: i64, idle: i64) -> Option<Self> {
        let (token, rest) = text.split_once('.')?;
        let (at, mac) = rest.split_once('.')?;
        if !is_token(token) || !same(mac, &mac_of(app, token, at)) {
            return None;
        }
        let age = now - at.parse::<i64>().ok()?;
        Some(Self {
            token: token.to_owned(),
            is_idle: age > idle,
            renew: age > RENEW_SECONDS && age <= idle,
        })
    }

    /// The cookie's text for `token`, used now.
    #[must_use]
    pub fn text(app: &App, token: &str) -> String {
        let at = app.clock.now().and_utc().timestamp().to_string();
        let mac = mac_of(app, token, &at);
        format!("{token}.{at}.{mac}")
    }
}

fn mac_of(app: &App, token: &str, at: &str) -> String {
    hex(&app.secret.mac("seen", &[token.as_bytes(), at.as_bytes()])[..16])
}

/// What handlers start from: the application, the visit and who it is.
#[derive(Clone)]
pub struct Ctx {
    pub app: web::Data<App>,
    pub visit: Arc<Visit>,
    pub actor: Actor,
}

impl Ctx {
    #[must_use]
    pub fn lang(&self) -> Lang {
        self.visit.lang
    }

    /// The same visit with the login of `token`, as the next request will be.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn signed_in(&self, begun: &crate::accounts::Begun) -> Result<Self, AppError> {
        let mut visit = (*self.visit).clone();
        let seen = Some(SeenToken {
            token: begun.token.clone(),
            is_idle: false,
            renew: false,
        });
        (visit.staff, visit.member) = if begun.is_staff() {
            (seen, None)
        } else {
            (None, seen)
        };
        let actor = crate::accounts::who(&self.app, &visit).await?;
        Ok(Self {
            app: self.app.clone(),
            visit: Arc::new(visit),
            actor,
        })
    }

    #[must_use]
    pub fn now(&self) -> chrono::NaiveDateTime {
        self.app.clock.now()
    }

    #[must_use]
    pub fn today(&self) -> chrono::NaiveDate {
        self.app.clock.today()
    }
}

impl FromRequest for Ctx {
    type Error = AppError;
    type Future = std::future::Ready<Result<Self, AppError>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let found = || {
            let app = req.app_data::<web::Data<App>>()?.clone();
            let visit = req.extensions().get::<Arc<Visit>>()?.clone();
            let actor = req.extensions().get::<Actor>().cloned().unwrap_or_default();
            Some(Self { app, visit, actor })
        };
        std::future::ready(found().ok_or_else(|| AppError::internal("a handler outside the shell")))
    }
}
