//! Accounts of those who file: signing up, particulars written once, what stands in the account,
//! and the board where their owner begins.

use diesel::prelude::*;
use doithoai::accounts::{paths as accounts, queries};
use doithoai::db::schema::{accounts as account_rows, submission_owners};
use doithoai::difficulties::Status;
use doithoai::filers::paths;
use doithoai::submissions::actions::lookup_code;
use doithoai::submissions::paths as filing;
use doithoai::web::visit::cookies;

use crate::world::{Browser, HOA, LAN, LANS_ACCOUNT, MINH, MINHS_ACCOUNT, World};

const PASSWORD: &str = "lò nung gas 4 khối";

const SIGN_UP: [(&str, &str); 4] = [
    ("dien_thoai_hoac_thu", "0912 000 318"),
    ("ten_hien_thi", "Xưởng gốm"),
    ("mat_khau", PASSWORD),
    ("mat_khau_nhac_lai", PASSWORD),
];

const PARTICULARS: [(&str, &str); 7] = [
    ("loai", "household"),
    ("ten", "Hộ gốm bà Lan"),
    ("lang_nghe", "Bát Tràng"),
    ("xa_phuong", "xã Bát Tràng, huyện Gia Lâm"),
    ("dien_thoai", "0912 000 111"),
    ("ma_so_thue", "001185012323"),
    ("so_lao_dong", "9"),
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

/// Files from the first step to the receipt; returns the reference.
async fn file(browser: &Browser<'_>) -> String {
    let version = |answer: &crate::world::Answer| {
        answer
            .attributes("form input[name=phien_ban]", "value")
            .first()
            .cloned()
            .unwrap_or_default()
    };
    let page = browser.get(filing::STORY).await.is_ok();
    let seen = version(&page);
    let story = [
        ("phien_ban", seen.as_str()),
        (
            "tom_tat",
            "Phải dời lò gas nhưng cụm công nghiệp đã hết đất",
        ),
        ("ke_cu_the", "Xưởng nhà tôi làm gốm ở giữa xóm."),
        ("de_nghi", "Cho thuê 300 m² ở cụm giai đoạn 2."),
    ];
    browser
        .post(filing::STORY, &story)
        .await
        .leads_to(filing::FILER);
    let page = browser.get(filing::FILER).await.is_ok();
    let seen = version(&page);
    let who = with(
        &PARTICULARS,
        &[("phien_ban", seen.as_str()), ("danh_tinh", "open")],
    );
    browser
        .post(filing::FILER, &who)
        .await
        .leads_to(filing::CHECK);
    let page = browser.get(filing::CHECK).await.is_ok();
    let seen = version(&page);
    let form = page.attributes("form input[name=phieu]", "value")[0].clone();
    let send = [
        ("phien_ban", seen.as_str()),
        ("phieu", form.as_str()),
        ("nhom", ""),
        ("cong_khai", "anonymous"),
        ("dong_y", "1"),
    ];
    let receipt = browser.post(filing::CHECK, &send).await.is(303).location();
    browser.get(&receipt).await.is_ok();
    receipt.split('/').nth(2).unwrap().to_owned()
}

#[actix_web::test]
async fn whoever_signs_up_signs_in_with_the_number_however_it_is_written() {
    let world = World::new().await;
    let lan = world.stranger();
    lan.get(accounts::SIGN_UP)
        .await
        .is_ok()
        .shows("Lập tài khoản");
    lan.post(accounts::SIGN_UP, &SIGN_UP)
        .await
        .leads_to(accounts::SIGN_IN);
    for typed in ["0912000318", "+84 912 000 318"] {
        let browser = world.stranger();
        let fields = [("ten_dang_nhap", typed), ("mat_khau", PASSWORD)];
        browser
            .post(accounts::SIGN_IN, &fields)
            .await
            .leads_to(paths::BOARD);
        assert!(browser.cookie(cookies::STAFF).is_none());
        browser.get(paths::BOARD).await.is_ok().shows("Xưởng gốm");
        browser.get("/tai-khoan").await.is_ok().shows("Xưởng gốm");
        browser.post(accounts::SIGN_OUT, &[]).await.leads_to("/");
        browser.get(paths::BOARD).await.is(401);
    }
}

#[actix_web::test]
async fn a_name_that_is_taken_is_answered_like_a_free_one_and_stays_as_it_was() {
    let world = World::new().await;
    let first = world.stranger().post(accounts::SIGN_UP, &SIGN_UP).await;
    let other = with(
        &SIGN_UP,
        &[
            ("dien_thoai_hoac_thu", "+84912000318"),
            ("mat_khau", "đơn hàng đi Nhật tháng 9"),
            ("mat_khau_nhac_lai", "đơn hàng đi Nhật tháng 9"),
        ],
    );
    let second = world.stranger().post(accounts::SIGN_UP, &other).await;
    assert_eq!(first.status, second.status);
    assert_eq!(first.location(), second.location());
    assert_eq!(first.body, second.body);
    let count: i64 = world
        .read(|conn| {
            Ok(account_rows::table
                .filter(account_rows::sign_in_name.eq("+84912000318"))
                .count()
                .get_result(conn)?)
        })
        .await;
    assert_eq!(count, 1);
    let fields = [("ten_dang_nhap", "0912000318"), ("mat_khau", PASSWORD)];
    world
        .stranger()
        .post(accounts::SIGN_IN, &fields)
        .await
        .leads_to(paths::BOARD);
}

#[actix_web::test]
async fn what_is_wrong_with_signing_up_is_said_beside_the_field() {
    let world = World::new().await;
    for (field, typed) in [
        ("dien_thoai_hoac_thu", "bà Lan"),
        ("dien_thoai_hoac_thu", "0123"),
        ("dien_thoai_hoac_thu", ""),
        ("ten_hien_thi", " "),
        ("mat_khau", "0912000318 nhé"),
        ("mat_khau_nhac_lai", "khác"),
    ] {
        let answer = world
            .stranger()
            .post(accounts::SIGN_UP, &with(&SIGN_UP, &[(field, typed)]))
            .await
            .is(422);
        assert!(
            answer.body.contains(&format!("href=\"#{field}\"")),
            "{field} {typed}"
        );
        assert!(!answer.body.contains(PASSWORD));
    }
    world
        .stranger()
        .post(accounts::SIGN_UP, &with(&SIGN_UP, &[("ten_hien_thi", "")]))
        .await
        .is(422)
        .gives_back("dien_thoai_hoac_thu", "0912 000 318");
}

#[actix_web::test]
async fn a_forgotten_password_is_a_matter_for_people_and_says_so() {
    let world = World::new().await;
    world
        .stranger()
        .get(accounts::FORGOTTEN)
        .await
        .is_ok()
        .shows("không gửi được thư")
        .shows("mã tra cứu");
}

#[actix_web::test]
async fn filers_do_not_enter_where_staff_work_nor_staff_the_board_of_filers() {
    let world = World::new().await;
    let lan = world.sign_in(LANS_ACCOUNT).await;
    for path in ["/xu-ly", "/xu-ly/tat-ca", "/nhap-ho"] {
        lan.get(path).await.is(403);
    }
    let hoa = world.sign_in(HOA).await;
    hoa.get(paths::BOARD).await.is(403);
    world.stranger().get(paths::BOARD).await.is(401);
}

#[actix_web::test]
async fn particulars_are_written_once_and_fill_the_forms() {
    let world = World::new().await;
    let lan = world.sign_in(LANS_ACCOUNT).await;
    let first = with(&PARTICULARS, &[("phien_ban", "0")]);
    lan.post(paths::PROFILE, &first)
        .await
        .leads_to(paths::BOARD);
    let page = lan.get(paths::PROFILE).await.is_ok();
    assert_eq!(
        page.attributes("input[name=ma_so_thue]", "value"),
        ["001•••••••23"]
    );
    assert!(!page.body.contains("001185012323"), "masked everywhere");
    // What was shown masked comes back as it was shown, and is the number it was.
    let masked = with(
        &PARTICULARS,
        &[
            ("phien_ban", "1"),
            ("ma_so_thue", "001•••••••23"),
            ("so_lao_dong", "12"),
        ],
    );
    lan.post(paths::PROFILE, &masked)
        .await
        .leads_to(paths::BOARD);
    let kept: Option<String> = world
        .read(|conn| {
            use doithoai::db::schema::profiles;
            Ok(profiles::table.select(profiles::tax_code).first(conn)?)
        })
        .await;
    assert_eq!(kept.as_deref(), Some("001185012323"));
    let story = [
        ("phien_ban", "0"),
        ("tom_tat", "Thiếu đất"),
        ("ke_cu_the", "Xưởng ở giữa xóm."),
        ("de_nghi", "Cho thuê đất."),
    ];
    lan.post(filing::STORY, &story)
        .await
        .leads_to(filing::FILER);
    let step = lan.get(filing::FILER).await.is_ok();
    assert_eq!(step.attributes("input[name=ten]", "value"), [LAN.name]);
    assert_eq!(step.attributes("input[name=so_lao_dong]", "value"), ["12"]);
    assert!(!step.body.contains("001185012323"));
}

#[actix_web::test]
async fn two_pages_of_particulars_never_overwrite_each_other() {
    let world = World::new().await;
    let lan = world.sign_in(LANS_ACCOUNT).await;
    let first = with(&PARTICULARS, &[("phien_ban", "0")]);
    lan.post(paths::PROFILE, &first)
        .await
        .leads_to(paths::BOARD);
    let second = with(&PARTICULARS, &[("phien_ban", "1"), ("so_lao_dong", "12")]);
    lan.post(paths::PROFILE, &second)
        .await
        .leads_to(paths::BOARD);
    let stale = with(&PARTICULARS, &[("phien_ban", "1"), ("so_lao_dong", "15")]);
    lan.post(paths::PROFILE, &stale)
        .await
        .is(409)
        .gives_back("so_lao_dong", "15")
        .shows("12");
    // The same click again is no conflict.
    lan.post(paths::PROFILE, &second)
        .await
        .leads_to(paths::BOARD);
}

#[actix_web::test]
async fn a_commune_that_became_several_is_chosen_by_a_person() {
    let world = World::new().await;
    let lan = world.sign_in(LANS_ACCOUNT).await;
    let several = with(&PARTICULARS, &[("phien_ban", "0"), ("xa_phuong", "Đại Mỗ")]);
    lan.post(paths::PROFILE, &several)
        .await
        .is(422)
        .gives_back("xa_phuong", "Đại Mỗ")
        .shows("Phường Đại Mỗ")
        .shows("Xã Đại Mỗ");
    let chosen = with(&several, &[("xa_phuong_chon", "12")]);
    lan.post(paths::PROFILE, &chosen)
        .await
        .leads_to(paths::BOARD);
}

#[actix_web::test]
async fn what_is_filed_signed_in_stands_in_the_account_on_every_machine() {
    let world = World::new().await;
    let lan = world.sign_in(LANS_ACCOUNT).await;
    let reference = file(&lan).await;
    assert!(
        lan.cookie(cookies::FILER).is_none(),
        "the account is enough"
    );
    let elsewhere = world.sign_in(LANS_ACCOUNT).await;
    elsewhere.get(paths::BOARD).await.is_ok().shows(&reference);
    let path = format!("/ho-so/{reference}");
    elsewhere.get(&path).await.is_ok().shows("Xưởng nhà tôi");
    elsewhere.get(&format!("{path}/bien-nhan")).await.is_ok();
    let minh = world.sign_in(MINHS_ACCOUNT).await;
    minh.get(&path).await.is_not_found();
    minh.get(&format!("{path}/bien-nhan")).await.is_not_found();
    minh.get(paths::BOARD).await.is_ok().hides(&reference);
}

#[actix_web::test]
async fn a_draft_is_found_on_the_board_of_another_machine() {
    let world = World::new().await;
    let lan = world.sign_in(LANS_ACCOUNT).await;
    let story = [
        ("phien_ban", "0"),
        ("tom_tat", "Thiếu đất làm xưởng"),
        ("sau", "1"),
    ];
    lan.post(filing::STORY, &story).await.is(303);
    let elsewhere = world.sign_in(LANS_ACCOUNT).await;
    let board = elsewhere.get(paths::BOARD).await.is_ok();
    let link = board
        .attributes("section[aria-labelledby=nhap] a", "href")
        .first()
        .cloned()
        .unwrap();
    elsewhere
        .get(&link)
        .await
        .is_ok()
        .shows("Thiếu đất làm xưởng");
    world
        .sign_in(MINHS_ACCOUNT)
        .await
        .get(paths::BOARD)
        .await
        .hides("Thiếu đất làm xưởng");
}

#[actix_web::test]
async fn an_earlier_file_is_taken_in_with_code_and_phone_once() {
    let world = World::new().await;
    let filed = world.difficulty().file().await;
    let code = filed.code.to_string();
    let lan = world.sign_in(LANS_ACCOUNT).await;
    let wrong = lookup_code(&world.app.secret, "", "nobody").to_string();
    for (code, contact) in [
        (wrong.as_str(), LAN.phone),
        (code.as_str(), MINH.phone),
        (code.as_str(), ""),
        ("", LAN.phone),
    ] {
        lan.post(paths::CLAIM, &[("ma_bi_mat", code), ("lien_he", contact)])
            .await
            .is(422)
            .gives_back("lien_he", contact);
    }
    let right = [("ma_bi_mat", code.as_str()), ("lien_he", "0912000111")];
    lan.post(paths::CLAIM, &right).await.leads_to(paths::BOARD);
    lan.post(paths::CLAIM, &right).await.leads_to(paths::BOARD);
    let path = format!("/ho-so/{}", filed.difficulty.reference);
    lan.get(&path)
        .await
        .is_ok()
        .shows("Đưa hồ sơ vào tài khoản");
    let minh = world.sign_in(MINHS_ACCOUNT).await;
    minh.post(paths::CLAIM, &right)
        .await
        .is(422)
        .shows("tài khoản khác");
    let owners: i64 = world
        .read(|conn| Ok(submission_owners::table.count().get_result(conn)?))
        .await;
    assert_eq!(owners, 1);
}

#[actix_web::test]
async fn what_this_browser_opened_by_code_is_taken_in_by_one_click() {
    let world = World::new().await;
    let item = world.difficulty().create().await;
    let lan = world.sign_in(LANS_ACCOUNT).await;
    lan.post(paths::CLAIM, &[("dang_mo", "1")]).await.is(422);
    let opened = world.filer_of(&item).await;
    lan.set_cookie(cookies::FILER, &opened.cookie(cookies::FILER).unwrap());
    lan.get(paths::BOARD)
        .await
        .is_ok()
        .shows("Trình duyệt này đang mở");
    lan.post(paths::CLAIM, &[("dang_mo", "1")])
        .await
        .leads_to(paths::BOARD);
}

#[actix_web::test]
async fn what_must_be_done_comes_first_and_counts_lead_to_exactly_their_rows() {
    let world = World::new().await;
    for status in [
        Status::NeedInfo,
        Status::NeedInfo,
        Status::Answered,
        Status::Submitted,
        Status::InProgress,
        Status::Closed,
    ] {
        let item = world.difficulty().standing(status).create().await;
        world.owned_by(&item, LANS_ACCOUNT).await;
    }
    world.difficulty().filed_by(MINH).create().await;
    let lan = world.sign_in(LANS_ACCOUNT).await;
    let board = lan.get(paths::BOARD).await.is_ok();
    let words = board.words();
    let todo = words
        .find("Cần bạn trả lời (2)")
        .expect("first what is asked");
    let judge = words
        .find("Cần bạn đánh giá (1)")
        .expect("then what was answered");
    let rest = words.find("Đang xử lý (2)").expect("then the others");
    assert!(todo < judge && judge < rest);
    for (part, count) in [
        ("can-tra-loi", 2),
        ("can-danh-gia", 1),
        ("dang-xu-ly", 2),
        ("da-xong", 1),
    ] {
        let page = lan
            .get(&format!("{}?muc={part}", paths::BOARD))
            .await
            .is_ok();
        let rows = page.all("section[aria-labelledby=ds] .files li");
        assert_eq!(rows.len(), count, "{part}");
        assert!(page.words().contains(&format!("({count})")), "{part}");
    }
}

#[actix_web::test]
async fn words_are_looked_for_among_ones_own_only_and_marks_do_not_matter() {
    let world = World::new().await;
    let gas = world.difficulty().titled("Phải dời lò gas").create().await;
    let road = world.difficulty().titled("Đường vào làng hẹp");
    let road = road.telling("Xe tải không vào được.").create().await;
    let foreign = world
        .difficulty()
        .filed_by(MINH)
        .titled("Lò gas của hợp tác xã")
        .create()
        .await;
    world.owned_by(&gas, LANS_ACCOUNT).await;
    world.owned_by(&road, LANS_ACCOUNT).await;
    let lan = world.sign_in(LANS_ACCOUNT).await;
    for query in ["lo+gas", "l%C3%B2+gas"] {
        lan.get(&format!("{}?q={query}", paths::BOARD))
            .await
            .is_ok()
            .shows(&gas.reference)
            .hides(&road.reference)
            .hides(&foreign.reference);
    }
    lan.get(&format!("{}?q=khong+co", paths::BOARD))
        .await
        .is_ok()
        .shows("Không thấy hồ sơ nào");
}

#[actix_web::test]
async fn a_long_board_has_pages() {
    let world = World::new().await;
    for _ in 0..27 {
        let item = world.difficulty().create().await;
        world.owned_by(&item, LANS_ACCOUNT).await;
    }
    let lan = world.sign_in(LANS_ACCOUNT).await;
    let first = lan.get(paths::BOARD).await.is_ok();
    let rows = |page: &crate::world::Answer| {
        page.attributes("section[aria-labelledby=ds] .files a", "href")
    };
    assert_eq!(rows(&first).len(), 25);
    let next = first.attributes("a[rel=next]", "href")[0].clone();
    let second = lan.get(&next).await.is_ok();
    assert_eq!(rows(&second).len(), 2);
    assert!(rows(&second).iter().all(|row| !rows(&first).contains(row)));
}

#[actix_web::test]
async fn the_owner_does_what_the_look_up_code_allows() {
    let world = World::new().await;
    let lan = world.sign_in(LANS_ACCOUNT).await;
    let asked = world.difficulty().standing(Status::NeedInfo).create().await;
    world.owned_by(&asked, LANS_ACCOUNT).await;
    let path = format!("/ho-so/{}", asked.reference);
    let version = asked.version.to_string();
    let supply = [
        ("phien_ban", version.as_str()),
        ("bo_sung", "Xưởng rộng 180 m²."),
    ];
    lan.post(&format!("{path}/trao-doi"), &supply)
        .await
        .leads_to(&path);
    assert_ne!(world.reload(&asked).await.status, Status::NeedInfo);
    let answered = world.difficulty().standing(Status::Answered).create().await;
    world.owned_by(&answered, LANS_ACCOUNT).await;
    let path = format!("/ho-so/{}", answered.reference);
    let version = answered.version.to_string();
    let judge = [
        ("phien_ban", version.as_str()),
        ("ket_qua", "da_xong"),
        ("diem", "5"),
    ];
    let minh = world.sign_in(MINHS_ACCOUNT).await;
    minh.post(&format!("{path}/danh-gia"), &judge).await;
    assert_eq!(world.reload(&answered).await.status, Status::Answered);
    lan.get(&path).await.is_ok();
    let solved = lan
        .get(&path)
        .await
        .attributes("input[name=ket_qua]", "value")[0]
        .clone();
    let judge = with(&judge, &[("ket_qua", solved.as_str())]);
    lan.post(&format!("{path}/danh-gia"), &judge)
        .await
        .leads_to(&path);
    assert_eq!(world.reload(&answered).await.status, Status::Closed);
}

#[actix_web::test]
async fn a_disabled_account_is_nobody_from_the_next_request_on() {
    let world = World::new().await;
    let lan = world.sign_in(LANS_ACCOUNT).await;
    lan.get(paths::BOARD).await.is_ok();
    let now = world.now();
    world
        .write(move |conn| {
            let account = queries::by_sign_in_name(conn, LANS_ACCOUNT)?.unwrap();
            diesel::update(account_rows::table.find(account.id))
                .set(account_rows::disabled_at.eq(Some(now)))
                .execute(conn)?;
            Ok(())
        })
        .await;
    lan.get(paths::BOARD).await.is(401);
}
