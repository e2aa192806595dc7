//! Finding difficulties by words. Steps run from the best to the loosest (exact words before
//! folded, neighbours before anywhere) and within a step the newest come first; each step leaves
//! out what a better one found. A page's key is its step and the last difficulty on it.

use diesel::prelude::*;

use super::{Difficulty, Status};
use crate::accounts::{Actor, Role};
use crate::db::DbConnection;
use crate::db::bulk::Rows;
use crate::db::search::{self, Corpus, Facet, Step};
use crate::text::{self, SearchQuery};

/// Where a page of results begins: after this step and difficulty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct After {
    pub step: usize,
    pub difficulty_id: i64,
}

impl After {
    /// Reads the key of a page's address, like `1-204`.
    #[must_use]
    pub fn parse(key: &str) -> Option<Self> {
        let (step, id) = key.split_once('-')?;
        Some(Self {
            step: step.parse().ok()?,
            difficulty_id: id.parse().ok()?,
        })
    }

    #[must_use]
    pub fn key(self) -> String {
        format!("{}-{}", self.step, self.difficulty_id)
    }
}

/// Ids in order, each with the key that continues after it.
///
/// # Errors
/// When the database fails.
pub fn find(
    conn: &mut DbConnection,
    corpus: Corpus,
    query: &SearchQuery,
    facets: &[Facet],
    after: Option<After>,
    limit: i64,
) -> QueryResult<Vec<After>> {
    let steps = query.tiers();
    let mut found = Vec::new();
    let first = after.map_or(0, |after| after.step);
    for (index, tokens) in steps.iter().enumerate().skip(first) {
        let left = limit - i64::try_from(found.len()).unwrap_or(limit);
        if left <= 0 {
            break;
        }
        let better = index.checked_sub(1).and_then(|better| steps.get(better));
        let step = Step {
            corpus,
            tokens,
            less: better.map(Vec::as_slice),
            facets,
        };
        let before = after
            .filter(|after| after.step == index)
            .map(|after| after.difficulty_id);
        for difficulty_id in search::find(conn, &step, before, left)? {
            found.push(After {
                step: index,
                difficulty_id,
            });
        }
    }
    Ok(found)
}

/// The facets that keep a staff member's search within what [`super::queries::visible_to`] lists;
/// `None` for those who search nothing. Persons named on restricted ones find them in their own
/// list, not here.
#[must_use]
pub fn reach(actor: &Actor) -> Option<Vec<Facet>> {
    let staff = actor.staff()?;
    match staff.role {
        Role::Secretary => Some(Vec::new()),
        Role::Clerk | Role::Chair | Role::ChairAide => Some(vec![Facet::Unrestricted]),
        Role::Officer | Role::Leader => {
            Some(vec![Facet::Unrestricted, Facet::Agency(staff.agency_id?)])
        }
        Role::Filer | Role::Association | Role::Administrator => None,
    }
}

/// The facets of a difficulty that lists filter by.
#[must_use]
pub fn facets(difficulty: &Difficulty, coordinating: &[i64]) -> Vec<Facet> {
    let mut facets = vec![
        Facet::Conference(difficulty.conference_id),
        status_facet(difficulty.status),
    ];
    facets.extend(difficulty.topic_group_id.map(Facet::TopicGroup));
    facets.extend(difficulty.lead_agency_id.map(Facet::Agency));
    facets.extend(
        coordinating
            .iter()
            .filter(|id| Some(**id) != difficulty.lead_agency_id)
            .map(|id| Facet::Agency(*id)),
    );
    if !difficulty.restricted {
        facets.push(Facet::Unrestricted);
    }
    facets
}

#[must_use]
pub fn status_facet(status: Status) -> Facet {
    Facet::Status(status.as_str())
}

/// Keeps the staff's document of a difficulty: its reference, text, and where it is from. Who
/// filed it is not in it: a shielded name must not be found by searching.
///
/// # Errors
/// When the database fails.
pub fn index(conn: &mut DbConnection, difficulty: &Difficulty, place: &str) -> QueryResult<()> {
    use crate::db::schema::assignments;
    let coordinating: Vec<i64> = assignments::table
        .filter(assignments::difficulty_id.eq(difficulty.id))
        .filter(assignments::role.eq("coordinating"))
        .filter(assignments::ended_at.is_null())
        .select(assignments::agency_id)
        .load(conn)?;
    let tokens = tokens(difficulty, place);
    let facets = facets(difficulty, &coordinating);
    search::put(conn, Corpus::Staff, difficulty.id, &tokens, &facets)
}

/// Documents of difficulties that were just made, which no agency has yet, put in together.
pub struct NewDocuments(Rows);

impl NewDocuments {
    /// Documents put in at a time. FTS5 writes what it holds back before every other statement of
    /// the transaction: one document at a time costs a segment of the index each, ten times as
    /// much as all the rest of filing.
    const TOGETHER: usize = 500;

    #[must_use]
    pub fn new(conn: &DbConnection) -> Self {
        Self(search::documents(conn, Corpus::Staff))
    }

    /// # Errors
    /// When the database fails.
    pub fn add(
        &mut self,
        conn: &mut DbConnection,
        difficulty: &Difficulty,
        place: &str,
    ) -> QueryResult<()> {
        let tokens = tokens(difficulty, place);
        let facets = facets(difficulty, &[]);
        self.0
            .add(search::document(difficulty.id, &tokens, &facets));
        if self.0.len() >= Self::TOGETHER {
            std::mem::replace(&mut self.0, search::documents(conn, Corpus::Staff)).insert(conn)?;
        }
        Ok(())
    }

    /// # Errors
    /// When the database fails.
    pub fn end(self, conn: &mut DbConnection) -> QueryResult<()> {
        self.0.insert(conn)
    }
}

/// The tokens of a difficulty's own text.
#[must_use]
pub fn tokens(difficulty: &Difficulty, place: &str) -> Vec<String> {
    text::index_tokens(&[
        &difficulty.reference,
        &difficulty.title,
        &difficulty.body,
        &difficulty.ask,
        place,
    ])
}
