//! Who filed: a business, cooperative, household or association, with the particulars as they
//! were written that day, kept apart from the text of what they filed.
//!
//! Filers and associations may have accounts. What was filed then stands in the account
//! ([`owners`]), or under a member's mandate ([`mandates`]); [`board`] is where their owner
//! begins. Nobody needs an account to file.

pub mod board;
mod claim;
pub mod mandates;
pub mod owners;
pub mod phone;
pub mod profile;
mod profile_page;
pub mod tax_code;

use diesel::prelude::*;

use crate::db::DbConnection;
use crate::db::schema::filers;
use crate::text_enum::text_enum;

use crate::web::{Access, Routes};

/// Addresses of those who file with an account.
pub mod paths {
    pub const BOARD: &str = "/cua-toi";
    pub const PROFILE: &str = "/cua-toi/thong-tin";
    /// Takes into the account what was filed without it.
    pub const CLAIM: &str = "/cua-toi/dua-vao";
}

/// Mounts this slice's routes.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    let who = Access::Member;
    routes
        .get(paths::BOARD, who, board::show)
        .get(paths::PROFILE, who, profile_page::show)
        .post(paths::PROFILE, who, profile_page::save)
        .post(paths::CLAIM, who, claim::take)
}

text_enum! {
    /// What kind of filer it is.
    pub enum FilerKind {
        Business = "business",
        Cooperative = "cooperative",
        Household = "household",
        Association = "association",
    }
}

/// The particulars of one filing, as written.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Filer {
    pub id: i64,
    pub kind: FilerKind,
    pub name: String,
    pub phone: String,
    /// With country code, when the number could be read as one.
    pub phone_e164: Option<String>,
    pub email: Option<String>,
    pub tax_code: Option<String>,
    /// Village as written.
    pub village: String,
    /// Commune as written, by old or new name.
    pub commune: String,
    pub craft_village_id: Option<i64>,
    /// The area the commune was matched to; `None` until somebody chooses.
    pub area_id: Option<i64>,
    pub workers: Option<i32>,
    pub version: i32,
}

impl Filer {
    /// Village and commune as written, for lists and search.
    #[must_use]
    pub fn place(&self) -> String {
        [self.village.as_str(), self.commune.as_str()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(", ")
    }
}

/// # Errors
/// `NotFound`, or when the database fails.
pub fn find(conn: &mut DbConnection, id: i64) -> QueryResult<Filer> {
    filers::table.find(id).first(conn)
}

/// Enough to recognise one's own address.
#[must_use]
pub fn masked_email(email: &str) -> String {
    match email.split_once('@') {
        Some((name, host)) => {
            let first: String = name.chars().take(1).collect();
            format!("{first}•••@{host}")
        }
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_masked_but_for_its_first_letter_and_host() {
        assert_eq!(masked_email("lan@example.vn"), "l•••@example.vn");
        assert_eq!(masked_email(""), "");
    }
}
