//! The reform of 2025 on Hanoi's real lists: 30 districts until 30 June 2025; 579, then 526, then
//! 126 communes. Open work of a unit that ended is seen, moved by a person, and found again.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use diesel::prelude::*;
use doithoai::areas;
use doithoai::check;
use doithoai::db::schema::{agencies, areas as area_rows, assignments};
use doithoai::db::{DatabaseUrl, DbConnection};
use doithoai::demo::reference;
use doithoai::difficulties::actions::Act;
use doithoai::difficulties::actions::Split;
use doithoai::difficulties::handover::paths;
use doithoai::difficulties::{
    Channel, Difficulty, IdentityLevel, Priority, PublicationConsent, Status,
};
use doithoai::filers::FilerKind;
use doithoai::submissions::actions::{NewFiler, NewFiling, file};

use crate::world::{ADMINISTRATOR, Browser, HOA, THU, TRADE, VAN, World};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The cast's world with the city's real units beside it.
async fn with_the_real_lists() -> World {
    let world = World::new().await;
    let is_postgres = matches!(world.database.url, DatabaseUrl::Postgres(_));
    world
        .write(move |conn| {
            for id in [1_i64, 2, 3, 4] {
                diesel::update(agencies::table.find(id))
                    .set(agencies::code.eq(format!("cast-{id}")))
                    .execute(conn)?;
            }
            if is_postgres {
                for table in ["agencies", "areas"] {
                    diesel::sql_query(format!(
                        "SELECT setval(pg_get_serial_sequence('{table}', 'id'), 1000)"
                    ))
                    .execute(conn)?;
                }
            }
            reference::load(conn).unwrap();
            Ok(())
        })
        .await;
    world
}

async fn unit(world: &World, code: &'static str) -> i64 {
    world
        .read(move |conn| {
            Ok(agencies::table
                .filter(agencies::code.eq(code))
                .select(agencies::id)
                .first(conn)?)
        })
        .await
}

/// The real area of a name, as it was on a day; the cast's own few areas have smaller ids.
fn area_on(conn: &mut DbConnection, name: &str, on: &str) -> areas::Area {
    let all: Vec<areas::Area> = area_rows::table
        .filter(area_rows::name_vi.eq(name))
        .order(area_rows::id.desc())
        .load(conn)
        .unwrap();
    all.into_iter()
        .find(|area| area.is_valid_on(day(on)))
        .unwrap_or_else(|| panic!("no {name} on {on}"))
}

/// Filed in July 2024 from a commune as it was called then, and assigned to a unit of then.
async fn item_of_2024(
    world: &World,
    commune: &'static str,
    address: &'static str,
    lead: i64,
    coordinating: Vec<i64>,
) -> Difficulty {
    world.set_time("2024-06-28T09:00");
    let area_id = world
        .read(move |conn| Ok(area_on(conn, commune, "2024-07-05").id))
        .await;
    let filing = NewFiling {
        owner: String::new(),
        form_token: doithoai::web::secret::random_token(),
        channel: Channel::Web,
        received_at: world.now(),
        entered_by: None,
        topic_group_id: None,
        identity_level: IdentityLevel::Open,
        publication_consent: PublicationConsent::Anonymous,
        names_official: false,
        title: format!("Thiếu mặt bằng sản xuất ở {commune}"),
        body: "Xưởng mộc ở giữa khu dân cư, cần chuyển ra cụm.".into(),
        ask: "Cho thuê đất ở cụm công nghiệp.".into(),
        filer: NewFiler {
            kind: FilerKind::Household,
            name: "Hộ mộc ở làng".into(),
            phone: "0912 000 333".into(),
            email: None,
            tax_code: None,
            village: "Làng mộc".into(),
            commune: address.into(),
            craft_village_id: None,
            area_id: Some(area_id),
            workers: None,
        },
    };
    let (secret, conference, now) = (
        world.app.secret.clone(),
        world.conference.clone(),
        world.now(),
    );
    let filed = world
        .write(move |conn| file(conn, &secret, &conference, &filing, now))
        .await
        .difficulty;
    let accept = Act::Accept {
        priority: Priority::Normal,
        split: Split::Whole {
            topic_group_id: world.topics[0].id,
        },
        note: String::new(),
    };
    let accepted = world.act(THU, &filed, accept).await.unwrap();
    let assign = Act::Assign {
        lead,
        due_on: day("2024-07-12"),
        coordinating,
        coordinating_due_on: Some(day("2024-07-09")),
        order: "Đề nghị trả lời.".into(),
    };
    world.act(THU, &accepted, assign).await.unwrap()
}

