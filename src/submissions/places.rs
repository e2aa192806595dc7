//! Which commune a filer means. People write old names and new ones; where a name fits several
//! units of today, a person chooses, never the program.

use chrono::NaiveDate;
use diesel::QueryResult;

use super::content::UNSURE;
use crate::areas::{self, Area};
use crate::db::DbConnection;

/// A unit of today that the name may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub area: Area,
    /// The district it lies or lay in.
    pub district: Option<String>,
    /// The abolished unit whose name was typed.
    pub former: Option<Area>,
}

/// What the name came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// One unit; or `None` when we know none of that name, or the filer leaves it to a clerk.
    Settled(Option<i64>),
    /// The filer must choose.
    Several(Vec<Choice>),
}

impl Place {
    pub fn choices(self) -> Vec<Choice> {
        match self {
            Self::Settled(_) => Vec::new(),
            Self::Several(choices) => choices,
        }
    }
}

/// Settles the commune `typed`, with `chosen` from the choices if the page offered them.
///
/// # Errors
/// When the database fails.
pub fn settle(
    conn: &mut DbConnection,
    typed: &str,
    chosen: &str,
    today: NaiveDate,
) -> QueryResult<Place> {
    let choices = choices(conn, typed, today)?;
    let picked = choices
        .iter()
        .find(|choice| choice.area.id.to_string() == chosen);
    Ok(match (choices.as_slice(), picked) {
        ([], _) => Place::Settled(None),
        ([one], _) | (_, Some(one)) => Place::Settled(Some(one.area.id)),
        _ if chosen == UNSURE => Place::Settled(None),
        _ => Place::Several(choices),
    })
}

fn choices(conn: &mut DbConnection, typed: &str, today: NaiveDate) -> QueryResult<Vec<Choice>> {
    let mut found: Vec<Choice> = Vec::new();
    let mut add = |choice: Choice| {
        if !found.iter().any(|known| known.area.id == choice.area.id) {
            found.push(choice);
        }
    };
    for candidate in areas::communes_called(conn, typed, today)? {
        let is_to_come = candidate.area.valid_from.is_some_and(|from| today < from);
        if is_to_come {
            continue;
        }
        let heirs = if candidate.area.is_valid_on(today) {
            Vec::new()
        } else {
            areas::heirs_on(conn, &candidate.area, today)?
        };
        if heirs.is_empty() {
            add(Choice {
                area: candidate.area,
                district: candidate.district,
                former: None,
            });
        } else {
            for area in heirs {
                add(Choice {
                    area,
                    district: candidate.district.clone(),
                    former: Some(candidate.area.clone()),
                });
            }
        }
    }
    Ok(found)
}
