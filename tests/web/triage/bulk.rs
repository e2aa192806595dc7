//! Several at once: first every row is shown, then one transaction a row, and minutes to undo.

use diesel::prelude::*;
use doithoai::db::Db;
use doithoai::db::schema::{agencies, assignments, bulk_rows, events, notices};
use doithoai::difficulties::actions::{Act, ActError};
use doithoai::difficulties::{Action, Difficulty, Status};

use super::references;
use crate::world::{
    AGRICULTURE, Answer, Browser, CHAIR, HOA, MINH, PLANNING, THU, TRADE, VAN, World,
};

const BULK: &str = "/xu-ly/hang-loat";

async fn some(world: &World, count: usize, status: Status) -> Vec<Difficulty> {
    let mut made = Vec::new();
    for number in 1..=count {
        let item = world.difficulty().titled(&format!("Việc thứ {number}"));
        made.push(item.standing(status).create().await);
    }
    made
}

/// Ticks rows of a list and presses one of its buttons.
async fn draw(browser: &Browser<'_>, act: &str, rows: &[Difficulty]) -> Answer {
    let mut fields: Vec<(&str, &str)> = rows
        .iter()
        .map(|row| ("ho_so", row.reference.as_str()))
        .collect();
    fields.push(("viec", act));
    browser.post(BULK, &fields).await
}

/// Sends the form of the confirming page as it stands, with some fields typed anew.
async fn send(browser: &Browser<'_>, page: &Answer, typed: &[(&str, &str)]) -> Answer {
    let forms = page.forms();
    let (_, mut fields) = forms
        .into_iter()
        .find(|(action, _)| action == BULK)
        .expect("a form to confirm");
    fields.retain(|(name, _)| !typed.iter().any(|(other, _)| other == name));
    let mut all: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    all.extend_from_slice(typed);
    browser.post(BULK, &all).await
}

/// The page of what was done.
async fn done(browser: &Browser<'_>, answer: Answer) -> Answer {
    let address = answer.leads_to("/xu-ly/hang-loat/").location();
    browser
        .get(&address)
        .await
        .is_ok()
        .hides("triage-")
        .hides("field-")
}

async fn undo(browser: &Browser<'_>, page: &Answer) -> Answer {
    let forms = page.forms();
    let (action, _) = forms
        .iter()
        .find(|(action, _)| action.ends_with("/hoan-tac"))
        .expect("a button to undo");
    let address = browser.post(action, &[]).await.is(303).location();
    browser.get(&address).await.is_ok()
}

/// On a connection of its own, as the command is: an index remembers on a connection that searched
/// before how it was built then.
fn sound(world: &World) {
    let db = Db::open(&world.database.url, 1).unwrap();
    let mut told = Vec::new();
    db.read_blocking(|conn| doithoai::check::check(conn, |line| told.push(line.to_owned())))
        .unwrap();
    assert!(told.is_empty(), "{told:#?}");
}

/// What was recorded of one, in order.
async fn recorded(world: &World, difficulty: &Difficulty) -> Vec<String> {
    let id = difficulty.id;
    world
        .read(move |conn| {
            Ok(events::table
                .filter(events::difficulty_id.eq(id))
                .order(events::seq)
                .select(events::action)
                .load(conn)?)
        })
        .await
}

