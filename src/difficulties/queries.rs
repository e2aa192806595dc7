//! Difficulties as rows. Every list starts from [`visible_to`]; one difficulty is opened by
//! [`open`], which answers "not there" to whoever must not know of it.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::policy::{self, Matter, Relation, Standing, Tie};
use super::workflow::{Action, Status};
use super::{Difficulty, Publication};
use crate::accounts::{Actor, Role};
use crate::conferences;
use crate::db::schema::{
    assignments, difficulties, events, named_persons, proposals, responses, submissions,
};
use crate::db::{DbConnection, MultiBackend};
use crate::filers::{mandates, owners};

/// A query over difficulties that further filters may be added to.
pub type Boxed<'a> = difficulties::BoxedQuery<'a, MultiBackend>;

/// The difficulties an actor may list, count, search or export: where every such query starts.
/// Restricted ones appear only to the secretary and to persons named on them.
#[must_use]
pub fn visible_to(actor: &Actor) -> Boxed<'static> {
    let all = difficulties::table.into_boxed();
    let Some(staff) = actor.staff() else {
        let opened = actor.filer().map_or(-1, |filer| filer.submission_id);
        let opened = difficulties::submission_id.eq(opened);
        let Some(member) = actor.member() else {
            return all.filter(opened);
        };
        let own = owners::submissions_of(member.account_id);
        let own = opened.or(difficulties::submission_id.eq_any(own));
        if !member.is_association() {
            return all.filter(own);
        }
        let filed = mandates::submissions_under(member.account_id, member.today);
        return all.filter(own.or(difficulties::submission_id.eq_any(filed)));
    };
    let named = named_persons::table
        .filter(named_persons::account_id.eq(staff.account_id))
        .select(named_persons::difficulty_id);
    match staff.role {
        Role::Secretary => all,
        Role::Clerk | Role::Chair | Role::ChairAide => all.filter(
            difficulties::restricted
                .eq(false)
                .or(difficulties::id.eq_any(named)),
        ),
        Role::Officer | Role::Leader => {
            let agency_id = staff.agency_id.unwrap_or(-1);
            let coordinated = assignments::table
                .filter(assignments::agency_id.eq(agency_id))
                .filter(assignments::role.eq("coordinating"))
                .filter(assignments::ended_at.is_null())
                .select(assignments::difficulty_id);
            all.filter(
                difficulties::lead_agency_id
                    .eq(agency_id)
                    .or(difficulties::id.eq_any(coordinated)),
            )
            .filter(
                difficulties::restricted
                    .eq(false)
                    .or(difficulties::id.eq_any(named)),
            )
        }
        Role::Filer | Role::Association | Role::Administrator => {
            all.filter(difficulties::id.eq(-1))
        }
    }
}

/// One difficulty as one viewer meets it.
#[derive(Debug, Clone)]
pub struct Seen {
    pub difficulty: Difficulty,
    pub standing: Standing,
    pub matter: Matter,
    /// When.
    pub at: NaiveDateTime,
}

/// The difficulty of a reference, typed in any case, with or without dashes and spaces.
///
/// # Errors
/// `NotFound`, or when the database fails.
pub fn by_reference(conn: &mut DbConnection, reference: &str) -> QueryResult<Difficulty> {
    difficulties::table
        .filter(difficulties::reference.eq(canonical_reference(reference)))
        .first(conn)
}

/// `kk24 417` and `KK24-0417` are one reference.
#[must_use]
pub fn canonical_reference(typed: &str) -> String {
    let plain: String = typed
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_ascii_uppercase();
    let digits_from = plain
        .char_indices()
        .find(|(_, letter)| letter.is_ascii_digit())
        .map_or(plain.len(), |(at, _)| at);
    // The prefix is letters and a two-digit year; what follows is the number.
    match (
        plain.get(..digits_from + 2),
        plain
            .get(digits_from + 2..)
            .map(|rest| rest.trim_start_matches('0')),
    ) {
        (Some(prefix), Some(number)) => format!("{prefix}-{number:0>4}"),
        _ => plain,
    }
}

/// # Errors
/// `NotFound`, or when the database fails.
pub fn find(conn: &mut DbConnection, id: i64) -> QueryResult<Difficulty> {
    difficulties::table.find(id).first(conn)
}

