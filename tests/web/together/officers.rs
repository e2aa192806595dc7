//! Which officer handles it.

use diesel::prelude::*;
use doithoai::accounts::{Role, queries as accounts};
use doithoai::db::schema::notices;
use doithoai::difficulties::actions::Act;
use doithoai::difficulties::workbench::paths;
use doithoai::difficulties::{Difficulty, Status};

use super::{at, version};
use crate::world::{AGRICULTURE, CHAIR, DUNG, DUNGS_LEADER, HOA, SON, THU, TRADE, VAN, World};

/// A second officer of the lead.
async fn colleague(world: &World) -> i64 {
    let now = world.now();
    world
        .write(move |conn| {
            let name = "Đồng nghiệp của Hoa";
            Ok(accounts::create(
                conn,
                "cv-sct",
                name,
                Role::Officer,
                Some(TRADE),
                now,
            )?)
        })
        .await
}

async fn told(world: &World, difficulty: &Difficulty, kind: &'static str) -> Vec<i64> {
    let id = difficulty.id;
    let told: Vec<Option<i64>> = world
        .read(move |conn| {
            Ok(notices::table
                .filter(notices::difficulty_id.eq(id))
                .filter(notices::kind.eq(kind))
                .filter(notices::account_id.is_not_null())
                .order(notices::account_id)
                .select(notices::account_id)
                .load(conn)?)
        })
        .await;
    told.into_iter().flatten().collect()
}

#[actix_web::test]
async fn the_leader_chooses_and_the_officers_list_follows() {
    let world = World::new().await;
    let other = colleague(&world).await;
    let difficulty = world.difficulty().standing(Status::Assigned).create().await;
    let son = world.sign_in(SON).await;
    let page = at(paths::OFFICER, &difficulty);
    son.get(&page)
        .await
        .is_ok()
        .shows("Hoa")
        .shows("Đồng nghiệp của Hoa");
    let hoa = world.staff(HOA).await.account_id;
    let (chosen, now) = (hoa.to_string(), version(&difficulty));
    son.post(&page, &[("can_bo", &chosen), ("phien_ban", &now)])
        .await
        .leads_to(&at(paths::WORKBENCH, &difficulty));
    let list = "/xu-ly/cua-toi";
    world.sign_in(HOA).await.get(list).await.shows("KK24-0001");
    // A page that is old is answered as such, with what was chosen.
    let stale = [("can_bo", &*other.to_string()), ("phien_ban", &*now)];
    let page_of_it = son.post(&page, &stale).await.is(409);
    assert_eq!(
        page_of_it.attributes("input[checked]", "value"),
        [other.to_string()]
    );
    let now = version(&world.reload(&difficulty).await);
    son.post(
        &page,
        &[("can_bo", &*other.to_string()), ("phien_ban", &now)],
    )
    .await
    .leads_to(&at(paths::WORKBENCH, &difficulty));
    world.sign_in(HOA).await.get(list).await.hides("KK24-0001");
    world
        .sign_in("cv-sct")
        .await
        .get(list)
        .await
        .shows("KK24-0001");
    assert_eq!(
        told(&world, &difficulty, "choose_officer").await,
        [hoa, hoa, other]
    );
    son.get(&at(paths::HISTORY, &difficulty))
        .await
        .shows("Sơn (Sở Công Thương) giao cho Đồng nghiệp của Hoa");
}

#[actix_web::test]
async fn an_officer_may_take_it_and_whoever_was_chosen_is_told() {
    let world = World::new().await;
    let other = colleague(&world).await;
    let difficulty = world.difficulty().standing(Status::Assigned).create().await;
    let now = version(&difficulty);
    world
        .sign_in(SON)
        .await
        .post(
            &at(paths::OFFICER, &difficulty),
            &[("can_bo", &*other.to_string()), ("phien_ban", &now)],
        )
        .await
        .leads_to(&at(paths::WORKBENCH, &difficulty));
    world.act(HOA, &difficulty, Act::Take).await.unwrap();
    assert_eq!(told(&world, &difficulty, "take").await, [other]);
}

#[actix_web::test]
async fn a_coordinating_leader_chooses_among_their_own() {
    let world = World::new().await;
    let item = world.difficulty().with_coordinating(AGRICULTURE);
    let difficulty = item.standing(Status::InProgress).create().await;
    let page = at(paths::OFFICER, &difficulty);
    let leader = world.sign_in(DUNGS_LEADER).await;
    leader.get(&page).await.is_ok().shows("Dũng").hides("Hoa");
    let hoa = world.staff(HOA).await.account_id.to_string();
    let now = version(&difficulty);
    leader
        .post(&page, &[("can_bo", &hoa), ("phien_ban", &now)])
        .await
        .is(422)
        .shows("Hãy chọn một chuyên viên của cơ quan.");
    let dung = world.staff(DUNG).await.account_id.to_string();
    leader
        .post(&page, &[("can_bo", &dung), ("phien_ban", &now)])
        .await
        .leads_to(&at(paths::WORKBENCH, &difficulty));
    leader
        .get(&at(paths::WORKBENCH, &difficulty))
        .await
        .shows("Người xử lý: Dũng");
    // The lead's officer stays who they were.
    let hoa = world.staff(HOA).await.account_id;
    assert_eq!(world.reload(&difficulty).await.officer_id, Some(hoa));
}

#[actix_web::test]
async fn nobody_else_chooses() {
    let world = World::new().await;
    let difficulty = world.difficulty().standing(Status::Assigned).create().await;
    let page = at(paths::OFFICER, &difficulty);
    for (name, status) in [
        (HOA, 403),
        (THU, 403),
        (VAN, 403),
        (CHAIR, 403),
        (DUNG, 404),
    ] {
        world.sign_in(name).await.get(&page).await.is(status);
    }
}
