//! The page of one's particulars: the fields of the second step, kept for every filing to come.

use actix_web::HttpResponse;
use askama::Template;

use super::profile::{self, Profile, Saved};
use super::{FilerKind, paths};
use crate::difficulties::IdentityLevel;
use crate::submissions::content::{Particulars, UNSURE};
use crate::submissions::forms::FilerForm;
use crate::submissions::handlers::filer_texts;
use crate::submissions::pages::{FILER_FIELDS, FilerFields, Sheet, kept_tax_code, shown_tax_code};
use crate::submissions::places;
use crate::web::{AppError, Ctx, FieldErrors, Form, Page, html_with_status, see_other_with_flash};

#[derive(Template)]
#[template(path = "filers/profile.html")]
struct ProfilePage {
    page: Page,
    sheet: Sheet,
    fields: FilerFields,
    is_association: bool,
}

/// The particulars as they stand.
pub async fn show(ctx: Ctx) -> Result<HttpResponse, AppError> {
    page(&ctx, None, &FieldErrors::default(), None).await
}

/// Keeps them; every filing from now on begins with them.
pub async fn save(ctx: Ctx, form: Form<FilerForm>) -> Result<HttpResponse, AppError> {
    let account_id = account(&ctx)?;
    let form = form.0;
    let (commune, chosen, today) = (
        form.commune(),
        form.chosen_commune().to_owned(),
        ctx.today(),
    );
    let (place, stands) = ctx
        .app
        .db
        .read(move |conn| {
            let place = places::settle(conn, &commune, &chosen, today)?;
            Ok::<_, AppError>((place, profile::of_account(conn, account_id)?))
        })
        .await?;
    let before = stands.map(|stands| stands.particulars).unwrap_or_default();
    let typed = form.particulars(&place);
    let typed = Particulars {
        tax_code: kept_tax_code(&typed.tax_code, &before.tax_code),
        // Chosen anew with every filing, for they belong to what is told.
        identity: String::new(),
        names_official: false,
        ..typed
    };
    let errors = errors(&ctx, &typed);
    if !errors.is_empty() {
        return page(&ctx, Some((typed, form.version())), &errors, None).await;
    }
    let (seen, now, kept) = (form.version(), ctx.now(), typed.clone());
    let saved = ctx
        .app
        .db
        .write(move |conn| Ok::<_, AppError>(profile::save(conn, account_id, seen, &kept, now)?))
        .await?;
    match saved {
        Saved::Done => Ok(see_other_with_flash(
            &ctx,
            paths::BOARD,
            "flash-profile-saved",
            "",
        )),
        Saved::Stale(stands) => {
            let typed = Some((typed, stands.version));
            page(&ctx, typed, &FieldErrors::default(), Some(*stands)).await
        }
    }
}

fn account(ctx: &Ctx) -> Result<i64, AppError> {
    ctx.actor
        .member()
        .map(|member| member.account_id)
        .ok_or(AppError::SignInNeeded)
}

/// As the second step judges them, but for what is chosen with each filing.
fn errors(ctx: &Ctx, typed: &Particulars) -> FieldErrors {
    let complete = Particulars {
        identity: IdentityLevel::Open.as_str().to_owned(),
        ..typed.clone()
    };
    complete.errors(ctx.lang())
}

async fn page(
    ctx: &Ctx,
    typed: Option<(Particulars, i32)>,
    errors: &FieldErrors,
    stands: Option<Profile>,
) -> Result<HttpResponse, AppError> {
    let (inner, errors, account_id) = (ctx.clone(), errors.clone(), account(ctx)?);
    let shown = ctx
        .app
        .db
        .read(move |conn| {
            let page = Page::load(conn, &inner)?;
            let kept = profile::of_account(conn, account_id)?;
            let mut sheet = Sheet::of(&page, None).with_errors(&errors, &FILER_FIELDS);
            let member = inner.actor.member();
            let mut filer = match (typed, kept) {
                (Some((filer, version)), _) => {
                    sheet.version = version;
                    filer
                }
                (None, Some(kept)) => {
                    sheet.version = kept.version;
                    kept.particulars
                }
                (None, None) => Particulars {
                    name: member.map_or_else(String::new, |member| member.display_name.clone()),
                    ..Particulars::default()
                },
            };
            filer.tax_code = shown_tax_code(&filer.tax_code);
            if let Some(stands) = stands {
                sheet = sheet.with_current(filer_texts(&page, &stands.particulars));
            }
            let communes = places::settle(conn, &filer.commune, "", inner.today())?.choices();
            Ok::<_, AppError>(ProfilePage {
                page,
                sheet,
                fields: FilerFields { filer, communes },
                is_association: member.is_some_and(crate::accounts::Member::is_association),
            })
        })
        .await?;
    html_with_status(ctx, shown.sheet.status(), &shown)
}
