//! Filing, page by page: from the first page to the receipt, without a script or an account.

use diesel::prelude::*;
use doithoai::db::schema::{areas, conferences, difficulties, drafts, filers, submissions};
use doithoai::difficulties::{IdentityLevel, PublicationConsent};
use doithoai::submissions::paths;
use doithoai::web::visit::cookies;

use crate::world::{Answer, Browser, CHAIR, HOA, THU, World};

const STORY: [(&str, &str); 3] = [
    (
        "tom_tat",
        "Phải dời lò gas nhưng cụm công nghiệp đã hết đất",
    ),
    (
        "ke_cu_the",
        "Xưởng nhà tôi làm gốm ở giữa xóm, rộng 180 m².",
    ),
    ("de_nghi", "Cho thuê 300 m² ở cụm giai đoạn 2."),
];

const LAN: [(&str, &str); 8] = [
    ("loai", "household"),
    ("ten", "Hộ gốm bà Lan"),
    ("lang_nghe", "Bát Tràng"),
    ("xa_phuong", "xã Bát Tràng, huyện Gia Lâm"),
    ("dien_thoai", "0912 000 318"),
    ("ma_so_thue", ""),
    ("so_lao_dong", "9"),
    ("danh_tinh", "open"),
];

/// `fields` with some of them typed otherwise.
fn with<'a>(
    fields: &[(&'a str, &'a str)],
    others: &[(&'a str, &'a str)],
) -> Vec<(&'a str, &'a str)> {
    let mut all: Vec<_> = fields
        .iter()
        .filter(|(name, _)| !others.iter().any(|(other, _)| other == name))
        .copied()
        .collect();
    all.extend_from_slice(others);
    all
}

/// The hidden fields that the form of `path` carries.
async fn carried(browser: &Browser<'_>, path: &str) -> Vec<(String, String)> {
    let answer = browser.get(path).await.is_ok();
    hidden(&answer)
}

fn hidden(answer: &Answer) -> Vec<(String, String)> {
    ["phien_ban", "phieu"]
        .into_iter()
        .filter_map(|name| {
            let found = answer.attributes(&format!("form input[name={name}]"), "value");
            Some((name.to_owned(), found.first()?.clone()))
        })
        .collect()
}

/// Fills in the form at `path` as its page would send it.
async fn fill(browser: &Browser<'_>, path: &str, fields: &[(&str, &str)]) -> Answer {
    let carried = carried(browser, path).await;
    let mut all: Vec<(&str, &str)> = carried
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    all.extend_from_slice(fields);
    browser.post(path, &all).await
}

/// A browser whose draft lacks nothing but the last click.
async fn ready<'w>(world: &'w World, filer: &[(&str, &str)]) -> Browser<'w> {
    let browser = world.stranger();
    fill(&browser, paths::STORY, &STORY)
        .await
        .leads_to(paths::FILER);
    fill(&browser, paths::FILER, filer)
        .await
        .leads_to(paths::CHECK);
    browser
}

const SEND: [(&str, &str); 3] = [("nhom", ""), ("cong_khai", "anonymous"), ("dong_y", "1")];

async fn count_of_submissions(world: &World) -> i64 {
    world
        .read(|conn| Ok(submissions::table.count().get_result(conn)?))
        .await
}

