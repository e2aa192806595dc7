//! What waits for whom, and the acts of the intake desk.

mod acts;
mod bulk;
mod letters;
mod lists;
mod rows;

use diesel::prelude::*;
use doithoai::db::schema::named_persons;
use doithoai::difficulties::Difficulty;

use crate::world::{Answer, World};

/// References in the order of a list's rows.
fn references(page: &Answer) -> Vec<String> {
    page.all(".q tbody .m .num")
}

/// The number of rows a page says its whole list has.
fn total(page: &Answer) -> String {
    let words = page.all(".pager .muted").join("");
    words.split(' ').nth(2).unwrap_or_default().to_owned()
}

async fn name(world: &World, who: &str, difficulty: &Difficulty) {
    let (id, account_id) = (difficulty.id, world.staff(who).await.account_id);
    world
        .write(move |conn| {
            diesel::insert_into(named_persons::table)
                .values((
                    named_persons::difficulty_id.eq(id),
                    named_persons::account_id.eq(account_id),
                ))
                .execute(conn)?;
            Ok(())
        })
        .await;
}
