//! Filing for somebody else: who may, what is asked, what is late, and the receipt.

use chrono::NaiveDate;
use diesel::prelude::*;
use doithoai::db::schema::{accounts, events, filers, submissions};
use doithoai::web::secret::random_token;
use doithoai::web::visit::cookies;

use crate::world::{ADMINISTRATOR, Answer, Browser, CHAIR, DUNG, HOA, SON, THU, VAN, World, at};

const PATH: &str = "/nhap-ho";

/// A slip filled in as its officer read it.
fn slip(token: &str) -> Vec<(&'static str, String)> {
    [
        ("kenh", "paper"),
        ("ngay_nhan", "27/06/2024"),
        ("tom_tat", "Không có chỗ phơi gốm"),
        ("ke_cu_the", "Sân phơi bị thu hồi, hàng ướt mưa."),
        ("de_nghi", "Cho thuê sân phơi chung."),
        ("loai", "household"),
        ("ten", "Hộ gốm bà Lan"),
        ("lang_nghe", "Bát Tràng"),
        ("xa_phuong", "xã Bát Tràng"),
        ("dien_thoai", "0912 000 111"),
        ("danh_tinh", "open"),
        ("nhom", ""),
        ("cong_khai", "private"),
        ("dong_y", "1"),
        ("phieu", token),
    ]
    .map(|(name, value)| (name, value.to_owned()))
    .to_vec()
}

fn with(
    mut fields: Vec<(&'static str, String)>,
    name: &str,
    value: &str,
) -> Vec<(&'static str, String)> {
    for field in fields.iter_mut().filter(|field| field.0 == name) {
        value.clone_into(&mut field.1);
    }
    fields
}

async fn send(browser: &Browser<'_>, fields: &[(&'static str, String)]) -> Answer {
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    browser.post(PATH, &fields).await
}

type Row = (String, chrono::NaiveDateTime, bool, Option<i64>);

async fn rows(world: &World) -> Vec<Row> {
    world
        .read(|conn| {
            Ok(submissions::table
                .order(submissions::id)
                .select((
                    submissions::channel,
                    submissions::received_at,
                    submissions::is_late,
                    submissions::entered_by,
                ))
                .load(conn)?)
        })
        .await
}

#[actix_web::test]
async fn a_clerk_types_slip_after_slip() {
    let world = World::new().await;
    let thu = world.sign_in(THU).await;
    let page = thu.get(PATH).await.is_ok().shows("Nhập hộ người gửi");
    assert_eq!(page.attributes("#ngay_nhan", "value"), ["28/06/2024"]);
    let token = page.attributes("[name=phieu]", "value").remove(0);
    let fields = slip(&token);
    let receipt = send(&thu, &fields)
        .await
        .leads_to("/ho-so/KK24-0001/bien-nhan");
    // The same click twice is one submission and one receipt.
    send(&thu, &fields)
        .await
        .leads_to("/ho-so/KK24-0001/bien-nhan");
    let thus = world.staff(THU).await.account_id;
    assert_eq!(
        rows(&world).await,
        [("paper".into(), at("2024-06-27T08:00"), false, Some(thus))]
    );
    let page = thu.get(&receipt.location()).await.is_ok();
    assert_eq!(page.all(".spelled li").len(), 3);
    assert!(page.all(".spelled")[0].contains(" như ") || page.all(".spelled")[0].contains("một"));
    assert_eq!(page.all("svg.qr path").len(), 1);
    let next = page.attributes(".receipt .acts a", "href").remove(0);
    assert_eq!(next, "/nhap-ho?kenh=paper&ngay=27/06/2024");
    let page = thu.get(&next).await.is_ok();
    assert_eq!(page.attributes("[name=kenh][checked]", "value"), ["paper"]);
    assert_eq!(page.attributes("#ngay_nhan", "value"), ["27/06/2024"]);
    assert_eq!(page.attributes("#ten", "value"), [""]);
    assert_ne!(page.attributes("[name=phieu]", "value"), [token]);
    // The clerk's queue has it, with how it came and whose words they are.
    thu.get("/xu-ly/KK24-0001")
        .await
        .is_ok()
        .shows("Hộ gốm bà Lan")
        .shows("Sân phơi bị thu hồi, hàng ướt mưa.");
}

