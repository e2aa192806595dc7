//! Looking up and following what one filed.

use std::io;
use std::sync::{Arc, Mutex};

use chrono::NaiveDate;
use diesel::prelude::*;
use doithoai::db::schema::{events, logins, submissions};
use doithoai::difficulties::actions::{Act, NewCommitment, Split};
use doithoai::difficulties::passages::{Aside, Ask, Fate, Passage, Span};
use doithoai::difficulties::tracking::paths;
use doithoai::difficulties::{Action, Difficulty, Priority, Status, queries};
use doithoai::submissions::LookupCode;
use doithoai::submissions::actions::lookup_code;
use doithoai::web::visit::cookies;

use crate::world::{
    ADMINISTRATOR, AGRICULTURE, Answer, Browser, CHAIR, DUNG, HOA, LAN, MINH, SON, THU, TRADE, VAN,
    World, draft,
};

const TITLE: &str = "Phải dời lò gas";
const BODY: &str = "Xưởng ở giữa xóm";
const QUESTION: &str = "Cơ sở cần thuê bao nhiêu mét vuông?";
const REASON: &str = "Cụm giai đoạn 2 vẫn chưa có điện ba pha.";

async fn code_of(world: &World, difficulty: &Difficulty) -> String {
    let submission = difficulty.submission_id;
    let token: String = world
        .read(move |conn| {
            Ok(submissions::table
                .find(submission)
                .select(submissions::form_token)
                .first(conn)?)
        })
        .await;
    lookup_code(&world.app.secret, "", &token).to_string()
}

async fn look_up(browser: &Browser<'_>, code: &str, contact: &str) -> Answer {
    let fields = [("ma_bi_mat", code), ("lien_he", contact)];
    browser.post(paths::LOOK_UP, &fields).await
}

fn version(difficulty: &Difficulty) -> String {
    difficulty.version.to_string()
}

async fn judge(browser: &Browser<'_>, difficulty: &Difficulty, fields: &[(&str, &str)]) -> Answer {
    let version = version(difficulty);
    let mut all = vec![("phien_ban", version.as_str())];
    all.extend_from_slice(fields);
    let address = paths::of(paths::JUDGE, &difficulty.reference);
    browser.post(&address, &all).await
}

async fn object(browser: &Browser<'_>, difficulty: &Difficulty, reason: &str) -> Answer {
    let fields = [("ket_qua", "chua-giai-quyet"), ("ly_do_chua", reason)];
    judge(browser, difficulty, &fields).await
}

async fn answer_again(world: &World, difficulty: &Difficulty) -> Difficulty {
    let response_id = draft(world, difficulty, HOA).await;
    let submit = Act::SubmitForApproval { response_id };
    let difficulty = world.act(HOA, difficulty, submit).await.unwrap();
    let approve = Act::Approve {
        document_number: "15/SCT-QLCN".into(),
        document_on: None,
    };
    world.act(SON, &difficulty, approve).await.unwrap()
}

#[actix_web::test]
async fn the_boxes_are_there_in_both_languages_and_for_head() {
    let world = World::new().await;
    let stranger = world.stranger();
    stranger
        .get(paths::LOOK_UP)
        .await
        .is_ok()
        .shows("Mã bí mật");
    let english = stranger.get("/tra-cuu?lang=en").await.is_ok();
    english.shows("Secret code");
    stranger.head(paths::LOOK_UP).await.is_ok();
}

#[actix_web::test]
async fn a_code_alone_shows_status_agency_and_dates_and_nothing_else() {
    let world = World::new().await;
    let difficulty = world.difficulty().assigned_to(TRADE).create().await;
    let code = code_of(&world, &difficulty).await;
    let browser = world.stranger();
    for typed in [code.clone(), code.to_lowercase(), code.replace('-', " ")] {
        look_up(&browser, &typed, "")
            .await
            .is_ok()
            .shows("KK24-0001")
            .shows("Đã tiếp nhận, đã giao Sở Công Thương")
            .shows("12/07/2024")
            .hides(TITLE)
            .hides(BODY)
            .hides("Cho thuê 300")
            .hides(LAN.name)
            .hides("0912")
            .hides("Bát Tràng");
    }
    assert_eq!(browser.cookie(cookies::FILER), None);
    let unread = paths::file(&difficulty.reference);
    browser.get(&unread).await.is_not_found();
}

