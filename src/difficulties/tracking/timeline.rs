//! The course of one difficulty as its filer reads it: what happened, where it stands, what comes
//! next, and what was asked and said on the way.

use diesel::QueryResult;

use super::pages::{MessageView, QuestionView, StepView};
use crate::attachments::{ATTACH, FileView};
use crate::conferences;
use crate::db::DbConnection;
use crate::difficulties::history::{self, Facts, Names, Reader};
use crate::difficulties::policy::Capability;
use crate::difficulties::triage::RefusalReason;
use crate::difficulties::workflow::Clock;
use crate::difficulties::{Action, AgendaPlace, Difficulty, Party, Status};
use crate::events::Event;
use crate::web::Page;

/// The question that waits for the filer.
pub(super) fn question(
    page: &Page,
    difficulty: &Difficulty,
    events: &[Event],
    names: &Names,
) -> Option<QuestionView> {
    if difficulty.status != Status::NeedInfo {
        return None;
    }
    let asked = last(events, Action::Ask)?;
    Some(QuestionView {
        who: history::who(page.lang, Reader::Filer, asked, names),
        text: asked.note.clone(),
        until: difficulty
            .next_due_at
            .filter(|_| difficulty.next_party == Some(Party::Filer))
            .map(|due| page.day(&crate::dates::local_date(due))),
        since: page.moment(&asked.at),
    })
}

/// Why it was refused, where to go, and what the one who confirmed it added.
pub(super) fn refusal(
    page: &Page,
    difficulty: &Difficulty,
    events: &[Event],
) -> Option<Vec<String>> {
    if difficulty.status != Status::Rejected {
        return None;
    }
    let rejected = last(events, Action::Reject)?;
    let facts = Facts::of(rejected);
    let mut texts = Vec::new();
    if let Some(reason) = facts.word("reason").and_then(RefusalReason::parse) {
        texts.push(page.code("refusal", reason.as_str()).into_owned());
    }
    texts.extend(facts.word("where_to_go").map(str::to_owned));
    texts.push(rejected.note.clone());
    texts.retain(|text| !text.trim().is_empty());
    texts.dedup();
    Some(texts)
}

fn last(events: &[Event], action: Action) -> Option<&Event> {
    events
        .iter()
        .rev()
        .find(|event| event.action == action.as_str())
}

/// What has happened, where it stands, and what comes next.
pub(super) fn steps(
    conn: &mut DbConnection,
    page: &Page,
    difficulty: &Difficulty,
    followed: &Difficulty,
    events: &[Event],
    names: &Names,
    now_text: &str,
) -> QueryResult<Vec<StepView>> {
    let mut steps: Vec<StepView> = events
        .iter()
        .map(|event| StepView {
            class: "done",
            text: history::sentence(page.lang, Reader::Filer, event, names),
            machine_time: page.machine_time(&event.at),
            when: page.moment(&event.at),
        })
        .collect();
    if difficulty.status.is_final() {
        return Ok(steps);
    }
    let coming = |class, text: String, when: String| StepView {
        class,
        text,
        machine_time: String::new(),
        when,
    };
    // Once it is answered the turn is the filer's, and that is what stands there.
    let here = match followed.status {
        Status::Answered if followed.id == difficulty.id => page.t("tracking-step-judge").into(),
        _ => now_text.to_owned(),
    };
    let follows = followed.id != difficulty.id;
    let by_when = standing(page, followed, follows, events);
    steps.push(coming("now", here, by_when));
    if followed.agenda_place == AgendaPlace::Tabled {
        let conference = conferences::queries::find(conn, followed.conference_id)?;
        if let Some(held_at) = conference.held_at.filter(|held_at| *held_at > page.now) {
            let when = page.t1("tracking-step-held", "moment", page.moment(&held_at));
            steps.push(coming(
                "",
                page.t("tracking-step-agenda").into_owned(),
                when,
            ));
        }
    }
    if followed.answered_at.is_none() {
        let text = page.t("tracking-step-judge").into_owned();
        steps.push(coming(
            "",
            text,
            page.t("tracking-step-judge-when").into_owned(),
        ));
    }
    Ok(steps)
}

/// By when, as it stands.
fn standing(page: &Page, followed: &Difficulty, follows: bool, events: &[Event]) -> String {
    let promised = followed.due_on.map(|day| page.day(&day));
    match (followed.status.clock(), promised, followed.next_due_at) {
        (Clock::Handling, Some(day), _) => page.t1("tracking-step-due", "day", day),
        (Clock::Paused, Some(day), _) => match last(events, Action::Ask) {
            Some(asked) => {
                let since = page.day(&crate::dates::local_date(asked.at));
                page.t2("tracking-step-paused", "day", day, "since", since)
            }
            None => page.t1("tracking-step-due", "day", day),
        },
        (Clock::Intake, _, Some(due)) => {
            page.t1("tracking-step-intake", "moment", page.moment(&due))
        }
        // One that follows has a window of its own, said beside its forms.
        (Clock::ObjectionWindow, _, Some(due)) if !follows => {
            let day = page.day(&crate::dates::local_date(due));
            page.t1("tracking-step-objection", "day", day)
        }
        _ => String::new(),
    }
}

/// Questions, answers to them, and what the filer said of the result; the newest first.
pub(super) fn messages(
    page: &Page,
    events: &[Event],
    names: &Names,
    files: &[FileView],
) -> Vec<MessageView> {
    let came_with = |event: &Event| -> Vec<FileView> {
        files
            .iter()
            .filter(|file| file.event_id == Some(event.id))
            .cloned()
            .collect()
    };
    let is_said = |event: &&Event| {
        if event.action == Capability::AddText.as_str() {
            return true;
        }
        if event.action == ATTACH {
            return files.iter().any(|file| file.event_id == Some(event.id));
        }
        !event.note.trim().is_empty()
            && match Action::parse(&event.action) {
                Some(Action::Ask | Action::Supply | Action::HigherReply) => true,
                Some(
                    Action::AskToReopen
                    | Action::Reopen
                    | Action::Close
                    | Action::Rate
                    | Action::Withdraw,
                ) => event.party == "filer",
                _ => false,
            }
    };
    events
        .iter()
        .rev()
        .filter(is_said)
        .map(|event| MessageView {
            is_official: event.party != "filer",
            who: history::who(page.lang, Reader::Filer, event, names),
            when: page.moment(&event.at),
            text: event.note.clone(),
            files: came_with(event),
        })
        .collect()
}
