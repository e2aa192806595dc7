//! What holds on every route: headers, methods, forms, errors that keep what was typed.

use std::time::Duration;

use actix_web::http::Method;
use actix_web::http::header::HeaderMap;
use actix_web::{Responder, test};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use doithoai::accounts::{logins, passwords, paths, queries};
use doithoai::db::{DatabaseUrl, DbConnection};
use doithoai::difficulties::Status;
use doithoai::difficulties::actions::ActError;
use doithoai::web::forms::BODY_AT_MOST;
use doithoai::web::visit::cookies;
use doithoai::web::{Access, statics};

use crate::addresses::{admitted, all};
use crate::world::{ADMINISTRATOR, CHAIR, DUNG, HOA, SON, THU, VAN, World};

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
const TYPED: &str = "Gốm & sứ <b>";

fn has_headers(headers: &HeaderMap, of: &str) {
    let value = |name: &str| {
        headers
            .get(name)
            .map(|value| value.to_str().unwrap().to_owned())
    };
    let policy = value("content-security-policy").unwrap_or_default();
    for part in [
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ] {
        assert!(policy.contains(part), "{of}: {policy}");
    }
    assert!(!policy.contains("unsafe"), "{of}: {policy}");
    for (name, expected) in [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(value(name).as_deref(), Some(expected), "{of}: {name}");
    }
    // The address of a draft's link is a secret, and is told to nobody at all.
    let referrer = if of.contains("/gui-kho-khan/nhap/") {
        "no-referrer, strict-origin"
    } else {
        "same-origin"
    };
    assert_eq!(value("referrer-policy").as_deref(), Some(referrer), "{of}");
    assert!(value("permissions-policy").is_some(), "{of}");
    assert!(value("cache-control").is_some(), "{of}");
    assert_eq!(value("server"), None, "{of}");
}

#[actix_web::test]
async fn every_answer_carries_the_safety_headers() {
    let world = World::new().await;
    let item = world.difficulty().published().create().await;
    for address in all(&Method::GET, &item.reference) {
        let browser = admitted(&world, address.access).await;
        let answer = browser.get(&address.concrete).await;
        has_headers(
            &answer.headers,
            &format!("{} {}", answer.status, address.path),
        );
        if answer.header("content-type").starts_with("text/html") {
            assert_eq!(
                answer.header("cache-control"),
                "no-store",
                "{}",
                address.path
            );
        }
    }
    let stranger = world.stranger();
    for (answer, status) in [
        (stranger.get("/khong-co").await, 404),
        (stranger.get("/static/0123456789ab/app.css").await, 404),
        (stranger.get(paths::ACCOUNT).await, 401),
        (stranger.get("/dang-nhap?q=%00").await, 400),
        (stranger.post_body(paths::SIGN_IN, "").await, 403),
        (stranger.post(paths::ACCOUNT, &[]).await, 405),
        (stranger.post(paths::SIGN_OUT, &[]).await, 303),
    ] {
        let answer = answer.is(status);
        has_headers(&answer.headers, &status.to_string());
    }
}

#[actix_web::test]
async fn cookies_are_for_this_site_and_no_script() {
    let world = World::new().await;
    let request = test::TestRequest::get().uri("/dang-nhap?lang=en");
    let answer = world.stranger().send(request).await.is_ok();
    let set: Vec<_> = answer
        .headers
        .get_all("set-cookie")
        .map(|value| value.to_str().unwrap())
        .collect();
    assert_eq!(set.len(), 2, "{set:?}");
    for cookie in set {
        assert!(
            cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"),
            "{cookie}"
        );
        assert!(
            cookie.contains("Path=/") && !cookie.contains("Domain"),
            "{cookie}"
        );
        assert!(!cookie.contains("Secure"), "{cookie}");
    }
}

