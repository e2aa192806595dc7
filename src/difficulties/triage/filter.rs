//! What a list is asked for: read from the address, written back into every link of the page, so
//! that an address shows the same rows to whoever may see them.

use chrono::{NaiveDateTime, TimeDelta};
use serde::Deserialize;

use crate::dates;
use crate::difficulties::actions::WITH_THE_LEAD;
use crate::difficulties::search::After;
use crate::difficulties::{Party, Status};
use crate::filers::FilerKind;
use crate::text_enum::text_enum;
use crate::web::AppError;
use crate::web::paging;
use crate::working_days::WorkingCalendar;

/// "In three days" are working ones.
pub const SOON_DAYS: u32 = 3;

/// Stands for "no topic group chosen yet" in an address.
pub const UNCHOSEN: &str = "chua-chon";

text_enum! {
    /// How near the next date is. The three do not overlap.
    pub enum Nearness {
        Overdue = "qua",
        /// Today and not yet past.
        Today = "hom-nay",
        /// After today, within [`SOON_DAYS`].
        Soon = "ba-ngay",
    }
}

text_enum! {
    /// The parts of the intake desk.
    pub enum Section {
        Waiting = "cho",
        /// Accepted, and without a lead.
        ToAssign = "cho-phan-cong",
        Returned = "chuyen-tra",
        /// A clerk proposes to refuse it; the secretary confirms.
        Refusals = "de-nghi-tu-choi",
    }
}

/// Under which topic group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Topic {
    #[default]
    Any,
    Unchosen,
    One(i64),
}

/// A list's filter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub q: String,
    /// By its slug.
    pub conference: Option<String>,
    pub topic: Topic,
    pub statuses: Vec<Status>,
    /// The lead agency.
    pub agency_id: Option<i64>,
    pub nearness: Option<Nearness>,
    pub kind: Option<FilerKind>,
    /// A unit of today or of any time, as typed.
    pub area: String,
    pub party: Option<Party>,
    pub section: Option<Section>,
    /// Rows on a page; one of [`paging::SIZES`], the first when `None`.
    pub size: Option<i64>,
}

/// Where on a filtered list a page is: what is not part of the filter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    pub after: Option<String>,
    /// The reference in the reading pane.
    pub chosen: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    q: String,
    hoi_nghi: String,
    nhom: String,
    trang_thai: Vec<String>,
    co_quan: String,
    han: String,
    loai: String,
    dia_ban: String,
    cho: String,
    muc: String,
    so_dong: String,
    truoc: String,
    chon: String,
}

/// A filter nobody offered: refused, because rows that ignore it would be the wrong rows.
const UNKNOWN: AppError = AppError::BadInput("triage-unknown-filter");

fn read<T>(typed: &str, parse: impl Fn(&str) -> Option<T>) -> Result<Option<T>, AppError> {
    match typed.trim() {
        "" => Ok(None),
        typed => parse(typed).map(Some).ok_or(UNKNOWN),
    }
}

impl Filter {
    /// Reads the query of an address.
    ///
    /// # Errors
    /// [`AppError::BadInput`] for values that no list offers.
    pub fn read(query: &str) -> Result<(Self, Place), AppError> {
        let asked: Asked = serde_html_form::from_str(query).map_err(|_| UNKNOWN)?;
        let number = |typed: &str| typed.parse::<i64>().ok();
        let mut statuses = Vec::new();
        for typed in &asked.trang_thai {
            let status = read(typed, Status::parse)?.filter(|status| !statuses.contains(status));
            statuses.extend(status);
        }
        let filter = Self {
            q: crate::text::clean(&asked.q),
            conference: read(&asked.hoi_nghi, |typed| Some(typed.to_owned()))?,
            topic: read(&asked.nhom, |typed| match typed {
                UNCHOSEN => Some(Topic::Unchosen),
                typed => number(typed).map(Topic::One),
            })?
            .unwrap_or_default(),
            statuses,
            agency_id: read(&asked.co_quan, number)?,
            nearness: read(&asked.han, Nearness::parse)?,
            kind: read(&asked.loai, FilerKind::parse)?,
            area: crate::text::clean(&asked.dia_ban),
            party: read(&asked.cho, Party::parse)?,
            section: read(&asked.muc, Section::parse)?,
            size: read(&asked.so_dong, |typed| {
                number(typed).filter(|size| paging::SIZES.contains(size))
            })?,
        };
        let place = Place {
            after: read(&asked.truoc, |typed| Some(typed.to_owned()))?,
            chosen: read(&asked.chon, |typed| Some(typed.to_owned()))?,
        };
        Ok((filter, place))
    }

    #[must_use]
    pub fn rows(&self) -> i64 {
        self.size.unwrap_or(paging::ROWS)
    }

