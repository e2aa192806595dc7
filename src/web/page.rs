//! What every page shows around its content, and how a page is answered.

use std::borrow::Cow;

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use askama::Template;
use chrono::{NaiveDate, NaiveDateTime};

use super::errors::{CurrentText, ErrorNote};
use super::forms::Typed;
use super::visit::cookies;
use super::{AppError, Ctx, statics};
use crate::accounts::Role;
use crate::conferences::Conference;
use crate::dates;
use crate::i18n::{Lang, Value};

/// A sentence shown once after a redirect: a message key starting `flash-`, and a reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flash {
    key: String,
    reference: String,
}

impl Flash {
    /// Reads the cookie; what is not one of ours is no flash.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (key, reference) = text.split_once(':').unwrap_or((text, ""));
        let plain = |text: &str| {
            text.len() < 60
                && text
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        };
        (key.starts_with("flash-") && plain(key) && plain(reference)).then(|| Self {
            key: key.to_owned(),
            reference: reference.to_owned(),
        })
    }

    fn text(&self, lang: Lang) -> String {
        lang.with(&self.key, &[("ref", Value::from(&self.reference))])
    }
}

/// Who is signed in, as the layout shows it.
#[derive(Debug, Clone)]
pub struct SignedIn {
    pub name: String,
    pub agency: String,
    pub role: Role,
}

/// Counts on the staff's navigation; each is a link to exactly that many rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct NavCounts {
    pub intake: i64,
    pub mine: i64,
    pub agency: i64,
    pub approval: i64,
}

/// The frame of a page: askama structs hold one as `page`.
#[derive(Debug, Clone)]
pub struct Page {
    pub lang: Lang,
    pub path: String,
    query: String,
    pub csrf: String,
    pub flash: Option<String>,
    pub signed_in: Option<SignedIn>,
    /// Opened a file by look-up code in this browser.
    pub has_looked_up: bool,
    pub now: NaiveDateTime,
    pub today: NaiveDate,
    /// The conference now taking filings, for the notice on top and the footer's hotline.
    pub conference: Option<Conference>,
    pub nav: NavCounts,
    /// The demonstration says that it is one.
    pub is_demo: bool,
    pub public_url: String,
}

impl Page {
    /// The frame when the database may not answer: no conference notice, no counts.
    #[must_use]
    pub fn without_database(ctx: &Ctx) -> Self {
        let visit = &ctx.visit;
        Self {
            lang: visit.lang,
            path: visit.path.clone(),
            query: visit.query.clone(),
            csrf: ctx.app.secret.csrf_token(visit.binding()),
            flash: visit.flash.as_ref().map(|flash| flash.text(visit.lang)),
            signed_in: ctx.actor.staff().map(|staff| SignedIn {
                name: staff.display_name.clone(),
                agency: staff.agency_name(visit.lang).to_owned(),
                role: staff.role,
            }),
            has_looked_up: ctx.actor.filer().is_some(),
            now: ctx.now(),
            today: ctx.today(),
            conference: None,
            nav: NavCounts::default(),
            is_demo: ctx.app.is_demo,
            public_url: ctx
                .app
                .settings
                .public_url
                .clone()
                .unwrap_or_else(|| format!("http://{}", visit.host)),
        }
    }

    /// The message of `key`.
    #[must_use]
    pub fn t(&self, key: &str) -> Cow<'static, str> {
        self.lang.text(key)
    }

    /// The message of `key` with one variable.
    #[must_use]
    pub fn t1<'a>(&self, key: &str, name: &'a str, value: impl Into<Value<'a>>) -> String {
        self.lang.with(key, &[(name, value.into())])
    }

    /// The message of `key` with two variables.
    #[must_use]
    pub fn t2<'a>(
        &self,
        key: &str,
        a: &'a str,
        x: impl Into<Value<'a>>,
        b: &'a str,
        y: impl Into<Value<'a>>,
    ) -> String {
        self.lang.with(key, &[(a, x.into()), (b, y.into())])
    }

    /// The message `{prefix}-{code}`: for statuses, kinds, outcomes.
    #[must_use]
    pub fn code(&self, prefix: &str, code: &str) -> Cow<'static, str> {
        self.lang
            .text(&format!("{prefix}-{}", code.replace('_', "-")))
    }

    /// Whichever of two texts is in the page's language.
    #[must_use]
    pub fn pick<'a>(&self, vi: &'a str, en: &'a str) -> &'a str {
        self.lang.pick(vi, en)
    }

    #[must_use]
    pub fn number(&self, number: &i64) -> String {
        self.lang.number(*number)
    }

    /// A day: 05/07/2024 or 5 July 2024.
    #[must_use]
    pub fn day(&self, date: &NaiveDate) -> String {
        match self.lang {
            Lang::Vi => dates::vi_date(*date),
            Lang::En => dates::en_date(*date),
        }
    }

    /// An instant in local time: 05/07/2024, 09:58.
    #[must_use]
    pub fn moment(&self, at: &NaiveDateTime) -> String {
        let local = dates::local(*at);
        match self.lang {
            Lang::Vi => dates::vi_date_time(local),
            Lang::En => format!(
                "{}, {}",
                dates::en_date(local.date()),
                local.format("%H:%M")
            ),
        }
    }

    /// An instant for a `datetime` attribute, in local time with its offset.
    #[must_use]
    pub fn machine_time(&self, at: &NaiveDateTime) -> String {
        dates::local(*at).format("%Y-%m-%dT%H:%M+07:00").to_string()
    }

    #[must_use]
    pub fn is_past(&self, at: &NaiveDateTime) -> bool {
        *at < self.now
    }

    /// `page` in the navigation when this address is at or under `path`.
    #[must_use]
    pub fn is_at(&self, path: &str) -> bool {
        self.path == path
            || self
                .path
                .strip_prefix(path)
                .is_some_and(|rest| rest.starts_with('/'))
    }

    /// This address with `lang` switched, everything else kept.
    #[must_use]
    pub fn in_lang(&self, lang: Lang) -> String {
        let mut address = format!("{}?lang={}", self.path, lang.code());
        for pair in self
            .query
            .split('&')
            .filter(|pair| !pair.is_empty() && !pair.starts_with("lang="))
        {
            address.push('&');
            address.push_str(pair);
        }
        address
    }

    #[must_use]
    pub fn asset(&self, name: &str) -> &'static str {
        statics::address(name)
    }

    /// The hotline to show, if a conference has one.
    #[must_use]
    pub fn is_role(&self, role: Role) -> bool {
        self.signed_in.as_ref().is_some_and(|who| who.role == role)
    }
}

