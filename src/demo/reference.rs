//! What stands before any conference: agencies, areas, craft villages and the working calendar,
//! from the files beside it. Areas and agencies that ended keep their rows and successors.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::DemoError;
use crate::areas::bare_name;
use crate::db::DbConnection;
use crate::db::schema::{
    agencies, agency_successors, area_successors, areas, calendar_days, craft_villages,
};
use crate::text;

#[derive(Deserialize)]
struct AgencyRow {
    code: String,
    name_vi: String,
    name_en: String,
    kind: String,
    valid_from: Option<NaiveDate>,
    valid_to: Option<NaiveDate>,
    /// The area of a committee.
    area_key: Option<String>,
}

#[derive(Deserialize)]
struct AgencySuccessorRow {
    from_code: String,
    to_code: String,
    note: String,
}

#[derive(Deserialize)]
struct AreaRow {
    key: String,
    code: String,
    name_vi: String,
    name_en: String,
    kind: String,
    parent_key: Option<String>,
    valid_from: Option<NaiveDate>,
    valid_to: Option<NaiveDate>,
}

#[derive(Deserialize)]
struct AreaSuccessorRow {
    from_key: String,
    to_key: String,
    is_main: u8,
}

#[derive(Deserialize)]
struct VillageRow {
    name: String,
    craft_vi: String,
    craft_en: String,
    commune_key: Option<String>,
    status_vi: String,
    valid_from: Option<NaiveDate>,
    valid_to: Option<NaiveDate>,
}

#[derive(Deserialize)]
struct DayRow {
    date: NaiveDate,
    effect: String,
    name_vi: String,
    status: String,
}

/// Ids of the rows by the short names that the files use.
type Ids = BTreeMap<String, i64>;

/// Puts everything in; returns the ids of agencies by code.
///
/// # Errors
/// When a file of the program does not fit itself, or the database fails.
pub fn load(conn: &mut DbConnection) -> Result<Ids, DemoError> {
    calendar(conn)?;
    let area_ids = areas(conn)?;
    let agency_ids = agencies(conn, &area_ids)?;
    villages(conn, &area_ids)?;
    Ok(agency_ids)
}

pub(super) fn rows<T: DeserializeOwned>(text: &str) -> Result<Vec<T>, DemoError> {
    csv::Reader::from_reader(text.as_bytes())
        .deserialize()
        .collect::<Result<_, _>>()
        .map_err(|error| DemoError::Data(error.to_string()))
}

/// The id of a short name that another row of the same files uses.
pub(super) fn id_of(ids: &Ids, name: &str) -> Result<i64, DemoError> {
    ids.get(name)
        .copied()
        .ok_or_else(|| DemoError::Data(format!("nothing is called {name}")))
}

fn calendar(conn: &mut DbConnection) -> Result<(), DemoError> {
    for day in rows::<DayRow>(include_str!("data/calendar.csv"))? {
        diesel::insert_into(calendar_days::table)
            .values((
                calendar_days::on_date.eq(day.date),
                calendar_days::effect.eq(day.effect),
                calendar_days::name_vi.eq(day.name_vi),
                calendar_days::status.eq(day.status),
            ))
            .execute(conn)?;
    }
    Ok(())
}

fn agencies(conn: &mut DbConnection, area_ids: &Ids) -> Result<Ids, DemoError> {
    let mut ids = Ids::new();
    for agency in rows::<AgencyRow>(include_str!("data/agencies.csv"))? {
        let area_id = agency
            .area_key
            .map(|key| id_of(area_ids, &key))
            .transpose()?;
        let id = diesel::insert_into(agencies::table)
            .values((
                agencies::code.eq(&agency.code),
                agencies::name_vi.eq(&agency.name_vi),
                agencies::name_en.eq(agency.name_en),
                agencies::kind.eq(agency.kind),
                agencies::valid_from.eq(agency.valid_from),
                agencies::valid_to.eq(agency.valid_to),
                agencies::sort_key.eq(text::sort_key(&agency.name_vi)),
                agencies::area_id.eq(area_id),
            ))
            .returning(agencies::id)
            .get_result(conn)?;
        ids.insert(agency.code, id);
    }
    for row in rows::<AgencySuccessorRow>(include_str!("data/agency_successors.csv"))? {
        diesel::insert_into(agency_successors::table)
            .values((
                agency_successors::from_id.eq(id_of(&ids, &row.from_code)?),
                agency_successors::to_id.eq(id_of(&ids, &row.to_code)?),
                agency_successors::note.eq(row.note),
            ))
            .execute(conn)?;
    }
    Ok(ids)
}

fn areas(conn: &mut DbConnection) -> Result<Ids, DemoError> {
    let mut ids = Ids::new();
    // A parent stands in the file before its children.
    for area in rows::<AreaRow>(include_str!("data/areas.csv"))? {
        let parent_id = area.parent_key.map(|key| id_of(&ids, &key)).transpose()?;
        let id = diesel::insert_into(areas::table)
            .values((
                areas::code.eq(area.code),
                areas::name_vi.eq(&area.name_vi),
                areas::name_en.eq(area.name_en),
                areas::kind.eq(area.kind),
                areas::parent_id.eq(parent_id),
                areas::valid_from.eq(area.valid_from),
                areas::valid_to.eq(area.valid_to),
                areas::folded.eq(bare_name(&area.name_vi)),
            ))
            .returning(areas::id)
            .get_result(conn)?;
        ids.insert(area.key, id);
    }
    for row in rows::<AreaSuccessorRow>(include_str!("data/area_successors.csv"))? {
        diesel::insert_into(area_successors::table)
            .values((
                area_successors::from_id.eq(id_of(&ids, &row.from_key)?),
                area_successors::to_id.eq(id_of(&ids, &row.to_key)?),
                area_successors::is_main.eq(row.is_main == 1),
            ))
            .execute(conn)?;
    }
    Ok(ids)
}

fn villages(conn: &mut DbConnection, area_ids: &Ids) -> Result<(), DemoError> {
    for village in rows::<VillageRow>(include_str!("data/villages.csv"))? {
        let area_id = village
            .commune_key
            .map(|key| id_of(area_ids, &key))
            .transpose()?;
        diesel::insert_into(craft_villages::table)
            .values((
                craft_villages::name.eq(&village.name),
                craft_villages::craft_vi.eq(village.craft_vi),
                craft_villages::craft_en.eq(village.craft_en),
                craft_villages::area_id.eq(area_id),
                craft_villages::status_vi.eq(village.status_vi),
                craft_villages::valid_from.eq(village.valid_from),
                craft_villages::valid_to.eq(village.valid_to),
                craft_villages::folded.eq(text::fold(&text::clean(&village.name))),
            ))
            .execute(conn)?;
    }
    Ok(())
}
