//! What each event says to people: the sentence it becomes in the filer's timeline and on the
//! staff's page of history. The filer meets staff as their unit, never by name.
//!
//! Absent here: which events there are (`actions`), and how they hang together (`events`).

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::QueryResult;
use serde_json::Value as Json;

use super::Action;
use super::actions::HAND_OVER_PART;
use super::aside::{CHOOSE_CONSENT, CHOOSE_NOTICES};
use super::coordinating::ASK_COORDINATION;
use super::linking::UNLINK;
use super::links::LinkKind;
use super::policy::Capability;
use super::told::{self, Filling};
use super::tracking::queries::display_names;
use crate::agencies::{self, Agency};
use crate::attachments::ATTACH;
use crate::dates;
use crate::db::DbConnection;
use crate::events::Event;
use crate::filers::owners::TAKE_IN;
use crate::i18n::{Lang, Value};
use crate::responses::steps::PASSED;

/// Who reads the sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// Is addressed as "you"; staff are their unit; other filers' references stay unsaid.
    Filer,
    /// Reads names and references.
    Staff,
}

/// The names that the sentences of some events need.
#[derive(Debug, Clone, Default)]
pub struct Names {
    agencies: BTreeMap<i64, Agency>,
    people: BTreeMap<i64, String>,
}

impl Names {
    /// Looks up every agency and account the events speak of.
    ///
    /// # Errors
    /// When the database fails.
    pub fn load(conn: &mut DbConnection, events: &[Event]) -> QueryResult<Self> {
        let mut ids: Vec<i64> = events.iter().flat_map(agency_ids).collect();
        ids.sort_unstable();
        ids.dedup();
        let mut accounts: Vec<i64> = events.iter().filter_map(|event| event.account_id).collect();
        accounts.extend(
            events
                .iter()
                .flat_map(|event| told::people(&Facts::of(event)).collect::<Vec<_>>()),
        );
        accounts.sort_unstable();
        accounts.dedup();
        let agencies = agencies::named(conn, &ids)?;
        Ok(Self {
            agencies: agencies
                .into_iter()
                .map(|agency| (agency.id, agency))
                .collect(),
            people: display_names(conn, &accounts)?.into_iter().collect(),
        })
    }

    fn agency(&self, lang: Lang, id: i64) -> String {
        self.agencies.get(&id).map_or_else(
            || lang.text("event-agency-unknown").into_owned(),
            |agency| agency.name(lang).to_owned(),
        )
    }

    fn person(&self, lang: Lang, id: Option<i64>) -> String {
        id.and_then(|id| self.people.get(&id).cloned())
            .unwrap_or_else(|| lang.text("event-who-staff").into_owned())
    }

    fn agencies(&self, lang: Lang, ids: &[i64]) -> String {
        let names: Vec<String> = ids.iter().map(|id| self.agency(lang, *id)).collect();
        names.join(", ")
    }
}

/// Whether the event is among those the filer reads: what they did, what they are told, and who
/// looked at a shielded name.
#[must_use]
pub fn is_for_filer(event: &Event) -> bool {
    is_a_look(event)
        || aside_of(event).is_some()
        || event.action == ATTACH
        || Action::parse(&event.action).is_some_and(tells_filer)
}

/// A look at who a shielded filer is: no act of the workflow, and recorded all the same.
fn is_a_look(event: &Event) -> bool {
    event.action == Capability::ReadFiler.as_str()
}

/// The sentence of a tie to another one, which is told to staff only: the filer knows nothing of
/// the other.
fn tie_of(event: &Event, facts: &Facts) -> Option<&'static str> {
    match (event.action.as_str(), facts.word("kind")) {
        (UNLINK, _) => Some("event-unlink"),
        (action, kind) if action == Capability::Link.as_str() => {
            Some(if kind == Some(LinkKind::Opposed.as_str()) {
                "event-oppose"
            } else {
                "event-link"
            })
        }
        _ => None,
    }
}

