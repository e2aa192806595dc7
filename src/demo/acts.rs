//! Steps of the story as acts of the product.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::DemoError;
use super::play::{Stage, made, topic};
use super::reference::id_of;
use super::script::{Deed, Step, Story};
use crate::agencies;
use crate::dates;
use crate::db::DbConnection;
use crate::db::schema::{draft_commitments, responses};
use crate::difficulties::Action;
use crate::difficulties::actions::{Act, Doer, NewCommitment, Redaction, Split};
use crate::difficulties::contributions::ContributionKind;
use crate::difficulties::passages::{Ask, Fate, Passage, Span};

fn missing(what: &str) -> DemoError {
    DemoError::Data(format!("the step has no {what}"))
}

pub(super) fn reminder() -> Act {
    Act::Simple {
        action: Action::Remind,
        note: String::new(),
    }
}

/// The proposal that goes before a step.
pub(super) fn proposal(
    conn: &mut DbConnection,
    stage: &Stage<'_>,
    step: &Step,
) -> Result<Option<Act>, DemoError> {
    let action = match step.action {
        Deed::Contribute => Action::ProposeContribution,
        Deed::Return => Action::ProposeReturn,
        Deed::Extend => Action::ProposeExtension,
        Deed::Escalate => Action::ProposeEscalation,
        Deed::Fulfil => Action::ProposeFulfilment,
        Deed::Lapse => Action::ProposeLapse,
        _ => return Ok(None),
    };
    let note = note(conn, stage, step)?;
    Ok(Some(match step.action {
        Deed::Contribute => Act::ProposeContribution {
            agency: contributor(stage, step)?,
            kind: kind_of(&note),
            text: note,
        },
        Deed::Return => Act::ProposeReturn {
            suggested: suggested(stage, step)?,
            note,
        },
        _ => Act::Simple { action, note },
    }))
}

/// The agency that contributes.
fn contributor(stage: &Stage<'_>, step: &Step) -> Result<i64, DemoError> {
    let code = step.agency.as_ref().ok_or_else(|| missing("agency"))?;
    id_of(stage.agency_ids, code)
}

fn kind_of(text: &str) -> ContributionKind {
    if text.trim().is_empty() {
        ContributionKind::Nothing
    } else {
        ContributionKind::Opinion
    }
}

/// Whose it would be.
fn suggested(stage: &Stage<'_>, step: &Step) -> Result<Option<i64>, DemoError> {
    step.suggest
        .as_ref()
        .map(|code| id_of(stage.agency_ids, code))
        .transpose()
}

/// What was written, with the agency or body it names.
fn note(conn: &mut DbConnection, stage: &Stage<'_>, step: &Step) -> Result<String, DemoError> {
    if let Some(body) = &step.to {
        return Ok(format!("{} Nơi nhận: {body}.", step.note));
    }
    match &step.suggest {
        Some(code) => {
            let agency = agencies::find(conn, id_of(stage.agency_ids, code)?)?;
            Ok(format!(
                "{} Đề xuất cơ quan chủ trì: {}.",
                step.note, agency.name_vi
            ))
        }
        None => Ok(step.note.clone()),
    }
}

/// The text that the public reads.
pub(super) fn redaction(story: &Story) -> Result<Act, DemoError> {
    match (&story.public_title, &story.public_text) {
        (Some(title), Some(text)) => Ok(Act::Redact(Redaction {
            title: title.clone(),
            text: text.clone(),
        })),
        _ => Err(missing("public text")),
    }
}

/// Writes the draft that a step submits; returns its id.
pub(super) fn draft(
    conn: &mut DbConnection,
    stage: &Stage<'_>,
    doer: &Doer,
    step: &Step,
    difficulty_id: i64,
    now: NaiveDateTime,
) -> Result<Option<i64>, DemoError> {
    let Some(sheet) = &step.response else {
        return Ok(None);
    };
    let versions: i64 = responses::table
        .filter(responses::difficulty_id.eq(difficulty_id))
        .count()
        .get_result(conn)?;
    let drafter = doer.account_id().ok_or_else(|| missing("drafter"))?;
    let id = diesel::insert_into(responses::table)
        .values((
            responses::difficulty_id.eq(difficulty_id),
            responses::number.eq(i32::try_from(versions + 1).unwrap_or(i32::MAX)),
            responses::state.eq("draft"),
            responses::outcome.eq(sheet.outcome),
            responses::summary.eq(&sheet.summary),
            responses::body.eq(&sheet.body),
            responses::drafter_id.eq(drafter),
            responses::drafted_at.eq(now),
        ))
        .returning(responses::id)
        .get_result(conn)?;
    for (position, promise) in (0_i32..).zip(commitments(stage, step)?) {
        diesel::insert_into(draft_commitments::table)
            .values((
                draft_commitments::response_id.eq(id),
                draft_commitments::position.eq(position),
                draft_commitments::text.eq(promise.text),
                draft_commitments::agency_id.eq(promise.agency_id),
                draft_commitments::due.eq(dates::vi_date(promise.due_on)),
            ))
            .execute(conn)?;
    }
    Ok(Some(id))
}

