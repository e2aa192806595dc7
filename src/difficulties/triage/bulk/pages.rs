//! The page that shows every row before anything is done, and the page of what was done.

use askama::Template;

use super::form::BulkForm;
use super::plan::{Fate, Plan};
use super::queries::{Kept, KeptRow, RowState};
use super::{BulkAct, undo, will};
use crate::db::DbConnection;
use crate::difficulties::Status;
use crate::difficulties::triage::choices::{self, Choice};
use crate::difficulties::triage::items::{self, Item};
use crate::difficulties::triage::pages::OrderFields;
use crate::difficulties::triage::paths;
use crate::difficulties::triage::queries as rows;
use crate::i18n::Value;
use crate::web::secret::random_token;
use crate::web::{AppError, Ctx, FieldErrors, Page};

/// One row about to be acted on.
pub struct BulkRow {
    pub item: Item,
    /// Its reference and the version this page shows.
    pub version: String,
    pub will: String,
    pub told: String,
    /// The one that the others follow.
    pub is_kept: bool,
    /// Asked for its topic group: still to be received, or moved to another.
    pub topics: Vec<Choice>,
    /// What is wrong with this row.
    pub wrong: Option<String>,
    pub id: String,
}

/// One row that cannot, or that somebody changed.
pub struct LeftRow {
    pub item: Item,
    pub version: String,
    pub why: String,
}

/// Every row a bulk act will touch, to be confirmed.
#[derive(Template)]
#[template(path = "difficulties/triage/bulk.html")]
pub struct BulkPage {
    pub page: Page,
    pub act: BulkAct,
    pub rows: Vec<BulkRow>,
    /// Rows that the act cannot touch, each with why.
    pub left: Vec<LeftRow>,
    /// How many will be touched.
    pub count: usize,
    pub token: String,
    pub order: Option<OrderFields>,
    /// Topic groups to move all to.
    pub topics: Vec<Choice>,
    /// Whom the others may follow.
    pub parents: Vec<Choice>,
    pub other_parent: String,
    pub text: String,
    pub list: &'static str,
    pub back: String,
    pub back_address: String,
    pub errors: FieldErrors,
    /// The filter had more than one act takes.
    pub more: Option<String>,
}

impl BulkPage {
    fn title(&self) -> String {
        let key = format!("triage-bulk-title-{}", self.act);
        self.page.t1(&key, "count", self.count)
    }

    fn asks_for_reason(&self) -> bool {
        self.act == BulkAct::Merge
    }

    fn says_text(&self) -> bool {
        matches!(
            self.act,
            BulkAct::Merge | BulkAct::Remind | BulkAct::Coordinate
        )
    }

    fn text_label(&self) -> String {
        self.page
            .t(&format!("triage-bulk-text-{}", self.act))
            .into_owned()
    }
}

/// # Errors
/// When the database fails.
pub fn load(
    conn: &mut DbConnection,
    ctx: &Ctx,
    act: BulkAct,
    form: &BulkForm,
    plan: &Plan,
    more: Option<usize>,
) -> Result<BulkPage, AppError> {
    let page = Page::load(conn, ctx)?;
    let shown: Vec<_> = plan
        .rows
        .iter()
        .map(|planned| planned.row.clone())
        .collect();
    let shown = items::show(conn, &page, &ctx.actor, shown)?;
    let mut errors = plan.errors.clone();
    if plan.rows.is_empty() {
        errors.add("ho_so", page.t("triage-error-nothing-chosen"));
    }
    let mut touched = Vec::new();
    let mut left = Vec::new();
    for (planned, item) in plan.rows.iter().zip(shown) {
        let reference = &planned.row.reference;
        let version = format!("{reference}:{}", planned.row.version);
        let why = match &planned.fate {
            Fate::Cannot(why) => Some(page.t(why).into_owned()),
            Fate::Moved => Some(page.t("triage-bulk-moved").into_owned()),
            Fate::Will { .. } | Fate::Open | Fate::Kept => None,
        };
        if let Some(why) = why {
            left.push(LeftRow { item, version, why });
            continue;
        }
        if let Some(wrong) = &planned.wrong {
            let values = [
                ("ref", Value::from(reference)),
                ("wrong", Value::from(wrong)),
            ];
            errors.add("ho_so", page.lang.with("triage-error-row", &values));
        }
        // What a row's own select holds: typed, or where it stands.
        let typed = BulkForm::of(&form.nhom, reference);
        let own = match act {
            BulkAct::Regroup => String::new(),
            _ => planned
                .row
                .topic_group_id
                .or(plan
                    .parent
                    .as_ref()
                    .and_then(|parent| parent.topic_group_id))
                .map(|id| id.to_string())
                .unwrap_or_default(),
        };
        let asks = match act {
            BulkAct::Place | BulkAct::Accept | BulkAct::Merge => {
                planned.row.status == Status::Submitted && !matches!(planned.fate, Fate::Kept)
            }
            BulkAct::Regroup => true,
            BulkAct::Coordinate | BulkAct::Remind => false,
        };
        let desk = plan.desks.get(&planned.row.conference_id).filter(|_| asks);
        let topics = desk.map_or_else(Vec::new, |desk| {
            let mut topics = choices::topics(&page, &desk.topics, typed.unwrap_or(&own));
            for topic in &mut topics {
                topic.value = format!("{reference}:{}", topic.value);
            }
            topics
        });
        touched.push(BulkRow {
            will: will::sentence(&page, plan, planned),
            told: will::told(&page, planned),
            is_kept: matches!(planned.fate, Fate::Kept),
            wrong: planned.wrong.clone(),
            id: format!("nhom-{reference}"),
            version,
            topics,
            item,
        });
    }
    let desk = plan.desks.values().next();
    let order = desk
        .filter(|_| act.has_order() || act == BulkAct::Coordinate)
        .map(|desk| {
            let mut order = OrderFields::new(&page, desk, &form.typed_order(), None);
            order.is_open = act == BulkAct::Coordinate;
            order
        });
    let topics = desk
        .filter(|_| act == BulkAct::Regroup)
        .map(|desk| choices::topics(&page, &desk.topics, form.nhom_moi.trim()))
        .unwrap_or_default();
    Ok(BulkPage {
        count: touched.iter().filter(|row| !row.is_kept).count(),
        parents: parents(&page, act, form, plan),
        other_parent: form.giu_khac.clone(),
        text: form.y_kien.clone(),
        rows: touched,
        left,
        act,
        token: random_token(),
        order,
        topics,
        list: form.list().slug(),
        back: form.ve_hang_doi.clone(),
        back_address: form.back(),
        errors,
        more: more.map(|most| page.number(&i64::try_from(most).unwrap_or(i64::MAX))),
        page,
    })
}