#[actix_web::test]
async fn over_https_cookies_are_secure_and_stay_so() {
    let world = World::tuned(Duration::from_secs(5), |app| {
        app.settings.public_url = Some("https://doithoai.example.vn".into());
    })
    .await;
    let answer = world.stranger().get("/dang-nhap").await.is_ok();
    assert!(answer.header("set-cookie").contains("Secure"));
    assert!(
        answer
            .header("strict-transport-security")
            .contains("max-age=")
    );
    // Browsers name the public address as the origin of a form.
    let request = |origin: &'static str| {
        let body = format!("csrf={}", world.stranger().csrf());
        test::TestRequest::post()
            .uri(paths::SIGN_OUT)
            .insert_header(FORM)
            .insert_header(("origin", origin))
            .cookie(actix_web::cookie::Cookie::new(
                cookies::VISITOR,
                "0123456789abcdef".repeat(2),
            ))
            .set_payload(body)
    };
    world
        .stranger()
        .send(request("https://doithoai.example.vn"))
        .await
        .is(303);
    world
        .stranger()
        .send(request("https://doithoai.example.vn.evil.example"))
        .await
        .is(403);
}

#[actix_web::test]
async fn pages_hold_neither_script_nor_style_of_their_own() {
    let world = World::new().await;
    let item = world.difficulty().published().create().await;
    for address in all(&Method::GET, &item.reference) {
        let browser = admitted(&world, address.access).await;
        let answer = browser.get(&address.concrete).await;
        if !answer.header("content-type").starts_with("text/html") {
            continue;
        }
        assert!(answer.all("style").is_empty(), "{}", address.path);
        assert!(
            answer.attributes("[style]", "style").is_empty(),
            "{}",
            address.path
        );
        assert!(
            answer.all("script:not([src])").is_empty(),
            "{}",
            address.path
        );
        let forms = answer.all("form[method=post]").len();
        let tokens = answer
            .attributes("form[method=post] input[name=csrf]", "value")
            .len();
        assert_eq!(tokens, forms, "{}: a form without its token", address.path);
        for handler in ["onclick", "onload", "onsubmit", "onchange"] {
            assert!(
                answer
                    .attributes(&format!("[{handler}]"), handler)
                    .is_empty(),
                "{}",
                address.path
            );
        }
        for source in answer.attributes("script, img", "src") {
            assert!(
                source.starts_with('/') || source.starts_with("data:"),
                "{}: {source}",
                address.path
            );
        }
    }
}

#[actix_web::test]
async fn pages_name_themselves_in_both_languages() {
    let world = World::new().await;
    let browser = world.stranger();
    let page = browser.get("/dang-nhap?tiep=/xu-ly").await.is_ok();
    assert_eq!(page.attributes("html", "lang"), ["vi"]);
    assert_eq!(page.attributes("link[hreflang]", "hreflang"), ["vi", "en"]);
    let alternates = page.attributes("link[hreflang]", "href");
    assert!(
        alternates[1].ends_with("/dang-nhap?lang=en&tiep=/xu-ly"),
        "{alternates:?}"
    );
    // Chosen once, remembered.
    let switch = page.attributes("header a[hreflang]", "href");
    let english = browser.get(&switch[0]).await.is_ok();
    assert_eq!(english.attributes("html", "lang"), ["en"]);
    assert_eq!(browser.cookie(cookies::LANG).as_deref(), Some("en"));
    let still = browser.get("/dang-nhap").await;
    assert_eq!(still.attributes("html", "lang"), ["en"]);
    let back = browser.get("/dang-nhap?lang=vi").await;
    assert_eq!(back.attributes("html", "lang"), ["vi"]);
    assert_eq!(browser.cookie(cookies::LANG).as_deref(), Some("vi"));
    browser.get("/dang-nhap?lang=xx").await.is_ok();
    assert_eq!(browser.cookie(cookies::LANG).as_deref(), Some("vi"));
}

#[actix_web::test]
async fn files_have_addresses_that_never_go_stale() {
    let world = World::new().await;
    for (name, kind) in [
        ("app.css", "text/css; charset=utf-8"),
        ("app.js", "text/javascript; charset=utf-8"),
        ("icon.svg", "image/svg+xml"),
    ] {
        let answer = world.stranger().get(statics::address(name)).await.is_ok();
        assert_eq!(answer.header("content-type"), kind);
        assert_eq!(
            answer.header("cache-control"),
            "public, max-age=31536000, immutable"
        );
        world
            .stranger()
            .get(&format!("/static/0123456789ab/{name}"))
            .await
            .is_not_found();
    }
    for other in [
        "/static/",
        "/static/x/..%2FCargo.toml",
        "/static/x/%2e%2e/app.css",
    ] {
        world.stranger().get(other).await.is_not_found();
    }
}

