//! What is done when its time has come, without waiting for it: a job is called, or the clock is
//! moved and what is due is done.

use diesel::prelude::*;
use doithoai::db::schema::{events, jobs as rows, logins};
use doithoai::difficulties::actions::{Act, Doer};
use doithoai::difficulties::{Action, Status};
use doithoai::submissions::paths;
use doithoai::timer::{self, Job, Stop, lease};

use crate::world::World;

#[actix_web::test]
async fn an_answer_nobody_objected_to_is_closed_after_its_window() {
    let world = World::new().await;
    let answered = world.difficulty().standing(Status::Answered).create().await;
    let due = answered.next_due_at.unwrap();
    assert_eq!(
        timer::close_unopposed(&world.app, &Stop::default())
            .await
            .unwrap(),
        0
    );
    world.app.clock.set(due);
    assert_eq!(
        timer::close_unopposed(&world.app, &Stop::default())
            .await
            .unwrap(),
        0
    );
    world.app.clock.set(due + chrono::TimeDelta::minutes(1));
    assert_eq!(
        timer::close_unopposed(&world.app, &Stop::default())
            .await
            .unwrap(),
        1
    );
    let closed = world.reload(&answered).await;
    assert_eq!(closed.status, Status::Closed);
    assert_eq!(closed.next_party, None);
    let id = answered.id;
    let party: String = world
        .read(move |conn| {
            Ok(events::table
                .filter(events::difficulty_id.eq(id))
                .filter(events::action.eq("close"))
                .select(events::party)
                .first(conn)?)
        })
        .await;
    assert_eq!(party, "timer");
    assert_eq!(
        timer::close_unopposed(&world.app, &Stop::default())
            .await
            .unwrap(),
        0
    );
}

#[actix_web::test]
async fn one_whose_filer_objected_is_not_closed() {
    let world = World::new().await;
    let answered = world.difficulty().standing(Status::Answered).create().await;
    let due = answered.next_due_at.unwrap();
    let act = Act::Simple {
        action: Action::AskToReopen,
        note: "Chưa có đất".into(),
    };
    let doer = Doer::filer(answered.submission_id);
    world.act_as(doer, &answered, act).await.unwrap();
    world.app.clock.set(due + chrono::TimeDelta::days(10));
    assert_eq!(
        timer::close_unopposed(&world.app, &Stop::default())
            .await
            .unwrap(),
        0
    );
    assert_eq!(world.reload(&answered).await.status, Status::Answered);
}

#[actix_web::test]
async fn a_job_told_to_stop_leaves_the_rest() {
    let world = World::new().await;
    let answered = world.difficulty().standing(Status::Answered).create().await;
    world
        .app
        .clock
        .set(answered.next_due_at.unwrap() + chrono::TimeDelta::minutes(1));
    let stop = Stop::default();
    stop.now();
    assert_eq!(timer::close_unopposed(&world.app, &stop).await.unwrap(), 0);
    assert!(timer::run_due(&world.app, &stop).await.is_empty());
    assert_eq!(world.reload(&answered).await.status, Status::Answered);
}

#[actix_web::test]
async fn drafts_and_logins_that_ended_are_let_go() {
    let world = World::new().await;
    let browser = world.stranger();
    browser.post(paths::BEGIN, &[]).await.is(303);
    let difficulty = world.difficulty().create().await;
    world.filer_of(&difficulty).await;
    world.sign_in("thu").await;
    assert_eq!(timer::sweep_drafts(&world.app).await.unwrap(), 0);
    assert_eq!(timer::sweep_logins(&world.app).await.unwrap(), 0);
    world.set_time("2024-09-01T09:00");
    assert_eq!(timer::sweep_drafts(&world.app).await.unwrap(), 1);
    assert_eq!(timer::sweep_logins(&world.app).await.unwrap(), 2);
    let left: i64 = world
        .read(|conn| Ok(logins::table.count().get_result(conn)?))
        .await;
    assert_eq!(left, 0);
}

#[actix_web::test]
async fn a_job_is_done_once_by_whoever_is_first() {
    let world = World::new().await;
    let stop = Stop::default();
    let done = timer::run_due(&world.app, &stop).await;
    assert_eq!(done.len(), Job::ALL.len());
    assert!(
        timer::run_due(&world.app, &stop).await.is_empty(),
        "not due"
    );
    world.set_time("2024-06-28T09:11");
    let done = timer::run_due(&world.app, &stop).await;
    assert_eq!(done, [(Job::CloseUnopposed, 0)]);

    let now = world.now();
    world
        .write(move |conn| {
            diesel::delete(rows::table).execute(conn)?;
            assert!(lease::take(conn, "a", now)?);
            assert!(!lease::take(conn, "a", now)?, "held");
            let later = now + chrono::TimeDelta::minutes(lease::MINUTES);
            assert!(lease::take(conn, "a", later)?, "whoever held it is gone");
            lease::give_back(conn, "a", later + chrono::TimeDelta::hours(1))?;
            assert!(!lease::take(conn, "a", later)?, "not due");
            Ok(())
        })
        .await;
}
