//! Letting the public read: the original beside a text without personal data, what still points
//! to a person, how it will look, and the button of a second glance.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::forms::{PublicationForm, cleaned};
use super::head::Head;
use super::record::PublicText;
use super::refusal::{Refusal, require_one_of};
use super::view::Words;
use super::{handlers, paths, queries};
use crate::accounts;
use crate::db::DbConnection;
use crate::difficulties::actions::{Act, Doer, Redaction, perform, publishing_takes_two};
use crate::difficulties::{Action, Publication, PublicationConsent, redactions};
use crate::redaction::marks::Marked;
use crate::redaction::whole::proposed;
use crate::redaction::{FindingKind, findings, must_go};
use crate::submissions;
use crate::web::{AppError, Ctx, FieldErrors, Form, Page, html, html_with_status};

/// Everything that may be done here.
const ACTS: [Action; 4] = [
    Action::Publish,
    Action::Redact,
    Action::ProposePublication,
    Action::Unpublish,
];

/// `/xu-ly/{code}/cong-khai`.
#[derive(Template)]
#[template(path = "difficulties/workbench/publication.html")]
pub struct PublicationPage {
    page: Page,
    head: Head,
    address: String,
    consent: PublicationConsent,
    publication: Publication,
    offered: Vec<Action>,
    original: Words,
    title: String,
    text: String,
    reason: String,
    /// Passages that point to a person: kind and words. They are marked in what is offered, and
    /// stand unmarked in what was typed.
    found: Vec<(FindingKind, String)>,
    /// What was hidden in one place still stands in another.
    leaves_traces: bool,
    /// Somebody else than who redacted it lets it out.
    takes_two: bool,
    errors: FieldErrors,
    is_stale: bool,
    preview: Option<PublicText>,
}

impl PublicationPage {
    fn offers(&self, action: Action) -> bool {
        self.offered.contains(&action)
    }

    /// Consent is the filer's, and a restricted one is never public.
    fn may_be_public(&self) -> bool {
        self.consent != PublicationConsent::Private && !self.head.restricted
    }

    fn kind(&self, kind: FindingKind) -> String {
        let code = match kind {
            FindingKind::Phone => "phone",
            FindingKind::IdentityNumber => "identity-number",
            FindingKind::TaxCode => "tax-code",
            FindingKind::Email => "email",
            FindingKind::Plate => "plate",
            FindingKind::Name => "name",
        };
        self.page.code("workbench-finding", code).into_owned()
    }
}

/// The page.
pub async fn show(ctx: Ctx, code: web::Path<String>) -> Result<HttpResponse, AppError> {
    let inner = ctx.clone();
    let page = ctx
        .app
        .db
        .read(move |conn| load(conn, &inner, &code, None))
        .await?;
    html(&ctx, &page)
}

/// One of its buttons. What was redacted is looked at once more before it is let out, so saving
/// leads back here.
pub async fn send(
    ctx: Ctx,
    code: web::Path<String>,
    form: Form<PublicationForm>,
) -> Result<HttpResponse, AppError> {
    let form = form.0.cleaned();
    let (inner, typed, asked) = (ctx.clone(), form.clone(), code.clone());
    let sent = if form.viec.takes_password() && !is_themselves(&ctx, &code, &form).await? {
        let mut errors = form.errors(ctx.lang());
        errors.add("mat_khau", ctx.lang().text("workbench-error-password"));
        Err(Refusal::Wrong(errors))
    } else {
        ctx.app
            .db
            .write(move |conn| act(conn, &inner, &asked, &typed))
            .await
    };
    let (status, errors) = match sent {
        Ok((Action::Redact, reference)) => {
            return Ok(crate::web::see_other_with_flash(
                &ctx,
                paths::of(paths::PUBLICATION, &reference),
                "flash-workbench-redact",
                &reference,
            ));
        }
        Ok((action, reference)) => return Ok(handlers::done(&ctx, action, &reference)),
        Err(Refusal::Error(error)) => return Err(error),
        Err(Refusal::Wrong(errors)) => (StatusCode::UNPROCESSABLE_ENTITY, Some(errors)),
        Err(Refusal::Stale) => (StatusCode::CONFLICT, None),
    };
    let inner = ctx.clone();
    let page = ctx
        .app
        .db
        .read(move |conn| load(conn, &inner, &code, Some((form, errors))))
        .await?;
    html_with_status(&ctx, status, &page)
}

