//! How the filer of a submission wants to be told. Until they choose: by e-mail if they gave
//! one, otherwise by message to the telephone.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::db::DbConnection;
use crate::db::schema::{filers, notice_choices, submissions};
use crate::text_enum::text_enum;

text_enum! {
    /// A way of telling somebody.
    pub enum Way {
        Email = "email",
        Sms = "sms",
        /// Not at all; they look it up themselves.
        Nothing = "nothing",
    }
}

/// What may be chosen, and what is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ways {
    pub chosen: Way,
    /// Empty when none was given.
    pub email: String,
    pub phone: String,
}

impl Ways {
    #[must_use]
    pub fn offers(&self, way: Way) -> bool {
        match way {
            Way::Email => !self.email.trim().is_empty(),
            Way::Sms => !self.phone.trim().is_empty(),
            Way::Nothing => true,
        }
    }
}

/// How a submission's filer is told.
///
/// # Errors
/// `NotFound` for no submission; or when the database fails.
pub fn of_submission(conn: &mut DbConnection, submission_id: i64) -> QueryResult<Ways> {
    let (phone, email, chosen): (String, Option<String>, Option<Way>) = submissions::table
        .inner_join(filers::table.on(submissions::filer_id.eq(filers::id)))
        .left_join(notice_choices::table.on(notice_choices::submission_id.eq(submissions::id)))
        .filter(submissions::id.eq(submission_id))
        .select((filers::phone, filers::email, notice_choices::way.nullable()))
        .first(conn)?;
    let mut ways = Ways {
        chosen: Way::Nothing,
        email: email.unwrap_or_default(),
        phone,
    };
    let usual = [Way::Email, Way::Sms]
        .into_iter()
        .find(|way| ways.offers(*way));
    ways.chosen = chosen
        .filter(|way| ways.offers(*way))
        .or(usual)
        .unwrap_or(Way::Nothing);
    Ok(ways)
}

/// Keeps a choice.
///
/// # Errors
/// When the database fails.
pub fn choose(
    conn: &mut DbConnection,
    submission_id: i64,
    way: Way,
    now: NaiveDateTime,
) -> QueryResult<()> {
    let changed = diesel::update(notice_choices::table.find(submission_id))
        .set((
            notice_choices::way.eq(way),
            notice_choices::chosen_at.eq(now),
        ))
        .execute(conn)?;
    if changed == 1 {
        return Ok(());
    }
    diesel::insert_into(notice_choices::table)
        .values((
            notice_choices::submission_id.eq(submission_id),
            notice_choices::way.eq(way),
            notice_choices::chosen_at.eq(now),
        ))
        .execute(conn)
        .map(drop)
}
