//! Signing in and out, logins as rows, one-time links, one's own account.

use chrono::TimeDelta;
use diesel::prelude::*;
use doithoai::accounts::{activation, logins, paths, queries};
use doithoai::db::schema::{accounts, logins as login_rows};
use doithoai::web::limits::SIGN_INS_A_MINUTE;
use doithoai::web::visit::cookies;

use crate::world::{Answer, Browser, DUNG, HOA, PASSWORD, World};

const OTHER_PASSWORD: &str = "đơn hàng đi Nhật tháng 9";
const WRONG: &str = "lò nung gas 3 khối";

async fn try_in(browser: &Browser<'_>, name: &str, password: &str) -> Answer {
    let fields = [("ten_dang_nhap", name), ("mat_khau", password)];
    browser.post(paths::SIGN_IN, &fields).await
}

/// Whether the browser is anybody.
async fn is_somebody(browser: &Browser<'_>) -> bool {
    let answer = browser.get(paths::ACCOUNT).await;
    assert!(matches!(answer.status.as_u16(), 200 | 401), "{answer:?}");
    answer.status == 200
}

fn later(world: &World, by: TimeDelta) {
    world.app.clock.set(world.now() + by);
}

#[actix_web::test]
async fn whoever_signs_in_goes_to_work() {
    let world = World::new().await;
    world.give_password(HOA).await;
    let hoa = world.stranger();
    hoa.get(paths::SIGN_IN).await.is_ok().shows("Tên đăng nhập");
    try_in(&hoa, " HOA ", PASSWORD)
        .await
        .leads_to(paths::AFTER_SIGN_IN);
    hoa.get(paths::ACCOUNT)
        .await
        .is_ok()
        .shows("Hoa")
        .shows("Sở Công Thương")
        .shows("Chuyên viên");
    hoa.get(paths::SIGN_IN).await.leads_to(paths::AFTER_SIGN_IN);
}

#[actix_web::test]
async fn signing_in_leads_on_within_this_site_only() {
    let world = World::new().await;
    world.give_password(HOA).await;
    for (next, leads_to) in [
        ("/xu-ly/KK24-0001?trang=2", "/xu-ly/KK24-0001?trang=2"),
        ("//evil.example/", "/xu-ly"),
        ("https://evil.example/", "/xu-ly"),
        ("/\\evil.example", "/xu-ly"),
        ("javascript:alert(1)", "/xu-ly"),
    ] {
        let hoa = world.stranger();
        let fields = [
            ("ten_dang_nhap", HOA),
            ("mat_khau", PASSWORD),
            ("tiep", next),
        ];
        let answer = hoa.post(paths::SIGN_IN, &fields).await.is(303);
        assert_eq!(answer.location(), leads_to, "{next}");
        let asked = hoa
            .get(&format!("/dang-nhap?tiep={}", next.replace('\\', "%5C")))
            .await;
        assert_eq!(asked.is(303).location(), leads_to, "{next}");
    }
}

#[actix_web::test]
async fn a_page_that_needs_a_login_is_found_again_after_signing_in() {
    let world = World::new().await;
    let answer = world
        .stranger()
        .get("/tai-khoan?a=b&c=%C4%91")
        .await
        .is(401);
    let link = answer.attributes("main a.btn", "href");
    assert_eq!(
        link,
        ["/dang-nhap?tiep=/tai-khoan%3Fa%3Db%26c%3D%25C4%2591"]
    );
    let asked = world.stranger().get(&link[0]).await.is_ok();
    assert_eq!(
        asked.attributes("input[name=tiep]", "value"),
        ["/tai-khoan?a=b&c=%C4%91"]
    );
}