#[actix_web::test]
async fn a_household_files_from_the_first_page_to_the_receipt() {
    let world = World::new().await;
    let browser = world.stranger();
    browser.get(paths::BEGIN).await.is_ok().shows("Bắt đầu");
    browser.post(paths::BEGIN, &[]).await.leads_to(paths::STORY);
    assert!(browser.cookie(cookies::DRAFT).is_some());
    fill(&browser, paths::STORY, &STORY)
        .await
        .leads_to(paths::FILER);
    fill(&browser, paths::FILER, &LAN)
        .await
        .leads_to(paths::CHECK);
    browser
        .get(paths::CHECK)
        .await
        .is_ok()
        .shows("Xã Bát Tràng, Huyện Gia Lâm")
        .shows("Hộ gốm bà Lan")
        .shows("Phải dời lò gas");
    let topic = world.topics[0].id.to_string();
    let answer = fill(&browser, paths::CHECK, &with(&SEND, &[("nhom", &topic)])).await;
    let receipt = answer.leads_to("/ho-so/KK24-0001/bien-nhan").location();
    assert_eq!(browser.cookie(cookies::DRAFT), None);
    let page = browser.get(&receipt).await.is_ok();
    let page = page
        .shows("KK24-0001")
        .shows("09•• ••• 318")
        .hides("0912 000 318")
        .shows("28/06/2024, 09:00")
        .shows("hội nghị ngày 05/07/2024");
    let codes = page.all("dd.ref");
    assert_eq!(codes.len(), 2);
    assert_eq!(
        codes[1].split('-').map(str::len).collect::<Vec<_>>(),
        [4, 4, 4]
    );
    assert!(!page.attributes("svg.qr path", "d")[0].is_empty());

    let (filed, filer) = world
        .read(|conn| {
            let filed: doithoai::submissions::Submission = submissions::table.first(conn)?;
            let filer: doithoai::filers::Filer = filers::table.first(conn)?;
            Ok((filed, filer))
        })
        .await;
    assert_eq!(filed.topic_group_id, Some(world.topics[0].id));
    assert_eq!(filed.identity_level, IdentityLevel::Open);
    assert_eq!(filed.publication_consent, PublicationConsent::Anonymous);
    assert!(!filed.is_late && !filed.names_official && filed.entered_by.is_none());
    assert_eq!((filer.area_id, filer.workers), (Some(11), Some(9)));
    assert_eq!(filer.commune, "xã Bát Tràng, huyện Gia Lâm");
    assert_eq!(filer.phone_e164.as_deref(), Some("+84912000318"));
    let kept: String = world
        .read(|conn| Ok(drafts::table.select(drafts::content).first(conn)?))
        .await;
    assert!(!kept.contains("0912"), "the draft is emptied");
}

#[actix_web::test]
async fn every_page_speaks_both_languages() {
    let world = World::new().await;
    let browser = ready(&world, &LAN).await;
    for (path, vi, en) in [
        (paths::BEGIN, "Gửi khó khăn", "File a difficulty"),
        (
            paths::STORY,
            "Khó khăn của bạn là gì?",
            "What is your difficulty?",
        ),
        (paths::FILER, "Bạn là ai?", "Who are you?"),
        (paths::CHECK, "Kiểm tra rồi gửi", "Check and send"),
    ] {
        for (lang, title) in [("vi", vi), ("en", en)] {
            let page = browser.get(&format!("{path}?lang={lang}")).await.is_ok();
            assert!(page.all("h1")[0].contains(title), "{path} {lang}");
            no_key_shows(&page);
        }
    }
    let receipt = fill(&browser, paths::CHECK, &SEND).await.location();
    for (lang, title) in [("vi", "Đã gửi"), ("en", "has been filed")] {
        let page = browser
            .get(&format!("{receipt}?lang={lang}"))
            .await
            .is_ok()
            .shows(title);
        no_key_shows(&page);
    }
}

#[track_caller]
fn no_key_shows(page: &Answer) {
    for sign in [
        "submissions-",
        "field-",
        "common-",
        "kind-",
        "identity-",
        "consent-",
    ] {
        assert!(!page.words().contains(sign), "{sign} in {}", page.words());
    }
}

#[actix_web::test]
async fn looking_never_writes() {
    let world = World::new().await;
    let browser = world.stranger();
    for path in [paths::BEGIN, paths::STORY] {
        browser.get(path).await.is_ok();
    }
    browser.get(paths::FILER).await.leads_to(paths::STORY);
    browser.get(paths::CHECK).await.leads_to(paths::BEGIN);
    let rows: i64 = world
        .read(|conn| Ok(drafts::table.count().get_result(conn)?))
        .await;
    assert_eq!(rows, 0);
    assert_eq!(browser.cookie(cookies::DRAFT), None);
}

