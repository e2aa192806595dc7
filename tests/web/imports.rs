//! Sheets of difficulties, from the file to the receipts: what is read, what is refused and why,
//! that nothing is filed before it is confirmed, and that all of it is or nothing.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use actix_web::test::TestRequest;
use calamine::{Data, Reader, Xlsx};
use diesel::prelude::*;
use doithoai::db::schema::{difficulties, events, filers, submissions};
use doithoai::difficulties::{Channel, Difficulty};
use doithoai::i18n::Lang;
use doithoai::submissions::queries::Submission;
use doithoai::timer::sweep_imports;
use rust_xlsxwriter::{Formula, Workbook};

use crate::world::{Answer, Browser, CHAIR, HOA, SON, THU, VAN, World};

const BEGIN: &str = "/nhap-nhieu";
const CLEAN_XLSX: &[u8] = include_bytes!("sheets/sach.xlsx");
const CLEAN_XLS: &[u8] = include_bytes!("sheets/sach.xls");
const CLEAN_ODS: &[u8] = include_bytes!("sheets/sach.ods");
const LIST_XLSX: &[u8] = include_bytes!("sheets/danh-sach.xlsx");
const LIST_XLS: &[u8] = include_bytes!("sheets/danh-sach.xls");
const LIST_ODS: &[u8] = include_bytes!("sheets/danh-sach.ods");
const OF_1904: &[u8] = include_bytes!("sheets/nam-1904.xlsx");

const HEADER: &str = "Tên cơ sở;Loại;Điện thoại;Xã/Phường;Nội dung;Đề nghị;Ngày nhận";

/// Sends a file as the page's form would.
async fn send(browser: &Browser<'_>, name: &str, bytes: &[u8]) -> Answer {
    let edge = "----bien-gioi";
    let mut body = format!(
        "--{edge}\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{}\r\n--{edge}\r\n\
         Content-Disposition: form-data; name=\"tep\"; filename=\"{name}\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n",
        browser.csrf()
    )
    .into_bytes();
    body.extend_from_slice(bytes);
    body.extend_from_slice(format!("\r\n--{edge}--\r\n").as_bytes());
    let request = TestRequest::post()
        .uri(BEGIN)
        .insert_header((
            "content-type",
            format!("multipart/form-data; boundary={edge}"),
        ))
        .set_payload(body);
    follow(browser, browser.send(request).await).await
}

/// Looks at a job's page until it leads on.
async fn follow(browser: &Browser<'_>, mut answer: Answer) -> Answer {
    while answer.status == 303 && answer.location().starts_with("/viec/") {
        let next = browser.get(&answer.location()).await;
        if next.status == 200 && next.header("refresh") == "2" {
            tokio::task::yield_now().await;
            continue;
        }
        answer = next;
    }
    answer
}

/// An import on its way: its address.
async fn begun(browser: &Browser<'_>, name: &str, bytes: &[u8]) -> String {
    let answer = send(browser, name, bytes).await.leads_to("/nhap-nhieu/");
    answer.location()
}

/// The form of a page as it stands, with some fields changed, sent.
async fn submit(browser: &Browser<'_>, page: &str, to: &str, changed: &[(&str, &str)]) -> Answer {
    let answer = browser.get(page).await.is_ok();
    let forms = answer.forms();
    let (action, fields) = forms
        .iter()
        .find(|(action, _)| action.ends_with(to))
        .unwrap_or_else(|| panic!("{page} has no form for {to}: {}", answer.words()));
    let mut sent: Vec<(&str, &str)> = fields
        .iter()
        .filter(|(name, _)| name != "viec" && !changed.iter().any(|(other, _)| other == name))
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    sent.extend_from_slice(changed);
    follow(browser, browser.post(action, &sent).await).await
}

const DEFAULTS: [(&str, &str); 3] = [
    ("loai", "household"),
    ("danh_tinh", "open"),
    ("cong_khai", "anonymous"),
];

