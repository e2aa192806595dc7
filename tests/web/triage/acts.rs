//! Accepting, refusing, assigning: what happens, who may, and what bad input keeps.

use diesel::prelude::*;
use doithoai::db::schema::{assignments, events};
use doithoai::difficulties::actions::Act;
use doithoai::difficulties::{Difficulty, Priority, Status};

use crate::world::{
    ADMINISTRATOR, AGRICULTURE, CHAIR, DUNG, HOA, PLANNING, SON, THU, TRADE, VAN, World,
};

fn accept(difficulty: &Difficulty) -> String {
    format!("/xu-ly/{}/tiep-nhan", difficulty.reference)
}

fn refuse(difficulty: &Difficulty) -> String {
    format!("/xu-ly/{}/tu-choi", difficulty.reference)
}

fn assign(difficulty: &Difficulty) -> String {
    format!("/xu-ly/{}/phan-cong", difficulty.reference)
}

async fn steps(world: &World, difficulty: &Difficulty) -> Vec<String> {
    let id = difficulty.id;
    world
        .read(move |conn| {
            Ok(events::table
                .filter(events::difficulty_id.eq(id))
                .order(events::seq)
                .select(events::action)
                .load(conn)?)
        })
        .await
}

async fn assigned(world: &World, difficulty: &Difficulty) -> Vec<(i64, String, String)> {
    let id = difficulty.id;
    world
        .read(move |conn| {
            let rows: Vec<(i64, String, chrono::NaiveDate)> = assignments::table
                .filter(assignments::difficulty_id.eq(id))
                .filter(assignments::ended_at.is_null())
                .order(assignments::id)
                .select((
                    assignments::agency_id,
                    assignments::role,
                    assignments::due_on,
                ))
                .load(conn)?;
            Ok(rows
                .into_iter()
                .map(|(agency, role, due)| (agency, role, due.to_string()))
                .collect())
        })
        .await
}

#[actix_web::test]
async fn one_button_accepts_and_assigns() {
    let world = World::new().await;
    let difficulty = world.difficulty().create().await;
    let topic = world.topics[0].id.to_string();
    let thu = world.sign_in(THU).await;
    let page = thu
        .get(&accept(&difficulty))
        .await
        .is_ok()
        .shows(&difficulty.body)
        .shows(&difficulty.ask);
    assert_eq!(page.attributes("[name=phien_ban]", "value"), ["1"]);
    thu.post(
        &accept(&difficulty),
        &[
            ("phien_ban", "1"),
            ("nhom", &topic),
            ("uu_tien", "urgent"),
            ("co_quan", ""),
            ("han_tra_loi", "12/7/2024"),
            ("phoi_hop", &AGRICULTURE.to_string()),
            ("phoi_hop", &TRADE.to_string()),
            ("phoi_hop", &AGRICULTURE.to_string()),
            ("han_phoi_hop", "9.7.24"),
            ("y_kien", "Khẩn trương."),
            ("viec", "chuyen"),
        ],
    )
    .await
    .leads_to("/xu-ly/KK24-0001");
    let after = world.reload(&difficulty).await;
    assert_eq!(
        (after.status, after.priority),
        (Status::Assigned, Priority::Urgent)
    );
    // Nobody was chosen, so it goes where its topic group usually goes.
    assert_eq!(after.lead_agency_id, Some(TRADE));
    assert_eq!(
        assigned(&world, &difficulty).await,
        [
            (TRADE, "lead".into(), "2024-07-12".into()),
            (AGRICULTURE, "coordinating".into(), "2024-07-09".into())
        ]
    );
    assert_eq!(
        steps(&world, &difficulty).await,
        ["submit", "accept", "assign"]
    );
}

