//! The answer as a letter: who gets it, what it says, and how it is laid out.

use std::io::Read as _;
use std::process::{Command, Stdio};

use doithoai::difficulties::{Difficulty, Status};

use crate::world::{Answer, CHAIR, DUNG, HOA, MINH, SON, THU, VAN, World};

/// What a program of poppler says of a PDF; `tests/run tools` installs it.
pub fn poppler(program: &str, arguments: &[&str], pdf: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("paper.pdf");
    std::fs::write(&path, pdf).unwrap();
    let mut command = Command::new(program);
    command.args(arguments).arg(&path).stderr(Stdio::inherit());
    if program == "pdftotext" {
        command.arg("-");
    }
    let output = command
        .output()
        .unwrap_or_else(|error| panic!("{program} (poppler-utils): {error}"));
    assert!(output.status.success(), "{program} refused the file");
    String::from_utf8(output.stdout).unwrap()
}

/// The words of a PDF, one space between them.
pub fn text_of(pdf: &[u8]) -> String {
    let text = poppler("pdftotext", &["-layout"], pdf);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of a DOCX in reading order.
pub fn words_of(docx: &[u8]) -> String {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(docx)).unwrap();
    let mut xml = String::new();
    zip.by_name("word/document.xml")
        .unwrap()
        .read_to_string(&mut xml)
        .unwrap();
    let mut reader = quick_xml::Reader::from_str(&xml);
    let mut words = String::new();
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Text(text) => words.push_str(&text),
            quick_xml::events::Event::End(end) if end.name().as_ref() == "w:p" => words.push(' '),
            quick_xml::events::Event::Eof => break,
            _ => {}
        }
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn staff(difficulty: &Difficulty, ending: &str) -> String {
    format!("/xu-ly/{}/tra-loi.{ending}", difficulty.reference)
}

fn own(difficulty: &Difficulty, ending: &str) -> String {
    format!("/ho-so/{}/tra-loi.{ending}", difficulty.reference)
}

fn is_pdf(answer: Answer) -> Vec<u8> {
    let answer = answer.is_ok();
    assert_eq!(answer.header("content-type"), "application/pdf");
    assert_eq!(answer.header("cache-control"), "private, no-store");
    answer.bytes.to_vec()
}

