//! Those that follow: each judges the common answer alone.

use doithoai::difficulties::actions::Act;
use doithoai::difficulties::tracking::paths;
use doithoai::difficulties::{Action, Difficulty, Status};
use doithoai::events;

use crate::world::{Answer, Browser, HOA, LAN, MINH, SON, THU, TRADE, VAN, World, draft};

const REASON: &str = "Cụm giai đoạn 2 chưa có đường vào, chúng tôi không thuê được.";

/// A parent with two that follow it: one merged by the clerk, one joined by its filer.
async fn three(world: &World) -> (Difficulty, Difficulty, Difficulty) {
    let parent = world
        .difficulty()
        .filed_by(MINH)
        .standing(Status::InProgress)
        .create()
        .await;
    let merged = world.difficulty().assigned_to(TRADE).create().await;
    let merge = Act::Merge {
        into: parent.id,
        note: "Cùng hỏi về cụm giai đoạn 2.".into(),
    };
    let merged = world.act(THU, &merged, merge.clone()).await.unwrap();
    let second = world
        .difficulty()
        .filed_by(LAN)
        .standing(Status::Accepted)
        .create()
        .await;
    let second = world.act(THU, &second, merge).await.unwrap();
    (parent, merged, second)
}

async fn answer(world: &World, difficulty: &Difficulty) -> Difficulty {
    let response_id = draft(world, difficulty, HOA).await;
    let submit = Act::SubmitForApproval { response_id };
    let difficulty = world.act(HOA, difficulty, submit).await.unwrap();
    let approve = Act::Approve {
        document_number: world.next_document(),
        document_on: None,
    };
    world.act(SON, &difficulty, approve).await.unwrap()
}

async fn object(browser: &Browser<'_>, difficulty: &Difficulty) -> Answer {
    let version = difficulty.version.to_string();
    browser
        .post(
            &paths::of(paths::JUDGE, &difficulty.reference),
            &[
                ("ket_qua", "chua-giai-quyet"),
                ("ly_do_chua", REASON),
                ("phien_ban", &version),
            ],
        )
        .await
}

async fn rate(browser: &Browser<'_>, difficulty: &Difficulty) -> Answer {
    let version = difficulty.version.to_string();
    browser
        .post(
            &paths::of(paths::JUDGE, &difficulty.reference),
            &[
                ("ket_qua", "da-giai-quyet"),
                ("diem", "4"),
                ("y_kien_danh_gia", "Rõ ràng."),
                ("phien_ban", &version),
            ],
        )
        .await
}

#[actix_web::test]
async fn an_objection_takes_out_one_and_leaves_the_others_and_the_answer() {
    let world = World::new().await;
    let (parent, merged, second) = three(&world).await;
    let browser = world.filer_of(&merged).await;
    // Nothing to judge before there is an answer.
    object(&browser, &merged).await.is(409);
    answer(&world, &parent).await;
    let address = paths::file(&merged.reference);
    browser
        .get(&address)
        .await
        .is_ok()
        .shows("Sở Công Thương trả lời như sau.")
        .shows("Bạn có thể đề nghị xem lại")
        .shows("Hồ sơ của bạn sẽ được tách ra");
    object(&browser, &merged).await.leads_to(&address);
    let apart = world.reload(&merged).await;
    assert_eq!(apart.status, Status::InProgress);
    assert_eq!(apart.merged_into_id, None);
    assert_eq!(apart.lead_agency_id, Some(TRADE));
    assert_eq!(apart.reopenings, 1);
    assert!(apart.next_party.is_some() && apart.next_due_at.is_some());
    assert_eq!(world.reload(&parent).await.status, Status::Answered);
    assert_eq!(world.reload(&second).await.status, Status::Merged);
    // What was answered stays in their thread, and a new answer comes before it.
    browser
        .get(&address)
        .await
        .shows("15/SCT-QLCN")
        .shows(REASON);
    answer(&world, &apart).await;
    browser
        .get(&address)
        .await
        .shows("Trả lời trước đó")
        .shows("Sở Công Thương trả lời như sau.");
    let officer = world.sign_in(HOA).await;
    officer
        .get(&format!("/xu-ly/{}", merged.reference))
        .await
        .is_ok()
        .shows("Đã được trả lời chung với")
        .shows(&parent.reference);
    let wrong = world
        .read(|conn| {
            let mut wrong = Vec::new();
            doithoai::check::check(conn, |line| wrong.push(line.to_owned()))?;
            Ok(wrong)
        })
        .await;
    assert_eq!(wrong, Vec::<String>::new());
}