/// Columns as proposed, with the defaults.
async fn checked(browser: &Browser<'_>, import: &str) -> Answer {
    let columns = format!("{import}/cot");
    submit(browser, &columns, "/cot", &DEFAULTS)
        .await
        .leads_to(&format!("{import}/xem-truoc"));
    browser.get(&format!("{import}/xem-truoc")).await.is_ok()
}

async fn stored(browser: &Browser<'_>, import: &str) -> Answer {
    let preview = format!("{import}/xem-truoc");
    submit(browser, &preview, "/nhap", &[("dong_y", "1")]).await
}

async fn all(world: &World) -> Vec<(Submission, Difficulty)> {
    world
        .read(|conn| {
            Ok(submissions::table
                .inner_join(difficulties::table.on(difficulties::submission_id.eq(submissions::id)))
                .order(difficulties::id)
                .select((submissions::all_columns, difficulties::all_columns))
                .load(conn)?)
        })
        .await
}

async fn count(world: &World) -> usize {
    all(world).await.len()
}

#[actix_web::test]
async fn a_real_workbook_becomes_submissions_in_every_format() {
    for (name, bytes) in [
        ("sach.xlsx", CLEAN_XLSX),
        ("sach.xls", CLEAN_XLS),
        ("sach.ods", CLEAN_ODS),
    ] {
        let world = World::new().await;
        let thu = world.sign_in(THU).await;
        let import = begun(&thu, name, bytes).await;
        let preview = checked(&thu, &import).await;
        assert_eq!(
            count(&world).await,
            0,
            "{name}: nothing before it is confirmed"
        );
        let is_xls = name == "sach.xls";
        preview
            .shows("đã thêm lại số 0 ở đầu: 0912000111")
            .shows("ô mất định dạng ngày: 45467 được đọc là 24/06/2024")
            .shows("Mã số thuế này có vẻ chưa khớp");
        if !is_xls {
            let words = thu.get(&format!("{import}/xem-truoc")).await.words();
            assert!(words.contains("dòng đang ẩn trong bảng"), "{name}: {words}");
        }
        stored(&thu, &import)
            .await
            .leads_to(&format!("{import}/ket-qua"));
        let rows = all(&world).await;
        assert_eq!(rows.len(), 4, "{name}");
        let (first, difficulty) = &rows[0];
        assert_eq!(first.channel, Channel::Spreadsheet);
        assert_eq!(first.entered_by, Some(world.staff(THU).await.account_id));
        assert_eq!(
            first.title,
            "Phải dời lò gas nhưng cụm công nghiệp đã hết đất"
        );
        assert_eq!(difficulty.area_id, Some(11));
        assert_eq!(difficulty.received_at, crate::world::at("2024-06-20T00:00"));
        let people: Vec<(String, String, Option<String>, Option<String>)> = world
            .read(|conn| {
                Ok(filers::table
                    .order(filers::id)
                    .select((
                        filers::name,
                        filers::phone,
                        filers::phone_e164,
                        filers::tax_code,
                    ))
                    .load(conn)?)
            })
            .await;
        assert_eq!(people[0].1, "0912000111", "{name}");
        assert_eq!(people[0].2.as_deref(), Some("+84912000111"));
        assert_eq!(people[0].3.as_deref(), Some("0100233488"));
        // LibreOffice keeps no text of a formula in XLS, only a zero.
        let of_formula = if is_xls {
            "0"
        } else {
            "Hợp tác xã ông Minh"
        };
        assert_eq!(people[1].0, of_formula, "{name}: a formula's value");
        assert_eq!(people[1].1, "0912 000 222", "{name}: as typed");
        let recorded: i64 = world
            .read(|conn| {
                Ok(events::table
                    .filter(events::action.eq("submit"))
                    .count()
                    .get_result(conn)?)
            })
            .await;
        assert_eq!(recorded, 4, "{name}: one event each");
        let violations = world
            .read(|conn| Ok(doithoai::check::check(conn, |_| {})?.violations))
            .await;
        assert_eq!(violations, 0, "{name}");
    }
}

