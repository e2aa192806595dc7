//! One letter, several asks: passages marked, placed, set aside, received, taken back.

use diesel::prelude::*;
use doithoai::check;
use doithoai::db::DbError;
use doithoai::db::schema::{event_notes, events, passages};
use doithoai::difficulties::actions::Act;
use doithoai::difficulties::{Difficulty, Status, queries};

use crate::world::{
    ADMINISTRATOR, AGRICULTURE, Answer, Browser, CHAIR, DUNG, HOA, MINH, SON, THU, TRADE, VAN,
    World,
};

const STORY: &str = "Kính gửi UBND Thành phố.\nTôi làm mây tre đan ở Phú Vinh.\n1. Thiếu mặt bằng 1.200 m².\n2. Hội chợ đắt quá. Gian hàng nhỏ.\n3. Không vay được vốn.\nXin trân trọng cảm ơn!";

/// S001 to S003: one speaker, three asks, three topic groups.
async fn letter(world: &World) -> Difficulty {
    world
        .difficulty()
        .filed_by(MINH)
        .titled("Ba việc của hợp tác xã")
        .telling(STORY)
        .asking("Mong được trả lời cả ba việc.")
        .create()
        .await
}

fn accept(difficulty: &Difficulty) -> String {
    format!("/xu-ly/{}/tiep-nhan", difficulty.reference)
}

fn undo(difficulty: &Difficulty) -> String {
    format!("/xu-ly/{}/hoan-tac", difficulty.reference)
}

/// The fields of the page's form as a browser would send them, without its buttons.
fn fields(page: &Answer) -> Vec<(String, String)> {
    let (_, mut fields) = page
        .forms()
        .into_iter()
        .find(|(action, _)| action.ends_with("/tiep-nhan"))
        .unwrap();
    fields.retain(|(name, _)| name != "viec");
    fields
}

/// Sets the `nth` field of a name.
fn set(fields: &mut [(String, String)], name: &str, nth: usize, value: &str) {
    let field = fields
        .iter_mut()
        .filter(|(other, _)| other == name)
        .nth(nth)
        .unwrap();
    value.clone_into(&mut field.1);
}

async fn press(
    browser: &Browser<'_>,
    path: &str,
    fields: &[(String, String)],
    button: &str,
) -> Answer {
    let mut all: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    all.push(("viec", button));
    browser.post(path, &all).await
}

async fn parts(world: &World, difficulty: &Difficulty) -> Vec<Difficulty> {
    let submission = difficulty.submission_id;
    world
        .read(move |conn| Ok(queries::of_submission(conn, submission)?))
        .await
}

fn violations(world: &World) -> Vec<String> {
    let mut lines = Vec::new();
    let db = world.app.db.clone();
    db.read_blocking(|conn| {
        check::check(conn, |line| lines.push(line.to_owned()))?;
        Ok::<_, DbError>(())
    })
    .unwrap();
    lines
}

/// Places everything: three asks with their topic groups, the closing words with the third.
fn place(world: &World, fields: &mut [(String, String)]) {
    for (nth, topic) in [2, 3, 4].into_iter().zip(&world.topics) {
        set(fields, "doan_nhom", nth, &topic.id.to_string());
    }
    let third = fields
        .iter()
        .filter(|(name, _)| name == "doan")
        .nth(4)
        .map(|(_, range)| range.split('-').next().unwrap().to_owned())
        .unwrap();
    set(fields, "doan_xep", 6, &format!("cung-{third}"));
}

