//! Read a brief, freeze one, see what changed, put words.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use diesel::prelude::*;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::content::{Content, Fact};
use super::edits::{self, Part};
use super::gather::gather;
use super::pages::{
    BriefPage, Changes, ChangesPage, Choice, EditPage, Editable, RowView, RowsPage, agency_name,
    stamp, status_name, topic_name,
};
use super::queries::{self, Frozen};
use super::{Slice, paper, paths, sheet};
use crate::accounts::{Role, Staff};
use crate::conferences::{self, Conference};
use crate::db::DbConnection;
use crate::db::schema::difficulties;
use crate::difficulties::queries::visible_to;
use crate::difficulties::workbench::forms::{cleaned, letters_at_most};
use crate::i18n::Lang;
use crate::web::papers::{self, Paper};
use crate::web::secret::hex;
use crate::web::{
    AppError, Ctx, FieldErrors, Form, Page, html, html_with_status, see_other_with_flash,
};

/// Rows on a page.
const ROWS: usize = 50;

/// Which brief: a number, or `moi` for the rows as they stand; without it the newest.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct BriefQuery {
    ban: String,
    muc: String,
    /// From which row on.
    tu_dong: usize,
    /// From which brief on.
    tu: i32,
}

/// A brief with the number it was frozen under.
struct Loaded {
    conference: Conference,
    content: Content,
    number: Option<i32>,
    hash: String,
}

fn staff(ctx: &Ctx) -> Result<&Staff, AppError> {
    ctx.actor.staff().ok_or(AppError::SignInNeeded)
}

fn load(conn: &mut DbConnection, ctx: &Ctx, slug: &str, ban: &str) -> Result<Loaded, AppError> {
    let conference = conferences::queries::by_slug(conn, slug)?;
    let number = match ban {
        "moi" => 0,
        "" => queries::newest(conn, conference.id)?,
        typed => typed.parse().map_err(|_| AppError::NotFound)?,
    };
    if number == 0 && (ban.is_empty() || ban == "moi") {
        let content = gather(conn, &conference, ctx.now())?;
        return Ok(Loaded {
            conference,
            content,
            number: None,
            hash: String::new(),
        });
    }
    let frozen = queries::find(conn, conference.id, number)?;
    Ok(Loaded {
        content: thawed(&frozen)?,
        conference,
        number: Some(number),
        hash: hash_words(&frozen.hash),
    })
}

/// A frozen one as it was: what was changed behind our back is not given out.
fn thawed(frozen: &Frozen) -> Result<Content, AppError> {
    if Sha256::digest(frozen.content.as_bytes()).as_slice() != frozen.hash.as_slice() {
        return Err(AppError::Damaged(format!("brief {}", frozen.number)));
    }
    serde_json::from_str(&frozen.content).map_err(AppError::internal)
}

/// The first half of the hash, in groups that can be read out.
fn hash_words(hash: &[u8]) -> String {
    let hex = hex(hash);
    let groups = hex.as_bytes().chunks(4).take(8);
    let groups: Vec<&str> = groups
        .filter_map(|group| std::str::from_utf8(group).ok())
        .collect();
    groups.join(" ")
}

/// The brief.
///
/// # Errors
/// When there is none of this number, or the database fails.
pub async fn show(
    ctx: Ctx,
    slug: web::Path<String>,
    query: web::Query<BriefQuery>,
) -> Result<HttpResponse, AppError> {
    let inner = ctx.clone();
    let page = ctx
        .app
        .db
        .read(move |conn| -> Result<BriefPage, AppError> {
            let loaded = load(conn, &inner, &slug, &query.ban)?;
            let page = Page::load(conn, &inner)?;
            let role = staff(&inner)?.role;
            let id = loaded.conference.id;
            let choices = queries::all(conn, id)?
                .into_iter()
                .map(|(number, as_of, by)| Choice {
                    number,
                    stamp: page.moment(&as_of),
                    by: by.unwrap_or_default(),
                })
                .collect();
            Ok(BriefPage {
                slug: loaded.conference.slug,
                content: loaded.content,
                number: loaded.number,
                hash: loaded.hash,
                choices,
                newest: queries::newest(conn, id)?,
                may_freeze: matches!(role, Role::Clerk | Role::Secretary),
                may_edit: role == Role::Secretary,
                page,
            })
        })
        .await?;
    html(&ctx, &page)
}

/// # Errors
/// As [`show`].
pub async fn pdf(
    ctx: Ctx,
    slug: web::Path<String>,
    query: web::Query<BriefQuery>,
) -> Result<HttpResponse, AppError> {
    as_paper(ctx, slug.into_inner(), query.into_inner(), Paper::Pdf).await
}

