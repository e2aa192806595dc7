//! What an act would do to each row: judged by the same policy, workflow and guards that will
//! judge it when it is done.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use chrono::NaiveDate;

use super::BulkAct;
use super::form::BulkForm;
use crate::db::DbConnection;
use crate::difficulties::actions::effects::why_not;
use crate::difficulties::actions::{Act, ActError, Split, told, why_not_merge};
use crate::difficulties::coordinating::{self, Request};
use crate::difficulties::links;
use crate::difficulties::near::{self, Verdict};
use crate::difficulties::policy::{self, Capability};
use crate::difficulties::queries::{self as items, Seen};
use crate::difficulties::regroup;
use crate::difficulties::triage::desk::Desk;
use crate::difficulties::triage::forms::{Acceptance, Order, Reader, version};
use crate::difficulties::triage::queries::Row;
use crate::difficulties::{Action, Difficulty, Status};
use crate::notifications::Recipient;
use crate::web::{AppError, Ctx, FieldErrors};

/// What will be done to a row.
#[derive(Debug, Clone)]
pub enum Deed {
    Receive(Box<Acceptance>),
    Act(Box<Act>),
    /// Received first, in the same transaction.
    ReceiveAndMerge {
        accept: Box<Act>,
        merge: Box<Act>,
    },
    Regroup(i64),
    Coordinate(Request),
}

/// What would become of a row.
#[derive(Debug, Clone)]
pub enum Fate {
    Will {
        deed: Deed,
        tells: Vec<Recipient>,
    },
    /// A field above is still empty, or wrong.
    Open,
    /// The one that the others follow.
    Kept,
    /// Changed since the page was drawn.
    Moved,
    /// A message key that says why.
    Cannot(Cow<'static, str>),
}

/// One row with its fate.
#[derive(Debug, Clone)]
pub struct Planned {
    pub row: Row,
    pub fate: Fate,
    /// What is wrong with what was typed for this row.
    pub wrong: Option<String>,
}

/// Everything the confirming page says.
pub struct Plan {
    pub rows: Vec<Planned>,
    pub errors: FieldErrors,
    pub desks: BTreeMap<i64, Desk>,
    /// The one that the others follow.
    pub parent: Option<Difficulty>,
}

/// Why a row cannot.
type Why = Cow<'static, str>;

struct Planner<'a> {
    ctx: &'a Ctx,
    form: &'a BulkForm,
    act: BulkAct,
    parent: Option<Difficulty>,
    /// Those that will follow it, and whom they oppose.
    joined: Vec<i64>,
}

/// # Errors
/// [`AppError::BadInput`] for versions no page gave out; or when the database fails.
pub fn plan(
    conn: &mut DbConnection,
    ctx: &Ctx,
    act: BulkAct,
    form: &BulkForm,
    rows: Vec<Row>,
) -> Result<Plan, AppError> {
    let mut desks: BTreeMap<i64, Desk> = BTreeMap::new();
    for row in &rows {
        if let Entry::Vacant(place) = desks.entry(row.conference_id) {
            place.insert(Desk::load(conn, row.conference_id, ctx.now())?);
        }
    }
    let mut errors = FieldErrors::default();
    let parent = if act == BulkAct::Merge {
        parent(conn, ctx, form, &rows, &mut errors)?
    } else {
        None
    };
    let mut planner = Planner {
        ctx,
        form,
        act,
        parent,
        joined: Vec::new(),
    };
    let mut planned = Vec::new();
    for row in rows {
        let Some(desk) = desks.get(&row.conference_id) else {
            continue;
        };
        let mut reader = Reader::new(desk, ctx.lang());
        let mut fate = planner.fate(conn, &row, &mut reader)?;
        if let Some(typed) = BulkForm::of(&form.phien_ban, &row.reference)
            && form.is_confirmed()
            && version(typed)? != row.version
        {
            fate = Fate::Moved;
        }
        let is_open = matches!(fate, Fate::Open);
        // Topic group is a row's own, and the lead where it comes from the group; the rest is one
        // for all.
        let by_topic = form.co_quan.trim().is_empty();
        let own = reader.errors.of("nhom");
        let own = own.or(reader.errors.of("co_quan").filter(|_| by_topic));
        let wrong = own
            .filter(|_| is_open && form.is_typed())
            .map(str::to_owned);
        if is_open && form.is_typed() {
            let common = reader
                .errors
                .iter()
                .filter(|(field, _)| *field != "nhom" && !(by_topic && *field == "co_quan"));
            for (field, message) in common {
                errors.add(field.to_owned(), message);
            }
        }
        planned.push(Planned { row, fate, wrong });
    }
    Ok(Plan {
        rows: planned,
        errors,
        desks,
        parent: planner.parent,
    })
}