/// Looks at the confirming page and presses its button, with a unit for each row.
async fn move_all(browser: &Browser<'_>, to: &[&str]) -> crate::world::Answer {
    let list = browser.get(paths::LIST).await.is_ok();
    let keys = list.attributes("input[name=dong]", "value");
    let fields: Vec<_> = keys.iter().map(|key| ("dong", key.as_str())).collect();
    let preview = browser.post(paths::MOVE, &fields).await.is_ok();
    let versions = preview.attributes("input[name=phien_ban]", "value");
    assert_eq!(versions.len(), keys.len());
    let mut fields = vec![
        ("xac_nhan", "1"),
        ("can_cu", "Theo Nghị quyết 1656/NQ-UBTVQH15"),
        ("don_vi_chung", ""),
    ];
    for ((key, version), to) in keys.iter().zip(&versions).zip(to) {
        fields.extend([
            ("dong", key.as_str()),
            ("phien_ban", version.as_str()),
            ("don_vi_moi", *to),
        ]);
    }
    browser.post(paths::MOVE, &fields).await
}

async fn violations(world: &World) -> Vec<String> {
    world
        .read(|conn| {
            let mut lines = Vec::new();
            check::check(conn, |line| lines.push(line.to_owned()))?;
            Ok(lines)
        })
        .await
}

#[actix_web::test]
async fn the_real_lists_count_as_the_resolutions_say() {
    let world = with_the_real_lists().await;
    let (communes, districts, reused) = world
        .read(|conn| {
            // The cast's own few areas are no part of the lists.
            let all: Vec<areas::Area> = area_rows::table.filter(area_rows::id.gt(14)).load(conn)?;
            let count = |kind: &str, on: &str| {
                let on = day(on);
                all.iter()
                    .filter(|area| area.kind == kind && area.is_valid_on(on))
                    .count()
            };
            let days = [
                "2024-07-05",
                "2024-12-31",
                "2025-01-01",
                "2025-06-30",
                "2025-07-01",
            ];
            let codes = |on: &str| -> BTreeSet<(String, String)> {
                let on = day(on);
                all.iter()
                    .filter(|area| area.kind == "commune" && area.is_valid_on(on))
                    .map(|area| (area.code.clone(), area.name_vi.clone()))
                    .collect()
            };
            let (before, after) = (codes("2025-06-30"), codes("2025-07-01"));
            let reused = after
                .iter()
                .filter(|(code, name)| {
                    before
                        .iter()
                        .any(|(old, other)| old == code && other != name)
                })
                .count();
            let by_code = |on: &str| {
                let on = day(on);
                all.iter()
                    .find(|area| area.code == "00004" && area.is_valid_on(on))
                    .map(|area| area.name_vi.clone())
            };
            assert_eq!(by_code("2025-06-30").as_deref(), Some("Phường Trúc Bạch"));
            assert_eq!(by_code("2025-07-01").as_deref(), Some("Phường Ba Đình"));
            Ok((
                days.map(|on| count("commune", on)),
                days.map(|on| count("district", on)),
                reused,
            ))
        })
        .await;
    assert_eq!(communes, [579, 579, 526, 526, 126]);
    assert_eq!(districts, [30, 30, 30, 30, 0]);
    assert_eq!(reused, 103, "codes that became other places");
    // Of the communes that ended, five have no successor in any list read; a person enters them.
    let without: Vec<String> = world
        .read(|conn| {
            let ended: Vec<areas::Area> = area_rows::table
                .filter(area_rows::id.gt(14))
                .filter(area_rows::kind.eq("commune"))
                .filter(area_rows::valid_to.is_not_null())
                .load(conn)?;
            let mut names = Vec::new();
            for area in ended {
                if areas::successors(conn, area.id)?.is_empty() {
                    names.push(area.name_vi);
                }
            }
            names.sort();
            Ok(names)
        })
        .await;
    assert_eq!(
        without,
        [
            "Xã Châu Sơn",
            "Xã Thư Phú",
            "Xã Tri Trung",
            "Xã Tân Hòa",
            "Xã Vạn Yên"
        ]
    );
}

