//! The receipt: the reference in large type, the look-up code, a picture of the address, and
//! what happens next and when. Only the filer's own login opens it, or the clerk who typed it in.

use std::fmt::Write as _;

use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::NaiveDate;
use diesel::QueryResult;
use qrcode::{Color, QrCode};

use super::queries::{self, Submission};
use super::{actions, paths};
use crate::attachments::{self, FileView, own_views};
use crate::conferences::{self, Conference};
use crate::dates;
use crate::db::DbConnection;
use crate::difficulties::actions::deadlines_of;
use crate::difficulties::{Difficulty, Priority, Status};
use crate::filers::{self, phone::Phone};
use crate::web::secret::Secret;
use crate::web::{AppError, Ctx, Page, html, see_other};

/// Light modules around a QR code that readers need (ISO/IEC 18004, 9.1).
const QUIET_ZONE: usize = 4;

#[derive(Template)]
#[template(path = "submissions/receipt.html")]
struct ReceiptPage {
    page: Page,
    reference: String,
    /// `None` for submissions whose code was given out on paper.
    code: Option<String>,
    picture: Option<Picture>,
    submission: Submission,
    conference: Conference,
    masked_phone: String,
    is_waiting: bool,
    intake_due: chrono::NaiveDateTime,
    answer_due: NaiveDate,
    files: Vec<FileView>,
}

impl ReceiptPage {
    fn item(&self) -> String {
        paths::item(&self.reference)
    }

    /// The day of the sitting, if it is still to come.
    fn sitting(&self) -> Option<NaiveDate> {
        self.conference
            .held_at
            .filter(|held_at| *held_at > self.submission.received_at)
            .map(dates::local_date)
    }

    fn sits_before_answer(&self) -> bool {
        self.sitting().is_some_and(|day| day <= self.answer_due)
    }
}

/// A QR code as the path of its dark modules.
struct Picture {
    /// Modules on a side, quiet zone included.
    side: usize,
    path: String,
}

pub async fn receipt(ctx: Ctx, code: web::Path<String>) -> Result<HttpResponse, AppError> {
    let typed = code.into_inner();
    let (inner, asked) = (ctx.clone(), typed.clone());
    let shown = ctx
        .app
        .db
        .read(move |conn| load(conn, &inner, &asked))
        .await?;
    if shown.reference != typed {
        return Ok(see_other(paths::receipt(&shown.reference)));
    }
    html(&ctx, &shown)
}

fn load(conn: &mut DbConnection, ctx: &Ctx, typed: &str) -> Result<ReceiptPage, AppError> {
    let difficulty = crate::difficulties::queries::by_reference(conn, typed)?;
    let submission = queries::find(conn, difficulty.submission_id)?;
    let typed_in = ctx
        .actor
        .staff()
        .is_some_and(|staff| submission.entered_by == Some(staff.account_id));
    if !typed_in && !ctx.actor.filed(submission.id) {
        return Err(AppError::NotFound);
    }
    let page = Page::load(conn, ctx)?;
    let filer = filers::find(conn, submission.filer_id)?;
    let conference = conferences::queries::find(conn, submission.conference_id)?;
    let (intake_due, answer_due) = promises(conn, &conference, &submission, &difficulty)?;
    let files = attachments::of_submission(conn, submission.id)?;
    Ok(ReceiptPage {
        files: own_views(&page, &files, Some(&difficulty.reference)),
        code: own_code(&ctx.app.secret, &submission),
        picture: picture(&format!(
            "{}{}",
            page.public_url,
            paths::item(&difficulty.reference)
        )),
        masked_phone: Phone::parse(&filer.phone).masked(),
        is_waiting: difficulty.status == Status::Submitted,
        reference: difficulty.reference,
        page,
        submission,
        conference,
        intake_due,
        answer_due,
    })
}

/// The code, if it is the one whose hash the submission keeps.
fn own_code(secret: &Secret, submission: &Submission) -> Option<String> {
    let code = actions::lookup_code(secret, &submission.owner, &submission.form_token);
    (actions::lookup_hash(secret, &code) == submission.lookup_hash).then(|| code.to_string())
}

/// When it is received at the latest, and the day an answer is promised for: the one it was
/// given at acceptance, or the latest it can be.
fn promises(
    conn: &mut DbConnection,
    conference: &Conference,
    submission: &Submission,
    difficulty: &Difficulty,
) -> QueryResult<(chrono::NaiveDateTime, NaiveDate)> {
    let intake_due =
        deadlines_of(conn, conference, submission.received_at)?.intake(Priority::Normal);
    let answer_due = match difficulty.due_on {
        Some(due_on) => due_on,
        None => deadlines_of(conn, conference, intake_due)?.answer_by(),
    };
    Ok((intake_due, answer_due))
}

/// `None` when the address is too long for a code; the receipt stands without it.
fn picture(address: &str) -> Option<Picture> {
    let code = QrCode::new(address).ok()?;
    let width = code.width();
    let colors = code.to_colors();
    let mut path = String::new();
    for (y, row) in colors.chunks(width).enumerate() {
        let mut from = 0;
        for run in row.chunk_by(|left, right| left == right) {
            if run.first() == Some(&Color::Dark) {
                let (x, y, length) = (from + QUIET_ZONE, y + QUIET_ZONE, run.len());
                // Writing to a String cannot fail.
                let _ok = write!(path, "M{x} {y}h{length}v1h-{length}z");
            }
            from += run.len();
        }
    }
    Some(Picture {
        side: width + 2 * QUIET_ZONE,
        path,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_picture_begins_with_the_corner_every_reader_looks_for() {
        let picture = picture("https://doithoai.example/ho-so/KK24-0417").unwrap();
        assert!(picture.path.starts_with("M4 4h7v1h-7z"));
        assert!(picture.side >= 21 + 8);
    }
}
