//! Filing: one transaction makes the submission, its first difficulty, the event and the
//! notices. The same form sent again, however often, is the same submission.
//!
//! A form is one filing, a sheet is many in one transaction: both go through [`Intake`].

use chrono::NaiveDateTime;
use diesel::prelude::*;
use rand::SeedableRng;
use serde_json::json;

use super::LookupCode;
use super::queries::{self, Submission};
use crate::accounts::Role;
use crate::conferences::Conference;
use crate::db::DbConnection;
use crate::db::schema::{accounts, filers, submissions};
use crate::difficulties::actions::{ActError, Deadlines, deadlines_of};
use crate::difficulties::queries::{NewDifficulty, insert, take_numbers};
use crate::difficulties::totals::Changes;
use crate::difficulties::{
    Action, Channel, Difficulty, IdentityLevel, Priority, PublicationConsent, Status, search, turn,
};
use crate::events::{self, Head, NewEvent};
use crate::filers::FilerKind;
use crate::filers::phone::Phone;
use crate::notifications::{self, Recipient};
use crate::web::secret::Secret;

/// A filing, every field already checked.
#[derive(Debug, Clone)]
pub struct NewFiling {
    /// Empty for those without an account.
    pub owner: String,
    /// Of the form that was filled in; the same one twice is one filing.
    pub form_token: String,
    pub channel: Channel,
    pub received_at: NaiveDateTime,
    /// The account that typed it in for somebody else.
    pub entered_by: Option<i64>,
    pub topic_group_id: Option<i64>,
    pub identity_level: IdentityLevel,
    pub publication_consent: PublicationConsent,
    pub names_official: bool,
    pub title: String,
    pub body: String,
    pub ask: String,
    pub filer: NewFiler,
}

/// The filer's particulars, as written.
#[derive(Debug, Clone)]
pub struct NewFiler {
    pub kind: FilerKind,
    pub name: String,
    pub phone: String,
    pub email: Option<String>,
    pub tax_code: Option<String>,
    pub village: String,
    pub commune: String,
    pub craft_village_id: Option<i64>,
    pub area_id: Option<i64>,
    pub workers: Option<i32>,
}

/// What filing made, or had made before.
#[derive(Debug, Clone)]
pub struct Filed {
    pub submission_id: i64,
    pub difficulty: Difficulty,
    pub code: LookupCode,
    /// The same form had been filed before.
    pub was_there: bool,
}

/// The look-up code of a form: derived from the server's secret and the form's token, so that
/// the receipt can show it again while the database keeps only its keyed hash.
#[must_use]
pub fn lookup_code(secret: &Secret, owner: &str, form_token: &str) -> LookupCode {
    let seed = secret.mac("lookup-code", &[owner.as_bytes(), form_token.as_bytes()]);
    LookupCode::generate(&mut rand::rngs::StdRng::from_seed(seed))
}

/// What the database keeps of a look-up code.
#[must_use]
pub fn lookup_hash(secret: &Secret, code: &LookupCode) -> Vec<u8> {
    secret
        .mac("lookup-hash", &[code.as_str().as_bytes()])
        .to_vec()
}

/// Whether a conference takes filings yet; late ones it always takes.
#[must_use]
pub fn has_opened(conference: &Conference, now: NaiveDateTime) -> bool {
    now >= conference.filing_opens_at
}

/// Files it, or finds what the same form filed before.
///
/// # Errors
/// When the database fails.
pub fn file(
    conn: &mut DbConnection,
    secret: &Secret,
    conference: &Conference,
    filing: &NewFiling,
    now: NaiveDateTime,
) -> Result<Filed, ActError> {
    let deadlines = deadlines_of(conn, conference, now)?;
    file_by(conn, secret, conference, &deadlines, filing, now)
}

