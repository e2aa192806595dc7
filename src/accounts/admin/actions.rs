//! What can happen to an account: check, change, record, in the one transaction of the caller.

use std::borrow::Cow;

use chrono::NaiveDateTime;
use diesel::QueryResult;
use serde_json::{Value, json};

use super::policy::{self, Act, Takes};
use super::queries::{self, Request};
use crate::accounts::queries::{self as rows, Account};
use crate::accounts::{Role, Staff, activation, logins};
use crate::db::DbConnection;
use crate::events::system::{self, NewSystemEvent, Subject, SystemAction};
use crate::text_enum::text_enum;
use crate::web::AppError;

text_enum! {
    /// What a second administrator is asked to confirm.
    pub enum Kind {
        Role = "role",
        Enable = "enable",
        Link = "link",
    }
}

/// How an account stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountState {
    Active,
    /// Its owner has not set a password yet.
    New,
    Disabled,
}

impl AccountState {
    pub const ALL: [Self; 3] = [Self::Active, Self::New, Self::Disabled];

    #[must_use]
    pub fn of(account: &Account) -> Self {
        if account.disabled_at.is_some() {
            Self::Disabled
        } else if account.password_hash.is_none() {
            Self::New
        } else {
            Self::Active
        }
    }

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::New => "new",
            Self::Disabled => "disabled",
        }
    }
}

/// How an act ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Done {
    Settled,
    /// Nothing changed yet: a second administrator is asked.
    Waits,
    /// The token of a one-time link, which nothing keeps.
    Link(String),
}

/// An account to be made.
#[derive(Debug, Clone)]
pub struct NewAccount {
    pub sign_in_name: String,
    pub display_name: String,
    pub role: Role,
    pub agency_id: Option<i64>,
}

/// Who acts, and when.
#[derive(Debug, Clone)]
pub(super) struct By {
    pub staff: Staff,
    pub now: NaiveDateTime,
}

impl By {
    fn record(
        &self,
        conn: &mut DbConnection,
        action: SystemAction,
        account_id: i64,
        data: Value,
    ) -> QueryResult<()> {
        let event = NewSystemEvent {
            account_id: Some(self.staff.account_id),
            action,
            subject: Subject::Account,
            subject_id: Some(account_id),
            data,
            at: self.now,
        };
        system::append(conn, &event).map(drop)
    }

    fn takes(&self, act: Act, account: &Account) -> Takes {
        policy::takes(act, account.role, account.id == self.staff.account_id)
    }
}

const fn not_now(key: &'static str) -> AppError {
    AppError::NotNow(Cow::Borrowed(key))
}

/// Makes an account and the link for its owner. One with a powerful role is made shut, and opens
/// when a second administrator confirms it.
///
/// # Errors
/// When the database fails; a unique violation when the sign-in name is taken.
pub fn create(
    conn: &mut DbConnection,
    staff: &Staff,
    now: NaiveDateTime,
    new: &NewAccount,
) -> Result<(i64, Done), AppError> {
    let by = By {
        staff: staff.clone(),
        now,
    };
    let id = rows::create(
        conn,
        &new.sign_in_name,
        &new.display_name,
        new.role,
        new.agency_id,
        now,
    )?;
    let data = json!({ "role": new.role.as_str(), "agency": new.agency_id });
    by.record(conn, SystemAction::CreateAccount, id, data)?;
    if !new.role.takes_two_to_give() {
        return Ok((id, issue(conn, &by, id)?));
    }
    let account = rows::find(conn, id)?;
    let mut shut = account.clone();
    shut.disabled_at = Some(now);
    write(conn, &account, &shut)?;
    ask(conn, &by, &shut, Kind::Role, (new.role, new.agency_id))?;
    Ok((id, Done::Waits))
}

/// Changes name, role and agency. A change of role or agency ends every login of the account.
pub(super) fn edit(
    conn: &mut DbConnection,
    by: &By,
    account: &Account,
    (display_name, role, agency_id): (&str, Role, Option<i64>),
) -> Result<Done, AppError> {
    let mut after = account.clone();
    display_name.clone_into(&mut after.display_name);
    let moves = role != account.role || agency_id != account.agency_id;
    let act = if moves {
        Act::GiveRole(role)
    } else {
        Act::Rename
    };
    let takes = by.takes(act, account);
    match takes {
        Takes::NotOneself => return Err(not_now("not-now-own-role")),
        Takes::Two => ask(conn, by, account, Kind::Role, (role, agency_id))?,
        Takes::One if moves => (after.role, after.agency_id) = (role, agency_id),
        Takes::One => {}
    }
    write(conn, account, &after)?;
    if after.display_name != account.display_name {
        by.record(conn, SystemAction::EditAccount, account.id, json!({}))?;
    }
    if (after.role, after.agency_id) != (account.role, account.agency_id) {
        changed_role(conn, by, account, &after)?;
    }
    Ok(match takes {
        Takes::Two => Done::Waits,
        _ => Done::Settled,
    })
}

fn changed_role(
    conn: &mut DbConnection,
    by: &By,
    before: &Account,
    after: &Account,
) -> QueryResult<()> {
    // Rights are read at every request; the logins end so that nobody goes on on an old page.
    logins::end_others(conn, after.id, None, by.now)?;
    let data = json!({
        "from": before.role.as_str(), "to": after.role.as_str(),
        "agency_from": before.agency_id, "agency_to": after.agency_id,
    });
    by.record(conn, SystemAction::ChangeRole, after.id, data)
}

