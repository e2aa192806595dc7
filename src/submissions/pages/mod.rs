//! All that the templates of filing may see.

mod check;
mod filer;
mod near;
mod slip;
mod story;

use std::borrow::Cow;

use actix_web::http::StatusCode;
use askama::Template;

pub use check::{CHECK_FIELDS, CheckPage, file_ids, kept_tax_code, shown_tax_code};
pub use filer::{FILER_FIELDS, FilerFields, FilerPage};
pub use near::{Card, JoinPage, NearPage};
pub use slip::{SLIP_FIELDS, SlipPage};
pub use story::{STORY_FIELDS, StoryPage};

use super::drafts::{self, Draft};
use super::paths;
use crate::web::errors::CurrentText;
use crate::web::{Ctx, FieldErrors, Page, encode};

/// What a step's form carries besides its fields.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    /// In the order of the page.
    pub errors: Vec<(&'static str, String)>,
    /// What another page of the same browser saved meanwhile, when it did.
    pub current: Vec<CurrentText>,
    pub version: i32,
    /// Names the draft for what the browser keeps on its own.
    pub name: String,
    /// When the draft was last saved, in words.
    pub saved_at: Option<String>,
    /// Opens the draft on another machine.
    pub link: Option<Link>,
}

/// The link of a draft, ready to be sent to oneself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub address: String,
    /// `sms:` and `mailto:` with the text filled in and nobody to send it to.
    pub by_sms: String,
    pub by_mail: String,
    /// Days the draft is kept.
    pub days: i64,
}

impl Link {
    pub fn of(ctx: &Ctx, page: &Page, draft: &Draft) -> Self {
        let token = drafts::link_token(&ctx.app.secret, &draft.form_token);
        let address = format!("{}{}", page.public_url, paths::resume(&token));
        let text = encode(&page.t1("submissions-link-text", "address", address.as_str()));
        let subject = encode(&page.t("submissions-link-subject"));
        Self {
            by_sms: format!("sms:?&body={text}"),
            by_mail: format!("mailto:?subject={subject}&body={text}"),
            address,
            days: ctx.app.settings.draft_days,
        }
    }
}

impl Sheet {
    pub fn of(page: &Page, draft: Option<&Draft>) -> Self {
        Self {
            version: draft.map_or(0, |draft| draft.version),
            name: draft.map_or_else(|| "moi".to_owned(), Draft::short_name),
            saved_at: draft.map(|draft| page.moment(&draft.updated_at)),
            ..Self::default()
        }
    }

    #[must_use]
    pub fn with_link(mut self, ctx: &Ctx, draft: Option<&Draft>) -> Self {
        let page = Page::without_database(ctx);
        self.link = draft.map(|draft| Link::of(ctx, &page, draft));
        self
    }

    #[must_use]
    pub fn with_errors(mut self, errors: &FieldErrors, fields: &[&'static str]) -> Self {
        self.errors = fields
            .iter()
            .filter_map(|field| Some((*field, errors.of(field)?.to_owned())))
            .collect();
        self.hide_saved()
    }

    #[must_use]
    pub fn with_current(mut self, current: Vec<CurrentText>) -> Self {
        self.current = current;
        self.hide_saved()
    }

    /// What stands on the page is not what was saved.
    fn hide_saved(mut self) -> Self {
        if self.status() != StatusCode::OK {
            self.saved_at = None;
        }
        self
    }

    pub fn error(&self, field: &str) -> Option<&str> {
        self.errors
            .iter()
            .find(|(name, _)| *name == field)
            .map(|(_, message)| message.as_str())
    }

    pub fn status(&self) -> StatusCode {
        if !self.current.is_empty() {
            StatusCode::CONFLICT
        } else if self.errors.is_empty() {
            StatusCode::OK
        } else {
            StatusCode::UNPROCESSABLE_ENTITY
        }
    }
}

/// The draft that the first page offers to go on with.
pub enum Unfinished {
    Draft {
        title: String,
        saved_at: String,
        next: &'static str,
    },
    /// It was sent; this form leads to its receipt.
    Sent { form_token: String },
}

#[derive(Template)]
#[template(path = "submissions/introduction.html")]
pub struct IntroductionPage {
    pub page: Page,
    pub unfinished: Option<Unfinished>,
    pub link: Option<Link>,
    pub draft_days: i64,
    /// Staff whose office files neither for themselves nor for others.
    pub is_barred: bool,
}

impl IntroductionPage {
    fn is_late(&self) -> bool {
        self.page
            .conference
            .as_ref()
            .is_some_and(|conference| self.page.now > conference.filing_closes_at)
    }

    fn is_early(&self) -> bool {
        self.page
            .conference
            .as_ref()
            .is_some_and(|conference| self.page.now < conference.filing_opens_at)
    }
}

/// What a draft's link opens: nothing is taken over before it is asked for.
#[derive(Template)]
#[template(path = "submissions/resume.html")]
pub struct ResumePage {
    pub page: Page,
    pub title: String,
    pub saved_at: String,
    pub action: String,
    /// This browser has the draft already; its next step.
    pub is_here: Option<&'static str>,
    /// Another draft that this browser has open, and the link that still leads to it.
    pub other: Option<(String, Link)>,
}

/// A link of a draft that was sent, given up or kept too long, or that never was.
#[derive(Template)]
#[template(path = "submissions/resume_over.html")]
pub struct ResumeOverPage {
    pub page: Page,
    pub draft_days: i64,
}

fn label(page: &Page, field: &str) -> Cow<'static, str> {
    page.t(&format!("field-{}", field.replace('_', "-")))
}

fn hint(page: &Page, field: &str) -> Cow<'static, str> {
    page.t(&format!("submissions-hint-{}", field.replace('_', "-")))
}
