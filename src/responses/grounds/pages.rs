//! The pages of the legal grounds.

use askama::Template;

use super::forms::GroundForm;
use super::queries::{self, Resting};
use super::record::Ground;
use super::{keeps, paths};
use crate::db::DbConnection;
use crate::web::{AppError, Ctx, FieldErrors, Page};

/// `/xu-ly/can-cu`.
#[derive(Template)]
#[template(path = "responses/grounds/list.html")]
pub struct ListPage {
    page: Page,
    typed: String,
    grounds: Vec<Ground>,
    may_add: bool,
}

impl ListPage {
    /// # Errors
    /// When the database fails.
    pub fn load(conn: &mut DbConnection, ctx: &Ctx, typed: &str) -> Result<Self, AppError> {
        Ok(Self {
            page: Page::load(conn, ctx)?,
            grounds: queries::search(conn, typed, None)?,
            typed: typed.to_owned(),
            may_add: ctx.actor.role().is_some_and(keeps),
        })
    }
}

/// One document, new or known, with what rests on it.
#[derive(Template)]
#[template(path = "responses/grounds/one.html")]
pub struct GroundPage {
    pub page: Page,
    pub address: String,
    pub is_new: bool,
    pub may_change: bool,
    pub values: GroundForm,
    pub errors: FieldErrors,
    /// As it stands in the database.
    pub ground: Option<Ground>,
    /// Somebody changed it while this was typed.
    pub is_stale: bool,
    pub resting: Vec<Resting>,
}

impl GroundPage {
    /// # Errors
    /// `NotFound`; or when the database fails.
    pub fn load(
        conn: &mut DbConnection,
        ctx: &Ctx,
        id: Option<i64>,
        typed: Option<(GroundForm, Option<FieldErrors>)>,
    ) -> Result<Self, AppError> {
        let ground = id.map(|id| queries::find(conn, id)).transpose()?;
        let resting = match id {
            Some(id) => queries::resting_on(conn, &ctx.actor, id)?,
            None => Vec::new(),
        };
        let is_stale = matches!(typed, Some((_, None)));
        let (mut values, errors) = match typed {
            Some((values, errors)) => (values, errors.unwrap_or_default()),
            None => (
                ground.as_ref().map(GroundForm::from).unwrap_or_default(),
                FieldErrors::default(),
            ),
        };
        if let (true, Some(ground)) = (is_stale, &ground) {
            values.phien_ban = ground.version;
        }
        Ok(Self {
            page: Page::load(conn, ctx)?,
            address: id.map_or_else(|| paths::NEW.to_owned(), paths::of),
            is_new: id.is_none(),
            may_change: ctx.actor.role().is_some_and(keeps),
            values,
            errors,
            ground,
            is_stale,
            resting,
        })
    }

    /// Fields of the form: name, value, whether it may stay empty.
    fn fields(&self) -> [(&'static str, &str, bool); 8] {
        let values = &self.values;
        [
            ("loai", &values.loai, false),
            ("so_ky_hieu", &values.so_ky_hieu, false),
            ("ngay_ky", &values.ngay_ky, false),
            ("noi_ban_hanh", &values.noi_ban_hanh, false),
            ("trich_yeu", &values.trich_yeu, false),
            ("dieu_khoan", &values.dieu_khoan, true),
            ("hieu_luc_tu", &values.hieu_luc_tu, false),
            ("hieu_luc_den", &values.hieu_luc_den, true),
        ]
    }
}
