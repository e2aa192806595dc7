//! What every page shows around its content, and how a page is answered.

use std::borrow::Cow;
use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use askama::Template;
use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};

use super::visit::cookies;
use super::{AppError, Ctx, statics};
use diesel::QueryResult;

use crate::accounts::{Role, Staff};
use crate::conferences::Conference;
use crate::dates;
use crate::db::DbConnection;
use crate::difficulties::actions::WITH_THE_LEAD;
use crate::difficulties::totals::Scope;
use crate::difficulties::totals::kept::KeptTotals;
use crate::difficulties::{Status, queries};
use crate::directory::{Directory, Versions};
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
    /// Signed in as a filer or an association.
    pub is_member: bool,
    /// Opened a file by look-up code in this browser.
    pub has_looked_up: bool,
    pub now: NaiveDateTime,
    pub today: NaiveDate,
    /// The conference now taking filings, for the notice on top and the footer's hotline.
    pub conference: Option<Arc<Conference>>,
    /// Conferences, topic groups, agencies and the calendar, as they stand now.
    pub directory: Arc<Directory>,
    /// What was read of the kept totals, as they stand now.
    pub totals: Arc<KeptTotals>,
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
            is_member: ctx.actor.member().is_some(),
            has_looked_up: ctx.actor.filer().is_some(),
            now: ctx.now(),
            today: ctx.today(),
            conference: None,
            directory: Arc::default(),
            totals: Arc::default(),
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

    /// The frame with what the database adds: the conference now open, and the counts of the
    /// signed-in person's navigation.
    ///
    /// # Errors
    /// When the database fails.
    pub fn load(conn: &mut DbConnection, ctx: &Ctx) -> QueryResult<Self> {
        let mut page = Self::without_database(ctx);
        let versions = Versions::read(conn)?;
        page.directory = ctx.app.directory.at(conn, versions)?;
        page.totals = ctx.app.totals.at(versions.totals);
        page.conference = page.directory.current(page.now);
        if let Some(staff) = ctx.actor.staff() {
            page.nav = nav_counts(conn, &page.totals, staff)?;
        }
        Ok(page)
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

    /// A file's length: 640 KB, 1,2 MB.
    #[must_use]
    pub fn file_size(&self, bytes: i64) -> String {
        self.lang.file_size(bytes)
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
        let local = dates::local(*at);
        format!(
            "{:04}-{:02}-{:02}T{:02}:{:02}+07:00",
            local.year(),
            local.month(),
            local.day(),
            local.hour(),
            local.minute()
        )
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

    /// This address, with its query.
    #[must_use]
    pub fn address(&self) -> String {
        if self.query.is_empty() {
            self.path.clone()
        } else {
            format!("{}?{}", self.path, self.query)
        }
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

    /// This address in the other language.
    #[must_use]
    pub fn address_in_other_lang(&self) -> String {
        self.in_lang(self.lang.other())
    }

    #[must_use]
    pub fn asset(&self, name: &str) -> &'static str {
        statics::address(name)
    }

    /// What the product calls itself on every page.
    #[must_use]
    pub fn brand(&self) -> Cow<'static, str> {
        self.t("brand")
    }

    #[must_use]
    pub fn langs(&self) -> [Lang; 2] {
        Lang::ALL
    }

    /// The other language's own name for itself.
    #[must_use]
    pub fn other_lang_name(&self) -> &'static str {
        match self.lang.other() {
            Lang::Vi => "Tiếng Việt",
            Lang::En => "English",
        }
    }

    /// Until when the conference takes filings, in words.
    #[must_use]
    pub fn window_sentence(&self) -> String {
        let Some(conference) = &self.conference else {
            return String::new();
        };
        if self.now < conference.filing_opens_at {
            return self.t1(
                "common-window-before",
                "moment",
                self.moment(&conference.filing_opens_at),
            );
        }
        let moment = self.moment(&conference.filing_closes_at);
        if self.now > conference.filing_closes_at {
            return self.t1("common-window-closed", "moment", moment);
        }
        match (dates::local_date(conference.filing_closes_at) - self.today).num_days() {
            0 => self.t1("common-window-last-day", "moment", moment),
            days => self.t2("common-window-open", "moment", moment, "days", days),
        }
    }

    /// The sentence under a text area as it is typed; scripts put figures for `%n` and `%max`.
    #[must_use]
    pub fn count_pattern(&self) -> String {
        self.t2("common-count", "n", "%n", "max", "%max")
    }

    /// The telephone number of those who help, if the conference has one.
    #[must_use]
    pub fn hotline(&self) -> Option<&str> {
        self.conference
            .as_ref()
            .map(|conference| conference.hotline.as_str())
            .filter(|hotline| !hotline.is_empty())
    }

    #[must_use]
    pub fn hotline_digits(&self) -> String {
        self.hotline()
            .unwrap_or_default()
            .chars()
            .filter(char::is_ascii_digit)
            .collect()
    }

    #[must_use]
    pub fn is_role(&self, role: Role) -> bool {
        self.signed_in.as_ref().is_some_and(|who| who.role == role)
    }

    /// Whether the staff's search box is theirs.
    #[must_use]
    pub fn may_search(&self) -> bool {
        self.signed_in
            .as_ref()
            .is_some_and(|who| who.role != Role::Administrator)
    }

    /// The staff's navigation, by role.
    #[must_use]
    pub fn staff_nav(&self) -> Vec<NavItem> {
        let Some(who) = &self.signed_in else {
            return Vec::new();
        };
        let item = |key, path: &str, count| NavItem {
            key,
            path: path.to_owned(),
            count,
        };
        let mut items = Vec::new();
        match who.role {
            Role::Clerk | Role::Secretary => {
                items.push(item(
                    "common-nav-intake",
                    "/xu-ly/tiep-nhan",
                    Some(self.nav.intake),
                ));
                items.push(item("common-nav-all", "/xu-ly/tat-ca", None));
                items.push(item("common-nav-release", "/xu-ly/phat-hanh", None));
                items.push(item("common-nav-slip", "/nhap-ho", None));
                items.push(item("common-nav-import", "/nhap-nhieu", None));
                if who.role == Role::Secretary {
                    items.push(item("common-nav-returns", "/xu-ly/chuyen-tra", None));
                }
            }
            Role::Officer => {
                items.push(item(
                    "common-nav-mine",
                    "/xu-ly/cua-toi",
                    Some(self.nav.mine),
                ));
                items.push(item(
                    "common-nav-agency",
                    "/xu-ly/don-vi",
                    Some(self.nav.agency),
                ));
                items.push(item("common-nav-coordinating", "/xu-ly/phoi-hop", None));
                items.push(item("common-nav-slip", "/nhap-ho", None));
                items.push(item("common-nav-import", "/nhap-nhieu", None));
            }
            Role::Leader => {
                items.push(item(
                    "common-nav-approval",
                    "/xu-ly/cho-duyet",
                    Some(self.nav.approval),
                ));
                items.push(item(
                    "common-nav-agency",
                    "/xu-ly/don-vi",
                    Some(self.nav.agency),
                ));
                items.push(item("common-nav-coordinating", "/xu-ly/phoi-hop", None));
            }
            Role::Chair | Role::ChairAide => {
                items.push(item("common-nav-all", "/xu-ly/tat-ca", None));
                items.push(item("common-nav-returns", "/xu-ly/chuyen-tra", None));
                items.push(item("common-nav-release", "/xu-ly/phat-hanh", None));
            }
            Role::Administrator | Role::Filer | Role::Association => {}
        }
        if matches!(who.role, Role::Secretary | Role::Administrator) {
            items.push(item("common-nav-administration", "/quan-tri", None));
        }
        if let Some(conference) = self.conference.as_ref().filter(|_| sees_overview(who.role)) {
            items.push(item(
                "common-nav-conference",
                &format!("/hoi-nghi/{}/tong-quan", conference.slug),
                None,
            ));
        }
        items
    }
}