#[actix_web::test]
async fn the_filer_and_those_who_work_on_it_get_the_same_letter() {
    let world = World::new().await;
    let item = world
        .difficulty()
        .titled("Cho xe 3,5 tấn vào làng lúc 12 giờ 😀")
        .standing(Status::Answered);
    let answered = item.create().await;
    let filer = world.filer_of(&answered).await;
    let page = filer.get(&format!("/ho-so/{}", answered.reference)).await;
    let links = page.attributes("a[href$='/tra-loi.pdf']", "href");
    assert_eq!(links, [own(&answered, "pdf")]);
    let pdf = is_pdf(filer.get(&own(&answered, "pdf")).await);
    let said = text_of(&pdf);
    for words in [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "UBND THÀNH PHỐ HÀ NỘI",
        "SỞ CÔNG THƯƠNG",
        "Số: ",
        "V/v trả lời kiến nghị",
        "Hà Nội, ngày ",
        "Kính gửi: ",
        "12 giờ [U+1F600]",
        "GIÁM ĐỐC",
        "Nơi nhận:",
        "- Như trên;",
        "Trân trọng./.",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    let hoa = world.sign_in(HOA).await;
    let bench = hoa.get(&format!("/xu-ly/{}", answered.reference)).await;
    let links = bench.attributes("a[href$='/tra-loi.pdf']", "href");
    assert_eq!(links, [staff(&answered, "pdf")]);
    for name in [HOA, SON, THU, VAN, CHAIR] {
        let staff_pdf = is_pdf(
            world
                .sign_in(name)
                .await
                .get(&staff(&answered, "pdf"))
                .await,
        );
        assert_eq!(staff_pdf, pdf, "{name}");
    }

    let docx = filer.get(&own(&answered, "docx")).await.is_ok();
    let words = words_of(&docx.bytes);
    for words_said in [
        "Kính gửi: ",
        "12 giờ [U+1F600]",
        "- Như trên;",
        "Trân trọng./.",
    ] {
        assert!(words.contains(words_said), "{words}");
    }
}

#[actix_web::test]
async fn nobody_else_learns_that_there_is_a_letter() {
    let world = World::new().await;
    let answered = world.difficulty().standing(Status::Answered).create().await;
    let other = world.difficulty().filed_by(MINH).create().await;
    let unanswered = world
        .difficulty()
        .standing(Status::InProgress)
        .create()
        .await;
    let restricted = world.difficulty().standing(Status::Assigned).restricted();
    let restricted = restricted.create().await;
    for ending in ["pdf", "docx"] {
        world
            .stranger()
            .get(&own(&answered, ending))
            .await
            .is_not_found();
        let stranger = world.filer_of(&other).await;
        stranger.get(&own(&answered, ending)).await.is_not_found();
        let dung = world.sign_in(DUNG).await;
        dung.get(&staff(&answered, ending)).await.is_not_found();
        let hoa = world.sign_in(HOA).await;
        hoa.get(&staff(&unanswered, ending)).await.is_not_found();
        hoa.get(&staff(&restricted, ending)).await.is_not_found();
        let filer = world.filer_of(&unanswered).await;
        filer.get(&own(&unanswered, ending)).await.is_not_found();
        let missing = "/xu-ly/KK24-9999/tra-loi.pdf";
        hoa.get(missing).await.is_not_found();
    }
}

#[actix_web::test]
async fn a_shielded_filer_is_a_label_on_what_staff_print() {
    let world = World::new().await;
    let item = world.difficulty().shielded().standing(Status::Answered);
    let shielded = item.create().await;
    let name = crate::world::LAN.name;
    for reader in [HOA, VAN] {
        let pdf = is_pdf(
            world
                .sign_in(reader)
                .await
                .get(&staff(&shielded, "pdf"))
                .await,
        );
        let said = text_of(&pdf);
        assert!(!said.contains(name), "{said}");
        assert!(said.contains(&format!(" A-{}", shielded.submission_id)));
    }
    let filer = world.filer_of(&shielded).await;
    let said = text_of(&is_pdf(filer.get(&own(&shielded, "pdf")).await));
    assert!(said.contains(name), "{said}");
}

#[actix_web::test]
async fn it_is_laid_out_by_the_decree() {
    let world = World::new().await;
    let answered = world.difficulty().standing(Status::Answered).create().await;
    let filer = world.filer_of(&answered).await;
    let pdf = is_pdf(filer.get(&own(&answered, "pdf")).await);

    let fonts = poppler("pdffonts", &[], &pdf);
    for line in fonts.lines().skip(2) {
        assert!(line.contains("Tinos"), "{fonts}");
        // Embedded, as the letters used, with what they mean.
        assert!(line.contains("yes yes yes"), "{fonts}");
    }
    let info = poppler("pdfinfo", &[], &pdf);
    assert!(info.contains("595.276 x 841.89 pts (A4)"), "{info}");
    assert!(info.contains("Tagged:          yes"), "{info}");

    // Every word between the margins: 30 mm left, 15 right, 20 above and below.
    let boxes = poppler("pdftotext", &["-bbox"], &pdf);
    let mut words = 0;
    for line in boxes.lines().filter(|line| line.contains("<word ")) {
        let number = |name: &str| -> f64 {
            let from = line.find(&format!("{name}=\"")).unwrap() + name.len() + 2;
            line[from..].split('"').next().unwrap().parse().unwrap()
        };
        let mm = 72.0 / 25.4;
        assert!(number("xMin") >= 30.0 * mm - 0.5, "{line}");
        assert!(number("xMax") <= (210.0 - 15.0) * mm + 1.0, "{line}");
        assert!(number("yMin") >= 20.0 * mm - 1.0, "{line}");
        assert!(number("yMax") <= (297.0 - 20.0) * mm + 1.0, "{line}");
        words += 1;
    }
    assert!(words > 60, "{boxes}");
    // The same letter is the same bytes.
    assert_eq!(pdf, is_pdf(filer.get(&own(&answered, "pdf")).await));
}