#[actix_web::test]
async fn rows_with_errors_hold_everything_back_and_say_why() {
    for (name, bytes) in [
        ("danh-sach.xlsx", LIST_XLSX),
        ("danh-sach.xls", LIST_XLS),
        ("danh-sach.ods", LIST_ODS),
    ] {
        let world = World::new().await;
        let thu = world.sign_in(THU).await;
        let import = begun(&thu, name, bytes).await;
        let columns = thu.get(&format!("{import}/cot")).await.is_ok();
        columns.shows("trang tính đang ẩn").shows("Nháp (đang ẩn)");
        checked(&thu, &import).await.shows("1 dòng có lỗi");
        let wrong = thu
            .get(&format!("{import}/xem-truoc?xem=loi"))
            .await
            .is_ok();
        let wrong = wrong
            .shows("ô có lỗi công thức #N/A")
            .shows("“05/13/2024”: không có tháng đó");
        assert_eq!(wrong.all("tbody tr").len(), 1, "{name}");
        let warned = thu.get(&format!("{import}/xem-truoc?xem=canh-bao")).await;
        if std::path::Path::new(name)
            .extension()
            .is_some_and(|end| end == "xls")
        {
            warned.is_ok().shows("không có chữ nào");
        } else {
            warned.is_ok().hides("không có chữ nào");
        }
        assert!(wrong.all("form[action$='/nhap']").is_empty(), "{name}");
        thu.post(
            &format!("{import}/nhap"),
            &[
                ("dong_y", "1"),
                ("phien_ban", version(&world, &import).await.as_str()),
            ],
        )
        .await;
        assert_eq!(count(&world).await, 0, "{name}");
    }
}

async fn version(world: &World, import: &str) -> String {
    let token = import.rsplit('/').next().unwrap().to_owned();
    let version: i32 = world
        .read(move |conn| {
            use doithoai::db::schema::imports;
            Ok(imports::table
                .filter(imports::token.eq(token))
                .select(imports::version)
                .first(conn)?)
        })
        .await;
    version.to_string()
}

#[actix_web::test]
async fn merged_cells_and_the_dates_of_1904_are_understood() {
    let world = World::new().await;
    let thu = world.sign_in(THU).await;
    let import = begun(&thu, "nam-1904.xlsx", OF_1904).await;
    checked(&thu, &import)
        .await
        .shows("ô gộp: lấy giá trị của ô đầu");
    stored(&thu, &import).await.leads_to(&import);
    let rows = all(&world).await;
    assert_eq!(rows[0].1.received_at, crate::world::at("2024-06-20T00:00"));
    assert_eq!(
        rows[1].1.area_id,
        Some(11),
        "the commune of the merged cell"
    );
}

fn csv(rows: &[&str]) -> Vec<u8> {
    let mut text = format!("\u{FEFF}{HEADER}\r\n");
    for row in rows {
        text.push_str(row);
        text.push_str("\r\n");
    }
    text.into_bytes()
}

const LAN: &str =
    "Hộ gốm bà Lan;Hộ;0912000111;Bát Tràng;Hết đất làm xưởng.;Cho thuê đất.;28/06/2024";
const MINH: &str = "HTX ông Minh;HTX;0912000222;Bát Tràng;Giá mây tăng.;Cho vay vốn.;27/06/2024";

