//! What is held, and what became of a release: all that the template may see.

use askama::Template;

use super::paths;
use super::queries::{self, Held};
use crate::accounts::Role;
use crate::db::DbConnection;
use crate::difficulties::queries::{by_reference, meet, merged_into};
use crate::difficulties::workbench::queries::names;
use crate::difficulties::{Outcome, Status, policy};
use crate::notifications::choice;
use crate::submissions;
use crate::web::{AppError, Ctx, Page};

/// One answer with who gets it.
pub struct Row {
    pub reference: String,
    pub version: i32,
    pub title: String,
    pub outcome: Option<Outcome>,
    pub summary: String,
    pub document_number: String,
    pub agency: String,
    pub signer: String,
    pub promises: i64,
    /// Who is told, and how.
    pub told: Vec<String>,
}

/// One that was asked for and not let go, with where it stands.
pub struct Skipped {
    pub reference: String,
    pub title: String,
    pub status: Status,
}

/// `/xu-ly/phat-hanh`.
#[derive(Template)]
#[template(path = "responses/release.html")]
pub struct ReleasePage {
    page: Page,
    address: &'static str,
    rows: Vec<Row>,
    may_release: bool,
    released: Vec<Skipped>,
    skipped: Vec<Skipped>,
    /// Nothing was ticked.
    is_empty: bool,
}

impl ReleasePage {
    /// # Errors
    /// When the database fails.
    pub fn load(
        conn: &mut DbConnection,
        ctx: &Ctx,
        done: &[String],
        left: &[String],
        is_empty: bool,
    ) -> Result<Self, AppError> {
        let page = Page::load(conn, ctx)?;
        let mut rows = Vec::new();
        for held in queries::held(conn, &ctx.actor)? {
            rows.push(row(conn, &page, held)?);
        }
        Ok(Self {
            address: paths::RELEASE,
            rows,
            may_release: ctx.actor.role() != Some(Role::Clerk),
            released: named(conn, ctx, done)?,
            skipped: named(conn, ctx, left)?,
            is_empty,
            page,
        })
    }
}

/// Those of `references` that the viewer may see.
fn named(
    conn: &mut DbConnection,
    ctx: &Ctx,
    references: &[String],
) -> Result<Vec<Skipped>, AppError> {
    let mut all = Vec::new();
    for reference in references {
        let Ok(difficulty) = by_reference(conn, reference) else {
            continue;
        };
        let seen = meet(conn, &ctx.actor, difficulty, ctx.now())?;
        if policy::sees(seen.standing, &seen.matter) {
            all.push(Skipped {
                reference: seen.difficulty.reference,
                title: seen.difficulty.title,
                status: seen.difficulty.status,
            });
        }
    }
    Ok(all)
}

fn row(conn: &mut DbConnection, page: &Page, held: Held) -> Result<Row, AppError> {
    let difficulty = held.difficulty;
    let mut all = vec![difficulty.clone()];
    all.extend(merged_into(conn, difficulty.id)?);
    let mut told = Vec::new();
    for one in all {
        let ways = choice::of_submission(conn, one.submission_id)?;
        let way = page.code("responses-way", ways.chosen.as_str());
        // A shielded filer is nobody here: a look at who it is is recorded elsewhere.
        let who = if one.shielded || one.restricted {
            page.t("workbench-filer-shielded").into_owned()
        } else {
            let submission = submissions::queries::find(conn, one.submission_id)?;
            crate::filers::find(conn, submission.filer_id)?.name
        };
        told.push(format!("{who} ({}, {way})", one.reference));
    }
    Ok(Row {
        version: difficulty.version,
        outcome: held.response.outcome(),
        summary: held.response.summary,
        document_number: held.signature.document_number,
        agency: difficulty
            .lead_agency_id
            .and_then(|id| page.directory.agency(id))
            .map(|agency| agency.name(page.lang).to_owned())
            .unwrap_or_default(),
        signer: names(conn, vec![held.signature.approver_id])?
            .remove(&held.signature.approver_id)
            .unwrap_or_default(),
        promises: held.promises,
        told,
        reference: difficulty.reference,
        title: difficulty.title,
    })
}
