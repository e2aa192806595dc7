//! Whose list it is, what a filter keeps, and that counts are the rows behind them.

use doithoai::difficulties::{Difficulty, Status, totals};
use doithoai::filers::FilerKind;

use super::{name, references, total};
use crate::world::{
    ADMINISTRATOR, AGRICULTURE, CHAIR, DUNG, DUNGS_LEADER, HOA, LAN, MINH, PLANNING, SON, THU,
    TRADE, VAN, World,
};

const LISTS: [(&str, &[&str]); 8] = [
    ("/xu-ly", &[THU, VAN, HOA, SON, CHAIR, ADMINISTRATOR]),
    ("/xu-ly/tiep-nhan", &[THU, VAN]),
    ("/xu-ly/cua-toi", &[HOA, DUNG]),
    ("/xu-ly/don-vi", &[HOA, SON]),
    ("/xu-ly/phoi-hop", &[HOA, SON]),
    ("/xu-ly/cho-duyet", &[SON]),
    ("/xu-ly/tat-ca", &[THU, VAN, HOA, SON, CHAIR]),
    ("/xu-ly/tim", &[THU, VAN, HOA, SON, CHAIR]),
];

async fn one_of_each(world: &World) -> Vec<Difficulty> {
    let mut made = Vec::new();
    for status in [
        Status::Submitted,
        Status::Accepted,
        Status::NeedInfo,
        Status::Assigned,
        Status::InProgress,
        Status::PendingApproval,
        Status::Answered,
        Status::Closed,
    ] {
        made.push(world.difficulty().standing(status).create().await);
    }
    made
}

#[actix_web::test]
async fn each_list_opens_to_its_people_in_both_languages_and_to_nobody_else() {
    let world = World::new().await;
    one_of_each(&world).await;
    for (path, people) in LISTS {
        world.stranger().get(path).await.is(401);
        for who in [THU, VAN, HOA, DUNG, SON, CHAIR, ADMINISTRATOR] {
            let browser = world.sign_in(who).await;
            let is_theirs = people.contains(&who) || who == DUNG && people.contains(&HOA);
            if is_theirs {
                browser
                    .get(path)
                    .await
                    .is_ok()
                    .hides("triage-")
                    .hides("field-");
                browser
                    .get(&format!("{path}?lang=en"))
                    .await
                    .is_ok()
                    .hides("triage-")
                    .hides("field-");
            } else {
                browser.get(path).await.is(403);
            }
        }
    }
}

#[actix_web::test]
async fn an_administrator_finds_a_plain_page_without_content() {
    let world = World::new().await;
    world
        .difficulty()
        .titled("Thiếu nguyên liệu")
        .create()
        .await;
    let page = world
        .sign_in(ADMINISTRATOR)
        .await
        .get("/xu-ly")
        .await
        .is_ok();
    page.shows("Tài khoản quản trị").hides("Thiếu nguyên liệu");
}

#[actix_web::test]
async fn staff_of_an_agency_see_what_it_leads_or_coordinates() {
    let world = World::new().await;
    let trade = world.difficulty().assigned_to(TRADE).create().await;
    let both = world
        .difficulty()
        .assigned_to(TRADE)
        .with_coordinating(AGRICULTURE)
        .create()
        .await;
    let waiting = world.difficulty().create().await;
    let all = |who| {
        let world = &world;
        async move { references(&world.sign_in(who).await.get("/xu-ly/tat-ca").await.is_ok()) }
    };
    assert_eq!(
        all(HOA).await,
        [trade.reference.clone(), both.reference.clone()]
    );
    assert_eq!(all(DUNG).await, [both.reference.clone()]);
    assert_eq!(all(THU).await.len(), 3);
    assert_eq!(all(CHAIR).await.len(), 3);
    let dung = world.sign_in(DUNG).await;
    let owed = dung.get("/xu-ly/phoi-hop").await.is_ok();
    assert_eq!(references(&owed), [both.reference.clone()]);
    // The date is that of the opinion, not of the answer.
    owed.shows("09/07/2024, 23:59");
    assert!(references(&dung.get("/xu-ly/don-vi").await).is_empty());
    let desk = world.sign_in(THU).await.get("/xu-ly/tiep-nhan").await;
    assert_eq!(references(&desk), [waiting.reference]);
}

#[actix_web::test]
async fn an_officers_own_list_is_what_they_took() {
    let world = World::new().await;
    world.difficulty().assigned_to(TRADE).create().await;
    let taken = world
        .difficulty()
        .standing(Status::InProgress)
        .create()
        .await;
    let page = world.sign_in(HOA).await.get("/xu-ly/cua-toi").await.is_ok();
    assert_eq!(references(&page), [taken.reference]);
    let sent = world
        .difficulty()
        .standing(Status::PendingApproval)
        .create()
        .await;
    let page = world
        .sign_in(SON)
        .await
        .get("/xu-ly/cho-duyet")
        .await
        .is_ok();
    assert_eq!(references(&page), [sent.reference]);
}

