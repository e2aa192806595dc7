//! Correcting what one wrote, until a clerk accepts it. Afterwards the same words can be sent as
//! an addition: the page that refuses offers just that.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Path;
use askama::Template;
use serde::Deserialize;

use super::handlers::{doer_of, find_own};
use super::paths;
use crate::db::DbConnection;
use crate::difficulties::actions::ActError;
use crate::difficulties::corrections::{self, Words};
use crate::difficulties::queries::Seen;
use crate::submissions::Story;
use crate::text::clean;
use crate::web::errors::CurrentText;
use crate::web::limits::{BODY_LETTERS, NOTE_LETTERS, TITLE_LETTERS};
use crate::web::{AppError, Ctx, FieldErrors, Form, Page, html_with_status, see_other_with_flash};

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct EditForm {
    phien_ban: i32,
    tom_tat: String,
    ke_cu_the: String,
    de_nghi: String,
}

impl EditForm {
    fn story(&self) -> Story {
        Story {
            title: clean(&self.tom_tat)
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" "),
            body: clean(&self.ke_cu_the),
            ask: clean(&self.de_nghi),
        }
    }
}

/// One text area.
struct Area<'a> {
    name: &'static str,
    label: String,
    value: &'a str,
    rows: u8,
    at_most: usize,
}

#[derive(Template)]
#[template(path = "difficulties/tracking/edit.html")]
struct EditPage {
    page: Page,
    reference: String,
    title: String,
    version: i32,
    story: Story,
    errors: FieldErrors,
    /// What stands, where it is not what the page was filled in from.
    current: Vec<CurrentText>,
}

impl EditPage {
    fn action(&self) -> String {
        paths::of(paths::EDIT, &self.reference)
    }

    fn file(&self) -> String {
        paths::file(&self.reference)
    }

    fn areas(&self) -> [Area<'_>; 3] {
        let area = |name, label: &str, value, rows, at_most| Area {
            name,
            label: self.page.t(label).into_owned(),
            value,
            rows,
            at_most,
        };
        let story = &self.story;
        [
            area(
                "tom_tat",
                "field-tom-tat",
                story.title.as_str(),
                2,
                TITLE_LETTERS,
            ),
            area(
                "ke_cu_the",
                "field-ke-cu-the",
                story.body.as_str(),
                8,
                BODY_LETTERS,
            ),
            area(
                "de_nghi",
                "field-de-nghi",
                story.ask.as_str(),
                3,
                NOTE_LETTERS,
            ),
        ]
    }
}

/// It was accepted meanwhile: the words come back as an addition, ready to be sent.
#[derive(Template)]
#[template(path = "difficulties/tracking/edit_late.html")]
struct TooLatePage {
    page: Page,
    reference: String,
    version: i32,
    addition: String,
    can_add: bool,
}

impl TooLatePage {
    fn action(&self) -> String {
        paths::of(paths::SUPPLY, &self.reference)
    }

    fn file(&self) -> String {
        paths::file(&self.reference)
    }
}

/// The words as they stand, to be corrected.
pub async fn page(ctx: Ctx, code: Path<String>) -> Result<HttpResponse, AppError> {
    show(&ctx, code.into_inner(), None, FieldErrors::default(), false).await
}

/// Puts the corrected words in place.
pub async fn save(
    ctx: Ctx,
    code: Path<String>,
    Form(form): Form<EditForm>,
) -> Result<HttpResponse, AppError> {
    let (code, story, version) = (code.into_inner(), form.story(), form.phien_ban);
    let errors = story.errors(ctx.lang());
    if !errors.is_empty() {
        return show(&ctx, code, Some((story, version)), errors, false).await;
    }
    let words = Words {
        title: story.title.clone(),
        body: story.body.clone(),
        ask: story.ask.clone(),
    };
    let (visitor, wanted) = (ctx.clone(), code.clone());
    let done = ctx
        .app
        .db
        .write(move |conn| -> Result<String, ActError> {
            let seen = find_own(conn, &visitor, &wanted)?;
            let doer = doer_of(&visitor, &seen);
            let now = visitor.now();
            corrections::correct(conn, &doer, now, &seen, version, &words)
                .map(|after| after.reference)
        })
        .await;
    match done {
        Ok(reference) => Ok(see_other_with_flash(
            &ctx,
            paths::file(&reference),
            "flash-edited",
            &reference,
        )),
        Err(ActError::Stale) => {
            show(
                &ctx,
                code,
                Some((story, version)),
                FieldErrors::default(),
                true,
            )
            .await
        }
        Err(ActError::NotNow(_)) => {
            show(
                &ctx,
                code,
                Some((story, version)),
                FieldErrors::default(),
                false,
            )
            .await
        }
        Err(error) => Err(error.into()),
    }
}

