//! Texts that seem to belong to another procedure: denunciations (tố cáo, Law on Denunciation
//! 2018) and legal complaints (khiếu nại, Law on Complaints 2011). Only a hint, to the filer
//! before sending and to the clerk who reads: nothing is ever refused by it.

use crate::text::words;

/// Folded, word by word, so that they are found without diacritics too.
const SIGNS: [&[&str]; 4] = [
    &["to", "cao"],
    &["khieu", "nai"],
    &["to", "giac"],
    &["khoi", "kien"],
];

/// Whether a text speaks of another procedure.
#[must_use]
pub fn seems_elsewhere(texts: &[&str]) -> bool {
    texts.iter().any(|text| {
        let folded: Vec<String> = words(text).into_iter().map(|word| word.folded).collect();
        SIGNS.iter().any(|sign| {
            folded
                .windows(sign.len())
                .any(|window| window.iter().zip(*sign).all(|(word, sign)| word == sign))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_seen_however_they_are_written() {
        for text in [
            "Tôi TỐ CÁO cán bộ",
            "toi to cao can bo",
            "Khiếu nại quyết định số 5",
            "xin tố giác",
        ] {
            assert!(seems_elsewhere(&["Tiêu đề", text]), "{text}");
        }
    }

    #[test]
    fn an_ordinary_difficulty_is_none() {
        for text in [
            "Thuế cao quá, xin giảm",
            "Tổ sản xuất cao tuổi",
            "Khiếu kiện",
            "",
        ] {
            assert!(!seems_elsewhere(&[text]), "{text}");
        }
    }
}
