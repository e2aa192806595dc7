//! Papers: one [`Document`] value, and two renderings of it, [`pdf`] and [`docx`], that carry the
//! same words. Laid out by Decree 30/2020/NĐ-CP, annex I: A4, margins 20, 20, 30 and 15 mm, one
//! serif family, the page number centred in the top margin from the second page on.
//!
//! A document is made of text that is ready to read: nothing here knows a difficulty, a language
//! or the clock, so the same value always gives the same bytes. A letter that the fonts do not
//! have is an error, never another font's guess; what strangers typed goes through
//! [`Run::typed`], which spells such letters out as their codes.

pub mod conventions;
pub mod docx;
mod fonts;
mod pages;
pub mod pdf;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use chrono::NaiveDateTime;
use unicode_normalization::UnicodeNormalization;

/// Millimetres to points.
const MM: f32 = 72.0 / 25.4;

/// A paper, with its annexes as further parts.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// What the file says of itself; not printed.
    pub title: String,
    /// The moment it speaks of, in local time: of signing, of the figures. Never that of rendering.
    pub dated: NaiveDateTime,
    /// Size of the text of the body, in points.
    pub size: u8,
    /// The first part, then each annex; every part counts its pages from one.
    pub parts: Vec<Part>,
}

/// Which way the sheet lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sheet {
    Portrait,
    Landscape,
}

/// A run of pages of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    pub sheet: Sheet,
    pub blocks: Vec<Block>,
}

/// What stands one under the other.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    Header(Header),
    Text(Text),
    /// Ordered points: a, b, c, d, đ, e, g …
    Points(Vec<Vec<Run>>),
    Table(Table),
    /// Kept together in a frame with a heavy left edge.
    Card(Vec<Text>),
    /// Large numbers side by side, each with what it counts.
    Figures(Vec<(String, String)>),
    Signature(Signature),
    PageBreak,
}

/// The block at the head of an official paper.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Header {
    /// The body above the issuing one; empty for none.
    pub parent: String,
    pub issuer: String,
    /// "05/SCT-QLCN"; `None` for papers without a number.
    pub number: Option<String>,
    /// What stands after "V/v"; empty for none.
    pub subject: String,
    /// "Hà Nội, ngày 05 tháng 7 năm 2024"; empty for none.
    pub place_and_date: String,
}

/// Who signs, and who gets the paper.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Signature {
    /// "TM. ỦY BAN NHÂN DÂN", "KT. GIÁM ĐỐC", "TL. …", then the signer's own position.
    pub authority: Vec<String>,
    pub name: String,
    /// "Nơi nhận", without the dashes; the last is "Lưu: VT, …".
    pub recipients: Vec<String>,
}

/// How a paragraph stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Justified, first line indented by 1.27 cm.
    Body,
    /// From the left edge.
    Plain,
    Centred,
    /// The name of the paper, centred and bold.
    Title,
    /// Bold over a rule; never the last on a page.
    Heading,
    /// Smaller and grey.
    Small,
    /// Ends in a dotted line to write on.
    Blank,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    pub style: Style,
    pub runs: Vec<Run>,
}

impl Text {
    #[must_use]
    pub fn new(style: Style, runs: Vec<Run>) -> Self {
        Self { style, runs }
    }

    /// One run in the style's own face.
    #[must_use]
    pub fn of(style: Style, text: impl Into<String>) -> Self {
        Self::new(style, vec![Run::plain(text)])
    }
}

/// Text in one face.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a look of its own, and they combine freely"
)]
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Run {
    pub text: String,
    pub bold: bool,
    pub italic: bool,
    pub grey: bool,
    /// Letters of it stand as codes, see [`Run::typed`].
    pub is_spelled: bool,
}

impl Run {
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self {
            text: clean(&text.into()),
            ..Self::default()
        }
    }

    /// What somebody typed. Letters the fonts lack (an emoji, a Chinese name) stand as their
    /// codes in brackets, `[U+1F600]`: a filer's word must not keep a whole report from being
    /// printed, nor be left out unseen.
    #[must_use]
    pub fn typed(text: &str) -> Self {
        let cleaned = clean(text);
        let text = fonts::spelled(&cleaned);
        Self {
            is_spelled: text != cleaned,
            text,
            ..Self::default()
        }
    }

    #[must_use]
    pub fn bold(mut self) -> Self {
        self.bold = true;
        self
    }

    #[must_use]
    pub fn italic(mut self) -> Self {
        self.italic = true;
        self
    }

    #[must_use]
    pub fn grey(mut self) -> Self {
        self.grey = true;
        self
    }
}

/// A table whose head is repeated on each page.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
    /// Size of its text, in points.
    pub size: u8,
    /// A line around each cell, or only under each row.
    pub has_grid: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub head: String,
    /// Share of the width, of the sum of all.
    pub share: u16,
    /// Numbers stand at the right.
    pub is_number: bool,
}

