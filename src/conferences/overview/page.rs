//! What the overview may show, and the gathering of it.

use std::sync::Arc;

use askama::Template;
use diesel::QueryResult;

use super::address::Scope;
use super::bar::{self, Part};
use super::late::{Late, LateAgency, ON_THEIR_DESK, delaying};
use super::queries::{self, LeadAgency};
use super::table::{Column, Counts, Row};
use crate::accounts::{Actor, Staff};
use crate::agencies::Agency;
use crate::conferences::{Conference, TopicGroup};
use crate::db::DbConnection;
use crate::difficulties::workflow::BINDING_RETURN;
use crate::difficulties::{Difficulty, Status};
use crate::web::Page;

/// Difficulties named under one reason to decide.
const NAMED_AT_MOST: i64 = 6;
/// Late agencies listed.
const AGENCIES_AT_MOST: usize = 30;

/// A number, and the list it opens.
pub struct Cell {
    pub count: i64,
    pub address: String,
}

/// One row of the chair's table.
pub struct Line {
    /// `None` for the row of those without a topic group.
    pub group: Option<TopicGroup>,
    pub bar: Vec<Part>,
    pub all: Cell,
    /// In the order of [`Column::ALL`].
    pub columns: Vec<Cell>,
    pub overdue: Cell,
}

/// One status over all topic groups.
pub struct StatusLine {
    pub status: Status,
    /// In the order of the lines of the chair's table.
    pub cells: Vec<Cell>,
    pub all: Cell,
}

/// One late agency.
pub struct LateLine {
    pub agency: Agency,
    pub assigned: Cell,
    pub overdue: Cell,
    pub longest_days: i64,
}

/// Why the chair is needed, and for what.
pub struct Matter {
    pub key: &'static str,
    /// Opens all of them, where the list can show just these.
    pub all: Option<String>,
    pub difficulties: Vec<Difficulty>,
}

#[derive(Template)]
#[template(path = "conferences/overview.html")]
pub struct OverviewPage {
    page: Page,
    conference: Conference,
    /// The binding return, for the words about it.
    binding_return: i64,
    lines: Vec<Line>,
    sum: Line,
    statuses: Vec<StatusLine>,
    late: Vec<LateLine>,
    late_agencies: i64,
    matters: Vec<Matter>,
    leads: Vec<Agency>,
}

/// Gathers the overview for one reader.
///
/// # Errors
/// When the database fails.
pub fn load(
    conn: &mut DbConnection,
    page: Page,
    actor: &Actor,
    staff: &Staff,
    conference: Conference,
) -> QueryResult<OverviewPage> {
    let id = conference.id;
    let directory = Arc::clone(&page.directory);
    let groups = directory.topic_groups_of(id).cloned().collect();
    let counts = queries::counts(conn, &page.totals, staff, id)?;
    let late = queries::late(conn, &page.totals, actor, staff, id, page.now)?;
    let matters = matters(conn, actor, &conference, &late, &page)?;
    let mut late_agencies = late.agencies(page.today);
    let late_count = late_agencies.len();
    late_agencies.truncate(AGENCIES_AT_MOST);
    let ids: Vec<i64> = late_agencies.iter().map(|late| late.agency_id).collect();
    let leads = queries::leads(conn, &directory, staff, id, &ids)?;
    let named: Vec<i64> = matters
        .iter()
        .flat_map(|matter| &matter.difficulties)
        .filter_map(|difficulty| difficulty.lead_agency_id)
        .collect();

    let table = Table {
        slug: &conference.slug,
        counts: &counts,
        late: &late,
    };
    let lines = table.lines(groups);
    let statuses = table.status_lines(&lines);
    Ok(OverviewPage {
        binding_return: BINDING_RETURN.into(),
        sum: table.line(None, Row::All),
        lines,
        statuses,
        late: late_lines(&conference.slug, &late_agencies, leads),
        late_agencies: i64::try_from(late_count).unwrap_or(i64::MAX),
        matters,
        leads: directory.agencies_among(&named).cloned().collect(),
        page,
        conference,
    })
}

/// The numbers, as cells that open their lists.
struct Table<'a> {
    slug: &'a str,
    counts: &'a Counts,
    late: &'a Late,
}

