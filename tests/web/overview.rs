//! The chair's overview: who opens it, and that its numbers reconcile and open their rows.

use doithoai::difficulties::Status;
use doithoai::difficulties::actions::Act;

use crate::world::{ADMINISTRATOR, AGRICULTURE, Answer, CHAIR, DUNG, HOA, SON, THU, VAN, World};

const ADDRESS: &str = "/hoi-nghi/lang-nghe-2024/tong-quan";

/// The numbers in the cells of a table's row group, row by row.
fn numbers(page: &Answer, rows: &str) -> Vec<Vec<i64>> {
    let count = page.all(rows).len();
    (1..=count)
        .map(|row| {
            page.all(&format!("{rows}:nth-child({row}) td.n"))
                .iter()
                .map(|text| {
                    text.chars()
                        .filter(char::is_ascii_digit)
                        .collect::<String>()
                })
                .map(|digits| digits.parse().unwrap())
                .collect()
        })
        .collect()
}

/// Three topic groups, two agencies, many statuses; one without a topic group, one restricted.
async fn many(world: &World) {
    for (topic, status) in [
        (1, Status::Accepted),
        (1, Status::Assigned),
        (1, Status::InProgress),
        (2, Status::PendingApproval),
        (2, Status::Answered),
        (3, Status::Closed),
        (3, Status::NeedInfo),
    ] {
        let item = world.difficulty().under_topic(topic).standing(status);
        item.create().await;
    }
    world.difficulty().create().await;
    let elsewhere = world.difficulty().under_topic(3).assigned_to(AGRICULTURE);
    elsewhere.create().await;
    let hidden = world.difficulty().under_topic(1).restricted();
    hidden.standing(Status::Accepted).create().await;
}

#[actix_web::test]
async fn the_secretariat_and_the_chair_open_it_and_nobody_else() {
    let world = World::new().await;
    many(&world).await;
    for name in [THU, VAN, CHAIR] {
        for lang in ["vi", "en"] {
            let address = format!("{ADDRESS}?lang={lang}");
            let page = world.sign_in(name).await.get(&address).await.is_ok();
            assert_eq!(page.all("h1").len(), 1);
            page.hides("conferences-");
        }
    }
    for name in [HOA, SON, DUNG, ADMINISTRATOR] {
        world.sign_in(name).await.get(ADDRESS).await.is(403);
    }
    world.stranger().get(ADDRESS).await.is(401);
    let missing = "/hoi-nghi/khong-co/tong-quan";
    world.sign_in(CHAIR).await.get(missing).await.is_not_found();
}

#[actix_web::test]
async fn rows_and_columns_reconcile() {
    let world = World::new().await;
    many(&world).await;
    for (name, expected) in [(CHAIR, 9), (THU, 9), (VAN, 10)] {
        let page = world.sign_in(name).await.get(ADDRESS).await.is_ok();
        assert_eq!(page.all(".kpi b")[0], expected.to_string());

        let topics = numbers(&page, "table.bt.cards:first-of-type tbody tr");
        let sum = numbers(&page, "table.bt.cards:first-of-type tfoot tr").remove(0);
        assert_eq!(sum[0], expected);
        for row in topics.iter().chain([&sum]) {
            // The sum, five columns, and the overdue among them.
            assert_eq!(row.len(), 7);
            assert_eq!(row[0], row[1..6].iter().sum::<i64>());
        }
        for column in 0..7 {
            let added: i64 = topics.iter().map(|row| row[column]).sum();
            assert_eq!(added, sum[column]);
        }

        let statuses = numbers(&page, "table.slim tbody tr");
        let below = numbers(&page, "table.slim tfoot tr").remove(0);
        for (column, below) in below.iter().enumerate() {
            let added: i64 = statuses.iter().map(|row| row[column]).sum();
            assert_eq!(added, *below);
        }
        assert_eq!(below.last(), Some(&expected));
        // The same topic groups in both tables.
        let across: Vec<i64> = topics.iter().map(|row| row[0]).collect();
        assert_eq!(across, below[..below.len() - 1]);
    }
}