#[actix_web::test]
async fn every_row_is_shown_before_any_is_touched() {
    let world = World::new().await;
    let rows = some(&world, 3, Status::Submitted).await;
    let (thu, planning) = (world.sign_in(THU).await, PLANNING.to_string());
    let topics: Vec<String> = world
        .topics
        .iter()
        .zip(&rows)
        .map(|(topic, row)| format!("{}:{}", row.reference, topic.id))
        .collect();
    let mut fields: Vec<(&str, &str)> = rows
        .iter()
        .map(|row| ("ho_so", row.reference.as_str()))
        .collect();
    fields.extend([
        ("viec", "chuyen"),
        ("co_quan", planning.as_str()),
        ("danh_sach", "tiep-nhan"),
        ("ve_hang_doi", "?loai=household"),
    ]);
    let page = thu.post(BULK, &fields).await.is_ok();
    let page = page.hides("triage-").hides("field-");
    assert_eq!(references(&page), ["KK24-0001", "KK24-0002", "KK24-0003"]);
    assert_eq!(world.reload(&rows[0]).await.status, Status::Submitted);

    // Drawn again with the groups chosen, it says what will happen and who will be told.
    let mut typed: Vec<(&str, &str)> = topics
        .iter()
        .map(|topic| ("nhom", topic.as_str()))
        .collect();
    typed.push(("xac_nhan", "xem"));
    let page = send(&thu, &page, &typed)
        .await
        .is_ok()
        .shows("Tiếp nhận, giao Sở Quy hoạch - Kiến trúc, hạn")
        .shows("người gửi, Sở Quy hoạch - Kiến trúc");
    assert_eq!(world.reload(&rows[0]).await.status, Status::Submitted);

    let sent = send(
        &thu,
        &page,
        &[("xac_nhan", "1"), ("han_tra_loi", "12/07/2024")],
    )
    .await;
    let result = sent.clone();
    done(&thu, sent)
        .await
        .shows("Đã chuyển 3 hồ sơ")
        .shows("Hoàn tác 3 hồ sơ");
    for (row, topic) in rows.iter().zip(&world.topics) {
        let after = world.reload(row).await;
        assert_eq!(
            (after.status, after.lead_agency_id, after.topic_group_id),
            (Status::Assigned, Some(PLANNING), Some(topic.id))
        );
    }
    // The same form once more does nothing more: it leads to what it did.
    let again = send(
        &thu,
        &page,
        &[("xac_nhan", "1"), ("han_tra_loi", "12/07/2024")],
    )
    .await;
    assert_eq!(again.is(303).location(), result.location());
    assert_eq!(
        recorded(&world, &rows[0]).await,
        ["submit", "accept", "assign"]
    );
    let back = thu
        .get(&result.location())
        .await
        .attributes(".acts a", "href");
    assert_eq!(back, ["/xu-ly/tiep-nhan?loai=household"]);
    sound(&world);
}

#[actix_web::test]
async fn what_was_typed_wrong_stops_all_and_names_the_row() {
    let world = World::new().await;
    let rows = some(&world, 3, Status::Submitted).await;
    let topic = |row: &Difficulty| format!("{}:{}", row.reference, world.topics[0].id);
    let (first, third) = (topic(&rows[0]), topic(&rows[2]));
    let thu = world.sign_in(THU).await;
    let page = draw(&thu, "tiep-nhan", &rows).await.is_ok();
    let typed = [
        ("nhom", first.as_str()),
        ("nhom", "KK24-0002:"),
        ("nhom", &third),
    ];
    let page = send(&thu, &page, &typed)
        .await
        .is(422)
        .shows("KK24-0002: Chọn nhóm vấn đề.");
    assert_eq!(
        page.attributes("select[name=nhom] option[selected]", "value"),
        [first, third]
    );
    assert_eq!(world.reload(&rows[0]).await.status, Status::Submitted);

    let page = draw(&thu, "chuyen", &rows).await.is_ok();
    let page = send(&thu, &page, &[("han_tra_loi", "05/13/2024")])
        .await
        .is(422)
        .shows("Không có tháng này.");
    assert_eq!(page.attributes("#han_tra_loi", "value"), ["05/13/2024"]);
}

#[actix_web::test]
async fn rows_that_moved_meanwhile_are_reported_and_untouched() {
    let world = World::new().await;
    let rows = some(&world, 4, Status::Accepted).await;
    let thu = world.sign_in(THU).await;
    let page = draw(&thu, "chuyen", &rows).await.is_ok();
    let assign = Act::Assign {
        lead: PLANNING,
        due_on: world.app.clock.today() + chrono::TimeDelta::days(9),
        coordinating: Vec::new(),
        coordinating_due_on: None,
        order: String::new(),
    };
    for row in &rows[..2] {
        world.act(VAN, row, assign.clone()).await.unwrap();
    }
    let sent = send(&thu, &page, &[]).await;
    done(&thu, sent)
        .await
        .shows("2 hồ sơ đã làm")
        .shows("2 hồ sơ có người sửa trước bạn");
    for (place, row) in rows.iter().enumerate() {
        let expected = if place < 2 { PLANNING } else { TRADE };
        assert_eq!(world.reload(row).await.lead_agency_id, Some(expected));
    }
    // All of them moved: there is nothing to do, and the page says why.
    let page = draw(&thu, "chuyen", &rows).await.is_ok();
    page.shows("4 hồ sơ không làm được và sẽ không bị đụng tới")
        .shows("Hồ sơ đã được phân công.");
    sound(&world);
}

