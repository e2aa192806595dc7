//! The workbench, its small act pages, publication and history.

use diesel::prelude::*;
use doithoai::db::schema::{events, notices};
use doithoai::difficulties::actions::{Act, Split};
use doithoai::difficulties::passages::{Ask, Fate, Passage, Span};
use doithoai::difficulties::workbench::paths;
use doithoai::difficulties::{
    Action, Difficulty, Priority, Publication, PublicationConsent, Status,
};

use crate::world::{
    ADMINISTRATOR, AGRICULTURE, Answer, CHAIR, DUNG, DUNGS_LEADER, HOA, LAN, MINH, PASSWORD,
    PLANNING, SON, THU, VAN, World,
};

fn at(path: &str, difficulty: &Difficulty) -> String {
    paths::of(path, &difficulty.reference)
}

fn version(difficulty: &Difficulty) -> String {
    difficulty.version.to_string()
}

/// How many notices of `kind` wait for the filer of `difficulty`.
async fn told_filer(world: &World, difficulty: &Difficulty, kind: &'static str) -> i64 {
    let (id, submission_id) = (difficulty.id, difficulty.submission_id);
    world
        .read(move |conn| {
            Ok(notices::table
                .filter(notices::difficulty_id.eq(id))
                .filter(notices::submission_id.eq(submission_id))
                .filter(notices::kind.eq(kind))
                .count()
                .get_result(conn)?)
        })
        .await
}

/// That the page gives back what was typed, wherever in its form.
pub trait Keeps {
    fn keeps(self, text: &str) -> Self;
}

impl Keeps for Answer {
    #[track_caller]
    fn keeps(self, text: &str) -> Self {
        assert!(
            self.body.contains(text),
            "«{text}» is lost: {}",
            self.words()
        );
        self
    }
}

#[actix_web::test]
async fn the_workbench_shows_what_the_officer_needs() {
    let world = World::new().await;
    let difficulty = world
        .difficulty()
        .with_coordinating(AGRICULTURE)
        .standing(Status::Assigned)
        .create()
        .await;
    let page = world
        .sign_in(HOA)
        .await
        .get(&at(paths::WORKBENCH, &difficulty))
        .await
        .is_ok();
    page.clone()
        .shows("KK24-0001")
        .shows("Đã phân công")
        .shows("Phải dời lò gas nhưng cụm công nghiệp đã hết đất")
        .shows("Cho thuê 300 m² ở cụm giai đoạn 2.")
        .shows("Hộ gốm bà Lan")
        .shows("0912 000 111")
        .shows("Bát Tràng, xã Bát Tràng, huyện Gia Lâm")
        .shows("Sở Công Thương")
        .shows("Sở Nông nghiệp và Phát triển nông thôn")
        .shows("Chờ ý kiến")
        .shows("còn 2 ngày làm việc")
        .shows("Nhật ký (3 mục)");
    assert_eq!(
        page.all(".bench-acts .btn"),
        ["Nhận việc", "Đề xuất chuyển trả", "Xin gia hạn"]
    );
    assert_eq!(
        page.attributes(".bench-acts form", "action"),
        [at(paths::TAKE, &difficulty)]
    );
}

#[actix_web::test]
async fn a_reference_typed_otherwise_leads_to_the_one_true_address() {
    let world = World::new().await;
    let difficulty = world.difficulty().create().await;
    let thu = world.sign_in(THU).await;
    thu.get("/xu-ly/kk240001")
        .await
        .leads_to(&at(paths::WORKBENCH, &difficulty));
}

#[actix_web::test]
async fn whoever_must_not_know_gets_the_page_of_a_missing_number() {
    let world = World::new().await;
    let difficulty = world
        .difficulty()
        .standing(Status::PendingApproval)
        .create()
        .await;
    let pages = [
        paths::WORKBENCH,
        paths::HISTORY,
        paths::PUBLICATION,
        doithoai::responses::paths::DRAFT,
        doithoai::responses::paths::APPROVE,
    ]
    .into_iter()
    .chain(
        doithoai::difficulties::workbench::acts::SMALL_PAGES
            .iter()
            .map(|place| place.path),
    );
    let pages: Vec<&str> = pages.collect();
    for name in [DUNG, DUNGS_LEADER, ADMINISTRATOR] {
        let browser = world.sign_in(name).await;
        for path in &pages {
            let theirs = browser.get(&at(path, &difficulty)).await.is_not_found();
            let missing = browser
                .get(&paths::of(path, "KK24-9999"))
                .await
                .is_not_found();
            let theirs = theirs.body.replace("KK24-0001", "KK24-9999");
            assert_eq!(theirs, missing.body, "{name} {path}");
        }
    }
    let stranger = world.stranger();
    for path in &pages {
        stranger.get(&at(path, &difficulty)).await.is(401);
        stranger.get(&paths::of(path, "KK24-9999")).await.is(401);
    }
    // Whoever filed it and looked it up is a stranger behind the desk.
    world
        .filer_of(&difficulty)
        .await
        .get(&at(paths::WORKBENCH, &difficulty))
        .await
        .is(401);
}

