//! The accounts of Lan and Minh, with what they filed.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::DemoError;
use super::welcome::FILERS;
use crate::accounts::queries::by_sign_in_name;
use crate::db::DbConnection;
use crate::db::schema::{filers, submissions};
use crate::filers::{Filer, owners, profile};
use crate::submissions::content::Particulars;

/// Puts what each filed into their account and writes their particulars down.
pub(super) fn settle(conn: &mut DbConnection, now: NaiveDateTime) -> Result<(), DemoError> {
    for (name, phone) in FILERS {
        let account = account(conn, &name.to_lowercase())?;
        let filed: Vec<(i64, i64)> = submissions::table
            .inner_join(filers::table.on(submissions::filer_id.eq(filers::id)))
            .filter(filers::phone.eq(phone))
            .order(submissions::id)
            .select((submissions::id, filers::id))
            .load(conn)?;
        for (submission_id, _) in &filed {
            owners::own(conn, *submission_id, account, now)?;
        }
        let Some((_, filer_id)) = filed.first() else {
            continue;
        };
        let who = particulars(&crate::filers::find(conn, *filer_id)?);
        profile::save(conn, account, 0, &who, now)?;
    }
    Ok(())
}

fn account(conn: &mut DbConnection, name: &str) -> Result<i64, DemoError> {
    let found = by_sign_in_name(conn, name)?;
    found
        .map(|account| account.id)
        .ok_or_else(|| DemoError::Data(format!("nobody signs in as {name}")))
}

fn particulars(filer: &Filer) -> Particulars {
    Particulars {
        kind: filer.kind.as_str().to_owned(),
        name: filer.name.clone(),
        village: filer.village.clone(),
        commune: filer.commune.clone(),
        area_id: filer.area_id,
        is_place_settled: true,
        phone: filer.phone.clone(),
        email: filer.email.clone().unwrap_or_default(),
        tax_code: filer.tax_code.clone().unwrap_or_default(),
        workers: filer
            .workers
            .map(|count| count.to_string())
            .unwrap_or_default(),
        ..Particulars::default()
    }
}
