//! Load, act, show or redirect.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};

use super::forms::{
    ChangePasswordForm, GoOnForm, NewPasswordForm, SignInForm, SignInQuery, new_password_errors,
};
use super::pages::{
    AccountPage, ActivatePage, GoOnPage, GoOnStep, LinkOverPage, LoginRow, MemberAccountPage,
    OwnAccount, SignInPage,
};
use super::queries::Account;
use super::{Begun, Role, activation, logins, passwords, paths, queries, sign_in};
use crate::events::system::SystemAction;
use crate::filers;
use crate::web::visit::{SeenToken, cookies};
use crate::web::{
    AppError, Ctx, FieldErrors, Form, Kept, LocalPath, NoFields, Page, Typed, html,
    html_with_status, see_other, see_other_with_flash,
};

/// The sign-in page; whoever is signed in goes on.
pub async fn ask(ctx: Ctx, query: web::Query<SignInQuery>) -> Result<HttpResponse, AppError> {
    let next = LocalPath::parse(&query.tiep);
    if let Some(role) = ctx.actor.role() {
        return Ok(see_other(onward(next.as_ref(), role)));
    }
    let page = load_page(&ctx).await?;
    let next = next.map(|path| path.to_string()).unwrap_or_default();
    html(
        &ctx,
        &SignInPage {
            page,
            name: String::new(),
            next,
            refused: false,
        },
    )
}

pub async fn sign_in(ctx: Ctx, form: Form<SignInForm>) -> Result<HttpResponse, AppError> {
    let form = form.0;
    let next = LocalPath::parse(&form.tiep);
    let Some(begun) = sign_in::sign_in(&ctx, &form.ten_dang_nhap, &form.mat_khau).await? else {
        let page = load_page(&ctx).await?;
        let next = next.map(|path| path.to_string()).unwrap_or_default();
        let refused = SignInPage {
            page,
            name: form.ten_dang_nhap,
            next,
            refused: true,
        };
        return html_with_status(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &refused);
    };
    let mut answer = see_other(onward(next.as_ref(), begun.role));
    remember(&ctx, &mut answer, &begun)?;
    Ok(answer)
}

/// Where somebody goes once signed in.
fn onward(next: Option<&LocalPath>, role: Role) -> &str {
    let home = if role.is_public() {
        filers::paths::BOARD
    } else {
        paths::AFTER_SIGN_IN
    };
    next.map_or(home, LocalPath::as_str)
}

/// Signs in under a form that was interrupted, and shows the form again, ready to be sent.
pub async fn go_on(ctx: Ctx, typed: web::ReqData<Typed>) -> Result<HttpResponse, AppError> {
    let form = GoOnForm::of(&typed);
    let action =
        LocalPath::parse(&form.action).ok_or(AppError::BadInput("error-bad-input-fields"))?;
    let action = action.to_string();
    let Some(begun) = sign_in::sign_in(&ctx, &form.name, &form.password).await? else {
        let page = load_page(&ctx).await?;
        let kept = Kept::of(&page, &form.typed);
        let again = GoOnPage {
            page,
            action,
            kept,
            name: form.name,
            step: GoOnStep::Again,
        };
        return html_with_status(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &again);
    };
    // The page belongs to the new login already: its form carries a token bound to it.
    let ctx = ctx.signed_in(&begun).await?;
    let page = load_page(&ctx).await?;
    let kept = Kept::of(&page, &form.typed);
    let ready = GoOnPage {
        page,
        action,
        kept,
        name: String::new(),
        step: GoOnStep::Send,
    };
    let mut answer = html(&ctx, &ready)?;
    remember(&ctx, &mut answer, &begun)?;
    Ok(answer)
}

/// Ends this browser's login, whether or not it had already lapsed.
pub async fn sign_out(ctx: Ctx, _form: Form<NoFields>) -> Result<HttpResponse, AppError> {
    for seen in [&ctx.visit.staff, &ctx.visit.member].into_iter().flatten() {
        let (token, now) = (seen.token.clone(), ctx.now());
        ctx.app
            .db
            .write(move |conn| logins::end_by_token(conn, &token, now).map_err(AppError::from))
            .await?;
    }
    let mut answer = see_other_with_flash(&ctx, "/", "flash-signed-out", "");
    forget(&ctx, &mut answer)?;
    Ok(answer)
}