#[actix_web::test]
async fn late_agencies_are_named_with_how_much_and_how_long() {
    let world = World::new().await;
    many(&world).await;
    let page = world.sign_in(CHAIR).await.get(ADDRESS).await;
    page.shows("Không đơn vị nào quá hạn");
    world.set_time("2024-09-02T09:00");
    let page = world.sign_in(CHAIR).await.get(ADDRESS).await.is_ok();
    let agencies = page.all("#don-vi-tre + table tbody th");
    assert_eq!(
        agencies,
        ["Sở Công Thương", "Sở Nông nghiệp và Phát triển nông thôn"]
    );
    let late: i64 = numbers(&page, "#don-vi-tre + table tbody tr")
        .iter()
        .map(|row| row[1])
        .sum();
    let overdue: i64 = page.all(".kpi b")[2].parse().unwrap();
    // Two wait for the secretariat and one for the filer's details. The answered one waits for an
    // objection: that is nobody's delay.
    assert_eq!(overdue, late + 3);
    let links = page.attributes("#don-vi-tre + table td:nth-child(3) a", "href");
    assert!(links[0].starts_with("/xu-ly/tat-ca?hoi_nghi=lang-nghe-2024&trang_thai=assigned&"));
    assert!(links[0].ends_with("&co_quan=2&han=qua"));
    page.shows("Quá hạn lâu nhất");
}

#[actix_web::test]
async fn what_was_sent_back_twice_is_before_the_chair() {
    let world = World::new().await;
    let item = world.difficulty().standing(Status::Assigned).create().await;
    let back = || Act::Return {
        note: "Không thuộc chức năng.".into(),
        suggested: None,
    };
    let due_on = world.app.clock.today() + chrono::TimeDelta::days(10);
    let item = world.act(SON, &item, back()).await.unwrap();
    let again = Act::Reassign {
        lead: AGRICULTURE,
        due_on,
        note: "Giao lại.".into(),
    };
    let item = world.act(THU, &item, again).await.unwrap();
    let page = world.sign_in(CHAIR).await.get(ADDRESS).await;
    page.hides("Bị chuyển trả");
    let leader = crate::world::DUNGS_LEADER;
    world.act(leader, &item, back()).await.unwrap();
    let page = world.sign_in(CHAIR).await.get(ADDRESS).await;
    let links = page.attributes(".dec a", "href");
    assert!(links.contains(&format!("/xu-ly/{}", item.reference)));
    page.shows("Bị chuyển trả từ 2 lần trở lên");
}

#[actix_web::test]
async fn a_named_clerk_counts_the_restricted_one_too() {
    use diesel::prelude::*;
    use doithoai::db::schema::named_persons;
    let world = World::new().await;
    let item = world.difficulty().restricted().standing(Status::Accepted);
    let item = item.create().await;
    let page = world.sign_in(THU).await.get(ADDRESS).await;
    assert_eq!(page.all(".kpi b")[0], "0");
    let (id, account) = (item.id, world.staff(THU).await.account_id);
    world
        .write(move |conn| {
            Ok(diesel::insert_into(named_persons::table)
                .values((
                    named_persons::difficulty_id.eq(id),
                    named_persons::account_id.eq(account),
                ))
                .execute(conn)?)
        })
        .await;
    let page = world.sign_in(THU).await.get(ADDRESS).await;
    assert_eq!(page.all(".kpi b")[0], "1");
    let page = world.sign_in(CHAIR).await.get(ADDRESS).await;
    assert_eq!(page.all(".kpi b")[0], "0");
}

/// Rows of the staff's list behind an address, over all its pages.
async fn rows_behind(world: &World, name: &str, address: &str) -> usize {
    let browser = world.sign_in(name).await;
    let mut rows = 0;
    let mut next = Some(address.to_owned());
    while let Some(address) = next {
        let page = browser.get(&address).await.is_ok();
        rows += page.all(".q tbody td.what").len();
        next = page.attributes("a[rel=next]", "href").pop();
    }
    rows
}

#[actix_web::test]
async fn every_number_opens_exactly_that_many_rows() {
    let world = World::new().await;
    many(&world).await;
    world.set_time("2024-09-02T09:00");
    for name in [CHAIR, VAN] {
        let page = world.sign_in(name).await.get(ADDRESS).await.is_ok();
        let selector = "table a[href^='/xu-ly/tat-ca'], .kpi a[href^='/xu-ly/tat-ca']";
        let links = page.attributes(selector, "href");
        let texts = page.all(selector);
        assert!(links.len() > 30);
        let mut checked = 0;
        for (link, text) in links.iter().zip(&texts) {
            // The percentage opens what its words count.
            let Ok(said) = text.parse::<usize>() else {
                assert!(text.ends_with('%'));
                continue;
            };
            assert_eq!(said, rows_behind(&world, name, link).await, "{text} {link}");
            checked += 1;
        }
        assert!(checked > 30);
    }
}