#[actix_web::test]
async fn posting_what_one_must_not_know_of_is_answered_as_missing() {
    let world = World::new().await;
    let difficulty = world.difficulty().standing(Status::Assigned).create().await;
    let dung = world.sign_in(DUNG).await;
    for path in [paths::TAKE, paths::RETURN, paths::ASK, paths::LOOK] {
        let fields: &[(&str, &str)] = &[("phien_ban", "3")];
        dung.post(&at(path, &difficulty), fields)
            .await
            .is_not_found();
        dung.post(&paths::of(path, "KK24-9999"), fields)
            .await
            .is_not_found();
    }
    assert_eq!(world.reload(&difficulty).await, difficulty);
}

#[actix_web::test]
async fn the_officer_of_the_lead_takes_it_once() {
    let world = World::new().await;
    let difficulty = world.difficulty().standing(Status::Assigned).create().await;
    let hoa = world.sign_in(HOA).await;
    let take = at(paths::TAKE, &difficulty);
    let seen = version(&difficulty);
    hoa.post(&take, &[("phien_ban", &seen)])
        .await
        .leads_to(&at(paths::WORKBENCH, &difficulty));
    let after = world.reload(&difficulty).await;
    assert_eq!(after.status, Status::InProgress);
    assert_eq!(after.officer_id, Some(world.staff(HOA).await.account_id));
    hoa.get(&at(paths::WORKBENCH, &difficulty))
        .await
        .is_ok()
        .shows("Đã nhận việc KK24-0001.");
    hoa.post(&take, &[("phien_ban", &seen)])
        .await
        .is(409)
        .shows("Hồ sơ đang được xử lý.");
    // The clerk may see it and not take it.
    world
        .sign_in(THU)
        .await
        .post(&take, &[("phien_ban", "1")])
        .await
        .is(403);
    hoa.post(&take, &[("phien_ban", "x")]).await.is(400);
    hoa.post(&take, &[("phien_ban", "1"), ("la", "1")])
        .await
        .is(400);
}

#[actix_web::test]
async fn a_question_needs_words_and_keeps_them() {
    let world = World::new().await;
    let difficulty = world
        .difficulty()
        .standing(Status::InProgress)
        .create()
        .await;
    let hoa = world.sign_in(HOA).await;
    let ask = at(paths::ASK, &difficulty);
    hoa.get(&ask)
        .await
        .is_ok()
        .shows("Câu hỏi cụ thể")
        .shows("Người gửi được báo ngay.");
    let seen = version(&difficulty);
    let wrong = hoa
        .post(&ask, &[("ly_do", "  "), ("phien_ban", &seen)])
        .await
        .is(422);
    assert_eq!(wrong.attributes("#tom-tat-loi a", "href"), ["#ly_do"]);
    let long = "ă".repeat(5_001);
    hoa.post(&ask, &[("ly_do", &long), ("phien_ban", &seen)])
        .await
        .is(422)
        .shows("5.001")
        .shows(&long);
    let old = hoa
        .post(
            &ask,
            &[("ly_do", "Cần bao nhiêu mét vuông?"), ("phien_ban", "1")],
        )
        .await
        .is(409)
        .shows("Có người vừa sửa trước bạn");
    assert_eq!(old.all("textarea"), ["Cần bao nhiêu mét vuông?"]);
    assert_eq!(world.reload(&difficulty).await, difficulty);
    hoa.post(
        &ask,
        &[("ly_do", "Cần bao nhiêu mét vuông?"), ("phien_ban", &seen)],
    )
    .await
    .leads_to(&at(paths::WORKBENCH, &difficulty));
    assert_eq!(world.reload(&difficulty).await.status, Status::NeedInfo);
    assert_eq!(told_filer(&world, &difficulty, "ask").await, 1);
    // Asked again while it waits: not now, and the text is given back.
    hoa.post(&ask, &[("ly_do", "Còn gì nữa?"), ("phien_ban", &seen)])
        .await
        .is(409)
        .shows("Hồ sơ đang chờ người gửi bổ sung.")
        .keeps("Còn gì nữa?");
    // On the telephone, the clerk writes down what the filer says.
    let waiting = world.reload(&difficulty).await;
    world
        .sign_in(THU)
        .await
        .post(
            &at(paths::SUPPLY, &difficulty),
            &[
                ("ly_do", "Ba trăm mét vuông."),
                ("phien_ban", &version(&waiting)),
            ],
        )
        .await
        .leads_to(&at(paths::WORKBENCH, &difficulty));
    assert_eq!(world.reload(&difficulty).await.status, Status::InProgress);
}

