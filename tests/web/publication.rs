//! What the public reads: marks, what they leave behind, who lets it out, and consent taken back.

use diesel::prelude::*;
use doithoai::db::schema::{event_notes, public_items};
use doithoai::difficulties::actions::{Act, Redaction};
use doithoai::difficulties::{Difficulty, Publication, PublicationConsent, Status};

use crate::world::{Answer, Browser, HOA, LAN, PASSWORD, SON, THU, VAN, World, draft};

fn at(difficulty: &Difficulty) -> String {
    format!("/xu-ly/{}/cong-khai", difficulty.reference)
}

async fn redact(browser: &Browser<'_>, of: &Difficulty, deed: &str, words: (&str, &str)) -> Answer {
    let version = of.version.to_string();
    let fields = [
        ("viec", deed),
        ("tieu_de", words.0),
        ("noi_dung", words.1),
        ("phien_ban", &version),
    ];
    browser.post(&at(of), &fields).await
}

async fn publish(world: &World, name: &str, of: &Difficulty) -> Answer {
    world.give_password(name).await;
    let version = world.reload(of).await.version.to_string();
    let fields = [
        ("viec", "dang"),
        ("mat_khau", PASSWORD),
        ("phien_ban", &version),
    ];
    world.sign_in(name).await.post(&at(of), &fields).await
}

/// Everything the public can be given of it.
async fn public_words(world: &World, of: &Difficulty) -> String {
    let stranger = world.stranger();
    let mut words = String::new();
    for path in [
        format!("/ho-so/{}", of.reference),
        "/kho-khan".to_owned(),
        "/".to_owned(),
        format!("/ho-so/{}?lang=en", of.reference),
    ] {
        words.push_str(&stranger.get(&path).await.is_ok().body);
    }
    words
}

#[actix_web::test]
async fn what_is_hidden_once_stands_nowhere_the_public_reads() {
    let world = World::new().await;
    let item = world
        .difficulty()
        .titled("Cán bộ Trần Hùng hẹn mãi")
        .telling("Ông Trần Hùng ở xã bảo chờ. Hôm sau HÙNG lại bảo chờ tiếp.")
        .standing(Status::PendingApproval)
        .create()
        .await;
    // The answer writes the name out.
    world
        .write(|conn| {
            use doithoai::db::schema::responses;
            diesel::update(responses::table)
                .set(responses::body.eq("Ông Trần Hùng đã được nhắc; gọi 0912 345 678."))
                .execute(conn)?;
            Ok(())
        })
        .await;
    let approve = Act::Approve {
        document_number: "12/SCT-QLCN".into(),
        document_on: None,
    };
    let item = world.act(SON, &item, approve).await.unwrap();
    let thu = world.sign_in(THU).await;
    // The name behind its form of address is proposed; the title is the reader's own work.
    let page = thu.get(&at(&item)).await.is_ok();
    assert!(
        page.all("textarea")[0].contains("Ông [[Trần Hùng]] ở xã"),
        "{:?}",
        page.all("textarea")
    );
    let typed = (
        "Cán bộ Trần Hùng hẹn mãi",
        "Ông [[Trần Hùng]] ở xã bảo chờ. Hôm sau HÙNG lại bảo.",
    );
    let refused = redact(&thu, &item, "che", typed).await.is(422);
    let refused = refused
        .shows("“Trần”, “Hùng”")
        .shows("“HÙNG”")
        .shows("Che mọi chỗ như vậy");
    assert_eq!(refused.all("textarea"), [typed.1]);
    assert_eq!(world.reload(&item).await.publication, Publication::Private);
    redact(&thu, &item, "che-het", typed)
        .await
        .leads_to(&at(&item));
    let item = world.reload(&item).await;
    let page = thu.get(&at(&item)).await.is_ok();
    assert!(page.all("textarea")[0].contains("Hôm sau [[HÙNG]] lại"));
    publish(&world, THU, &item).await.leads_to("/xu-ly/");
    let words = public_words(&world, &item).await;
    for hidden in ["Hùng", "HÙNG", "Trần", "0912"] {
        assert!(!words.contains(hidden), "{hidden}");
    }
    assert!(words.contains("đã được nhắc"));
    for (query, count) in [("tran+hung", 0), ("hung", 0), ("hen+mai", 1)] {
        let found = world
            .stranger()
            .get(&format!("/kho-khan?q={query}"))
            .await
            .is_ok();
        assert_eq!(
            found.body.matches("KK24-0001").count() > 0,
            count > 0,
            "{query}"
        );
    }
}

#[actix_web::test]
async fn marks_that_cannot_be_followed_keep_what_was_typed() {
    let world = World::new().await;
    let item = world.difficulty().standing(Status::Answered).create().await;
    let thu = world.sign_in(THU).await;
    for (typed, told) in [
        ("Gặp [[Lan hôm qua", "không có ]] phía sau"),
        ("Gặp Lan]] hôm qua", "không có [[ phía trước"),
        ("[[Gặp [[Lan]] hôm qua]]", "bên trong một chỗ che khác"),
        ("Gặp [[ ]] hôm qua", "Không có chữ nào giữa"),
        ("Gặp L[[an]] hôm qua", "cắt giữa một từ"),
    ] {
        let refused = redact(&thu, &item, "che", ("Cần đất", typed))
            .await
            .is(422)
            .shows(told);
        assert_eq!(refused.all("textarea"), [typed]);
    }
    assert_eq!(world.reload(&item).await.publication, Publication::Private);
}

