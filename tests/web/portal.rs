//! The first page, the conferences and the pages of text, in both languages.

use diesel::prelude::*;
use doithoai::db::schema::conferences;
use doithoai::web::limits;

use crate::world::{THU, World, at};

const PAGES: [&str; 9] = [
    "/",
    "/kho-khan",
    "/hoi-nghi",
    "/hoi-nghi/lang-nghe-2024",
    "/tro-giup",
    "/quy-trinh",
    "/du-lieu-ca-nhan",
    "/tiep-can",
    "/gioi-han",
];

#[actix_web::test]
async fn every_page_stands_in_both_languages_with_one_heading() {
    let world = World::new().await;
    world.difficulty().published().create().await;
    for path in PAGES {
        for lang in ["vi", "en"] {
            let page = world.stranger().get(&format!("{path}?lang={lang}")).await;
            let page = page.is_ok();
            assert_eq!(page.attributes("html", "lang"), [lang], "{path}");
            assert_eq!(page.all("h1").len(), 1, "{path}");
            assert!(!page.all("h1").concat().is_empty(), "{path}");
            assert_eq!(
                page.attributes("link[hreflang]", "hreflang").len(),
                2,
                "{path}"
            );
            // An unknown message shows its key.
            let keys = ["portal-", "conferences-", "common-"];
            let words = page.words();
            assert!(
                !keys.iter().any(|key| words.contains(key)),
                "{path}: {words}"
            );
        }
    }
}

#[actix_web::test]
async fn the_first_page_says_what_when_where_and_how_long() {
    let world = World::new().await;
    let page = world.stranger().get("/").await.is_ok();
    assert_eq!(page.all("h1"), ["Hội nghị đối thoại làng nghề Hà Nội"]);
    assert_eq!(page.all(".window-n b"), ["5"]);
    assert_eq!(page.all(".topics h3").len(), 3);
    assert!(
        page.attributes(".hero a", "href")
            .contains(&"/gui-kho-khan".to_owned())
    );
    assert!(
        page.attributes(".hero a", "href")
            .contains(&"/tra-cuu".to_owned())
    );
    page.shows("Thứ Sáu, 05/07/2024, 08:30")
        .shows("Trụ sở UBND Thành phố")
        .shows("còn 5 ngày");
    world.set_time("2024-07-03T08:00");
    world
        .stranger()
        .get("/")
        .await
        .shows("Hôm nay là ngày cuối");
    world.set_time("2024-08-01T08:00");
    world.stranger().get("/").await.shows("đã hết hạn nhận");
}

#[actix_web::test]
async fn the_first_page_stands_without_any_conference() {
    let world = World::new().await;
    world
        .write(|conn| {
            use doithoai::db::schema::{conference_agencies, topic_groups};
            diesel::delete(topic_groups::table).execute(conn)?;
            diesel::delete(conference_agencies::table).execute(conn)?;
            Ok(diesel::delete(conferences::table).execute(conn)?)
        })
        .await;
    for path in PAGES {
        let status = world.stranger().get(path).await.status.as_u16();
        let expected = if path.starts_with("/hoi-nghi/") {
            404
        } else {
            200
        };
        assert_eq!(status, expected, "{path}");
    }
    let page = world.stranger().get("/").await;
    page.shows("Hiện chưa có hội nghị nào nhận khó khăn");
}

#[actix_web::test]
async fn a_conference_shows_its_window_groups_and_agencies() {
    let world = World::new().await;
    let id = world.conference.id;
    world
        .write(move |conn| {
            Ok(diesel::update(conferences::table.find(id))
                .set((
                    conferences::facts_vi.eq("1.350 làng có nghề\n47 trên 52 nghề"),
                    conferences::held_at.eq(Some(at("2024-07-05T08:30"))),
                ))
                .execute(conn)?)
        })
        .await;
    let page = world
        .stranger()
        .get("/hoi-nghi/lang-nghe-2024")
        .await
        .is_ok();
    let titles = page.all(".topic-list strong");
    assert_eq!(
        titles,
        [
            "Quy hoạch, Hạ tầng, Du lịch và Môi trường làng nghề",
            "Cơ chế chính sách hỗ trợ làng nghề",
            "Khoa học công nghệ, xúc tiến thương mại, thương hiệu và liên kết vùng nguyên liệu",
        ]
    );
    page.shows("4 cơ quan tham gia")
        .shows("1.350 làng có nghề")
        .shows("Đang nhận khó khăn, đến 03/07/2024, 17:00")
        .hides("tong-quan");
    let page = world
        .sign_in(THU)
        .await
        .get("/hoi-nghi/lang-nghe-2024")
        .await;
    assert!(page.body.contains("/hoi-nghi/lang-nghe-2024/tong-quan"));
    world
        .stranger()
        .get("/hoi-nghi/khong-co")
        .await
        .is_not_found();
    let list = world.stranger().get("/hoi-nghi").await;
    list.shows("Hội nghị đối thoại làng nghề Hà Nội");
}

#[actix_web::test]
async fn limits_are_those_of_the_code() {
    let world = World::new().await;
    let page = world.stranger().get("/gioi-han").await;
    let figures = page.all("td.n");
    for figure in [limits::BODY_LETTERS, limits::RESPONSE_LETTERS] {
        let figure = doithoai::numbers::vi(i64::try_from(figure).unwrap());
        assert!(figures.contains(&figure), "{figure} in {figures:?}");
    }
    assert!(figures.contains(&limits::LOOKUPS_A_MINUTE.to_string()));
}

#[actix_web::test]
async fn robots_are_kept_out_of_what_is_not_for_them() {
    let world = World::new().await;
    let answer = world.stranger().get("/robots.txt").await.is_ok();
    assert!(answer.header("content-type").starts_with("text/plain"));
    assert!(answer.body.contains("Disallow: /xu-ly\n"));
}
