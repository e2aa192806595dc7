//! The tax code of a filer: checked, warned about, never refused.
//!
//! Ten digits for an enterprise, ten and three for a branch, and since 1 July 2025 twelve for a
//! household, whose code is then the personal number of its head. Households may have none. Old
//! and personal codes need not follow the check digit, so a failed check is a doubt for a person
//! to settle, not an error. Whether two codes of one head office are one filer is for a
//! person to say as well; [`TaxCode::head_office`] only suggests it.
//!
//! A personal number tells sex and year of birth. It never belongs in an address, a log or a
//! public list, and `Debug` shows it masked.

use std::fmt;

/// Weights of the first nine digits; the tenth is 10 less the weighted sum modulo 11.
const WEIGHTS: [u32; 9] = [31, 29, 23, 19, 17, 13, 7, 5, 3];

const HEAD_OFFICE_DIGITS: usize = 10;
const BRANCH_DIGITS: usize = 3;
const PERSONAL_DIGITS: usize = 12;

/// A code in canonical form: "0100233488", "0314409058-002", or the twelve digits of a person.
/// A doubtful one keeps what was typed, less spaces and dots.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TaxCode(String);

/// What became of what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TaxCodeCheck {
    /// Nothing was typed: not registered, which is allowed.
    Missing,
    /// An enterprise or a branch, with a fitting check digit.
    Valid {
        /// As it is stored and compared.
        canonical: TaxCode,
    },
    /// Taken as it is, with a warning.
    Doubtful {
        /// As it is stored and compared.
        canonical: TaxCode,
        /// What to tell the person who typed it.
        doubt: Doubt,
    },
    /// Twelve digits: personal data, shown masked.
    PersonalNumber {
        /// As it is stored and compared.
        canonical: TaxCode,
    },
}

/// Why a code is doubtful.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// Something other than digits.
    NotDigits,
    /// Not 10, 12 or 13 digits, or a branch number that is not three digits.
    Length,
    /// The tenth digit does not fit the nine before it.
    CheckDigit,
    /// There is no branch 000.
    Branch,
}

impl TaxCode {
    /// Checks what was typed; spaces, dots and dashes do not matter, except that two digits after
    /// a dash are a branch that lost a digit and not a personal number.
    #[must_use]
    pub fn check(typed: &str) -> TaxCodeCheck {
        let typed = without_gaps(typed);
        let typed = typed.trim_matches('-');
        if typed.is_empty() {
            return TaxCodeCheck::Missing;
        }
        let doubtful = |canonical: &str, doubt| TaxCodeCheck::Doubtful {
            canonical: Self(canonical.to_owned()),
            doubt,
        };
        if !typed.chars().all(|c| c.is_ascii_digit() || c == '-') {
            return doubtful(typed, Doubt::NotDigits);
        }
        if lost_a_branch_digit(typed) {
            return doubtful(typed, Doubt::Length);
        }
        let digits = typed.replace('-', "");
        if digits.len() == PERSONAL_DIGITS {
            return TaxCodeCheck::PersonalNumber {
                canonical: Self(digits),
            };
        }
        let Some((head, branch)) = head_and_branch(&digits) else {
            return doubtful(typed, Doubt::Length);
        };
        let canonical = match branch {
            "" => head.to_owned(),
            branch => format!("{head}-{branch}"),
        };
        if !check_digit_fits(head) {
            doubtful(&canonical, Doubt::CheckDigit)
        } else if branch == "000" {
            doubtful(&canonical, Doubt::Branch)
        } else {
            TaxCodeCheck::Valid {
                canonical: Self(canonical),
            }
        }
    }

    /// The canonical form: to store and to compare, not to show. See [`Self::masked`].
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The ten digits that an enterprise shares with its branches; `None` for a personal number
    /// or a code of no known form.
    #[must_use]
    pub fn head_office(&self) -> Option<&str> {
        match self.0.split_once('-') {
            None if self.0.len() == HEAD_OFFICE_DIGITS => Some(self.0.as_str()),
            Some((head, branch))
                if head.len() == HEAD_OFFICE_DIGITS && branch.len() == BRANCH_DIGITS =>
            {
                Some(head)
            }
            _ => None,
        }
        .filter(|head| head.bytes().all(|b| b.is_ascii_digit()))
    }