#[actix_web::test]
async fn the_officers_own_details_and_login_stay_as_they_are() {
    let world = World::new().await;
    let of_hoa = |world: &World| {
        let db = world.app.db.clone();
        db.read_blocking(|conn| {
            let row: (String, String, i32) = accounts::table
                .filter(accounts::sign_in_name.eq("hoa"))
                .select((accounts::display_name, accounts::role, accounts::version))
                .first(conn)?;
            Ok::<_, doithoai::db::DbError>(row)
        })
        .unwrap()
    };
    let before = of_hoa(&world);
    let hoa = world.sign_in(HOA).await;
    send(&hoa, &slip(&random_token())).await.is(303);
    assert_eq!(of_hoa(&world), before);
    assert_eq!(hoa.cookie(cookies::FILER), None);
    let name: String = world
        .read(|conn| Ok(filers::table.select(filers::name).first(conn)?))
        .await;
    assert_eq!(name, "Hộ gốm bà Lan");
    // The record names the office that typed it, not the secretariat.
    let entered: (String, Option<i64>) = world
        .read(|conn| {
            Ok(events::table
                .filter(events::action.eq("submit"))
                .select((events::party, events::agency_id))
                .first(conn)?)
        })
        .await;
    assert_eq!(entered, ("officer".into(), Some(crate::world::TRADE)));
    // It is no file of theirs: the receipt is, and nothing more.
    hoa.get("/ho-so/KK24-0001/bien-nhan").await.is_ok();
    hoa.get("/xu-ly/KK24-0001").await.is_not_found();
    let dung = world.sign_in(DUNG).await;
    dung.get("/ho-so/KK24-0001/bien-nhan").await.is_not_found();
}