/// Opens a difficulty for a viewer behind the public page: `NotFound` unless they may see it.
///
/// # Errors
/// `NotFound` when it does not exist or is not theirs to know; or when the database fails.
pub fn open(
    conn: &mut DbConnection,
    actor: &Actor,
    reference: &str,
    now: NaiveDateTime,
) -> QueryResult<Seen> {
    let difficulty = by_reference(conn, reference)?;
    let seen = meet(conn, actor, difficulty, now)?;
    if policy::sees(seen.standing, &seen.matter) {
        Ok(seen)
    } else {
        Err(diesel::result::Error::NotFound)
    }
}

/// A difficulty with the viewer's standing towards it and what the policy must know.
///
/// # Errors
/// When the database fails.
pub fn meet(
    conn: &mut DbConnection,
    actor: &Actor,
    difficulty: Difficulty,
    now: NaiveDateTime,
) -> QueryResult<Seen> {
    let standing = standing(conn, actor, &difficulty)?;
    let matter = matter(conn, actor.account_id(), &difficulty, now)?;
    Ok(Seen {
        difficulty,
        standing,
        matter,
        at: now,
    })
}

fn standing(
    conn: &mut DbConnection,
    actor: &Actor,
    difficulty: &Difficulty,
) -> QueryResult<Standing> {
    let is_owner = match actor.member() {
        Some(member) => owners::of_submission(conn, difficulty.submission_id)?
            .is_some_and(|owner| owner == member.account_id),
        None => false,
    };
    let is_filer = is_owner || actor.filed(difficulty.submission_id);
    let Some(staff) = actor.staff() else {
        let relation = match (actor.member(), actor.filer()) {
            _ if is_filer => Relation::Filer,
            (Some(member), _) => {
                let tie = if member.is_association()
                    && mandates::covers(conn, member, difficulty.submission_id)?
                {
                    Tie::Mandate
                } else {
                    Tie::Nothing
                };
                Relation::of(Some(member.role), tie)
            }
            (None, Some(_)) => Relation::OtherFiler,
            (None, None) => Relation::Anybody,
        };
        return Ok(Standing {
            relation,
            named: false,
            is_filer,
        });
    };
    let tie = match staff.agency_id {
        Some(agency_id) if difficulty.lead_agency_id == Some(agency_id) => Tie::Lead,
        Some(agency_id) if is_coordinating(conn, difficulty.id, agency_id)? => Tie::Coordinating,
        _ => Tie::Nothing,
    };
    let named = difficulty.restricted
        && diesel::select(diesel::dsl::exists(
            named_persons::table.find((difficulty.id, staff.account_id)),
        ))
        .get_result(conn)?;
    Ok(Standing {
        relation: Relation::of(Some(staff.role), tie),
        named,
        is_filer,
    })
}

fn is_coordinating(
    conn: &mut DbConnection,
    difficulty_id: i64,
    agency_id: i64,
) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(
        assignments::table
            .filter(assignments::difficulty_id.eq(difficulty_id))
            .filter(assignments::agency_id.eq(agency_id))
            .filter(assignments::role.eq("coordinating"))
            .filter(assignments::ended_at.is_null()),
    ))
    .get_result(conn)
}

/// What the policy must know of a difficulty before the account `viewer`.
///
/// # Errors
/// When the database fails.
pub fn matter(
    conn: &mut DbConnection,
    viewer: Option<i64>,
    difficulty: &Difficulty,
    now: NaiveDateTime,
) -> QueryResult<Matter> {
    let entered_by: Option<i64> = submissions::table
        .find(difficulty.submission_id)
        .select(submissions::entered_by)
        .first(conn)?;
    let drafters: Vec<i64> = responses::table
        .filter(responses::difficulty_id.eq(difficulty.id))
        .filter(responses::state.ne("approved"))
        .select(responses::drafter_id)
        .load(conn)?;
    let waiting = open_proposals(conn, difficulty.id)?;
    let questions: i64 = events::table
        .filter(events::difficulty_id.eq(difficulty.id))
        .filter(events::action.eq(Action::Ask.as_str()))
        .count()
        .get_result(conn)?;
    let parent_answered = match difficulty.merged_into_id {
        Some(parent) => {
            let answered: Option<NaiveDateTime> = difficulties::table
                .find(parent)
                .select(difficulties::answered_at)
                .first(conn)?;
            answered.is_some()
        }
        None => false,
    };
    let step = crate::responses::steps::queries::waiting_for(conn, difficulty)?;
    Ok(Matter {
        status: difficulty.status,
        came_from: difficulty.former_status,
        restricted: difficulty.restricted,
        identity: difficulty.identity(),
        publication: difficulty.publication,
        agenda_place: difficulty.agenda_place,
        entered_by_viewer: viewer.is_some() && entered_by == viewer,
        drafter_is_viewer: viewer.is_some_and(|viewer| drafters.contains(&viewer)),
        step_is_viewers: step
            .as_ref()
            .is_some_and(|step| Some(step.account_id) == viewer),
        step_is_open: step.is_some(),
        proposer_is_viewer: viewer.is_some()
            && waiting.iter().any(|(_, proposer)| *proposer == viewer),
        in_objection_window: objection_until(conn, difficulty)?
            .is_some_and(|day| now <= crate::dates::day_end(day)),
        reopening_asked: waiting
            .iter()
            .any(|(action, _)| *action == Action::AskToReopen),
        parent_answered,
        reopenings: difficulty.reopenings.unsigned_abs(),
        returns: difficulty.returns.unsigned_abs(),
        questions: u32::try_from(questions).unwrap_or(u32::MAX),
    })
}