#[actix_web::test]
async fn a_row_that_moves_while_the_others_are_done_stays_as_it_is() {
    let world = World::new().await;
    let rows = some(&world, 2, Status::Accepted).await;
    let thu = world.sign_in(THU).await;
    let page = draw(&thu, "chuyen", &rows).await.is_ok();
    let sent = send(&thu, &page, &[]).await.is(303);
    let id: i64 = sent.location().rsplit('/').next().unwrap().parse().unwrap();
    let versions: Vec<i32> = world
        .read(move |conn| {
            Ok(bulk_rows::table
                .filter(bulk_rows::bulk_act_id.eq(id))
                .order(bulk_rows::position)
                .select(bulk_rows::version)
                .load(conn)?)
        })
        .await;
    assert_eq!(
        versions,
        [
            world.reload(&rows[0]).await.version,
            world.reload(&rows[1]).await.version
        ]
    );
}

#[actix_web::test]
async fn nobody_is_handed_work_on_a_day_on_which_they_do_not_exist() {
    let world = World::new().await;
    let rows = some(&world, 2, Status::Accepted).await;
    let closed = world.app.clock.today() - chrono::TimeDelta::days(1);
    world
        .write(move |conn| {
            diesel::update(agencies::table.find(PLANNING))
                .set(agencies::valid_to.eq(Some(closed)))
                .execute(conn)?;
            Ok(())
        })
        .await;
    let thu = world.sign_in(THU).await;
    let page = draw(&thu, "chuyen", &rows).await.is_ok();
    let planning = PLANNING.to_string();
    assert!(
        !page
            .attributes("#co_quan option", "value")
            .contains(&planning)
    );
    send(&thu, &page, &[("co_quan", planning.as_str())])
        .await
        .is(422)
        .shows("Cơ quan này không còn hoạt động hôm nay.");
    let assign = Act::Assign {
        lead: TRADE,
        due_on: world.app.clock.today() + chrono::TimeDelta::days(9),
        coordinating: vec![PLANNING],
        coordinating_due_on: Some(world.app.clock.today() + chrono::TimeDelta::days(5)),
        order: String::new(),
    };
    let refused = world.act(THU, &rows[0], assign).await.unwrap_err();
    assert!(matches!(refused, ActError::NotNow(key) if key == "not-now-agency-closed"));
}

#[actix_web::test]
async fn coordination_is_asked_for_before_the_leads_day() {
    let world = World::new().await;
    let mut rows = some(&world, 2, Status::InProgress).await;
    rows.push(world.difficulty().standing(Status::Accepted).create().await);
    let shared = world.difficulty().with_coordinating(AGRICULTURE);
    rows.push(shared.standing(Status::InProgress).create().await);
    let thu = world.sign_in(THU).await;
    let page = draw(&thu, "phoi-hop", &rows).await.is_ok();
    let page = page.shows("Hồ sơ đã được tiếp nhận.");
    send(&thu, &page, &[])
        .await
        .is(422)
        .shows("Chọn ít nhất một cơ quan phối hợp.");

    let agency = AGRICULTURE.to_string();
    // The lead's own day is 12 July.
    let late = [
        ("phoi_hop", agency.as_str()),
        ("han_phoi_hop", "12/07/2024"),
    ];
    send(&thu, &page, &late)
        .await
        .is(409)
        .shows("Hạn của cơ quan phối hợp phải trước hạn của cơ quan chủ trì.");
    let typed = [
        ("phoi_hop", agency.as_str()),
        ("han_phoi_hop", "10/07/2024"),
        ("y_kien", "Cho ý kiến về vùng nguyên liệu."),
    ];
    let sent = send(&thu, &page, &typed).await;
    done(&thu, sent)
        .await
        .shows("2 hồ sơ đã làm")
        .shows("Các cơ quan đó đã tham gia hồ sơ này rồi.")
        .hides("/hoan-tac");
    let id = rows[0].id;
    let (owed, told): (i64, i64) = world
        .read(move |conn| {
            let owed = assignments::table
                .filter(assignments::difficulty_id.eq(id))
                .filter(assignments::agency_id.eq(AGRICULTURE))
                .filter(assignments::contributed_at.is_null())
                .count()
                .get_result(conn)?;
            let told = notices::table
                .filter(notices::difficulty_id.eq(id))
                .filter(notices::kind.eq("ask_coordination"))
                .count()
                .get_result(conn)?;
            Ok((owed, told))
        })
        .await;
    assert_eq!((owed, told), (1, 2));
    thu.get(&format!("/xu-ly/{}/nhat-ky", rows[0].reference))
        .await
        .shows("xin ý kiến phối hợp của Sở Nông nghiệp");
    sound(&world);
}

