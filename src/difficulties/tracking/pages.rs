//! All that the templates of tracking may see: texts ready to show.

use askama::Template;

use super::forms::Kept;
use super::paths;
use super::status::StatusLine;
use crate::attachments::{FileView, FilesField};
use crate::responses::pages::Compared;
use crate::web::{FieldErrors, Page};

/// One difficulty of a submission in a list.
#[derive(Debug, Clone)]
pub struct RowView {
    pub reference: String,
    pub address: String,
    /// Shown to its filer only, never by look-up code alone.
    pub title: String,
    pub status: StatusLine,
    pub agency: Option<String>,
    pub received: String,
    pub due: Option<String>,
    pub answered: Option<String>,
    pub closed: Option<String>,
}

/// The two boxes.
#[derive(Template)]
#[template(path = "difficulties/tracking/look_up.html")]
pub struct LookUpPage {
    pub page: Page,
    pub reference: String,
    pub code: String,
    pub contact: String,
    pub errors: FieldErrors,
    /// What this browser has open.
    pub opened: Vec<RowView>,
}

/// By look-up code alone: status, agency, dates.
#[derive(Template)]
#[template(path = "difficulties/tracking/status.html")]
pub struct StatusPage {
    pub page: Page,
    pub code: String,
    pub rows: Vec<RowView>,
}

pub struct QuestionView {
    pub who: String,
    pub text: String,
    pub until: Option<String>,
    /// Since when the clock stands.
    pub since: String,
}

pub struct StepView {
    pub class: &'static str,
    pub text: String,
    /// Empty for what has not happened yet.
    pub machine_time: String,
    pub when: String,
}

pub struct MessageView {
    pub is_official: bool,
    pub who: String,
    pub when: String,
    pub text: String,
    pub files: Vec<FileView>,
}

pub struct Entry {
    pub label: String,
    pub value: String,
}

pub struct AnswerView {
    pub outcome: String,
    pub summary: String,
    pub body: String,
    pub legal_grounds: String,
    pub document_number: String,
    pub released: Option<String>,
    /// What changed against the answer before it.
    pub differences: Vec<Compared>,
}

pub struct CommitmentView {
    pub agency: String,
    pub text: String,
    pub due: String,
    pub state: String,
    pub class: &'static str,
    pub is_late: bool,
    pub done: Option<String>,
    pub evidence: String,
}

/// A letter that asks several things: each with the words it was read from and where it stands.
pub struct LetterView {
    pub asks: Vec<AskView>,
    /// What became no difficulty: why, and the words.
    pub aside: Vec<(String, String)>,
}

pub struct AskView {
    pub row: RowView,
    pub quoted: Vec<String>,
    /// It is the one this page is about.
    pub is_here: bool,
}

/// One difficulty as its filer sees it.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an act that may be offered, and they combine freely"
)]
pub struct OwnFile {
    pub reference: String,
    pub title: String,
    pub version: i32,
    pub status: StatusLine,
    pub question: Option<QuestionView>,
    /// Why it was refused and where to go.
    pub refusal: Option<Vec<String>>,
    pub steps: Vec<StepView>,
    pub messages: Vec<MessageView>,
    pub agency: Option<String>,
    pub coordinating: String,
    pub sent: Vec<Entry>,
    pub body: String,
    /// The whole letter, when it asks several things.
    pub letter: Option<LetterView>,
    /// Other filers answered together with this one.
    pub together: i64,
    pub answers: Vec<AnswerView>,
    pub commitments: Vec<CommitmentView>,
    /// What the submission arrived with.
    pub files: Vec<FileView>,
    pub can_supply: bool,
    /// Files may be added though nobody has asked.
    pub can_attach: bool,
    pub can_close: bool,
    pub can_object: bool,
    /// The objection reopens; a later one only asks.
    pub objects_freely: bool,
    pub object_until: Option<String>,
    pub reopening_asked: Option<String>,
    pub can_withdraw: bool,
    pub can_edit: bool,
    /// When the words were last corrected.
    pub corrected: Option<String>,
    /// How the filer is told, in words.
    pub notices: String,
    pub is_merged: bool,
    pub has_ended: bool,
}

