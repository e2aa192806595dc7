//! Rows as a reader may see them: who filed only where the policy allows it, names of agencies
//! and topic groups from the directory.

use diesel::QueryResult;

use super::due::Due;
use super::paths;
use super::queries::{self, Row};
use crate::accounts::{Actor, Role};
use crate::db::DbConnection;
use crate::difficulties::policy::{self, Capability, Matter, Relation, Standing, Tie};
use crate::difficulties::{Priority, Status};
use crate::filers::FilerKind;
use crate::web::Page;

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

/// The rows of a page, ready to be shown.
///
/// # Errors
/// When the database fails.
pub fn show(
    conn: &mut DbConnection,
    page: &Page,
    actor: &Actor,
    rows: Vec<Row>,
) -> QueryResult<Vec<Item>> {
    // Only what waits to be received can be refused.
    let waiting: Vec<i64> = rows
        .iter()
        .filter(|row| row.status == Status::Submitted)
        .map(|row| row.id)
        .collect();
    let proposed_refusals = if waiting.is_empty() {
        Vec::new()
    } else {
        queries::proposed_refusals(conn, &waiting)?
    };
    let shown = rows.into_iter().map(|row| Item {
        is_refusal_proposed: proposed_refusals.contains(&row.id),
        ..item(page, actor, row)
    });
    Ok(shown.collect())
}

fn item(page: &Page, actor: &Actor, row: Row) -> Item {
    let filer = if reads_filer(actor, &row) {
        row.filer_name
    } else {
        shielded_label(page, row.filer_kind, row.submission_id)
    };
    let directory = &page.directory;
    let topic = row.topic_group_id.and_then(|id| directory.topic_group(id));
    let usual = topic.and_then(|topic| topic.default_lead_id);
    let lead = row
        .lead_agency_id
        .or(usual)
        .and_then(|id| directory.agency(id));
    Item {
        address: paths::item(&row.reference),
        beside: String::new(),
        is_beside: false,
        title: row.title,
        status: row.status,
        is_urgent: row.priority == Priority::Urgent,
        is_restricted: row.restricted,
        is_refusal_proposed: false,
        filer,
        village: row.filer_village,
        topic: topic.map(|topic| TopicTag {
            position: topic.position,
            title: topic.short(page.lang).to_owned(),
        }),
        lead: lead.map_or_else(String::new, |agency| agency.name(page.lang).to_owned()),
        is_suggested: row.lead_agency_id.is_none(),
        due: row
            .next_due_at
            .map(|due_at| Due::of(page, due_at, &directory.calendar)),
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
