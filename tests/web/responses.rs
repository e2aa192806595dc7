//! The draft editor and the leader's page.

use diesel::prelude::*;
use doithoai::db::schema::{commitments, notices, responses as table};
use doithoai::difficulties::actions::Act;
use doithoai::difficulties::workbench::paths::{SEND_BACK, TAKE, WORKBENCH, of};
use doithoai::difficulties::{Action, Difficulty, Outcome, Status};
use doithoai::responses::{Response, ResponseState, paths, queries};

use crate::workbench::Keeps;
use crate::world::{AGRICULTURE, Browser, HOA, MINH, SON, THU, VAN, World};

fn at(path: &str, difficulty: &Difficulty) -> String {
    of(path, &difficulty.reference)
}

async fn latest(world: &World, difficulty: &Difficulty) -> Response {
    let id = difficulty.id;
    world
        .read(move |conn| Ok(queries::latest(conn, id)?.unwrap()))
        .await
}

async fn count(world: &World, difficulty: &Difficulty) -> i64 {
    let id = difficulty.id;
    world
        .read(move |conn| {
            Ok(table::table
                .filter(table::difficulty_id.eq(id))
                .count()
                .get_result(conn)?)
        })
        .await
}

async fn told_filer(world: &World, difficulty: &Difficulty) -> Vec<String> {
    let (id, submission_id) = (difficulty.id, difficulty.submission_id);
    world
        .read(move |conn| {
            Ok(notices::table
                .filter(notices::difficulty_id.eq(id))
                .filter(notices::submission_id.eq(submission_id))
                .order(notices::id)
                .select(notices::kind)
                .load(conn)?)
        })
        .await
}

/// The editor's form as the page stands, with some fields typed over.
async fn typed(browser: &Browser<'_>, path: &str, over: &[(&str, &str)]) -> Vec<(String, String)> {
    let page = browser.get(path).await.is_ok();
    let mut fields = Vec::new();
    for name in ["so_ban", "phien_ban", "ho_so_phien_ban"] {
        let value = page
            .attributes(&format!("#tl input[name={name}]"), "value")
            .remove(0);
        fields.push((name.to_owned(), value));
    }
    for name in ["tra_loi_ngan", "tra_loi", "can_cu"] {
        fields.push((
            name.to_owned(),
            page.all(&format!("textarea[name={name}]")).remove(0),
        ));
    }
    if let Some(chosen) = page
        .attributes("input[name=ket_qua][checked]", "value")
        .pop()
    {
        fields.push(("ket_qua".into(), chosen));
    }
    for (name, of) in [
        ("cam_ket", "input[name=cam_ket]"),
        ("dv_cam_ket", "select[name=dv_cam_ket] option[selected]"),
        ("han_cam_ket", "input[name=han_cam_ket]"),
        ("cap_tren", "input[name=cap_tren]"),
        ("can_cu_chon", "input[name=can_cu_chon][checked]"),
    ] {
        for value in page.attributes(of, "value") {
            fields.push((name.to_owned(), value));
        }
    }
    fields.retain(|(known, _)| over.iter().all(|(name, _)| known != name));
    for (name, value) in over {
        fields.push(((*name).to_owned(), (*value).to_owned()));
    }
    fields
}

fn refs(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect()
}