#[actix_web::test]
async fn one_letter_with_three_asks_becomes_three_difficulties_of_one_submission() {
    let world = World::new().await;
    let difficulty = letter(&world).await;
    let thu = world.sign_in(THU).await;
    thu.get("/xu-ly/tiep-nhan")
        .await
        .is_ok()
        .shows("Thư này có vẻ hỏi");
    let page = thu
        .get(&accept(&difficulty))
        .await
        .is_ok()
        .shows("3 trong 7 đoạn đã xếp")
        .shows("Kính gửi UBND Thành phố.");
    assert_eq!(page.all(".passage").len(), 7);
    let mut sent = fields(&page);
    // Nothing is received before every passage is placed.
    let page = press(&thu, &accept(&difficulty), &sent, "tiep-nhan")
        .await
        .is(422);
    assert_eq!(
        page.attributes("#tom-tat-loi a", "href"),
        ["#nhom_3", "#nhom_4", "#nhom_5", "#nhom_7"]
    );
    assert_eq!(world.reload(&difficulty).await.status, Status::Submitted);

    place(&world, &mut sent);
    set(&mut sent, "doan_tieu_de", 3, "Gian hàng hội chợ");
    set(&mut sent, "doan_co_quan", 3, &AGRICULTURE.to_string());
    set(&mut sent, "doan_co_quan", 4, "chua");
    press(&thu, &accept(&difficulty), &sent, "xem")
        .await
        .is_ok()
        .shows("7 trong 7 đoạn đã xếp");
    assert_eq!(world.reload(&difficulty).await.status, Status::Submitted);
    press(&thu, &accept(&difficulty), &sent, "chuyen")
        .await
        .leads_to("/xu-ly/KK24-0001");

    let told: Vec<_> = parts(&world, &difficulty)
        .await
        .into_iter()
        .map(|part| {
            let ask = (part.body, part.ask);
            (
                part.reference,
                part.title,
                part.status,
                part.lead_agency_id,
                ask,
            )
        })
        .collect();
    let words = |body: &str, ask: &str| (body.to_owned(), ask.to_owned());
    assert_eq!(
        told,
        [
            (
                "KK24-0001".into(),
                "Thiếu mặt bằng 1.200 m²".into(),
                Status::Assigned,
                Some(TRADE),
                words("1. Thiếu mặt bằng 1.200 m².", "")
            ),
            (
                "KK24-0002".into(),
                "Gian hàng hội chợ".into(),
                Status::Assigned,
                Some(AGRICULTURE),
                words("2. Hội chợ đắt quá. Gian hàng nhỏ.", "")
            ),
            (
                "KK24-0003".into(),
                "Không vay được vốn".into(),
                Status::Accepted,
                None,
                words("3. Không vay được vốn.", "Mong được trả lời cả ba việc.")
            ),
        ]
    );
    // The split map is in the event, and every passage leads to its difficulty.
    let id = difficulty.id;
    let map: String = world
        .read(move |conn| {
            Ok(events::table
                .filter(events::difficulty_id.eq(id))
                .filter(events::action.eq("accept"))
                .select(events::data)
                .first(conn)?)
        })
        .await;
    let map: serde_json::Value = serde_json::from_str(&map).unwrap();
    let of = |nth: usize| map["passages"][nth].clone();
    assert_eq!(of(0)["set_aside"], "greeting");
    assert_eq!(of(1)["set_aside"], "introduction");
    assert_eq!(of(3)["to"], "KK24-0002");
    assert_eq!(of(6)["to"], "KK24-0003");
    let filer = world.filer_of(&difficulty).await;
    let page = filer
        .get("/ho-so/KK24-0001")
        .await
        .is_ok()
        .shows("Cảm ơn bạn. Thư của bạn nêu 3 việc")
        .shows("2. Hội chợ đắt quá. Gian hàng nhỏ.");
    assert_eq!(page.all(".letter ol .tag").len(), 3);
    // The agency of one ask reads nothing of the others' files.
    world
        .sign_in(DUNG)
        .await
        .get("/xu-ly/KK24-0001")
        .await
        .is_not_found();
    assert_eq!(violations(&world), Vec::<String>::new());
}