#[actix_web::test]
async fn a_return_is_proposed_then_confirmed_by_the_leader() {
    let world = World::new().await;
    let difficulty = world.difficulty().standing(Status::Assigned).create().await;
    let give_back = at(paths::RETURN, &difficulty);
    let hoa = world.sign_in(HOA).await;
    hoa.post(
        &give_back,
        &[
            ("ly_do", "Thuộc Sở Nông nghiệp."),
            ("phien_ban", &version(&difficulty)),
        ],
    )
    .await
    .leads_to(&at(paths::WORKBENCH, &difficulty));
    hoa.get(&at(paths::WORKBENCH, &difficulty))
        .await
        .shows("Đề xuất đang chờ")
        .shows("Thuộc Sở Nông nghiệp.");
    // Proposed already: no second time.
    hoa.get(&give_back)
        .await
        .is(409)
        .shows("đang chờ người thứ hai");
    let son = world.sign_in(SON).await;
    let page = son
        .get(&give_back)
        .await
        .is_ok()
        .shows("Hoa, Sở Công Thương");
    assert_eq!(page.all("textarea"), ["Thuộc Sở Nông nghiệp."]);
    let now = world.reload(&difficulty).await;
    son.post(
        &give_back,
        &[
            ("ly_do", "Thuộc Sở Nông nghiệp."),
            ("phien_ban", &version(&now)),
        ],
    )
    .await
    .leads_to("/xu-ly");
    let after = world.reload(&difficulty).await;
    assert_eq!(
        (after.status, after.lead_agency_id),
        (Status::Returned, None)
    );
    son.get(&at(paths::WORKBENCH, &difficulty))
        .await
        .is_not_found();
}

#[actix_web::test]
async fn a_coordinating_agency_gives_its_opinion_once() {
    let world = World::new().await;
    let difficulty = world
        .difficulty()
        .with_coordinating(AGRICULTURE)
        .with_coordinating(PLANNING)
        .standing(Status::InProgress)
        .create()
        .await;
    let opinion = at(paths::CONTRIBUTE, &difficulty);
    world
        .sign_in(DUNG)
        .await
        .post(
            &opinion,
            &[
                ("ly_do", "Đồng ý giao đất."),
                ("phien_ban", &version(&difficulty)),
            ],
        )
        .await
        .leads_to(&at(paths::WORKBENCH, &difficulty));
    let leader = world.sign_in(DUNGS_LEADER).await;
    let page = leader.get(&opinion).await.is_ok();
    assert_eq!(page.all("textarea"), ["Đồng ý giao đất."]);
    let now = version(&world.reload(&difficulty).await);
    leader
        .post(
            &opinion,
            &[("ly_do", "Đồng ý giao đất."), ("phien_ban", &now)],
        )
        .await
        .leads_to("/xu-ly/KK24-0001");
    leader
        .post(&opinion, &[("ly_do", "Lần nữa."), ("phien_ban", &now)])
        .await
        .is(409)
        .keeps("Lần nữa.");
    world
        .sign_in(HOA)
        .await
        .get(&at(paths::WORKBENCH, &difficulty))
        .await
        .shows("Đã góp ý")
        .shows("Đồng ý giao đất.");
    // The lead has no opinion to coordinate.
    world.sign_in(HOA).await.get(&opinion).await.is(403);
}

