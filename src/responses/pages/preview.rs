//! A draft as its filer will read it.

use askama::Template;

use crate::db::DbConnection;
use crate::difficulties::queries::Seen;
use crate::difficulties::tracking::pages::{AnswerView, CommitmentView};
use crate::difficulties::workbench::paths::{WORKBENCH, of};
use crate::difficulties::workbench::view;
use crate::responses::forms::promised;
use crate::responses::{ResponseState, grounds, paths, queries};
use crate::web::{AppError, Ctx, Page};

/// `/xu-ly/{code}/tra-loi/xem-truoc`.
#[derive(Template)]
#[template(path = "responses/preview.html")]
pub struct PreviewPage {
    page: Page,
    reference: String,
    title: String,
    agency: String,
    /// Where the viewer came from: the editor, or the workbench.
    back: String,
    answer: Option<AnswerView>,
    commitments: Vec<CommitmentView>,
}

impl PreviewPage {
    /// # Errors
    /// When the database fails.
    pub fn load(conn: &mut DbConnection, ctx: &Ctx, seen: &Seen) -> Result<Self, AppError> {
        let difficulty = &seen.difficulty;
        let page = Page::load(conn, ctx)?;
        let latest = queries::latest(conn, difficulty.id)?;
        let drafts = crate::responses::actions::require_drafting(seen).is_ok();
        let mut commitments = Vec::new();
        let answer = match latest {
            Some(row) => {
                let text = queries::text_of(conn, &row)?;
                let promises = promised(&text).unwrap_or_default();
                let ids = promises.iter().map(|one| one.agency_id);
                let names = view::agency_names(conn, ctx, ids)?;
                commitments = promises
                    .into_iter()
                    .map(|one| CommitmentView {
                        agency: names.get(&one.agency_id).cloned().unwrap_or_default(),
                        text: one.text,
                        due: page.day(&one.due_on),
                        state: page.code("tracking-commitment", "open").into_owned(),
                        class: "run",
                        is_late: false,
                        done: None,
                        evidence: String::new(),
                    })
                    .collect();
                let cited = grounds::queries::of_response(conn, row.id)?;
                Some(AnswerView {
                    outcome: text.outcome.map_or_else(String::new, |outcome| {
                        page.code("outcome", outcome.as_str()).into_owned()
                    }),
                    legal_grounds: grounds::cited(&text.legal_grounds, &cited),
                    summary: text.summary,
                    body: text.body,
                    document_number: row.document_number,
                    released: row
                        .released_at
                        .filter(|_| row.state == ResponseState::Approved)
                        .map(|at| page.moment(&at)),
                    differences: Vec::new(),
                })
            }
            None => None,
        };
        let agency = difficulty
            .lead_agency_id
            .and_then(|id| page.directory.agency(id))
            .map(|agency| agency.name(page.lang).to_owned())
            .unwrap_or_default();
        Ok(Self {
            reference: difficulty.reference.clone(),
            title: difficulty.title.clone(),
            agency,
            back: of(
                if drafts { paths::DRAFT } else { WORKBENCH },
                &difficulty.reference,
            ),
            answer,
            commitments,
            page,
        })
    }
}
