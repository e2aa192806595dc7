//! Published difficulties: only those, only their redacted text, found however they are typed,
//! counted exactly, paged without a gap.

use doithoai::difficulties::actions::{Act, Redaction};
use doithoai::difficulties::{Action, Difficulty, PublicationConsent, Status};

use crate::world::{AGRICULTURE, Answer, HOA, MINH, THU, VAN, World, draft};

/// References on a page of the list, from the top.
fn references(page: &Answer) -> Vec<String> {
    page.attributes(".pi h3 a", "href")
        .into_iter()
        .map(|href| href.trim_start_matches("/ho-so/").to_owned())
        .collect()
}

/// References of every page, following the link to the next.
async fn all_references(world: &World, address: &str) -> Vec<String> {
    let visitor = world.stranger();
    let mut found = Vec::new();
    let mut next = Some(address.to_owned());
    while let Some(address) = next {
        let page = visitor.get(&address).await.is_ok();
        found.extend(references(&page));
        next = page.attributes("a[rel=next]", "href").pop();
    }
    found
}

fn simple(action: Action) -> Act {
    Act::Simple {
        action,
        note: "theo yêu cầu của người gửi".into(),
    }
}

fn redaction(title: &str, text: &str) -> Act {
    Act::Redact(Redaction {
        title: title.into(),
        text: text.into(),
    })
}

/// Published with another text than the filer's own.
async fn published_redacted(world: &World, own: &str, shown: &str) -> Difficulty {
    let item = world
        .difficulty()
        .titled(own)
        .telling(own)
        .standing(Status::Answered)
        .create()
        .await;
    let item = world
        .act(THU, &item, redaction(shown, "Bản đã che."))
        .await
        .unwrap();
    world
        .act(THU, &item, simple(Action::Publish))
        .await
        .unwrap()
}

#[actix_web::test]
async fn only_what_is_published_appears_and_counts() {
    let world = World::new().await;
    let shown = world
        .difficulty()
        .titled("Lò nung thứ nhất")
        .published()
        .create()
        .await;
    world
        .difficulty()
        .titled("Lò nung chưa công khai")
        .standing(Status::Answered)
        .create()
        .await;
    let redacted = world
        .difficulty()
        .titled("Lò nung mới che")
        .standing(Status::Answered)
        .create()
        .await;
    let act = redaction("Lò nung mới che", "Đã che.");
    world.act(THU, &redacted, act).await.unwrap();
    let withdrawn = world
        .difficulty()
        .titled("Lò nung đã gỡ")
        .published()
        .create()
        .await;
    world
        .act(THU, &withdrawn, simple(Action::Unpublish))
        .await
        .unwrap();
    world
        .difficulty()
        .titled("Lò nung hạn chế")
        .restricted()
        .standing(Status::Assigned)
        .create()
        .await;

    let visitor = world.stranger();
    for address in [
        "/kho-khan",
        "/kho-khan?q=l%C3%B2+nung",
        "/kho-khan?q=lo+nung&trang_thai=da-tra-loi",
        "/kho-khan?nhom=1",
        "/kho-khan?co_quan=2",
    ] {
        let page = visitor.get(address).await.is_ok();
        assert_eq!(references(&page), [shown.reference.clone()], "{address}");
        for hidden in ["chưa công khai", "mới che", "đã gỡ", "hạn chế"] {
            let page = page.clone();
            page.hides(hidden);
        }
    }
    let list = visitor.get("/kho-khan").await.shows("1 kiến nghị");
    assert_eq!(list.all(".views .pill"), ["1", "1"]);
    let home = visitor.get("/").await.is_ok();
    assert_eq!(home.all(".kpi b"), ["1", "1"]);
    home.shows("1 kiến nghị đã công khai").hides("đã gỡ");
}

#[actix_web::test]
async fn everybody_reads_and_finds_the_redacted_text_only() {
    let world = World::new().await;
    let item = published_redacted(&world, "Cán bộ Trần Phúc gây khó", "Thủ tục ở xã kéo dài").await;
    let visitor = world.stranger();
    let page = visitor.get("/kho-khan").await.shows("Thủ tục ở xã kéo dài");
    page.hides("Trần Phúc");
    let own = visitor.get("/kho-khan?q=tr%E1%BA%A7n+ph%C3%BAc").await;
    assert!(references(&own).is_empty());
    own.shows("Không có kiến nghị công khai nào khớp");
    let shown = visitor.get("/kho-khan?q=thu+tuc").await;
    assert_eq!(references(&shown), [item.reference]);
}