#[actix_web::test]
async fn from_the_queue_one_comes_back_to_the_queue_as_filtered() {
    let world = World::new().await;
    let difficulty = world.difficulty().create().await;
    let topic = world.topics[0].id.to_string();
    let thu = world.sign_in(THU).await;
    let queue = thu
        .get("/xu-ly/tiep-nhan?loai=household&so_dong=50")
        .await
        .is_ok();
    let carried = queue
        .attributes(".pre [name=ve_hang_doi]", "value")
        .remove(0);
    let fields = [
        ("phien_ban", "1"),
        ("nhom", &topic),
        ("viec", "tiep-nhan"),
        ("ve_hang_doi", &carried),
    ];
    let answer = thu
        .post(&accept(&difficulty), &fields)
        .await
        .leads_to("/xu-ly/tiep-nhan?");
    assert_eq!(
        answer.location(),
        "/xu-ly/tiep-nhan?loai=household&so_dong=50"
    );
    assert_eq!(world.reload(&difficulty).await.status, Status::Accepted);
    thu.get("/xu-ly/tiep-nhan")
        .await
        .shows("Đã tiếp nhận KK24-0001.");
    // An address of somebody else's is not followed.
    let other = world.difficulty().create().await;
    let fields = [
        ("phien_ban", "1"),
        ("nhom", &topic),
        ("viec", "tiep-nhan"),
        ("ve_hang_doi", "https://example.com"),
    ];
    let answer = thu.post(&accept(&other), &fields).await.is(303);
    assert_eq!(answer.location(), format!("/xu-ly/{}", other.reference));
}

#[actix_web::test]
async fn what_is_wrong_is_said_and_everything_typed_is_kept() {
    let world = World::new().await;
    let difficulty = world.difficulty().create().await;
    let topic = world.topics[1].id.to_string();
    let (trade, agriculture) = (TRADE.to_string(), AGRICULTURE.to_string());
    let thu = world.sign_in(THU).await;
    let good = [
        ("phien_ban", "1"),
        ("nhom", topic.as_str()),
        ("uu_tien", "complex"),
        ("co_quan", trade.as_str()),
        ("han_tra_loi", "12/07/2024"),
        ("phoi_hop", agriculture.as_str()),
        ("han_phoi_hop", "09/07/2024"),
        ("y_kien", "Xin trả lời sớm."),
        ("viec", "chuyen"),
    ];
    for (field, typed, said) in [
        ("nhom", "", "Chọn nhóm vấn đề."),
        ("nhom", "9999", "không thuộc hội nghị"),
        ("co_quan", "9999", "không tham gia hội nghị"),
        ("co_quan", "x", "không tham gia hội nghị"),
        ("phoi_hop", "9999", "không tham gia hội nghị"),
        ("han_tra_loi", "05/13/2024", "Không có tháng này."),
        ("han_tra_loi", "", "Ghi ngày hạn"),
        ("han_tra_loi", "30/02/2025", "Tháng này không có ngày đó."),
        ("han_tra_loi", "27/06/2024", "Ngày này đã qua."),
        ("han_tra_loi", "mai", "Ghi ngày theo dạng"),
        (
            "han_phoi_hop",
            "12/07/2024",
            "phải trước hạn của cơ quan chủ trì",
        ),
        ("han_phoi_hop", "", "Ghi ngày hạn"),
        ("uu_tien", "never", "Chọn mức ưu tiên"),
    ] {
        let fields = good.map(|(name, value)| (name, if name == field { typed } else { value }));
        let page = thu
            .post(&accept(&difficulty), &fields)
            .await
            .is(422)
            .shows(said);
        assert_eq!(page.all("#tom-tat-loi").len(), 1);
        assert_eq!(
            page.attributes("#tom-tat-loi a", "href"),
            [format!("#{field}")],
            "{field} {typed}"
        );
        assert_eq!(page.all("#y_kien"), ["Xin trả lời sớm."]);
        for text in ["han_tra_loi", "han_phoi_hop"] {
            let kept = fields.iter().find(|(name, _)| *name == text).unwrap().1;
            assert_eq!(page.attributes(&format!("#{text}"), "value"), [kept]);
        }
        if field != "uu_tien" {
            assert_eq!(
                page.attributes("#uu_tien option[selected]", "value"),
                ["complex"]
            );
        }
    }
    assert_eq!(world.reload(&difficulty).await.status, Status::Submitted);
    thu.post(
        &accept(&difficulty),
        &[("phien_ban", "x"), ("nhom", &topic)],
    )
    .await
    .is(400);
    thu.post(&accept(&difficulty), &[("phien_ban", "1"), ("la", "x")])
        .await
        .is(400);
    thu.post("/xu-ly/KK24-0999/tiep-nhan", &good)
        .await
        .is_not_found();
}