#[actix_web::test]
async fn an_extension_is_asked_for_granted_twice_and_then_only_the_secretary_may() {
    let world = World::new().await;
    let difficulty = world
        .difficulty()
        .standing(Status::InProgress)
        .create()
        .await;
    let extend = at(paths::EXTEND, &difficulty);
    let hoa = world.sign_in(HOA).await;
    hoa.post(
        &extend,
        &[
            ("ly_do", "Chờ đo đạc đến 20/7."),
            ("phien_ban", &version(&difficulty)),
        ],
    )
    .await
    .leads_to("/xu-ly/KK24-0001");
    let son = world.sign_in(SON).await;
    for (typed, message) in [
        ("", "Hãy ghi ngày."),
        ("07/13/2024", "Không có tháng này"),
        ("30/02/2025", "Tháng này không có ngày đó."),
        ("12/07/2024", "Hạn phải sau ngày 12/07/2024."),
    ] {
        let now = version(&world.reload(&difficulty).await);
        son.post(
            &extend,
            &[
                ("ly_do", "Chờ đo đạc."),
                ("han", typed),
                ("phien_ban", &now),
            ],
        )
        .await
        .is(422)
        .shows(message)
        .shows("Chờ đo đạc.");
    }
    for day in ["20/7/2024", "27-07-2024"] {
        let now = version(&world.reload(&difficulty).await);
        son.post(
            &extend,
            &[("ly_do", "Chờ đo đạc."), ("han", day), ("phien_ban", &now)],
        )
        .await
        .leads_to("/xu-ly/KK24-0001");
    }
    assert_eq!(told_filer(&world, &difficulty, "extend").await, 2);
    son.get(&extend)
        .await
        .is(409)
        .shows("Đã gia hạn đủ hai lần.");
    let van = world.sign_in(VAN).await;
    let now = version(&world.reload(&difficulty).await);
    van.post(
        &extend,
        &[
            ("ly_do", "Chờ quy hoạch."),
            ("han", "10/8/2024"),
            ("phien_ban", &now),
        ],
    )
    .await
    .leads_to("/xu-ly/KK24-0001");
    let after = world.reload(&difficulty).await;
    assert_eq!(after.due_on, chrono::NaiveDate::from_ymd_opt(2024, 8, 10));
    assert_eq!(after.extensions, 3);
}

#[actix_web::test]
async fn merging_finds_the_other_by_its_reference_and_can_be_undone() {
    let world = World::new().await;
    let parent = world
        .difficulty()
        .standing(Status::InProgress)
        .create()
        .await;
    let child = world
        .difficulty()
        .filed_by(MINH)
        .standing(Status::Accepted)
        .create()
        .await;
    let thu = world.sign_in(THU).await;
    let merge = at(paths::MERGE, &child);
    let seen = version(&child);
    for (typed, message) in [
        ("", "Hãy ghi mã hồ sơ giữ lại."),
        ("KK24-9999", "Không có hồ sơ mang mã này."),
        (child.reference.as_str(), "Không gộp được vào hồ sơ đó"),
    ] {
        thu.post(
            &merge,
            &[
                ("ho_so", typed),
                ("ly_do", "Cùng một việc."),
                ("phien_ban", &seen),
            ],
        )
        .await
        .is(422)
        .shows(message)
        .shows("Cùng một việc.");
    }
    thu.post(
        &merge,
        &[
            ("ho_so", "kk24 1"),
            ("ly_do", "Cùng một việc."),
            ("phien_ban", &seen),
        ],
    )
    .await
    .leads_to(&at(paths::WORKBENCH, &child));
    assert_eq!(world.reload(&child).await.merged_into_id, Some(parent.id));
    assert_eq!(told_filer(&world, &child, "merge").await, 1);
    thu.get(&at(paths::WORKBENCH, &parent))
        .await
        .shows("Hồ sơ đã gộp vào đây")
        .shows("KK24-0002");
    thu.get(&at(paths::WORKBENCH, &child))
        .await
        .shows("Hồ sơ này đi theo hồ sơ")
        .shows("KK24-0001");
    // The lead answers for all and opens only its own.
    world
        .sign_in(HOA)
        .await
        .get(&at(paths::WORKBENCH, &parent))
        .await
        .shows("1 hồ sơ của cơ sở khác")
        .hides("KK24-0002");
    let now = version(&world.reload(&child).await);
    thu.post(
        &at(paths::UNMERGE, &child),
        &[("ly_do", "Khác nhau."), ("phien_ban", &now)],
    )
    .await
    .leads_to(&at(paths::WORKBENCH, &child));
    assert_eq!(world.reload(&child).await.status, Status::Accepted);
}

