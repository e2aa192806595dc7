//! What happens to a sheet, in order: received, read into rows, judged, filed. Each is a plain
//! function that takes its time, run by a job of the pages or by the command line.
//!
//! # All or nothing
//!
//! Reading and judging write rows of their own in small transactions, between which everybody
//! else's writes go on. Filing is one transaction: submissions and events can never be taken
//! back, so rows that were filed before a failure would stay. Chunks that stay invisible until
//! the end would need a flag that every query of the product respects, and the chain of events
//! would hold events of what may never be; one transaction needs neither. Its price is that other
//! writes wait while it runs (README, *Measured*), so everything that can be done before is.

use std::collections::HashMap;

use chrono::NaiveDateTime;
use sha2::{Digest, Sha256};

use super::columns::{NEEDED, guess, guess_all, header_key};
use super::judge::{Given, Judge, Verdict, place_key};
use super::plan::{OldColumn, Plan, SheetName};
use super::queries::{self, Counts, Import, Mark, NewImport, State};
use super::sheet::{Book, HEAD_ROWS, Row, SheetError, Value, pack};
use crate::conferences::queries as conferences;
use crate::db::bulk::Rows;
use crate::db::{Db, DbError};
use crate::difficulties::actions::{ActError, deadlines_of};
use crate::i18n::Lang;
use crate::jobs::Progress;
use crate::submissions::actions::{Intake, has_opened};
use crate::text::legacy::Evidence;
use crate::web::secret::{Secret, hex, random_token};

/// Rows written or judged at a time.
const CHUNK: usize = 500;

/// Why an import did not go on.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error(transparent)]
    Sheet(#[from] SheetError),
    #[error(transparent)]
    Database(#[from] DbError),
    /// The same file was imported into the conference before: by this import.
    #[error("this file was imported already")]
    Stored(Box<Import>),
    /// The conference takes no filings yet.
    #[error("the conference has not opened")]
    NotOpen,
    /// Somebody changed how it is read, or imported it, meanwhile.
    #[error("changed meanwhile")]
    Changed,
    /// Rows have errors; nothing is filed.
    #[error("rows have errors")]
    HasErrors,
    #[error("the file is no longer kept")]
    Expired,
}

impl From<diesel::result::Error> for ImportError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Database(error.into())
    }
}

impl From<ActError> for ImportError {
    fn from(error: ActError) -> Self {
        match error {
            ActError::Database(error) => Self::Database(error),
            _ => Self::Changed,
        }
    }
}

/// A file as it came in.
pub struct Upload {
    pub conference_id: i64,
    /// Who imports it; `None` at the server's own shell.
    pub account_id: Option<i64>,
    pub file_name: String,
    pub bytes: Vec<u8>,
}

/// Keeps a file and reads its first sheet that is not hidden. The same file again goes on where
/// the same person left off.
///
/// # Errors
/// [`ImportError::Stored`] when it was imported before; why it cannot be read; or when the
/// database fails. Of a file that cannot be read nothing is kept.
pub fn receive(
    db: &Db,
    upload: Upload,
    now: NaiveDateTime,
    progress: &Progress,
) -> Result<Import, ImportError> {
    let hash = Sha256::digest(&upload.bytes).to_vec();
    let (conference_id, account_id) = (upload.conference_id, upload.account_id);
    let begun = db.read_blocking(|conn| {
        if let Some(stored) = queries::stored(conn, conference_id, &hash)? {
            return Err(ImportError::Stored(Box::new(stored)));
        }
        Ok(queries::unfinished(
            conn,
            conference_id,
            account_id,
            &hash,
            now,
        )?)
    })?;
    if let Some(begun) = begun {
        return Ok(begun);
    }
    let book = Book::open(&upload.bytes)?;
    let first = book.sheets.iter().position(|sheet| !sheet.is_hidden);
    let plan = Plan {
        sheets: book
            .sheets
            .iter()
            .map(|sheet| SheetName {
                name: sheet.name.clone(),
                is_hidden: sheet.is_hidden,
            })
            .collect(),
        sheet: first.unwrap_or_default(),
        ..Plan::default()
    };
    let new = NewImport {
        token: random_token(),
        conference_id,
        account_id,
        file_name: upload.file_name,
        file_hash: hash,
        file: upload.bytes.clone(),
        plan: plan.clone(),
    };
    let id =
        db.write_blocking(move |conn| Ok::<_, ImportError>(queries::insert(conn, new, now)?))?;
    match read(db, id, &book, plan, progress) {
        Ok(()) => Ok(db.read_blocking(|conn| Ok::<_, DbError>(queries::find(conn, id)?))?),
        Err(error) => {
            db.write_blocking(move |conn| Ok::<_, DbError>(queries::discard(conn, id)?))?;
            Err(error)
        }
    }
}