/// One text given back on an error page.
pub struct KeptField {
    pub label: String,
    pub name: String,
    pub value: String,
    pub is_long: bool,
}

/// Every error's page: what happened, what was typed, a way on.
#[derive(Template)]
#[template(path = "web/error.html")]
pub struct ErrorPage {
    page: Page,
    name: &'static str,
    detail: Option<Cow<'static, str>>,
    current: Vec<CurrentText>,
    action: Option<String>,
    kept: Vec<KeptField>,
    hidden: Vec<(String, String)>,
}

/// Values longer than this are shown in a text area.
const LONG_VALUE: usize = 60;

impl ErrorPage {
    pub(super) fn new(page: Page, note: &ErrorNote, typed: Option<Typed>) -> Self {
        let mut kept = Vec::new();
        let mut hidden = Vec::new();
        if let Some(typed) = &typed {
            for (name, value) in typed.showable() {
                let key = format!("field-{}", name.replace('_', "-"));
                let label = page.t(&key).into_owned();
                if label == key || value.trim().is_empty() {
                    hidden.push((name.clone(), value.clone()));
                } else {
                    let is_long = value.len() > LONG_VALUE || value.contains('\n');
                    kept.push(KeptField {
                        label,
                        name: name.clone(),
                        value: value.clone(),
                        is_long,
                    });
                }
            }
        }
        Self {
            page,
            name: note.name,
            detail: note.detail.clone(),
            current: note.current.clone(),
            action: typed.map(|typed| typed.action),
            kept,
            hidden,
        }
    }

    /// A message of this error's page.
    fn say(&self, part: &str) -> Cow<'static, str> {
        self.page.t(&format!("error-{}-{part}", self.name))
    }

    /// Whether sending the same again can help.
    fn can_send_again(&self) -> bool {
        self.action.is_some() && !matches!(self.name, "not-found" | "forbidden" | "method")
    }
}

/// A page answered with 200.
///
/// # Errors
/// [`AppError::Internal`] when the template fails.
pub fn html(ctx: &Ctx, template: &impl Template) -> Result<HttpResponse, AppError> {
    html_with_status(ctx, StatusCode::OK, template)
}

/// A page answered with `status`.
///
/// # Errors
/// [`AppError::Internal`] when the template fails.
pub fn html_with_status(
    ctx: &Ctx,
    status: StatusCode,
    template: &impl Template,
) -> Result<HttpResponse, AppError> {
    let body = template.render().map_err(AppError::internal)?;
    let mut response = HttpResponse::build(status);
    response.content_type("text/html; charset=utf-8");
    if ctx.visit.visitor_is_new {
        response.cookie(
            ctx.visit
                .cookie(cookies::VISITOR, ctx.visit.visitor.clone(), None),
        );
    }
    if ctx.visit.flash.is_some() {
        response.cookie(ctx.visit.cookie(cookies::FLASH, String::new(), Some(0)));
    }
    Ok(response.body(body))
}

/// 303 to `address`: what was posted is done, reloading does nothing twice.
#[must_use]
pub fn see_other(address: impl AsRef<str>) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((header::LOCATION, address.as_ref()))
        .finish()
}

/// 303 with a sentence on the page it leads to. `key` starts with `flash-`.
#[must_use]
pub fn see_other_with_flash(
    ctx: &Ctx,
    address: impl AsRef<str>,
    key: &str,
    reference: &str,
) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((header::LOCATION, address.as_ref()))
        .cookie(
            ctx.visit
                .cookie(cookies::FLASH, format!("{key}:{reference}"), Some(60)),
        )
        .finish()
}