#[actix_web::test]
async fn nothing_typed_says_what_is_missing_step_by_step() {
    let world = World::new().await;
    let browser = world.stranger();
    let page = fill(&browser, paths::STORY, &[]).await.is(422);
    assert_eq!(
        page.attributes("#tom-tat-loi a", "href"),
        ["#tom_tat", "#ke_cu_the", "#de_nghi"]
    );
    fill(&browser, paths::STORY, &STORY)
        .await
        .leads_to(paths::FILER);
    let page = fill(&browser, paths::FILER, &[]).await.is(422);
    assert_eq!(
        page.attributes("#tom-tat-loi a", "href"),
        ["#loai", "#ten", "#xa_phuong", "#dien_thoai", "#danh_tinh"]
    );
    browser.get(paths::CHECK).await.leads_to(paths::FILER);
    fill(&browser, paths::FILER, &LAN)
        .await
        .leads_to(paths::CHECK);
    let page = fill(&browser, paths::CHECK, &[]).await.is(422);
    assert_eq!(
        page.attributes("#tom-tat-loi a", "href"),
        ["#cong_khai", "#dong_y"]
    );
    assert_eq!(count_of_submissions(&world).await, 0);
}

#[actix_web::test]
async fn what_is_too_long_says_by_how_much_and_stays() {
    let world = World::new().await;
    let browser = world.stranger();
    let long = "ữ".repeat(10_001);
    let page = fill(
        &browser,
        paths::STORY,
        &with(&STORY, &[("ke_cu_the", &long)]),
    )
    .await
    .is(422);
    let page = page.shows("dài quá 1 ký tự").shows("10.000");
    assert_eq!(page.all("#ke_cu_the")[0], long);
    // The same letters decomposed are as many.
    let fits = "u\u{31b}\u{303}".repeat(10_000);
    fill(
        &browser,
        paths::STORY,
        &with(&STORY, &[("ke_cu_the", &fits)]),
    )
    .await
    .leads_to(paths::FILER);
}

#[actix_web::test]
async fn broken_text_is_refused_and_given_back() {
    let world = World::new().await;
    let browser = world.stranger();
    browser.get(paths::STORY).await.is_ok();
    let csrf = browser.csrf();
    for broken in ["%00", "%C3%28"] {
        let body = format!("csrf={csrf}&tom_tat=L%C3%B2+gas{broken}&ke_cu_the=x&de_nghi=x");
        let page = browser.post_body(paths::STORY, body).await.is(400);
        assert!(page.body.contains("Lò gas"), "{}", page.words());
        assert!(page.words().contains("Tóm tắt trong một câu"));
    }
}

#[actix_web::test]
async fn a_forged_form_is_refused_and_keeps_the_text() {
    let world = World::new().await;
    let browser = world.stranger();
    browser.get(paths::STORY).await.is_ok();
    for csrf in ["", "csrf=0123456789abcdef0123456789abcdef&"] {
        let body = format!("{csrf}tom_tat=L%C3%B2+gas&ke_cu_the=x&de_nghi=x");
        let page = browser.post_body(paths::STORY, body).await.is(403);
        assert!(page.body.contains("Lò gas"));
    }
    assert_eq!(browser.cookie(cookies::DRAFT), None);
}

#[actix_web::test]
async fn one_click_is_one_submission_however_often_it_arrives() {
    let world = World::new().await;
    let browser = ready(&world, &LAN).await;
    let carried = carried(&browser, paths::CHECK).await;
    let mut fields: Vec<(&str, &str)> = carried
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    fields.extend_from_slice(&SEND);
    let click = || browser.post(paths::CHECK, &fields);
    for answer in futures_util::future::join_all((0..5).map(|_| click())).await {
        answer.leads_to("/ho-so/KK24-0001/bien-nhan");
    }
    assert_eq!(count_of_submissions(&world).await, 1);
    // Back, and once more, long after the cookie is gone.
    assert_eq!(browser.cookie(cookies::DRAFT), None);
    browser
        .post(paths::CHECK, &fields)
        .await
        .leads_to("/ho-so/KK24-0001/bien-nhan");
    assert_eq!(count_of_submissions(&world).await, 1);
}

