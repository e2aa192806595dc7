//! Letting the public read: the original beside a text without personal data, what still points
//! to a person, how it will look, and the button of a second glance.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::forms::{PublicationDeed, PublicationForm, cleaned};
use super::head::Head;
use super::record::PublicText;
use super::refusal::{Refusal, require_one_of};
use super::view::Words;
use super::{handlers, paths, queries};
use crate::db::DbConnection;
use crate::difficulties::actions::{Act, Doer, Redaction, perform};
use crate::difficulties::{Action, Publication, PublicationConsent};
use crate::redaction::{FindingKind, findings};
use crate::submissions;
use crate::web::{AppError, Ctx, FieldErrors, Form, Page, html, html_with_status};

/// Everything that may be done here.
const ACTS: [Action; 4] = [
    Action::Publish,
    Action::Redact,
    Action::ProposePublication,
    Action::Unpublish,
];
/// What stands where a passage was taken out.
const COVERED: &str = "[…]";

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
    /// Passages that point to a person: kind and words.
    found: Vec<(FindingKind, String)>,
    /// They were taken out of the text that is offered; otherwise they still stand in it.
    is_covered: bool,
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
    let (inner, typed, asked) = (ctx.clone(), form.0.clone(), code.clone());
    let sent = ctx
        .app
        .db
        .write(move |conn| act(conn, &inner, &asked, &typed))
        .await;
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
        .read(move |conn| load(conn, &inner, &code, Some((form.0, errors))))
        .await?;
    html_with_status(&ctx, status, &page)
}

fn act(
    conn: &mut DbConnection,
    ctx: &Ctx,
    code: &str,
    form: &PublicationForm,
) -> Result<(Action, String), Refusal> {
    let now = ctx.now();
    let seen = queries::open(conn, &ctx.actor, code, now)?;
    let action = match form.viec {
        PublicationDeed::Redact => Action::Redact,
        PublicationDeed::Publish => Action::Publish,
        PublicationDeed::Propose => Action::ProposePublication,
        PublicationDeed::Unpublish => Action::Unpublish,
    };
    require_one_of(conn, &ctx.actor, &seen, &[action])?;
    let errors = form.errors(ctx.lang());
    if !errors.is_empty() {
        return Err(Refusal::Wrong(errors));
    }
    let act = match form.viec {
        PublicationDeed::Redact => Act::Redact(Redaction {
            title: cleaned(&form.tieu_de),
            text: cleaned(&form.noi_dung),
        }),
        _ => Act::Simple {
            action,
            note: cleaned(&form.ly_do),
        },
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
    let submission = submissions::queries::find(conn, difficulty.submission_id)?;
    let preview = queries::public_text(conn, difficulty.id)?;
    let original = Words {
        title: difficulty.title.clone(),
        body: difficulty.body.clone(),
        ask: difficulty.ask.clone(),
    };
    let was_typed = typed.is_some();
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
    let (title, text, found) = match (form, &preview) {
        (Some(form), _) if form.viec == PublicationDeed::Redact => {
            let found = all_findings(&[&form.tieu_de, &form.noi_dung]);
            (form.tieu_de, form.noi_dung, found)
        }
        (_, Some(preview)) => (preview.title.clone(), preview.text.clone(), Vec::new()),
        _ => {
            let story = format!("{}\n\n{}", original.body, original.ask);
            let found = all_findings(&[&original.title, &story]);
            (covered(&original.title), covered(&story), found)
        }
    };
    Ok(PublicationPage {
        page: Page::load(conn, ctx)?,
        head,
        address: paths::of(paths::PUBLICATION, &difficulty.reference),
        consent: submission.publication_consent,
        publication: difficulty.publication,
        offered: queries::offered(conn, &ctx.actor, &seen)?,
        original,
        title,
        text,
        reason,
        found,
        is_covered: !was_typed,
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

/// The text with every finding covered: a start for the person who reads it, not a decision.
fn covered(text: &str) -> String {
    let mut rest = 0;
    let mut shown = String::with_capacity(text.len());
    for finding in findings(text) {
        shown.push_str(text.get(rest..finding.range.start).unwrap_or_default());
        shown.push_str(COVERED);
        rest = finding.range.end;
    }
    shown.push_str(text.get(rest..).unwrap_or_default());
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_points_to_a_person_is_covered_and_the_rest_stays() {
        let told = "Gọi 0912 345 678 hoặc lan@example.vn, trước 5/7/2024.";
        assert_eq!(covered(told), "Gọi […] hoặc […], trước 5/7/2024.");
        assert_eq!(covered("Không có gì."), "Không có gì.");
    }
}