pub async fn activation(ctx: Ctx, token: web::Path<String>) -> Result<HttpResponse, AppError> {
    let token = token.into_inner();
    match account_of_link(&ctx, &token).await? {
        Some(account) => {
            let page = load_page(&ctx).await?;
            let page = activate_page(page, token, account, FieldErrors::default());
            html(&ctx, &page)
        }
        None => link_over(&ctx).await,
    }
}

pub async fn activate(
    ctx: Ctx,
    token: web::Path<String>,
    form: Form<NewPasswordForm>,
) -> Result<HttpResponse, AppError> {
    let (token, form) = (token.into_inner(), form.0);
    ctx.app.limits.sign_in(ctx.visit.address)?;
    let Some(account) = account_of_link(&ctx, &token).await? else {
        return link_over(&ctx).await;
    };
    let name = &account.sign_in_name;
    let errors = new_password_errors(ctx.lang(), name, &form.mat_khau, &form.mat_khau_nhac_lai);
    if !errors.is_empty() {
        let page = load_page(&ctx).await?;
        let page = activate_page(page, token, account, errors);
        return html_with_status(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let hash = passwords::hash_in_turn(form.mat_khau)
        .await
        .map_err(AppError::internal)?;
    let now = ctx.now();
    let redeemed = ctx
        .app
        .db
        .write(move |conn| {
            let account_id = activation::redeem(conn, &token, &hash, now)?;
            if let Some(account_id) = account_id {
                // Whoever was signed in with the former password is not any more.
                logins::end_others(conn, account_id, None, now)?;
                sign_in::record(conn, account_id, SystemAction::SetPassword, now)?;
            }
            Ok::<_, AppError>(account_id)
        })
        .await?;
    match redeemed {
        Some(account_id) => {
            tracing::info!(account_id, "a password was set by a one-time link");
            Ok(see_other_with_flash(
                &ctx,
                paths::SIGN_IN,
                "flash-password-set",
                "",
            ))
        }
        None => link_over(&ctx).await,
    }
}

/// One's own account: name, role, open logins, password.
pub async fn account(ctx: Ctx) -> Result<HttpResponse, AppError> {
    account_page(&ctx, FieldErrors::default()).await
}

pub async fn change_password(
    ctx: Ctx,
    form: Form<ChangePasswordForm>,
) -> Result<HttpResponse, AppError> {
    let form = form.0;
    let (account_id, login_id) = me(&ctx)?;
    let name = ctx
        .app
        .db
        .read(move |conn| queries::find(conn, account_id).map_err(AppError::from))
        .await?
        .sign_in_name;
    let mut errors =
        new_password_errors(ctx.lang(), &name, &form.mat_khau, &form.mat_khau_nhac_lai);
    if errors.is_empty() && !sign_in::is_own_password(&ctx, form.mat_khau_cu).await? {
        errors.add(
            "mat_khau_cu",
            ctx.lang().text("accounts-old-password-wrong"),
        );
    }
    if !errors.is_empty() {
        return account_page(&ctx, errors).await;
    }
    let hash = passwords::hash_in_turn(form.mat_khau)
        .await
        .map_err(AppError::internal)?;
    let now = ctx.now();
    ctx.app
        .db
        .write(move |conn| {
            queries::set_password_hash(conn, account_id, &hash)?;
            sign_in::record(conn, account_id, SystemAction::SetPassword, now)?;
            logins::end_others(conn, account_id, Some(login_id), now).map_err(AppError::from)
        })
        .await?;
    tracing::info!(account_id, "a password was changed");
    Ok(see_other_with_flash(
        &ctx,
        paths::ACCOUNT,
        "flash-password-changed",
        "",
    ))
}

/// Ends one of one's own logins; ending this one is signing out.
pub async fn end_login(
    ctx: Ctx,
    id: web::Path<i64>,
    _form: Form<NoFields>,
) -> Result<HttpResponse, AppError> {
    let (account_id, login_id) = me(&ctx)?;
    let (id, now) = (id.into_inner(), ctx.now());
    ctx.app
        .db
        .write(move |conn| {
            logins::end_of_account(conn, account_id, id, now).map_err(AppError::from)
        })
        .await?;
    if id == login_id {
        let mut answer = see_other_with_flash(&ctx, "/", "flash-signed-out", "");
        forget(&ctx, &mut answer)?;
        return Ok(answer);
    }
    Ok(see_other_with_flash(
        &ctx,
        paths::ACCOUNT,
        "flash-login-ended",
        "",
    ))
}

/// The account and the login of this browser.
fn me(ctx: &Ctx) -> Result<(i64, i64), AppError> {
    ctx.actor.account().ok_or(AppError::SignInNeeded)
}

pub(super) async fn load_page(ctx: &Ctx) -> Result<Page, AppError> {
    let for_page = ctx.clone();
    ctx.app
        .db
        .read(move |conn| Page::load(conn, &for_page).map_err(AppError::from))
        .await
}

async fn account_of_link(ctx: &Ctx, token: &str) -> Result<Option<Account>, AppError> {
    let (token, now) = (token.to_owned(), ctx.now());
    ctx.app
        .db
        .read(move |conn| {
            let Some(account_id) = activation::account_of(conn, &token, now)? else {
                return Ok(None);
            };
            let account = queries::find(conn, account_id)?;
            Ok::<_, AppError>(Some(account).filter(|account| account.disabled_at.is_none()))
        })
        .await
}

fn activate_page(page: Page, token: String, account: Account, errors: FieldErrors) -> ActivatePage {
    ActivatePage {
        page,
        token,
        display_name: account.display_name,
        sign_in_name: account.sign_in_name,
        least: least_chars(),
        errors,
    }
}

async fn link_over(ctx: &Ctx) -> Result<HttpResponse, AppError> {
    let page = load_page(ctx).await?;
    html_with_status(ctx, StatusCode::NOT_FOUND, &LinkOverPage { page })
}

async fn account_page(ctx: &Ctx, errors: FieldErrors) -> Result<HttpResponse, AppError> {
    let (account_id, login_id) = me(ctx)?;
    let (for_page, now) = (ctx.clone(), ctx.now());
    let (page, own) = ctx
        .app
        .db
        .read(move |conn| {
            let page = Page::load(conn, &for_page)?;
            let account = queries::find(conn, account_id)?;
            let logins = logins::open_of_account(conn, account_id, now)?
                .into_iter()
                .map(|(id, since, until)| LoginRow {
                    id,
                    since,
                    until,
                    is_this_one: id == login_id,
                })
                .collect();
            let staff = for_page.actor.staff();
            let own = OwnAccount {
                agency: staff
                    .map_or_else(String::new, |staff| staff.agency_name(page.lang).to_owned()),
                display_name: account.display_name,
                sign_in_name: account.sign_in_name,
                role: account.role,
                logins,
                least: least_chars(),
            };
            Ok::<_, AppError>((page, own))
        })
        .await?;
    let status = if errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    if own.role.is_public() {
        return html_with_status(ctx, status, &MemberAccountPage { page, own, errors });
    }
    html_with_status(ctx, status, &AccountPage { page, own, errors })
}

pub(super) fn least_chars() -> i64 {
    i64::try_from(passwords::MIN_CHARS).unwrap_or_default()
}

/// Keeps the login that has begun, and forgets one of the other kind.
fn remember(ctx: &Ctx, answer: &mut HttpResponse, begun: &Begun) -> Result<(), AppError> {
    let text = SeenToken::text(&ctx.app, &begun.token);
    let (kept, gone) = if begun.is_staff() {
        (cookies::STAFF, cookies::MEMBER)
    } else {
        (cookies::MEMBER, cookies::STAFF)
    };
    answer
        .add_cookie(&ctx.visit.cookie(kept, text, None))
        .map_err(AppError::internal)?;
    if ctx.visit.staff.is_none() && ctx.visit.member.is_none() {
        return Ok(());
    }
    answer
        .add_cookie(&ctx.visit.cookie(gone, String::new(), Some(0)))
        .map_err(AppError::internal)
}

fn forget(ctx: &Ctx, answer: &mut HttpResponse) -> Result<(), AppError> {
    [cookies::STAFF, cookies::MEMBER]
        .into_iter()
        .try_for_each(|name| {
            answer
                .add_cookie(&ctx.visit.cookie(name, String::new(), Some(0)))
                .map_err(AppError::internal)
        })
}