#[actix_web::test]
async fn an_unknown_address_is_not_found_and_a_known_one_names_its_methods() {
    let world = World::new().await;
    let stranger = world.stranger();
    stranger
        .get("/khong-co-trang-nay")
        .await
        .is_not_found()
        .shows("Không có trang này");
    stranger
        .post("/khong-co-trang-nay", &[])
        .await
        .is_not_found();
    let entries = doithoai::app::routes();
    let has = |path: &str, method: &Method| {
        entries
            .entries()
            .iter()
            .any(|entry| entry.path == path && entry.method == *method)
    };
    let of = |method| all(&method, "KK24-0001");
    for address in of(Method::GET).into_iter().chain(of(Method::POST)) {
        let expected = match (
            has(address.path, &Method::GET),
            has(address.path, &Method::POST),
        ) {
            (true, true) => "GET, HEAD, POST",
            (true, false) => "GET, HEAD",
            _ => "POST",
        };
        for method in [
            Method::GET,
            Method::POST,
            Method::PUT,
            Method::DELETE,
            Method::PATCH,
        ] {
            if has(address.path, &method) {
                continue;
            }
            let request = test::TestRequest::default()
                .method(method.clone())
                .uri(&address.concrete);
            let answer = stranger.send(request).await;
            assert_eq!(answer.status, 405, "{method} {}", address.path);
            assert_eq!(
                answer.header("allow"),
                expected,
                "{method} {}",
                address.path
            );
        }
    }
}

#[actix_web::test]
async fn a_form_without_its_token_does_nothing_and_keeps_its_text() {
    let world = World::new().await;
    let item = world.difficulty().create().await;
    for address in all(&Method::POST, &item.reference) {
        let browser = admitted(&world, address.access).await;
        let other = world.sign_in(THU).await.csrf();
        for csrf in ["", "0", &"0".repeat(32), &other] {
            let body = serde_html_form::to_string([("tom_tat", TYPED), ("csrf", csrf)]).unwrap();
            let answer = browser.post_body(&address.concrete, body).await;
            assert_eq!(answer.status, 403, "{}", address.path);
            let kept = answer.attributes("main form [name=tom_tat]", "value");
            assert_eq!(kept, [TYPED], "{}", address.path);
            let action = answer.attributes("main form", "action");
            assert_eq!(action, [address.concrete.as_str()], "{}", address.path);
        }
    }
    let reloaded = world.reload(&item).await;
    assert_eq!(reloaded, item);
}

#[actix_web::test]
async fn the_page_of_a_refused_form_can_send_it_again() {
    let world = World::new().await;
    let stranger = world.stranger();
    stranger.get("/dang-nhap").await.is_ok();
    let refused = stranger.post_body(paths::SIGN_OUT, "csrf=0").await.is(403);
    let csrf = refused.attributes("main form input[name=csrf]", "value");
    stranger
        .post_body(paths::SIGN_OUT, format!("csrf={}", csrf[0]))
        .await
        .is(303);
}