#[actix_web::test]
async fn whoever_is_refused_learns_nothing() {
    let world = World::new().await;
    world.give_password(HOA).await;
    world.give_password(DUNG).await;
    world.give_password("thu").await;
    let until = world.now() + TimeDelta::minutes(1);
    world
        .write(move |conn| {
            let now = until;
            diesel::update(accounts::table.filter(accounts::sign_in_name.eq(DUNG)))
                .set(accounts::disabled_at.eq(now))
                .execute(conn)?;
            diesel::update(accounts::table.filter(accounts::sign_in_name.eq("thu")))
                .set((
                    accounts::failed_signins.eq(10),
                    accounts::locked_until.eq(until),
                ))
                .execute(conn)?;
            Ok(())
        })
        .await;
    let mut answers = Vec::new();
    for (name, password) in [
        (HOA, WRONG),
        ("nobody", PASSWORD),
        (DUNG, PASSWORD),
        ("van", PASSWORD),
        ("thu", PASSWORD),
        (HOA, ""),
        ("", ""),
    ] {
        let browser = world.stranger();
        let answer = try_in(&browser, name, password).await.is(422);
        assert_eq!(browser.cookie(cookies::STAFF), None);
        assert_eq!(answer.attributes("#ten_dang_nhap", "value"), [name]);
        assert!(answer.attributes("#mat_khau", "value").is_empty());
        answers.push(
            answer
                .body
                .replace(&format!("type=\"text\" value=\"{name}\""), ""),
        );
    }
    assert!(answers[0].contains("Sau 10 lần sai"));
    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:#?}");
}

#[actix_web::test]
async fn after_ten_failures_each_try_waits_twice_as_long() {
    let world = World::new().await;
    world.give_password(HOA).await;
    let hoa = world.stranger();
    for _ in 0..10 {
        try_in(&hoa, HOA, WRONG).await.is(422);
    }
    // The eleventh try is right, and still too early; nor does it make the wait longer.
    try_in(&hoa, HOA, PASSWORD).await.is(422);
    later(&world, TimeDelta::seconds(29));
    try_in(&hoa, HOA, WRONG).await.is(422);
    later(&world, TimeDelta::seconds(1));
    try_in(&hoa, HOA, WRONG).await.is(422);
    later(&world, TimeDelta::seconds(59));
    try_in(&hoa, HOA, PASSWORD).await.is(422);
    later(&world, TimeDelta::seconds(1));
    try_in(&hoa, HOA, PASSWORD).await.leads_to("/xu-ly");
    // Signing in forgets the failures.
    let again = world.stranger();
    for _ in 0..9 {
        try_in(&again, HOA, WRONG).await.is(422);
    }
    try_in(&again, HOA, PASSWORD).await.leads_to("/xu-ly");
}

#[actix_web::test]
async fn an_address_tries_sixty_times_a_minute() {
    let world = World::new().await;
    let browser = world.stranger();
    for _ in 0..SIGN_INS_A_MINUTE {
        let address = std::net::IpAddr::from([127, 0, 0, 1]);
        world.app.limits.sign_in(address).unwrap();
    }
    let answer = try_in(&browser, "hoa", PASSWORD).await.is(429);
    assert!(answer.header("retry-after").parse::<u32>().unwrap() >= 1);
    assert_eq!(
        answer.attributes("input[name=ten_dang_nhap]", "value"),
        ["hoa"]
    );
    assert!(!answer.body.contains(PASSWORD));
}

#[actix_web::test]
async fn signing_out_ends_the_login_and_not_only_the_cookie() {
    let world = World::new().await;
    let hoa = world.sign_in(HOA).await;
    let stolen = world.stranger();
    stolen.set_cookie(cookies::STAFF, &hoa.cookie(cookies::STAFF).unwrap());
    assert!(is_somebody(&stolen).await);
    hoa.post(paths::SIGN_OUT, &[]).await.leads_to("/");
    assert_eq!(hoa.cookie(cookies::STAFF), None);
    assert!(!is_somebody(&stolen).await);
}

#[actix_web::test]
async fn signing_in_again_ends_the_login_before() {
    let world = World::new().await;
    world.give_password(HOA).await;
    let hoa = world.stranger();
    try_in(&hoa, HOA, PASSWORD).await.is(303);
    let former = world.stranger();
    former.set_cookie(cookies::STAFF, &hoa.cookie(cookies::STAFF).unwrap());
    assert!(is_somebody(&former).await);
    try_in(&hoa, HOA, PASSWORD).await.is(303);
    assert!(is_somebody(&hoa).await);
    assert!(!is_somebody(&former).await);
}

#[actix_web::test]
async fn a_disabled_account_is_nobody_at_the_next_request() {
    let world = World::new().await;
    let hoa = world.sign_in(HOA).await;
    assert!(is_somebody(&hoa).await);
    let now = world.now();
    world
        .write(move |conn| {
            diesel::update(accounts::table.filter(accounts::sign_in_name.eq(HOA)))
                .set(accounts::disabled_at.eq(now))
                .execute(conn)?;
            Ok(())
        })
        .await;
    assert!(!is_somebody(&hoa).await);
}

