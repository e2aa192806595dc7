//! The record of what belongs to no conference: accounts, units, signing in. One chain for the
//! whole house, append-only in the database like the conferences' own and walked by the same
//! check. It names ids, codes and names of units; never what anybody filed or was answered, and
//! never a person's name.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::Head;
use crate::db::DbConnection;
use crate::db::schema::system_events;
use crate::text_enum::text_enum;

text_enum! {
    /// What happened.
    pub enum SystemAction {
        SignIn = "sign_in",
        /// A password was set by a one-time link, or changed by its owner.
        SetPassword = "set_password",
        CreateAccount = "create_account",
        EditAccount = "edit_account",
        ChangeRole = "change_role",
        DisableAccount = "disable_account",
        EnableAccount = "enable_account",
        IssueLink = "issue_link",
        /// One administrator asks for what takes two.
        AskAccountChange = "ask_account_change",
        ConfirmAccountChange = "confirm_account_change",
        RefuseAccountChange = "refuse_account_change",
    }
}

text_enum! {
    /// What it happened to.
    pub enum Subject {
        Account = "account",
    }
}

/// A change to be recorded.
#[derive(Debug, Clone)]
pub struct NewSystemEvent {
    /// Who; `None` for a command of the shell.
    pub account_id: Option<i64>,
    pub action: SystemAction,
    pub subject: Subject,
    pub subject_id: Option<i64>,
    /// Further facts as a JSON object.
    pub data: Value,
    pub at: NaiveDateTime,
}

/// An event as recorded.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct SystemEvent {
    pub id: i64,
    pub seq: i64,
    pub account_id: Option<i64>,
    pub action: String,
    pub subject: String,
    pub subject_id: Option<i64>,
    pub data: String,
    pub at: NaiveDateTime,
    prev_hash: Vec<u8>,
    hash: Vec<u8>,
}

fn beginning() -> Head {
    Head {
        seq: 0,
        hash: vec![0; 32],
    }
}

/// Appends one event; returns its id.
///
/// # Errors
/// When the database fails.
pub fn append(conn: &mut DbConnection, event: &NewSystemEvent) -> QueryResult<i64> {
    let head = system_events::table
        .order(system_events::seq.desc())
        .select((system_events::seq, system_events::hash))
        .first(conn)
        .optional()?
        .map_or_else(beginning, |(seq, hash)| Head { seq, hash });
    let data = event.data.to_string();
    let seq = head.seq + 1;
    let hash = hash(&head.hash, seq, &Fields::of(event, &data));
    diesel::insert_into(system_events::table)
        .values((
            system_events::seq.eq(seq),
            system_events::account_id.eq(event.account_id),
            system_events::action.eq(event.action),
            system_events::subject.eq(event.subject),
            system_events::subject_id.eq(event.subject_id),
            system_events::data.eq(&data),
            system_events::at.eq(event.at),
            system_events::prev_hash.eq(&head.hash),
            system_events::hash.eq(&hash),
        ))
        .returning(system_events::id)
        .get_result(conn)
}

/// What the hash is made of, besides the hash before.
struct Fields<'a> {
    account_id: Option<i64>,
    action: &'a str,
    subject: &'a str,
    subject_id: Option<i64>,
    data: &'a str,
    at: NaiveDateTime,
}

impl<'a> Fields<'a> {
    fn of(event: &NewSystemEvent, data: &'a str) -> Self {
        Self {
            account_id: event.account_id,
            action: event.action.as_str(),
            subject: event.subject.as_str(),
            subject_id: event.subject_id,
            data,
            at: event.at,
        }
    }
}

/// As the conferences' chains: every field with its length, after the hash before.
fn hash(before: &[u8], seq: i64, fields: &Fields<'_>) -> Vec<u8> {
    let mut sha = Sha256::new();
    let mut field = |bytes: &[u8]| {
        sha.update((bytes.len() as u64).to_be_bytes());
        sha.update(bytes);
    };
    let number = |id: Option<i64>| id.map_or_else(String::new, |id| id.to_string());
    field(before);
    field(seq.to_string().as_bytes());
    field(number(fields.account_id).as_bytes());
    field(fields.action.as_bytes());
    field(fields.subject.as_bytes());
    field(number(fields.subject_id).as_bytes());
    field(fields.data.as_bytes());
    field(
        fields
            .at
            .and_utc()
            .timestamp_micros()
            .to_string()
            .as_bytes(),
    );
    sha.finalize().to_vec()
}

/// The newest first, from before a number on; only some acts unless `actions` is empty.
///
/// # Errors
/// When the database fails.
pub fn newest(
    conn: &mut DbConnection,
    actions: &[SystemAction],
    before: Option<i64>,
    count: i64,
) -> QueryResult<Vec<SystemEvent>> {
    let mut query = system_events::table
        .order(system_events::seq.desc())
        .limit(count)
        .into_boxed();
    if !actions.is_empty() {
        query = query.filter(system_events::action.eq_any(actions.to_vec()));
    }
    if let Some(before) = before {
        query = query.filter(system_events::seq.lt(before));
    }
    query.load(conn)
}

/// Events read at a time while the chain is walked.
const PAGE: i64 = 2_000;

/// Walks the chain and tells every link that does not hold; returns its length.
///
/// # Errors
/// When the database fails.
pub fn verify(conn: &mut DbConnection, mut tell: impl FnMut(String)) -> QueryResult<i64> {
    let mut before = beginning();
    loop {
        let page: Vec<SystemEvent> = system_events::table
            .filter(system_events::seq.gt(before.seq))
            .order(system_events::seq)
            .limit(PAGE)
            .load(conn)?;
        if page.is_empty() {
            return Ok(before.seq);
        }
        for event in page {
            if event.seq != before.seq + 1 {
                tell(format!(
                    "system log: event {} follows event {}",
                    event.seq, before.seq
                ));
            }
            let fields = Fields {
                account_id: event.account_id,
                action: &event.action,
                subject: &event.subject,
                subject_id: event.subject_id,
                data: &event.data,
                at: event.at,
            };
            if event.prev_hash != before.hash
                || event.hash != hash(&event.prev_hash, event.seq, &fields)
            {
                tell(format!(
                    "system log: event {} does not fit its chain",
                    event.seq
                ));
            }
            before = Head {
                seq: event.seq,
                hash: event.hash,
            };
        }
    }
}
