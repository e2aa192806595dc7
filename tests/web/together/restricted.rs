//! One that names an official is there for those named on it, and for nobody else behind any door.

use std::collections::BTreeMap;

use actix_web::http::Method;
use diesel::prelude::*;
use doithoai::db::schema::notices;
use doithoai::difficulties::actions::Act;
use doithoai::difficulties::workbench::paths;
use doithoai::difficulties::{Action, Difficulty, Publication, Status};

use super::{at, version};
use crate::addresses::{all, is_about_an_item};
use crate::world::{
    ADMINISTRATOR, AGRICULTURE, Browser, CHAIR, DUNG, DUNGS_LEADER, HOA, LAN, SON, THU, VAN, World,
};

/// What no page of anybody else may say.
const PLANTED: &str = "quynhlamviet";
const LIKE_IT: &str = "Bị đòi tiền khi xin giấy phép lò gốm ở cụm công nghiệp";

/// Everybody of the staff but the secretary.
const OTHERS: [&str; 7] = [HOA, SON, DUNG, DUNGS_LEADER, THU, CHAIR, ADMINISTRATOR];

async fn name_on(world: &World, difficulty: &Difficulty, who: &str) {
    let person = world.staff(who).await.account_id.to_string();
    let page = at(paths::RESTRICTION, difficulty);
    let fields = [
        ("viec", "them"),
        ("nguoi", person.as_str()),
        ("ly_do", "Không liên quan đến người bị nêu tên."),
    ];
    world
        .sign_in(VAN)
        .await
        .post(&page, &fields)
        .await
        .leads_to(&page);
}

/// Every page by GET, about the other item where it is about one, and the lists and searches that
/// would find the planted one.
fn everywhere(other: &Difficulty) -> Vec<String> {
    let mut pages: Vec<String> = all(&Method::GET, &other.reference)
        .into_iter()
        .map(|address| address.concrete)
        .collect();
    for list in [
        "/xu-ly/tim",
        "/xu-ly/tat-ca",
        "/xu-ly/don-vi",
        "/xu-ly/phoi-hop",
        "/xu-ly/cua-toi",
        "/xu-ly/tiep-nhan",
        "/kho-khan",
    ] {
        for query in [PLANTED, "cum cong nghiep", "lo gom"] {
            pages.push(format!("{list}?q={query}").replace(' ', "+"));
        }
    }
    pages
}

/// What everybody's pages say, without what changes by itself.
async fn said(browser: &Browser<'_>, other: &Difficulty) -> BTreeMap<String, String> {
    let mut said = BTreeMap::new();
    for page in everywhere(other) {
        let answer = browser.get(&page).await;
        assert!(answer.status.as_u16() < 500, "{page}: {}", answer.words());
        said.insert(page, answer.body.clone());
    }
    said
}

fn person(name: &str) -> String {
    format!("{name}: ")
}

#[actix_web::test]
async fn no_page_of_anybody_else_tells_of_it() {
    let world = World::new().await;
    let other = world
        .difficulty()
        .filed_by(LAN)
        .titled(LIKE_IT)
        .with_coordinating(AGRICULTURE)
        .standing(Status::InProgress)
        .create()
        .await;
    let mut before = BTreeMap::new();
    for name in OTHERS {
        let browser = world.sign_in(name).await;
        before.insert(name, pages_in_words(&browser, &other).await);
    }
    // By the same filer, about the same, answered and published before it was found to name one;
    // in progress with the same agencies; and one that waits at the desk.
    let title = format!("{LIKE_IT} {PLANTED}");
    let item = || world.difficulty().filed_by(LAN).titled(&title);
    let told = format!("Có người đòi tiền, {PLANTED}.");
    let published = item().telling(&told).published().create().await;
    let set = [
        ("viec", "dat"),
        ("ly_do", "Nêu tên cán bộ."),
        ("phien_ban", &*version(&published)),
    ];
    let page = at(paths::RESTRICTION, &published);
    world
        .sign_in(VAN)
        .await
        .post(&page, &set)
        .await
        .leads_to(&page);
    let working = item()
        .telling(&told)
        .with_coordinating(AGRICULTURE)
        .restricted()
        .standing(Status::Assigned)
        .create()
        .await;
    let waiting = item().telling(&told).restricted().create().await;
    // In an officer's hands when it was found to name somebody.
    let taken = item()
        .telling(&told)
        .standing(Status::InProgress)
        .create()
        .await;
    let set = [
        ("viec", "dat"),
        ("ly_do", "Nêu tên cán bộ."),
        ("phien_ban", &*version(&taken)),
    ];
    let page = at(paths::RESTRICTION, &taken);
    world
        .sign_in(VAN)
        .await
        .post(&page, &set)
        .await
        .leads_to(&page);
    let planted = [&published, &working, &waiting, &taken];
    for name in OTHERS {
        let browser = world.sign_in(name).await;
        for (page, body) in said(&browser, &other).await {
            let typed = page.contains(PLANTED);
            assert!(
                typed || !body.contains(PLANTED),
                "{}{page} says the word",
                person(name)
            );
            for one in planted {
                assert!(
                    !body.contains(&one.reference),
                    "{}{page} says {}",
                    person(name),
                    one.reference
                );
            }
        }
        // Nor does a number move.
        let after = pages_in_words(&browser, &other).await;
        // The sheet carries the moment it was made; accounts and the system log tell of the logins
        // of this test.
        let changes = ["/nhap-nhieu/mau.xlsx", "/tai-khoan", "/quan-tri"];
        let comparable = |page: &str| !changes.iter().any(|prefix| page.starts_with(prefix));
        for (page, words) in before[name].iter().filter(|(page, _)| comparable(page)) {
            assert_eq!(words, &after[page], "{}{page}", person(name));
        }
    }
    for browser in [world.stranger(), world.filer_of(&other).await] {
        for (page, body) in said(&browser, &other).await {
            assert!(
                page.contains(PLANTED) || !body.contains(PLANTED),
                "{page} says the word"
            );
            assert!(
                planted.iter().all(|one| !body.contains(&one.reference)),
                "{page} names it"
            );
        }
    }
}