#[actix_web::test]
async fn a_code_with_the_phone_opens_the_file() {
    let world = World::new().await;
    let difficulty = world.difficulty().create().await;
    let code = code_of(&world, &difficulty).await;
    for phone in ["0912000111", "+84 912 000 111", "0912.000.111"] {
        let browser = world.stranger();
        let answer = look_up(&browser, &code, phone).await.is(303);
        assert_eq!(answer.location(), "/ho-so/KK24-0001");
        browser
            .get(&answer.location())
            .await
            .is_ok()
            .shows(TITLE)
            .shows(BODY)
            .shows(LAN.name)
            .shows("Chờ tiếp nhận")
            .shows("Bạn đã gửi")
            .hides("0912 000 111");
    }
}

#[actix_web::test]
async fn a_letter_of_several_asks_opens_the_list_of_its_files() {
    let world = World::new().await;
    let first = world
        .difficulty()
        .titled(TITLE)
        .telling("Phải dời lò gas. Ngân hàng đòi tài sản bảo đảm.")
        .asking("Cho vay tín chấp. Trân trọng cảm ơn.")
        .file()
        .await
        .difficulty;
    let ask = |topic: usize, title: &str| {
        Fate::Asks(Ask {
            topic_group_id: world.topics[topic].id,
            title: title.into(),
        })
    };
    let passage = |from, to, fate| Passage {
        span: Span { from, to },
        fate,
    };
    let accept = Act::Accept {
        priority: Priority::Normal,
        split: Split::Marked(vec![
            passage(0, 16, ask(0, TITLE)),
            passage(17, 47, ask(1, "Cần vay vốn xây lò điện")),
            passage(49, 66, Fate::With(1)),
            passage(67, 85, Fate::Aside(Aside::Greeting)),
        ]),
        note: "Hai việc, hai nhóm.".into(),
    };
    world.act(THU, &first, accept).await.unwrap();
    let code = code_of(&world, &first).await;
    let browser = world.stranger();
    look_up(&browser, &code, "")
        .await
        .is_ok()
        .shows("KK24-0001")
        .shows("KK24-0002")
        .hides("vay vốn");
    let answer = look_up(&browser, &code, LAN.phone).await.is(303);
    assert_eq!(answer.location(), paths::LOOK_UP);
    browser
        .get(paths::LOOK_UP)
        .await
        .is_ok()
        .shows("KK24-0001")
        .shows("Cần vay vốn xây lò điện");
    browser
        .get("/ho-so/KK24-0002")
        .await
        .is_ok()
        .shows("Cảm ơn bạn. Thư của bạn nêu 2 việc")
        .shows("Ngân hàng đòi tài sản bảo đảm.")
        .shows("Lời chào, lời cảm ơn: Trân trọng cảm ơn.")
        .hides("Hai việc, hai nhóm.")
        .shows(TITLE);
    // One thank-you, and each passage with where it stands.
    let page = browser.get("/ho-so/KK24-0001").await.is_ok();
    assert_eq!(page.all(".letter h2").len(), 1);
    assert_eq!(page.all(".letter ol > li").len(), 2);
    assert_eq!(page.all(".letter ol .tag").len(), 2);
}

#[actix_web::test]
async fn wrong_codes_and_wrong_contacts_are_answered_alike() {
    let world = World::new().await;
    let difficulty = world.difficulty().create().await;
    let right = code_of(&world, &difficulty).await;
    let other = lookup_code(&world.app.secret, "", "never filed").to_string();
    let mut mistyped = right.clone();
    mistyped.replace_range(0..1, if right.starts_with('A') { "B" } else { "A" });
    assert!(LookupCode::parse(&mistyped).is_err());
    let browser = world.stranger();
    let mut bodies = Vec::new();
    for (code, contact) in [
        (right.as_str(), "0912 000 999"),
        (other.as_str(), "0912 000 999"),
        (mistyped.as_str(), "0912 000 999"),
        ("hỏi gì đó", "0912 000 999"),
    ] {
        let answer = look_up(&browser, code, contact).await.is(422);
        // What was typed is still there, and is all that differs.
        let kept = answer.attributes("#ma_bi_mat", "value");
        assert_eq!(kept, [code]);
        assert_eq!(answer.attributes("#lien_he", "value"), [contact]);
        bodies.push(answer.body.replace(code, "…"));
    }
    let first = &bodies[0];
    assert!(bodies.iter().all(|body| body == first));
    for code in [&other, &mistyped] {
        let alone = look_up(&browser, code, "").await.is(422);
        let alone = alone.shows("Không mở được với mã và liên hệ này");
        let expected = first.replace("0912 000 999", "");
        assert_eq!(alone.body.replace(code.as_str(), "…"), expected);
    }
    assert_eq!(browser.cookie(cookies::FILER), None);
}

