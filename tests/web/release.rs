//! Signed answers that wait, and their release together.

use diesel::prelude::*;
use doithoai::db::schema::notices;
use doithoai::difficulties::actions::{Act, ActError, Doer};
use doithoai::difficulties::workbench::paths::{SEND_BACK, WORKBENCH, of};
use doithoai::difficulties::{Action, Difficulty, Party, Status};
use doithoai::responses::release::paths::RELEASE;
use doithoai::responses::{ResponseState, paths, queries};

use crate::world::{CHAIR, HOA, MINH, SON, THU, VAN, World};

async fn signed(world: &World, difficulty: &Difficulty) -> Difficulty {
    let son = world.sign_in(SON).await;
    let approve = of(paths::APPROVE, &difficulty.reference);
    let number = world.next_document();
    son.post(
        &approve,
        &[
            ("so_van_ban", number.as_str()),
            ("phat_hanh", "cho"),
            ("phien_ban", &difficulty.version.to_string()),
        ],
    )
    .await
    .leads_to(&of(WORKBENCH, &difficulty.reference));
    world.reload(difficulty).await
}

async fn told(world: &World, difficulty: &Difficulty) -> i64 {
    let id = difficulty.id;
    world
        .read(move |conn| {
            Ok(notices::table
                .filter(notices::difficulty_id.eq(id))
                .filter(notices::submission_id.is_not_null())
                .filter(notices::kind.eq("release"))
                .count()
                .get_result(conn)?)
        })
        .await
}

fn ticked(difficulty: &Difficulty) -> String {
    format!("{}:{}", difficulty.reference, difficulty.version)
}

#[actix_web::test]
async fn what_is_held_is_seen_by_nobody_outside_until_it_is_released() {
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
    let held = signed(&world, &parent).await;
    assert_eq!(
        (held.status, held.next_party, held.answered_at),
        (Status::PendingApproval, Some(Party::Secretary), None)
    );
    let summary = "Cụm giai đoạn 2 có đất từ quý II.";
    for one in [&parent, &child] {
        let page = world
            .filer_of(one)
            .await
            .get(&format!("/ho-so/{}", one.reference))
            .await
            .is_ok()
            .hides(summary)
            .hides("đã ký")
            .hides("SCT-QLCN");
        assert!(!page.body.contains("Đã trả lời"));
        assert_eq!(told(&world, one).await, 0);
    }
    // It is approved once: not again, and not by a second way.
    let son = world.sign_in(SON).await;
    son.post(
        &of(paths::APPROVE, &parent.reference),
        &[
            ("so_van_ban", "99/SCT"),
            ("phien_ban", &held.version.to_string()),
        ],
    )
    .await
    .is(409)
    .shows("đang chờ phát hành");

    let van = world.sign_in(VAN).await;
    van.get(RELEASE)
        .await
        .is_ok()
        .shows("1 trả lời chờ phát hành")
        .shows("Hộ gốm bà Lan")
        .shows("Hợp tác xã ông Minh")
        .shows("qua tin nhắn");
    van.post(RELEASE, &[])
        .await
        .is(422)
        .shows("Hãy chọn ít nhất một trả lời.");
    van.post(RELEASE, &[("chon", "linh tinh")]).await.is(400);
    // The secretariat's clerk sees what is held; those who drafted and signed do not release.
    world
        .sign_in(THU)
        .await
        .get(RELEASE)
        .await
        .is_ok()
        .shows(summary);
    for name in [THU, SON, HOA] {
        world
            .sign_in(name)
            .await
            .post(RELEASE, &[("chon", &ticked(&held))])
            .await
            .is(403);
    }
    let led = van
        .post(RELEASE, &[("chon", &ticked(&held))])
        .await
        .leads_to(RELEASE);
    van.get(&led.location())
        .await
        .is_ok()
        .shows("Đã phát hành 1 trả lời");
    let after = world.reload(&parent).await;
    assert_eq!(
        (after.status, after.answered_at),
        (Status::Answered, Some(world.now()))
    );
    for one in [&parent, &child] {
        assert_eq!(told(&world, one).await, 1);
        world
            .filer_of(one)
            .await
            .get(&format!("/ho-so/{}", one.reference))
            .await
            .is_ok()
            .shows(summary);
    }
    let id = parent.id;
    let response = world
        .read(move |conn| Ok(queries::latest(conn, id)?.unwrap()))
        .await;
    assert_eq!(response.state, ResponseState::Approved);
    assert!(response.document_number.ends_with("/SCT-QLCN"));
    assert!(response.approver_id.is_some());

    // Sent once more, nothing goes out twice, and it is said.
    let again = van
        .post(RELEASE, &[("chon", &ticked(&held))])
        .await
        .leads_to(RELEASE);
    van.get(&again.location())
        .await
        .is_ok()
        .shows("Không phát hành 1 hồ sơ")
        .shows("Đã trả lời");
    assert_eq!(told(&world, &parent).await, 1);
}

