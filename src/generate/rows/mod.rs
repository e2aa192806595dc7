//! Plans as rows of every table that the acts of the product would have written.

mod answered;
mod filed;
mod happened;

use super::columns;
use super::ground::{Ground, Office};
use super::plan::{Plan, has_lead};
use crate::db::DbConnection;
use crate::db::bulk::{self, Rows};
use crate::db::search::{self, Corpus};
use crate::difficulties::queries::take_numbers;
use crate::difficulties::search::facets;
use crate::difficulties::totals::Changes;
use crate::difficulties::{
    Action, AgendaPlace, Difficulty, IdentityLevel, Publication, Status, turn,
};
use crate::events;
use crate::text;

/// The tables whose ids are given out here.
const COUNTED: [&str; 7] = [
    "filers",
    "submissions",
    "difficulties",
    "assignments",
    "responses",
    "commitments",
    "events",
];

/// Rows waiting, by table.
struct Batch {
    filers: Rows,
    submissions: Rows,
    difficulties: Rows,
    assignments: Rows,
    responses: Rows,
    commitments: Rows,
    public_items: Rows,
    events: Rows,
    event_notes: Rows,
    staff_texts: Rows,
    public_texts: Rows,
    next: Next,
}

/// The ids to be given out next.
struct Next {
    filer: i64,
    submission: i64,
    difficulty: i64,
    assignment: i64,
    response: i64,
    commitment: i64,
    event: i64,
}

/// Writes the plans in the transaction of the caller; returns how many rows they became.
pub(super) fn write(
    conn: &mut DbConnection,
    ground: &Ground,
    plans: &[Plan],
) -> diesel::QueryResult<u64> {
    let count = i64::try_from(plans.len()).unwrap_or_default();
    let first_number = take_numbers(conn, ground.conference.id, count)?;
    let mut batch = Batch::new(conn)?;
    let mut changes = Changes::default();
    let mut happened = Vec::new();
    let first = batch.next.difficulty;
    for (place, plan) in (0..).zip(plans) {
        let parent = plan
            .merged_back
            .and_then(|back| i64::try_from(back).ok())
            .map(|back| first + place - back);
        let difficulty = batch.add(ground, plan, first_number + place, parent);
        changes.add(&difficulty);
        let ids = Ids {
            difficulty: difficulty.id,
            submission: difficulty.submission_id,
        };
        happened.extend(plan.steps.iter().map(|step| (step, ids, plan)));
    }
    // A chain is in the order in which things happened, as far as one transaction can tell.
    happened.sort_by_key(|(step, ..)| step.at);
    let mut head = events::head(conn, ground.conference.id)?;
    for (step, ids, plan) in happened {
        head = batch.add_event(ground, plan, ids, step, &head);
    }
    let rows = batch.insert(conn)?;
    changes.apply(conn)?;
    bulk::count_on(conn, &COUNTED)?;
    Ok(rows)
}

/// What an event needs to know of its difficulty.
#[derive(Clone, Copy)]
struct Ids {
    difficulty: i64,
    submission: i64,
}

/// Takes the next of a row of ids.
fn take(next: &mut i64) -> i64 {
    let id = *next;
    *next += 1;
    id
}

impl Batch {
    fn new(conn: &mut DbConnection) -> diesel::QueryResult<Self> {
        let next = Next {
            filer: bulk::next_id(conn, "filers")?,
            submission: bulk::next_id(conn, "submissions")?,
            difficulty: bulk::next_id(conn, "difficulties")?,
            assignment: bulk::next_id(conn, "assignments")?,
            response: bulk::next_id(conn, "responses")?,
            commitment: bulk::next_id(conn, "commitments")?,
            event: bulk::next_id(conn, "events")?,
        };
        Ok(Self {
            filers: Rows::of("filers", &columns::FILERS),
            submissions: Rows::of("submissions", &columns::SUBMISSIONS),
            difficulties: Rows::of("difficulties", &columns::DIFFICULTIES),
            assignments: Rows::of("assignments", &columns::ASSIGNMENTS),
            responses: Rows::of("responses", &columns::RESPONSES),
            commitments: Rows::of("commitments", &columns::COMMITMENTS),
            public_items: Rows::of("public_items", &columns::PUBLIC_ITEMS),
            events: Rows::of("events", &columns::EVENTS),
            event_notes: Rows::of("event_notes", &columns::EVENT_NOTES),
            staff_texts: search::documents(conn, Corpus::Staff),
            public_texts: search::documents(conn, Corpus::Public),
            next,
        })
    }