#[actix_web::test]
async fn only_the_secretary_reminds_and_somebody_must_be_there_to_be_reminded() {
    let world = World::new().await;
    let mut rows = some(&world, 2, Status::InProgress).await;
    rows.push(world.difficulty().standing(Status::Accepted).create().await);
    let thu = world.sign_in(THU).await;
    draw(&thu, "don-doc", &rows).await.is(403);
    let van = world.sign_in(VAN).await;
    let page = draw(&van, "don-doc", &rows).await.is_ok();
    let page = page
        .shows("Sở Công Thương")
        .shows("Chưa giao cơ quan nào, không có ai để nhắc.");
    let sent = send(&van, &page, &[]).await;
    done(&van, sent).await.shows("2 hồ sơ đã làm");
    assert_eq!(recorded(&world, &rows[0]).await.last().unwrap(), "remind");
}

#[actix_web::test]
async fn many_become_one_with_every_filer_told_and_come_apart_again() {
    let world = World::new().await;
    let parent = world
        .difficulty()
        .standing(Status::InProgress)
        .create()
        .await;
    let under_way = world
        .difficulty()
        .filed_by(MINH)
        .standing(Status::Assigned)
        .create()
        .await;
    let waiting = world.difficulty().under_topic(2).create().await;
    let already = world.difficulty().standing(Status::Accepted).create().await;
    let note = || "Cùng một việc.".to_owned();
    let merge = Act::Merge {
        into: parent.id,
        note: note(),
    };
    let already = world.act(THU, &already, merge).await.unwrap();
    let answered = world.difficulty().standing(Status::Answered).create().await;
    let rows = [
        parent.clone(),
        under_way.clone(),
        waiting.clone(),
        already.clone(),
        answered.clone(),
    ];
    let thu = world.sign_in(THU).await;
    let page = draw(&thu, "gop", &rows)
        .await
        .is_ok()
        .shows("Giữ lại; các hồ sơ khác đi theo")
        .shows("Hồ sơ đã gộp vào hồ sơ khác.")
        .shows("Hồ sơ đã được trả lời.");
    let topic = format!("{}:{}", waiting.reference, world.topics[1].id);
    send(&thu, &page, &[("nhom", &topic)])
        .await
        .is(422)
        .shows("Hãy ghi rõ lý do");
    let sent = send(
        &thu,
        &page,
        &[("y_kien", "Cùng một việc."), ("nhom", &topic)],
    )
    .await;
    let result = done(&thu, sent).await.shows("2 hồ sơ đã làm");
    for row in [&under_way, &waiting] {
        let after = world.reload(row).await;
        assert_eq!(
            (after.status, after.merged_into_id),
            (Status::Merged, Some(parent.id))
        );
        let (id, submission_id) = (row.id, row.submission_id);
        let told: i64 = world
            .read(move |conn| {
                Ok(notices::table
                    .filter(notices::difficulty_id.eq(id))
                    .filter(notices::submission_id.eq(submission_id))
                    .filter(notices::kind.eq(Action::Merge.as_str()))
                    .count()
                    .get_result(conn)?)
            })
            .await;
        assert_eq!(told, 1);
    }
    sound(&world);

    undo(&thu, &result).await.shows("Đã hoàn tác 2 hồ sơ");
    let after = world.reload(&under_way).await;
    assert_eq!(
        (
            after.status,
            after.due_on,
            after.next_due_at,
            after.next_party
        ),
        (
            Status::Assigned,
            under_way.due_on,
            under_way.next_due_at,
            under_way.next_party
        )
    );
    let after = world.reload(&waiting).await;
    assert_eq!(
        (after.status, after.topic_group_id, after.merged_into_id),
        (Status::Submitted, waiting.topic_group_id, None)
    );
    assert_eq!(world.reload(&already).await.status, Status::Merged);
    sound(&world);
}

