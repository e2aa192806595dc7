//! The commands of the one binary. Settings come from the environment; what goes wrong is one
//! line on stderr: exit code 2 for a setting or an option, 1 for anything else.

mod admin;
mod healthcheck;
mod serve;

use std::fmt::Write as _;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::attachments::{self, Files};
use crate::config::{Settings, SettingsError, VARIABLES};
use crate::db::{self, Db, DbError};
use crate::demo::DemoError;
use crate::generate::{GenerateError, Written};

/// Runs a government–business dialogue conference.
#[derive(Parser)]
#[command(name = "doithoai", version, after_help = settings_help(), arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the pages; a new database is made at the first start
    #[command(after_help = "Example: DOITHOAI_LISTEN=0.0.0.0:8080 doithoai serve")]
    Serve,
    /// Serve the craft-village conference of 5 July 2024, with people to sign in as
    #[command(after_help = "Example: doithoai demo --at 2024-07-04T14:00\n\
        The database is doithoai-demo.db unless DOITHOAI_DATABASE names another, which must be empty.")]
    Demo(DemoArgs),
    /// Bring the database's schema up to date
    #[command(
        after_help = "Example: DOITHOAI_DATABASE=postgres://doithoai@db/doithoai doithoai migrate"
    )]
    Migrate,
    /// Look after administrators
    #[command(
        after_help = "Example: doithoai admin create --name \"Quản trị viên\" --sign-in quan-tri"
    )]
    Admin {
        #[command(subcommand)]
        command: AdminCommand,
    },
    /// Prove over the whole database what must always hold
    #[command(
        after_help = "Example: doithoai check\nPrints one line for each violation; exit code 1 if there is any."
    )]
    Check,
    /// Fill the database with difficulties, to see how much it carries
    #[command(
        after_help = "Example: DOITHOAI_DATABASE=big.db doithoai generate --difficulties 100000 --seed 1\n\
        The same seed makes the same difficulties."
    )]
    Generate(GenerateArgs),
    /// List every route with who may knock at it
    #[command(after_help = "Example: doithoai routes | grep staff")]
    Routes,
    /// Ask the running server whether it is ready
    #[command(after_help = "Example: doithoai healthcheck && echo ready")]
    Healthcheck,
}

#[derive(Args)]
struct DemoArgs {
    /// Load the demonstration and stop
    #[arg(long)]
    load_only: bool,
    /// Local time at which its clock starts
    #[arg(long, value_name = "TIME", default_value = crate::demo::BEGINS_AT)]
    at: String,
}

#[derive(Subcommand)]
enum AdminCommand {
    /// Make an administrator and print the link that sets the password
    #[command(
        after_help = "Example: doithoai admin create --name \"Quản trị viên\" --sign-in quan-tri"
    )]
    Create {
        /// Name that others see
        #[arg(long)]
        name: String,
        /// Name to sign in with
        #[arg(long, value_name = "SIGN_IN")]
        sign_in: String,
    },
}

#[derive(Args)]
struct GenerateArgs {
    /// How many
    #[arg(long, value_name = "N")]
    difficulties: u64,
    /// Which ones
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// The conference they are filed to
    #[arg(long, value_name = "SLUG", default_value = crate::demo::conference::SLUG)]
    conference: String,
}

/// Why a command ended early, in one line.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    #[error(transparent)]
    Settings(#[from] SettingsError),
    #[error("{0}")]
    Option(String),
    #[error(transparent)]
    Database(#[from] DbError),
    #[error("the demonstration: {0}")]
    Demo(#[from] DemoError),
    #[error(transparent)]
    Generate(#[from] GenerateError),
    #[error("{0}")]
    Failed(String),
    /// Everything was already said.
    #[error("")]
    Silent,
}

impl CommandError {
    fn exit_code(&self) -> ExitCode {
        match self {
            Self::Settings(_) | Self::Option(_) => ExitCode::from(2),
            _ => ExitCode::FAILURE,
        }
    }
}

impl From<diesel::result::Error> for CommandError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Database(error.into())
    }
}

/// Reads the command line and does what it says.
#[must_use]
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    match dispatch(cli.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let message = error.to_string();
            if !message.is_empty() {
                eprintln!("doithoai: {message}");
            }
            error.exit_code()
        }
    }
}

