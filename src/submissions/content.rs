//! What a draft holds, step by step, and what is still wrong with each step. Everything is kept
//! as the filer wrote it, cleaned but not judged; it is judged when they go on.

use serde::{Deserialize, Serialize};

use super::actions::{NewFiler, NewFiling};
use super::paths;
use super::places::Place;
use crate::difficulties::near::Told;
use crate::difficulties::{Channel, IdentityLevel, PublicationConsent};
use crate::filers::FilerKind;
use crate::filers::phone::Phone;
use crate::filers::tax_code::{TaxCode, TaxCodeCheck};
use crate::i18n::{Lang, Value};
use crate::text::clean;
use crate::web::FieldErrors;
use crate::web::limits::{BODY_LETTERS, NAME_LETTERS, NOTE_LETTERS, TITLE_LETTERS};
use crate::web::secret::{hex, token_hash};

/// Letters at most in a telephone number or tax code as typed.
const NUMBER_LETTERS: usize = 60;
/// Octets of an address by RFC 5321, 4.5.3.1.3, less its brackets.
const EMAIL_LETTERS: usize = 254;
/// No employer in the country has more.
const WORKERS_AT_MOST: i32 = 1_000_000;

/// Step 1: what happened and what is asked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Story {
    pub title: String,
    pub body: String,
    pub ask: String,
}

/// Step 2: who files. Choices not yet made are empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Particulars {
    pub kind: String,
    pub name: String,
    pub village: String,
    pub commune: String,
    /// The area the commune was matched to.
    pub area_id: Option<i64>,
    /// The commune means one area, or none we know, or the filer left it to a clerk.
    pub is_place_settled: bool,
    pub phone: String,
    pub email: String,
    pub tax_code: String,
    pub workers: String,
    pub identity: String,
    pub names_official: bool,
    /// Typed in from a slip or a call: any one contact will do, for the filer is not there to
    /// give another.
    pub is_typed_in: bool,
}

/// Step 3: what the filer chooses before sending. Consent is never kept: it is given with the
/// click that sends.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Choices {
    /// A topic group's id as text; empty or [`UNSURE`] when a clerk shall choose.
    pub topic: String,
    pub publication: String,
}

/// What the filer said of the near ones they were shown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Nearness {
    /// The reference of the published one that is the same; empty when none is.
    pub joins: String,
    /// Of which story it was said, as [`Story::mark`]; another story is asked about anew.
    pub said_of: String,
}

/// "Let an officer decide", in the fields that offer it.
pub const UNSURE: &str = "chua_ro";

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Content {
    pub story: Story,
    pub filer: Particulars,
    pub choices: Choices,
    pub nearness: Nearness,
}

/// One step's share of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    Story(Story),
    Filer(Particulars),
    Choices(Choices),
    Nearness(Nearness),
}

impl Part {
    pub fn is_in(&self, content: &Content) -> bool {
        match self {
            Self::Story(story) => *story == content.story,
            Self::Filer(filer) => *filer == content.filer,
            Self::Choices(choices) => *choices == content.choices,
            Self::Nearness(nearness) => *nearness == content.nearness,
        }
    }

    pub fn put_into(self, content: &mut Content) {
        match self {
            Self::Story(story) => content.story = story,
            Self::Filer(filer) => content.filer = filer,
            Self::Choices(choices) => content.choices = choices,
            Self::Nearness(nearness) => content.nearness = nearness,
        }
    }
}

impl Content {
    pub fn to_json(&self) -> String {
        // Text, numbers and flags always fit JSON.
        serde_json::to_string(self).unwrap_or_else(|_| "{}".into())
    }

    /// The first step that is not complete; the last one when all are.
    pub fn next_step(&self) -> &'static str {
        let any = Lang::default();
        if !self.story.errors(any).is_empty() {
            paths::STORY
        } else if !self.filer.errors(any).is_empty() {
            paths::FILER
        } else {
            paths::CHECK
        }
    }

    /// Whether the near ones are still to be shown: everything is written, and of this story
    /// nothing was said yet.
    pub fn asks_for_near(&self) -> bool {
        self.next_step() == paths::CHECK
            && self.nearness.joins.is_empty()
            && self.nearness.said_of != self.story.mark()
    }

    /// What is compared with others.
    pub fn told(&self) -> Told<'_> {
        Told {
            title: &self.story.title,
            texts: [&self.story.body, &self.story.ask],
            village: &self.filer.village,
            topic_group_id: None,
        }
    }

    /// The filing it makes, before what only the moment of sending knows; `None` while a step
    /// is incomplete.
    pub fn filing(&self) -> Option<NewFiling> {
        if self.next_step() != paths::CHECK {
            return None;
        }
        let filer = &self.filer;
        let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Some(NewFiling {
            owner: String::new(),
            form_token: String::new(),
            channel: Channel::Web,
            received_at: chrono::NaiveDateTime::default(),
            entered_by: None,
            topic_group_id: self.choices.topic.parse().ok(),
            identity_level: IdentityLevel::parse(&filer.identity)?,
            publication_consent: PublicationConsent::parse(&self.choices.publication)?,
            names_official: filer.names_official,
            title: self.story.title.clone(),
            body: self.story.body.clone(),
            ask: self.story.ask.clone(),
            filer: NewFiler {
                kind: FilerKind::parse(&filer.kind)?,
                name: filer.name.clone(),
                phone: filer.phone.clone(),
                email: given(&filer.email),
                tax_code: stored_tax_code(&filer.tax_code),
                village: filer.village.clone(),
                commune: filer.commune.clone(),
                craft_village_id: None,
                area_id: filer.area_id,
                workers: filer.workers_count(),
            },
        })
    }
}

