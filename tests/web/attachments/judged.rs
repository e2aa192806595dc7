//! What is taken and what is not, one by one, and what is said.

use doithoai::submissions::paths;
use doithoai::web::limits::{
    FILE_BYTES, FILES_A_REQUEST, ITEM_FILE_BYTES, REQUEST_FILE_BYTES, ZIP_ENTRIES,
};

use super::samples::{
    PLACE, compound, contains, docx, docx_with, fib, jpeg, jpeg_of, pdf, png_of, webp, xlsx, zipped,
};
use super::{path_of, rows, send_story, stored};
use crate::world::{World, multipart};

const UPLOAD: [(&str, &str); 2] = [("tom_tat", "Chữ đã gõ"), ("them", "1")];

/// Sends one file; nothing is kept and this is said, beside the field, with the text still there.
async fn refused(world: &World, name: &str, content: &[u8], why: &str) {
    let browser = world.stranger();
    let answer = send_story(&browser, &UPLOAD, &[(name, content)]).await;
    let shown: String = name.chars().take(20).collect();
    assert_eq!(answer.status, 422, "{shown}: {}", answer.words());
    let beside = answer.all("#tep-e").join("");
    assert!(
        beside.contains(why),
        "{shown}: «{beside}» does not say «{why}»"
    );
    assert!(answer.all("#tom-tat-loi a").join("").contains(why));
    assert_eq!(answer.all("#tom_tat"), ["Chữ đã gõ"], "{shown}");
    assert_eq!(rows(world).await, [], "{shown}");
    assert!(stored(world).is_empty(), "{shown}: {:?}", stored(world));
}

#[actix_web::test]
async fn what_people_have_is_taken() {
    let world = World::new().await;
    let browser = world.stranger();
    let biff = [&[9, 8, 4, 0, 0, 6, 5, 0][..], &[0; 4000]].concat();
    let files: [(&str, Vec<u8>); 9] = [
        ("ảnh.jpg", jpeg()),
        ("ẢNH.JPEG", jpeg()),
        ("sơ đồ.png", png_of(800, 600)),
        ("ảnh.webp", webp()),
        ("đơn.pdf", pdf()),
        ("đơn.docx", docx()),
        ("bảng.xlsx", xlsx()),
        ("đơn cũ.doc", compound(&[("/WordDocument", &fib(0))])),
        ("bảng cũ.xls", compound(&[("/Workbook", &biff)])),
    ];
    let files: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(name, bytes)| (*name, bytes.as_slice()))
        .collect();
    send_story(&browser, &UPLOAD, &files)
        .await
        .leads_to(paths::STORY);
    let page = browser.get(paths::STORY).await.is_ok();
    let rows = rows(&world).await;
    assert_eq!(rows.len(), files.len());
    for (row, (name, _)) in rows.iter().zip(&files) {
        assert_eq!(row.name, *name);
        assert!(page.words().contains(name), "{name}");
        let kept = std::fs::read(path_of(&world, row)).unwrap();
        assert!(!contains(&kept, PLACE), "{name}");
    }
    // The header of a WebP no longer announces what is gone, and its length is right.
    let kept = std::fs::read(path_of(&world, &rows[3])).unwrap();
    assert_eq!(kept[20], 0);
    assert_eq!(
        u32::from_le_bytes(kept[4..8].try_into().unwrap()) as usize,
        kept.len() - 8
    );
}

#[actix_web::test]
async fn content_must_agree_with_the_name() {
    let world = World::new().await;
    let html = b"<!doctype html><script>alert(1)</script>".as_slice();
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>".as_slice();
    for (name, content) in [
        ("trang.jpg", html),
        ("hinh.jpg", svg),
        ("hinh.png", svg),
        ("don.pdf", html),
        ("anh.png", &jpeg()),
        ("don.docx", &xlsx()),
        ("don.docx", &zipped(&[("a.txt", b"a")])),
        ("don.doc", &docx()),
    ] {
        refused(&world, name, content, "không đúng với đuôi tên tệp").await;
    }
    for (name, content) in [
        ("trang.html", html),
        ("hinh.svg", svg),
        ("chay.exe", b"MZ\x90"),
        ("khong-duoi", &pdf()),
        ("anh.jpg.exe", &jpeg()),
        // Reads "anhexe.jpg" where the line turns.
        ("anh\u{202E}gpj.exe", b"MZ\x90"),
    ] {
        refused(&world, name, content, "Không nhận loại tệp").await;
    }
    refused(&world, "a.jpg", b"", "tệp rỗng").await;
    refused(
        &world,
        "anh.heic",
        b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
        "HEIC",
    )
    .await;
    refused(
        &world,
        "anh.jpg",
        b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
        "HEIC",
    )
    .await;
}