#[actix_web::test]
async fn open_work_of_a_district_is_seen_the_day_after_it_ended_and_moved_by_a_person() {
    let world = with_the_real_lists().await;
    let district = unit(&world, "UBND-276").await;
    let item = item_of_2024(
        &world,
        "Xã Hữu Bằng",
        "xã Hữu Bằng, huyện Thạch Thất",
        district,
        vec![TRADE],
    )
    .await;
    let promised = item.due_on;

    world.set_time("2025-06-30T16:00");
    let thu = world.sign_in(THU).await;
    thu.get(paths::LIST)
        .await
        .is_ok()
        .shows("đều có đơn vị phụ trách hôm nay");

    world.set_time("2025-07-01T08:00");
    let thu = world.sign_in(THU).await;
    thu.get("/xu-ly")
        .await
        .is_ok()
        .shows("Chưa có đơn vị phụ trách");
    let list = thu
        .get(paths::LIST)
        .await
        .is_ok()
        .shows(&item.reference)
        .shows("UBND huyện Thạch Thất, chủ trì; kết thúc 30/06/2025")
        .shows("theo địa bàn của người gửi");
    drop(list);
    // The area leaves some of the seven units that followed the district; a person chooses.
    let heirs: Vec<(i64, i64)> = world
        .read(|conn| {
            let old = area_on(conn, "Xã Hữu Bằng", "2024-07-05");
            let here: Vec<i64> = areas::heirs_on(conn, &old, day("2025-07-01"))?
                .into_iter()
                .map(|area| area.id)
                .collect();
            Ok(agencies::table
                .filter(agencies::area_id.eq_any(here))
                .filter(agencies::valid_to.is_null())
                .select((agencies::id, agencies::area_id.assume_not_null()))
                .load(conn)?)
        })
        .await;
    let (to, to_area) = heirs[0];
    move_all(&thu, &[&to.to_string()])
        .await
        .leads_to(paths::LIST);

    let moved = world.reload(&item).await;
    assert_eq!(moved.lead_agency_id, Some(to));
    assert_eq!(moved.status, Status::Assigned);
    assert_eq!(moved.due_on, promised, "what was promised stays");
    assert!(moved.next_due_at.unwrap() > item.next_due_at.unwrap());
    thu.get(paths::LIST)
        .await
        .is_ok()
        .shows("đều có đơn vị phụ trách hôm nay");
    // The one who coordinates goes on; the old unit's assignment ended and is kept.
    let kept: Vec<(i64, bool)> = world
        .read(move |conn| {
            let rows: Vec<(i64, Option<chrono::NaiveDateTime>)> = assignments::table
                .filter(assignments::difficulty_id.eq(moved.id))
                .order(assignments::id)
                .select((assignments::agency_id, assignments::ended_at))
                .load(conn)?;
            Ok(rows
                .into_iter()
                .map(|(agency, ended)| (agency, ended.is_some()))
                .collect())
        })
        .await;
    assert_eq!(kept, [(district, true), (TRADE, false), (to, false)]);

    // The address is printed as it was written, and the history keeps the old name.
    let workbench = format!("/xu-ly/{}", item.reference);
    thu.get(&workbench)
        .await
        .is_ok()
        .shows("xã Hữu Bằng, huyện Thạch Thất");
    thu.get(&format!("{workbench}/nhat-ky"))
        .await
        .is_ok()
        .shows("UBND huyện Thạch Thất đã kết thúc");
    // The new unit's filter finds it, as do the old district's and the old commune's names.
    let name: String = world
        .read(move |conn| Ok(areas::find(conn, to_area)?.name_vi))
        .await;
    for typed in [
        name.as_str(),
        "huyen thach that",
        "Xã Hữu Bằng, Huyện Thạch Thất",
    ] {
        let query = serde_html_form::to_string(vec![("dia_ban", typed)]).unwrap();
        thu.get(&format!("/xu-ly/tat-ca?{query}"))
            .await
            .is_ok()
            .shows(&item.reference)
            .gives_back("dia_ban", typed);
    }
    for typed in ["Phường Ba Đình", "không có xã này"] {
        let query = serde_html_form::to_string(vec![("dia_ban", typed)]).unwrap();
        let page = thu.get(&format!("/xu-ly/tat-ca?{query}")).await.is_ok();
        assert!(!page.words().contains(&item.reference), "{typed}");
    }
    assert_eq!(violations(&world).await, Vec::<String>::new());
}

#[actix_web::test]
async fn a_name_that_became_five_is_chosen_by_a_person() {
    let world = with_the_real_lists().await;
    let district = unit(&world, "UBND-019").await;
    let item = item_of_2024(
        &world,
        "Phường Đại Mỗ",
        "phường Đại Mỗ, quận Nam Từ Liêm",
        district,
        Vec::new(),
    )
    .await;
    world.set_time("2025-07-01T08:00");
    let van = world.sign_in(VAN).await;
    let key = format!("{}:{district}", item.reference);
    let preview = van
        .post(paths::MOVE, &[("dong", &key)])
        .await
        .is_ok()
        .shows("Chọn một trong các đơn vị");
    let offered = preview.attributes("select[name=don_vi_moi] option", "value");
    assert!(offered.len() > 3, "{offered:?}");
    assert!(
        preview
            .attributes("select[name=don_vi_moi] option[selected]", "value")
            .is_empty(),
        "the system chooses none"
    );
    let (version, unchosen) = (item.version.to_string(), "");
    let fields = [
        ("xac_nhan", "1"),
        ("can_cu", ""),
        ("don_vi_chung", unchosen),
        ("dong", key.as_str()),
        ("phien_ban", version.as_str()),
        ("don_vi_moi", unchosen),
    ];
    van.post(paths::MOVE, &fields)
        .await
        .is(422)
        .shows("chọn đơn vị nhận")
        .shows("Ghi căn cứ chuyển");
    assert_eq!(world.reload(&item).await.lead_agency_id, Some(district));
}

