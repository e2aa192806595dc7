//! All that the templates of filing may see.

mod check;
mod filer;
mod story;

use std::borrow::Cow;

use actix_web::http::StatusCode;
use askama::Template;

pub use check::{CHECK_FIELDS, CheckPage, file_ids};
pub use filer::{FILER_FIELDS, FilerPage};
pub use story::{STORY_FIELDS, StoryPage};

use super::drafts::Draft;
use super::paths;
use crate::filers::phone::Phone;
use crate::filers::tax_code::{TaxCode, TaxCodeCheck};
use crate::web::errors::CurrentText;
use crate::web::{FieldErrors, Page};

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

    fn error(&self, field: &str) -> Option<&str> {
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

fn label(page: &Page, field: &str) -> Cow<'static, str> {
    page.t(&format!("field-{}", field.replace('_', "-")))
}

fn hint(page: &Page, field: &str) -> Cow<'static, str> {
    page.t(&format!("submissions-hint-{}", field.replace('_', "-")))
}

fn phone_warning(typed: &str) -> Option<&'static str> {
    (!typed.is_empty() && !Phone::parse(typed).is_plausible()).then_some("submissions-warn-phone")
}

fn tax_code_warning(typed: &str) -> Option<&'static str> {
    matches!(TaxCode::check(typed), TaxCodeCheck::Doubtful { .. })
        .then_some("submissions-warn-tax-code")
}