#[actix_web::test]
async fn from_taking_it_to_the_answer_with_one_sending_back() {
    let world = World::new().await;
    let difficulty = world.difficulty().standing(Status::Assigned).create().await;
    let (hoa, son) = (world.sign_in(HOA).await, world.sign_in(SON).await);
    let (edit, approve, bench) = (
        at(paths::DRAFT, &difficulty),
        at(paths::APPROVE, &difficulty),
        at(WORKBENCH, &difficulty),
    );
    hoa.post(
        &at(TAKE, &difficulty),
        &[("phien_ban", &difficulty.version.to_string())],
    )
    .await
    .leads_to(&bench);

    // An unfinished draft is kept; nothing is preselected.
    let fields = typed(
        &hoa,
        &edit,
        &[("tra_loi", "Sở Công Thương trả lời."), ("viec", "nhap")],
    )
    .await;
    hoa.post(&edit, &refs(&fields)).await.leads_to(&edit);
    assert_eq!(latest(&world, &difficulty).await.outcome(), None);
    let fields = typed(&hoa, &edit, &[("viec", "trinh")]).await;
    hoa.post(&edit, &refs(&fields))
        .await
        .is(422)
        .shows("Hãy chọn kết quả.")
        .shows("Hãy viết trả lời ngắn")
        .shows("Sở Công Thương trả lời.");

    let over = [
        ("ket_qua", "explained"),
        ("tra_loi_ngan", "Có đất từ quý II."),
        ("viec", "trinh"),
    ];
    // An explanation rests on a rule.
    let fields = typed(&hoa, &edit, &over).await;
    hoa.post(&edit, &refs(&fields))
        .await
        .is(422)
        .shows("Kết quả này phải có căn cứ pháp lý");
    let over = [
        ("ket_qua", "explained"),
        ("tra_loi_ngan", "Có đất từ quý II."),
        ("can_cu", "Quyết định về cụm công nghiệp"),
        ("viec", "trinh"),
    ];
    let fields = typed(&hoa, &edit, &over).await;
    hoa.post(&edit, &refs(&fields)).await.leads_to(&bench);
    assert_eq!(
        world.reload(&difficulty).await.status,
        Status::PendingApproval
    );
    assert_eq!(
        latest(&world, &difficulty).await.state,
        ResponseState::Submitted
    );
    hoa.get(&edit)
        .await
        .is(409)
        .shows("Dự thảo trả lời đang trình duyệt.");

    son.get(&approve)
        .await
        .is_ok()
        .shows("Người gửi sẽ đọc")
        .shows("Có đất từ quý II.")
        .shows("Sở Công Thương trả lời.");
    let back = at(SEND_BACK, &difficulty);
    let now = world.reload(&difficulty).await.version.to_string();
    son.post(&back, &[("ly_do", ""), ("phien_ban", &now)])
        .await
        .is(422);
    son.post(
        &back,
        &[("ly_do", "Nêu rõ diện tích."), ("phien_ban", &now)],
    )
    .await
    .leads_to(&bench);

    // The version stays as it was, with the reason; the revision is a new one.
    hoa.get(&edit)
        .await
        .is_ok()
        .shows("Nêu rõ diện tích.")
        .shows("Sở Công Thương trả lời.");
    let over = [
        ("tra_loi", "Sở Công Thương trả lời: 300 m²."),
        ("viec", "trinh"),
    ];
    let fields = typed(&hoa, &edit, &over).await;
    hoa.post(&edit, &refs(&fields)).await.leads_to(&bench);
    assert_eq!(count(&world, &difficulty).await, 2);
    hoa.get(&bench)
        .await
        .is_ok()
        .shows("Bản 1, bị trả lại")
        .shows("Nêu rõ diện tích.")
        .shows("Bản 2, đang trình duyệt");

    let now = world.reload(&difficulty).await.version.to_string();
    son.post(&approve, &[("so_van_ban", "215/SCT"), ("phien_ban", &now)])
        .await
        .leads_to(&bench);
    let after = world.reload(&difficulty).await;
    assert_eq!(
        (after.status, after.outcome),
        (Status::Answered, Some(Outcome::Explained))
    );
    assert_eq!(
        told_filer(&world, &difficulty).await.last().unwrap(),
        "approve"
    );
    let released = latest(&world, &difficulty).await;
    assert_eq!(released.document_number, "215/SCT");
    assert_eq!(released.released_at, Some(world.now()));
    son.post(&approve, &[("so_van_ban", "216/SCT"), ("phien_ban", &now)])
        .await
        .is(409)
        .shows("Hồ sơ đã được trả lời.")
        .keeps("216/SCT");
    assert_eq!(told_filer(&world, &difficulty).await.len(), 4);
}

#[actix_web::test]
async fn a_leader_who_drafted_does_not_approve() {
    let world = World::new().await;
    let difficulty = world
        .difficulty()
        .standing(Status::InProgress)
        .create()
        .await;
    let (hoa, son) = (world.sign_in(HOA).await, world.sign_in(SON).await);
    let edit = at(paths::DRAFT, &difficulty);
    son.get(&edit)
        .await
        .is_ok()
        .shows("Người soạn không duyệt.");
    let over = [
        ("ket_qua", "explained"),
        ("tra_loi_ngan", "Có đất."),
        ("tra_loi", "Trả lời."),
        ("viec", "nhap"),
    ];
    let fields = typed(&son, &edit, &over).await;
    son.post(&edit, &refs(&fields)).await.leads_to(&edit);
    // Leaders do not send up what they wrote.
    let fields = typed(&son, &edit, &[("viec", "trinh")]).await;
    son.post(&edit, &refs(&fields)).await.is(403);
    // Hoa writes on it: her version follows his, and he has still had his hand in it.
    let fields = typed(
        &hoa,
        &edit,
        &[
            ("tra_loi", "Trả lời, sửa."),
            ("can_cu", "Quyết định về cụm công nghiệp"),
            ("viec", "trinh"),
        ],
    )
    .await;
    hoa.post(&edit, &refs(&fields))
        .await
        .leads_to(&at(WORKBENCH, &difficulty));
    assert_eq!(count(&world, &difficulty).await, 2);
    let approve = at(paths::APPROVE, &difficulty);
    let now = world.reload(&difficulty).await.version.to_string();
    son.get(&approve).await.is(403);
    son.post(&approve, &[("so_van_ban", "1/SCT"), ("phien_ban", &now)])
        .await
        .is(403);
    let bench = son.get(&at(WORKBENCH, &difficulty)).await.is_ok();
    assert!(!bench.all(".bench-acts .btn").contains(&"Duyệt".to_owned()));
}