#[actix_web::test]
async fn a_login_ends_after_thirty_idle_minutes() {
    let world = World::new().await;
    let hoa = world.sign_in(HOA).await;
    for _ in 0..3 {
        later(&world, TimeDelta::minutes(30));
        assert!(is_somebody(&hoa).await);
    }
    later(&world, TimeDelta::minutes(30) + TimeDelta::seconds(1));
    assert!(!is_somebody(&hoa).await);
}

#[actix_web::test]
async fn a_login_in_use_ends_after_twelve_hours() {
    let world = World::new().await;
    let hoa = world.sign_in(HOA).await;
    for _ in 0..(12 * 60 / 20 - 1) {
        later(&world, TimeDelta::minutes(20));
        assert!(is_somebody(&hoa).await);
    }
    later(&world, TimeDelta::minutes(20));
    assert!(!is_somebody(&hoa).await);
}

#[actix_web::test]
async fn a_cookie_that_was_changed_is_nobody() {
    let world = World::new().await;
    let hoa = world.sign_in(HOA).await;
    let text = hoa.cookie(cookies::STAFF).unwrap();
    let [token, at, mac] = text.split('.').collect::<Vec<_>>()[..] else {
        panic!("{text}")
    };
    let later = at.parse::<i64>().unwrap() + 3_600;
    for changed in [
        format!("{token}.{later}.{mac}"),
        format!("{token}.{at}.{}", mac.replace(|_| true, "0")),
        format!("{token}.{at}"),
        token.to_owned(),
        format!("{}.{at}.{mac}", "0".repeat(32)),
        String::new(),
    ] {
        let browser = world.stranger();
        browser.set_cookie(cookies::STAFF, &changed);
        assert!(!is_somebody(&browser).await, "{changed}");
    }
}

#[actix_web::test]
async fn a_form_outlives_the_login_it_was_typed_in() {
    let world = World::new().await;
    world.give_password(HOA).await;
    let hoa = world.sign_in(HOA).await;
    let others = own_login(&world, "dung").await;
    let action = format!("/tai-khoan/phien/{others}/ket-thuc");
    later(&world, TimeDelta::minutes(31));

    // The first answer keeps the text and asks for name and password on the same page.
    let asked = hoa
        .post(&action, &[("cau_hoi", "Bao nhiêu m²?")])
        .await
        .is(401);
    assert_eq!(
        asked.attributes("input[name=cau_hoi]", "value"),
        ["Bao nhiêu m²?"]
    );
    assert_eq!(
        asked.attributes("input[name=tiep_tuc]", "value"),
        [action.as_str()]
    );
    assert_eq!(
        asked.attributes("button[formaction]", "formaction"),
        [paths::GO_ON]
    );
    assert_eq!(
        asked.attributes("input[type=password]", "name"),
        ["mat_khau"]
    );

    let fields = |password| {
        [
            ("tiep_tuc", action.as_str()),
            ("cau_hoi", "Bao nhiêu m²?"),
            ("ten_dang_nhap", HOA),
            ("mat_khau", password),
        ]
    };
    let refused = hoa.post(paths::GO_ON, &fields(WRONG)).await.is(422);
    assert_eq!(
        refused.attributes("input[name=cau_hoi]", "value"),
        ["Bao nhiêu m²?"]
    );
    assert_eq!(
        refused.attributes("input[name=tiep_tuc]", "value"),
        [action.as_str()]
    );
    assert!(!refused.body.contains(WRONG));

    let ready = hoa
        .post(paths::GO_ON, &fields(PASSWORD))
        .await
        .is_ok()
        .shows("Gửi tiếp");
    assert_eq!(ready.attributes("main form", "action"), [action.as_str()]);
    assert_eq!(
        ready.attributes("input[name=cau_hoi]", "value"),
        ["Bao nhiêu m²?"]
    );
    assert_eq!(ready.attributes("main form button", "formaction"), [""; 0]);
    assert!(!ready.body.contains(PASSWORD));
    // Its token is good for the new login: the form reaches its handler.
    assert_eq!(
        ready.attributes("main input[name=csrf]", "value"),
        [hoa.csrf()]
    );
    hoa.post(&action, &[]).await.is_not_found();
}