impl Story {
    /// Tells one wording from another and gives nothing away.
    pub fn mark(&self) -> String {
        hex(&token_hash(&format!(
            "{}\u{0}{}\u{0}{}",
            self.title, self.body, self.ask
        )))
    }

    /// As it was typed, cleaned: the summary is one line.
    pub fn typed(title: &str, body: &str, ask: &str) -> Self {
        Self {
            title: one_line(title),
            body: clean(body),
            ask: clean(ask),
        }
    }

    pub fn errors(&self, lang: Lang) -> FieldErrors {
        let mut errors = FieldErrors::default();
        for (field, text, at_most) in [
            ("tom_tat", &self.title, TITLE_LETTERS),
            ("ke_cu_the", &self.body, BODY_LETTERS),
            ("de_nghi", &self.ask, NOTE_LETTERS),
        ] {
            need(&mut errors, lang, field, text);
            bound(&mut errors, lang, field, text, at_most);
        }
        errors
    }
}

impl Particulars {
    /// Every line cleaned, the place settled or still open.
    pub fn typed(self, place: &Place) -> Self {
        let (area_id, is_place_settled) = match place {
            Place::Settled(area_id) => (*area_id, true),
            Place::Several(_) => (None, false),
        };
        Self {
            kind: one_line(&self.kind),
            name: one_line(&self.name),
            village: one_line(&self.village),
            commune: one_line(&self.commune),
            area_id,
            is_place_settled,
            phone: one_line(&self.phone),
            email: one_line(&self.email),
            tax_code: one_line(&self.tax_code),
            workers: one_line(&self.workers),
            identity: one_line(&self.identity),
            names_official: self.names_official,
            is_typed_in: self.is_typed_in,
        }
    }

    /// Fields to look at again, each with the key of what to say; nothing is refused for them.
    pub fn warnings(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let phone = phone_warning(&self.phone).map(|key| ("dien_thoai", key));
        let tax_code = tax_code_warning(&self.tax_code).map(|key| ("ma_so_thue", key));
        [phone, tax_code].into_iter().flatten()
    }

    pub fn errors(&self, lang: Lang) -> FieldErrors {
        let mut errors = FieldErrors::default();
        if FilerKind::parse(&self.kind).is_none() {
            need(&mut errors, lang, "loai", "");
        }
        need(&mut errors, lang, "ten", &self.name);
        need(&mut errors, lang, "xa_phuong", &self.commune);
        if !self.is_typed_in {
            need(&mut errors, lang, "dien_thoai", &self.phone);
        } else if self.phone.is_empty() && self.email.is_empty() {
            errors.add("dien_thoai", lang.text("submissions-need-any-contact"));
        }
        if IdentityLevel::parse(&self.identity).is_none() {
            need(&mut errors, lang, "danh_tinh", "");
        }
        for (field, text, at_most) in [
            ("ten", &self.name, NAME_LETTERS),
            ("lang_nghe", &self.village, NAME_LETTERS),
            ("xa_phuong", &self.commune, NAME_LETTERS),
            ("dien_thoai", &self.phone, NUMBER_LETTERS),
            ("thu_dien_tu", &self.email, EMAIL_LETTERS),
            ("ma_so_thue", &self.tax_code, NUMBER_LETTERS),
        ] {
            bound(&mut errors, lang, field, text, at_most);
        }
        if !self.commune.is_empty() && !self.is_place_settled {
            errors.add("xa_phuong", lang.text("submissions-error-which-commune"));
        }
        if !self.email.is_empty() && !looks_like_email(&self.email) {
            errors.add("thu_dien_tu", lang.text("submissions-error-email"));
        }
        if !self.workers.is_empty() && self.workers_count().is_none() {
            errors.add("so_lao_dong", lang.text("submissions-error-workers"));
        }
        errors
    }