#[actix_web::test]
async fn an_older_draft_meets_the_newer_one_and_neither_is_lost() {
    let world = World::new().await;
    let difficulty = world
        .difficulty()
        .standing(Status::InProgress)
        .create()
        .await;
    let hoa = world.sign_in(HOA).await;
    let edit = at(paths::DRAFT, &difficulty);
    let first = typed(
        &hoa,
        &edit,
        &[("tra_loi", "Bản trên máy thứ nhất"), ("viec", "nhap")],
    )
    .await;
    let second = typed(
        &hoa,
        &edit,
        &[("tra_loi", "Bản trên máy thứ hai"), ("viec", "nhap")],
    )
    .await;
    hoa.post(&edit, &refs(&first)).await.leads_to(&edit);
    let refused = hoa
        .post(&edit, &refs(&second))
        .await
        .is(409)
        .shows("Có người vừa sửa trước bạn")
        .shows("Bản trên máy thứ nhất");
    assert_eq!(
        refused.all("textarea[name=tra_loi]"),
        ["Bản trên máy thứ hai"]
    );
    assert_eq!(
        latest(&world, &difficulty).await.body,
        "Bản trên máy thứ nhất"
    );
    // The page carries the newer version: sending again is a decision.
    let base = refused
        .attributes("#tl input[name=phien_ban]", "value")
        .remove(0);
    assert_ne!(base, "0");
}

#[actix_web::test]
async fn a_lost_login_keeps_the_draft() {
    let world = World::new().await;
    let difficulty = world
        .difficulty()
        .standing(Status::InProgress)
        .create()
        .await;
    let edit = at(paths::DRAFT, &difficulty);
    let stranger = world.stranger();
    stranger.get("/xu-ly").await;
    stranger
        .post(
            &edit,
            &[
                ("tra_loi_ngan", "Có đất từ quý II."),
                ("tra_loi", "Sở trả lời.\nDòng hai."),
                ("so_ban", "0"),
                ("phien_ban", "0"),
                ("ho_so_phien_ban", "4"),
            ],
        )
        .await
        .is(401)
        .keeps("Có đất từ quý II.")
        .keeps("Dòng hai.")
        .shows("Nội dung trả lời chính thức");
}

#[actix_web::test]
async fn a_draft_is_for_the_lead_alone() {
    let world = World::new().await;
    let difficulty = world
        .difficulty()
        .with_coordinating(AGRICULTURE)
        .standing(Status::InProgress)
        .create()
        .await;
    let edit = at(paths::DRAFT, &difficulty);
    for (name, status) in [(THU, 403), (VAN, 403), (crate::world::DUNG, 403)] {
        world.sign_in(name).await.get(&edit).await.is(status);
    }
    world
        .sign_in(HOA)
        .await
        .get(&edit)
        .await
        .is_ok()
        .shows("Còn thiếu ý kiến phối hợp")
        .shows("Sở Nông nghiệp");
    let long = "á".repeat(401);
    let hoa = world.sign_in(HOA).await;
    let fields = typed(&hoa, &edit, &[("tra_loi_ngan", &long), ("viec", "nhap")]).await;
    hoa.post(&edit, &refs(&fields))
        .await
        .is(422)
        .shows("Dài 401 chữ")
        .keeps(&long);
    hoa.post(
        &edit,
        &[
            ("so_ban", "0"),
            ("phien_ban", "0"),
            ("ho_so_phien_ban", "1"),
            ("viec", "khac"),
        ],
    )
    .await
    .is(400);
    let assigned = world.difficulty().standing(Status::Assigned).create().await;
    hoa.get(&at(paths::DRAFT, &assigned))
        .await
        .is(409)
        .shows("Hồ sơ đã được phân công.");
}

