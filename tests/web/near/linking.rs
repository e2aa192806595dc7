//! What the secretariat ties together by hand, and what a tie does.

use doithoai::difficulties::{Difficulty, Status};

use super::staff::two_that_disagree;
use crate::world::{Browser, HOA, MINH, THU, TRADE, VAN, World};

fn page_of(difficulty: &Difficulty) -> String {
    format!("/xu-ly/{}", difficulty.reference)
}

fn links_of(difficulty: &Difficulty) -> String {
    format!("/xu-ly/{}/lien-ket", difficulty.reference)
}

async fn merge(clerk: &Browser<'_>, one: &Difficulty, into: &Difficulty) -> crate::world::Answer {
    let version = one.version.to_string();
    clerk
        .post(
            &format!("/xu-ly/{}/gop", one.reference),
            &[
                ("ho_so", into.reference.as_str()),
                ("ly_do", "Cùng tuyến đường."),
                ("van_gop", "1"),
                ("phien_ban", &version),
            ],
        )
        .await
}

#[actix_web::test]
async fn opposed_ones_refuse_to_merge_until_the_mark_is_taken_away() {
    let world = World::new().await;
    let (lift, keep) = two_that_disagree(&world).await;
    let clerk = world.sign_in(THU).await;
    let mark = |kind: &'static str| [("ho_so", keep.reference.as_str()), ("loai", kind)];
    clerk
        .get(&links_of(&lift))
        .await
        .is_ok()
        .shows(&keep.reference)
        .shows("Có vẻ trái nhau");
    clerk
        .post(&links_of(&lift), &mark("opposed"))
        .await
        .leads_to(&links_of(&lift));
    for (own, other) in [(&lift, &keep), (&keep, &lift)] {
        clerk
            .get(&page_of(own))
            .await
            .is_ok()
            .shows("Yêu cầu trái với:")
            .shows(&other.reference);
        merge(&clerk, own, other)
            .await
            .is(422)
            .shows("Hai hồ sơ đã được ghi là trái nhau")
            .shows("Cùng tuyến đường.");
        clerk
            .get(&format!("/xu-ly/{}/nhat-ky", own.reference))
            .await
            .is_ok()
            .shows(&format!("ghi là trái với {}", other.reference));
        let filer = world.filer_of(own).await;
        filer
            .get(&format!("/ho-so/{}", own.reference))
            .await
            .is_ok()
            .hides(&other.reference);
    }
    clerk
        .post(&links_of(&lift), &mark("none"))
        .await
        .leads_to(&links_of(&lift));
    merge(&clerk, &keep, &lift).await.leads_to("/xu-ly/");
    assert_eq!(world.reload(&keep).await.status, Status::Merged);
    clerk
        .post(&links_of(&lift), &mark("opposed"))
        .await
        .is(422)
        .shows("tách ra trước");
    clerk
        .post(&links_of(&lift), &mark("see_also"))
        .await
        .leads_to(&links_of(&lift));
}

#[actix_web::test]
async fn a_restricted_one_is_tied_to_restricted_ones_only() {
    let world = World::new().await;
    let restricted = world.difficulty().restricted().create().await;
    let plain = world.difficulty().filed_by(MINH).create().await;
    let secretary = world.sign_in(VAN).await;
    let mark = [
        ("ho_so", restricted.reference.as_str()),
        ("loai", "see_also"),
    ];
    secretary
        .post(&links_of(&plain), &mark)
        .await
        .is(422)
        .shows("hạn chế");
    // To the clerk it is a missing number.
    let clerk = world.sign_in(THU).await;
    clerk
        .post(&links_of(&plain), &mark)
        .await
        .is(422)
        .shows("Không có hồ sơ mang mã này");
}

#[actix_web::test]
async fn ties_are_the_secretariats_and_bad_input_keeps_what_was_typed() {
    let world = World::new().await;
    let plain = world
        .difficulty()
        .filed_by(MINH)
        .assigned_to(TRADE)
        .create()
        .await;
    let clerk = world.sign_in(THU).await;
    clerk
        .post(&links_of(&plain), &[("ho_so", "KK24-9999"), ("loai", "")])
        .await
        .is(422)
        .shows("Chọn liên quan hay trái nhau.");
    clerk
        .post(
            &links_of(&plain),
            &[("ho_so", "KK24-9999"), ("loai", "opposed")],
        )
        .await
        .is(422)
        .shows("Không có hồ sơ mang mã này");
    clerk
        .post(
            &links_of(&plain),
            &[("ho_so", plain.reference.as_str()), ("loai", "opposed")],
        )
        .await
        .is(422)
        .shows("hai hồ sơ khác nhau");
    let officer = world.sign_in(HOA).await;
    officer
        .get(&page_of(&plain))
        .await
        .is_ok()
        .hides("/lien-ket");
    officer.get(&links_of(&plain)).await.is(403);
}