#[actix_web::test]
async fn passages_are_joined_split_and_read_anew_without_saving() {
    let world = World::new().await;
    let difficulty = letter(&world).await;
    let (thu, path) = (world.sign_in(THU).await, accept(&difficulty));
    let page = thu.get(&path).await.is_ok();
    let mut sent = fields(&page);
    set(&mut sent, "y_kien", 0, "Giữ lại.");
    let page = press(&thu, &path, &sent, "gop-5").await.is_ok();
    assert_eq!(page.all(".passage").len(), 6);
    assert_eq!(page.all("#y_kien"), ["Giữ lại."]);
    let page = press(&thu, &path, &fields(&page), "tach-4").await.is_ok();
    assert_eq!(page.all(".passage").len(), 7);
    assert_eq!(
        page.all(".passage blockquote")[3..5],
        [
            "2. Hội chợ đắt quá.",
            "Gian hàng nhỏ.\n3. Không vay được vốn."
        ]
    );
    let page = press(&thu, &path, &fields(&page), "ca-thu").await.is_ok();
    assert_eq!(page.all(".passage").len(), 1);
    assert_eq!(
        page.attributes("#tieu_de", "value"),
        ["Ba việc của hợp tác xã"]
    );
    let page = press(&thu, &path, &fields(&page), "theo-doan")
        .await
        .is_ok();
    assert_eq!(page.all(".passage").len(), 7);
    // Set aside and placed again.
    let mut sent = fields(&page);
    set(&mut sent, "doan_xep", 2, "de-repetition");
    let page = press(&thu, &path, &sent, "xem").await.is_ok();
    assert_eq!(page.attributes("#tieu_de_3", "value"), Vec::<String>::new());
    let mut sent = fields(&page);
    set(&mut sent, "doan_xep", 2, "rieng");
    let page = press(&thu, &path, &sent, "xem").await.is_ok();
    assert_eq!(
        page.attributes("#tieu_de_3", "value"),
        ["Thiếu mặt bằng 1.200 m²"]
    );
    assert_eq!(world.reload(&difficulty).await.version, 1);
}

#[actix_web::test]
async fn markings_that_do_not_hold_are_refused_with_everything_kept() {
    let world = World::new().await;
    let difficulty = letter(&world).await;
    let (thu, path) = (world.sign_in(THU).await, accept(&difficulty));
    let mut good = fields(&thu.get(&path).await.is_ok());
    place(&world, &mut good);
    set(&mut good, "y_kien", 0, "Đã gọi điện.");
    for (range, said) in [
        ("58-9999", "không nằm trong thư"),
        ("86-80", "không nằm trong thư"),
        ("20-84", "chồng lên đoạn trước"),
        ("58-62", "cắt đôi một từ"),
        ("58-59", "quá ngắn"),
        ("60-85", "chưa thuộc đoạn nào"),
    ] {
        let mut sent = good.clone();
        set(&mut sent, "doan", 2, range);
        let page = press(&thu, &path, &sent, "tiep-nhan")
            .await
            .is(422)
            .shows(said);
        assert_eq!(page.all("#y_kien"), ["Đã gọi điện."], "{range}");
        assert_eq!(page.all(".passage").len(), 7, "{range}");
    }
    for range in ["x", "5", "-1-4", ""] {
        let mut sent = good.clone();
        set(&mut sent, "doan", 2, range);
        press(&thu, &path, &sent, "tiep-nhan").await.is(400);
    }
    let mut short = good.clone();
    short.retain(|(name, _)| name != "doan_nhom");
    press(&thu, &path, &short, "tiep-nhan").await.is(400);
    // Everything set aside is a refusal, and is told so.
    let mut none = good.clone();
    for nth in 0..7 {
        set(&mut none, "doan_xep", nth, "de-nothing_asked");
    }
    press(&thu, &path, &none, "tiep-nhan")
        .await
        .is(422)
        .shows("đó là từ chối");
    // With a passage that asks nothing.
    let mut with = good.clone();
    set(&mut with, "doan_xep", 6, "cung-0");
    press(&thu, &path, &with, "tiep-nhan")
        .await
        .is(422)
        .shows("không thành kiến nghị");
    for button in ["gop-1", "gop-99", "tach-0", "tach-99"] {
        let page = press(&thu, &path, &good, button).await.is_ok();
        assert_eq!(page.all(".passage").len(), 7, "{button}");
    }
    assert_eq!(world.reload(&difficulty).await.version, 1);
}

