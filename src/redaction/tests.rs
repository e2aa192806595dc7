//! What is found, and what is not.

use proptest::prelude::*;

use super::*;

fn found(text: &str) -> Vec<(FindingKind, String)> {
    must_go(text)
        .into_iter()
        .map(|finding| (finding.kind, finding.text))
        .collect()
}

fn assert_found(text: &str, expected: &[(FindingKind, &str)]) {
    let expected: Vec<(FindingKind, String)> = expected
        .iter()
        .map(|&(kind, text)| (kind, text.to_owned()))
        .collect();
    assert_eq!(found(text), expected, "{text}");
}

#[test]
fn phones_are_found_in_every_dress() {
    for phone in [
        "0912345678",
        "0912 345 678",
        "0912.345.678",
        "0912-345-678",
        "09 12 34 56 78",
        "0 9 1 2 3 4 5 6 7 8",
        "+84912345678",
        "+84 (0)912 345 678",
        "84 912 345 678",
        "84912345678",
        "024 3825 3536",
        "024/3825 3536",
        "0243.825.3536",
        "04 3825 3536",
        "0123 456 7890",
        "+65 6123 4567",
    ] {
        assert_found(
            &format!("Liên hệ: {phone}, gặp chị Lan."),
            &[(FindingKind::Phone, phone)],
        );
    }
}

#[test]
fn two_phones_are_two_findings() {
    assert_found(
        "0912 345 678 - 0987.654.321",
        &[
            (FindingKind::Phone, "0912 345 678"),
            (FindingKind::Phone, "0987.654.321"),
        ],
    );
}

#[test]
fn a_phone_glued_to_a_word_is_found() {
    assert_found("SĐT0912345678.", &[(FindingKind::Phone, "0912345678")]);
}

#[test]
fn identity_numbers_are_found() {
    for number in [
        "012345678",
        "012 345 678",
        "123456789",
        "123 456 789",
        "912345678",
        "001066001123",
        "001 066 001 123",
        "0010.6600.1123",
        "00 1066 001123",
    ] {
        assert_found(
            &format!("CCCD số {number} cấp tại Hà Nội"),
            &[(FindingKind::IdentityNumber, number)],
        );
    }
}

#[test]
fn tax_codes_are_found() {
    assert_found(
        "MST 0100233488; chi nhánh 0314409058-002",
        &[
            (FindingKind::TaxCode, "0100233488"),
            (FindingKind::TaxCode, "0314409058-002"),
        ],
    );
}

#[test]
fn addresses_are_found() {
    for address in [
        "lan@example.vn",
        "lan.gom_batrang+hoi@mail.example.com.vn",
        "lan @ example.vn",
        "0912345678@example.com",
    ] {
        assert_found(
            &format!("Thư gửi về {address}."),
            &[(FindingKind::Email, address)],
        );
    }
    assert_found("@langnghe và 50 @ 3.5 và a@b và @@", &[]);
}

#[test]
fn everything_at_once_comes_in_order() {
    assert_found(
        "Gọi 0912 345 678 hoặc lan@example.vn, CCCD 001066001123.",
        &[
            (FindingKind::Phone, "0912 345 678"),
            (FindingKind::Email, "lan@example.vn"),
            (FindingKind::IdentityNumber, "001066001123"),
        ],
    );
}

#[test]
fn dates_money_areas_and_document_numbers_are_not_found() {
    for harmless in [
        "ngày 05/07/2024 lúc 09:58",
        "từ 05.07.2024 đến 12.07.2024",
        "05.07.2024 - 12.07.2024",
        "05-07-2024 09:58",
        "2024-07-05 09:58:07",
        "24.000.000 đồng",
        "240.000.000 đồng",
        "vay 240.000.000 của quỹ",
        "24 000 000 000 đ",
        "1.350.000.000 đồng/năm",
        "123.456.789 VNĐ",
        "84.912.345.678 đồng",
        "123456789 đồng",
        "24.000 tỷ đồng",
        "diện tích 1.200.000.000 m²",
        "500m2, 1.200 m2 và 3,5 ha",
        "1.350 làng, 331 được công nhận, 47 trên 52 nghề",
        "giai đoạn 2021-2025, 2026-2030",
        "giai đoạn 2023-2024 - 1.350 làng",
        "Quyết định 1234/2024/QĐ-UBND ngày 05/07/2024",
        "Nghị định 52/2018/NĐ-CP",
        "tổng đài 1900 1234",
        "",
    ] {
        assert_found(harmless, &[]);
    }
}