#[actix_web::test]
async fn the_twenty_first_look_up_in_a_minute_must_wait() {
    let world = World::new().await;
    let browser = world.stranger();
    for _ in 0..20 {
        look_up(&browser, "AAAA", "").await.is(422);
    }
    let answer = look_up(&browser, "AAAA", LAN.phone).await.is(429);
    assert!(!answer.header("retry-after").is_empty());
    // A public number is no secret to be guessed at.
    let fields = [("ma_ho_so", "kk24 1")];
    browser
        .post(paths::LOOK_UP, &fields)
        .await
        .leads_to("/ho-so/KK24-0001");
}

/// What the program would have written to its log.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[actix_web::test]
async fn a_code_is_never_in_an_address_or_a_log() {
    let world = World::new().await;
    let difficulty = world.difficulty().create().await;
    let code = code_of(&world, &difficulty).await;
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let browser = world.stranger();
    // Typed into the box of numbers it is read as a code, not put into an address.
    let mixed_up = browser.post(paths::LOOK_UP, &[("ma_ho_so", &code)]).await;
    let answers = [
        mixed_up.is_ok().shows("KK24-0001"),
        look_up(&browser, &code, "").await.is_ok(),
        look_up(&browser, &code, "0912 000 999").await.is(422),
        look_up(&browser, &code, LAN.phone).await.is(303),
    ];
    for answer in &answers {
        for address in [
            answer.location(),
            answer.attributes("a, link, form", "href").join(" "),
            answer.attributes("form", "action").join(" "),
        ] {
            assert!(!address.contains(&code), "{address}");
        }
    }
    let written = String::from_utf8_lossy(&log.0.lock().unwrap()).into_owned();
    assert!(!written.contains(&code) && !written.contains(&code.replace('-', "")));
}

#[actix_web::test]
async fn a_number_is_found_in_any_spelling_and_sent_to_its_one_form() {
    let world = World::new().await;
    world.difficulty().published().create().await;
    let stranger = world.stranger();
    for typed in [
        "kk24-0001",
        "KK240001",
        "kk24-1",
        "KK24%200001",
        "KK24.0001",
    ] {
        let answer = stranger
            .get(&format!("/ho-so/{typed}?lang=en"))
            .await
            .is(308);
        assert_eq!(answer.location(), "/ho-so/KK24-0001?lang=en", "{typed}");
    }
    stranger
        .get("/tra-cuu?ma=kk24+1")
        .await
        .leads_to("/ho-so/KK24-0001");
    let fields = [("ma_ho_so", " kk24 0001 ")];
    stranger
        .post(paths::LOOK_UP, &fields)
        .await
        .leads_to("/ho-so/KK24-0001");
    stranger
        .post(paths::LOOK_UP, &[("ma_ho_so", "…")])
        .await
        .is(422);
    stranger.post(paths::LOOK_UP, &[]).await.is(422);
    stranger.get("/ho-so/---").await.is_not_found();
}

#[actix_web::test]
async fn those_who_must_not_know_of_it_meet_a_number_that_does_not_exist() {
    let world = World::new().await;
    let difficulty = world.difficulty().assigned_to(TRADE).create().await;
    let other = world.difficulty().filed_by(MINH).create().await;
    let missing = "KK24-0099";
    let text = "Tôi xin bổ sung giấy tờ.";
    for (who, browser) in [
        ("a stranger", world.stranger()),
        ("another filer", world.filer_of(&other).await),
        (DUNG, world.sign_in(DUNG).await),
        (ADMINISTRATOR, world.sign_in(ADMINISTRATOR).await),
    ] {
        for pattern in [paths::FILE, paths::WITHDRAW] {
            let there = browser
                .get(&paths::of(pattern, &difficulty.reference))
                .await;
            let there = there.is_not_found().hides(TITLE);
            let not_there = browser
                .get(&paths::of(pattern, missing))
                .await
                .is_not_found();
            let body = there.body.replace(&difficulty.reference, missing);
            assert_eq!(body, not_there.body, "{who}: {pattern}");
        }
        let forms: [(&str, &[(&str, &str)]); 5] = [
            (paths::SUPPLY, &[("phien_ban", "3"), ("bo_sung", text)]),
            (paths::SUPPLY, &[("phien_ban", "3"), ("bo_sung", "")]),
            (paths::WITHDRAW, &[("phien_ban", "3"), ("ly_do_rut", text)]),
            (
                paths::JUDGE,
                &[("ket_qua", "chua-giai-quyet"), ("ly_do_chua", text)],
            ),
            (paths::JUDGE, &[("ket_qua", "da-giai-quyet"), ("diem", "5")]),
        ];
        for (pattern, fields) in forms {
            let address = paths::of(pattern, &difficulty.reference);
            let there = browser.post(&address, fields).await.is_not_found();
            let address = paths::of(pattern, missing);
            let not_there = browser.post(&address, fields).await.is_not_found();
            let body = there.body.replace(&difficulty.reference, missing);
            assert_eq!(body, not_there.body, "{who}: {pattern}");
        }
    }
    assert_eq!(world.reload(&difficulty).await.version, difficulty.version);
}