/// As [`file`], with deadlines reckoned by a calendar at hand.
///
/// # Errors
/// As [`file`].
pub fn file_by(
    conn: &mut DbConnection,
    secret: &Secret,
    conference: &Conference,
    deadlines: &Deadlines,
    filing: &NewFiling,
    now: NaiveDateTime,
) -> Result<Filed, ActError> {
    if let Some(before) = queries::by_form_token(conn, &filing.owner, &filing.form_token)? {
        let code = lookup_code(secret, &filing.owner, &filing.form_token);
        return filed_before(conn, &before, code);
    }
    let mut intake = Intake::begin(conn, secret, conference, deadlines, 1, now)?;
    let filed = intake.file(conn, filing)?;
    intake.end(conn)?;
    Ok(filed)
}

/// Filings taken in within one transaction. What is the same for all of them is found out once:
/// the deadlines, the numbers, the end of the chain, the totals.
pub struct Intake<'a> {
    secret: &'a Secret,
    conference: &'a Conference,
    now: NaiveDateTime,
    due_at: NaiveDateTime,
    /// The next of the numbers taken.
    number: i64,
    head: Head,
    changes: Changes,
    documents: search::NewDocuments,
}

impl<'a> Intake<'a> {
    /// Takes `count` numbers, for exactly as many filings.
    ///
    /// # Errors
    /// When the database fails.
    pub fn begin(
        conn: &mut DbConnection,
        secret: &'a Secret,
        conference: &'a Conference,
        deadlines: &Deadlines,
        count: i64,
        now: NaiveDateTime,
    ) -> Result<Self, ActError> {
        let number = take_numbers(conn, conference.id, count)?;
        Ok(Self {
            secret,
            conference,
            now,
            due_at: deadlines.intake(Priority::Normal),
            number,
            head: events::head(conn, conference.id)?,
            changes: Changes::default(),
            documents: search::NewDocuments::new(conn),
        })
    }

    /// Files one whose form was not filed before.
    ///
    /// # Errors
    /// When the database fails, or a form's token was filed before.
    pub fn file(&mut self, conn: &mut DbConnection, filing: &NewFiling) -> Result<Filed, ActError> {
        let (conference, now) = (self.conference, self.now);
        let code = lookup_code(self.secret, &filing.owner, &filing.form_token);
        let filer_id = insert_filer(conn, &filing.filer)?;
        let submission_id =
            insert_submission(conn, self.secret, conference, filing, filer_id, &code, now)?;
        let number = self.number;
        self.number += 1;
        let reference = format!("{}-{number:04}", conference.reference_prefix);
        let difficulty = insert(
            conn,
            &NewDifficulty {
                conference_id: conference.id,
                submission_id,
                topic_group_id: filing.topic_group_id,
                number,
                reference: &reference,
                status: Status::Submitted,
                priority: Priority::Normal,
                restricted: filing.names_official,
                shielded: filing.identity_level == IdentityLevel::Shielded,
                next_party: turn(Status::Submitted, filing.names_official, 0, &[]),
                next_due_at: Some(self.due_at),
                due_on: None,
                received_at: filing.received_at,
                area_id: filing.filer.area_id,
                filer_kind: filing.filer.kind,
                title: &filing.title,
                body: &filing.body,
                ask: &filing.ask,
            },
        )?;
        self.changes.add(&difficulty);
        let place = format!("{}, {}", filing.filer.village, filing.filer.commune);
        self.documents.add(conn, &difficulty, &place)?;
        let entered_as = entered_as(conn, filing.entered_by)?;
        let event = submitted(conference, filing, &difficulty, entered_as, now);
        let (event_id, head) = events::append_after(conn, &event, &self.head)?;
        self.head = head;
        for to in [
            Recipient::Filer { submission_id },
            Recipient::Secretariat(conference.secretariat_id),
        ] {
            let kind = Action::Submit.as_str();
            notifications::queue(conn, event_id, difficulty.id, to, kind, now)?;
        }
        Ok(Filed {
            submission_id,
            difficulty,
            code,
            was_there: false,
        })
    }

    /// Counts what was filed and lets it be found.
    ///
    /// # Errors
    /// When the database fails.
    pub fn end(self, conn: &mut DbConnection) -> QueryResult<()> {
        self.changes.apply(conn)?;
        self.documents.end(conn)
    }
}

