//! Texts in every encoding, as real sheets carry them, and what decoding may and may not lose.

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::*;

/// One text as it reaches us, read as Windows-1252.
struct Variants {
    unicode: &'static str,
    tcvn3: &'static str,
    vni: &'static str,
    utf8_as_1252: &'static str,
    windows_1258: &'static str,
}

const TEXTS: [Variants; 8] = [
    Variants {
        unicode: "Doanh nghiệp mây tre đan xuất khẩu tại xã Phú Túc (huyện Phú Xuyên) mong thành phố tháo gỡ khó khăn về mặt bằng sản xuất.",
        tcvn3: "Doanh nghiÖp m©y tre ®an xuÊt khÈu t¹i x· Phó Tóc (huyÖn Phó Xuyªn) mong thµnh phè th¸o gì khã kh¨n vÒ mÆt b»ng s¶n xuÊt.",
        vni: "Doanh nghieäp maây tre ñan xuaát khaåu taïi xaõ Phuù Tuùc (huyeän Phuù Xuyeân) mong thaønh phoá thaùo gôõ khoù khaên veà maët baèng saûn xuaát.",
        utf8_as_1252: "Doanh nghiá»‡p mÃ¢y tre Ä‘an xuáº¥t kháº©u táº¡i xÃ£ PhÃº TÃºc (huyá»‡n PhÃº XuyÃªn) mong thÃ\u{A0}nh phá»‘ thÃ¡o gá»¡ khÃ³ khÄƒn vá»\u{FFFD} máº·t báº±ng sáº£n xuáº¥t.",
        windows_1258: "Doanh nghiêòp mây tre ðan xuâìt khâÒu taòi xaÞ Phú Túc (huyêòn Phú Xuyên) mong thành phôì tháo gõÞ khó khãn vêÌ mãòt bãÌng saÒn xuâìt.",
    },
    Variants {
        unicode: "Ý kiến về quy hoạch nông thôn, đất đai.",
        tcvn3: "ý kiÕn vÒ quy ho¹ch n«ng th«n, ®Êt ®ai.",
        vni: "YÙ kieán veà quy hoaïch noâng thoân, ñaát ñai.",
        utf8_as_1252: "Ã\u{FFFD} kiáº¿n vá»\u{FFFD} quy hoáº¡ch nÃ´ng thÃ´n, Ä‘áº¥t Ä‘ai.",
        windows_1258: "Yì kiêìn vêÌ quy hoaòch nông thôn, ðâìt ðai.",
    },
    Variants {
        unicode: "Vướng mắc về phí cảng biển.",
        tcvn3: "V\u{AD}íng m¾c vÒ phÝ c¶ng biÓn.",
        vni: "Vöôùng maéc veà phí caûng bieån.",
        utf8_as_1252: "VÆ°á»›ng máº¯c vá»\u{FFFD} phÃ\u{AD} cáº£ng biá»ƒn.",
        windows_1258: "Výõìng mãìc vêÌ phí caÒng biêÒn.",
    },
    Variants {
        unicode: "Vướng mắc trong đánh giá tác động môi trường khi thực hiện dự án.",
        tcvn3: "V\u{AD}íng m¾c trong ®¸nh gi¸ t¸c ®éng m«i tr\u{AD}êng khi thùc hiÖn dù ¸n.",
        vni: "Vöôùng maéc trong ñaùnh giaù taùc ñoäng moâi tröôøng khi thöïc hieän döï aùn.",
        utf8_as_1252: "VÆ°á»›ng máº¯c trong Ä‘Ã¡nh giÃ¡ tÃ¡c Ä‘á»™ng mÃ´i trÆ°á»\u{FFFD}ng khi thá»±c hiá»‡n dá»± Ã¡n.",
        windows_1258: "Výõìng mãìc trong ðánh giá tác ðôòng môi trýõÌng khi thýòc hiêòn dýò án.",
    },
    Variants {
        unicode: "Xã Hòa Phú, huyện Chương Mỹ",
        tcvn3: "X· Hßa Phó, huyÖn Ch\u{AD}¬ng Mü",
        vni: "Xaõ Hoøa Phuù, huyeän Chöông Myõ",
        utf8_as_1252: "XÃ£ HÃ²a PhÃº, huyá»‡n ChÆ°Æ¡ng Má»¹",
        windows_1258: "XaÞ HoÌa Phú, huyêòn Chýõng MyÞ",
    },
    Variants {
        unicode: "Đồ gỗ mỹ nghệ Đông Anh",
        tcvn3: "§å gç mü nghÖ §«ng Anh",
        vni: "Ñoà goã myõ ngheä Ñoâng Anh",
        utf8_as_1252: "Ä\u{FFFD}á»“ gá»— má»¹ nghá»‡ Ä\u{FFFD}Ã´ng Anh",
        windows_1258: "ÐôÌ gôÞ myÞ nghêò Ðông Anh",
    },
    Variants {
        unicode: "Nguyễn Thị Đào",
        tcvn3: "NguyÔn ThÞ §µo",
        vni: "Nguyeãn Thò Ñaøo",
        utf8_as_1252: "Nguyá»…n Thá»‹ Ä\u{FFFD}Ã\u{A0}o",
        windows_1258: "NguyêÞn Thiò Ðào",
    },
    Variants {
        unicode: "Hợp tác xã Thủy Ứng",
        tcvn3: "Hîp t¸c x· Thñy øng",
        vni: "Hôïp taùc xaõ Thuûy ÖÙng",
        utf8_as_1252: "Há»£p tÃ¡c xÃ£ Thá»§y á»¨ng",
        windows_1258: "Hõòp tác xaÞ ThuÒy Ýìng",
    },
];