#[actix_web::test]
async fn a_second_acceptance_is_refused_and_a_stale_one_kept() {
    let world = World::new().await;
    let difficulty = world.difficulty().create().await;
    let topic = world.topics[0].id.to_string();
    let thu = world.sign_in(THU).await;
    // Somebody proposed to refuse it meanwhile: it can still be accepted, knowingly.
    let propose = Act::ProposeRejection {
        reason: "other".into(),
        note: "Gửi nơi khác.".into(),
    };
    world.act(THU, &difficulty, propose).await.unwrap();
    let typed = [
        ("phien_ban", "1"),
        ("nhom", topic.as_str()),
        ("y_kien", "Đã gọi điện."),
        ("viec", "tiep-nhan"),
    ];
    let page = thu
        .post(&accept(&difficulty), &typed)
        .await
        .is(409)
        .shows("Có người vừa sửa trước bạn");
    assert_eq!(page.all("#y_kien"), ["Đã gọi điện."]);
    assert_eq!(page.attributes("[name=phien_ban]", "value"), ["2"]);
    let typed = typed.map(|(name, value)| (name, if name == "phien_ban" { "2" } else { value }));
    thu.post(&accept(&difficulty), &typed)
        .await
        .leads_to("/xu-ly/KK24-0001");
    for version in ["2", "3"] {
        let typed =
            typed.map(|(name, value)| (name, if name == "phien_ban" { version } else { value }));
        let page = thu.post(&accept(&difficulty), &typed).await.is(409);
        assert!(page.body.contains("Đã gọi điện."));
        page.shows("Hồ sơ đã được tiếp nhận.");
    }
    thu.get(&accept(&difficulty)).await.is(409);
    assert_eq!(
        steps(&world, &difficulty).await,
        ["submit", "propose_rejection", "accept"]
    );
}

#[actix_web::test]
async fn a_refusal_takes_a_clerk_and_the_secretary() {
    let world = World::new().await;
    let difficulty = world.difficulty().create().await;
    let (thu, van) = (world.sign_in(THU).await, world.sign_in(VAN).await);
    van.get(&refuse(&difficulty))
        .await
        .is_ok()
        .shows("Chưa có ai đề nghị");
    van.post(&refuse(&difficulty), &[("phien_ban", "1")])
        .await
        .is(409)
        .shows("Chưa có ai đề xuất");
    for (reason, text, fields) in [
        ("", "Gửi Toà án.", vec!["#ly_do_tu_choi"]),
        ("nonsense", "Gửi Toà án.", vec!["#ly_do_tu_choi"]),
        ("out_of_scope", "  ", vec!["#noi_den"]),
        ("", "", vec!["#ly_do_tu_choi", "#noi_den"]),
    ] {
        let typed = [
            ("phien_ban", "1"),
            ("ly_do_tu_choi", reason),
            ("noi_den", text),
        ];
        let page = thu.post(&refuse(&difficulty), &typed).await.is(422);
        assert_eq!(page.attributes("#tom-tat-loi a", "href"), fields);
        assert_eq!(page.all("#noi_den"), [text.trim()]);
    }
    let typed = [
        ("phien_ban", "1"),
        ("ly_do_tu_choi", "out_of_scope"),
        ("noi_den", "Gửi Toà án nhân dân quận."),
    ];
    thu.post(&refuse(&difficulty), &typed)
        .await
        .leads_to("/xu-ly/KK24-0001");
    let page = thu.post(&refuse(&difficulty), &typed).await.is(409);
    assert!(page.body.contains("Gửi Toà án nhân dân quận."));
    thu.get(&refuse(&difficulty))
        .await
        .is_ok()
        .shows("Đang chờ thư ký xác nhận.");
    thu.get("/xu-ly/tiep-nhan?muc=de-nghi-tu-choi")
        .await
        .is_ok()
        .shows("Đề nghị từ chối");
    let queue = van
        .get("/xu-ly/tiep-nhan?muc=de-nghi-tu-choi")
        .await
        .is_ok();
    assert_eq!(super::references(&queue), [difficulty.reference.clone()]);
    let page = van.get(&refuse(&difficulty)).await.is_ok();
    page.shows("Không thuộc phạm vi hội nghị")
        .shows("Gửi Toà án nhân dân quận.")
        .shows("Thu");
    van.post(&refuse(&difficulty), &[("phien_ban", "1")])
        .await
        .is(409)
        .shows("Có người vừa sửa trước bạn");
    van.post(&refuse(&difficulty), &[("phien_ban", "2")])
        .await
        .leads_to("/xu-ly/KK24-0001");
    assert_eq!(world.reload(&difficulty).await.status, Status::Rejected);
    van.post(&refuse(&difficulty), &[("phien_ban", "3")])
        .await
        .is(409);
    van.get("/xu-ly/tiep-nhan?muc=de-nghi-tu-choi")
        .await
        .is_ok()
        .shows("Không có hồ sơ nào");
}

