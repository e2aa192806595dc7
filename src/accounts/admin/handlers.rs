//! Load, act, show or redirect.

use std::collections::BTreeSet;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};

use super::actions::{self, AccountState, By, Done};
use super::forms::{self, AccountForm, Filter, SettleForm, VersionForm};
use super::pages::{Fields, LinkPage, ListPage, NewPage, Row, ShowPage, Tab, Waiting};
use super::{paths, policy, queries};
use crate::accounts::queries::{self as rows, Account};
use crate::accounts::{Staff, activation};
use crate::administration::Nav;
use crate::agencies;
use crate::db::{DbConnection, DbError};
use crate::text;
use crate::web::{
    AppError, Ctx, FieldErrors, Form, Page, html, html_with_status, see_other_with_flash,
};

/// Accounts shown on one page; words narrow the rest.
const ROWS_AT_MOST: usize = 200;

/// `/quan-tri/nguoi-dung`.
pub async fn list(ctx: Ctx, filter: web::Query<Filter>) -> Result<HttpResponse, AppError> {
    let inner = ctx.clone();
    let page = ctx
        .app
        .db
        .read(move |conn| load_list(conn, &inner, filter.into_inner()))
        .await?;
    html(&ctx, &page)
}

fn load_list(conn: &mut DbConnection, ctx: &Ctx, filter: Filter) -> Result<ListPage, AppError> {
    let page = Page::load(conn, ctx)?;
    let standing = ids(&agencies::valid_on(conn, page.today)?);
    let waiting: BTreeSet<i64> = queries::open_requests(conn)?
        .into_iter()
        .map(|request| request.account_id)
        .collect();
    let words = text::fold(&text::clean(&filter.q));
    let mut fitting: Vec<Account> = queries::all(conn)?
        .into_iter()
        .filter(|account| !account.role.is_public())
        .filter(|account| filter.vai_tro.is_empty() || account.role.as_str() == filter.vai_tro)
        .filter(|account| {
            filter.het_hieu_luc.is_empty()
                || (account.disabled_at.is_none()
                    && account.agency_id.is_some_and(|id| !standing.contains(&id)))
        })
        .filter(|account| {
            let said = format!("{} {}", account.display_name, account.sign_in_name);
            let said = text::fold(&said);
            words.split_whitespace().all(|word| said.contains(word))
        })
        .collect();
    fitting
        .sort_by_cached_key(|account| (text::person_sort_key(&account.display_name), account.id));
    let count = |state: Option<AccountState>| {
        let some = fitting
            .iter()
            .filter(|account| state.is_none_or(|state| AccountState::of(account) == state));
        i64::try_from(some.count()).unwrap_or_default()
    };
    let mut tabs = vec![Tab {
        label: page.t("common-all").into_owned(),
        address: filter.address(""),
        count: count(None),
        is_current: filter.trang_thai.is_empty(),
    }];
    tabs.extend(AccountState::ALL.into_iter().map(|state| Tab {
        label: page.code("accounts-admin-state", state.code()).into_owned(),
        address: filter.address(state.code()),
        count: count(Some(state)),
        is_current: filter.trang_thai == state.code(),
    }));
    let mut shown: Vec<Row> = fitting
        .into_iter()
        .filter(|account| {
            filter.trang_thai.is_empty() || AccountState::of(account).code() == filter.trang_thai
        })
        .map(|account| Row {
            address: paths::show(account.id),
            agency: agency_name(&page, account.agency_id),
            is_stranded: account.agency_id.is_some_and(|id| !standing.contains(&id)),
            state: AccountState::of(&account),
            waits: waiting.contains(&account.id),
            role: account.role,
            display_name: account.display_name,
            sign_in_name: account.sign_in_name,
        })
        .collect();
    let left_out = shown.len().saturating_sub(ROWS_AT_MOST);
    shown.truncate(ROWS_AT_MOST);
    Ok(ListPage {
        nav: Nav::of(&page),
        left_out: i64::try_from(left_out).unwrap_or_default(),
        page,
        filter,
        tabs,
        rows: shown,
    })
}

