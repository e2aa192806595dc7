//! Short answers, each with what it lacks, as a person would say.

use super::*;

struct Example {
    outcome: Outcome,
    ask: &'static str,
    summary: &'static str,
    body: &'static str,
    lacks: &'static [Warning],
}

const LAND: &str = "Cho thuê 300 m² đất ở cụm công nghiệp giai đoạn 2.";
const LOAN: &str = "Vay vốn ưu đãi để mua máy chẻ mây.";
const DRAIN: &str = "Nạo vét kênh thoát nước thải của làng dệt.";
const POWER: &str = "Nâng công suất trạm biến áp cho xưởng mộc.";

const EXAMPLES: &[Example] = &[
    // What says something.
    Example {
        outcome: Outcome::Roadmap,
        ask: LAND,
        summary: "Cụm giai đoạn 2 có 46 ô đất, UBND huyện Gia Lâm giao đất cho thuê từ ngày 30/6/2025.",
        body: "Sở Công Thương trả lời như sau:\nUBND huyện Gia Lâm công bố danh sách ô đất trước ngày 31/01/2025.",
        lacks: &[],
    },
    Example {
        outcome: Outcome::Resolved,
        ask: DRAIN,
        summary: "Xí nghiệp thoát nước đã nạo vét xong 800 m kênh ngày 12/5/2024.",
        body: "Sở Xây dựng đã kiểm tra và bàn giao kênh cho UBND xã Vạn Phúc.",
        lacks: &[],
    },
    Example {
        outcome: Outcome::Explained,
        ask: LOAN,
        summary: "Cơ sở nộp hồ sơ vay tại Ngân hàng Chính sách xã hội huyện; mức vay đến 100 triệu đồng.",
        body: "Trung tâm Khuyến công hướng dẫn lập phương án mua máy; liên hệ phòng số 5.",
        lacks: &[],
    },
    Example {
        outcome: Outcome::NotAgreed,
        ask: LAND,
        summary: "Sở Công Thương không trình cho thuê ô đất này vì cụm công nghiệp chưa có trạm xử lý nước thải.",
        body: "UBND huyện dành 20 ô giai đoạn 3 cho các cơ sở đang chờ thuê đất.",
        lacks: &[],
    },
    Example {
        outcome: Outcome::BeyondAuthority,
        ask: "Giảm thuế giá trị gia tăng cho gỗ nhập khẩu.",
        summary: "Mức thuế gỗ nhập khẩu do Quốc hội quyết định; Sở Tài chính đã gửi kiến nghị giảm thuế đến Bộ Tài chính ngày 3/7/2024.",
        body: "Sở Tài chính báo kết quả ngay khi Bộ Tài chính trả lời.",
        lacks: &[],
    },
    Example {
        outcome: Outcome::Roadmap,
        ask: POWER,
        summary: "Điện lực Thạch Thất lắp thêm máy biến áp 400 kVA cho cụm xưởng mộc, xong trong quý III.",
        body: "Công suất trạm tăng từ 250 lên 650 kVA.",
        lacks: &[],
    },
    Example {
        outcome: Outcome::Resolved,
        ask: "Gia hạn dời lò gốm.",
        summary: "UBND xã gia hạn dời lò gốm đến tháng 6/2025.",
        body: "Cơ sở lắp cảm biến khí gas trong 30 ngày, Phòng Cảnh sát PCCC kiểm tra.",
        lacks: &[],
    },
    // What promises attention.
    Example {
        outcome: Outcome::Explained,
        ask: LAND,
        summary: "Chúng tôi ghi nhận kiến nghị và sẽ xem xét trong thời gian tới.",
        body: "Thành phố luôn quan tâm, tạo điều kiện cho làng nghề.",
        lacks: &[Warning::NoAction, Warning::NoAgency, Warning::AskMissed],
    },
    Example {
        outcome: Outcome::Roadmap,
        ask: DRAIN,
        summary: "Sở Xây dựng sẽ nghiên cứu, tiếp thu kiến nghị.",
        body: "Nước thải làng dệt và kênh thoát nước là vấn đề được quan tâm.",
        lacks: &[Warning::NoAction, Warning::NoDate],
    },
    Example {
        outcome: Outcome::Resolved,
        ask: LOAN,
        summary: "Các đơn vị liên quan sẽ tăng cường hỗ trợ tối đa.",
        body: "Vốn ưu đãi để mua máy được quan tâm.",
        lacks: &[Warning::NoAction, Warning::NoDate, Warning::NoAgency],
    },
    Example {
        outcome: Outcome::Explained,
        ask: POWER,
        summary: "Tiếp tục theo dõi công suất trạm biến áp của xưởng mộc theo thẩm quyền.",
        body: "Sở Công Thương ghi nhận.",
        lacks: &[Warning::NoAction],
    },
    Example {
        outcome: Outcome::NoLongerRelevant,
        ask: DRAIN,
        summary: "Kiến nghị đã được tiếp thu.",
        body: "Xin trân trọng cảm ơn.",
        lacks: &[Warning::NoAction, Warning::NoAgency, Warning::AskMissed],
    },
    // Only the law.
    Example {
        outcome: Outcome::Explained,
        ask: LOAN,
        summary: "Việc vay vốn thực hiện theo quy định tại Nghị định 52/2018/NĐ-CP.",
        body: "Căn cứ khoản 2 Điều 11 Nghị định 52/2018/NĐ-CP, Sở Công Thương thực hiện theo quy định của pháp luật.",
        lacks: &[Warning::OnlyLaw],
    },
    Example {
        outcome: Outcome::NotAgreed,
        ask: LAND,
        summary: "Theo quy định của Luật Đất đai, đất cụm công nghiệp được cho thuê theo quy định.",
        body: "Sở Tài nguyên và Môi trường căn cứ Điều 149 Luật Đất đai.",
        lacks: &[Warning::OnlyLaw],
    },
    Example {
        outcome: Outcome::Resolved,
        ask: LAND,
        summary: "Đất cụm công nghiệp thuê theo quy định tại Nghị định số 32/2024/NĐ-CP ngày 15/3/2024.",
        body: "Sở Công Thương căn cứ Nghị định để trả lời.",
        lacks: &[Warning::OnlyLaw, Warning::NoDate],
    },
    // No day.
    Example {
        outcome: Outcome::Roadmap,
        ask: LAND,
        summary: "UBND huyện Gia Lâm giao đất cho thuê ở cụm công nghiệp giai đoạn 2.",
        body: "Sở Công Thương công bố danh sách ô đất.",
        lacks: &[Warning::NoDate],
    },
    Example {
        outcome: Outcome::Resolved,
        ask: POWER,
        summary: "Điện lực lắp máy biến áp mới cho xưởng mộc trong thời gian tới.",
        body: "Công suất trạm tăng gấp đôi.",
        lacks: &[Warning::NoDate],
    },
    Example {
        outcome: Outcome::BeyondAuthority,
        ask: LOAN,
        summary: "Mức vay ưu đãi vượt thẩm quyền; Sở Tài chính gửi kiến nghị đến Ngân hàng Nhà nước.",
        body: "Cơ sở mua máy chẻ mây được báo kết quả.",
        lacks: &[Warning::NoDate],
    },
    // Nobody.
    Example {
        outcome: Outcome::Roadmap,
        ask: DRAIN,
        summary: "Kênh thoát nước thải làng dệt được nạo vét trong tháng 9.",
        body: "Cơ quan chức năng kiểm tra hằng tháng.",
        lacks: &[Warning::NoAgency],
    },
    Example {
        outcome: Outcome::Explained,
        ask: LOAN,
        summary: "Các đơn vị hướng dẫn lập hồ sơ vay vốn mua máy.",
        body: "Hồ sơ gồm phương án và báo giá.",
        lacks: &[Warning::NoAgency],
    },
    Example {
        outcome: Outcome::Resolved,
        ask: POWER,
        summary: "Trạm biến áp của xưởng mộc đã lắp thêm máy ngày 2/6/2024.",
        body: "Công suất 650 kVA.",
        lacks: &[Warning::NoAgency],
    },
    // Something else was asked.
    Example {
        outcome: Outcome::Roadmap,
        ask: LAND,
        summary: "Sở Du lịch tổ chức 3 hội chợ quà tặng trước ngày 30/9/2024.",
        body: "Các nghệ nhân đăng ký gian hàng tại Sở Du lịch.",
        lacks: &[Warning::AskMissed],
    },
    Example {
        outcome: Outcome::Explained,
        ask: DRAIN,
        summary: "Sở Công Thương tập huấn bán hàng trực tuyến cho 40 cơ sở.",
        body: "Trung tâm Xúc tiến đăng ký lớp tại phòng số 2.",
        lacks: &[Warning::AskMissed],
    },
    Example {
        outcome: Outcome::Resolved,
        ask: POWER,
        summary: "UBND xã đã trả kết quả đăng ký nhãn hiệu ngày 5/6/2024.",
        body: "Giấy chứng nhận nhận tại bộ phận một cửa.",
        lacks: &[Warning::AskMissed],
    },
    // Written without marks it is still read for what was asked.
    Example {
        outcome: Outcome::Explained,
        ask: "gia han doi lo gom den thang 6",
        summary: "UBND xã gia hạn dời lò gốm đến hết tháng 6.",
        body: "Cơ sở lắp cảm biến khí gas, Phòng Cảnh sát PCCC kiểm tra.",
        lacks: &[],
    },
    Example {
        outcome: Outcome::Resolved,
        ask: LAND,
        summary: "Sở Công Thương sẽ xem xét việc cho thuê đất cụm công nghiệp giai đoạn 2.",
        body: "Chúng tôi luôn quan tâm và chia sẻ.",
        lacks: &[Warning::NoDate],
    },
];

