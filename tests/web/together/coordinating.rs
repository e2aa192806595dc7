//! Each coordinating agency for itself: own date, own leader, own versions.

use diesel::prelude::*;
use doithoai::accounts::{Role, queries as accounts};
use doithoai::db::schema::{agencies, assignments, contributions, notices, proposals};
use doithoai::difficulties::actions::{Act, ActError};
use doithoai::difficulties::contributions::ContributionKind;
use doithoai::difficulties::workbench::paths;
use doithoai::difficulties::{Action, Difficulty, Status};
use doithoai::responses;

use super::{at, version};
use crate::world::{
    AGRICULTURE, CHAIR, DUNG, DUNGS_LEADER, HOA, PLANNING, SON, THU, TRADE, VAN, World, draft,
};

/// An officer and a leader of the third agency.
async fn people_of_planning(world: &World) {
    let now = world.now();
    world
        .write(move |conn| {
            let of = Some(PLANNING);
            accounts::create(conn, "cv-qhkt", "Chuyên viên", Role::Officer, of, now)?;
            accounts::create(conn, "ld-qhkt", "Lãnh đạo", Role::Leader, of, now)?;
            Ok(())
        })
        .await;
}

async fn shared(world: &World) -> Difficulty {
    let item = world.difficulty().with_coordinating(AGRICULTURE);
    item.with_coordinating(PLANNING)
        .standing(Status::Assigned)
        .create()
        .await
}

fn opinion(agency: i64, text: &str) -> Act {
    Act::ProposeContribution {
        agency,
        kind: ContributionKind::Opinion,
        text: text.into(),
    }
}

fn confirmed(agency: i64, kind: ContributionKind, text: &str) -> Act {
    Act::Contribute {
        agency,
        kind,
        text: text.into(),
    }
}

async fn waiting(world: &World, difficulty: &Difficulty) -> Vec<Action> {
    let id = difficulty.id;
    world
        .read(move |conn| {
            Ok(proposals::table
                .filter(proposals::difficulty_id.eq(id))
                .filter(proposals::settled_at.is_null())
                .order(proposals::id)
                .select(proposals::action)
                .load(conn)?)
        })
        .await
}

/// Versions of an agency: text and state.
async fn versions(world: &World, difficulty: &Difficulty, agency: i64) -> Vec<(String, String)> {
    let id = difficulty.id;
    world
        .read(move |conn| {
            Ok(contributions::table
                .inner_join(assignments::table.on(assignments::id.eq(contributions::assignment_id)))
                .filter(assignments::difficulty_id.eq(id))
                .filter(assignments::agency_id.eq(agency))
                .order(contributions::number)
                .select((contributions::text, contributions::state))
                .load(conn)?)
        })
        .await
}

#[actix_web::test]
async fn one_agencys_confirmation_leaves_what_the_others_proposed() {
    let world = World::new().await;
    people_of_planning(&world).await;
    let difficulty = shared(&world).await;
    world
        .act(DUNG, &difficulty, opinion(AGRICULTURE, "Đồng ý."))
        .await
        .unwrap();
    world
        .act("cv-qhkt", &difficulty, opinion(PLANNING, "Chưa phù hợp."))
        .await
        .unwrap();
    let yes = confirmed(AGRICULTURE, ContributionKind::Opinion, "Đồng ý.");
    world.act(DUNGS_LEADER, &difficulty, yes).await.unwrap();
    assert_eq!(
        waiting(&world, &difficulty).await,
        [Action::ProposeContribution]
    );
    let leader = world.sign_in("ld-qhkt").await;
    let page = leader
        .get(&at(paths::CONTRIBUTE, &difficulty))
        .await
        .is_ok();
    assert_eq!(page.all("textarea")[0], "Chưa phù hợp.");
}

#[actix_web::test]
async fn what_waits_for_a_leader_outlives_the_leads_own_steps() {
    let world = World::new().await;
    let difficulty = shared(&world).await;
    world
        .act(DUNG, &difficulty, opinion(AGRICULTURE, "Đồng ý."))
        .await
        .unwrap();
    world.act(HOA, &difficulty, Act::Take).await.unwrap();
    assert_eq!(
        waiting(&world, &difficulty).await,
        [Action::ProposeContribution]
    );
}

