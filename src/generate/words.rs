//! The words that generated texts are made of. Within each list the first ones come most often.

/// A craft with a material it eats and a thing it makes.
pub(super) struct Craft {
    pub name: &'static str,
    pub material: &'static str,
    pub product: &'static str,
}

const fn craft(name: &'static str, material: &'static str, product: &'static str) -> Craft {
    Craft {
        name,
        material,
        product,
    }
}

pub(super) const CRAFTS: [Craft; 24] = [
    craft("mây tre đan", "sợi mây", "giỏ đựng"),
    craft("gốm sứ", "đất sét trắng", "bát đĩa men lam"),
    craft("mộc dân dụng", "gỗ xoan", "tủ thờ"),
    craft("dệt lụa", "tơ tằm", "khăn lụa"),
    craft("sơn mài", "sơn ta", "tranh sơn mài"),
    craft("khảm trai", "vỏ trai", "sập gụ khảm"),
    craft("tiện gỗ", "gỗ hương", "lọ hoa gỗ"),
    craft("nón lá", "lá lụi", "nón"),
    craft("thêu ren", "chỉ thêu", "khăn trải bàn"),
    craft("chế biến miến dong", "bột dong riềng", "miến"),
    craft("đúc đồng", "đồng phế liệu", "đỉnh đồng"),
    craft("cơ khí rèn", "thép lá", "cuốc xẻng"),
    craft("giày da", "da thuộc", "giày nữ"),
    craft("may comple", "vải dạ", "bộ comple"),
    craft("bún bánh", "gạo tẻ", "bún tươi"),
    craft("tạc tượng", "gỗ mít", "tượng Phật"),
    craft("chạm bạc", "bạc nguyên liệu", "vòng bạc"),
    craft("làm hương", "bột trầm", "hương nén"),
    craft("quạt giấy", "giấy dó", "quạt"),
    craft("hoa cây cảnh", "giống quất", "quất bonsai"),
    craft("tò he", "bột nếp", "tò he"),
    craft("chuồn chuồn tre", "tre bánh tẻ", "chuồn chuồn tre"),
    craft("dệt khăn bông", "sợi bông", "khăn mặt"),
    craft("nhạc cụ dân tộc", "gỗ vông", "đàn bầu"),
];

/// Communes as people write them, with their district.
pub(super) const COMMUNES: [&str; 24] = [
    "xã Phú Túc, huyện Phú Xuyên",
    "xã Bát Tràng, huyện Gia Lâm",
    "xã Phú Nghĩa, huyện Chương Mỹ",
    "xã Vân Hà, huyện Đông Anh",
    "xã Duyên Thái, huyện Thường Tín",
    "xã Chuyên Mỹ, huyện Phú Xuyên",
    "xã Phùng Xá, huyện Mỹ Đức",
    "xã Nhị Khê, huyện Thường Tín",
    "xã Dương Liễu, huyện Hoài Đức",
    "xã Kim Lan, huyện Gia Lâm",
    "xã Hữu Bằng, huyện Thạch Thất",
    "xã Phương Trung, huyện Thanh Oai",
    "xã Sơn Đồng, huyện Hoài Đức",
    "xã Vạn Điểm, huyện Thường Tín",
    "xã Quất Động, huyện Thường Tín",
    "xã Liên Hà, huyện Đan Phượng",
    "xã Phùng Xá, huyện Thạch Thất",
    "xã Tân Triều, huyện Thanh Trì",
    "xã Minh Khai, huyện Hoài Đức",
    "xã Thanh Thùy, huyện Thanh Oai",
    "xã Phú Yên, huyện Phú Xuyên",
    "xã Cao Viên, huyện Thanh Oai",
    "xã Quảng Phú Cầu, huyện Ứng Hòa",
    "xã Canh Nậu, huyện Thạch Thất",
];

/// Halves of hamlet names; together they make thousands, most of them rare.
pub(super) const HAMLET_FIRST: [&str; 40] = [
    "Phú",
    "Đông",
    "Thượng",
    "Hạ",
    "Vân",
    "An",
    "Kim",
    "Đại",
    "Xuân",
    "Thanh",
    "Vĩnh",
    "Ngọc",
    "Tân",
    "Đa",
    "Long",
    "Hòa",
    "Lưu",
    "Bình",
    "Cổ",
    "Yên",
    "Trung",
    "Nam",
    "Liên",
    "Mai",
    "Quỳnh",
    "Hương",
    "Thụy",
    "Giang",
    "Phúc",
    "Hữu",
    "Nhân",
    "Tiên",
    "Thọ",
    "Mỹ",
    "Lương",
    "Đào",
    "Cẩm",
    "Trạch",
    "Khê",
    "Diệu",
];
pub(super) const HAMLET_SECOND: [&str; 40] = [
    "Vinh",
    "Thượng",
    "Hà",
    "Lâm",
    "Xá",
    "Hội",
    "Khê",
    "Trạch",
    "Sơn",
    "Trì",
    "Lộc",
    "Động",
    "Thái",
    "Đình",
    "Hoàng",
    "Quang",
    "Cầu",
    "Bối",
    "Thôn",
    "Phong",
    "Tảo",
    "Trung",
    "Nội",
    "Ngoại",
    "Mai",
    "Đồng",
    "Cốc",
    "Giáp",
    "Lũng",
    "Mạch",
    "Nhuệ",
    "Ổ",
    "Phương",
    "Quán",
    "Rền",
    "Sặt",
    "Tía",
    "Ứng",
    "Vực",
    "Chuông",
];