#[actix_web::test]
async fn who_comes_second_reads_how_the_first_read_the_letter() {
    let world = World::new().await;
    let difficulty = letter(&world).await;
    let (thu, van) = (world.sign_in(THU).await, world.sign_in(VAN).await);
    let path = accept(&difficulty);
    let mut sent = fields(&thu.get(&path).await.is_ok());
    place(&world, &mut sent);
    let mut other = sent.clone();
    set(&mut other, "doan_tieu_de", 2, "Cách đọc của tôi");
    press(&thu, &path, &sent, "tiep-nhan").await.is(303);
    press(&van, &path, &other, "tiep-nhan")
        .await
        .is(409)
        .shows("Hồ sơ đã được tiếp nhận.")
        .shows("KK24-0002: Hội chợ đắt quá");
    let page = press(&van, &path, &other, "tiep-nhan").await.is(409);
    assert!(page.body.contains("Cách đọc của tôi"));
}

#[actix_web::test]
async fn what_the_clerk_noted_is_kept_beside_the_event_and_not_told_to_the_filer() {
    let world = World::new().await;
    let difficulty = world.difficulty().create().await;
    let topic = world.topics[0].id.to_string();
    let sent = [
        ("phien_ban", "1"),
        ("nhom", topic.as_str()),
        ("y_kien", "Đã gọi điện xác minh."),
        ("viec", "tiep-nhan"),
    ];
    let thu = world.sign_in(THU).await;
    thu.post(&accept(&difficulty), &sent).await.is(303);
    let notes: Vec<String> = world
        .read(|conn| Ok(event_notes::table.select(event_notes::text).load(conn)?))
        .await;
    assert_eq!(notes, ["Đã gọi điện xác minh."]);
    thu.get("/xu-ly/KK24-0001/nhat-ky")
        .await
        .shows("Đã gọi điện xác minh.");
    world
        .filer_of(&difficulty)
        .await
        .get("/ho-so/KK24-0001")
        .await
        .is_ok()
        .hides("xác minh");
}