#[actix_web::test]
async fn versions_are_kept_and_only_the_confirmed_ones_leave_the_agency() {
    let world = World::new().await;
    let difficulty = shared(&world).await;
    let dung = world.sign_in(DUNG).await;
    let page = at(paths::CONTRIBUTE, &difficulty);
    let now = version(&difficulty);
    let fields = [
        ("y_kien", "opinion"),
        ("ly_do", "Bản thứ nhất"),
        ("phien_ban", &now),
    ];
    dung.post(&page, &fields)
        .await
        .leads_to(&at(paths::WORKBENCH, &difficulty));
    // The leader disagrees, and says why.
    let leader = world.sign_in(DUNGS_LEADER).await;
    let now = version(&world.reload(&difficulty).await);
    let empty = [("viec", "khong"), ("phien_ban", now.as_str())];
    leader
        .post(&page, &empty)
        .await
        .is(422)
        .shows("Hãy ghi rõ lý do");
    let no = [
        ("viec", "khong"),
        ("ly_do_khong", "Cần nêu diện tích."),
        ("phien_ban", now.as_str()),
    ];
    leader
        .post(&page, &no)
        .await
        .leads_to(&at(paths::WORKBENCH, &difficulty));
    assert_eq!(waiting(&world, &difficulty).await, []);
    // Only the agency reads of it.
    let bench = at(paths::WORKBENCH, &difficulty);
    dung.get(&bench).await.shows("Bản thứ nhất");
    world
        .sign_in(HOA)
        .await
        .get(&bench)
        .await
        .hides("Bản thứ nhất");
    world
        .act(DUNG, &difficulty, opinion(AGRICULTURE, "Bản thứ hai"))
        .await
        .unwrap();
    let better = confirmed(AGRICULTURE, ContributionKind::Opinion, "Bản lãnh đạo sửa");
    world.act(DUNGS_LEADER, &difficulty, better).await.unwrap();
    assert_eq!(
        versions(&world, &difficulty, AGRICULTURE).await,
        [
            ("Bản thứ nhất".to_owned(), "declined".to_owned()),
            ("Bản thứ hai".to_owned(), "superseded".to_owned()),
            ("Bản lãnh đạo sửa".to_owned(), "confirmed".to_owned()),
        ]
    );
    world
        .sign_in(HOA)
        .await
        .get(&bench)
        .await
        .shows("Bản lãnh đạo sửa")
        .hides("Bản thứ hai");
    // Given anew until the answer.
    dung.get(&bench).await.shows("Gửi bản góp ý khác");
    let again = confirmed(AGRICULTURE, ContributionKind::Nothing, "");
    world.act(DUNGS_LEADER, &difficulty, again).await.unwrap();
    world
        .sign_in(HOA)
        .await
        .get(&bench)
        .await
        .shows("Không có ý kiến.");
}

#[actix_web::test]
async fn an_agency_whose_matter_it_is_not_leaves_and_the_secretariat_learns() {
    let world = World::new().await;
    let difficulty = shared(&world).await;
    let page = at(paths::CONTRIBUTE, &difficulty);
    let leader = world.sign_in(DUNGS_LEADER).await;
    let now = version(&difficulty);
    let bare = [("y_kien", "not_ours"), ("phien_ban", now.as_str())];
    leader.post(&page, &bare).await.is(422);
    let fields = [
        ("y_kien", "not_ours"),
        ("ly_do", "Thuộc Sở Tài nguyên."),
        ("phien_ban", now.as_str()),
    ];
    leader.post(&page, &fields).await.leads_to("/xu-ly");
    leader
        .get(&at(paths::WORKBENCH, &difficulty))
        .await
        .is_not_found();
    // The lead's own work stands.
    let after = world.reload(&difficulty).await;
    assert_eq!(
        (after.status, after.lead_agency_id),
        (Status::Assigned, Some(TRADE))
    );
    let id = difficulty.id;
    let told: Vec<Option<i64>> = world
        .read(move |conn| {
            Ok(notices::table
                .filter(notices::difficulty_id.eq(id))
                .filter(notices::kind.eq("contribute"))
                .order(notices::agency_id)
                .select(notices::agency_id)
                .load(conn)?)
        })
        .await;
    assert_eq!(told, [Some(crate::world::OFFICE), Some(TRADE)]);
}

#[actix_web::test]
async fn the_secretariat_adds_redates_and_lets_go() {
    let world = World::new().await;
    let difficulty = world
        .difficulty()
        .standing(Status::InProgress)
        .create()
        .await;
    let page = at(paths::COORDINATION, &difficulty);
    let thu = world.sign_in(THU).await;
    let agency = AGRICULTURE.to_string();
    let add = |day: &'static str| {
        vec![
            ("viec", "them"),
            ("co_quan", agency.as_str()),
            ("han", day),
            ("y_kien", "Cho biết quỹ đất xã."),
        ]
    };
    // The lead's own date is 12/07/2024.
    thu.post(&page, &add("12/07/2024"))
        .await
        .is(422)
        .shows("phải trước hạn của cơ quan chủ trì")
        .shows("Cho biết quỹ đất xã.");
    thu.post(&page, &add("27/06/2024")).await.is(422);
    thu.post(&page, &add("05/07/2024")).await.leads_to(&page);
    thu.post(&page, &add("05/07/2024"))
        .await
        .is(422)
        .shows("đang tham gia rồi");
    // The order travels with it.
    world
        .sign_in(DUNG)
        .await
        .get(&at(paths::WORKBENCH, &difficulty))
        .await
        .is_ok()
        .shows("Cho biết quỹ đất xã.")
        .shows("05/07/2024");
    let redate = [("viec", "han"), ("co_quan", &agency), ("han", "08/07/2024")];
    thu.post(&page, &redate).await.leads_to(&page);
    thu.get(&page).await.shows("08/07/2024");
    let bare = [("viec", "bo"), ("co_quan", agency.as_str())];
    thu.post(&page, &bare).await.is(422);
    let go = [
        ("viec", "bo"),
        ("co_quan", agency.as_str()),
        ("ly_do", "Không cần nữa."),
    ];
    thu.post(&page, &go).await.leads_to(&page);
    world
        .sign_in(DUNG)
        .await
        .get(&at(paths::WORKBENCH, &difficulty))
        .await
        .is_not_found();
    thu.get(&at(paths::HISTORY, &difficulty))
        .await
        .shows("phối hợp, hạn 05/07/2024")
        .shows("Không cần nữa.");
}

