//! Who may import, and whose import it is. Associations come in here, once they have accounts.

use crate::accounts::{Actor, Role};
use crate::submissions::policy::entered_by;
use crate::web::AppError;

/// The account that imports for others: whoever may file for another (permissions.md, row 3).
///
/// # Errors
/// [`AppError::SignInNeeded`], or [`AppError::Forbidden`] for accounts that may not.
pub fn importer(actor: &Actor) -> Result<i64, AppError> {
    if actor.staff().is_none() {
        return Err(AppError::SignInNeeded);
    }
    entered_by(actor)?.ok_or(AppError::Forbidden)
}

/// Whether an actor may see what became of an import: whoever imported it, and the secretariat,
/// who sees every submission anyway. Look-up codes are for the first alone.
#[must_use]
pub fn sees(actor: &Actor, account_id: Option<i64>) -> bool {
    is_own(actor, account_id) || matches!(actor.role(), Some(Role::Clerk | Role::Secretary))
}

#[must_use]
pub fn is_own(actor: &Actor, account_id: Option<i64>) -> bool {
    actor
        .staff()
        .is_some_and(|staff| Some(staff.account_id) == account_id)
}
