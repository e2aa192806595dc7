//! A document into pages of marks at fixed places. Blocks become strips, which are never cut;
//! pages end between strips. A strip that is kept stays with the next: a heading with what it
//! heads, the first and last two lines of a paragraph, a whole card.

mod blocks;
mod lines;
mod tables;

use std::rc::Rc;

pub(super) use blocks::{MOTTO_TEXT, NATION, recipients, styled};

use super::fonts::{Face, Fonts};
use super::{Document, DocumentError, MM, Part, Sheet};

/// Margins of A4 by annex I of the decree, in points.
pub(super) const TOP: f32 = 20.0 * MM;
pub(super) const BOTTOM: f32 = 20.0 * MM;
pub(super) const LEFT: f32 = 30.0 * MM;
pub(super) const RIGHT: f32 = 15.0 * MM;
/// Page numbers: this size, this far from the upper edge.
const NUMBER_SIZE: f32 = 13.0;
const NUMBER_AT: f32 = 13.0 * MM;

/// Line height in parts of the size: single spacing of these faces.
pub(super) const SINGLE: f32 = 1.15;

impl Sheet {
    /// Width and height in points.
    pub(super) const fn size(self) -> (f32, f32) {
        let (short, long) = (210.0 * MM, 297.0 * MM);
        match self {
            Self::Portrait => (short, long),
            Self::Landscape => (long, short),
        }
    }

    /// Width between the margins.
    pub(super) fn measure(self) -> f32 {
        self.size().0 - LEFT - RIGHT
    }
}

/// Something to draw; places are from the upper left corner.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Mark {
    Text {
        x: f32,
        /// Of the line the letters stand on.
        y: f32,
        text: String,
        face: Face,
        size: f32,
        grey: bool,
        /// Added to every space, to fill the line.
        stretch: f32,
        /// What it is part of; `None` for what is read by nobody, such as a page number.
        node: Option<usize>,
    },
    Rule {
        from: (f32, f32),
        to: (f32, f32),
        width: f32,
        dotted: bool,
        shade: u8,
    },
    Fill {
        at: (f32, f32),
        size: (f32, f32),
        shade: u8,
    },
}

impl Mark {
    fn moved(mut self, by: f32) -> Self {
        match &mut self {
            Self::Text { y, .. } => *y += by,
            Self::Rule { from, to, .. } => {
                from.1 += by;
                to.1 += by;
            }
            Self::Fill { at, .. } => at.1 += by,
        }
        self
    }

    /// Read by nobody: what is repeated.
    fn unread(mut self) -> Self {
        if let Self::Text { node, .. } = &mut self {
            *node = None;
        }
        self
    }
}

/// What a reader aloud is told about a stretch of the paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Paragraph,
    Title,
    Heading,
    Table,
    Row,
    HeadCell,
    Cell,
}

/// A node of the tree of roles.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node {
    pub role: Role,
    pub parent: Option<usize>,
}

/// A stretch that is never cut.
#[derive(Debug, Clone, Default)]
struct Strip {
    height: f32,
    /// Left out at the top of a page.
    space: f32,
    marks: Vec<Mark>,
    /// Stays with the next one.
    is_kept: bool,
    /// Repeated when a page begins with this strip.
    head: Option<Rc<Vec<Strip>>>,
    /// Drawn under it when a page ends here.
    closing: Option<Mark>,
    begins_page: bool,
}

/// The pages of one part.
pub(super) struct Laid {
    pub sheet: Sheet,
    pub pages: Vec<Vec<Mark>>,
}

/// Everything in its place.
pub(super) struct Paper {
    pub parts: Vec<Laid>,
    pub nodes: Vec<Node>,
}

/// Collects strips and roles.
struct Setter<'a> {
    fonts: &'a Fonts,
    size: f32,
    width: f32,
    strips: Vec<Strip>,
    nodes: Vec<Node>,
}

/// # Errors
/// When the fonts cannot be read.
pub(super) fn lay(document: &Document) -> Result<Paper, DocumentError> {
    let fonts = Fonts::load()?;
    let mut parts = Vec::new();
    let mut nodes = Vec::new();
    for part in &document.parts {
        let mut setter = Setter {
            fonts,
            size: f32::from(document.size),
            width: part.sheet.measure(),
            strips: Vec::new(),
            nodes,
        };
        for block in &part.blocks {
            setter.block(block);
        }
        let strips = std::mem::take(&mut setter.strips);
        nodes = setter.nodes;
        parts.push(paginate(fonts, part, strips));
    }
    Ok(Paper { parts, nodes })
}

fn paginate(fonts: &Fonts, part: &Part, strips: Vec<Strip>) -> Laid {
    let (_, height) = part.sheet.size();
    let lowest = height - BOTTOM;
    let mut pages: Vec<Vec<Mark>> = vec![Vec::new()];
    let mut y = TOP;
    let mut is_fresh = true;
    let mut before: Option<Mark> = None;
    let mut left = strips.into_iter().peekable();
    let mut group: Vec<Strip> = Vec::new();
    while let Some(strip) = left.next() {
        let is_kept = strip.is_kept && left.peek().is_some_and(|next| !next.begins_page);
        group.push(strip);
        if is_kept {
            continue;
        }
        let needed: f32 = group.iter().map(|one| one.space + one.height).sum();
        let fits_a_page = needed + head_height(&group) <= lowest - TOP;
        for (place, strip) in group.drain(..).enumerate() {
            let wanted = if place == 0 && fits_a_page {
                needed
            } else {
                strip.space + strip.height
            };
            if strip.begins_page || (!is_fresh && y + wanted > lowest + 0.01) {
                if !is_fresh {
                    if let (Some(closing), Some(page)) = (before.take(), pages.last_mut()) {
                        page.push(closing.moved(y));
                    }
                    pages.push(Vec::new());
                    y = TOP;
                    is_fresh = true;
                }
                if let Some(head) = &strip.head {
                    for one in head.iter() {
                        draw(&mut pages, one, y, true);
                        y += one.height;
                    }
                }
            }
            if !is_fresh {
                y += strip.space;
            }
            draw(&mut pages, &strip, y, false);
            y += strip.height;
            is_fresh = false;
            before = strip.closing;
        }
    }
    for (place, page) in pages.iter_mut().enumerate().skip(1) {
        page.push(number(fonts, part.sheet, place + 1));
    }
    Laid {
        sheet: part.sheet,
        pages,
    }
}

fn head_height(group: &[Strip]) -> f32 {
    group
        .first()
        .and_then(|first| first.head.as_ref())
        .map_or(0.0, |head| head.iter().map(|one| one.height).sum())
}

fn draw(pages: &mut [Vec<Mark>], strip: &Strip, y: f32, is_again: bool) {
    let Some(page) = pages.last_mut() else { return };
    for mark in &strip.marks {
        let mark = mark.clone().moved(y);
        page.push(if is_again { mark.unread() } else { mark });
    }
}

fn number(fonts: &Fonts, sheet: Sheet, number: usize) -> Mark {
    let text = number.to_string();
    let width = fonts.face(Face::Regular).width(&text, NUMBER_SIZE);
    // In the middle of the text, as word processors do.
    let x = LEFT + (sheet.measure() - width) / 2.0;
    Mark::Text {
        x,
        y: NUMBER_AT,
        text,
        face: Face::Regular,
        size: NUMBER_SIZE,
        grey: false,
        stretch: 0.0,
        node: None,
    }
}