/// What the number opens now.
enum Opened {
    Edit(Box<EditPage>),
    TooLate(Box<TooLatePage>),
}

async fn show(
    ctx: &Ctx,
    code: String,
    typed: Option<(Story, i32)>,
    errors: FieldErrors,
    is_stale: bool,
) -> Result<HttpResponse, AppError> {
    let visitor = ctx.clone();
    let status = if is_stale {
        StatusCode::CONFLICT
    } else if errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let opened = ctx
        .app
        .db
        .read(move |conn| {
            let page = Page::load(conn, &visitor)?;
            open(conn, &visitor, page, &code, typed, errors, is_stale)
        })
        .await?;
    match opened {
        Opened::Edit(shown) => html_with_status(ctx, status, &*shown),
        Opened::TooLate(shown) => html_with_status(ctx, StatusCode::CONFLICT, &*shown),
    }
}

fn open(
    conn: &mut DbConnection,
    ctx: &Ctx,
    page: Page,
    code: &str,
    typed: Option<(Story, i32)>,
    errors: FieldErrors,
    is_stale: bool,
) -> Result<Opened, AppError> {
    let seen = find_own(conn, ctx, code)?;
    match corrections::may_correct(&seen) {
        Ok(()) => {}
        Err(ActError::NotNow(_)) => {
            return Ok(Opened::TooLate(Box::new(too_late(page, &seen, typed))));
        }
        Err(error) => return Err(error.into()),
    }
    let difficulty = seen.difficulty;
    let stands = Story {
        title: difficulty.title.clone(),
        body: difficulty.body,
        ask: difficulty.ask,
    };
    let current = if is_stale {
        texts(&page, &stands)
    } else {
        Vec::new()
    };
    // A page that was told what stands may be sent again over it.
    let (story, version) = match typed {
        Some((story, _)) if is_stale => (story, difficulty.version),
        Some(typed) => typed,
        None => (stands, difficulty.version),
    };
    Ok(Opened::Edit(Box::new(EditPage {
        reference: difficulty.reference,
        title: difficulty.title,
        version,
        story,
        errors,
        current,
        page,
    })))
}

fn too_late(page: Page, seen: &Seen, typed: Option<(Story, i32)>) -> TooLatePage {
    let difficulty = &seen.difficulty;
    // Only what was changed is worth adding.
    let addition = typed.map_or_else(String::new, |(story, _)| {
        [
            (&story.title, &difficulty.title),
            (&story.body, &difficulty.body),
            (&story.ask, &difficulty.ask),
        ]
        .into_iter()
        .filter(|(typed, stands)| typed != stands)
        .map(|(typed, _)| typed.as_str())
        .collect::<Vec<_>>()
        .join("\n\n")
    });
    TooLatePage {
        reference: difficulty.reference.clone(),
        version: difficulty.version,
        addition,
        can_add: !difficulty.status.is_final(),
        page,
    }
}

fn texts(page: &Page, story: &Story) -> Vec<CurrentText> {
    [
        ("field-tom-tat", &story.title),
        ("field-ke-cu-the", &story.body),
        ("field-de-nghi", &story.ask),
    ]
    .into_iter()
    .map(|(key, text)| CurrentText {
        label: page.t(key).into_owned(),
        text: text.clone(),
    })
    .collect()
}
