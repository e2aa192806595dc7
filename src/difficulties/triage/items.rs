//! Rows as a reader may see them: who filed only where the policy allows it, everything else
//! looked up for the whole page at once.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::due::Due;
use super::paths;
use super::queries::{self, Row};
use crate::accounts::{Actor, Role};
use crate::agencies;
use crate::conferences::TopicGroup;
use crate::db::DbConnection;
use crate::db::schema::{filers, submissions, topic_groups};
use crate::difficulties::policy::{self, Capability, Matter, Relation, Standing, Tie};
use crate::difficulties::{Priority, Status};
use crate::filers::FilerKind;
use crate::web::Page;
use crate::working_days::WorkingCalendar;

/// One row of a list.
#[derive(Debug, Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a mark of its own on the row"
)]
pub struct Item {
    pub reference: String,
    pub address: String,
    /// Where the same row is shown beside the list; empty on lists without a pane.
    pub beside: String,
    pub is_beside: bool,
    pub title: String,
    pub status: Status,
    pub is_urgent: bool,
    pub is_restricted: bool,
    pub is_refusal_proposed: bool,
    pub filer: String,
    pub village: String,
    pub topic: Option<TopicTag>,
    pub lead: String,
    /// The lead is only the one its topic group usually goes to.
    pub is_suggested: bool,
    pub due: Option<Due>,
}

/// "N1", and what it stands for.
#[derive(Debug, Clone)]
pub struct TopicTag {
    pub position: i32,
    pub title: String,
}

/// What the rows of a page refer to.
struct Named {
    filers: BTreeMap<i64, (String, String)>,
    agencies: BTreeMap<i64, String>,
    topics: BTreeMap<i64, TopicGroup>,
    proposed_refusals: Vec<i64>,
}

fn look_up(conn: &mut DbConnection, page: &Page, rows: &[Row]) -> QueryResult<Named> {
    let submission_ids: Vec<i64> = rows.iter().map(|row| row.submission_id).collect();
    let filers: Vec<(i64, String, String)> = submissions::table
        .inner_join(filers::table.on(submissions::filer_id.eq(filers::id)))
        .filter(submissions::id.eq_any(submission_ids))
        .select((submissions::id, filers::name, filers::village))
        .load(conn)?;
    let topic_ids: Vec<i64> = rows.iter().filter_map(|row| row.topic_group_id).collect();
    let topics: Vec<TopicGroup> = topic_groups::table
        .filter(topic_groups::id.eq_any(topic_ids))
        .load(conn)?;
    let usual = topics.iter().filter_map(|topic| topic.default_lead_id);
    let agency_ids: Vec<i64> = rows
        .iter()
        .filter_map(|row| row.lead_agency_id)
        .chain(usual)
        .collect();
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    Ok(Named {
        proposed_refusals: queries::proposed_refusals(conn, &ids)?,
        filers: filers
            .into_iter()
            .map(|(id, name, village)| (id, (name, village)))
            .collect(),
        agencies: agencies::named(conn, &agency_ids)?
            .into_iter()
            .map(|agency| (agency.id, agency.name(page.lang).to_owned()))
            .collect(),
        topics: topics.into_iter().map(|topic| (topic.id, topic)).collect(),
    })
}

/// The rows of a page, ready to be shown.
///
/// # Errors
/// When the database fails.
pub fn show(
    conn: &mut DbConnection,
    page: &Page,
    actor: &Actor,
    rows: Vec<Row>,
    calendar: &WorkingCalendar,
) -> QueryResult<Vec<Item>> {
    let named = look_up(conn, page, &rows)?;
    let shown = rows
        .into_iter()
        .map(|row| item(page, actor, &named, row, calendar));
    Ok(shown.collect())
}

fn item(page: &Page, actor: &Actor, named: &Named, row: Row, calendar: &WorkingCalendar) -> Item {
    let (name, village) = named
        .filers
        .get(&row.submission_id)
        .cloned()
        .unwrap_or_default();
    let filer = if reads_filer(actor, &row) {
        name
    } else {
        shielded_label(page, row.filer_kind, row.submission_id)
    };
    let topic = row.topic_group_id.and_then(|id| named.topics.get(&id));
    let usual = topic.and_then(|topic| topic.default_lead_id);
    let lead = row
        .lead_agency_id
        .or(usual)
        .and_then(|id| named.agencies.get(&id));
    Item {
        address: paths::item(&row.reference),
        beside: String::new(),
        is_beside: false,
        title: row.title,
        status: row.status,
        is_urgent: row.priority == Priority::Urgent,
        is_restricted: row.restricted,
        is_refusal_proposed: named.proposed_refusals.contains(&row.id),
        filer,
        village,
        topic: topic.map(|topic| TopicTag {
            position: topic.position,
            title: topic.short(page.lang).to_owned(),
        }),
        lead: lead.cloned().unwrap_or_default(),
        is_suggested: row.lead_agency_id.is_none(),
        due: row
            .next_due_at
            .map(|due_at| Due::of(page, due_at, calendar)),
        reference: row.reference,
    }
}

/// Whether the viewer reads who filed a row that [`crate::difficulties::queries::visible_to`]
/// gave out: staff of an agency that does not lead it coordinate it, and whoever sees a
/// restricted one without heading the secretariat is named on it.
///
/// A shielded name is on no list, whoever reads it: each look at one is an event that the filer
/// sees, so it takes the secretary's asking for it on the page of the difficulty.
fn reads_filer(actor: &Actor, row: &Row) -> bool {
    if row.shielded {
        return false;
    }
    let Some(staff) = actor.staff() else {
        return false;
    };
    let tie = match staff.agency_id {
        Some(id) if row.lead_agency_id == Some(id) => Tie::Lead,
        Some(_) if matches!(staff.role, Role::Officer | Role::Leader) => Tie::Coordinating,
        _ => Tie::Nothing,
    };
    let standing = Standing {
        relation: Relation::of(Some(staff.role), tie),
        named: row.restricted,
        is_filer: actor.filed(row.submission_id),
    };
    let matter = Matter {
        restricted: row.restricted,
        ..Matter::plain(row.status)
    };
    policy::may(Capability::ReadFiler, standing, &matter).is_yes()
}

/// "Hộ sản xuất A-17": one label for all that the same letter asks.
#[must_use]
pub fn shielded_label(page: &Page, kind: FilerKind, submission_id: i64) -> String {
    let kind = page.code("kind", kind.as_str());
    page.t2(
        "triage-shielded",
        "kind",
        kind,
        "number",
        submission_id.to_string(),
    )
}