#[actix_web::test]
async fn what_another_site_sends_is_refused_whatever_it_carries() {
    let world = World::new().await;
    let item = world.difficulty().create().await;
    let refused = [
        ("origin", "https://evil.example"),
        ("origin", "null"),
        ("origin", "http://localhost:8080.evil.example"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
    ];
    for address in all(&Method::POST, &item.reference) {
        let browser = admitted(&world, address.access).await;
        for header in refused {
            let csrf = browser.csrf();
            let fields = [("ten_dang_nhap", TYPED), ("csrf", csrf.as_str())];
            let request = test::TestRequest::post()
                .uri(&address.concrete)
                .insert_header(FORM)
                .insert_header(header)
                .set_payload(serde_html_form::to_string(fields).unwrap());
            let answer = browser.send(request).await;
            assert_eq!(answer.status, 403, "{} {header:?}", address.path);
            // The text is there to be copied, and no button does what the other site wanted.
            let answer = answer.shows(TYPED);
            assert!(answer.all("main form").is_empty(), "{}", address.path);
        }
    }
    let browser = world.stranger();
    for header in [
        ("origin", "http://localhost:8080"),
        ("sec-fetch-site", "same-origin"),
        ("sec-fetch-site", "none"),
    ] {
        let body = format!("csrf={}", browser.csrf());
        let request = test::TestRequest::post()
            .uri(paths::SIGN_OUT)
            .insert_header(FORM)
            .insert_header(("host", "localhost:8080"))
            .insert_header(header)
            .set_payload(body);
        assert_eq!(browser.send(request).await.status, 303, "{header:?}");
    }
}

#[actix_web::test]
async fn a_proxy_nobody_set_up_is_not_believed() {
    let world = World::new().await;
    let browser = world.stranger();
    let request = test::TestRequest::post()
        .uri(paths::SIGN_OUT)
        .insert_header(FORM)
        .insert_header(("host", "doithoai.example.vn"))
        .insert_header(("x-forwarded-host", "evil.example"))
        .insert_header(("origin", "https://evil.example"))
        .set_payload(format!("csrf={}", browser.csrf()));
    browser.send(request).await.is(403);
    let request = test::TestRequest::get()
        .uri("/dang-nhap")
        .insert_header(("host", "doithoai.example.vn"))
        .insert_header(("x-forwarded-host", "evil.example"));
    browser.send(request).await.is_ok().hides("evil.example");
}

#[actix_web::test]
async fn what_is_no_text_is_refused_and_the_rest_is_kept() {
    let world = World::new().await;
    let item = world.difficulty().create().await;
    let text = "tom_tat=G%E1%BB%91m";
    for address in all(&Method::POST, &item.reference) {
        let browser = world.stranger();
        let csrf = browser.csrf();
        for (fault, says) in [
            ("a=x%00y", "ký tự điều khiển"),
            ("a=%07", "ký tự điều khiển"),
            ("a=%C2%85", "ký tự điều khiển"),
            ("a%00=x", "ký tự điều khiển"),
            ("a=%FF", "không phải UTF-8"),
            ("a=\u{1}", "ký tự điều khiển"),
            ("a=%ED%A0%80", "không phải UTF-8"),
            ("a=%ZZ", "không phải UTF-8"),
            ("a=%4", "không phải UTF-8"),
            ("%E1%BB=x", "không phải UTF-8"),
        ] {
            let body = format!("{text}&{fault}&csrf={csrf}");
            let answer = browser.post_body(&address.concrete, body).await;
            assert_eq!(answer.status, 400, "{} {fault}", address.path);
            let answer = answer.shows(says);
            let kept = answer.attributes("main form [name=tom_tat]", "value");
            assert_eq!(kept, ["Gốm"], "{} {fault}", address.path);
        }
    }
    let browser = world.stranger();
    let body = format!("tom_tat=m%E1%BB%99t%ZZhai%00&csrf={}", browser.csrf());
    let answer = browser.post_body(paths::SIGN_IN, body).await.is(400);
    let kept = answer.attributes("main form [name=tom_tat]", "value");
    assert_eq!(kept, ["một%ZZhai"], "nothing that can be read is lost");
}

#[actix_web::test]
async fn bytes_that_are_no_text_are_refused() {
    let world = World::new().await;
    let browser = world.stranger();
    let mut body = format!("csrf={}&tom_tat=", browser.csrf()).into_bytes();
    body.extend_from_slice(b"\xC3\x28\x00");
    browser.post_body(paths::SIGN_IN, body).await.is(400);
}

#[actix_web::test]
async fn addresses_are_read_as_strictly_as_forms() {
    let world = World::new().await;
    let browser = world.stranger();
    for bad in [
        "/dang-nhap?q=%00",
        "/dang-nhap?%FF",
        "/dang-nhap?q=%ZZ",
        "/kich-hoat/%00",
        "/kich-hoat/%C3%28",
    ] {
        let answer = browser.get(bad).await;
        assert_eq!(answer.status, 400, "{bad}");
    }
    browser
        .get("/dang-nhap?q=g%E1%BB%91m+s%E1%BB%A9")
        .await
        .is_ok();
}

#[actix_web::test]
async fn unknown_fields_are_refused_and_the_text_is_kept() {
    let world = World::new().await;
    let item = world.difficulty().create().await;
    for address in all(&Method::POST, &item.reference) {
        // Any form can be interrupted by a lost login, so here any field is known.
        if address.path == paths::GO_ON {
            continue;
        }
        let browser = admitted(&world, address.access).await;
        let answer = browser
            .post(&address.concrete, &[("o_la_hoac", TYPED)])
            .await;
        assert_eq!(answer.status, 400, "{}", address.path);
        let kept = answer.attributes("main form [name=o_la_hoac]", "value");
        assert_eq!(kept, [TYPED], "{}", address.path);
    }
    assert_eq!(world.reload(&item).await, item);
}

#[actix_web::test]
async fn a_form_of_another_kind_is_refused() {
    let world = World::new().await;
    for kind in [
        "application/json",
        "text/plain",
        "multipart/form-data; boundary=x",
    ] {
        let browser = world.stranger();
        let request = test::TestRequest::post()
            .uri(paths::SIGN_OUT)
            .insert_header(("content-type", kind))
            .set_payload(format!("csrf={}", browser.csrf()));
        browser
            .send(request)
            .await
            .is(400)
            .shows("không phải từ biểu mẫu");
    }
}

#[actix_web::test]
async fn a_form_that_is_too_large_keeps_its_text() {
    let world = World::new().await;
    let item = world.difficulty().create().await;
    let long = "a".repeat(BODY_AT_MOST);
    for address in all(&Method::POST, &item.reference) {
        let browser = admitted(&world, address.access).await;
        let csrf = browser.csrf();
        let fields = [("tom_tat", TYPED), ("dai", &long), ("csrf", &csrf)];
        let answer = browser
            .post_body(
                &address.concrete,
                serde_html_form::to_string(fields).unwrap(),
            )
            .await;
        assert_eq!(answer.status, 413, "{}", address.path);
        let kept = answer.attributes("main form [name=tom_tat]", "value");
        assert_eq!(kept, [TYPED], "{}", address.path);
        assert!(answer.body.contains(&long), "{}", address.path);
    }
}

#[actix_web::test]
async fn the_largest_form_is_taken() {
    let world = World::new().await;
    let browser = world.stranger();
    let frame = format!("csrf={}&mat_khau=", browser.csrf());
    let body = format!("{frame}{}", "a".repeat(BODY_AT_MOST - frame.len()));
    browser
        .post_body(paths::SIGN_IN, body.clone())
        .await
        .is(422);
    browser.post_body(paths::SIGN_IN, body + "a").await.is(413);
}

async fn broken() -> impl Responder {
    let nothing: Option<&str> = None;
    nothing.unwrap()
}

#[actix_web::test]
async fn a_handler_that_panics_answers_with_a_page_and_the_text() {
    let world = World::new().await;
    let app = world.app.clone();
    let service = test::init_service(
        actix_web::App::new()
            .app_data(app.clone())
            .wrap(actix_web::middleware::from_fn(doithoai::web::shell::shell))
            .configure(|config| {
                doithoai::app::routes()
                    .get("/hong", Access::Anyone, broken)
                    .post("/hong", Access::Anyone, broken)
                    .configure(config);
            }),
    )
    .await;
    let request = test::TestRequest::get().uri("/hong").to_request();
    let answer = test::call_service(&service, request).await;
    assert_eq!(answer.status(), 500);
    has_headers(answer.headers(), "a panic");
    let visitor = "0123456789abcdef".repeat(2);
    let body = format!(
        "tom_tat=G%E1%BB%91m&csrf={}",
        app.secret.csrf_token(&visitor)
    );
    let request = test::TestRequest::post()
        .uri("/hong")
        .insert_header(FORM)
        .cookie(actix_web::cookie::Cookie::new(cookies::VISITOR, visitor))
        .set_payload(body)
        .to_request();
    let answer = test::call_service(&service, request).await;
    assert_eq!(answer.status(), 500);
    let page = String::from_utf8(test::read_body(answer).await.to_vec()).unwrap();
    assert!(
        page.contains("Hệ thống gặp lỗi") && page.contains("value=\"Gốm\""),
        "{page}"
    );
    let request = test::TestRequest::get().uri("/healthz").to_request();
    assert_eq!(test::call_service(&service, request).await.status(), 200);
}

/// Holds the lock every write needs, until dropped.
fn lock(url: &DatabaseUrl) -> DbConnection {
    match url {
        DatabaseUrl::Sqlite(path) => {
            let mut conn = SqliteConnection::establish(path).unwrap();
            conn.batch_execute("BEGIN EXCLUSIVE").unwrap();
            DbConnection::Sqlite(conn)
        }
        DatabaseUrl::Postgres(url) => {
            let mut conn = PgConnection::establish(url).unwrap();
            conn.batch_execute("SELECT pg_advisory_lock(4848012)")
                .unwrap();
            DbConnection::Postgres(conn)
        }
    }
}

#[actix_web::test]
async fn while_the_database_is_locked_nothing_is_saved_and_pages_are_read() {
    let world = World::tuned(Duration::from_millis(50), |_| {}).await;
    let item = world.difficulty().published().create().await;
    let browser = world.stranger();
    let fields = [("ten_dang_nhap", HOA), ("mat_khau", "mật khẩu sai")];
    let held = lock(&world.database.url);
    let answer = browser.post(paths::SIGN_IN, &fields).await.is(503);
    let answer = answer.shows("Chưa có gì được lưu");
    assert!(!answer.header("retry-after").is_empty());
    assert_eq!(
        answer.attributes("main form [name=ten_dang_nhap]", "value"),
        [HOA]
    );
    browser.get(paths::SIGN_IN).await.is_ok();
    browser.get("/readyz").await.is_ok();
    assert_eq!(world.reload(&item).await, item);
    drop(held);
    browser.post(paths::SIGN_IN, &fields).await.is(422);
}

#[actix_web::test]
async fn when_the_disk_is_full_nothing_is_saved_and_pages_are_read() {
    const PASSWORD: &str = "lò nung gas 4 khối";
    let world = World::new().await;
    if !world.database.is_sqlite() {
        return;
    }
    let phc = passwords::hash(PASSWORD).unwrap();
    let now = world.now();
    let account_id = world
        .write(move |conn| {
            let account = queries::by_sign_in_name(conn, HOA)?.unwrap();
            queries::set_password_hash(conn, account.id, &phc)?;
            Ok(account.id)
        })
        .await;
    let hoa = world.sign_in(HOA).await;
    // No page more than there are; what is left on the last ones goes first.
    let shut = |conn: &mut DbConnection| conn.batch_execute("PRAGMA max_page_count=1");
    let fill = move |conn: &mut DbConnection| {
        shut(conn)?;
        Ok::<_, ActError>(logins::begin_staff(conn, account_id, now)?)
    };
    while world.app.db.write(fill).await.is_ok() {}
    world.write(move |conn| Ok(shut(conn)?)).await;
    let stranger = world.stranger();
    let fields = [("ten_dang_nhap", HOA), ("mat_khau", PASSWORD)];
    let answer = stranger.post(paths::SIGN_IN, &fields).await.is(503);
    answer.shows("Chưa có gì được lưu");
    assert_eq!(stranger.cookie(cookies::STAFF), None);
    hoa.get(paths::ACCOUNT).await.is_ok();
    hoa.get("/readyz").await.is_ok();
}

/// Something that changes whenever a row of the database does.
fn fingerprint(watcher: &mut DbConnection) -> String {
    #[derive(QueryableByName)]
    struct Text {
        #[diesel(sql_type = diesel::sql_types::Text)]
        value: String,
    }
    let one = |conn: &mut DbConnection, query: &str| {
        let query = diesel::sql_query(query.to_owned());
        let rows: Vec<Text> = match conn {
            DbConnection::Sqlite(sqlite) => query.load(sqlite).unwrap(),
            DbConnection::Postgres(postgres) => query.load(postgres).unwrap(),
        };
        rows.into_iter().map(|row| row.value).collect::<Vec<_>>()
    };
    match watcher {
        DbConnection::Sqlite(_) => {
            one(watcher, "SELECT CAST(data_version AS TEXT) AS value FROM pragma_data_version").join("")
        }
        DbConnection::Postgres(_) => one(
            watcher,
            "SELECT table_name::text AS value FROM information_schema.tables \
             WHERE table_schema = 'public' ORDER BY 1",
        )
        .iter()
        .map(|table| {
            let query = format!(
                "SELECT coalesce(md5(string_agg(t.xmin::text || t::text, ',' ORDER BY t::text)), '') \
                 AS value FROM {table} t"
            );
            one(watcher, &query).join("")
        })
        .collect(),
    }
}

#[actix_web::test]
async fn pages_that_only_read_never_write() {
    let world = World::new().await;
    let published = world.difficulty().published().create().await;
    let unpublished = world
        .difficulty()
        .standing(Status::InProgress)
        .create()
        .await;
    let mut browsers = vec![world.stranger(), world.filer_of(&unpublished).await];
    for name in [HOA, SON, DUNG, THU, VAN, CHAIR, ADMINISTRATOR] {
        browsers.push(world.sign_in(name).await);
    }
    // Old enough that cookies are renewed on the way.
    world.set_time("2024-06-28T09:20");
    let mut watcher = match &world.database.url {
        DatabaseUrl::Sqlite(path) => {
            DbConnection::Sqlite(SqliteConnection::establish(path).unwrap())
        }
        DatabaseUrl::Postgres(url) => DbConnection::Postgres(PgConnection::establish(url).unwrap()),
    };
    let before = fingerprint(&mut watcher);
    for browser in &browsers {
        for item in [&published, &unpublished] {
            for address in all(&Method::GET, &item.reference) {
                let answer = browser.get(&address.concrete).await;
                assert!(
                    answer.status.as_u16() < 500,
                    "{} {}",
                    answer.status,
                    address.path
                );
                assert_eq!(
                    fingerprint(&mut watcher),
                    before,
                    "GET {} wrote",
                    address.path
                );
            }
        }
    }
    // The fingerprint does notice writing.
    world.sign_in(HOA).await;
    assert_ne!(fingerprint(&mut watcher), before);
}

#[actix_web::test]
async fn a_flash_is_shown_once() {
    let world = World::new().await;
    let hoa = world.sign_in(HOA).await;
    hoa.post(paths::SIGN_OUT, &[]).await.leads_to("/");
    hoa.get(paths::SIGN_IN).await.is_ok().shows("Đã đăng xuất.");
    hoa.get(paths::SIGN_IN).await.is_ok().hides("Đã đăng xuất.");
    let forger = world.stranger();
    forger.set_cookie(cookies::FLASH, "<script>alert(1)</script>");
    forger.get(paths::SIGN_IN).await.is_ok().hides("alert(1)");
}

#[actix_web::test]
async fn two_routes_never_fight_for_an_address() {
    let shape = |path: &str| {
        path.split('/')
            .map(|part| if part.starts_with('{') { "{}" } else { part })
            .collect::<Vec<_>>()
            .join("/")
    };
    let routes = doithoai::app::routes();
    let mut seen: Vec<(String, &str)> = Vec::new();
    for entry in routes.entries() {
        let shape = shape(entry.path);
        for (other, path) in &seen {
            // One path is one resource; two spellings of it would hide one another's methods.
            assert!(
                *other != shape || *path == entry.path,
                "{path} and {}",
                entry.path
            );
        }
        seen.push((shape, entry.path));
    }
    let mut pairs: Vec<_> = routes
        .entries()
        .iter()
        .map(|entry| (entry.path, entry.method.to_string()))
        .collect();
    let count = pairs.len();
    pairs.sort();
    pairs.dedup();
    assert_eq!(pairs.len(), count, "a route is mounted twice");
}
