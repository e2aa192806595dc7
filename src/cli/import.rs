//! A sheet imported at the server's own shell, by the same steps as on the pages.

use std::fs;
use std::path::Path;
use std::time::Instant;

use super::{CommandError, ImportArgs, open};
use crate::accounts::queries as accounts;
use crate::clock::Clock;
use crate::conferences::queries as conferences;
use crate::config::Settings;
use crate::db::{Db, DbError};
use crate::i18n::Lang;
use crate::imports::actions::{self, ImportError, Upload};
use crate::imports::{Import, Verdict, Weight, queries, result, review};
use crate::jobs::Progress;
use crate::text::legacy::Encoding;
use crate::web::limits::SHEET_BYTES;
use crate::web::secret::Secret;

/// Rows with something to say that are printed at most, and samples of old letters.
const PRINTED_ROWS: usize = 50;
const SAMPLES: usize = 5;

pub(super) fn import(settings: &Settings, args: &ImportArgs) -> Result<(), CommandError> {
    let began = Instant::now();
    let db = open(settings)?;
    let now = Clock::system().now();
    let upload = upload(&db, args)?;
    let progress = Progress::default();
    let import = match actions::receive(&db, upload, now, &progress) {
        Ok(import) => import,
        Err(error) => return Err(told(&db, &error)),
    };
    let ended = go_on(&db, &import, args, now, began);
    // Nothing of a dry run, or of one that stopped, is kept.
    let id = import.id;
    db.write_blocking(move |conn| Ok::<_, DbError>(queries::discard(conn, id)?))?;
    ended
}

fn upload(db: &Db, args: &ImportArgs) -> Result<Upload, CommandError> {
    let path = Path::new(&args.file);
    let size = fs::metadata(path)
        .map_err(|error| CommandError::Failed(format!("{}: {error}", args.file)))?
        .len();
    if size > SHEET_BYTES as u64 {
        return Err(CommandError::Failed(format!(
            "{} is larger than {} MiB",
            args.file,
            SHEET_BYTES >> 20
        )));
    }
    let bytes =
        fs::read(path).map_err(|error| CommandError::Failed(format!("{}: {error}", args.file)))?;
    let (slug, name) = (args.conference.clone(), args.account.clone());
    let (conference_id, account_id) = db.read_blocking(|conn| {
        let conference = conferences::by_slug(conn, &slug)
            .map_err(|_| CommandError::Option(format!("no conference is called {slug}")))?;
        let account = match &name {
            None => None,
            Some(name) => Some(
                accounts::by_sign_in_name(conn, name)?
                    .ok_or_else(|| CommandError::Option(format!("nobody signs in as {name}")))?
                    .id,
            ),
        };
        Ok::<_, CommandError>((conference.id, account))
    })?;
    Ok(Upload {
        conference_id,
        account_id,
        file_name: path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default(),
        bytes,
    })
}

fn go_on(
    db: &Db,
    import: &Import,
    args: &ImportArgs,
    now: chrono::NaiveDateTime,
    began: Instant,
) -> Result<(), CommandError> {
    let progress = Progress::default();
    let import = with_sheet(db, import, args, &progress)?;
    let mut plan = import.plan();
    if let Some(proposal) = plan.proposal {
        let Some(encoding) = args.encoding else {
            println!(
                "The text is not plain Unicode. Read as {}:",
                shown(proposal)
            );
            let samples = db.read_blocking(|conn| {
                Ok::<_, DbError>(review::samples(conn, &import, proposal, SAMPLES)?)
            })?;
            for (raw, decoded) in samples {
                println!("  {raw}\n  → {decoded}");
            }
            return Err(CommandError::Failed(format!(
                "say how to read it: --encoding {} if the text above is right, otherwise --encoding {}",
                shown(proposal),
                SPELLINGS.map(|(name, _)| name).join("|")
            )));
        };
        plan.encoding = Some(encoding);
    }
    let header = args.header_row.unwrap_or(plan.header_row);
    plan = db.read_blocking(|conn| {
        Ok::<_, DbError>(review::with_header(conn, &import, plan, header)?)
    })?;
    plan.defaults.kind = args.kind.clone().unwrap_or_default();
    plan.defaults.identity = args.identity.clone().unwrap_or_default();
    plan.defaults.publication = args.publication.clone().unwrap_or_default();
    let missing = actions::missing(&plan);
    if !missing.is_empty() {
        let names: Vec<_> = missing
            .iter()
            .map(|field| Lang::Vi.text(&field.label()))
            .collect();
        return Err(CommandError::Failed(format!(
            "no column was recognised as: {} (heading taken from row {})",
            names.join(", "),
            plan.header_row
        )));
    }
    plan.is_mapped = true;
    let id = import.id;
    db.write_blocking(move |conn| Ok::<_, DbError>(queries::save_plan(conn, id, &plan)?))?;
    let counts = actions::check(db, id, now, &progress).map_err(|error| told(db, &error))?;
    println!(
        "{} rows: {} ok, {} with a warning, {} with an error; {} are there already",
        counts.rows, counts.ok, counts.warning, counts.error, counts.same
    );
    print_reasons(db, id, now)?;
    if counts.error > 0 {
        return Err(CommandError::Failed(
            "nothing was imported: mend the rows with errors and try again".into(),
        ));
    }
    if args.dry_run {
        println!("nothing was imported: this was a dry run");
        return Ok(());
    }
    let secret = db.write_blocking(Secret::load_or_create)?;
    let stored = Instant::now();
    let count =
        actions::store(db, &secret, id, now, &progress).map_err(|error| told(db, &error))?;
    println!(
        "imported {count} rows in {:.1} s, of which {:.1} s held other writes back",
        began.elapsed().as_secs_f64(),
        stored.elapsed().as_secs_f64()
    );
    if let Some(path) = &args.result {
        let bytes = db
            .read_blocking(|conn| result::sheet(conn, &secret, id, Lang::Vi))
            .map_err(|error| CommandError::Failed(error.to_string()))?;
        fs::write(path, bytes).map_err(|error| CommandError::Failed(format!("{path}: {error}")))?;
        println!("references and codes are in {path}");
    }
    Ok(())
}