/// Sentences about who they are.
pub(super) const INTRODUCTIONS: [&str; 10] = [
    "Cơ sở của tôi làm nghề {c} ở {p}, thường xuyên có {n} thợ.",
    "Gia đình tôi ba đời theo nghề {c} tại {p}.",
    "Chúng tôi là một tổ sản xuất {c} ở {p}, gồm {n} hộ góp vốn.",
    "Xưởng {c} của chúng tôi mở tại {p} từ năm 2009.",
    "Tôi đại diện cho {n} hộ làm {c} ở {p}.",
    "Hợp tác xã chúng tôi chuyên {c}, trụ sở ở {p}, bán {v} cho các cửa hàng trong nước.",
    "Nhà tôi làm {c} quanh năm ở {p}, lúc nông nhàn có thêm {n} người đến phụ.",
    "Công ty chúng tôi thu mua {v} của bà con {p} để xuất khẩu.",
    "Ở {p} chúng tôi, nghề {c} nuôi sống quá nửa số hộ.",
    "Tôi về tiếp quản xưởng {c} của bố mẹ ở {p} được {n} tháng.",
];

/// Sentences that only some letters have, with the phrase most letters of the kind share.
pub(super) const SHARED: [&str; 6] = [
    "Đây là khó khăn chung của cả làng nghề chứ không riêng nhà tôi.",
    "Làng nghề đã được công nhận từ lâu nhưng điều kiện sản xuất chưa thay đổi.",
    "Trong làng nghề còn nhiều hộ cùng hoàn cảnh, ai cũng mong được trả lời rõ.",
    "Nếu kéo dài thì làng nghề khó giữ được thợ giỏi.",
    "Ban quản lý làng nghề đã họp hai lần về việc này.",
    "Khách đến làng nghề cũng phàn nàn về chuyện đó.",
];

/// Sentences about what came of it.
pub(super) const CONSEQUENCES: [&str; 14] = [
    "Vì vậy đơn hàng quý này giảm gần {n} phần trăm.",
    "Có quý chúng tôi phải nghỉ {n} ngày, thợ không có việc.",
    "Tiền công trả cho thợ vì thế chậm lại, nhiều người xin nghỉ.",
    "Hàng {v} làm ra để kho, gặp nồm là mốc.",
    "Khách quen đã chuyển sang đặt hàng nơi khác.",
    "Chi phí đội thêm khoảng {n} triệu đồng mỗi tháng.",
    "Trẻ con và người già trong xóm hay ho, bà con rất lo.",
    "Chúng tôi phải vay ngoài với lãi cao để giữ thợ.",
    "Hai năm nay gần như không còn lời.",
    "Đã có {n} hộ trong xóm bỏ nghề.",
    "Mỗi lần như vậy phải làm lại từ đầu, rất tốn {m}.",
    "Xe hàng lỡ chuyến, bị phạt theo hợp đồng.",
    "Người mua nước ngoài gửi thư hỏi hai lần mà chưa dám nhận lời.",
    "Thợ cả tuổi đã cao, không biết còn làm được bao lâu.",
];

/// Sentences about what was tried.
pub(super) const ATTEMPTS: [&str; 12] = [
    "Chúng tôi đã nêu ở cuộc họp thôn nhưng chưa có trả lời.",
    "Tôi đã hỏi ở xã nhiều lần, mỗi lần được chỉ một nơi.",
    "Năm ngoái có đoàn về khảo sát rồi không thấy thông báo gì thêm.",
    "Bà con đã góp tiền làm tạm nhưng chỉ được một thời gian.",
    "Chúng tôi sẵn sàng đối ứng một phần kinh phí.",
    "Đã gửi đơn qua bưu điện mà không có phiếu hẹn.",
    "Chúng tôi tự tìm hiểu trên mạng nhưng đọc không hiểu hết.",
    "Hội ở địa phương có hướng dẫn nhưng chưa đủ kinh phí.",
    "Mấy hộ đã thử dùng {d} mà vẫn không xong.",
    "Chúng tôi có xem cách làm ở tỉnh bạn, thấy phù hợp với mình.",
    "Tôi giữ đủ giấy tờ, khi cần sẽ mang đến.",
    "Trước mắt chúng tôi thuê tạm một chỗ ngoài bờ đê.",
];

/// Devices; with a mark and a number they make rare words.
pub(super) const DEVICES: [&str; 10] = [
    "máy chẻ",
    "lò sấy",
    "máy tiện",
    "bể lắng",
    "máy dệt",
    "tủ hút bụi",
    "máy ép",
    "lò điện",
    "máy khắc",
    "buồng phun sơn",
];
pub(super) const MARKS: [&str; 12] = [
    "MT", "HK", "VX", "DL", "QB", "TN", "PS", "KG", "LH", "BT", "SV", "CM",
];

/// A phrase that only every twenty-thousandth text has, to search for.
pub const RARE_PHRASE: &str = "lò nung tuynel kiểu đứng";
/// A phrase that about a third of the texts have.
pub const COMMON_PHRASE: &str = "làng nghề";
