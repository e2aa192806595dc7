//! The chair's brief and the consolidated table: who opens them, that every number opens as many
//! rows, that a frozen one stays, and that screen, paper and sheet say the same.

use doithoai::difficulties::Status;
use doithoai::difficulties::actions::Act;

use crate::letters::{poppler, text_of, words_of};
use crate::world::{
    ADMINISTRATOR, AGRICULTURE, Answer, Browser, CHAIR, DUNG, HOA, LAN, MINH, SON, THU, VAN, World,
};

const BASE: &str = "/hoi-nghi/lang-nghe-2024";

fn at(rest: &str) -> String {
    format!("{BASE}/{rest}")
}

/// Three topic groups, two agencies, many statuses; one merged, one restricted, one without a
/// topic group.
async fn many(world: &World) {
    for (topic, status) in [
        (1, Status::Accepted),
        (1, Status::InProgress),
        (2, Status::PendingApproval),
        (2, Status::Answered),
        (3, Status::Closed),
        (3, Status::NeedInfo),
    ] {
        let item = world.difficulty().under_topic(topic).standing(status);
        item.create().await;
    }
    let accepted = || world.difficulty().under_topic(3).standing(Status::Accepted);
    let (one, kept) = (accepted().create().await, accepted().create().await);
    let merge = Act::Merge {
        into: kept.id,
        note: "Cùng một việc.".into(),
    };
    world.act(THU, &one, merge).await.unwrap();
    world.difficulty().filed_by(MINH).create().await;
    let elsewhere = world.difficulty().under_topic(3).assigned_to(AGRICULTURE);
    elsewhere.filed_by(MINH).create().await;
    let hidden = world.difficulty().titled("Nêu tên cán bộ").restricted();
    hidden.standing(Status::Accepted).create().await;
}

async fn freeze(browser: &Browser<'_>, after: &str) -> Answer {
    browser.post(&at("tom-tat/chot"), &[("sau", after)]).await
}

#[actix_web::test]
async fn the_secretariat_and_the_chair_open_it_and_nobody_else() {
    let world = World::new().await;
    many(&world).await;
    let pages = [
        "tom-tat",
        "tom-tat.pdf",
        "tom-tat.docx",
        "tom-tat.xlsx",
        "tom-tat/ho-so",
        "bao-cao",
        "bao-cao.pdf",
        "bao-cao.docx",
    ];
    for page in pages {
        for name in [THU, VAN, CHAIR] {
            for lang in ["vi", "en"] {
                let address = at(&format!("{page}?lang={lang}"));
                let answer = world.sign_in(name).await.get(&address).await.is_ok();
                answer.hides("briefs-").hides("conferences-");
            }
        }
        for name in [HOA, SON, DUNG, ADMINISTRATOR] {
            world.sign_in(name).await.get(&at(page)).await.is(403);
        }
        world.stranger().get(&at(page)).await.is(401);
        let missing = format!("/hoi-nghi/khong-co/{page}");
        world
            .sign_in(CHAIR)
            .await
            .get(&missing)
            .await
            .is_not_found();
    }
    for (name, status) in [(CHAIR, 403), (HOA, 403), (VAN, 303)] {
        freeze(&world.sign_in(name).await, "0").await.is(status);
    }
    for (name, status) in [(THU, 403), (CHAIR, 403), (VAN, 200)] {
        let browser = world.sign_in(name).await;
        browser.get(&at("tom-tat/sua")).await.is(status);
    }
}

