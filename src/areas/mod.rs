//! Administrative areas and craft villages: rows with validity dates and successors. People
//! write old names and new ones; both are found, and a name that became several is never
//! decided for them.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::db::DbConnection;
use crate::db::schema::{area_successors, areas, craft_villages};
use crate::text;

/// A commune, district or the city, as it was between its dates.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Area {
    pub id: i64,
    pub code: String,
    pub name_vi: String,
    pub name_en: String,
    pub kind: String,
    pub parent_id: Option<i64>,
    pub valid_from: Option<NaiveDate>,
    pub valid_to: Option<NaiveDate>,
    pub folded: String,
}

/// Units that changed again and again are followed this far.
const STEPS_AT_MOST: usize = 6;

impl Area {
    #[must_use]
    pub fn is_valid_on(&self, day: NaiveDate) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day <= to)
    }
}

/// A commune somebody may mean, with the district it lay in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    pub area: Area,
    pub district: Option<String>,
}

/// The name without its kind, folded: "Xã Phú Túc", "phu tuc" and "P. Phú Túc" are one.
#[must_use]
pub fn bare_name(typed: &str) -> String {
    let folded = text::fold(text::clean(typed).as_str());
    let words: Vec<&str> = folded
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let rest = match words.as_slice() {
        [
            "xa" | "phuong" | "huyen" | "quan" | "p" | "x" | "h" | "q" | "tt" | "tx",
            rest @ ..,
        ]
        | ["thi", "tran" | "xa", rest @ ..]
            if !rest.is_empty() =>
        {
            rest
        }
        all => all,
    };
    rest.join(" ")
}

/// Communes that what was typed may mean: by name, narrowed by the district if one was typed
/// after a comma. Those valid on `day` come first.
///
/// # Errors
/// When the database fails.
pub fn communes_called(
    conn: &mut DbConnection,
    typed: &str,
    day: NaiveDate,
) -> QueryResult<Vec<Candidate>> {
    let mut parts = typed.split([',', '(', ';']);
    let name = bare_name(parts.next().unwrap_or_default());
    if name.is_empty() {
        return Ok(Vec::new());
    }
    let district = parts.next().map(bare_name).filter(|name| !name.is_empty());
    let found: Vec<Area> = areas::table
        .filter(areas::folded.eq(name))
        .filter(areas::kind.eq("commune"))
        .order(areas::id)
        .load(conn)?;
    let parents: Vec<Area> = areas::table
        .filter(
            areas::id.eq_any(
                found
                    .iter()
                    .filter_map(|area| area.parent_id)
                    .collect::<Vec<_>>(),
            ),
        )
        .load(conn)?;
    let mut candidates: Vec<Candidate> = found
        .into_iter()
        .map(|area| {
            let parent = parents
                .iter()
                .find(|parent| Some(parent.id) == area.parent_id);
            Candidate {
                district: parent.map(|parent| parent.name_vi.clone()),
                area,
            }
        })
        .collect();
    if let Some(district) = district {
        let in_district: Vec<Candidate> = candidates
            .iter()
            .filter(|candidate| {
                candidate
                    .district
                    .as_deref()
                    .is_some_and(|name| bare_name(name) == district)
            })
            .cloned()
            .collect();
        if !in_district.is_empty() {
            candidates = in_district;
        }
    }
    // One that is valid on the day stands for its older and younger namesakes of the same code.
    candidates.sort_by_key(|candidate| (!candidate.area.is_valid_on(day), candidate.area.id));
    let mut kept: Vec<Candidate> = Vec::new();
    for candidate in candidates {
        let known = kept.iter().any(|other| {
            other.area.is_valid_on(day)
                && other.district == candidate.district
                && other.area.folded == candidate.area.folded
        });
        if !known {
            kept.push(candidate);
        }
    }
    Ok(kept)
}

/// # Errors
/// `NotFound`, or when the database fails.
pub fn find(conn: &mut DbConnection, id: i64) -> QueryResult<Area> {
    areas::table.find(id).first(conn)
}