/// The import with the sheet that was named.
fn with_sheet(
    db: &Db,
    import: &Import,
    args: &ImportArgs,
    progress: &Progress,
) -> Result<Import, CommandError> {
    let plan = import.plan();
    let Some(name) = &args.sheet else {
        return Ok(import.clone());
    };
    let index = plan
        .sheets
        .iter()
        .position(|sheet| sheet.name == *name)
        .ok_or_else(|| {
            let names: Vec<_> = plan
                .sheets
                .iter()
                .map(|sheet| sheet.name.as_str())
                .collect();
            CommandError::Option(format!(
                "no sheet is called {name}; there are: {}",
                names.join(", ")
            ))
        })?;
    if index != plan.sheet {
        actions::read_sheet(db, import, index, progress).map_err(|error| told(db, &error))?;
    }
    let id = import.id;
    Ok(db.read_blocking(|conn| Ok::<_, DbError>(queries::find(conn, id)?))?)
}

/// Prints the rows that have something to say, errors first.
fn print_reasons(db: &Db, id: i64, now: chrono::NaiveDateTime) -> Result<(), CommandError> {
    let mut printed = 0;
    for verdict in [Verdict::Error, Verdict::Warning] {
        let left = PRINTED_ROWS - printed;
        let limit = i64::try_from(left).unwrap_or_default();
        let rows = db.read_blocking(|conn| {
            let import = queries::find(conn, id)?;
            let rows = review::judged(conn, &import, Some(verdict), 0, limit, now, Lang::Vi)?;
            Ok::<_, DbError>(rows)
        })?;
        for row in rows.into_iter().take(left) {
            printed += 1;
            let about: Vec<String> = row
                .reasons
                .iter()
                .filter(|reason| reason.weight > Weight::Note)
                .map(|reason| reason.text.clone())
                .collect();
            println!("  row {}: {verdict}: {}", row.number, about.join("; "));
        }
    }
    if printed == PRINTED_ROWS {
        println!("  …");
    }
    Ok(())
}

/// An error in one line; of a file that was imported before, by whom and when.
fn told(db: &Db, error: &ImportError) -> CommandError {
    let ImportError::Stored(import) = error else {
        return CommandError::Failed(error.to_string());
    };
    let account_id = import.account_id;
    let who = account_id.and_then(|id| {
        db.read_blocking(|conn| Ok::<_, DbError>(queries::account_name(conn, id)?))
            .ok()
    });
    let when = import
        .stored_at
        .map(|at| crate::dates::vi_date_time(crate::dates::local(at)))
        .unwrap_or_default();
    CommandError::Failed(format!(
        "this file was imported on {when} by {}; nothing was imported again",
        who.as_deref().unwrap_or("the server's own shell")
    ))
}

/// Encodings as they are written on the command line.
pub(super) const SPELLINGS: [(&str, Encoding); 6] = [
    ("tcvn3", Encoding::Tcvn3),
    ("vni", Encoding::Vni),
    ("utf8-as-1252", Encoding::Utf8As1252),
    ("windows-1258", Encoding::Windows1258),
    ("nfd", Encoding::Nfd),
    ("as-is", Encoding::AsIs),
];

fn shown(encoding: Encoding) -> &'static str {
    SPELLINGS
        .iter()
        .find(|(_, own)| *own == encoding)
        .map_or("as-is", |(name, _)| name)
}

/// Reads `--encoding`.
pub(super) fn encoding(text: &str) -> Result<Encoding, String> {
    SPELLINGS
        .iter()
        .find(|(name, _)| *name == text)
        .map(|(_, encoding)| *encoding)
        .ok_or_else(|| format!("one of {}", SPELLINGS.map(|(name, _)| name).join(", ")))
}
