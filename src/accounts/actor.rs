//! Who a request is by. Both may be true at once: staff who also filed look at their own item
//! as its filer.

use chrono::NaiveDate;

use crate::accounts::Role;
use crate::i18n::Lang;

/// A signed-in member of the staff, as read from the database for this request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staff {
    pub account_id: i64,
    pub login_id: i64,
    pub display_name: String,
    pub role: Role,
    pub agency_id: Option<i64>,
    pub agency_vi: Option<String>,
    pub agency_en: Option<String>,
}

impl Staff {
    /// The agency's name in `lang`; empty for those who belong to none.
    #[must_use]
    pub fn agency_name(&self, lang: Lang) -> &str {
        lang.pick(
            self.agency_vi.as_deref().unwrap_or_default(),
            self.agency_en.as_deref().unwrap_or_default(),
        )
    }
}

/// A filer or an association, signed in: the public side of the house, never staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    pub account_id: i64,
    pub login_id: i64,
    pub display_name: String,
    pub role: Role,
    /// The local day of this request: mandates hold until a day.
    pub today: NaiveDate,
}

impl Member {
    #[must_use]
    pub fn is_association(&self) -> bool {
        self.role == Role::Association
    }
}

/// A filer who opened one submission by look-up code and phone or e-mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilerLogin {
    pub login_id: i64,
    pub submission_id: i64,
}

/// Who it is; nobody in particular by default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Actor {
    pub staff: Option<Staff>,
    pub member: Option<Member>,
    pub filer: Option<FilerLogin>,
}

impl Actor {
    #[must_use]
    pub fn staff(&self) -> Option<&Staff> {
        self.staff.as_ref()
    }

    #[must_use]
    pub fn filer(&self) -> Option<&FilerLogin> {
        self.filer.as_ref()
    }

    #[must_use]
    pub fn member(&self) -> Option<&Member> {
        self.member.as_ref()
    }

    #[must_use]
    pub fn role(&self) -> Option<Role> {
        let staff = self.staff.as_ref().map(|staff| staff.role);
        staff.or_else(|| self.member.as_ref().map(|member| member.role))
    }

    /// Whoever is signed in, staff or not: the account and the login.
    #[must_use]
    pub fn account(&self) -> Option<(i64, i64)> {
        let staff = self
            .staff
            .as_ref()
            .map(|staff| (staff.account_id, staff.login_id));
        staff.or_else(|| {
            self.member
                .as_ref()
                .map(|member| (member.account_id, member.login_id))
        })
    }

    #[must_use]
    pub fn account_id(&self) -> Option<i64> {
        self.account().map(|(account_id, _)| account_id)
    }

    /// Whether this browser opened `submission_id`.
    #[must_use]
    pub fn filed(&self, submission_id: i64) -> bool {
        self.filer
            .as_ref()
            .is_some_and(|filer| filer.submission_id == submission_id)
    }
}
