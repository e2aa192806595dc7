//! The rows behind a number, as an address names them. A number is the count of its slice, so
//! what it opens is as many rows, always.

use std::collections::BTreeSet;

use super::content::{Content, Fact, Promptness};
use crate::conferences::overview::Column;

/// Until how many days old the open ones of each age are; older ones are of the last.
pub const AGES: [i64; 3] = [7, 14, 30];

/// Part of a topic group's row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    All,
    Column(Column),
    Overdue,
}

/// Which rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slice {
    All,
    /// One row for each letter.
    Submissions,
    /// One row for each filer.
    Filers,
    Merged,
    Ended,
    Problems,
    Tabled,
    /// Problems with an answer.
    Answered,
    Overdue,
    /// 0 for those without a topic group.
    Topic(i64, Of),
    /// All topic groups together.
    Sum(Of),
    Led(i64),
    /// Overdue on an agency's own desk.
    LateAt(i64),
    /// Counted for an agency's punctuality.
    Prompt(i64),
    OnTimeAt(i64),
    Village(usize),
    Age(usize),
    /// Everything of one problem.
    Problem(i64),
}

const fn column_code(column: Column) -> &'static str {
    match column {
        Column::Answered => "da-tra-loi",
        Column::InHand => "dang-xu-ly",
        Column::SentUp => "cap-tren",
        Column::Intake => "cho-giao",
        Column::Ended => "ket-thuc-khac",
    }
}

fn of_code(of: Of) -> &'static str {
    match of {
        Of::All => "tat-ca",
        Of::Column(column) => column_code(column),
        Of::Overdue => "qua-han",
    }
}

fn parse_of(code: &str) -> Option<Of> {
    [Of::All, Of::Overdue]
        .into_iter()
        .chain(Column::ALL.map(Of::Column))
        .find(|of| of_code(*of) == code)
}

impl Slice {
    /// As an address writes it.
    #[must_use]
    pub fn code(self) -> String {
        match self {
            Self::All => "tat-ca".to_owned(),
            Self::Submissions => "don".to_owned(),
            Self::Filers => "nguoi-gui".to_owned(),
            Self::Merged => "da-gop".to_owned(),
            Self::Ended => "ngoai".to_owned(),
            Self::Problems => "van-de".to_owned(),
            Self::Tabled => "chuong-trinh".to_owned(),
            Self::Answered => "da-tra-loi".to_owned(),
            Self::Overdue => "qua-han".to_owned(),
            Self::Topic(id, of) => format!("nhom.{id}.{}", of_code(of)),
            Self::Sum(of) => format!("nhom.tat-ca.{}", of_code(of)),
            Self::Led(id) => format!("don-vi.{id}.duoc-giao"),
            Self::LateAt(id) => format!("don-vi.{id}.qua-han"),
            Self::Prompt(id) => format!("don-vi.{id}.tinh-han"),
            Self::OnTimeAt(id) => format!("don-vi.{id}.dung-han"),
            Self::Village(place) => format!("lang.{place}"),
            Self::Age(place) => format!("tuoi.{place}"),
            Self::Problem(id) => format!("viec.{id}"),
        }
    }

    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        let simple = [
            Self::All,
            Self::Submissions,
            Self::Filers,
            Self::Merged,
            Self::Ended,
            Self::Problems,
            Self::Tabled,
            Self::Answered,
            Self::Overdue,
        ];
        if let Some(found) = simple.into_iter().find(|slice| slice.code() == code) {
            return Some(found);
        }
        let parts: Vec<&str> = code.split('.').collect();
        match parts.as_slice() {
            ["nhom", "tat-ca", of] => Some(Self::Sum(parse_of(of)?)),
            ["nhom", id, of] => Some(Self::Topic(id.parse().ok()?, parse_of(of)?)),
            ["don-vi", id, "duoc-giao"] => Some(Self::Led(id.parse().ok()?)),
            ["don-vi", id, "qua-han"] => Some(Self::LateAt(id.parse().ok()?)),
            ["don-vi", id, "tinh-han"] => Some(Self::Prompt(id.parse().ok()?)),
            ["don-vi", id, "dung-han"] => Some(Self::OnTimeAt(id.parse().ok()?)),
            ["lang", place] => Some(Self::Village(place.parse().ok()?)),
            ["tuoi", place] => Some(Self::Age(place.parse().ok()?)),
            ["viec", id] => Some(Self::Problem(id.parse().ok()?)),
            _ => None,
        }
    }

    fn holds(self, fact: &Fact) -> bool {
        let is_of = |of: Of| match of {
            Of::All => true,
            Of::Column(column) => fact.column() == Some(column),
            Of::Overdue => fact.late_days.is_some(),
        };
        match self {
            Self::All | Self::Submissions | Self::Filers => true,
            Self::Merged => fact.status == crate::difficulties::Status::Merged,
            Self::Ended => !fact.is_problem() && fact.status != crate::difficulties::Status::Merged,
            Self::Problems => fact.is_problem(),
            Self::Tabled => fact.tabled,
            Self::Answered => fact.column() == Some(Column::Answered),
            Self::Overdue => fact.late_days.is_some(),
            Self::Topic(id, of) => fact.topic.unwrap_or(0) == id && is_of(of),
            Self::Sum(of) => is_of(of),
            Self::Led(id) => fact.agency == Some(id),
            Self::LateAt(id) => {
                fact.agency == Some(id) && fact.promptness == Some(Promptness::Overdue)
            }
            Self::Prompt(id) => fact.agency == Some(id) && fact.promptness.is_some(),
            Self::OnTimeAt(id) => {
                fact.agency == Some(id) && fact.promptness == Some(Promptness::OnTime)
            }
            Self::Village(place) => fact.village == Some(place),
            Self::Age(place) => fact.is_open() && age(fact.age) == place,
            Self::Problem(id) => fact.root() == id,
        }
    }
}

/// Which age an open one of so many days is of.
fn age(days: i64) -> usize {
    AGES.iter()
        .position(|most| days <= *most)
        .unwrap_or(AGES.len())
}

impl Content {
    /// The rows of a slice, in the order of their numbers.
    #[must_use]
    pub fn rows(&self, slice: Slice) -> Vec<&Fact> {
        let mut seen = BTreeSet::new();
        self.facts
            .iter()
            .filter(|fact| slice.holds(fact))
            .filter(|fact| match slice {
                Slice::Submissions => seen.insert(fact.submission),
                Slice::Filers => seen.insert(fact.filer),
                _ => true,
            })
            .collect()
    }

    #[must_use]
    pub fn count(&self, slice: Slice) -> i64 {
        i64::try_from(self.rows(slice).len()).unwrap_or(i64::MAX)
    }
}