/// Reads another sheet of the file that is kept.
///
/// # Errors
/// Why it cannot be read, with the rows of the sheet before gone; or when the database fails.
pub fn read_sheet(
    db: &Db,
    import: &Import,
    index: usize,
    progress: &Progress,
) -> Result<(), ImportError> {
    let id = import.id;
    let file = db.read_blocking(|conn| Ok::<_, DbError>(queries::file(conn, id)?))?;
    let file = file.ok_or(ImportError::Expired)?;
    let book = Book::open(&file)?;
    let before = import.plan();
    let plan = Plan {
        sheets: before.sheets,
        sheet: index,
        defaults: before.defaults,
        ..Plan::default()
    };
    read(db, id, &book, plan, progress)
}

/// What is seen of a sheet while its rows go by.
#[derive(Default)]
struct Seen {
    evidence: Vec<Evidence>,
    first: Vec<Row>,
    hidden: usize,
    merged: usize,
    count: i32,
}

impl Seen {
    fn see(&mut self, row: &Row) {
        for (column, cell) in row.cells.iter().enumerate() {
            if self.evidence.len() <= column {
                self.evidence.resize(column + 1, Evidence::default());
            }
            if let (Value::Text(text), Some(evidence)) =
                (&cell.value, self.evidence.get_mut(column))
            {
                evidence.add(text);
            }
            self.merged += usize::from(cell.is_merged);
        }
        self.hidden += usize::from(row.is_hidden);
        self.count += 1;
        if self.first.len() < HEAD_ROWS {
            self.first.push(row.clone());
        }
    }

    /// Fills in what the letters and the first rows propose.
    fn propose(&self, plan: &mut Plan, remembered: &[(String, super::columns::Field)]) {
        let mut whole = Evidence::default();
        for column in &self.evidence {
            whole.join(column);
        }
        plan.proposal = whole.proposal();
        if let Some(proposal) = plan.proposal {
            plan.old_columns = self
                .evidence
                .iter()
                .enumerate()
                .filter(|(_, evidence)| evidence.hits(proposal) > 0)
                .map(|(index, evidence)| OldColumn {
                    index,
                    is_mixed: evidence.unicode > 0,
                })
                .collect();
        }
        plan.hidden_rows = self.hidden;
        plan.merged_cells = self.merged;
        let headers = |row: &Row| -> Vec<String> {
            let cells = row.cells.iter().enumerate();
            cells
                .map(|(column, cell)| plan.decode(plan.shown_encoding(), column, cell).text)
                .collect()
        };
        let known = |row: &Row| {
            let names = headers(row);
            names.iter().filter(|name| guess(name).is_some()).count()
        };
        let best = self.first.iter().rev().max_by_key(|row| known(row));
        let Some(best) = best.filter(|row| known(row) >= 2) else {
            plan.header_row = 0;
            return;
        };
        let columns = guess_all(&headers(best), remembered);
        plan.header_row = best.number;
        plan.columns = columns;
    }
}

fn read(
    db: &Db,
    id: i64,
    book: &Book<'_>,
    mut plan: Plan,
    progress: &Progress,
) -> Result<(), ImportError> {
    db.write_blocking(move |conn| Ok::<_, DbError>(queries::delete_rows(conn, id)?))?;
    let mut seen = Seen::default();
    let mut waiting = new_rows();
    let put = |rows: Rows| {
        db.write_blocking(move |conn| Ok::<_, DbError>(rows.insert(conn)?))
            .map_err(|error| SheetError::Stopped(error.to_string()))
    };
    book.read(plan.sheet, &mut |row| {
        seen.see(&row);
        progress.step();
        waiting.add(vec![
            id.into(),
            i64::try_from(row.number).unwrap_or(i64::MAX).into(),
            row.is_hidden.into(),
            pack(&row.cells).into(),
        ]);
        if waiting.len() >= CHUNK {
            put(std::mem::replace(&mut waiting, new_rows()))?;
        }
        Ok(())
    })?;
    put(waiting)?;
    let account_id =
        db.read_blocking(|conn| Ok::<_, DbError>(queries::find(conn, id)?.account_id))?;
    let remembered =
        db.read_blocking(|conn| Ok::<_, DbError>(queries::remembered(conn, account_id)?))?;
    seen.propose(&mut plan, &remembered);
    let count = seen.count;
    db.write_blocking(move |conn| {
        queries::save_plan(conn, id, &plan)?;
        queries::set_row_count(conn, id, count).map_err(DbError::from)
    })?;
    Ok(())
}