#[actix_web::test]
async fn a_roadmap_takes_a_commitment() {
    let world = World::new().await;
    let difficulty = world
        .difficulty()
        .standing(Status::InProgress)
        .create()
        .await;
    let (hoa, son) = (world.sign_in(HOA).await, world.sign_in(SON).await);
    let (edit, approve) = (
        at(paths::DRAFT, &difficulty),
        at(paths::APPROVE, &difficulty),
    );
    let words = [
        ("ket_qua", "roadmap"),
        ("tra_loi_ngan", "Giao đất đợt 1 trong tháng 9."),
        ("tra_loi", "Sở Công Thương trả lời như sau."),
        ("viec", "trinh"),
    ];
    let fields = typed(&hoa, &edit, &words).await;
    hoa.post(&edit, &refs(&fields))
        .await
        .is(422)
        .shows("phải có ít nhất một cam kết");
    // One more row without a script, and what is wrong beside each field.
    let fields = typed(
        &hoa,
        &edit,
        &[
            &words[..3],
            &[
                ("cam_ket", "Giao đất đợt 1"),
                ("han_cam_ket", ""),
                ("viec", "moc"),
            ],
        ]
        .concat(),
    )
    .await;
    let led = hoa.post(&edit, &refs(&fields)).await;
    led.leads_to(&format!("{edit}?moc=3#cam-ket-soan"));
    let page = hoa.get(&format!("{edit}?moc=3")).await.is_ok();
    assert_eq!(page.attributes("input[name=cam_ket]", "value").len(), 3);
    let wrong = hoa
        .post(
            &edit,
            &refs(
                &typed(
                    &hoa,
                    &edit,
                    &[
                        ("cam_ket", "Giao đất đợt 1"),
                        ("dv_cam_ket", "999"),
                        ("han_cam_ket", "07/13/2024"),
                        ("viec", "trinh"),
                    ],
                )
                .await,
            ),
        )
        .await
        .is(422);
    assert_eq!(
        wrong.attributes("#tom-tat-loi a", "href"),
        ["#dv_cam_ket-1", "#han_cam_ket-1"]
    );
    assert_eq!(wrong.attributes("#cam_ket-1", "value"), ["Giao đất đợt 1"]);
    // An agency that was closed promises nothing.
    world
        .write(|conn| {
            use doithoai::db::schema::agencies;
            Ok(diesel::update(agencies::table.find(AGRICULTURE))
                .set(agencies::valid_to.eq(chrono::NaiveDate::from_ymd_opt(2024, 6, 1)))
                .execute(conn)?)
        })
        .await;
    let promise = |agency: &'static str| {
        [
            ("cam_ket", "Giao đất đợt 1"),
            ("dv_cam_ket", agency),
            ("han_cam_ket", "30/9/2024"),
            ("viec", "trinh"),
        ]
    };
    let fields = typed(&hoa, &edit, &promise("3")).await;
    hoa.post(&edit, &refs(&fields))
        .await
        .is(422)
        .shows("Đơn vị này đã ngừng hoạt động.");
    let fields = typed(&hoa, &edit, &promise("4")).await;
    hoa.post(&edit, &refs(&fields))
        .await
        .leads_to(&at(WORKBENCH, &difficulty));
    son.get(&approve)
        .await
        .is_ok()
        .shows("Giao đất đợt 1")
        .shows("Sở Quy hoạch - Kiến trúc");
    let now = world.reload(&difficulty).await.version.to_string();
    son.post(&approve, &[("so_van_ban", "215/SCT"), ("phien_ban", &now)])
        .await
        .leads_to(&at(WORKBENCH, &difficulty));
    let after = world.reload(&difficulty).await;
    assert_eq!(after.status, Status::Committed);
    let promised: Vec<(String, i64)> = world
        .read(|conn| {
            Ok(commitments::table
                .select((commitments::text, commitments::agency_id))
                .load(conn)?)
        })
        .await;
    assert_eq!(promised, [("Giao đất đợt 1".to_owned(), 4)]);
    son.get(&at(WORKBENCH, &difficulty))
        .await
        .shows("Giao đất đợt 1")
        .shows("Sở Quy hoạch - Kiến trúc")
        .shows("30/09/2024");
    // The officer reports it kept, the leader confirms.
    let fulfil = at(
        doithoai::difficulties::workbench::paths::FULFIL,
        &difficulty,
    );
    hoa.post(
        &fulfil,
        &[
            ("ly_do", "Biên bản giao đất."),
            ("phien_ban", &after.version.to_string()),
        ],
    )
    .await
    .leads_to(&at(WORKBENCH, &difficulty));
    let now = world.reload(&difficulty).await.version.to_string();
    son.post(
        &fulfil,
        &[("ly_do", "Biên bản giao đất."), ("phien_ban", &now)],
    )
    .await
    .leads_to(&at(WORKBENCH, &difficulty));
    assert_eq!(world.reload(&difficulty).await.status, Status::Answered);
}

