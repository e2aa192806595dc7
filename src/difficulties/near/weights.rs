//! How much a shared word says: nothing for one that everybody writes, all for a rare one.
//!
//! The shares are a fixed table, so that a comparison gives the same figure on both databases
//! and on every day.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Percent of difficulties that hold a word which is not in the table.
const UNSEEN_PERCENT: f64 = 2.0;

static SHARES: LazyLock<HashMap<&'static str, f64>> = LazyLock::new(|| {
    include_str!("shares.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let (word, percent) = line.split_once(' ')?;
            Some((word, percent.parse().ok()?))
        })
        .collect()
});

/// From 0 (in every text) to 1 (in hardly any): the inverse document frequency, scaled. `token`
/// is a folded word, or a folded pair joined by `_`.
pub fn weight(token: &str) -> f64 {
    let percent = SHARES.get(token).copied().unwrap_or(UNSEEN_PERCENT);
    (100.0 / percent.clamp(UNSEEN_PERCENT, 100.0)).ln() / (100.0 / UNSEEN_PERCENT).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_everybody_writes_says_little() {
        assert!(weight("cho") < 0.1);
        assert!(weight("de_nghi") < 0.1);
        assert!(weight("lang_nghe") < 0.5);
        assert!((weight("canxi") - 1.0).abs() < f64::EPSILON);
    }
}
