//! E-mail addresses, also with spaces around the @.

use super::{FindingKind, Found};

pub fn find(text: &str) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for (at, sign) in text.match_indices('@') {
        let (before, after) = (
            text.get(..at).unwrap_or_default(),
            text.get(at + sign.len()..).unwrap_or_default(),
        );
        let before = before.trim_end_matches(' ');
        let local = before.len() - before.trim_end_matches(is_mailbox_char).len();
        let domain = after.trim_start_matches(' ');
        let skipped = after.len() - domain.len();
        let tail = domain.trim_start_matches(|c: char| c.is_alphanumeric() || c == '.' || c == '-');
        let domain = domain
            .strip_suffix(tail)
            .unwrap_or_default()
            .trim_end_matches(['.', '-']);
        let range = before.len() - local..at + sign.len() + skipped + domain.len();
        let is_free = found.last().is_none_or(|(_, last)| last.end <= range.start);
        if local > 0 && is_domain(domain) && is_free {
            found.push((FindingKind::Email, range));
        }
    }
    found
}

fn is_mailbox_char(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-')
}

fn is_domain(text: &str) -> bool {
    text.rsplit_once('.').is_some_and(|(name, top)| {
        !name.is_empty() && top.chars().count() >= 2 && top.chars().all(char::is_alphabetic)
    })
}
