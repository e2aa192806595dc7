//! What the filer sees of their own: what is needed of them, where it is, what was said, who has
//! it, what they sent, the answer, the promises, and the acts that are theirs now.

use diesel::QueryResult;

use super::pages::{AnswerView, AskView, CommitmentView, Entry, LetterView, OwnFile, RowView};
use super::{notices, paths, queries, status, timeline};
use crate::attachments::{self, own_views};
use crate::conferences;
use crate::db::DbConnection;
use crate::difficulties::actions;
use crate::difficulties::corrections;
use crate::difficulties::history::{self, Names};
use crate::difficulties::links::{self, LinkKind};
use crate::difficulties::passages;
use crate::difficulties::policy::{self, Capability};
use crate::difficulties::queries::{Seen, objection_until, of_submission};
use crate::difficulties::workflow::Clock;
use crate::difficulties::{Action, Difficulty, Status};
use crate::events::{self, Event};
use crate::filers;
use crate::filers::phone::Phone;
use crate::notifications::choice;
use crate::responses::DraftText;
use crate::responses::pages::compared;
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
    let may_rate = open.contains(&Action::Rate) && !actions::has_rated(conn, difficulty.id)?;
    let object_until = match difficulty.status {
        Status::Answered | Status::Merged => objection_until(conn, difficulty)?,
        _ => None,
    };
    let ways = choice::of_submission(conn, difficulty.submission_id)?;
    let objects_freely = open.contains(&Action::Reopen);
    let files = attachments::of_difficulty(conn, difficulty.submission_id, difficulty.id)?;
    let files = own_views(page, &files, Some(&difficulty.reference));
    let may_attach = policy::may(Capability::Attach, seen.standing, &seen.matter).is_yes();
    Ok(OwnFile {
        reference: difficulty.reference.clone(),
        title: difficulty.title.clone(),
        version: difficulty.version,
        question: timeline::question(page, difficulty, &events, &names),
        refusal: timeline::refusal(page, difficulty, &events),
        steps: timeline::steps(
            conn, page, difficulty, &followed, &events, &names, &line.text,
        )?,
        messages: timeline::messages(page, &events, &names, &files),
        files: files
            .into_iter()
            .filter(|file| file.event_id.is_none())
            .collect(),
        agency: lead.map(|agency| agency.name(lang).to_owned()),
        coordinating: coordinating.join("; "),
        sent: sent(conn, page, difficulty)?,
        body: difficulty.body.clone(),
        letter: letter(conn, ctx, page, difficulty)?,
        together: others,
        answers: answers(conn, page, difficulty, followed.id)?,
        commitments: commitments(conn, page, followed.id)?,
        can_supply: open.contains(&Action::Supply),
        can_attach: may_attach && !difficulty.status.is_final() && !open.contains(&Action::Supply),
        can_close: (open.contains(&Action::Close) || may_rate) && reopening_asked.is_none(),
        can_object: (objects_freely || open.contains(&Action::AskToReopen))
            && reopening_asked.is_none(),
        objects_freely,
        object_until: object_until
            .filter(|_| objects_freely || difficulty.status == Status::Answered)
            .map(|day| page.day(&day)),
        reopening_asked: reopening_asked.map(|at| page.moment(&at)),
        can_withdraw: open.contains(&Action::Withdraw),
        can_edit: corrections::may_correct(seen).is_ok(),
        corrected: corrections::last(conn, difficulty.id)?.map(|last| page.moment(&last.at)),
        notices: notices::words(page, &ways, ways.chosen),
        is_merged: difficulty.status == Status::Merged,
        has_ended: difficulty.status.is_final(),
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
    let parts = of_submission(conn, submission_id)?;
    parts
        .into_iter()
        .filter(|part| part.status != Status::Draft)
        .map(|part| row(conn, ctx, page, part))
        .collect()
}

/// One difficulty with status and dates.
///
/// # Errors
/// When the database fails.
pub fn row(
    conn: &mut DbConnection,
    ctx: &Ctx,
    page: &Page,
    difficulty: Difficulty,
) -> QueryResult<RowView> {
    let (line, followed, lead) = status::of(conn, ctx.lang(), &difficulty, ctx.now())?;
    let due_on = followed
        .due_on
        .filter(|_| matches!(followed.status.clock(), Clock::Handling | Clock::Paused));
    Ok(RowView {
        address: paths::file(&difficulty.reference),
        reference: difficulty.reference,
        title: difficulty.title,
        status: line,
        agency: lead.map(|agency| agency.name(ctx.lang()).to_owned()),
        received: page.moment(&difficulty.received_at),
        due: due_on.map(|day| page.day(&day)),
        answered: followed.answered_at.map(|at| page.moment(&at)),
        closed: difficulty.closed_at.map(|at| page.moment(&at)),
    })
}

/// The letter as it was read; `None` when it asks one thing.
fn letter(
    conn: &mut DbConnection,
    ctx: &Ctx,
    page: &Page,
    here: &Difficulty,
) -> QueryResult<Option<LetterView>> {
    let rows = rows(conn, ctx, page, here.submission_id)?;
    if rows.len() < 2 {
        return Ok(None);
    }
    let parts = of_submission(conn, here.submission_id)?;
    let marked = passages::queries::of_submission(conn, here.submission_id)?;
    let quoted = |reference: &str| {
        let part = parts.iter().find(|part| part.reference == reference);
        let of_part = marked.iter().filter(|one| {
            one.difficulty_id.is_some() && one.difficulty_id == part.map(|part| part.id)
        });
        of_part.map(|one| one.quoted.clone()).collect()
    };
    let asks = rows.into_iter().map(|row| AskView {
        quoted: quoted(&row.reference),
        is_here: row.reference == here.reference,
        row,
    });
    let asks = asks.collect();
    let aside = marked.iter().filter_map(|one| {
        let why = page.code("aside", one.set_aside?.as_str()).into_owned();
        Some((why, one.quoted.clone()))
    });
    let aside = aside.collect();
    Ok(Some(LetterView { asks, aside }))
}

/// What was sent, as label and value.
fn sent(conn: &mut DbConnection, page: &Page, difficulty: &Difficulty) -> QueryResult<Vec<Entry>> {
    let submission = submissions::queries::find(conn, difficulty.submission_id)?;
    let filer = filers::find(conn, submission.filer_id)?;
    let topic = conferences::queries::topic_groups(conn, difficulty.conference_id)?
        .into_iter()
        .find(|topic| Some(topic.id) == difficulty.topic_group_id)
        .map(|topic| format!("{}. {}", topic.position, topic.short(page.lang)));
    let consent = submissions::consent::current(conn, submission.id)?;
    let email = filer.email.clone().unwrap_or_default();
    let code = |prefix: &str, code: &str| page.code(prefix, code).into_owned();
    let phone = match filer.phone.trim() {
        "" => String::new(),
        phone => Phone::parse(phone).masked(),
    };
    let entries = [
        ("tracking-sent-filer", filer.name.clone()),
        ("tracking-sent-kind", code("kind", filer.kind.as_str())),
        ("tracking-sent-place", filer.place()),
        ("tracking-sent-phone", phone),
        ("tracking-sent-email", filers::masked_email(&email)),
        ("tracking-sent-topic", topic.unwrap_or_default()),
        ("tracking-sent-ask", difficulty.ask.clone()),
        (
            "tracking-sent-identity",
            code("identity", submission.identity_level.as_str()),
        ),
        ("tracking-sent-consent", code("consent", consent.as_str())),
    ];
    Ok(entries
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(key, value)| Entry {
            label: page.t(key).into_owned(),
            value,
        })
        .collect())
}

