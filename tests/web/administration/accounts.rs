//! Looking after accounts.

use diesel::prelude::*;
use doithoai::accounts::admin::paths;
use doithoai::accounts::queries::{self, Account};
use doithoai::accounts::{Role, activation, paths as own};
use doithoai::db::schema::accounts;

use crate::world::{ADMINISTRATOR, Answer, Browser, HOA, THU, TRADE, VAN, World};

const SECOND: &str = "quan-tri-2";
const GOOD: &str = "đơn hàng đi Nhật tháng 9";

/// A second administrator who has set a password.
async fn with_a_second(world: &World) -> Browser<'_> {
    let now = world.now();
    world
        .write(move |conn| {
            let id = queries::create(
                conn,
                SECOND,
                "Quản trị viên 2",
                Role::Administrator,
                None,
                now,
            )?;
            diesel::update(accounts::table.find(id))
                .set(accounts::password_hash.eq("-"))
                .execute(conn)?;
            Ok(())
        })
        .await;
    world.sign_in(SECOND).await
}

async fn account(world: &World, name: &str) -> Account {
    let name = name.to_owned();
    world
        .read(move |conn| Ok(queries::by_sign_in_name(conn, &name)?.unwrap()))
        .await
}

/// Presses a button of an account's page.
async fn press(browser: &Browser<'_>, account: &Account, act: &str) -> Answer {
    let version = account.version.to_string();
    let path = format!("{}/{act}", paths::show(account.id));
    browser.post(&path, &[("phien_ban", &version)]).await
}

async fn settle(browser: &Browser<'_>, account: &Account, decision: &str) -> Answer {
    let path = paths::show(account.id);
    let asked = browser
        .get(&path)
        .await
        .attributes("input[name=yeu_cau]", "value");
    let asked = asked.first().cloned().unwrap_or_else(|| "1".into());
    let fields = [("yeu_cau", asked.as_str()), ("quyet_dinh", decision)];
    browser.post(&format!("{path}/xac-nhan"), &fields).await
}

fn new_fields<'a>(name: &'a str, role: &'a str, agency: &'a str) -> [(&'a str, &'a str); 5] {
    [
        ("ten_dang_nhap", name),
        ("ten_hien_thi", "Chuyên viên phòng công nghiệp"),
        ("vai_tro", role),
        ("don_vi", agency),
        ("phien_ban", ""),
    ]
}

fn link_of(answer: &Answer) -> String {
    let words = answer.words();
    let at = words.find("/kich-hoat/").expect("a link");
    words[at..].split_whitespace().next().unwrap().to_owned()
}

#[actix_web::test]
async fn an_account_is_made_with_a_link_that_is_shown_once() {
    let world = World::new().await;
    let admin = world.sign_in(ADMINISTRATOR).await;
    let trade = TRADE.to_string();
    let made = admin
        .post(paths::NEW, &new_fields("cv-cong-nghiep", "officer", &trade))
        .await
        .is_ok()
        .shows("chỉ hiện một lần");
    let link = link_of(&made);
    let owner = world.stranger();
    let fields = [("mat_khau", GOOD), ("mat_khau_nhac_lai", GOOD)];
    owner.post(&link, &fields).await.leads_to(own::SIGN_IN);
    let sign_in = [("ten_dang_nhap", "cv-cong-nghiep"), ("mat_khau", GOOD)];
    owner
        .post(own::SIGN_IN, &sign_in)
        .await
        .leads_to(own::AFTER_SIGN_IN);
    // Neither the account's page nor the log gives the link again.
    let made = account(&world, "cv-cong-nghiep").await;
    for path in [paths::show(made.id), "/quan-tri/nhat-ky".into()] {
        let page = admin.get(&path).await.is_ok();
        assert!(!page.body.contains("/kich-hoat/"), "{path}");
    }
    admin.get("/quan-tri/nhat-ky").await.shows("Đặt mật khẩu");
}