#[actix_web::test]
async fn what_was_withdrawn_meanwhile_is_left_out_and_holds_up_nothing() {
    let world = World::new().await;
    let mut held = Vec::new();
    for title in ["Một", "Hai", "Ba"] {
        let item = world
            .difficulty()
            .titled(title)
            .standing(Status::PendingApproval)
            .create()
            .await;
        held.push(signed(&world, &item).await);
    }
    let chair = world.sign_in(CHAIR).await;
    chair
        .get(RELEASE)
        .await
        .is_ok()
        .shows("3 trả lời chờ phát hành");
    world
        .act_as(
            Doer::filer(held[0].submission_id),
            &held[0],
            Act::Simple {
                action: Action::Withdraw,
                note: "Đã tự thu xếp.".into(),
            },
        )
        .await
        .unwrap();
    let son = world.sign_in(SON).await;
    son.post(
        &of(SEND_BACK, &held[1].reference),
        &[
            ("ly_do", "Bổ sung diện tích."),
            ("phien_ban", &held[1].version.to_string()),
        ],
    )
    .await
    .leads_to("/xu-ly/");
    let all: Vec<String> = held.iter().map(ticked).collect();
    let fields: Vec<(&str, &str)> = all.iter().map(|one| ("chon", one.as_str())).collect();
    let led = chair.post(RELEASE, &fields).await.leads_to(RELEASE);
    chair
        .get(&led.location())
        .await
        .is_ok()
        .shows("Đã phát hành 1 trả lời")
        .shows("Không phát hành 2 hồ sơ")
        .shows("Đã rút");
    let states = [Status::Withdrawn, Status::InProgress, Status::Answered];
    for (one, status) in held.iter().zip(states) {
        assert_eq!(world.reload(one).await.status, status, "{}", one.title);
    }
    // A signature under what went back is gone; the next version needs a number of its own.
    let release = Act::Release {
        with_commitments: false,
    };
    let refused = world.act(VAN, &held[1], release).await;
    assert!(matches!(refused, Err(ActError::NotNow(_))), "{refused:?}");
}

/// A second officer of Hoa's agency, named by office.
async fn head_of_division(world: &World) -> i64 {
    let now = world.now();
    world
        .write(move |conn| {
            Ok(doithoai::accounts::queries::create(
                conn,
                "tp-qlcn",
                "Trưởng phòng Quản lý công nghiệp",
                doithoai::accounts::Role::Officer,
                Some(crate::world::TRADE),
                now,
            )?)
        })
        .await;
    world.staff("tp-qlcn").await.account_id
}

