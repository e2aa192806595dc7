//! What becomes of one generated difficulty: its letter, its steps and where it stands. Made
//! from the seed and its number alone, with no look at the database, so that it is always the
//! same one.

use chrono::{Days, NaiveDate, NaiveDateTime, TimeDelta};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::text::{Letter, letter, often_first};
use super::way::{Step, steps};
use crate::dates;
use crate::difficulties::{
    Action, Channel, IdentityLevel, Outcome, Priority, PublicationConsent, Status,
};
use crate::filers::FilerKind;
use crate::text;

/// What of the conference the plans must fit in.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    pub opens_at: NaiveDateTime,
    pub closes_at: NaiveDateTime,
    pub topics: usize,
    pub agencies: usize,
}

/// One difficulty to be written. Topics and agencies are places in the conference's lists.
pub(super) struct Plan {
    pub letter: Letter,
    /// Search tokens of the letter; the reference comes later.
    pub tokens: Vec<String>,
    /// The same of what the public would read; empty for what it does not.
    pub public_tokens: Vec<String>,
    pub filer_kind: FilerKind,
    pub filer_name: String,
    /// What the public reads of who filed.
    pub filer_label: String,
    pub workers: i64,
    pub phone: String,
    pub channel: Channel,
    pub identity: IdentityLevel,
    pub consent: PublicationConsent,
    pub priority: Priority,
    pub restricted: bool,
    pub topic: usize,
    pub status: Status,
    pub former_status: Option<Status>,
    /// How many difficulties before this one its parent stands.
    pub merged_back: Option<usize>,
    pub lead: usize,
    pub coordinating: Option<usize>,
    pub outcome: Option<Outcome>,
    pub is_public: bool,
    pub received_at: NaiveDateTime,
    pub due_on: Option<NaiveDate>,
    pub next_due_at: Option<NaiveDateTime>,
    /// A promise that is still to be kept.
    pub promised_on: Option<NaiveDate>,
    pub steps: Vec<Step>,
}

/// How many of a hundred stand where.
const SHARES: [(Status, u32); 14] = [
    (Status::Submitted, 6),
    (Status::Accepted, 6),
    (Status::NeedInfo, 3),
    (Status::Assigned, 10),
    (Status::InProgress, 16),
    (Status::Returned, 2),
    (Status::PendingApproval, 6),
    (Status::Answered, 14),
    (Status::Committed, 6),
    (Status::Escalated, 2),
    (Status::Closed, 21),
    (Status::Rejected, 3),
    (Status::Merged, 3),
    (Status::Withdrawn, 2),
];
/// Of a hundred answered ones with consent, this many are published.
const PUBLISHED: f64 = 0.4;

impl Plan {
    /// The plan of number `index` (from 0) of `seed`. `parents` are earlier ones it may be
    /// merged into, as how many before it they stand, by topic.
    pub(super) fn of(
        seed: u64,
        index: u64,
        frame: &Frame,
        parent: impl Fn(usize) -> Option<usize>,
    ) -> Option<Self> {
        // An odd factor keeps different numbers different.
        let own = seed ^ index.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let mut rng = StdRng::seed_from_u64(own);
        let topic = rng.random_range(0..frame.topics.max(1));
        let letter = letter(&mut rng, topic, index)?;
        let merged_back = parent(topic);
        let status = match share(&mut rng) {
            Status::Merged if merged_back.is_none() => Status::Accepted,
            status => status,
        };
        let agencies: Vec<usize> = (0..frame.agencies).collect();
        let lead = *often_first(&mut rng, &agencies)?;
        let coordinating = rng
            .random_bool(0.4)
            .then(|| (lead + 1 + rng.random_range(0..3)) % frame.agencies.max(1))
            .filter(|other| *other != lead);
        let window = frame.closes_at - frame.opens_at;
        let received_at = frame.opens_at + part(window, rng.random_range(0.0..0.55));
        let steps = steps(&mut rng, status, received_at, part(window, 0.045));
        let last_at = steps.last().map_or(received_at, |step| step.at);
        let is_accepted = !matches!(status, Status::Submitted | Status::Rejected);
        let due_on =
            is_accepted.then(|| later(dates::local_date(received_at), rng.random_range(8..45)));
        let promised_on = (status == Status::Committed)
            .then(|| later(dates::local_date(last_at), rng.random_range(5..120)));
        let consent = consent(&mut rng);
        let restricted = rng.random_bool(0.01);
        let is_public = matches!(
            status,
            Status::Answered | Status::Committed | Status::Closed
        ) && consent != PublicationConsent::Private
            && !restricted
            && rng.random_bool(PUBLISHED);
        let place = format!("{}, {}", letter.village, letter.commune);
        let filer_kind = filer_kind(&mut rng);
        let filer_name = filer_name(filer_kind, &letter);
        let filer_label = if consent == PublicationConsent::Named {
            filer_name.clone()
        } else {
            String::new()
        };
        let public_tokens = if is_public {
            let (title, shown) = (&letter.public_title, &letter.public_text);
            text::index_tokens(&[title, shown, &letter.village, &filer_label])
        } else {
            Vec::new()
        };
        Some(Self {
            tokens: text::index_tokens(&[&letter.title, &letter.body, &letter.ask, &place]),
            public_tokens,
            filer_kind,
            filer_name,
            filer_label,
            workers: rng.random_range(1..60),
            phone: format!("0900 {:03} {:03}", index / 1_000 % 1_000, index % 1_000),
            channel: channel(&mut rng),
            identity: if rng.random_bool(0.03) {
                IdentityLevel::Shielded
            } else {
                IdentityLevel::Open
            },
            consent,
            priority: priority(&mut rng),
            restricted,
            topic,
            status,
            former_status: matches!(status, Status::NeedInfo | Status::Merged)
                .then_some(Status::Accepted),
            merged_back: merged_back.filter(|_| status == Status::Merged),
            lead,
            coordinating: coordinating.filter(|_| has_lead(status)),
            outcome: outcome(&mut rng, status),
            is_public,
            received_at,
            due_on,
            next_due_at: next_due(status, last_at, due_on, promised_on),
            promised_on,
            steps,
            letter,
        })
    }

