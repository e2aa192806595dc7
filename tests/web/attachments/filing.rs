//! Sending files: with the draft, into the submission, with an answer, afterwards.

use diesel::prelude::*;
use doithoai::attachments::{Scan, paths as file_paths};
use doithoai::db::schema::{event_notes, events, notices};
use doithoai::difficulties::Status;
use doithoai::submissions::paths;
use doithoai::web::visit::cookies;

use super::samples::{PLACE, contains, docx, exif, jpeg, pdf};
use super::{STORY, complaints, file, hidden, path_of, rows, send, send_story, stored};
use crate::world::World;

fn soon() -> std::time::SystemTime {
    std::time::SystemTime::now()
}

#[actix_web::test]
async fn a_photo_goes_from_the_telephone_into_the_file_without_its_place() {
    let world = World::new().await;
    let browser = world.stranger();
    assert!(contains(&jpeg(), PLACE));
    let reference = file(
        &browser,
        &[("lò gas.jpg", &jpeg()), ("đơn.pdf", &pdf())],
        &[],
    )
    .await;
    let receipt = browser.get(&paths::receipt(&reference)).await.is_ok();
    receipt
        .shows("2 tệp kèm theo")
        .shows("lò gas.jpg")
        .shows("đơn.pdf");
    let rows = rows(&world).await;
    assert_eq!(rows.len(), 2);
    let kept = std::fs::read(path_of(&world, &rows[0])).unwrap();
    assert!(!contains(&kept, PLACE), "the place is still there");
    assert!(!contains(&kept, &exif()));
    // Which side is up, the colours and the pixels stay.
    assert!(contains(&kept, &[0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6]));
    assert!(contains(&kept, b"ICC_PROFILE\0\x01\x01mau"));
    assert!(contains(
        &kept,
        &[0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD0, 0x56, 0xFF, 0xD9]
    ));
    assert_eq!(kept.len(), usize::try_from(rows[0].size).unwrap());
    assert_eq!(rows[0].scan, Scan::None);
    assert!(
        rows.iter()
            .all(|row| row.form_token.is_none() && row.submission_id.is_some())
    );
    assert_eq!(complaints(&world, soon()), [""; 0]);
    // The chain of events holds their sums.
    let data: Vec<String> = world
        .read(|conn| {
            Ok(events::table
                .filter(events::action.eq("attach"))
                .select(events::data)
                .load(conn)?)
        })
        .await;
    assert_eq!(data.len(), 1);
    assert_eq!(data[0].matches(',').count(), 1);
}

#[actix_web::test]
async fn one_click_sent_twice_carries_the_files_once() {
    let world = World::new().await;
    let browser = world.stranger();
    let draft = {
        send_story(&browser, &STORY, &[("a.pdf", &pdf())]).await;
        browser.cookie(cookies::DRAFT).unwrap()
    };
    file(&browser, &[], &[]).await;
    browser.set_cookie(cookies::DRAFT, &draft);
    let page = browser.get(paths::BEGIN).await.is_ok();
    let form_token = hidden(&page, "phieu");
    browser
        .post(paths::CHECK, &[("phieu", &form_token)])
        .await
        .leads_to("/ho-so/KK24-0001/bien-nhan");
    assert_eq!(rows(&world).await.len(), 1);
}

#[actix_web::test]
async fn what_is_wrong_with_the_text_loses_no_file() {
    let world = World::new().await;
    let browser = world.stranger();
    let answer = send_story(
        &browser,
        &[("tom_tat", "Chỉ có tóm tắt")],
        &[("lò gas.jpg", &jpeg())],
    )
    .await
    .is(422)
    .shows("lò gas.jpg")
    .shows("Bỏ tệp");
    assert_eq!(answer.all("#tom_tat"), ["Chỉ có tóm tắt"]);
    // And the page goes on from there.
    let version = hidden(&answer, "phien_ban");
    let mut all = STORY.to_vec();
    all.push(("phien_ban", &version));
    browser
        .post_files(paths::STORY, &all, &[])
        .await
        .leads_to(paths::FILER);
    browser.get(paths::STORY).await.is_ok().shows("lò gas.jpg");
    assert_eq!(rows(&world).await.len(), 1);
}

