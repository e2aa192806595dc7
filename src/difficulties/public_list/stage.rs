//! Where a published difficulty stands, in the words of the street. Whose desk it lies on inside
//! the administration is nobody's business outside, so several statuses are one stage.

use crate::difficulties::Status;

/// A stage, with the code that stands in addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    InHand,
    Answered,
    /// Answered, and a promise is still open.
    Promised,
    SentUp,
    /// Closed.
    Done,
    /// Refused, withdrawn, or merged into another.
    Ended,
}

impl Stage {
    pub const ALL: [Self; 6] = [
        Self::InHand,
        Self::Answered,
        Self::Promised,
        Self::SentUp,
        Self::Done,
        Self::Ended,
    ];

    #[must_use]
    pub const fn of(status: Status) -> Self {
        match status {
            Status::Draft
            | Status::Submitted
            | Status::Accepted
            | Status::NeedInfo
            | Status::Assigned
            | Status::InProgress
            | Status::Returned
            | Status::PendingApproval => Self::InHand,
            Status::Answered => Self::Answered,
            Status::Committed => Self::Promised,
            Status::Escalated => Self::SentUp,
            Status::Closed => Self::Done,
            Status::Rejected | Status::Merged | Status::Withdrawn => Self::Ended,
        }
    }

    /// What stands in an address: `?trang_thai=da-tra-loi`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::InHand => "dang-xu-ly",
            Self::Answered => "da-tra-loi",
            Self::Promised => "dang-lam",
            Self::SentUp => "cap-tren",
            Self::Done => "da-xong",
            Self::Ended => "ket-thuc",
        }
    }

    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.code() == code)
    }

    /// Key of its name.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::InHand => "portal-stage-in-hand",
            Self::Answered => "portal-stage-answered",
            Self::Promised => "portal-stage-promised",
            Self::SentUp => "portal-stage-sent-up",
            Self::Done => "portal-stage-done",
            Self::Ended => "portal-stage-ended",
        }
    }

    /// Class of its tag.
    #[must_use]
    pub const fn tone(self) -> &'static str {
        match self {
            Self::InHand => "run",
            Self::Answered | Self::Done => "ok",
            Self::Promised => "new",
            Self::SentUp => "ask",
            Self::Ended => "",
        }
    }

    pub fn statuses(self) -> impl Iterator<Item = Status> {
        Status::ALL
            .iter()
            .copied()
            .filter(move |status| Self::of(*status) == self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_has_one_stage_and_every_stage_its_code() {
        let counted: usize = Stage::ALL
            .into_iter()
            .map(|stage| stage.statuses().count())
            .sum();
        assert_eq!(counted, Status::ALL.len());
        for stage in Stage::ALL {
            assert_eq!(Stage::parse(stage.code()), Some(stage));
        }
    }
}
