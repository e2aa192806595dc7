//! A document as PDF/A-2a: fonts embedded as the letters used, tagged for readers aloud, and
//! without any moment of making, so that the same document is the same bytes.

use chrono::{Datelike, NaiveDateTime, Timelike};
use krilla::configure::{Archival, ConfigurationBuilder};
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::{DateTime, Metadata};
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Identifier, Node as TagNode, SpanTag, TableHeaderScope,
    Tag, TagGroup, TagTree,
};
use krilla::text::{GlyphId, KrillaGlyph};
use krilla::{Document as Pdf, SerializeSettings, color::luma};

use super::fonts::Fonts;
use super::pages::{self, Mark, Node, Paper, Role};
use super::{Document, DocumentError};

/// Grey text, dark enough to be read.
const GREY: u8 = 70;
const DOTS: f32 = 2.2;

/// # Errors
/// [`DocumentError`]: a letter the fonts lack, named; or a file that breaks the standard.
pub fn render(document: &Document) -> Result<Vec<u8>, DocumentError> {
    document.check()?;
    let paper = pages::lay(document)?;
    let fonts = Fonts::load()?;
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A2_A)
        .finish()
        .map_err(|error| DocumentError::Broken(format!("{error:?}")))?;
    let mut pdf = Pdf::new_with(SerializeSettings {
        configuration,
        ..SerializeSettings::default()
    });
    pdf.set_metadata(
        Metadata::new()
            .title(document.title.clone())
            .language("vi".to_owned())
            .producer("Doi Thoai".to_owned())
            .creation_date(dated(document.dated)),
    );
    let mut read: Vec<Vec<Identifier>> = vec![Vec::new(); paper.nodes.len()];
    for part in &paper.parts {
        let (width, height) = part.sheet.size();
        for marks in &part.pages {
            let settings = PageSettings::from_wh(width, height)
                .ok_or_else(|| DocumentError::Broken("a page without a size".to_owned()))?;
            let mut page = pdf.start_page_with(settings);
            let mut surface = page.surface();
            for mark in marks {
                draw(fonts, &mut surface, mark, &mut read);
            }
            surface.finish();
            page.finish();
        }
    }
    pdf.set_tag_tree(tree(&paper, read));
    pdf.finish()
        .map_err(|error| DocumentError::Broken(format!("{error:?}")))
}

/// A moment of the wall clock in Hanoi.
fn dated(at: NaiveDateTime) -> DateTime {
    let small = |number: u32| u8::try_from(number).unwrap_or_default();
    DateTime::new(u16::try_from(at.year()).unwrap_or_default())
        .month(small(at.month()))
        .day(small(at.day()))
        .hour(small(at.hour()))
        .minute(small(at.minute()))
        .second(small(at.second()))
        .utc_offset_hour(7)
        .utc_offset_minute(0)
}

