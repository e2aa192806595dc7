//! All that the templates of this room may see.

use askama::Template;

use super::bulk::BulkAct;
use super::choices::{self, Choice, Tab};
use super::desk::Desk;
use super::forms::{AcceptForm, RefusalReason, TypedOrder};
use super::items::Item;
use super::pane::Letter;
use super::passage_cards::MarkingFields;
use super::paths;
use super::undo::Recent;
use crate::dates;
use crate::difficulties::workbench::paths as workbench;
use crate::difficulties::workbench::similar::Similar;
use crate::difficulties::{Difficulty, Priority};
use crate::web::{FieldErrors, Page};

/// The form that filters a list.
pub struct FilterFields {
    pub action: &'static str,
    pub q: String,
    pub area: String,
    pub conferences: Vec<Choice>,
    pub topics: Vec<Choice>,
    pub agencies: Vec<Choice>,
    pub kinds: Vec<Choice>,
    pub dues: Vec<Choice>,
    pub parties: Vec<Choice>,
    pub statuses: Vec<Choice>,
    pub sizes: Vec<Choice>,
    /// What the form keeps without showing it.
    pub kept: Vec<(&'static str, String)>,
    /// Something is filtered: there is a way back to everything.
    pub is_narrowed: bool,
    pub chosen_statuses: usize,
}

/// A list.
#[derive(Template)]
#[template(path = "difficulties/triage/list.html")]
pub struct ListPage {
    pub page: Page,
    pub name: &'static str,
    pub tabs: Vec<Tab>,
    pub filter: FilterFields,
    pub items: Vec<Item>,
    /// How many rows the whole list has; empty after a search, which does not count.
    pub total: String,
    pub next: Option<String>,
    /// The first page, from any other.
    pub first: Option<String>,
    pub with_status: bool,
    pub bulk: Option<BulkBar>,
    pub pane: Option<Pane>,
    /// What the viewer received a moment ago.
    pub recent: Vec<Recent>,
    /// What the viewer did to many a moment ago.
    pub recent_bulk: Vec<RecentBulk>,
}

impl ListPage {
    fn title(&self) -> String {
        self.page
            .t(&format!("triage-{}-title", self.name))
            .into_owned()
    }

    /// What the list is; over the queue of new ones also until when more may come.
    fn about(&self) -> String {
        let page = &self.page;
        let about = page.t(&format!("triage-{}-about", self.name));
        match page.conference.as_ref().filter(|_| self.pane.is_some()) {
            Some(conference) => {
                let short = conference.short(page.lang);
                format!("{short}: {} {about}", page.window_sentence())
            }
            None => about.into_owned(),
        }
    }

    fn empty(&self) -> String {
        let key = if self.filter.is_narrowed {
            "triage-empty-narrowed"
        } else {
            "triage-empty"
        };
        self.page.t(key).into_owned()
    }
}

/// What can be done with the chosen rows.
pub struct BulkBar {
    pub agencies: Vec<Choice>,
    pub acts: Vec<BulkAct>,
    /// The list whose rows they are.
    pub list: &'static str,
    pub back: String,
}

impl BulkBar {
    /// Whether the rows may be handed to a lead, whom one select names.
    fn places(&self) -> bool {
        self.acts.contains(&BulkAct::Place)
    }
}

/// Something of a moment ago that was done to many, and may be taken back there.
pub struct RecentBulk {
    pub address: String,
    pub words: String,
}

/// The reading pane: one letter, and the form that receives it.
pub struct Pane {
    pub letter: Letter,
    pub form: AcceptFields,
    /// Things the letter seems to ask; one for most.
    pub asks: usize,
}

/// Lead, dates, coordinating agencies.
pub struct OrderFields {
    pub agencies: Vec<Choice>,
    pub due: String,
    pub due_hint: String,
    pub coordinating: Vec<Choice>,
    pub coordinating_due: String,
    pub text: String,
    /// Coordinating agencies are what it is about.
    pub is_open: bool,
}

impl OrderFields {
    pub(super) fn is_coordinated(&self) -> bool {
        self.is_open || self.coordinating.iter().any(|choice| choice.is_chosen)
    }