#[test]
fn a_date_does_not_hide_the_phone_behind_it() {
    assert_found(
        "05/07/2024 0912 345 678",
        &[(FindingKind::Phone, "0912 345 678")],
    );
}

#[test]
fn lines_do_not_run_into_each_other() {
    assert_found("gồm 123\n456\n789", &[]);
}

#[test]
fn a_phone_that_holds_a_date_is_a_phone() {
    assert_eq!(
        found("gọi 090 1.1.1900 0 nhé"),
        [(FindingKind::Phone, "090 1.1.1900 0".to_owned())]
    );
    assert_eq!(found("gọi ngày 1.1.1900 nhé"), []);
}

#[test]
fn plates_are_found() {
    for plate in [
        "29A-123.45",
        "30H1-123.45",
        "29-B1 12345",
        "29A 12345",
        "99AA-001.23",
        "33Đ1 1234",
    ] {
        assert_found(
            &format!("xe {plate} bị giữ"),
            &[(FindingKind::Plate, plate)],
        );
    }
    for harmless in [
        "1234/2024/QĐ-UBND",
        "QL 21B-12",
        "TCVN 6909:2001",
        "29 A",
        "12 HTX 1350",
    ] {
        assert_found(harmless, &[]);
    }
}

fn names(text: &str) -> Vec<String> {
    findings(text)
        .into_iter()
        .filter(|finding| finding.kind == FindingKind::Name)
        .map(|finding| finding.text)
        .collect()
}

#[test]
fn names_behind_a_form_of_address_are_hinted_at() {
    assert_eq!(names("Tôi gặp ông Trần Văn Sơn ở xã."), ["Trần Văn Sơn"]);
    assert_eq!(
        names("Đồng chí Hùng hẹn lại; đ/c Vân thì không."),
        ["Hùng", "Vân"]
    );
    assert_eq!(names("Bà Lan và anh Minh"), ["Lan", "Minh"]);
    for harmless in [
        "bà con Bát Tràng",
        "chỉ Hà Nội mới có",
        "có Sở Công Thương",
        "ba Sở cùng trả lời",
        "ông chủ tịch",
        "anh em thợ",
    ] {
        assert_eq!(names(harmless), Vec::<String>::new(), "{harmless}");
    }
}

fn shown(marked: &str) -> String {
    marks::Marked::read(marked).unwrap().shown()
}

#[test]
fn marked_passages_are_covered_and_the_rest_stays() {
    assert_eq!(shown("Không có gì."), "Không có gì.");
    assert_eq!(
        shown("Gọi [[0912 345 678]] hoặc [[chị Lan]], trước 5/7."),
        "Gọi […] hoặc […], trước 5/7."
    );
    assert_eq!(shown("[[Trần]] [[Văn]] [[Sơn]] nói"), "[…] nói");
    assert_eq!(shown("nói với [[Sơn]]  "), "nói với […]  ");
    assert_eq!(shown("mảng a[1] và [x]"), "mảng a[1] và [x]");
}

#[test]
fn marks_that_cannot_be_followed_are_told_with_their_place() {
    use marks::{MarkError, Marked};
    let wrong = |text: &str| Marked::read(text).err().unwrap();
    assert_eq!(wrong("gặp Lan]] hôm"), MarkError::Unopened("]] hôm".into()));
    assert_eq!(wrong("[[a]] b]] c"), MarkError::Unopened("]] c".into()));
    assert_eq!(
        wrong("gặp [[Lan hôm"),
        MarkError::Unclosed("[[Lan hôm".into())
    );
    assert!(matches!(wrong("[[gặp [[Lan]] hôm]]"), MarkError::Nested(_)));
    assert!(matches!(wrong("gặp [[ ]] hôm"), MarkError::Empty(_)));
    // Between a letter and its mark, and within a word.
    assert!(matches!(wrong("g[[a]]\u{300} hôm"), MarkError::Splits(_)));
    assert!(matches!(wrong("[[a]]\u{300} hôm"), MarkError::Splits(_)));
    assert!(matches!(wrong("L[[an]]"), MarkError::Splits(_)));
    assert!(matches!(wrong("[[La]]n"), MarkError::Splits(_)));
}