/// What the record says of a filing.
fn submitted<'a>(
    conference: &Conference,
    filing: &NewFiling,
    difficulty: &Difficulty,
    entered_as: Option<(Role, Option<i64>)>,
    now: NaiveDateTime,
) -> NewEvent<'a> {
    let party = match entered_as {
        Some((role, _)) => role.as_str(),
        // A sheet imported at the server's own shell has no account; its rows are not the filer's act.
        None if filing.channel == Channel::Spreadsheet => "clerk",
        None => "filer",
    };
    NewEvent {
        conference_id: conference.id,
        difficulty_id: Some(difficulty.id),
        submission_id: Some(difficulty.submission_id),
        party,
        account_id: filing.entered_by,
        agency_id: entered_as.and_then(|(_, agency_id)| agency_id),
        action: Action::Submit.as_str(),
        from_status: Some(Status::Draft.as_str()),
        to_status: Some(Status::Submitted.as_str()),
        note: "",
        data: json!({
            "channel": filing.channel.as_str(),
            "identity": filing.identity_level.as_str(),
            "consent": filing.publication_consent.as_str(),
            "late": is_late(conference, filing),
            "received_on": crate::dates::local_date(filing.received_at),
        })
        .to_string(),
        at: now,
    }
}

/// It reached the conference after the window closed, whenever it was typed in.
fn is_late(conference: &Conference, filing: &NewFiling) -> bool {
    filing.received_at > conference.filing_closes_at
}

/// In which office somebody typed it in.
fn entered_as(
    conn: &mut DbConnection,
    entered_by: Option<i64>,
) -> QueryResult<Option<(Role, Option<i64>)>> {
    let Some(account_id) = entered_by else {
        return Ok(None);
    };
    accounts::table
        .find(account_id)
        .select((accounts::role, accounts::agency_id))
        .first(conn)
        .map(Some)
}

fn filed_before(
    conn: &mut DbConnection,
    before: &Submission,
    code: LookupCode,
) -> Result<Filed, ActError> {
    let first = crate::difficulties::queries::of_submission(conn, before.id)?
        .into_iter()
        .next()
        .ok_or(ActError::Hidden)?;
    Ok(Filed {
        submission_id: before.id,
        difficulty: first,
        code,
        was_there: true,
    })
}

fn insert_filer(conn: &mut DbConnection, filer: &NewFiler) -> QueryResult<i64> {
    diesel::insert_into(filers::table)
        .values((
            filers::kind.eq(filer.kind),
            filers::name.eq(&filer.name),
            filers::phone.eq(&filer.phone),
            filers::phone_e164.eq(Phone::parse(&filer.phone).e164),
            filers::email.eq(&filer.email),
            filers::tax_code.eq(&filer.tax_code),
            filers::village.eq(&filer.village),
            filers::commune.eq(&filer.commune),
            filers::craft_village_id.eq(filer.craft_village_id),
            filers::area_id.eq(filer.area_id),
            filers::workers.eq(filer.workers),
        ))
        .returning(filers::id)
        .get_result(conn)
}

fn insert_submission(
    conn: &mut DbConnection,
    secret: &Secret,
    conference: &Conference,
    filing: &NewFiling,
    filer_id: i64,
    code: &LookupCode,
    now: NaiveDateTime,
) -> QueryResult<i64> {
    diesel::insert_into(submissions::table)
        .values((
            submissions::conference_id.eq(conference.id),
            submissions::filer_id.eq(filer_id),
            submissions::owner.eq(&filing.owner),
            submissions::form_token.eq(&filing.form_token),
            submissions::lookup_hash.eq(lookup_hash(secret, code)),
            submissions::channel.eq(filing.channel),
            submissions::received_at.eq(filing.received_at),
            submissions::is_late.eq(is_late(conference, filing)),
            submissions::entered_by.eq(filing.entered_by),
            submissions::topic_group_id.eq(filing.topic_group_id),
            submissions::identity_level.eq(filing.identity_level),
            submissions::publication_consent.eq(filing.publication_consent),
            submissions::names_official.eq(filing.names_official),
            submissions::consented_at.eq(now),
            submissions::title.eq(&filing.title),
            submissions::body.eq(&filing.body),
            submissions::ask.eq(&filing.ask),
        ))
        .returning(submissions::id)
        .get_result(conn)
}