fn draw(fonts: &Fonts, surface: &mut Surface<'_>, mark: &Mark, read: &mut [Vec<Identifier>]) {
    match mark {
        Mark::Text {
            x,
            y,
            text,
            face,
            size,
            grey,
            stretch,
            node,
        } => {
            let letters = fonts.face(*face);
            let space = fonts.face(super::fonts::Face::Regular).shape(' ').1;
            let glyphs: Vec<KrillaGlyph> = text
                .char_indices()
                .map(|(at, letter)| {
                    let (glyph, width) = letters.shape(letter);
                    let width = if letter == ' ' {
                        space + stretch / size
                    } else {
                        width
                    };
                    let range = at..at + letter.len_utf8();
                    KrillaGlyph::new(GlyphId::new(glyph), width, 0.0, 0.0, 0.0, range, None)
                })
                .collect();
            let tag = node.map_or(layout(ArtifactType::PaginationOther), |_| {
                ContentTag::Span(SpanTag::empty())
            });
            let id = surface.start_tagged(tag);
            surface.set_fill(Some(ink(if *grey { GREY } else { 0 })));
            surface.set_stroke(None);
            surface.draw_glyphs(
                Point::from_xy(*x, *y),
                &glyphs,
                letters.font.clone(),
                text,
                *size,
                false,
            );
            surface.end_tagged();
            if let Some(ids) = node.and_then(|node| read.get_mut(node)) {
                ids.push(id);
            }
        }
        Mark::Rule {
            from,
            to,
            width,
            dotted,
            shade,
        } => {
            let mut path = PathBuilder::new();
            path.move_to(from.0, from.1);
            path.line_to(to.0, to.1);
            let Some(path) = path.finish() else { return };
            surface.start_tagged(layout(ArtifactType::Layout));
            surface.set_fill(None);
            surface.set_stroke(Some(Stroke {
                paint: luma::Color::new(*shade).into(),
                width: *width,
                dash: dotted.then(|| StrokeDash {
                    array: vec![*width, DOTS],
                    offset: 0.0,
                }),
                ..Stroke::default()
            }));
            surface.draw_path(&path);
            surface.end_tagged();
        }
        Mark::Fill { at, size, shade } => {
            let Some(area) = Rect::from_xywh(at.0, at.1, size.0, size.1) else {
                return;
            };
            let mut path = PathBuilder::new();
            path.push_rect(area);
            let Some(path) = path.finish() else { return };
            surface.start_tagged(layout(ArtifactType::Layout));
            surface.set_stroke(None);
            surface.set_fill(Some(ink(*shade)));
            surface.draw_path(&path);
            surface.end_tagged();
        }
    }
}

fn layout(kind: ArtifactType) -> ContentTag<'static> {
    ContentTag::Artifact(Artifact::with_kind(kind))
}

fn ink(shade: u8) -> Fill {
    Fill {
        paint: luma::Color::new(shade).into(),
        opacity: NormalizedF32::ONE,
        ..Fill::default()
    }
}

/// The tree of roles with what was drawn for each.
fn tree(paper: &Paper, read: Vec<Vec<Identifier>>) -> TagTree {
    let mut groups: Vec<TagGroup> = paper.nodes.iter().map(group).collect();
    for (group, ids) in groups.iter_mut().zip(read) {
        for id in ids {
            group.push(TagNode::Leaf(id));
        }
    }
    let mut tree = TagTree::new().with_lang(Some("vi".to_owned()));
    // Children come after their parents, so from the end each is whole when it is hung up.
    let mut roots = Vec::new();
    while let Some(group) = groups.pop() {
        let parent = paper.nodes.get(groups.len()).and_then(|node| node.parent);
        match parent.and_then(|parent| groups.get_mut(parent)) {
            Some(parent) => parent.children.push(TagNode::Group(group)),
            None => roots.push(group),
        }
    }
    for mut group in roots.into_iter().rev() {
        in_order(&mut group);
        tree.push(group);
    }
    tree
}

/// Children were hung up from the last to the first.
fn in_order(group: &mut TagGroup) {
    if group
        .children
        .iter()
        .any(|child| matches!(child, TagNode::Group(_)))
    {
        group.children.reverse();
    }
    for child in &mut group.children {
        if let TagNode::Group(group) = child {
            in_order(group);
        }
    }
}

fn group(node: &Node) -> TagGroup {
    let one = std::num::NonZeroU16::MIN;
    match node.role {
        Role::Paragraph => TagGroup::new(Tag::P),
        Role::Title => TagGroup::new(Tag::Hn(one, None)),
        Role::Heading => TagGroup::new(Tag::Hn(one.saturating_add(1), None)),
        Role::Table => TagGroup::new(Tag::Table),
        Role::Row => TagGroup::new(Tag::TR),
        Role::HeadCell => TagGroup::new(Tag::TH(TableHeaderScope::Column)),
        Role::Cell => TagGroup::new(Tag::TD),
    }
}
