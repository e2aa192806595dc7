//! The draft editor and the leader's page.

use diesel::prelude::*;
use doithoai::db::schema::{commitments, notices, responses as table};
use doithoai::difficulties::actions::Act;
use doithoai::difficulties::workbench::paths::{SEND_BACK, TAKE, WORKBENCH, of};
use doithoai::difficulties::{Action, Difficulty, Outcome, Status};
use doithoai::responses::{Response, ResponseState, paths, queries};

use crate::workbench::Keeps;
use crate::world::{AGRICULTURE, Browser, HOA, MINH, SON, THU, VAN, World, draft};

fn at(path: &str, difficulty: &Difficulty) -> String {
    of(path, &difficulty.reference)
}

async fn latest(world: &World, difficulty: &Difficulty) -> Response {
    let id = difficulty.id;
    world
        .read(move |conn| Ok(queries::latest(conn, id)?.unwrap()))
        .await
}

async fn count(world: &World, difficulty: &Difficulty) -> i64 {
    let id = difficulty.id;
    world
        .read(move |conn| {
            Ok(table::table
                .filter(table::difficulty_id.eq(id))
                .count()
                .get_result(conn)?)
        })
        .await
}

async fn told_filer(world: &World, difficulty: &Difficulty) -> Vec<String> {
    let (id, submission_id) = (difficulty.id, difficulty.submission_id);
    world
        .read(move |conn| {
            Ok(notices::table
                .filter(notices::difficulty_id.eq(id))
                .filter(notices::submission_id.eq(submission_id))
                .order(notices::id)
                .select(notices::kind)
                .load(conn)?)
        })
        .await
}

/// The editor's form as the page stands, with some fields typed over.
async fn typed(browser: &Browser<'_>, path: &str, over: &[(&str, &str)]) -> Vec<(String, String)> {
    let page = browser.get(path).await.is_ok();
    let mut fields = Vec::new();
    for name in ["so_ban", "phien_ban", "ho_so_phien_ban"] {
        let value = page
            .attributes(&format!("#tl input[name={name}]"), "value")
            .remove(0);
        fields.push((name.to_owned(), value));
    }
    for name in ["tra_loi_ngan", "tra_loi", "can_cu"] {
        fields.push((
            name.to_owned(),
            page.all(&format!("textarea[name={name}]")).remove(0),
        ));
    }
    if let Some(chosen) = page
        .attributes("input[name=ket_qua][checked]", "value")
        .pop()
    {
        fields.push(("ket_qua".into(), chosen));
    }
    for (name, value) in over {
        fields.retain(|(known, _)| known != name);
        fields.push(((*name).to_owned(), (*value).to_owned()));
    }
    fields
}

fn refs(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect()
}

