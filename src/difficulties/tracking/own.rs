//! What the filer sees of their own: what is needed of them, where it is, what was said, who has
//! it, what they sent, the answer, the promises, and the acts that are theirs now.

use diesel::QueryResult;

use super::pages::{
    AnswerView, CommitmentView, Entry, MessageView, OwnFile, QuestionView, RowView, StepView,
};
use super::{paths, queries, status};
use crate::conferences;
use crate::db::DbConnection;
use crate::difficulties::history::{self, Facts, Names, Reader};
use crate::difficulties::policy;
use crate::difficulties::queries::{Seen, of_submission};
use crate::difficulties::workflow::Clock;
use crate::difficulties::{Action, AgendaPlace, Difficulty, Party, Status};
use crate::events::{self, Event};
use crate::filers;
use crate::filers::phone::Phone;
use crate::submissions;
use crate::web::{AppError, Ctx, Page};

/// Gathers the filer's view of one difficulty.
///
/// # Errors
/// When the database fails.
pub fn load(
    conn: &mut DbConnection,
    ctx: &Ctx,
    page: &Page,
    seen: &Seen,
) -> Result<OwnFile, AppError> {
    let (now, lang) = (ctx.now(), ctx.lang());
    let difficulty = &seen.difficulty;
    let (line, followed, lead) = status::of(conn, lang, difficulty, now)?;
    let all = events::of_difficulty(conn, difficulty.id)?;
    let events: Vec<Event> = all.into_iter().filter(history::is_for_filer).collect();
    let names = Names::load(conn, &events)?;
    let open: Vec<Action> = policy::open_actions(seen.standing, &seen.matter).collect();
    let reopening_asked = queries::reopening_asked_at(conn, difficulty.id)?;
    let coordinating: Vec<String> = queries::coordinating(conn, followed.id)?
        .iter()
        .map(|agency| agency.name(lang).to_owned())
        .collect();
    let others = queries::others_together(conn, followed.id, difficulty.submission_id)?;
    let objects_freely = open.contains(&Action::Reopen);
    Ok(OwnFile {
        reference: difficulty.reference.clone(),
        title: difficulty.title.clone(),
        version: difficulty.version,
        question: question(page, difficulty, &events, &names),
        refusal: refusal(difficulty, &events),
        steps: steps(conn, page, difficulty, &followed, &events, &names, &line.text)?,
        messages: messages(page, &events, &names),
        agency: lead.map(|agency| agency.name(lang).to_owned()),
        coordinating: coordinating.join("; "),
        sent: sent(conn, page, difficulty)?,
        body: difficulty.body.clone(),
        others: rows(conn, ctx, page, difficulty.submission_id)?
            .into_iter()
            .filter(|row| row.reference != difficulty.reference)
            .collect(),
        together: others,
        answers: answers(conn, page, followed.id)?,
        commitments: commitments(conn, page, followed.id)?,
        can_supply: open.contains(&Action::Supply),
        can_close: open.contains(&Action::Close) && reopening_asked.is_none(),
        can_object: (objects_freely || open.contains(&Action::AskToReopen))
            && reopening_asked.is_none(),
        objects_freely,
        object_until: difficulty
            .next_due_at
            .filter(|_| difficulty.status == Status::Answered)
            .map(|due| page.day(&crate::dates::local_date(due))),
        reopening_asked: reopening_asked.map(|at| page.moment(&at)),
        can_withdraw: open.contains(&Action::Withdraw),
        is_merged: difficulty.status == Status::Merged,
        status: line,
    })
}

/// The difficulties of a submission with status and dates. Titles are in the rows; whether they
/// are shown is the page's decision.
///
/// # Errors
/// When the database fails.
pub fn rows(
    conn: &mut DbConnection,
    ctx: &Ctx,
    page: &Page,
    submission_id: i64,
) -> QueryResult<Vec<RowView>> {
    let mut rows = Vec::new();
    for difficulty in of_submission(conn, submission_id)? {
        if difficulty.status == Status::Draft {
            continue;
        }
        let (line, followed, lead) = status::of(conn, ctx.lang(), &difficulty, ctx.now())?;
        let due_on = followed
            .due_on
            .filter(|_| matches!(followed.status.clock(), Clock::Handling | Clock::Paused));
        rows.push(RowView {
            address: paths::file(&difficulty.reference),
            reference: difficulty.reference,
            title: difficulty.title,
            status: line,
            agency: lead.map(|agency| agency.name(ctx.lang()).to_owned()),
            received: page.moment(&difficulty.received_at),
            due: due_on.map(|day| page.day(&day)),
            answered: followed.answered_at.map(|at| page.moment(&at)),
            closed: difficulty.closed_at.map(|at| page.moment(&at)),
        });
    }
    Ok(rows)
}

/// The question that waits for the filer.
fn question(
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
    })
}

