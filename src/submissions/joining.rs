//! "I meet it too": a filing of one's own that follows a published difficulty from the start. It
//! has its own receipt, code and thread; the clerk can take it out again.
//!
//! Where the published one can take nobody any more, or was taken back meanwhile, the filing is
//! kept and goes its own way, tied to the other as related, and the receipt says so.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::actions::Filed;
use super::content::{Content, Nearness, Part, Story};
use super::drafts::{self, Keeping};
use super::forms::JoinForm;
use super::handlers::{draft_of, with_draft_cookie};
use super::pages::JoinPage;
use super::{paths, policy};
use crate::db::DbConnection;
use crate::db::schema::public_items;
use crate::difficulties::actions::{Act, Doer, can_be_joined, perform};
use crate::difficulties::links::{self, LinkKind};
use crate::difficulties::queries::{self as difficulties, canonical_reference};
use crate::difficulties::{Difficulty, Publication};
use crate::i18n::Lang;
use crate::web::limits::NOTE_LETTERS;
use crate::web::{AppError, Ctx, Form, Page, html_with_status, see_other};

/// A published difficulty that a filing may go with, as the public reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    pub reference: String,
    pub title: String,
    /// It still takes others.
    pub is_joinable: bool,
}

impl Wish {
    pub fn item(&self) -> String {
        paths::item(&self.reference)
    }

    pub fn join(&self) -> String {
        paths::join(&self.reference)
    }
}

fn is_public(difficulty: &Difficulty) -> bool {
    difficulty.publication == Publication::Public && !difficulty.restricted
}

/// The published difficulty of a reference; `None` while it is not public.
///
/// # Errors
/// When the database fails.
pub fn wish(conn: &mut DbConnection, reference: &str) -> QueryResult<Option<Wish>> {
    Ok(published(conn, reference)?.map(|(wish, _)| wish))
}

fn published(conn: &mut DbConnection, reference: &str) -> QueryResult<Option<(Wish, String)>> {
    if reference.is_empty() {
        return Ok(None);
    }
    let found = difficulties::by_reference(conn, reference).optional()?;
    let Some(difficulty) = found.filter(is_public) else {
        return Ok(None);
    };
    let shown: Option<(String, String)> = public_items::table
        .filter(public_items::difficulty_id.eq(difficulty.id))
        .filter(public_items::is_public.eq(true))
        .select((public_items::title, public_items::text))
        .first(conn)
        .optional()?;
    Ok(shown.map(|(title, text)| {
        let wish = Wish {
            is_joinable: can_be_joined(&difficulty),
            reference: difficulty.reference,
            title,
        };
        (wish, text)
    }))
}

/// Lets what was just filed follow the published one it shall go with, or ties the two where that
/// cannot be. Nothing happens to one that was filed before.
pub(super) fn join(
    conn: &mut DbConnection,
    filed: &Filed,
    reference: &str,
    now: NaiveDateTime,
) -> Result<(), AppError> {
    if reference.is_empty() || filed.was_there {
        return Ok(());
    }
    let Some(parent) = difficulties::by_reference(conn, reference).optional()? else {
        return Ok(());
    };
    let own = &filed.difficulty;
    let goes_along = can_be_joined(&parent)
        && !own.restricted
        && parent.conference_id == own.conference_id
        && parent.id != own.id;
    if goes_along {
        // Whoever typed it in, the wish is the filer's.
        let doer = Doer::filer(filed.submission_id);
        let act = Act::Join { into: parent.id };
        perform(conn, &doer, now, own.id, None, &act)?;
    } else {
        links::add(conn, own.id, parent.id, LinkKind::Related, now)?;
    }
    Ok(())
}

/// The page before a short filing.
pub async fn page(ctx: Ctx, code: web::Path<String>) -> Result<HttpResponse, AppError> {
    policy::entered_by(&ctx.actor)?;
    let reference = canonical_reference(&code);
    if *code != reference {
        let wished = reference.clone();
        let is_there = ctx
            .app
            .db
            .read(move |conn| Ok::<_, AppError>(wish(conn, &wished)?.is_some()))
            .await?;
        return if is_there {
            Ok(see_other(paths::join(&reference)))
        } else {
            Err(AppError::NotFound)
        };
    }
    show(&ctx, reference, String::new(), None).await
}