#[actix_web::test]
async fn a_row_somebody_moved_meanwhile_is_said_and_the_others_are_done() {
    let world = with_the_real_lists().await;
    let district = unit(&world, "UBND-276").await;
    let mut items = Vec::new();
    for _ in 0..2 {
        let address = "xã Hữu Bằng, huyện Thạch Thất";
        items.push(item_of_2024(&world, "Xã Hữu Bằng", address, district, Vec::new()).await);
    }
    let to = unit(&world, "SCT").await.to_string();
    world.set_time("2025-07-01T08:00");
    let thu = world.sign_in(THU).await;
    let keys: Vec<String> = items
        .iter()
        .map(|item| format!("{}:{district}", item.reference))
        .collect();
    let (fresh, old) = (
        items[0].version.to_string(),
        (items[1].version - 1).to_string(),
    );
    let fields = [
        ("xac_nhan", "1"),
        ("can_cu", "Theo Nghị quyết 1656/NQ-UBTVQH15"),
        ("don_vi_chung", to.as_str()),
        ("dong", keys[0].as_str()),
        ("phien_ban", fresh.as_str()),
        ("don_vi_moi", ""),
        ("dong", keys[1].as_str()),
        ("phien_ban", old.as_str()),
        ("don_vi_moi", ""),
    ];
    thu.post(paths::MOVE, &fields)
        .await
        .is(409)
        .shows("Đã chuyển 1 dòng")
        .shows("Có người vừa đổi hồ sơ này");
    assert_ne!(world.reload(&items[0]).await.lead_agency_id, Some(district));
    assert_eq!(world.reload(&items[1]).await.lead_agency_id, Some(district));
}

#[actix_web::test]
async fn an_opinion_owed_by_a_unit_that_ended_is_asked_of_the_next() {
    let world = with_the_real_lists().await;
    let old = unit(&world, "STNMT").await;
    let new = unit(&world, "SNNMT").await;
    let address = "xã Hữu Bằng, huyện Thạch Thất";
    let item = item_of_2024(&world, "Xã Hữu Bằng", address, TRADE, vec![old]).await;
    world.set_time("2025-03-01T08:00");
    let thu = world.sign_in(THU).await;
    thu.get(paths::LIST)
        .await
        .is_ok()
        .shows("phối hợp, chưa có ý kiến")
        .shows("Sở Nông nghiệp và Môi trường");
    move_all(&thu, &[&new.to_string()])
        .await
        .leads_to(paths::LIST);
    let after = world.reload(&item).await;
    assert_eq!(
        (after.lead_agency_id, after.status),
        (Some(TRADE), item.status)
    );
    thu.get(paths::LIST).await.shows("đều có đơn vị phụ trách");
    assert_eq!(violations(&world).await, Vec::<String>::new());
}

#[actix_web::test]
async fn nothing_is_assigned_to_a_unit_that_has_ended_and_only_the_desk_moves() {
    let world = with_the_real_lists().await;
    let district = unit(&world, "UBND-276").await;
    world.set_time("2025-07-01T08:00");
    let accepted = world.difficulty().standing(Status::Accepted).create().await;
    let assign = Act::Assign {
        lead: district,
        due_on: day("2025-07-20"),
        coordinating: Vec::new(),
        coordinating_due_on: None,
        order: String::new(),
    };
    let refused = world.act(THU, &accepted, assign).await.unwrap_err();
    assert!(refused.to_string().contains("not-now-agency-closed"));
    // One whose unit stands is not handed over.
    let assigned = world.difficulty().assigned_to(TRADE).create().await;
    let act = Act::HandOver {
        to: 3,
        note: "Theo nghị quyết".into(),
    };
    let refused = world.act(THU, &assigned, act).await.unwrap_err();
    assert!(refused.to_string().contains("not-now-agency-stands"));
    for name in [HOA, ADMINISTRATOR] {
        world.sign_in(name).await.get(paths::LIST).await.is(403);
    }
}