impl Column {
    #[must_use]
    pub fn text(head: impl Into<String>, share: u16) -> Self {
        Self {
            head: clean(&head.into()),
            share,
            is_number: false,
        }
    }

    #[must_use]
    pub fn number(head: impl Into<String>, share: u16) -> Self {
        Self {
            is_number: true,
            ..Self::text(head, share)
        }
    }
}

/// A row.
#[derive(Debug, Clone, PartialEq)]
pub enum Row {
    Cells(Vec<Cell>),
    /// The sum, in bold.
    Sum(Vec<Cell>),
    /// One cell over the whole width, before the rows it names.
    Group(Vec<Run>),
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cell {
    /// One paragraph each.
    pub lines: Vec<Vec<Run>>,
    /// Parts of a bar under the text, each with its shade (0 black to 255 white); the numbers
    /// beside it say the same.
    pub bar: Vec<(u8, u32)>,
}

impl Cell {
    #[must_use]
    pub fn of(run: Run) -> Self {
        Self {
            lines: vec![vec![run]],
            bar: Vec::new(),
        }
    }

    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self::of(Run::plain(text))
    }

    #[must_use]
    pub fn typed(text: &str) -> Self {
        Self {
            lines: paragraphs(text)
                .map(|line| vec![Run::typed(line)])
                .collect(),
            bar: Vec::new(),
        }
    }
}

/// Why a document cannot be rendered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// Letters the fonts do not have; only text that is our own can bring them.
    #[error("no letter for {}", .0.iter().map(|letter| format!("{letter} (U+{:04X})", u32::from(*letter))).collect::<Vec<_>>().join(", "))]
    MissingLetters(BTreeSet<char>),
    #[error("{0}")]
    Broken(String),
}

/// The lines of a text somebody typed, without empty ones.
pub fn paragraphs(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

/// One line of text as fonts and files can hold it: composed, without control characters, marks
/// of direction and other letters that have no shape.
fn clean(text: &str) -> String {
    text.nfc()
        .filter_map(|letter| match letter {
            '\u{ad}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}' => None,
            '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                Some(' ')
            }
            letter if letter.is_control() => None,
            letter => Some(letter),
        })
        .collect()
}

impl Document {
    /// Whether letters of it stand as codes, so that it should say so.
    #[must_use]
    pub fn is_spelled(&self) -> bool {
        let mut is_spelled = false;
        self.each_run(&mut |run| is_spelled |= run.is_spelled);
        is_spelled
    }

    /// Every word of it in order, for those who compare renderings.
    #[must_use]
    pub fn words(&self) -> String {
        let mut words = String::new();
        self.each_run(&mut |run| {
            words.push_str(&run.text);
            words.push(' ');
        });
        words
    }

    /// Letters the fonts do not have.
    ///
    /// # Errors
    /// [`DocumentError::MissingLetters`], naming them.
    fn check(&self) -> Result<(), DocumentError> {
        let mut missing = BTreeSet::new();
        self.each_run(&mut |run| missing.extend(fonts::missing(&run.text)));
        if missing.is_empty() {
            Ok(())
        } else {
            Err(DocumentError::MissingLetters(missing))
        }
    }

    fn each_run(&self, see: &mut impl FnMut(&Run)) {
        for block in self.parts.iter().flat_map(|part| &part.blocks) {
            each_run_of(block, see);
        }
    }
}

fn each_run_of(block: &Block, see: &mut impl FnMut(&Run)) {
    let mut words = |text: &str| see(&Run::plain(text));
    match block {
        Block::Header(header) => {
            words(&header.parent);
            words(&header.issuer);
            words(header.number.as_deref().unwrap_or_default());
            words(&header.subject);
            words(&header.place_and_date);
        }
        Block::Text(text) => text.runs.iter().for_each(see),
        Block::Points(points) => points.iter().flatten().for_each(see),
        Block::Card(texts) => texts.iter().flat_map(|text| &text.runs).for_each(see),
        Block::Figures(figures) => {
            for (number, label) in figures {
                words(number);
                words(label);
            }
        }
        Block::Table(table) => {
            for column in &table.columns {
                words(&column.head);
            }
            for row in &table.rows {
                match row {
                    Row::Group(runs) => runs.iter().for_each(&mut *see),
                    Row::Cells(cells) | Row::Sum(cells) => cells
                        .iter()
                        .flat_map(|cell| cell.lines.iter().flatten())
                        .for_each(&mut *see),
                }
            }
        }
        Block::Signature(signature) => {
            signature.authority.iter().for_each(|line| words(line));
            words(&signature.name);
            signature.recipients.iter().for_each(|line| words(line));
        }
        Block::PageBreak => {}
    }
}