#[actix_web::test]
async fn a_row_has_the_receipt_and_the_code_of_a_form() {
    let world = World::new().await;
    let thu = world.sign_in(THU).await;
    let import = begun(&thu, "hai-dong.csv", &csv(&[LAN, MINH])).await;
    checked(&thu, &import).await;
    stored(&thu, &import).await;
    let result = thu.get(&format!("{import}/ket-qua")).await.is_ok();
    result
        .shows("Đã nhập 2 dòng")
        .shows("KK24-0001")
        .shows("KK24-0002");
    thu.get("/ho-so/KK24-0001/bien-nhan")
        .await
        .is_ok()
        .shows("KK24-0001");
    let token = import.rsplit('/').next().unwrap().to_owned();
    let (secret, id) = (world.app.secret.clone(), import_id(&world, &token).await);
    let bytes = world
        .read(move |conn| {
            Ok(doithoai::imports::result::sheet(conn, &secret, id, Lang::Vi).unwrap())
        })
        .await;
    let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
    let range = book.worksheet_range("Kết quả").unwrap();
    let code = range.get((1, 2)).unwrap().to_string();
    let receipt = thu.get("/ho-so/KK24-0001/bien-nhan").await;
    assert!(receipt.words().contains(&code), "{code}");
    let opened = world.stranger();
    let answer = opened
        .post(
            "/tra-cuu",
            &[("ma_bi_mat", code.as_str()), ("lien_he", "0912000111")],
        )
        .await;
    assert!(
        answer.status == 303 || answer.words().contains("KK24-0001"),
        "{}",
        answer.words()
    );
}

async fn import_id(world: &World, token: &str) -> i64 {
    let token = token.to_owned();
    world
        .read(move |conn| {
            use doithoai::db::schema::imports;
            Ok(imports::table
                .filter(imports::token.eq(token))
                .select(imports::id)
                .first(conn)?)
        })
        .await
}

#[actix_web::test]
async fn the_same_file_and_the_same_row_are_imported_once() {
    let world = World::new().await;
    let (thu, van) = (world.sign_in(THU).await, world.sign_in(VAN).await);
    let file = csv(&[LAN, MINH, LAN]);
    // Two people prepare the same file at once; one is first.
    let first = begun(&thu, "bang.csv", &file).await;
    let second = begun(&van, "bang.csv", &file).await;
    checked(&thu, &first).await.shows("giống dòng 2");
    checked(&van, &second).await;
    stored(&thu, &first).await.leads_to(&first);
    stored(&van, &second).await.leads_to(&first);
    assert_eq!(count(&world).await, 2);
    // The same click again, and the same file again.
    let again = send(&thu, "ten-khac.csv", &file).await;
    again.leads_to(&format!("{first}/ket-qua?lai=1"));
    thu.get(&format!("{first}/ket-qua?lai=1"))
        .await
        .shows("Tệp này đã được nhập")
        .shows("Thu nhập lúc 28/06/2024");
    // Somebody who may not see it learns only who and when.
    let hoa = world.sign_in(HOA).await;
    send(&hoa, "bang.csv", &file)
        .await
        .is(422)
        .shows("Tệp này đã được nhập rồi (Thu, 28/06/2024");
    // Another file with one row more brings only that one.
    let more = csv(&[
        LAN,
        MINH,
        "Hộ mới;Hộ;0912000333;Bát Tràng;Thiếu thợ.;Mở lớp.;",
    ]);
    let third = begun(&thu, "them.csv", &more).await;
    checked(&thu, &third)
        .await
        .shows("đã được nhập trước: KK24-0001")
        .shows("Nhập 1 dòng");
    stored(&thu, &third).await;
    assert_eq!(count(&world).await, 3);
}

#[actix_web::test]
async fn two_clicks_at_once_file_it_once() {
    let world = World::new().await;
    let thu = world.sign_in(THU).await;
    let import = begun(&thu, "bang.csv", &csv(&[LAN, MINH])).await;
    checked(&thu, &import).await;
    let version = version(&world, &import).await;
    let fields = [("dong_y", "1"), ("phien_ban", version.as_str())];
    let address = format!("{import}/nhap");
    let (one, two) = tokio::join!(thu.post(&address, &fields), thu.post(&address, &fields));
    for answer in [one, two] {
        follow(&thu, answer)
            .await
            .leads_to(&format!("{import}/ket-qua"));
    }
    assert_eq!(count(&world).await, 2);
}