async fn show(
    ctx: &Ctx,
    reference: String,
    words: String,
    error: Option<String>,
) -> Result<HttpResponse, AppError> {
    let inner = ctx.clone();
    let status = if error.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let shown = ctx
        .app
        .db
        .read(move |conn| {
            let (wish, text) = published(conn, &reference)?.ok_or(AppError::NotFound)?;
            let draft = draft_of(conn, &inner)?
                .filter(|draft| draft.submission_id.is_none())
                .map(|draft| draft.content.story.title)
                .filter(|title| !title.is_empty());
            Ok::<_, AppError>(JoinPage {
                page: Page::load(conn, &inner)?,
                wish,
                text,
                words,
                error,
                draft,
            })
        })
        .await?;
    html_with_status(ctx, status, &shown)
}

/// Begins a filing that goes with the published one, or lets the draft there is go with it.
pub async fn begin(
    ctx: Ctx,
    code: web::Path<String>,
    form: Form<JoinForm>,
) -> Result<HttpResponse, AppError> {
    policy::entered_by(&ctx.actor)?;
    let reference = canonical_reference(&code);
    let words = form.0.words();
    let over = words.chars().count().saturating_sub(NOTE_LETTERS);
    if over > 0 {
        let key = "submissions-join-too-long";
        let error = ctx.lang().with(key, &[("over", over.into())]);
        return show(&ctx, reference, words, Some(error)).await;
    }
    let inner = ctx.clone();
    let (next, token) = ctx
        .app
        .db
        .write(move |conn| start(conn, &inner, &reference, &words, form.0.is_anew()))
        .await?;
    Ok(with_draft_cookie(&ctx, see_other(next), token))
}

fn start(
    conn: &mut DbConnection,
    ctx: &Ctx,
    reference: &str,
    words: &str,
    is_anew: bool,
) -> Result<(&'static str, Option<String>), AppError> {
    let keeping = Keeping::of(ctx);
    let wish = wish(conn, reference)?.ok_or(AppError::NotFound)?;
    let open = draft_of(conn, ctx)?.filter(|draft| draft.submission_id.is_none());
    let (draft, token) = match open {
        Some(draft) if !is_anew => (draft, None),
        Some(draft) => {
            drafts::discard(conn, &draft)?;
            let (draft, token) = drafts::begin(conn, &keeping)?;
            (draft, Some(token))
        }
        None => {
            let (draft, token) = drafts::begin(conn, &keeping)?;
            (draft, Some(token))
        }
    };
    let story = story_of(ctx.lang(), &draft.content, &wish, words);
    let nearness = Nearness {
        joins: wish.reference,
        said_of: story.mark(),
    };
    let mut draft = drafts::put(conn, draft, Part::Story(story), &keeping)?;
    draft = drafts::put(conn, draft, Part::Nearness(nearness), &keeping)?;
    Ok((draft.content.next_step(), token))
}

/// What was written already stays as it is, with the new words behind it; where nothing was, the
/// published title and a sentence that says whose difficulty it is like.
fn story_of(lang: Lang, content: &Content, wish: &Wish, words: &str) -> Story {
    let mut story = content.story.clone();
    let fill = |field: &mut String, text: String| {
        if field.is_empty() {
            *field = text;
        }
    };
    let of = |key: &str| lang.with(key, &[("ref", wish.reference.as_str().into())]);
    fill(&mut story.title, wish.title.clone());
    if !words.is_empty() {
        story.body = match story.body.as_str() {
            "" => words.to_owned(),
            // The same form sent twice says it once.
            body if body.ends_with(words) => body.to_owned(),
            body => format!("{body}\n\n{words}"),
        };
    }
    fill(&mut story.body, of("submissions-join-body"));
    fill(&mut story.ask, of("submissions-join-ask"));
    story
}