#[actix_web::test]
async fn files_are_uploaded_and_taken_away_one_by_one_and_the_text_stays() {
    let world = World::new().await;
    let browser = world.stranger();
    let typed = [("tom_tat", "Dở dang"), ("them", "1")];
    send_story(&browser, &typed, &[("a.pdf", &pdf()), ("b.docx", &docx())])
        .await
        .leads_to(paths::STORY);
    let page = browser
        .get(paths::STORY)
        .await
        .is_ok()
        .shows("a.pdf")
        .shows("b.docx");
    assert_eq!(page.all("#tom_tat"), ["Dở dang"]);
    let ids = page.attributes("button[name=bo_tep]", "value");
    assert_eq!(ids.len(), 2);
    send_story(
        &browser,
        &[("tom_tat", "Dở dang hơn"), ("bo_tep", &ids[0])],
        &[],
    )
    .await
    .leads_to(paths::STORY);
    let page = browser
        .get(paths::STORY)
        .await
        .is_ok()
        .hides("a.pdf")
        .shows("b.docx");
    assert_eq!(page.all("#tom_tat"), ["Dở dang hơn"]);
    assert_eq!(stored(&world).len(), 1);
    // Another browser's file is not for the taking.
    let other = world.stranger();
    send_story(
        &other,
        &[("them", "1"), ("bo_tep", &ids[1])],
        &[("c.pdf", &pdf())],
    )
    .await;
    assert_eq!(rows(&world).await.len(), 2);
    // Giving the draft up lets the files go.
    browser
        .post(paths::BEGIN, &[("moi", "1")])
        .await
        .leads_to(paths::STORY);
    assert_eq!(rows(&world).await.len(), 1);
    assert_eq!(stored(&world).len(), 1);
}

#[actix_web::test]
async fn two_tabs_of_one_draft_lose_nothing_and_send_only_what_was_seen() {
    let world = World::new().await;
    let (one, other) = {
        let browser = world.stranger();
        send_story(&browser, &STORY, &[("a.pdf", &pdf())]).await;
        (browser.clone(), browser)
    };
    // Both tabs show version 2; one saves another text, the other sends a file with its own.
    send_story(
        &one,
        &[
            ("tom_tat", "Câu khác"),
            ("ke_cu_the", "x"),
            ("de_nghi", "y"),
        ],
        &[],
    )
    .await;
    let mut old = STORY.to_vec();
    old[0].1 = "Câu của tab kia";
    old.push(("phien_ban", "2"));
    other
        .post_files(paths::STORY, &old, &[("b.pdf", &pdf())])
        .await
        .is(409)
        .shows("Câu khác")
        .shows("Câu của tab kia")
        .shows("a.pdf")
        .shows("b.pdf");
    // The last page knows which files it shows.
    let reference = {
        let page = file_up_to_check(&one).await;
        send_story(
            &other,
            &[
                ("tom_tat", "Câu khác"),
                ("ke_cu_the", "x"),
                ("de_nghi", "y"),
                ("them", "1"),
            ],
            &[("c.pdf", &pdf())],
        )
        .await;
        let fields: Vec<_> = ["phien_ban", "phieu", "cac_tep"]
            .map(|name| (name, hidden(&page, name)))
            .into();
        let mut all: Vec<_> = fields
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        all.extend([("nhom", ""), ("cong_khai", "anonymous"), ("dong_y", "1")]);
        one.post(paths::CHECK, &all).await.is(409).shows("c.pdf");
        send(&one).await.leads_to("/ho-so/").location()
    };
    one.get(&reference).await.is_ok().shows("3 tệp kèm theo");
}

async fn file_up_to_check(browser: &crate::world::Browser<'_>) -> crate::world::Answer {
    let page = browser.get(paths::FILER).await.is_ok();
    let version = hidden(&page, "phien_ban");
    let mut all = super::LAN.to_vec();
    all.push(("phien_ban", &version));
    browser
        .post(paths::FILER, &all)
        .await
        .leads_to(paths::CHECK);
    browser.get(paths::CHECK).await.is_ok()
}

#[actix_web::test]
async fn a_question_is_answered_with_a_photo() {
    let world = World::new().await;
    let item = world.difficulty().standing(Status::NeedInfo).create().await;
    let filer = world.filer_of(&item).await;
    let page = filer
        .get(&format!("/ho-so/{}", item.reference))
        .await
        .is_ok();
    let (version, token) = (hidden(&page, "phien_ban"), hidden(&page, "phieu_tep"));
    let address = format!("/ho-so/{}/trao-doi", item.reference);
    // Without a word it is no answer, and the photo is still there.
    let again = filer
        .post_files(
            &address,
            &[
                ("phien_ban", &version),
                ("phieu_tep", &token),
                ("bo_sung", " "),
            ],
            &[("mặt bằng.jpg", &jpeg())],
        )
        .await
        .is(422)
        .shows("mặt bằng.jpg");
    assert_eq!(hidden(&again, "phieu_tep"), token);
    assert_eq!(world.reload(&item).await.status, Status::NeedInfo);
    filer
        .post_files(
            &address,
            &[
                ("phien_ban", &version),
                ("phieu_tep", &token),
                ("bo_sung", "Cần 300 m²."),
            ],
            &[],
        )
        .await
        .leads_to("/ho-so/");
    let page = filer
        .get(&format!("/ho-so/{}", item.reference))
        .await
        .is_ok();
    let page = page.shows("Cần 300 m².").shows("mặt bằng.jpg");
    assert_ne!(hidden(&page, "phieu_tep"), token);
    assert_ne!(world.reload(&item).await.status, Status::NeedInfo);
    let row = rows(&world).await.remove(0);
    assert_eq!(row.difficulty_id, Some(item.id));
    let address = file_paths::of(file_paths::OF_FILER, &item.reference, row.id);
    filer.get(&address).await.is_ok();
}