#[actix_web::test]
async fn who_names_somebody_is_let_out_by_a_second_person() {
    let world = World::new().await;
    let item = world.difficulty().standing(Status::Answered).create().await;
    let thu = world.sign_in(THU).await;
    let named = ("Cần đất", "Đồng chí Sơn đã hứa ở buổi họp công khai.");
    redact(&thu, &item, "che", named).await.leads_to(&at(&item));
    thu.get(&at(&item))
        .await
        .is_ok()
        .shows("người công khai phải khác người đã che");
    publish(&world, THU, &item)
        .await
        .is(409)
        .shows("người công khai phải khác người đã che");
    assert_eq!(world.reload(&item).await.publication, Publication::Redacted);
    publish(&world, VAN, &item).await.leads_to("/xu-ly/");
    assert_eq!(world.reload(&item).await.publication, Publication::Public);
}

#[actix_web::test]
async fn an_unnamed_filer_is_not_named_by_the_answer_either() {
    let world = World::new().await;
    let item = world
        .difficulty()
        .consenting_to(PublicationConsent::Anonymous)
        .standing(Status::InProgress)
        .create()
        .await;
    let name = LAN.name;
    draft(&world, &item, HOA).await;
    world
        .write(move |conn| {
            use doithoai::db::schema::responses;
            diesel::update(responses::table)
                .set(responses::summary.eq(format!(
                    "Kính gửi {}: đất có từ quý II.",
                    name.to_uppercase()
                )))
                .execute(conn)?;
            Ok(())
        })
        .await;
    let response_id = world
        .read(|conn| {
            use doithoai::db::schema::responses;
            Ok(responses::table.select(responses::id).first(conn)?)
        })
        .await;
    world
        .act(HOA, &item, Act::SubmitForApproval { response_id })
        .await
        .unwrap();
    let approve = Act::Approve {
        document_number: "14/SCT-QLCN".into(),
        document_on: None,
    };
    world.act(SON, &item, approve).await.unwrap();
    let words = Redaction {
        title: "Cần đất".into(),
        text: "Một hộ gốm cần đất.".into(),
    };
    world.act(THU, &item, Act::Redact(words)).await.unwrap();
    publish(&world, VAN, &item).await.leads_to("/xu-ly/");
    let shown = public_words(&world, &item).await;
    assert!(shown.contains("Kính gửi […]: đất có từ quý II."));
    assert!(!shown.to_lowercase().contains(&name.to_lowercase()));
    // Agreed to be named: the projection follows at once.
    let lan = world.filer_of(&item).await;
    let address = format!("/ho-so/{}/cong-khai", item.reference);
    lan.post(&address, &[("cong_khai", "named")])
        .await
        .leads_to("/ho-so/");
    assert!(public_words(&world, &item).await.contains(name));
    lan.post(&address, &[("cong_khai", "anonymous")])
        .await
        .leads_to("/ho-so/");
    assert!(!public_words(&world, &item).await.contains(name));
}

#[actix_web::test]
async fn consent_taken_back_takes_the_public_text_down_at_once() {
    let world = World::new().await;
    let item = world
        .difficulty()
        .titled("Lò nung điện yếu")
        .standing(Status::Answered)
        .published()
        .create()
        .await;
    let address = format!("/ho-so/{}/cong-khai", item.reference);
    let lan = world.filer_of(&item).await;
    lan.get(&address)
        .await
        .is_ok()
        .shows("Hồ sơ đang được công khai");
    lan.post(&address, &[("cong_khai", "mọi người")])
        .await
        .is(422)
        .shows("Chọn một trong các cách.");
    for _ in 0..2 {
        lan.post(&address, &[("cong_khai", "private")])
            .await
            .leads_to("/ho-so/");
    }
    assert_eq!(world.reload(&item).await.publication, Publication::Private);
    let public = format!("/ho-so/{}", item.reference);
    world.stranger().get(&public).await.is(410).hides("Lò nung");
    world
        .stranger()
        .get("/kho-khan?q=nung")
        .await
        .is_ok()
        .hides(&item.reference);
    // Its filer reads on, the secretariat reads why, and nobody publishes it again.
    lan.get(&public)
        .await
        .is_ok()
        .shows("Lò nung điện yếu")
        .shows("đổi lựa chọn công khai");
    let thu = world.sign_in(THU).await;
    let history = format!("/xu-ly/{}/nhat-ky", item.reference);
    thu.get(&history)
        .await
        .is_ok()
        .shows("đổi lựa chọn công khai")
        .shows("rút lại đồng ý");
    thu.get(&at(&item))
        .await
        .is_ok()
        .shows("Hồ sơ này không công khai");
    let again = Act::Redact(Redaction {
        title: "Cần đất".into(),
        text: "Một hộ gốm cần đất.".into(),
    });
    world.act(THU, &item, again).await.unwrap();
    publish(&world, VAN, &item).await.is(409);
    let reasons: i64 = world
        .read(|conn| Ok(event_notes::table.count().get_result(conn)?))
        .await;
    assert!(reasons > 0);
    let shown: i64 = world
        .read(|conn| {
            let public = public_items::table.filter(public_items::is_public.eq(true));
            Ok(public.count().get_result(conn)?)
        })
        .await;
    assert_eq!(shown, 0);
}

#[actix_web::test]
async fn only_its_filer_chooses_what_the_public_reads() {
    let world = World::new().await;
    let item = world.difficulty().standing(Status::Answered).create().await;
    let other = world.difficulty().create().await;
    let address = format!("/ho-so/{}/cong-khai", item.reference);
    let fields = [("cong_khai", "named")];
    world.stranger().get(&address).await.is_not_found();
    world
        .stranger()
        .post(&address, &fields)
        .await
        .is_not_found();
    world
        .filer_of(&other)
        .await
        .post(&address, &fields)
        .await
        .is_not_found();
    world
        .sign_in(THU)
        .await
        .post(&address, &fields)
        .await
        .is(403);
}
