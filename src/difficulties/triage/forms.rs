//! What the desk's forms send, turned into acts or into messages beside the fields.

use chrono::NaiveDate;
use serde::Deserialize;

use super::desk::Desk;
use crate::dates::{self, DateError};
use crate::difficulties::Priority;
use crate::difficulties::actions::{Act, Part};
use crate::i18n::{Lang, Value};
use crate::text;
use crate::text_enum::text_enum;
use crate::web::limits::{BODY_LETTERS, NOTE_LETTERS, TITLE_LETTERS};
use crate::web::{AppError, FieldErrors};

/// Further parts one letter may be split into, beside the first.
pub const FURTHER_PARTS: usize = 5;

text_enum! {
    /// Which button of an intake form was pressed.
    pub enum Button {
        AcceptAndAssign = "chuyen",
        Accept = "tiep-nhan",
        /// Shows room for one more part; saves nothing.
        AddPart = "them",
    }
}

text_enum! {
    /// Why a difficulty is refused at intake.
    pub enum RefusalReason {
        OutOfScope = "out_of_scope",
        /// Other procedures, with other offices.
        ComplaintOrDenunciation = "complaint_or_denunciation",
        DuplicateOfKnown = "duplicate_of_known",
        AnonymousUntraceable = "anonymous_untraceable",
        Other = "other",
    }
}

/// Receiving one difficulty.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AcceptForm {
    pub phien_ban: String,
    pub nhom: String,
    pub uu_tien: String,
    pub co_quan: String,
    pub han_tra_loi: String,
    pub phoi_hop: Vec<String>,
    pub han_phoi_hop: String,
    pub y_kien: String,
    pub phan_tieu_de: Vec<String>,
    pub phan_de_nghi: Vec<String>,
    pub phan_nhom: Vec<String>,
    pub viec: String,
    /// The address of the queue it was sent from, from its `?` on.
    pub ve_hang_doi: String,
}

/// Assigning, or assigning anew.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AssignForm {
    pub phien_ban: String,
    pub co_quan: String,
    pub han_tra_loi: String,
    pub phoi_hop: Vec<String>,
    pub han_phoi_hop: String,
    pub y_kien: String,
}

/// Proposing a refusal, or confirming one.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RefusalForm {
    pub phien_ban: String,
    pub ly_do_tu_choi: String,
    pub noi_den: String,
}

/// The version a page showed.
///
/// # Errors
/// [`AppError::BadInput`] when it is no number: no page of ours sent it.
pub fn version(typed: &str) -> Result<i32, AppError> {
    typed
        .trim()
        .parse()
        .map_err(|_| AppError::BadInput("error-bad-input-fields"))
}

/// Lead, dates and coordinating agencies, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    pub lead: i64,
    pub due_on: NaiveDate,
    pub coordinating: Vec<i64>,
    pub coordinating_due_on: Option<NaiveDate>,
    pub text: String,
}

impl Order {
    #[must_use]
    pub fn into_act(self) -> Act {
        Act::Assign {
            lead: self.lead,
            due_on: self.due_on,
            coordinating: self.coordinating,
            coordinating_due_on: self.coordinating_due_on,
            order: self.text,
        }
    }
}

/// The fields of an order as typed, whichever form they stand on.
pub struct TypedOrder<'a> {
    pub lead: &'a str,
    pub due: &'a str,
    pub coordinating: &'a [String],
    pub coordinating_due: &'a str,
    pub text: &'a str,
}

/// Reads a form against what the desk knows, collecting what is wrong.
pub struct Reader<'a> {
    pub desk: &'a Desk,
    pub lang: Lang,
    pub errors: FieldErrors,
}

impl<'a> Reader<'a> {
    #[must_use]
    pub fn new(desk: &'a Desk, lang: Lang) -> Self {
        Self {
            desk,
            lang,
            errors: FieldErrors::default(),
        }
    }

    pub fn wrong(&mut self, field: &'static str, key: &str) {
        self.errors.add(field, self.lang.text(key));
    }

    /// A topic group of this conference.
    pub fn topic(&mut self, field: &'static str, typed: &str) -> Option<i64> {
        if typed.trim().is_empty() {
            self.wrong(field, "triage-error-topic-missing");
            return None;
        }
        let found = typed
            .trim()
            .parse()
            .ok()
            .filter(|id| self.desk.topic(*id).is_some());
        if found.is_none() {
            self.wrong(field, "triage-error-topic-unknown");
        }
        found
    }