/// The sentence of what the filer did beside the workflow.
fn aside_of(event: &Event) -> Option<&'static str> {
    match event.action.as_str() {
        action if action == Capability::EditText.as_str() => Some("event-edit-text"),
        action if action == Capability::AddText.as_str() => Some("event-add-text"),
        CHOOSE_NOTICES => Some("event-choose-notices"),
        TAKE_IN => Some("event-take-in"),
        CHOOSE_CONSENT => Some("event-choose-consent"),
        _ => None,
    }
}

const fn tells_filer(action: Action) -> bool {
    match action {
        Action::Submit
        | Action::Accept
        | Action::UndoAccept
        | Action::Reject
        | Action::Ask
        | Action::Supply
        | Action::Lapse
        | Action::Assign
        | Action::Reassign
        | Action::HandOver
        | Action::Approve
        | Action::ApproveWithCommitments
        | Action::Release
        | Action::ReleaseWithCommitments
        | Action::Escalate
        | Action::HigherReply
        | Action::Fulfil
        | Action::Close
        | Action::Rate
        | Action::AskToReopen
        | Action::Reopen
        | Action::Merge
        | Action::Join
        | Action::Unmerge
        | Action::Withdraw
        | Action::Extend
        | Action::ExtendBeyondLimit
        | Action::Publish
        | Action::Unpublish
        | Action::Table
        | Action::Conclude => true,
        // What goes on behind the desk, and proposals that somebody may still turn down.
        Action::ProposeRejection
        | Action::ProposeLapse
        | Action::Take
        | Action::ProposeReturn
        | Action::Return
        | Action::ProposeContribution
        | Action::Contribute
        | Action::SubmitForApproval
        | Action::SendBack
        | Action::Sign
        | Action::ProposeEscalation
        | Action::ProposeFulfilment
        | Action::ProposeExtension
        | Action::Remind
        | Action::ProposePublication
        | Action::Redact
        | Action::ProposeForAgenda => false,
    }
}

/// Who did it, as the reader may know it.
#[must_use]
pub fn who(lang: Lang, reader: Reader, event: &Event, names: &Names) -> String {
    let unit = match event.party.as_str() {
        "filer" | "association" => {
            let key = match reader {
                Reader::Filer => "event-who-you",
                Reader::Staff => "event-who-filer",
            };
            return lang.text(key).into_owned();
        }
        "timer" => return lang.text("event-who-timer").into_owned(),
        party => event.agency_id.map_or_else(
            || unit_of(lang, party),
            |agency_id| names.agency(lang, agency_id),
        ),
    };
    let person = event.account_id.and_then(|id| names.people.get(&id));
    match (reader, person) {
        (Reader::Staff, Some(person)) => format!("{person} ({unit})"),
        _ => unit,
    }
}

/// The unit of those who belong to no agency.
fn unit_of(lang: Lang, party: &str) -> String {
    let key = match party {
        "clerk" | "secretary" => "event-who-secretariat",
        "chair" | "chair_aide" => "event-who-chair",
        _ => "event-who-staff",
    };
    lang.text(key).into_owned()
}