/// # Errors
/// As [`show`].
pub async fn docx(
    ctx: Ctx,
    slug: web::Path<String>,
    query: web::Query<BriefQuery>,
) -> Result<HttpResponse, AppError> {
    as_paper(ctx, slug.into_inner(), query.into_inner(), Paper::Docx).await
}

async fn as_paper(
    ctx: Ctx,
    slug: String,
    query: BriefQuery,
    paper: Paper,
) -> Result<HttpResponse, AppError> {
    let (loaded, name) = loaded_and_named(&ctx, slug, query).await?;
    papers::answer(paper, name, move || {
        paper::document(&loaded.content, loaded.number)
    })
    .await
}

/// # Errors
/// As [`show`].
pub async fn xlsx(
    ctx: Ctx,
    slug: web::Path<String>,
    query: web::Query<BriefQuery>,
) -> Result<HttpResponse, AppError> {
    let (loaded, name) = loaded_and_named(&ctx, slug.into_inner(), query.into_inner()).await?;
    let bytes = web::block(move || sheet::workbook(&loaded.content, loaded.number))
        .await
        .map_err(AppError::internal)?
        .map_err(AppError::internal)?;
    Ok(papers::file(
        bytes,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        &format!("attachment; filename=\"{name}.xlsx\""),
    ))
}

async fn loaded_and_named(
    ctx: &Ctx,
    slug: String,
    query: BriefQuery,
) -> Result<(Loaded, String), AppError> {
    let inner = ctx.clone();
    let loaded = ctx
        .app
        .db
        .read(move |conn| load(conn, &inner, &slug, &query.ban))
        .await?;
    let number = loaded
        .number
        .map_or_else(|| "moi".to_owned(), |number| number.to_string());
    let name = format!("tom-tat-{}-ban-{number}", loaded.conference.slug);
    Ok((loaded, name))
}

/// The rows behind a number.
///
/// # Errors
/// When there is no such number, or the database fails.
pub async fn rows(
    ctx: Ctx,
    slug: web::Path<String>,
    query: web::Query<BriefQuery>,
) -> Result<HttpResponse, AppError> {
    let slice = match query.muc.as_str() {
        "" => Slice::All,
        code => Slice::parse(code).ok_or(AppError::NotFound)?,
    };
    let inner = ctx.clone();
    let page = ctx
        .app
        .db
        .read(move |conn| -> Result<RowsPage, AppError> {
            let loaded = load(conn, &inner, &slug, &query.ban)?;
            let page = Page::load(conn, &inner)?;
            let content = &loaded.content;
            let rows = content.rows(slice);
            let shown: Vec<&Fact> = rows
                .iter()
                .copied()
                .skip(query.tu_dong)
                .take(ROWS)
                .collect();
            let titles = titles_for(conn, &inner, &shown)?;
            let ban = loaded
                .number
                .map_or_else(|| "moi".to_owned(), |number| number.to_string());
            let more = query.tu_dong + shown.len() < rows.len();
            let next = more.then(|| {
                format!(
                    "{}?ban={ban}&muc={}&tu_dong={}",
                    paths::of(paths::ROWS, &loaded.conference.slug),
                    slice.code(),
                    query.tu_dong + shown.len()
                )
            });
            Ok(RowsPage {
                back: format!(
                    "{}?ban={ban}",
                    paths::of(paths::BRIEF, &loaded.conference.slug)
                ),
                stamp: stamp(content, loaded.number, page.lang),
                total: i64::try_from(rows.len()).unwrap_or(i64::MAX),
                first: i64::try_from(query.tu_dong + 1).unwrap_or(i64::MAX),
                rows: shown
                    .into_iter()
                    .map(|fact| RowView {
                        title: titles.get(&fact.id).cloned(),
                        reference: fact.reference.clone(),
                        status: fact.status,
                        agency: fact
                            .agency
                            .map(|id| agency_name(content, id, page.lang).to_owned())
                            .unwrap_or_default(),
                        late_days: fact.late_days,
                    })
                    .collect(),
                next,
                page,
            })
        })
        .await?;
    html(&ctx, &page)
}