/// Whether the chair's overview is open to a role.
#[must_use]
pub const fn sees_overview(role: Role) -> bool {
    matches!(
        role,
        Role::Clerk | Role::Secretary | Role::Chair | Role::ChairAide
    )
}

/// One link of the staff's navigation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NavItem {
    pub key: &'static str,
    pub path: String,
    pub count: Option<i64>,
}

fn nav_counts(
    conn: &mut DbConnection,
    totals: &KeptTotals,
    staff: &Staff,
) -> QueryResult<NavCounts> {
    let sum = |conn: &mut DbConnection, agency_id: Option<i64>, statuses: &[Status]| {
        let scope = Scope {
            conference_id: None,
            agency_id,
            with_restricted: staff.role == Role::Secretary,
        };
        totals.standing(conn, scope).map(|totals| {
            totals
                .iter()
                .filter(|total| statuses.contains(&total.status))
                .map(|total| total.count)
                .sum::<i64>()
        })
    };
    let mut counts = NavCounts::default();
    match (staff.role, staff.agency_id) {
        (Role::Clerk | Role::Secretary, _) => {
            counts.intake = sum(conn, None, &[Status::Submitted])?;
        }
        (Role::Officer, Some(agency_id)) => {
            counts.agency = sum(conn, Some(agency_id), &WITH_THE_LEAD)?;
            counts.mine = queries::count_of_officer(conn, staff.account_id)?;
        }
        (Role::Leader, Some(agency_id)) => {
            counts.agency = sum(conn, Some(agency_id), &WITH_THE_LEAD)?;
            counts.approval = sum(conn, Some(agency_id), &[Status::PendingApproval])?;
        }
        _ => {}
    }
    Ok(counts)
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
