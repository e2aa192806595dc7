//! Notes of one's own unit.

use diesel::prelude::*;
use doithoai::db::schema::event_notes;
use doithoai::difficulties::Status;
use doithoai::difficulties::workbench::paths;

use super::at;
use crate::world::{ADMINISTRATOR, AGRICULTURE, CHAIR, DUNG, HOA, SON, THU, VAN, World};

#[actix_web::test]
async fn a_note_is_read_in_the_unit_it_was_written_in() {
    let world = World::new().await;
    let item = world.difficulty().with_coordinating(AGRICULTURE);
    let difficulty = item.standing(Status::InProgress).create().await;
    let (page, bench) = (
        at(paths::NOTES, &difficulty),
        at(paths::WORKBENCH, &difficulty),
    );
    for (name, text) in [
        (HOA, "Kiểm tra số ô đất."),
        (DUNG, "Hỏi lại xã."),
        (VAN, "Chủ trì quan tâm."),
        (CHAIR, "Nêu tại hội nghị."),
    ] {
        world
            .sign_in(name)
            .await
            .post(&page, &[("ghi_chu", text)])
            .await
            .leads_to(&format!("{bench}#ghi-chu-noi-bo"));
    }
    let all = [
        "Kiểm tra số ô đất.",
        "Hỏi lại xã.",
        "Chủ trì quan tâm.",
        "Nêu tại hội nghị.",
    ];
    for (name, own) in [
        (HOA, all[0]),
        (SON, all[0]),
        (DUNG, all[1]),
        (VAN, all[2]),
        (THU, all[2]),
        (CHAIR, all[3]),
    ] {
        let browser = world.sign_in(name).await;
        for path in [paths::WORKBENCH, paths::NOTES, paths::HISTORY] {
            let answer = browser.get(&at(path, &difficulty)).await.is_ok();
            for text in all {
                let reads = answer.body.contains(text);
                assert_eq!(reads, text == own, "{name} on {path}: {text}");
            }
        }
    }
    let filer = world.filer_of(&difficulty).await;
    let own = filer.get(&format!("/ho-so/{}", difficulty.reference)).await;
    assert!(all.iter().all(|text| !own.body.contains(text)));
    filer.get(&page).await.is(401);
    world
        .sign_in(ADMINISTRATOR)
        .await
        .get(&page)
        .await
        .is_not_found();
}

#[actix_web::test]
async fn a_correction_keeps_what_was_said_and_is_its_writers_alone() {
    let world = World::new().await;
    let difficulty = world
        .difficulty()
        .standing(Status::InProgress)
        .create()
        .await;
    let page = at(paths::NOTES, &difficulty);
    let hoa = world.sign_in(HOA).await;
    hoa.post(&page, &[("ghi_chu", "Bốn ô.")]).await;
    let id = hoa
        .get(&page)
        .await
        .attributes("details input[name=sua]", "value")[0]
        .clone();
    hoa.post(&page, &[("ghi_chu", "Bốn mươi sáu ô."), ("sua", &id)])
        .await;
    hoa.get(&page)
        .await
        .shows("Bốn mươi sáu ô.")
        .shows("Bốn ô.")
        .shows("sửa 28/06/2024");
    let son = world.sign_in(SON).await;
    son.post(&page, &[("ghi_chu", "Của tôi."), ("sua", &id)])
        .await
        .is(422)
        .shows("Của tôi.");
    hoa.post(&page, &[("ghi_chu", "  ")]).await.is(422);
    let long = "a".repeat(5_001);
    hoa.post(&page, &[("ghi_chu", &long)])
        .await
        .is(422)
        .shows("Hãy rút gọn");
    // The words stand beside the chain, where they can be erased.
    let words: i64 = world
        .read(|conn| {
            Ok(event_notes::table
                .filter(event_notes::text.eq("Bốn ô."))
                .count()
                .get_result(conn)?)
        })
        .await;
    assert_eq!(words, 1);
}

#[actix_web::test]
async fn who_did_something_today_is_told_to_the_others() {
    let world = World::new().await;
    let difficulty = world.difficulty().standing(Status::Assigned).create().await;
    let bench = at(paths::WORKBENCH, &difficulty);
    let hoa = world.sign_in(HOA).await;
    let now = difficulty.version.to_string();
    hoa.post(&at(paths::TAKE, &difficulty), &[("phien_ban", &now)])
        .await;
    let edit = at(doithoai::responses::paths::DRAFT, &difficulty);
    let fields = [
        ("tra_loi", "Bản của Hoa."),
        ("so_ban", "0"),
        ("phien_ban", "0"),
        ("viec", "nhap"),
    ];
    hoa.post(&edit, &fields).await.leads_to(&edit);
    let son = world.sign_in(SON).await;
    son.get(&bench)
        .await
        .shows("Hoa đang soạn trả lời, lưu lúc 28/06/2024, 09:00");
    // On an old page the leader reads what came between, and keeps what was typed.
    let ask = at(paths::ASK, &difficulty);
    let typed = [("ly_do", "Cần bao nhiêu mét vuông?"), ("phien_ban", &*now)];
    son.post(&ask, &typed)
        .await
        .is(409)
        .shows("Hoa")
        .shows("Cần bao nhiêu mét vuông?");
    // The next day it is history.
    world.set_time("2024-07-01T09:00");
    world
        .sign_in(SON)
        .await
        .get(&bench)
        .await
        .hides("đang soạn trả lời, lưu lúc");
}
