//! All that the templates of this room may see.

use askama::Template;

use super::Nav;
use crate::web::Page;

/// Something that needs a hand.
pub struct Trouble {
    pub text: String,
    /// Where it is seen to.
    pub path: Option<String>,
}

/// A number, and where its rows are.
pub struct Card {
    pub key: &'static str,
    pub count: i64,
    pub path: Option<&'static str>,
}

/// A job of the timer.
pub struct JobLine {
    pub name: String,
    pub next: String,
    pub is_late: bool,
    pub is_running: bool,
}

#[derive(Template)]
#[template(path = "administration/home.html")]
pub struct HomePage {
    pub page: Page,
    pub nav: Nav,
    pub troubles: Vec<Trouble>,
    pub cards: Vec<Card>,
    pub jobs: Vec<JobLine>,
    /// The administrator's part: jobs and the backup.
    pub is_administrator: bool,
}

/// One line of the log.
pub struct LogLine {
    pub at: String,
    pub machine_time: String,
    pub who: String,
    pub what: String,
    pub about: String,
    pub detail: String,
}

/// A part of the log.
pub struct LogTab {
    pub key: &'static str,
    pub path: String,
    pub is_current: bool,
}

#[derive(Template)]
#[template(path = "administration/log.html")]
pub struct LogPage {
    pub page: Page,
    pub nav: Nav,
    pub tabs: Vec<LogTab>,
    pub lines: Vec<LogLine>,
    pub next: Option<String>,
}

/// One thing that is well or not.
pub struct Sign {
    pub key: &'static str,
    pub value: String,
    pub is_well: bool,
}

#[derive(Template)]
#[template(path = "administration/health.html")]
pub struct HealthPage {
    pub page: Page,
    pub nav: Nav,
    pub signs: Vec<Sign>,
    pub jobs: Vec<JobLine>,
}