#[actix_web::test]
async fn staff_who_see_it_are_led_to_where_they_work() {
    let world = World::new().await;
    let difficulty = world
        .difficulty()
        .assigned_to(TRADE)
        .with_coordinating(AGRICULTURE)
        .create()
        .await;
    for name in [HOA, SON, DUNG, THU, VAN, CHAIR] {
        let browser = world.sign_in(name).await;
        let answer = browser
            .get(&paths::file(&difficulty.reference))
            .await
            .is(303);
        assert_eq!(answer.location(), "/xu-ly/KK24-0001", "{name}");
        // What its filer may do from here is not theirs to do from here.
        judge(
            &browser,
            &difficulty,
            &[("ket_qua", "da-giai-quyet"), ("diem", "5")],
        )
        .await
        .is(403);
    }
}

#[actix_web::test]
async fn everybody_reads_a_published_one_without_who_filed_it() {
    let world = World::new().await;
    let difficulty = world.difficulty().published().create().await;
    let other = world.difficulty().filed_by(MINH).create().await;
    let address = paths::file(&difficulty.reference);
    for browser in [
        world.stranger(),
        world.filer_of(&other).await,
        world.sign_in(DUNG).await,
        world.sign_in(ADMINISTRATOR).await,
    ] {
        browser
            .get(&address)
            .await
            .is_ok()
            .shows(TITLE)
            .shows("Sở Công Thương")
            .shows("Cụm giai đoạn 2 có đất từ quý II.")
            .shows("Đã trả lời")
            .hides(LAN.name)
            .hides("0912")
            .hides("Gia Lâm")
            .hides("Cho thuê 300");
        browser.head(&address).await.is_ok();
    }
    let stranger = world.stranger();
    stranger
        .get(&format!("{address}?lang=en"))
        .await
        .is_ok()
        .shows("Answered");
    // Known to all, so refused rather than hidden; what was typed is given back.
    object(&world.stranger(), &difficulty, REASON)
        .await
        .is(403)
        .shows(REASON);
    let unpublish = Act::Simple {
        action: Action::Unpublish,
        note: "Người gửi rút đồng ý.".into(),
    };
    world.act(THU, &difficulty, unpublish).await.unwrap();
    let text = world.reload(&difficulty).await.title;
    world
        .stranger()
        .get(&address)
        .await
        .is(410)
        .shows("Đã gỡ khỏi trang công khai")
        .hides(&text);
}

