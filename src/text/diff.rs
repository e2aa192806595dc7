//! What changed between two texts, word by word, so that people can read it: what stayed, what
//! went, what came. Lines are matched first and words within the lines that differ, so a long text
//! with one changed date takes no longer than the line it stands in.

use std::ops::Range;

/// What became of a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    Kept,
    Removed,
    Added,
}

/// A run of text of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub change: Change,
    pub text: String,
}

/// Cells of a table of common runs at most; beyond, a stretch is shown as wholly changed.
const CELLS_AT_MOST: usize = 4_000_000;

/// The pieces of `after`, with what `before` had besides; joined without the removed ones they are
/// `after`, without the added ones `before`.
#[must_use]
pub fn diff(before: &str, after: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let (old, new): (Vec<&str>, Vec<&str>) = (
        before.split_inclusive('\n').collect(),
        after.split_inclusive('\n').collect(),
    );
    for step in steps(&old, &new) {
        match step {
            Step::Same(range) => push(&mut pieces, Change::Kept, join(&new, range)),
            Step::Changed(gone, come) => {
                let (gone, come) = (join(&old, gone), join(&new, come));
                by_words(&mut pieces, &gone, &come);
            }
        }
    }
    pieces
}

fn by_words(pieces: &mut Vec<Piece>, before: &str, after: &str) {
    let (old, new) = (words(before), words(after));
    for step in steps(&old, &new) {
        match step {
            Step::Same(range) => push(pieces, Change::Kept, join(&new, range)),
            Step::Changed(gone, come) => {
                push(pieces, Change::Removed, join(&old, gone));
                push(pieces, Change::Added, join(&new, come));
            }
        }
    }
}

/// Words with the blanks that follow them.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut from = 0;
    let mut was_blank = false;
    for (at, letter) in text.char_indices() {
        let is_blank = letter.is_whitespace();
        if was_blank && !is_blank {
            words.extend(text.get(from..at));
            from = at;
        }
        was_blank = is_blank;
    }
    words.extend(text.get(from..).filter(|rest| !rest.is_empty()));
    words
}

fn join(parts: &[&str], range: Range<usize>) -> String {
    parts.get(range).unwrap_or_default().concat()
}

fn push(pieces: &mut Vec<Piece>, change: Change, text: String) {
    if text.is_empty() {
        return;
    }
    match pieces.last_mut() {
        Some(last) if last.change == change => last.text.push_str(&text),
        _ => pieces.push(Piece { change, text }),
    }
}

enum Step {
    /// A range of the new parts that the old ones have too.
    Same(Range<usize>),
    /// What was there, and what is there instead.
    Changed(Range<usize>, Range<usize>),
}

fn steps(old: &[&str], new: &[&str]) -> Vec<Step> {
    let same = |(one, other): &(&&str, &&str)| one == other;
    let head = old.iter().zip(new).take_while(same).count();
    let (old_rest, new_rest) = (
        old.get(head..).unwrap_or_default(),
        new.get(head..).unwrap_or_default(),
    );
    let tail = old_rest
        .iter()
        .rev()
        .zip(new_rest.iter().rev())
        .take_while(same)
        .count();
    let (old_end, new_end) = (old.len() - tail, new.len() - tail);
    let mut steps = Vec::new();
    if head > 0 {
        steps.push(Step::Same(0..head));
    }
    middle(&mut steps, (old, head..old_end), (new, head..new_end));
    if tail > 0 {
        steps.push(Step::Same(new_end..new.len()));
    }
    steps
}

/// The longest common run of what lies between, by the usual table.
fn middle(
    steps: &mut Vec<Step>,
    (old, old_range): (&[&str], Range<usize>),
    (new, new_range): (&[&str], Range<usize>),
) {
    if old_range.is_empty() && new_range.is_empty() {
        return;
    }
    let (rows, columns) = (old_range.len(), new_range.len());
    if rows == 0 || columns == 0 || rows.saturating_mul(columns) > CELLS_AT_MOST {
        steps.push(Step::Changed(old_range, new_range));
        return;
    }
    let width = columns + 1;
    let mut table = vec![0_u32; (rows + 1) * width];
    let equal = |row: usize, column: usize| {
        old.get(old_range.start + row) == new.get(new_range.start + column)
    };
    let cell = |table: &[u32], row: usize, column: usize| {
        table.get(row * width + column).copied().unwrap_or_default()
    };
    for row in (0..rows).rev() {
        for column in (0..columns).rev() {
            let longest = if equal(row, column) {
                cell(&table, row + 1, column + 1) + 1
            } else {
                cell(&table, row + 1, column).max(cell(&table, row, column + 1))
            };
            if let Some(place) = table.get_mut(row * width + column) {
                *place = longest;
            }
        }
    }
    let (mut row, mut column) = (0, 0);
    let (mut old_from, mut new_from) = (0, 0);
    while row < rows && column < columns {
        if equal(row, column) {
            if row > old_from || column > new_from {
                steps.push(Step::Changed(
                    old_range.start + old_from..old_range.start + row,
                    new_range.start + new_from..new_range.start + column,
                ));
            }
            steps.push(Step::Same(
                new_range.start + column..new_range.start + column + 1,
            ));
            row += 1;
            column += 1;
            (old_from, new_from) = (row, column);
        } else if cell(&table, row + 1, column) >= cell(&table, row, column + 1) {
            row += 1;
        } else {
            column += 1;
        }
    }
    if old_from < rows || new_from < columns {
        steps.push(Step::Changed(
            old_range.start + old_from..old_range.end,
            new_range.start + new_from..new_range.end,
        ));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn without(pieces: &[Piece], change: Change) -> String {
        pieces
            .iter()
            .filter(|piece| piece.change != change)
            .map(|piece| piece.text.as_str())
            .collect()
    }

    fn marked(before: &str, after: &str) -> String {
        diff(before, after)
            .iter()
            .map(|piece| match piece.change {
                Change::Kept => piece.text.clone(),
                Change::Removed => format!("[-{}]", piece.text),
                Change::Added => format!("[+{}]", piece.text),
            })
            .collect()
    }

    #[test]
    fn one_changed_word_is_one_word() {
        assert_eq!(
            marked(
                "Giao đất trước 30/6.\nXem bản đồ.",
                "Giao đất trước 31/7.\nXem bản đồ."
            ),
            "Giao đất trước [-30/6.\n][+31/7.\n]Xem bản đồ."
        );
        assert_eq!(marked("một hai ba", "một ba"), "một [-hai ]ba");
        assert_eq!(marked("", "mới"), "[+mới]");
        assert_eq!(marked("cũ", ""), "[-cũ]");
        assert_eq!(marked("như nhau", "như nhau"), "như nhau");
    }

    proptest! {
        #[test]
        fn nothing_is_lost(before in "[ab \n]{0,40}", after in "[ab \n]{0,40}") {
            let pieces = diff(&before, &after);
            prop_assert_eq!(without(&pieces, Change::Removed), after);
            prop_assert_eq!(without(&pieces, Change::Added), before);
        }
    }
}