/// The sentence an event becomes.
#[must_use]
pub fn sentence(lang: Lang, reader: Reader, event: &Event, names: &Names) -> String {
    let mut wording = Wording {
        variant: "",
        values: vec![("who", who(lang, reader, event, names))],
    };
    if is_a_look(event) {
        return wording.fill(lang, "event-read-filer");
    }
    if let Some(key) = aside_of(event) {
        return wording.fill(lang, key);
    }
    if event.action == PASSED {
        return wording.fill(lang, "event-pass-step");
    }
    let facts = Facts::of(event);
    if let Some(key) = tie_of(event, &facts) {
        let other = facts.word("to").unwrap_or_default();
        wording.say("", "reference", other.to_owned());
        return wording.fill(lang, key);
    }
    if event.action == ASK_COORDINATION {
        let asked = names.agencies(lang, &facts.ids("coordinating"));
        wording.say("", "agencies", asked);
        return wording.fill(lang, "event-ask-coordination");
    }
    if event.action == Capability::SetTopic.as_str() {
        for (name, position) in [("from", "position_from"), ("to", "position_to")] {
            let tag = facts.id(position).map_or_else(
                || lang.text("triage-topic-unchosen").into_owned(),
                |position| lang.with("triage-topic-tag", &[("position", position.into())]),
            );
            wording.say("", name, tag);
        }
        return wording.fill(lang, "event-set-topic");
    }
    if let Some((key, filling)) = told::of(&event.action) {
        wording.fill_in(lang, filling, &facts, names);
        return wording.fill(lang, key);
    }
    if event.action == HAND_OVER_PART {
        for name in ["from", "lead"] {
            let id = facts.id(name).unwrap_or_default();
            wording.say("", name, names.agency(lang, id));
        }
        return wording.fill(lang, "event-hand-over-part");
    }
    if event.action == ATTACH {
        wording.say("", "count", facts.texts("sha256").len().to_string());
        return wording.fill(lang, "event-attach");
    }
    let Some(action) = Action::parse(&event.action) else {
        return wording.fill(lang, "event-other");
    };
    match action {
        Action::Submit if event.party != "filer" => {
            wording.variant = match reader {
                Reader::Filer => "-for-you",
                Reader::Staff => "-for",
            };
        }
        Action::Accept => {
            let parts = facts.texts("split");
            if let Some(first) = facts.word("split_from") {
                wording.say("-part", "reference", first.to_owned());
            } else if !parts.is_empty() {
                wording.say("-split", "references", parts.join(", "));
            }
        }
        Action::Supply | Action::HigherReply => wording.day("-due", lang, facts.day("due_on")),
        Action::Assign | Action::Reassign => {
            let lead = facts.id("lead").unwrap_or_default();
            wording.say("", "lead", names.agency(lang, lead));
            wording.day("-due", lang, facts.day("due_on"));
            let others = facts.ids("coordinating");
            if action == Action::Assign && !others.is_empty() {
                wording.say("-with", "agencies", names.agencies(lang, &others));
            }
        }
        Action::ProposeReturn | Action::Return => {
            if let Some(agency) = facts.id("suggested") {
                wording.say("-to", "agency", names.agency(lang, agency));
            }
        }
        Action::ProposeContribution | Action::Contribute => {
            wording.variant = match facts.word("kind") {
                Some("none") => "-nothing",
                Some("not_ours") => "-not-ours",
                _ => "",
            };
        }
        Action::HandOver => {
            let lead = facts.id("lead").unwrap_or_default();
            let from = facts.id("from").unwrap_or_default();
            wording.say("", "lead", names.agency(lang, lead));
            wording.say("", "from", names.agency(lang, from));
        }
        Action::SubmitForApproval => {
            let missing = facts.ids("missing");
            if !missing.is_empty() {
                wording.say("-missing", "agencies", names.agencies(lang, &missing));
            }
        }
        Action::Approve
        | Action::ApproveWithCommitments
        | Action::Sign
        | Action::Release
        | Action::ReleaseWithCommitments
        | Action::Escalate => {
            if let Some(number) = facts
                .word("document_number")
                .filter(|text| !text.is_empty())
            {
                wording.say("-document", "number", number.to_owned());
            }
        }
        Action::Extend | Action::ExtendBeyondLimit => {
            wording.day("-to", lang, facts.day("to"));
        }
        Action::Close if event.party == "timer" => wording.variant = "-unheard",
        Action::Close if event.party == "filer" => match facts.id("rating") {
            Some(rating) => wording.say("-rated", "rating", rating.to_string()),
            None => wording.variant = "-helped",
        },
        Action::Rate => {
            let rating = facts.id("rating").unwrap_or_default();
            wording.say("", "rating", rating.to_string());
        }
        Action::Reopen if facts.id("from").is_some() => wording.variant = "-alone",
        // The filer of one follows another filer's, whose number is not theirs to know.
        Action::Merge | Action::Join if reader == Reader::Staff => {
            if let Some(parent) = facts.word("into") {
                wording.say("-into", "reference", parent.to_owned());
            }
        }
        _ => {}
    }
    wording.fill(
        lang,
        &format!("event-{}", action.as_str().replace('_', "-")),
    )
}

