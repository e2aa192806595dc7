//! A bar of stacked parts, as the server draws it: numbers beside it say the same.

/// The bar is this wide, in its own units.
const WIDTH: i64 = 1000;

/// One part of a bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    pub class: &'static str,
    pub x: i64,
    pub width: i64,
}

/// Lays parts side by side over the whole width; empty parts are left out.
#[must_use]
pub fn stacked(counts: impl IntoIterator<Item = (&'static str, i64)>) -> Vec<Part> {
    let counts: Vec<_> = counts.into_iter().filter(|(_, count)| *count > 0).collect();
    let whole: i64 = counts.iter().map(|(_, count)| count).sum();
    let mut before = 0;
    counts
        .into_iter()
        .map(|(class, count)| {
            // Edges are rounded, not widths: rounding never leaves a gap at the end.
            let x = before * WIDTH / whole;
            before += count;
            let width = before * WIDTH / whole - x;
            Part { class, x, width }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_fill_the_whole_width() {
        let parts = stacked([("a", 1), ("b", 0), ("c", 1), ("d", 1)]);
        assert_eq!(parts.len(), 3);
        assert_eq!(parts.iter().map(|part| part.width).sum::<i64>(), WIDTH);
        assert_eq!(parts.last().map(|part| part.x + part.width), Some(WIDTH));
    }

    #[test]
    fn nothing_is_no_bar() {
        assert!(stacked([("a", 0)]).is_empty());
    }
}
