//! The page of who may see it: restricted or not, and the persons named.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::forms::{cleaned, letters_at_most};
use super::head::Head;
use super::refusal::Refusal;
use super::{paths, queries, view};
use crate::accounts::Role;
use crate::db::DbConnection;
use crate::difficulties::actions::{ActError, Doer, candidates, name, set_restricted};
use crate::difficulties::named;
use crate::difficulties::policy::{self, Capability, Verdict};
use crate::difficulties::queries::Seen;
use crate::web::limits::NOTE_LETTERS;
use crate::web::{
    AppError, Ctx, FieldErrors, Form, Page, html, html_with_status, see_other_with_flash,
};

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RestrictionForm {
    #[serde(default)]
    viec: Deed,
    /// An account.
    #[serde(default)]
    nguoi: String,
    #[serde(default)]
    ly_do: String,
    #[serde(default)]
    phien_ban: i32,
}

/// Which button was pressed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
enum Deed {
    #[default]
    #[serde(rename = "dat")]
    Set,
    #[serde(rename = "bo")]
    Clear,
    #[serde(rename = "them")]
    Name,
    #[serde(rename = "bot")]
    Unname,
}

/// Somebody, as the page shows them.
struct Person {
    id: i64,
    name: String,
    role: Role,
    agency: String,
}

/// `/xu-ly/{code}/han-che`.
#[derive(Template)]
#[template(path = "difficulties/workbench/restriction.html")]
pub struct RestrictionPage {
    page: Page,
    head: Head,
    address: String,
    may_set: bool,
    may_clear: bool,
    named: Vec<Person>,
    others: Vec<Person>,
    values: RestrictionForm,
    errors: FieldErrors,
    is_stale: bool,
}

impl RestrictionPage {
    fn is_typed(&self, id: &i64) -> bool {
        self.values.viec == Deed::Unname && self.values.nguoi == id.to_string()
    }

    fn is_chosen(&self, id: &i64) -> bool {
        self.values.viec == Deed::Name && self.values.nguoi == id.to_string()
    }

    fn is_naming(&self) -> bool {
        self.values.viec == Deed::Name
    }