#[actix_web::test]
async fn every_number_opens_as_many_rows() {
    let world = World::new().await;
    many(&world).await;
    let chair = world.sign_in(CHAIR).await;
    let page = chair.get(&at("tom-tat")).await.is_ok();
    let numbers = page.all("article a[href*='muc=']");
    let addresses = page.attributes("article a[href*='muc=']", "href");
    let mut checked = 0;
    for (number, address) in numbers.iter().zip(&addresses) {
        let digits: String = number.chars().filter(char::is_ascii_digit).collect();
        // A share, or the filers of a decision, which name what they count.
        if number.contains('%') || number.contains('·') || digits.is_empty() {
            continue;
        }
        let rows = chair.get(address).await.is_ok();
        let count: String = rows.all("h1")[0]
            .chars()
            .filter(char::is_ascii_digit)
            .collect();
        assert_eq!(count, digits, "{address}");
        assert_eq!(rows.all("li.pi").len().to_string(), digits, "{address}");
        checked += 1;
    }
    assert!(checked > 15, "{checked}: {numbers:?}");
    chair
        .get(&at("tom-tat/ho-so?muc=gi-do"))
        .await
        .is_not_found();
    chair.get(&at("tom-tat?ban=9")).await.is_not_found();
    chair.get(&at("tom-tat?ban=x")).await.is_not_found();
}

#[actix_web::test]
async fn what_names_an_official_is_in_no_brief_and_in_no_table_but_for_the_named() {
    let world = World::new().await;
    many(&world).await;
    for name in [VAN, CHAIR] {
        let browser = world.sign_in(name).await;
        browser
            .get(&at("tom-tat/ho-so"))
            .await
            .is_ok()
            .hides("Nêu tên");
        browser.get(&at("tom-tat")).await.is_ok().hides("Nêu tên");
    }
    let chair = world.sign_in(CHAIR).await;
    chair.get(&at("bao-cao")).await.is_ok().hides("Nêu tên");
}

#[actix_web::test]
async fn a_frozen_one_stays_while_the_rows_move_on() {
    let world = World::new().await;
    many(&world).await;
    let (van, chair) = (world.sign_in(VAN).await, world.sign_in(CHAIR).await);
    freeze(&van, "0").await.leads_to(&at("tom-tat?ban=1"));
    // A second click freezes nothing.
    freeze(&van, "0").await.leads_to(&at("tom-tat?ban=1"));
    let page = chair.get(&at("tom-tat")).await.is_ok();
    let stamp = page.words();
    assert!(stamp.contains("bản 1"), "{stamp}");
    let before = chair.get(&at("tom-tat.pdf?ban=1")).await.is_ok().bytes;
    let rows = chair.get(&at("tom-tat/ho-so?ban=1")).await.is_ok();
    let count = rows.all("h1");

    world.difficulty().titled("Việc mới").create().await;
    for (ending, ban) in [("pdf", "?ban=1"), ("pdf", "")] {
        let again = chair.get(&at(&format!("tom-tat.{ending}{ban}"))).await;
        assert_eq!(again.is_ok().bytes, before);
    }
    let again = chair.get(&at("tom-tat/ho-so?ban=1")).await.is_ok();
    assert_eq!(again.all("h1"), count);
    chair
        .get(&at("tom-tat/thay-doi?tu=1"))
        .await
        .shows("Khó khăn mới");

    freeze(&van, "1").await.leads_to(&at("tom-tat?ban=2"));
    chair.get(&at("tom-tat?ban=1")).await.is_ok();
    let page = chair.get(&at("tom-tat/thay-doi?tu=1&ban=2")).await;
    page.shows("1 thay đổi");
    for ending in ["pdf", "docx", "xlsx"] {
        let address = at(&format!("tom-tat.{ending}?ban=2"));
        let first = chair.get(&address).await.is_ok().bytes;
        assert_eq!(first, chair.get(&address).await.is_ok().bytes, "{ending}");
    }
}