/// Rows of the page that the others could follow.
fn parents(page: &Page, act: BulkAct, form: &BulkForm, plan: &Plan) -> Vec<Choice> {
    if act != BulkAct::Merge {
        return Vec::new();
    }
    let chosen = plan
        .parent
        .as_ref()
        .filter(|_| form.giu_khac.trim().is_empty())
        .map(|parent| parent.reference.clone())
        .unwrap_or_default();
    plan.rows
        .iter()
        .filter(|planned| planned.row.status.is_open())
        .map(|planned| {
            let row = &planned.row;
            let label = page.t2(
                "triage-bulk-parent-choice",
                "ref",
                row.reference.as_str(),
                "title",
                row.title.as_str(),
            );
            Choice::new(&row.reference, label, &chosen)
        })
        .collect()
}

/// A row of what was done.
pub struct ResultRow {
    pub item: Item,
    pub why: String,
    pub is_undone: bool,
}

/// What became of an act.
#[derive(Template)]
#[template(path = "difficulties/triage/bulk_result.html")]
pub struct ResultPage {
    pub page: Page,
    pub kept: Kept,
    pub done: Vec<ResultRow>,
    /// Changed by somebody after the page was drawn.
    pub moved: Vec<ResultRow>,
    pub refused: Vec<ResultRow>,
    /// Not reached: the act is under way, or was cut off.
    pub waiting: usize,
    /// Rows that can be taken back until then.
    pub undoable: usize,
    pub undo_until: String,
    pub undo: String,
}

impl ResultPage {
    fn title(&self) -> String {
        let key = format!("triage-bulk-done-{}", self.kept.kind);
        self.page.t1(&key, "count", self.done.len())
    }

    fn undone(&self) -> usize {
        self.done.iter().filter(|row| row.is_undone).count()
    }
}

/// # Errors
/// When the database fails.
pub fn result(
    conn: &mut DbConnection,
    ctx: &Ctx,
    kept: Kept,
    all: &[KeptRow],
) -> Result<ResultPage, AppError> {
    let page = Page::load(conn, ctx)?;
    let ids: Vec<i64> = all.iter().map(|row| row.difficulty_id).collect();
    let seen = rows::of_ids(conn, &ctx.actor, &ids)?;
    let shown = items::show(conn, &page, &ctx.actor, seen.clone())?;
    let (mut done, mut moved, mut refused, mut waiting) = (Vec::new(), Vec::new(), Vec::new(), 0);
    for (row, item) in seen.iter().zip(shown) {
        let Some(of) = all.iter().find(|of| of.difficulty_id == row.id) else {
            continue;
        };
        let why = if of.why.is_empty() {
            String::new()
        } else {
            page.t(&of.why).into_owned()
        };
        let shown = ResultRow {
            item,
            why,
            is_undone: of.state == RowState::Undone,
        };
        match of.state {
            RowState::Done | RowState::Undone => done.push(shown),
            RowState::Moved => moved.push(shown),
            RowState::Refused => refused.push(shown),
            RowState::Waiting => waiting += 1,
        }
    }
    let undoable = if kept.may_be_undone(page.now) {
        let possible = |row: &&KeptRow| undo::is_possible(kept.kind, row);
        all.iter().filter(possible).count()
    } else {
        0
    };
    Ok(ResultPage {
        undo: paths::bulk_undo(kept.id),
        undo_until: page.moment(&kept.undo_until()),
        done,
        moved,
        refused,
        waiting,
        undoable,
        kept,
        page,
    })
}