#[actix_web::test]
async fn a_receipt_lost_on_the_way_can_be_opened_again() {
    let world = World::new().await;
    let browser = ready(&world, &LAN).await;
    let draft = browser.cookie(cookies::DRAFT).unwrap();
    fill(&browser, paths::CHECK, &SEND).await.is(303);
    // The answer never arrived: the browser still has its draft, and nothing else.
    let again = world.stranger();
    again.set_cookie(cookies::DRAFT, &draft);
    let page = again.get(paths::BEGIN).await.is_ok();
    let token = page.attributes("input[name=phieu]", "value");
    again
        .post(paths::CHECK, &[("phieu", &token[0])])
        .await
        .leads_to("/ho-so/KK24-0001/bien-nhan");
    again.get("/ho-so/KK24-0001/bien-nhan").await.is_ok();
    // What is written next is another draft.
    again.set_cookie(cookies::DRAFT, &draft);
    fill(&again, paths::STORY, &STORY)
        .await
        .leads_to(paths::FILER);
    assert_ne!(again.cookie(cookies::DRAFT), Some(draft));
}

#[actix_web::test]
async fn a_closed_window_accepts_and_marks_it_late() {
    let world = World::new().await;
    world.set_time("2024-07-04T10:00");
    let browser = world.stranger();
    browser
        .get(paths::BEGIN)
        .await
        .is_ok()
        .shows("Đã hết hạn nhận, bạn vẫn gửi được");
    let browser = ready(&world, &LAN).await;
    let receipt = fill(&browser, paths::CHECK, &SEND).await.location();
    browser.get(&receipt).await.is_ok().shows("Gửi sau hạn");
    let is_late: bool = world
        .read(|conn| {
            Ok(submissions::table
                .select(submissions::is_late)
                .first(conn)?)
        })
        .await;
    assert!(is_late);
}

#[actix_web::test]
async fn before_the_window_a_draft_can_be_written_but_not_sent() {
    let world = World::new().await;
    world.set_time("2024-06-01T10:00");
    let browser = ready(&world, &LAN).await;
    browser
        .get(paths::BEGIN)
        .await
        .is_ok()
        .shows("Chưa đến ngày nhận");
    fill(&browser, paths::CHECK, &SEND).await.is(409);
    assert_eq!(count_of_submissions(&world).await, 0);
    browser.get(paths::CHECK).await.is_ok();
}

#[actix_web::test]
async fn without_a_conference_the_page_says_so() {
    let world = World::new().await;
    world
        .write(|conn| {
            use doithoai::db::schema::{conference_agencies, topic_groups};
            diesel::delete(topic_groups::table).execute(conn)?;
            diesel::delete(conference_agencies::table).execute(conn)?;
            diesel::delete(conferences::table).execute(conn)?;
            Ok(())
        })
        .await;
    let page = world.stranger().get(paths::BEGIN).await.is_ok();
    let page = page.shows("Hiện chưa có hội nghị nào nhận khó khăn");
    assert!(page.all("main form").is_empty());
}

#[actix_web::test]
async fn a_name_of_several_communes_is_the_filers_choice() {
    let world = World::new().await;
    let dai_mo = with(&LAN, &[("xa_phuong", "Đại Mỗ")]);
    let browser = world.stranger();
    fill(&browser, paths::STORY, &STORY).await.is(303);
    let page = fill(&browser, paths::FILER, &dai_mo).await.is(422);
    let page = page
        .shows("Quận Nam Từ Liêm")
        .shows("Huyện Thạch Thất")
        .shows("Tôi không chắc, nhờ cán bộ xác định");
    assert_eq!(
        page.attributes("input[name=xa_phuong_chon]", "value"),
        ["12", "13", "chua_ro"]
    );
    assert!(
        page.attributes("input[name=xa_phuong_chon]", "checked")
            .is_empty()
    );
    // Made, the choice outlives another mistake, and coming back.
    let chosen = "input[name=xa_phuong_chon][checked]";
    let mistaken = with(&dai_mo, &[("xa_phuong_chon", "13"), ("ten", "")]);
    let page = fill(&browser, paths::FILER, &mistaken).await.is(422);
    assert_eq!(page.attributes(chosen, "value"), ["13"]);
    for (choice, area_id) in [("13", Some(13)), ("chua_ro", None)] {
        let browser = ready(&world, &with(&dai_mo, &[("xa_phuong_chon", choice)])).await;
        let page = browser.get(paths::FILER).await.is_ok();
        assert_eq!(page.attributes(chosen, "value"), [choice]);
        fill(&browser, paths::CHECK, &SEND).await.is(303);
        let filed: Option<i64> = world
            .read(|conn| {
                Ok(difficulties::table
                    .order(difficulties::id.desc())
                    .select(difficulties::area_id)
                    .first(conn)?)
            })
            .await;
        assert_eq!(filed, area_id, "{choice}");
    }
    // A choice of somewhere else is no choice.
    fill(
        &browser,
        paths::FILER,
        &with(&dai_mo, &[("xa_phuong_chon", "11")]),
    )
    .await
    .is(422);
}

