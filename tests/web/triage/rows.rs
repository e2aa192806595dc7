//! Pages of a list: order, keys, search, the reading pane.

use doithoai::difficulties::Status;

use super::{name, references};
use crate::world::{AGRICULTURE, Browser, DUNG, HOA, THU, VAN, World};

/// Follows "next page" to the end.
async fn walk(browser: &Browser<'_>, first: &str) -> Vec<Vec<String>> {
    let mut pages = Vec::new();
    let mut address = first.to_owned();
    loop {
        let page = browser.get(&address).await.is_ok();
        pages.push(references(&page));
        match page.attributes(".pager a[rel=next]", "href").first() {
            Some(next) => address.clone_from(next),
            None => return pages,
        }
        assert!(pages.len() < 50, "a list without end");
    }
}

#[actix_web::test]
async fn paging_visits_every_row_once_by_date_and_the_dateless_last() {
    let world = World::new().await;
    let mut made = Vec::new();
    for hour in 0..30 {
        world.set_time(&format!(
            "2024-06-{:02}T{:02}:00",
            10 + hour / 10,
            8 + hour % 10
        ));
        let status = match hour % 6 {
            0 => Status::Assigned,
            1 => Status::Closed,
            2 => Status::Accepted,
            _ => Status::Submitted,
        };
        made.push(world.difficulty().standing(status).create().await);
        // Filed in the same second, so that only the id parts their keys.
        made.push(world.difficulty().standing(status).create().await);
    }
    let van = world.sign_in(VAN).await;
    let mut expected: Vec<_> = made
        .iter()
        .map(|one| {
            (
                one.next_due_at.is_none(),
                one.next_due_at,
                one.id,
                one.reference.clone(),
            )
        })
        .collect();
    expected.sort();
    let expected: Vec<String> = expected
        .into_iter()
        .map(|(.., reference)| reference)
        .collect();
    let conference = "/xu-ly/tat-ca?hoi_nghi=lang-nghe-2024&so_dong=25";
    for (address, sizes) in [
        ("/xu-ly/tat-ca", vec![25, 25, 10]),
        (conference, vec![25, 25, 10]),
    ] {
        let pages = walk(&van, address).await;
        assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), sizes);
        assert_eq!(pages.concat(), expected);
    }
    assert_eq!(
        walk(&van, "/xu-ly/tat-ca?so_dong=100").await.concat(),
        expected
    );
    let closed = walk(&van, "/xu-ly/tat-ca?trang_thai=closed").await.concat();
    assert_eq!(closed.len(), 10);
    assert_eq!(expected[50..], closed[..]);
}

#[actix_web::test]
async fn search_pages_to_its_end_and_only_through_what_one_may_see() {
    let world = World::new().await;
    let mut open = Vec::new();
    for number in 0..30 {
        let title = format!("Lò gốm số {number}");
        if number % 5 == 0 {
            world
                .difficulty()
                .restricted()
                .titled(&title)
                .create()
                .await;
        } else {
            open.push(world.difficulty().titled(&title).create().await.reference);
        }
    }
    open.reverse();
    let thu = world.sign_in(THU).await;
    assert_eq!(walk(&thu, "/xu-ly/tim?q=lo+gom").await.concat(), open);
    let van = world.sign_in(VAN).await;
    let pages = walk(&van, "/xu-ly/tim?q=lo+gom").await;
    assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [25, 5]);
    thu.get("/xu-ly/tim?q=khong+co+gi+nhu+the")
        .await
        .is_ok()
        .shows("Không có hồ sơ nào khớp");
    thu.get("/xu-ly/tim").await.is_ok();
    thu.get("/xu-ly/tim?q=%27%22%29+OR+1--").await.is_ok();
}