    /// Puts everything in; parents before what refers to them.
    fn insert(self, conn: &mut DbConnection) -> diesel::QueryResult<u64> {
        let mut count = 0;
        for rows in [
            self.filers,
            self.submissions,
            self.difficulties,
            self.assignments,
            self.responses,
            self.commitments,
            self.public_items,
            self.events,
            self.event_notes,
            self.staff_texts,
            self.public_texts,
        ] {
            count += u64::try_from(rows.len()).unwrap_or_default();
            rows.insert(conn)?;
        }
        Ok(count)
    }

    fn add(
        &mut self,
        ground: &Ground,
        plan: &Plan,
        number: i64,
        parent: Option<i64>,
    ) -> Difficulty {
        let filer_id = take(&mut self.next.filer);
        let submission_id = take(&mut self.next.submission);
        let area_id = ground.areas.get(plan.letter.commune).copied();
        self.add_filer(plan, filer_id, area_id);
        self.add_submission(ground, plan, submission_id, filer_id, number);
        let office = ground
            .offices
            .get(plan.lead)
            .filter(|_| has_lead(plan.status));
        let difficulty = Difficulty {
            id: take(&mut self.next.difficulty),
            conference_id: ground.conference.id,
            submission_id,
            topic_group_id: ground.topics.get(plan.topic).copied(),
            number,
            reference: format!("{}-{number:04}", ground.conference.reference_prefix),
            status: plan.status,
            former_status: plan.former_status,
            publication: if plan.is_public {
                Publication::Public
            } else {
                Publication::Private
            },
            agenda_place: AgendaPlace::None,
            priority: plan.priority,
            restricted: plan.restricted,
            shielded: plan.identity == IdentityLevel::Shielded,
            lead_agency_id: office.map(|office| office.agency),
            officer_id: office
                .filter(|_| plan.at(Action::Take).is_some())
                .map(|office| office.officer),
            merged_into_id: parent,
            outcome: plan.outcome,
            next_party: turn(
                plan.status,
                plan.restricted,
                i32::from(plan.status == Status::Returned),
                &[],
            ),
            next_due_at: plan.next_due_at,
            due_on: plan.due_on,
            received_at: plan.received_at,
            answered_at: plan.answered_at(),
            closed_at: plan
                .at(Action::Close)
                .or_else(|| plan.at(Action::Reject))
                .or_else(|| plan.at(Action::Withdraw)),
            returns: i32::from(plan.status == Status::Returned),
            reopenings: 0,
            extensions: 0,
            area_id,
            filer_kind: plan.filer_kind,
            version: i32::try_from(plan.steps.len()).unwrap_or(1),
            title: plan.letter.title.clone(),
            body: plan.letter.body.clone(),
            ask: plan.letter.ask.clone(),
        };
        self.add_difficulty(&difficulty);
        let coordinating = self.add_assignments(ground, plan, &difficulty);
        let reference_tokens = text::index_tokens(&[&difficulty.reference]);
        let tokens = [plan.tokens.as_slice(), &reference_tokens].concat();
        let staff = facets(&difficulty, &coordinating);
        self.staff_texts
            .add(search::document(difficulty.id, &tokens, &staff));
        if let Some(office) = office {
            self.add_answer(plan, &difficulty, *office);
        }
        if plan.is_public {
            self.add_public(ground, plan, &difficulty, &reference_tokens);
        }
        difficulty
    }
}