#[actix_web::test]
async fn late_is_what_was_received_late() {
    let world = World::new().await;
    world.set_time("2024-07-10T10:00");
    let thu = world.sign_in(THU).await;
    for (day, is_late) in [("03/07/2024", false), ("4.7.24", true), ("10/7/2024", true)] {
        let fields = with(slip(&random_token()), "ngay_nhan", day);
        send(&thu, &fields).await.is(303);
        let row = rows(&world).await.pop().unwrap();
        assert_eq!(row.2, is_late, "{day}");
    }
    thu.get("/ho-so/KK24-0002/bien-nhan")
        .await
        .is_ok()
        .shows("04/07/2024");
    let late: Vec<String> = world
        .read(|conn| {
            Ok(events::table
                .filter(events::action.eq("submit"))
                .order(events::seq)
                .select(events::data)
                .load(conn)?)
        })
        .await;
    assert!(late[0].contains(r#""late":false"#) && late[1].contains(r#""late":true"#));
    // The intake clock starts when it is typed in, not in the past.
    let due = world
        .read(|conn| Ok(doithoai::difficulties::queries::find(conn, 1)?))
        .await;
    assert!(due.next_due_at.unwrap() > world.now());
    assert_eq!(
        chrono::NaiveDate::from_ymd_opt(2024, 7, 3),
        Some(doithoai::dates::local_date(due.received_at))
            .filter(|day: &NaiveDate| *day <= world.app.clock.today())
    );
}

#[actix_web::test]
async fn what_is_wrong_is_said_and_everything_typed_is_kept() {
    let world = World::new().await;
    let thu = world.sign_in(THU).await;
    for (field, typed, anchor, said) in [
        ("kenh", "", "#kenh", "Chọn phiếu đến bằng cách nào"),
        ("kenh", "web", "#kenh", "Chọn phiếu đến bằng cách nào"),
        ("ngay_nhan", "", "#ngay_nhan", "Ghi ngày nhận"),
        (
            "ngay_nhan",
            "06/27/2024",
            "#ngay_nhan",
            "Không có tháng này",
        ),
        (
            "ngay_nhan",
            "hôm qua",
            "#ngay_nhan",
            "Ghi ngày nhận theo dạng",
        ),
        (
            "ngay_nhan",
            "29/06/2024",
            "#ngay_nhan",
            "Ngày nhận chưa đến",
        ),
        (
            "ngay_nhan",
            "01/01/2024",
            "#ngay_nhan",
            "Ghi từ 05/03/2024 trở đi",
        ),
        ("tom_tat", " ", "#tom_tat", ""),
        ("ten", "", "#ten", ""),
        ("loai", "", "#loai", ""),
        ("cong_khai", "", "#cong_khai", ""),
        ("dong_y", "", "#dong_y", ""),
        ("danh_tinh", "x", "#danh_tinh", ""),
        ("dien_thoai", "", "#dien_thoai", "ít nhất một cách liên hệ"),
    ] {
        let fields = with(slip(&random_token()), field, typed);
        let page = send(&thu, &fields).await.is(422).shows(said);
        assert_eq!(
            page.attributes("#tom-tat-loi a", "href"),
            [anchor],
            "{field} {typed}"
        );
        assert_eq!(
            page.all("#ke_cu_the"),
            ["Sân phơi bị thu hồi, hàng ướt mưa."]
        );
        if field != "ten" {
            assert_eq!(page.attributes("#ten", "value"), ["Hộ gốm bà Lan"]);
        }
    }
    // An e-mail address alone is a contact; the public form still asks for a telephone.
    let mut fields = with(slip(&random_token()), "dien_thoai", "");
    fields.push(("thu_dien_tu", "lan@example.vn".into()));
    let receipt = send(&thu, &fields).await.is(303).location();
    thu.get(&receipt).await.is_ok().shows("l•••@example.vn");
    // A commune that fits two is asked about.
    let fields = with(slip(&random_token()), "xa_phuong", "Đại Mỗ");
    let page = send(&thu, &fields).await.is(422);
    assert_eq!(page.all("#xa_phuong_chon input").len(), 3);
    for token in ["", "x", "../etc"] {
        send(&thu, &slip(token)).await.is(400);
    }
    let mut unknown = slip(&random_token());
    unknown.push(("la", "x".into()));
    send(&thu, &unknown).await.is(400);
    assert_eq!(rows(&world).await.len(), 1);
}

#[actix_web::test]
async fn officers_clerks_and_the_secretary_may_and_nobody_else() {
    let world = World::new().await;
    let fields = slip(&random_token());
    world.stranger().get(PATH).await.is(401);
    send(&world.stranger(), &fields).await.is(401);
    for who in [SON, CHAIR, ADMINISTRATOR] {
        let browser = world.sign_in(who).await;
        browser.get(PATH).await.is(403);
        send(&browser, &fields).await.is(403);
    }
    assert_eq!(rows(&world).await.len(), 0);
    for who in [THU, VAN, HOA, DUNG] {
        let browser = world.sign_in(who).await;
        for lang in ["vi", "en"] {
            browser.get(&format!("{PATH}?lang={lang}")).await.is_ok();
        }
        send(&browser, &slip(&random_token())).await.is(303);
    }
    assert_eq!(rows(&world).await.len(), 4);
}

#[actix_web::test]
async fn a_filer_finds_by_the_code_what_was_typed_in_for_them() {
    let world = World::new().await;
    let thu = world.sign_in(THU).await;
    let receipt = send(&thu, &slip(&random_token())).await.is(303).location();
    let code = thu.get(&receipt).await.is_ok().all("dd.ref").remove(1);
    let lan = world.stranger();
    let fields = [("ma_bi_mat", code.as_str()), ("lien_he", "0912000111")];
    let answer = lan.post("/tra-cuu", &fields).await.is(303);
    lan.get(&answer.location())
        .await
        .is_ok()
        .shows("Không có chỗ phơi gốm")
        .hides("Thu");
}

#[actix_web::test]
async fn a_text_like_a_denunciation_is_a_hint_to_the_clerk_and_never_refused() {
    let world = World::new().await;
    let thu = world.sign_in(THU).await;
    let fields = with(
        slip(&random_token()),
        "ke_cu_the",
        "Tôi tố cáo cán bộ đòi tiền.",
    );
    send(&thu, &fields).await.is(303);
    send(&thu, &slip(&random_token())).await.is(303);
    thu.get("/xu-ly/KK24-0001/tiep-nhan")
        .await
        .is_ok()
        .shows("giống tố cáo hoặc khiếu nại");
    thu.get("/xu-ly/KK24-0002/tiep-nhan")
        .await
        .is_ok()
        .hides("giống tố cáo hoặc khiếu nại");
    for page in ["/gui-kho-khan", "/gui-kho-khan/noi-dung", "/tro-giup"] {
        world
            .stranger()
            .get(page)
            .await
            .is_ok()
            .shows("Luật Khiếu nại 2011")
            .shows("Luật Tố cáo 2018");
    }
}
