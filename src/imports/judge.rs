//! One row of a sheet, read as a form is read and judged by the rules of the form: what it would
//! file, and what is wrong or doubtful about it.

use std::borrow::Cow;
use std::collections::HashMap;

use chrono::{Days, NaiveDate, NaiveDateTime};
use diesel::QueryResult;
use sha2::{Digest, Sha256};

use super::columns::Field;
use super::numbers::{self, Kept};
use super::plan::Plan;
use super::sheet::{Cell, Value};
use super::words;
use crate::areas;
use crate::conferences::{Conference, TopicGroup};
use crate::dates::{self, DateError};
use crate::db::DbConnection;
use crate::difficulties::Channel;
use crate::i18n::{Lang, Value as Filling};
use crate::submissions::actions::NewFiling;
use crate::submissions::content::{Choices, Content, Nearness, Particulars, Story, UNSURE};
use crate::submissions::places::{self, Choice, Place};
use crate::text::legacy::{Encoding, lost_a_capital};
use crate::text::{fold, name_key};
use crate::text_enum::text_enum;
use crate::web::limits::TITLE_LETTERS;

text_enum! {
    /// What became of a row.
    pub enum Verdict {
        Ok = "ok",
        Warning = "warning",
        Error = "error",
    }
}

/// How much a reason weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// To know, nothing to do.
    Note,
    Warning,
    Error,
}

/// Something about a row, ready to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// The code of the field it is about; empty for the row.
    pub field: Cow<'static, str>,
    pub weight: Weight,
    pub text: String,
}

/// A row as it stands in the sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct Given {
    pub number: i32,
    pub is_hidden: bool,
    pub cells: Vec<Cell>,
}

/// A row as it would be filed.
#[derive(Debug, Clone)]
pub struct Judged {
    pub content: Content,
    pub received_at: NaiveDateTime,
    pub reasons: Vec<Reason>,
    /// The units its commune may mean, when a person must choose.
    pub choices: Vec<Choice>,
}

impl Judged {
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        match self.reasons.iter().map(|reason| reason.weight).max() {
            Some(Weight::Error) => Verdict::Error,
            Some(Weight::Warning) => Verdict::Warning,
            Some(Weight::Note) | None => Verdict::Ok,
        }
    }

    /// What makes two rows the same: who, how to reach them, and what they say; not how it is
    /// laid out in the sheet.
    #[must_use]
    pub fn fingerprint(&self) -> Vec<u8> {
        let (story, filer) = (&self.content.story, &self.content.filer);
        let digits: String = filer.phone.chars().filter(char::is_ascii_digit).collect();
        let mut sha = Sha256::new();
        for text in [
            &name_key(&filer.name),
            &digits,
            &name_key(&filer.commune),
            &story.title,
            &story.body,
            &story.ask,
        ] {
            sha.update((text.len() as u64).to_be_bytes());
            sha.update(text.as_bytes());
        }
        sha.finalize().to_vec()
    }

    /// The filing it makes, less the token and who typed it in; `None` while it has errors.
    #[must_use]
    pub fn filing(&self) -> Option<NewFiling> {
        let mut content = self.content.clone();
        // As with the form's "I am not sure": an officer settles it.
        content.filer.is_place_settled = true;
        let filing = content.filing()?;
        Some(NewFiling {
            channel: Channel::Spreadsheet,
            received_at: self.received_at,
            ..filing
        })
    }
}

/// Reads and judges the rows of one sheet.
pub struct Judge<'a> {
    plan: &'a Plan,
    conference: &'a Conference,
    topics: &'a [TopicGroup],
    topic_ids: Vec<i64>,
    now: NaiveDateTime,
    lang: Lang,
    places: HashMap<(String, String), Place>,
    villages: HashMap<String, Option<i64>>,
}

impl<'a> Judge<'a> {
    #[must_use]
    pub fn new(
        plan: &'a Plan,
        conference: &'a Conference,
        topics: &'a [TopicGroup],
        now: NaiveDateTime,
        lang: Lang,
    ) -> Self {
        Self {
            plan,
            conference,
            topics,
            topic_ids: topics.iter().map(|topic| topic.id).collect(),
            now,
            lang,
            places: HashMap::new(),
            villages: HashMap::new(),
        }
    }

