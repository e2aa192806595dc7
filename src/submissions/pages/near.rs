//! Near ones before sending, and "I meet it too" from a published one's page.

use askama::Template;

use super::Sheet;
use crate::difficulties::near::Published;
use crate::submissions::joining::Wish;
use crate::submissions::paths;
use crate::web::Page;

/// A published difficulty as it is shown beside the filer's own.
pub struct Card {
    pub item: Published,
    pub agency: Option<String>,
    /// Others may still follow it.
    pub is_joinable: bool,
}

/// Letters of a published text shown on a card; the rest is on its page.
const CARD_LETTERS: usize = 280;

impl Card {
    /// The beginning of the text, whole words.
    fn beginning(&self) -> String {
        let text = &self.item.text;
        if text.chars().count() <= CARD_LETTERS {
            return text.clone();
        }
        let cut: String = text.chars().take(CARD_LETTERS).collect();
        let whole = cut.rfind(char::is_whitespace).unwrap_or(cut.len());
        format!("{}…", cut.get(..whole).unwrap_or(&cut).trim_end())
    }
}

#[derive(Template)]
#[template(path = "submissions/near.html")]
pub struct NearPage {
    pub page: Page,
    pub sheet: Sheet,
    /// The filer's own summary, to compare with.
    pub title: String,
    pub cards: Vec<Card>,
    /// The one chosen is not public any more.
    pub is_gone: bool,
}

#[derive(Template)]
#[template(path = "submissions/join.html")]
pub struct JoinPage {
    pub page: Page,
    pub wish: Wish,
    pub text: String,
    pub words: String,
    pub error: Option<String>,
    /// The title of a draft that is being written in this browser.
    pub draft: Option<String>,
}
