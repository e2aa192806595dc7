//! What templates of this slice may see.

use askama::Template;
use chrono::NaiveDateTime;

use super::Role;
use crate::web::{FieldErrors, Kept, Page};

/// Name and password.
#[derive(Template)]
#[template(path = "accounts/sign_in.html")]
pub struct SignInPage {
    pub page: Page,
    pub name: String,
    /// Where to go on afterwards; empty for the beginning.
    pub next: String,
    pub refused: bool,
}

/// The rest of a form that a lost login interrupted: first name and password under it, then,
/// signed in, one button.
#[derive(Template)]
#[template(path = "accounts/go_on.html")]
pub struct GoOnPage {
    pub page: Page,
    pub action: String,
    pub kept: Kept,
    pub name: String,
    pub step: GoOnStep,
}

impl GoOnPage {
    fn is_ready(&self) -> bool {
        self.step == GoOnStep::Send
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GoOnStep {
    /// Refused; name and password once more.
    Again,
    /// Signed in; the form can be sent.
    Send,
}

/// A new password, by a one-time link.
#[derive(Template)]
#[template(path = "accounts/activate.html")]
pub struct ActivatePage {
    pub page: Page,
    pub token: String,
    pub display_name: String,
    pub sign_in_name: String,
    pub least: i64,
    pub errors: FieldErrors,
}

/// A one-time link that does not work, or no longer.
#[derive(Template)]
#[template(path = "accounts/link_over.html")]
pub struct LinkOverPage {
    pub page: Page,
}

/// One's own account, in the staff's frame.
#[derive(Template)]
#[template(path = "accounts/account.html")]
pub struct AccountPage {
    pub page: Page,
    pub own: OwnAccount,
    pub errors: FieldErrors,
}

/// One's own account, in the public frame.
#[derive(Template)]
#[template(path = "accounts/member.html")]
pub struct MemberAccountPage {
    pub page: Page,
    pub own: OwnAccount,
    pub errors: FieldErrors,
}

/// What either frame shows.
pub struct OwnAccount {
    pub display_name: String,
    pub sign_in_name: String,
    pub role: Role,
    pub agency: String,
    pub logins: Vec<LoginRow>,
    pub least: i64,
}

/// One open login.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoginRow {
    pub id: i64,
    pub since: NaiveDateTime,
    pub until: NaiveDateTime,
    pub is_this_one: bool,
}
