//! Lists page by key, never by offset: a page's address names the last row before it, so page
//! 40,000 costs what page 2 costs, and rows that move do not repeat or vanish.

/// Rows on a page.
pub const ROWS: i64 = 25;
/// The sizes a list may be asked for.
pub const SIZES: [i64; 3] = [25, 50, 100];

/// A page of rows, and the key of the page after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rows<T> {
    pub rows: Vec<T>,
    pub next: Option<String>,
}

impl<T> Rows<T> {
    /// Takes one row more than fits, to know whether there is a next page.
    pub fn cut(mut rows: Vec<T>, size: i64, key: impl Fn(&T) -> String) -> Self {
        let size = usize::try_from(size).unwrap_or_default();
        let more = rows.len() > size;
        rows.truncate(size);
        let next = if more { rows.last().map(key) } else { None };
        Self { rows, next }
    }
}