#[actix_web::test]
async fn the_question_stands_first_and_its_answer_goes_back_to_whoever_asked() {
    let world = World::new().await;
    let difficulty = world.difficulty().standing(Status::NeedInfo).create().await;
    let browser = world.filer_of(&difficulty).await;
    let page = browser
        .get(&paths::file(&difficulty.reference))
        .await
        .is_ok();
    let page = page.shows("Cần bạn bổ sung").shows(QUESTION).hides("Thu");
    assert_eq!(page.all(".panel.ask h2"), ["Cần bạn bổ sung một việc"]);

    let address = paths::of(paths::SUPPLY, &difficulty.reference);
    let now = version(&difficulty);
    let empty = [("phien_ban", now.as_str()), ("bo_sung", "  ")];
    let refused = browser.post(&address, &empty).await.is(422);
    assert_eq!(refused.attributes("#tom-tat-loi a", "href"), ["#bo_sung"]);
    let long = "ộ".repeat(5_001);
    let too_long = [("phien_ban", now.as_str()), ("bo_sung", long.as_str())];
    browser.post(&address, &too_long).await.is(422).shows(&long);

    let text = "Tôi cần 300 m², nguồn điện 3 pha.";
    let fields = [("phien_ban", now.as_str()), ("bo_sung", text)];
    browser
        .post(&address, &fields)
        .await
        .leads_to("/ho-so/KK24-0001");
    let after = world.reload(&difficulty).await;
    assert_eq!(after.status, Status::Accepted);
    browser
        .get(&paths::file(&difficulty.reference))
        .await
        .shows("Đã gửi bổ sung cho hồ sơ KK24-0001.")
        .shows(text);

    // The same form once more: the page is old, and nothing typed is lost.
    let again = browser.post(&address, &fields).await.is(409);
    again.shows("Hồ sơ vừa thay đổi").shows(text);
    assert_eq!(world.reload(&difficulty).await.version, after.version);
}

#[actix_web::test]
async fn an_old_page_changes_nothing_and_keeps_what_was_typed() {
    let world = World::new().await;
    let difficulty = world.difficulty().standing(Status::Answered).create().await;
    let browser = world.filer_of(&difficulty).await;
    let remind = Act::Simple {
        action: Action::Remind,
        note: String::new(),
    };
    let newer = world.act(VAN, &difficulty, remind).await.unwrap();
    let page = object(&browser, &difficulty, REASON)
        .await
        .is(409)
        .shows(REASON);
    assert_eq!(page.all("#ly_do_chua"), [REASON]);
    let shown = page.attributes("input[name=phien_ban]", "value");
    assert!(
        shown.iter().all(|shown| *shown == version(&newer)),
        "{shown:?}"
    );
    assert_eq!(world.reload(&difficulty).await.status, Status::Answered);
    object(&browser, &newer, REASON).await.leads_to("/ho-so/");
}