    /// Normal when nothing is said.
    pub fn priority(&mut self, typed: &str) -> Priority {
        let priority = if typed.is_empty() {
            Some(Priority::Normal)
        } else {
            Priority::parse(typed)
        };
        if priority.is_none() {
            self.wrong("uu_tien", "triage-error-priority");
        }
        priority.unwrap_or(Priority::Normal)
    }

    /// A day from today on, written day first.
    pub fn day(&mut self, field: &'static str, typed: &str) -> Option<NaiveDate> {
        let key = match dates::parse_date(typed) {
            Ok(day) if day < self.desk.today => "triage-error-date-past",
            Ok(day) => return Some(day),
            Err(DateError::Empty) => "triage-error-date-missing",
            Err(DateError::NotADate) => "triage-error-date-shape",
            Err(DateError::MonthOutOfRange) => "triage-error-date-month",
            Err(DateError::DayOutOfRange) => "triage-error-date-day",
            Err(DateError::YearOutOfRange) => "triage-error-date-year",
        };
        self.wrong(field, key);
        None
    }

    /// Lead agency: the one chosen, or the one its topic group usually goes to.
    pub fn lead(&mut self, typed: &str, topic: Option<i64>) -> Option<i64> {
        if typed.trim().is_empty() {
            let usual = self.desk.usual_lead(topic);
            if usual.is_none() {
                self.wrong("co_quan", "triage-error-lead-missing");
            }
            return usual;
        }
        let found = typed
            .trim()
            .parse()
            .ok()
            .filter(|id| self.desk.agency(*id).is_some());
        if found.is_none() {
            self.wrong("co_quan", "triage-error-agency-unknown");
        }
        found
    }

    /// Everything an assignment needs. `None` when something is wrong with it.
    pub fn order(&mut self, typed: &TypedOrder<'_>, topic: Option<i64>) -> Option<Order> {
        let lead = self.lead(typed.lead, topic);
        let due_on = self.day("han_tra_loi", typed.due);
        let mut coordinating = Vec::new();
        for typed in typed.coordinating {
            match typed
                .trim()
                .parse()
                .ok()
                .filter(|id| self.desk.agency(*id).is_some())
            {
                // Who leads coordinates with nobody but the others.
                Some(id) if Some(id) == lead || coordinating.contains(&id) => {}
                Some(id) => coordinating.push(id),
                None => self.wrong("phoi_hop", "triage-error-agency-unknown"),
            }
        }
        let coordinating_due_on = if coordinating.is_empty() {
            None
        } else {
            self.day("han_phoi_hop", typed.coordinating_due)
        };
        if let (Some(earlier), Some(due_on)) = (coordinating_due_on, due_on)
            && earlier >= due_on
        {
            self.wrong("han_phoi_hop", "triage-error-coordinating-due");
        }
        let order = self.note("y_kien", typed.text);
        Some(Order {
            lead: lead?,
            due_on: due_on?,
            coordinating,
            coordinating_due_on,
            text: order,
        })
        .filter(|_| self.errors.is_empty())
    }

    /// A text that may be empty, within the limit of notes.
    pub fn note(&mut self, field: &'static str, typed: &str) -> String {
        let note = text::clean(typed);
        self.at_most(field, &note, NOTE_LETTERS);
        note
    }

    pub fn at_most(&mut self, field: &'static str, text: &str, letters: usize) {
        if text.chars().count() > letters {
            let message = self.lang.with(
                "triage-error-too-long",
                &[("letters", Value::from(letters))],
            );
            self.errors.add(field, message);
        }
    }
}

/// Names of the fields of each further part, for messages beside them.
pub const PART_FIELDS: [[&str; 3]; FURTHER_PARTS] = [
    ["phan_tieu_de_1", "phan_de_nghi_1", "phan_nhom_1"],
    ["phan_tieu_de_2", "phan_de_nghi_2", "phan_nhom_2"],
    ["phan_tieu_de_3", "phan_de_nghi_3", "phan_nhom_3"],
    ["phan_tieu_de_4", "phan_de_nghi_4", "phan_nhom_4"],
    ["phan_tieu_de_5", "phan_de_nghi_5", "phan_nhom_5"],
];

/// An acceptance, checked.
#[derive(Debug, Clone)]
pub struct Acceptance {
    pub accept: Act,
    /// With "accept and assign": the order that follows at once.
    pub order: Option<Order>,
}

impl AcceptForm {
    #[must_use]
    pub fn button(&self) -> Option<Button> {
        Button::parse(&self.viec)
    }