    /// For lists and anything public: the code of an enterprise as it is, anything else as
    /// "001•••••••23". A doubtful code may be somebody's mistyped personal number, so it is masked
    /// as well.
    #[must_use]
    pub fn masked(&self) -> String {
        if let TaxCodeCheck::Valid { canonical } = Self::check(&self.0) {
            return canonical.0;
        }
        let symbols: Vec<char> = self.0.chars().collect();
        let hidden = symbols.len().saturating_sub(5);
        if hidden < 3 {
            return "•".repeat(symbols.len());
        }
        let head = symbols.iter().take(3);
        let tail = symbols.iter().skip(3 + hidden);
        head.chain(std::iter::repeat_n(&'•', hidden))
            .chain(tail)
            .collect()
    }
}

impl fmt::Debug for TaxCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TaxCode({})", self.masked())
    }
}

/// One kind of dash, and neither spaces, dots nor the quote that spreadsheets put before digits.
fn without_gaps(typed: &str) -> String {
    typed
        .chars()
        .filter(|&c| !c.is_whitespace() && !matches!(c, '.' | '\''))
        .map(|c| match c {
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            other => other.to_ascii_uppercase(),
        })
        .collect()
}

/// "0314409058-02": ten digits, a dash, and a branch number with fewer than its three digits.
fn lost_a_branch_digit(typed: &str) -> bool {
    typed.split_once('-').is_some_and(|(head, branch)| {
        head.len() == HEAD_OFFICE_DIGITS && branch.len() < BRANCH_DIGITS
    })
}

fn head_and_branch(digits: &str) -> Option<(&str, &str)> {
    let (head, branch) = digits.split_at_checked(HEAD_OFFICE_DIGITS)?;
    (branch.is_empty() || branch.len() == BRANCH_DIGITS).then_some((head, branch))
}