#[actix_web::test]
async fn from_taking_it_to_the_answer_with_one_sending_back() {
    let world = World::new().await;
    let difficulty = world.difficulty().standing(Status::Assigned).create().await;
    let (hoa, son) = (world.sign_in(HOA).await, world.sign_in(SON).await);
    let (edit, approve, bench) = (
        at(paths::DRAFT, &difficulty),
        at(paths::APPROVE, &difficulty),
        at(WORKBENCH, &difficulty),
    );
    hoa.post(
        &at(TAKE, &difficulty),
        &[("phien_ban", &difficulty.version.to_string())],
    )
    .await
    .leads_to(&bench);

    // An unfinished draft is kept; nothing is preselected.
    let fields = typed(
        &hoa,
        &edit,
        &[("tra_loi", "Sở Công Thương trả lời."), ("viec", "nhap")],
    )
    .await;
    hoa.post(&edit, &refs(&fields)).await.leads_to(&edit);
    assert_eq!(latest(&world, &difficulty).await.outcome(), None);
    let fields = typed(&hoa, &edit, &[("viec", "trinh")]).await;
    hoa.post(&edit, &refs(&fields))
        .await
        .is(422)
        .shows("Hãy chọn kết quả.")
        .shows("Hãy viết trả lời ngắn")
        .shows("Sở Công Thương trả lời.");

    let over = [
        ("ket_qua", "explained"),
        ("tra_loi_ngan", "Có đất từ quý II."),
        ("viec", "trinh"),
    ];
    let fields = typed(&hoa, &edit, &over).await;
    hoa.post(&edit, &refs(&fields)).await.leads_to(&bench);
    assert_eq!(
        world.reload(&difficulty).await.status,
        Status::PendingApproval
    );
    assert_eq!(
        latest(&world, &difficulty).await.state,
        ResponseState::Submitted
    );
    hoa.get(&edit)
        .await
        .is(409)
        .shows("Dự thảo trả lời đang trình duyệt.");

    son.get(&approve)
        .await
        .is_ok()
        .shows("Người gửi sẽ đọc")
        .shows("Có đất từ quý II.")
        .shows("Sở Công Thương trả lời.");
    let back = at(SEND_BACK, &difficulty);
    let now = world.reload(&difficulty).await.version.to_string();
    son.post(&back, &[("ly_do", ""), ("phien_ban", &now)])
        .await
        .is(422);
    son.post(
        &back,
        &[("ly_do", "Nêu rõ diện tích."), ("phien_ban", &now)],
    )
    .await
    .leads_to(&bench);

    // The version stays as it was, with the reason; the revision is a new one.
    hoa.get(&edit)
        .await
        .is_ok()
        .shows("Nêu rõ diện tích.")
        .shows("Sở Công Thương trả lời.");
    let over = [
        ("tra_loi", "Sở Công Thương trả lời: 300 m²."),
        ("viec", "trinh"),
    ];
    let fields = typed(&hoa, &edit, &over).await;
    hoa.post(&edit, &refs(&fields)).await.leads_to(&bench);
    assert_eq!(count(&world, &difficulty).await, 2);
    hoa.get(&bench)
        .await
        .is_ok()
        .shows("Bản 1, bị trả lại")
        .shows("Nêu rõ diện tích.")
        .shows("Bản 2, đang trình duyệt");

    let now = world.reload(&difficulty).await.version.to_string();
    son.post(&approve, &[("so_van_ban", "215/SCT"), ("phien_ban", &now)])
        .await
        .leads_to(&bench);
    let after = world.reload(&difficulty).await;
    assert_eq!(
        (after.status, after.outcome),
        (Status::Answered, Some(Outcome::Explained))
    );
    assert_eq!(
        told_filer(&world, &difficulty).await.last().unwrap(),
        "approve"
    );
    let released = latest(&world, &difficulty).await;
    assert_eq!(released.document_number, "215/SCT");
    assert_eq!(released.released_at, Some(world.now()));
    son.post(&approve, &[("so_van_ban", "216/SCT"), ("phien_ban", &now)])
        .await
        .is(409)
        .shows("Hồ sơ đã được trả lời.")
        .keeps("216/SCT");
    assert_eq!(told_filer(&world, &difficulty).await.len(), 4);
}

#[actix_web::test]
async fn a_leader_who_drafted_does_not_approve() {
    let world = World::new().await;
    let difficulty = world
        .difficulty()
        .standing(Status::InProgress)
        .create()
        .await;
    let (hoa, son) = (world.sign_in(HOA).await, world.sign_in(SON).await);
    let edit = at(paths::DRAFT, &difficulty);
    son.get(&edit)
        .await
        .is_ok()
        .shows("Người soạn không duyệt.");
    let over = [
        ("ket_qua", "explained"),
        ("tra_loi_ngan", "Có đất."),
        ("tra_loi", "Trả lời."),
        ("viec", "nhap"),
    ];
    let fields = typed(&son, &edit, &over).await;
    son.post(&edit, &refs(&fields)).await.leads_to(&edit);
    // Leaders do not send up what they wrote.
    let fields = typed(&son, &edit, &[("viec", "trinh")]).await;
    son.post(&edit, &refs(&fields)).await.is(403);
    // Hoa writes on it: her version follows his, and he has still had his hand in it.
    let fields = typed(
        &hoa,
        &edit,
        &[("tra_loi", "Trả lời, sửa."), ("viec", "trinh")],
    )
    .await;
    hoa.post(&edit, &refs(&fields))
        .await
        .leads_to(&at(WORKBENCH, &difficulty));
    assert_eq!(count(&world, &difficulty).await, 2);
    let approve = at(paths::APPROVE, &difficulty);
    let now = world.reload(&difficulty).await.version.to_string();
    son.get(&approve).await.is(403);
    son.post(&approve, &[("so_van_ban", "1/SCT"), ("phien_ban", &now)])
        .await
        .is(403);
    let bench = son.get(&at(WORKBENCH, &difficulty)).await.is_ok();
    assert!(!bench.all(".bench-acts .btn").contains(&"Duyệt".to_owned()));
}