#[actix_web::test]
async fn two_files_in_one_are_not_taken_as_two() {
    let world = World::new().await;
    let page = b"<script>alert(1)</script>";
    let behind = |first: Vec<u8>, second: &[u8]| [first, second.to_vec()].concat();
    refused(&world, "a.pdf", &behind(pdf(), page), "không đúng với đuôi").await;
    refused(
        &world,
        "a.pdf",
        &behind(pdf(), &docx()),
        "không đúng với đuôi",
    )
    .await;
    refused(&world, "a.docx", &behind(docx(), page), "bị hỏng").await;
    refused(
        &world,
        "a.docx",
        &behind(pdf(), &docx()),
        "không đúng với đuôi",
    )
    .await;
    // Of a picture only the picture is kept.
    let browser = world.stranger();
    let files = [
        ("a.jpg", behind(jpeg(), page)),
        ("a.png", behind(png_of(8, 8), &docx())),
        ("a.webp", behind(webp(), page)),
    ];
    let files: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(name, bytes)| (*name, bytes.as_slice()))
        .collect();
    send_story(&browser, &UPLOAD, &files)
        .await
        .leads_to(paths::STORY);
    for row in rows(&world).await {
        let kept = std::fs::read(path_of(&world, &row)).unwrap();
        assert!(
            !contains(&kept, page) && !contains(&kept, b"PK\x03\x04"),
            "{}",
            row.name
        );
    }
}

#[actix_web::test]
async fn a_picture_of_too_many_pixels_or_half_of_one_is_refused() {
    let world = World::new().await;
    for (name, content) in [
        ("to.jpg", jpeg_of(30_000, 30_000)),
        ("to.png", png_of(30_000, 30_000)),
        ("rong.png", png_of(20_001, 1)),
        ("to.jpg", jpeg_of(16_000, 16_000)),
    ] {
        refused(&world, name, &content, "kích thước quá lớn").await;
    }
    let whole = jpeg();
    refused(&world, "nua.jpg", &whole[..whole.len() - 4], "bị hỏng").await;
    let whole = png_of(8, 8);
    refused(&world, "nua.png", &whole[..whole.len() - 6], "bị hỏng").await;
    let whole = webp();
    refused(&world, "nua.webp", &whole[..whole.len() - 6], "bị hỏng").await;
    refused(&world, "khong.png", &png_of(0, 8), "bị hỏng").await;
}

#[actix_web::test]
async fn bombs_macros_and_passwords_are_refused() {
    let world = World::new().await;
    let zeros = vec![0; 60 << 20];
    refused(
        &world,
        "bom.docx",
        &docx_with("word/a.xml", &zeros),
        "nén quá nhiều",
    )
    .await;
    let many: Vec<(String, &[u8])> = (0..=ZIP_ENTRIES)
        .map(|number| (format!("word/{number}.xml"), b"".as_slice()))
        .collect();
    let many: Vec<(&str, &[u8])> = many
        .iter()
        .map(|(name, bytes)| (name.as_str(), *bytes))
        .collect();
    refused(&world, "nhieu.docx", &zipped(&many), "nén quá nhiều").await;
    // An archive that lies about its sizes: the directory says one byte.
    let mut lying = docx_with("word/a.xml", &zeros);
    let size = u32::try_from(zeros.len()).unwrap().to_le_bytes();
    let places: Vec<usize> = (0..lying.len() - 4)
        .filter(|at| lying[*at..*at + 4] == size)
        .collect();
    assert!(!places.is_empty());
    for at in places {
        lying[at..at + 4].copy_from_slice(&[1, 0, 0, 0]);
    }
    let browser = world.stranger();
    send_story(&browser, &UPLOAD, &[("doi.docx", &lying)])
        .await
        .is(422);
    assert_eq!(rows(&world).await, []);

    let macros = docx_with("word/vbaProject.bin", b"vba");
    refused(&world, "a.docx", &macros, "macro").await;
    refused(&world, "a.docm", &macros, "macro").await;
    refused(&world, "a.xlsm", &xlsx(), "macro").await;
    refused(
        &world,
        "a.doc",
        &compound(&[("/WordDocument", &fib(0)), ("/Macros/VBA/dir", b"x")]),
        "macro",
    )
    .await;
    refused(
        &world,
        "a.docx",
        &compound(&[("/EncryptionInfo", b"x"), ("/EncryptedPackage", b"x")]),
        "mật khẩu",
    )
    .await;
    refused(
        &world,
        "a.doc",
        &compound(&[("/WordDocument", &fib(1))]),
        "mật khẩu",
    )
    .await;
    let locked = [&[9, 8, 4, 0, 0, 6, 5, 0][..], &[0x2F, 0, 2, 0, 1, 0]].concat();
    refused(
        &world,
        "a.xls",
        &compound(&[("/Workbook", &locked)]),
        "mật khẩu",
    )
    .await;
    refused(
        &world,
        "a.doc",
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 va het",
        "bị hỏng",
    )
    .await;
}