#[actix_web::test]
async fn restricted_ones_are_listed_to_the_secretary_and_to_the_named() {
    let world = World::new().await;
    let secret = world
        .difficulty()
        .restricted()
        .titled("Nêu tên một cán bộ")
        .create()
        .await;
    world.difficulty().create().await;
    for path in [
        "/xu-ly/tiep-nhan",
        "/xu-ly/tat-ca",
        "/xu-ly/tim?q=can+bo",
        "/xu-ly",
    ] {
        world
            .sign_in(THU)
            .await
            .get(path)
            .await
            .is_ok()
            .hides("Nêu tên một cán bộ")
            .hides(&secret.reference);
        world
            .sign_in(VAN)
            .await
            .get(path)
            .await
            .is_ok()
            .shows("Nêu tên một cán bộ");
    }
    let thu = world.sign_in(THU).await;
    assert_eq!(total(&thu.get("/xu-ly/tiep-nhan").await), "1");
    thu.get(&format!("/xu-ly/tim?q={}", secret.reference))
        .await
        .is_ok()
        .shows("Không có hồ sơ");
    name(&world, THU, &secret).await;
    let page = thu
        .get("/xu-ly/tiep-nhan")
        .await
        .shows("Nêu tên một cán bộ")
        .shows("Hạn chế");
    assert_eq!((total(&page).as_str(), references(&page).len()), ("2", 2));
    world
        .sign_in(CHAIR)
        .await
        .get("/xu-ly/tat-ca")
        .await
        .hides("Nêu tên một cán bộ");
}

#[actix_web::test]
async fn a_shielded_name_is_on_no_list_and_in_no_pane() {
    let world = World::new().await;
    let hidden = world.difficulty().shielded().create().await;
    // Not even to the secretary: whoever looks at it does so where the look is recorded.
    for who in [THU, VAN] {
        for path in ["/xu-ly/tiep-nhan", "/xu-ly/tat-ca", "/xu-ly"] {
            let page = world.sign_in(who).await.get(path).await.is_ok();
            page.hides(LAN.name)
                .shows("Hộ sản xuất A-")
                .shows("Bát Tràng");
        }
    }
    let thu = world.sign_in(THU).await;
    for act in ["tiep-nhan", "tu-choi"] {
        thu.get(&format!("/xu-ly/{}/{act}", hidden.reference))
            .await
            .is_ok()
            .hides(LAN.name);
    }
    let led = world
        .difficulty()
        .shielded()
        .assigned_to(TRADE)
        .create()
        .await;
    let page = world
        .sign_in(HOA)
        .await
        .get("/xu-ly/don-vi")
        .await
        .shows(&led.title);
    page.hides(LAN.name);
    thu.get("/xu-ly/tim?q=ho+gom+ba+lan")
        .await
        .hides(&hidden.title);
}

#[actix_web::test]
async fn a_filter_keeps_what_it_says() {
    let world = World::new().await;
    let pots = world
        .difficulty()
        .under_topic(1)
        .assigned_to(TRADE)
        .titled("Lò gốm")
        .create()
        .await;
    let rattan = world
        .difficulty()
        .filed_by(MINH)
        .under_topic(2)
        .assigned_to(PLANNING)
        .titled("Mây tre đan")
        .create()
        .await;
    let fresh = world
        .difficulty()
        .filed_by(MINH)
        .titled("Vay vốn ưu đãi")
        .create()
        .await;
    let van = world.sign_in(VAN).await;
    let [first, second, _] = world.topics.as_slice() else {
        panic!("three topic groups")
    };
    for (query, expected) in [
        (
            "hoi_nghi=lang-nghe-2024".to_owned(),
            vec![&fresh, &pots, &rattan],
        ),
        (format!("nhom={}", first.id), vec![&pots]),
        (format!("nhom={}&trang_thai=submitted", second.id), vec![]),
        ("nhom=chua-chon".into(), vec![&fresh]),
        ("trang_thai=assigned".into(), vec![&pots, &rattan]),
        (
            "trang_thai=assigned&trang_thai=submitted".into(),
            vec![&fresh, &pots, &rattan],
        ),
        (format!("co_quan={PLANNING}"), vec![&rattan]),
        (
            format!("loai={}", FilerKind::Cooperative),
            vec![&fresh, &rattan],
        ),
        ("cho=clerk".into(), vec![&fresh]),
        ("q=gom".into(), vec![&pots]),
        ("q=m%C3%A2y+tre".into(), vec![&rattan]),
        (format!("q=may+tre&co_quan={TRADE}"), vec![]),
        (
            "q=von&trang_thai=submitted&trang_thai=accepted&loai=cooperative".into(),
            vec![&fresh],
        ),
        ("han=qua".into(), vec![]),
    ] {
        let page = van.get(&format!("/xu-ly/tat-ca?{query}")).await.is_ok();
        let expected: Vec<&str> = expected.iter().map(|one| one.reference.as_str()).collect();
        assert_eq!(references(&page), expected, "{query}");
        if !query.contains("q=") {
            assert_eq!(total(&page), expected.len().to_string(), "{query}");
        }
    }
    for query in [
        "nhom=9999",
        "nhom=a",
        "hoi_nghi=nowhere",
        "han=mai",
        "truoc=x",
        "q=a&truoc=khong",
        "so_dong=7",
    ] {
        van.get(&format!("/xu-ly/tat-ca?{query}")).await.is(400);
    }
}

