//! The two boxes: by public number, and by look-up code. A code that was never given out, a
//! mistyped one and a right one with a wrong contact get the same words, the same status and the
//! same work.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Query;
use serde::Deserialize;

use super::forms::{Kept, LookUpForm};
use super::pages::{LookUpPage, OpenAgainPage, RowView, StatusPage};
use super::queries::Given;
use super::{handlers, own, paths, queries};
use crate::accounts::{FilerLogin, logins};
use crate::difficulties::queries::{canonical_reference, of_submission};
use crate::filers::phone::Phone;
use crate::submissions::LookupCode;
use crate::submissions::actions::lookup_hash;
use crate::web::secret::same;
use crate::web::visit::{SeenToken, cookies};
use crate::web::{
    AppError, Ctx, FieldErrors, Form, NoFields, Page, html, html_with_status, see_other,
    see_other_with_flash,
};

/// A public number in the address, as short links may carry it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct LookUpQuery {
    #[serde(rename = "ma")]
    reference: String,
}

/// The boxes, and what this browser has open.
pub async fn page(ctx: Ctx, query: Query<LookUpQuery>) -> Result<HttpResponse, AppError> {
    let reference = canonical_reference(&query.reference);
    if !reference.is_empty() {
        return Ok(see_other(paths::file(&reference)));
    }
    let empty = LookUpForm::default();
    boxes(ctx, empty, FieldErrors::default(), StatusCode::OK).await
}

async fn boxes(
    ctx: Ctx,
    form: LookUpForm,
    errors: FieldErrors,
    status: StatusCode,
) -> Result<HttpResponse, AppError> {
    let seen_by = ctx.clone();
    let (page, opened) = ctx
        .app
        .db
        .read(move |conn| -> Result<(Page, Vec<RowView>), AppError> {
            let page = Page::load(conn, &seen_by)?;
            let opened = match seen_by.actor.filer() {
                Some(filer) => own::rows(conn, &seen_by, &page, filer.submission_id)?,
                None => Vec::new(),
            };
            Ok((page, opened))
        })
        .await?;
    let shown = LookUpPage {
        page,
        reference: form.reference,
        code: form.code,
        contact: form.contact,
        errors,
        opened,
    };
    html_with_status(&ctx, status, &shown)
}

/// Looks up. A code typed into the box of numbers is read as a code, so that it never becomes
/// part of an address.
pub async fn look_up(ctx: Ctx, Form(mut form): Form<LookUpForm>) -> Result<HttpResponse, AppError> {
    if form.code.trim().is_empty() && !form.reference.trim().is_empty() {
        if LookupCode::parse(&form.reference).is_err() {
            return by_reference(ctx, form).await;
        }
        form.code = std::mem::take(&mut form.reference);
    }
    if form.code.trim().is_empty() {
        let mut errors = FieldErrors::default();
        errors.add("ma_bi_mat", ctx.lang().text("tracking-empty"));
        return refused(ctx, form, errors).await;
    }
    ctx.app.limits.look_up(ctx.visit.address)?;
    let found = find(&ctx, &form.code).await?;
    let has_contact = !form.contact.trim().is_empty();
    let matches = is_theirs(&form.contact, found.as_ref());
    match found {
        Some(given) if !has_contact && form.go_on.is_empty() => {
            by_code_alone(ctx, form.code, given.submission_id).await
        }
        Some(given) if matches => open(ctx, form, given.submission_id).await,
        _ => {
            let mut errors = FieldErrors::default();
            errors.add("ma_bi_mat", ctx.lang().text("tracking-wrong"));
            refused(ctx, form, errors).await
        }
    }
}

async fn by_reference(ctx: Ctx, form: LookUpForm) -> Result<HttpResponse, AppError> {
    let reference = canonical_reference(&form.reference);
    if reference.is_empty() {
        let mut errors = FieldErrors::default();
        errors.add("ma_ho_so", ctx.lang().text("tracking-no-reference"));
        return refused(ctx, form, errors).await;
    }
    Ok(see_other(paths::file(&reference)))
}

