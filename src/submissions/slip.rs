//! Typing in for somebody else: a paper slip, a call, an e-mail, a slip from the hall. One page,
//! made to be filled in twenty times in a row; judged and filed by the same rules as what filers
//! send themselves. Only how it arrived is asked besides: by which way, on which day, and its
//! scan.
//!
//! The day of receipt decides whether it is late, not the day of typing.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Query;
use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime};
use serde::Deserialize;

use super::content::{Content, Nearness, Particulars, Story};
use super::filing::{Arrival, file_content};
use super::forms::SlipForm;
use super::pages::{FilerFields, SLIP_FIELDS, Sheet, SlipPage};
use super::{Submission, paths, places, policy};
use crate::attachments::store::Key;
use crate::attachments::{self, AttachError, FilesField, Kept, Refusal, is_form_token, own_views};
use crate::conferences::{Conference, queries as conferences};
use crate::dates::{self, DateError};
use crate::db::DbConnection;
use crate::difficulties::Channel;
use crate::i18n::{Lang, Value};
use crate::web::secret::random_token;
use crate::web::uploads::FILES_FIELD;
use crate::web::{AppError, Ctx, FieldErrors, Form, Page, Uploads, html_with_status, see_other};

/// Ways that need somebody to type.
pub(super) const CHANNELS: [Channel; 4] = [
    Channel::Paper,
    Channel::Phone,
    Channel::Email,
    Channel::Floor,
];

/// Difficulties are collected before a conference opens its doors, but not this long before.
const DAYS_BEFORE_OPENING: u64 = 90;

/// When offices open: the moment a day without an hour stands for.
const OFFICE_OPENS_AT: (u32, u32) = (8, 0);

/// What the page begins with: the kind and day of the slip before.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct SlipQuery {
    kenh: String,
    ngay: String,
}

/// The address of the next slip of the same kind and day.
pub(super) fn next(submission: &Submission) -> String {
    let day = dates::vi_date(dates::local_date(submission.received_at));
    format!(
        "{}?kenh={}&ngay={day}",
        paths::FOR_ANOTHER,
        submission.channel
    )
}

/// Staff who may; the account that types.
fn typist(ctx: &Ctx) -> Result<i64, AppError> {
    policy::entered_by(&ctx.actor)?.ok_or(AppError::Forbidden)
}

/// An empty slip.
pub async fn show(ctx: Ctx, query: Query<SlipQuery>) -> Result<HttpResponse, AppError> {
    typist(&ctx)?;
    let day = dates::parse_date(&query.ngay).unwrap_or_else(|_| ctx.today());
    let form = SlipForm::empty(query.kenh.clone(), dates::vi_date(day), random_token());
    slip_page(&ctx, form, FieldErrors::default()).await
}

/// Files it, and leads to its receipt.
pub async fn send(
    ctx: Ctx,
    form: Form<SlipForm>,
    uploads: Uploads,
) -> Result<HttpResponse, AppError> {
    let account_id = typist(&ctx)?;
    let form = form.0;
    if !is_form_token(&form.phieu) {
        return Err(AppError::BadInput("error-bad-input-fields"));
    }
    let received = ctx.app.files.receive(uploads.0).await;
    let complaint = received.complaint(ctx.lang());
    let sending = Sending {
        form: form.clone(),
        account_id,
        kept: received.kept,
        is_held_back: complaint.is_some() || form.is_about_files(),
    };
    let inner = ctx.clone();
    let done = ctx
        .app
        .db
        .write(move |conn| make(conn, &inner, &sending))
        .await?;
    ctx.app.files.forget(done.forgotten).await;
    if let Some(reference) = done.reference {
        return Ok(see_other(paths::receipt(&reference)));
    }
    let mut errors = done.errors;
    if let Some(complaint) = complaint {
        errors.add(FILES_FIELD, complaint);
    }
    if done.is_full {
        errors.add(FILES_FIELD, Refusal::ItemFull.sentence(ctx.lang(), ""));
    }
    slip_page(&ctx, form, errors).await
}

/// One click.
struct Sending {
    form: SlipForm,
    account_id: i64,
    kept: Vec<Kept>,
    /// Something is wrong with the files, or only they were meant.
    is_held_back: bool,
}

/// What it came to.
#[derive(Default)]
struct Done {
    /// It is filed, now or by the same form before.
    reference: Option<String>,
    errors: FieldErrors,
    is_full: bool,
    forgotten: Vec<Key>,
}

fn make(conn: &mut DbConnection, ctx: &Ctx, sending: &Sending) -> Result<Done, AppError> {
    let (now, form) = (ctx.now(), &sending.form);
    let mut done = Done::default();
    if let Some(before) = super::queries::by_form_token(conn, "", &form.phieu)? {
        let parts = crate::difficulties::queries::of_submission(conn, before.id)?;
        done.reference = parts.into_iter().next().map(|first| first.reference);
        done.forgotten = sending.kept.iter().map(|one| one.key.clone()).collect();
        return Ok(done);
    }
    // Scans stay with the form, whatever is wrong with the rest of it.
    match attachments::hold(conn, &sending.kept, &form.phieu, now) {
        Ok(_) => {}
        Err(AttachError::ItemFull) => {
            done.is_full = true;
            done.forgotten = sending.kept.iter().map(|one| one.key.clone()).collect();
        }
        Err(AttachError::Database(error)) => return Err(error.into()),
    }
    if let Some(id) = form.removed_file() {
        done.forgotten
            .extend(attachments::remove_from_form(conn, &form.phieu, id)?);
    }
    if form.is_about_files() {
        return Ok(done);
    }
    let Some(conference) = conferences::current(conn, now)? else {
        return Err(AppError::NotNow("submissions-no-conference-text".into()));
    };
    if now < conference.filing_opens_at {
        return Err(AppError::NotNow("submissions-not-open-yet".into()));
    }
    let (content, arrived, errors) = read(conn, ctx, &conference, form)?;
    done.errors = errors;
    let (true, false, false, Some((channel, received_at))) = (
        done.errors.is_empty(),
        done.is_full,
        sending.is_held_back,
        arrived,
    ) else {
        return Ok(done);
    };
    let arrival = Arrival {
        form_token: form.phieu.clone(),
        channel,
        received_at,
        entered_by: Some(sending.account_id),
    };
    let made = file_content(conn, ctx, &conference, &content, &arrival)?;
    done.reference = made.map(|made| made.difficulty.reference);
    Ok(done)
}