fn check_digit_fits(head: &str) -> bool {
    let mut digits = head.chars().filter_map(|c| c.to_digit(10));
    let sum: u32 = WEIGHTS
        .iter()
        .zip(digits.by_ref())
        .map(|(weight, digit)| weight * digit)
        .sum();
    // A number of nothing but zeros after the province was never given out.
    let is_given_out = head.chars().skip(2).take(7).any(|c| c != '0');
    is_given_out && digits.next() == Some(10 - sum % 11)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn valid(canonical: &str) -> TaxCodeCheck {
        TaxCodeCheck::Valid {
            canonical: TaxCode(canonical.to_owned()),
        }
    }

    fn doubtful(canonical: &str, doubt: Doubt) -> TaxCodeCheck {
        TaxCodeCheck::Doubtful {
            canonical: TaxCode(canonical.to_owned()),
            doubt,
        }
    }

    fn personal(canonical: &str) -> TaxCodeCheck {
        TaxCodeCheck::PersonalNumber {
            canonical: TaxCode(canonical.to_owned()),
        }
    }

    #[test]
    fn a_household_may_have_none() {
        for typed in ["", "  ", "-", " . "] {
            assert_eq!(TaxCode::check(typed), TaxCodeCheck::Missing);
        }
    }

    #[test]
    fn enterprises_and_branches_are_checked() {
        assert_eq!(TaxCode::check("0100233488"), valid("0100233488"));
        assert_eq!(TaxCode::check(" 0100 233 488"), valid("0100233488"));
        assert_eq!(TaxCode::check("0100.233.488"), valid("0100233488"));
        assert_eq!(TaxCode::check("'0100233488"), valid("0100233488"));
        for typed in [
            "0314409058-002",
            "0314409058 002",
            "0314409058.002",
            "0314409058–002",
            "0314409058002",
        ] {
            assert_eq!(TaxCode::check(typed), valid("0314409058-002"), "{typed}");
        }
    }

    #[test]
    fn doubts_are_named_and_nothing_is_refused() {
        for (typed, canonical, doubt) in [
            ("0100233480", "0100233480", Doubt::CheckDigit),
            ("0100233480-001", "0100233480-001", Doubt::CheckDigit),
            ("0100000000", "0100000000", Doubt::CheckDigit),
            ("0314409058-000", "0314409058-000", Doubt::Branch),
            ("100233488", "100233488", Doubt::Length),
            ("01002334881", "01002334881", Doubt::Length),
            ("0314409058-02", "0314409058-02", Doubt::Length),
            ("0314409058-0021", "0314409058-0021", Doubt::Length),
            ("01O0233488", "01O0233488", Doubt::NotDigits),
            ("chưa có", "CHưACó", Doubt::NotDigits),
        ] {
            assert_eq!(TaxCode::check(typed), doubtful(canonical, doubt), "{typed}");
        }
    }

    #[test]
    fn twelve_digits_are_a_person() {
        assert_eq!(TaxCode::check("001066001123"), personal("001066001123"));
        assert_eq!(TaxCode::check("001 066 001 123"), personal("001066001123"));
        assert_eq!(TaxCode::check("001-066-001-123"), personal("001066001123"));
    }

    #[test]
    fn persons_are_masked_and_enterprises_are_not() {
        for (code, masked) in [
            ("001066001123", "001•••••••23"),
            ("0100233488", "0100233488"),
            ("0314409058-002", "0314409058-002"),
            ("00106600112", "001••••••12"),
            ("001066001", "001••••01"),
            ("12345", "•••••"),
        ] {
            assert_eq!(TaxCode(code.to_owned()).masked(), masked);
        }
        assert_eq!(
            format!("{:?}", TaxCode::check("001066001123")),
            "PersonalNumber { canonical: TaxCode(001•••••••23) }"
        );
    }

    #[test]
    fn branches_know_their_head_office() {
        let head_office = |code: &str| TaxCode(code.to_owned()).head_office().map(str::to_owned);
        assert_eq!(head_office("0314409058-002").as_deref(), Some("0314409058"));
        assert_eq!(head_office("0314409058").as_deref(), Some("0314409058"));
        assert_eq!(head_office("001066001123"), None);
        assert_eq!(head_office("CHưACóGÌ"), None);
    }

    fn canonical(check: &TaxCodeCheck) -> Option<&TaxCode> {
        match check {
            TaxCodeCheck::Missing => None,
            TaxCodeCheck::Valid { canonical }
            | TaxCodeCheck::Doubtful { canonical, .. }
            | TaxCodeCheck::PersonalNumber { canonical } => Some(canonical),
        }
    }

    proptest! {
        #[test]
        fn a_canonical_code_checks_as_itself(typed in any::<String>(), numbers in "[0-9 .-]{0,18}") {
            for text in [typed, numbers] {
                let check = TaxCode::check(&text);
                if let Some(code) = canonical(&check) {
                    prop_assert_eq!(&TaxCode::check(code.as_str()), &check);
                }
            }
        }

        #[test]
        fn one_wrong_digit_is_noticed(nine in "[0-9]{9}", position in 0_usize..10, by in 1_u8..10) {
            let code = (0..10).map(|last| format!("{nine}{last}")).find(|code| check_digit_fits(code));
            if let Some(code) = code {
                let mut wrong = code.into_bytes();
                wrong[position] = (wrong[position] - b'0' + by) % 10 + b'0';
                let wrong = String::from_utf8(wrong).unwrap();
                let check = TaxCode::check(&wrong);
                prop_assert_eq!(check, doubtful(&wrong, Doubt::CheckDigit));
            }
        }

        #[test]
        fn a_masked_person_shows_five_digits(number in "[0-9]{12}") {
            let masked = TaxCode(number).masked();
            prop_assert_eq!(masked.chars().filter(char::is_ascii_digit).count(), 5);
            prop_assert_eq!(masked.chars().count(), 12);
        }
    }
}