#[actix_web::test]
async fn an_older_draft_meets_the_newer_one_and_neither_is_lost() {
    let world = World::new().await;
    let difficulty = world
        .difficulty()
        .standing(Status::InProgress)
        .create()
        .await;
    let hoa = world.sign_in(HOA).await;
    let edit = at(paths::DRAFT, &difficulty);
    let first = typed(
        &hoa,
        &edit,
        &[("tra_loi", "Bản trên máy thứ nhất"), ("viec", "nhap")],
    )
    .await;
    let second = typed(
        &hoa,
        &edit,
        &[("tra_loi", "Bản trên máy thứ hai"), ("viec", "nhap")],
    )
    .await;
    hoa.post(&edit, &refs(&first)).await.leads_to(&edit);
    let refused = hoa
        .post(&edit, &refs(&second))
        .await
        .is(409)
        .shows("Có người vừa sửa trước bạn")
        .shows("Bản trên máy thứ nhất");
    assert_eq!(
        refused.all("textarea[name=tra_loi]"),
        ["Bản trên máy thứ hai"]
    );
    assert_eq!(
        latest(&world, &difficulty).await.body,
        "Bản trên máy thứ nhất"
    );
    // The page carries the newer version: sending again is a decision.
    let base = refused
        .attributes("#tl input[name=phien_ban]", "value")
        .remove(0);
    assert_ne!(base, "0");
}

#[actix_web::test]
async fn a_lost_login_keeps_the_draft() {
    let world = World::new().await;
    let difficulty = world
        .difficulty()
        .standing(Status::InProgress)
        .create()
        .await;
    let edit = at(paths::DRAFT, &difficulty);
    let stranger = world.stranger();
    stranger.get("/xu-ly").await;
    stranger
        .post(
            &edit,
            &[
                ("tra_loi_ngan", "Có đất từ quý II."),
                ("tra_loi", "Sở trả lời.\nDòng hai."),
                ("so_ban", "0"),
                ("phien_ban", "0"),
                ("ho_so_phien_ban", "4"),
            ],
        )
        .await
        .is(401)
        .keeps("Có đất từ quý II.")
        .keeps("Dòng hai.")
        .shows("Nội dung trả lời chính thức");
}

#[actix_web::test]
async fn a_draft_is_for_the_lead_alone() {
    let world = World::new().await;
    let difficulty = world
        .difficulty()
        .with_coordinating(AGRICULTURE)
        .standing(Status::InProgress)
        .create()
        .await;
    let edit = at(paths::DRAFT, &difficulty);
    for (name, status) in [(THU, 403), (VAN, 403), (crate::world::DUNG, 403)] {
        world.sign_in(name).await.get(&edit).await.is(status);
    }
    world
        .sign_in(HOA)
        .await
        .get(&edit)
        .await
        .is_ok()
        .shows("Còn thiếu ý kiến phối hợp")
        .shows("Sở Nông nghiệp");
    let long = "á".repeat(401);
    let hoa = world.sign_in(HOA).await;
    let fields = typed(&hoa, &edit, &[("tra_loi_ngan", &long), ("viec", "nhap")]).await;
    hoa.post(&edit, &refs(&fields))
        .await
        .is(422)
        .shows("Dài 401 chữ")
        .keeps(&long);
    hoa.post(
        &edit,
        &[
            ("so_ban", "0"),
            ("phien_ban", "0"),
            ("ho_so_phien_ban", "1"),
            ("viec", "khac"),
        ],
    )
    .await
    .is(400);
    let assigned = world.difficulty().standing(Status::Assigned).create().await;
    hoa.get(&at(paths::DRAFT, &assigned))
        .await
        .is(409)
        .shows("Hồ sơ đã được phân công.");
}