impl Variants {
    fn written(&self) -> [(Encoding, String); 5] {
        [
            (Encoding::Tcvn3, self.tcvn3.to_owned()),
            (Encoding::Vni, self.vni.to_owned()),
            (Encoding::Utf8As1252, self.utf8_as_1252.to_owned()),
            (Encoding::Windows1258, self.windows_1258.to_owned()),
            (Encoding::Nfd, self.unicode.nfd().collect()),
        ]
    }
}

/// Without capitals that TCVN3 cannot write.
fn as_tcvn3_keeps(text: &str) -> String {
    text.chars()
        .map(|letter| match tcvn3::encode(letter) {
            Some(code) => tcvn3::letter(code),
            None => letter,
        })
        .collect()
}

#[test]
fn every_text_is_read_and_recognised() {
    for text in &TEXTS {
        for (encoding, written) in text.written() {
            let decoded = decode(encoding, &written);
            match encoding {
                Encoding::Tcvn3 => assert_eq!(decoded, as_tcvn3_keeps(text.unicode)),
                // Some bytes were lost before it reached us; nothing else may differ.
                Encoding::Utf8As1252 if written.contains('\u{FFFD}') => {
                    assert!(decoded.contains('\u{FFFD}'));
                    assert_eq!(decoded.chars().count(), text.unicode.chars().count());
                }
                _ => assert_eq!(decoded, text.unicode, "{encoding}"),
            }
            let proposal = Evidence::of(&written).proposal();
            assert_eq!(proposal, Some(encoding), "{written}");
        }
        assert_eq!(
            Evidence::of(text.unicode).proposal(),
            None,
            "{}",
            text.unicode
        );
    }
}

#[test]
fn foreign_names_are_no_old_encoding() {
    for text in [
        "Café Müller",
        "Señor Núñez, Malmö, Ærø",
        "Krzysztof Łódź",
        "Ðức",
        "10 m² × 3 – “Bát Tràng” ©2024 §5",
        "Hà Nội, Lê Văn Tám",
        "dong anh",
        "",
    ] {
        assert_eq!(Evidence::of(text).proposal(), None, "{text}");
    }
}

#[test]
fn a_few_foreign_words_do_not_hide_an_old_encoding() {
    let evidence = Evidence::of("§å gç mü nghÖ §«ng Anh, Café Müller");
    assert_eq!(evidence.proposal(), Some(Encoding::Tcvn3));
}

#[test]
fn lost_capitals_are_noticed() {
    for lost in [
        "Hợp tác xã Thủy ứNG",
        "ứng Hòa",
        "Hợp tác xã ứng Hòa",
        "Xã HòA PHú",
    ] {
        assert!(lost_a_capital(lost), "{lost}");
    }
    for whole in ["Hợp tác xã Thủy Ứng", "đồ gỗ", "Xã Hòa Phú", "HTX"] {
        assert!(!lost_a_capital(whole), "{whole}");
    }
}

#[test]
fn syllables_are_told_from_what_only_looks_like_one() {
    for good in [
        "nghiệp", "ĐÔNG", "Hoà", "hòa", "quý", "gì", "giếng", "khuỷu", "uỷ", "người", "ở", "khuya",
    ] {
        assert!(is_syllable(good), "{good}");
    }
    for bad in ["nghiÖp", "Ñoà", "maây", "cafộ", "hoat", "mác̣", "xyz", ""] {
        assert!(!is_syllable(bad), "{bad}");
    }
}

/// Every Vietnamese letter.
const LETTERS: &str = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ";

fn vietnamese() -> impl Strategy<Value = String> {
    let letters: Vec<char> = LETTERS
        .chars()
        .chain(LETTERS.to_uppercase().chars())
        .chain(" bcdghklmnpqrstvxBCDGH0123456789.,-/()\n".chars())
        .collect();
    proptest::collection::vec(proptest::sample::select(letters), 0..60)
        .prop_map(|letters| letters.into_iter().collect())
}

proptest! {
    #[test]
    fn vni_loses_nothing(text in vietnamese()) {
        let written: String = text.chars().map(|letter| vni::encode(letter).unwrap()).collect();
        prop_assert_eq!(decode(Encoding::Vni, &written), text);
    }

    #[test]
    fn tcvn3_loses_only_capitals_with_tones(text in vietnamese()) {
        let written: String = text.chars().map(|letter| tcvn3::encode(letter).unwrap()).collect();
        let decoded = decode(Encoding::Tcvn3, &written);
        prop_assert_eq!(&decoded, &as_tcvn3_keeps(&text));
        prop_assert_eq!(decoded.to_lowercase(), text.to_lowercase());
    }

    #[test]
    fn spoiled_utf8_is_put_together_again(text in any::<String>()) {
        prop_assert_eq!(decode(Encoding::Utf8As1252, &mojibake::spoil(&text)), text);
    }

    #[test]
    fn letters_and_marks_are_put_together_again(text in vietnamese()) {
        let apart: String = text.nfd().collect();
        prop_assert_eq!(decode(Encoding::Nfd, &apart), text);
    }

    #[test]
    fn no_text_breaks_a_decoder(text in any::<String>()) {
        for encoding in Encoding::ALL {
            let _ = decode(*encoding, &text);
        }
        let _ = Evidence::of(&text).proposal();
    }

    #[test]
    fn unicode_never_looks_old(words in proptest::collection::vec(proptest::sample::select(TEXTS
        .iter().flat_map(|text| text.unicode.split(' ')).collect::<Vec<_>>()), 1..20)) {
        prop_assert_eq!(Evidence::of(&words.join(" ")).proposal(), None);
    }
}