#[actix_web::test]
async fn the_filer_says_that_it_helped() {
    let world = World::new().await;
    let difficulty = world.difficulty().standing(Status::Answered).create().await;
    let browser = world.filer_of(&difficulty).await;
    browser
        .get(&paths::file(&difficulty.reference))
        .await
        .is_ok()
        .shows("Cụm giai đoạn 2 có đất từ quý II.")
        .shows("12/SCT-QLCN")
        .shows("Việc của bạn đã được giải quyết chưa?")
        .hides("Hoa")
        .hides("Sơn");
    for rating in ["", "0", "6", "năm"] {
        let fields = [
            ("ket_qua", "da-giai-quyet"),
            ("diem", rating),
            ("y_kien_danh_gia", "Tốt"),
        ];
        let refused = judge(&browser, &difficulty, &fields).await.is(422);
        assert_eq!(refused.all("#y_kien_danh_gia"), ["Tốt"]);
    }
    judge(&browser, &difficulty, &[("ket_qua", "xoa")])
        .await
        .is(400);
    judge(&browser, &difficulty, &[("la", "lạ")]).await.is(400);
    let fields = [
        ("ket_qua", "da-giai-quyet"),
        ("diem", "4"),
        ("y_kien_danh_gia", "Đã có đất."),
    ];
    judge(&browser, &difficulty, &fields)
        .await
        .leads_to("/ho-so/");
    let after = world.reload(&difficulty).await;
    assert_eq!(after.status, Status::Closed);
    let id = difficulty.id;
    let (party, data): (String, String) = world
        .read(move |conn| {
            Ok(events::table
                .filter(events::difficulty_id.eq(id))
                .filter(events::action.eq("close"))
                .select((events::party, events::data))
                .first(conn)?)
        })
        .await;
    assert_eq!(
        (party.as_str(), data.as_str()),
        ("filer", r#"{"rating":4}"#)
    );
    browser
        .get(&paths::file(&difficulty.reference))
        .await
        .shows("Đã xong")
        .shows("đánh giá 4/5")
        .shows("Đã có đất.");
}

#[actix_web::test]
async fn the_first_objection_reopens_and_the_second_only_asks() {
    let world = World::new().await;
    let difficulty = world.difficulty().standing(Status::Answered).create().await;
    let browser = world.filer_of(&difficulty).await;
    let address = paths::file(&difficulty.reference);
    object(&browser, &difficulty, " ").await.is(422);
    object(&browser, &difficulty, REASON)
        .await
        .leads_to("/ho-so/");
    let reopened = world.reload(&difficulty).await;
    assert_eq!(reopened.status, Status::InProgress);
    browser
        .get(&address)
        .await
        .shows("Bạn mở lại hồ sơ")
        .shows(REASON);

    let answered = answer_again(&world, &reopened).await;
    let page = browser.get(&address).await.is_ok();
    page.shows("15/SCT-QLCN").shows("Trả lời trước đó");
    object(&browser, &answered, REASON)
        .await
        .leads_to("/ho-so/");
    let asked = world.reload(&difficulty).await;
    assert_eq!(asked.status, Status::Answered);
    let id = difficulty.id;
    let waiting = world
        .read(move |conn| Ok(queries::open_proposals(conn, id)?))
        .await;
    assert_eq!(waiting, [(Action::AskToReopen, None)]);
    browser.get(&address).await.shows("Bạn đã đề nghị xem lại");
    // Once is enough.
    object(&browser, &asked, REASON).await.is(409).shows(REASON);
}

#[actix_web::test]
async fn after_the_window_nobody_objects() {
    let world = World::new().await;
    let difficulty = world.difficulty().standing(Status::Closed).create().await;
    world.set_time("2024-07-30T09:00");
    let browser = world.filer_of(&difficulty).await;
    object(&browser, &difficulty, REASON)
        .await
        .is(409)
        .shows("Đã hết thời hạn phản hồi")
        .shows(REASON);
    assert_eq!(world.reload(&difficulty).await.status, Status::Closed);
}

#[actix_web::test]
async fn withdrawing_has_a_page_of_its_own_and_needs_a_reason() {
    let world = World::new().await;
    let difficulty = world.difficulty().assigned_to(TRADE).create().await;
    let browser = world.filer_of(&difficulty).await;
    let address = paths::of(paths::WITHDRAW, &difficulty.reference);
    browser
        .get(&address)
        .await
        .is_ok()
        .shows("Không khôi phục được");
    browser.head(&address).await.is_ok();
    let now = version(&difficulty);
    let empty = [("phien_ban", now.as_str()), ("ly_do_rut", "")];
    browser
        .post(&address, &empty)
        .await
        .is(422)
        .shows("Ghi lý do rút");
    let old = [("phien_ban", "1"), ("ly_do_rut", "Đã thuê được nơi khác.")];
    let stale = browser.post(&address, &old).await.is(409);
    assert_eq!(stale.all("#ly_do_rut"), ["Đã thuê được nơi khác."]);
    let fields = [
        ("phien_ban", now.as_str()),
        ("ly_do_rut", "Đã thuê được nơi khác."),
    ];
    browser
        .post(&address, &fields)
        .await
        .leads_to("/ho-so/KK24-0001");
    assert_eq!(world.reload(&difficulty).await.status, Status::Withdrawn);
    browser.get("/ho-so/KK24-0001").await.shows("Đã rút");

    let answered = world.difficulty().standing(Status::Answered).create().await;
    let browser = world.filer_of(&answered).await;
    let address = paths::of(paths::WITHDRAW, &answered.reference);
    let now = version(&answered);
    let fields = [("phien_ban", now.as_str()), ("ly_do_rut", REASON)];
    browser.post(&address, &fields).await.is(409).shows(REASON);
    assert_eq!(world.reload(&answered).await.status, Status::Answered);
}

#[actix_web::test]
async fn a_merged_filer_gets_the_answer_in_their_own_thread() {
    let world = World::new().await;
    let parent = world
        .difficulty()
        .filed_by(MINH)
        .titled("Nội dung riêng của hồ sơ kia")
        .standing(Status::InProgress)
        .create()
        .await;
    let child = world.difficulty().assigned_to(TRADE).create().await;
    let merge = Act::Merge {
        into: parent.id,
        note: "Cùng hỏi về cụm giai đoạn 2.".into(),
    };
    world.act(THU, &child, merge).await.unwrap();
    let browser = world.filer_of(&child).await;
    let address = paths::file(&child.reference);
    browser
        .get(&address)
        .await
        .is_ok()
        .shows("Sở Công Thương đang xử lý, cùng 1 cơ sở")
        .shows("2 cơ sở cùng gặp");
    answer_again(&world, &parent).await;
    browser
        .get(&address)
        .await
        .is_ok()
        .shows("Đã trả lời, cùng 1 cơ sở")
        .shows("Sở Công Thương trả lời như sau.")
        .shows("15/SCT-QLCN")
        .hides(&parent.reference)
        .hides("Nội dung riêng")
        .hides(MINH.name);
    let english = browser.get(&format!("{address}?lang=en")).await;
    english.shows("Answered, together with one other");
}

#[actix_web::test]
async fn leaving_ends_the_look_up() {
    let world = World::new().await;
    let difficulty = world.difficulty().create().await;
    let browser = world.filer_of(&difficulty).await;
    let before = browser.cookie(cookies::FILER).unwrap();
    browser
        .post(paths::LEAVE, &[])
        .await
        .leads_to(paths::LOOK_UP);
    assert_eq!(browser.cookie(cookies::FILER), None);
    browser.set_cookie(cookies::FILER, &before);
    browser.get("/ho-so/KK24-0001").await.is_not_found();
    let ended: i64 = world
        .read(|conn| {
            Ok(logins::table
                .filter(logins::ended_at.is_not_null())
                .count()
                .get_result(conn)?)
        })
        .await;
    assert_eq!(ended, 1);
    // Nobody to sign out is no mistake.
    world
        .stranger()
        .post(paths::LEAVE, &[])
        .await
        .leads_to(paths::LOOK_UP);
}

#[actix_web::test]
async fn what_was_typed_survives_the_end_of_the_look_up() {
    let world = World::new().await;
    let difficulty = world.difficulty().standing(Status::NeedInfo).create().await;
    let code = code_of(&world, &difficulty).await;
    let browser = world.filer_of(&difficulty).await;
    world.set_time("2024-06-29T10:00");
    let address = paths::of(paths::SUPPLY, &difficulty.reference);
    let now = version(&difficulty);
    let text = "Tôi cần 300 m², nguồn điện 3 pha.";
    let fields = [("phien_ban", now.as_str()), ("bo_sung", text)];
    let page = browser
        .post(&address, &fields)
        .await
        .is_not_found()
        .shows(text);
    assert_eq!(
        page.attributes("input[name=tiep]", "value"),
        [address.as_str()]
    );

    let wrong = [
        ("ma_bi_mat", code.as_str()),
        ("lien_he", ""),
        ("tiep", address.as_str()),
        ("bo_sung", text),
    ];
    browser
        .post(paths::LOOK_UP, &wrong)
        .await
        .is(422)
        .shows(text);
    let right = [
        ("ma_bi_mat", code.as_str()),
        ("lien_he", LAN.phone),
        ("tiep", address.as_str()),
        ("bo_sung", text),
    ];
    let page = browser.post(paths::LOOK_UP, &right).await.is_ok();
    assert_eq!(page.all("#bo_sung"), [text]);
    browser
        .post(&address, &fields)
        .await
        .leads_to("/ho-so/KK24-0001");
}

#[actix_web::test]
async fn a_member_of_the_staff_who_filed_it_is_its_filer() {
    let world = World::new().await;
    let difficulty = world.difficulty().standing(Status::Answered).create().await;
    let browser = world.sign_in(VAN).await;
    let filer = world.filer_of(&difficulty).await;
    browser.set_cookie(cookies::FILER, &filer.cookie(cookies::FILER).unwrap());
    let page = browser.get(&paths::file(&difficulty.reference)).await;
    page.is_ok().shows("Việc của bạn đã được giải quyết chưa?");
    let fields = [("ket_qua", "da-giai-quyet"), ("diem", "5")];
    judge(&browser, &difficulty, &fields)
        .await
        .leads_to("/ho-so/");
    let id = difficulty.id;
    let (party, account): (String, Option<i64>) = world
        .read(move |conn| {
            Ok(events::table
                .filter(events::difficulty_id.eq(id))
                .order(events::seq.desc())
                .select((events::party, events::account_id))
                .first(conn)?)
        })
        .await;
    assert_eq!((party.as_str(), account), ("filer", None));
}

#[actix_web::test]
async fn every_status_reads_well_in_both_languages() {
    let world = World::new().await;
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
        let difficulty = world.difficulty().standing(status).create().await;
        let browser = world.filer_of(&difficulty).await;
        let address = paths::file(&difficulty.reference);
        for lang in ["vi", "en"] {
            let page = browser.get(&format!("{address}?lang={lang}")).await.is_ok();
            let words = page.words();
            for unsaid in ["tracking-", "event-", "status-", "kind-", "{", "not-now-"] {
                assert!(
                    !words.contains(unsaid),
                    "{status} in {lang}: {unsaid} in {words}"
                );
            }
            assert!(page.body.len() < 60_000, "{} bytes", page.body.len());
        }
        browser.head(&format!("{address}?lang=vi")).await.is_ok();
    }
}

