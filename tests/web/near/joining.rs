//! Before sending: published near ones, "I meet it too", "not the same"; and from an item's page.

use diesel::prelude::*;
use doithoai::db::schema::{notices, submissions};
use doithoai::difficulties::actions::Act;
use doithoai::difficulties::links::{self, LinkKind};
use doithoai::difficulties::{Action, Difficulty, Status, queries};
use doithoai::events;
use doithoai::submissions::paths;

use super::{MINH, PARAPHRASE, SEND, fill};
use crate::world::{Browser, CHAIR, SON, THU, VAN, World};

/// A browser that has told a near story and said who it is.
async fn near_filer(world: &World) -> Browser<'_> {
    let browser = world.stranger();
    fill(&browser, paths::STORY, &PARAPHRASE)
        .await
        .leads_to(paths::FILER);
    fill(&browser, paths::FILER, &MINH)
        .await
        .leads_to(paths::NEAR);
    browser
}

async fn choose(browser: &Browser<'_>, reference: &str) {
    fill(browser, paths::NEAR, &[("chon", reference)])
        .await
        .leads_to(paths::CHECK);
}

/// The last difficulty that was filed.
async fn newest(world: &World) -> Difficulty {
    world
        .read(|conn| {
            use doithoai::db::schema::difficulties;
            Ok(difficulties::table
                .order(difficulties::id.desc())
                .first(conn)?)
        })
        .await
}

async fn count_of_submissions(world: &World) -> i64 {
    world
        .read(|conn| Ok(submissions::table.count().get_result(conn)?))
        .await
}

async fn count_of_notices(world: &World) -> i64 {
    world
        .read(|conn| Ok(notices::table.count().get_result(conn)?))
        .await
}

async fn has_no_violation(world: &World) {
    let wrong = world
        .read(|conn| {
            let mut wrong = Vec::new();
            doithoai::check::check(conn, |line| wrong.push(line.to_owned()))?;
            Ok(wrong)
        })
        .await;
    assert_eq!(wrong, Vec::<String>::new());
}

async fn take_back(world: &World, published: &Difficulty) {
    let act = Act::Simple {
        action: Action::Unpublish,
        note: "Người gửi không đồng ý nữa.".into(),
    };
    world.act(THU, published, act).await.unwrap();
}

#[actix_web::test]
async fn who_meets_it_too_gets_a_receipt_and_a_thread_of_their_own() {
    let world = World::new().await;
    let parent = world.difficulty().published().create().await;
    let told_before = count_of_notices(&world).await;
    let browser = near_filer(&world).await;
    let page = browser.get(paths::NEAR).await.is_ok();
    let page = page
        .shows(&parent.reference)
        .shows(&parent.title)
        .shows("Chưa có gì được gửi đi");
    let buttons = page.all(".near .card button");
    assert_eq!(buttons.len(), 2);
    assert!(buttons[0].starts_with("Tôi cũng gặp") && buttons[1] == "Không giống, gửi tiếp");
    assert_eq!(
        page.attributes(".near .card button", "class"),
        ["btn", "btn"]
    );
    choose(&browser, &parent.reference).await;
    browser
        .get(paths::CHECK)
        .await
        .is_ok()
        .shows("Đi cùng một hồ sơ đã có")
        .shows(&parent.reference);
    // Nobody is told of anything until it is really filed.
    assert_eq!(count_of_notices(&world).await, told_before);
    assert_eq!(count_of_submissions(&world).await, 1);

    let receipt = fill(&browser, paths::CHECK, &SEND).await.is(303).location();
    browser
        .get(&receipt)
        .await
        .is_ok()
        .shows("Đi cùng một hồ sơ đã có")
        .shows(&parent.reference)
        .shows("Hồ sơ này đã có trả lời");
    let child = newest(&world).await;
    assert_eq!(child.status, Status::Merged);
    assert_eq!(child.merged_into_id, Some(parent.id));
    assert_eq!(child.former_status, Some(Status::Submitted));
    let id = child.id;
    let acts: Vec<String> = world
        .read(move |conn| {
            let events = events::of_difficulty(conn, id)?;
            Ok(events.into_iter().map(|event| event.action).collect())
        })
        .await;
    assert_eq!(acts, ["submit", "join"]);
    assert!(count_of_notices(&world).await > told_before);
    // The same answer, in their own thread.
    browser
        .get(&paths::item(&child.reference))
        .await
        .is_ok()
        .shows("Sở Công Thương trả lời như sau.");
    has_no_violation(&world).await;
}