    /// The further parts as typed, empty ones left out.
    #[must_use]
    pub fn parts(&self) -> Vec<[&str; 3]> {
        let count = self
            .phan_tieu_de
            .len()
            .max(self.phan_de_nghi.len())
            .max(self.phan_nhom.len());
        (0..count)
            .map(|index| {
                [&self.phan_tieu_de, &self.phan_de_nghi, &self.phan_nhom]
                    .map(|typed| typed.get(index).map_or("", |text| text.trim()))
            })
            .filter(|part| part.iter().any(|text| !text.is_empty()))
            .collect()
    }

    #[must_use]
    pub fn typed_order(&self) -> TypedOrder<'_> {
        TypedOrder {
            lead: &self.co_quan,
            due: &self.han_tra_loi,
            coordinating: &self.phoi_hop,
            coordinating_due: &self.han_phoi_hop,
            text: &self.y_kien,
        }
    }

    /// # Errors
    /// What is wrong, by field.
    pub fn check(&self, desk: &Desk, lang: Lang, body: &str) -> Result<Acceptance, FieldErrors> {
        let mut reader = Reader::new(desk, lang);
        let topic = reader.topic("nhom", &self.nhom);
        let priority = reader.priority(&self.uu_tien);
        let parts = self.parts();
        if parts.len() > FURTHER_PARTS {
            reader.wrong("phan_tieu_de_5", "triage-error-too-many-parts");
        }
        let mut further = Vec::new();
        for ([title, ask, topic], fields) in parts.iter().zip(PART_FIELDS) {
            further.extend(part(&mut reader, [title, ask, topic], fields, body));
        }
        let order = match self.button() {
            Some(Button::AcceptAndAssign) => reader.order(&self.typed_order(), topic),
            _ => None,
        };
        match topic {
            Some(topic_group_id) if reader.errors.is_empty() => Ok(Acceptance {
                accept: Act::Accept {
                    topic_group_id,
                    priority,
                    further,
                },
                order,
            }),
            _ => Err(reader.errors),
        }
    }
}

/// A part has a title, an ask and a topic group of its own; its story is the letter's.
fn part(
    reader: &mut Reader<'_>,
    [title, ask, topic]: [&str; 3],
    [title_field, ask_field, topic_field]: [&'static str; 3],
    body: &str,
) -> Option<Part> {
    let (title, ask) = (text::clean(title), text::clean(ask));
    if title.is_empty() {
        reader.wrong(title_field, "triage-error-part-title");
    }
    if ask.is_empty() {
        reader.wrong(ask_field, "triage-error-part-ask");
    }
    reader.at_most(title_field, &title, TITLE_LETTERS);
    reader.at_most(ask_field, &ask, BODY_LETTERS);
    Some(Part {
        topic_group_id: reader.topic(topic_field, topic)?,
        title,
        body: body.to_owned(),
        ask,
    })
}

impl AssignForm {
    #[must_use]
    pub fn typed_order(&self) -> TypedOrder<'_> {
        TypedOrder {
            lead: &self.co_quan,
            due: &self.han_tra_loi,
            coordinating: &self.phoi_hop,
            coordinating_due: &self.han_phoi_hop,
            text: &self.y_kien,
        }
    }

    /// # Errors
    /// What is wrong, by field.
    pub fn check(&self, desk: &Desk, lang: Lang, topic: Option<i64>) -> Result<Order, FieldErrors> {
        let mut reader = Reader::new(desk, lang);
        reader
            .order(&self.typed_order(), topic)
            .ok_or(reader.errors)
    }
}

impl RefusalForm {
    /// The proposal of a clerk: a reason from the list, and where to go instead.
    ///
    /// # Errors
    /// What is wrong, by field.
    pub fn check(&self, lang: Lang) -> Result<Act, FieldErrors> {
        let mut errors = FieldErrors::default();
        let reason = RefusalReason::parse(&self.ly_do_tu_choi);
        if reason.is_none() {
            errors.add("ly_do_tu_choi", lang.text("triage-error-reason"));
        }
        let note = text::clean(&self.noi_den);
        if note.is_empty() {
            errors.add("noi_den", lang.text("triage-error-where"));
        } else if note.chars().count() > NOTE_LETTERS {
            let letters = [("letters", Value::from(NOTE_LETTERS))];
            errors.add("noi_den", lang.with("triage-error-too-long", &letters));
        }
        match reason {
            Some(reason) if errors.is_empty() => Ok(Act::ProposeRejection {
                reason: reason.to_string(),
                note,
            }),
            _ => Err(errors),
        }
    }
}