fn ids(agencies: &[agencies::Agency]) -> Vec<i64> {
    agencies.iter().map(|agency| agency.id).collect()
}

fn agency_name(page: &Page, id: Option<i64>) -> String {
    id.and_then(|id| page.directory.agency(id))
        .map_or_else(String::new, |agency| agency.name(page.lang).to_owned())
}

/// `/quan-tri/nguoi-dung/moi`.
pub async fn ask_new(ctx: Ctx) -> Result<HttpResponse, AppError> {
    let page = new_page(&ctx, AccountForm::default(), FieldErrors::default()).await?;
    html(&ctx, &page)
}

async fn new_page(ctx: &Ctx, form: AccountForm, errors: FieldErrors) -> Result<NewPage, AppError> {
    let inner = ctx.clone();
    ctx.app
        .db
        .read(move |conn| {
            let page = Page::load(conn, &inner)?;
            let fields = fields(conn, &page, form, errors, None)?;
            Ok::<_, AppError>(NewPage {
                nav: Nav::of(&page),
                fields: Fields {
                    action: paths::NEW.to_owned(),
                    is_new: true,
                    ..fields
                },
                page,
            })
        })
        .await
}

fn fields(
    conn: &mut DbConnection,
    page: &Page,
    form: AccountForm,
    errors: FieldErrors,
    account: Option<&Account>,
) -> Result<Fields, AppError> {
    let offered = offered(conn, page.today, account)?;
    let agencies = offered
        .iter()
        .filter_map(|id| page.directory.agency(*id))
        .map(|agency| {
            let is_chosen = form.don_vi == agency.id.to_string();
            (agency.id, agency.name(page.lang).to_owned(), is_chosen)
        })
        .collect();
    Ok(Fields {
        form,
        agencies,
        errors,
        action: String::new(),
        is_new: false,
        is_own: false,
    })
}

/// Agencies an account may belong to: those of today, and its own.
fn offered(
    conn: &mut DbConnection,
    today: chrono::NaiveDate,
    account: Option<&Account>,
) -> Result<Vec<i64>, AppError> {
    let mut offered = ids(&agencies::valid_on(conn, today)?);
    let own = account.and_then(|account| account.agency_id);
    offered.extend(own.filter(|id| !offered.contains(id)));
    Ok(offered)
}