#[actix_web::test]
async fn a_commune_that_became_several_waits_for_a_person() {
    let world = World::new().await;
    world.set_time("2024-06-28T09:00");
    let thu = world.sign_in(THU).await;
    let row = LAN.replace("Bát Tràng", "Đại Mỗ");
    let import = begun(&thu, "dai-mo.csv", &csv(&[&row])).await;
    let preview = checked(&thu, &import).await;
    preview
        .shows("tên này ứng với 2 nơi")
        .shows("Đại Mỗ (1 dòng)");
    let page = format!("{import}/xem-truoc");
    submit(
        &thu,
        &page,
        "/xem-truoc",
        &[("xa_phuong", "Đại Mỗ"), ("xa_phuong_chon", "12")],
    )
    .await
    .leads_to(&page);
    thu.get(&page).await.hides("tên này ứng với");
    stored(&thu, &import).await;
    assert_eq!(all(&world).await[0].1.area_id, Some(12));
}

#[actix_web::test]
async fn a_column_can_name_the_district_or_the_commune() {
    let world = World::new().await;
    let thu = world.sign_in(THU).await;
    let text = "Tên;Loại;Điện thoại;Xã;Huyện;Nội dung;Đề nghị\n\
                Lan;Hộ;0912000111;Đại Mỗ;Quận Nam Từ Liêm;Một.;Hai.\n";
    let import = begun(&thu, "huyen.csv", text.as_bytes()).await;
    checked(&thu, &import).await.hides("tên này ứng với");
    stored(&thu, &import).await;
    assert_eq!(all(&world).await[0].1.area_id, Some(12));
}

#[actix_web::test]
async fn old_letters_are_shown_decoded_and_asked_about() {
    let world = World::new().await;
    let thu = world.sign_in(THU).await;
    let text = "Tªn c¬ së;Lo¹i;§iÖn tho¹i;X·;Néi dung;§Ò nghÞ\n\
                Hîp t¸c x· øng Hßa;HTX;0912000111;B¸t Trµng;§å gç mü nghÖ §«ng Anh;Cho vay vèn\n";
    let bytes: Vec<u8> = text
        .chars()
        .map(|letter| u8::try_from(u32::from(letter)).unwrap())
        .collect();
    let import = begun(&thu, "vntime.csv", &bytes).await;
    thu.get(&import)
        .await
        .leads_to(&format!("{import}/bang-ma"));
    thu.get(&format!("{import}/cot"))
        .await
        .leads_to(&format!("{import}/bang-ma"));
    let page = format!("{import}/bang-ma");
    let asked = thu.get(&page).await.is_ok();
    let asked = asked
        .shows("Đồ gỗ mỹ nghệ Đông Anh")
        .shows("không có chữ hoa mang dấu thanh");
    assert!(
        asked.attributes("input[checked]", "value").is_empty(),
        "nothing is chosen for anybody"
    );
    thu.post(&page, &[])
        .await
        .is(422)
        .shows("Chọn một cách đọc");
    submit(&thu, &page, "/bang-ma", &[("bang_ma", "tcvn3")])
        .await
        .leads_to(&format!("{import}/cot"));
    checked(&thu, &import).await.shows("Đồ gỗ mỹ nghệ Đông Anh");
    stored(&thu, &import).await;
    assert_eq!(all(&world).await[0].0.body, "Đồ gỗ mỹ nghệ Đông Anh");
}

