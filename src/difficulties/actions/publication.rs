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
use crate::difficulties::{Difficulty, Publication, PublicationConsent};
use crate::text;

/// Makes the text the public would read. The place is the village alone: a household's address
/// is nobody's business.
pub(super) fn redact(
    conn: &mut DbConnection,
    scene: &Scene<'_>,
    redaction: &Redaction,
) -> Result<Value, ActError> {
    let found = crate::redaction::findings(&redaction.title).len()
        + crate::redaction::findings(&redaction.text).len();
    if found > 0 {
        return Err(not_now("not-now-personal-data"));
    }
    let before = &scene.before;
    let (consent, name, village): (PublicationConsent, String, String) = submissions::table
        .inner_join(filers::table.on(submissions::filer_id.eq(filers::id)))
        .filter(submissions::id.eq(before.submission_id))
        .select((
            submissions::publication_consent,
            filers::name,
            filers::village,
        ))
        .first(conn)?;
    let label = if consent == PublicationConsent::Named {
        name
    } else {
        String::new()
    };
    let (summary, body) = answer(conn, before.id)?;
    diesel::delete(public_items::table.find(before.id)).execute(conn)?;
    diesel::insert_into(public_items::table)
        .values((
            (
                public_items::difficulty_id.eq(before.id),
                public_items::conference_id.eq(before.conference_id),
                public_items::topic_group_id.eq(before.topic_group_id),
                public_items::reference.eq(&before.reference),
                public_items::status.eq(before.status),
                public_items::outcome.eq(before.outcome),
                public_items::lead_agency_id.eq(before.lead_agency_id),
                public_items::filer_kind.eq(before.filer_kind),
                public_items::filer_label.eq(label),
            ),
            (
                public_items::place_label.eq(village),
                public_items::title.eq(&redaction.title),
                public_items::text.eq(&redaction.text),
                public_items::answer_summary.eq(summary),
                public_items::answer_text.eq(body),
                public_items::answered_at.eq(before.answered_at),
                public_items::is_public.eq(false),
                public_items::proposed_by.eq(scene.doer.account_id()),
            ),
        ))
        .execute(conn)?;
    Ok(json!({}))
}

/// Shows it: with consent, after the redaction was seen.
pub(super) fn publish(
    conn: &mut DbConnection,
    scene: &Scene<'_>,
    after: &Difficulty,
) -> Result<Value, ActError> {
    let consent: PublicationConsent = submissions::table
        .find(after.submission_id)
        .select(submissions::publication_consent)
        .first(conn)?;
    if consent == PublicationConsent::Private || after.restricted {
        return Err(not_now("not-now-no-consent"));
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

/// Takes it back; the row stays as a stub that says so.
pub(super) fn unpublish(conn: &mut DbConnection, after: &Difficulty) -> Result<Value, ActError> {
    diesel::update(public_items::table.find(after.id))
        .set(public_items::is_public.eq(false))
        .execute(conn)?;
    Ok(json!({}))
}

/// Keeps the projection of a public difficulty, and the public's search, in step with it.
pub(super) fn follow_status(conn: &mut DbConnection, after: &Difficulty) -> QueryResult<()> {
    if after.publication == Publication::Private {
        return search::take_out(conn, Corpus::Public, after.id);
    }
    let (summary, body) = answer(conn, after.id)?;
    diesel::update(public_items::table.find(after.id))
        .set((
            public_items::status.eq(after.status),
            public_items::outcome.eq(after.outcome),
            public_items::lead_agency_id.eq(after.lead_agency_id),
            public_items::topic_group_id.eq(after.topic_group_id),
            public_items::answer_summary.eq(summary),
            public_items::answer_text.eq(body),
            public_items::answered_at.eq(after.answered_at),
        ))
        .execute(conn)?;
    if after.publication != Publication::Public {
        return search::take_out(conn, Corpus::Public, after.id);
    }
    let (title, shown, place, label): (String, String, String, String) = public_items::table
        .find(after.id)
        .select((
            public_items::title,
            public_items::text,
            public_items::place_label,
            public_items::filer_label,
        ))
        .first(conn)?;
    let tokens = text::index_tokens(&[&after.reference, &title, &shown, &place, &label]);
    search::put(conn, Corpus::Public, after.id, &tokens, &facets(after, &[]))
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