#[actix_web::test]
async fn overdue_is_said_in_words_and_never_while_the_filer_is_waited_for() {
    let world = World::new().await;
    let late = world
        .difficulty()
        .standing(Status::InProgress)
        .create()
        .await;
    let asked = world.difficulty().standing(Status::NeedInfo).create().await;
    world.set_time("2024-08-30T09:00");
    for (difficulty, is_late) in [(&late, true), (&asked, false)] {
        let browser = world.filer_of(difficulty).await;
        let page = browser
            .get(&paths::file(&difficulty.reference))
            .await
            .is_ok();
        assert_eq!(
            !page.all(".tag.late").is_empty(),
            is_late,
            "{}",
            difficulty.reference
        );
    }
}

#[actix_web::test]
async fn a_refusal_says_why_and_where_to_go() {
    let world = World::new().await;
    let difficulty = world.difficulty().create().await;
    let propose = Act::ProposeRejection {
        reason: "out_of_scope".into(),
        note: "Gửi tới Sở Xây dựng.".into(),
    };
    let proposed = world.act(THU, &difficulty, propose).await.unwrap();
    let browser = world.filer_of(&difficulty).await;
    let address = paths::file(&difficulty.reference);
    // Until the second person confirms it, nothing of it is the filer's to read.
    browser
        .get(&address)
        .await
        .is_ok()
        .hides("Sở Xây dựng")
        .shows("Chờ tiếp nhận");
    let reject = Act::Reject {
        note: "Việc cấp phép xây dựng không thuộc hội nghị.".into(),
    };
    world.act(VAN, &proposed, reject).await.unwrap();
    browser
        .get(&address)
        .await
        .is_ok()
        .shows("Không thuộc phạm vi hội nghị")
        .shows("Việc cấp phép xây dựng không thuộc hội nghị.")
        .shows("Gửi tới Sở Xây dựng.");
}