#[actix_web::test]
async fn a_divided_ward_offers_its_heirs_and_an_old_name_finds_its_own() {
    let world = World::new().await;
    world
        .write(|conn| {
            use doithoai::db::schema::area_successors;
            let from = chrono::NaiveDate::from_ymd_opt(2025, 7, 1);
            for (id, name) in [
                (21, "Phường Đại Mỗ"),
                (22, "Phường Tây Mỗ"),
                (23, "Xã Hạ Bằng"),
            ] {
                diesel::insert_into(areas::table)
                    .values((
                        areas::id.eq(id),
                        areas::code.eq(id.to_string()),
                        areas::name_vi.eq(name),
                        areas::name_en.eq(name),
                        areas::kind.eq("commune"),
                        areas::valid_from.eq(from),
                        areas::folded.eq(doithoai::areas::bare_name(name)),
                    ))
                    .execute(conn)?;
            }
            for (old, new, is_main) in [(12, 21, true), (12, 22, false), (14, 23, true)] {
                diesel::insert_into(area_successors::table)
                    .values((
                        area_successors::from_id.eq(old),
                        area_successors::to_id.eq(new),
                        area_successors::is_main.eq(is_main),
                    ))
                    .execute(conn)?;
            }
            Ok(())
        })
        .await;
    // What is to come is offered to nobody yet.
    let browser = world.stranger();
    fill(&browser, paths::STORY, &STORY).await.is(303);
    let dai_mo = with(&LAN, &[("xa_phuong", "phường Đại Mỗ, quận Nam Từ Liêm")]);
    fill(&browser, paths::FILER, &dai_mo)
        .await
        .leads_to(paths::CHECK);

    world.set_time("2026-06-01T09:00");
    let browser = world.stranger();
    fill(&browser, paths::STORY, &STORY).await.is(303);
    let page = fill(&browser, paths::FILER, &dai_mo).await.is(422);
    assert_eq!(
        page.attributes("input[name=xa_phuong_chon]", "value"),
        ["21", "22", "chua_ro"]
    );
    let huu_bang = with(&LAN, &[("xa_phuong", "Hữu Bằng")]);
    fill(&browser, paths::FILER, &huu_bang)
        .await
        .leads_to(paths::CHECK);
    fill(&browser, paths::CHECK, &SEND).await.is(303);
    let (area, written) = world
        .read(|conn| {
            Ok(filers::table
                .select((filers::area_id, filers::commune))
                .first::<(Option<i64>, String)>(conn)?)
        })
        .await;
    assert_eq!((area, written.as_str()), (Some(23), "Hữu Bằng"));
}

#[actix_web::test]
async fn an_unknown_commune_and_doubtful_numbers_are_warned_about_and_taken() {
    let world = World::new().await;
    let odd = with(
        &LAN,
        &[
            ("xa_phuong", "xóm Mới"),
            ("dien_thoai", "04 382 55"),
            ("ma_so_thue", "0100233480"),
        ],
    );
    let browser = ready(&world, &odd).await;
    browser
        .get(paths::CHECK)
        .await
        .is_ok()
        .shows("cán bộ sẽ xác định địa bàn")
        .shows("thiếu hoặc thừa chữ số")
        .shows("chưa khớp");
    fill(&browser, paths::CHECK, &SEND).await.is(303);
    let filer: doithoai::filers::Filer = world.read(|conn| Ok(filers::table.first(conn)?)).await;
    assert_eq!((filer.area_id, filer.phone_e164), (None, None));
    assert_eq!(filer.phone, "04 382 55");
    assert_eq!(filer.tax_code.as_deref(), Some("0100233480"));
}