#[actix_web::test]
async fn the_clerk_withdraws_at_the_filers_request_and_the_secretary_reminds() {
    let world = World::new().await;
    let difficulty = world.difficulty().standing(Status::Assigned).create().await;
    let van = world.sign_in(VAN).await;
    van.post(
        &at(paths::REMIND, &difficulty),
        &[("phien_ban", &version(&difficulty))],
    )
    .await
    .leads_to("/xu-ly/KK24-0001");
    let now = version(&world.reload(&difficulty).await);
    world
        .sign_in(THU)
        .await
        .post(
            &at(paths::WITHDRAW, &difficulty),
            &[("ly_do", "Đơn ngày 27/6."), ("phien_ban", &now)],
        )
        .await
        .leads_to("/xu-ly/KK24-0001");
    assert_eq!(world.reload(&difficulty).await.status, Status::Withdrawn);
}

#[actix_web::test]
async fn the_secretary_closes_and_reopens() {
    let world = World::new().await;
    let difficulty = world.difficulty().standing(Status::Answered).create().await;
    let van = world.sign_in(VAN).await;
    van.post(
        &at(paths::CLOSE, &difficulty),
        &[("phien_ban", &version(&difficulty))],
    )
    .await
    .leads_to("/xu-ly/KK24-0001");
    assert_eq!(world.reload(&difficulty).await.status, Status::Closed);
    let now = version(&world.reload(&difficulty).await);
    let reopen = at(paths::REOPEN, &difficulty);
    van.post(&reopen, &[("ly_do", ""), ("phien_ban", &now)])
        .await
        .is(422);
    van.post(&reopen, &[("ly_do", "Chưa giao đất."), ("phien_ban", &now)])
        .await
        .leads_to("/xu-ly/KK24-0001");
    assert_eq!(world.reload(&difficulty).await.status, Status::InProgress);
}

#[actix_web::test]
async fn what_goes_up_is_drafted_by_the_leader_and_signed_by_the_secretary() {
    let world = World::new().await;
    let difficulty = world
        .difficulty()
        .standing(Status::PendingApproval)
        .create()
        .await;
    let up = at(paths::ESCALATE, &difficulty);
    let van = world.sign_in(VAN).await;
    van.get(&up)
        .await
        .is(409)
        .shows("Chưa có ai đề xuất việc này.");
    world
        .sign_in(SON)
        .await
        .post(
            &up,
            &[
                ("ly_do", "Trình Thủ tướng."),
                ("phien_ban", &version(&difficulty)),
            ],
        )
        .await
        .leads_to("/xu-ly/KK24-0001");
    let now = version(&world.reload(&difficulty).await);
    van.post(&up, &[("ly_do", "Trình Thủ tướng."), ("phien_ban", &now)])
        .await
        .is(422)
        .shows("Hãy ghi số, ký hiệu văn bản.");
    van.post(
        &up,
        &[
            ("ly_do", "Trình Thủ tướng."),
            ("so_van_ban", "12/TTr-UBND"),
            ("phien_ban", &now),
        ],
    )
    .await
    .leads_to("/xu-ly/KK24-0001");
    assert_eq!(world.reload(&difficulty).await.status, Status::Escalated);
    let now = version(&world.reload(&difficulty).await);
    world
        .sign_in(THU)
        .await
        .post(
            &at(paths::HIGHER_REPLY, &difficulty),
            &[
                ("ly_do", "Đồng ý về nguyên tắc."),
                ("han", "30/7/2024"),
                ("phien_ban", &now),
            ],
        )
        .await
        .leads_to("/xu-ly/KK24-0001");
    assert_eq!(world.reload(&difficulty).await.status, Status::InProgress);
}