#[actix_web::test]
async fn a_promise_is_shown_with_its_date_and_said_to_be_late_in_words() {
    let world = World::new().await;
    let difficulty = world
        .difficulty()
        .standing(Status::PendingApproval)
        .create()
        .await;
    let commitment = NewCommitment {
        text: "Giao đất giai đoạn 2.".into(),
        agency_id: TRADE,
        due_on: NaiveDate::from_ymd_opt(2024, 9, 30).unwrap(),
    };
    let approve = Act::ApproveWithCommitments {
        document_number: "16/SCT-QLCN".into(),
        document_on: None,
        commitments: vec![commitment],
    };
    world.act(SON, &difficulty, approve).await.unwrap();
    let browser = world.filer_of(&difficulty).await;
    let address = paths::file(&difficulty.reference);
    let page = browser.get(&address).await.is_ok();
    let page = page
        .shows("Đang làm theo cam kết, hạn 30/09/2024")
        .shows("Giao đất giai đoạn 2.");
    assert!(page.all(".tag.late").is_empty());
    world.set_time("2024-10-01T08:00");
    let browser = world.filer_of(&difficulty).await;
    browser.get(&address).await.is_ok().shows("Quá hạn");
    // Promised is not done: it cannot be closed yet, and what was typed comes back.
    let now = world.reload(&difficulty).await;
    let fields = [
        ("ket_qua", "da-giai-quyet"),
        ("diem", "5"),
        ("y_kien_danh_gia", "Tốt"),
    ];
    judge(&browser, &now, &fields).await.is(409).shows("Tốt");
}

#[actix_web::test]
async fn a_restricted_one_is_its_filers_all_the_same() {
    let world = World::new().await;
    let difficulty = world.difficulty().restricted().create().await;
    let code = code_of(&world, &difficulty).await;
    let browser = world.stranger();
    look_up(&browser, &code, LAN.phone)
        .await
        .leads_to("/ho-so/KK24-0001");
    browser.get("/ho-so/KK24-0001").await.is_ok().shows(TITLE);
    for name in [HOA, THU, CHAIR] {
        let browser = world.sign_in(name).await;
        browser.get("/ho-so/KK24-0001").await.is_not_found();
    }
}