#[actix_web::test]
async fn two_tabs_never_overwrite_each_other() {
    let world = World::new().await;
    let browser = world.stranger();
    fill(&browser, paths::STORY, &STORY).await.is(303);
    let tab = carried(&browser, paths::STORY).await;
    let version = tab[0].1.clone();
    let send = |body: &'static str| {
        let fields = with(&STORY, &[("ke_cu_the", body)]);
        let version = version.clone();
        let browser = &browser;
        async move {
            let mut all = fields;
            all.push(("phien_ban", &version));
            browser.post(paths::STORY, &all).await
        }
    };
    send("Kể ở trang một.").await.is(303);
    // The same click twice is no conflict.
    send("Kể ở trang một.").await.is(303);
    let page = send("Kể ở trang hai.").await.is(409);
    let page = page.shows("Kể ở trang một.").shows("Kể ở trang hai.");
    assert_eq!(page.all("#ke_cu_the")[0], "Kể ở trang hai.");
    // Having seen both, the filer decides.
    let seen = hidden(&page)[0].1.clone();
    let mut all = with(&STORY, &[("ke_cu_the", "Kể cả hai.")]);
    all.push(("phien_ban", &seen));
    browser.post(paths::STORY, &all).await.is(303);
    browser.get(paths::STORY).await.shows("Kể cả hai.");
}

#[actix_web::test]
async fn what_is_sent_is_what_the_page_showed() {
    let world = World::new().await;
    let browser = ready(&world, &LAN).await;
    let old = carried(&browser, paths::CHECK).await;
    fill(
        &browser,
        paths::STORY,
        &with(&STORY, &[("tom_tat", "Tóm tắt khác")]),
    )
    .await
    .leads_to(paths::CHECK);
    let mut fields: Vec<(&str, &str)> = old
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    fields.extend_from_slice(&SEND);
    let page = browser.post(paths::CHECK, &fields).await.is(409);
    let page = page.shows("Tóm tắt khác");
    assert!(page.attributes("#dong_y", "checked").is_empty());
    assert_eq!(count_of_submissions(&world).await, 0);
}

#[actix_web::test]
async fn a_receipt_is_nobody_elses() {
    let world = World::new().await;
    let browser = ready(&world, &LAN).await;
    let receipt = fill(&browser, paths::CHECK, &SEND).await.location();
    browser
        .get("/ho-so/kk24%20%201/bien-nhan")
        .await
        .leads_to(&receipt);
    world.stranger().get(&receipt).await.is_not_found();
    world.sign_in(THU).await.get(&receipt).await.is_not_found();
    let other = ready(&world, &LAN).await;
    fill(&other, paths::CHECK, &SEND).await.is(303);
    other.get(&receipt).await.is_not_found();
    browser
        .get("/ho-so/KK24-0009/bien-nhan")
        .await
        .is_not_found();
}

#[actix_web::test]
async fn nothing_is_chosen_for_the_filer() {
    let world = World::new().await;
    let browser = world.stranger();
    fill(&browser, paths::STORY, &STORY).await.is(303);
    browser.get(paths::FILER).await.is_ok().hides(" checked");
    fill(&browser, paths::FILER, &LAN).await.is(303);
    let page = browser.get(paths::CHECK).await.is_ok().hides(" checked");
    page.hides(" selected");
    // A consent given to a page that came back is kept; one for later is not.
    let page = fill(&browser, paths::CHECK, &[("dong_y", "1")])
        .await
        .is(422);
    assert_eq!(page.attributes("#dong_y", "checked").len(), 1);
    fill(&browser, paths::CHECK, &with(&SEND, &[("sau", "1")]))
        .await
        .leads_to(paths::BEGIN);
    let page = browser.get(paths::CHECK).await.is_ok();
    assert!(page.attributes("#dong_y", "checked").is_empty());
    assert_eq!(
        page.attributes("input[name=cong_khai][checked]", "value"),
        ["anonymous"]
    );
}

#[actix_web::test]
async fn a_shielded_name_is_not_published() {
    let world = World::new().await;
    let browser = ready(
        &world,
        &with(&LAN, &[("danh_tinh", "shielded"), ("neu_ten", "1")]),
    )
    .await;
    fill(
        &browser,
        paths::CHECK,
        &with(&SEND, &[("cong_khai", "named")]),
    )
    .await
    .is(422)
    .shows("ẩn tên với cơ quan");
    fill(&browser, paths::CHECK, &SEND).await.is(303);
    let (restricted, shielded) = world
        .read(|conn| {
            Ok(difficulties::table
                .select((difficulties::restricted, difficulties::shielded))
                .first::<(bool, bool)>(conn)?)
        })
        .await;
    assert!(restricted && shielded);
}

