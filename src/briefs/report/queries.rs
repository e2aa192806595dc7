//! What the consolidated table reads: one query for the problems, one for their answers, one for
//! those who follow them, whatever their number.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::{By, Group, Line, Report};
use crate::accounts::Actor;
use crate::agencies;
use crate::conferences::{self, Conference};
use crate::db::DbConnection;
use crate::db::schema::{difficulties, filers, responses, submissions};
use crate::difficulties::queries::visible_to;
use crate::difficulties::{Difficulty, Status};
use crate::filers::FilerKind;
use crate::i18n::Lang;

/// Who reads it.
pub struct Reader<'a> {
    pub actor: &'a Actor,
    pub names_filers: bool,
    pub lang: Lang,
}

/// A letter's filer: id, kind, name, village, commune.
type Letter = (i64, FilerKind, String, String, String);

/// # Errors
/// When the database fails.
pub fn report(
    conn: &mut DbConnection,
    reader: &Reader<'_>,
    conference: &Conference,
    by: By,
    now: NaiveDateTime,
) -> QueryResult<Report> {
    let lang = reader.lang;
    let all: Vec<Difficulty> = visible_to(reader.actor)
        .filter(difficulties::conference_id.eq(conference.id))
        .filter(difficulties::status.ne(Status::Draft))
        .filter(difficulties::status.ne(Status::Rejected))
        .filter(difficulties::status.ne(Status::Withdrawn))
        .order(difficulties::id)
        .load(conn)?;
    let letters = letters(conn, conference.id)?;
    let answers = answers(conn, conference.id)?;
    let groups = conferences::queries::topic_groups(conn, conference.id)?;
    let agency_order = agencies::all(conn)?;
    let mut filers_of: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
    for one in &all {
        let filer = letters.get(&one.submission_id).map_or(0, |letter| letter.0);
        filers_of
            .entry(one.merged_into_id.unwrap_or(one.id))
            .or_default()
            .insert(filer);
    }
    let topic_name = |id: Option<i64>| {
        groups
            .iter()
            .find(|group| Some(group.id) == id)
            .map_or_else(
                || lang.text("conferences-no-topic").into_owned(),
                |group| group.title(lang).to_owned(),
            )
    };
    let agency_name = |id: Option<i64>| {
        agency_order
            .iter()
            .find(|agency| Some(agency.id) == id)
            .map_or_else(
                || lang.text("briefs-nobody").into_owned(),
                |agency| agency.name(lang).to_owned(),
            )
    };
    // Groups in their order, those that belong to none last.
    let place = |one: &Difficulty| match by {
        By::Topic => groups
            .iter()
            .position(|group| Some(group.id) == one.topic_group_id)
            .unwrap_or(usize::MAX),
        By::Agency => agency_order
            .iter()
            .position(|agency| Some(agency.id) == one.lead_agency_id)
            .unwrap_or(usize::MAX),
    };
    let mut grouped: BTreeMap<usize, Group> = BTreeMap::new();
    for one in all.iter().filter(|one| one.status != Status::Merged) {
        let (topic, agency) = (
            topic_name(one.topic_group_id),
            agency_name(one.lead_agency_id),
        );
        let group = grouped.entry(place(one)).or_insert_with(|| Group {
            name: match by {
                By::Topic => topic.clone(),
                By::Agency => agency.clone(),
            },
            lines: Vec::new(),
        });
        let (answer, document) = answers.get(&one.id).cloned().unwrap_or_default();
        group.lines.push(Line {
            number: group.lines.len() + 1,
            reference: one.reference.clone(),
            title: one.title.clone(),
            ask: one.ask.clone(),
            filer: letters
                .get(&one.submission_id)
                .map(|letter| filer_words(reader, one, letter))
                .unwrap_or_default(),
            filers: filers_of
                .get(&one.id)
                .map_or(1, |filers| i64::try_from(filers.len()).unwrap_or(i64::MAX)),
            agency,
            topic,
            status: one.status,
            answer,
            document,
        });
    }
    let issuer = agencies::find(conn, conference.secretariat_id)?;
    Ok(Report {
        title: conference.title(lang).to_owned(),
        issuer: issuer.name(lang).to_owned(),
        by,
        groups: grouped.into_values().collect(),
        as_of: now,
    })
}

/// Permissions, rows 7 and 30.
fn filer_words(reader: &Reader<'_>, one: &Difficulty, letter: &Letter) -> String {
    let (_, kind, name, village, commune) = letter;
    let who = if reader.names_filers && !one.shielded {
        name.clone()
    } else {
        let code = kind.as_str().replace('_', "-");
        reader.lang.text(&format!("kind-{code}")).into_owned()
    };
    let places = if one.shielded {
        vec![who.as_str(), village.as_str()]
    } else {
        vec![who.as_str(), village.as_str(), commune.as_str()]
    };
    places
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ")
}

fn letters(conn: &mut DbConnection, conference_id: i64) -> QueryResult<BTreeMap<i64, Letter>> {
    let rows: Vec<(i64, Letter)> = submissions::table
        .inner_join(filers::table.on(submissions::filer_id.eq(filers::id)))
        .filter(submissions::conference_id.eq(conference_id))
        .select((
            submissions::id,
            (
                filers::id,
                filers::kind,
                filers::name,
                filers::village,
                filers::commune,
            ),
        ))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// The short answer and the number of the newest released response of each.
fn answers(
    conn: &mut DbConnection,
    conference_id: i64,
) -> QueryResult<BTreeMap<i64, (String, String)>> {
    let rows: Vec<(i64, String, String)> = responses::table
        .inner_join(difficulties::table.on(responses::difficulty_id.eq(difficulties::id)))
        .filter(difficulties::conference_id.eq(conference_id))
        .filter(responses::state.eq("approved"))
        .filter(responses::released_at.is_not_null())
        .order(responses::number)
        .select((
            responses::difficulty_id,
            responses::summary,
            responses::document_number,
        ))
        .load(conn)?;
    // Later ones take the place of earlier ones.
    Ok(rows
        .into_iter()
        .map(|(id, summary, document)| (id, (summary, document)))
        .collect())
}