#[actix_web::test]
async fn an_accepted_one_is_assigned_and_a_returned_one_assigned_anew() {
    let world = World::new().await;
    let difficulty = world.difficulty().standing(Status::Accepted).create().await;
    let thu = world.sign_in(THU).await;
    let version = difficulty.version.to_string();
    let (agriculture, planning) = (AGRICULTURE.to_string(), PLANNING.to_string());
    let page = thu.get(&assign(&difficulty)).await.is_ok();
    assert_eq!(
        page.attributes("#co_quan option[selected]", "value"),
        [TRADE.to_string()]
    );
    thu.get("/xu-ly/tiep-nhan?muc=cho-phan-cong")
        .await
        .is_ok()
        .shows(&difficulty.title);
    let mut fields = vec![
        ("phien_ban", version.as_str()),
        ("co_quan", &agriculture),
        ("han_tra_loi", "05/13/2024"),
        ("phoi_hop", &planning),
        ("han_phoi_hop", "09/07/2024"),
        ("y_kien", "Trả lời bằng văn bản."),
    ];
    let page = thu.post(&assign(&difficulty), &fields).await.is(422);
    assert_eq!(page.all("#y_kien"), ["Trả lời bằng văn bản."]);
    assert_eq!(
        page.attributes("[name=phoi_hop][checked]", "value"),
        [planning.clone()]
    );
    fields[2].1 = "12/07/2024";
    thu.post(&assign(&difficulty), &fields)
        .await
        .leads_to("/xu-ly/KK24-0001");
    thu.post(&assign(&difficulty), &fields).await.is(409);

    let returned = world
        .act(
            "ld-snn",
            &difficulty,
            Act::Return {
                note: "Việc của Sở Quy hoạch.".into(),
                suggested: None,
            },
        )
        .await
        .unwrap();
    let page = thu
        .get(&assign(&difficulty))
        .await
        .is_ok()
        .shows("Việc của Sở Quy hoạch.");
    assert!(
        page.attributes("#co_quan option[selected]", "value")
            .is_empty()
    );
    assert!(page.attributes("[name=phoi_hop]", "value").is_empty());
    thu.get("/xu-ly/tiep-nhan?muc=chuyen-tra")
        .await
        .is_ok()
        .shows(&difficulty.title);
    let version = returned.version.to_string();
    let empty = [
        ("phien_ban", version.as_str()),
        ("co_quan", ""),
        ("han_tra_loi", "15/07/2024"),
    ];
    thu.post(&assign(&difficulty), &empty)
        .await
        .is(422)
        .shows("Chọn cơ quan chủ trì.");
    // The agency that coordinated leads from now on, and does not coordinate with itself.
    let anew = [
        ("phien_ban", version.as_str()),
        ("co_quan", &planning),
        ("han_tra_loi", "15/07/2024"),
    ];
    thu.post(&assign(&difficulty), &anew)
        .await
        .leads_to("/xu-ly/KK24-0001");
    assert_eq!(
        assigned(&world, &difficulty).await,
        [(PLANNING, "lead".into(), "2024-07-15".into())]
    );
    assert_eq!(
        world.reload(&difficulty).await.lead_agency_id,
        Some(PLANNING)
    );
}