impl Table<'_> {
    fn lines(&self, groups: Vec<TopicGroup>) -> Vec<Line> {
        let mut lines: Vec<Line> = groups
            .into_iter()
            .map(|group| {
                let row = Row::Topic(group.id);
                self.line(Some(group), row)
            })
            .collect();
        if self.counts.all(Row::NoTopic) > 0 {
            lines.push(self.line(None, Row::NoTopic));
        }
        lines
    }

    fn line(&self, group: Option<TopicGroup>, row: Row) -> Line {
        let of = |column: Column| self.counts.of_column(row, column);
        Line {
            group,
            bar: bar::stacked(Column::ALL.map(|column| (column.class(), of(column)))),
            all: self.cell(self.counts.all(row), row, &[]),
            columns: Column::ALL
                .into_iter()
                .map(|column| self.cell(of(column), row, &column.statuses()))
                .collect(),
            overdue: Cell {
                count: self.late.count(row),
                address: Scope {
                    row,
                    statuses: &delaying(),
                    overdue: true,
                    ..Scope::default()
                }
                .address(self.slug),
            },
        }
    }

    fn status_lines(&self, lines: &[Line]) -> Vec<StatusLine> {
        Status::ALL
            .iter()
            .copied()
            .filter(|status| Column::of(*status).is_some())
            .map(|status| {
                let cell = |row| self.cell(self.counts.of_status(row, status), row, &[status]);
                StatusLine {
                    status,
                    cells: lines
                        .iter()
                        .map(|line| {
                            line.group
                                .as_ref()
                                .map_or(Row::NoTopic, |group| Row::Topic(group.id))
                        })
                        .map(cell)
                        .collect(),
                    all: cell(Row::All),
                }
            })
            .collect()
    }

    fn cell(&self, count: i64, row: Row, statuses: &[Status]) -> Cell {
        let scope = Scope {
            row,
            statuses,
            ..Scope::default()
        };
        Cell {
            count,
            address: scope.address(self.slug),
        }
    }
}

fn late_lines(slug: &str, ranked: &[LateAgency], leads: Vec<LeadAgency>) -> Vec<LateLine> {
    let mut lines: Vec<LateLine> = leads
        .into_iter()
        .filter_map(|lead| {
            let late = ranked
                .iter()
                .find(|late| late.agency_id == lead.agency.id)?;
            let scope = Scope {
                agency: Some(lead.agency.id),
                ..Scope::default()
            };
            Some(LateLine {
                assigned: Cell {
                    count: lead.assigned,
                    address: scope.address(slug),
                },
                overdue: Cell {
                    count: late.overdue,
                    address: Scope {
                        statuses: &ON_THEIR_DESK,
                        overdue: true,
                        ..scope
                    }
                    .address(slug),
                },
                longest_days: late.longest_days,
                agency: lead.agency,
            })
        })
        .collect();
    lines.sort_by_key(|line| {
        ranked
            .iter()
            .position(|late| late.agency_id == line.agency.id)
    });
    lines
}

fn matters(
    conn: &mut DbConnection,
    actor: &Actor,
    conference: &Conference,
    late: &Late,
    page: &Page,
) -> QueryResult<Vec<Matter>> {
    let (id, slug) = (conference.id, &conference.slug);
    let all = |statuses: &[Status], overdue| {
        let scope = Scope {
            statuses,
            overdue,
            ..Scope::default()
        };
        Some(scope.address(slug))
    };
    let mut matters = vec![
        Matter {
            key: "conferences-matter-to-sign",
            all: None,
            difficulties: queries::to_sign(conn, actor, id, NAMED_AT_MOST)?,
        },
        Matter {
            key: "conferences-matter-returned",
            all: None,
            difficulties: queries::returned_again(conn, actor, id, NAMED_AT_MOST)?,
        },
        Matter {
            key: "conferences-matter-escalated",
            all: all(&[Status::Escalated], false),
            difficulties: queries::escalated(conn, actor, id, NAMED_AT_MOST)?,
        },
        Matter {
            key: "conferences-matter-overdue",
            all: all(&delaying(), true),
            difficulties: queries::longest_overdue(conn, actor, id, late, page.now, NAMED_AT_MOST)?,
        },
    ];
    matters.retain(|matter| !matter.difficulties.is_empty());
    Ok(matters)
}

impl OverviewPage {
    /// Keys and classes of the table's columns.
    fn columns(&self) -> [Column; 5] {
        Column::ALL
    }

    /// How much is answered, in whole percent.
    fn answered_percent(&self) -> i64 {
        let answered = self.sum.columns.first().map_or(0, |cell| cell.count);
        answered * 100 / self.sum.all.count.max(1)
    }

    fn answered(&self) -> &Cell {
        self.sum.columns.first().unwrap_or(&self.sum.all)
    }

    fn lead(&self, difficulty: &Difficulty) -> Option<&str> {
        let id = difficulty.lead_agency_id?;
        let agency = self.leads.iter().find(|agency| agency.id == id)?;
        Some(agency.name(self.page.lang))
    }

    /// Days of the calendar since its date passed; `None` while it has not.
    fn days_late(&self, difficulty: &Difficulty) -> Option<i64> {
        let due = difficulty.next_due_at.filter(|due| *due < self.page.now)?;
        Some((self.page.today - crate::dates::local_date(due)).num_days())
    }

    /// What a bar shows, in words.
    fn bar_words(&self, line: &Line) -> String {
        let parts = Column::ALL.iter().zip(&line.columns);
        let words: Vec<String> = parts
            .filter(|(_, cell)| cell.count > 0)
            .map(|(column, cell)| {
                format!(
                    "{}: {}",
                    self.page.t(column.key()),
                    self.page.number(&cell.count)
                )
            })
            .collect();
        words.join("; ")
    }
}