const DATABASE: &str = "doithoai.db";
const DEMO_DATABASE: &str = "doithoai-demo.db";

fn dispatch(command: Command) -> Result<(), CommandError> {
    match command {
        Command::Serve => serve::serve(Settings::from_environment(DATABASE)?),
        Command::Demo(args) => {
            let settings = Settings::from_environment(DEMO_DATABASE)?;
            serve::demo(settings, &args.at, args.load_only)
        }
        Command::Migrate => migrate(&Settings::from_environment(DATABASE)?),
        Command::Admin {
            command: AdminCommand::Create { name, sign_in },
        } => admin::create(&Settings::from_environment(DATABASE)?, &name, &sign_in),
        Command::Check => check(&Settings::from_environment(DATABASE)?),
        Command::Generate(args) => generate(&Settings::from_environment(DATABASE)?, &args),
        Command::Routes => {
            print!("{}", routes());
            Ok(())
        }
        Command::Healthcheck => healthcheck::ask(&Settings::from_environment(DATABASE)?),
    }
}

fn generate(settings: &Settings, args: &GenerateArgs) -> Result<(), CommandError> {
    let db = open(settings)?;
    let tell = |written: &Written| {
        eprint!(
            "\r{} difficulties, {} rows, {:.0} rows/s ",
            written.difficulties,
            written.rows,
            written.rate()
        );
    };
    let written =
        crate::generate::generate(&db, &args.conference, args.difficulties, args.seed, tell)?;
    eprintln!();
    println!(
        "{} difficulties, {} rows of all tables in {:.1} s: {:.0} rows/s",
        written.difficulties,
        written.rows,
        written.seconds,
        written.rate()
    );
    Ok(())
}

fn check(settings: &Settings) -> Result<(), CommandError> {
    let db = Db::open(&settings.database, 1)?;
    let report = db.read_blocking(|conn| crate::check::check(conn, |line| println!("{line}")))?;
    let files = Files::open(settings).map_err(|error| CommandError::Failed(error.to_string()))?;
    let now = std::time::SystemTime::now();
    let of_files = db.read_blocking(|conn| {
        attachments::check::look(conn, &files, now, |line| println!("{line}"))
    })?;
    let text = format!("{report}; {of_files}");
    if report.violations == 0 && of_files.violations == 0 {
        println!("{text}");
        Ok(())
    } else {
        Err(CommandError::Failed(text))
    }
}

/// The settings, for the end of `--help`.
fn settings_help() -> String {
    let width = VARIABLES
        .iter()
        .map(|(name, _)| name.len())
        .max()
        .unwrap_or_default();
    let lines: Vec<String> = VARIABLES
        .iter()
        .map(|(name, meaning)| format!("  {name:width$}  {meaning}"))
        .collect();
    format!(
        "Settings, from the environment; none is needed:\n{}\n\nExample: doithoai demo",
        lines.join("\n")
    )
}

fn migrate(settings: &Settings) -> Result<(), CommandError> {
    let ran = db::migrate(&settings.database)?;
    for name in &ran {
        println!("ran {name}");
    }
    if ran.is_empty() {
        println!("{} is up to date", settings.database);
    }
    Ok(())
}

/// Opens the database; one that nothing was ever put in gets its schema first, so that a
/// newcomer needs no other command.
fn open(settings: &Settings) -> Result<Db, CommandError> {
    let state = db::migration_state(&settings.database)?;
    if state.applied.is_empty() && state.unknown.is_empty() {
        db::migrate(&settings.database)?;
    }
    Ok(Db::open(&settings.database, settings.readers)?)
}

fn routes() -> String {
    let routes = crate::app::routes();
    let entries = routes.entries();
    let width = entries
        .iter()
        .map(|entry| entry.path.chars().count())
        .max()
        .unwrap_or_default();
    entries.iter().fold(String::new(), |mut text, entry| {
        let (method, path) = (entry.method.as_str(), entry.path);
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{method:<4} {path:<width$}  {}", entry.access);
        text
    })
}