#[actix_web::test]
async fn a_reference_typed_in_any_way_leads_to_its_page() {
    let world = World::new().await;
    let difficulty = world.difficulty().assigned_to(AGRICULTURE).create().await;
    let thu = world.sign_in(THU).await;
    for typed in [
        "KK24-0001",
        "kk24+1",
        "kk240001",
        "1",
        "0001",
        "%20kk24-1%20",
    ] {
        thu.get(&format!("/xu-ly/tim?q={typed}"))
            .await
            .leads_to("/xu-ly/KK24-0001");
    }
    world
        .sign_in(DUNG)
        .await
        .get("/xu-ly/tim?q=1")
        .await
        .leads_to("/xu-ly/KK24-0001");
    // Not theirs to know of: the same answer as a number that does not exist.
    let hoa = world.sign_in(HOA).await;
    let hidden = hoa.get("/xu-ly/tim?q=KK24-0001").await.is_ok().words();
    let missing = hoa.get("/xu-ly/tim?q=KK24-0777").await.is_ok().words();
    assert_eq!(hidden, missing);
    assert!(!hidden.contains(&difficulty.title));
}

#[actix_web::test]
async fn contributions_page_by_their_own_dates() {
    let world = World::new().await;
    let mut made = Vec::new();
    for day in 0..28 {
        world.set_time(&format!("2024-06-{:02}T09:00", 28 - day));
        made.push(
            world
                .difficulty()
                .with_coordinating(AGRICULTURE)
                .standing(Status::Assigned)
                .create()
                .await,
        );
    }
    made.reverse();
    let dung = world.sign_in(DUNG).await;
    let pages = walk(&dung, "/xu-ly/phoi-hop").await;
    assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [25, 3]);
    let expected: Vec<String> = made.iter().map(|one| one.reference.clone()).collect();
    assert_eq!(pages.concat(), expected);
}

#[actix_web::test]
async fn the_pane_shows_the_first_row_or_the_one_asked_for() {
    let world = World::new().await;
    let first = world
        .difficulty()
        .telling("Chuyện của dòng đầu.")
        .create()
        .await;
    world.set_time("2024-06-28T10:00");
    let second = world
        .difficulty()
        .telling("Chuyện của dòng sau.")
        .create()
        .await;
    let thu = world.sign_in(THU).await;
    let page = thu.get("/xu-ly/tiep-nhan").await.is_ok();
    let page = page
        .shows("Chuyện của dòng đầu.")
        .hides("Chuyện của dòng sau.");
    assert_eq!(
        page.attributes("tr.cur input", "value"),
        [first.reference.clone()]
    );
    assert_eq!(
        page.attributes("[data-hang-doi]", "action"),
        ["/xu-ly/hang-loat"]
    );
    assert_eq!(
        page.attributes(".pre [data-phim]", "data-phim"),
        ["1", "2", "h", "3"]
    );
    assert_eq!(page.attributes("#han_tra_loi", "value"), ["12/07/2024"]);
    // On a narrow screen the row leads to the page that receives it.
    assert_eq!(
        page.attributes("a.alone", "href")[0],
        format!("/xu-ly/{}/tiep-nhan", first.reference)
    );
    let beside = page.attributes("a.beside", "href")[1].clone();
    let page = thu
        .get(&beside)
        .await
        .is_ok()
        .shows("Chuyện của dòng sau.")
        .hides("Chuyện của dòng đầu.");
    assert_eq!(page.attributes("tr.cur input", "value"), [second.reference]);
    // One that cannot be received any more leaves the queue without a pane.
    let secret = world
        .difficulty()
        .restricted()
        .telling("Chuyện kín.")
        .create()
        .await;
    thu.get(&format!("/xu-ly/tiep-nhan?chon={}", secret.reference))
        .await
        .is_ok()
        .hides("Chuyện kín.");
    name(&world, THU, &secret).await;
    thu.get(&format!("/xu-ly/tiep-nhan?chon={}", secret.reference))
        .await
        .is_ok()
        .shows("Chuyện kín.");
}

#[actix_web::test]
async fn a_list_does_not_carry_the_stories() {
    let world = World::new().await;
    world
        .difficulty()
        .telling("Câu chuyện rất dài.")
        .create()
        .await;
    world
        .sign_in(VAN)
        .await
        .get("/xu-ly/tat-ca")
        .await
        .is_ok()
        .hides("Câu chuyện rất dài.");
}
