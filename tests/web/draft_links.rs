//! Going on with a draft on another machine, by its link.

use diesel::prelude::*;
use doithoai::db::schema::{draft_browsers, drafts, submissions};
use doithoai::submissions::paths;
use doithoai::web::visit::cookies;

use crate::world::{Answer, Browser, World};

const STORY: [(&str, &str); 3] = [
    ("tom_tat", "Lò gas phải dời mà chưa có chỗ"),
    ("ke_cu_the", "Xưởng ở giữa xóm, rộng 180 m²."),
    ("de_nghi", "Cho thuê 300 m² ở cụm giai đoạn 2."),
];

const FILER: [(&str, &str); 5] = [
    ("loai", "household"),
    ("ten", "Hộ gốm bà Lan"),
    ("xa_phuong", "xã Bát Tràng, huyện Gia Lâm"),
    ("dien_thoai", "0912 000 318"),
    ("danh_tinh", "open"),
];

/// Sends the form of a step as its page would, with what the page carries.
async fn fill(browser: &Browser<'_>, path: &str, fields: &[(&str, &str)]) -> Answer {
    let page = browser.get(path).await.is_ok();
    let mut all: Vec<(String, String)> = ["phien_ban", "phieu", "cac_tep"]
        .into_iter()
        .filter_map(|name| {
            let found = page.attributes(&format!("form input[name={name}]"), "value");
            Some((name.to_owned(), found.first()?.clone()))
        })
        .collect();
    all.extend(
        fields
            .iter()
            .map(|(name, value)| ((*name).into(), (*value).into())),
    );
    let all: Vec<(&str, &str)> = all
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    browser.post(path, &all).await
}

/// A browser that wrote step 1, and the path of its link.
async fn written(world: &World) -> (Browser<'_>, String) {
    let browser = world.stranger();
    browser.post(paths::BEGIN, &[]).await.is(303);
    fill(&browser, paths::STORY, &STORY)
        .await
        .leads_to(paths::FILER);
    let link = link_on(&browser.get(paths::FILER).await.is_ok());
    (browser, link)
}

/// The path in the link that a page shows.
#[track_caller]
fn link_on(page: &Answer) -> String {
    let address = page.attributes("input#duong-dan", "value")[0].clone();
    let at = address.find("/gui-kho-khan/nhap/").unwrap();
    address[at..].to_owned()
}

#[actix_web::test]
async fn a_draft_goes_on_where_its_link_is_opened() {
    let world = World::new().await;
    let (first, link) = written(&world).await;
    for path in [paths::BEGIN, paths::STORY, paths::FILER] {
        assert_eq!(link_on(&first.get(path).await.is_ok()), link, "{path}");
    }
    // 256 bits, of which the database keeps a hash.
    let token = link.rsplit('/').next().unwrap().to_owned();
    assert_eq!(token.len(), 64);
    let kept: Option<Vec<u8>> = world
        .read(|conn| Ok(drafts::table.select(drafts::link_hash).first(conn)?))
        .await;
    assert_eq!(kept, Some(doithoai::web::secret::token_hash(&token)));

    let second = world.stranger();
    let page = second.get(&link).await.is_ok();
    let page = page
        .shows("Lò gas phải dời mà chưa có chỗ")
        .shows("Đã lưu nháp lúc 28/06/2024, 09:00")
        .hides("Xưởng ở giữa xóm");
    assert!(page.header("referrer-policy").starts_with("no-referrer"));
    assert!(page.header("x-robots-tag").contains("noindex"));
    assert_eq!(page.header("cache-control"), "no-store");
    // Looking took nothing over.
    assert_eq!(second.cookie(cookies::DRAFT), None);
    let taken: i64 = world
        .read(|conn| Ok(draft_browsers::table.count().get_result(conn)?))
        .await;
    assert_eq!(taken, 0);

    second.post(&link, &[]).await.leads_to(paths::FILER);
    second
        .get(paths::STORY)
        .await
        .is_ok()
        .shows("Xưởng ở giữa xóm");
    assert_ne!(second.cookie(cookies::DRAFT), first.cookie(cookies::DRAFT));
    // The first machine still has it, and each sees what the other saved.
    let page = first.get(paths::STORY).await.is_ok();
    let seen = page.attributes("form input[name=phien_ban]", "value")[0].clone();
    let mut newer = STORY.to_vec();
    newer[0].1 = "Cụm công nghiệp hết đất";
    fill(&second, paths::STORY, &newer).await.is(303);
    let mut older = STORY.to_vec();
    older[0].1 = "Tôi gõ trên máy cũ";
    older.push(("phien_ban", seen.as_str()));
    first
        .post(paths::STORY, &older)
        .await
        .is(409)
        .shows("Cụm công nghiệp hết đất")
        .shows("Tôi gõ trên máy cũ");
    // Here already: nothing to take over.
    second
        .get(&link)
        .await
        .is_ok()
        .shows("Máy này đang mở bản nháp này rồi");
}