/// Acts that wait for a second person, and who proposed each.
///
/// # Errors
/// When the database fails.
pub fn open_proposals(
    conn: &mut DbConnection,
    difficulty_id: i64,
) -> QueryResult<Vec<(Action, Option<i64>)>> {
    proposals::table
        .filter(proposals::difficulty_id.eq(difficulty_id))
        .filter(proposals::settled_at.is_null())
        .select((proposals::action, proposals::proposed_by))
        .load(conn)
}

/// The last day on which the filer may object: the conference's objection days after the answer.
/// A closed one keeps its window; a merged one has its own, from the parent's answer or from when
/// it began to follow, whichever came later.
///
/// # Errors
/// When the database fails.
pub fn objection_until(
    conn: &mut DbConnection,
    difficulty: &Difficulty,
) -> QueryResult<Option<NaiveDate>> {
    let answered_at = match difficulty.merged_into_id {
        Some(parent) => answered_for_follower(conn, difficulty.id, parent)?,
        None => difficulty.answered_at,
    };
    let Some(answered_at) = answered_at else {
        return Ok(None);
    };
    let conference = conferences::queries::find(conn, difficulty.conference_id)?;
    let from = crate::dates::local_date(answered_at);
    let calendar = conferences::queries::calendar(conn, from)?;
    let last = calendar.add_working_days(from, conference.objection_days.unsigned_abs());
    Ok(last.ok())
}

fn answered_for_follower(
    conn: &mut DbConnection,
    difficulty_id: i64,
    parent: i64,
) -> QueryResult<Option<NaiveDateTime>> {
    let answered_at: Option<NaiveDateTime> = difficulties::table
        .find(parent)
        .select(difficulties::answered_at)
        .first(conn)?;
    let followed_at: Option<NaiveDateTime> = events::table
        .filter(events::difficulty_id.eq(difficulty_id))
        .filter(events::action.eq_any([Action::Merge.as_str(), Action::Join.as_str()]))
        .order(events::seq.desc())
        .select(events::at)
        .first(conn)
        .optional()?;
    Ok(answered_at.map(|answered_at| followed_at.map_or(answered_at, |at| at.max(answered_at))))
}

/// How many open ones an officer has in hand.
///
/// # Errors
/// When the database fails.
pub fn count_of_officer(conn: &mut DbConnection, account_id: i64) -> QueryResult<i64> {
    let named = named_persons::table
        .filter(named_persons::account_id.eq(account_id))
        .select(named_persons::difficulty_id);
    difficulties::table
        .filter(difficulties::officer_id.eq(account_id))
        .filter(
            difficulties::restricted
                .eq(false)
                .or(difficulties::id.eq_any(named)),
        )
        .filter(difficulties::status.eq_any([
            Status::Assigned,
            Status::InProgress,
            Status::PendingApproval,
            Status::NeedInfo,
        ]))
        .count()
        .get_result(conn)
}

/// Other difficulties of the same submission, in their order.
///
/// # Errors
/// When the database fails.
pub fn of_submission(conn: &mut DbConnection, submission_id: i64) -> QueryResult<Vec<Difficulty>> {
    difficulties::table
        .filter(difficulties::submission_id.eq(submission_id))
        .order(difficulties::id)
        .load(conn)
}

/// Those that follow `parent`.
///
/// # Errors
/// When the database fails.
pub fn merged_into(conn: &mut DbConnection, parent: i64) -> QueryResult<Vec<Difficulty>> {
    difficulties::table
        .filter(difficulties::merged_into_id.eq(parent))
        .order(difficulties::id)
        .load(conn)
}

