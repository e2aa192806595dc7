//! The pages of the canned answers.

use askama::Template;

use super::forms::CannedForm;
use super::record::Canned;
use super::{owner_of, paths, queries};
use crate::db::DbConnection;
use crate::difficulties::Outcome;
use crate::web::{AppError, Ctx, FieldErrors, Page};

/// One in the list.
pub struct Line {
    pub address: String,
    pub title: String,
    pub text: String,
    pub topic: String,
    pub outcome: Option<Outcome>,
    /// "15/11 – 28/02"; empty for the whole year.
    pub season: String,
    pub is_everybodys: bool,
    pub is_retired: bool,
    pub is_in_season: bool,
    pub version: i32,
}

/// `/xu-ly/mau-cau`.
#[derive(Template)]
#[template(path = "responses/canned/list.html")]
pub struct ListPage {
    page: Page,
    typed: String,
    lines: Vec<Line>,
}

impl ListPage {
    /// # Errors
    /// When the database fails.
    pub fn load(conn: &mut DbConnection, ctx: &Ctx, typed: &str) -> Result<Self, AppError> {
        let page = Page::load(conn, ctx)?;
        let staff = ctx.actor.staff().ok_or(AppError::SignInNeeded)?;
        let lines = queries::search(conn, owner_of(staff), typed)?
            .iter()
            .map(|one| line(&page, one))
            .collect();
        Ok(Self {
            page,
            typed: typed.to_owned(),
            lines,
        })
    }
}

fn line(page: &Page, one: &Canned) -> Line {
    let form = CannedForm::from(one);
    Line {
        address: paths::of(one.id),
        title: one.title.clone(),
        text: one.text.clone(),
        topic: one
            .topic_group_id
            .and_then(|id| page.directory.topic_group(id))
            .map(|group| group.short(page.lang).to_owned())
            .unwrap_or_default(),
        outcome: one.outcome(),
        season: if one.season_from.is_some() {
            format!("{} – {}", form.mua_tu, form.mua_den)
        } else {
            String::new()
        },
        is_everybodys: one.agency_id.is_none(),
        is_retired: one.retired_at.is_some(),
        is_in_season: one.is_in_season(page.today),
        version: one.version,
    }
}

/// One text, new or known.
#[derive(Template)]
#[template(path = "responses/canned/one.html")]
pub struct CannedPage {
    page: Page,
    address: String,
    is_new: bool,
    may_change: bool,
    values: CannedForm,
    errors: FieldErrors,
    /// As it stands, when somebody changed it while this was typed.
    current: Option<Line>,
    topics: Vec<(i64, String)>,
}

impl CannedPage {
    /// # Errors
    /// `NotFound`; or when the database fails.
    pub fn load(
        conn: &mut DbConnection,
        ctx: &Ctx,
        id: Option<i64>,
        typed: Option<(CannedForm, Option<FieldErrors>)>,
    ) -> Result<Self, AppError> {
        let page = Page::load(conn, ctx)?;
        let staff = ctx.actor.staff().ok_or(AppError::SignInNeeded)?;
        let owner = owner_of(staff);
        let canned = id.map(|id| queries::find(conn, owner, id)).transpose()?;
        let is_stale = matches!(typed, Some((_, None)));
        let (mut values, errors) = match typed {
            Some((values, errors)) => (values, errors.unwrap_or_default()),
            None => (
                canned.as_ref().map(CannedForm::from).unwrap_or_default(),
                FieldErrors::default(),
            ),
        };
        let mut current = None;
        if let (true, Some(canned)) = (is_stale, &canned) {
            values.phien_ban = canned.version;
            current = Some(line(&page, canned));
        }
        Ok(Self {
            address: id.map_or_else(|| paths::NEW.to_owned(), paths::of),
            is_new: id.is_none(),
            may_change: canned.as_ref().is_none_or(|one| one.agency_id == owner),
            values,
            errors,
            current,
            topics: topics(&page),
            page,
        })
    }

    fn outcomes(&self) -> &'static [Outcome] {
        Outcome::ALL
    }

    fn has_topic(&self, id: &i64) -> bool {
        self.values.nhom == id.to_string()
    }
}

/// Topic groups of the conference now on.
pub(super) fn topics(page: &Page) -> Vec<(i64, String)> {
    let Some(conference) = &page.conference else {
        return Vec::new();
    };
    page.directory
        .topic_groups_of(conference.id)
        .map(|group| {
            (
                group.id,
                format!("{}. {}", group.position, group.short(page.lang)),
            )
        })
        .collect()
}