/// Titles of those that are still the reader's to see: one may have been restricted since.
fn titles_for(
    conn: &mut DbConnection,
    ctx: &Ctx,
    facts: &[&Fact],
) -> QueryResult<BTreeMap<i64, String>> {
    let ids: Vec<i64> = facts.iter().map(|fact| fact.id).collect();
    let rows: Vec<(i64, String)> = visible_to(&ctx.actor)
        .filter(difficulties::id.eq_any(ids))
        .select((difficulties::id, difficulties::title))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// What is different since a frozen one: to another (`ban`), or to the rows as they stand.
///
/// # Errors
/// When there is none of this number, or the database fails.
pub async fn changes(
    ctx: Ctx,
    slug: web::Path<String>,
    query: web::Query<BriefQuery>,
) -> Result<HttpResponse, AppError> {
    let inner = ctx.clone();
    let page = ctx
        .app
        .db
        .read(move |conn| -> Result<ChangesPage, AppError> {
            let from = load(conn, &inner, &slug, &query.tu.to_string())?;
            let ban = if query.ban.is_empty() {
                "moi"
            } else {
                query.ban.as_str()
            };
            let to = load(conn, &inner, &slug, ban)?;
            let page = Page::load(conn, &inner)?;
            let groups = differences(&from.content, &to.content, page.lang)
                .into_iter()
                .map(|(key, lines)| Changes { key, lines })
                .collect();
            Ok(ChangesPage {
                back: format!("{}?ban={}", paths::of(paths::BRIEF, &slug), query.tu),
                from: stamp(&from.content, from.number, page.lang),
                to: stamp(&to.content, to.number, page.lang),
                groups,
                page,
            })
        })
        .await?;
    html(&ctx, &page)
}

/// One thing that changed: the reference, and what.
type Change = (String, String);

/// What happened between two briefs, in the order of what a chair asks.
pub(super) fn differences(
    from: &Content,
    to: &Content,
    lang: Lang,
) -> Vec<(&'static str, Vec<Change>)> {
    let before: BTreeMap<i64, &Fact> = from.facts.iter().map(|fact| (fact.id, fact)).collect();
    let after: BTreeMap<i64, &Fact> = to.facts.iter().map(|fact| (fact.id, fact)).collect();
    let decided = |content: &Content, id: i64| content.decisions.iter().any(|one| one.id == id);
    let mut wanted: Vec<Change> = Vec::new();
    for decision in &to.decisions {
        if !decided(from, decision.id) {
            wanted.push((decision.reference.clone(), decision.heading().to_owned()));
        }
    }
    let mut settled: Vec<Change> = Vec::new();
    for decision in &from.decisions {
        if !decided(to, decision.id) {
            settled.push((decision.reference.clone(), decision.heading().to_owned()));
        }
    }
    let (mut new, mut moved, mut late, mut regrouped, mut gone) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (id, fact) in &after {
        let reference = fact.reference.clone();
        let Some(was) = before.get(id) else {
            new.push((reference, status_name(fact.status, lang)));
            continue;
        };
        if was.status != fact.status {
            let words = format!(
                "{} → {}",
                status_name(was.status, lang),
                status_name(fact.status, lang)
            );
            moved.push((reference.clone(), words));
        }
        if was.late_days.is_none()
            && let Some(days) = fact.late_days
        {
            late.push((
                reference.clone(),
                lang.with("conferences-days-late", &[("days", days.into())]),
            ));
        }
        if was.topic != fact.topic {
            let words = format!(
                "{} → {}",
                topic_name(from, was.topic, lang),
                topic_name(to, fact.topic, lang)
            );
            regrouped.push((reference, words));
        }
    }
    for (id, fact) in &before {
        if !after.contains_key(id) {
            gone.push((
                fact.reference.clone(),
                lang.text("briefs-changes-gone-hint").into_owned(),
            ));
        }
    }
    [
        ("briefs-changes-wanted", wanted),
        ("briefs-changes-settled", settled),
        ("briefs-changes-new", new),
        ("briefs-changes-moved", moved),
        ("briefs-changes-late", late),
        ("briefs-changes-regrouped", regrouped),
        ("briefs-changes-gone", gone),
    ]
    .into_iter()
    .filter(|(_, changes)| !changes.is_empty())
    .collect()
}

/// Freezes what stands, after the newest the page showed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FreezeForm {
    #[serde(default)]
    sau: i32,
}

/// # Errors
/// When the database fails.
pub async fn freeze(
    ctx: Ctx,
    slug: web::Path<String>,
    form: Form<FreezeForm>,
) -> Result<HttpResponse, AppError> {
    let (inner, asked) = (ctx.clone(), slug.clone());
    // Gathered aside, so that no writer waits for it.
    let (conference, content) = ctx
        .app
        .db
        .read(move |conn| -> Result<_, AppError> {
            let conference = conferences::queries::by_slug(conn, &asked)?;
            let content = gather(conn, &conference, inner.now())?;
            Ok((conference, content))
        })
        .await?;
    let json = serde_json::to_string(&content).map_err(AppError::internal)?;
    let inner = ctx.clone();
    let after = form.0.sau;
    let number = ctx
        .app
        .db
        .write(move |conn| -> Result<i32, AppError> {
            let newest = queries::newest(conn, conference.id)?;
            if newest > after {
                // A second click, or a colleague was first: theirs is this one.
                return Ok(newest);
            }
            let frozen = Frozen {
                number: newest + 1,
                as_of: content.as_of,
                hash: Sha256::digest(json.as_bytes()).to_vec(),
                content: json,
            };
            let staff = staff(&inner)?;
            queries::insert(conn, conference.id, staff.account_id, &frozen)?;
            edits::record(
                conn,
                staff,
                &conference,
                inner.now(),
                "freeze_brief",
                &serde_json::json!({ "number": frozen.number, "hash": hash_words(&frozen.hash) }),
            )?;
            Ok(frozen.number)
        })
        .await?;
    Ok(see_other_with_flash(
        &ctx,
        format!("{}?ban={number}", paths::of(paths::BRIEF, &slug)),
        "flash-briefs-frozen",
        &number.to_string(),
    ))
}