/// Which wording of an act's sentence, and what fills it.
struct Wording {
    variant: &'static str,
    values: Vec<(&'static str, String)>,
}

impl Wording {
    fn say(&mut self, variant: &'static str, name: &'static str, value: String) {
        self.variant = variant;
        self.values.push((name, value));
    }

    fn day(&mut self, variant: &'static str, lang: Lang, day: Option<NaiveDate>) {
        if let Some(date) = day {
            self.say(variant, "day", day_in(lang, date));
        }
    }

    /// What the sentence of an act beside the workflow needs.
    fn fill_in(&mut self, lang: Lang, filling: Filling, facts: &Facts, names: &Names) {
        if let Filling::Agency | Filling::AgencyAndDay = filling {
            let agency = names.agency(lang, facts.id("agency").unwrap_or_default());
            self.say("", "agency", agency);
        }
        match filling {
            Filling::AgencyAndDay => {
                let day = facts.day("due_on").map(|day| day_in(lang, day));
                self.say("", "day", day.unwrap_or_default());
            }
            Filling::Person => {
                let person = facts.id("officer").or_else(|| facts.id("person"));
                self.say("", "person", names.person(lang, person));
            }
            Filling::Proposal => {
                let act = facts.word("of").unwrap_or_default().replace('_', "-");
                let act = lang.text(&format!("workbench-act-{act}")).into_owned();
                self.say("", "act", act);
            }
            Filling::Agency | Filling::Nothing => {}
        }
    }

    fn fill(&self, lang: Lang, key: &str) -> String {
        let values: Vec<(&str, Value<'_>)> = self
            .values
            .iter()
            .map(|(name, value)| (*name, Value::from(value)))
            .collect();
        lang.with(&format!("{key}{}", self.variant), &values)
    }
}

/// A day in words of the language.
pub(super) fn day_in(lang: Lang, date: NaiveDate) -> String {
    match lang {
        Lang::Vi => dates::vi_date(date),
        Lang::En => dates::en_date(date),
    }
}

/// The further facts of an event; what is missing or of another kind is not there.
pub(super) struct Facts(Json);

impl Facts {
    pub(super) fn of(event: &Event) -> Self {
        Self(serde_json::from_str(&event.data).unwrap_or_default())
    }

    pub(super) fn word(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.as_str()
    }

    pub(super) fn id(&self, name: &str) -> Option<i64> {
        self.0.get(name)?.as_i64()
    }

    fn day(&self, name: &str) -> Option<NaiveDate> {
        self.word(name)?.parse().ok()
    }

    fn list(&self, name: &str) -> &[Json] {
        self.0
            .get(name)
            .and_then(Json::as_array)
            .map_or(&[], Vec::as_slice)
    }

    fn ids(&self, name: &str) -> Vec<i64> {
        self.list(name).iter().filter_map(Json::as_i64).collect()
    }

