//! Agencies: rows with validity dates and n:m successors. History prints the old name; today's
//! work goes to today's agency.

pub mod succession;

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::db::DbConnection;
use crate::db::schema::agencies;
use crate::i18n::Lang;

/// An agency as lists and pages name it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Agency {
    pub id: i64,
    pub name_vi: String,
    pub name_en: String,
    /// Its first day, if it has not always been there.
    pub valid_from: Option<NaiveDate>,
    /// Its last day, if it has one.
    pub valid_to: Option<NaiveDate>,
}

type Columns = (
    agencies::id,
    agencies::name_vi,
    agencies::name_en,
    agencies::valid_from,
    agencies::valid_to,
);

const COLUMNS: Columns = (
    agencies::id,
    agencies::name_vi,
    agencies::name_en,
    agencies::valid_from,
    agencies::valid_to,
);

impl Agency {
    #[must_use]
    pub fn name(&self, lang: Lang) -> &str {
        lang.pick(&self.name_vi, &self.name_en)
    }

    #[must_use]
    pub fn is_valid_on(&self, day: NaiveDate) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && !self.has_ended_by(day)
    }

    /// Whether its last day lies before `day`.
    #[must_use]
    pub fn has_ended_by(&self, day: NaiveDate) -> bool {
        self.valid_to.is_some_and(|to| to < day)
    }
}

/// # Errors
/// `NotFound`, or when the database fails.
pub fn find(conn: &mut DbConnection, id: i64) -> QueryResult<Agency> {
    agencies::table.find(id).select(COLUMNS).first(conn)
}

/// Every agency there ever was, in Vietnamese order.
///
/// # Errors
/// When the database fails.
pub fn all(conn: &mut DbConnection) -> QueryResult<Vec<Agency>> {
    agencies::table
        .select(COLUMNS)
        .order((agencies::sort_key, agencies::id))
        .load(conn)
}

/// Agencies that exist on `day`, in Vietnamese order.
///
/// # Errors
/// When the database fails.
pub fn valid_on(conn: &mut DbConnection, day: NaiveDate) -> QueryResult<Vec<Agency>> {
    agencies::table
        .filter(
            agencies::valid_from
                .is_null()
                .or(agencies::valid_from.le(day)),
        )
        .filter(agencies::valid_to.is_null().or(agencies::valid_to.ge(day)))
        .select(COLUMNS)
        .order((agencies::sort_key, agencies::id))
        .load(conn)
}

/// Agencies whose last day lies before `day`.
///
/// # Errors
/// When the database fails.
pub fn ended_by(conn: &mut DbConnection, day: NaiveDate) -> QueryResult<Vec<Agency>> {
    agencies::table
        .filter(agencies::valid_to.lt(day))
        .select(COLUMNS)
        .order((agencies::sort_key, agencies::id))
        .load(conn)
}

/// Names by id, for those of `ids` that exist.
///
/// # Errors
/// When the database fails.
pub fn named(conn: &mut DbConnection, ids: &[i64]) -> QueryResult<Vec<Agency>> {
    agencies::table
        .filter(agencies::id.eq_any(ids.to_vec()))
        .select(COLUMNS)
        .load(conn)
}

/// Whether an agency exists on `day`.
///
/// # Errors
/// When the database fails.
pub fn is_valid_on(conn: &mut DbConnection, id: i64, day: NaiveDate) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(
        agencies::table
            .find(id)
            .filter(
                agencies::valid_from
                    .is_null()
                    .or(agencies::valid_from.le(day)),
            )
            .filter(agencies::valid_to.is_null().or(agencies::valid_to.ge(day))),
    ))
    .get_result(conn)
}