#[actix_web::test]
async fn what_asks_the_opposite_is_not_merged_whoever_of_them_came_first() {
    let world = World::new().await;
    let rows = some(&world, 3, Status::Accepted).await;
    let van = world.sign_in(VAN).await;
    let tie = format!("/xu-ly/{}/lien-ket", rows[1].reference);
    van.post(&tie, &[("ho_so", &rows[2].reference), ("loai", "opposed")])
        .await
        .is(303);
    // Neither opposes the one kept, but one answer cannot be given to both.
    let thu = world.sign_in(THU).await;
    let page = draw(&thu, "gop", &rows).await.is_ok();
    let page = page.shows("Hai hồ sơ đã được ghi là trái nhau");
    let sent = send(&thu, &page, &[("y_kien", "Cùng một việc.")]).await;
    done(&thu, sent).await.shows("1 hồ sơ đã làm");
    let merge = Act::Merge {
        into: rows[0].id,
        note: "Cùng một việc.".into(),
    };
    let refused = world.act(THU, &rows[2], merge).await.unwrap_err();
    assert!(matches!(refused, ActError::NotNow(key) if key == "not-now-merge-opposed"));
}

#[actix_web::test]
async fn forty_change_their_groups_on_one_page_and_come_back_by_one_button() {
    let world = World::new().await;
    let mut rows = some(&world, 30, Status::Accepted).await;
    rows.extend(some(&world, 5, Status::InProgress).await);
    rows.push(world.difficulty().standing(Status::NeedInfo).create().await);
    rows.push(world.difficulty().published().create().await);
    rows.extend(some(&world, 3, Status::Answered).await);
    world.set_time("2024-07-01T10:00");
    let thu = world.sign_in(THU).await;
    let page = draw(&thu, "chuyen-nhom", &rows).await.is_ok();
    send(&thu, &page, &[])
        .await
        .is(422)
        .shows("Chọn nhóm vấn đề.");
    let (second, third) = (world.topics[1].id, world.topics[2].id);
    let own = format!("{}:{third}", rows[0].reference);
    let common = second.to_string();
    let mut typed = vec![("nhom_moi", common.as_str()), ("nhom", own.as_str())];
    typed.push(("xac_nhan", "xem"));
    let page = send(&thu, &page, &typed)
        .await
        .is_ok()
        .shows("Từ N1 sang N3; hạn giữ nguyên.")
        .shows("Từ N1 sang N2; hạn giữ nguyên.");
    let sent = send(&thu, &page, &[("xac_nhan", "1")]).await;
    let result = done(&thu, sent).await.shows("Đã đổi nhóm 40 hồ sơ");
    for (place, row) in rows.iter().enumerate() {
        let after = world.reload(row).await;
        let expected = Difficulty {
            topic_group_id: Some(if place == 0 { third } else { second }),
            version: row.version + 1,
            ..row.clone()
        };
        assert_eq!(after, expected, "only the group changes");
        assert_eq!(recorded(&world, row).await.last().unwrap(), "set_topic");
    }
    sound(&world);
    thu.get(&format!("/xu-ly/tat-ca?nhom={third}"))
        .await
        .shows("1 trên 1 hồ sơ");
    thu.get(&format!("/xu-ly/{}/nhat-ky", rows[0].reference))
        .await
        .shows("đổi nhóm vấn đề: N1 → N3");
    // The list reminds of it while it can be taken back.
    thu.get("/xu-ly/tat-ca")
        .await
        .shows("Vừa làm: Đã đổi nhóm 40 hồ sơ");

    // One of them goes on meanwhile: that one stays where it was moved to.
    world
        .act(
            HOA,
            &rows[30],
            Act::Simple {
                action: Action::ProposeReturn,
                note: "Không thuộc Sở Công Thương.".into(),
            },
        )
        .await
        .unwrap();
    undo(&thu, &result)
        .await
        .shows("Đã hoàn tác 39 hồ sơ")
        .shows("Đã có người xử lý tiếp");
    for (place, row) in rows.iter().enumerate() {
        let expected = if place == 30 {
            Some(second)
        } else {
            row.topic_group_id
        };
        assert_eq!(world.reload(row).await.topic_group_id, expected);
    }
    sound(&world);
}