/// A PDF of exactly so many bytes.
fn pdf_of(bytes: u64) -> Vec<u8> {
    let mut pdf = b"%PDF-1.4\n%".to_vec();
    pdf.resize(usize::try_from(bytes).unwrap() - 6, b'x');
    pdf.extend_from_slice(b"\n%%EOF");
    pdf
}

#[actix_web::test]
async fn a_byte_over_a_limit_is_too_much_and_the_limit_is_not() {
    let world = World::new().await;
    refused(
        &world,
        "nang.pdf",
        &pdf_of(FILE_BYTES + 1),
        "nặng quá 20 MB",
    )
    .await;
    let browser = world.stranger();
    let (most, less) = (
        pdf_of(FILE_BYTES),
        pdf_of(REQUEST_FILE_BYTES - 2 * FILE_BYTES),
    );
    let files = [
        ("1.pdf", most.as_slice()),
        ("2.pdf", &most),
        ("3.pdf", &less),
    ];
    send_story(&browser, &UPLOAD, &files)
        .await
        .leads_to(paths::STORY);
    assert_eq!(rows(&world).await.len(), 3);
    let more = pdf_of(REQUEST_FILE_BYTES - 2 * FILE_BYTES + 1);
    let files = [
        ("4.pdf", most.as_slice()),
        ("5.pdf", &most),
        ("6.pdf", &more),
        ("7.pdf", &pdf()),
    ];
    let answer = send_story(&browser, &UPLOAD, &files).await.is(422);
    let beside = answer.all("#tep-e").join("");
    assert!(
        beside.contains("nặng quá 50 MB") && beside.contains("6.pdf"),
        "{beside}"
    );
    // Those that fitted are kept, also the one behind.
    let names: Vec<_> = rows(&world).await.into_iter().map(|row| row.name).collect();
    assert_eq!(
        names,
        ["1.pdf", "2.pdf", "3.pdf", "4.pdf", "5.pdf", "7.pdf"]
    );
    // All of a draft: 200 MiB.
    let there: i64 = rows(&world).await.iter().map(|row| row.size).sum();
    let mut left = ITEM_FILE_BYTES - there.unsigned_abs();
    while left > FILE_BYTES {
        send_story(&browser, &UPLOAD, &[("a.pdf", &most)])
            .await
            .leads_to(paths::STORY);
        left -= FILE_BYTES;
    }
    let answer = send_story(&browser, &UPLOAD, &[("z.pdf", &pdf_of(left + 1))])
        .await
        .is(422);
    assert!(answer.all("#tep-e").join("").contains("tối đa 200 MB"));
    let count = rows(&world).await.len();
    assert_eq!(stored(&world).len(), count);
    send_story(&browser, &UPLOAD, &[("z.pdf", &pdf_of(left))])
        .await
        .leads_to(paths::STORY);
}

#[actix_web::test]
async fn eleven_files_are_one_too_many() {
    let world = World::new().await;
    let browser = world.stranger();
    let names: Vec<String> = (1..=FILES_A_REQUEST + 1)
        .map(|number| format!("{number}.pdf"))
        .collect();
    let pdf = pdf();
    let files: Vec<(&str, &[u8])> = names
        .iter()
        .map(|name| (name.as_str(), pdf.as_slice()))
        .collect();
    let answer = send_story(&browser, &UPLOAD, &files).await.is(422);
    assert!(answer.all("#tep-e").join("").contains("chỉ nhận 10 tệp"));
    assert_eq!(rows(&world).await.len(), 10);
}