    fn is_deciding(&self) -> bool {
        matches!(self.values.viec, Deed::Set | Deed::Clear)
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

/// Does one of them.
pub async fn send(
    ctx: Ctx,
    code: web::Path<String>,
    form: Form<RestrictionForm>,
) -> Result<HttpResponse, AppError> {
    let (inner, typed, asked) = (ctx.clone(), form.0.clone(), code.clone());
    let sent = ctx
        .app
        .db
        .write(move |conn| act(conn, &inner, &asked, &typed))
        .await;
    let (status, errors) = match sent {
        Ok((reference, still_theirs)) => {
            let key = match form.0.viec {
                Deed::Set => "flash-workbench-restricted",
                Deed::Clear => "flash-workbench-unrestricted",
                Deed::Name => "flash-workbench-named",
                Deed::Unname => "flash-workbench-unnamed",
            };
            let to = if still_theirs {
                paths::of(paths::RESTRICTION, &reference)
            } else {
                super::small::MY_DAY.to_owned()
            };
            return Ok(see_other_with_flash(&ctx, to, key, &reference));
        }
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

/// The reference, and whether it is still the viewer's to see.
fn act(
    conn: &mut DbConnection,
    ctx: &Ctx,
    code: &str,
    form: &RestrictionForm,
) -> Result<(String, bool), Refusal> {
    let seen = opened(conn, ctx, code)?;
    let lang = ctx.lang();
    let mut errors = FieldErrors::default();
    let reason = cleaned(&form.ly_do);
    if reason.is_empty() {
        errors.add("ly_do", lang.text("workbench-error-note"));
    }
    letters_at_most(&mut errors, lang, "ly_do", &reason, NOTE_LETTERS);
    let person: Option<i64> = form.nguoi.trim().parse().ok();
    let is_about_person = matches!(form.viec, Deed::Name | Deed::Unname);
    if is_about_person && person.is_none() {
        errors.add("nguoi", lang.text("not-now-person"));
    }
    if !errors.is_empty() {
        return Err(Refusal::Wrong(errors));
    }
    let (doer, now) = (Doer::Person(ctx.actor.clone()), ctx.now());
    let (id, reference) = (seen.difficulty.id, seen.difficulty.reference.clone());
    if let (true, Some(person)) = (is_about_person, person) {
        let is_named = form.viec == Deed::Name;
        return match name(conn, &doer, now, &seen, (person, is_named, &reason)) {
            Ok(()) => Ok((reference, true)),
            Err(ActError::NotNow(key)) => {
                errors.add("nguoi", lang.text(&key));
                Err(Refusal::Wrong(errors))
            }
            Err(error) => Err(error.into()),
        };
    }
    let restricted = form.viec == Deed::Set;
    let version = Some(form.phien_ban);
    let after = set_restricted(conn, &doer, now, id, version, (restricted, &reason))?;
    let seen = crate::difficulties::queries::meet(conn, &ctx.actor, after, now)?;
    Ok((reference, policy::sees(seen.standing, &seen.matter)))
}

fn may(seen: &Seen, capability: Capability) -> Verdict {
    policy::may(capability, seen.standing, &seen.matter)
}

fn opened(conn: &mut DbConnection, ctx: &Ctx, code: &str) -> Result<Seen, AppError> {
    let seen = queries::open(conn, &ctx.actor, code, ctx.now())?;
    let either = [Capability::SetRestricted, Capability::ClearRestricted];
    if either
        .iter()
        .any(|capability| may(&seen, *capability).is_yes())
    {
        Ok(seen)
    } else {
        Err(AppError::Forbidden)
    }
}

fn load(
    conn: &mut DbConnection,
    ctx: &Ctx,
    code: &str,
    typed: Option<(RestrictionForm, Option<FieldErrors>)>,
) -> Result<RestrictionPage, AppError> {
    let seen = opened(conn, ctx, code)?;
    let difficulty = &seen.difficulty;
    let may_clear = may(&seen, Capability::ClearRestricted).is_yes();
    let (mut persons, mut others) = (Vec::new(), Vec::new());
    if difficulty.restricted && may_clear {
        let named = named::of(conn, difficulty.id)?;
        let all = candidates(conn, difficulty)?;
        let agencies: BTreeMap<i64, String> =
            view::agency_names(conn, ctx, all.iter().filter_map(|one| one.agency_id))?;
        for one in all {
            let person = Person {
                id: one.account_id,
                name: one.name,
                role: one.role,
                agency: one
                    .agency_id
                    .and_then(|id| agencies.get(&id).cloned())
                    .unwrap_or_default(),
            };
            if named.contains(&person.id) {
                persons.push(person);
            } else {
                others.push(person);
            }
        }
        // Named once, and of another agency now: they still see it.
        let known: Vec<i64> = persons.iter().map(|person| person.id).collect();
        let rest: Vec<i64> = named.into_iter().filter(|id| !known.contains(id)).collect();
        for (id, name) in queries::names(conn, rest)? {
            persons.push(Person {
                id,
                name,
                role: Role::Officer,
                agency: String::new(),
            });
        }
    }
    let is_stale = matches!(typed, Some((_, None)));
    let (values, errors) = typed.unwrap_or_default();
    Ok(RestrictionPage {
        page: Page::load(conn, ctx)?,
        head: Head::load(conn, ctx, difficulty)?,
        address: paths::of(paths::RESTRICTION, &difficulty.reference),
        may_set: may(&seen, Capability::SetRestricted).is_yes(),
        may_clear,
        named: persons,
        others,
        values,
        errors: errors.unwrap_or_default(),
        is_stale,
    })
}