/// The one that the others follow: typed, picked, or at first the oldest that may be followed.
fn parent(
    conn: &mut DbConnection,
    ctx: &Ctx,
    form: &BulkForm,
    rows: &[Row],
    errors: &mut FieldErrors,
) -> Result<Option<Difficulty>, AppError> {
    let (field, typed) = match (form.giu_khac.trim(), form.giu.trim()) {
        ("", "") => {
            let first = rows
                .iter()
                .filter(|row| row.status.is_open())
                .min_by_key(|row| row.id);
            if form.is_typed() || rows.len() < 2 {
                if form.is_typed() {
                    let message = ctx.lang().text("workbench-error-into");
                    errors.add("giu_khac", message);
                }
                return Ok(None);
            }
            return Ok(first.map(|row| items::find(conn, row.id)).transpose()?);
        }
        ("", picked) => ("giu", picked),
        (other, _) => ("giu_khac", other),
    };
    match items::open(conn, &ctx.actor, typed, ctx.now()) {
        Ok(seen) => Ok(Some(seen.difficulty)),
        Err(diesel::result::Error::NotFound) => {
            errors.add(field, ctx.lang().text("workbench-error-no-such"));
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}

/// Whether the viewer may, and whether it is possible where it stands.
fn allowed(seen: &Seen, action: Action) -> Result<(), Why> {
    let status = seen.difficulty.status;
    if status.after(action, seen.matter.came_from).is_err() {
        return Err(why_not(status));
    }
    if policy::may_do(action, seen.standing, &seen.matter).is_yes() {
        Ok(())
    } else {
        Err("not-now-bulk-not-yours".into())
    }
}

/// The reason in an act's refusal.
fn reason(refused: ActError) -> Result<Why, AppError> {
    match refused {
        ActError::NotNow(key) => Ok(key),
        other => Err(other.into()),
    }
}

impl Planner<'_> {
    fn fate(
        &mut self,
        conn: &mut DbConnection,
        row: &Row,
        reader: &mut Reader<'_>,
    ) -> Result<Fate, AppError> {
        let difficulty = items::find(conn, row.id)?;
        let seen = items::meet(conn, &self.ctx.actor, difficulty, self.ctx.now())?;
        let judged = match self.act {
            BulkAct::Place => Ok(self.place(&seen, reader)),
            BulkAct::Accept => Ok(self.accept(&seen, reader)),
            BulkAct::Coordinate => self.coordinate(conn, &seen, reader),
            BulkAct::Merge => self.merge(conn, &seen, reader),
            BulkAct::Regroup => Ok(self.regroup(&seen, reader)),
            BulkAct::Remind => Ok(self.remind(&seen, reader)),
        }?;
        Ok(judged.unwrap_or_else(Fate::Cannot))
    }

    fn tells(&self, seen: &Seen, desk: &Desk, action: Action, agencies: &[i64]) -> Vec<Recipient> {
        told(
            action,
            seen.difficulty.submission_id,
            desk.conference.secretariat_id,
            seen.difficulty.lead_agency_id,
            agencies,
        )
    }

    /// The topic group a row is received into: chosen for it, or its own.
    fn topic(&self, seen: &Seen, reader: &mut Reader<'_>) -> Option<i64> {
        let difficulty = &seen.difficulty;
        let own = difficulty.topic_group_id.map(|id| id.to_string());
        let typed = BulkForm::of(&self.form.nhom, &difficulty.reference);
        reader.topic("nhom", typed.unwrap_or(&own.unwrap_or_default()))
    }

    fn acceptance(&self, seen: &Seen, topic_group_id: i64) -> Act {
        Act::Accept {
            priority: seen.difficulty.priority,
            split: Split::Whole { topic_group_id },
            note: String::new(),
        }
    }

    fn accept(&self, seen: &Seen, reader: &mut Reader<'_>) -> Result<Fate, Why> {
        allowed(seen, Action::Accept)?;
        let Some(topic) = self.topic(seen, reader) else {
            return Ok(Fate::Open);
        };
        Ok(Fate::Will {
            tells: self.tells(seen, reader.desk, Action::Accept, &[]),
            deed: Deed::Receive(Box::new(Acceptance {
                accept: self.acceptance(seen, topic),
                orders: vec![None],
            })),
        })
    }

    fn place(&self, seen: &Seen, reader: &mut Reader<'_>) -> Result<Fate, Why> {
        let status = seen.difficulty.status;
        let action = match status {
            Status::Submitted => Action::Accept,
            Status::Returned => Action::Reassign,
            _ => Action::Assign,
        };
        allowed(seen, action)?;
        let topic = if status == Status::Submitted {
            self.topic(seen, reader)
        } else {
            seen.difficulty.topic_group_id
        };
        let order = self.order(seen, topic, reader);
        let (Some(order), true) = (order, topic.is_some() || status != Status::Submitted) else {
            return Ok(Fate::Open);
        };
        let agencies: Vec<i64> = std::iter::once(order.lead)
            .chain(order.coordinating.iter().copied())
            .collect();
        let mut tells = self.tells(seen, reader.desk, Action::Assign, &agencies);
        tells.dedup();
        let deed = match (status, topic) {
            (Status::Submitted, Some(topic)) => Deed::Receive(Box::new(Acceptance {
                accept: self.acceptance(seen, topic),
                orders: vec![Some(order)],
            })),
            (Status::Returned, _) => Deed::Act(Box::new(Act::Reassign {
                lead: order.lead,
                due_on: order.due_on,
                note: order.text,
            })),
            _ => Deed::Act(Box::new(order.into_act())),
        };
        Ok(Fate::Will { deed, tells })
    }

    /// The order for all; those who coordinate a returned one go on.
    fn order(&self, seen: &Seen, topic: Option<i64>, reader: &mut Reader<'_>) -> Option<Order> {
        let mut typed = self.form.typed_order();
        if seen.difficulty.status == Status::Returned {
            typed.coordinating = &[];
        }
        reader.order(&typed, topic)
    }

    fn coordinate(
        &self,
        conn: &mut DbConnection,
        seen: &Seen,
        reader: &mut Reader<'_>,
    ) -> Result<Result<Fate, Why>, AppError> {
        if !coordinating::is_possible(seen.difficulty.status) {
            return Ok(Err(why_not(seen.difficulty.status)));
        }
        if !policy::may_do(Action::Assign, seen.standing, &seen.matter).is_yes() {
            return Ok(Err("not-now-bulk-not-yours".into()));
        }
        let Some((agency_ids, due_on, order)) = self.request(reader) else {
            return Ok(Ok(Fate::Open));
        };
        let today = self.ctx.today();
        match coordinating::asked(conn, &seen.difficulty, &agency_ids, due_on, today) {
            Err(refused) => Ok(Err(reason(refused)?)),
            Ok(agency_ids) => Ok(Ok(Fate::Will {
                tells: coordinating::told(&seen.difficulty, &agency_ids),
                deed: Deed::Coordinate(Request {
                    agency_ids,
                    due_on,
                    order,
                }),
            })),
        }
    }

    fn request(&self, reader: &mut Reader<'_>) -> Option<(Vec<i64>, NaiveDate, String)> {
        let agency_ids = reader.coordinating(&self.form.phoi_hop, None);
        if agency_ids.is_empty() {
            reader.wrong("phoi_hop", "triage-bulk-error-coordinating");
        }
        let due_on = reader.day("han_phoi_hop", &self.form.han_phoi_hop);
        let order = reader.note("y_kien", &self.form.y_kien);
        Some((agency_ids, due_on?, order)).filter(|_| reader.errors.is_empty())
    }

    fn regroup(&self, seen: &Seen, reader: &mut Reader<'_>) -> Result<Fate, Why> {
        let difficulty = &seen.difficulty;
        if !regroup::is_possible(difficulty.status) {
            return Err(why_not(difficulty.status));
        }
        if !policy::may(Capability::SetTopic, seen.standing, &seen.matter).is_yes() {
            return Err("not-now-bulk-not-yours".into());
        }
        let own = BulkForm::of(&self.form.nhom, &difficulty.reference).unwrap_or_default();
        let typed = if own.is_empty() {
            self.form.nhom_moi.as_str()
        } else {
            own
        };
        // A group of another conference is nothing typed wrong for the rest.
        let is_elsewhere = own.is_empty()
            && typed
                .trim()
                .parse()
                .is_ok_and(|id: i64| reader.desk.topic(id).is_none());
        if is_elsewhere {
            return Err("not-now-topic".into());
        }
        match reader.topic("nhom_moi", typed) {
            None => Ok(Fate::Open),
            Some(topic) if difficulty.topic_group_id == Some(topic) => {
                Err("not-now-bulk-same-topic".into())
            }
            Some(topic) => Ok(Fate::Will {
                deed: Deed::Regroup(topic),
                tells: Vec::new(),
            }),
        }
    }

    fn remind(&self, seen: &Seen, reader: &mut Reader<'_>) -> Result<Fate, Why> {
        allowed(seen, Action::Remind)?;
        let tells = self.tells(seen, reader.desk, Action::Remind, &[]);
        if tells.is_empty() {
            return Err("not-now-bulk-nobody".into());
        }
        let note = reader.note("y_kien", &self.form.y_kien);
        if !reader.errors.is_empty() {
            return Ok(Fate::Open);
        }
        Ok(Fate::Will {
            deed: Deed::Act(Box::new(Act::Simple {
                action: Action::Remind,
                note,
            })),
            tells,
        })
    }

    fn merge(
        &mut self,
        conn: &mut DbConnection,
        seen: &Seen,
        reader: &mut Reader<'_>,
    ) -> Result<Result<Fate, Why>, AppError> {
        let child = &seen.difficulty;
        let Some(parent) = self.parent.clone() else {
            return Ok(Ok(Fate::Open));
        };
        if parent.id == child.id {
            return Ok(Ok(Fate::Kept));
        }
        let is_new = child.status == Status::Submitted;
        let first = if is_new {
            Action::Accept
        } else {
            Action::Merge
        };
        if let Err(why) = allowed(seen, first) {
            return Ok(Err(why));
        }
        if let Err(refused) = why_not_merge(conn, child, &parent) {
            return Ok(Err(reason(refused)?));
        }
        let opposed = links::opposed_to(conn, child.id)?;
        if self.joined.iter().any(|other| opposed.contains(other)) {
            return Ok(Err("not-now-merge-opposed".into()));
        }
        if near::between(conn, child, &parent)?.verdict == Verdict::Related {
            return Ok(Err("workbench-error-opposed".into()));
        }
        let topic = if is_new {
            match BulkForm::of(&self.form.nhom, &child.reference) {
                Some(typed) => reader.topic("nhom", typed),
                None => child.topic_group_id.or(parent.topic_group_id),
            }
        } else {
            child.topic_group_id
        };
        if is_new && topic.is_none() {
            reader.topic("nhom", "");
            return Ok(Ok(Fate::Open));
        }
        let note = reader.note("y_kien", &self.form.y_kien);
        if note.is_empty() && self.form.is_typed() {
            reader.wrong("y_kien", "workbench-error-note");
            return Ok(Ok(Fate::Open));
        }
        if !reader.errors.is_empty() {
            return Ok(Ok(Fate::Open));
        }
        self.joined.push(child.id);
        let merge = Act::Merge {
            into: parent.id,
            note,
        };
        let tells = self.tells(seen, reader.desk, Action::Merge, &[]);
        let deed = match topic.filter(|_| is_new) {
            Some(topic) => Deed::ReceiveAndMerge {
                accept: Box::new(self.acceptance(seen, topic)),
                merge: Box::new(merge),
            },
            None => Deed::Act(Box::new(merge)),
        };
        Ok(Ok(Fate::Will { deed, tells }))
    }
}