#[actix_web::test]
async fn from_the_second_return_on_only_the_secretary_assigns() {
    let world = World::new().await;
    let difficulty = world.difficulty().assigned_to(TRADE).create().await;
    let back = |note: &str| Act::Return {
        note: note.into(),
        suggested: None,
    };
    world
        .act(SON, &difficulty, back("Không phải việc của Sở."))
        .await
        .unwrap();
    let due_on = world.app.clock.today() + chrono::TimeDelta::days(10);
    let anew = Act::Reassign {
        lead: AGRICULTURE,
        due_on,
        note: String::new(),
    };
    world.act(THU, &difficulty, anew).await.unwrap();
    let twice = world
        .act("ld-snn", &difficulty, back("Cũng không phải."))
        .await
        .unwrap();
    let version = twice.version.to_string();
    let trade = TRADE.to_string();
    let fields = [
        ("phien_ban", version.as_str()),
        ("co_quan", &trade),
        ("han_tra_loi", "15/07/2024"),
    ];
    let thu = world.sign_in(THU).await;
    thu.get(&assign(&difficulty)).await.is(403);
    thu.post(&assign(&difficulty), &fields).await.is(403);
    let van = world.sign_in(VAN).await;
    van.get(&assign(&difficulty))
        .await
        .is_ok()
        .shows("Bị chuyển trả lần thứ 2")
        .shows("chỉ thư ký phân công lại");
    van.post(&assign(&difficulty), &fields)
        .await
        .leads_to("/xu-ly/KK24-0001");
    assert_eq!(world.reload(&difficulty).await.status, Status::Assigned);
}

#[actix_web::test]
async fn the_acts_are_the_desks_and_hidden_from_who_must_not_know() {
    let world = World::new().await;
    let difficulty = world.difficulty().create().await;
    let accepted = world.difficulty().standing(Status::Accepted).create().await;
    let secret = world.difficulty().restricted().create().await;
    let topic = world.topics[0].id.to_string();
    let fields = [
        ("phien_ban", "1"),
        ("nhom", topic.as_str()),
        ("viec", "tiep-nhan"),
    ];
    world.stranger().get(&accept(&difficulty)).await.is(401);
    world
        .stranger()
        .post(&accept(&difficulty), &fields)
        .await
        .is(401);
    for who in [HOA, SON, DUNG, ADMINISTRATOR] {
        let browser = world.sign_in(who).await;
        browser.get(&accept(&difficulty)).await.is_not_found();
        browser
            .post(&accept(&difficulty), &fields)
            .await
            .is_not_found();
        browser.get(&refuse(&difficulty)).await.is_not_found();
        browser.get(&assign(&accepted)).await.is_not_found();
    }
    let chair = world.sign_in(CHAIR).await;
    chair.get(&accept(&difficulty)).await.is(403);
    chair.post(&accept(&difficulty), &fields).await.is(403);
    chair.get(&refuse(&difficulty)).await.is(403);
    chair.get(&assign(&accepted)).await.is_ok();
    let thu = world.sign_in(THU).await;
    thu.get(&accept(&secret)).await.is_not_found();
    thu.post(&accept(&secret), &fields).await.is_not_found();
    world
        .sign_in(VAN)
        .await
        .post(&accept(&secret), &fields)
        .await
        .is(303);
    assert_eq!(world.reload(&difficulty).await.status, Status::Submitted);
}

#[actix_web::test]
async fn every_page_of_an_act_speaks_both_languages() {
    let world = World::new().await;
    let fresh = world.difficulty().create().await;
    let accepted = world.difficulty().standing(Status::Accepted).create().await;
    let returned = world.difficulty().assigned_to(TRADE).create().await;
    world
        .act(
            SON,
            &returned,
            Act::Return {
                note: "Không phải việc của Sở.".into(),
                suggested: None,
            },
        )
        .await
        .unwrap();
    let proposed = world.difficulty().create().await;
    let propose = Act::ProposeRejection {
        reason: "other".into(),
        note: "Gửi nơi khác.".into(),
    };
    world.act(THU, &proposed, propose).await.unwrap();
    let pages = [
        accept(&fresh),
        refuse(&fresh),
        refuse(&proposed),
        assign(&accepted),
        assign(&returned),
    ];
    for who in [THU, VAN] {
        let browser = world.sign_in(who).await;
        for path in &pages {
            for lang in ["vi", "en"] {
                let page = browser.get(&format!("{path}?lang={lang}")).await.is_ok();
                page.hides("triage-").hides("field-").hides("refusal-");
            }
        }
    }
}