#[actix_web::test]
async fn a_roadmap_takes_a_commitment() {
    let world = World::new().await;
    let difficulty = world
        .difficulty()
        .standing(Status::InProgress)
        .create()
        .await;
    let response_id = draft(&world, &difficulty, HOA).await;
    world
        .write(move |conn| {
            Ok(diesel::update(table::table.find(response_id))
                .set(table::outcome.eq(Outcome::Roadmap))
                .execute(conn)?)
        })
        .await;
    let act = Act::SubmitForApproval { response_id };
    let difficulty = world.act(HOA, &difficulty, act).await.unwrap();
    let son = world.sign_in(SON).await;
    let approve = at(paths::APPROVE, &difficulty);
    let now = difficulty.version.to_string();
    son.post(&approve, &[("so_van_ban", "215/SCT"), ("phien_ban", &now)])
        .await
        .is(422)
        .shows("phải có ít nhất một cam kết");
    let wrong = son
        .post(
            &approve,
            &[
                ("so_van_ban", ""),
                ("cam_ket_1", "Giao đất đợt 1"),
                ("co_quan_1", "999"),
                ("han_1", "07/13/2024"),
                ("phien_ban", &now),
            ],
        )
        .await
        .is(422);
    assert_eq!(
        wrong.attributes("#tom-tat-loi a", "href"),
        ["#co_quan_1", "#han_1", "#so_van_ban"]
    );
    assert_eq!(wrong.attributes("#cam_ket_1", "value"), ["Giao đất đợt 1"]);
    son.post(
        &approve,
        &[
            ("so_van_ban", "215/SCT"),
            ("cam_ket_2", "Giao đất đợt 1"),
            ("co_quan_2", "4"),
            ("han_2", "30/9/2024"),
            ("phien_ban", &now),
        ],
    )
    .await
    .leads_to(&at(WORKBENCH, &difficulty));
    let after = world.reload(&difficulty).await;
    assert_eq!(after.status, Status::Committed);
    let promised: Vec<(String, i64)> = world
        .read(|conn| {
            Ok(commitments::table
                .select((commitments::text, commitments::agency_id))
                .load(conn)?)
        })
        .await;
    assert_eq!(promised, [("Giao đất đợt 1".to_owned(), 4)]);
    son.get(&at(WORKBENCH, &difficulty))
        .await
        .shows("Giao đất đợt 1")
        .shows("Sở Quy hoạch - Kiến trúc")
        .shows("30/09/2024");
    // The officer reports it kept, the leader confirms.
    let fulfil = at(
        doithoai::difficulties::workbench::paths::FULFIL,
        &difficulty,
    );
    world
        .sign_in(HOA)
        .await
        .post(
            &fulfil,
            &[
                ("ly_do", "Biên bản giao đất."),
                ("phien_ban", &after.version.to_string()),
            ],
        )
        .await
        .leads_to(&at(WORKBENCH, &difficulty));
    let now = world.reload(&difficulty).await.version.to_string();
    son.post(
        &fulfil,
        &[("ly_do", "Biên bản giao đất."), ("phien_ban", &now)],
    )
    .await
    .leads_to(&at(WORKBENCH, &difficulty));
    assert_eq!(world.reload(&difficulty).await.status, Status::Answered);
}

#[actix_web::test]
async fn a_merged_filer_gets_the_answer_at_the_same_moment() {
    let world = World::new().await;
    let parent = world
        .difficulty()
        .standing(Status::PendingApproval)
        .create()
        .await;
    let child = world
        .difficulty()
        .filed_by(MINH)
        .standing(Status::Accepted)
        .create()
        .await;
    let merge = Act::Merge {
        into: parent.id,
        note: "Cùng một việc.".into(),
    };
    world.act(THU, &child, merge).await.unwrap();
    let son = world.sign_in(SON).await;
    let approve = at(paths::APPROVE, &parent);
    son.get(&approve)
        .await
        .is_ok()
        .shows("1 cơ sở khác cùng gặp cũng nhận câu trả lời này.");
    let now = world.reload(&parent).await.version.to_string();
    son.post(&approve, &[("so_van_ban", "215/SCT"), ("phien_ban", &now)])
        .await
        .leads_to("/xu-ly/");
    for difficulty in [&parent, &child] {
        assert_eq!(
            told_filer(&world, difficulty).await.last().unwrap(),
            Action::Approve.as_str()
        );
    }
}
