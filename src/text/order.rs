//! Vietnamese order as bytes.
//!
//! Keys are stored beside the text and compared byte by byte, so both databases sort alike and
//! without a collation of their own. They follow CLDR's Vietnamese tailoring: *a ă â b c d đ e ê*,
//! tones *ngang huyền hỏi ngã sắc nặng*. A new version of `icu_collator` may order differently;
//! the test that pins one key will then fail, and stored keys must be rebuilt.

use std::sync::LazyLock;

use icu_collator::{Collator, CollatorBorrowed, options::CollatorOptions};
use icu_locale_core::locale;

use super::fold::{exact, settle_tones};

/// Text beyond this many characters does not change its place in a list. Keeps every key
/// short enough for an index of either database.
const MAX_SORTED_CHARS: usize = 200;

/// Lower than any byte of a key, so "An" with any family name comes before "Ân".
const PART_SEPARATOR: u8 = 0;

static VIETNAMESE: LazyLock<Option<CollatorBorrowed<'static>>> =
    LazyLock::new(|| Collator::try_new(locale!("vi").into(), CollatorOptions::default()).ok());

/// The place of a text in a Vietnamese list; the same for all spellings of one tone placement.
///
/// Looks at the first 200 characters. Letters count first, then tones, then capitals
/// (small before capital).
#[must_use]
pub fn sort_key(text: &str) -> Vec<u8> {
    let text: String = settle_tones(text.trim())
        .chars()
        .take(MAX_SORTED_CHARS)
        .collect();
    let mut key = Vec::new();
    match VIETNAMESE.as_ref() {
        Some(collator) => {
            let Ok(()) = collator.write_sort_key_to(&text, &mut key);
        }
        // The rules are compiled in, so this is for the type checker.
        None => key.extend(exact(&text).into_bytes()),
    }
    key
}

/// The place of a person in a list: given name (the last word), then family name (the first),
/// then what stands between. Capitals do not count.
///
/// "Nguyễn Thị Đào" sorts by *Đào*, then *Nguyễn*, then *Thị*.
#[must_use]
pub fn person_sort_key(name: &str) -> Vec<u8> {
    let name: String = exact(name).chars().take(MAX_SORTED_CHARS).collect();
    let mut middle: Vec<&str> = name.split_whitespace().collect();
    let given = middle.pop().unwrap_or_default();
    let family = if middle.is_empty() {
        ""
    } else {
        middle.remove(0)
    };
    [given, family, &middle.join(" ")]
        .map(sort_key)
        .join(&PART_SEPARATOR)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn assert_ordered(key: fn(&str) -> Vec<u8>, list: &[&str]) {
        for pair in list.windows(2) {
            assert!(key(pair[0]) < key(pair[1]), "{} < {}", pair[0], pair[1]);
        }
    }

    #[test]
    fn place_names_follow_the_vietnamese_alphabet() {
        assert_ordered(
            sort_key,
            &[
                "An",
                "Ăn",
                "Ân",
                "Di Trạch",
                "Dương Liễu",
                "Đa Tốn",
                "Đan Phượng",
                "Đông Anh",
                "On",
                "Ôn",
                "Ông",
                "Ơn",
            ],
        );
        assert_ordered(
            sort_key,
            &["Phú Túc", "Phú Xuyên", "Phúc Thọ", "Phùng Xá", "Phượng Dực"],
        );
    }

    #[test]
    fn letters_follow_the_vietnamese_alphabet() {
        let alphabet: Vec<&str> = "a ă â b c d đ e ê g h i k l m n o ô ơ p q r s t u ư v x y"
            .split(' ')
            .collect();
        assert_ordered(sort_key, &alphabet);
    }

    #[test]
    fn tones_go_ngang_huyen_hoi_nga_sac_nang() {
        assert_ordered(sort_key, &["ma", "mà", "mả", "mã", "má", "mạ"]);
    }

    #[test]
    fn tone_placement_does_not_move_a_name() {
        assert_eq!(sort_key("Hoà Lạc"), sort_key("Ho\u{300}a La\u{323}c"));
    }

    #[test]
    fn people_sort_by_given_name_then_family_then_middle() {
        assert_ordered(
            person_sort_key,
            &[
                "Lan",
                "Bùi Thị Lan",
                "Nguyễn Lan",
                "Nguyễn Ánh Lan",
                "Nguyễn Thị Lan",
                "Trần An Lan",
                "Lê Minh",
                "Đỗ Văn Sơn",
                "Vân",
            ],
        );
    }

    #[test]
    fn capitals_do_not_move_a_person() {
        assert_eq!(
            person_sort_key("NGUYỄN  THỊ LAN"),
            person_sort_key(" Nguyễn Thị Lan ")
        );
    }

    #[test]
    fn nothing_sorts_first() {
        assert!(sort_key(" ") < sort_key("!"));
        assert!(person_sort_key(" ") < person_sort_key("An"));
    }

    #[test]
    fn stored_keys_are_still_the_keys_of_today() {
        assert_eq!(hex(&sort_key("Đông Anh")), PINNED_KEY);
    }

    const PINNED_KEY: &str = "32 02 48 02 45 37 04 2b 45 39 01 0c 01 c6 c2 dc 06";

    fn hex(bytes: &[u8]) -> String {
        bytes
            .iter()
            .map(|b| format!("{b:02x}"))
            .collect::<Vec<_>>()
            .join(" ")
    }

    fn vietnamese() -> impl Strategy<Value = String> {
        "[aăâáàảãạấềễbcdđeêghiklmnoôơớợộpqrstuưứựvxyýỷAĂÂBCDĐEÊỒỨ0-9 .,-]{0,12}"
    }

    proptest! {
        #[test]
        fn keys_compare_as_the_collator_compares(a in vietnamese(), b in vietnamese()) {
            let collator = Collator::try_new(locale!("vi").into(), CollatorOptions::default()).unwrap();
            let (left, right) = (settle_tones(a.trim()), settle_tones(b.trim()));
            prop_assert_eq!(sort_key(&a).cmp(&sort_key(&b)), collator.compare(&left, &right));
        }

        #[test]
        fn keys_stay_short_enough_for_an_index(text in any::<String>(), times in 1_usize..200) {
            prop_assert!(sort_key(&text.repeat(times)).len() < 2_600);
        }

        #[test]
        fn parts_never_leak_into_each_other(name in vietnamese()) {
            prop_assert!(!sort_key(&name).contains(&PART_SEPARATOR));
        }
    }
}