    /// Its fields as an address carries them; empty ones left out.
    #[must_use]
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        let mut add = |name, value: Option<String>| {
            pairs.extend(
                value
                    .filter(|value| !value.is_empty())
                    .map(|value| (name, value)),
            );
        };
        add("q", Some(self.q.clone()));
        add("hoi_nghi", self.conference.clone());
        add("nhom", self.topic_value());
        for status in &self.statuses {
            add("trang_thai", Some(status.to_string()));
        }
        add("co_quan", self.agency_id.map(|id| id.to_string()));
        add("han", self.nearness.map(|nearness| nearness.to_string()));
        add("loai", self.kind.map(|kind| kind.to_string()));
        add("dia_ban", Some(self.area.clone()));
        add("cho", self.party.map(|party| party.to_string()));
        add("muc", self.section.map(|section| section.to_string()));
        let size = self.size.filter(|size| *size != paging::ROWS);
        add("so_dong", size.map(|size| size.to_string()));
        pairs
    }

    #[must_use]
    pub fn topic_value(&self) -> Option<String> {
        match self.topic {
            Topic::Any => None,
            Topic::Unchosen => Some(UNCHOSEN.to_owned()),
            Topic::One(id) => Some(id.to_string()),
        }
    }

    /// The address of the list at `path` with this filter.
    #[must_use]
    pub fn address(&self, path: &str) -> String {
        self.address_with(path, &[])
    }

    /// The same with further fields, for a place on the list.
    #[must_use]
    pub fn address_with(&self, path: &str, further: &[(&'static str, &str)]) -> String {
        match self.query(further) {
            query if query.is_empty() => path.to_owned(),
            query => format!("{path}?{query}"),
        }
    }

    /// The filter as a form carries it along: its query, `?` first, so never empty.
    #[must_use]
    pub fn carried(&self) -> String {
        format!("?{}", self.query(&[]))
    }

    fn query(&self, further: &[(&'static str, &str)]) -> String {
        let mut pairs = self.pairs();
        pairs.extend(
            further
                .iter()
                .map(|(name, value)| (*name, (*value).to_owned())),
        );
        // Strings and only strings: writing them cannot fail.
        serde_html_form::to_string(&pairs).unwrap_or_default()
    }
}

/// Where a form that came from a queue leads back to: the queue as it was filtered, rebuilt from
/// what the form carried and never taken from it as it stands. `None` for other forms.
#[must_use]
pub fn way_back(list: List, carried: &str) -> Option<String> {
    let (filter, _) = Filter::read(carried.strip_prefix('?')?).ok()?;
    Some(filter.address(list.path()))
}

/// The instants between which a next date counts as near, the first one included, the second not.
#[must_use]
pub fn window(
    nearness: Nearness,
    now: NaiveDateTime,
    calendar: &WorkingCalendar,
) -> (Option<NaiveDateTime>, Option<NaiveDateTime>) {
    let today = dates::local_date(now);
    let tomorrow = dates::day_end(today) + TimeDelta::seconds(1);
    match nearness {
        Nearness::Overdue => (None, Some(now)),
        Nearness::Today => (Some(now), Some(tomorrow)),
        Nearness::Soon => {
            let last = calendar.add_working_days(today, SOON_DAYS).unwrap_or(today);
            (
                Some(tomorrow),
                Some(dates::day_end(last) + TimeDelta::seconds(1)),
            )
        }
    }
}

/// The lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    Intake,
    Mine,
    Agency,
    Coordinating,
    Approval,
    All,
    Search,
}

/// What an officer has in hand.
pub const IN_HAND: [Status; 4] = [
    // Chosen by the leader, and not taken yet.
    Status::Assigned,
    Status::InProgress,
    Status::PendingApproval,
    Status::NeedInfo,
];

impl List {
    pub const ALL: [Self; 7] = [
        Self::Intake,
        Self::Mine,
        Self::Agency,
        Self::Coordinating,
        Self::Approval,
        Self::All,
        Self::Search,
    ];

    #[must_use]
    pub const fn path(self) -> &'static str {
        use super::paths;
        match self {
            Self::Intake => paths::INTAKE,
            Self::Mine => paths::MINE,
            Self::Agency => paths::AGENCY,
            Self::Coordinating => paths::COORDINATING,
            Self::Approval => paths::APPROVAL,
            Self::All => paths::ALL,
            Self::Search => paths::SEARCH,
        }
    }

    /// The list whose address ends in `slug`.
    #[must_use]
    pub fn parse(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|list| list.slug() == slug)
    }

    /// The last part of its address, as forms carry it.
    #[must_use]
    pub fn slug(self) -> &'static str {
        self.path().rsplit('/').next().unwrap_or_default()
    }

    /// The last part of its message keys.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Intake => "intake",
            Self::Mine => "mine",
            Self::Agency => "agency",
            Self::Coordinating => "coordinating",
            Self::Approval => "approval",
            Self::All => "all",
            Self::Search => "search",
        }
    }

    /// The statuses a filter asks of this list.
    #[must_use]
    pub fn statuses(self, filter: &Filter) -> Vec<Status> {
        match self {
            Self::Intake => match filter.section.unwrap_or(Section::Waiting) {
                Section::Waiting | Section::Refusals => vec![Status::Submitted],
                Section::ToAssign => vec![Status::Accepted],
                Section::Returned => vec![Status::Returned],
            },
            Self::Approval => vec![Status::PendingApproval],
            _ if !filter.statuses.is_empty() => filter.statuses.clone(),
            Self::Mine => IN_HAND.to_vec(),
            Self::Agency => WITH_THE_LEAD.to_vec(),
            Self::Coordinating => filed().filter(|status| status.is_open()).collect(),
            Self::All | Self::Search => filed().collect(),
        }
    }

    /// Whether a filter by status makes sense here beside its tabs.
    #[must_use]
    pub const fn offers_statuses(self) -> bool {
        matches!(
            self,
            Self::Mine | Self::Coordinating | Self::All | Self::Search
        )
    }
}