#[actix_web::test]
async fn columns_are_corrected_and_remembered() {
    let world = World::new().await;
    let thu = world.sign_in(THU).await;
    let sheet = |name: &str| {
        format!(
            "Ai;Loại;Điện thoại;Xã;Nội dung;Ghi thêm\n{name};Hộ;0912000111;Bát Tràng;Một.;Hai.\n"
        )
        .into_bytes()
    };
    let import = begun(&thu, "a.csv", &sheet("Lan")).await;
    let columns = format!("{import}/cot");
    submit(&thu, &columns, "/cot", &DEFAULTS)
        .await
        .is(422)
        .shows("Còn thiếu cột: Tên cơ sở, tên chủ hộ, Đề nghị");
    let chosen = [
        "ten",
        "loai",
        "dien_thoai",
        "xa_phuong",
        "ke_cu_the",
        "de_nghi",
    ];
    let mut fields: Vec<(&str, &str)> = chosen.iter().map(|code| ("cot", *code)).collect();
    fields.extend(DEFAULTS);
    fields.push(("dong_tieu_de", "1"));
    let wrong: Vec<_> = fields
        .iter()
        .map(|(name, value)| (*name, if *value == "loai" { "ten" } else { value }))
        .collect();
    submit(&thu, &columns, "/cot", &wrong)
        .await
        .is(422)
        .shows("Hai cột cùng là");
    submit(&thu, &columns, "/cot", &fields)
        .await
        .leads_to(&import);
    let next = begun(&thu, "b.csv", &sheet("Lan lần sau")).await;
    checked(&thu, &next)
        .await
        .shows("Lan lần sau")
        .shows("Nhập 1 dòng");
    // A column taken for another one shows in the rows, and files nothing.
    let swapped: Vec<_> = fields
        .iter()
        .map(|(name, value)| {
            let value = match *value {
                "loai" => "dien_thoai",
                "dien_thoai" => "loai",
                other => other,
            };
            (*name, value)
        })
        .collect();
    submit(&thu, &format!("{next}/cot"), "/cot", &swapped)
        .await
        .leads_to(&next);
    thu.get(&format!("{next}/xem-truoc"))
        .await
        .shows("không hiểu “0912000111”")
        .shows("1 dòng có lỗi");
}

#[actix_web::test]
async fn what_cannot_be_read_is_refused_in_words() {
    let world = World::new().await;
    let thu = world.sign_in(THU).await;
    let long: Vec<u8> = {
        let mut text = String::from("a;b\n");
        for row in 0..200_000 {
            writeln!(text, "{row};x").unwrap();
        }
        text.into_bytes()
    };
    let mut encrypted = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    encrypted.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    let empty = {
        let mut book = Workbook::new();
        book.add_worksheet();
        book.save_to_buffer().unwrap()
    };
    for (name, bytes, said) in [
        ("trong.csv", Vec::new(), "Bảng không có dòng nào"),
        ("trong.xlsx", empty, "Bảng không có dòng nào"),
        ("dai.csv", long, "hơn 50.000 dòng"),
        ("khoa.xlsx", encrypted, "có mật khẩu"),
        ("bom.xlsx", bomb(), "bung ra quá lớn"),
        ("rong.csv", b"a;b\0\n".to_vec(), "ký tự rỗng"),
        (
            "ngoac.csv",
            b"a;b\n\"c;d\n".to_vec(),
            "Dấu ngoặc kép mở ở dòng 2",
        ),
        (
            "trang.xls",
            b"<html><table></table></html>".to_vec(),
            "cần tệp XLSX, XLS, ODS hoặc CSV",
        ),
        ("hong.xlsx", LIST_XLSX[..3_000].to_vec(), "Tệp bị hỏng"),
        ("hong.xls", LIST_XLS[..3_000].to_vec(), "Tệp bị hỏng"),
    ] {
        let answer = send(&thu, name, &bytes).await.is(422);
        assert!(answer.words().contains(said), "{name}: {}", answer.words());
    }
    thu.post(BEGIN, &[]).await.is(422).shows("Chọn một tệp");
    let kept: i64 = world
        .read(|conn| {
            Ok(doithoai::db::schema::imports::table
                .count()
                .get_result(conn)?)
        })
        .await;
    assert_eq!(kept, 0, "of what cannot be read nothing is kept");
}

