//! The people of the demonstration: the same as in the tests and the README. Lan and Minh filed
//! without an account and have one now, with what they filed in it; every agency that is not of the cast is worked by its office, unnamed.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::DemoError;
use super::conference::SECRETARIAT;
use super::reference::id_of;
use crate::accounts::{Role, Staff, queries};
use crate::db::DbConnection;
use crate::db::schema::agencies;

/// One account of the cast.
pub struct Member {
    pub sign_in_name: &'static str,
    pub display_name: &'static str,
    pub role: Role,
    /// Code of the agency it belongs to.
    pub agency: Option<&'static str>,
}

/// In the order of the welcome.
pub const CAST: [Member; 9] = [
    member("thu", "Thu", Role::Clerk, Some(SECRETARIAT)),
    member("van", "Vân", Role::Secretary, Some(SECRETARIAT)),
    member("hoa", "Hoa", Role::Officer, Some("SCT")),
    member("son", "Sơn", Role::Leader, Some("SCT")),
    member("dung", "Dũng", Role::Officer, Some("SNNPTNT")),
    member("chu-tri", "Chủ trì", Role::Chair, None),
    member("quan-tri", "Quản trị viên", Role::Administrator, None),
    member("lan", "Lan", Role::Filer, None),
    member("minh", "Minh", Role::Filer, None),
];

const fn member(
    sign_in_name: &'static str,
    display_name: &'static str,
    role: Role,
    agency: Option<&'static str>,
) -> Member {
    Member {
        sign_in_name,
        display_name,
        role,
        agency,
    }
}

/// The accounts by role and agency.
pub struct Cast(BTreeMap<(Role, Option<i64>), Staff>);

impl Cast {
    /// Makes the accounts, with an officer and a leader for every agency in `offices`; all have
    /// the password of `password_hash`.
    ///
    /// # Errors
    /// When the database fails.
    pub fn create(
        conn: &mut DbConnection,
        agency_ids: &BTreeMap<String, i64>,
        offices: &BTreeSet<String>,
        password_hash: &str,
        now: NaiveDateTime,
    ) -> Result<Self, DemoError> {
        let mut cast = Self(BTreeMap::new());
        for member in &CAST {
            let agency_id = member
                .agency
                .map(|code| id_of(agency_ids, code))
                .transpose()?;
            let name = (member.sign_in_name, member.display_name);
            cast.add(conn, name, member.role, agency_id, password_hash, now)?;
        }
        for code in offices {
            let agency_id = id_of(agency_ids, code)?;
            let office: String = agencies::table
                .find(agency_id)
                .select(agencies::name_vi)
                .first(conn)?;
            let duties = [
                (Role::Officer, "cv", "Chuyên viên"),
                (Role::Leader, "ld", "Lãnh đạo"),
            ];
            for (role, short, duty) in duties {
                if !cast.0.contains_key(&(role, Some(agency_id))) {
                    let sign_in_name = format!("{short}-{}", code.to_lowercase());
                    let display_name = format!("{duty} {office}");
                    let name = (sign_in_name.as_str(), display_name.as_str());
                    cast.add(conn, name, role, Some(agency_id), password_hash, now)?;
                }
            }
        }
        Ok(cast)
    }

    fn add(
        &mut self,
        conn: &mut DbConnection,
        (sign_in_name, display_name): (&str, &str),
        role: Role,
        agency_id: Option<i64>,
        password_hash: &str,
        now: NaiveDateTime,
    ) -> Result<(), DemoError> {
        let account_id = queries::create(conn, sign_in_name, display_name, role, agency_id, now)?;
        queries::set_password_hash(conn, account_id, password_hash)?;
        let staff = Staff {
            account_id,
            login_id: 0,
            display_name: display_name.to_owned(),
            role,
            agency_id,
            agency_vi: None,
            agency_en: None,
        };
        // The secretariat is one office: who of it acts is told by the role alone.
        let key = if role.is_of_an_agency() {
            agency_id
        } else {
            None
        };
        self.0.insert((role, key), staff);
        Ok(())
    }

    /// # Errors
    /// When nobody of the cast has that role.
    pub fn in_role(&self, role: Role) -> Result<&Staff, DemoError> {
        self.find(role, None)
    }

    /// # Errors
    /// When the agency has nobody in that role.
    pub fn of_agency(&self, role: Role, agency_id: i64) -> Result<&Staff, DemoError> {
        self.find(role, Some(agency_id))
    }

    fn find(&self, role: Role, agency_id: Option<i64>) -> Result<&Staff, DemoError> {
        self.0
            .get(&(role, agency_id))
            .ok_or_else(|| DemoError::Data(format!("nobody is {role} of agency {agency_id:?}")))
    }
}
