//! Several rows in one act. The first POST shows every row it will touch; only the second, with
//! the version each row had on that page, changes anything: all of them or none.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use serde::Deserialize;

use super::accept::receive;
use super::choices::{self};
use super::desk::Desk;
use super::filter::{self, List};
use super::forms::{self, Acceptance, Button, Order, Reader, TypedOrder};
use super::items;
use super::pages::{BulkPage, BulkRow};
use super::queries::{self, Row};
use crate::dates;
use crate::db::DbConnection;
use crate::difficulties::Status;
use crate::difficulties::actions::{Act, ActError, Doer, perform};
use crate::i18n::Value;
use crate::web::{
    AppError, Ctx, FieldErrors, Form, Page, html, html_with_status, see_other_with_flash,
};

/// Rows one act may touch.
pub const ROWS_AT_MOST: usize = 100;

/// The queue's form, and the confirming page's.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct BulkForm {
    /// References.
    pub ho_so: Vec<String>,
    /// Their versions, in the same order; empty in the queue's form.
    pub phien_ban: Vec<String>,
    /// Their topic groups, likewise.
    pub nhom: Vec<String>,
    pub co_quan: String,
    pub han_tra_loi: String,
    pub viec: String,
    pub xac_nhan: String,
    pub ve_hang_doi: String,
}

impl BulkForm {
    fn is_confirmed(&self) -> bool {
        !self.xac_nhan.is_empty()
    }

    fn with_order(&self) -> bool {
        Button::parse(&self.viec) == Some(Button::AcceptAndAssign)
    }

    /// What was typed for a reference.
    fn typed<'a>(&'a self, of: &'a [String], reference: &str) -> Option<&'a str> {
        let index = self.ho_so.iter().position(|known| known == reference)?;
        of.get(index).map(String::as_str)
    }

    fn takes(&self, row: &Row) -> bool {
        row.status == Status::Submitted || (row.status == Status::Accepted && self.with_order())
    }
}

/// One row with what will be done to it.
struct Step {
    id: i64,
    version: i32,
    act: StepAct,
}

enum StepAct {
    Receive(Acceptance),
    Assign(Order),
}

/// What the confirming page is made of.
struct Checked {
    errors: FieldErrors,
    wrong: BTreeMap<i64, String>,
    steps: Vec<Step>,
}