/// An archive that calls itself a workbook and unpacks to 300 MiB.
fn bomb() -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    writer.start_file("xl/workbook.xml", options).unwrap();
    writer.write_all(b"<workbook/>").unwrap();
    writer
        .start_file("xl/worksheets/sheet1.xml", options)
        .unwrap();
    for _ in 0..300 {
        writer.write_all(&vec![b' '; 1 << 20]).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[actix_web::test]
async fn mixed_line_ends_and_every_bad_date_are_read() {
    let world = World::new().await;
    let thu = world.sign_in(THU).await;
    let text = format!(
        "{HEADER}\r\n{LAN}\n{MINH}\r{}\r\n{}\n",
        LAN.replace("28/06/2024", "05/13/2024").replace("Lan", "Ba"),
        LAN.replace("28/06/2024", "01/01/2025").replace("Lan", "Tư")
    );
    let import = begun(&thu, "lan-lon.csv", text.as_bytes()).await;
    let preview = checked(&thu, &import).await;
    assert_eq!(preview.all("tbody tr").len(), 4);
    preview
        .shows("“05/13/2024”: không có tháng đó")
        .shows("ngày 01/01/2025 chưa đến");
}

#[actix_web::test]
async fn late_rows_are_taken_and_marked() {
    let world = World::new().await;
    world.set_time("2024-07-10T09:00");
    let thu = world.sign_in(THU).await;
    let late = LAN.replace("28/06/2024", "04/07/2024");
    let in_time = MINH.replace("27/06/2024", "03/07/2024");
    let import = begun(&thu, "muon.csv", &csv(&[&late, &in_time])).await;
    checked(&thu, &import).await.shows("nhận sau hạn");
    stored(&thu, &import).await;
    let rows = all(&world).await;
    assert_eq!(
        rows.iter().map(|(own, _)| own.is_late).collect::<Vec<_>>(),
        [true, false],
        "the last day is not late"
    );
}

#[actix_web::test]
async fn the_result_holds_no_formula() {
    let world = World::new().await;
    let thu = world.sign_in(THU).await;
    let row = "Lan;Hộ;0912000111;Bát Tràng;=HYPERLINK(\"http://evil.example\").;Cho thuê đất.;";
    let import = begun(&thu, "tiem.csv", &csv(&[row])).await;
    checked(&thu, &import).await;
    stored(&thu, &import).await;
    let token = import.rsplit('/').next().unwrap().to_owned();
    let (secret, id) = (world.app.secret.clone(), import_id(&world, &token).await);
    let bytes = world
        .read(move |conn| {
            Ok(doithoai::imports::result::sheet(conn, &secret, id, Lang::Vi).unwrap())
        })
        .await;
    let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
    let formulas = book.worksheet_formula("Kết quả").unwrap();
    assert!(formulas.is_empty());
    let range = book.worksheet_range("Kết quả").unwrap();
    assert!(
        matches!(range.get((1, 3)), Some(Data::String(text)) if text.starts_with("=HYPERLINK")),
        "{:?}",
        range.get((1, 3))
    );
    thu.get(&format!("{import}/ket-qua.xlsx")).await.is_ok();
}

#[actix_web::test]
async fn only_who_may_file_for_another_imports_and_nobody_sees_anothers() {
    let world = World::new().await;
    world.stranger().get(BEGIN).await.is(401);
    for name in [SON, CHAIR] {
        world.sign_in(name).await.get(BEGIN).await.is(403);
    }
    let hoa = world.sign_in(HOA).await;
    hoa.get(BEGIN).await.is_ok();
    let import = begun(&hoa, "bang.csv", &csv(&[LAN])).await;
    checked(&hoa, &import).await;
    let van = world.sign_in(VAN).await;
    for page in ["", "/cot", "/xem-truoc", "/ket-qua", "/ket-qua.xlsx"] {
        van.get(&format!("{import}{page}")).await.is_not_found();
    }
    van.post(&format!("{import}/nhap"), &[("dong_y", "1")])
        .await
        .is_not_found();
    stored(&hoa, &import).await;
    van.get(&format!("{import}/ket-qua"))
        .await
        .is_ok()
        .shows("KK24-0001");
    van.get(&format!("{import}/ket-qua.xlsx"))
        .await
        .is_not_found();
}

#[actix_web::test]
async fn consent_is_asked_for_and_a_preview_that_changed_is_not_filed() {
    let world = World::new().await;
    let thu = world.sign_in(THU).await;
    let import = begun(&thu, "bang.csv", &csv(&[LAN])).await;
    checked(&thu, &import).await;
    let preview = format!("{import}/xem-truoc");
    submit(&thu, &preview, "/nhap", &[])
        .await
        .is(422)
        .shows("Cần xác nhận là những người trong bảng đã đồng ý");
    let old = version(&world, &import).await;
    checked(&thu, &import).await;
    thu.post(
        &format!("{import}/nhap"),
        &[("dong_y", "1"), ("phien_ban", &old)],
    )
    .await
    .is(409);
    assert_eq!(count(&world).await, 0);
}

#[actix_web::test]
async fn a_sheet_given_up_is_gone() {
    let world = World::new().await;
    let thu = world.sign_in(THU).await;
    let import = begun(&thu, "bang.csv", &csv(&[LAN])).await;
    thu.post(&format!("{import}/bo"), &[]).await.leads_to(BEGIN);
    thu.get(&import).await.is_not_found();
}

#[actix_web::test]
async fn another_sheet_of_the_file_can_be_read() {
    let world = World::new().await;
    let thu = world.sign_in(THU).await;
    let mut book = Workbook::new();
    book.add_worksheet()
        .set_name("Bìa")
        .unwrap()
        .write_string(0, 0, "Danh sách")
        .unwrap();
    let sheet = book.add_worksheet();
    sheet.set_name("Số liệu").unwrap();
    for (column, (name, value)) in (0_u16..).zip(HEADER.split(';').zip(LAN.split(';'))) {
        sheet.write_string(0, column, name).unwrap();
        sheet.write_string(1, column, value).unwrap();
    }
    sheet
        .write_formula(1, 0, Formula::new("\"Lan\"").set_result("Lan"))
        .unwrap();
    let import = begun(&thu, "hai-trang.xlsx", &book.save_to_buffer().unwrap()).await;
    let columns = format!("{import}/cot");
    submit(&thu, &columns, "/trang-tinh", &[("trang_tinh", "1")])
        .await
        .leads_to(&import);
    checked(&thu, &import).await.shows("Nhập 1 dòng");
    stored(&thu, &import).await;
    assert_eq!(count(&world).await, 1);
}

#[actix_web::test]
async fn a_sheet_nobody_filed_is_let_go_and_one_that_was_filed_keeps_its_receipts() {
    let world = World::new().await;
    let thu = world.sign_in(THU).await;
    begun(&thu, "danh-sach.xlsx", LIST_XLSX).await;
    let stored = begun(&thu, "sach.xlsx", CLEAN_XLSX).await;
    checked(&thu, &stored).await;
    let version = version(&world, &stored).await;
    thu.post(
        &format!("{stored}/nhap"),
        &[("dong_y", "1"), ("phien_ban", version.as_str())],
    )
    .await;
    assert_eq!(sweep_imports(&world.app).await.unwrap(), 0);
    world.set_time("2024-10-01T09:00");
    assert_eq!(sweep_imports(&world.app).await.unwrap(), 2);
    let kept: Vec<Option<Vec<u8>>> = world
        .read(|conn| {
            use doithoai::db::schema::imports;
            Ok(imports::table.select(imports::file).load(conn)?)
        })
        .await;
    assert_eq!(kept, [None], "the file is gone, what became of it is not");
    assert_eq!(count(&world).await, 4);
}