#[actix_web::test]
async fn only_who_assigns_changes_who_coordinates() {
    let world = World::new().await;
    let difficulty = shared(&world).await;
    let page = at(paths::COORDINATION, &difficulty);
    for (name, status) in [(THU, 200), (VAN, 200), (CHAIR, 200), (HOA, 403), (SON, 403)] {
        world.sign_in(name).await.get(&page).await.is(status);
    }
    let waiting = world.difficulty().create().await;
    world
        .sign_in(THU)
        .await
        .get(&at(paths::COORDINATION, &waiting))
        .await
        .is(409);
}

#[actix_web::test]
async fn an_agency_that_is_closed_that_day_gets_no_work() {
    let world = World::new().await;
    let difficulty = world.difficulty().standing(Status::Accepted).create().await;
    let yesterday = world.app.clock.today().pred_opt();
    world
        .write(move |conn| {
            diesel::update(agencies::table.find(PLANNING))
                .set(agencies::valid_to.eq(yesterday))
                .execute(conn)?;
            Ok(())
        })
        .await;
    let due_on = world.app.clock.today() + chrono::TimeDelta::days(14);
    let act = |lead, coordinating| Act::Assign {
        lead,
        due_on,
        coordinating,
        coordinating_due_on: Some(due_on - chrono::TimeDelta::days(3)),
        order: String::new(),
    };
    for act in [act(PLANNING, Vec::new()), act(TRADE, vec![PLANNING])] {
        let refused = world.act(THU, &difficulty, act).await;
        assert!(
            matches!(&refused, Err(ActError::NotNow(key)) if key == "not-now-agency-closed"),
            "{refused:?}"
        );
    }
    assert_eq!(world.reload(&difficulty).await, difficulty);
}

#[actix_web::test]
async fn going_on_without_the_late_ones_names_them_and_asks() {
    let world = World::new().await;
    let difficulty = shared(&world).await;
    world.act(HOA, &difficulty, Act::Take).await.unwrap();
    draft(&world, &difficulty, HOA).await;
    // Both dates, 9 July, have passed.
    world.set_time("2024-07-10T09:00");
    let hoa = world.sign_in(HOA).await;
    hoa.get(&at(paths::WORKBENCH, &difficulty))
        .await
        .shows("quá hạn 1 ngày làm việc");
    let edit = at(responses::paths::DRAFT, &difficulty);
    let now = version(&world.reload(&difficulty).await);
    let fields = |anyway: &'static str| {
        vec![
            ("ket_qua", "explained"),
            ("tra_loi_ngan", "Cụm giai đoạn 2 có đất từ quý II."),
            ("tra_loi", "Sở Công Thương trả lời như sau."),
            ("can_cu", "Nghị định 52/2018/NĐ-CP"),
            ("so_ban", "1"),
            ("phien_ban", "1"),
            ("ho_so_phien_ban", now.as_str()),
            ("viec", "trinh"),
            ("van_trinh", anyway),
        ]
    };
    hoa.post(&edit, &fields(""))
        .await
        .is(422)
        .shows("Sở Nông nghiệp và Phát triển nông thôn")
        .shows("Sở Quy hoạch - Kiến trúc")
        .shows("Vẫn trình khi còn thiếu ý kiến phối hợp");
    hoa.post(&edit, &fields("1"))
        .await
        .leads_to(&at(paths::WORKBENCH, &difficulty));
    // On the record, and before the leader.
    hoa.get(&at(paths::HISTORY, &difficulty))
        .await
        .shows("Sở Quy hoạch - Kiến trúc");
    world
        .sign_in(SON)
        .await
        .get(&at(responses::paths::APPROVE, &difficulty))
        .await
        .shows("Sở Quy hoạch - Kiến trúc");
}