#[actix_web::test]
async fn not_the_same_is_filed_as_any_other() {
    let world = World::new().await;
    world.difficulty().published().create().await;
    let browser = near_filer(&world).await;
    choose(&browser, "").await;
    browser
        .get(paths::CHECK)
        .await
        .hides("Đi cùng một hồ sơ đã có");
    fill(&browser, paths::CHECK, &SEND)
        .await
        .leads_to("/ho-so/");
    let filed = newest(&world).await;
    assert_eq!(filed.status, Status::Submitted);
    assert_eq!(filed.merged_into_id, None);
}

#[actix_web::test]
async fn the_step_is_no_wall_and_is_asked_once_of_a_story() {
    let world = World::new().await;
    world.difficulty().published().create().await;
    let browser = near_filer(&world).await;
    // Whoever goes past it files all the same.
    browser.get(paths::CHECK).await.is_ok();
    choose(&browser, "").await;
    fill(&browser, paths::FILER, &MINH)
        .await
        .leads_to(paths::CHECK);
    // Another story is another question.
    let other = [
        ("tom_tat", "Xin thuê đất ở cụm để dời lò gas ra khỏi xóm"),
        ("ke_cu_the", "Lò gas sát nhà ở."),
        ("de_nghi", "Cho thuê 300 m² ở cụm giai đoạn 2."),
    ];
    fill(&browser, paths::STORY, &other)
        .await
        .leads_to(paths::NEAR);
}

#[actix_web::test]
async fn what_is_not_published_is_never_shown() {
    let world = World::new().await;
    // Word for word the same, answered, and not public.
    let hidden = world.difficulty().standing(Status::Answered).create().await;
    let taken_back = world.difficulty().published().create().await;
    take_back(&world, &taken_back).await;
    let browser = world.stranger();
    let story = [
        ("tom_tat", hidden.title.as_str()),
        ("ke_cu_the", hidden.body.as_str()),
        ("de_nghi", hidden.ask.as_str()),
    ];
    fill(&browser, paths::STORY, &story)
        .await
        .leads_to(paths::FILER);
    fill(&browser, paths::FILER, &MINH)
        .await
        .leads_to(paths::CHECK);
    browser.get(paths::NEAR).await.leads_to(paths::CHECK);
    for reference in [&hidden.reference, &taken_back.reference] {
        browser.get(&paths::join(reference)).await.is_not_found();
        browser
            .post(&paths::join(reference), &[])
            .await
            .is_not_found();
        // Nor is it learnt by choosing it.
        fill_choice(&browser, reference).await;
    }
    browser.get(&paths::join("KK24-0999")).await.is_not_found();
    browser
        .get(paths::CHECK)
        .await
        .is_ok()
        .hides(&hidden.reference);
}

async fn fill_choice(browser: &Browser<'_>, reference: &str) {
    let answer = browser
        .post(paths::NEAR, &[("chon", reference), ("phien_ban", "3")])
        .await;
    assert!(matches!(answer.status.as_u16(), 303 | 409));
}

#[actix_web::test]
async fn an_opposite_demand_is_not_offered_as_the_same() {
    let world = World::new().await;
    world
        .difficulty()
        .titled("Xin bỏ giờ cấm xe tải vào làng gỗ")
        .telling("Xe chở gỗ phải bốc dỡ ngoài đường lớn. Đề nghị bỏ giờ cấm xe tải ban ngày.")
        .published()
        .create()
        .await;
    let browser = world.stranger();
    let opposite = [
        ("tom_tat", "Xin giữ giờ cấm xe tải vào làng gỗ"),
        ("ke_cu_the", "Xe tải chạy ban ngày nguy hiểm cho trẻ em."),
        ("de_nghi", "Đề nghị giữ giờ cấm xe tải ban ngày."),
    ];
    fill(&browser, paths::STORY, &opposite)
        .await
        .leads_to(paths::FILER);
    fill(&browser, paths::FILER, &MINH)
        .await
        .leads_to(paths::CHECK);
}