    /// The craft village of a name, asked for once.
    ///
    /// # Errors
    /// When the database fails.
    pub fn village(&mut self, conn: &mut DbConnection, name: &str) -> QueryResult<Option<i64>> {
        if let Some(known) = self.villages.get(name) {
            return Ok(*known);
        }
        let found = areas::craft_village_called(conn, name)?;
        self.villages.insert(name.to_owned(), found);
        Ok(found)
    }

    /// # Errors
    /// When the database fails.
    pub fn judge(&mut self, conn: &mut DbConnection, given: &Given) -> QueryResult<Judged> {
        let mut row = Reading {
            plan: self.plan,
            cells: &given.cells,
            lang: self.lang,
            reasons: Vec::new(),
        };
        if given.is_hidden {
            row.say("", Weight::Warning, "imports-why-hidden", &[]);
        }
        let story = row.story();
        let typed = row.particulars();
        let choices = row.choices(self.topics);
        let received_at = row.received_at(self.conference, self.now);
        let (place, offered) = self.place(conn, &mut row, &typed.commune)?;
        let filer = typed.typed(&place);
        let mut reasons = row.reasons;
        let mut refuse = |errors: crate::web::FieldErrors| {
            for (field, text) in errors.iter() {
                let is_told = reasons
                    .iter()
                    .any(|told: &Reason| told.field == field && told.weight == Weight::Error);
                if !is_told {
                    reasons.push(Reason {
                        field: Cow::Owned(field.to_owned()),
                        weight: Weight::Error,
                        text: text.to_owned(),
                    });
                }
            }
        };
        refuse(story.errors(self.lang));
        // Whether a place is still to be chosen is a warning here, and said already.
        let settled = Particulars {
            is_place_settled: true,
            ..filer.clone()
        };
        refuse(settled.errors(self.lang));
        // Consent comes with the click that imports.
        refuse(choices.errors(self.lang, &self.topic_ids, &filer, true));
        for (field, key) in filer.warnings() {
            reasons.push(Reason {
                field: Cow::Borrowed(field),
                weight: Weight::Warning,
                text: self.lang.text(key).into_owned(),
            });
        }
        reasons.sort_by_key(|reason| std::cmp::Reverse(reason.weight));
        Ok(Judged {
            content: Content {
                story,
                filer,
                choices,
                nearness: Nearness::default(),
            },
            received_at,
            reasons,
            choices: offered,
        })
    }

    /// The commune of a row: settled by its name, by the column that names the new one, or by
    /// what a person chose for all rows of that name.
    fn place(
        &mut self,
        conn: &mut DbConnection,
        row: &mut Reading<'_>,
        commune: &str,
    ) -> QueryResult<(Place, Vec<Choice>)> {
        let today = dates::local_date(self.now);
        let place = self.settle(conn, commune, "", today)?;
        let Place::Several(choices) = place else {
            if place == Place::Settled(None) && !commune.is_empty() {
                let name = [("text", Filling::from(commune))];
                row.say(
                    "xa_phuong",
                    Weight::Warning,
                    "imports-why-place-unknown",
                    &name,
                );
            }
            return Ok((place, Vec::new()));
        };
        let named = row.text(Field::NewCommune);
        let named = areas::bare_name(&named);
        let mut of_that_name = choices.iter().filter(|choice| choice.area.folded == named);
        if let (Some(one), None) = (of_that_name.next(), of_that_name.next()) {
            return Ok((Place::Settled(Some(one.area.id)), Vec::new()));
        }
        let chosen = self.plan.places.get(&name_key(commune));
        if let Some(chosen) = chosen {
            let settled = self.settle(conn, commune, chosen, today)?;
            if matches!(settled, Place::Settled(_)) {
                if chosen == UNSURE {
                    row.say("xa_phuong", Weight::Note, "imports-why-place-officer", &[]);
                }
                return Ok((settled, choices));
            }
        }
        let count = [("count", Filling::from(choices.len()))];
        row.say("xa_phuong", Weight::Warning, "imports-why-place", &count);
        Ok((Place::Several(choices.clone()), choices))
    }

    fn settle(
        &mut self,
        conn: &mut DbConnection,
        commune: &str,
        chosen: &str,
        today: NaiveDate,
    ) -> QueryResult<Place> {
        let key = (commune.to_owned(), chosen.to_owned());
        if let Some(known) = self.places.get(&key) {
            return Ok(known.clone());
        }
        let place = places::settle(conn, commune, chosen, today)?;
        self.places.insert(key, place.clone());
        Ok(place)
    }
}