#[actix_web::test]
async fn undoing_restores_the_letter_and_reading_it_again_takes_up_the_same_numbers() {
    let world = World::new().await;
    let difficulty = letter(&world).await;
    let (thu, path) = (world.sign_in(THU).await, accept(&difficulty));
    let mut sent = fields(&thu.get(&path).await.is_ok());
    place(&world, &mut sent);
    press(&thu, &path, &sent, "chuyen").await.is(303);
    world.set_time("2024-06-28T09:09");
    thu.get("/xu-ly/tiep-nhan")
        .await
        .is_ok()
        .shows("Vừa tiếp nhận:");
    thu.get("/xu-ly/KK24-0001")
        .await
        .shows("Hoàn tác tiếp nhận");
    thu.get("/xu-ly/KK24-0002")
        .await
        .hides("Hoàn tác tiếp nhận");
    let version = |difficulty: &Difficulty| difficulty.version.to_string();
    let stands = parts(&world, &difficulty).await;
    thu.post(&undo(&stands[1]), &[("phien_ban", &version(&stands[1]))])
        .await
        .is(409)
        .shows("tách từ thư của hồ sơ khác");
    thu.post(&undo(&difficulty), &[("phien_ban", "1")])
        .await
        .is(409);
    thu.post(&undo(&difficulty), &[("phien_ban", &version(&stands[0]))])
        .await
        .leads_to("/xu-ly/KK24-0001/tiep-nhan");

    let after = world.reload(&difficulty).await;
    assert_eq!(
        (after.status, after.title.as_str(), after.body.as_str()),
        (Status::Submitted, "Ba việc của hợp tác xã", STORY)
    );
    assert_eq!((after.topic_group_id, after.lead_agency_id), (None, None));
    // What was split off is nowhere: not on lists, not by number, not in a search.
    for part in &stands[1..] {
        for who in [THU, VAN, HOA, CHAIR] {
            let browser = world.sign_in(who).await;
            browser
                .get(&format!("/xu-ly/{}", part.reference))
                .await
                .is_not_found();
        }
        thu.get("/xu-ly/tat-ca")
            .await
            .is_ok()
            .hides(&part.reference);
        let found = thu.get("/xu-ly/tim?q=hoi+cho").await.is_ok();
        assert!(!found.body.contains(&part.reference));
        world
            .filer_of(&difficulty)
            .await
            .get(&format!("/ho-so/{}", part.reference))
            .await
            .is_not_found();
    }
    world
        .sign_in(HOA)
        .await
        .get("/xu-ly/don-vi")
        .await
        .is_ok()
        .shows("Không có hồ sơ nào");
    let standing: i64 = world
        .read(|conn| {
            Ok(passages::table
                .filter(passages::taken_back_at.is_null())
                .count()
                .get_result(conn)?)
        })
        .await;
    assert_eq!(standing, 0);
    assert_eq!(violations(&world), Vec::<String>::new());

    let mut sent = fields(&thu.get(&path).await.is_ok());
    place(&world, &mut sent);
    press(&thu, &path, &sent, "tiep-nhan").await.is(303);
    let again: Vec<String> = parts(&world, &difficulty)
        .await
        .into_iter()
        .filter(|part| part.status == Status::Accepted)
        .map(|part| part.reference)
        .collect();
    assert_eq!(again, ["KK24-0001", "KK24-0002", "KK24-0003"]);
    assert_eq!(violations(&world), Vec::<String>::new());
}

#[actix_web::test]
async fn nothing_is_undone_late_or_after_somebody_acted() {
    let world = World::new().await;
    let (late, taken) = (world.difficulty(), world.difficulty().assigned_to(TRADE));
    let late = late.standing(Status::Accepted).create().await;
    let taken = taken.create().await;
    let taken = world.act(HOA, &taken, Act::Take).await.unwrap();
    let thu = world.sign_in(THU).await;
    thu.post(&undo(&taken), &[("phien_ban", &taken.version.to_string())])
        .await
        .is(409);
    let asked = world.difficulty().assigned_to(TRADE).create().await;
    let back = Act::Return {
        note: "Không phải việc của Sở.".into(),
        suggested: None,
    };
    let returned = world.act(SON, &asked, back).await.unwrap();
    thu.post(
        &undo(&returned),
        &[("phien_ban", &returned.version.to_string())],
    )
    .await
    .is(409);
    world.set_time("2024-06-28T09:11");
    thu.post(&undo(&late), &[("phien_ban", &late.version.to_string())])
        .await
        .is(409)
        .shows("Đã quá mười phút");
    thu.get("/xu-ly/tiep-nhan").await.hides("Vừa tiếp nhận:");
    assert_eq!(world.reload(&late).await.status, Status::Accepted);
}

#[actix_web::test]
async fn undoing_is_the_desks_and_hidden_from_who_must_not_know() {
    let world = World::new().await;
    let difficulty = world.difficulty().standing(Status::Accepted).create().await;
    let version = difficulty.version.to_string();
    let sent = [("phien_ban", version.as_str())];
    world
        .stranger()
        .post(&undo(&difficulty), &sent)
        .await
        .is(401);
    for who in [HOA, DUNG, ADMINISTRATOR] {
        let browser = world.sign_in(who).await;
        browser.post(&undo(&difficulty), &sent).await.is_not_found();
    }
    world
        .sign_in(CHAIR)
        .await
        .post(&undo(&difficulty), &sent)
        .await
        .is(403);
    world
        .sign_in(VAN)
        .await
        .post(&undo(&difficulty), &sent)
        .await
        .is(303);
    assert_eq!(world.reload(&difficulty).await.status, Status::Submitted);
}