#[actix_web::test]
async fn a_name_of_four_thousand_bytes_is_shortened_and_means_the_same() {
    let world = World::new().await;
    let browser = world.stranger();
    let name = format!("{}.pdf", "giấy tờ ".repeat(400));
    assert!(name.len() > 4000);
    let turned = "hop dong\u{202E}fdp.pdf";
    let files = [
        (name.as_str(), pdf()),
        (turned, pdf()),
        ("<b>\"đậm\".pdf", pdf()),
    ];
    let files: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(name, bytes)| (*name, bytes.as_slice()))
        .collect();
    send_story(&browser, &UPLOAD, &files)
        .await
        .leads_to(paths::STORY);
    let rows = rows(&world).await;
    assert!(rows[0].name.chars().count() <= 120 && rows[0].name.ends_with("….pdf"));
    assert_eq!(rows[1].name, "hop dongfdp.pdf");
    browser
        .get(paths::STORY)
        .await
        .is_ok()
        .shows("<b>\"đậm\".pdf")
        .hides("<b>\"");
}

#[actix_web::test]
async fn an_upload_cut_in_the_middle_keeps_the_words_and_nothing_else() {
    let world = World::new().await;
    let browser = world.stranger();
    let csrf = browser.csrf();
    let body = multipart(
        &[("csrf", &csrf), ("tom_tat", "Chữ đã gõ")],
        &[("a.pdf", &pdf_of(1 << 20)), ("b.pdf", &pdf_of(1 << 20))],
    );
    for cut in [body.len() - 3, body.len() - 600_000, body.len() - 1_500_000] {
        browser
            .post_multipart(paths::STORY, body[..cut].to_vec())
            .await
            .is(400)
            .shows("Đường truyền bị ngắt")
            .shows("Các tệp bạn chọn chưa được nhận")
            .gives_back("tom_tat", "Chữ đã gõ");
    }
    assert_eq!(rows(&world).await, []);
    assert!(stored(&world).is_empty());
}

#[actix_web::test]
async fn files_are_believed_only_behind_the_token() {
    let world = World::new().await;
    let browser = world.stranger();
    let csrf = browser.csrf();
    let file: (&str, &[u8]) = ("a.pdf", &pdf());
    let words = ("tom_tat", "Chữ đã gõ");
    for fields in [
        vec![words],
        vec![("csrf", "0123456789abcdef0123456789abcdef"), words],
    ] {
        browser
            .post_multipart(paths::STORY, multipart(&fields, &[file]))
            .await
            .is(403)
            .gives_back("tom_tat", "Chữ đã gõ");
    }
    // The right token, but behind the file.
    let mut late = multipart(&[words], &[file]);
    late.truncate(late.len() - crate::world::BOUNDARY.len() - 6);
    late.extend(multipart(&[("csrf", &csrf)], &[]));
    browser
        .post_multipart(paths::STORY, late)
        .await
        .is(403)
        .gives_back("tom_tat", "Chữ đã gõ");
    // From another site.
    let kind = format!("multipart/form-data; boundary={}", crate::world::BOUNDARY);
    let request = actix_web::test::TestRequest::post()
        .uri(paths::STORY)
        .insert_header(("content-type", kind))
        .insert_header(("origin", "https://elsewhere.example"))
        .set_payload(multipart(&[("csrf", &csrf), words], &[file]));
    browser.send(request).await.is(403);
    // A field of files that the page does not have.
    let body = multipart(&[("csrf", &csrf), words], &[file]);
    let strange = String::from_utf8(body)
        .unwrap()
        .replace("name=\"tep\"", "name=\"khac\"");
    browser
        .post_multipart(paths::STORY, strange.into_bytes())
        .await
        .is(400);
    // Forms without files take none.
    browser
        .post_multipart(paths::FILER, multipart(&[("csrf", &csrf)], &[file]))
        .await
        .is(400);
    assert_eq!(rows(&world).await, []);
    assert!(stored(&world).is_empty());
}

#[actix_web::test]
async fn a_text_that_is_too_long_is_too_long_with_files_as_well() {
    let world = World::new().await;
    let browser = world.stranger();
    let long = "ộ".repeat(50_000);
    browser
        .post_files(paths::STORY, &[("ke_cu_the", &long)], &[("a.pdf", &pdf())])
        .await
        .is(413);
    assert_eq!(rows(&world).await, []);
    assert!(stored(&world).is_empty());
}
