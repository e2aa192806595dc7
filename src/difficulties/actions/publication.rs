//! The public projection: made by redacting, shown by publishing, following the status from
//! then on. Public pages read nothing else.

use diesel::prelude::*;
use serde_json::{Value, json};

use super::act::Redaction;
use super::{ActError, Scene, not_now};
use crate::db::DbConnection;
use crate::db::schema::{filers, public_items, responses, submissions};
use crate::db::search::{self, Corpus};
use crate::difficulties::search::facets;
use crate::difficulties::{Difficulty, Publication, PublicationConsent, redactions};
use crate::redaction::whole::{self, Wrong};
use crate::submissions::consent;
use crate::text;

/// Makes the text the public would read from one with marks. The place is the village alone: a
/// household's address is nobody's business; neither village nor name stand where they were
/// hidden in the text.
pub(super) fn redact(
    conn: &mut DbConnection,
    scene: &Scene<'_>,
    redaction: &Redaction,
) -> Result<Value, ActError> {
    let redacted = whole::redact(&redaction.title, &redaction.text).map_err(|wrong| {
        not_now(match wrong.into_iter().flatten().next() {
            Some(Wrong::Mark(_)) => "not-now-marks",
            Some(Wrong::Survives(_)) => "not-now-traces",
            Some(Wrong::Points) | None => "not-now-personal-data",
        })
    })?;
    let before = &scene.before;
    let words = (redaction.title.as_str(), redaction.text.as_str());
    let by = scene.doer.account_id();
    let number = redactions::add(conn, before.id, by, words, scene.now)?;
    let shown = (
        public_items::title.eq(&redacted.title),
        public_items::text.eq(&redacted.text),
        public_items::is_public.eq(false),
        public_items::proposed_by.eq(by),
    );
    let changed = diesel::update(public_items::table.find(before.id))
        .set(shown)
        .execute(conn)?;
    if changed == 0 {
        diesel::insert_into(public_items::table)
            .values((
                (
                    public_items::difficulty_id.eq(before.id),
                    public_items::conference_id.eq(before.conference_id),
                    public_items::reference.eq(&before.reference),
                    public_items::status.eq(before.status),
                    public_items::filer_kind.eq(before.filer_kind),
                    public_items::filer_label.eq(""),
                    public_items::place_label.eq(""),
                ),
                shown,
            ))
            .execute(conn)?;
    }
    Ok(json!({ "redaction": number }))
}

/// Shows it: with consent, after the redaction was seen, and by a second person when somebody
/// may be named in it.
pub(super) fn publish(
    conn: &mut DbConnection,
    scene: &Scene<'_>,
    after: &Difficulty,
) -> Result<Value, ActError> {
    if consent::current(conn, after.submission_id)? == PublicationConsent::Private
        || after.restricted
    {
        return Err(not_now("not-now-no-consent"));
    }
    if takes_two(conn, after)? && scene.doer.account_id() == made_by(conn, after.id)? {
        return Err(not_now("not-now-second-person"));
    }
    let shown = diesel::update(public_items::table.find(after.id))
        .set((
            public_items::is_public.eq(true),
            public_items::published_at.eq(Some(scene.now)),
            public_items::confirmed_by.eq(scene.doer.account_id()),
            public_items::version.eq(public_items::version + 1),
        ))
        .execute(conn)?;
    if shown == 1 {
        Ok(json!({}))
    } else {
        Err(not_now("not-now-publication"))
    }
}

/// Whether publishing it takes somebody else than who redacted it: the filer says that it names
/// an official, or the public text still names somebody.
///
/// # Errors
/// When the database fails.
pub fn takes_two(conn: &mut DbConnection, difficulty: &Difficulty) -> QueryResult<bool> {
    let names_official: bool = submissions::table
        .find(difficulty.submission_id)
        .select(submissions::names_official)
        .first(conn)?;
    let shown: Option<(String, String)> = public_items::table
        .find(difficulty.id)
        .select((public_items::title, public_items::text))
        .first(conn)
        .optional()?;
    Ok(names_official
        || shown.is_some_and(|(title, text)| {
            crate::redaction::names_somebody(&title) || crate::redaction::names_somebody(&text)
        }))
}

fn made_by(conn: &mut DbConnection, difficulty_id: i64) -> QueryResult<Option<i64>> {
    Ok(redactions::last(conn, difficulty_id)?.and_then(|made| made.made_by))
}

/// Takes it back; the row stays as a stub that says so.
pub(super) fn unpublish(conn: &mut DbConnection, after: &Difficulty) -> Result<Value, ActError> {
    diesel::update(public_items::table.find(after.id))
        .set(public_items::is_public.eq(false))
        .execute(conn)?;
    Ok(json!({}))
}

/// Keeps the projection of a redacted or public difficulty, and the public's search, in step with
/// it: status, consent, and the answer, in which nothing stands that was hidden.
///
/// # Errors
/// When the database fails.
pub fn follow_status(conn: &mut DbConnection, after: &Difficulty) -> QueryResult<()> {
    if after.publication == Publication::Private {
        return search::take_out(conn, Corpus::Public, after.id);
    }
    let traces = redactions::last(conn, after.id)?
        .map(|made| made.traces())
        .unwrap_or_default();
    let consent = consent::current(conn, after.submission_id)?;
    let (name, village) = filer(conn, after.submission_id)?;
    let unhidden = |text: String| {
        if traces.places(&text).is_empty() {
            text
        } else {
            String::new()
        }
    };
    let is_named = consent == PublicationConsent::Named;
    let label = unhidden(if is_named {
        name.clone()
    } else {
        String::new()
    });
    let place = unhidden(village);
    let hidden_name = (!is_named).then_some(name.as_str());
    let (summary, body) = answer(conn, after.id)?;
    let [summary, body] = [summary, body].map(|text| whole::covered(&text, &traces, hidden_name));
    diesel::update(public_items::table.find(after.id))
        .set((
            public_items::status.eq(after.status),
            public_items::outcome.eq(after.outcome),
            public_items::lead_agency_id.eq(after.lead_agency_id),
            public_items::topic_group_id.eq(after.topic_group_id),
            public_items::filer_label.eq(&label),
            public_items::place_label.eq(&place),
            public_items::answer_summary.eq(summary),
            public_items::answer_text.eq(body),
            public_items::answered_at.eq(after.answered_at),
        ))
        .execute(conn)?;
    if after.publication != Publication::Public {
        return search::take_out(conn, Corpus::Public, after.id);
    }
    let (title, shown): (String, String) = public_items::table
        .find(after.id)
        .select((public_items::title, public_items::text))
        .first(conn)?;
    let tokens = text::index_tokens(&[&after.reference, &title, &shown, &place, &label]);
    search::put(conn, Corpus::Public, after.id, &tokens, &facets(after, &[]))
}

/// The filer's name and village, as they were given.
fn filer(conn: &mut DbConnection, submission_id: i64) -> QueryResult<(String, String)> {
    submissions::table
        .inner_join(filers::table.on(submissions::filer_id.eq(filers::id)))
        .filter(submissions::id.eq(submission_id))
        .select((filers::name, filers::village))
        .first(conn)
}

/// The answer that stands, if one was released.
fn answer(conn: &mut DbConnection, difficulty_id: i64) -> QueryResult<(String, String)> {
    Ok(responses::table
        .filter(responses::difficulty_id.eq(difficulty_id))
        .filter(responses::state.eq("approved"))
        .filter(responses::released_at.is_not_null())
        .order(responses::number.desc())
        .select((responses::summary, responses::body))
        .first(conn)
        .optional()?
        .unwrap_or_default())
}
