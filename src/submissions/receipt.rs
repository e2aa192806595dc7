//! The receipt: the reference in large type, the look-up code, a picture of the address, and
//! what happens next and when. Only the filer's own login opens it, or the clerk who typed it in.

use std::fmt::Write as _;

use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::NaiveDate;
use diesel::QueryResult;
use qrcode::{Color, QrCode};

use super::joining::{self, Wish};
use super::queries::{self, Submission};
use super::{actions, paths, slip, spelled};
use crate::attachments::{self, FileView, own_views};
use crate::conferences::{self, Conference};
use crate::dates;
use crate::db::DbConnection;
use crate::difficulties::actions::deadlines_of;
use crate::difficulties::links::{self, LinkKind};
use crate::difficulties::policy::Relation;
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
    /// The contact, for its owner to recognise.
    contact: String,
    has_phone: bool,
    /// The code as it is read out: a line for each group.
    spelled: Vec<String>,
    /// Who typed it in for somebody else: the next slip, of the same kind and day.
    next_slip: Option<String>,
    is_waiting: bool,
    companion: Option<Companion>,
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

    fn goes_along(&self) -> bool {
        self.companion
            .as_ref()
            .is_some_and(|other| other.goes_along)
    }

    fn sits_before_answer(&self) -> bool {
        self.sitting().is_some_and(|day| day <= self.answer_due)
    }
}

/// The published one it goes with, or was meant to.
struct Companion {
    /// Reference and title, while it is public.
    shown: Option<Wish>,
    /// It follows that one; otherwise it goes its own way, tied to it.
    goes_along: bool,
    /// Because it names an official, whom few may see.
    names_official: bool,
    is_answered: bool,
}

fn companion(conn: &mut DbConnection, own: &Difficulty) -> QueryResult<Option<Companion>> {
    let related = links::of(conn, own.id)?
        .into_iter()
        .find(|link| link.kind == LinkKind::Related)
        .map(|link| link.other_id);
    let Some(id) = own.merged_into_id.or(related) else {
        return Ok(None);
    };
    let other = crate::difficulties::queries::find(conn, id)?;
    Ok(Some(Companion {
        shown: joining::wish(conn, &other.reference)?,
        goes_along: own.merged_into_id.is_some(),
        names_official: own.restricted,
        is_answered: other.answered_at.is_some(),
    }))
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
    let seen = crate::difficulties::queries::meet(conn, &ctx.actor, difficulty, ctx.now())?;
    let is_own = matches!(
        seen.standing.acts_as(),
        Relation::Filer | Relation::Association
    );
    if !typed_in && !is_own {
        return Err(AppError::NotFound);
    }
    let difficulty = seen.difficulty;
    let page = Page::load(conn, ctx)?;
    let filer = filers::find(conn, submission.filer_id)?;
    let conference = conferences::queries::find(conn, submission.conference_id)?;
    let (intake_due, answer_due) = promises(conn, &conference, &submission, &difficulty)?;
    let files = attachments::of_submission(conn, submission.id)?;
    let code = own_code(&ctx.app.secret, &submission);
    let spelled = spelled::groups(code.as_deref().unwrap_or_default());
    Ok(ReceiptPage {
        files: own_views(&page, &files, Some(&difficulty.reference)),
        code,
        picture: picture(&format!(
            "{}{}",
            page.public_url,
            paths::item(&difficulty.reference)
        )),
        has_phone: !filer.phone.is_empty(),
        contact: if filer.phone.is_empty() {
            filers::masked_email(filer.email.as_deref().unwrap_or_default())
        } else {
            Phone::parse(&filer.phone).masked()
        },
        spelled,
        next_slip: typed_in.then(|| slip::next(&submission)),
        is_waiting: difficulty.status == Status::Submitted,
        companion: companion(conn, &difficulty)?,
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
    // What was typed in days after it was received is promised from the typing on.
    let promised = difficulty
        .next_due_at
        .filter(|_| difficulty.status == Status::Submitted);
    let intake_due = match promised {
        Some(due_at) => due_at,
        None => deadlines_of(conn, conference, submission.received_at)?.intake(Priority::Normal),
    };
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
