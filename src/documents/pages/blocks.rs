//! Headers, paragraphs, cards, figures and signatures as strips.

use super::super::conventions;
use super::super::fonts::Face;
use super::super::{Block, Header, MM, Run, Signature, Style, Text};
use super::lines::{self, Line};
use super::{LEFT, Mark, Node, Role, SINGLE, Setter, Strip};

/// First line of a paragraph.
const INDENT: f32 = 12.7 * MM;
/// Between paragraphs of the body.
const PARAGRAPH: f32 = 6.0;
/// Line height of the body, in parts of the size: between single and one and a half.
const BODY: f32 = 1.25;
/// The national name and the issuing body.
const NAMES: f32 = 12.0;
const MOTTO: f32 = 13.0;
const NUMBER: f32 = 13.0;
const SUBJECT: f32 = 12.0;
const RECIPIENTS_HEAD: f32 = 12.0;
const RECIPIENTS: f32 = 11.0;
/// Share of the width that the issuing body has.
const ISSUER_SHARE: f32 = 0.4;
const RECIPIENTS_SHARE: f32 = 0.45;
/// Room for a signature and a seal, in lines.
const SEAL_LINES: f32 = 4.0;

pub(in super::super) const NATION: &str = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM";
pub(in super::super) const MOTTO_TEXT: &str = "Độc lập - Tự do - Hạnh phúc";

/// Where the letters of a line stand, from the line's upper edge.
pub(super) fn baseline(size: f32, height: f32) -> f32 {
    (height - size * SINGLE) / 2.0 + size * 0.93
}

/// How a line stands between two edges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stand {
    Left,
    Right,
    Centre,
    Justified,
}

/// Where and how large a line is set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub x: f32,
    pub width: f32,
    pub y: f32,
    pub size: f32,
    pub stand: Stand,
    pub node: Option<usize>,
}