/// One row being read.
struct Reading<'a> {
    plan: &'a Plan,
    cells: &'a [Cell],
    lang: Lang,
    reasons: Vec<Reason>,
}

impl Reading<'_> {
    fn say(
        &mut self,
        field: &'static str,
        weight: Weight,
        key: &str,
        with: &[(&str, Filling<'_>)],
    ) {
        let text = self.lang.with(key, with);
        self.reasons.push(Reason {
            field: Cow::Borrowed(field),
            weight,
            text,
        });
    }

    fn cell(&self, field: Field) -> Option<(usize, &Cell)> {
        let column = self.plan.column_of(field)?;
        Some((column, self.cells.get(column)?))
    }

    /// The text of a field, decoded, with what there is to say about its cell.
    fn text(&mut self, field: Field) -> String {
        let Some((column, cell)) = self.cell(field) else {
            return String::new();
        };
        let encoding = self.plan.shown_encoding();
        let (value, is_merged) = (cell.value.clone(), cell.is_merged);
        let decoded = self.plan.decode(encoding, column, cell);
        let name = field.as_str();
        if let Value::Error(error) = value {
            let error = [("text", Filling::from(error))];
            self.say(name, Weight::Error, "imports-why-formula", &error);
            return String::new();
        }
        if is_merged {
            self.say(name, Weight::Warning, "imports-why-merged", &[]);
        }
        if decoded.is_unclear {
            self.say(name, Weight::Warning, "imports-why-unclear", &[]);
        }
        if decoded.text.contains(char::REPLACEMENT_CHARACTER) {
            self.say(name, Weight::Warning, "imports-why-lost-letter", &[]);
        }
        if encoding == Encoding::Tcvn3 && lost_a_capital(&decoded.text) {
            self.say(name, Weight::Warning, "imports-why-capital", &[]);
        }
        decoded.text
    }

    fn story(&mut self) -> Story {
        let (title, body, ask) = (
            self.text(Field::Title),
            self.text(Field::Body),
            self.text(Field::Ask),
        );
        let story = Story::typed(&title, &body, &ask);
        if !story.title.is_empty() || story.body.is_empty() {
            return story;
        }
        // Sheets of associations seldom have a summary: the story's first sentence is one.
        self.say("tom_tat", Weight::Note, "imports-why-title", &[]);
        Story::typed(
            &words::first_sentence(&story.body, TITLE_LETTERS),
            &body,
            &ask,
        )
    }

    fn particulars(&mut self) -> Particulars {
        let kind = self.code(Field::Kind, &self.plan.defaults.kind, words::kind);
        let identity = self.code(
            Field::Identity,
            &self.plan.defaults.identity,
            words::identity,
        );
        let names = self.code(Field::NamesOfficial, "no", words::yes_no);
        let (commune, district) = (self.text(Field::Commune), self.text(Field::District));
        let commune = match (commune.trim(), district.trim()) {
            (commune, "") => commune.to_owned(),
            ("", _) => String::new(),
            (commune, district) => format!("{commune}, {district}"),
        };
        Particulars {
            kind,
            name: self.name(),
            village: self.text(Field::Village),
            commune: crate::submissions::content::one_line(&commune),
            area_id: None,
            is_place_settled: false,
            phone: self.number(Field::Phone, numbers::phone),
            email: self.text(Field::Email),
            tax_code: self.number(Field::TaxCode, numbers::tax_code),
            workers: self.text(Field::Workers),
            identity,
            names_official: names == "yes",
            is_typed_in: true,
        }
    }

    /// A name of digits is seldom one: old workbooks keep "0" where a formula made the name.
    fn name(&mut self) -> String {
        let name = self.text(Field::Name);
        if !name.trim().is_empty() && !name.contains(char::is_alphabetic) {
            let key = "imports-why-name-letters";
            self.say(Field::Name.as_str(), Weight::Warning, key, &[]);
        }
        name
    }

    /// A code of a closed list, from its words; what nobody understands is an error.
    fn code(
        &mut self,
        field: Field,
        default: &str,
        read: fn(&str) -> Option<&'static str>,
    ) -> String {
        let typed = self.text(field);
        let typed = typed.trim();
        if typed.is_empty() {
            return default.to_owned();
        }
        if let Some(code) = read(typed) {
            return code.to_owned();
        }
        let text = [("text", Filling::from(typed))];
        self.say(field.as_str(), Weight::Error, "imports-why-word", &text);
        String::new()
    }

    fn number(&mut self, field: Field, keep: fn(&Cell, String) -> Kept) -> String {
        let text = self.text(field);
        let Some((_, cell)) = self.cell(field) else {
            return text;
        };
        match keep(cell, text) {
            Kept::AsTyped(text) => text,
            Kept::Restored(text) => {
                let shown = [("text", Filling::from(text.as_str()))];
                self.say(field.as_str(), Weight::Note, "imports-why-zero", &shown);
                text
            }
            Kept::Shortened(text) => {
                let shown = [("text", Filling::from(text.as_str()))];
                self.say(
                    field.as_str(),
                    Weight::Error,
                    "imports-why-shortened",
                    &shown,
                );
                text
            }
        }
    }

    fn choices(&mut self, topics: &[TopicGroup]) -> Choices {
        let default = &self.plan.defaults.publication;
        let publication = self.code(Field::Publication, default, words::publication);
        let typed = self.text(Field::Topic);
        let topic = match words::topic(&typed, topics) {
            Some(id) => id.to_string(),
            None if typed.trim().is_empty() => UNSURE.to_owned(),
            None => {
                let text = [("text", Filling::from(typed.trim()))];
                self.say("nhom", Weight::Warning, "imports-why-topic", &text);
                UNSURE.to_owned()
            }
        };
        Choices { topic, publication }
    }

    /// When it was received: the start of the day the sheet names, for the sheet knows no hour
    /// and a slip handed in on the last day is not late. Without a day, now.
    fn received_at(&mut self, conference: &Conference, now: NaiveDateTime) -> NaiveDateTime {
        let typed = self.text(Field::Received);
        let value = self
            .cell(Field::Received)
            .map(|(_, cell)| cell.value.clone());
        let day = match value {
            Some(Value::Date(day)) => Some(day),
            Some(Value::Number(serial)) if serial_date(&serial).is_some() => {
                let day = serial_date(&serial);
                let shown = day.map(dates::vi_date).unwrap_or_default();
                let filled = [
                    ("text", Filling::from(serial)),
                    ("date", Filling::from(shown)),
                ];
                self.say("ngay_nhan", Weight::Warning, "imports-why-serial", &filled);
                day
            }
            _ => self.typed_date(&typed),
        };
        let Some(day) = day else { return now };
        if day > dates::local_date(now) {
            let shown = [("date", Filling::from(dates::vi_date(day)))];
            self.say("ngay_nhan", Weight::Error, "imports-why-future", &shown);
            return now;
        }
        let received_at = dates::day_start(day);
        if received_at > conference.filing_closes_at {
            self.say("ngay_nhan", Weight::Warning, "imports-why-late", &[]);
        } else if dates::day_end(day) < conference.filing_opens_at {
            self.say("ngay_nhan", Weight::Warning, "imports-why-early", &[]);
        }
        received_at
    }

    fn typed_date(&mut self, typed: &str) -> Option<NaiveDate> {
        let key = match dates::parse_date(typed) {
            Ok(day) => return Some(day),
            Err(DateError::Empty) => return None,
            Err(DateError::MonthOutOfRange) => "imports-why-month",
            Err(DateError::DayOutOfRange | DateError::YearOutOfRange | DateError::NotADate) => {
                "imports-why-date"
            }
        };
        let text = [("text", Filling::from(typed.trim()))];
        self.say("ngay_nhan", Weight::Error, key, &text);
        None
    }
}

/// A day that lost its format: counted from 30 December 1899, as spreadsheets do after February
/// 1900. Only days of 1990 to 2099 are taken for one.
fn serial_date(digits: &str) -> Option<NaiveDate> {
    const PLAUSIBLE: std::ops::RangeInclusive<u64> = 32_874..=73_050;
    let whole = digits.split('.').next()?;
    let days: u64 = whole.parse().ok().filter(|days| PLAUSIBLE.contains(days))?;
    NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(days))
}

/// Whether two names of communes are one question to a person.
#[must_use]
pub fn place_key(commune: &str) -> String {
    name_key(commune)
}

/// The folded form in which words of closed lists are compared.
pub(super) fn folded(typed: &str) -> String {
    fold(typed.trim())
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
