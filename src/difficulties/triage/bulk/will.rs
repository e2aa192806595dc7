//! What would become of a row, in words, and who would be told.

use super::plan::{Deed, Fate, Plan, Planned};
use crate::difficulties::actions::Act;
use crate::difficulties::triage::forms::Order;
use crate::notifications::Recipient;
use crate::web::Page;

/// The sentence of what will happen to a row; empty while a field above is open.
#[must_use]
pub fn sentence(page: &Page, plan: &Plan, planned: &Planned) -> String {
    let Fate::Will { deed, .. } = &planned.fate else {
        return String::new();
    };
    match deed {
        Deed::Receive(acceptance) => match acceptance.orders.first() {
            Some(Some(order)) => {
                let placed = placed(page, "triage-bulk-will-receive-place", order);
                with_others(page, placed, order)
            }
            _ => page.t("triage-bulk-will-receive").into_owned(),
        },
        Deed::Act(act) => of_act(page, plan, act),
        Deed::ReceiveAndMerge { .. } => parent(page, plan, "triage-bulk-will-receive-merge"),
        Deed::Regroup(topic) => {
            let title = |id: Option<i64>| {
                let topic = id.and_then(|id| page.directory.topic_group(id));
                topic.map_or_else(
                    || page.t("triage-topic-unchosen").into_owned(),
                    |topic| page.t1("triage-topic-tag", "position", topic.position),
                )
            };
            page.t2(
                "triage-bulk-will-regroup",
                "from",
                title(planned.row.topic_group_id),
                "to",
                title(Some(*topic)),
            )
        }
        Deed::Coordinate(request) => page.t2(
            "triage-bulk-will-coordinate",
            "agencies",
            names(page, &request.agency_ids),
            "day",
            page.day(&request.due_on),
        ),
    }
}

fn of_act(page: &Page, plan: &Plan, act: &Act) -> String {
    match act {
        Act::Assign {
            lead,
            due_on,
            coordinating,
            coordinating_due_on,
            order,
        } => {
            let order = Order {
                lead: *lead,
                due_on: *due_on,
                coordinating: coordinating.clone(),
                coordinating_due_on: *coordinating_due_on,
                text: order.clone(),
            };
            let placed = placed(page, "triage-bulk-will-place", &order);
            with_others(page, placed, &order)
        }
        Act::Reassign { lead, due_on, .. } => page.t2(
            "triage-bulk-will-place",
            "agency",
            names(page, &[*lead]),
            "day",
            page.day(due_on),
        ),
        Act::Merge { .. } => parent(page, plan, "triage-bulk-will-merge"),
        _ => page.t("triage-bulk-will-remind").into_owned(),
    }
}

fn placed(page: &Page, key: &str, order: &Order) -> String {
    page.t2(
        key,
        "agency",
        names(page, &[order.lead]),
        "day",
        page.day(&order.due_on),
    )
}

fn with_others(page: &Page, placed: String, order: &Order) -> String {
    let Some(day) = order.coordinating_due_on else {
        return placed;
    };
    let others = page.t2(
        "triage-bulk-will-coordinate",
        "agencies",
        names(page, &order.coordinating),
        "day",
        page.day(&day),
    );
    format!("{placed} {others}")
}

fn parent(page: &Page, plan: &Plan, key: &str) -> String {
    let reference = plan.parent.as_ref().map(|parent| parent.reference.as_str());
    page.t1(key, "ref", reference.unwrap_or_default())
}

fn names(page: &Page, ids: &[i64]) -> String {
    let names: Vec<&str> = ids
        .iter()
        .filter_map(|id| page.directory.agency(*id))
        .map(|agency| agency.name(page.lang))
        .collect();
    names.join(", ")
}

/// Who will be told, each once.
#[must_use]
pub fn told(page: &Page, planned: &Planned) -> String {
    let Fate::Will { tells, .. } = &planned.fate else {
        return String::new();
    };
    let mut words: Vec<String> = Vec::new();
    for to in tells {
        let word = match to {
            Recipient::Filer { .. } => page.t("triage-bulk-told-filer").into_owned(),
            Recipient::Secretariat(_) => page.t("triage-bulk-told-secretariat").into_owned(),
            Recipient::Agency(id) => names(page, &[*id]),
            // One person of an agency that is named already.
            Recipient::Account(_) => continue,
        };
        if !words.contains(&word) {
            words.push(word);
        }
    }
    if words.is_empty() {
        return page.t("triage-bulk-told-nobody").into_owned();
    }
    words.join(", ")
}
