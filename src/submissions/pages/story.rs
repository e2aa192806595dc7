//! Step 1.

use std::borrow::Cow;

use askama::Template;

use super::{Sheet, hint, label};
use crate::attachments::FilesField;
use crate::submissions::content::Story;
use crate::submissions::paths;
use crate::web::Page;
use crate::web::limits::{BODY_LETTERS, NOTE_LETTERS, TITLE_LETTERS};

pub const STORY_FIELDS: [&str; 4] = ["tom_tat", "ke_cu_the", "de_nghi", "tep"];

#[derive(Template)]
#[template(path = "submissions/story.html")]
pub struct StoryPage {
    pub page: Page,
    pub sheet: Sheet,
    pub story: Story,
    pub files: FilesField,
}

/// One text area.
pub struct Area<'a> {
    pub name: &'static str,
    pub label: Cow<'static, str>,
    pub value: &'a str,
    pub hint: Cow<'static, str>,
    pub error: Option<&'a str>,
    pub rows: u8,
    pub at_most: usize,
}

impl StoryPage {
    fn areas(&self) -> [Area<'_>; 3] {
        areas(&self.page, &self.sheet, &self.story)
    }
}

/// What happened and what is asked, as fields.
pub fn areas<'a>(page: &Page, sheet: &'a Sheet, story: &'a Story) -> [Area<'a>; 3] {
    let area = |name: &'static str, value, rows, at_most| Area {
        name,
        label: label(page, name),
        value,
        hint: hint(page, name),
        error: sheet.error(name),
        rows,
        at_most,
    };
    [
        area("tom_tat", story.title.as_str(), 2, TITLE_LETTERS),
        area("ke_cu_the", story.body.as_str(), 8, BODY_LETTERS),
        area("de_nghi", story.ask.as_str(), 3, NOTE_LETTERS),
    ]
}