fn lacks(example: &Example) -> Vec<Warning> {
    check(&Answer {
        outcome: Some(example.outcome),
        ask: example.ask,
        summary: example.summary,
        body: example.body,
        ..Answer::default()
    })
    .into_iter()
    .map(|finding| finding.warning)
    .collect()
}

#[test]
fn each_example_lacks_what_a_person_says_it_lacks() {
    assert!(EXAMPLES.len() >= 24);
    let wrong: Vec<String> = EXAMPLES
        .iter()
        .filter(|example| lacks(example) != example.lacks)
        .map(|example| {
            format!(
                "{}\n  {}\n  said {:?}, is {:?}",
                example.summary,
                example.body,
                lacks(example),
                example.lacks
            )
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_warning_says_where() {
    let found = check(&Answer {
        outcome: Some(Outcome::Roadmap),
        ask: LAND,
        summary: "Cụm công nghiệp giai đoạn 2 cho thuê 46 ô đất.",
        body: "Sở Công Thương trả lời như sau:\nUBND huyện sẽ xem xét trong thời gian tới.",
        ..Answer::default()
    });
    let when = found
        .iter()
        .find(|finding| finding.warning == Warning::NoDate)
        .and_then(|finding| finding.place.clone())
        .unwrap();
    assert_eq!(
        (when.part, when.sentence, when.words.as_str()),
        (Part::Body, 1, "UBND huyện sẽ xem xét trong thời gian tới")
    );
}

#[test]
fn a_promise_says_who_and_when() {
    let answer = Answer {
        outcome: Some(Outcome::Roadmap),
        ask: LAND,
        summary: "Cụm công nghiệp giai đoạn 2 có đất cho thuê.",
        body: "Xem các mốc dưới đây.",
        has_promise: true,
        ..Answer::default()
    };
    assert_eq!(check(&answer), []);
    let without = Answer {
        has_promise: false,
        ..answer
    };
    assert!(!check(&without).is_empty());
}

#[test]
fn the_same_text_is_known_in_spite_of_its_figures() {
    let text = |day: &str| {
        format!(
            "Sở Công Thương đã tiếp nhận kiến nghị của cơ sở và giao phòng chuyên môn kiểm tra trước ngày {day}."
        )
    };
    assert_eq!(fingerprint(&text("30/6")), fingerprint(&text("15/7/2025")));
    assert_ne!(
        fingerprint(&text("30/6")),
        fingerprint(&text("30/6").replace("kiểm tra", "khảo sát"))
    );
    assert_eq!(fingerprint("Đã giải quyết."), "");
    let many = check(&Answer {
        outcome: Some(Outcome::Explained),
        ask: LOAN,
        summary: "Ngân hàng Chính sách xã hội cho vay vốn mua máy.",
        body: "Cơ sở nộp hồ sơ tại UBND xã.",
        same_elsewhere: SAME_FROM,
        ..Answer::default()
    });
    assert_eq!(many.len(), 1);
    assert_eq!(many[0].warning, Warning::SameText);
}

#[test]
fn nothing_written_is_no_generic_answer() {
    assert_eq!(check(&Answer::default()), []);
}

proptest::proptest! {
    /// Whatever is written, the check answers, and each warning once.
    #[test]
    fn it_never_fails(summary in ".{0,120}", body in "(?s).{0,300}", ask in ".{0,80}") {
        let found = check(&Answer { ask: &ask, summary: &summary, body: &body, ..Answer::default() });
        let kinds: std::collections::BTreeSet<_> = found.iter().map(|one| one.warning).collect();
        proptest::prop_assert_eq!(kinds.len(), found.len());
    }
}