#[actix_web::test]
async fn a_group_of_another_conference_is_none_of_this_one() {
    let world = World::new().await;
    let rows = some(&world, 1, Status::Accepted).await;
    let thu = world.sign_in(THU).await;
    let page = draw(&thu, "chuyen-nhom", &rows).await.is_ok();
    send(&thu, &page, &[("nhom_moi", "99999")])
        .await
        .is(409)
        .shows("Nhóm vấn đề không thuộc hội nghị này.");
}

#[actix_web::test]
async fn the_whole_filter_is_taken_without_ticking_and_some_may_be_left_out() {
    let world = World::new().await;
    let rows = some(&world, 60, Status::Accepted).await;
    let minh = world
        .difficulty()
        .filed_by(MINH)
        .standing(Status::Accepted)
        .create()
        .await;
    let thu = world.sign_in(THU).await;
    let list = "/xu-ly/tiep-nhan?muc=cho-phan-cong&loai=household";
    let page = thu.get(list).await.is_ok().shows("Cả 60 hồ sơ của bộ lọc");
    let (_, mut fields) = page
        .forms()
        .into_iter()
        .find(|(action, _)| action == BULK)
        .unwrap();
    fields.push(("ca_bo_loc".into(), "1".into()));
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let page = thu.post(BULK, &fields).await.is_ok();
    assert_eq!(references(&page).len(), 60);
    let forms = page.forms();
    let (_, confirmed) = forms.iter().find(|(action, _)| action == BULK).unwrap();
    let left_out = ("ho_so".to_owned(), rows[5].reference.clone());
    let confirmed: Vec<(&str, &str)> = confirmed
        .iter()
        .filter(|field| **field != left_out)
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let sent = thu.post(BULK, &confirmed).await;
    done(&thu, sent).await.shows("59 hồ sơ đã làm");
    assert_eq!(world.reload(&rows[5]).await.status, Status::Accepted);
    assert_eq!(world.reload(&minh).await.status, Status::Accepted);
    assert_eq!(world.reload(&rows[59]).await.status, Status::Assigned);
}

#[actix_web::test]
async fn returned_ones_get_their_lead_anew() {
    let world = World::new().await;
    let row = world.difficulty().standing(Status::Assigned).create().await;
    let propose = Act::Simple {
        action: Action::ProposeReturn,
        note: "Thuộc ngành nông nghiệp.".into(),
    };
    world.act(HOA, &row, propose).await.unwrap();
    let give_back = Act::Return {
        suggested: None,
        note: "Thuộc ngành nông nghiệp.".into(),
    };
    world.act("son", &row, give_back).await.unwrap();
    let thu = world.sign_in(THU).await;
    let agency = AGRICULTURE.to_string();
    let page = draw(&thu, "chuyen", std::slice::from_ref(&row))
        .await
        .is_ok();
    let sent = send(&thu, &page, &[("co_quan", agency.as_str())]).await;
    // It had been with an agency before: that has left the house.
    done(&thu, sent)
        .await
        .shows("1 hồ sơ đã làm")
        .hides("/hoan-tac");
    let after = world.reload(&row).await;
    assert_eq!(
        (after.status, after.lead_agency_id),
        (Status::Assigned, Some(AGRICULTURE))
    );
}

