//! Accounts that filers make for themselves. Nobody needs one to file: it keeps what they filed
//! together.
//!
//! The page answers a name that is free and one that is taken with the same words after the same
//! work. There is nobody to send a letter that would say more; whoever tries to sign in with what
//! they chose learns whether it became theirs, as slowly as anybody who guesses passwords.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use serde::Deserialize;

use super::forms::new_password_errors;
use super::handlers::{least_chars, load_page};
use super::queries::sign_in_key;
use super::{Role, passwords, paths, queries};
use crate::filers::paths as filers;
use crate::filers::phone::Phone;
use crate::text::clean;
use crate::web::limits::NAME_LETTERS;
use crate::web::{
    AppError, Ctx, FieldErrors, Form, Page, html, html_with_status, see_other, see_other_with_flash,
};

/// Octets of an address by RFC 5321, 4.5.3.1.3.
const SIGN_IN_LETTERS: usize = 254;

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SignUpForm {
    /// A telephone number or an e-mail address.
    dien_thoai_hoac_thu: String,
    ten_hien_thi: String,
    mat_khau: String,
    mat_khau_nhac_lai: String,
}

impl SignUpForm {
    fn name(&self) -> String {
        clean(&self.ten_hien_thi)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    }

    fn errors(&self, ctx: &Ctx) -> FieldErrors {
        let lang = ctx.lang();
        let typed = self.dien_thoai_hoac_thu.trim();
        let mut errors = FieldErrors::default();
        if typed.is_empty() {
            errors.add(
                "dien_thoai_hoac_thu",
                lang.text("accounts-sign-up-need-name"),
            );
        } else if typed.chars().count() > SIGN_IN_LETTERS || !is_contact(typed) {
            errors.add(
                "dien_thoai_hoac_thu",
                lang.text("accounts-sign-up-no-contact"),
            );
        }
        if self.name().is_empty() {
            errors.add("ten_hien_thi", lang.text("accounts-sign-up-need-shown"));
        } else if self.name().chars().count() > NAME_LETTERS {
            errors.add("ten_hien_thi", lang.text("accounts-sign-up-long"));
        }
        // A password that holds the number is found first by whoever knows the number.
        let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
        let plain = if typed.contains('@') || digits.is_empty() {
            sign_in_key(typed)
        } else {
            digits
        };
        let name = if plain.is_empty() { "\u{0}" } else { &plain };
        let of_password = new_password_errors(lang, name, &self.mat_khau, &self.mat_khau_nhac_lai);
        for (field, message) in of_password.iter() {
            errors.add(field.to_owned(), message);
        }
        errors
    }
}

/// Only what reaches a person can be called back about a forgotten password.
fn is_contact(typed: &str) -> bool {
    let is_mail = typed
        .split_once('@')
        .is_some_and(|(who, host)| !who.is_empty() && host.contains('.'));
    (is_mail && !typed.contains(char::is_whitespace))
        || (!typed.contains('@') && Phone::parse(typed).is_plausible())
}

#[derive(Template)]
#[template(path = "accounts/sign_up.html")]
struct SignUpPage {
    page: Page,
    form: SignUpForm,
    least: i64,
    errors: FieldErrors,
}

/// A password cannot be sent to anybody: who can help, and what works without one.
#[derive(Template)]
#[template(path = "accounts/forgotten.html")]
struct ForgottenPage {
    page: Page,
}

/// The form; whoever is signed in goes on.
pub async fn ask(ctx: Ctx) -> Result<HttpResponse, AppError> {
    if ctx.actor.role().is_some() {
        return Ok(see_other(filers::BOARD));
    }
    show(&ctx, SignUpForm::default(), FieldErrors::default()).await
}

/// Makes the account, unless the name is taken, and says the same either way.
pub async fn sign_up(ctx: Ctx, form: Form<SignUpForm>) -> Result<HttpResponse, AppError> {
    let form = form.0;
    ctx.app.limits.sign_in(ctx.visit.address)?;
    let errors = form.errors(&ctx);
    if !errors.is_empty() {
        return show(&ctx, form, errors).await;
    }
    let hash = passwords::hash_in_turn(form.mat_khau.clone())
        .await
        .map_err(AppError::internal)?;
    let (now, name) = (ctx.now(), form.name());
    ctx.app
        .db
        .write(move |conn| {
            let sign_in = &form.dien_thoai_hoac_thu;
            if queries::by_sign_in_name(conn, sign_in)?.is_some() {
                queries::count_idle_try(conn)?;
                return Ok(());
            }
            let id = queries::create(conn, sign_in, &name, Role::Filer, None, now)?;
            queries::set_password_hash(conn, id, &hash)?;
            Ok::<_, AppError>(())
        })
        .await?;
    Ok(see_other_with_flash(
        &ctx,
        paths::SIGN_IN,
        "flash-signed-up",
        "",
    ))
}

pub async fn forgotten(ctx: Ctx) -> Result<HttpResponse, AppError> {
    let page = load_page(&ctx).await?;
    html(&ctx, &ForgottenPage { page })
}

async fn show(ctx: &Ctx, form: SignUpForm, errors: FieldErrors) -> Result<HttpResponse, AppError> {
    let status = if errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let shown = SignUpPage {
        page: load_page(ctx).await?,
        form,
        least: least_chars(),
        errors,
    };
    html_with_status(ctx, status, &shown)
}
