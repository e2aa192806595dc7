//! Every error's page: what happened, what was typed, a way on.

use std::borrow::Cow;

use askama::Template;

use super::address;
use super::errors::{CurrentText, ErrorNote};
use super::forms::Typed;
use super::kept::Kept;
use super::page::Page;

#[derive(Template)]
#[template(path = "web/error.html")]
pub(super) struct ErrorPage {
    page: Page,
    name: &'static str,
    detail: Option<Cow<'static, str>>,
    current: Vec<CurrentText>,
    /// Where the form went; `None` when nothing was posted.
    action: Option<String>,
    kept: Kept,
    had_files: bool,
}

impl ErrorPage {
    pub(super) fn new(page: Page, note: &ErrorNote, typed: Option<&Typed>) -> Self {
        Self {
            kept: typed
                .map(|typed| Kept::of(&page, typed))
                .unwrap_or_default(),
            page,
            name: note.name,
            detail: note.detail.clone(),
            current: note.current.clone(),
            had_files: typed.is_some_and(|typed| typed.had_files),
            action: typed.map(|typed| typed.action.clone()),
        }
    }

    /// A message of this error's page.
    fn say(&self, part: &str) -> Cow<'static, str> {
        self.page.t(&format!("error-{}-{part}", self.name))
    }

    fn needs_sign_in(&self) -> bool {
        self.name == "sign-in"
    }

    /// Where to go on after signing in, as a value in the query of an address.
    fn return_to(&self) -> String {
        address::encode(&self.page.address())
    }

    /// Whether sending the same again can help. What another site sent is never one click away
    /// from being done.
    fn can_send_again(&self) -> bool {
        self.action.is_some()
            && !matches!(
                self.name,
                "not-found" | "forbidden" | "method" | "elsewhere"
            )
    }
}