/// The lists and counts, as read.
async fn pages_in_words(browser: &Browser<'_>, other: &Difficulty) -> BTreeMap<String, String> {
    let mut pages = BTreeMap::new();
    for address in all(&Method::GET, &other.reference) {
        // Forms carry what is new each time; history and lists do not.
        if is_about_an_item(address.path) || address.path.starts_with("/gui-kho-khan") {
            continue;
        }
        let answer = browser.get(&address.concrete).await;
        pages.insert(address.concrete, answer.words());
    }
    pages
}

#[actix_web::test]
async fn the_named_see_it_and_their_colleagues_get_a_missing_number() {
    let world = World::new().await;
    let difficulty = world
        .difficulty()
        .restricted()
        .standing(Status::Assigned)
        .create()
        .await;
    let bench = at(paths::WORKBENCH, &difficulty);
    name_on(&world, &difficulty, HOA).await;
    let hoa = world.sign_in(HOA).await;
    hoa.get(&bench).await.is_ok();
    hoa.get("/xu-ly/don-vi").await.shows(&difficulty.reference);
    let son = world.sign_in(SON).await;
    let missing = son.get("/xu-ly/KK24-9999").await.is_not_found().body;
    let hidden = son.get(&bench).await.is_not_found().body;
    assert_eq!(hidden.replace(&difficulty.reference, "KK24-9999"), missing);
    // Named no longer, it is gone.
    let person = world.staff(HOA).await.account_id.to_string();
    let page = at(paths::RESTRICTION, &difficulty);
    let van = world.sign_in(VAN).await;
    let bare = [("viec", "bot"), ("nguoi", person.as_str())];
    van.post(&page, &bare).await.is(422);
    let fields = [
        ("viec", "bot"),
        ("nguoi", person.as_str()),
        ("ly_do", "Đã chuyển công tác."),
    ];
    van.post(&page, &fields).await.leads_to(&page);
    hoa.get(&bench).await.is_not_found();
    van.get(&at(paths::HISTORY, &difficulty))
        .await
        .shows("nêu tên Hoa")
        .shows("Đã chuyển công tác.");
}

#[actix_web::test]
async fn only_the_named_can_be_put_in_charge_of_it() {
    let world = World::new().await;
    let difficulty = world
        .difficulty()
        .restricted()
        .standing(Status::Assigned)
        .create()
        .await;
    name_on(&world, &difficulty, SON).await;
    let page = at(paths::OFFICER, &difficulty);
    let son = world.sign_in(SON).await;
    son.get(&page)
        .await
        .is_ok()
        .shows("Chưa có chuyên viên nào của cơ quan được nêu tên");
    let hoa = world.staff(HOA).await.account_id.to_string();
    let now = version(&difficulty);
    son.post(&page, &[("can_bo", &hoa), ("phien_ban", &now)])
        .await
        .is(422);
    name_on(&world, &difficulty, HOA).await;
    son.post(&page, &[("can_bo", &hoa), ("phien_ban", &now)])
        .await
        .leads_to(&at(paths::WORKBENCH, &difficulty));
}