#[actix_web::test]
async fn a_shielded_filer_is_named_to_the_secretary_alone_and_every_look_is_recorded() {
    let world = World::new().await;
    let difficulty = world
        .difficulty()
        .shielded()
        .standing(Status::PendingApproval)
        .create()
        .await;
    let pages = [
        paths::WORKBENCH,
        paths::HISTORY,
        doithoai::responses::paths::APPROVE,
        paths::ASK,
    ];
    for name in [HOA, SON, THU, CHAIR, VAN] {
        let browser = world.sign_in(name).await;
        for path in pages {
            let page = browser.get(&at(path, &difficulty)).await;
            page.hides(LAN.name).hides(LAN.phone).hides("Gia Lâm");
        }
        browser
            .get(&at(paths::WORKBENCH, &difficulty))
            .await
            .is_ok()
            .shows("Đơn vị ẩn danh, làng nghề Bát Tràng");
        if name != VAN {
            browser
                .post(&at(paths::LOOK, &difficulty), &[("phien_ban", "1")])
                .await
                .is(403)
                .hides(LAN.name);
        }
    }
    let van = world.sign_in(VAN).await;
    van.post(&at(paths::LOOK, &difficulty), &[("phien_ban", "1")])
        .await
        .is_ok()
        .shows(LAN.name)
        .shows(LAN.phone);
    let id = difficulty.id;
    let looks: i64 = world
        .read(move |conn| {
            Ok(events::table
                .filter(events::difficulty_id.eq(id))
                .filter(events::action.eq("read_filer"))
                .count()
                .get_result(conn)?)
        })
        .await;
    assert_eq!(looks, 1);
    assert_eq!(told_filer(&world, &difficulty, "read_filer").await, 1);
    van.get(&at(paths::HISTORY, &difficulty))
        .await
        .shows("xem danh tính người gửi ẩn tên");
}

#[actix_web::test]
async fn a_restricted_one_is_missing_for_all_but_the_secretary() {
    let world = World::new().await;
    let difficulty = world
        .difficulty()
        .restricted()
        .standing(Status::Assigned)
        .create()
        .await;
    for name in [HOA, SON, THU, CHAIR, DUNG] {
        let browser = world.sign_in(name).await;
        browser
            .get(&at(paths::WORKBENCH, &difficulty))
            .await
            .is_not_found();
        browser
            .get(&at(paths::HISTORY, &difficulty))
            .await
            .is_not_found();
        browser
            .post(&at(paths::TAKE, &difficulty), &[("phien_ban", "3")])
            .await
            .is_not_found();
    }
    world
        .sign_in(VAN)
        .await
        .get(&at(paths::WORKBENCH, &difficulty))
        .await
        .is_ok()
        .shows("Hạn chế");
}

#[actix_web::test]
async fn a_letter_shows_its_other_asks_to_those_who_may_see_them() {
    let world = World::new().await;
    let first = world
        .difficulty()
        .telling("Xưởng ở giữa xóm. Ngân hàng đòi sổ đỏ.")
        .asking("Cho thuê đất.")
        .create()
        .await;
    let ask = |topic: usize, title: &str| {
        Fate::Asks(Ask {
            topic_group_id: world.topics[topic].id,
            title: title.into(),
        })
    };
    let passage = |from, to, fate| Passage {
        span: Span { from, to },
        fate,
    };
    let accept = Act::Accept {
        priority: Priority::Normal,
        split: Split::Marked(vec![
            passage(0, 17, ask(0, "Phải dời lò gas")),
            passage(18, 38, ask(1, "Chưa vay được vốn")),
            passage(40, 53, Fate::With(0)),
        ]),
        note: String::new(),
    };
    let first = world.act(THU, &first, accept).await.unwrap();
    let assign = Act::Assign {
        lead: crate::world::TRADE,
        due_on: chrono::NaiveDate::from_ymd_opt(2024, 7, 12).unwrap(),
        coordinating: Vec::new(),
        coordinating_due_on: None,
        order: String::new(),
    };
    let first = world.act(THU, &first, assign).await.unwrap();
    let page = at(paths::WORKBENCH, &first);
    world
        .sign_in(THU)
        .await
        .get(&page)
        .await
        .shows("Hồ sơ khác của cùng đơn")
        .shows("KK24-0002");
    world
        .sign_in(HOA)
        .await
        .get(&page)
        .await
        .is_ok()
        .hides("KK24-0002");
    // The second ask reads its own words and the whole letter beside them.
    world
        .sign_in(THU)
        .await
        .get("/xu-ly/KK24-0002")
        .await
        .is_ok()
        .shows("Nội dung đang xử lý")
        .shows("Ngân hàng đòi sổ đỏ.")
        .shows("Xưởng ở giữa xóm");
}