    /// People working there; thousands marks do not matter.
    pub fn workers_count(&self) -> Option<i32> {
        let digits: String = self
            .workers
            .chars()
            .filter(|letter| !matches!(letter, '.' | ',' | ' '))
            .collect();
        let is_number = digits.chars().all(|letter| letter.is_ascii_digit());
        is_number
            .then(|| digits.parse().ok())
            .flatten()
            .filter(|count| *count <= WORKERS_AT_MOST)
    }
}

impl Choices {
    /// `topics` are the ids of the conference's topic groups; `has_agreed` is the consent that
    /// came with the form.
    pub fn errors(
        &self,
        lang: Lang,
        topics: &[i64],
        filer: &Particulars,
        has_agreed: bool,
    ) -> FieldErrors {
        let mut errors = FieldErrors::default();
        let is_topic = self.topic.is_empty()
            || self.topic == UNSURE
            || self.topic.parse().is_ok_and(|id| topics.contains(&id));
        if !is_topic {
            need(&mut errors, lang, "nhom", "");
        }
        let shielded = filer.identity == IdentityLevel::Shielded.as_str();
        match PublicationConsent::parse(&self.publication) {
            None => need(&mut errors, lang, "cong_khai", ""),
            // The agencies would read the name they must not see on the public page.
            Some(PublicationConsent::Named) if shielded => {
                errors.add("cong_khai", lang.text("submissions-error-shielded"));
            }
            Some(_) => {}
        }
        if !has_agreed {
            need(&mut errors, lang, "dong_y", "");
        }
        errors
    }
}

/// The key of what to say about a number that cannot be one today.
pub fn phone_warning(typed: &str) -> Option<&'static str> {
    (!typed.is_empty() && !Phone::parse(typed).is_plausible()).then_some("submissions-warn-phone")
}

/// The key of what to say about a tax code that is none.
pub fn tax_code_warning(typed: &str) -> Option<&'static str> {
    // One that is shown masked was looked at when it was typed.
    let is_doubtful = matches!(TaxCode::check(typed), TaxCodeCheck::Doubtful { .. });
    (is_doubtful && !typed.contains('•')).then_some("submissions-warn-tax-code")
}

/// Cleaned, in one line.
pub fn one_line(typed: &str) -> String {
    clean(typed)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// As it is compared; what cannot be one is kept as typed, for a person to settle.
fn stored_tax_code(typed: &str) -> Option<String> {
    match TaxCode::check(typed) {
        TaxCodeCheck::Missing => None,
        TaxCodeCheck::Valid { canonical }
        | TaxCodeCheck::Doubtful { canonical, .. }
        | TaxCodeCheck::PersonalNumber { canonical } => Some(canonical.as_str().to_owned()),
    }
}

fn need(errors: &mut FieldErrors, lang: Lang, field: &'static str, text: &str) {
    if text.is_empty() {
        let key = format!("submissions-need-{}", field.replace('_', "-"));
        errors.add(field, lang.text(&key));
    }
}

fn bound(errors: &mut FieldErrors, lang: Lang, field: &'static str, text: &str, at_most: usize) {
    let over = text.chars().count().saturating_sub(at_most);
    if over > 0 {
        let label = lang.text(&format!("field-{}", field.replace('_', "-")));
        errors.add(
            field,
            lang.with(
                "submissions-error-too-long",
                &[
                    ("label", Value::from(label)),
                    ("over", Value::from(over)),
                    ("max", Value::from(at_most)),
                ],
            ),
        );
    }
}

fn looks_like_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(who, host)| {
        !who.is_empty()
            && host.contains('.')
            && !host.starts_with('.')
            && !host.ends_with('.')
            && !text.contains(char::is_whitespace)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_counted_not_bytes() {
        let mut story = Story {
            title: "Đ".repeat(TITLE_LETTERS),
            body: "x".into(),
            ask: "x".into(),
        };
        assert!(story.errors(Lang::Vi).is_empty());
        story.title.push('ữ');
        let errors = story.errors(Lang::Vi);
        assert!(errors.of("tom_tat").unwrap().contains("1 ký tự"));
    }

    #[test]
    fn workers_are_a_number_however_it_is_written() {
        let count = |text: &str| {
            Particulars {
                workers: text.into(),
                ..Particulars::default()
            }
            .workers_count()
        };
        assert_eq!(count("1.350"), Some(1350));
        assert_eq!(count("9"), Some(9));
        for bad in ["chín", "-3", "99999999999", ".", "9 người"] {
            assert_eq!(count(bad), None, "{bad}");
        }
    }

    #[test]
    fn an_old_draft_keeps_what_still_means_something() {
        let content: Content =
            serde_json::from_str(r#"{"story":{"title":"Lò gas","gone":1}}"#).unwrap();
        assert_eq!(content.story.title, "Lò gas");
        assert_eq!(content.next_step(), paths::STORY);
    }
}