#[actix_web::test]
async fn it_is_undone_within_ten_minutes_and_once() {
    let world = World::new().await;
    let rows = some(&world, 3, Status::Submitted).await;
    let thu = world.sign_in(THU).await;
    let topics: Vec<String> = rows
        .iter()
        .map(|row| format!("{}:{}", row.reference, world.topics[0].id))
        .collect();
    let typed: Vec<(&str, &str)> = topics
        .iter()
        .map(|topic| ("nhom", topic.as_str()))
        .collect();
    let page = draw(&thu, "chuyen", &rows).await.is_ok();
    let sent = send(&thu, &page, &typed).await;
    let result = done(&thu, sent).await;
    let (action, _) = result
        .forms()
        .into_iter()
        .find(|(action, _)| action.ends_with("/hoan-tac"))
        .unwrap();
    world
        .sign_in(VAN)
        .await
        .post(&action, &[])
        .await
        .is_not_found();
    undo(&thu, &result).await.shows("Đã hoàn tác 3 hồ sơ");
    for row in &rows {
        let after = world.reload(row).await;
        assert_eq!(
            (after.status, after.lead_agency_id),
            (Status::Submitted, None)
        );
    }
    thu.post(&action, &[]).await.is(303);
    assert_eq!(
        recorded(&world, &rows[0]).await.last().unwrap(),
        "undo_accept"
    );

    let page = draw(&thu, "chuyen", &rows).await.is_ok();
    let sent = send(&thu, &page, &typed).await;
    let result = done(&thu, sent).await;
    world.set_time("2024-06-28T09:11");
    let (action, _) = result
        .forms()
        .into_iter()
        .find(|(action, _)| action.ends_with("/hoan-tac"))
        .unwrap();
    thu.post(&action, &[])
        .await
        .is(409)
        .shows("Đã quá mười phút");
    sound(&world);
}

#[actix_web::test]
async fn it_is_theirs_who_may_and_asks_for_at_least_one_row() {
    let world = World::new().await;
    let secret = world.difficulty().restricted().create().await;
    world.stranger().post(BULK, &[]).await.is(401);
    let hoa = world.sign_in(HOA).await;
    hoa.post(BULK, &[("viec", "tiep-nhan")]).await.is(403);
    let chair = world.sign_in(CHAIR).await;
    chair.post(BULK, &[("viec", "tiep-nhan")]).await.is(403);
    let rows = some(&world, 1, Status::Accepted).await;
    assert_eq!(
        chair
            .get("/xu-ly/tat-ca")
            .await
            .attributes(".bulk button[name=viec]", "value"),
        ["chuyen", "phoi-hop"]
    );
    let page = draw(&chair, "chuyen", &rows).await.is_ok();
    let sent = send(&chair, &page, &[]).await;
    done(&chair, sent).await.shows("1 hồ sơ đã làm");

    let thu = world.sign_in(THU).await;
    thu.post(BULK, &[("viec", "tiep-nhan")])
        .await
        .is(422)
        .shows("Chưa chọn hồ sơ nào");
    thu.post(BULK, &[("viec", "xoa"), ("ho_so", "KK24-0001")])
        .await
        .is(400);
    // A confirmed form comes from a page of ours.
    thu.post(BULK, &[("viec", "chuyen"), ("xac_nhan", "1")])
        .await
        .is(400);
    // What one may not know of is not among the rows.
    let page = thu
        .post(BULK, &[("viec", "tiep-nhan"), ("ho_so", &secret.reference)])
        .await;
    page.is(422).hides(&secret.title);
    let van = world.sign_in(VAN).await;
    let page = draw(&van, "tiep-nhan", std::slice::from_ref(&secret)).await;
    page.is_ok().shows(&secret.title);
}

#[actix_web::test]
async fn english_readers_read_it_in_english() {
    let world = World::new().await;
    let rows = some(&world, 2, Status::Accepted).await;
    let thu = world.sign_in(THU).await;
    thu.get("/xu-ly/tiep-nhan?lang=en").await.is_ok();
    for act in ["chuyen", "gop", "chuyen-nhom", "phoi-hop", "tiep-nhan"] {
        draw(&thu, act, &rows)
            .await
            .is_ok()
            .hides("triage-")
            .hides("field-");
    }
    draw(&thu, "chuyen", &rows)
        .await
        .shows("Hand 2 difficulties to their lead agency");
}