#[actix_web::test]
async fn a_clerk_may_restrict_and_then_does_not_see_it() {
    let world = World::new().await;
    let difficulty = world.difficulty().published().create().await;
    let page = at(paths::RESTRICTION, &difficulty);
    let thu = world.sign_in(THU).await;
    let now = version(&difficulty);
    let bare = [("viec", "dat"), ("phien_ban", now.as_str())];
    thu.post(&page, &bare).await.is(422);
    let fields = [
        ("viec", "dat"),
        ("ly_do", "Nêu tên cán bộ."),
        ("phien_ban", now.as_str()),
    ];
    thu.post(&page, &fields).await.leads_to("/xu-ly");
    thu.get(&page).await.is_not_found();
    let after = world.reload(&difficulty).await;
    assert!(after.restricted);
    assert_eq!(after.publication, Publication::Private);
    world
        .stranger()
        .get(&format!("/ho-so/{}", difficulty.reference))
        .await
        .hides(&difficulty.title);
    // The secretary decides alone that everybody may see it again.
    let van = world.sign_in(VAN).await;
    let now = version(&after);
    let clear = [
        ("viec", "bo"),
        ("ly_do", "Không nêu ai."),
        ("phien_ban", now.as_str()),
    ];
    van.post(&page, &clear).await.leads_to(&page);
    assert!(!world.reload(&difficulty).await.restricted);
    thu.get(&page).await.is_ok().hides("Bỏ hạn chế người xem");
    world.sign_in(HOA).await.get(&page).await.is(403);
}

#[actix_web::test]
async fn notices_go_to_the_named_and_not_to_their_agency() {
    let world = World::new().await;
    let difficulty = world
        .difficulty()
        .restricted()
        .standing(Status::Assigned)
        .create()
        .await;
    name_on(&world, &difficulty, HOA).await;
    let remind = Act::Simple {
        action: Action::Remind,
        note: String::new(),
    };
    world.act(VAN, &difficulty, remind).await.unwrap();
    let id = difficulty.id;
    let told: Vec<(Option<i64>, Option<i64>)> = world
        .read(move |conn| {
            Ok(notices::table
                .filter(notices::difficulty_id.eq(id))
                .filter(notices::submission_id.is_null())
                .filter(notices::kind.eq_any([Action::Remind.as_str(), Action::Assign.as_str()]))
                .select((notices::agency_id, notices::account_id))
                .load(conn)?)
        })
        .await;
    let hoa = world.staff(HOA).await.account_id;
    assert_eq!(told, [(None, Some(hoa))]);
}

/// A letter whose second part was found to name somebody: the history of the first says that it
/// was split, and not into what.
#[actix_web::test]
async fn a_restricted_sibling_is_not_named_by_the_history() {
    use doithoai::difficulties::Priority;
    use doithoai::difficulties::actions::Split;
    use doithoai::difficulties::passages::{Ask, Fate, Passage, Span};

    let world = World::new().await;
    let first = world
        .difficulty()
        .telling("Xưởng ở giữa xóm. Ông ấy đòi tiền ta.")
        .asking("Cho thuê đất.")
        .create()
        .await;
    let submission_id = first.submission_id;
    let ask = |title: &str| {
        Fate::Asks(Ask {
            topic_group_id: world.topics[0].id,
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
            passage(0, 17, ask("Phải dời lò gas")),
            passage(18, 37, ask("Bị đòi tiền")),
            passage(39, 52, Fate::With(0)),
        ]),
        note: String::new(),
    };
    world.act(THU, &first, accept).await.unwrap();
    let history = at(paths::HISTORY, &first);
    let thu = world.sign_in(THU).await;
    thu.get(&history).await.shows("KK24-0002");
    let second = world
        .read(move |conn| {
            let all = doithoai::difficulties::queries::of_submission(conn, submission_id)?;
            Ok(all[1].clone())
        })
        .await;
    let page = at(paths::RESTRICTION, &second);
    let now = version(&second);
    let set = [
        ("viec", "dat"),
        ("ly_do", "Nêu tên cán bộ."),
        ("phien_ban", now.as_str()),
    ];
    thu.post(&page, &set).await.leads_to("/xu-ly");
    // The message about what was just done was for whoever did it.
    thu.get("/xu-ly").await;
    thu.get(&history).await.is_ok().hides("KK24-0002");
    world
        .sign_in(VAN)
        .await
        .get(&history)
        .await
        .shows("KK24-0002");
}
