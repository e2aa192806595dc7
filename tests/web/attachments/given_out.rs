//! Who gets a file, and as what.

use doithoai::attachments::paths::{OF_FILER, OF_STAFF, of};
use doithoai::difficulties::Difficulty;

use super::samples::{docx, jpeg, pdf};
use super::{file, path_of, rows};
use crate::world::{
    ADMINISTRATOR, AGRICULTURE, CHAIR, DUNG, HOA, MINH, SON, THU, TRADE, VAN, World,
};

/// Files that were sent with a new difficulty, and the difficulty.
async fn filed(world: &World, files: &[(&str, &[u8])], filer: &[(&str, &str)]) -> Difficulty {
    let reference = file(&world.stranger(), files, filer).await;
    world
        .read(move |conn| {
            Ok(doithoai::difficulties::queries::by_reference(
                conn, &reference,
            )?)
        })
        .await
}

#[actix_web::test]
async fn those_who_work_on_it_get_it_and_nobody_else_learns_that_it_is_there() {
    let world = World::new().await;
    let item = filed(&world, &[("đơn.pdf", &pdf())], &[]).await;
    let id = rows(&world).await[0].id;
    let (own, staff) = (
        of(OF_FILER, &item.reference, id),
        of(OF_STAFF, &item.reference, id),
    );
    let missing = world
        .stranger()
        .get(&of(OF_FILER, "KK24-9999", id))
        .await
        .is_not_found();

    let filer = world.filer_of(&item).await;
    assert_eq!(filer.get(&own).await.is_ok().bytes, pdf());
    for name in [THU, VAN, CHAIR] {
        assert_eq!(
            world.sign_in(name).await.get(&staff).await.is_ok().bytes,
            pdf(),
            "{name}"
        );
    }
    // Not assigned to anybody yet.
    for name in [HOA, SON, DUNG, ADMINISTRATOR] {
        world.sign_in(name).await.get(&staff).await.is_not_found();
        world.sign_in(name).await.get(&own).await.is_not_found();
    }
    let stranger = world.stranger().get(&own).await.is_not_found();
    assert_eq!(stranger.words(), missing.words());
    let other = world.difficulty().filed_by(MINH).create().await;
    let other_filer = world.filer_of(&other).await;
    other_filer.get(&own).await.is_not_found();
    // A file is asked for by the number it belongs to.
    other_filer
        .get(&of(OF_FILER, &other.reference, id))
        .await
        .is_not_found();
    filer
        .get(&of(OF_FILER, &item.reference, id + 1))
        .await
        .is_not_found();
    filer
        .get(&of(OF_FILER, &item.reference, 0).replace("/0", "/a"))
        .await
        .is_not_found();
}

#[actix_web::test]
async fn nothing_of_a_file_is_public_when_the_item_is() {
    let world = World::new().await;
    let item = world
        .difficulty()
        .standing(doithoai::difficulties::Status::InProgress)
        .published()
        .create()
        .await;
    let filer = world.filer_of(&item).await;
    filer
        .post_files(
            &format!("/ho-so/{}/trao-doi", item.reference),
            &[],
            &[("sổ đỏ.pdf", &pdf())],
        )
        .await
        .leads_to("/ho-so/");
    let id = rows(&world).await[0].id;
    let stranger = world.stranger();
    let page = stranger
        .get(&format!("/ho-so/{}", item.reference))
        .await
        .is_ok();
    page.hides("sổ đỏ").hides("/tep/");
    stranger
        .get(&of(OF_FILER, &item.reference, id))
        .await
        .is_not_found();
    let elsewhere = world.sign_in(DUNG).await;
    elsewhere
        .get(&of(OF_STAFF, &item.reference, id))
        .await
        .is_not_found();
    world
        .sign_in(HOA)
        .await
        .get(&of(OF_STAFF, &item.reference, id))
        .await
        .is_ok();
}

#[actix_web::test]
async fn a_restricted_one_shows_its_files_to_the_secretary_alone() {
    let world = World::new().await;
    let item = filed(&world, &[("đơn.pdf", &pdf())], &[("neu_ten", "1")]).await;
    let id = rows(&world).await[0].id;
    let address = of(OF_STAFF, &item.reference, id);
    world.sign_in(VAN).await.get(&address).await.is_ok();
    for name in [THU, CHAIR, HOA] {
        world.sign_in(name).await.get(&address).await.is_not_found();
    }
    world
        .filer_of(&item)
        .await
        .get(&of(OF_FILER, &item.reference, id))
        .await
        .is_ok();
}