#[actix_web::test]
async fn one_without_a_lead_of_its_own_gets_the_one_that_answered() {
    let world = World::new().await;
    let (parent, _, second) = three(&world).await;
    answer(&world, &parent).await;
    let browser = world.filer_of(&second).await;
    object(&browser, &second).await.leads_to("/ho-so/");
    let apart = world.reload(&second).await;
    assert_eq!(
        (apart.status, apart.lead_agency_id),
        (Status::InProgress, Some(TRADE))
    );
    assert!(apart.topic_group_id.is_some());
}

#[actix_web::test]
async fn a_rating_is_kept_on_their_own_once_and_ends_nothing() {
    let world = World::new().await;
    let (parent, merged, _) = three(&world).await;
    answer(&world, &parent).await;
    let browser = world.filer_of(&merged).await;
    rate(&browser, &merged).await.leads_to("/ho-so/");
    let rated = world.reload(&merged).await;
    assert_eq!(rated.status, Status::Merged);
    let id = merged.id;
    let last = world
        .read(move |conn| Ok(events::of_difficulty(conn, id)?.pop()))
        .await
        .unwrap();
    assert_eq!(last.action, Action::Rate.as_str());
    assert!(last.data.contains("\"rating\":4"));
    browser
        .get(&paths::file(&merged.reference))
        .await
        .shows("đánh giá câu trả lời 4/5");
    rate(&browser, &rated).await.is(409).shows("đã đánh giá");
    // Who rated it may still object within the window.
    object(&browser, &rated).await.leads_to("/ho-so/");
}

#[actix_web::test]
async fn after_the_window_a_merged_filer_rates_and_no_longer_objects() {
    let world = World::new().await;
    let (parent, merged, _) = three(&world).await;
    answer(&world, &parent).await;
    world.set_time("2024-07-30T09:00");
    let browser = world.filer_of(&merged).await;
    object(&browser, &merged).await.is(409).shows(REASON);
    assert_eq!(world.reload(&merged).await.status, Status::Merged);
    rate(&browser, &merged).await.leads_to("/ho-so/");
}

#[actix_web::test]
async fn the_clerk_takes_a_joined_one_out_again() {
    let world = World::new().await;
    let parent = world.difficulty().published().create().await;
    let child = world.difficulty().filed_by(MINH).create().await;
    let join = Act::Join { into: parent.id };
    let filer = doithoai::difficulties::actions::Doer::filer(child.submission_id);
    let child = world.act_as(filer, &child, join).await.unwrap();
    assert_eq!(child.status, Status::Merged);
    let act = Act::Unmerge {
        note: "Không phải một việc.".into(),
    };
    // The parent is answered: the secretary decides.
    assert!(world.act(THU, &child, act.clone()).await.is_err());
    let back = world.act(VAN, &child, act).await.unwrap();
    assert_eq!(back.status, Status::Submitted);
    assert!(back.next_due_at.is_some());
    // What they were given stays with them.
    let browser = world.filer_of(&child).await;
    browser
        .get(&paths::file(&child.reference))
        .await
        .shows("Sở Công Thương trả lời như sau.");
}

#[actix_web::test]
async fn nobody_joins_for_another_or_into_what_is_not_public() {
    let world = World::new().await;
    let parent = world.difficulty().standing(Status::Answered).create().await;
    let child = world.difficulty().filed_by(MINH).create().await;
    let join = Act::Join { into: parent.id };
    let filer = doithoai::difficulties::actions::Doer::filer(child.submission_id);
    assert!(world.act_as(filer, &child, join.clone()).await.is_err());
    assert!(world.act(THU, &child, join).await.is_err());
    assert_eq!(world.reload(&child).await.status, Status::Submitted);
}