#[actix_web::test]
async fn a_draft_goes_through_the_steps_its_agency_set() {
    let world = World::new().await;
    let head = head_of_division(&world).await.to_string();
    let (hoa, son) = (world.sign_in(HOA).await, world.sign_in(SON).await);
    let division = world.sign_in("tp-qlcn").await;
    let settings = doithoai::responses::steps::paths::SETTINGS;
    hoa.get(settings).await.is(403);
    son.post(settings, &[("buoc", "Trưởng phòng"), ("nguoi_xem", "")])
        .await
        .is(422)
        .shows("Hãy chọn người của cơ quan.");
    let dung = world.staff(crate::world::DUNG).await.account_id.to_string();
    son.post(settings, &[("buoc", "Trưởng phòng"), ("nguoi_xem", &dung)])
        .await
        .is(422);
    son.post(settings, &[("buoc", "Trưởng phòng"), ("nguoi_xem", &head)])
        .await
        .leads_to(settings);

    let item = world
        .difficulty()
        .standing(Status::PendingApproval)
        .create()
        .await;
    let (approve, pass) = (
        of(paths::APPROVE, &item.reference),
        of(doithoai::responses::steps::paths::PASS, &item.reference),
    );
    let version = item.version.to_string();
    // Before the step is passed the leader reads it and does not sign; the drafter passes nothing.
    son.get(&approve)
        .await
        .is_ok()
        .shows("Đang chờ Trưởng phòng Quản lý công nghiệp xem trước");
    son.post(
        &approve,
        &[("so_van_ban", "40/SCT"), ("phien_ban", &version)],
    )
    .await
    .is(403);
    hoa.post(&pass, &[("phien_ban", &version)]).await.is(403);
    division
        .get(&approve)
        .await
        .is_ok()
        .shows("Đồng ý, trình tiếp");
    division.post(&pass, &[("phien_ban", "1")]).await.is(409);
    // Sent back by the step, it comes again as a new version that passes anew.
    division
        .post(
            &of(SEND_BACK, &item.reference),
            &[("ly_do", "Nêu rõ mốc."), ("phien_ban", &version)],
        )
        .await
        .leads_to("/xu-ly/");
    let response_id = crate::world::draft(&world, &item, HOA).await;
    let item = world
        .act(HOA, &item, Act::SubmitForApproval { response_id })
        .await
        .unwrap();
    let version = item.version.to_string();
    division
        .post(&pass, &[("phien_ban", &version)])
        .await
        .leads_to("/xu-ly/");
    division
        .post(&pass, &[("phien_ban", &version)])
        .await
        .is(403);
    son.post(
        &approve,
        &[("so_van_ban", "40/SCT"), ("phien_ban", &version)],
    )
    .await
    .leads_to("/xu-ly/");
    assert_eq!(world.reload(&item).await.status, Status::Answered);
    // The filer reads nothing of what went on behind the desk.
    world
        .filer_of(&item)
        .await
        .get(&format!("/ho-so/{}", item.reference))
        .await
        .is_ok()
        .hides("trình tiếp");
}

/// Submits an answer that the check finds nothing wrong with.
async fn plain(world: &World, title: &str) -> Difficulty {
    let item = world
        .difficulty()
        .titled(title)
        .standing(Status::InProgress)
        .create()
        .await;
    let hoa = world.sign_in(HOA).await;
    let edit = of(paths::DRAFT, &item.reference);
    hoa.post(
        &edit,
        &[
            ("ket_qua", "resolved"),
            (
                "tra_loi_ngan",
                "UBND huyện Gia Lâm cho thuê 300 m² ở cụm giai đoạn 2 từ ngày 30/9/2024.",
            ),
            ("tra_loi", "Sở Công Thương bàn giao đất tại cụm."),
            ("so_ban", "0"),
            ("phien_ban", "0"),
            ("ho_so_phien_ban", &item.version.to_string()),
            ("viec", "trinh"),
        ],
    )
    .await
    .leads_to("/xu-ly/");
    world.reload(&item).await
}