#[actix_web::test]
async fn who_filed_is_named_only_with_consent() {
    let world = World::new().await;
    world.difficulty().published().create().await;
    world
        .difficulty()
        .filed_by(MINH)
        .consenting_to(PublicationConsent::Named)
        .published()
        .create()
        .await;
    let page = world.stranger().get("/kho-khan").await;
    page.shows("Hộ sản xuất")
        .shows("Hợp tác xã ông Minh")
        .hides("bà Lan")
        .hides("0912");
}

#[actix_web::test]
async fn words_are_found_however_they_are_typed_and_exact_ones_come_first() {
    let world = World::new().await;
    let mut items = Vec::new();
    for title in [
        "Xưởng đồ gỗ mỹ nghệ Đông Anh thiếu điện", // 1
        "Máy do go hỏng",                          // 2
        "Mua bán qua mạng khó",                    // 3
        "Văn bản trả lời chậm",                    // 4
        "Đường về Hòa Lạc hẹp",                    // 5
        "Chợ Hoà Lạc thiếu chỗ",                   // 6
        "Bạn hàng xin hoá đơn",                    // 7
    ] {
        let item = world.difficulty().titled(title).telling("Kể thêm.");
        items.push(item.published().create().await.reference);
    }
    let number = |reference: &String| items.iter().position(|item| item == reference).unwrap() + 1;
    for (typed, expected) in [
        ("do go", vec![2, 1]),
        ("DO GO", vec![2, 1]),
        ("đồ gỗ", vec![1, 2]),
        ("Đồ Gỗ", vec![1, 2]),
        ("đo\u{302}\u{300} go\u{302}\u{303}", vec![1, 2]),
        ("dong anh", vec![1]),
        ("ĐÔNG ANH", vec![1]),
        ("bản", vec![4, 7, 3]),
        ("ban", vec![7, 4, 3]),
        ("Hoà Lạc", vec![6, 5]),
        ("Hòa Lạc", vec![6, 5]),
        ("Ho\u{300}a La\u{323}c", vec![6, 5]),
        ("hoa lac", vec![6, 5]),
        ("anh gỗ", vec![1]),
        ("kk24-0003", vec![3]),
        ("gốm sứ", vec![]),
    ] {
        let query = serde_html_form::to_string([("q", typed)]).unwrap();
        let page = world.stranger().get(&format!("/kho-khan?{query}")).await;
        let found: Vec<usize> = references(&page.is_ok()).iter().map(number).collect();
        assert_eq!(found, expected, "{typed}");
    }
}

#[actix_web::test]
async fn paging_visits_every_row_once_newest_first() {
    let world = World::new().await;
    let mut expected = Vec::new();
    for number in 0..57 {
        let item = world.difficulty().titled("Lò gốm phải dời");
        // Two statuses of one stage, so that a search by stage joins two.
        let item = if number % 3 == 0 {
            item.standing(Status::Closed).published()
        } else {
            item.published()
        };
        expected.push(item.create().await);
    }
    expected.reverse();
    let of = |statuses: &[Status]| -> Vec<String> {
        expected
            .iter()
            .filter(|item| statuses.contains(&item.status))
            .map(|item| item.reference.clone())
            .collect()
    };
    let all = of(&[Status::Answered, Status::Closed]);
    for (address, rows) in [
        ("/kho-khan", all.clone()),
        ("/kho-khan?q=lo+gom", all.clone()),
        ("/kho-khan?nhom=1", all),
        ("/kho-khan?trang_thai=da-xong", of(&[Status::Closed])),
        (
            "/kho-khan?q=lo+gom&trang_thai=da-tra-loi",
            of(&[Status::Answered]),
        ),
    ] {
        assert_eq!(all_references(&world, address).await, rows, "{address}");
    }
    let first = world.stranger().get("/kho-khan").await;
    assert_eq!(references(&first).len(), 25);
    first.shows("57 kiến nghị");
}

