//! Step 1: what happened, what is asked, and the files that show it. Files are kept with the
//! draft as soon as they have arrived, whatever is wrong with the rest of the form.

use actix_web::HttpResponse;

use super::content::{Part, Story};
use super::drafts::{self, Draft, Keeping, Saved};
use super::forms::StoryForm;
use super::handlers::{draft_of, onward, open_draft, texts, with_draft_cookie};
use super::pages::{STORY_FIELDS, Sheet, StoryPage};
use super::policy;
use crate::attachments::store::Key;
use crate::attachments::{self, AttachError, FilesField, Kept, Refusal, own_views};
use crate::db::DbConnection;
use crate::web::errors::CurrentText;
use crate::web::uploads::FILES_FIELD;
use crate::web::{
    AppError, Ctx, FieldErrors, Form, Page, Uploads, html_with_status, see_other_with_flash,
};

/// Where the files stand on the page.
const AT_FILES: &str = "/gui-kho-khan/noi-dung#tep";

/// Step 1.
pub async fn story(ctx: Ctx) -> Result<HttpResponse, AppError> {
    policy::entered_by(&ctx.actor)?;
    story_page(&ctx, Shown::default()).await
}

/// Saves the story and keeps what arrived with it.
pub async fn save_story(
    ctx: Ctx,
    form: Form<StoryForm>,
    uploads: Uploads,
) -> Result<HttpResponse, AppError> {
    policy::entered_by(&ctx.actor)?;
    let form = form.0;
    let story = form.story();
    let received = ctx.app.files.receive(uploads.0).await;
    let mut errors = if form.is_unfinished() {
        FieldErrors::default()
    } else {
        story.errors(ctx.lang())
    };
    if let Some(complaint) = received.complaint(ctx.lang()) {
        errors.add(FILES_FIELD, complaint);
    }
    let change = Change {
        seen: form.version(),
        story: errors.is_empty().then(|| story.clone()),
        kept: received.kept,
        remove: form.removed_file(),
    };
    let inner = ctx.clone();
    let done = ctx
        .app
        .db
        .write(move |conn| make(conn, &inner, &change))
        .await?;
    ctx.app.files.forget(done.forgotten).await;
    if done.is_full {
        errors.add(FILES_FIELD, Refusal::ItemFull.sentence(ctx.lang(), ""));
    }
    if let Some(draft) = done
        .draft
        .as_ref()
        .filter(|_| errors.is_empty() && !done.is_stale)
    {
        if form.is_about_files() {
            let key = if form.removed_file().is_some() {
                "flash-file-removed"
            } else {
                "flash-files-kept"
            };
            let response = see_other_with_flash(&ctx, AT_FILES, key, "");
            return Ok(with_draft_cookie(&ctx, response, done.new_token));
        }
        return onward(&ctx, draft, done.new_token, form.is_for_later()).await;
    }
    let version = match &done.draft {
        // What the page was filled in from is gone, or never was.
        Some(draft) if done.is_stale || done.new_token.is_some() => draft.version,
        _ => form.version(),
    };
    let shown = Shown {
        typed: Some((story, version)),
        errors,
        is_stale: done.is_stale,
        draft: done.draft,
    };
    let response = story_page(&ctx, shown).await?;
    Ok(with_draft_cookie(&ctx, response, done.new_token))
}

/// What one click changes.
struct Change {
    seen: i32,
    /// `None` while something is wrong with the form.
    story: Option<Story>,
    kept: Vec<Kept>,
    remove: Option<i64>,
}

/// What it came to.
struct Done {
    draft: Option<Draft>,
    new_token: Option<String>,
    /// Another page of the same browser saved something else first; the files are kept.
    is_stale: bool,
    /// The draft holds as much as it may; what arrived now is not kept.
    is_full: bool,
    /// No row speaks of these any more.
    forgotten: Vec<Key>,
}

fn make(conn: &mut DbConnection, ctx: &Ctx, change: &Change) -> Result<Done, AppError> {
    let (now, keeping) = (ctx.now(), Keeping::of(ctx));
    let mut done = Done {
        draft: None,
        new_token: None,
        is_stale: false,
        is_full: false,
        forgotten: Vec::new(),
    };
    if let Some(story) = &change.story {
        let part = Part::Story(story.clone());
        match drafts::save(
            conn,
            ctx.visit.draft.as_deref(),
            change.seen,
            part,
            &keeping,
        )? {
            Saved::Done { draft, new_token } => {
                (done.draft, done.new_token) = (Some(*draft), new_token);
            }
            Saved::Stale(draft) => (done.draft, done.is_stale) = (Some(*draft), true),
        }
    } else {
        done.draft = open_draft(conn, ctx)?;
        if done.draft.is_none() && !change.kept.is_empty() {
            let (draft, token) = drafts::begin(conn, &keeping)?;
            (done.draft, done.new_token) = (Some(draft), Some(token));
        }
    }
    let Some(draft) = &done.draft else {
        return Ok(done);
    };
    match attachments::hold(conn, &change.kept, &draft.form_token, now) {
        Ok(_) => {}
        Err(AttachError::ItemFull) => {
            done.is_full = true;
            done.forgotten = change.kept.iter().map(|one| one.key.clone()).collect();
        }
        Err(AttachError::Database(error)) => return Err(error.into()),
    }
    if let Some(id) = change.remove {
        done.forgotten
            .extend(attachments::remove_from_form(conn, &draft.form_token, id)?);
    }
    Ok(done)
}

/// What the page shows besides the draft as it stands.
#[derive(Default)]
struct Shown {
    /// What was typed, in from which version.
    typed: Option<(Story, i32)>,
    errors: FieldErrors,
    /// The draft says something else than the page it was typed into.
    is_stale: bool,
    /// Where it is not the one the browser's cookie opens yet.
    draft: Option<Draft>,
}

async fn story_page(ctx: &Ctx, shown: Shown) -> Result<HttpResponse, AppError> {
    let (inner, known) = (ctx.clone(), shown.draft);
    let (page, draft, files) = ctx
        .app
        .db
        .read(move |conn| {
            let page = Page::load(conn, &inner)?;
            let draft = match known {
                Some(draft) => Some(draft),
                None => draft_of(conn, &inner)?.filter(|draft| draft.submission_id.is_none()),
            };
            let files = match &draft {
                Some(draft) => attachments::of_form(conn, &draft.form_token)?,
                None => Vec::new(),
            };
            Ok::<_, AppError>((page, draft, files))
        })
        .await?;
    let mut sheet = Sheet::of(&page, draft.as_ref())
        .with_link(ctx, draft.as_ref())
        .with_errors(&shown.errors, &STORY_FIELDS);
    if shown.is_stale
        && let Some(draft) = &draft
    {
        sheet = sheet.with_current(story_texts(&page, &draft.content.story));
    }
    let kept = draft.map(|draft| draft.content.story).unwrap_or_default();
    let story = match shown.typed {
        Some((story, version)) => {
            sheet.version = version;
            story
        }
        None => kept,
    };
    let files = FilesField {
        files: own_views(&page, &files, None),
        error: shown.errors.of(FILES_FIELD).map(str::to_owned),
    };
    let status = sheet.status();
    html_with_status(
        ctx,
        status,
        &StoryPage {
            page,
            sheet,
            story,
            files,
        },
    )
}

fn story_texts(page: &Page, story: &Story) -> Vec<CurrentText> {
    texts(
        page,
        &[
            ("field-tom-tat", &story.title),
            ("field-ke-cu-the", &story.body),
            ("field-de-nghi", &story.ask),
        ],
    )
}
