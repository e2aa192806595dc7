//! The answer as a letter: an official dispatch by Decree 30/2020/NĐ-CP, with the same summary,
//! text, grounds and promises as the screen and the message. Official papers are Vietnamese,
//! whatever language the page is read in.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::queries;
use super::record::{Response, ResponseState};
use crate::accounts::Role;
use crate::agencies;
use crate::dates;
use crate::db::DbConnection;
use crate::db::schema::{accounts, agencies as agency_rows};
use crate::difficulties::links::{self, LinkKind};
use crate::difficulties::policy::{self, Capability};
use crate::difficulties::queries::{Seen, objection_until};
use crate::difficulties::{Difficulty, Outcome};
use crate::documents::{
    Block, Document, Header, Part, Run, Sheet, Signature, Style, Text, conventions, paragraphs,
};
use crate::filers::{self, FilerKind};
use crate::i18n::{Lang, Value};
use crate::submissions;
use crate::web::AppError;

/// Size of the body.
const SIZE: u8 = 14;

/// The letter's language.
const LANG: Lang = Lang::Vi;

/// A promise, for the letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    pub text: String,
    pub agency: String,
    pub due_on: NaiveDate,
}

/// All that the letter says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    pub reference: String,
    pub title: String,
    /// "Bà Lan, Bát Tràng", or the label of a shielded filer.
    pub addressee: String,
    pub received_on: NaiveDate,
    pub issuer: String,
    /// What kind of body it is: that decides the one above it and who signs.
    pub issuer_kind: String,
    /// Signed by somebody else than its head.
    pub is_delegated: bool,
    pub signer: String,
    /// Local time of the signature.
    pub signed_at: NaiveDateTime,
    pub document_number: String,
    pub outcome: Option<Outcome>,
    pub summary: String,
    pub body: String,
    pub legal_grounds: String,
    pub promises: Vec<Promise>,
    pub object_until: Option<NaiveDate>,
    /// Other agencies that get a copy.
    pub coordinating: Vec<String>,
}

impl Letter {
    /// The letter about a difficulty as one viewer may read it. One that follows another gets the
    /// other's answer, in a letter of its own.
    ///
    /// # Errors
    /// `NotFound` when there is no answer that the viewer may read; or when the database fails.
    pub fn load(conn: &mut DbConnection, seen: &Seen) -> Result<Self, AppError> {
        let difficulty = &seen.difficulty;
        policy::may(Capability::Read, seen.standing, &seen.matter)
            .require()
            .map_err(|_| AppError::NotFound)?;
        let reads_unreleased =
            policy::may(Capability::ReadDraftResponse, seen.standing, &seen.matter).is_yes();
        let response = answer(conn, difficulty)?
            .filter(|answer| answer.released_at.is_some() || reads_unreleased)
            .ok_or(AppError::NotFound)?;
        let (signer, role, signer_agency) = match response.approver_id {
            Some(id) => accounts::table
                .find(id)
                .select((accounts::display_name, accounts::role, accounts::agency_id))
                .first::<(String, Role, Option<i64>)>(conn)?,
            None => (String::new(), Role::Leader, None),
        };
        let answered = difficulty_of(conn, &response, difficulty)?;
        let issuer_id = signer_agency
            .or(answered.lead_agency_id)
            .ok_or(AppError::NotFound)?;
        let issuer = agencies::find(conn, issuer_id)?;
        let issuer_kind: String = agency_rows::table
            .find(issuer_id)
            .select(agency_rows::kind)
            .first(conn)?;
        let promises = queries::commitments_of(conn, response.id)?;
        let ids: Vec<i64> = promises.iter().map(|promise| promise.agency_id).collect();
        let names = agencies::named(conn, &ids)?;
        let promises = promises
            .into_iter()
            .map(|promise| Promise {
                agency: names
                    .iter()
                    .find(|agency| agency.id == promise.agency_id)
                    .map(|agency| agency.name(LANG).to_owned())
                    .unwrap_or_default(),
                text: promise.text,
                due_on: promise.due_on,
            })
            .collect();
        let coordinating = queries::coordinating(conn, answered.id)?
            .iter()
            .map(|agency| agency.name(LANG).to_owned())
            .collect();
        let signed_at = response
            .approved_at
            .or(response.released_at)
            .unwrap_or(response.drafted_at);
        Ok(Self {
            reference: difficulty.reference.clone(),
            title: difficulty.title.clone(),
            addressee: addressee(conn, seen)?,
            received_on: dates::local_date(difficulty.received_at),
            issuer: issuer.name(LANG).to_owned(),
            issuer_kind,
            is_delegated: role != Role::Leader,
            signer,
            signed_at: dates::local(signed_at),
            outcome: response.outcome(),
            document_number: response.document_number,
            summary: response.summary,
            body: response.body,
            legal_grounds: response.legal_grounds,
            promises,
            object_until: objection_until(conn, difficulty)?,
            coordinating,
        })
    }

