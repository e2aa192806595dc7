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
struct Area<'a> {
    name: &'static str,
    label: Cow<'static, str>,
    value: &'a str,
    hint: Cow<'static, str>,
    error: Option<&'a str>,
    rows: u8,
    at_most: usize,
}

impl StoryPage {
    fn areas(&self) -> [Area<'_>; 3] {
        let area = |name: &'static str, value, rows, at_most| Area {
            name,
            label: label(&self.page, name),
            value,
            hint: hint(&self.page, name),
            error: self.sheet.error(name),
            rows,
            at_most,
        };
        let story = &self.story;
        [
            area("tom_tat", story.title.as_str(), 2, TITLE_LETTERS),
            area("ke_cu_the", story.body.as_str(), 8, BODY_LETTERS),
            area("de_nghi", story.ask.as_str(), 3, NOTE_LETTERS),
        ]
    }
}