/// Shuts an account: it loses everything at its next request, and its unused link.
pub(super) fn disable(
    conn: &mut DbConnection,
    by: &By,
    account: &Account,
) -> Result<Done, AppError> {
    if by.takes(Act::Disable, account) == Takes::NotOneself {
        return Err(not_now("not-now-own-account"));
    }
    if account.disabled_at.is_some() {
        return Ok(Done::Settled);
    }
    if let Some(request) = queries::open_request(conn, account.id)? {
        queries::settle(conn, request.id, (by.staff.account_id, by.now), false)?;
    }
    let mut after = account.clone();
    after.disabled_at = Some(by.now);
    write(conn, account, &after)?;
    logins::end_others(conn, account.id, None, by.now)?;
    queries::end_links(conn, account.id, by.now)?;
    by.record(conn, SystemAction::DisableAccount, account.id, json!({}))?;
    Ok(Done::Settled)
}

/// Lets an account in again.
pub(super) fn enable(
    conn: &mut DbConnection,
    by: &By,
    account: &Account,
) -> Result<Done, AppError> {
    if account.disabled_at.is_none() {
        return Ok(Done::Settled);
    }
    match by.takes(Act::Enable, account) {
        Takes::NotOneself => Err(not_now("not-now-own-account")),
        Takes::Two => {
            let gives = (account.role, account.agency_id);
            ask(conn, by, account, Kind::Enable, gives)?;
            Ok(Done::Waits)
        }
        Takes::One => {
            open(conn, by, account)?;
            Ok(Done::Settled)
        }
    }
}

fn open(conn: &mut DbConnection, by: &By, account: &Account) -> Result<(), AppError> {
    let mut after = account.clone();
    after.disabled_at = None;
    write(conn, account, &after)?;
    by.record(conn, SystemAction::EnableAccount, account.id, json!({}))?;
    Ok(())
}

/// A new one-time link for an account whose owner lost theirs, or their password.
pub(super) fn link(conn: &mut DbConnection, by: &By, account: &Account) -> Result<Done, AppError> {
    if account.disabled_at.is_some() {
        return Err(not_now("not-now-account-disabled"));
    }
    match by.takes(Act::IssueLink, account) {
        Takes::NotOneself => Err(not_now("not-now-own-account")),
        Takes::Two => {
            let gives = (account.role, account.agency_id);
            ask(conn, by, account, Kind::Link, gives)?;
            Ok(Done::Waits)
        }
        Takes::One => issue(conn, by, account.id),
    }
}

fn issue(conn: &mut DbConnection, by: &By, account_id: i64) -> Result<Done, AppError> {
    let token = activation::issue(conn, account_id, by.now)?;
    by.record(conn, SystemAction::IssueLink, account_id, json!({}))?;
    Ok(Done::Link(token))
}

fn ask(
    conn: &mut DbConnection,
    by: &By,
    account: &Account,
    kind: Kind,
    gives: (Role, Option<i64>),
) -> Result<(), AppError> {
    if queries::open_request(conn, account.id)?.is_some() {
        return Err(not_now("not-now-account-waits"));
    }
    queries::ask(conn, account.id, kind, gives, (by.staff.account_id, by.now))?;
    let data = json!({ "kind": kind.as_str(), "role": gives.0.as_str(), "agency": gives.1 });
    by.record(conn, SystemAction::AskAccountChange, account.id, data)?;
    Ok(())
}

/// A second administrator confirms what waits, or turns it down.
pub(super) fn settle(
    conn: &mut DbConnection,
    by: &By,
    account: &Account,
    request_id: i64,
    confirms: bool,
) -> Result<Done, AppError> {
    let Some(request) =
        queries::open_request(conn, account.id)?.filter(|request| request.id == request_id)
    else {
        return Err(not_now("not-now-account-settled"));
    };
    let me = by.staff.account_id;
    if !policy::may_settle(me, request.asked_by, account.id, confirms) {
        return Err(not_now("not-now-same-administrator"));
    }
    queries::settle(conn, request.id, (me, by.now), confirms)?;
    let data = json!({ "kind": request.kind.as_str(), "role": request.role.as_str() });
    if !confirms {
        by.record(conn, SystemAction::RefuseAccountChange, account.id, data)?;
        return Ok(Done::Settled);
    }
    by.record(conn, SystemAction::ConfirmAccountChange, account.id, data)?;
    carry_out(conn, by, account, &request)
}

fn carry_out(
    conn: &mut DbConnection,
    by: &By,
    account: &Account,
    request: &Request,
) -> Result<Done, AppError> {
    match request.kind {
        Kind::Role => {
            let mut after = account.clone();
            (after.role, after.agency_id) = (request.role, request.agency_id);
            // One made with this role was shut only until now, and has no password yet.
            let is_new = account.disabled_at.is_some()
                && account.password_hash.is_none()
                && account.role == request.role;
            if is_new {
                after.disabled_at = None;
            }
            write(conn, account, &after)?;
            changed_role(conn, by, account, &after)?;
            if is_new {
                return issue(conn, by, account.id);
            }
            Ok(Done::Settled)
        }
        Kind::Enable => {
            open(conn, by, account)?;
            Ok(Done::Settled)
        }
        Kind::Link => {
            if account.disabled_at.is_some() {
                return Err(not_now("not-now-account-disabled"));
            }
            issue(conn, by, account.id)
        }
    }
}

fn write(conn: &mut DbConnection, before: &Account, after: &Account) -> Result<(), AppError> {
    if queries::save(conn, before.version, after)? {
        Ok(())
    } else {
        Err(AppError::Stale(Vec::new()))
    }
}
