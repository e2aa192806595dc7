//! The phrases by which a sentence is read: lower case, with their marks, as [`crate::text::exact`]
//! writes them.

/// Whether a text holds one of the phrases, at the edges of words.
pub(super) fn any(plain: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| find(plain, phrase).is_some())
}

/// The text without the phrases.
pub(super) fn without(plain: &str, phrases: &[&str]) -> String {
    let mut rest = plain.to_owned();
    for phrase in phrases {
        while let Some(at) = find(&rest, phrase) {
            rest.replace_range(at..at + phrase.len(), "");
        }
    }
    rest
}

fn find(plain: &str, phrase: &str) -> Option<usize> {
    plain.match_indices(phrase).map(|(at, _)| at).find(|at| {
        let before = plain.get(..*at).and_then(|text| text.chars().next_back());
        let after = plain
            .get(at + phrase.len()..)
            .and_then(|text| text.chars().next());
        let is_edge = |letter: Option<char>| letter.is_none_or(|letter| !letter.is_alphanumeric());
        is_edge(before) && is_edge(after)
    })
}

/// What opens a letter and says nothing yet.
pub(super) const OPENINGS: &[&str] = &[
    "trả lời như sau",
    "có ý kiến như sau",
    "xin trả lời",
    "kính gửi",
    "trả lời kiến nghị của",
    "trân trọng cảm ơn",
    "xin trân trọng",
    "trân trọng",
];

/// What cites the law.
pub(super) const LAW: &[&str] = &[
    "luật",
    "nghị định",
    "thông tư",
    "quyết định số",
    "nghị quyết",
    "chỉ thị",
    "khoản",
    "điều 1",
    "điều 2",
    "điều 3",
    "điều 4",
    "điều 5",
    "điều 6",
    "điều 7",
    "điều 8",
    "điều 9",
    "theo điều",
    "tại điều",
    "nđ-cp",
    "qđ-ttg",
    "qđ-ubnd",
    "tt-btc",
    "nq-hđnd",
    "pháp luật",
];

/// What only says what a rule says.
pub(super) const RULES: &[&str] = &[
    "quy định",
    "căn cứ",
    "theo điều",
    "tại điều",
    "thuộc trường hợp",
    "được hiểu",
];

/// What promises attention and nothing else.
pub(super) const VAGUE: &[&str] = &[
    "xem xét, giải quyết",
    "xem xét giải quyết",
    "xem xét",
    "nghiên cứu",
    "ghi nhận",
    "tiếp thu",
    "quan tâm",
    "chia sẻ",
    "tiếp tục theo dõi",
    "tiếp tục hỗ trợ",
    "tạo điều kiện",
    "tăng cường",
    "đẩy mạnh",
    "thường xuyên",
    "tích cực",
    "nâng cao",
    "phối hợp với các đơn vị liên quan",
    "phối hợp các đơn vị liên quan",
    "theo quy định của pháp luật",
    "theo quy định",
    "theo thẩm quyền",
    "trong thời gian tới",
    "thời gian tới",
    "khi có đủ điều kiện",
    "theo lộ trình",
    "kịp thời hướng dẫn",
    "từng bước tháo gỡ",
    "tháo gỡ khó khăn",
    "hỗ trợ tối đa",
];

/// What somebody does.
pub(super) const DEEDS: &[&str] = &[
    "giao",
    "bàn giao",
    "cấp",
    "cấp phép",
    "bố trí",
    "lắp",
    "lắp đặt",
    "xây",
    "xây dựng",
    "mở",
    "tổ chức",
    "ban hành",
    "công bố",
    "trình",
    "gửi",
    "nộp",
    "liên hệ",
    "làm việc với",
    "kiểm tra",
    "khảo sát",
    "hoàn thành",
    "chi trả",
    "thanh toán",
    "giải ngân",
    "gia hạn",
    "miễn",
    "giảm",
    "cho thuê",
    "cho vay",
    "thuê",
    "hướng dẫn",
    "tập huấn",
    "đào tạo",
    "điều chỉnh",
    "bổ sung",
    "sửa",
    "sửa chữa",
    "thu hồi",
    "di dời",
    "đăng ký",
    "tiếp nhận hồ sơ",
    "hỗ trợ",
    "đầu tư",
    "khởi công",
    "đấu nối",
    "nạo vét",
    "trả kết quả",
    "hoàn trả",
    "mời",
    "bố trí vốn",
    "phê duyệt",
    "thẩm định",
    "đặt biển",
    "dành",
    "giữ",
    "dừng",
    "chuyển",
    "lập",
    "họp",
    "vận hành",
    "trồng",
];

/// Names of bodies that hold a deed.
pub(super) const NAMES: &[&str] = &[
    "sở xây dựng",
    "bộ xây dựng",
    "kế hoạch và đầu tư",
    "quỹ đầu tư",
    "quản lý dự án đầu tư xây dựng",
    "giáo dục và đào tạo",
    "quy hoạch xây dựng",
    "trung tâm đào tạo",
];

/// Somebody, without saying who.
pub(super) const SOMEBODY: &[&str] = &[
    "đơn vị liên quan",
    "các đơn vị",
    "cơ quan chức năng",
    "cơ quan có thẩm quyền",
    "các cấp",
    "các ngành",
    "các sở, ngành",
    "địa phương",
];

/// Days without a figure.
pub(super) const DAYS: &[&str] = &[
    "hôm nay",
    "ngày mai",
    "tuần này",
    "tuần sau",
    "tháng này",
    "tháng sau",
    "cuối năm nay",
];

/// Words of asking, which every ask holds; folded.
pub(super) const ASKING: &[&str] = &[
    "de", "nghi", "kien", "xin", "mong", "muon", "duoc", "cho", "chung", "toi", "co", "so", "va",
    "cua", "cac", "nhung", "thanh", "pho", "quan", "tam", "giup", "ho", "tro", "som", "xem", "xet",
];