fn new_rows() -> Rows {
    Rows::of(
        "import_rows",
        &["import_id", "number", "is_hidden", "cells"],
    )
}

/// Judges every row after the heading. Nothing is filed.
///
/// # Errors
/// [`ImportError::Changed`] when its plan changed meanwhile; or when the database fails.
pub fn check(
    db: &Db,
    id: i64,
    now: NaiveDateTime,
    progress: &Progress,
) -> Result<Counts, ImportError> {
    let (import, conference, topics) = db.read_blocking(|conn| {
        let import = queries::find(conn, id)?;
        let conference = conferences::find(conn, import.conference_id)?;
        let topics = conferences::topic_groups(conn, conference.id)?;
        Ok::<_, DbError>((import, conference, topics))
    })?;
    let plan = import.plan();
    let header = i32::try_from(plan.header_row).unwrap_or_default();
    let mut judge = Judge::new(&plan, &conference, &topics, now, Lang::Vi);
    let mut first_of: HashMap<Vec<u8>, i32> = HashMap::new();
    let mut counts = Counts::default();
    let mut after = header;
    progress.expect(import.row_count);
    loop {
        let marks = db.read_blocking(|conn| {
            let rows = queries::rows(conn, id, after, CHUNK_READ)?;
            let mut marks = Vec::with_capacity(rows.len());
            for given in &rows {
                let judged = judge.judge(conn, given)?;
                let choices = !judged.choices.is_empty();
                marks.push(Mark {
                    number: given.number,
                    verdict: judged.verdict(),
                    place: if choices {
                        judged.content.filer.commune.clone()
                    } else {
                        String::new()
                    },
                    fingerprint: judged.fingerprint(),
                    same_as_row: None,
                    same_as_id: None,
                });
            }
            let prints: Vec<Vec<u8>> = marks.iter().map(|mark| mark.fingerprint.clone()).collect();
            let before: HashMap<Vec<u8>, i64> =
                queries::filed_before(conn, conference.id, &prints)?
                    .into_iter()
                    .collect();
            for mark in &mut marks {
                mark.same_as_id = before.get(&mark.fingerprint).copied();
                let first = *first_of
                    .entry(mark.fingerprint.clone())
                    .or_insert(mark.number);
                mark.same_as_row = (first != mark.number).then_some(first);
                if mark.is_same() {
                    mark.verdict = mark.verdict.max(Verdict::Warning);
                }
            }
            Ok::<_, DbError>(marks)
        })?;
        let Some(last) = marks.last() else { break };
        after = last.number;
        for mark in &marks {
            counts.add(mark);
            progress.step();
        }
        db.write_blocking(move |conn| Ok::<_, DbError>(queries::mark(conn, id, marks)?))?;
    }
    let version = import.version;
    db.write_blocking(move |conn| {
        queries::set_checked(conn, id, version, counts).map_err(changed)
    })?;
    Ok(counts)
}

const CHUNK_READ: i64 = 500;

impl Mark {
    /// Not to be filed again.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.same_as_row.is_some() || self.same_as_id.is_some()
    }
}

impl Counts {
    fn add(&mut self, mark: &Mark) {
        self.rows += 1;
        match mark.verdict {
            Verdict::Ok => self.ok += 1,
            Verdict::Warning => self.warning += 1,
            Verdict::Error => self.error += 1,
        }
        self.same += i32::from(mark.is_same() && mark.verdict != Verdict::Error);
    }
}

fn changed(error: diesel::result::Error) -> ImportError {
    match error {
        diesel::result::Error::NotFound => ImportError::Changed,
        other => other.into(),
    }
}

/// The token of the form that a row stands for: the same import's row is one filing, ever.
#[must_use]
pub fn form_token(secret: &Secret, import_token: &str, number: i32) -> String {
    let parts: [&[u8]; 2] = [import_token.as_bytes(), &number.to_be_bytes()];
    hex(&secret.mac("import-row", &parts)[..16])
}

