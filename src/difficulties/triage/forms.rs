//! What the desk's forms send, turned into acts or into messages beside the fields.

use std::borrow::Cow;

use chrono::NaiveDate;
use serde::Deserialize;

use super::desk::Desk;
use crate::dates::{self, DateError};
use crate::difficulties::Priority;
use crate::difficulties::actions::Act;
use crate::i18n::{Lang, Value};
use crate::text;
use crate::text_enum::text_enum;
use crate::web::limits::NOTE_LETTERS;
use crate::web::{AppError, FieldErrors};

text_enum! {
    /// Which button of an intake form was pressed.
    pub enum Button {
        AcceptAndAssign = "chuyen",
        Accept = "tiep-nhan",
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
    /// The passages, each as its range, and beside each what is to become of it. None of them
    /// when the letter is received as one.
    pub doan: Vec<String>,
    pub doan_xep: Vec<String>,
    pub doan_tieu_de: Vec<String>,
    pub doan_nhom: Vec<String>,
    pub doan_co_quan: Vec<String>,
    /// Where each would be split.
    pub doan_cau: Vec<String>,
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

    pub fn wrong(&mut self, field: impl Into<Cow<'static, str>>, key: &str) {
        self.errors.add(field, self.lang.text(key));
    }

    /// A topic group of this conference.
    pub fn topic(&mut self, field: impl Into<Cow<'static, str>>, typed: &str) -> Option<i64> {
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
    pub fn lead(
        &mut self,
        field: impl Into<Cow<'static, str>>,
        typed: &str,
        topic: Option<i64>,
    ) -> Option<i64> {
        if typed.trim().is_empty() {
            let usual = self.desk.usual_lead(topic);
            if usual.is_none() {
                self.wrong(field, "triage-error-lead-missing");
            }
            return usual;
        }
        self.agency(field, typed)
    }

    /// Agencies asked for their part. Who leads coordinates with nobody but the others.
    pub fn coordinating(&mut self, typed: &[String], lead: Option<i64>) -> Vec<i64> {
        let mut coordinating = Vec::new();
        for typed in typed {
            match self.agency("phoi_hop", typed) {
                Some(id) if Some(id) == lead || coordinating.contains(&id) => {}
                Some(id) => coordinating.push(id),
                None => {}
            }
        }
        coordinating
    }

    /// An agency that takes part and exists today.
    fn agency(&mut self, field: impl Into<Cow<'static, str>>, typed: &str) -> Option<i64> {
        let id = typed.trim().parse().ok();
        let found = id.filter(|id| self.desk.agency(*id).is_some());
        if found.is_none() {
            let is_closed = id.is_some_and(|id| self.desk.closed.contains(&id));
            let key = if is_closed {
                "triage-error-agency-closed"
            } else {
                "triage-error-agency-unknown"
            };
            self.wrong(field, key);
        }
        found
    }

    /// Everything an assignment needs. `None` when something is wrong with it.
    pub fn order(&mut self, typed: &TypedOrder<'_>, topic: Option<i64>) -> Option<Order> {
        let lead = self.lead("co_quan", typed.lead, topic);
        self.order_to(lead, typed)
    }

    /// The same to a lead that is settled.
    pub fn order_to(&mut self, lead: Option<i64>, typed: &TypedOrder<'_>) -> Option<Order> {
        let due_on = self.day("han_tra_loi", typed.due);
        let coordinating = self.coordinating(typed.coordinating, lead);
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

    pub fn at_most(&mut self, field: impl Into<Cow<'static, str>>, text: &str, letters: usize) {
        if text.chars().count() > letters {
            let message = self.lang.with(
                "triage-error-too-long",
                &[("letters", Value::from(letters))],
            );
            self.errors.add(field, message);
        }
    }
}

/// An acceptance, checked.
#[derive(Debug, Clone)]
pub struct Acceptance {
    pub accept: Act,
    /// With "accept and assign": the order of each ask that follows at once, in their order.
    pub orders: Vec<Option<Order>>,
}

impl AcceptForm {
    #[must_use]
    pub fn button(&self) -> Option<Button> {
        Button::parse(&self.viec)
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
