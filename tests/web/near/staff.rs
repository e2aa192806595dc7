//! What staff see of near ones: at the loose threshold, only what their own lists cover, opposites
//! kept apart.

use doithoai::difficulties::{Difficulty, Status};

use crate::world::{DUNG, HOA, MINH, THU, TRADE, VAN, World};

pub async fn two_that_disagree(world: &World) -> (Difficulty, Difficulty) {
    let lift = world
        .difficulty()
        .titled("Xin bỏ giờ cấm xe tải vào làng gỗ")
        .telling("Xe chở gỗ phải bốc dỡ ngoài đường lớn. Đề nghị bỏ giờ cấm xe tải ban ngày.")
        .standing(Status::Accepted)
        .create()
        .await;
    let keep = world
        .difficulty()
        .filed_by(MINH)
        .titled("Xin giữ giờ cấm xe tải vào làng gỗ")
        .telling("Xe tải nguy hiểm cho trẻ em. Đề nghị giữ giờ cấm xe tải ban ngày.")
        .standing(Status::Accepted)
        .create()
        .await;
    (lift, keep)
}

#[actix_web::test]
async fn the_desk_sees_near_ones_before_accepting_merging_and_at_work() {
    let world = World::new().await;
    let first = world.difficulty().standing(Status::Accepted).create().await;
    let second = world
        .difficulty()
        .filed_by(MINH)
        .titled("Xin thuê đất trong CCN để dời lò gas")
        .create()
        .await;
    let clerk = world.sign_in(THU).await;
    for page in ["", "/tiep-nhan"] {
        let address = format!("/xu-ly/{}{page}", second.reference);
        clerk
            .get(&address)
            .await
            .is_ok()
            .shows("1 hồ sơ gần giống")
            .shows(&first.reference);
    }
    let merging = clerk
        .get(&format!("/xu-ly/{}/gop", first.reference))
        .await
        .is_ok();
    assert_eq!(
        merging.attributes("input[name=gan]", "value"),
        [second.reference.clone()]
    );
    // Nothing is chosen for the clerk.
    assert!(
        merging
            .attributes("input[name=gan][checked]", "value")
            .is_empty()
    );
    let version = world.reload(&first).await.version.to_string();
    clerk
        .post(
            &format!("/xu-ly/{}/gop", first.reference),
            &[
                ("gan", &second.reference),
                ("ho_so", ""),
                ("ly_do", "Cùng một việc."),
                ("phien_ban", &version),
            ],
        )
        .await
        .leads_to("/xu-ly/");
    assert_eq!(world.reload(&first).await.merged_into_id, Some(second.id));
}

#[actix_web::test]
async fn restricted_and_foreign_ones_never_appear() {
    let world = World::new().await;
    let restricted = world.difficulty().restricted().create().await;
    let plain = world
        .difficulty()
        .filed_by(MINH)
        .assigned_to(TRADE)
        .create()
        .await;
    let address = format!("/xu-ly/{}", plain.reference);
    for (name, sees) in [(THU, false), (HOA, false), (VAN, true)] {
        let page = world.sign_in(name).await.get(&address).await.is_ok();
        assert_eq!(page.body.contains(&restricted.reference), sees, "{name}");
    }
    // An officer sees near ones of their own agency only.
    let elsewhere = world.difficulty().create().await;
    let officer = world.sign_in(HOA).await;
    officer.get(&address).await.hides(&elsewhere.reference);
    world.sign_in(DUNG).await.get(&address).await.is_not_found();
}

#[actix_web::test]
async fn opposites_are_related_and_merged_only_by_who_has_read_both() {
    let world = World::new().await;
    let (lift, keep) = two_that_disagree(&world).await;
    let clerk = world.sign_in(THU).await;
    clerk
        .get(&format!("/xu-ly/{}", keep.reference))
        .await
        .is_ok()
        .shows("Liên quan, yêu cầu trái nhau")
        .shows(&lift.reference);
    // From the other side too.
    clerk
        .get(&format!("/xu-ly/{}", lift.reference))
        .await
        .shows("Liên quan, yêu cầu trái nhau");
    let address = format!("/xu-ly/{}/gop", keep.reference);
    let page = clerk.get(&address).await.is_ok();
    let page = page.shows("Liên quan, yêu cầu trái nhau");
    assert!(page.attributes("input[name=gan]", "value").is_empty());
    let version = keep.version.to_string();
    let typed = [
        ("ho_so", lift.reference.as_str()),
        ("ly_do", "Cùng tuyến đường."),
        ("phien_ban", version.as_str()),
    ];
    let refused = clerk.post(&address, &typed).await.is(422);
    refused
        .shows("yêu cầu trái nhau")
        .shows("Cùng tuyến đường.")
        .shows("Tôi đã đọc cả hai");
    assert_eq!(world.reload(&keep).await.status, Status::Accepted);
    let mut sure = typed.to_vec();
    sure.push(("van_gop", "1"));
    clerk.post(&address, &sure).await.leads_to("/xu-ly/");
    assert_eq!(world.reload(&keep).await.status, Status::Merged);
}