async fn refused(
    ctx: Ctx,
    mut form: LookUpForm,
    errors: FieldErrors,
) -> Result<HttpResponse, AppError> {
    let kept = form.take_kept();
    if form.go_on.is_empty() {
        return boxes(ctx, form, errors, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let page = load_page(&ctx).await?;
    let shown = OpenAgainPage {
        page,
        go_on: form.go_on,
        contact: form.contact,
        kept: Kept { errors, ..kept },
        is_wrong: true,
    };
    html_with_status(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &shown)
}

pub(super) async fn load_page(ctx: &Ctx) -> Result<Page, AppError> {
    let visitor = ctx.clone();
    ctx.app
        .db
        .read(move |conn| -> Result<Page, AppError> { Ok(Page::load(conn, &visitor)?) })
        .await
}

/// The submission of a code. What is no code at all is looked for all the same, under a hash
/// that no code has, so that the answer takes as long.
async fn find(ctx: &Ctx, typed: &str) -> Result<Option<Given>, AppError> {
    let secret = &ctx.app.secret;
    let hash = match LookupCode::parse(typed) {
        Ok(code) => lookup_hash(secret, &code),
        Err(_) => secret.mac("lookup-hash-none", &[typed.as_bytes()]).to_vec(),
    };
    ctx.app
        .db
        .read(move |conn| -> Result<_, AppError> { Ok(queries::by_code(conn, &hash)?) })
        .await
}

/// The submission of a look-up code together with the phone or e-mail given at filing.
///
/// # Errors
/// [`AppError::TooMany`] when the address asks too often; or when the database fails.
pub async fn theirs(ctx: &Ctx, code: &str, contact: &str) -> Result<Option<i64>, AppError> {
    ctx.app.limits.look_up(ctx.visit.address)?;
    let found = find(ctx, code).await?;
    let is_theirs = is_theirs(contact, found.as_ref());
    Ok(found.filter(|_| is_theirs).map(|given| given.submission_id))
}

/// Whether the contact is the phone or the e-mail given at filing; compared against nothing
/// where there is no submission.
fn is_theirs(contact: &str, given: Option<&Given>) -> bool {
    let (phone, email) = given.map_or(("", ""), |given| {
        (
            given.phone.as_str(),
            given.email.as_deref().unwrap_or_default(),
        )
    });
    let is_phone = Phone::parse(phone).is_same_line(&Phone::parse(contact));
    let plain = |text: &str| text.trim().to_lowercase();
    let is_email = same(&plain(email), &plain(contact)) && !email.trim().is_empty();
    is_phone || is_email
}

async fn by_code_alone(
    ctx: Ctx,
    code: String,
    submission_id: i64,
) -> Result<HttpResponse, AppError> {
    let visitor = ctx.clone();
    let (page, rows) = ctx
        .app
        .db
        .read(move |conn| -> Result<_, AppError> {
            let page = Page::load(conn, &visitor)?;
            let rows = own::rows(conn, &visitor, &page, submission_id)?;
            Ok((page, rows))
        })
        .await?;
    html(&ctx, &StatusPage { page, code, rows })
}

/// Opens the submission for this browser, in place of what it had open before.
async fn open(
    mut ctx: Ctx,
    mut form: LookUpForm,
    submission_id: i64,
) -> Result<HttpResponse, AppError> {
    let (now, before) = (ctx.now(), ctx.actor.filer().map(|filer| filer.login_id));
    let (token, references) = ctx
        .app
        .db
        .write(move |conn| -> Result<_, AppError> {
            if let Some(login_id) = before {
                logins::end(conn, login_id, now)?;
            }
            let token = logins::begin_filer(conn, submission_id, now)?;
            let references: Vec<String> = of_submission(conn, submission_id)?
                .into_iter()
                .map(|difficulty| difficulty.reference)
                .collect();
            Ok((token, references))
        })
        .await?;
    let cookie = SeenToken::text(&ctx.app, &token);
    let cookie = ctx.visit.cookie(cookies::FILER, cookie, None);
    let address = match references.as_slice() {
        [one] => paths::file(one),
        _ => paths::LOOK_UP.to_owned(),
    };
    let kept = form.take_kept();
    let mut response = match act_of(&form.go_on) {
        Some((reference, act)) if references.contains(&reference) => {
            // The page is answered right here, under the login that has just begun: what was
            // typed cannot travel through a redirect.
            ctx.actor.filer = Some(FilerLogin {
                login_id: 0,
                submission_id,
            });
            handlers::show_kept(ctx, reference, act, kept, StatusCode::OK).await?
        }
        _ => see_other(address),
    };
    response.add_cookie(&cookie).map_err(AppError::internal)?;
    Ok(response)
}

/// An act of a filer's page, read from the address its form was sent to.
fn act_of(address: &str) -> Option<(String, handlers::Shown)> {
    let (code, act) = address.strip_prefix("/ho-so/")?.split_once('/')?;
    let shown = match act {
        "danh-gia" | "trao-doi" => handlers::Shown::Own,
        "rut" => handlers::Shown::Withdraw,
        _ => return None,
    };
    Some((canonical_reference(code), shown))
}

/// Ends the look-up: the row and the cookie.
pub async fn leave(ctx: Ctx, _form: Form<NoFields>) -> Result<HttpResponse, AppError> {
    if let Some(filer) = ctx.actor.filer() {
        let (login_id, now) = (filer.login_id, ctx.now());
        ctx.app
            .db
            .write(move |conn| -> Result<(), AppError> { Ok(logins::end(conn, login_id, now)?) })
            .await?;
    }
    let mut response = see_other_with_flash(&ctx, paths::LOOK_UP, "flash-look-up-ended", "");
    let gone = ctx.visit.cookie(cookies::FILER, String::new(), Some(0));
    response.add_cookie(&gone).map_err(AppError::internal)?;
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(phone: &str, email: Option<&str>) -> Given {
        Given {
            submission_id: 1,
            phone: phone.into(),
            email: email.map(Into::into),
        }
    }

    #[test]
    fn a_contact_is_theirs_however_it_is_written() {
        let lan = given("0912 345 678", Some("Lan@example.vn"));
        for contact in ["0912345678", "+84 912 345 678", " lan@EXAMPLE.vn "] {
            assert!(is_theirs(contact, Some(&lan)), "{contact}");
        }
        for contact in ["", "0912345679", "lan@example.com"] {
            assert!(!is_theirs(contact, Some(&lan)), "{contact}");
            assert!(!is_theirs(contact, None), "{contact}");
        }
    }

    #[test]
    fn no_contact_opens_nothing_that_was_filed_without_one() {
        assert!(!is_theirs("", Some(&given("", None))));
        assert!(!is_theirs(" ", Some(&given("", Some("")))));
    }

    #[test]
    fn only_the_acts_of_a_filers_page_are_gone_on_with() {
        assert!(act_of("/ho-so/kk24-417/trao-doi").is_some());
        for other in [
            "",
            "/dang-nhap",
            "//example.vn/ho-so/x/rut",
            "/ho-so/KK24-0417/sua",
        ] {
            assert!(act_of(other).is_none(), "{other}");
        }
    }
}