/// Every status that lists know: drafts are their filers' alone.
pub fn filed() -> impl Iterator<Item = Status> {
    Status::ALL
        .iter()
        .copied()
        .filter(|status| *status != Status::Draft)
}

/// Where a page begins: after the row with this date and id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    pub due_at: Option<NaiveDateTime>,
    pub id: i64,
}

/// Stands for "without a date" in a key.
const DATELESS: &str = "khong";

impl Key {
    /// Reads the key of a page's address: microseconds since 1970 and id, or `khong` and id.
    #[must_use]
    pub fn parse(key: &str) -> Option<Self> {
        let (due, id) = key.rsplit_once('-')?;
        let due_at = match due {
            DATELESS => None,
            micros => {
                Some(chrono::DateTime::from_timestamp_micros(micros.parse().ok()?)?.naive_utc())
            }
        };
        Some(Self {
            due_at,
            id: id.parse().ok()?,
        })
    }

    #[must_use]
    pub fn text(self) -> String {
        match self.due_at {
            Some(due_at) => format!("{}-{}", due_at.and_utc().timestamp_micros(), self.id),
            None => format!("{DATELESS}-{}", self.id),
        }
    }
}

/// Reads a place's key in whichever form its list has.
///
/// # Errors
/// [`AppError::BadInput`] for a key no page gave out.
pub fn read_key(place: &Place) -> Result<Option<Key>, AppError> {
    place
        .after
        .as_deref()
        .map_or(Ok(None), |key| Key::parse(key).map(Some).ok_or(UNKNOWN))
}

/// The same for results of a search.
///
/// # Errors
/// As [`read_key`].
pub fn read_after(place: &Place) -> Result<Option<After>, AppError> {
    place
        .after
        .as_deref()
        .map_or(Ok(None), |key| After::parse(key).map(Some).ok_or(UNKNOWN))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_back_as_it_was_written() {
        let query = "q=g%E1%BB%91m&hoi_nghi=lang-nghe-2024&nhom=chua-chon&trang_thai=submitted\
                     &trang_thai=need_info&co_quan=7&han=qua&loai=household&cho=secretary&muc=cho&so_dong=50";
        let (filter, _) = Filter::read(query).unwrap();
        let address = filter.address("/xu-ly/tat-ca");
        let (_, written) = address.split_once('?').unwrap();
        assert_eq!(Filter::read(written).unwrap().0, filter);
        assert_eq!(filter.statuses, [Status::Submitted, Status::NeedInfo]);
        assert_eq!(filter.q, "gốm");
    }

    #[test]
    fn empty_fields_ask_for_nothing() {
        let (filter, place) =
            Filter::read("q=&nhom=&trang_thai=&han=&so_dong=&truoc=&lang=en").unwrap();
        assert_eq!((filter, place), (Filter::default(), Place::default()));
        assert_eq!(Filter::default().address("/xu-ly"), "/xu-ly");
    }

    #[test]
    fn what_no_list_offers_is_refused() {
        for query in [
            "nhom=x",
            "trang_thai=lost",
            "han=mai",
            "so_dong=1000",
            "loai=king",
            "q=a&q=b",
        ] {
            assert!(Filter::read(query).is_err(), "{query}");
        }
    }

    #[test]
    fn keys_are_read_back() {
        let due_at =
            chrono::DateTime::from_timestamp_micros(1_719_540_000_000_001).map(|at| at.naive_utc());
        for key in [
            Key { due_at, id: 4 },
            Key {
                due_at: None,
                id: 12,
            },
        ] {
            assert_eq!(Key::parse(&key.text()), Some(key));
        }
        for text in ["", "4", "x-4", "khong-", "1-x", "-"] {
            assert_eq!(Key::parse(text), None, "{text}");
        }
    }

    #[test]
    fn dated_rows_order_by_date_then_id() {
        let key = |micros, id| Key {
            due_at: chrono::DateTime::from_timestamp_micros(micros).map(|at| at.naive_utc()),
            id,
        };
        assert!(key(1, 9) < key(2, 1) && key(2, 1) < key(2, 3));
    }
}
