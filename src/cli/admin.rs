//! The first administrator, who makes every other account in the browser.

use serde_json::json;

use super::{CommandError, open};
use crate::accounts::{Role, activation, queries};
use crate::clock::Clock;
use crate::config::Settings;
use crate::events::system::{self, NewSystemEvent, Subject, SystemAction};

/// Makes the account and prints the link that sets its password.
pub(super) fn create(settings: &Settings, name: &str, sign_in: &str) -> Result<(), CommandError> {
    let (name, sign_in) = (name.trim().to_owned(), sign_in.trim().to_lowercase());
    if name.is_empty() || sign_in.is_empty() || sign_in.contains(char::is_whitespace) {
        return Err(CommandError::Option(
            "--name and --sign-in must not be empty, and a sign-in name has no spaces".into(),
        ));
    }
    let db = open(settings)?;
    let now = Clock::system().now();
    let link = db.write_blocking(move |conn| {
        if queries::by_sign_in_name(conn, &sign_in)?.is_some() {
            return Err(CommandError::Failed(format!("{sign_in} is taken")));
        }
        let id = queries::create(conn, &sign_in, &name, Role::Administrator, None, now)?;
        let event = NewSystemEvent {
            account_id: None,
            action: SystemAction::CreateAccount,
            subject: Subject::Account,
            subject_id: Some(id),
            data: json!({ "role": Role::Administrator.as_str() }),
            at: now,
        };
        system::append(conn, &event)?;
        Ok(activation::issue(conn, id, now)?)
    })?;
    let start = settings.public_url.as_deref().unwrap_or_default();
    println!("{start}{}", activation::path(&link));
    println!(
        "sets the password, once, within {} hours",
        activation::VALID_HOURS
    );
    Ok(())
}