#[actix_web::test]
async fn the_name_of_a_file_does_not_say_who_is_shielded() {
    let world = World::new().await;
    let filer = [("danh_tinh", "shielded")];
    let item = filed(&world, &[("giấy phép Hộ gốm bà Lan.pdf", &pdf())], &filer).await;
    let id = rows(&world).await[0].id;
    for name in [THU, VAN] {
        let staff = world.sign_in(name).await;
        staff
            .get(&format!("/xu-ly/{}", item.reference))
            .await
            .is_ok()
            .shows("Tệp 1.pdf")
            .hides("bà Lan");
        let answer = staff.get(&of(OF_STAFF, &item.reference, id)).await.is_ok();
        let line = answer.header("content-disposition").to_owned();
        assert!(
            line.ends_with(&format!("UTF-8''{}-tep-1.pdf", item.reference)),
            "{line}"
        );
    }
    let own = world.filer_of(&item).await;
    own.get(&format!("/ho-so/{}", item.reference))
        .await
        .is_ok()
        .shows("giấy phép Hộ gốm bà Lan.pdf");
}

#[actix_web::test]
async fn a_coordinating_agency_reads_the_files_too() {
    let world = World::new().await;
    let item = world
        .difficulty()
        .assigned_to(TRADE)
        .with_coordinating(AGRICULTURE)
        .standing(doithoai::difficulties::Status::InProgress)
        .create()
        .await;
    world
        .filer_of(&item)
        .await
        .post_files(
            &format!("/ho-so/{}/trao-doi", item.reference),
            &[],
            &[("a.docx", &docx())],
        )
        .await
        .leads_to("/ho-so/");
    let id = rows(&world).await[0].id;
    let dung = world.sign_in(DUNG).await;
    assert_eq!(
        dung.get(&of(OF_STAFF, &item.reference, id))
            .await
            .is_ok()
            .bytes,
        docx()
    );
}

#[actix_web::test]
async fn a_file_never_runs_in_our_name() {
    let world = World::new().await;
    let item = filed(
        &world,
        &[("lò \"gas\".pdf", &pdf()), ("a.jpg", &jpeg())],
        &[],
    )
    .await;
    let rows = rows(&world).await;
    let filer = world.filer_of(&item).await;
    for (row, kind, place) in [
        (&rows[0], "application/pdf", "attachment; "),
        (&rows[1], "image/jpeg", "inline; "),
    ] {
        let answer = filer
            .get(&of(OF_FILER, &item.reference, row.id))
            .await
            .is_ok();
        assert_eq!(answer.header("content-type"), kind);
        assert!(answer.header("content-disposition").starts_with(place));
        assert!(
            answer
                .header("content-security-policy")
                .starts_with("sandbox; default-src 'none'")
        );
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("cache-control"), "private, no-store");
        assert_eq!(answer.bytes.len() as i64, row.size);
    }
    let answer = filer.get(&of(OF_FILER, &item.reference, rows[0].id)).await;
    assert_eq!(
        answer.header("content-disposition"),
        "attachment; filename=\"tep.pdf\"; filename*=UTF-8''l%C3%B2%20%22gas%22.pdf"
    );
}

#[actix_web::test]
async fn a_damaged_file_is_never_given_out() {
    let world = World::new().await;
    let item = filed(&world, &[("đơn.pdf", &pdf())], &[]).await;
    let row = rows(&world).await.remove(0);
    let filer = world.filer_of(&item).await;
    let address = of(OF_FILER, &item.reference, row.id);
    let path = path_of(&world, &row);
    for damaged in [pdf()[1..].to_vec(), pdf().to_ascii_uppercase(), Vec::new()] {
        std::fs::write(&path, damaged).unwrap();
        filer
            .get(&address)
            .await
            .is(500)
            .shows("Tệp này bị hỏng")
            .hides("endobj");
    }
    std::fs::remove_file(&path).unwrap();
    filer.get(&address).await.is(500).shows("Tệp này bị hỏng");
    std::fs::write(&path, pdf()).unwrap();
    filer.get(&address).await.is_ok();
}