#[actix_web::test]
async fn a_half_written_draft_waits() {
    let world = World::new().await;
    let browser = world.stranger();
    let half = [
        ("tom_tat", ""),
        ("ke_cu_the", "Mới viết được một câu."),
        ("sau", "1"),
    ];
    fill(&browser, paths::STORY, &half)
        .await
        .leads_to(paths::BEGIN);
    browser
        .get(paths::BEGIN)
        .await
        .is_ok()
        .shows("Đã lưu nháp")
        .shows("Viết tiếp");
    browser
        .get(paths::STORY)
        .await
        .shows("Mới viết được một câu.");
    // A second click on the first page's button loses nothing.
    browser.post(paths::BEGIN, &[]).await.leads_to(paths::STORY);
    browser
        .get(paths::STORY)
        .await
        .shows("Mới viết được một câu.");
    // A draft is its browser's alone.
    world
        .stranger()
        .get(paths::STORY)
        .await
        .is_ok()
        .hides("Mới viết được một câu.");
    // Given up, it is gone.
    browser
        .post(paths::BEGIN, &[("moi", "1")])
        .await
        .leads_to(paths::STORY);
    browser
        .get(paths::STORY)
        .await
        .hides("Mới viết được một câu.");
    let rows: i64 = world
        .read(|conn| Ok(drafts::table.count().get_result(conn)?))
        .await;
    assert_eq!(rows, 1);
}

#[actix_web::test]
async fn a_draft_ends_after_thirty_days() {
    let world = World::new().await;
    let browser = ready(&world, &LAN).await;
    world.set_time("2024-07-28T08:59");
    browser.get(paths::CHECK).await.is_ok();
    world.set_time("2024-07-28T09:01");
    browser.get(paths::CHECK).await.leads_to(paths::BEGIN);
    let now = world.now();
    let gone = world
        .write(move |conn| Ok(doithoai::submissions::drafts::delete_expired(conn, now)?))
        .await;
    assert_eq!(gone, 1);
}

#[actix_web::test]
async fn numbers_of_persons_in_the_text_are_pointed_out() {
    let world = World::new().await;
    let browser = world.stranger();
    let telling = with(&STORY, &[("ke_cu_the", "Gọi tôi theo số 0912 345 678.")]);
    fill(&browser, paths::STORY, &telling).await.is(303);
    fill(&browser, paths::FILER, &LAN).await.is(303);
    browser
        .get(paths::CHECK)
        .await
        .is_ok()
        .shows("Số điện thoại: 0912 345 678");
    fill(&browser, paths::CHECK, &SEND).await.is(303);
}

#[actix_web::test]
async fn staff_file_for_others_or_not_at_all() {
    let world = World::new().await;
    let chair = world.sign_in(CHAIR).await;
    chair
        .get(paths::BEGIN)
        .await
        .is_ok()
        .shows("Tài khoản này không gửi khó khăn");
    chair.get(paths::STORY).await.is(403);
    chair.post(paths::STORY, &STORY).await.is(403);

    let hoa = world.sign_in(HOA).await;
    fill(&hoa, paths::STORY, &STORY).await.is(303);
    fill(&hoa, paths::FILER, &LAN).await.is(303);
    let receipt = fill(&hoa, paths::CHECK, &SEND).await.location();
    hoa.get(&receipt).await.is_ok();
    // She typed it in; she is not its filer.
    assert_eq!(hoa.cookie(cookies::FILER), None);
    let entered_by: Option<i64> = world
        .read(|conn| {
            Ok(submissions::table
                .select(submissions::entered_by)
                .first(conn)?)
        })
        .await;
    assert_eq!(entered_by, Some(world.staff(HOA).await.account_id));
}

#[actix_web::test]
async fn an_unknown_field_or_topic_is_no_form_of_ours() {
    let world = World::new().await;
    let browser = ready(&world, &LAN).await;
    fill(&browser, paths::STORY, &with(&STORY, &[("la", "1")]))
        .await
        .is(400);
    fill(&browser, paths::CHECK, &with(&SEND, &[("nhom", "999999")]))
        .await
        .is(422);
}
