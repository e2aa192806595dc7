//! My day: what needs me, each number a link to exactly its rows, then the head of my queue.

use std::sync::Arc;

use super::choices;
use super::count::Counter;
use super::filter::{Filter, List, Nearness, SOON_DAYS, Section};
use super::lists::Ground;
use super::pages::{Card, DayPage};
use super::{items, queries};
use crate::accounts::Role;
use crate::db::DbConnection;
use crate::difficulties::{Party, Status, handover};
use crate::web::page::sees_overview;
use crate::web::{AppError, Ctx, Page};

/// Rows of the queue shown on this page.
const ROWS: i64 = 10;

/// A number of the day: its label's key, its list and the filter that both counts and lists it.
type Question = (&'static str, List, Filter);

fn near(list: List) -> [Question; 3] {
    [
        ("triage-card-overdue", Nearness::Overdue),
        ("triage-card-today", Nearness::Today),
        ("triage-card-soon", Nearness::Soon),
    ]
    .map(|(key, nearness)| {
        (
            key,
            list,
            Filter {
                nearness: Some(nearness),
                ..Filter::default()
            },
        )
    })
}

fn section(key: &'static str, section: Section) -> Question {
    (
        key,
        List::Intake,
        Filter {
            section: Some(section),
            ..Filter::default()
        },
    )
}

fn standing(key: &'static str, list: List, statuses: &[Status]) -> Question {
    (
        key,
        list,
        Filter {
            statuses: statuses.to_vec(),
            ..Filter::default()
        },
    )
}

/// What a role is asked every morning, and the list it works from.
fn questions(role: Role) -> (Vec<Question>, Option<List>) {
    let whole = |key, list| (key, list, Filter::default());
    match role {
        Role::Clerk | Role::Secretary => {
            let mut asked = near(List::Intake).to_vec();
            asked.push(whole("triage-card-to-receive", List::Intake));
            asked.push(section("triage-card-to-assign", Section::ToAssign));
            asked.push(section("triage-card-returned", Section::Returned));
            if role == Role::Secretary {
                asked.push(section("triage-card-refusals", Section::Refusals));
            }
            let late = Filter {
                nearness: Some(Nearness::Overdue),
                ..Filter::default()
            };
            asked.push(("triage-card-all-overdue", List::All, late));
            (asked, Some(List::Intake))
        }
        Role::Officer => {
            let mut asked = near(List::Mine).to_vec();
            asked.push(standing(
                "triage-card-to-take",
                List::Agency,
                &[Status::Assigned],
            ));
            asked.push(whole("triage-card-to-contribute", List::Coordinating));
            asked.push(whole("triage-card-mine", List::Mine));
            (asked, Some(List::Mine))
        }
        Role::Leader => {
            let mut asked = near(List::Agency).to_vec();
            asked.push(whole("triage-card-to-approve", List::Approval));
            let (key, list, filter) = standing(
                "triage-card-to-confirm",
                List::Agency,
                &[Status::Assigned, Status::InProgress],
            );
            asked.push((
                key,
                list,
                Filter {
                    party: Some(Party::LeadLeader),
                    ..filter
                },
            ));
            asked.push(standing(
                "triage-card-to-take",
                List::Agency,
                &[Status::Assigned],
            ));
            asked.push(whole("triage-card-to-contribute", List::Coordinating));
            (asked, Some(List::Approval))
        }
        Role::Chair | Role::ChairAide => {
            let mut asked = near(List::All).to_vec();
            asked.push(whole("triage-card-all", List::All));
            (asked, Some(List::All))
        }
        Role::Filer | Role::Association | Role::Administrator => (Vec::new(), None),
    }
}

/// # Errors
/// `SignInNeeded` for nobody; or when the database fails.
pub fn load(conn: &mut DbConnection, ctx: &Ctx) -> Result<DayPage, AppError> {
    let role = ctx.actor.role().ok_or(AppError::SignInNeeded)?;
    let page = Page::load(conn, ctx)?;
    let ground = Ground::of(&page);
    let (asked, list) = questions(role);
    let totals = Arc::clone(&page.totals);
    let mut counter = Counter::new(&ctx.actor, &totals);
    let mut cards = Vec::new();
    for (key, list, filter) in asked {
        let wanted = ground.wanted(ctx, list, &filter, &[])?;
        let count = counter.count(conn, &wanted)?;
        cards.push(Card {
            label: page.t1(key, "days", i64::from(SOON_DAYS)),
            count: choices::number(&page, count),
            is_late: filter.nearness == Some(Nearness::Overdue) && count.number > 0,
            address: filter.address(list.path()),
        });
    }
    if matches!(role, Role::Clerk | Role::Secretary) {
        let count = handover::count(conn, &ctx.actor, page.today)?;
        if count > 0 {
            cards.push(Card {
                label: page.t("triage-card-handover").into_owned(),
                count: page.number(&count),
                is_late: true,
                address: handover::paths::LIST.to_owned(),
            });
        }
    }
    let mut rows = Vec::new();
    if let Some(list) = list {
        let wanted = ground.wanted(ctx, list, &Filter::default(), &[])?;
        rows = queries::page(conn, &ctx.actor, &wanted, None, ROWS)?.rows;
    }
    let overview = page.conference.as_ref().filter(|_| sees_overview(role));
    Ok(DayPage {
        cards,
        items: items::show(conn, &page, &ctx.actor, rows)?,
        whole: list.map(|list| list.path().to_owned()),
        overview: overview.map(|conference| format!("/hoi-nghi/{}/tong-quan", conference.slug)),
        page,
    })
}