#[actix_web::test]
async fn one_that_can_take_nobody_any_more_is_tied_to_and_the_receipt_says_so() {
    let world = World::new().await;
    let parent = world.difficulty().published().create().await;
    for (what, reference_is_shown) in [("closed", true), ("taken back", false)] {
        let browser = near_filer(&world).await;
        choose(&browser, &parent.reference).await;
        // Between showing and sending.
        if what == "closed" {
            let act = Act::Close {
                rating: None,
                note: String::new(),
            };
            world.act(VAN, &parent, act).await.unwrap();
        } else {
            take_back(&world, &parent).await;
        }
        let receipt = fill(&browser, paths::CHECK, &SEND).await.is(303).location();
        let page = browser.get(&receipt).await.is_ok();
        let page = page.shows("Phiếu của bạn đi riêng");
        assert_eq!(
            page.body.contains(&parent.reference),
            reference_is_shown,
            "{what}"
        );
        let own = newest(&world).await;
        assert_eq!(own.status, Status::Submitted, "{what}");
        let id = own.id;
        let ties = world.read(move |conn| Ok(links::of(conn, id)?)).await;
        assert_eq!(
            (ties[0].other_id, ties[0].kind),
            (parent.id, LinkKind::Related)
        );
        let clerk = world.sign_in(THU).await;
        clerk
            .get(&format!("/xu-ly/{}", own.reference))
            .await
            .is_ok()
            .shows("Người gửi cũng gặp")
            .shows(&parent.reference);
        if what == "closed" {
            // Shown as closed from the start, too.
            let other = near_filer(&world).await;
            other.get(paths::NEAR).await.shows("Hồ sơ này đã đóng");
        }
    }
    has_no_violation(&world).await;
}

#[actix_web::test]
async fn one_that_names_an_official_stays_with_the_few_who_may_see_it() {
    let world = World::new().await;
    let parent = world.difficulty().published().create().await;
    let browser = world.stranger();
    fill(&browser, paths::STORY, &PARAPHRASE)
        .await
        .leads_to(paths::FILER);
    let mut filer = MINH.to_vec();
    filer.push(("neu_ten", "1"));
    fill(&browser, paths::FILER, &filer)
        .await
        .leads_to(paths::NEAR);
    choose(&browser, &parent.reference).await;
    let receipt = fill(&browser, paths::CHECK, &SEND).await.is(303).location();
    browser.get(&receipt).await.shows("nêu tên cán bộ");
    let own = newest(&world).await;
    assert!(own.restricted && own.status == Status::Submitted);
}

#[actix_web::test]
async fn one_click_however_often_it_arrives_is_one_submission() {
    let world = World::new().await;
    let parent = world.difficulty().published().create().await;
    let browser = near_filer(&world).await;
    choose(&browser, &parent.reference).await;
    let page = browser.get(paths::CHECK).await.is_ok();
    let value = |name: &str| page.attributes(&format!("input[name={name}]"), "value")[0].clone();
    let (form, version) = (value("phieu"), value("phien_ban"));
    let mut fields = SEND.to_vec();
    fields.extend([("phieu", form.as_str()), ("phien_ban", version.as_str())]);
    let first = browser.post(paths::CHECK, &fields).await.is(303).location();
    let again = browser.post(paths::CHECK, &fields).await.is(303).location();
    assert_eq!(first, again);
    assert_eq!(count_of_submissions(&world).await, 2);
    let parent_id = parent.id;
    let children = world
        .read(move |conn| Ok(queries::merged_into(conn, parent_id)?))
        .await;
    assert_eq!(children.len(), 1);
}

#[actix_web::test]
async fn from_an_items_page_a_short_filing_goes_with_it() {
    let world = World::new().await;
    let parent = world.difficulty().published().create().await;
    let browser = world.stranger();
    let item = paths::item(&parent.reference);
    let address = paths::join(&parent.reference);
    let links = browser.get(&item).await.is_ok();
    assert!(links.attributes("a.btn", "href").contains(&address));
    browser.get(&address).await.is_ok().shows(&parent.title);
    // However the reference is typed.
    let typed = format!("/ho-so/{}/cung-gap", parent.reference.to_lowercase());
    browser.get(&typed).await.leads_to(&address);
    browser
        .post(
            &address,
            &[("chuyen_rieng", "Nhà tôi ở Phú Vinh cũng vậy, từ tháng 3.")],
        )
        .await
        .leads_to(paths::FILER);
    fill(&browser, paths::FILER, &MINH)
        .await
        .leads_to(paths::CHECK);
    browser
        .get(paths::CHECK)
        .await
        .shows("Nhà tôi ở Phú Vinh cũng vậy")
        .shows(&format!("Cùng đề nghị như hồ sơ {}", parent.reference));
    fill(&browser, paths::CHECK, &SEND)
        .await
        .leads_to("/ho-so/");
    let child = newest(&world).await;
    assert_eq!(
        (child.status, child.merged_into_id),
        (Status::Merged, Some(parent.id))
    );
    assert!(child.body.contains("Phú Vinh"));
}