impl Setter<'_> {
    pub(super) fn node(&mut self, role: Role, parent: Option<usize>) -> usize {
        self.nodes.push(Node { role, parent });
        self.nodes.len() - 1
    }

    pub(super) fn block(&mut self, block: &Block) {
        match block {
            Block::Header(header) => self.header(header),
            Block::Text(text) => self.text(text),
            Block::Points(points) => {
                for (place, runs) in points.iter().enumerate() {
                    let mut text = vec![Run::plain(format!("{}) ", conventions::point(place)))];
                    text.extend(runs.iter().cloned());
                    self.text(&Text::new(Style::Body, text));
                }
            }
            Block::Table(table) => self.table(table),
            Block::Card(texts) => self.card(texts),
            Block::Figures(figures) => self.figures(figures),
            Block::Signature(signature) => self.signature(signature),
            Block::PageBreak => self.strips.push(Strip {
                begins_page: true,
                ..Strip::default()
            }),
        }
    }

    /// The marks of one line.
    pub(super) fn line(&self, line: &Line, place: Place) -> Vec<Mark> {
        let slack = place.width - line.width;
        let x = place.x
            + match place.stand {
                Stand::Left | Stand::Justified => 0.0,
                Stand::Right => slack,
                Stand::Centre => slack / 2.0,
            };
        let gaps = u16::try_from(line.words.len().saturating_sub(1)).unwrap_or(u16::MAX);
        let stretch = if place.stand == Stand::Justified && !line.is_last && gaps > 0 {
            slack / f32::from(gaps)
        } else {
            0.0
        };
        let space = self.fonts.face(Face::Regular).width(" ", place.size);
        let mut marks: Vec<Mark> = Vec::new();
        let mut at = x;
        let last = line.words.len().saturating_sub(1);
        for (word, pieces) in line.words.iter().enumerate() {
            for piece in pieces {
                self.piece(&mut marks, piece, at, stretch, place);
                at += piece.width;
            }
            if word < last || !line.is_last {
                // Also at the end of a line, or copied text would run together.
                if let Some(Mark::Text { text, .. }) = marks.last_mut() {
                    text.push(' ');
                }
            }
            at += space + stretch;
        }
        marks
    }

    fn piece(
        &self,
        marks: &mut Vec<Mark>,
        piece: &lines::Piece,
        at: f32,
        stretched: f32,
        place: Place,
    ) {
        // Words of one face and shade are one mark; its spaces carry the stretch. A space of
        // another face could be wider, so all spaces are set as the regular one.
        if let Some(Mark::Text {
            text, face, grey, ..
        }) = marks.last_mut()
            && *face == piece.face
            && *grey == piece.grey
        {
            text.push_str(&piece.text);
            return;
        }
        marks.push(Mark::Text {
            x: at,
            y: place.y,
            text: piece.text.clone(),
            face: piece.face,
            size: place.size,
            grey: piece.grey,
            stretch: stretched,
            node: place.node,
        });
    }

    fn text(&mut self, text: &Text) {
        let size = match text.style {
            Style::Title => self.size + 1.0,
            Style::Small => self.size - 2.0,
            _ => self.size,
        };
        let (spacing, indent, stand) = match text.style {
            Style::Body => (BODY, INDENT, Stand::Justified),
            Style::Plain | Style::Blank | Style::Heading => (SINGLE, 0.0, Stand::Left),
            Style::Small => (SINGLE, 0.0, Stand::Justified),
            Style::Centred | Style::Title => (SINGLE, 0.0, Stand::Centre),
        };
        let before = match text.style {
            Style::Body => PARAGRAPH,
            Style::Heading => self.size * 0.75,
            Style::Title => self.size * 0.6,
            Style::Plain | Style::Centred | Style::Small | Style::Blank => 3.0,
        };
        let role = match text.style {
            Style::Title => Role::Title,
            Style::Heading => Role::Heading,
            _ => Role::Paragraph,
        };
        let node = self.node(role, None);
        let mut strips = self.paragraph(
            &styled(text),
            (LEFT, self.width, indent),
            (size, size * spacing),
            stand,
            node,
        );
        if let Some(first) = strips.first_mut() {
            first.space = before;
        }
        match text.style {
            Style::Heading => {
                for strip in &mut strips {
                    strip.is_kept = true;
                }
                if let Some(last) = strips.last_mut() {
                    last.height += 1.5;
                    last.marks.push(rule(
                        (LEFT, last.height),
                        (LEFT + self.width, last.height),
                        0.7,
                    ));
                    last.height += 3.0;
                }
            }
            Style::Title => strips.iter_mut().for_each(|strip| strip.is_kept = true),
            Style::Blank => {
                let at = strips.last().map_or(0.0, |strip| strip.height - 3.0);
                let from = self.end_of(&text.runs, size) + LEFT + 4.0;
                if let Some(last) = strips.last_mut() {
                    last.marks.push(dotted((from, at), (LEFT + self.width, at)));
                }
            }
            Style::Body | Style::Plain | Style::Centred | Style::Small => {}
        }
        self.strips.extend(strips);
    }

    /// Where a text of one line ends.
    fn end_of(&self, runs: &[Run], size: f32) -> f32 {
        let lines = lines::broken(self.fonts, runs, size, (self.width, 0.0));
        lines.last().map_or(0.0, |line| line.width)
    }

    /// A paragraph as a strip for each line. The first and the last line never stand alone.
    pub(super) fn paragraph(
        &mut self,
        runs: &[Run],
        (x, width, indent): (f32, f32, f32),
        (size, height): (f32, f32),
        stand: Stand,
        node: usize,
    ) -> Vec<Strip> {
        let lines = lines::broken(self.fonts, runs, size, (width, indent));
        let count = lines.len();
        lines
            .iter()
            .enumerate()
            .map(|(number, line)| {
                let shift = if number == 0 { indent } else { 0.0 };
                Strip {
                    height,
                    marks: self.line(
                        line,
                        Place {
                            x: x + shift,
                            width: width - shift,
                            y: baseline(size, height),
                            size,
                            stand,
                            node: Some(node),
                        },
                    ),
                    is_kept: number + 1 < count && (number == 0 || number + 2 == count),
                    ..Strip::default()
                }
            })
            .collect()
    }

    fn card(&mut self, texts: &[Text]) {
        let (pad, edge) = (6.0, 2.5);
        let (x, width) = (LEFT + edge + pad, self.width - edge - 2.0 * pad);
        let mut strips: Vec<Strip> = Vec::new();
        for text in texts {
            let size = match text.style {
                Style::Small => self.size - 2.0,
                _ => self.size,
            };
            let node = self.node(Role::Paragraph, None);
            let runs = styled(text);
            let mut lines = self.paragraph(
                &runs,
                (x, width, 0.0),
                (size, size * SINGLE),
                Stand::Left,
                node,
            );
            if let Some(first) = lines.first_mut() {
                for mark in &mut first.marks {
                    *mark = mark.clone().moved(1.5);
                }
                first.height += 1.5;
            }
            if text.style == Style::Blank
                && let Some(last) = lines.last_mut()
            {
                let from = x + self.end_of(&runs, size) + 4.0;
                let at = last.height - 3.0;
                last.marks.push(dotted((from, at), (x + width, at)));
            }
            strips.extend(lines);
        }
        let count = strips.len();
        for (number, strip) in strips.iter_mut().enumerate() {
            if number == 0 {
                strip.space = 5.0;
                let (from, to) = ((LEFT, 0.0), (LEFT + self.width, 0.0));
                for mark in &mut strip.marks {
                    *mark = mark.clone().moved(2.0);
                }
                strip.height += 2.0;
                strip.marks.push(rule(from, to, 0.5));
            }
            if number + 1 == count {
                strip.height += 4.0;
                strip.marks.push(rule(
                    (LEFT, strip.height),
                    (LEFT + self.width, strip.height),
                    0.5,
                ));
            }
            let right = LEFT + self.width;
            strip
                .marks
                .push(rule((right, 0.0), (right, strip.height), 0.5));
            strip.marks.push(Mark::Fill {
                at: (LEFT, 0.0),
                size: (edge, strip.height),
                shade: 0,
            });
            strip.is_kept = number + 1 < count;
        }
        self.strips.extend(strips);
    }

    fn figures(&mut self, figures: &[(String, String)]) {
        let count = u16::try_from(figures.len().max(1)).unwrap_or(1);
        let gap = 8.0;
        let width = (self.width - gap * f32::from(count - 1)) / f32::from(count);
        let mut strip = Strip {
            space: 8.0,
            ..Strip::default()
        };
        let mut x = LEFT;
        for (number, label) in figures {
            strip.marks.push(rule((x, 0.0), (x + width, 0.0), 1.5));
            let node = self.node(Role::Paragraph, None);
            let mut at = 4.0;
            for (run, size) in [
                (Run::plain(number.as_str()).bold(), self.size + 6.0),
                (Run::plain(label.as_str()), self.size - 1.5),
            ] {
                let lines = self.paragraph(
                    &[run],
                    (x + 3.0, width - 6.0, 0.0),
                    (size, size * SINGLE),
                    Stand::Left,
                    node,
                );
                for line in lines {
                    strip
                        .marks
                        .extend(line.marks.into_iter().map(|mark| mark.moved(at)));
                    at += line.height;
                }
            }
            strip.height = strip.height.max(at);
            x += width + gap;
        }
        self.strips.push(strip);
    }

    /// Lines one under the other in a column; returns the height.
    fn column(
        &mut self,
        strip: &mut Strip,
        (x, width): (f32, f32),
        from: f32,
        run: &Run,
        (size, stand): (f32, Stand),
    ) -> f32 {
        let node = self.node(Role::Paragraph, None);
        let mut y = from;
        for line in self.paragraph(
            std::slice::from_ref(run),
            (x, width, 0.0),
            (size, size * SINGLE),
            stand,
            node,
        ) {
            strip
                .marks
                .extend(line.marks.into_iter().map(|mark| mark.moved(y)));
            y += line.height;
        }
        y
    }

    fn header(&mut self, header: &Header) {
        let left = self.width * ISSUER_SHARE;
        let right = self.width - left;
        let (issuer, nation) = ((LEFT, left - 4.0), (LEFT + left, right));
        let mut strip = Strip::default();
        let mut y = 0.0;
        if !header.parent.is_empty() {
            let run = Run::plain(header.parent.to_uppercase());
            y = self.column(&mut strip, issuer, y, &run, (NAMES, Stand::Centre));
        }
        let run = Run::plain(header.issuer.to_uppercase()).bold();
        y = self.column(&mut strip, issuer, y, &run, (NAMES, Stand::Centre));
        // A rule of a third to a half of the line under the issuing body.
        strip
            .marks
            .push(centred_rule(issuer, y + 3.0, issuer.1 * 0.4));
        let mut below_left = y + 8.0;

        let name = Run::plain(NATION).bold();
        let mut y = self.column(&mut strip, nation, 0.0, &name, (NAMES, Stand::Centre));
        let motto = Run::plain(MOTTO_TEXT).bold();
        y = self.column(&mut strip, nation, y, &motto, (MOTTO, Stand::Centre));
        // As long as the motto.
        let length = self.fonts.face(Face::Bold).width(MOTTO_TEXT, MOTTO);
        strip.marks.push(centred_rule(nation, y + 3.0, length));
        let mut below_right = y + 8.0;

        let second = below_left.max(below_right);
        if let Some(number) = &header.number {
            let run = Run::plain(format!("Số: {}", conventions::document_number(number)));
            below_left = self.column(&mut strip, issuer, second, &run, (NUMBER, Stand::Centre));
        }
        if !header.subject.is_empty() {
            let run = Run::plain(format!("V/v {}", header.subject));
            let from = below_left.max(second);
            below_left = self.column(&mut strip, issuer, from, &run, (SUBJECT, Stand::Centre));
        }
        if !header.place_and_date.is_empty() {
            let run = Run::plain(header.place_and_date.as_str()).italic();
            below_right = self.column(&mut strip, nation, second, &run, (MOTTO, Stand::Centre));
        }
        strip.height = below_left.max(below_right) + 10.0;
        self.strips.push(strip);
    }

    fn signature(&mut self, signature: &Signature) {
        // The block never stands alone on a page: the last two lines come with it.
        let count = self.strips.len();
        for strip in self.strips.iter_mut().skip(count.saturating_sub(2)) {
            strip.is_kept = true;
        }
        let left = self.width * RECIPIENTS_SHARE;
        let (to, by) = ((LEFT, left), (LEFT + left, self.width - left));
        let mut strip = Strip {
            space: 12.0,
            ..Strip::default()
        };
        let mut right = 0.0;
        for line in &signature.authority {
            let run = Run::plain(line.to_uppercase()).bold();
            right = self.column(&mut strip, by, right, &run, (self.size, Stand::Centre));
        }
        right += SEAL_LINES * self.size * SINGLE;
        let run = Run::plain(signature.name.as_str()).bold();
        right = self.column(&mut strip, by, right, &run, (self.size, Stand::Centre));
        let mut bottom = 0.0;
        if !signature.recipients.is_empty() {
            let run = Run::plain("Nơi nhận:").bold().italic();
            bottom = self.column(&mut strip, to, 0.0, &run, (RECIPIENTS_HEAD, Stand::Left));
            for line in recipients(signature) {
                let run = Run::plain(line);
                bottom = self.column(&mut strip, to, bottom, &run, (RECIPIENTS, Stand::Left));
            }
        }
        strip.height = right.max(bottom);
        self.strips.push(strip);
    }
}

