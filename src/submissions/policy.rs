//! Who may file, before there is anything filed.

use crate::accounts::Actor;
use crate::difficulties::Status;
use crate::difficulties::policy::{Capability, Matter, Relation, Standing, Tie, may};
use crate::web::AppError;

/// The account that types it in for somebody else; `None` for those who file for themselves.
///
/// # Errors
/// [`AppError::Forbidden`] for staff who file neither way (permissions.md, row 3).
pub fn entered_by(actor: &Actor) -> Result<Option<i64>, AppError> {
    let (Some(role), Some(account_id)) = (actor.role(), actor.account_id()) else {
        return Ok(None);
    };
    let standing = Standing::of(Relation::of(Some(role), Tie::Nothing));
    let nothing_yet = Matter::plain(Status::Draft);
    if may(Capability::File, standing, &nothing_yet).is_yes() {
        Ok(None)
    } else if may(Capability::FileForAnother, standing, &nothing_yet).is_yes() {
        Ok(Some(account_id))
    } else {
        Err(AppError::Forbidden)
    }
}