#[actix_web::test]
async fn mistakes_come_back_beside_their_fields() {
    let world = World::new().await;
    let admin = world.sign_in(ADMINISTRATOR).await;
    admin
        .post(paths::NEW, &new_fields("Tên có dấu", "officer", ""))
        .await
        .is(422)
        .shows("không dấu")
        .shows("Vai trò này cần một đơn vị")
        .gives_back("ten_dang_nhap", "Tên có dấu");
    admin
        .post(paths::NEW, &new_fields(HOA, "clerk", ""))
        .await
        .is(422)
        .shows("đã có người dùng");
    // Filers have no account made for them here.
    for role in ["filer", "king", ""] {
        admin
            .post(paths::NEW, &new_fields("ai-do", role, ""))
            .await
            .is(422)
            .shows("Chọn một vai trò");
    }
}

#[actix_web::test]
async fn a_powerful_account_opens_when_a_second_administrator_confirms() {
    let world = World::new().await;
    let admin = world.sign_in(ADMINISTRATOR).await;
    let second = with_a_second(&world).await;
    admin
        .post(paths::NEW, &new_fields("thu-ky-2", "secretary", "1"))
        .await
        .leads_to(paths::LIST);
    let made = account(&world, "thu-ky-2").await;
    assert!(made.disabled_at.is_some(), "shut until it is confirmed");
    // Who asked does not confirm, nor let it in by another door.
    settle(&admin, &made, "dong-y").await.is(409);
    press(&admin, &made, "bat").await.is(409);
    press(&admin, &made, "lien-ket").await.is(409);
    let shown = settle(&second, &made, "dong-y").await.is_ok();
    assert!(link_of(&shown).starts_with("/kich-hoat/"));
    let made = account(&world, "thu-ky-2").await;
    assert_eq!((made.disabled_at, made.role), (None, Role::Secretary));
    // It is settled once.
    settle(&second, &made, "dong-y").await.is(409);
}

#[actix_web::test]
async fn a_refused_one_stays_shut_and_has_no_other_door() {
    let world = World::new().await;
    let admin = world.sign_in(ADMINISTRATOR).await;
    let second = with_a_second(&world).await;
    admin
        .post(paths::NEW, &new_fields("thu-ky-2", "secretary", "1"))
        .await;
    let made = account(&world, "thu-ky-2").await;
    settle(&second, &made, "khong").await.leads_to(paths::LIST);
    let made = account(&world, "thu-ky-2").await;
    press(&admin, &made, "bat").await.leads_to(paths::LIST);
    let made = account(&world, "thu-ky-2").await;
    assert!(made.disabled_at.is_some(), "asked again, not opened");
}

/// Sends an account's form.
async fn send(browser: &Browser<'_>, id: i64, fields: &[(String, String)]) -> Answer {
    let fields: Vec<_> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    browser.post(&paths::show(id), &fields).await
}

#[actix_web::test]
async fn a_role_is_given_by_one_or_by_two() {
    let world = World::new().await;
    let admin = world.sign_in(ADMINISTRATOR).await;
    let second = with_a_second(&world).await;
    let edit = |account: &Account, role: &'static str| {
        vec![
            ("ten_hien_thi".to_owned(), account.display_name.clone()),
            ("vai_tro".to_owned(), role.to_owned()),
            (
                "don_vi".to_owned(),
                account.agency_id.unwrap_or(1).to_string(),
            ),
            ("phien_ban".to_owned(), account.version.to_string()),
        ]
    };
    let hoas_browser = world.sign_in(HOA).await;
    let hoa = account(&world, HOA).await;
    send(&admin, hoa.id, &edit(&hoa, "leader"))
        .await
        .leads_to(paths::LIST);
    assert_eq!(account(&world, HOA).await.role, Role::Leader);
    hoas_browser.get("/xu-ly").await.is(401);

    let thu = account(&world, THU).await;
    send(&admin, thu.id, &edit(&thu, "secretary"))
        .await
        .leads_to(paths::LIST);
    assert_eq!(account(&world, THU).await.role, Role::Clerk, "asked only");
    settle(&second, &thu, "dong-y").await.leads_to(paths::LIST);
    assert_eq!(account(&world, THU).await.role, Role::Secretary);
    // Taking away takes one.
    let thu = account(&world, THU).await;
    send(&second, thu.id, &edit(&thu, "clerk"))
        .await
        .leads_to(paths::LIST);
    assert_eq!(account(&world, THU).await.role, Role::Clerk);
    // An old page is not written over a new one.
    send(&admin, thu.id, &edit(&thu, "officer")).await.is(409);
}

