//! Who an account files for: written once, filled into the forms, changed when it changes.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::FilerKind;
use super::phone::Phone;
use crate::db::DbConnection;
use crate::db::schema::profiles;
use crate::submissions::content::Particulars;

/// The particulars of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    pub particulars: Particulars,
    /// From 1; one more with every change.
    pub version: i32,
    pub updated_at: NaiveDateTime,
}

/// What became of an attempt to save.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Saved {
    Done,
    /// Another page saved something else first; this is what stands.
    Stale(Box<Profile>),
}

type Row = (
    (FilerKind, String, String, Option<String>, Option<String>),
    (String, String, Option<i64>, Option<i32>),
    i32,
    NaiveDateTime,
);

/// The profile of an account, if it wrote one.
///
/// # Errors
/// When the database fails.
pub fn of_account(conn: &mut DbConnection, account_id: i64) -> QueryResult<Option<Profile>> {
    let row: Option<Row> = profiles::table
        .find(account_id)
        .select((
            (
                profiles::kind,
                profiles::name,
                profiles::phone,
                profiles::email,
                profiles::tax_code,
            ),
            (
                profiles::village,
                profiles::commune,
                profiles::area_id,
                profiles::workers,
            ),
            profiles::version,
            profiles::updated_at,
        ))
        .first(conn)
        .optional()?;
    Ok(row.map(|(who, place, version, updated_at)| {
        let (kind, name, phone, email, tax_code) = who;
        let (village, commune, area_id, workers) = place;
        Profile {
            particulars: Particulars {
                kind: kind.as_str().to_owned(),
                name,
                village,
                commune,
                area_id,
                is_place_settled: true,
                phone,
                email: email.unwrap_or_default(),
                tax_code: tax_code.unwrap_or_default(),
                workers: workers.map(|count| count.to_string()).unwrap_or_default(),
                ..Particulars::default()
            },
            version,
            updated_at,
        }
    }))
}

/// Keeps the particulars, already found good, unless another page saved first. `seen` is the
/// version the page was filled in from, 0 for none.
///
/// # Errors
/// When the database fails.
pub fn save(
    conn: &mut DbConnection,
    account_id: i64,
    seen: i32,
    particulars: &Particulars,
    now: NaiveDateTime,
) -> QueryResult<Saved> {
    let stands = of_account(conn, account_id)?;
    if let Some(stands) = &stands {
        if stands.particulars == *particulars {
            return Ok(Saved::Done);
        }
        if stands.version != seen {
            return Ok(Saved::Stale(Box::new(stands.clone())));
        }
    }
    let Some(kind) = FilerKind::parse(&particulars.kind) else {
        return Err(diesel::result::Error::NotFound);
    };
    let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let values = (
        profiles::kind.eq(kind),
        profiles::name.eq(&particulars.name),
        profiles::phone.eq(&particulars.phone),
        profiles::phone_e164.eq(Phone::parse(&particulars.phone).e164),
        profiles::email.eq(given(&particulars.email)),
        profiles::tax_code.eq(given(&particulars.tax_code)),
        profiles::village.eq(&particulars.village),
        profiles::commune.eq(&particulars.commune),
        profiles::area_id.eq(particulars.area_id),
        profiles::workers.eq(particulars.workers_count()),
        profiles::updated_at.eq(now),
    );
    if stands.is_some() {
        diesel::update(profiles::table.find(account_id))
            .set((values, profiles::version.eq(profiles::version + 1)))
            .execute(conn)?;
    } else {
        diesel::insert_into(profiles::table)
            .values((profiles::account_id.eq(account_id), values))
            .execute(conn)?;
    }
    Ok(Saved::Done)
}