#[actix_web::test]
async fn screen_paper_and_sheet_carry_the_same_numbers() {
    let world = World::new().await;
    many(&world).await;
    let van = world.sign_in(VAN).await;
    freeze(&van, "0").await;
    let page = van.get(&at("tom-tat?ban=1")).await.is_ok();
    let pdf = text_of(&van.get(&at("tom-tat.pdf?ban=1")).await.bytes);
    let docx = words_of(&van.get(&at("tom-tat.docx?ban=1")).await.bytes);
    for number in page.all(".kpi b") {
        assert!(pdf.contains(number.trim()), "{number} in {pdf}");
        assert!(docx.contains(number.trim()), "{number} in {docx}");
    }
    // The row of sums, as it stands on the screen.
    let sums: Vec<String> = page.all("table.bt.cards:first-of-type tfoot tr td");
    let sums = format!(
        "Cộng {}",
        sums.iter()
            .map(|one| one.trim())
            .collect::<Vec<_>>()
            .join(" ")
    );
    assert!(pdf.contains(&sums), "{sums} in {pdf}");
    assert!(docx.contains(&sums), "{sums} in {docx}");
    let sheet = van.get(&at("tom-tat.xlsx?ban=1")).await.is_ok();
    let mut book = calamine_words(&sheet.bytes);
    book.retain(|row| row.first().is_some_and(|first| first == "Cộng"));
    assert_eq!(
        book,
        [sums.split(' ').map(str::to_owned).collect::<Vec<_>>()]
    );
    let info = poppler(
        "pdfinfo",
        &[],
        &van.get(&at("tom-tat.pdf?ban=1")).await.bytes,
    );
    assert!(info.contains("Pages:           2"), "{info}");
}

/// The rows of every sheet, each cell as it reads.
fn calamine_words(bytes: &[u8]) -> Vec<Vec<String>> {
    use calamine::{Reader as _, Xlsx};
    let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes.to_vec())).unwrap();
    book.sheet_names()
        .iter()
        .flat_map(|name| {
            let range = book.worksheet_range(name).unwrap();
            range
                .rows()
                .map(|row| row.iter().map(ToString::to_string).collect())
                .collect::<Vec<Vec<String>>>()
        })
        .collect()
}

#[actix_web::test]
async fn the_secretarys_words_are_marked_and_go_into_the_next_one() {
    let world = World::new().await;
    many(&world).await;
    let (van, chair) = (world.sign_in(VAN).await, world.sign_in(CHAIR).await);
    freeze(&van, "0").await;
    let words = "Ba việc nóng, đề nghị quyết hôm nay.";
    let edit = at("tom-tat/sua");
    let typed = [("muc", "ba-dieu"), ("noi_dung", words), ("phien_ban", "0")];
    van.post(&edit, &typed).await.leads_to(&edit);
    // Over an older version: refused, and what was typed is still there.
    let mine = [
        ("muc", "ba-dieu"),
        ("noi_dung", "Lời khác"),
        ("phien_ban", "0"),
    ];
    let stale = van.post(&edit, &mine).await.is(409);
    stale.shows("Lời khác");
    let long = "dài ".repeat(300);
    let too_long = [
        ("muc", "ba-dieu"),
        ("noi_dung", long.as_str()),
        ("phien_ban", "1"),
    ];
    van.post(&edit, &too_long).await.is(422);
    van.post(&edit, &[("muc", "x"), ("noi_dung", "")])
        .await
        .is(400);

    chair.get(&at("tom-tat?ban=1")).await.is_ok().hides(words);
    let live = chair.get(&at("tom-tat?ban=moi")).await.is_ok();
    live.shows(words);
    freeze(&van, "1").await;
    let page = chair.get(&at("tom-tat?ban=2")).await.is_ok();
    let page = page.shows(words);
    page.shows("thư ký đã sửa");
    let pdf = text_of(&chair.get(&at("tom-tat.pdf?ban=2")).await.bytes);
    assert!(pdf.contains("thư ký đã sửa"), "{pdf}");
}