    #[must_use]
    pub fn new(page: &Page, desk: &Desk, typed: &TypedOrder<'_>, topic: Option<i64>) -> Self {
        let days = desk.conference.handling_days;
        Self {
            agencies: choices::agencies(page, &desk.agencies, desk.usual_lead(topic), typed.lead),
            due: typed.due.to_owned(),
            due_hint: page.t1("triage-due-hint", "days", days),
            coordinating: choices::coordinating(page, desk, typed.coordinating),
            coordinating_due: typed.coordinating_due.to_owned(),
            text: typed.text.to_owned(),
            is_open: false,
        }
    }
}

/// The fields that receive a difficulty.
pub struct AcceptFields {
    pub action: String,
    pub refuse: String,
    pub ask: String,
    pub version: String,
    pub topics: Vec<Choice>,
    pub priorities: Vec<Choice>,
    pub order: OrderFields,
    pub back: String,
    pub errors: FieldErrors,
}

impl AcceptFields {
    /// The form as typed.
    #[must_use]
    pub fn new(
        page: &Page,
        desk: &Desk,
        difficulty: &Difficulty,
        form: &AcceptForm,
        errors: FieldErrors,
    ) -> Self {
        let priorities = Priority::ALL.iter().map(|priority| {
            let label = page.code("priority", priority.as_str());
            Choice::new(priority, label, &form.uu_tien)
        });
        Self {
            action: paths::accept(&difficulty.reference),
            refuse: paths::refuse(&difficulty.reference),
            ask: workbench::of(workbench::ASK, &difficulty.reference),
            version: form.phien_ban.clone(),
            topics: choices::topics(page, &desk.topics, &form.nhom),
            priorities: priorities.collect(),
            order: OrderFields::new(page, desk, &form.typed_order(), form.nhom.parse().ok()),
            back: form.ve_hang_doi.clone(),
            errors,
        }
    }
}

/// The form before anybody typed: what the desk suggests.
#[must_use]
pub fn suggested(desk: &Desk, difficulty: &Difficulty) -> AcceptForm {
    let topic = difficulty.topic_group_id;
    let text = |id: Option<i64>| id.map_or_else(String::new, |id| id.to_string());
    AcceptForm {
        phien_ban: difficulty.version.to_string(),
        nhom: text(topic),
        uu_tien: difficulty.priority.to_string(),
        co_quan: text(desk.usual_lead(topic)),
        han_tra_loi: dates::vi_date(desk.deadlines.answer_by()),
        han_phoi_hop: dates::vi_date(desk.contribution_by()),
        ..AcceptForm::default()
    }
}

/// Receiving one letter, on a page of its own.
#[derive(Template)]
#[template(path = "difficulties/triage/accept.html")]
pub struct AcceptPage {
    /// Near ones: duplicates are seen before it is accepted.
    pub similar: Vec<Similar>,
    pub page: Page,
    pub letter: Letter,
    pub form: AcceptFields,
    pub marking: MarkingFields,
    /// Somebody changed it since the form was shown.
    pub is_stale: bool,
}

/// Assigning one difficulty.
#[derive(Template)]
#[template(path = "difficulties/triage/assign.html")]
pub struct AssignPage {
    pub page: Page,
    pub letter: Letter,
    pub action: String,
    pub version: String,
    pub order: OrderFields,
    pub errors: FieldErrors,
    pub is_stale: bool,
    /// It came back from an agency: the latest reason, and how often it has by now.
    pub returned: Option<Returned>,
}

/// What the agency said that sent it back.
pub struct Returned {
    pub reason: String,
    pub times: i32,
    pub binds: bool,
    /// Whose it would be in the opinion of the agency.
    pub suggested: Option<i64>,
    pub suggested_name: String,
}

/// Where a refusal stands for this reader.
pub enum RefusalStep {
    /// A clerk writes the proposal.
    Propose,
    /// The secretary reads it and decides.
    Confirm(Proposal),
    /// A clerk's own proposal, or a colleague's, waits for the secretary.
    Waits(Proposal),
    /// The secretary came before anybody proposed.
    NothingProposed,
}

/// A proposal to refuse.
#[derive(Debug, Clone)]
pub struct Proposal {
    pub reason: String,
    pub note: String,
    pub by: String,
    pub at: String,
}

/// Refusing one difficulty.
#[derive(Template)]
#[template(path = "difficulties/triage/refuse.html")]
pub struct RefusePage {
    pub page: Page,
    pub letter: Letter,
    pub step: RefusalStep,
    pub action: String,
    pub accept: String,
    pub version: String,
    pub reasons: Vec<Choice>,
    pub note: String,
    pub errors: FieldErrors,
    pub is_stale: bool,
}

/// Reasons to refuse, as options.
#[must_use]
pub fn reasons(page: &Page, chosen: &str) -> Vec<Choice> {
    RefusalReason::ALL
        .iter()
        .map(|reason| Choice::new(reason, page.code("refusal", reason.as_str()), chosen))
        .collect()
}

/// One number of the day, and where its rows are.
pub struct Card {
    pub label: String,
    pub count: String,
    pub is_late: bool,
    pub address: String,
}

/// What needs me today.
#[derive(Template)]
#[template(path = "difficulties/triage/day.html")]
pub struct DayPage {
    pub page: Page,
    pub cards: Vec<Card>,
    pub items: Vec<Item>,
    /// The list the rows are the head of.
    pub whole: Option<String>,
    pub overview: Option<String>,
}
