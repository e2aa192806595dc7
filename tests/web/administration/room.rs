//! The first screen, the log and the health of the installation.

use diesel::prelude::*;
use doithoai::accounts::queries;
use doithoai::administration::paths;
use doithoai::check;
use doithoai::difficulties::Status;
use doithoai::events::system;

use crate::world::{ADMINISTRATOR, CHAIR, HOA, SON, THU, VAN, World};

#[actix_web::test]
async fn the_secretary_and_the_administrator_come_in_and_nobody_else() {
    let world = World::new().await;
    for name in [VAN, ADMINISTRATOR] {
        let browser = world.sign_in(name).await;
        browser.get(paths::HOME).await.is_ok().shows("Quản trị");
    }
    for name in [HOA, SON, THU, CHAIR] {
        world.sign_in(name).await.get(paths::HOME).await.is(403);
    }
    world.stranger().get(paths::HOME).await.is(401);
    // The log and the health are the administrator's alone.
    for path in [paths::LOG, paths::HEALTH] {
        world.sign_in(VAN).await.get(path).await.is(403);
        world.sign_in(ADMINISTRATOR).await.get(path).await.is_ok();
    }
}

#[actix_web::test]
async fn the_navigation_offers_only_doors_that_open() {
    let world = World::new().await;
    for name in [VAN, ADMINISTRATOR] {
        let browser = world.sign_in(name).await;
        let home = browser.get(paths::HOME).await.is_ok();
        let links = home.attributes("ul.views a", "href");
        assert!(!links.is_empty());
        for link in links {
            browser.get(&link).await.is_ok();
        }
    }
}

#[actix_web::test]
async fn a_single_administrator_is_told_that_nobody_could_confirm() {
    let world = World::new().await;
    let admin = world.sign_in(ADMINISTRATOR).await;
    admin
        .get(paths::HOME)
        .await
        .is_ok()
        .shows("Chỉ có mình bạn là quản trị viên");
}

#[actix_web::test]
async fn no_word_of_what_was_filed_is_in_the_room() {
    let world = World::new().await;
    let item = world.difficulty().standing(Status::Assigned).create().await;
    let admin = world.sign_in(ADMINISTRATOR).await;
    for path in [paths::HOME, paths::LOG, paths::HEALTH] {
        let page = admin.get(path).await.is_ok();
        for secret in [item.title.as_str(), &item.reference, "bà Lan"] {
            assert!(!page.words().contains(secret), "{path} shows {secret}");
        }
    }
}

#[actix_web::test]
async fn the_log_is_chained_and_a_changed_line_is_found() {
    let world = World::new().await;
    let id = world
        .read(|conn| Ok(queries::by_sign_in_name(conn, HOA)?.unwrap().id))
        .await;
    let admin = world.sign_in(ADMINISTRATOR).await;
    for act in ["tat", "bat"] {
        let path = format!("/quan-tri/nguoi-dung/{id}");
        let version = admin
            .get(&path)
            .await
            .attributes("input[name=phien_ban]", "value");
        admin
            .post(&format!("{path}/{act}"), &[("phien_ban", &version[0])])
            .await
            .leads_to(&path);
    }
    admin
        .get(paths::LOG)
        .await
        .is_ok()
        .shows("Tắt tài khoản Hoa (hoa)")
        .shows("Bật lại tài khoản Hoa (hoa)");
    let faults = |conn: &mut doithoai::db::DbConnection| {
        let mut lines = Vec::new();
        check::check(conn, |line| lines.push(line.to_owned())).unwrap();
        lines.retain(|line| line.starts_with("system log"));
        Ok(lines)
    };
    assert!(world.read(faults).await.is_empty());
    let length = world.read(|conn| Ok(system::verify(conn, |_| {})?)).await;
    assert_eq!(length, 2);
    let refused = world
        .app
        .db
        .write(|conn| {
            diesel::sql_query("UPDATE system_events SET action = 'sign_in'")
                .execute(conn)
                .map_err(doithoai::db::DbError::from)
        })
        .await;
    assert!(refused.is_err(), "the database itself refuses");
    let refused = world
        .app
        .db
        .write(|conn| {
            diesel::sql_query("DELETE FROM system_events")
                .execute(conn)
                .map_err(doithoai::db::DbError::from)
        })
        .await;
    assert!(refused.is_err(), "the database itself refuses");
}

#[actix_web::test]
async fn an_unknown_part_of_the_log_is_refused() {
    let world = World::new().await;
    let admin = world.sign_in(ADMINISTRATOR).await;
    admin.get("/quan-tri/nhat-ky?loai=kho-khan").await.is(400);
    admin.get("/quan-tri/nhat-ky?truoc=x").await.is(400);
}