#[actix_web::test]
async fn a_link_ends_when_the_draft_is_sent() {
    let world = World::new().await;
    let (first, link) = written(&world).await;
    let second = world.stranger();
    second.post(&link, &[]).await.is(303);
    fill(&second, paths::FILER, &FILER)
        .await
        .leads_to(paths::CHECK);
    assert_eq!(link_on(&second.get(paths::CHECK).await.is_ok()), link);
    let send = [("nhom", ""), ("cong_khai", "anonymous"), ("dong_y", "1")];
    fill(&second, paths::CHECK, &send)
        .await
        .leads_to("/ho-so/KK24-0001/bien-nhan");
    let filed: i64 = world
        .read(|conn| Ok(submissions::table.count().get_result(conn)?))
        .await;
    assert_eq!(filed, 1);
    world
        .stranger()
        .get(&link)
        .await
        .is_not_found()
        .shows("Đường dẫn này không dùng được nữa")
        .hides("Lò gas");
    world.stranger().post(&link, &[]).await.is_not_found();
    // Whoever else had it open is not led to the receipt.
    first
        .get(paths::BEGIN)
        .await
        .is_ok()
        .hides("Mở biên nhận")
        .hides("Lò gas");
}

#[actix_web::test]
async fn a_link_ends_when_the_draft_is_given_up_or_too_old() {
    let world = World::new().await;
    let (first, link) = written(&world).await;
    let second = world.stranger();
    second.post(&link, &[]).await.is(303);
    first.post(paths::BEGIN, &[("moi", "1")]).await.is(303);
    second.get(&link).await.is_not_found();
    second.get(paths::FILER).await.leads_to(paths::STORY);

    let (_, link) = written(&world).await;
    world.set_time("2024-07-28T08:59");
    world.stranger().get(&link).await.is_ok();
    world.set_time("2024-07-28T09:01");
    world.stranger().get(&link).await.is_not_found();
}

#[actix_web::test]
async fn an_unknown_link_says_what_an_ended_one_says() {
    let world = World::new().await;
    let unknown = paths::resume(&"0".repeat(64));
    world
        .stranger()
        .get(&unknown)
        .await
        .is_not_found()
        .shows("Đường dẫn này không dùng được nữa");
}

#[actix_web::test]
async fn another_draft_of_the_machine_is_not_lost() {
    let world = World::new().await;
    let (_, link) = written(&world).await;
    let (second, own) = written(&world).await;
    let page = second.get(&link).await.is_ok();
    let page = page.shows("Trên máy này đang có một bản nháp khác");
    let other = page.attributes("input#duong-dan-khac", "value")[0].clone();
    assert!(other.ends_with(&own));
    second.post(&link, &[]).await.is(303);
    assert_eq!(link_on(&second.get(paths::FILER).await), link);
    second.post(&own, &[]).await.is(303);
    assert_eq!(link_on(&second.get(paths::FILER).await), own);
}

#[actix_web::test]
async fn how_long_a_draft_is_kept_is_a_setting() {
    let world = World::tuned(std::time::Duration::from_secs(5), |app| {
        app.settings.draft_days = 7;
    })
    .await;
    world
        .stranger()
        .get(paths::BEGIN)
        .await
        .shows("bản nháp được giữ 7 ngày");
    let (browser, _) = written(&world).await;
    world.set_time("2024-07-05T08:59");
    browser.get(paths::FILER).await.is_ok();
    world.set_time("2024-07-05T09:01");
    browser.get(paths::FILER).await.leads_to(paths::STORY);
}

#[actix_web::test]
async fn links_are_not_tried_without_end() {
    let world = World::new().await;
    let stranger = world.stranger();
    let unknown = paths::resume(&"0".repeat(64));
    for _ in 0..doithoai::web::limits::DRAFT_LINKS_A_MINUTE {
        stranger.get(&unknown).await.is_not_found();
    }
    stranger.get(&unknown).await.is(429);
}

#[actix_web::test]
async fn a_personal_number_is_masked_also_between_two_machines() {
    let world = World::new().await;
    let (first, link) = written(&world).await;
    let second = world.stranger();
    second.post(&link, &[]).await.is(303);
    let mut typed = FILER.to_vec();
    typed.push(("ma_so_thue", "001085012345"));
    fill(&second, paths::FILER, &typed).await.is(303);
    second.get(paths::CHECK).await.is_ok().hides("001085012345");
    let mut older = FILER.to_vec();
    older[1].1 = "Hộ bà Lan";
    older.push(("phien_ban", "1"));
    first
        .post(paths::FILER, &older)
        .await
        .is(409)
        .shows("001•••••••45")
        .hides("001085012345");
}