/// Why it was refused, and where to go.
fn refusal(difficulty: &Difficulty, events: &[Event]) -> Option<Vec<String>> {
    if difficulty.status != Status::Rejected {
        return None;
    }
    let rejected = last(events, Action::Reject)?;
    let mut texts = vec![rejected.note.clone()];
    if let Some(place) = Facts::of(rejected).text("where_to_go") {
        texts.push(place.to_owned());
    }
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
fn steps(
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
    steps.push(coming("now", now_text.to_owned(), standing(page, followed, events)));
    if followed.agenda_place == AgendaPlace::Tabled {
        let conference = conferences::queries::find(conn, followed.conference_id)?;
        if let Some(held_at) = conference.held_at.filter(|held_at| *held_at > page.now) {
            let when = page.t1("tracking-step-held", "moment", page.moment(&held_at));
            steps.push(coming("", page.t("tracking-step-agenda").into_owned(), when));
        }
    }
    if followed.answered_at.is_none() {
        let text = page.t("tracking-step-judge").into_owned();
        steps.push(coming("", text, page.t("tracking-step-judge-when").into_owned()));
    }
    Ok(steps)
}

/// By when, as it stands.
fn standing(page: &Page, followed: &Difficulty, events: &[Event]) -> String {
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
        (Clock::ObjectionWindow, _, Some(due)) => {
            let day = page.day(&crate::dates::local_date(due));
            page.t1("tracking-step-objection", "day", day)
        }
        _ => String::new(),
    }
}

/// Questions, answers to them, and what the filer said of the result; the newest first.
fn messages(page: &Page, events: &[Event], names: &Names) -> Vec<MessageView> {
    let is_said = |event: &&Event| {
        !event.note.trim().is_empty()
            && match Action::parse(&event.action) {
                Some(Action::Ask | Action::Supply | Action::HigherReply) => true,
                Some(
                    Action::AskToReopen | Action::Reopen | Action::Close | Action::Withdraw,
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
        })
        .collect()
}

/// What was sent, as label and value.
fn sent(
    conn: &mut DbConnection,
    page: &Page,
    difficulty: &Difficulty,
) -> QueryResult<Vec<Entry>> {
    let submission = submissions::queries::find(conn, difficulty.submission_id)?;
    let filer = filers::find(conn, submission.filer_id)?;
    let topic = conferences::queries::topic_groups(conn, difficulty.conference_id)?
        .into_iter()
        .find(|topic| Some(topic.id) == difficulty.topic_group_id)
        .map(|topic| format!("{}. {}", topic.position, topic.short(page.lang)));
    let email = filer.email.clone().unwrap_or_default();
    let code = |prefix: &str, code: &str| page.code(prefix, code).into_owned();
    let entries = [
        ("tracking-sent-filer", filer.name.clone()),
        ("tracking-sent-kind", code("kind", filer.kind.as_str())),
        ("tracking-sent-place", filer.place()),
        ("tracking-sent-phone", Phone::parse(&filer.phone).masked()),
        ("tracking-sent-email", masked_email(&email)),
        ("tracking-sent-topic", topic.unwrap_or_default()),
        ("tracking-sent-ask", difficulty.ask.clone()),
        ("tracking-sent-identity", code("identity", submission.identity_level.as_str())),
        ("tracking-sent-consent", code("consent", submission.publication_consent.as_str())),
    ];
    Ok(entries
        .into_iter()
        .filter(|(key, value)| {
            let is_phone = *key == "tracking-sent-phone";
            !value.is_empty() && !(is_phone && filer.phone.trim().is_empty())
        })
        .map(|(key, value)| Entry {
            label: page.t(key).into_owned(),
            value,
        })
        .collect())
}

/// Enough to recognise one's own address.
fn masked_email(email: &str) -> String {
    match email.split_once('@') {
        Some((name, host)) => {
            let first: String = name.chars().take(1).collect();
            format!("{first}•••@{host}")
        }
        None => String::new(),
    }
}

fn answers(conn: &mut DbConnection, page: &Page, id: i64) -> QueryResult<Vec<AnswerView>> {
    let answers = queries::answers(conn, id)?;
    Ok(answers
        .into_iter()
        .map(|answer| AnswerView {
            outcome: page.code("outcome", answer.outcome.as_str()).into_owned(),
            summary: answer.summary,
            body: answer.body,
            legal_grounds: answer.legal_grounds,
            document_number: answer.document_number,
            released: answer.released_at.map(|at| page.moment(&at)),
        })
        .collect())
}

fn commitments(conn: &mut DbConnection, page: &Page, id: i64) -> QueryResult<Vec<CommitmentView>> {
    let mut views = Vec::new();
    for commitment in queries::commitments(conn, id)? {
        let agency = crate::agencies::find(conn, commitment.agency_id)?;
        let is_late = commitment.is_open() && commitment.due_on < page.today;
        views.push(CommitmentView {
            agency: agency.name(page.lang).to_owned(),
            due: page.day(&commitment.due_on),
            state: page.code("tracking-commitment", &commitment.state).into_owned(),
            class: if commitment.state == "done" { "ok" } else { "run" },
            is_late,
            done: commitment.done_at.map(|at| page.moment(&at)),
            text: commitment.text,
            evidence: commitment.evidence,
        });
    }
    Ok(views)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_masked_but_for_its_first_letter_and_host() {
        assert_eq!(masked_email("lan@example.vn"), "l•••@example.vn");
        assert_eq!(masked_email(""), "");
    }
}
