//! The one handler of every small act page: what differs is in [`super::acts`].

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};

use super::acts::{Place, needs};
use super::changes;
use super::forms::{ActDeed, ActForm, Details, UNKNOWN_AGENCY};
use super::head::Head;
use super::pages::ActPage;
use super::refusal::{Refusal, require_one_of};
use super::{handlers, paths, queries, similar, view};
use crate::conferences;
use crate::db::DbConnection;
use crate::difficulties::actions::{Act, ActError, Doer, decline, perform};
use crate::difficulties::contributions::ContributionKind;
use crate::difficulties::near::{self, Verdict};
use crate::difficulties::policy;
use crate::difficulties::queries::{self as rows, Seen};
use crate::difficulties::{Action, Difficulty};
use crate::web::see_other_with_flash;
use crate::web::{AppError, Ctx, FieldErrors, Form, Page, html, html_with_status};

/// Where the day begins for those to whom a difficulty is no longer theirs to see.
pub(super) const MY_DAY: &str = "/xu-ly";

/// The page of an act.
pub async fn show(
    place: &'static Place,
    ctx: Ctx,
    code: web::Path<String>,
) -> Result<HttpResponse, AppError> {
    let inner = ctx.clone();
    let page = ctx
        .app
        .db
        .read(move |conn| load(conn, &inner, place, &code, None))
        .await?;
    html(&ctx, &page)
}

/// Does the act.
pub async fn send(
    place: &'static Place,
    ctx: Ctx,
    code: web::Path<String>,
    form: Form<ActForm>,
) -> Result<HttpResponse, AppError> {
    let (inner, typed, asked) = (ctx.clone(), form.0.clone(), code.clone());
    let sent = ctx
        .app
        .db
        .write(move |conn| act(conn, &inner, place, &asked, &typed))
        .await;
    let (status, errors) = match sent {
        Ok(done) if done.is_declined => {
            let to = paths::of(paths::WORKBENCH, &done.reference);
            let key = "flash-workbench-declined";
            return Ok(see_other_with_flash(&ctx, to, key, &done.reference));
        }
        Ok(done) if done.still_theirs => {
            return Ok(handlers::done(&ctx, done.action, &done.reference));
        }
        Ok(done) => {
            let key = format!("flash-workbench-{}", done.action.as_str().replace('_', "-"));
            return Ok(see_other_with_flash(&ctx, MY_DAY, &key, &done.reference));
        }
        Err(Refusal::Error(error)) => return Err(error),
        Err(Refusal::Wrong(errors)) => (StatusCode::UNPROCESSABLE_ENTITY, Some(errors)),
        Err(Refusal::Stale) => (StatusCode::CONFLICT, None),
    };
    let inner = ctx.clone();
    let page = ctx
        .app
        .db
        .read(move |conn| load(conn, &inner, place, &code, Some((form.0, errors))))
        .await?;
    html_with_status(&ctx, status, &page)
}

struct Done {
    action: Action,
    reference: String,
    /// An agency that gave it back does not see it any more.
    still_theirs: bool,
    /// A proposal was turned down.
    is_declined: bool,
}

fn act(
    conn: &mut DbConnection,
    ctx: &Ctx,
    place: &Place,
    code: &str,
    form: &ActForm,
) -> Result<Done, Refusal> {
    let now = ctx.now();
    let seen = queries::open(conn, &ctx.actor, code, now)?;
    let action = require_one_of(conn, &ctx.actor, &seen, place.acts)?;
    let doer = Doer::Person(ctx.actor.clone());
    let version = Some(form.phien_ban);
    if form.viec == ActDeed::Decline {
        let reason = form.check_refusal(ctx.lang()).map_err(Refusal::Wrong)?;
        let id = seen.difficulty.id;
        let after = decline(conn, &doer, now, id, version, (action, &reason))?;
        return Ok(Done {
            action,
            reference: after.reference,
            still_theirs: true,
            is_declined: true,
        });
    }
    let details = form
        .check(ctx.lang(), needs(action), later_than(ctx, &seen, action))
        .map_err(Refusal::Wrong)?;
    let act = describe(conn, ctx, &seen.difficulty, action, details)?;
    let after = match perform(conn, &doer, now, seen.difficulty.id, version, &act) {
        Err(ActError::NotNow(key))
            if matches!(
                key.as_ref(),
                "not-now-merge-parent" | "not-now-merge-opposed"
            ) =>
        {
            return Err(wrong(ctx, "ho_so", &key));
        }
        Err(ActError::NotNow(key)) if key == "not-now-agency" => {
            return Err(wrong(ctx, "co_quan", &key));
        }
        other => other?,
    };
    let reference = after.reference.clone();
    let seen = rows::meet(conn, &ctx.actor, after, now)?;
    Ok(Done {
        action,
        reference,
        still_theirs: policy::sees(seen.standing, &seen.matter),
        is_declined: false,
    })
}

/// A new due date lies after today, and after the one it replaces.
fn later_than(ctx: &Ctx, seen: &Seen, action: Action) -> chrono::NaiveDate {
    match (action, seen.difficulty.due_on) {
        (Action::Extend | Action::ExtendBeyondLimit, Some(due_on)) => ctx.today().max(due_on),
        _ => ctx.today(),
    }
}