#[test]
fn a_hidden_word_is_found_wherever_it_stands() {
    let traces = traces::Traces::of(["Trần Văn Hùng, 0912 345 678"]);
    assert_eq!(
        traces.survivors("Ông HÙNG, con ông Hung, ở nhà trần thấp"),
        ["HÙNG", "trần"]
    );
    assert_eq!(traces.cover("Gặp Hùng."), "Gặp […].");
    let marked = marks::Marked::read("[[ông Hùng]] và Hùng").unwrap();
    assert_eq!(traces.mark(&marked), "[[ông Hùng]] và [[Hùng]]");
    assert!(traces::Traces::of(["bà Lan"]).is_empty());
}

#[test]
fn findings_stay_out_of_logs() {
    assert_eq!(
        format!("{:?}", findings("SĐT 0912345678")),
        "[Phone at 5..15]"
    );
}

proptest! {
    #[test]
    fn no_hidden_word_of_four_letters_survives(
        words in prop::collection::vec("(Nguyễn|Hùng|đường|Bát|tràng|lò gốm|29A-12345|hỏi|HOÀ|hòa|[a-zđ]{1,8}|\\PC{1,6})", 1..24),
        hidden in prop::collection::vec(any::<bool>(), 24),
    ) {
        let plain: Vec<String> = words.iter()
            .map(|word| crate::text::clean(&word.replace(['[', ']'], " "))).collect();
        let text = plain.iter().zip(&hidden)
            .map(|(word, hide)| {
                if *hide && word.chars().any(char::is_alphanumeric) { marks::marked(word) } else { word.clone() }
            })
            .collect::<Vec<_>>().join(" ");
        // A combining mark of one word may fall upon the mark before it; that is refused.
        if let Ok(marked) = marks::Marked::read(&crate::text::clean(&text)) {
            let traces = traces::Traces::of(marked.hidden());
            let everywhere = marks::Marked::read(&traces.mark(&marked));
            prop_assert!(everywhere.is_ok(), "{:?}", everywhere.err());
            let shown = everywhere.unwrap().shown();
            prop_assert_eq!(traces.survivors(&shown), Vec::<String>::new());
            let public: Vec<String> = crate::text::words(&shown).into_iter().map(|word| word.folded).collect();
            for passage in marked.hidden() {
                for word in crate::text::words(passage) {
                    prop_assert!(word.folded.chars().count() < 4 || !public.contains(&word.folded), "{} in {}", word.folded, shown);
                }
            }
        }
    }

    #[test]
    fn findings_are_passages_in_order(text in any::<String>(), numbers in "[0-9 .@a/+()-]{0,80}") {
        for text in [text, numbers] {
            let mut end = 0;
            for finding in findings(&text) {
                prop_assert!(finding.range.start >= end);
                prop_assert_eq!(text.get(finding.range.clone()), Some(finding.text.as_str()));
                end = finding.range.end;
            }
        }
    }

    #[test]
    fn a_phone_between_words_never_slips_through(
        number in "0[39][0-9]{8}", gaps in prop::collection::vec("[ .-]?", 9),
        before in "(gọi|số|SĐT:|ngày 05/07/2024,|12 hộ) ?", after in "( nhé|, cảm ơn|\\.|)",
    ) {
        let dressed: String = number.chars().map(String::from)
            .zip(gaps.into_iter().chain([String::new()]))
            .map(|(digit, gap)| digit + &gap).collect();
        let found = found(&format!("{before}{dressed}{after}"));
        prop_assert_eq!(found, vec![(FindingKind::Phone, dressed)]);
    }

    #[test]
    fn a_personal_number_never_slips_through(
        number in "0[0-9]{2}[0-9]{9}", before in "(CCCD|số:|của tôi là) ", after in "( nhé|, cảm ơn|\\.|)",
    ) {
        prop_assert_eq!(found(&format!("{before}{number}{after}")).len(), 1);
    }

    #[test]
    fn money_is_never_found(thousands in 1_i64..1_000_000_000, unit in "(đồng|đ|VNĐ|triệu đồng|USD)") {
        let amount = crate::numbers::vi(thousands * 1_000);
        prop_assert_eq!(found(&format!("vay {amount} {unit} của ngân hàng")), vec![]);
        prop_assert_eq!(found(&format!("vay {amount}")), vec![]);
    }
}
