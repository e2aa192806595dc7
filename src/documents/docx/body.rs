//! The text, block by block. Lengths are twentieths of a point, sizes half points.

use std::fmt::Write as _;

use super::super::pages::{MOTTO_TEXT, NATION, recipients, styled};
use super::super::{
    Block, Cell, Document, Header, Part, Row, Run, Sheet, Signature, Style, Table, Text,
    conventions,
};
use super::escaped;

/// Margins: 20 mm above and below, 30 mm left, 15 mm right; 12 mm to the page number.
const MARGINS: &str = r#"<w:pgMar w:top="1134" w:right="850" w:bottom="1134" w:left="1701" w:header="567" w:footer="567" w:gutter="0"/>"#;
/// A4.
const SHORT: u32 = 11906;
const LONG: u32 = 16838;
const SIDES: u32 = 1701 + 850;
/// 1.27 cm.
const INDENT: u32 = 720;
/// After a table: two in a row would become one.
const GAP: &str = r#"<w:p><w:pPr><w:spacing w:line="120" w:lineRule="exact"/></w:pPr></w:p>"#;
/// Length of the motto at size 13 in Times New Roman bold; the rule under it is as long.
const MOTTO_LENGTH: u32 = 3230;

pub(super) fn write(document: &Document) -> String {
    let mut xml = String::from(concat!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
        r#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:body>"#
    ));
    let count = document.parts.len();
    for (place, part) in document.parts.iter().enumerate() {
        let mut body = Body {
            xml: String::new(),
            size: u32::from(document.size) * 2,
            width: width(part),
        };
        for block in &part.blocks {
            body.block(block);
        }
        xml.push_str(&body.xml);
        let section = section(part);
        if place + 1 == count {
            xml.push_str(&section);
        } else {
            // All but the last section end in a paragraph that carries them.
            xml.push_str(&paragraph(&section, ""));
        }
    }
    xml.push_str("</w:body></w:document>");
    xml
}

fn width(part: &Part) -> u32 {
    match part.sheet {
        Sheet::Portrait => SHORT - SIDES,
        Sheet::Landscape => LONG - SIDES,
    }
}