#[actix_web::test]
async fn what_was_forgotten_is_added_and_the_agency_is_told() {
    let world = World::new().await;
    let item = world
        .difficulty()
        .standing(Status::InProgress)
        .create()
        .await;
    let filer = world.filer_of(&item).await;
    let address = format!("/ho-so/{}/trao-doi", item.reference);
    let version = item.version.to_string();
    filer
        .post_files(&address, &[("phien_ban", &version), ("bo_sung", "")], &[])
        .await
        .is(422)
        .shows("Hãy chọn ít nhất một tệp");
    filer
        .post_files(
            &address,
            &[("phien_ban", &version), ("bo_sung", "Gửi thêm lời.")],
            &[],
        )
        .await
        .is(303);
    filer
        .get(&format!("/ho-so/{}", item.reference))
        .await
        .is_ok()
        .shows("Gửi thêm lời.");
    filer
        .post_files(
            &address,
            &[("bo_sung", "Giấy phép đây.")],
            &[("giấy phép.pdf", &pdf())],
        )
        .await
        .leads_to("/ho-so/");
    filer
        .get(&format!("/ho-so/{}", item.reference))
        .await
        .is_ok()
        .shows("Giấy phép đây.")
        .shows("giấy phép.pdf");
    let told: i64 = world
        .read(|conn| {
            Ok(notices::table
                .filter(notices::kind.eq("attach"))
                .filter(notices::agency_id.eq(crate::world::TRADE))
                .count()
                .get_result(conn)?)
        })
        .await;
    assert_eq!(told, 1);
    let noted: i64 = world
        .read(|conn| {
            Ok(event_notes::table
                .filter(event_notes::text.eq("Giấy phép đây."))
                .count()
                .get_result(conn)?)
        })
        .await;
    assert_eq!(noted, 1);
    world
        .sign_in(crate::world::HOA)
        .await
        .get(&format!("/xu-ly/{}", item.reference))
        .await
        .is_ok()
        .shows("giấy phép.pdf");
}

#[actix_web::test]
async fn what_has_ended_takes_no_more_files() {
    let world = World::new().await;
    let item = world.difficulty().standing(Status::Closed).create().await;
    let filer = world.filer_of(&item).await;
    filer
        .post_files(
            &format!("/ho-so/{}/trao-doi", item.reference),
            &[("bo_sung", "")],
            &[("a.pdf", &pdf())],
        )
        .await
        .is(409)
        .shows("Hồ sơ đã kết thúc");
}

#[actix_web::test]
async fn a_look_up_that_ended_meanwhile_keeps_words_and_files() {
    let world = World::new().await;
    let filed = world.difficulty().file().await;
    let item = filed.difficulty;
    let filer = world.filer_of(&item).await;
    let page = filer
        .get(&format!("/ho-so/{}", item.reference))
        .await
        .is_ok();
    let token = hidden(&page, "phieu_tep");
    let gone = world.stranger();
    let answer = gone
        .post_files(
            &format!("/ho-so/{}/trao-doi", item.reference),
            &[("phieu_tep", &token), ("bo_sung", "Ảnh xưởng.")],
            &[("xưởng.jpg", &jpeg())],
        )
        .await
        .is(404)
        .shows("Ảnh xưởng.");
    assert_eq!(hidden(&answer, "phieu_tep"), token);
    gone.post(
        "/tra-cuu",
        &[
            ("tiep", &format!("/ho-so/{}/trao-doi", item.reference)),
            ("ma_bi_mat", &filed.code.to_string()),
            ("lien_he", crate::world::LAN.phone),
            ("bo_sung", "Ảnh xưởng."),
            ("phieu_tep", &token),
        ],
    )
    .await
    .is_ok()
    .shows("xưởng.jpg")
    .shows("Ảnh xưởng.");
}