impl OwnFile {
    pub fn address(&self) -> String {
        paths::file(&self.reference)
    }

    pub fn judge_address(&self) -> String {
        paths::of(paths::JUDGE, &self.reference)
    }

    pub fn supply_address(&self) -> String {
        paths::of(paths::SUPPLY, &self.reference)
    }

    /// The answer as a letter.
    pub fn letter_address(&self, ending: &str) -> String {
        format!("{}/tra-loi.{ending}", self.address())
    }

    pub fn edit_address(&self) -> String {
        paths::of(paths::EDIT, &self.reference)
    }

    pub fn consent_address(&self) -> String {
        paths::of(paths::CONSENT, &self.reference)
    }

    pub fn notices_address(&self) -> String {
        paths::of(paths::NOTICES, &self.reference)
    }

    pub fn withdraw_address(&self) -> String {
        paths::of(paths::WITHDRAW, &self.reference)
    }

    /// The filers it is answered for, this one included.
    pub fn all_together(&self) -> i64 {
        self.together + 1
    }

    /// The answer that stands.
    pub fn answer(&self) -> Option<&AnswerView> {
        self.answers.first()
    }

    pub fn earlier_answers(&self) -> &[AnswerView] {
        self.answers.get(1..).unwrap_or_default()
    }

    /// Whether the box of what was typed is on the page, so that it is not given back twice.
    pub fn offers(&self, kept: &Kept) -> bool {
        let typed = |text: &str| !text.trim().is_empty();
        ((self.can_supply || self.can_attach) && typed(&kept.supplement))
            || (self.can_close && typed(&kept.words))
            || (self.can_object && typed(&kept.objection))
    }
}

/// The filer's own page.
#[derive(Template)]
#[template(path = "difficulties/tracking/own.html")]
pub struct OwnPage {
    pub page: Page,
    pub file: OwnFile,
    pub kept: Kept,
    /// Files that are held for the form of the exchange.
    pub held: FilesField,
}

impl OwnPage {
    fn is_rating(&self, rating: &str) -> bool {
        self.kept.rating == rating
    }

    /// What was typed for a form that is no longer offered.
    fn text_without_form(&self) -> Option<&str> {
        let text = self.kept.text();
        (!text.is_empty() && !self.file.offers(&self.kept)).then_some(text)
    }
}

/// Withdrawing has a page of its own: it cannot be undone.
#[derive(Template)]
#[template(path = "difficulties/tracking/withdraw.html")]
pub struct WithdrawPage {
    pub page: Page,
    pub file: OwnFile,
    pub kept: Kept,
}

/// What stands where a published difficulty was taken down: its number and nothing of its text.
#[derive(Template)]
#[template(path = "difficulties/tracking/taken_down.html")]
pub struct TakenDownPage {
    pub page: Page,
    pub reference: String,
}

/// What everybody reads of a published one.
#[derive(Template)]
#[template(path = "difficulties/tracking/public.html")]
pub struct PublicPage {
    pub page: Page,
    pub reference: String,
    pub title: String,
    pub text: String,
    pub status: String,
    pub class: &'static str,
    pub outcome: Option<String>,
    pub agency: Option<String>,
    pub answer_summary: String,
    pub answer_text: String,
    pub answered: Option<String>,
    pub published: Option<String>,
    /// Kind, name if the filer let it be named, and village.
    pub entries: Vec<Entry>,
}

/// Something was sent for a difficulty that this browser has not open (any more). It says the
/// same of every number, and gives back what was typed.
#[derive(Template)]
#[template(path = "difficulties/tracking/open_again.html")]
pub struct OpenAgainPage {
    pub page: Page,
    /// The act to go on with.
    pub go_on: String,
    pub contact: String,
    pub kept: Kept,
    pub is_wrong: bool,
}
