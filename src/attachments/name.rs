//! A file's name, as it may be kept, shown and sent back.

use crate::text;
use crate::web::limits::FILE_NAME_LETTERS;

/// A name without a path, without letters nobody sees, and not too long; its ending is what a
/// reader sees at its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileName(String);

impl FileName {
    /// Reads a name as a browser sends it: `"`, CR and LF come percent-encoded (HTML standard,
    /// multipart/form-data encoding algorithm), and old browsers send a whole path.
    #[must_use]
    pub fn read(sent: &str) -> Self {
        let sent = sent
            .replace("%22", "\"")
            .replace("%0D", " ")
            .replace("%0A", " ");
        let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
        let visible: String = text::clean(last)
            .chars()
            .map(|letter| if letter.is_whitespace() { ' ' } else { letter })
            .filter(|letter| !turns_the_line(*letter))
            .collect();
        Self(shorten(visible.trim().trim_start_matches('.').trim()))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands after the last dot; empty when nothing does.
    #[must_use]
    pub fn extension(&self) -> &str {
        self.0.rsplit_once('.').map_or("", |(_, ending)| ending)
    }
}

/// Marks that make a name read otherwise than it is (Unicode Standard Annex 9, 2).
const fn turns_the_line(letter: char) -> bool {
    matches!(letter, '\u{61C}' | '\u{200C}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}')
}

/// At most [`FILE_NAME_LETTERS`], taken from before the ending.
fn shorten(name: &str) -> String {
    if name.chars().count() <= FILE_NAME_LETTERS {
        return name.to_owned();
    }
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    // A long ending is no ending.
    if ending.chars().count() > 10 {
        return name.chars().take(FILE_NAME_LETTERS).collect();
    }
    let room = FILE_NAME_LETTERS - ending.chars().count() - 2;
    let stem: String = stem.chars().take(room).collect();
    format!("{}….{ending}", stem.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_turns_the_line_shows_what_it_is() {
        let name = FileName::read("anh\u{202E}gpj.exe");
        assert_eq!(name.as_str(), "anhgpj.exe");
        assert_eq!(name.extension(), "exe");
    }

    #[test]
    fn a_name_of_four_thousand_bytes_keeps_its_ending() {
        let name = FileName::read(&format!("{}.pdf", "ữ".repeat(1_400)));
        assert_eq!(name.as_str().chars().count(), FILE_NAME_LETTERS);
        assert_eq!(name.extension(), "pdf");
    }

    #[test]
    fn a_path_is_no_part_of_a_name() {
        assert_eq!(FileName::read("C:\\anh\\lo gas.jpg").as_str(), "lo gas.jpg");
        assert_eq!(FileName::read("../../etc/passwd").as_str(), "passwd");
        assert_eq!(FileName::read("..").as_str(), "");
        assert_eq!(FileName::read("a%22b%0D%0A.png").as_str(), "a\"b  .png");
        assert_eq!(FileName::read("a\0\u{7}b.png").as_str(), "ab.png");
    }
}