#[actix_web::test]
async fn publishing_takes_two_glances_and_refuses_telephone_numbers() {
    let world = World::new().await;
    let difficulty = world
        .difficulty()
        .telling("Gọi tôi số 0912 345 678 hoặc lan@example.vn.")
        .standing(Status::Answered)
        .create()
        .await;
    let public = at(paths::PUBLICATION, &difficulty);
    let thu = world.sign_in(THU).await;
    let page = thu.get(&public).await.is_ok();
    assert_eq!(page.all("mark"), ["0912 345 678", "lan@example.vn"]);
    assert!(
        page.all("textarea")[0].contains("Gọi tôi số [[0912 345 678]] hoặc [[lan@example.vn]]."),
        "{:?}",
        page.all("textarea")
    );
    let seen = version(&difficulty);
    let redact = |text: &'static str| [("viec", "che"), ("tieu_de", "Cần đất"), ("noi_dung", text)];
    let mut fields = redact("Gọi 0912.345.678").to_vec();
    fields.push(("phien_ban", &seen));
    let refused = thu
        .post(&public, &fields)
        .await
        .is(422)
        .shows("chưa được che");
    assert_eq!(refused.all("mark"), ["0912.345.678"]);
    assert_eq!(refused.all("textarea"), ["Gọi 0912.345.678"]);
    assert_eq!(
        world.reload(&difficulty).await.publication,
        Publication::Private
    );
    let mut fields = redact("Một hộ gốm cần đất.").to_vec();
    fields.push(("phien_ban", &seen));
    thu.post(&public, &fields).await.leads_to(&public);
    thu.get(&public)
        .await
        .is_ok()
        .shows("Xem như người đọc")
        .shows("Cơ sở không nêu tên")
        .shows("Cụm giai đoạn 2 có đất từ quý II.");
    let now = version(&world.reload(&difficulty).await);
    world.give_password(THU).await;
    let publish = |version: &str, password: &str| {
        [
            ("viec", "dang".to_owned()),
            ("mat_khau", password.to_owned()),
            ("phien_ban", version.to_owned()),
        ]
    };
    let send = async |fields: [(&'static str, String); 3]| {
        let fields = fields
            .each_ref()
            .map(|(name, value)| (*name, value.as_str()));
        thu.post(&public, &fields).await
    };
    send(publish(&seen, PASSWORD)).await.is(409);
    for wrong in ["", "mật khẩu của ai"] {
        send(publish(&now, wrong))
            .await
            .is(422)
            .shows("Mật khẩu không đúng.");
    }
    send(publish(&now, PASSWORD))
        .await
        .leads_to("/xu-ly/KK24-0001");
    assert_eq!(
        world.reload(&difficulty).await.publication,
        Publication::Public
    );
    let now = version(&world.reload(&difficulty).await);
    thu.post(
        &public,
        &[
            ("viec", "go"),
            ("ly_do", ""),
            ("mat_khau", PASSWORD),
            ("phien_ban", &now),
        ],
    )
    .await
    .is(422);
    thu.post(
        &public,
        &[
            ("viec", "go"),
            ("ly_do", "Người gửi đổi ý."),
            ("mat_khau", PASSWORD),
            ("phien_ban", &now),
        ],
    )
    .await
    .leads_to("/xu-ly/KK24-0001");
    assert_eq!(
        world.reload(&difficulty).await.publication,
        Publication::Private
    );
}

#[actix_web::test]
async fn what_was_sent_privately_is_never_published() {
    let world = World::new().await;
    let difficulty = world
        .difficulty()
        .consenting_to(PublicationConsent::Private)
        .standing(Status::Answered)
        .create()
        .await;
    let public = at(paths::PUBLICATION, &difficulty);
    let thu = world.sign_in(THU).await;
    let page = thu
        .get(&public)
        .await
        .is_ok()
        .shows("Hồ sơ này không công khai");
    assert!(page.all("textarea").is_empty());
    let seen = version(&difficulty);
    thu.post(
        &public,
        &[
            ("viec", "che"),
            ("tieu_de", "A"),
            ("noi_dung", "B"),
            ("phien_ban", &seen),
        ],
    )
    .await;
    let now = version(&world.reload(&difficulty).await);
    world.give_password(THU).await;
    let publish = [
        ("viec", "dang"),
        ("mat_khau", PASSWORD),
        ("phien_ban", &now),
    ];
    thu.post(&public, &publish)
        .await
        .is(409)
        .shows("Người gửi chưa đồng ý công khai");
    assert_ne!(
        world.reload(&difficulty).await.publication,
        Publication::Public
    );
}

#[actix_web::test]
async fn the_leader_proposes_publication_and_officers_do_not_meet_it() {
    let world = World::new().await;
    let difficulty = world.difficulty().standing(Status::Answered).create().await;
    let public = at(paths::PUBLICATION, &difficulty);
    let son = world.sign_in(SON).await;
    let page = son.get(&public).await.is_ok();
    assert!(page.all("textarea").is_empty());
    let seen = version(&difficulty);
    son.post(&public, &[("viec", "dang"), ("phien_ban", &seen)])
        .await
        .is(403);
    son.post(&public, &[("viec", "de-xuat"), ("phien_ban", &seen)])
        .await
        .leads_to("/xu-ly/KK24-0001");
    world
        .sign_in(THU)
        .await
        .get(&at(paths::WORKBENCH, &difficulty))
        .await
        .shows("Đề xuất công khai")
        .shows("Sơn, Sở Công Thương");
    world.sign_in(HOA).await.get(&public).await.is(403);
}

#[actix_web::test]
async fn the_history_says_who_did_what() {
    let world = World::new().await;
    let difficulty = world
        .difficulty()
        .with_coordinating(AGRICULTURE)
        .standing(Status::InProgress)
        .create()
        .await;
    let propose = Act::Simple {
        action: Action::ProposeContribution,
        note: "Nháp của Sở Nông nghiệp".into(),
    };
    world.act(DUNG, &difficulty, propose).await.unwrap();
    let history = at(paths::HISTORY, &difficulty);
    let page = world.sign_in(HOA).await.get(&history).await.is_ok();
    assert_eq!(page.all("tbody tr").len(), 4);
    page.shows("Người gửi")
        .shows("Thu (Văn phòng UBND Thành phố)")
        .shows("Hoa (Sở Công Thương)")
        .shows("Đã phân công → Đang xử lý")
        .shows("28/06/2024, 09:00")
        .hides("Nháp của Sở Nông nghiệp")
        .hides(LAN.name);
    world
        .sign_in(THU)
        .await
        .get(&history)
        .await
        .shows("Nháp của Sở Nông nghiệp");
    world
        .sign_in(DUNG)
        .await
        .get(&history)
        .await
        .shows("Nháp của Sở Nông nghiệp")
        .hides("Hoa (");
}

#[actix_web::test]
async fn every_page_speaks_both_languages() {
    let world = World::new().await;
    let difficulty = world
        .difficulty()
        .with_coordinating(AGRICULTURE)
        .standing(Status::PendingApproval)
        .create()
        .await;
    let answered = world.difficulty().published().create().await;
    let working = world
        .difficulty()
        .standing(Status::InProgress)
        .create()
        .await;
    let mut places: Vec<(&str, String)> = vec![
        (SON, at(paths::WORKBENCH, &difficulty)),
        (SON, at(paths::HISTORY, &difficulty)),
        (SON, at(doithoai::responses::paths::APPROVE, &difficulty)),
        (SON, at(paths::SEND_BACK, &difficulty)),
        (SON, at(paths::ESCALATE, &difficulty)),
        (DUNGS_LEADER, at(paths::CONTRIBUTE, &difficulty)),
        (HOA, at(paths::WORKBENCH, &working)),
        (HOA, at(doithoai::responses::paths::DRAFT, &working)),
        (SON, at(doithoai::responses::paths::DRAFT, &working)),
        (THU, at(paths::PUBLICATION, &answered)),
        (VAN, at(paths::CLOSE, &answered)),
        (VAN, at(paths::REOPEN, &answered)),
    ];
    for path in [paths::ASK, paths::RETURN, paths::EXTEND] {
        places.push((HOA, at(path, &working)));
        places.push((SON, at(path, &working)));
    }
    for path in [paths::MERGE, paths::WITHDRAW, paths::REMIND] {
        places.push((VAN, at(path, &working)));
    }
    for (name, path) in places {
        let browser = world.sign_in(name).await;
        for lang in ["vi", "en"] {
            let page = browser.get(&format!("{path}?lang={lang}")).await.is_ok();
            assert_eq!(page.attributes("html", "lang"), [lang], "{path}");
            // An unknown key shows itself.
            for key in [
                "workbench-",
                "responses-",
                "flash-",
                "not-now-",
                "field-",
                "status-",
                "outcome-",
            ] {
                assert!(
                    !page.words().contains(key),
                    "{key} on {path}: {}",
                    page.words()
                );
            }
        }
    }
}