#[actix_web::test]
async fn going_on_leads_nowhere_else() {
    let world = World::new().await;
    world.give_password(HOA).await;
    for action in [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "",
        "xu-ly",
    ] {
        let fields = [
            ("tiep_tuc", action),
            ("ten_dang_nhap", HOA),
            ("mat_khau", PASSWORD),
        ];
        let browser = world.stranger();
        let answer = browser.post(paths::GO_ON, &fields).await.is(400);
        assert!(
            !answer
                .attributes("form", "action")
                .contains(&action.to_owned())
        );
        assert_eq!(browser.cookie(cookies::STAFF), None);
    }
}

/// A login of one of the cast, by its row.
async fn own_login(world: &World, name: &'static str) -> i64 {
    let now = world.now();
    world
        .write(move |conn| {
            let account = queries::by_sign_in_name(conn, name)?.unwrap();
            logins::begin_staff(conn, account.id, now)?;
            Ok(login_rows::table
                .filter(login_rows::account_id.eq(account.id))
                .order(login_rows::id.desc())
                .select(login_rows::id)
                .first(conn)?)
        })
        .await
}

async fn link(world: &World, name: &'static str) -> String {
    let now = world.now();
    let token = world
        .write(move |conn| {
            let account = queries::by_sign_in_name(conn, name)?.unwrap();
            Ok(activation::issue(conn, account.id, now)?)
        })
        .await;
    activation::path(&token)
}

fn twice(password: &str) -> [(&str, &str); 2] {
    [("mat_khau", password), ("mat_khau_nhac_lai", password)]
}

#[actix_web::test]
async fn a_link_sets_the_password_once() {
    let world = World::new().await;
    let link = link(&world, HOA).await;
    let before = world.sign_in(HOA).await;
    let hoa = world.stranger();
    hoa.get(&link)
        .await
        .is_ok()
        .shows("Ít nhất 12 ký tự")
        .shows("hoa");
    for (fields, message) in [
        (twice("ngắn quá ạ"), "ít nhất 12 ký tự"),
        (twice("aaaaaaaaaaaaa"), "lặp đi lặp lại"),
        (twice("hoa lò nung gas"), "chứa tên đăng nhập"),
        (
            [("mat_khau", PASSWORD), ("mat_khau_nhac_lai", WRONG)],
            "không giống nhau",
        ),
    ] {
        let answer = hoa.post(&link, &fields).await.is(422).shows(message);
        assert_eq!(answer.all("#tom-tat-loi a").len(), 1);
        assert!(
            !answer.body.contains(fields[0].1),
            "a password is never shown again"
        );
    }
    hoa.post(&link, &twice(PASSWORD))
        .await
        .leads_to(paths::SIGN_IN);
    hoa.get(paths::SIGN_IN).await.shows("Đã đặt mật khẩu");
    assert!(!is_somebody(&before).await, "logins from before end");
    hoa.get(&link)
        .await
        .is_not_found()
        .shows("không còn dùng được");
    hoa.post(&link, &twice(OTHER_PASSWORD)).await.is_not_found();
    try_in(&hoa, HOA, OTHER_PASSWORD).await.is(422);
    try_in(&hoa, HOA, PASSWORD).await.leads_to("/xu-ly");
}

#[actix_web::test]
async fn a_link_works_for_two_days_and_for_accounts_in_use() {
    let world = World::new().await;
    let stranger = world.stranger();
    let first = link(&world, HOA).await;
    let second = link(&world, HOA).await;
    stranger.get(&first).await.is_not_found();
    stranger.get(&second).await.is_ok();
    later(
        &world,
        TimeDelta::hours(activation::VALID_HOURS) - TimeDelta::seconds(1),
    );
    stranger.get(&second).await.is_ok();
    later(&world, TimeDelta::seconds(1));
    stranger.get(&second).await.is_not_found();
    stranger
        .post(&second, &twice(PASSWORD))
        .await
        .is_not_found();
    stranger.get(&activation::path("0")).await.is_not_found();

    let third = link(&world, HOA).await;
    let now = world.now();
    world
        .write(move |conn| {
            diesel::update(accounts::table.filter(accounts::sign_in_name.eq(HOA)))
                .set(accounts::disabled_at.eq(now))
                .execute(conn)?;
            Ok(())
        })
        .await;
    stranger.get(&third).await.is_not_found();
    stranger.post(&third, &twice(PASSWORD)).await.is_not_found();
}