/// Files every row that is not in error and was not filed before, all in one transaction.
/// Returns how many.
///
/// # Errors
/// [`ImportError::Stored`] when the same file was imported meanwhile,
/// [`ImportError::HasErrors`], [`ImportError::Changed`], [`ImportError::NotOpen`]; or when the
/// database fails. Then nothing is filed.
pub fn store(
    db: &Db,
    secret: &Secret,
    id: i64,
    now: NaiveDateTime,
    progress: &Progress,
) -> Result<usize, ImportError> {
    let (secret, progress) = (secret.clone(), progress.clone());
    db.write_alone_blocking(move |conn| {
        let import = queries::find(conn, id)?;
        if let Some(stored) = queries::stored(conn, import.conference_id, &import.file_hash)? {
            return Err(ImportError::Stored(Box::new(stored)));
        }
        if import.state != State::Checked {
            return Err(ImportError::Changed);
        }
        if import.error_count > 0 {
            return Err(ImportError::HasErrors);
        }
        let conference = conferences::find(conn, import.conference_id)?;
        if !has_opened(&conference, now) {
            return Err(ImportError::NotOpen);
        }
        let topics = conferences::topic_groups(conn, conference.id)?;
        let plan = import.plan();
        let mut judge = Judge::new(&plan, &conference, &topics, now, Lang::Vi);
        let numbers = still_new(conn, &import)?;
        let count = i64::try_from(numbers.len()).unwrap_or(i64::MAX);
        progress.expect(i32::try_from(count).unwrap_or(i32::MAX));
        let deadlines = deadlines_of(conn, &conference, now)?;
        let mut intake = Intake::begin(conn, &secret, &conference, &deadlines, count, now)?;
        for some in numbers.chunks(CHUNK) {
            for given in queries::rows_numbered(conn, id, some)? {
                let filing = filing(conn, &mut judge, &secret, &import, &given)?;
                let filed = intake.file(conn, &filing)?;
                queries::set_filed(conn, id, given.number, filed.submission_id)?;
                progress.step();
            }
        }
        intake.end(conn)?;
        queries::set_stored(conn, id, now)?;
        Ok(numbers.len())
    })
}

/// Rows that no other import filed since they were judged.
fn still_new(conn: &mut crate::db::DbConnection, import: &Import) -> Result<Vec<i32>, ImportError> {
    let mut numbers = Vec::new();
    for some in queries::to_file(conn, import.id)?.chunks(CHUNK) {
        let prints: Vec<Vec<u8>> = some.iter().map(|(_, print)| print.clone()).collect();
        let before = queries::filed_before(conn, import.conference_id, &prints)?;
        if !before.is_empty() {
            // The preview did not say so; whoever confirmed saw other counts.
            return Err(ImportError::Changed);
        }
        numbers.extend(some.iter().map(|(number, _)| *number));
    }
    Ok(numbers)
}

fn filing(
    conn: &mut crate::db::DbConnection,
    judge: &mut Judge<'_>,
    secret: &Secret,
    import: &Import,
    given: &Given,
) -> Result<crate::submissions::actions::NewFiling, ImportError> {
    let judged = judge.judge(conn, given)?;
    if judged.verdict() == Verdict::Error {
        return Err(ImportError::Changed);
    }
    let mut filing = judged.filing().ok_or(ImportError::Changed)?;
    filing.form_token = form_token(secret, &import.token, given.number);
    filing.entered_by = import.account_id;
    filing.filer.craft_village_id = judge.village(conn, &filing.filer.village)?;
    Ok(filing)
}

/// What a plan still lacks before rows can be judged: fields that no column holds.
#[must_use]
pub fn missing(plan: &Plan) -> Vec<super::columns::Field> {
    NEEDED
        .into_iter()
        .filter(|field| plan.column_of(*field).is_none())
        .collect()
}

/// The headers of a sheet, decoded, and as they are remembered.
#[must_use]
pub fn headers(plan: &Plan, row: Option<&Given>) -> Vec<(String, String)> {
    let cells = row.map(|row| row.cells.as_slice()).unwrap_or_default();
    cells
        .iter()
        .enumerate()
        .map(|(column, cell)| {
            let shown = plan.decode(plan.shown_encoding(), column, cell).text;
            let key = header_key(&shown);
            (shown.trim().to_owned(), key)
        })
        .collect()
}

/// Chooses an area for all rows of a commune's name.
pub fn choose_place(plan: &mut Plan, commune: &str, choice: &str) {
    if choice.is_empty() {
        plan.places.remove(&place_key(commune));
    } else {
        plan.places.insert(place_key(commune), choice.to_owned());
    }
}
