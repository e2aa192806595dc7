//! Rules that never bend, on the acts themselves.

use diesel::prelude::*;
use doithoai::db::schema::{events, notices};
use doithoai::difficulties::actions::{Act, ActError};
use doithoai::difficulties::{Status, queries, totals};
use doithoai::events as chain;

use crate::world::{AGRICULTURE, DUNG, HOA, SON, THU, World, draft};

#[actix_web::test]
async fn a_difficulty_walks_from_filing_to_closing() {
    let world = World::new().await;
    let difficulty = world.difficulty().standing(Status::Closed).create().await;
    assert_eq!(difficulty.reference, "KK24-0001");
    assert_eq!(difficulty.status, Status::Closed);
    assert_eq!(
        (difficulty.next_party, difficulty.next_due_at),
        (None, None)
    );
    let id = difficulty.id;
    let steps: Vec<String> = world
        .read(move |conn| {
            Ok(events::table
                .filter(events::difficulty_id.eq(id))
                .order(events::seq)
                .select(events::action)
                .load(conn)?)
        })
        .await;
    assert_eq!(
        steps,
        [
            "submit",
            "accept",
            "assign",
            "take",
            "submit_for_approval",
            "approve",
            "close"
        ]
    );
}

#[actix_web::test]
async fn the_chain_holds_and_the_database_refuses_to_change_it() {
    let world = World::new().await;
    world.difficulty().published().create().await;
    let conference = world.conference.id;
    let broken = world
        .read(move |conn| {
            let mut broken = Vec::new();
            chain::verify(conn, conference, |line| broken.push(line))?;
            Ok(broken)
        })
        .await;
    assert!(broken.is_empty(), "{broken:?}");
    for refused in [
        world
            .app
            .db
            .write(|conn| {
                Ok::<_, ActError>(
                    diesel::update(events::table)
                        .set(events::data.eq("x"))
                        .execute(conn)?,
                )
            })
            .await,
        world
            .app
            .db
            .write(|conn| Ok::<_, ActError>(diesel::delete(events::table).execute(conn)?))
            .await,
    ] {
        assert!(refused.is_err());
    }
}

#[actix_web::test]
async fn totals_follow_every_move() {
    let world = World::new().await;
    for status in [
        Status::Submitted,
        Status::Assigned,
        Status::Assigned,
        Status::Answered,
    ] {
        world.difficulty().standing(status).create().await;
    }
    let counted = world
        .read(|conn| {
            let scope = totals::Scope::default();
            Ok(totals::load(conn, scope)?
                .into_iter()
                .map(|total| (total.status, total.count))
                .collect::<Vec<_>>())
        })
        .await;
    let count = |status| {
        counted
            .iter()
            .filter(|(of, _)| *of == status)
            .map(|(_, count)| count)
            .sum::<i64>()
    };
    assert_eq!(
        (
            count(Status::Submitted),
            count(Status::Assigned),
            count(Status::Answered)
        ),
        (1, 2, 1)
    );
    assert_eq!(count(Status::Accepted), 0);
}

#[actix_web::test]
async fn a_drafter_never_approves_and_nobody_approves_twice() {
    let world = World::new().await;
    let difficulty = world
        .difficulty()
        .standing(Status::InProgress)
        .create()
        .await;
    let response_id = draft(&world, &difficulty, SON).await;
    let difficulty = world
        .act(HOA, &difficulty, Act::SubmitForApproval { response_id })
        .await
        .unwrap();
    let approve = || Act::Approve {
        document_number: "1/SCT".into(),
        document_on: None,
    };
    let own = world.act(SON, &difficulty, approve()).await;
    assert!(matches!(own, Err(ActError::Forbidden)), "{own:?}");

    let other = world.difficulty().standing(Status::Answered).create().await;
    let again = world.act(SON, &other, approve()).await;
    assert!(matches!(again, Err(ActError::NotNow(_))), "{again:?}");
}

#[actix_web::test]
async fn an_officer_elsewhere_does_not_learn_that_it_exists() {
    let world = World::new().await;
    let difficulty = world.difficulty().standing(Status::Assigned).create().await;
    let refused = world.act(DUNG, &difficulty, Act::Take).await;
    assert!(matches!(refused, Err(ActError::Hidden)), "{refused:?}");
    let elsewhere = world.difficulty().assigned_to(AGRICULTURE).create().await;
    assert!(world.act(DUNG, &elsewhere, Act::Take).await.is_ok());
}

#[actix_web::test]
async fn an_act_that_fails_leaves_nothing_behind() {
    let world = World::new().await;
    let difficulty = world.difficulty().standing(Status::Accepted).create().await;
    let missing = Act::Assign {
        lead: 999,
        due_on: world.app.clock.today(),
        coordinating: Vec::new(),
        coordinating_due_on: None,
        order: String::new(),
    };
    assert!(world.act(THU, &difficulty, missing).await.is_err());
    assert_eq!(world.reload(&difficulty).await, difficulty);
}

#[actix_web::test]
async fn filer_and_secretariat_are_told_of_a_filing() {
    let world = World::new().await;
    let filed = world.difficulty().file().await;
    let told: i64 = world
        .read(move |conn| {
            Ok(notices::table
                .filter(notices::difficulty_id.eq(filed.difficulty.id))
                .count()
                .get_result(conn)?)
        })
        .await;
    assert_eq!(told, 2);
}

#[actix_web::test]
async fn a_reference_is_found_however_it_is_typed() {
    for typed in [
        "KK24-0417",
        "kk24-417",
        "kk24 0417",
        "KK240417",
        "kk24–0417",
    ] {
        assert_eq!(queries::canonical_reference(typed), "KK24-0417", "{typed}");
    }
    assert_eq!(queries::canonical_reference("KK24-12345"), "KK24-12345");
}
