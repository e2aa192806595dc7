//! All that the templates of accounts' administration may see.

use askama::Template;

use super::actions::AccountState;
use super::forms::{self, AccountForm, Filter};
use super::paths;
use crate::accounts::Role;
use crate::administration::Nav;
use crate::web::{FieldErrors, Page};

/// One account on the list.
pub struct Row {
    pub address: String,
    pub display_name: String,
    pub sign_in_name: String,
    pub role: Role,
    pub agency: String,
    /// Its unit has ended.
    pub is_stranded: bool,
    pub state: AccountState,
    /// A second administrator is asked about it.
    pub waits: bool,
}

/// One state as a link to exactly that many rows.
pub struct Tab {
    pub label: String,
    pub address: String,
    pub count: i64,
    pub is_current: bool,
}

#[derive(Template)]
#[template(path = "accounts/admin/list.html")]
pub struct ListPage {
    pub page: Page,
    pub nav: Nav,
    pub filter: Filter,
    pub tabs: Vec<Tab>,
    pub rows: Vec<Row>,
    /// Rows that fit and are not shown.
    pub left_out: i64,
}

impl ListPage {
    fn roles(&self) -> Vec<(Role, bool)> {
        forms::roles()
            .map(|role| (role, self.filter.vai_tro == role.as_str()))
            .collect()
    }

    fn new_address(&self) -> &'static str {
        paths::NEW
    }
}

/// The fields of an account, new or there already.
pub struct Fields {
    pub form: AccountForm,
    /// Agencies of today by name, and the account's own if it ended.
    pub agencies: Vec<(i64, String, bool)>,
    pub errors: FieldErrors,
    pub action: String,
    pub is_new: bool,
    /// Nobody changes their own role.
    pub is_own: bool,
}

impl Fields {
    #[must_use]
    pub fn roles(&self) -> Vec<(Role, bool)> {
        forms::roles()
            .map(|role| (role, self.form.vai_tro == role.as_str()))
            .collect()
    }
}

#[derive(Template)]
#[template(path = "accounts/admin/new.html")]
pub struct NewPage {
    pub page: Page,
    pub nav: Nav,
    pub fields: Fields,
}

/// What a second administrator is asked.
pub struct Waiting {
    pub id: i64,
    pub kind: &'static str,
    pub role: Role,
    pub agency: String,
    pub asked_by: String,
    pub asked_at: String,
    pub may_confirm: bool,
    pub may_refuse: bool,
}

#[derive(Template)]
#[template(path = "accounts/admin/show.html")]
pub struct ShowPage {
    pub page: Page,
    pub nav: Nav,
    pub id: i64,
    pub display_name: String,
    pub sign_in_name: String,
    pub role: Role,
    pub agency: String,
    pub is_stranded: bool,
    pub state: AccountState,
    pub created_at: String,
    pub version: i32,
    pub waiting: Option<Waiting>,
    /// No other administrator could confirm anything.
    pub is_alone: bool,
    pub fields: Fields,
}

impl ShowPage {
    fn address(&self, act: &str) -> String {
        format!("{}/{act}", paths::show(self.id))
    }
}

/// A one-time link, shown once.
#[derive(Template)]
#[template(path = "accounts/admin/link.html")]
pub struct LinkPage {
    pub page: Page,
    pub nav: Nav,
    pub display_name: String,
    pub sign_in_name: String,
    pub link: String,
    pub hours: i64,
    pub back: String,
}
