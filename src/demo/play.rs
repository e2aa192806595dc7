//! Plays the story through the acts the product has, in the order in which things happened, so
//! that the demonstration can hold nothing that its rules forbid.

use std::collections::BTreeMap;

use chrono::{NaiveDateTime, TimeDelta};

use super::cast::Cast;
use super::reference::id_of;
use super::script::{By, Deed, EnteredBy, Step, Story};
use super::{DemoError, acts};
use crate::accounts::Role;
use crate::conferences::{self, Conference};
use crate::db::DbConnection;
use crate::difficulties::actions::{Act, Doer, perform};
use crate::difficulties::{Difficulty, queries};
use crate::submissions::actions::{NewFiler, NewFiling, file};
use crate::web::secret::{Secret, hex, token_hash};
use crate::{areas, dates};

/// Everything that acts are made with.
pub(super) struct Stage<'a> {
    pub secret: &'a Secret,
    pub conference: &'a Conference,
    pub agency_ids: &'a BTreeMap<String, i64>,
    pub cast: &'a Cast,
    pub stories: &'a [Story],
    /// Ids of topic groups in their order.
    pub topics: Vec<i64>,
    /// Ids of difficulties by the ids of the file.
    pub made: BTreeMap<String, i64>,
}

/// Something that happens at a moment.
enum Scene<'a> {
    Filing(&'a Story),
    Step(&'a Story, &'a Step),
    /// What goes before a step that two persons take.
    Proposal(&'a Story, &'a Step),
    Reminder(&'a Story),
}

/// Plays everything; the difficulties then stand where the story says, or it is an error.
pub(super) fn play(conn: &mut DbConnection, stage: &mut Stage<'_>) -> Result<(), DemoError> {
    stage.topics = conferences::queries::topic_groups(conn, stage.conference.id)?
        .iter()
        .map(|topic| topic.id)
        .collect();
    for (at, scene) in timeline(stage.stories) {
        let now = dates::to_utc(at);
        match scene {
            Scene::Filing(story) => filing(conn, stage, story, now)?,
            Scene::Step(story, step) => take(conn, stage, story, step, now)
                .map_err(|error| error.about(&story.id, &format!("{:?}", step.action)))?,
            Scene::Proposal(story, step) => propose(conn, stage, story, step, now)
                .map_err(|error| error.about(&story.id, &format!("{:?}, proposal", step.action)))?,
            Scene::Reminder(story) => {
                let act = acts::reminder();
                perform(
                    conn,
                    &Doer::timer(),
                    now,
                    made(stage, &story.id)?,
                    None,
                    &act,
                )?;
            }
        }
    }
    stage.stories.iter().try_for_each(|story| {
        let difficulty = queries::find(conn, made(stage, &story.id)?)?;
        if difficulty.status == story.status {
            Ok(())
        } else {
            let stands = format!("stands at {}", difficulty.status);
            Err(DemoError::Data(stands).about(&story.id, story.status.as_str()))
        }
    })
}

pub(super) fn made(stage: &Stage<'_>, id: &str) -> Result<i64, DemoError> {
    id_of(&stage.made, id)
}

fn timeline(stories: &[Story]) -> Vec<(NaiveDateTime, Scene<'_>)> {
    let mut scenes = Vec::new();
    for story in stories {
        let split_off: bool = stories.iter().any(|other| {
            other.id != story.id
                && other
                    .steps
                    .iter()
                    .any(|step| step.split.contains(&story.id))
        });
        if !split_off {
            scenes.push((story.filed_at, Scene::Filing(story)));
        }
        for step in &story.steps {
            // Accepting the first of a letter accepts what is split off it.
            if split_off && step.action == Deed::Accept {
                continue;
            }
            if let Some(before) = lead_time(step.action) {
                scenes.push((step.at - before, Scene::Proposal(story, step)));
            }
            if step.action == Deed::Lapse {
                scenes.push((step.at - TimeDelta::days(7), Scene::Reminder(story)));
            }
            scenes.push((step.at, Scene::Step(story, step)));
        }
    }
    scenes.sort_by_key(|(at, _)| *at);
    scenes
}

/// How long before a confirmation its proposal was made.
fn lead_time(deed: Deed) -> Option<TimeDelta> {
    match deed {
        Deed::Contribute | Deed::Return | Deed::Extend => Some(TimeDelta::minutes(40)),
        Deed::Escalate | Deed::Fulfil => Some(TimeDelta::minutes(75)),
        Deed::Lapse => Some(TimeDelta::minutes(50)),
        _ => None,
    }
}

/// The form token of a letter; with the server's secret it makes the look-up code.
#[must_use]
pub fn form_token(letter: &str) -> String {
    let hash = token_hash(&format!("demo {letter}"));
    hex(hash.get(..16).unwrap_or_default())
}

fn filing(
    conn: &mut DbConnection,
    stage: &mut Stage<'_>,
    story: &Story,
    now: NaiveDateTime,
) -> Result<(), DemoError> {
    let entered_by = match story.entered_by {
        EnteredBy::Filer => None,
        EnteredBy::Clerk => Some(stage.cast.in_role(Role::Clerk)?.account_id),
    };
    let topic_group_id = if story.topic_given {
        Some(topic(stage, story)?)
    } else {
        None
    };
    let (body, ask) = acts::whole_letter(&acts::parts_of(stage.stories, story)?);
    let filing = NewFiling {
        owner: String::new(),
        form_token: form_token(&story.letter),
        channel: story.channel,
        received_at: now,
        entered_by,
        topic_group_id,
        identity_level: story.identity,
        publication_consent: story.publication,
        names_official: story.restricted,
        title: story.title.clone(),
        body,
        ask,
        filer: filer(conn, story, now)?,
    };
    let filed = file(conn, stage.secret, stage.conference, &filing, now)?;
    stage.made.insert(story.id.clone(), filed.difficulty.id);
    Ok(())
}

fn filer(
    conn: &mut DbConnection,
    story: &Story,
    now: NaiveDateTime,
) -> Result<NewFiler, DemoError> {
    let sheet = &story.filer;
    let day = dates::local_date(now);
    let communes = areas::communes_called(conn, &sheet.commune, day)?;
    let area_id = match communes.as_slice() {
        [one] => Some(one.area.id),
        _ => None,
    };
    Ok(NewFiler {
        kind: sheet.kind,
        name: sheet.name.clone(),
        phone: sheet.phone.clone(),
        email: sheet.email.clone(),
        tax_code: sheet.tax_code.clone(),
        village: sheet.village.clone(),
        commune: sheet.commune.clone(),
        craft_village_id: areas::craft_village_called(conn, &sheet.village)?,
        area_id,
        workers: sheet.workers,
    })
}

pub(super) fn topic(stage: &Stage<'_>, story: &Story) -> Result<i64, DemoError> {
    usize::try_from(story.topic - 1)
        .ok()
        .and_then(|position| stage.topics.get(position).copied())
        .ok_or_else(|| DemoError::Data(format!("there is no topic group {}", story.topic)))
}

/// What goes before a confirmation, by whoever proposes it.
fn propose(
    conn: &mut DbConnection,
    stage: &Stage<'_>,
    story: &Story,
    step: &Step,
    now: NaiveDateTime,
) -> Result<(), DemoError> {
    let id = made(stage, &story.id)?;
    let before = queries::find(conn, id)?;
    let doer = match step.action {
        Deed::Lapse => Doer::timer(),
        Deed::Escalate => staff(stage, By::Leader, step, story, &before)?,
        _ => staff(stage, By::Officer, step, story, &before)?,
    };
    if let Some(act) = acts::proposal(conn, stage, step)? {
        perform(conn, &doer, now, id, None, &act)?;
    }
    Ok(())
}

fn take(
    conn: &mut DbConnection,
    stage: &mut Stage<'_>,
    story: &Story,
    step: &Step,
    now: NaiveDateTime,
) -> Result<(), DemoError> {
    let id = made(stage, &story.id)?;
    let before = queries::find(conn, id)?;
    let doer = match step.by {
        By::Filer => Doer::filer(before.submission_id),
        By::Timer => Doer::timer(),
        // The officer of a coordinating agency wrote it; its leader gives it.
        By::Officer if step.action == Deed::Contribute => {
            staff(stage, By::Leader, step, story, &before)?
        }
        by => staff(stage, by, step, story, &before)?,
    };
    if step.action == Deed::Publish {
        let redaction = acts::redaction(story)?;
        perform(conn, &doer, now, id, None, &redaction)?;
    }
    let response_id = acts::draft(conn, stage, &doer, step, id, now)?;
    let act = acts::of(conn, stage, story, step, response_id)?;
    let after = perform(conn, &doer, now, id, None, &act)?;
    if let Act::Accept { .. } = act {
        split_off(conn, stage, step, &after)?;
    }
    Ok(())
}

/// The ids of what a letter was split into, in its order.
fn split_off(
    conn: &mut DbConnection,
    stage: &mut Stage<'_>,
    step: &Step,
    first: &Difficulty,
) -> Result<(), DemoError> {
    let of_letter = queries::of_submission(conn, first.submission_id)?;
    for (id, difficulty) in step.split.iter().zip(of_letter) {
        stage.made.insert(id.clone(), difficulty.id);
    }
    Ok(())
}

fn staff(
    stage: &Stage<'_>,
    by: By,
    step: &Step,
    story: &Story,
    before: &Difficulty,
) -> Result<Doer, DemoError> {
    let agency = |role| {
        let agency_id = match &step.agency {
            Some(code) => id_of(stage.agency_ids, code)?,
            None => before
                .lead_agency_id
                .ok_or_else(|| DemoError::Data("no lead".into()))?,
        };
        stage.cast.of_agency(role, agency_id)
    };
    let staff = match by {
        // What names an official is the secretary's to receive.
        By::Clerk if story.restricted => stage.cast.in_role(Role::Secretary)?,
        By::Clerk => stage.cast.in_role(Role::Clerk)?,
        By::Secretary => stage.cast.in_role(Role::Secretary)?,
        By::Officer => agency(Role::Officer)?,
        By::Leader => agency(Role::Leader)?,
        By::Filer | By::Timer => return Err(DemoError::Data("not of the staff".into())),
    };
    Ok(Doer::staff(staff.clone()))
}