#[actix_web::test]
async fn nobody_changes_their_own_role_or_shuts_their_own_door() {
    let world = World::new().await;
    let admin = world.sign_in(ADMINISTRATOR).await;
    let me = account(&world, ADMINISTRATOR).await;
    let version = me.version.to_string();
    let fields = [
        ("ten_hien_thi", "Quản trị viên chính"),
        ("vai_tro", "secretary"),
        ("don_vi", ""),
        ("phien_ban", version.as_str()),
    ];
    admin
        .post(&paths::show(me.id), &fields)
        .await
        .leads_to(paths::LIST);
    let me = account(&world, ADMINISTRATOR).await;
    assert_eq!(me.role, Role::Administrator);
    assert_eq!(me.display_name, "Quản trị viên chính");
    for act in ["tat", "lien-ket"] {
        press(&admin, &me, act).await.is(409);
    }
    admin.get(paths::LIST).await.is_ok();
}

#[actix_web::test]
async fn a_disabled_account_loses_everything_at_its_next_request() {
    let world = World::new().await;
    let admin = world.sign_in(ADMINISTRATOR).await;
    let hoas = world.sign_in(HOA).await;
    let now = world.now();
    let hoa = account(&world, HOA).await;
    let id = hoa.id;
    let token = world
        .write(move |conn| Ok(activation::issue(conn, id, now)?))
        .await;
    hoas.get("/xu-ly/cua-toi").await.is_ok();
    press(&admin, &hoa, "tat").await.leads_to(paths::LIST);
    hoas.get("/xu-ly/cua-toi").await.is(401);
    world
        .stranger()
        .get(&activation::path(&token))
        .await
        .is_not_found();
    let hoa = account(&world, HOA).await;
    press(&admin, &hoa, "lien-ket").await.is(409);
    press(&admin, &hoa, "bat").await.leads_to(paths::LIST);
    // Enabled again, it signs in anew; neither the old login nor the old link came back.
    hoas.get("/xu-ly/cua-toi").await.is(401);
    world
        .stranger()
        .get(&activation::path(&token))
        .await
        .is_not_found();
    world.sign_in(HOA).await.get("/xu-ly/cua-toi").await.is_ok();
}

#[actix_web::test]
async fn a_new_link_for_the_secretary_takes_two() {
    let world = World::new().await;
    let admin = world.sign_in(ADMINISTRATOR).await;
    let second = with_a_second(&world).await;
    let van = account(&world, VAN).await;
    let asked = press(&admin, &van, "lien-ket").await.leads_to(paths::LIST);
    assert!(!asked.body.contains("/kich-hoat/"));
    admin
        .get("/quan-tri")
        .await
        .shows("chờ quản trị viên thứ hai");
    let link = link_of(&settle(&second, &van, "dong-y").await.is_ok());
    world.stranger().get(&link).await.is_ok();
}

#[actix_web::test]
async fn the_list_is_in_vietnamese_order_and_narrows() {
    let world = World::new().await;
    let admin = world.sign_in(ADMINISTRATOR).await;
    let page = admin.get(paths::LIST).await.is_ok();
    let words = page.words();
    let at = |name: &str| words.find(name).unwrap_or_else(|| panic!("no {name}"));
    assert!(at("Dũng") < at("Hoa") && at("Hoa") < at("Thu") && at("Thu") < at("Vân"));
    let page = admin.get("/quan-tri/nguoi-dung?q=dung").await.is_ok();
    assert!(page.words().contains("Dũng") && !page.words().contains("Vân"));
    let page = admin
        .get("/quan-tri/nguoi-dung?vai_tro=leader&trang_thai=new")
        .await
        .is_ok();
    assert!(page.words().contains("Sơn") && !page.words().contains("Dũng"));
    // What is not there, and whose it is not.
    admin.get("/quan-tri/nguoi-dung/9999").await.is_not_found();
    world.sign_in(VAN).await.get(paths::LIST).await.is(403);
}
