//! How SQLite means to answer the lists: from an index already in order, never by reading or
//! sorting the table. Plans are asked for with the statements the lists really send.

use std::sync::{Arc, Mutex};

use chrono::NaiveDateTime;
use diesel::connection::{Connection, InstrumentationEvent};
use diesel::prelude::*;
use diesel::sql_types::Text;

use super::count::Counter;
use super::filter::{Key, Topic};
use super::queries::{Wanted, page};
use crate::accounts::{Actor, Role, Staff};
use crate::db::{DatabaseUrl, Db, DbConnection, DbError};
use crate::difficulties::Status;
use crate::difficulties::totals::kept::KeptTotals;

fn staff(role: Role) -> Actor {
    let agency_id = role.is_of_an_agency().then_some(2);
    Actor {
        staff: Some(Staff {
            account_id: 1,
            login_id: 1,
            display_name: String::new(),
            role,
            agency_id,
            agency_vi: None,
            agency_en: None,
        }),
        ..Actor::default()
    }
}

#[derive(QueryableByName)]
struct Step {
    #[diesel(sql_type = Text)]
    detail: String,
}

/// The plans of everything `work` sends.
fn plans(
    conn: &mut DbConnection,
    work: impl FnOnce(&mut DbConnection) -> QueryResult<()>,
) -> Vec<String> {
    let sent = Arc::new(Mutex::new(Vec::new()));
    let heard = Arc::clone(&sent);
    conn.set_instrumentation(move |event: InstrumentationEvent<'_>| {
        if let InstrumentationEvent::StartQuery { query, .. } = event {
            let text = query.to_string();
            let (sql, _) = text.split_once(" -- binds").unwrap_or((&text, ""));
            heard.lock().unwrap().push(sql.to_owned());
        }
    });
    work(conn).unwrap();
    conn.set_instrumentation(|_: InstrumentationEvent<'_>| {});
    let sent = sent.lock().unwrap().clone();
    let DbConnection::Sqlite(sqlite) = conn else {
        panic!("plans are SQLite's")
    };
    sent.iter()
        .map(|sql| {
            let steps: Vec<Step> = diesel::sql_query(format!("EXPLAIN QUERY PLAN {sql}"))
                .load(sqlite)
                .unwrap();
            let steps: Vec<String> = steps.into_iter().map(|step| step.detail).collect();
            format!("{sql}\n    {}", steps.join("\n    "))
        })
        .collect()
}

#[test]
fn pages_and_counts_read_off_an_index() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("plans.db");
    let url = DatabaseUrl::Sqlite(file.to_str().unwrap().into());
    let db = Db::migrate_and_open(&url, 1).unwrap();
    let now = NaiveDateTime::default();
    let all = || Wanted {
        statuses: vec![Status::Submitted, Status::Closed],
        ..Wanted::default()
    };
    let wanted = [
        (Role::Clerk, "difficulties_by_due", all()),
        (
            Role::Secretary,
            "difficulties_by_due",
            Wanted {
                due: (None, Some(now)),
                ..all()
            },
        ),
        (
            Role::Clerk,
            "difficulties_by_due",
            Wanted {
                kind: Some(crate::filers::FilerKind::Household),
                ..all()
            },
        ),
        (
            Role::Chair,
            "difficulties_by_lead",
            Wanted {
                agency_id: Some(2),
                ..all()
            },
        ),
        (
            Role::Chair,
            "difficulties_by_topic",
            Wanted {
                conference_id: Some(1),
                topic_ids: vec![1, 2],
                ..all()
            },
        ),
        (
            Role::Clerk,
            "difficulties_by_topic",
            Wanted {
                conference_id: Some(1),
                topic: Topic::One(1),
                ..all()
            },
        ),
        (
            Role::Leader,
            "difficulties_by_lead",
            Wanted {
                agency_id: Some(2),
                ..all()
            },
        ),
        (
            Role::Officer,
            "difficulties_by_officer",
            Wanted {
                officer_id: Some(1),
                ..all()
            },
        ),
    ];
    let after = [
        None,
        Some(Key {
            due_at: Some(now),
            id: 5,
        }),
        Some(Key {
            due_at: None,
            id: 5,
        }),
    ];
    for (role, index, wanted) in wanted {
        let actor = staff(role);
        let plans = db
            .read_blocking(|conn| {
                Ok::<_, DbError>(plans(conn, |conn| {
                    for key in after {
                        page(conn, &actor, &wanted, key, 25)?;
                    }
                    let totals = KeptTotals::default();
                    Counter::new(&actor, &totals).count(conn, &wanted).map(drop)
                }))
            })
            .unwrap();
        let about_rows: Vec<&String> = plans
            .iter()
            .filter(|plan| {
                plan.contains("FROM `difficulties`") || plan.contains("FROM ((`difficulties`")
            })
            .collect();
        assert!(!about_rows.is_empty());
        for plan in about_rows {
            let is_read_off = plan.contains(&format!("USING INDEX {index}"))
                || plan.contains(&format!("USING COVERING INDEX {index}"));
            assert!(is_read_off, "not from {index}: {plan}");
            assert!(
                !plan.contains("SCAN difficulties"),
                "reads the table: {plan}"
            );
            assert!(!plan.contains("TEMP B-TREE"), "sorts: {plan}");
            assert!(!plan.contains("OFFSET 1"), "skips rows: {plan}");
            assert!(!plan.contains("`body`"), "reads bodies: {plan}");
        }
    }
}
