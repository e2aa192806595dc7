//! The first page and the second step, and what the steps share. Each step is loaded, judged,
//! saved, and leads to the first step that is not complete.

use actix_web::HttpResponse;
use actix_web::cookie::Cookie;

use super::content::{Content, Part, Particulars};
use super::drafts::{self, Draft, Keeping, Saved};
use super::forms::{BeginForm, FilerForm};
use super::pages::{
    FILER_FIELDS, FilerFields, FilerPage, IntroductionPage, Link, Sheet, Unfinished, kept_tax_code,
    shown_tax_code,
};
use super::places;
use super::{near, paths, policy};
use crate::attachments;
use crate::db::DbConnection;
use crate::filers::profile;
use crate::web::errors::CurrentText;
use crate::web::visit::cookies;
use crate::web::{
    AppError, Ctx, FieldErrors, Form, Page, html, html_with_status, see_other, see_other_with_flash,
};

const DAY_SECONDS: i64 = 24 * 3600;

/// What is needed, who answers and when; and the draft of this browser.
pub async fn introduction(ctx: Ctx) -> Result<HttpResponse, AppError> {
    let inner = ctx.clone();
    let shown = ctx
        .app
        .db
        .read(move |conn| {
            let page = Page::load(conn, &inner)?;
            let draft = draft_of(conn, &inner)?;
            let link = draft
                .as_ref()
                .filter(|draft| draft.submission_id.is_none())
                .map(|draft| Link::of(&inner, &page, draft));
            let unfinished = draft.and_then(|draft| unfinished(&page, draft));
            Ok::<_, AppError>(IntroductionPage {
                link,
                draft_days: inner.app.settings.draft_days,
                unfinished,
                is_barred: policy::entered_by(&inner.actor).is_err(),
                page,
            })
        })
        .await?;
    html(&ctx, &shown)
}

fn unfinished(page: &Page, draft: Draft) -> Option<Unfinished> {
    if draft.submission_id.is_some() {
        return Some(Unfinished::Sent {
            form_token: draft.form_token,
        });
    }
    (draft.content != Content::default()).then(|| Unfinished::Draft {
        saved_at: page.moment(&draft.updated_at),
        // Without near ones that page leads on to the last step.
        next: if draft.content.asks_for_near() {
            paths::NEAR
        } else {
            draft.content.next_step()
        },
        title: draft.content.story.title,
    })
}

/// Begins a draft, or goes on with the one there is unless it is given up.
pub async fn begin(ctx: Ctx, form: Form<BeginForm>) -> Result<HttpResponse, AppError> {
    policy::entered_by(&ctx.actor)?;
    let inner = ctx.clone();
    let (next, token, files) = ctx
        .app
        .db
        .write(move |conn| {
            let open = draft_of(conn, &inner)?.filter(|draft| draft.submission_id.is_none());
            let mut files = Vec::new();
            match open {
                Some(draft) if !form.0.is_anew() => {
                    return Ok::<_, AppError>((draft.content.next_step(), None, files));
                }
                Some(draft) => {
                    files = attachments::remove_all_from_form(conn, &draft.form_token)?;
                    drafts::discard(conn, &draft)?;
                }
                None => {}
            }
            let (_, token) = drafts::begin(conn, &Keeping::of(&inner))?;
            Ok((paths::STORY, Some(token), files))
        })
        .await?;
    ctx.app.files.forget(files).await;
    Ok(with_draft_cookie(&ctx, see_other(next), token))
}

/// Texts that stand, labelled, for whoever typed something else.
pub(super) fn texts(page: &Page, labelled: &[(&str, &str)]) -> Vec<CurrentText> {
    labelled
        .iter()
        .map(|(key, text)| CurrentText {
            label: page.t(key).into_owned(),
            text: (*text).to_owned(),
        })
        .collect()
}

/// Step 2.
pub async fn filer(ctx: Ctx) -> Result<HttpResponse, AppError> {
    policy::entered_by(&ctx.actor)?;
    let inner = ctx.clone();
    let next = ctx
        .app
        .db
        .read(move |conn| {
            let draft = open_draft(conn, &inner)?;
            Ok::<_, AppError>(draft.map_or(paths::STORY, |draft| draft.content.next_step()))
        })
        .await?;
    if next == paths::STORY {
        return Ok(see_other(next));
    }
    filer_page(&ctx, None, &FieldErrors::default(), None).await
}

pub async fn save_filer(ctx: Ctx, form: Form<FilerForm>) -> Result<HttpResponse, AppError> {
    policy::entered_by(&ctx.actor)?;
    let form = &form.0;
    let (commune, chosen) = (form.commune(), form.chosen_commune().to_owned());
    let today = ctx.today();
    let inner = ctx.clone();
    let (place, before) = ctx
        .app
        .db
        .read(move |conn| {
            let place = places::settle(conn, &commune, &chosen, today)?;
            Ok::<_, AppError>((place, known_tax_codes(conn, &inner)?))
        })
        .await?;
    let mut filer = form.particulars(&place);
    // A personal number is shown masked; sent back so, it is the one that was shown.
    for known in before {
        filer.tax_code = kept_tax_code(&filer.tax_code, &known);
    }
    let errors = filer.errors(ctx.lang());
    if !form.is_for_later() && !errors.is_empty() {
        return filer_page(&ctx, Some((filer, form.version())), &errors, None).await;
    }
    match save(&ctx, form.version(), Part::Filer(filer.clone())).await? {
        Saved::Done { draft, new_token } => {
            onward(&ctx, &draft, new_token, form.is_for_later()).await
        }
        Saved::Stale(draft) => {
            let typed = Some((filer, draft.version));
            filer_page(&ctx, typed, &FieldErrors::default(), Some(*draft)).await
        }
    }
}