/// The act of a step; `response_id` is the draft it submits.
pub(super) fn of(
    conn: &mut DbConnection,
    stage: &Stage<'_>,
    story: &Story,
    step: &Step,
    response_id: Option<i64>,
) -> Result<Act, DemoError> {
    let note = note(conn, stage, step)?;
    Ok(match step.action {
        Deed::Accept => Act::Accept {
            priority: story.priority,
            split: split(stage, story, step)?,
            note,
        },
        Deed::RejectPropose => Act::ProposeRejection {
            reason: "out_of_scope".into(),
            note,
        },
        Deed::Reject => Act::Reject { note },
        Deed::Ask => Act::Ask {
            question: note,
            days: step.days,
        },
        Deed::Supply => Act::Supply { text: note },
        Deed::Assign => Act::Assign {
            lead: lead(stage, step)?,
            due_on: due_on(step)?,
            coordinating: ids(stage.agency_ids, &step.coordinating)?,
            coordinating_due_on: step.coordinating_due_on,
            order: note,
        },
        Deed::Take => Act::Take,
        Deed::Return => Act::Return {
            suggested: suggested(stage, step)?,
            note,
        },
        Deed::Reassign => Act::Reassign {
            lead: lead(stage, step)?,
            due_on: due_on(step)?,
            note,
        },
        Deed::Contribute => Act::Contribute {
            agency: contributor(stage, step)?,
            kind: kind_of(&note),
            text: note,
        },
        Deed::SubmitForApproval => Act::SubmitForApproval {
            response_id: response_id.ok_or_else(|| missing("response"))?,
        },
        Deed::SendBack => Act::SendBack { note },
        Deed::Approve => Act::Approve {
            document_number: document_number(step)?,
            document_on: None,
        },
        Deed::ApproveWithCommitments => Act::ApproveWithCommitments {
            document_number: document_number(step)?,
            document_on: None,
            commitments: commitments(stage, step)?,
        },
        Deed::Escalate => Act::Escalate {
            document_number: document_number(step)?,
            note,
        },
        Deed::HigherReply => Act::HigherReply {
            note,
            due_on: due_on(step)?,
        },
        Deed::Fulfil => Act::Fulfil { note },
        Deed::Close => Act::Close {
            rating: step.rating,
            note,
        },
        Deed::Reopen => Act::Reopen { note },
        Deed::Merge => {
            let parent = step.into.as_ref().ok_or_else(|| missing("parent"))?;
            Act::Merge {
                into: made(stage, parent)?,
                note,
            }
        }
        Deed::Unmerge => Act::Unmerge { note },
        Deed::Extend => Act::Extend {
            due_on: due_on(step)?,
            note,
        },
        Deed::Lapse => simple(Action::Lapse, note),
        Deed::Withdraw => simple(Action::Withdraw, note),
        Deed::PublishPropose => simple(Action::ProposePublication, note),
        Deed::Publish => simple(Action::Publish, note),
    })
}

fn simple(action: Action, note: String) -> Act {
    Act::Simple { action, note }
}

/// A letter of several asks as it was filed: their stories one after the other, then what is
/// asked, line by line.
pub(super) fn whole_letter(parts: &[&Story]) -> (String, String) {
    let join = |texts: Vec<&str>, between: &str| texts.join(between);
    (
        join(
            parts.iter().map(|part| part.body.as_str()).collect(),
            "\n\n",
        ),
        join(parts.iter().map(|part| part.ask.as_str()).collect(), "\n"),
    )
}

/// The stories a letter is split into, itself first; alone when it is not.
pub(super) fn parts_of<'a>(
    stories: &'a [Story],
    story: &'a Story,
) -> Result<Vec<&'a Story>, DemoError> {
    let Some(step) = story.steps.iter().find(|step| !step.split.is_empty()) else {
        return Ok(vec![story]);
    };
    step.split
        .iter()
        .map(|id| {
            stories
                .iter()
                .find(|story| story.id == *id)
                .ok_or_else(|| missing("part of the letter"))
        })
        .collect()
}

/// Each part's story is a passage, and its ask goes with it.
fn split(stage: &Stage<'_>, story: &Story, step: &Step) -> Result<Split, DemoError> {
    if step.split.is_empty() {
        return Ok(Split::Whole {
            topic_group_id: topic(stage, story)?,
        });
    }
    let parts = parts_of(stage.stories, story)?;
    let mut passages = Vec::new();
    let mut from = 0;
    let mut next = |text: &str, gap: usize| {
        let span = Span {
            from,
            to: from + text.chars().count(),
        };
        from = span.to + gap;
        span
    };
    for part in &parts {
        let ask = Ask {
            topic_group_id: topic(stage, part)?,
            title: part.title.clone(),
        };
        passages.push(Passage {
            span: next(&part.body, 2),
            fate: Fate::Asks(ask),
        });
    }
    for (place, part) in parts.iter().enumerate() {
        passages.push(Passage {
            span: next(&part.ask, 1),
            fate: Fate::With(place),
        });
    }
    Ok(Split::Marked(passages))
}

fn lead(stage: &Stage<'_>, step: &Step) -> Result<i64, DemoError> {
    let code = step.lead.as_ref().ok_or_else(|| missing("lead"))?;
    id_of(stage.agency_ids, code)
}

fn ids(agency_ids: &BTreeMap<String, i64>, codes: &[String]) -> Result<Vec<i64>, DemoError> {
    codes.iter().map(|code| id_of(agency_ids, code)).collect()
}

fn due_on(step: &Step) -> Result<NaiveDate, DemoError> {
    step.due_on.ok_or_else(|| missing("due date"))
}

fn document_number(step: &Step) -> Result<String, DemoError> {
    step.document_number
        .clone()
        .ok_or_else(|| missing("document number"))
}

fn commitments(stage: &Stage<'_>, step: &Step) -> Result<Vec<NewCommitment>, DemoError> {
    step.commitments
        .iter()
        .map(|sheet| {
            Ok(NewCommitment {
                text: sheet.text.clone(),
                agency_id: id_of(stage.agency_ids, &sheet.agency)?,
                due_on: sheet.due_on,
            })
        })
        .collect()
}