/// The lines under "Nơi nhận": each with a dash, ended by a semicolon, the last by a full stop.
pub(in super::super) fn recipients(signature: &Signature) -> Vec<String> {
    let count = signature.recipients.len();
    signature
        .recipients
        .iter()
        .enumerate()
        .map(|(place, line)| {
            let end = if place + 1 == count { '.' } else { ';' };
            format!("- {}{end}", line.trim_end_matches(['.', ';']))
        })
        .collect()
}

/// The runs of a text with what its style adds.
pub(in super::super) fn styled(text: &Text) -> Vec<Run> {
    text.runs
        .iter()
        .cloned()
        .map(|run| match text.style {
            Style::Title | Style::Heading => run.bold(),
            Style::Small => run.grey(),
            _ => run,
        })
        .collect()
}

pub(super) fn rule(from: (f32, f32), to: (f32, f32), width: f32) -> Mark {
    Mark::Rule {
        from,
        to,
        width,
        dotted: false,
        shade: 0,
    }
}

fn dotted(from: (f32, f32), to: (f32, f32)) -> Mark {
    Mark::Rule {
        from,
        to,
        width: 0.8,
        dotted: true,
        shade: 0,
    }
}

fn centred_rule((x, width): (f32, f32), y: f32, length: f32) -> Mark {
    let from = x + (width - length) / 2.0;
    rule((from, y), (from + length, y), 0.7)
}