/// The texts that may be put in words.
///
/// # Errors
/// When the database fails.
pub async fn edit(ctx: Ctx, slug: web::Path<String>) -> Result<HttpResponse, AppError> {
    let page = edit_page(&ctx, &slug, None).await?;
    html(&ctx, &page)
}

/// One text.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EditForm {
    #[serde(default)]
    muc: String,
    #[serde(default)]
    noi_dung: String,
    #[serde(default)]
    phien_ban: i32,
}

/// # Errors
/// When the part is not one, or the database fails.
pub async fn save_edit(
    ctx: Ctx,
    slug: web::Path<String>,
    form: Form<EditForm>,
) -> Result<HttpResponse, AppError> {
    let form = form.0;
    let part = Part::parse(&form.muc).ok_or(AppError::BadInput("error-bad-input-fields"))?;
    let text = cleaned(&form.noi_dung);
    let mut errors = FieldErrors::default();
    letters_at_most(&mut errors, ctx.lang(), "noi_dung", &text, edits::LETTERS);
    if !errors.is_empty() {
        let page = edit_page(&ctx, &slug, Some((form, errors, false))).await?;
        return html_with_status(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let (inner, asked, version) = (ctx.clone(), slug.clone(), form.phien_ban);
    let kept = ctx
        .app
        .db
        .write(move |conn| -> Result<(), AppError> {
            let conference = conferences::queries::by_slug(conn, &asked)?;
            let staff = staff(&inner)?;
            edits::keep(
                conn,
                staff,
                &conference,
                inner.now(),
                part,
                (&text, version),
            )
        })
        .await;
    match kept {
        Ok(()) => Ok(see_other_with_flash(
            &ctx,
            paths::of(paths::EDIT, &slug),
            "flash-briefs-edited",
            "",
        )),
        Err(AppError::Stale(_)) => {
            let page = edit_page(&ctx, &slug, Some((form, FieldErrors::default(), true))).await?;
            html_with_status(&ctx, StatusCode::CONFLICT, &page)
        }
        Err(error) => Err(error),
    }
}

async fn edit_page(
    ctx: &Ctx,
    slug: &str,
    typed: Option<(EditForm, FieldErrors, bool)>,
) -> Result<EditPage, AppError> {
    let (inner, slug) = (ctx.clone(), slug.to_owned());
    ctx.app
        .db
        .read(move |conn| -> Result<EditPage, AppError> {
            let loaded = load(conn, &inner, &slug, "moi")?;
            let page = Page::load(conn, &inner)?;
            let kept = queries::texts(conn, loaded.conference.id)?;
            let (form, errors, is_stale) = typed.unwrap_or_default();
            let texts = editables(&loaded.content, page.lang)
                .into_iter()
                .map(|(part, label, computed)| {
                    let (text, version) = kept.get(&part.key()).cloned().unwrap_or_default();
                    let is_typed = part.key() == form.muc;
                    Editable {
                        part,
                        label,
                        computed,
                        // A stale page keeps what was typed, over the version that now stands.
                        text: if is_typed {
                            form.noi_dung.clone()
                        } else {
                            text
                        },
                        version,
                        is_wrong: is_typed && !errors.is_empty(),
                    }
                })
                .collect();
            Ok(EditPage {
                page,
                slug,
                texts,
                errors,
                is_stale,
            })
        })
        .await
}

/// Each part with its name, and what the rules say.
fn editables(content: &Content, lang: Lang) -> Vec<(Part, String, String)> {
    let mut bare = content.clone();
    bare.edited_sentences = None;
    let mut all = vec![(
        Part::Sentences,
        lang.text("briefs-three").into_owned(),
        bare.sentences(lang).join(" "),
    )];
    for decision in &content.decisions {
        let mut plain = decision.clone();
        plain.edited_sticks = None;
        plain.edited_proposal = None;
        let of = |key: &str| format!("{}: {}", decision.reference, lang.text(key));
        all.push((
            Part::Title(decision.id),
            of("briefs-heading"),
            decision.title.clone(),
        ));
        all.push((
            Part::Sticks(decision.id),
            of("briefs-sticks"),
            content.sticks(&plain, lang),
        ));
        all.push((
            Part::Proposal(decision.id),
            of("briefs-proposal"),
            content.proposal(&plain, lang),
        ));
    }
    all
}