    /// The letter as a paper.
    #[must_use]
    pub fn document(&self) -> Document {
        let said = |key: &str, values: &[(&str, Value<'_>)]| LANG.with(key, values);
        let body = |text: String| Block::Text(Text::new(Style::Body, vec![Run::typed(&text)]));
        let city = LANG.text("papers-city");
        let mut blocks = vec![
            Block::Header(Header {
                parent: self.parent(),
                issuer: Run::typed(&self.issuer).text,
                number: Some(Run::typed(&self.document_number).text),
                subject: said(
                    "papers-letter-subject",
                    &[("reference", self.reference.as_str().into())],
                ),
                place_and_date: format!("{city}, {}", dates::official_date(self.signed_at.date())),
            }),
            Block::Text(Text::new(
                Style::Centred,
                vec![Run::typed(&said(
                    "papers-letter-to",
                    &[("addressee", self.addressee.as_str().into())],
                ))],
            )),
        ];
        blocks.push(body(said(
            "papers-letter-intro",
            &[
                ("agency", self.issuer.as_str().into()),
                ("reference", self.reference.as_str().into()),
                ("date", dates::vi_date(self.received_on).into()),
                ("title", self.title.trim_end_matches(['.', ' ']).into()),
            ],
        )));
        let grounds: Vec<&str> = paragraphs(&self.legal_grounds).collect();
        for ground in grounds {
            let run = Run::typed(&said("papers-letter-ground", &[("ground", ground.into())]));
            blocks.push(Block::Text(Text::new(Style::Body, vec![run.italic()])));
        }
        blocks.push(body(said(
            "papers-letter-so",
            &[("agency", self.issuer.as_str().into())],
        )));
        for line in paragraphs(&self.summary) {
            let run = Run::typed(line).bold();
            blocks.push(Block::Text(Text::new(Style::Body, vec![run])));
        }
        for line in paragraphs(&self.body) {
            blocks.push(body(line.to_owned()));
        }
        if let Some(outcome) = self.outcome {
            let key = format!("outcome-{}", outcome.as_str().replace('_', "-"));
            let outcome = LANG.text(&key);
            blocks.push(body(said(
                "papers-letter-outcome",
                &[("outcome", outcome.into())],
            )));
        }
        if !self.promises.is_empty() {
            blocks.push(body(LANG.text("papers-letter-promises").into_owned()));
            blocks.push(Block::Points(
                self.promises
                    .iter()
                    .map(|promise| {
                        let due = dates::vi_date(promise.due_on);
                        vec![Run::typed(&said(
                            "papers-letter-promise",
                            &[
                                ("text", promise.text.trim_end_matches(['.', ';']).into()),
                                ("agency", promise.agency.as_str().into()),
                                ("date", due.into()),
                            ],
                        ))]
                    })
                    .collect(),
            ));
        }
        if let Some(day) = self.object_until {
            blocks.push(body(said(
                "papers-letter-objection",
                &[
                    ("reference", self.reference.as_str().into()),
                    ("date", dates::vi_date(day).into()),
                ],
            )));
        }
        blocks.push(body(LANG.text("papers-letter-end").into_owned()));
        blocks.push(Block::Signature(Signature {
            authority: self.authority(),
            name: Run::typed(&self.signer).text,
            recipients: self.recipients(),
        }));
        let mut document = Document {
            title: said(
                "papers-letter-title",
                &[
                    (
                        "number",
                        conventions::document_number(&self.document_number).into(),
                    ),
                    ("reference", self.reference.as_str().into()),
                ],
            ),
            dated: self.signed_at,
            size: SIZE,
            parts: vec![Part {
                sheet: Sheet::Portrait,
                blocks,
            }],
        };
        crate::web::papers::note_spelled(&mut document);
        document
    }

    fn parent(&self) -> String {
        match self.issuer_kind.as_str() {
            "department" | "office" | "board" => LANG.text("papers-parent").into_owned(),
            _ => String::new(),
        }
    }

    /// Above the signature. A people's committee is signed for on its behalf; a department's head
    /// signs in their own right.
    fn authority(&self) -> Vec<String> {
        let of = |key: &str| LANG.text(key).into_owned();
        let (on_behalf, head) = match self.issuer_kind.as_str() {
            "district_committee" | "commune_committee" => (
                Some(of("papers-on-behalf-of-committee")),
                of("papers-head-committee"),
            ),
            "department" => (None, of("papers-head-department")),
            "office" => (None, of("papers-head-office")),
            _ => (None, of("papers-head")),
        };
        if self.is_delegated {
            return vec![LANG.with("papers-by-order", &[("head", head.into())])];
        }
        on_behalf.into_iter().chain([head]).collect()
    }

    fn recipients(&self) -> Vec<String> {
        let mut recipients = vec![
            LANG.text("papers-recipient-above").into_owned(),
            LANG.text("papers-recipient-secretariat").into_owned(),
        ];
        recipients.extend(self.coordinating.iter().map(|name| Run::typed(name).text));
        recipients.push(LANG.with(
            "papers-recipient-archive",
            &[("reference", self.reference.as_str().into())],
        ));
        recipients
    }
}

/// The approved answer to it, or to the one it follows, or that it was given while it followed
/// another.
fn answer(conn: &mut DbConnection, difficulty: &Difficulty) -> QueryResult<Option<Response>> {
    let followed = difficulty.merged_into_id.unwrap_or(difficulty.id);
    let approved = |responses: Vec<Response>| {
        responses
            .into_iter()
            .find(|response| response.state == ResponseState::Approved)
    };
    if let Some(found) = approved(queries::of_difficulty(conn, followed)?) {
        return Ok(Some(found));
    }
    for link in links::of(conn, difficulty.id)? {
        if link.kind == LinkKind::AnsweredWith {
            let given = queries::of_difficulty(conn, link.other_id)?
                .into_iter()
                .filter(|response| response.released_at.is_some_and(|at| at <= link.made_at))
                .collect();
            if let Some(found) = approved(given) {
                return Ok(Some(found));
            }
        }
    }
    Ok(None)
}

/// The one that was answered.
fn difficulty_of(
    conn: &mut DbConnection,
    response: &Response,
    own: &Difficulty,
) -> QueryResult<Difficulty> {
    if response.difficulty_id == own.id {
        Ok(own.clone())
    } else {
        crate::difficulties::queries::find(conn, response.difficulty_id)
    }
}

/// To whom: by name for the filer and for those who may read an open one. A shielded filer is a
/// label on every paper that staff print: a look at the name is an act of its own.
fn addressee(conn: &mut DbConnection, seen: &Seen) -> Result<String, AppError> {
    let submission = submissions::queries::find(conn, seen.difficulty.submission_id)?;
    let filer = filers::find(conn, submission.filer_id)?;
    let is_own = seen.standing.acts_as() == policy::Relation::Filer;
    let may_read = policy::may(Capability::ReadFiler, seen.standing, &seen.matter).is_yes();
    if is_own || (may_read && !seen.difficulty.shielded) {
        let place = filer.place();
        return Ok(if place.is_empty() {
            filer.name
        } else {
            format!("{}, {place}", filer.name)
        });
    }
    let label = shielded(filer.kind, submission.id);
    Ok(if filer.village.is_empty() {
        label
    } else {
        format!("{label}, {}", filer.village)
    })
}

fn shielded(kind: FilerKind, submission_id: i64) -> String {
    let kind = LANG.text(&format!("kind-{}", kind.as_str().replace('_', "-")));
    LANG.with(
        "triage-shielded",
        &[
            ("kind", kind.into()),
            ("number", submission_id.to_string().into()),
        ],
    )
}