#[actix_web::test]
async fn a_search_in_a_stage_of_several_statuses_keeps_one_order() {
    let world = World::new().await;
    let mut expected = Vec::new();
    for is_before_the_leader in [true, false, false, true] {
        let item = world.difficulty().titled("Điện yếu").published();
        let item = item.create().await;
        let reopen = Act::Reopen {
            note: "Trả lời chưa đủ.".into(),
        };
        let mut item = world.act(VAN, &item, reopen).await.unwrap();
        if is_before_the_leader {
            let response_id = draft(&world, &item, HOA).await;
            let act = Act::SubmitForApproval { response_id };
            item = world.act(HOA, &item, act).await.unwrap();
        }
        expected.insert(0, item.reference);
    }
    for address in [
        "/kho-khan?q=dien+yeu&trang_thai=dang-xu-ly",
        "/kho-khan?trang_thai=in_progress",
    ] {
        assert_eq!(all_references(&world, address).await, expected, "{address}");
    }
}

#[actix_web::test]
async fn every_count_is_a_link_to_exactly_that_many_rows() {
    let world = World::new().await;
    for topic in [1, 1, 2] {
        let item = world.difficulty().under_topic(topic).published();
        item.create().await;
    }
    let other = world.difficulty().under_topic(2).assigned_to(AGRICULTURE);
    other.standing(Status::Closed).published().create().await;

    let visitor = world.stranger();
    for (address, selector) in [
        ("/", ".kpi a"),
        ("/", ".topics a"),
        ("/hoi-nghi/lang-nghe-2024", ".topic-list a"),
        ("/kho-khan", ".views a"),
        ("/kho-khan?nhom=2", ".views a"),
        ("/kho-khan?co_quan=3", ".views a"),
    ] {
        let page = visitor.get(address).await.is_ok();
        let links = page.attributes(selector, "href");
        let texts = page.all(selector);
        assert!(!links.is_empty(), "{address} {selector}");
        for (link, text) in links.iter().zip(texts) {
            let said: usize = text
                .chars()
                .filter(char::is_ascii_digit)
                .collect::<String>()
                .parse()
                .unwrap();
            let rows = all_references(&world, link).await.len();
            assert_eq!(said, rows, "{address}: {text} {link}");
        }
    }
}

#[actix_web::test]
async fn what_does_not_exist_finds_nothing_and_says_so() {
    let world = World::new().await;
    world.difficulty().published().create().await;
    for (address, sentence) in [
        ("/kho-khan?nhom=999", "Không có nhóm vấn đề này"),
        ("/kho-khan?nhom=abc", "Không có nhóm vấn đề này"),
        ("/kho-khan?co_quan=999", "Không có cơ quan này"),
        ("/kho-khan?trang_thai=xyz", "Không có tình trạng này"),
        (
            "/kho-khan?co_quan=4",
            "Chưa có kiến nghị công khai nào như vậy",
        ),
        ("/kho-khan?truoc=0", "Trang này không còn kiến nghị nào"),
    ] {
        let page = world.stranger().get(address).await.is_ok();
        assert!(references(&page).is_empty(), "{address}");
        page.shows(sentence).shows("Xem tất cả");
    }
    let page = world
        .stranger()
        .get("/kho-khan?q=%3F%3F%3F&truoc=x&la=1")
        .await;
    assert_eq!(references(&page.clone().is_ok()).len(), 1);
    page.shows("Từ khoá cần ít nhất một chữ cái");
    let empty = World::new().await;
    let page = empty.stranger().get("/kho-khan").await.is_ok();
    page.shows("Chưa có kiến nghị nào được công khai");
}

#[actix_web::test]
async fn a_search_too_many_is_told_to_wait() {
    let world = World::new().await;
    let visitor = world.stranger();
    visitor.get("/kho-khan").await.is_ok();
    let mut last = visitor.get("/kho-khan?q=a").await;
    for _ in 0..70 {
        last = visitor.get("/kho-khan?q=a").await;
    }
    let last = last.is(429);
    assert!(!last.header("retry-after").is_empty());
    visitor.get("/kho-khan").await.is_ok();
}

#[actix_web::test]
async fn a_count_follows_the_kept_totals_whoever_changes_them() {
    use diesel::prelude::*;
    use doithoai::db::schema::totals;
    let world = World::new().await;
    published_redacted(&world, "Thiếu điện", "Thiếu điện").await;
    let count = || async {
        let page = world.stranger().get("/kho-khan").await.is_ok();
        page.all("a[aria-current=page] .pill").join("")
    };
    let before = count().await;
    assert_eq!(before, "1");
    // Another process, or somebody at the database's own shell.
    world
        .write(|conn| {
            diesel::update(totals::table.filter(totals::is_public.eq(true)))
                .set(totals::count.eq(totals::count + 41))
                .execute(conn)?;
            Ok(())
        })
        .await;
    let after = count().await;
    assert_eq!(after, "42");
}