    /// When a step was taken, if it was.
    pub(super) fn at(&self, action: Action) -> Option<NaiveDateTime> {
        self.steps
            .iter()
            .find(|step| step.action == action)
            .map(|step| step.at)
    }

    /// When it was answered, if it was.
    pub(super) fn answered_at(&self) -> Option<NaiveDateTime> {
        self.at(Action::Approve)
            .or_else(|| self.at(Action::ApproveWithCommitments))
    }
}

/// Whether an agency leads it.
pub(super) const fn has_lead(status: Status) -> bool {
    matches!(
        status,
        Status::Assigned
            | Status::InProgress
            | Status::PendingApproval
            | Status::Answered
            | Status::Committed
            | Status::Escalated
            | Status::Closed
    )
}

fn share(rng: &mut StdRng) -> Status {
    let mut place = rng.random_range(0..SHARES.iter().map(|(_, share)| share).sum());
    for (status, share) in SHARES {
        if place < share {
            return status;
        }
        place -= share;
    }
    Status::Submitted
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "minutes of a few months, exact enough"
)]
fn part(window: TimeDelta, share: f64) -> TimeDelta {
    TimeDelta::minutes((window.num_minutes() as f64 * share) as i64)
}

fn later(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap_or(day)
}

fn next_due(
    status: Status,
    last_at: NaiveDateTime,
    due_on: Option<NaiveDate>,
    promised_on: Option<NaiveDate>,
) -> Option<NaiveDateTime> {
    let in_days = |days| Some(dates::day_end(later(dates::local_date(last_at), days)));
    match status {
        Status::Submitted | Status::Accepted | Status::Returned => in_days(1),
        Status::Assigned => in_days(2),
        Status::NeedInfo | Status::Answered => in_days(7),
        Status::Escalated => in_days(28),
        Status::InProgress | Status::PendingApproval => due_on.map(dates::day_end),
        Status::Committed => promised_on.map(dates::day_end),
        Status::Draft | Status::Closed | Status::Rejected | Status::Merged | Status::Withdrawn => {
            None
        }
    }
}

fn outcome(rng: &mut StdRng, status: Status) -> Option<Outcome> {
    match status {
        Status::Answered | Status::Closed => often_first(
            rng,
            &[
                Outcome::Explained,
                Outcome::Resolved,
                Outcome::NotAgreed,
                Outcome::Roadmap,
            ],
        )
        .copied(),
        Status::Committed => Some(Outcome::Roadmap),
        Status::Escalated => Some(Outcome::BeyondAuthority),
        _ => None,
    }
}

fn consent(rng: &mut StdRng) -> PublicationConsent {
    match rng.random_range(0..100_u32) {
        0..55 => PublicationConsent::Anonymous,
        55..75 => PublicationConsent::Named,
        _ => PublicationConsent::Private,
    }
}

fn filer_kind(rng: &mut StdRng) -> FilerKind {
    match rng.random_range(0..100_u32) {
        0..50 => FilerKind::Household,
        50..80 => FilerKind::Business,
        80..95 => FilerKind::Cooperative,
        _ => FilerKind::Association,
    }
}

fn filer_name(kind: FilerKind, letter: &Letter) -> String {
    let kind = match kind {
        FilerKind::Household => "Hộ",
        FilerKind::Business => "Công ty",
        FilerKind::Cooperative => "Hợp tác xã",
        FilerKind::Association => "Hội nghề",
    };
    format!("{kind} {} {}", letter.craft, letter.village)
}

fn channel(rng: &mut StdRng) -> Channel {
    match rng.random_range(0..100_u32) {
        0..60 => Channel::Web,
        60..75 => Channel::Paper,
        75..85 => Channel::Email,
        85..95 => Channel::Phone,
        _ => Channel::Spreadsheet,
    }
}

fn priority(rng: &mut StdRng) -> Priority {
    match rng.random_range(0..100_u32) {
        0..85 => Priority::Normal,
        85..92 => Priority::Urgent,
        _ => Priority::Complex,
    }
}