#[actix_web::test]
async fn people_see_their_own_logins_and_end_them() {
    let world = World::new().await;
    let hoa = world.sign_in(HOA).await;
    let elsewhere = world.sign_in(HOA).await;
    let dungs = own_login(&world, DUNG).await;
    let page = hoa.get(paths::ACCOUNT).await.is_ok();
    let acts = page.attributes("main li form", "action");
    assert_eq!(acts.len(), 2, "{acts:?}");
    assert_eq!(page.all("main .tag"), ["phiên này"]);
    // Newest first: the other one is on top.
    hoa.post(&acts[0], &[]).await.leads_to(paths::ACCOUNT);
    assert!(!is_somebody(&elsewhere).await);
    assert!(is_somebody(&hoa).await);
    hoa.post(&acts[0], &[]).await.is_not_found();
    hoa.post(&format!("/tai-khoan/phien/{dungs}/ket-thuc"), &[])
        .await
        .is_not_found();
    hoa.post("/tai-khoan/phien/x/ket-thuc", &[])
        .await
        .is_not_found();
    hoa.post(&acts[1], &[]).await.leads_to("/");
    assert_eq!(hoa.cookie(cookies::STAFF), None);
}

#[actix_web::test]
async fn changing_the_password_takes_the_old_one_and_ends_other_logins() {
    let world = World::new().await;
    world.give_password(HOA).await;
    let hoa = world.sign_in(HOA).await;
    let elsewhere = world.sign_in(HOA).await;
    let change = |old, new, again| {
        [
            ("mat_khau_cu", old),
            ("mat_khau", new),
            ("mat_khau_nhac_lai", again),
        ]
    };
    for (fields, message) in [
        (
            change(WRONG, OTHER_PASSWORD, OTHER_PASSWORD),
            "đang dùng không đúng",
        ),
        (change(PASSWORD, "ngắn", "ngắn"), "ít nhất 12 ký tự"),
        (
            change(PASSWORD, OTHER_PASSWORD, PASSWORD),
            "không giống nhau",
        ),
    ] {
        hoa.post(paths::CHANGE_PASSWORD, &fields)
            .await
            .is(422)
            .shows(message);
    }
    let fields = change(PASSWORD, OTHER_PASSWORD, OTHER_PASSWORD);
    hoa.post(paths::CHANGE_PASSWORD, &fields)
        .await
        .leads_to(paths::ACCOUNT);
    hoa.get(paths::ACCOUNT).await.shows("Đã đổi mật khẩu");
    assert!(!is_somebody(&elsewhere).await);
    let browser = world.stranger();
    try_in(&browser, HOA, PASSWORD).await.is(422);
    try_in(&browser, HOA, OTHER_PASSWORD)
        .await
        .leads_to("/xu-ly");
}

#[actix_web::test]
async fn guessing_the_old_password_waits_like_signing_in() {
    let world = World::new().await;
    world.give_password(HOA).await;
    let hoa = world.sign_in(HOA).await;
    let change = |old| {
        [
            ("mat_khau_cu", old),
            ("mat_khau", OTHER_PASSWORD),
            ("mat_khau_nhac_lai", OTHER_PASSWORD),
        ]
    };
    for _ in 0..10 {
        hoa.post(paths::CHANGE_PASSWORD, &change(WRONG))
            .await
            .is(422);
    }
    hoa.post(paths::CHANGE_PASSWORD, &change(PASSWORD))
        .await
        .is(422);
    later(&world, TimeDelta::seconds(30));
    hoa.post(paths::CHANGE_PASSWORD, &change(PASSWORD))
        .await
        .is(303);
}

#[actix_web::test]
async fn every_page_speaks_english_too() {
    let world = World::new().await;
    let link = link(&world, HOA).await;
    let hoa = world.sign_in(HOA).await;
    world
        .stranger()
        .get("/dang-nhap?lang=en")
        .await
        .shows("Sign-in name");
    world
        .stranger()
        .get(&format!("{link}?lang=en"))
        .await
        .shows("At least 12 characters");
    world
        .stranger()
        .get("/kich-hoat/0?lang=en")
        .await
        .shows("This link no longer works");
    hoa.get("/tai-khoan?lang=en")
        .await
        .shows("Open logins")
        .shows("Department of Industry");
}