#[actix_web::test]
async fn an_empty_conference_has_a_brief_and_a_table() {
    let world = World::new().await;
    let chair = world.sign_in(CHAIR).await;
    let page = chair.get(&at("tom-tat")).await.is_ok();
    page.shows("Hội nghị chưa nhận khó khăn nào.");
    let pdf = chair.get(&at("tom-tat.pdf")).await.is_ok();
    assert!(text_of(&pdf.bytes).contains("chưa nhận khó khăn nào"));
    chair
        .get(&at("bao-cao"))
        .await
        .is_ok()
        .shows("Chưa có kiến nghị nào.");
    let pdf = chair.get(&at("bao-cao.pdf")).await.is_ok();
    assert!(text_of(&pdf.bytes).contains("Chưa có kiến nghị nào."));
}

#[actix_web::test]
async fn the_table_lies_down_and_numbers_each_group_anew() {
    let world = World::new().await;
    many(&world).await;
    let van = world.sign_in(VAN).await;
    for (by, count) in [("nhom", 4), ("don-vi", 3)] {
        let page = van.get(&at(&format!("bao-cao?theo={by}"))).await.is_ok();
        let heads = page.all("main h2");
        assert!(heads.len() >= count - 1, "{heads:?}");
        assert!(heads[0].starts_with("I. "), "{heads:?}");
        for place in 1..=heads.len() {
            let first = page.all(&format!(
                "table:nth-of-type({place}) tbody tr:first-child td.n"
            ));
            assert_eq!(first, ["1"], "{by} {place}");
        }
        let pdf = van
            .get(&at(&format!("bao-cao.pdf?theo={by}")))
            .await
            .is_ok();
        let info = poppler("pdfinfo", &[], &pdf.bytes);
        assert!(info.contains("841.89 x 595.276 pts (A4)"), "{info}");
        let said = text_of(&pdf.bytes);
        assert!(said.contains("BẢNG TỔNG HỢP KIẾN NGHỊ"), "{said}");
        let docx = words_of(&van.get(&at(&format!("bao-cao.docx?theo={by}"))).await.bytes);
        for head in &heads {
            assert!(docx.contains(head.trim()), "{head} in {docx}");
        }
    }
    van.get(&at("bao-cao?theo=gi-do")).await.is_not_found();
}

#[actix_web::test]
async fn who_filed_stands_in_the_table_for_the_secretary_only() {
    let world = World::new().await;
    world.difficulty().under_topic(1).create().await;
    world
        .difficulty()
        .under_topic(1)
        .filed_by(MINH)
        .shielded()
        .create()
        .await;
    for page in ["bao-cao", "bao-cao.docx"] {
        let words = |answer: Answer| match page {
            "bao-cao" => answer.words(),
            _ => words_of(&answer.bytes),
        };
        let secretary = words(world.sign_in(VAN).await.get(&at(page)).await.is_ok());
        assert!(secretary.contains(LAN.name), "{secretary}");
        assert!(!secretary.contains(MINH.name), "{secretary}");
        for name in [THU, CHAIR] {
            let said = words(world.sign_in(name).await.get(&at(page)).await.is_ok());
            assert!(
                !said.contains(LAN.name) && !said.contains(MINH.name),
                "{said}"
            );
        }
    }
}

#[actix_web::test]
async fn a_late_coordinator_is_not_the_leads_delay() {
    let world = World::new().await;
    let shared = world.difficulty().with_coordinating(AGRICULTURE);
    shared.standing(Status::InProgress).create().await;
    world
        .difficulty()
        .standing(Status::InProgress)
        .create()
        .await;
    world.difficulty().standing(Status::NeedInfo).create().await;
    world.set_time("2024-09-30T09:00");
    let chair = world.sign_in(CHAIR).await;
    let page = chair.get(&at("tom-tat?ban=moi")).await.is_ok();
    // Three overdue, one of them by the lead's doing.
    assert_eq!(page.all(".kpi b")[2].trim(), "3");
    let address = page
        .attributes("a[href*='don-vi'][href*='qua-han']", "href")
        .remove(0);
    chair.get(&address).await.is_ok().shows("1 dòng");
}
