//! What the demonstration prints when it starts: where it is, and who one can be.

use std::fmt::Write as _;

use diesel::prelude::*;

use super::PASSWORD;
use super::cast::CAST;
use crate::db::schema::{filers, submissions};
use crate::db::{DbConnection, DbError};
use crate::submissions::actions::lookup_code;
use crate::web::secret::Secret;

/// The filers of the cast, by the telephone number of the story.
pub(super) const FILERS: [(&str, &str); 2] = [("Lan", "0912 000 001"), ("Minh", "0900 000 002")];
/// Look-up codes shown of each.
const CODES_OF_EACH: i64 = 2;

/// The welcome, ready to be printed.
///
/// # Errors
/// When the database fails.
pub fn welcome(conn: &mut DbConnection, address: &str) -> Result<String, DbError> {
    let secret = Secret::load_or_create(conn)?;
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = writeln!(
        text,
        "\nĐối Thoại · bản trình diễn / demonstration: {address}\n"
    );
    let _ = writeln!(text, "  sign in as password         who");
    for member in &CAST {
        let office = member.agency.unwrap_or_default();
        let _ = writeln!(
            text,
            "  {:<10} {PASSWORD:<16} {} ({}{}{office})",
            member.sign_in_name,
            member.display_name,
            member.role,
            if office.is_empty() { "" } else { ", " },
        );
    }
    let _ = writeln!(
        text,
        "  every other agency: cv-… (officer) and ld-… (leader), like cv-sdl and ld-sdl\n"
    );
    let _ = writeln!(text, "  look up at {address}/tra-cuu");
    for (name, phone) in FILERS {
        for token in form_tokens(conn, phone)? {
            let code = lookup_code(&secret, "", &token);
            let _ = writeln!(text, "  {code}   {phone}   {name}");
        }
    }
    let _ = writeln!(text, "\n  Ctrl-C stops it.\n");
    Ok(text)
}

fn form_tokens(conn: &mut DbConnection, phone: &str) -> QueryResult<Vec<String>> {
    submissions::table
        .inner_join(filers::table.on(submissions::filer_id.eq(filers::id)))
        .filter(filers::phone.eq(phone))
        .order(submissions::id)
        .select(submissions::form_token)
        .limit(CODES_OF_EACH)
        .load(conn)
}
