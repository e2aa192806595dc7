//! A letter as the desk reads it: the words as they arrived, who sent them, what else they ask.

use diesel::QueryResult;

use super::items::{self, Item};
use super::queries;
use crate::db::DbConnection;
use crate::difficulties::Status;
use crate::difficulties::corrections;
use crate::difficulties::policy::{self, Capability};
use crate::difficulties::queries::Seen;
use crate::filers;
use crate::submissions;
use crate::submissions::elsewhere::seems_elsewhere;
use crate::web::{Ctx, Page};

/// What stands beside a form of the desk.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a mark of its own on the letter"
)]
pub struct Letter {
    pub reference: String,
    pub address: String,
    pub status: Status,
    pub is_restricted: bool,
    pub is_refusal_proposed: bool,
    pub title: String,
    pub filer: String,
    /// Workers, place, when and how it was sent.
    pub particulars: Vec<String>,
    pub is_late: bool,
    /// It reads like a denunciation or a legal complaint: a hint for whoever decides.
    pub seems_elsewhere: bool,
    /// When the filer last corrected it, and the words as they arrived.
    pub corrected: Option<String>,
    pub arrived: [String; 3],
    pub body: String,
    pub ask: String,
    pub due: Option<super::due::Due>,
    pub others: Vec<Item>,
}

impl Letter {
    /// # Errors
    /// When the database fails.
    pub fn load(conn: &mut DbConnection, ctx: &Ctx, page: &Page, seen: &Seen) -> QueryResult<Self> {
        let difficulty = &seen.difficulty;
        let submission = submissions::queries::find(conn, difficulty.submission_id)?;
        let filer = filers::find(conn, submission.filer_id)?;
        // A shielded name is shown where the look is recorded, not here.
        let reads_filer = !difficulty.shielded
            && policy::may(Capability::ReadFiler, seen.standing, &seen.matter).is_yes();
        let channel = page.code("channel", submission.channel.as_str());
        let sent = page.t2(
            "triage-sent",
            "moment",
            page.moment(&submission.received_at),
            "channel",
            channel,
        );
        let workers = filer.workers.filter(|_| reads_filer);
        let place = if reads_filer {
            filer.place()
        } else {
            filer.village.clone()
        };
        let particulars = [
            workers.map(|workers| page.t1("triage-workers", "count", workers)),
            Some(place).filter(|place| !place.is_empty()),
            Some(sent),
        ];
        let others =
            queries::of_the_letter(conn, &ctx.actor, difficulty.submission_id, difficulty.id)?;
        let name = if reads_filer {
            filer.name
        } else {
            items::shielded_label(page, difficulty.filer_kind, difficulty.submission_id)
        };
        Ok(Self {
            reference: difficulty.reference.clone(),
            address: super::paths::item(&difficulty.reference),
            status: difficulty.status,
            is_restricted: difficulty.restricted,
            is_refusal_proposed: !queries::proposed_refusals(conn, &[difficulty.id])?.is_empty(),
            title: difficulty.title.clone(),
            filer: name,
            particulars: particulars.into_iter().flatten().collect(),
            is_late: submission.is_late,
            seems_elsewhere: seems_elsewhere(&[
                &submission.title,
                &submission.body,
                &submission.ask,
            ]),
            corrected: corrections::last(conn, difficulty.id)?.map(|last| page.moment(&last.at)),
            arrived: [submission.title, submission.body, submission.ask],
            body: difficulty.body.clone(),
            ask: difficulty.ask.clone(),
            due: difficulty
                .next_due_at
                .map(|due_at| super::due::Due::of(page, due_at, &page.directory.calendar)),
            others: items::show(conn, page, &ctx.actor, others)?,
        })
    }
}