type Read = (Content, Option<(Channel, NaiveDateTime)>, FieldErrors);

/// Everything on the page, judged by the rules of each step.
fn read(
    conn: &mut DbConnection,
    ctx: &Ctx,
    conference: &Conference,
    form: &SlipForm,
) -> Result<Read, AppError> {
    let lang = ctx.lang();
    let (commune, chosen) = form.commune();
    let place = places::settle(conn, &commune, &chosen, ctx.today())?;
    let content = Content {
        story: form.story(),
        filer: form.particulars(&place),
        choices: form.choices(),
        nearness: Nearness::default(),
    };
    let topics: Vec<i64> = conferences::topic_groups(conn, conference.id)?
        .iter()
        .map(|topic| topic.id)
        .collect();
    let mut errors = FieldErrors::default();
    let channel = Channel::parse(&form.kenh).filter(|channel| CHANNELS.contains(channel));
    if channel.is_none() {
        errors.add("kenh", lang.text("submissions-need-kenh"));
    }
    let received_at = match received_at(&form.ngay_nhan, conference, ctx) {
        Ok(at) => Some(at),
        Err(message) => {
            errors.add("ngay_nhan", message);
            None
        }
    };
    let of_steps = [
        content.story.errors(lang),
        content.filer.errors(lang),
        content
            .choices
            .errors(lang, &topics, &content.filer, form.has_agreed()),
    ];
    for (field, message) in of_steps.iter().flat_map(FieldErrors::iter) {
        errors.add(field.to_owned(), message);
    }
    Ok((content, channel.zip(received_at), errors))
}

/// The moment a day of receipt stands for. A day has no hour, so it stands for the opening of the
/// office: what came in on the last day came in time.
fn received_at(typed: &str, conference: &Conference, ctx: &Ctx) -> Result<NaiveDateTime, String> {
    let lang = ctx.lang();
    let day = dates::parse_date(typed).map_err(|error| {
        let key = match error {
            DateError::Empty => "submissions-date-missing",
            DateError::MonthOutOfRange => "submissions-date-month",
            DateError::NotADate | DateError::DayOutOfRange | DateError::YearOutOfRange => {
                "submissions-date-shape"
            }
        };
        lang.text(key).into_owned()
    })?;
    if day > ctx.today() {
        return Err(lang.text("submissions-date-future").into_owned());
    }
    let first = first_day(conference);
    if day < first {
        let first = said_day(lang, first);
        return Err(lang.with("submissions-date-early", &[("day", Value::from(first))]));
    }
    let (hour, minute) = OFFICE_OPENS_AT;
    let opening = NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default();
    Ok(dates::to_utc(day.and_time(opening)).min(ctx.now()))
}

/// The first day a slip of this conference may have been received.
fn first_day(conference: &Conference) -> NaiveDate {
    let opens = dates::local_date(conference.filing_opens_at);
    opens
        .checked_sub_days(Days::new(DAYS_BEFORE_OPENING))
        .unwrap_or(opens)
}

fn said_day(lang: Lang, day: NaiveDate) -> String {
    match lang {
        Lang::Vi => dates::vi_date(day),
        Lang::En => dates::en_date(day),
    }
}

async fn slip_page(
    ctx: &Ctx,
    form: SlipForm,
    errors: FieldErrors,
) -> Result<HttpResponse, AppError> {
    let inner = ctx.clone();
    let shown = ctx
        .app
        .db
        .read(move |conn| load(conn, &inner, &form, &errors))
        .await?;
    let status = if shown.files.error.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        shown.sheet.status()
    };
    html_with_status(ctx, status, &shown)
}

fn load(
    conn: &mut DbConnection,
    ctx: &Ctx,
    form: &SlipForm,
    errors: &FieldErrors,
) -> Result<SlipPage, AppError> {
    let page = Page::load(conn, ctx)?;
    let topics = match &page.conference {
        Some(conference) => conferences::topic_groups(conn, conference.id)?,
        None => Vec::new(),
    };
    let (commune, chosen) = form.commune();
    let place = places::settle(conn, &commune, &chosen, ctx.today())?;
    let filer: Particulars = form.particulars(&place);
    let communes = places::settle(conn, &commune, "", ctx.today())?.choices();
    let held = attachments::of_form(conn, &form.phieu)?;
    let story: Story = form.story();
    Ok(SlipPage {
        sheet: Sheet::of(&page, None).with_errors(errors, &SLIP_FIELDS),
        files: FilesField {
            files: own_views(&page, &held, None),
            error: errors.of(FILES_FIELD).map(str::to_owned),
        },
        channel: form.kenh.clone(),
        received_on: form.ngay_nhan.clone(),
        story,
        fields: FilerFields { filer, communes },
        choices: form.choices(),
        has_agreed: form.has_agreed(),
        form_token: form.phieu.clone(),
        topics,
        page,
    })
}
