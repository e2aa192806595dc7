//! Tables as strips: one for each line of a row, kept together unless the row is very high; the
//! head is repeated when a page begins inside the table.

use std::rc::Rc;

use super::super::{Cell, Column, Row, Run, Table};
use super::blocks::{Place, Stand, baseline, rule};
use super::lines::{self, Line};
use super::{LEFT, Mark, Role, SINGLE, Setter, Strip};

/// Between a cell's edge and its text.
const PAD: f32 = 3.0;
const GRID: f32 = 0.5;
const BAR: f32 = 7.0;
/// Rows of more lines may be parted between pages.
const KEPT_LINES: usize = 12;

/// Something in a cell that takes one line.
enum Content {
    Line(Line),
    Bar(Vec<(u8, u32)>),
}

/// A column's left edge and width.
type Edge = (f32, f32);

impl Setter<'_> {
    pub(super) fn table(&mut self, table: &Table) {
        let edges = edges(&table.columns, self.width);
        let size = f32::from(table.size);
        let node = self.node(Role::Table, None);
        let heads: Vec<Cell> = table
            .columns
            .iter()
            .map(|column| Cell::of(Run::plain(column.head.as_str()).bold()))
            .collect();
        let head_row = self.node(Role::Row, Some(node));
        let mut head = self.row(table, &edges, &heads, (size, head_row, Role::HeadCell));
        for strip in &mut head {
            strip.is_kept = true;
        }
        if let Some(first) = head.first_mut() {
            first.space = 4.0;
            let weight = if table.has_grid { GRID } else { 0.0 };
            if weight > 0.0 {
                first
                    .marks
                    .push(rule((LEFT, 0.0), (LEFT + self.width, 0.0), weight));
            }
        }
        let repeated = Rc::new(head.clone());
        self.strips.extend(head);
        for row in &table.rows {
            let row_node = self.node(Role::Row, Some(node));
            let mut strips = match row {
                Row::Cells(cells) => self.row(table, &edges, cells, (size, row_node, Role::Cell)),
                Row::Sum(cells) => {
                    let bold: Vec<Cell> = cells.iter().map(emboldened).collect();
                    self.row(table, &edges, &bold, (size, row_node, Role::Cell))
                }
                Row::Group(runs) => {
                    let runs = runs.iter().cloned().map(Run::bold).collect();
                    let cell = Cell {
                        lines: vec![runs],
                        bar: Vec::new(),
                    };
                    let whole = [(LEFT, self.width)];
                    let mut strips =
                        self.row(table, &whole, &[cell], (size, row_node, Role::HeadCell));
                    for strip in &mut strips {
                        strip.is_kept = true;
                    }
                    strips
                }
            };
            for strip in &mut strips {
                strip.head = Some(Rc::clone(&repeated));
            }
            self.strips.extend(strips);
        }
    }

    fn row(
        &mut self,
        table: &Table,
        edges: &[Edge],
        cells: &[Cell],
        (size, row, role): (f32, usize, Role),
    ) -> Vec<Strip> {
        let contents: Vec<(usize, Vec<Content>)> = edges
            .iter()
            .zip(cells)
            .map(|((_, width), cell)| {
                let node = self.node(role, Some(row));
                (node, self.contents(cell, size, width - 2.0 * PAD))
            })
            .collect();
        let count = contents
            .iter()
            .map(|(_, lines)| lines.len())
            .max()
            .unwrap_or(0)
            .max(1);
        let height = size * SINGLE;
        let right = LEFT + self.width;
        (0..count)
            .map(|number| {
                let upper = if number == 0 { PAD - 1.0 } else { 0.0 };
                let is_last = number + 1 == count;
                let mut strip = Strip {
                    height: upper + height + if is_last { PAD } else { 0.0 },
                    is_kept: !is_last
                        && (count <= KEPT_LINES || number == 0 || number + 2 == count),
                    closing: Some(rule((LEFT, 0.0), (right, 0.0), GRID)),
                    ..Strip::default()
                };
                for (place, ((x, width), (node, lines))) in edges.iter().zip(&contents).enumerate()
                {
                    let is_number = edges.len() > 1
                        && table
                            .columns
                            .get(place)
                            .is_some_and(|column| column.is_number);
                    let stand = if is_number {
                        Stand::Right
                    } else if role == Role::HeadCell && table.has_grid && edges.len() > 1 {
                        Stand::Centre
                    } else {
                        Stand::Left
                    };
                    match lines.get(number) {
                        Some(Content::Line(line)) => {
                            let place = Place {
                                x: x + PAD,
                                width: width - 2.0 * PAD,
                                y: upper + baseline(size, height),
                                size,
                                stand,
                                node: Some(*node),
                            };
                            strip.marks.extend(self.line(line, place));
                        }
                        Some(Content::Bar(parts)) => {
                            bar(
                                &mut strip.marks,
                                parts,
                                (x + PAD, width - 2.0 * PAD),
                                upper + 3.0,
                            );
                        }
                        None => {}
                    }
                    if table.has_grid {
                        strip.marks.push(rule((*x, 0.0), (*x, strip.height), GRID));
                    }
                }
                if table.has_grid {
                    strip
                        .marks
                        .push(rule((right, 0.0), (right, strip.height), GRID));
                }
                if is_last {
                    let weight = if role == Role::HeadCell && !table.has_grid {
                        1.2
                    } else {
                        GRID
                    };
                    strip
                        .marks
                        .push(rule((LEFT, strip.height), (right, strip.height), weight));
                    strip.closing = None;
                }
                strip
            })
            .collect()
    }

    fn contents(&self, cell: &Cell, size: f32, width: f32) -> Vec<Content> {
        let mut contents: Vec<Content> = cell
            .lines
            .iter()
            .flat_map(|runs| lines::broken(self.fonts, runs, size, (width, 0.0)))
            .map(Content::Line)
            .collect();
        if cell.bar.iter().any(|(_, count)| *count > 0) {
            contents.push(Content::Bar(cell.bar.clone()));
        }
        contents
    }
}

fn edges(columns: &[Column], width: f32) -> Vec<Edge> {
    let whole: f32 = columns.iter().map(|column| f32::from(column.share)).sum();
    let mut x = LEFT;
    columns
        .iter()
        .map(|column| {
            let wide = width * f32::from(column.share) / whole.max(1.0);
            let edge = (x, wide);
            x += wide;
            edge
        })
        .collect()
}

fn emboldened(cell: &Cell) -> Cell {
    let mut cell = cell.clone();
    for run in cell.lines.iter_mut().flatten() {
        run.bold = true;
    }
    cell
}

fn bar(marks: &mut Vec<Mark>, parts: &[(u8, u32)], (x, width): Edge, y: f32) {
    let whole: u32 = parts.iter().map(|(_, count)| count).sum();
    let mut before: u32 = 0;
    for (shade, count) in parts {
        let from = share(before, whole) * width;
        before += count;
        let to = share(before, whole) * width;
        if to > from {
            marks.push(Mark::Fill {
                at: (x + from, y),
                size: (to - from, BAR),
                shade: *shade,
            });
        }
    }
}

/// `part` of `whole` as thousandths; finer than what paper shows.
fn share(part: u32, whole: u32) -> f32 {
    let thousandths = u64::from(part) * 1000 / u64::from(whole.max(1));
    f32::from(u16::try_from(thousandths).unwrap_or(1000)) / 1000.0
}