#[actix_web::test]
async fn a_draft_that_is_being_written_is_neither_lost_nor_taken_unasked() {
    let world = World::new().await;
    let parent = world.difficulty().published().create().await;
    let browser = world.stranger();
    fill(&browser, paths::STORY, &PARAPHRASE)
        .await
        .leads_to(paths::FILER);
    let address = paths::join(&parent.reference);
    browser
        .get(&address)
        .await
        .shows("Bạn đang có bản nháp “Xin đất trong CCN để dời lò gas”");
    browser
        .post(&address, &[("chuyen_rieng", "Thêm một ý.")])
        .await
        .leads_to(paths::FILER);
    let story = browser.get(paths::STORY).await.is_ok();
    let story = story.shows("Lò gas của nhà tôi ở giữa xóm");
    story.shows("Thêm một ý.");
    // Given up only by the button that says so.
    browser
        .post(&address, &[("chuyen_rieng", ""), ("moi", "1")])
        .await
        .leads_to(paths::FILER);
    browser
        .get(paths::STORY)
        .await
        .hides("Lò gas của nhà tôi ở giữa xóm");
}

#[actix_web::test]
async fn words_that_are_too_many_are_still_there() {
    let world = World::new().await;
    let parent = world.difficulty().published().create().await;
    let long = "ă".repeat(5_001);
    world
        .stranger()
        .post(&paths::join(&parent.reference), &[("chuyen_rieng", &long)])
        .await
        .is(422)
        .shows("dài quá 1 ký tự")
        .shows(&long);
}

#[actix_web::test]
async fn who_files_neither_way_is_refused_and_late_ones_are_marked_late() {
    let world = World::new().await;
    let parent = world.difficulty().published().create().await;
    for name in [SON, CHAIR] {
        let staff = world.sign_in(name).await;
        staff.get(&paths::join(&parent.reference)).await.is(403);
        staff.post(paths::NEAR, &[("chon", "")]).await.is(403);
    }
    let browser = near_filer(&world).await;
    choose(&browser, &parent.reference).await;
    world.set_time("2024-07-03T18:00");
    let receipt = fill(&browser, paths::CHECK, &SEND).await.is(303).location();
    browser.get(&receipt).await.is_ok();
    let child = newest(&world).await;
    let late: bool = world
        .read(move |conn| {
            Ok(submissions::table
                .find(child.submission_id)
                .select(submissions::is_late)
                .first(conn)?)
        })
        .await;
    assert!(late);
}

#[actix_web::test]
async fn what_a_clerk_types_in_for_somebody_goes_along_too() {
    let world = World::new().await;
    let parent = world.difficulty().published().create().await;
    let clerk = world.sign_in(THU).await;
    fill(&clerk, paths::STORY, &PARAPHRASE)
        .await
        .leads_to(paths::FILER);
    fill(&clerk, paths::FILER, &MINH)
        .await
        .leads_to(paths::NEAR);
    choose(&clerk, &parent.reference).await;
    fill(&clerk, paths::CHECK, &SEND).await.leads_to("/ho-so/");
    assert_eq!(newest(&world).await.merged_into_id, Some(parent.id));
}

#[actix_web::test]
async fn a_choice_that_is_gone_leaves_what_was_written() {
    let world = World::new().await;
    let parent = world.difficulty().published().create().await;
    let other = world.difficulty().published().create().await;
    let browser = near_filer(&world).await;
    take_back(&world, &parent).await;
    fill(&browser, paths::NEAR, &[("chon", &parent.reference)])
        .await
        .is(409)
        .shows("không còn công khai")
        .shows("Xin đất trong CCN để dời lò gas")
        .shows(&other.reference)
        .hides(&parent.reference);
}