/// Writes a difficulty as it now stands, unless somebody moved it first.
///
/// # Errors
/// `NotFound` when `was` is no longer its version; or when the database fails.
pub fn save(conn: &mut DbConnection, was: i32, now: &Difficulty) -> QueryResult<()> {
    let changed = diesel::update(
        difficulties::table
            .find(now.id)
            .filter(difficulties::version.eq(was)),
    )
    .set((
        (
            difficulties::topic_group_id.eq(now.topic_group_id),
            difficulties::status.eq(now.status),
            difficulties::former_status.eq(now.former_status),
            difficulties::publication.eq(now.publication),
            difficulties::agenda_place.eq(now.agenda_place),
            difficulties::priority.eq(now.priority),
            difficulties::restricted.eq(now.restricted),
            difficulties::lead_agency_id.eq(now.lead_agency_id),
            difficulties::officer_id.eq(now.officer_id),
            difficulties::merged_into_id.eq(now.merged_into_id),
            difficulties::outcome.eq(now.outcome),
            difficulties::next_party.eq(now.next_party),
        ),
        (
            difficulties::next_due_at.eq(now.next_due_at),
            difficulties::due_on.eq(now.due_on),
            difficulties::answered_at.eq(now.answered_at),
            difficulties::closed_at.eq(now.closed_at),
            difficulties::returns.eq(now.returns),
            difficulties::reopenings.eq(now.reopenings),
            difficulties::extensions.eq(now.extensions),
            difficulties::area_id.eq(now.area_id),
            difficulties::version.eq(was + 1),
            difficulties::title.eq(&now.title),
            difficulties::body.eq(&now.body),
            difficulties::ask.eq(&now.ask),
        ),
    ))
    .execute(conn)?;
    if changed == 1 {
        Ok(())
    } else {
        Err(diesel::result::Error::NotFound)
    }
}

/// A difficulty about to be written for the first time.
pub struct NewDifficulty<'a> {
    pub conference_id: i64,
    pub submission_id: i64,
    pub topic_group_id: Option<i64>,
    pub number: i64,
    pub reference: &'a str,
    pub status: Status,
    pub priority: super::Priority,
    pub restricted: bool,
    pub shielded: bool,
    pub next_party: Option<super::Party>,
    pub next_due_at: Option<NaiveDateTime>,
    pub due_on: Option<chrono::NaiveDate>,
    pub received_at: NaiveDateTime,
    pub area_id: Option<i64>,
    pub filer_kind: crate::filers::FilerKind,
    pub title: &'a str,
    pub body: &'a str,
    pub ask: &'a str,
}

/// # Errors
/// When the database fails.
pub fn insert(conn: &mut DbConnection, new: &NewDifficulty<'_>) -> QueryResult<Difficulty> {
    diesel::insert_into(difficulties::table)
        .values((
            (
                difficulties::conference_id.eq(new.conference_id),
                difficulties::submission_id.eq(new.submission_id),
                difficulties::topic_group_id.eq(new.topic_group_id),
                difficulties::number.eq(new.number),
                difficulties::reference.eq(new.reference),
                difficulties::status.eq(new.status),
                difficulties::publication.eq(Publication::Private),
                difficulties::priority.eq(new.priority),
                difficulties::restricted.eq(new.restricted),
                difficulties::shielded.eq(new.shielded),
            ),
            (
                difficulties::next_party.eq(new.next_party),
                difficulties::next_due_at.eq(new.next_due_at),
                difficulties::due_on.eq(new.due_on),
                difficulties::received_at.eq(new.received_at),
                difficulties::area_id.eq(new.area_id),
                difficulties::filer_kind.eq(new.filer_kind),
                difficulties::title.eq(new.title),
                difficulties::body.eq(new.body),
                difficulties::ask.eq(new.ask),
            ),
        ))
        .returning(difficulties::all_columns)
        .get_result(conn)
}

/// Takes the next `count` numbers of a conference; returns the first.
///
/// # Errors
/// When the database fails.
pub fn take_numbers(conn: &mut DbConnection, conference_id: i64, count: i64) -> QueryResult<i64> {
    use crate::db::schema::conferences::dsl;
    let after: i64 = diesel::update(dsl::conferences.find(conference_id))
        .set(dsl::next_number.eq(dsl::next_number + count))
        .returning(dsl::next_number)
        .get_result(conn)?;
    Ok(after - count)
}
