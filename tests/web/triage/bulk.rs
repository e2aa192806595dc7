//! Several at once: first shown, then done, all or none.

use doithoai::difficulties::Priority;
use doithoai::difficulties::actions::{Act, Split};
use doithoai::difficulties::{Difficulty, Status};

use super::references;
use crate::world::{CHAIR, HOA, PLANNING, THU, TRADE, World};

const BULK: &str = "/xu-ly/hang-loat";

async fn three(world: &World) -> Vec<Difficulty> {
    let mut made = Vec::new();
    for title in ["Một", "Hai", "Ba"] {
        made.push(world.difficulty().titled(title).create().await);
    }
    made
}

fn chosen(rows: &[Difficulty]) -> Vec<(&str, &str)> {
    rows.iter()
        .map(|row| ("ho_so", row.reference.as_str()))
        .collect()
}

#[actix_web::test]
async fn every_row_is_shown_before_any_is_touched() {
    let world = World::new().await;
    let rows = three(&world).await;
    let topics: Vec<String> = world
        .topics
        .iter()
        .map(|topic| topic.id.to_string())
        .collect();
    let (thu, planning) = (world.sign_in(THU).await, PLANNING.to_string());
    let mut fields = chosen(&rows);
    fields.extend([
        ("viec", "chuyen"),
        ("co_quan", planning.as_str()),
        ("ve_hang_doi", "?loai=household"),
    ]);
    let page = thu
        .post(BULK, &fields)
        .await
        .is_ok()
        .hides("triage-")
        .hides("field-");
    assert_eq!(references(&page), ["KK24-0001", "KK24-0002", "KK24-0003"]);
    assert_eq!(world.reload(&rows[0]).await.status, Status::Submitted);

    let mut fields = chosen(&rows);
    fields.extend(
        page.attributes("[name=phien_ban]", "value")
            .iter()
            .map(|_| ("phien_ban", "1")),
    );
    fields.extend(topics.iter().map(|topic| ("nhom", topic.as_str())));
    fields.extend([
        ("viec", "chuyen"),
        ("co_quan", planning.as_str()),
        ("han_tra_loi", "12/07/2024"),
        ("xac_nhan", "1"),
        ("ve_hang_doi", "?loai=household"),
    ]);
    let answer = thu.post(BULK, &fields).await.is(303);
    assert_eq!(answer.location(), "/xu-ly/tiep-nhan?loai=household");
    thu.get("/xu-ly/tiep-nhan")
        .await
        .shows("Đã chuyển 3 hồ sơ.");
    for (row, topic) in rows.iter().zip(&world.topics) {
        let after = world.reload(row).await;
        assert_eq!(
            (after.status, after.lead_agency_id, after.topic_group_id),
            (Status::Assigned, Some(PLANNING), Some(topic.id))
        );
    }
    // The same again: they have moved on.
    thu.post(BULK, &fields)
        .await
        .is(409)
        .shows("3 hồ sơ không còn ở bước này");
}

#[actix_web::test]
async fn one_wrong_row_stops_all_and_is_named() {
    let world = World::new().await;
    let rows = three(&world).await;
    let topic = world.topics[0].id.to_string();
    let thu = world.sign_in(THU).await;
    let mut fields = chosen(&rows);
    fields.extend([("phien_ban", "1"), ("phien_ban", "1"), ("phien_ban", "1")]);
    fields.extend([
        ("nhom", topic.as_str()),
        ("nhom", ""),
        ("nhom", topic.as_str()),
    ]);
    fields.extend([("viec", "tiep-nhan"), ("xac_nhan", "1")]);
    let page = thu
        .post(BULK, &fields)
        .await
        .is(422)
        .shows("KK24-0002: Chọn nhóm vấn đề.");
    assert_eq!(
        page.attributes("select[name=nhom] option[selected]", "value"),
        [topic.clone(), topic.clone()]
    );
    let mut dated = fields.clone();
    dated.retain(|(name, _)| *name != "viec" && *name != "nhom");
    dated.extend([("nhom", topic.as_str()); 3]);
    dated.extend([("viec", "chuyen"), ("han_tra_loi", "05/13/2024")]);
    let page = thu
        .post(BULK, &dated)
        .await
        .is(422)
        .shows("Không có tháng này.");
    assert_eq!(page.attributes("#han_tra_loi", "value"), ["05/13/2024"]);

    // Somebody accepts one meanwhile: none of the others is accepted either.
    let accept = Act::Accept {
        priority: Priority::Normal,
        split: Split::Whole {
            topic_group_id: world.topics[0].id,
        },
        note: String::new(),
    };
    world.act(THU, &rows[2], accept).await.unwrap();
    let mut fields = chosen(&rows);
    fields.extend([("phien_ban", "1"); 3]);
    fields.extend([("nhom", topic.as_str()); 3]);
    fields.extend([("viec", "tiep-nhan"), ("xac_nhan", "1")]);
    thu.post(BULK, &fields)
        .await
        .is(409)
        .shows("1 hồ sơ không còn ở bước này");
    assert_eq!(world.reload(&rows[0]).await.status, Status::Submitted);
    thu.get("/xu-ly/tiep-nhan?lang=en").await.is_ok();
    thu.post(BULK, &fields)
        .await
        .is(409)
        .shows("1 difficulty has moved on");
}