#[actix_web::test]
async fn deadlines_are_said_in_words_and_filtered_by_nearness() {
    let world = World::new().await;
    let late = world.difficulty().titled("Gửi sáng thứ Sáu").create().await;
    world.set_time("2024-06-28T15:00");
    let today = world
        .difficulty()
        .titled("Gửi chiều thứ Sáu")
        .create()
        .await;
    world.set_time("2024-07-01T10:00");
    let thu = world.sign_in(THU).await;
    for (nearness, expected, words) in [
        ("qua", &late, "Quá hạn 1 giờ"),
        ("hom-nay", &today, "Còn 5 giờ"),
    ] {
        let page = thu
            .get(&format!("/xu-ly/tiep-nhan?han={nearness}"))
            .await
            .is_ok();
        assert_eq!(references(&page), [expected.reference.clone()]);
        assert_eq!(total(&page), "1");
        page.shows(words);
    }
    let soon = world.difficulty().standing(Status::Assigned).create().await;
    let page = thu.get("/xu-ly/tat-ca?han=ba-ngay").await.is_ok();
    assert_eq!(references(&page), [soon.reference.clone()]);
    page.shows("Còn 2 ngày làm việc").shows("03/07/2024, 23:59");
}

#[actix_web::test]
async fn every_number_of_the_day_is_the_rows_behind_it() {
    let world = World::new().await;
    one_of_each(&world).await;
    world.difficulty().restricted().create().await;
    world.difficulty().shielded().create().await;
    world
        .difficulty()
        .assigned_to(AGRICULTURE)
        .with_coordinating(TRADE)
        .create()
        .await;
    world.set_time("2024-07-09T15:00");
    world.difficulty().create().await;
    for who in [THU, VAN, HOA, SON, DUNG, DUNGS_LEADER, CHAIR] {
        let browser = world.sign_in(who).await;
        let day = browser.get("/xu-ly").await.is_ok();
        let links = day.attributes(".kpi a", "href");
        assert!(!links.is_empty());
        for (link, count) in links.iter().zip(day.all(".kpi b")) {
            let page = browser.get(link).await.is_ok();
            assert_eq!(total(&page), count, "{who} {link}");
            assert_eq!(references(&page).len().to_string(), count, "{who} {link}");
            for (tab, count) in page
                .attributes(".views a", "href")
                .iter()
                .zip(page.all(".views .pill"))
            {
                let rows = references(&browser.get(tab).await.is_ok()).len();
                assert_eq!(rows.to_string(), count, "{who} {tab}");
            }
        }
        for (link, count) in day
            .attributes(".bar nav a", "href")
            .iter()
            .zip(day.all(".bar nav .pill"))
        {
            assert_eq!(
                total(&browser.get(link).await.is_ok()),
                count,
                "{who} {link}"
            );
        }
    }
}

#[actix_web::test]
async fn kept_totals_and_the_lists_they_link_to_agree() {
    let world = World::new().await;
    one_of_each(&world).await;
    world
        .difficulty()
        .restricted()
        .under_topic(2)
        .standing(Status::Assigned)
        .create()
        .await;
    for (who, with_restricted) in [(VAN, true), (CHAIR, false)] {
        let browser = world.sign_in(who).await;
        let scope = totals::Scope {
            conference_id: Some(world.conference.id),
            agency_id: None,
            with_restricted,
        };
        let cells = world.read(move |conn| Ok(totals::load(conn, scope)?)).await;
        for cell in cells {
            let topic = match cell.topic_group_id {
                totals::NO_TOPIC => "chua-chon".to_owned(),
                id => id.to_string(),
            };
            let query = format!(
                "hoi_nghi=lang-nghe-2024&nhom={topic}&trang_thai={}",
                cell.status
            );
            let page = browser.get(&format!("/xu-ly/tat-ca?{query}")).await.is_ok();
            assert_eq!(total(&page), cell.count.to_string(), "{who} {query}");
            assert_eq!(
                references(&page).len().to_string(),
                cell.count.to_string(),
                "{who} {query}"
            );
        }
    }
}
