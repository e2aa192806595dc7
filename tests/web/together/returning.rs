//! "Not ours": in time, with a suggestion, and not for ever.

use doithoai::difficulties::actions::{Act, ActError};
use doithoai::difficulties::workbench::paths;
use doithoai::difficulties::{Difficulty, Party, Status};

use super::{at, version};
use crate::world::{
    ADMINISTRATOR, AGRICULTURE, CHAIR, DUNG, DUNGS_LEADER, HOA, PLANNING, SON, THU, TRADE, VAN,
    World,
};

fn back(suggested: Option<i64>) -> Act {
    Act::Return {
        note: "Không thuộc trách nhiệm.".into(),
        suggested,
    }
}

async fn reassigned(world: &World, by: &str, difficulty: &Difficulty, lead: i64) -> Difficulty {
    let anew = Act::Reassign {
        lead,
        due_on: world.app.clock.today() + chrono::TimeDelta::days(10),
        note: "Giao lại.".into(),
    };
    world.act(by, difficulty, anew).await.unwrap()
}

#[actix_web::test]
async fn an_agency_is_suggested_and_the_desk_starts_from_it() {
    let world = World::new().await;
    let difficulty = world.difficulty().standing(Status::Assigned).create().await;
    let page = at(paths::RETURN, &difficulty);
    let hoa = world.sign_in(HOA).await;
    let (now, planning) = (version(&difficulty), PLANNING.to_string());
    hoa.post(&page, &[("ly_do", "Việc quy hoạch."), ("phien_ban", &now)])
        .await
        .is(422)
        .shows("Hãy chọn cơ quan, hoặc chọn chưa rõ.")
        .shows("Việc quy hoạch.");
    let fields = [
        ("ly_do", "Việc quy hoạch."),
        ("co_quan", planning.as_str()),
        ("phien_ban", &now),
    ];
    hoa.post(&page, &fields)
        .await
        .leads_to(&at(paths::WORKBENCH, &difficulty));
    let proposed = world.reload(&difficulty).await;
    assert_eq!(proposed.next_party, Some(Party::LeadLeader));
    let son = world.sign_in(SON).await;
    let confirm = son
        .get(&page)
        .await
        .is_ok()
        .shows("Đề xuất chuyển: Sở Quy hoạch - Kiến trúc");
    assert_eq!(
        confirm.attributes("#co_quan option[selected]", "value"),
        [planning.as_str()]
    );
    let now = version(&proposed);
    let fields = [
        ("ly_do", "Việc quy hoạch."),
        ("co_quan", planning.as_str()),
        ("phien_ban", &now),
    ];
    son.post(&page, &fields).await.leads_to("/xu-ly");
    let assign = world
        .sign_in(THU)
        .await
        .get("/xu-ly/KK24-0001/phan-cong")
        .await
        .is_ok()
        .shows("đề xuất chuyển cho Sở Quy hoạch - Kiến trúc");
    assert_eq!(
        assign.attributes("#co_quan option[selected]", "value"),
        [planning.as_str()]
    );
}

#[actix_web::test]
async fn the_leader_may_disagree_and_the_turn_goes_back() {
    let world = World::new().await;
    let difficulty = world.difficulty().standing(Status::Assigned).create().await;
    let propose = Act::ProposeReturn {
        note: "Không phải việc của Sở.".into(),
        suggested: None,
    };
    let proposed = world.act(HOA, &difficulty, propose).await.unwrap();
    let now = version(&proposed);
    let no = [
        ("viec", "khong"),
        ("ly_do_khong", "Đúng là việc của Sở."),
        ("phien_ban", now.as_str()),
    ];
    let page = at(paths::RETURN, &difficulty);
    world
        .sign_in(SON)
        .await
        .post(&page, &no)
        .await
        .leads_to(&at(paths::WORKBENCH, &difficulty));
    let after = world.reload(&difficulty).await;
    assert_eq!(
        (after.status, after.next_party, after.next_due_at),
        (
            Status::Assigned,
            difficulty.next_party,
            difficulty.next_due_at
        )
    );
    world
        .sign_in(HOA)
        .await
        .get(&at(paths::HISTORY, &difficulty))
        .await
        .shows("không đồng ý với đề xuất: Đề xuất chuyển trả")
        .shows("Đúng là việc của Sở.");
}