/// Whether it is the visitor's own password; asked only of whoever may press the button.
async fn is_themselves(ctx: &Ctx, code: &str, form: &PublicationForm) -> Result<bool, AppError> {
    let (inner, code, action) = (ctx.clone(), code.to_owned(), form.viec.action());
    ctx.app
        .db
        .read(move |conn| {
            let seen = queries::open(conn, &inner.actor, &code, inner.now())?;
            require_one_of(conn, &inner.actor, &seen, &[action])
        })
        .await?;
    accounts::is_own_password(ctx, form.mat_khau.clone()).await
}

fn act(
    conn: &mut DbConnection,
    ctx: &Ctx,
    code: &str,
    form: &PublicationForm,
) -> Result<(Action, String), Refusal> {
    let now = ctx.now();
    let seen = queries::open(conn, &ctx.actor, code, now)?;
    let action = form.viec.action();
    require_one_of(conn, &ctx.actor, &seen, &[action])?;
    let errors = form.errors(ctx.lang());
    if !errors.is_empty() {
        return Err(Refusal::Wrong(errors));
    }
    let act = if action == Action::Redact {
        Act::Redact(Redaction {
            title: form.tieu_de.clone(),
            text: form.noi_dung.clone(),
        })
    } else {
        Act::Simple {
            action,
            note: cleaned(&form.ly_do),
        }
    };
    let doer = Doer::Person(ctx.actor.clone());
    let version = Some(form.phien_ban);
    let after = perform(conn, &doer, now, seen.difficulty.id, version, &act)?;
    Ok((action, after.reference))
}

fn load(
    conn: &mut DbConnection,
    ctx: &Ctx,
    code: &str,
    typed: Option<(PublicationForm, Option<FieldErrors>)>,
) -> Result<PublicationPage, AppError> {
    let seen = queries::open(conn, &ctx.actor, code, ctx.now())?;
    require_one_of(conn, &ctx.actor, &seen, &ACTS)?;
    let difficulty = &seen.difficulty;
    let consent = submissions::consent::current(conn, difficulty.submission_id)?;
    let preview = queries::public_text(conn, difficulty.id)?;
    let made = redactions::last(conn, difficulty.id)?;
    let original = Words {
        title: difficulty.title.clone(),
        body: difficulty.body.clone(),
        ask: difficulty.ask.clone(),
    };
    let is_stale = matches!(typed, Some((_, None)));
    let mut head = Head::load(conn, ctx, difficulty)?;
    if let Some((form, Some(_))) = &typed {
        head.version = form.phien_ban;
    }
    let (form, errors) = match typed {
        Some((form, errors)) => (Some(form), errors.unwrap_or_default()),
        None => (None, FieldErrors::default()),
    };
    let reason = form
        .as_ref()
        .map_or_else(String::new, |form| form.ly_do.clone());
    let mut found = Vec::new();
    let mut leaves_traces = false;
    let (title, text) = match (form, made, &preview) {
        (Some(form), _, _) if form.viec.is_redaction() => {
            leaves_traces = form.leaves_traces();
            found = [&form.tieu_de, &form.noi_dung]
                .into_iter()
                .filter_map(|text| Marked::read(text).ok())
                .flat_map(|marked| must_go(&marked.shown()))
                .map(|finding| (finding.kind, finding.text))
                .collect();
            (form.tieu_de, form.noi_dung)
        }
        (_, Some(made), _) => (made.title, made.text),
        // Published before marks were kept.
        (_, None, Some(preview)) => (preview.title.clone(), preview.text.clone()),
        (_, None, None) => {
            let story = format!("{}\n\n{}", original.body, original.ask);
            found = all_findings(&[&original.title, &story]);
            (proposed(&original.title), proposed(&story))
        }
    };
    Ok(PublicationPage {
        page: Page::load(conn, ctx)?,
        head,
        address: paths::of(paths::PUBLICATION, &difficulty.reference),
        consent,
        publication: difficulty.publication,
        offered: queries::offered(conn, &ctx.actor, &seen)?,
        takes_two: publishing_takes_two(conn, difficulty)?,
        original,
        title,
        text,
        reason,
        found,
        leaves_traces,
        errors,
        is_stale,
        preview,
    })
}

fn all_findings(texts: &[&str]) -> Vec<(FindingKind, String)> {
    texts
        .iter()
        .flat_map(|text| findings(text))
        .map(|finding| (finding.kind, finding.text))
        .collect()
}
