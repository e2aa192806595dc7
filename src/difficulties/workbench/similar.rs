//! Near ones, for those who work on a difficulty: to see what was answered before, and to choose
//! what it follows. Only what the viewer's own lists cover.

use super::head::tag;
use crate::db::DbConnection;
use crate::difficulties::actions::can_be_followed;
use crate::difficulties::links::{self, LinkKind};
use crate::difficulties::near::{self, Told, Verdict};
use crate::difficulties::{Difficulty, Status, queries};
use crate::web::{AppError, Ctx};

/// One near difficulty.
#[derive(Debug, Clone)]
pub struct Similar {
    pub reference: String,
    pub title: String,
    pub status: Status,
    /// It asks the opposite about the same thing: related, never merged.
    pub is_opposed: bool,
    /// Others may follow it.
    pub can_be_followed: bool,
}

impl Similar {
    #[must_use]
    pub fn tag(&self) -> &'static str {
        tag(self.status)
    }
}

/// The near ones of a difficulty that is still worked on, the nearest first.
///
/// # Errors
/// When the database fails.
pub fn load(
    conn: &mut DbConnection,
    ctx: &Ctx,
    difficulty: &Difficulty,
) -> Result<Vec<Similar>, AppError> {
    if difficulty.status.is_final() {
        return Ok(Vec::new());
    }
    Ok(near::for_staff(conn, &ctx.actor, difficulty)?
        .into_iter()
        .map(|near| Similar {
            can_be_followed: can_be_followed(&near.item),
            is_opposed: near.likeness.verdict == Verdict::Related,
            reference: near.item.reference,
            title: near.item.title,
            status: near.item.status,
        })
        .collect())
}

/// What is tied to a difficulty without being merged, with how.
///
/// # Errors
/// When the database fails.
pub fn ties(
    conn: &mut DbConnection,
    difficulty_id: i64,
) -> Result<Vec<(LinkKind, Difficulty)>, AppError> {
    let mut ties = Vec::new();
    for link in links::of(conn, difficulty_id)? {
        ties.push((link.kind, queries::find(conn, link.other_id)?));
    }
    Ok(ties)
}

/// The answer to a near one, as everybody reads it.
#[derive(Debug, Clone)]
pub struct PublishedNear {
    pub reference: String,
    pub title: String,
    pub answer: String,
}

/// What was answered to near ones and published, the nearest first: words to start from.
///
/// # Errors
/// When the database fails.
pub fn published(
    conn: &mut DbConnection,
    difficulty: &Difficulty,
) -> Result<Vec<PublishedNear>, AppError> {
    let told = Told {
        title: &difficulty.title,
        texts: [&difficulty.body, &difficulty.ask],
        village: "",
        topic_group_id: difficulty.topic_group_id,
    };
    Ok(near::published(conn, difficulty.conference_id, &told)?
        .into_iter()
        .map(|near| near.item)
        .filter(|item| item.difficulty_id != difficulty.id && !item.answer_summary.is_empty())
        .map(|item| PublishedNear {
            reference: item.reference,
            title: item.title,
            answer: item.answer_summary,
        })
        .collect())
}