/// The tax codes the page may have shown masked: the draft's, and the account's.
fn known_tax_codes(conn: &mut DbConnection, ctx: &Ctx) -> Result<Vec<String>, AppError> {
    let mut known = Vec::new();
    known.extend(open_draft(conn, ctx)?.map(|draft| draft.content.filer.tax_code));
    if let Some(member) = ctx.actor.member() {
        let profile = profile::of_account(conn, member.account_id)?;
        known.extend(profile.map(|profile| profile.particulars.tax_code));
    }
    Ok(known)
}

async fn filer_page(
    ctx: &Ctx,
    typed: Option<(Particulars, i32)>,
    errors: &FieldErrors,
    stands: Option<Draft>,
) -> Result<HttpResponse, AppError> {
    let (inner, errors) = (ctx.clone(), errors.clone());
    let shown = ctx
        .app
        .db
        .read(move |conn| {
            let page = Page::load(conn, &inner)?;
            let draft = open_draft(conn, &inner)?;
            let mut sheet = Sheet::of(&page, draft.as_ref())
                .with_link(&inner, draft.as_ref())
                .with_errors(&errors, &FILER_FIELDS);
            let kept = draft.map(|draft| draft.content.filer).unwrap_or_default();
            // Nothing said yet: begin with what the account keeps.
            let kept = match inner.actor.member() {
                Some(member) if kept == Particulars::default() => {
                    profile::of_account(conn, member.account_id)?
                        .map(|profile| profile.particulars)
                        .unwrap_or_default()
                }
                _ => kept,
            };
            let mut filer = match typed {
                Some((filer, version)) => {
                    sheet.version = version;
                    filer
                }
                None => kept,
            };
            if let Some(stands) = stands {
                sheet = sheet.with_current(filer_texts(&page, &stands.content.filer));
            }
            filer.tax_code = shown_tax_code(&filer.tax_code);
            // Offered also once it is made, so that the page carries the choice on.
            let communes = places::settle(conn, &filer.commune, "", inner.today())?.choices();
            Ok::<_, AppError>(FilerPage {
                page,
                sheet,
                fields: FilerFields { filer, communes },
            })
        })
        .await?;
    html_with_status(ctx, shown.sheet.status(), &shown)
}

pub(crate) fn filer_texts(page: &Page, filer: &Particulars) -> Vec<CurrentText> {
    let chosen = |prefix: &str, code: &str| match code {
        "" => String::new(),
        code => page.code(prefix, code).into_owned(),
    };
    texts(
        page,
        &[
            ("submissions-label-loai", &chosen("kind", &filer.kind)),
            ("field-ten", &filer.name),
            ("field-lang-nghe", &filer.village),
            ("field-xa-phuong", &filer.commune),
            ("field-dien-thoai", &filer.phone),
            ("field-thu-dien-tu", &filer.email),
            ("field-ma-so-thue", &shown_tax_code(&filer.tax_code)),
            ("field-so-lao-dong", &filer.workers),
            (
                "submissions-label-danh-tinh",
                &chosen("identity", &filer.identity),
            ),
        ],
    )
}

/// The draft of this browser, sent or not.
pub(super) fn draft_of(conn: &mut DbConnection, ctx: &Ctx) -> Result<Option<Draft>, AppError> {
    Ok(drafts::of_browser(
        conn,
        ctx.visit.draft.as_deref(),
        ctx.now(),
    )?)
}

/// The draft of this browser that can still be written in.
pub(super) fn open_draft(conn: &mut DbConnection, ctx: &Ctx) -> Result<Option<Draft>, AppError> {
    Ok(draft_of(conn, ctx)?.filter(|draft| draft.submission_id.is_none()))
}

pub(super) async fn save(ctx: &Ctx, seen: i32, part: Part) -> Result<Saved, AppError> {
    let inner = ctx.clone();
    ctx.app
        .db
        .write(move |conn| {
            let (token, keeping) = (inner.visit.draft.as_deref(), Keeping::of(&inner));
            Ok::<_, AppError>(drafts::save(conn, token, seen, part, &keeping)?)
        })
        .await
}

/// After saving: the first step that is not complete, the near ones if there are any to ask
/// about, or back to the start for later.
pub(super) async fn onward(
    ctx: &Ctx,
    draft: &Draft,
    new_token: Option<String>,
    is_for_later: bool,
) -> Result<HttpResponse, AppError> {
    let response = if is_for_later {
        see_other_with_flash(ctx, paths::BEGIN, "flash-draft-saved", "")
    } else if draft.content.asks_for_near() && near::has_any(ctx, &draft.content).await? {
        see_other(paths::NEAR)
    } else {
        see_other(draft.content.next_step())
    };
    Ok(with_draft_cookie(ctx, response, new_token))
}

pub(super) fn with_draft_cookie(
    ctx: &Ctx,
    response: HttpResponse,
    token: Option<String>,
) -> HttpResponse {
    match token {
        Some(token) => with_cookie(
            response,
            &ctx.visit.cookie(
                cookies::DRAFT,
                token,
                Some(ctx.app.settings.draft_days * DAY_SECONDS),
            ),
        ),
        None => response,
    }
}

pub(super) fn with_cookie(mut response: HttpResponse, cookie: &Cookie<'_>) -> HttpResponse {
    // A cookie of our own making is always a valid header.
    let _ok = response.add_cookie(cookie);
    response
}