#[actix_web::test]
async fn after_two_working_days_it_is_too_late_unless_it_was_proposed_in_time() {
    let world = World::new().await;
    let late = world.difficulty().standing(Status::Assigned).create().await;
    let proposed = world.difficulty().standing(Status::Assigned).create().await;
    // Assigned on Friday 28 June; the second working day is Tuesday 2 July.
    world.set_time("2024-07-02T16:00");
    let propose = Act::ProposeReturn {
        note: "Không phải việc của Sở.".into(),
        suggested: Some(PLANNING),
    };
    world.act(HOA, &proposed, propose.clone()).await.unwrap();
    world.set_time("2024-07-03T08:00");
    let refused = world.act(HOA, &late, propose).await;
    assert!(
        matches!(&refused, Err(ActError::NotNow(key)) if key == "not-now-return-late"),
        "{refused:?}"
    );
    let hoa = world.sign_in(HOA).await;
    hoa.get(&at(paths::RETURN, &late))
        .await
        .is(409)
        .shows("trong hai ngày làm việc");
    hoa.get(&at(paths::WORKBENCH, &late))
        .await
        .hides("Đề xuất chuyển trả");
    world
        .act(SON, &proposed, back(Some(PLANNING)))
        .await
        .unwrap();
}

#[actix_web::test]
async fn what_the_secretary_decided_after_two_returns_binds() {
    let world = World::new().await;
    let difficulty = world.difficulty().assigned_to(TRADE).create().await;
    world
        .act(SON, &difficulty, back(Some(AGRICULTURE)))
        .await
        .unwrap();
    reassigned(&world, THU, &difficulty, AGRICULTURE).await;
    world
        .act(DUNGS_LEADER, &difficulty, back(Some(TRADE)))
        .await
        .unwrap();
    let bound = reassigned(&world, VAN, &difficulty, TRADE).await;
    for (name, act) in [
        (SON, back(None)),
        (
            HOA,
            Act::ProposeReturn {
                note: "Vẫn không phải.".into(),
                suggested: None,
            },
        ),
    ] {
        let refused = world.act(name, &bound, act).await;
        assert!(
            matches!(&refused, Err(ActError::NotNow(key)) if key == "not-now-return-bound"),
            "{refused:?}"
        );
    }
    world
        .sign_in(HOA)
        .await
        .get(&at(paths::RETURN, &difficulty))
        .await
        .is(409)
        .shows("không chuyển trả được nữa");
}

#[actix_web::test]
async fn the_table_counts_who_returns_to_whom_and_opens_to_the_rows() {
    let world = World::new().await;
    for suggested in [Some(PLANNING), Some(PLANNING), None] {
        let difficulty = world.difficulty().assigned_to(TRADE).create().await;
        world.act(SON, &difficulty, back(suggested)).await.unwrap();
    }
    let restricted = world.difficulty().assigned_to(TRADE).restricted();
    let restricted = restricted.create().await;
    let table = "/xu-ly/chuyen-tra";
    let van = world.sign_in(VAN).await;
    let page = van.get(table).await.is_ok().shows("3 lần chuyển trả");
    assert_eq!(
        page.all("tbody td a")[0],
        "2 Sở Công Thương, Sở Quy hoạch - Kiến trúc"
    );
    let cell = page.attributes("tbody td a", "href")[0].clone();
    van.get(cell.trim_end_matches("#hang"))
        .await
        .is_ok()
        .shows("KK24-0001")
        .shows("KK24-0002")
        .hides("KK24-0003")
        .shows("Không thuộc trách nhiệm.");
    van.get("/xu-ly/chuyen-tra?tu=01/07/2024")
        .await
        .is_ok()
        .shows("Không có lần chuyển trả nào");
    van.get("/xu-ly/chuyen-tra?tu=31/02/2024")
        .await
        .is_ok()
        .shows("Hãy ghi đủ ngày, tháng, năm");
    van.get("/xu-ly/chuyen-tra?co_quan=x").await.is(400);
    world.sign_in(CHAIR).await.get(table).await.is_ok();
    for name in [HOA, SON, DUNG, THU, ADMINISTRATOR] {
        world.sign_in(name).await.get(table).await.is(403);
    }
    drop(restricted);
}