#[actix_web::test]
async fn a_changed_row_is_read_again_before_it_is_touched() {
    let world = World::new().await;
    let rows = three(&world).await;
    let propose = Act::ProposeRejection {
        reason: "other".into(),
        note: "Gửi nơi khác.".into(),
    };
    world.act(THU, &rows[1], propose).await.unwrap();
    let topic = world.topics[0].id.to_string();
    let thu = world.sign_in(THU).await;
    let mut fields = chosen(&rows);
    fields.extend([("phien_ban", "1"); 3]);
    fields.extend([("nhom", topic.as_str()); 3]);
    fields.extend([("viec", "tiep-nhan"), ("xac_nhan", "1")]);
    let page = thu
        .post(BULK, &fields)
        .await
        .is(409)
        .shows("Có người vừa sửa trước bạn");
    assert_eq!(
        page.attributes("[name=phien_ban]", "value"),
        ["1", "2", "1"]
    );
    assert_eq!(world.reload(&rows[0]).await.status, Status::Submitted);
}

#[actix_web::test]
async fn accepted_ones_are_assigned_together() {
    let world = World::new().await;
    let mut rows = Vec::new();
    for topic in 1..=2 {
        rows.push(
            world
                .difficulty()
                .under_topic(topic)
                .standing(Status::Accepted)
                .create()
                .await,
        );
    }
    let thu = world.sign_in(THU).await;
    let queue = thu.get("/xu-ly/tiep-nhan?muc=cho-phan-cong").await.is_ok();
    assert_eq!(queue.attributes(".bulk button", "value"), ["chuyen"]);
    let mut fields = chosen(&rows);
    fields.extend([("viec", "chuyen")]);
    let page = thu.post(BULK, &fields).await.is_ok();
    let (versions, topics) = (
        page.attributes("[name=phien_ban]", "value"),
        page.attributes("[name=nhom]", "value"),
    );
    fields.extend(
        versions
            .iter()
            .map(|version| ("phien_ban", version.as_str())),
    );
    fields.extend(topics.iter().map(|topic| ("nhom", topic.as_str())));
    fields.extend([("xac_nhan", "1"), ("han_tra_loi", "12/07/2024")]);
    thu.post(BULK, &fields).await.leads_to("/xu-ly/tiep-nhan");
    for row in &rows {
        assert_eq!(world.reload(row).await.lead_agency_id, Some(TRADE));
    }
}

#[actix_web::test]
async fn it_is_the_desks_and_asks_for_at_least_one_row() {
    let world = World::new().await;
    let secret = world.difficulty().restricted().create().await;
    world.stranger().post(BULK, &[]).await.is(401);
    for who in [HOA, CHAIR] {
        world
            .sign_in(who)
            .await
            .post(BULK, &[("viec", "tiep-nhan")])
            .await
            .is(403);
    }
    let thu = world.sign_in(THU).await;
    thu.post(BULK, &[("viec", "tiep-nhan")])
        .await
        .is(422)
        .shows("Chưa chọn hồ sơ nào");
    thu.post(BULK, &[("viec", "xoa"), ("ho_so", "KK24-0001")])
        .await
        .is(400);
    // What one may not know of is not among the rows.
    let page = thu
        .post(BULK, &[("viec", "tiep-nhan"), ("ho_so", &secret.reference)])
        .await;
    page.is_ok().hides(&secret.title);
}
