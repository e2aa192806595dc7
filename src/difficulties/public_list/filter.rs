//! What the list's address asks for. Addresses are typed, cut and pasted: what cannot be read
//! is never an error page; what names nothing that exists finds nothing, and the page says so.

use super::Stage;
use super::paths;
use crate::difficulties::Status;
use crate::text;

/// Letters of a search that are read and shown again.
const QUERY_LETTERS: usize = 200;

/// A choice of the address: one of those that exist, or something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice<T> {
    All,
    One(T),
    Unknown,
}

impl<T: Copy> Choice<T> {
    /// The chosen one.
    #[must_use]
    pub fn one(&self) -> Option<T> {
        match self {
            Self::One(chosen) => Some(*chosen),
            Self::All | Self::Unknown => None,
        }
    }

    /// Gives up a choice that does not exist.
    pub fn keep_if(&mut self, exists: impl FnOnce(T) -> bool) {
        if self.one().is_some_and(|chosen| !exists(chosen)) {
            *self = Self::Unknown;
        }
    }

    #[must_use]
    pub fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown)
    }
}

/// The filters of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    pub q: String,
    pub topic_group: Choice<i64>,
    pub stage: Choice<Stage>,
    pub agency: Choice<i64>,
    /// The key of the page; empty for the first.
    pub before: String,
}

impl Filter {
    /// Reads the query of an address. Of a parameter that comes twice the last one counts;
    /// parameters of others are left alone.
    #[must_use]
    pub fn parse(query: &str) -> Self {
        let pairs: Vec<(String, String)> = serde_html_form::from_str(query).unwrap_or_default();
        let value = |name: &str| {
            let found = pairs.iter().rev().find(|(key, _)| key == name);
            text::clean(found.map_or("", |(_, value)| value))
        };
        Self {
            q: value("q").chars().take(QUERY_LETTERS).collect(),
            topic_group: choice(&value("nhom"), |text| text.parse().ok()),
            stage: choice(&value("trang_thai"), stage),
            agency: choice(&value("co_quan"), |text| text.parse().ok()),
            before: value("truoc"),
        }
    }

    /// The statuses asked for; none for all.
    #[must_use]
    pub fn statuses(&self) -> Vec<Status> {
        self.stage
            .one()
            .map(|stage| stage.statuses().collect())
            .unwrap_or_default()
    }

    /// Whether it names something that does not exist: then nothing is found.
    #[must_use]
    pub fn asks_for_the_unknown(&self) -> bool {
        self.topic_group.is_unknown() || self.stage.is_unknown() || self.agency.is_unknown()
    }

    #[must_use]
    pub fn is_narrowed(&self) -> bool {
        !self.q.is_empty()
            || self.topic_group != Choice::All
            || self.stage != Choice::All
            || self.agency != Choice::All
    }

    /// The list's address with another stage, from its first page.
    #[must_use]
    pub fn address_at(&self, stage: Option<Stage>) -> String {
        let stage = stage.map_or(Choice::All, Choice::One);
        Self {
            stage,
            ..self.clone()
        }
        .address("")
    }

    /// The address of the page after `key`; of the first for an empty one.
    #[must_use]
    pub fn address(&self, key: &str) -> String {
        let mut pairs = Vec::new();
        let mut push = |name: &'static str, value: String| {
            if !value.is_empty() {
                pairs.push((name, value));
            }
        };
        push("q", self.q.clone());
        push("nhom", number(&self.topic_group));
        push(
            "trang_thai",
            self.stage
                .one()
                .map_or_else(String::new, |stage| stage.code().to_owned()),
        );
        push("co_quan", number(&self.agency));
        push("truoc", key.to_owned());
        match serde_html_form::to_string(&pairs) {
            Ok(query) if !query.is_empty() => format!("{}?{query}", paths::LIST),
            _ => paths::LIST.to_owned(),
        }
    }
}

fn choice<T>(text: &str, read: impl Fn(&str) -> Option<T>) -> Choice<T> {
    match text {
        "" => Choice::All,
        text => read(text).map_or(Choice::Unknown, Choice::One),
    }
}

/// A stage's code, or that of a status in it.
fn stage(text: &str) -> Option<Stage> {
    Stage::parse(text).or_else(|| Status::parse(text).map(Stage::of))
}

fn number(choice: &Choice<i64>) -> String {
    choice.one().map_or_else(String::new, |id| id.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_and_written_alike() {
        let address = "/kho-khan?q=%C4%91%E1%BB%93+g%E1%BB%97&nhom=2&trang_thai=da-tra-loi&co_quan=7&truoc=1-40";
        let filter = Filter::parse(address.split_once('?').unwrap().1);
        assert_eq!(filter.q, "đồ gỗ");
        assert_eq!(filter.topic_group, Choice::One(2));
        assert_eq!(filter.stage, Choice::One(Stage::Answered));
        assert_eq!(filter.agency, Choice::One(7));
        assert_eq!(filter.address("1-40"), address);
    }

    #[test]
    fn a_bare_address_asks_for_everything() {
        let filter = Filter::parse("lang=en&nhom=&q=");
        assert!(!filter.is_narrowed());
        assert_eq!(filter.address(""), "/kho-khan");
    }

    #[test]
    fn nonsense_is_unknown_and_never_an_error() {
        let filter = Filter::parse("nhom=abc&trang_thai=%FF&co_quan=1e9&q=%00a&x=%");
        assert!(filter.topic_group.is_unknown());
        assert!(filter.stage.is_unknown());
        assert!(filter.agency.is_unknown());
        assert_eq!(filter.q, "a");
    }

    #[test]
    fn a_status_leads_to_its_stage() {
        let filter = Filter::parse("trang_thai=pending_approval");
        assert_eq!(filter.stage, Choice::One(Stage::InHand));
    }
}