pub async fn create(ctx: Ctx, form: Form<AccountForm>) -> Result<HttpResponse, AppError> {
    let (staff, now, lang, today) = (me(&ctx)?, ctx.now(), ctx.lang(), ctx.today());
    let typed = form.0.clone();
    let made = ctx
        .app
        .db
        .write(move |conn| {
            let offered = offered(conn, today, None)?;
            let new = match forms::read(lang, &typed, &offered, true) {
                Ok(new) => new,
                Err(errors) => return Ok(Err(errors)),
            };
            if rows::by_sign_in_name(conn, &new.sign_in_name)?.is_some() {
                let mut errors = FieldErrors::default();
                errors.add("ten_dang_nhap", lang.text("accounts-admin-error-taken"));
                return Ok(Err(errors));
            }
            actions::create(conn, &staff, now, &new).map(Ok)
        })
        .await?;
    match made {
        Ok((id, done)) => answer(&ctx, id, done, "flash-accounts-created").await,
        Err(errors) => {
            let page = new_page(&ctx, form.0, errors).await?;
            html_with_status(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

/// `/quan-tri/nguoi-dung/{id}`.
pub async fn show(ctx: Ctx, id: web::Path<i64>) -> Result<HttpResponse, AppError> {
    let page = show_page(&ctx, *id, None, FieldErrors::default()).await?;
    html(&ctx, &page)
}

async fn show_page(
    ctx: &Ctx,
    id: i64,
    typed: Option<AccountForm>,
    errors: FieldErrors,
) -> Result<ShowPage, AppError> {
    let inner = ctx.clone();
    let me = me(ctx)?;
    ctx.app
        .db
        .read(move |conn| load_one(conn, &inner, &me, id, typed, errors))
        .await
}

fn load_one(
    conn: &mut DbConnection,
    ctx: &Ctx,
    me: &Staff,
    id: i64,
    typed: Option<AccountForm>,
    errors: FieldErrors,
) -> Result<ShowPage, AppError> {
    let account = found(conn, id)?;
    let page = Page::load(conn, ctx)?;
    let form = typed.unwrap_or_else(|| AccountForm {
        ten_dang_nhap: account.sign_in_name.clone(),
        ten_hien_thi: account.display_name.clone(),
        vai_tro: account.role.to_string(),
        don_vi: account
            .agency_id
            .map(|id| id.to_string())
            .unwrap_or_default(),
        phien_ban: account.version.to_string(),
    });
    let fields = fields(conn, &page, form, errors, Some(&account))?;
    let waiting = match queries::open_request(conn, id)? {
        None => None,
        Some(request) => Some(Waiting {
            id: request.id,
            kind: request.kind.as_str(),
            role: request.role,
            agency: agency_name(&page, request.agency_id),
            asked_by: rows::find(conn, request.asked_by)?.display_name,
            asked_at: page.moment(&request.asked_at),
            may_confirm: policy::may_settle(me.account_id, request.asked_by, id, true),
            may_refuse: policy::may_settle(me.account_id, request.asked_by, id, false),
        }),
    };
    let is_ended = match account.agency_id {
        Some(agency) => !ids(&agencies::valid_on(conn, page.today)?).contains(&agency),
        None => false,
    };
    Ok(ShowPage {
        nav: Nav::of(&page),
        id,
        agency: agency_name(&page, account.agency_id),
        is_stranded: is_ended,
        state: AccountState::of(&account),
        created_at: page.moment(&account.created_at),
        version: account.version,
        waiting,
        is_alone: queries::others_who_administer(conn, me.account_id)? == 0,
        fields: Fields {
            action: paths::show(id),
            is_own: me.account_id == id,
            ..fields
        },
        role: account.role,
        display_name: account.display_name,
        sign_in_name: account.sign_in_name,
        page,
    })
}

/// An account of the staff; those of filers are their own.
fn found(conn: &mut DbConnection, id: i64) -> Result<Account, AppError> {
    let account = rows::find(conn, id)?;
    if account.role.is_public() {
        return Err(AppError::NotFound);
    }
    Ok(account)
}

pub async fn edit(
    ctx: Ctx,
    id: web::Path<i64>,
    form: Form<AccountForm>,
) -> Result<HttpResponse, AppError> {
    let (by, lang, id) = (by(&ctx)?, ctx.lang(), id.into_inner());
    let (mut typed, today) = (form.0.clone(), ctx.today());
    let edited = ctx
        .app
        .db
        .write(move |conn| {
            let account = seen(conn, id, &typed.phien_ban)?;
            if by.staff.account_id == id {
                // The page of one's own account does not ask for these.
                typed.vai_tro = account.role.to_string();
                typed.don_vi = account
                    .agency_id
                    .map(|id| id.to_string())
                    .unwrap_or_default();
            }
            let offered = offered(conn, today, Some(&account))?;
            let new = match forms::read(lang, &typed, &offered, false) {
                Ok(new) => new,
                Err(errors) => return Ok(Err(errors)),
            };
            let to = (new.display_name.as_str(), new.role, new.agency_id);
            actions::edit(conn, &by, &account, to).map(Ok)
        })
        .await?;
    match edited {
        Ok(done) => answer(&ctx, id, done, "flash-accounts-saved").await,
        Err(errors) => {
            let page = show_page(&ctx, id, Some(form.0), errors).await?;
            html_with_status(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

/// The account as the page showed it, or stale.
fn seen(conn: &mut DbConnection, id: i64, version: &str) -> Result<Account, AppError> {
    let version: i32 = version
        .trim()
        .parse()
        .map_err(|_| AppError::BadInput("error-bad-input-fields"))?;
    let account = found(conn, id)?;
    if account.version == version {
        Ok(account)
    } else {
        Err(AppError::Stale(Vec::new()))
    }
}

type Simple = fn(&mut DbConnection, &By, &Account) -> Result<Done, AppError>;

async fn simply(
    ctx: Ctx,
    id: i64,
    form: VersionForm,
    (act, flash): (Simple, &str),
) -> Result<HttpResponse, AppError> {
    let by = by(&ctx)?;
    let done = ctx
        .app
        .db
        .write(move |conn| {
            let account = seen(conn, id, &form.phien_ban)?;
            act(conn, &by, &account)
        })
        .await?;
    answer(&ctx, id, done, flash).await
}

pub async fn disable(
    ctx: Ctx,
    id: web::Path<i64>,
    form: Form<VersionForm>,
) -> Result<HttpResponse, AppError> {
    let act = (actions::disable as Simple, "flash-accounts-disabled");
    simply(ctx, *id, form.0, act).await
}

pub async fn enable(
    ctx: Ctx,
    id: web::Path<i64>,
    form: Form<VersionForm>,
) -> Result<HttpResponse, AppError> {
    let act = (actions::enable as Simple, "flash-accounts-enabled");
    simply(ctx, *id, form.0, act).await
}

pub async fn link(
    ctx: Ctx,
    id: web::Path<i64>,
    form: Form<VersionForm>,
) -> Result<HttpResponse, AppError> {
    let act = (actions::link as Simple, "flash-accounts-saved");
    simply(ctx, *id, form.0, act).await
}

/// A second administrator decides.
pub async fn settle(
    ctx: Ctx,
    id: web::Path<i64>,
    form: Form<SettleForm>,
) -> Result<HttpResponse, AppError> {
    let (by, id) = (by(&ctx)?, id.into_inner());
    let wrong = || AppError::BadInput("error-bad-input-fields");
    let request_id: i64 = form.0.yeu_cau.trim().parse().map_err(|_| wrong())?;
    let confirms = match form.0.quyet_dinh.as_str() {
        "dong-y" => true,
        "khong" => false,
        _ => return Err(wrong()),
    };
    let done = ctx
        .app
        .db
        .write(move |conn| {
            let account = found(conn, id)?;
            actions::settle(conn, &by, &account, request_id, confirms)
        })
        .await?;
    let flash = if confirms {
        "flash-accounts-confirmed"
    } else {
        "flash-accounts-refused"
    };
    answer(&ctx, id, done, flash).await
}

/// Back to the account; but a link is shown at once and here only, for nothing may keep it: not
/// the address, not a cookie, not the database.
async fn answer(ctx: &Ctx, id: i64, done: Done, flash: &str) -> Result<HttpResponse, AppError> {
    let token = match done {
        Done::Settled => return Ok(see_other_with_flash(ctx, paths::show(id), flash, "")),
        Done::Waits => {
            let flash = "flash-accounts-waits";
            return Ok(see_other_with_flash(ctx, paths::show(id), flash, ""));
        }
        Done::Link(token) => token,
    };
    let inner = ctx.clone();
    let (page, account) = ctx
        .app
        .db
        .read(move |conn| {
            let page = Page::load(conn, &inner)?;
            Ok::<_, DbError>((page, rows::find(conn, id)?))
        })
        .await?;
    let shown = LinkPage {
        nav: Nav::of(&page),
        display_name: account.display_name,
        sign_in_name: account.sign_in_name,
        link: format!("{}{}", page.public_url, activation::path(&token)),
        hours: activation::VALID_HOURS,
        back: paths::show(id),
        page,
    };
    html(ctx, &shown)
}

fn me(ctx: &Ctx) -> Result<Staff, AppError> {
    ctx.actor.staff().cloned().ok_or(AppError::SignInNeeded)
}

fn by(ctx: &Ctx) -> Result<By, AppError> {
    Ok(By {
        staff: me(ctx)?,
        now: ctx.now(),
    })
}
