//! After sending: the filer corrects until it is accepted, adds afterwards, and chooses how to be
//! told.

use diesel::prelude::*;
use doithoai::db::schema::{corrections, notices, submissions};
use doithoai::difficulties::actions::{Act, Split};
use doithoai::difficulties::{Difficulty, Priority, Status};

use crate::world::{MINH, THU, World};

const NEW: [(&str, &str); 3] = [
    ("tom_tat", "Cần đất ở cụm công nghiệp"),
    ("ke_cu_the", "Xưởng ở giữa xóm, nay rộng 200 m²."),
    ("de_nghi", "Cho thuê 500 m² ở cụm giai đoạn 2."),
];

fn edit(difficulty: &Difficulty) -> String {
    format!("/ho-so/{}/sua", difficulty.reference)
}

fn with_version(version: i32) -> Vec<(&'static str, String)> {
    let mut fields: Vec<_> = NEW
        .iter()
        .map(|(name, value)| (*name, (*value).to_owned()))
        .collect();
    fields.push(("phien_ban", version.to_string()));
    fields
}

fn fields<'a>(all: &'a [(&'a str, String)]) -> Vec<(&'a str, &'a str)> {
    all.iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect()
}

/// The ways of the notices queued for its filer.
async fn told(world: &World, difficulty: &Difficulty) -> Vec<Option<String>> {
    let submission = difficulty.submission_id;
    world
        .read(move |conn| {
            Ok(notices::table
                .filter(notices::submission_id.eq(submission))
                .order(notices::id)
                .select(notices::way)
                .load(conn)?)
        })
        .await
}

async fn accept(world: &World, difficulty: &Difficulty) {
    let act = Act::Accept {
        split: Split::Whole {
            topic_group_id: world.topics[0].id,
        },
        priority: Priority::Normal,
        note: String::new(),
    };
    world.act(THU, difficulty, act).await.unwrap();
}

#[actix_web::test]
async fn the_filer_corrects_until_it_is_accepted() {
    let world = World::new().await;
    let difficulty = world.difficulty().create().await;
    let lan = world.filer_of(&difficulty).await;
    lan.get(&format!("/ho-so/{}", difficulty.reference))
        .await
        .is_ok()
        .shows("Sửa nội dung đã gửi");
    lan.get(&edit(&difficulty))
        .await
        .is_ok()
        .shows("Phải dời lò gas");
    let typed = with_version(difficulty.version);
    lan.post(&edit(&difficulty), &fields(&typed))
        .await
        .leads_to(&format!("/ho-so/{}", difficulty.reference));
    // The same click once more is no second correction.
    lan.post(&edit(&difficulty), &fields(&typed)).await.is(303);

    let now = world.reload(&difficulty).await;
    assert_eq!(now.title, "Cần đất ở cụm công nghiệp");
    assert_eq!(
        (now.status, now.next_due_at),
        (difficulty.status, difficulty.next_due_at)
    );
    let (arrived, before): (String, Vec<String>) = world
        .read(|conn| {
            Ok((
                submissions::table.select(submissions::title).first(conn)?,
                corrections::table
                    .select(corrections::title_before)
                    .load(conn)?,
            ))
        })
        .await;
    assert_eq!(arrived, difficulty.title, "as it arrived");
    assert_eq!(before, [difficulty.title.clone()]);

    // The clerk sees that it was corrected, with both texts, and finds it by the new words.
    let thu = world.sign_in(THU).await;
    thu.get(&format!("/xu-ly/{}", difficulty.reference))
        .await
        .is_ok()
        .shows("Đã sửa")
        .shows("Phải dời lò gas")
        .shows("Cho thuê 500 m²");
    thu.get("/xu-ly/tiep-nhan")
        .await
        .is_ok()
        .shows("Người gửi sửa lần cuối lúc 28/06/2024, 09:00")
        .shows("Bản gửi lúc đầu");
    thu.get("/xu-ly/tat-ca?q=500+m2")
        .await
        .is_ok()
        .shows(&difficulty.reference);
    lan.get(&format!("/ho-so/{}", difficulty.reference))
        .await
        .is_ok()
        .shows("Bạn đã sửa nội dung");
    let mut faults = Vec::new();
    let conference = difficulty.conference_id;
    world
        .read(move |conn| {
            doithoai::events::verify(conn, conference, |fault| faults.push(fault))?;
            assert!(faults.is_empty(), "{faults:?}");
            Ok(())
        })
        .await;
}

#[actix_web::test]
async fn a_correction_of_an_older_page_gives_both_texts() {
    let world = World::new().await;
    let difficulty = world.difficulty().create().await;
    let lan = world.filer_of(&difficulty).await;
    let typed = with_version(difficulty.version);
    lan.post(&edit(&difficulty), &fields(&typed)).await.is(303);
    let mut older = with_version(difficulty.version);
    older[0].1 = "Tôi gõ ở trang kia".into();
    let answer = lan
        .post(&edit(&difficulty), &fields(&older))
        .await
        .is(409)
        .shows("Cần đất ở cụm công nghiệp")
        .shows("Tôi gõ ở trang kia");
    // Told what stands, they may send theirs over it.
    let version = answer.attributes("form input[name=phien_ban]", "value")[0].clone();
    older[3].1 = version;
    lan.post(&edit(&difficulty), &fields(&older)).await.is(303);
    assert_eq!(world.reload(&difficulty).await.title, "Tôi gõ ở trang kia");
}

#[actix_web::test]
async fn accepted_meanwhile_the_correction_becomes_an_addition() {
    let world = World::new().await;
    let difficulty = world.difficulty().create().await;
    let lan = world.filer_of(&difficulty).await;
    accept(&world, &difficulty).await;
    let typed = with_version(difficulty.version);
    let answer = lan
        .post(&edit(&difficulty), &fields(&typed))
        .await
        .is(409)
        .shows("Hồ sơ đã được tiếp nhận")
        .shows("nay rộng 200 m²");
    let (action, sent) = answer
        .forms()
        .into_iter()
        .find(|(action, _)| action.ends_with("/trao-doi"))
        .unwrap();
    let sent: Vec<(&str, &str)> = sent
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    lan.post(&action, &sent)
        .await
        .leads_to(&format!("/ho-so/{}", difficulty.reference));
    assert_eq!(world.reload(&difficulty).await.title, difficulty.title);
    let page = lan.get(&format!("/ho-so/{}", difficulty.reference)).await;
    page.is_ok()
        .shows("nay rộng 200 m²")
        .hides("Sửa nội dung đã gửi");
}

#[actix_web::test]
async fn a_correction_needs_what_filing_needs() {
    let world = World::new().await;
    let difficulty = world.difficulty().create().await;
    let lan = world.filer_of(&difficulty).await;
    let mut typed = with_version(difficulty.version);
    typed[0].1 = String::new();
    lan.post(&edit(&difficulty), &fields(&typed))
        .await
        .is(422)
        .shows("Ghi tóm tắt khó khăn trong một câu")
        .shows("nay rộng 200 m²");
}

#[actix_web::test]
async fn nobody_else_corrects_it_or_learns_of_it() {
    let world = World::new().await;
    let difficulty = world.difficulty().create().await;
    let other = world.difficulty().filed_by(MINH).create().await;
    let typed = with_version(difficulty.version);
    let notices = format!("/ho-so/{}/nhan-tin", difficulty.reference);
    // Before acceptance words are corrected, not added.
    let lan = world.filer_of(&difficulty).await;
    let version = difficulty.version.to_string();
    lan.post(
        &format!("/ho-so/{}/trao-doi", difficulty.reference),
        &[("phien_ban", &version), ("bo_sung", "Thêm một lời.")],
    )
    .await
    .is(422)
    .shows("Thêm một lời.");
    for browser in [
        world.stranger(),
        world.filer_of(&other).await,
        world.sign_in("hoa").await,
    ] {
        browser.get(&edit(&difficulty)).await.is_not_found();
        browser
            .post(&edit(&difficulty), &fields(&typed))
            .await
            .is_not_found();
        browser.get(&notices).await.is_not_found();
        browser
            .post(&notices, &[("cach", "nothing")])
            .await
            .is_not_found();
    }
    let thu = world.sign_in(THU).await;
    thu.post(&edit(&difficulty), &fields(&typed)).await.is(403);
    assert_eq!(world.reload(&difficulty).await.version, difficulty.version);
}

#[actix_web::test]
async fn while_a_question_waits_the_page_says_since_when_the_clock_stands() {
    let world = World::new().await;
    let difficulty = world.difficulty().standing(Status::NeedInfo).create().await;
    let lan = world.filer_of(&difficulty).await;
    lan.get(&format!("/ho-so/{}", difficulty.reference))
        .await
        .is_ok()
        .shows("Đồng hồ dừng từ 28/06/2024, 09:00");
}

#[actix_web::test]
async fn the_filer_chooses_how_to_be_told() {
    let world = World::new().await;
    let difficulty = world.difficulty().create().await;
    let lan = world.filer_of(&difficulty).await;
    let path = format!("/ho-so/{}/nhan-tin", difficulty.reference);
    // She gave no e-mail address.
    let page = lan.get(&path).await.is_ok().shows("09•• ••• 111");
    assert!(page.attributes("input#cach-email", "value").is_empty());
    lan.post(&path, &[("cach", "email")])
        .await
        .is(422)
        .shows("Chọn một cách báo tin");
    assert_eq!(told(&world, &difficulty).await, [Some("sms".to_owned())]);
    lan.post(&path, &[("cach", "nothing")])
        .await
        .leads_to(&format!("/ho-so/{}", difficulty.reference));
    lan.get(&format!("/ho-so/{}", difficulty.reference))
        .await
        .is_ok()
        .shows("Không báo; bạn tự tra cứu.")
        .shows("đã chọn cách báo tin");
    accept(&world, &world.reload(&difficulty).await).await;
    assert_eq!(
        told(&world, &difficulty).await.len(),
        1,
        "nothing more is queued"
    );
}