fn wrong(ctx: &Ctx, field: &'static str, key: &str) -> Refusal {
    let mut errors = FieldErrors::default();
    errors.add(field, ctx.lang().text(key));
    Refusal::Wrong(errors)
}

fn describe(
    conn: &mut DbConnection,
    ctx: &Ctx,
    own: &Difficulty,
    action: Action,
    details: Details,
) -> Result<Act, Refusal> {
    let Details {
        note,
        due_on,
        document_number,
        into,
        despite_opposed,
        suggested,
        kind,
    } = details;
    let own_agency = ctx.actor.staff().and_then(|staff| staff.agency_id);
    let kind = kind.unwrap_or(ContributionKind::Opinion);
    let day = due_on.unwrap_or_else(|| ctx.today());
    Ok(match action {
        Action::Ask => Act::Ask {
            question: note,
            days: None,
        },
        Action::Supply => Act::Supply { text: note },
        Action::ProposeReturn => Act::ProposeReturn { note, suggested },
        Action::Return => Act::Return { note, suggested },
        Action::ProposeContribution => Act::ProposeContribution {
            agency: own_agency.ok_or(AppError::Forbidden)?,
            kind,
            text: note,
        },
        Action::Contribute => Act::Contribute {
            agency: own_agency.ok_or(AppError::Forbidden)?,
            kind,
            text: note,
        },
        Action::SendBack => Act::SendBack { note },
        Action::Escalate => Act::Escalate {
            document_number,
            note,
        },
        Action::HigherReply => Act::HigherReply { note, due_on: day },
        Action::Fulfil => Act::Fulfil { note },
        Action::Close => Act::Close { rating: None, note },
        Action::Reopen => Act::Reopen { note },
        Action::Merge => {
            let parent = rows::open(conn, &ctx.actor, &into, ctx.now())
                .map_err(|_| wrong(ctx, "ho_so", "workbench-error-no-such"))?
                .difficulty;
            let likeness = near::between(conn, own, &parent)?;
            if likeness.verdict == Verdict::Related && !despite_opposed {
                return Err(wrong(ctx, "van_gop", "workbench-error-opposed"));
            }
            Act::Merge {
                into: parent.id,
                note,
            }
        }
        Action::Unmerge => Act::Unmerge { note },
        Action::Extend => Act::Extend { due_on: day, note },
        Action::ExtendBeyondLimit => Act::ExtendBeyondLimit { due_on: day, note },
        other => Act::Simple {
            action: other,
            note,
        },
    })
}

fn load(
    conn: &mut DbConnection,
    ctx: &Ctx,
    place: &Place,
    code: &str,
    typed: Option<(ActForm, Option<FieldErrors>)>,
) -> Result<ActPage, AppError> {
    let seen = queries::open(conn, &ctx.actor, code, ctx.now())?;
    let action = require_one_of(conn, &ctx.actor, &seen, place.acts)?;
    let conference = conferences::queries::find(conn, seen.difficulty.conference_id)?;
    let proposal = view::waiting(conn, ctx, &seen, conference.secretariat_id)?
        .into_iter()
        .find(|waiting| {
            // Each coordinating agency reads and decides about its own.
            Some(waiting.action) == action.confirms()
                && (action != Action::Contribute
                    || waiting.agency_id == ctx.actor.staff().and_then(|staff| staff.agency_id))
        });
    let mut head = Head::load(conn, ctx, &seen.difficulty)?;
    let (values, errors, is_stale) = match typed {
        Some((values, Some(errors))) => {
            head.version = values.phien_ban;
            (values, errors, false)
        }
        Some((values, None)) => (values, FieldErrors::default(), true),
        // Whoever confirms starts from the words of who proposed.
        None => {
            let values = ActForm {
                ly_do: proposal
                    .as_ref()
                    .map_or_else(String::new, |one| one.note.clone()),
                co_quan: proposal.as_ref().map_or_else(String::new, |one| {
                    one.suggested
                        .map_or_else(|| UNKNOWN_AGENCY.to_owned(), |id| id.to_string())
                }),
                y_kien: proposal
                    .as_ref()
                    .and_then(|one| one.kind)
                    .map_or_else(String::new, |kind| kind.to_string()),
                ..ActForm::default()
            };
            (values, FieldErrors::default(), false)
        }
    };
    Ok(ActPage {
        page: Page::load(conn, ctx)?,
        head,
        action,
        address: paths::of(place.path, &seen.difficulty.reference),
        needs: needs(action),
        may_decline: proposal.is_some(),
        agencies: if needs(action).agency {
            view::suggestable(conn, ctx, &seen.difficulty)?
        } else {
            Vec::new()
        },
        changed: if is_stale {
            changes::last_by_another(conn, ctx, &seen)?
        } else {
            None
        },
        values,
        errors,
        is_stale,
        proposal,
        similar: if needs(action).into {
            similar::load(conn, ctx, &seen.difficulty)?
        } else {
            Vec::new()
        },
    })
}