#[actix_web::test]
async fn a_page_saves_by_itself_and_two_drafters_never_overwrite_each_other() {
    let world = World::new().await;
    let difficulty = world
        .difficulty()
        .standing(Status::InProgress)
        .create()
        .await;
    let (hoa, son) = (world.sign_in(HOA).await, world.sign_in(SON).await);
    let edit = at(paths::DRAFT, &difficulty);
    let own = typed(
        &hoa,
        &edit,
        &[("tra_loi", "Giao 300 m²."), ("viec", "tu-luu")],
    )
    .await;
    let other = typed(
        &son,
        &edit,
        &[("tra_loi", "Giao 500 m²."), ("viec", "nhap")],
    )
    .await;
    let saved = hoa.post(&edit, &refs(&own)).await.is(200);
    assert!(saved.body.contains(r#""so_ban":1"#), "{}", saved.body);
    assert!(saved.body.contains("Đã lưu nháp 09:00"), "{}", saved.body);
    son.post(&edit, &refs(&other))
        .await
        .is(409)
        .shows("Giao 300 m²")
        .shows("Bản đã lưu khác nội dung của bạn ở đâu")
        .keeps("Giao 500 m².");
    assert_eq!(latest(&world, &difficulty).await.body, "Giao 300 m².");
    // A page that saves by itself and is too old says so without a page.
    let refused = hoa.post(&edit, &refs(&own)).await.is(409);
    assert_eq!(refused.body, "{}");
    let more = typed(
        &hoa,
        &edit,
        &[("tra_loi", "Giao 300 m² từ tháng 9."), ("viec", "nhap")],
    )
    .await;
    hoa.post(&edit, &refs(&more)).await.leads_to(&edit);
    let versions = at(paths::VERSIONS, &difficulty);
    let page = hoa.get(&versions).await.is_ok();
    assert!(
        page.all(".diff ins")
            .iter()
            .any(|text| text.contains("từ tháng 9."))
    );
    hoa.get(&at(paths::PREVIEW, &difficulty))
        .await
        .is_ok()
        .shows("Giao 300 m² từ tháng 9.");
    let elsewhere = world.sign_in(crate::world::DUNG).await;
    elsewhere.get(&versions).await.is_not_found();
    elsewhere
        .get(&at(paths::PREVIEW, &difficulty))
        .await
        .is_not_found();
}

#[actix_web::test]
async fn a_document_has_a_number_of_its_own() {
    let world = World::new().await;
    let first = world
        .difficulty()
        .standing(Status::PendingApproval)
        .create()
        .await;
    let second = world
        .difficulty()
        .filed_by(MINH)
        .standing(Status::PendingApproval)
        .create()
        .await;
    let son = world.sign_in(SON).await;
    let approve = at(paths::APPROVE, &first);
    let proposed = son.get(&approve).await.is_ok();
    assert_eq!(proposed.attributes("#so_van_ban", "value"), ["01/SCT"]);
    assert_eq!(
        proposed.attributes("#ngay_van_ban", "value"),
        ["28/06/2024"]
    );
    let now = first.version.to_string();
    for (number, day, message) in [
        ("bảy", "", "ghi theo dạng 05/SCT-QLCN"),
        (
            "7/SCT-QLCN",
            "29/6/2024",
            "Ngày văn bản không được sau hôm nay.",
        ),
        ("7/SCT-QLCN", "31/6/2024", "Hãy ghi đủ ngày"),
    ] {
        son.post(
            &approve,
            &[
                ("so_van_ban", number),
                ("ngay_van_ban", day),
                ("phien_ban", &now),
            ],
        )
        .await
        .is(422)
        .shows(message)
        .keeps(number);
    }
    son.post(
        &approve,
        &[
            ("so_van_ban", "7/SCT-QLCN"),
            ("ngay_van_ban", "27/6/2024"),
            ("phien_ban", &now),
        ],
    )
    .await
    .leads_to(&at(WORKBENCH, &first));
    assert_eq!(latest(&world, &first).await.document_number, "07/SCT-QLCN");
    let approve = at(paths::APPROVE, &second);
    let now = second.version.to_string();
    let proposed = son.get(&approve).await.is_ok();
    assert_eq!(proposed.attributes("#so_van_ban", "value"), ["08/SCT-QLCN"]);
    son.post(
        &approve,
        &[("so_van_ban", "007/SCT-XNK"), ("phien_ban", &now)],
    )
    .await
    .is(422)
    .shows("Số này đã dùng trong năm.");
    // The same number of the year before is another one.
    son.post(
        &approve,
        &[
            ("so_van_ban", "7/SCT-XNK"),
            ("ngay_van_ban", "29/12/2023"),
            ("phien_ban", &now),
        ],
    )
    .await
    .leads_to(&at(WORKBENCH, &second));
}

#[actix_web::test]
async fn an_empty_answer_is_pointed_out_and_never_held_up() {
    let world = World::new().await;
    let difficulty = world
        .difficulty()
        .standing(Status::InProgress)
        .create()
        .await;
    let (hoa, son) = (world.sign_in(HOA).await, world.sign_in(SON).await);
    let edit = at(paths::DRAFT, &difficulty);
    let over = [
        ("ket_qua", "resolved"),
        ("tra_loi_ngan", "Chúng tôi ghi nhận kiến nghị."),
        (
            "tra_loi",
            "Các đơn vị liên quan sẽ xem xét trong thời gian tới.",
        ),
        ("viec", "nhap"),
    ];
    let fields = typed(&hoa, &edit, &over).await;
    hoa.post(&edit, &refs(&fields)).await.leads_to(&edit);
    hoa.get(&edit)
        .await
        .is_ok()
        .shows("Chưa nêu việc cụ thể.")
        .shows("Chưa có mốc thời gian.")
        .shows("Nội dung chính thức, câu 1");
    let fields = typed(&hoa, &edit, &[("viec", "trinh")]).await;
    hoa.post(&edit, &refs(&fields))
        .await
        .leads_to(&at(WORKBENCH, &difficulty));
    son.get(&at(paths::APPROVE, &difficulty))
        .await
        .is_ok()
        .shows("Người soạn đã thấy những nhắc này và vẫn trình.")
        .shows("Chưa nêu ai làm.");
    let id = latest(&world, &difficulty).await.id;
    let kept = world
        .read(move |conn| Ok(queries::kept_warnings(conn, id)?))
        .await;
    assert!(kept.len() >= 3, "{kept:?}");
}

#[actix_web::test]
async fn what_is_beyond_authority_is_sent_up_and_not_approved() {
    let world = World::new().await;
    let difficulty = world
        .difficulty()
        .standing(Status::InProgress)
        .create()
        .await;
    let (hoa, son) = (world.sign_in(HOA).await, world.sign_in(SON).await);
    let edit = at(paths::DRAFT, &difficulty);
    let over = [
        ("ket_qua", "beyond_authority"),
        ("tra_loi_ngan", "Việc này do Bộ Tài chính quyết định."),
        ("tra_loi", "Sở Công Thương đã gửi kiến nghị."),
        ("viec", "trinh"),
    ];
    let fields = typed(&hoa, &edit, &over).await;
    hoa.post(&edit, &refs(&fields))
        .await
        .is(422)
        .shows("Hãy ghi cơ quan cấp trên");
    let fields = typed(
        &hoa,
        &edit,
        &[&over[..], &[("cap_tren", "Bộ Tài chính")]].concat(),
    )
    .await;
    hoa.post(&edit, &refs(&fields))
        .await
        .leads_to(&at(WORKBENCH, &difficulty));
    let approve = at(paths::APPROVE, &difficulty);
    let page = son
        .get(&approve)
        .await
        .is_ok()
        .shows("kiến nghị lên Bộ Tài chính");
    assert!(page.attributes("#so_van_ban", "value").is_empty());
    let now = world.reload(&difficulty).await.version.to_string();
    son.post(&approve, &[("so_van_ban", "7/SCT"), ("phien_ban", &now)])
        .await
        .is(409)
        .shows("vượt thẩm quyền");
}

#[actix_web::test]
async fn grounds_are_picked_by_words_and_a_lapsed_one_is_looked_at_again() {
    let world = World::new().await;
    let difficulty = world
        .difficulty()
        .standing(Status::InProgress)
        .create()
        .await;
    let (hoa, thu) = (world.sign_in(HOA).await, world.sign_in(THU).await);
    let decree = [
        ("loai", "Nghị định"),
        ("so_ky_hieu", "52/2018/NĐ-CP"),
        ("ngay_ky", "12/4/2018"),
        ("noi_ban_hanh", "Chính phủ"),
        ("trich_yeu", "về phát triển ngành nghề nông thôn"),
        ("dieu_khoan", "Điều 7"),
        ("hieu_luc_tu", "1/6/2018"),
        ("hieu_luc_den", ""),
        ("phien_ban", "0"),
    ];
    let new = doithoai::responses::grounds::paths::NEW;
    let wrong = [
        &decree[..2],
        &decree[3..6],
        &[("ngay_ky", "31/2/2018"), ("hieu_luc_tu", "")],
    ]
    .concat();
    thu.post(new, &wrong)
        .await
        .is(422)
        .shows("ví dụ 12/4/2018")
        .keeps("52/2018/NĐ-CP");
    hoa.post(new, &decree).await.is(403);
    thu.post(new, &decree)
        .await
        .leads_to("/xu-ly/can-cu/van-ban/1");
    thu.post(new, &decree).await.is(422).shows("đã có");
    hoa.get("/xu-ly/can-cu?q=nghi+dinh+52")
        .await
        .is_ok()
        .shows("52/2018/NĐ-CP");
    hoa.get("/xu-ly/can-cu?q=dat+dai")
        .await
        .is_ok()
        .shows("Không tìm thấy văn bản nào.");

    // In the editor: words, a tick, no script.
    let edit = at(paths::DRAFT, &difficulty);
    let fields = typed(
        &hoa,
        &edit,
        &[
            ("tra_loi", "Sở trả lời."),
            ("tim_can_cu", "nganh nghe"),
            ("viec", "can-cu"),
        ],
    )
    .await;
    hoa.post(&edit, &refs(&fields))
        .await
        .leads_to(&format!("{edit}?can-cu=nganh%20nghe#can-cu-chon"));
    let page = hoa
        .get(&format!("{edit}?can-cu=nganh%20nghe"))
        .await
        .is_ok();
    assert_eq!(page.attributes("input[name=can_cu_chon]", "value"), ["1"]);
    let over = [
        ("ket_qua", "explained"),
        ("tra_loi_ngan", "Nộp hồ sơ tại Sở Công Thương."),
        ("can_cu_chon", "1"),
        ("viec", "trinh"),
    ];
    let fields = typed(&hoa, &edit, &over).await;
    hoa.post(&edit, &refs(&fields))
        .await
        .leads_to(&at(WORKBENCH, &difficulty));
    let one = doithoai::responses::grounds::paths::of(1);
    hoa.get(&one)
        .await
        .is_ok()
        .shows("Trả lời dựa vào văn bản này: 1")
        .shows(&difficulty.reference);
    // Somebody elsewhere learns nothing of what rests on it.
    let page = world
        .sign_in(crate::world::DUNG)
        .await
        .get(&one)
        .await
        .is_ok();
    assert!(!page.body.contains(&difficulty.reference));

    let son = world.sign_in(SON).await;
    let now = world.reload(&difficulty).await.version.to_string();
    son.post(
        &at(paths::APPROVE, &difficulty),
        &[("so_van_ban", "7/SCT"), ("phien_ban", &now)],
    )
    .await
    .leads_to(&at(WORKBENCH, &difficulty));
    let cited = "Điều 7 Nghị định 52/2018/NĐ-CP ngày 12/04/2018 của Chính phủ";
    world
        .filer_of(&difficulty)
        .await
        .get(&format!("/ho-so/{}", difficulty.reference))
        .await
        .is_ok()
        .shows(cited);

    let mut lapsing = decree;
    lapsing[7] = ("hieu_luc_den", "27/6/2024");
    lapsing[8] = ("phien_ban", "1");
    thu.post(&one, &lapsing).await.leads_to(&one);
    thu.post(&one, &lapsing)
        .await
        .is(409)
        .shows("Có người vừa sửa trước bạn");
    thu.get(&one)
        .await
        .is_ok()
        .shows("Hãy xem lại từng hồ sơ dưới đây.")
        .shows(&difficulty.reference);
    let other = world
        .difficulty()
        .filed_by(MINH)
        .standing(Status::InProgress)
        .create()
        .await;
    let page = hoa
        .get(&format!("{}?can-cu=52", at(paths::DRAFT, &other)))
        .await
        .is_ok();
    assert!(
        page.attributes("input[name=can_cu_chon]", "value")
            .is_empty()
    );
    // The answer stays as it was signed.
    assert!(
        latest(&world, &difficulty)
            .await
            .legal_grounds
            .contains(cited)
    );
}

#[actix_web::test]
async fn a_canned_answer_is_put_in_and_stays_its_agencys_own() {
    let world = World::new().await;
    let difficulty = world
        .difficulty()
        .standing(Status::InProgress)
        .create()
        .await;
    let (hoa, thu) = (world.sign_in(HOA).await, world.sign_in(THU).await);
    let new = doithoai::responses::canned::paths::NEW;
    let own = [
        ("ten_mau", "Vay vốn khuyến công"),
        ("noi_dung_mau", "Cơ sở nộp hồ sơ tại Trung tâm Khuyến công."),
        ("mua_tu", ""),
        ("mua_den", ""),
    ];
    hoa.post(new, &own).await.leads_to("/xu-ly/mau-cau");
    hoa.post(
        new,
        &[
            ("ten_mau", "Tết"),
            ("noi_dung_mau", "Chợ Tết."),
            ("mua_tu", "15/11"),
            ("mua_den", "31/2"),
        ],
    )
    .await
    .is(422)
    .shows("ví dụ 15/11")
    .keeps("Chợ Tết.");
    hoa.post(
        new,
        &[
            ("ten_mau", "Tết"),
            ("noi_dung_mau", "Chợ Tết."),
            ("mua_tu", "15/11"),
            ("mua_den", "28/2"),
        ],
    )
    .await
    .leads_to("/xu-ly/mau-cau");
    thu.post(
        new,
        &[
            ("ten_mau", "Lời cảm ơn"),
            ("noi_dung_mau", "Trân trọng cảm ơn cơ sở."),
        ],
    )
    .await
    .leads_to("/xu-ly/mau-cau");
    // Everybody's are read and not changed; another agency's are not there.
    hoa.get("/xu-ly/mau-cau/mau/3")
        .await
        .is_ok()
        .shows("tổ thư ký giữ");
    hoa.post("/xu-ly/mau-cau/mau/3", &own).await.is(403);
    let dung = world.sign_in(crate::world::DUNG).await;
    dung.get("/xu-ly/mau-cau/mau/1").await.is_not_found();
    let list = dung.get("/xu-ly/mau-cau").await.is_ok().shows("Lời cảm ơn");
    assert!(!list.body.contains("khuyến công"));

    let edit = at(paths::DRAFT, &difficulty);
    let page = hoa.get(&format!("{edit}?mau=")).await.is_ok();
    // Out of its season it is not offered.
    assert_eq!(page.attributes("button[name=chen]", "value"), ["3", "1"]);
    let fields = typed(
        &hoa,
        &edit,
        &[("tra_loi", "Kính gửi cơ sở."), ("chen", "1")],
    )
    .await;
    hoa.post(&edit, &refs(&fields))
        .await
        .leads_to(&format!("{edit}#tra_loi"));
    assert_eq!(
        latest(&world, &difficulty).await.body,
        "Kính gửi cơ sở.\n\nCơ sở nộp hồ sơ tại Trung tâm Khuyến công."
    );
}

#[actix_web::test]
async fn a_merged_filer_gets_the_answer_at_the_same_moment() {
    let world = World::new().await;
    let parent = world
        .difficulty()
        .standing(Status::PendingApproval)
        .create()
        .await;
    let child = world
        .difficulty()
        .filed_by(MINH)
        .standing(Status::Accepted)
        .create()
        .await;
    let merge = Act::Merge {
        into: parent.id,
        note: "Cùng một việc.".into(),
    };
    world.act(THU, &child, merge).await.unwrap();
    let son = world.sign_in(SON).await;
    let approve = at(paths::APPROVE, &parent);
    son.get(&approve)
        .await
        .is_ok()
        .shows("1 cơ sở khác cùng gặp cũng nhận câu trả lời này.");
    let now = world.reload(&parent).await.version.to_string();
    son.post(&approve, &[("so_van_ban", "215/SCT"), ("phien_ban", &now)])
        .await
        .leads_to("/xu-ly/");
    for difficulty in [&parent, &child] {
        assert_eq!(
            told_filer(&world, difficulty).await.last().unwrap(),
            Action::Approve.as_str()
        );
    }
}