fn section(part: &Part) -> String {
    let page = match part.sheet {
        Sheet::Portrait => format!(r#"<w:pgSz w:w="{SHORT}" w:h="{LONG}"/>"#),
        Sheet::Landscape => {
            format!(r#"<w:pgSz w:w="{LONG}" w:h="{SHORT}" w:orient="landscape"/>"#)
        }
    };
    format!(
        r#"<w:sectPr><w:headerReference w:type="default" r:id="rId4"/><w:headerReference w:type="first" r:id="rId5"/><w:type w:val="nextPage"/>{page}{MARGINS}<w:pgNumType w:start="1"/><w:titlePg/></w:sectPr>"#
    )
}

struct Body {
    xml: String,
    size: u32,
    width: u32,
}

impl Body {
    fn push(&mut self, xml: &str) {
        self.xml.push_str(xml);
    }

    fn block(&mut self, block: &Block) {
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
            Block::PageBreak => self.push(r#"<w:p><w:r><w:br w:type="page"/></w:r></w:p>"#),
        }
    }

    fn text(&mut self, text: &Text) {
        let size = match text.style {
            Style::Title => self.size + 2,
            Style::Small => self.size - 4,
            _ => self.size,
        };
        let properties = match text.style {
            Style::Body => format!(
                r#"<w:widowControl/><w:spacing w:before="120" w:line="288" w:lineRule="auto"/><w:ind w:firstLine="{INDENT}"/><w:jc w:val="both"/>"#
            ),
            Style::Plain => r#"<w:spacing w:before="60"/>"#.to_owned(),
            Style::Centred => r#"<w:spacing w:before="60"/><w:jc w:val="center"/>"#.to_owned(),
            Style::Title => r#"<w:pStyle w:val="Title"/>"#.to_owned(),
            Style::Heading => r#"<w:pStyle w:val="Heading2"/>"#.to_owned(),
            Style::Small => r#"<w:spacing w:before="60"/><w:jc w:val="both"/>"#.to_owned(),
            Style::Blank => blank(self.width),
        };
        let mut runs = runs(&styled(text), size);
        if text.style == Style::Blank {
            runs.push_str("<w:r><w:tab/></w:r>");
        }
        self.push(&paragraph(&properties, &runs));
    }

    fn header(&mut self, header: &Header) {
        let (left, right) = columns(self.width, 40);
        let mut issuer = String::new();
        if !header.parent.is_empty() {
            let run = Run::plain(header.parent.to_uppercase());
            issuer.push_str(&centred(&run, 24));
        }
        let body = Run::plain(header.issuer.to_uppercase()).bold();
        issuer.push_str(&centred(&body, 24));
        issuer.push_str(&rule(left - 140, left * 2 / 5));
        let name = Run::plain(NATION).bold();
        let motto = Run::plain(MOTTO_TEXT).bold();
        let mut nation = centred(&name, 24) + &centred(&motto, 26);
        nation.push_str(&rule(right - 140, MOTTO_LENGTH));
        let mut second = String::new();
        if let Some(number) = &header.number {
            let number = conventions::document_number(number);
            second.push_str(&centred(&Run::plain(format!("Số: {number}")), 26));
        }
        if !header.subject.is_empty() {
            let run = Run::plain(format!("V/v {}", header.subject));
            second.push_str(&centred(&run, 24));
        }
        let mut dated = String::new();
        if !header.place_and_date.is_empty() {
            let run = Run::plain(header.place_and_date.as_str()).italic();
            dated.push_str(&centred(&run, 26));
        }
        self.push(&open_table(&[left, right], false));
        self.push(&plain_row(&[(left, issuer), (right, nation)]));
        if !(second.is_empty() && dated.is_empty()) {
            self.push(&plain_row(&[(left, second), (right, dated)]));
        }
        self.push("</w:tbl>");
        self.push(GAP);
    }

    fn table(&mut self, table: &Table) {
        let widths = widths(table, self.width);
        let size = u32::from(table.size) * 2;
        self.push(&open_table(&widths, table.has_grid));
        let mut head = String::new();
        for (column, width) in table.columns.iter().zip(&widths) {
            let align = match (column.is_number, table.has_grid) {
                (_, true) => "center",
                (true, false) => "right",
                (false, false) => "left",
            };
            let run = Run::plain(column.head.as_str()).bold();
            let text = paragraph(
                &format!(r#"<w:keepNext/><w:jc w:val="{align}"/>"#),
                &runs(&[run], size),
            );
            head.push_str(&cell(*width, 1, "", &text));
        }
        self.push(&format!(
            "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>"
        ));
        for row in &table.rows {
            let cells = match row {
                Row::Group(group) => {
                    let group: Vec<Run> = group.iter().cloned().map(Run::bold).collect();
                    let text = paragraph("<w:keepNext/>", &runs(&group, size));
                    cell(self.width, widths.len(), "", &text)
                }
                Row::Cells(cells) => row_cells(table, cells, &widths, size, false),
                Row::Sum(cells) => row_cells(table, cells, &widths, size, true),
            };
            self.push(&format!("<w:tr>{cells}</w:tr>"));
        }
        self.push("</w:tbl>");
        self.push(GAP);
    }

    fn card(&mut self, texts: &[Text]) {
        let count = texts.len();
        let inner: String = texts
            .iter()
            .enumerate()
            .map(|(place, text)| {
                let size = match text.style {
                    Style::Small => self.size - 4,
                    _ => self.size,
                };
                let mut properties = String::new();
                if place + 1 < count {
                    properties.push_str("<w:keepNext/>");
                }
                properties.push_str("<w:keepLines/>");
                let mut inside = runs(&styled(text), size);
                if text.style == Style::Blank {
                    properties.push_str(&blank(self.width - 200));
                    inside.push_str("<w:r><w:tab/></w:r>");
                }
                paragraph(&properties, &inside)
            })
            .collect();
        let borders = r#"<w:tcBorders><w:top w:val="single" w:sz="4" w:color="000000"/><w:left w:val="single" w:sz="24" w:color="000000"/><w:bottom w:val="single" w:sz="4" w:color="000000"/><w:right w:val="single" w:sz="4" w:color="000000"/></w:tcBorders>"#;
        self.push(&open_table(&[self.width], false));
        self.push(&format!(
            "<w:tr><w:trPr><w:cantSplit/></w:trPr>{}</w:tr></w:tbl>",
            cell(self.width, 1, borders, &inner)
        ));
        self.push(GAP);
    }

    fn figures(&mut self, figures: &[(String, String)]) {
        let count = u32::try_from(figures.len().max(1)).unwrap_or(1);
        let width = self.width / count;
        let widths = vec![width; figures.len()];
        self.push(&open_table(&widths, false));
        let top =
            r#"<w:tcBorders><w:top w:val="single" w:sz="12" w:color="000000"/></w:tcBorders>"#;
        let cells: String = figures
            .iter()
            .map(|(number, label)| {
                let number = Run::plain(number.as_str()).bold();
                let label = Run::plain(label.as_str());
                let inner = paragraph("", &runs(&[number], self.size + 12))
                    + &paragraph("", &runs(&[label], self.size - 3));
                cell(width, 1, top, &inner)
            })
            .collect();
        self.push(&format!("<w:tr>{cells}</w:tr></w:tbl>"));
        self.push(GAP);
    }

    fn signature(&mut self, signature: &Signature) {
        let (left, right) = columns(self.width, 45);
        let mut to = String::new();
        if !signature.recipients.is_empty() {
            let head = Run::plain("Nơi nhận:").bold().italic();
            to.push_str(&paragraph("", &runs(&[head], 24)));
            for line in recipients(signature) {
                to.push_str(&paragraph("", &runs(&[Run::plain(line)], 22)));
            }
        }
        let mut by = String::new();
        for line in &signature.authority {
            let run = Run::plain(line.to_uppercase()).bold();
            by.push_str(&kept(&run, self.size));
        }
        for _ in 0..4 {
            by.push_str(&kept(&Run::default(), self.size));
        }
        by.push_str(&centred(
            &Run::plain(signature.name.as_str()).bold(),
            self.size,
        ));
        self.push(GAP);
        self.push(&open_table(&[left, right], false));
        self.push(&format!(
            "<w:tr><w:trPr><w:cantSplit/></w:trPr>{}{}</w:tr></w:tbl>",
            cell(left, 1, "", &to),
            cell(right, 1, "", &by)
        ));
        self.push(GAP);
    }
}

fn columns(width: u32, percent: u32) -> (u32, u32) {
    let left = width * percent / 100;
    (left, width - left)
}

/// The column widths; what rounding leaves over is the last one's.
fn widths(table: &Table, width: u32) -> Vec<u32> {
    let whole: u32 = table
        .columns
        .iter()
        .map(|column| u32::from(column.share))
        .sum();
    let mut before = 0;
    table
        .columns
        .iter()
        .map(|column| {
            let from = width * before / whole.max(1);
            before += u32::from(column.share);
            width * before / whole.max(1) - from
        })
        .collect()
}

fn row_cells(table: &Table, cells: &[Cell], widths: &[u32], size: u32, is_sum: bool) -> String {
    table
        .columns
        .iter()
        .zip(cells)
        .zip(widths)
        .map(|((column, one), width)| {
            let align = if column.is_number {
                r#"<w:jc w:val="right"/>"#
            } else {
                ""
            };
            let mut inner: String = one
                .lines
                .iter()
                .map(|line| {
                    let line: Vec<Run> = line
                        .iter()
                        .cloned()
                        .map(|run| if is_sum { run.bold() } else { run })
                        .collect();
                    paragraph(align, &runs(&line, size))
                })
                .collect();
            if one.bar.iter().any(|(_, count)| *count > 0) {
                inner.push_str(&bar(&one.bar, *width));
            }
            if inner.is_empty() {
                inner = paragraph(align, "");
            }
            cell(*width, 1, "", &inner)
        })
        .collect()
}

/// A bar as full blocks in shades, as wide as the column lets them be.
fn bar(parts: &[(u8, u32)], width: u32) -> String {
    // At size 8 a full block takes about 5.8 points.
    let blocks = (width / 116).saturating_sub(2);
    let whole: u32 = parts.iter().map(|(_, count)| count).sum();
    let mut before = 0;
    let mut text = String::new();
    for (shade, count) in parts {
        let from = blocks * before / whole.max(1);
        before += count;
        let long = blocks * before / whole.max(1) - from;
        let filled = "█".repeat(usize::try_from(long).unwrap_or_default());
        if !filled.is_empty() {
            let _ok = write!(
                text,
                r#"<w:r><w:rPr><w:color w:val="{shade:02X}{shade:02X}{shade:02X}"/><w:sz w:val="16"/></w:rPr><w:t>{filled}</w:t></w:r>"#
            );
        }
    }
    paragraph(r#"<w:spacing w:line="180" w:lineRule="exact"/>"#, &text)
}

fn open_table(widths: &[u32], has_grid: bool) -> String {
    let whole: u32 = widths.iter().sum();
    let borders = if has_grid {
        r#"<w:tblBorders><w:top w:val="single" w:sz="4" w:color="000000"/><w:left w:val="single" w:sz="4" w:color="000000"/><w:bottom w:val="single" w:sz="4" w:color="000000"/><w:right w:val="single" w:sz="4" w:color="000000"/><w:insideH w:val="single" w:sz="4" w:color="000000"/><w:insideV w:val="single" w:sz="4" w:color="000000"/></w:tblBorders>"#
    } else {
        ""
    };
    let grid: String = widths
        .iter()
        .map(|width| format!(r#"<w:gridCol w:w="{width}"/>"#))
        .collect::<Vec<_>>()
        .concat();
    format!(
        r#"<w:tbl><w:tblPr><w:tblW w:w="{whole}" w:type="dxa"/>{borders}<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"#
    )
}

fn plain_row(cells: &[(u32, String)]) -> String {
    let cells: String = cells
        .iter()
        .map(|(width, inner)| {
            let inner = if inner.is_empty() {
                "<w:p/>"
            } else {
                inner.as_str()
            };
            cell(*width, 1, "", inner)
        })
        .collect();
    format!("<w:tr>{cells}</w:tr>")
}

fn cell(width: u32, span: usize, borders: &str, inner: &str) -> String {
    let span = if span > 1 {
        format!(r#"<w:gridSpan w:val="{span}"/>"#)
    } else {
        String::new()
    };
    let inner = if inner.is_empty() { "<w:p/>" } else { inner };
    format!(
        r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{borders}</w:tcPr>{inner}</w:tc>"#
    )
}

/// Words, then dots to the right edge to write on.
fn blank(width: u32) -> String {
    format!(r#"<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{width}"/></w:tabs>"#)
}

/// A rule in the middle of a column: an empty line of one point with a border under it.
fn rule(width: u32, length: u32) -> String {
    let side = width.saturating_sub(length) / 2;
    paragraph(
        &format!(
            r#"<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:pBdr><w:spacing w:line="60" w:lineRule="exact"/><w:ind w:left="{side}" w:right="{side}"/>"#
        ),
        "",
    )
}

fn centred(run: &Run, size: u32) -> String {
    paragraph(
        r#"<w:jc w:val="center"/>"#,
        &runs(std::slice::from_ref(run), size),
    )
}

fn kept(run: &Run, size: u32) -> String {
    paragraph(
        r#"<w:keepNext/><w:jc w:val="center"/>"#,
        &runs(std::slice::from_ref(run), size),
    )
}

fn paragraph(properties: &str, inside: &str) -> String {
    format!("<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>")
}

fn runs(all: &[Run], size: u32) -> String {
    all.iter()
        .map(|run| {
            let mut properties = String::new();
            if run.bold {
                properties.push_str("<w:b/>");
            }
            if run.italic {
                properties.push_str("<w:i/>");
            }
            if run.grey {
                properties.push_str(r#"<w:color w:val="464646"/>"#);
            }
            format!(
                r#"<w:r><w:rPr>{properties}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr><w:t xml:space="preserve">{}</w:t></w:r>"#,
                escaped(&run.text)
            )
        })
        .collect::<Vec<_>>()
        .concat()
}