#[actix_web::test]
async fn several_plain_answers_are_approved_after_one_look() {
    let world = World::new().await;
    let one = plain(&world, "Một").await;
    let two = plain(&world, "Hai").await;
    let generic = world
        .difficulty()
        .titled("Chung chung")
        .standing(Status::PendingApproval)
        .create()
        .await;
    let son = world.sign_in(SON).await;
    let page = son.get(paths::BULK).await.is_ok();
    assert_eq!(
        page.attributes("input[name=chon]", "value"),
        [ticked(&one), ticked(&two)]
    );
    let page = page
        .shows("1 trả lời phải xem từng hồ sơ")
        .shows("Chung chung");
    drop(page);
    son.post(paths::BULK, &[]).await.is(422);
    world.sign_in(HOA).await.get(paths::BULK).await.is(403);
    let all = [ticked(&one), ticked(&two), ticked(&generic)];
    let chosen: Vec<(&str, &str)> = all.iter().map(|one| ("chon", one.as_str())).collect();
    let page = son
        .post(paths::BULK, &chosen)
        .await
        .is_ok()
        .shows("Xác nhận duyệt 2 trả lời")
        .shows("Chung chung");
    assert_eq!(
        page.attributes("input[name=so_van_ban]", "value"),
        ["01/SCT", "02/SCT"]
    );
    assert_eq!(world.reload(&one).await.status, Status::PendingApproval);
    let confirmed = |numbers: [&'static str; 2]| {
        vec![
            ("chon", all[0].as_str()),
            ("so_van_ban", numbers[0]),
            ("chon", all[1].as_str()),
            ("so_van_ban", numbers[1]),
            ("xac_nhan", "1"),
        ]
    };
    son.post(paths::BULK, &confirmed(["một", "02/SCT"]))
        .await
        .is(422)
        .shows("ghi theo dạng 05/SCT-QLCN");
    // The same number twice: the second is left out and named.
    let led = son
        .post(paths::BULK, &confirmed(["01/SCT", "1/SCT"]))
        .await
        .leads_to(paths::BULK);
    son.get(&led.location())
        .await
        .is_ok()
        .shows("Đã duyệt 1 trả lời")
        .shows("Chưa duyệt 1 hồ sơ");
    assert_eq!(world.reload(&one).await.status, Status::Answered);
    assert_eq!(world.reload(&two).await.status, Status::PendingApproval);
    // Nobody smuggles in one with warnings.
    let led = son
        .post(
            paths::BULK,
            &[
                ("chon", &all[2]),
                ("so_van_ban", "05/SCT"),
                ("xac_nhan", "1"),
            ],
        )
        .await
        .leads_to(paths::BULK);
    assert!(
        led.location()
            .ends_with(&format!("bo={}", generic.reference))
    );
    assert_eq!(world.reload(&generic).await.status, Status::PendingApproval);
}

#[actix_web::test]
async fn how_often_warnings_were_overruled_is_a_figure() {
    let world = World::new().await;
    plain(&world, "Một").await;
    let item = world
        .difficulty()
        .standing(Status::InProgress)
        .create()
        .await;
    world
        .sign_in(HOA)
        .await
        .post(
            &of(paths::DRAFT, &item.reference),
            &[
                ("ket_qua", "resolved"),
                ("tra_loi_ngan", "Chúng tôi ghi nhận."),
                ("tra_loi", "Các đơn vị sẽ xem xét."),
                ("so_ban", "0"),
                ("phien_ban", "0"),
                ("ho_so_phien_ban", &item.version.to_string()),
                ("viec", "trinh"),
            ],
        )
        .await
        .leads_to("/xu-ly/");
    let item = world.reload(&item).await;
    world
        .sign_in(SON)
        .await
        .post(
            &of(paths::APPROVE, &item.reference),
            &[
                ("so_van_ban", "9/SCT"),
                ("phien_ban", &item.version.to_string()),
            ],
        )
        .await
        .leads_to("/xu-ly/");
    for name in [THU, SON, HOA] {
        world.sign_in(name).await.get(paths::FIGURES).await.is(403);
    }
    let page = world
        .sign_in(VAN)
        .await
        .get(paths::FIGURES)
        .await
        .is_ok()
        .shows("Chưa nêu việc cụ thể.");
    assert_eq!(page.all("tbody tr td"), ["2", "1", "1", "1 (100 %)"]);
}