pub async fn post(ctx: Ctx, Form(form): Form<BulkForm>) -> Result<HttpResponse, AppError> {
    if Button::parse(&form.viec).is_none_or(|button| button == Button::AddPart)
        || form.ho_so.len() > ROWS_AT_MOST
    {
        return Err(AppError::BadInput("error-bad-input-fields"));
    }
    if !form.is_confirmed() {
        let status = if form.ho_so.is_empty() {
            StatusCode::UNPROCESSABLE_ENTITY
        } else {
            StatusCode::OK
        };
        return show(&ctx, form, None, status).await;
    }
    let (visit, typed) = (ctx.clone(), form.clone());
    let checked = ctx
        .app
        .db
        .read(move |conn| check(conn, &visit, &typed))
        .await?;
    if !checked.errors.is_empty() || !checked.wrong.is_empty() {
        return show(&ctx, form, Some(checked), StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    // A row that left the queue meanwhile leaves fewer steps than were confirmed.
    if checked.steps.len() < form.ho_so.len() {
        return show(&ctx, form, None, StatusCode::CONFLICT).await;
    }
    let (doer, now) = (Doer::Person(ctx.actor.clone()), ctx.now());
    let flash = if form.with_order() {
        "flash-triage-bulk-assigned"
    } else {
        "flash-triage-bulk-accepted"
    };
    let count = checked.steps.len();
    let steps = checked.steps;
    match ctx
        .app
        .db
        .write(move |conn| act(conn, &doer, now, steps))
        .await
    {
        Ok(()) => {
            let back = filter::way_back(List::Intake, &form.ve_hang_doi);
            let address = back.unwrap_or_else(|| List::Intake.path().to_owned());
            Ok(see_other_with_flash(
                &ctx,
                address,
                flash,
                &count.to_string(),
            ))
        }
        Err(ActError::Stale) => show(&ctx, form, None, StatusCode::CONFLICT).await,
        Err(error) => Err(error.into()),
    }
}

fn act(
    conn: &mut DbConnection,
    doer: &Doer,
    now: chrono::NaiveDateTime,
    steps: Vec<Step>,
) -> Result<(), ActError> {
    for step in steps {
        match step.act {
            StepAct::Receive(acceptance) => {
                receive(conn, doer, now, step.id, step.version, acceptance)?
            }
            StepAct::Assign(order) => perform(
                conn,
                doer,
                now,
                step.id,
                Some(step.version),
                &order.into_act(),
            )?,
        };
    }
    Ok(())
}

/// The chosen rows that the act can touch, and those it cannot.
fn chosen(
    conn: &mut DbConnection,
    ctx: &Ctx,
    form: &BulkForm,
) -> Result<(Vec<Row>, Vec<Row>), AppError> {
    let rows = queries::referred(conn, &ctx.actor, &form.ho_so)?;
    Ok(rows.into_iter().partition(|row| form.takes(row)))
}

/// Desks of the conferences the rows belong to: usually one.
fn desks(
    conn: &mut DbConnection,
    ctx: &Ctx,
    rows: &[Row],
) -> Result<BTreeMap<i64, Desk>, AppError> {
    let mut desks = BTreeMap::new();
    for row in rows {
        if let Entry::Vacant(place) = desks.entry(row.conference_id) {
            place.insert(Desk::load(conn, row.conference_id, ctx.now())?);
        }
    }
    Ok(desks)
}

fn check(conn: &mut DbConnection, ctx: &Ctx, form: &BulkForm) -> Result<Checked, AppError> {
    let (rows, _) = chosen(conn, ctx, form)?;
    let desks = desks(conn, ctx, &rows)?;
    let mut checked = Checked {
        errors: FieldErrors::default(),
        wrong: BTreeMap::new(),
        steps: Vec::new(),
    };
    for row in &rows {
        let Some(desk) = desks.get(&row.conference_id) else {
            continue;
        };
        let mut reader = Reader::new(desk, ctx.lang());
        let version = forms::version(
            form.typed(&form.phien_ban, &row.reference)
                .unwrap_or_default(),
        )?;
        let typed_topic = form.typed(&form.nhom, &row.reference).unwrap_or_default();
        let topic = reader.topic("nhom", typed_topic);
        let order = form.with_order().then(|| {
            let typed = TypedOrder {
                lead: &form.co_quan,
                due: &form.han_tra_loi,
                coordinating: &[],
                coordinating_due: "",
                text: "",
            };
            reader.order(&typed, topic)
        });
        // The date is one for all; topic group and lead are a row's own.
        if let Some(wrong) = reader.errors.of("han_tra_loi") {
            checked.errors.add("han_tra_loi", wrong);
        }
        let own = reader.errors.of("nhom").or(reader.errors.of("co_quan"));
        if let Some(wrong) = own {
            checked.wrong.insert(row.id, wrong.to_owned());
        }
        let act = match (row.status, topic, order) {
            (Status::Submitted, Some(topic_group_id), order) => {
                let accept = Act::Accept {
                    topic_group_id,
                    priority: row.priority,
                    further: Vec::new(),
                };
                StepAct::Receive(Acceptance {
                    accept,
                    order: order.flatten(),
                })
            }
            (Status::Accepted, _, Some(Some(order))) => StepAct::Assign(order),
            _ => continue,
        };
        checked.steps.push(Step {
            id: row.id,
            version,
            act,
        });
    }
    Ok(checked)
}

async fn show(
    ctx: &Ctx,
    form: BulkForm,
    checked: Option<Checked>,
    status: StatusCode,
) -> Result<HttpResponse, AppError> {
    let visit = ctx.clone();
    let is_stale = status == StatusCode::CONFLICT;
    let page = ctx
        .app
        .db
        .read(move |conn| load(conn, &visit, &form, checked, is_stale))
        .await?;
    if status == StatusCode::OK {
        html(ctx, &page)
    } else {
        html_with_status(ctx, status, &page)
    }
}

fn load(
    conn: &mut DbConnection,
    ctx: &Ctx,
    form: &BulkForm,
    checked: Option<Checked>,
    is_stale: bool,
) -> Result<BulkPage, AppError> {
    let page = Page::load(conn, ctx)?;
    let (rows, gone) = chosen(conn, ctx, form)?;
    let desks = desks(conn, ctx, &rows)?;
    let gone = items::show(conn, &page, &ctx.actor, gone)?;
    let shown = items::show(conn, &page, &ctx.actor, rows.clone())?;
    let (mut errors, wrong) =
        checked.map_or_else(Default::default, |checked| (checked.errors, checked.wrong));
    if form.ho_so.is_empty() {
        errors.add("ho_so", page.t("triage-error-nothing-chosen"));
    }
    let bulk_rows = rows.iter().zip(shown).map(|(row, item)| {
        let own = row
            .topic_group_id
            .map(|id| id.to_string())
            .unwrap_or_default();
        let typed = form.typed(&form.nhom, &row.reference).unwrap_or(&own);
        let topics = desks
            .get(&row.conference_id)
            .map(|desk| choices::topics(&page, &desk.topics, typed))
            .unwrap_or_default();
        // A version confirmed before stays the one that was read, unless the page says anew.
        let version = form
            .typed(&form.phien_ban, &row.reference)
            .filter(|_| !is_stale);
        BulkRow {
            version: version.map_or_else(|| row.version.to_string(), str::to_owned),
            wrong: wrong.get(&row.id).cloned(),
            id: format!("nhom-{}", row.reference),
            asks_topic: row.status == Status::Submitted,
            topic: own.clone(),
            topics,
            item,
        }
    });
    let rows_shown: Vec<BulkRow> = bulk_rows.collect();
    for row in rows_shown.iter().filter(|row| row.wrong.is_some()) {
        let message = page.lang.with(
            "triage-error-row",
            &[
                ("ref", Value::from(&row.item.reference)),
                (
                    "wrong",
                    Value::from(row.wrong.as_deref().unwrap_or_default()),
                ),
            ],
        );
        errors.add("ho_so", message);
    }
    let desk = desks.values().next();
    let due = match (desk, form.han_tra_loi.is_empty()) {
        (Some(desk), true) if !form.is_confirmed() => dates::vi_date(desk.deadlines.answer_by()),
        _ => form.han_tra_loi.clone(),
    };
    let back_address = filter::way_back(List::Intake, &form.ve_hang_doi);
    Ok(BulkPage {
        rows: rows_shown,
        gone,
        button: form.viec.clone(),
        with_order: form.with_order(),
        agencies: desk
            .map(|desk| choices::agencies(&page, &desk.agencies, None, &form.co_quan))
            .unwrap_or_default(),
        due,
        due_hint: desk.map_or_else(String::new, |desk| {
            page.t1("triage-due-hint", "days", desk.conference.handling_days)
        }),
        back: form.ve_hang_doi.clone(),
        back_address: back_address.unwrap_or_else(|| List::Intake.path().to_owned()),
        errors,
        is_stale,
        page,
    })
}