/// The answers to it, or to the one it follows, the one that stands first; then those it was
/// given while it followed another.
fn answers(
    conn: &mut DbConnection,
    page: &Page,
    difficulty: &Difficulty,
    followed: i64,
) -> QueryResult<Vec<AnswerView>> {
    let mut answers = queries::answers(conn, followed)?;
    for link in links::of(conn, difficulty.id)? {
        if link.kind == LinkKind::AnsweredWith && link.other_id != followed {
            let given = queries::answers(conn, link.other_id)?;
            answers.extend(
                given
                    .into_iter()
                    .filter(|answer| answer.released_at.is_some_and(|at| at <= link.made_at)),
            );
        }
    }
    let texts: Vec<DraftText> = answers.iter().map(queries::Answer::text).collect();
    let mut views = Vec::new();
    for (index, answer) in answers.into_iter().enumerate() {
        // A published answer never changes silently: what is new in the next one is marked.
        let differences = match (texts.get(index + 1), texts.get(index)) {
            (Some(before), Some(after)) => compared(conn, page, before, after)?,
            _ => Vec::new(),
        };
        views.push(AnswerView {
            outcome: page.code("outcome", answer.outcome.as_str()).into_owned(),
            summary: answer.summary,
            body: answer.body,
            legal_grounds: answer.legal_grounds,
            document_number: answer.document_number,
            released: answer.released_at.map(|at| page.moment(&at)),
            differences,
        });
    }
    Ok(views)
}

fn commitments(conn: &mut DbConnection, page: &Page, id: i64) -> QueryResult<Vec<CommitmentView>> {
    let mut views = Vec::new();
    for commitment in queries::commitments(conn, id)? {
        let agency = crate::agencies::find(conn, commitment.agency_id)?;
        let is_late = commitment.is_open() && commitment.due_on < page.today;
        views.push(CommitmentView {
            agency: agency.name(page.lang).to_owned(),
            due: page.day(&commitment.due_on),
            state: page
                .code("tracking-commitment", &commitment.state)
                .into_owned(),
            class: if commitment.state == "done" {
                "ok"
            } else {
                "run"
            },
            is_late,
            done: commitment.done_at.map(|at| page.moment(&at)),
            text: commitment.text,
            evidence: commitment.evidence,
        });
    }
    Ok(views)
}