/// What an area became, the main part first; empty while it stands.
///
/// # Errors
/// When the database fails.
pub fn successors(conn: &mut DbConnection, area_id: i64) -> QueryResult<Vec<Area>> {
    areas::table
        .inner_join(area_successors::table.on(area_successors::to_id.eq(areas::id)))
        .filter(area_successors::from_id.eq(area_id))
        .order((area_successors::is_main.desc(), areas::id))
        .select(areas::all_columns)
        .load(conn)
}

/// The units of `day` that an area went into, the main one first; itself while it stands.
///
/// # Errors
/// When the database fails.
pub fn heirs_on(conn: &mut DbConnection, area: &Area, day: NaiveDate) -> QueryResult<Vec<Area>> {
    if area.is_valid_on(day) {
        return Ok(vec![area.clone()]);
    }
    let mut heirs: Vec<Area> = Vec::new();
    let mut open = vec![area.id];
    for _ in 0..STEPS_AT_MOST {
        let mut next = Vec::new();
        for id in open {
            for heir in successors(conn, id)? {
                if !heir.is_valid_on(day) {
                    next.push(heir.id);
                } else if !heirs.contains(&heir) {
                    heirs.push(heir);
                }
            }
        }
        open = next;
    }
    Ok(heirs)
}

/// Every row that lay, wholly or in part, where these lie: themselves, what lay under them, and
/// what any of those was made of. A filter by a unit of today so finds what was filed from its
/// predecessors.
///
/// # Errors
/// When the database fails.
pub fn with_predecessors(conn: &mut DbConnection, ids: &[i64]) -> QueryResult<Vec<i64>> {
    let mut all: Vec<i64> = ids.to_vec();
    let mut open = all.clone();
    for _ in 0..STEPS_AT_MOST {
        if open.is_empty() {
            break;
        }
        let mut next: Vec<i64> = areas::table
            .filter(areas::parent_id.eq_any(open.clone()))
            .select(areas::id)
            .load(conn)?;
        let before: Vec<i64> = area_successors::table
            .filter(area_successors::to_id.eq_any(open))
            .select(area_successors::from_id)
            .load(conn)?;
        next.extend(before);
        next.sort_unstable();
        next.dedup();
        next.retain(|id| !all.contains(id));
        all.extend(&next);
        open = next;
    }
    Ok(all)
}

/// Areas of any kind and time that what was typed may mean: by name with its kind, or without.
/// Narrowed by what lies above if that was typed after a comma.
///
/// # Errors
/// When the database fails.
pub fn called(conn: &mut DbConnection, typed: &str) -> QueryResult<Vec<Area>> {
    let mut parts = typed.split([',', '(', ';']);
    let first = text::clean(parts.next().unwrap_or_default());
    let name = bare_name(&first);
    if name.is_empty() {
        return Ok(Vec::new());
    }
    let mut found: Vec<Area> = areas::table
        .filter(areas::folded.eq(&name))
        .order(areas::id)
        .load(conn)?;
    // "Huyện Thạch Thất" is the district; "Thạch Thất" alone is the commune as well.
    let whole = text::name_key(&first);
    if whole != text::name_key(&name)
        && found
            .iter()
            .any(|area| text::name_key(&area.name_vi) == whole)
    {
        found.retain(|area| text::name_key(&area.name_vi) == whole);
    }
    if let Some(above) = parts.next().map(bare_name).filter(|name| !name.is_empty()) {
        let parents: Vec<i64> = areas::table
            .filter(areas::folded.eq(above))
            .select(areas::id)
            .load(conn)?;
        let under: Vec<Area> = found
            .iter()
            .filter(|area| area.parent_id.is_some_and(|id| parents.contains(&id)))
            .cloned()
            .collect();
        if !under.is_empty() {
            found = under;
        }
    }
    Ok(found)
}

/// The craft village of a name, if exactly one fits.
///
/// # Errors
/// When the database fails.
pub fn craft_village_called(conn: &mut DbConnection, typed: &str) -> QueryResult<Option<i64>> {
    let folded = text::fold(text::clean(typed).as_str());
    if folded.is_empty() {
        return Ok(None);
    }
    let found: Vec<i64> = craft_villages::table
        .filter(craft_villages::folded.eq(folded))
        .select(craft_villages::id)
        .limit(2)
        .load(conn)?;
    Ok(match found.as_slice() {
        [one] => Some(*one),
        _ => None,
    })
}
