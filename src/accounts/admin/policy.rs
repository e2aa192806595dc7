//! Who may do what to an account; pure. Everybody here is an administrator: the gate saw to it.
//!
//! Whatever ends in somebody holding a powerful role takes two: giving it, letting an account
//! that has it in again, and a new link for one, which is a new password and so the account.

use crate::accounts::Role;

/// What is done to an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    /// Its display name.
    Rename,
    /// To this role.
    GiveRole(Role),
    Disable,
    Enable,
    IssueLink,
}

/// How many it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Takes {
    One,
    /// One asks, another confirms.
    Two,
    /// Never to one's own account.
    NotOneself,
}

pub(super) fn takes(act: Act, role: Role, is_own: bool) -> Takes {
    let by_power = |role: Role| {
        if role.takes_two_to_give() {
            Takes::Two
        } else {
            Takes::One
        }
    };
    match act {
        Act::Rename => Takes::One,
        _ if is_own => Takes::NotOneself,
        // The same role again gives nothing.
        Act::GiveRole(given) if given == role => Takes::One,
        Act::GiveRole(given) => by_power(given),
        Act::Disable => Takes::One,
        Act::Enable | Act::IssueLink => by_power(role),
    }
}

/// Whether `by` may settle what `asked_by` asked for `account`: confirm it only as a second
/// person who is not the one it is about; take it back also as who asked.
pub(super) fn may_settle(by: i64, asked_by: i64, account: i64, confirms: bool) -> bool {
    by != account && (!confirms || by != asked_by)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ends_in_power_takes_two_and_nobody_serves_themselves() {
        for &role in Role::ALL {
            for &given in Role::ALL {
                let expected = if given != role && given.takes_two_to_give() {
                    Takes::Two
                } else {
                    Takes::One
                };
                assert_eq!(takes(Act::GiveRole(given), role, false), expected);
                assert_eq!(takes(Act::GiveRole(given), role, true), Takes::NotOneself);
            }
            assert_eq!(takes(Act::Disable, role, false), Takes::One);
            for act in [Act::Enable, Act::IssueLink] {
                let two = takes(act, role, false) == Takes::Two;
                assert_eq!(two, role.takes_two_to_give(), "{role}");
                assert_eq!(takes(act, role, true), Takes::NotOneself);
            }
            assert_eq!(takes(Act::Rename, role, true), Takes::One);
        }
    }

    #[test]
    fn a_second_person_confirms() {
        assert!(may_settle(2, 1, 3, true));
        assert!(!may_settle(1, 1, 3, true), "who asked");
        assert!(!may_settle(3, 1, 3, true), "whom it is about");
        assert!(may_settle(1, 1, 3, false), "taking it back");
        assert!(!may_settle(3, 1, 3, false));
    }
}
