//! What generated filers are held back by, and what they ask for.

/// What holds them back: the short words of a title, and the sentence that tells it. `{v}`
/// stands for what the craft makes, `{m}` for what it eats, `{n}` for a number.
pub(super) struct Problem {
    pub title: &'static str,
    pub told: &'static str,
    pub ask: &'static str,
}

const fn problem(title: &'static str, told: &'static str, ask: &'static str) -> Problem {
    Problem { title, told, ask }
}

/// By topic group, in its order.
pub(super) const PROBLEMS: [[Problem; 10]; 3] = [
    [
        problem(
            "Thiếu mặt bằng sản xuất trong cụm công nghiệp",
            "Xưởng hiện nằm giữa khu dân cư, diện tích chỉ {n}0 m², máy đặt sát bếp và không còn lối đi.",
            "Đề nghị bố trí cho cơ sở một lô khoảng {n}0 m² trong cụm công nghiệp gần nhất.",
        ),
        problem(
            "Nước thải chưa có hệ thống thu gom",
            "Nước thải của {n} hộ cùng ngõ đang chảy chung vào mương thoát, mùa nắng bốc mùi rất nặng.",
            "Đề nghị đầu tư hệ thống thu gom và xử lý nước thải chung cho cả thôn.",
        ),
        problem(
            "Đường vào thôn hẹp, xe tải không vào được",
            "Đường vào thôn chỉ rộng hơn ba mét, xe chở {m} phải đỗ ngoài đê rồi trung chuyển bằng xe ba gác.",
            "Đề nghị mở rộng đoạn đường dài {n}0 mét và cắm biển giờ cho xe tải.",
        ),
        problem(
            "Điện yếu vào giờ cao điểm",
            "Cứ đến giờ cao điểm là điện sụt, máy chạy không đều, tháng rồi hỏng mấy mẻ hàng.",
            "Đề nghị nâng công suất trạm biến áp và cho biết lịch thi công.",
        ),
        problem(
            "Chưa có bãi đỗ và nhà đón khách du lịch",
            "Cuối tuần có {n} lượt khách đến xem nhưng không có chỗ đỗ xe, không có nhà vệ sinh chung.",
            "Đề nghị xây điểm đón khách và hỗ trợ biển chỉ dẫn bằng hai thứ tiếng.",
        ),
        problem(
            "Rác thải sản xuất không ai thu gom",
            "Phế thải sau khi làm {v} chất đầy ngõ, xe rác chỉ nhận rác sinh hoạt.",
            "Đề nghị chỉ định đơn vị thu gom và mức phí hằng tháng.",
        ),
        problem(
            "Quy hoạch chi tiết chậm công bố",
            "Quy hoạch nghe nói đã duyệt từ {n} tháng trước mà ở thôn chưa ai được xem bản đồ.",
            "Đề nghị công bố bản đồ và ranh giới tại trụ sở xã.",
        ),
        problem(
            "Xin chuyển mục đích sử dụng đất",
            "Thửa đất {n}0 m² của gia đình là đất vườn, xin làm kho chứa {m} thì được trả lời là chưa phù hợp.",
            "Đề nghị hướng dẫn thủ tục chuyển mục đích và thời gian giải quyết.",
        ),
        problem(
            "Khói bụi từ xưởng sấy bên cạnh",
            "Xưởng sấy phía sau đốt bằng mùn cưa, khói bay sang làm xỉn màu {v} đang phơi.",
            "Đề nghị kiểm tra và hỗ trợ chuyển sang lò điện hoặc khí hóa.",
        ),
        problem(
            "Thẩm duyệt phòng cháy cho nhà xưởng cũ",
            "Nhà xưởng dựng từ hơn {n} năm trước nên không đủ khoảng cách theo quy chuẩn mới.",
            "Đề nghị có lộ trình và giải pháp thay thế về phòng cháy cho xưởng cũ.",
        ),
    ],
    [
        problem(
            "Khó vay vốn vì không có tài sản thế chấp",
            "Cơ sở cần {n}0 triệu đồng mua {m} đầu vụ nhưng ngân hàng đòi sổ đỏ, mà đất đang thuê.",
            "Đề nghị cho vay theo hợp đồng tiêu thụ hoặc bảo lãnh qua quỹ của thành phố.",
        ),
        problem(
            "Thợ trẻ bỏ nghề, thiếu người học",
            "Cả xóm chỉ còn {n} thợ biết làm từ đầu đến cuối, người trẻ đi khu công nghiệp hết.",
            "Đề nghị hỗ trợ kinh phí truyền nghề và cấp chứng chỉ cho người học.",
        ),
        problem(
            "Chưa rõ chính sách khuyến công",
            "Nghe nói có hỗ trợ mua máy đến {n} phần trăm nhưng hỏi ở xã không ai có mẫu đơn.",
            "Đề nghị gửi mẫu đơn, điều kiện và lịch nhận hồ sơ khuyến công.",
        ),
        problem(
            "Hồ sơ phong tặng nghệ nhân quá phức tạp",
            "Bố tôi làm nghề đã {n} năm, hồ sơ phong tặng phải làm đi làm lại ba lần vì thiếu xác nhận.",
            "Đề nghị đơn giản giấy tờ và cử người về tận nơi hướng dẫn.",
        ),
        problem(
            "Thuế khoán tăng trong khi đơn hàng giảm",
            "Doanh thu giảm gần một nửa nhưng mức khoán năm nay lại thêm {n} phần trăm.",
            "Đề nghị xem lại mức khoán theo sổ bán hàng thực tế.",
        ),
        problem(
            "Bảo hiểm cho thợ làm theo thời vụ",
            "Thợ chỉ làm vài tháng trong năm, đóng bảo hiểm bắt buộc thì cả hai bên đều không kham nổi.",
            "Đề nghị hướng dẫn hình thức đóng phù hợp cho lao động thời vụ.",
        ),
        problem(
            "Thủ tục đăng ký hộ kinh doanh qua mạng",
            "Tôi làm hồ sơ trên mạng mấy lần đều bị trả lại vì ảnh giấy tờ mờ.",
            "Đề nghị cho nộp trực tiếp ở xã vào một ngày cố định trong tuần.",
        ),
        problem(
            "Quỹ phát triển nghề chưa giải ngân",
            "Danh sách được hỗ trợ đã dán ở nhà văn hóa {n} tháng nay mà chưa hộ nào nhận được tiền.",
            "Đề nghị cho biết bao giờ giải ngân và ai chịu trách nhiệm.",
        ),
        problem(
            "Hỗ trợ lãi suất sau đợt nghỉ dài",
            "Sau đợt nghỉ dài, cơ sở còn nợ {n}0 triệu đồng tiền {m} và tiền công.",
            "Đề nghị giãn nợ và hỗ trợ lãi suất trong sáu tháng.",
        ),
        problem(
            "Kiểm tra trùng lặp trong một năm",
            "Trong năm có bốn, năm đoàn về kiểm tra, đoàn nào cũng đòi một bộ hồ sơ giống nhau.",
            "Đề nghị gộp các cuộc kiểm tra và thông báo trước lịch.",
        ),
    ],
    [
        problem(
            "Chi phí hội chợ quá cao so với quy mô",
            "Một gian hàng ba ngày hết {n} triệu đồng, bán {v} không đủ bù tiền thuê.",
            "Đề nghị hỗ trợ tiền thuê gian hàng và vận chuyển hàng mẫu.",
        ),
        problem(
            "Nguyên liệu khan hiếm, giá tăng từng tháng",
            "Giá {m} tăng {n} phần trăm từ đầu năm, có tháng không mua được.",
            "Đề nghị liên kết với các tỉnh để có vùng nguyên liệu ổn định.",
        ),
        problem(
            "Hàng nhái tràn lan trên mạng",
            "Trên mạng có {n} gian hàng bán {v} giả, in cả tên của thôn lên tem.",
            "Đề nghị hỗ trợ đăng ký nhãn hiệu tập thể và xử lý gian hàng giả.",
        ),
        problem(
            "Chưa biết bán trên sàn thương mại điện tử",
            "Con tôi mở gian hàng trên sàn được mấy tháng thì bị khóa vì ảnh không đạt.",
            "Đề nghị mở lớp hướng dẫn chụp ảnh, viết mô tả và đóng gói.",
        ),
        problem(
            "Thiếu máy móc, làm tay năng suất thấp",
            "Mỗi thợ một ngày chỉ làm được {n} sản phẩm, khách đặt gấp là phải từ chối.",
            "Đề nghị hỗ trợ một phần tiền mua máy và tập huấn vận hành.",
        ),
        problem(
            "Xin tư vấn thiết kế mẫu mã mới",
            "Mẫu {v} của chúng tôi không đổi hơn {n} năm, khách nước ngoài chê cũ.",
            "Đề nghị kết nối với trường mỹ thuật để thiết kế mẫu mới.",
        ),
        problem(
            "Truy xuất nguồn gốc và mã quét",
            "Siêu thị đòi tem truy xuất cho {n} mặt hàng, cơ sở chưa biết làm thế nào.",
            "Đề nghị hướng dẫn và hỗ trợ phí tạo mã truy xuất năm đầu.",
        ),
        problem(
            "Thủ tục xuất khẩu hàng nhỏ lẻ",
            "Mỗi kiện {v} gửi đi nước ngoài phải kèm năm, sáu loại giấy, làm xong khách đã hủy đơn.",
            "Đề nghị có đầu mối gom hàng và làm thủ tục chung.",
        ),
        problem(
            "Chứng nhận nguyên liệu bền vững",
            "Khách châu Âu yêu cầu chứng nhận cho {m}, phí đánh giá {n} triệu đồng một lần.",
            "Đề nghị hỗ trợ chi phí đánh giá theo nhóm hộ.",
        ),
        problem(
            "Ứng trước tiền nguyên liệu cho thương lái",
            "Thương lái bắt đặt cọc {n} triệu đồng mới giao {m}, chất lượng lại không đều.",
            "Đề nghị thành lập kho nguyên liệu chung do hợp tác xã quản lý.",
        ),
    ],
];