    fn texts(&self, name: &str) -> Vec<&str> {
        self.list(name).iter().filter_map(Json::as_str).collect()
    }
}

fn agency_ids(event: &Event) -> Vec<i64> {
    let facts = Facts::of(event);
    let mut ids: Vec<i64> = event.agency_id.into_iter().collect();
    ids.extend(facts.id("lead"));
    ids.extend(facts.id("agency"));
    ids.extend(facts.id("suggested"));
    ids.extend(facts.ids("coordinating"));
    ids.extend(facts.ids("missing"));
    ids
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDateTime;

    use super::*;

    fn event(action: &str, party: &str, data: &str) -> Event {
        Event {
            id: 1,
            conference_id: 1,
            seq: 1,
            difficulty_id: Some(1),
            submission_id: Some(1),
            party: party.into(),
            account_id: (party != "filer" && party != "timer").then_some(3),
            agency_id: (party == "officer").then_some(7),
            action: action.into(),
            from_status: None,
            to_status: None,
            note: String::new(),
            data: data.into(),
            at: NaiveDateTime::default(),
        }
    }

    fn names() -> Names {
        let agency = Agency {
            id: 7,
            name_vi: "Sở Công Thương".into(),
            name_en: "Department of Industry and Trade".into(),
            valid_from: None,
            valid_to: None,
        };
        Names {
            agencies: BTreeMap::from([(7, agency)]),
            people: BTreeMap::from([(3, "Hoa".to_owned())]),
        }
    }

    /// Every shape of facts that acts record.
    const FACTS: [&str; 12] = [
        "{}",
        "not json",
        r#"{"split":["KK24-0002"]}"#,
        r#"{"split_from":"KK24-0001"}"#,
        r#"{"due_on":"2024-07-04"}"#,
        r#"{"due_on":null}"#,
        r#"{"lead":7,"due_on":"2024-07-04","coordinating":[]}"#,
        r#"{"lead":7,"due_on":"2024-07-04","coordinating":[7]}"#,
        r#"{"response":1,"missing":[7]}"#,
        r#"{"document_number":"12/SCT","commitments":1}"#,
        r#"{"from":"2024-07-01","to":"2024-07-04"}"#,
        r#"{"rating":4,"into":"KK24-0009"}"#,
    ];

    #[test]
    fn every_act_has_a_sentence_in_both_languages() {
        let names = names();
        for action in Action::ALL {
            for party in ["filer", "clerk", "officer", "timer"] {
                for data in FACTS {
                    for lang in Lang::ALL {
                        for reader in [Reader::Filer, Reader::Staff] {
                            let event = event(action.as_str(), party, data);
                            let text = sentence(lang, reader, &event, &names);
                            assert!(
                                !text.is_empty() && !text.contains("event-") && !text.contains('{'),
                                "{action} by {party} with {data}: {text}"
                            );
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn an_assignment_names_the_agencies_and_the_day() {
        let event = event(
            "assign",
            "clerk",
            r#"{"lead":7,"due_on":"2024-07-04","coordinating":[7]}"#,
        );
        let text = sentence(Lang::Vi, Reader::Filer, &event, &names());
        assert_eq!(
            text,
            "Giao Sở Công Thương trả lời, Sở Công Thương phối hợp, hạn 04/07/2024"
        );
    }

    #[test]
    fn the_filer_meets_staff_as_their_unit() {
        let event = event("ask", "officer", "{}");
        assert_eq!(
            who(Lang::Vi, Reader::Filer, &event, &names()),
            "Sở Công Thương"
        );
        assert_eq!(
            who(Lang::Vi, Reader::Staff, &event, &names()),
            "Hoa (Sở Công Thương)"
        );
    }

    #[test]
    fn another_filers_number_stays_unsaid() {
        let event = event("merge", "clerk", r#"{"into":"KK24-0009"}"#);
        let told = |reader| sentence(Lang::Vi, reader, &event, &names());
        assert!(!told(Reader::Filer).contains("KK24-0009"));
        assert!(told(Reader::Staff).contains("KK24-0009"));
    }

    #[test]
    fn what_is_no_act_has_a_sentence_too() {
        let event = event("something_new", "clerk", "{}");
        let text = sentence(Lang::En, Reader::Staff, &event, &names());
        assert!(text.starts_with("Hoa"), "{text}");
        assert!(!is_for_filer(&event));
    }
}
