//! Đối Thoại runs a government–business dialogue conference from the first call for difficulties
//! to the last kept promise.
//!
//! Data walks through the house from the outside in: [`web`] lets a request in and says who it
//! is; a slice (`submissions`, `difficulties`, `responses`, …) turns its form into an act; the
//! act asks policy and workflow, changes rows, records an event and queues notices in one
//! transaction of [`db`]; the slice's page shows what then stands.
//!
//! What is looked after at `/quan-tri` stays with its slice, in its `admin` part: accounts know
//! how an account is made, agencies how one ends. [`administration`] is only the room around
//! them: first screen, navigation, system log, health.
//!
//! Invariants, by their absence: no query in a handler, no row in a template, no name of a
//! database outside `db`, no `Utc::now()` outside [`clock`], no sentence outside [`i18n`], no
//! actix or diesel in `difficulties::workflow` and `difficulties::policy`.

pub mod accounts;
pub mod administration;
pub mod agencies;
pub mod app;
pub mod areas;
pub mod attachments;
pub mod briefs;
pub mod check;
pub mod cli;
pub mod clock;
pub mod conferences;
pub mod config;
pub mod dates;
pub mod db;
pub mod demo;
pub mod difficulties;
pub mod directory;
pub mod documents;
pub mod events;
pub mod filers;
pub mod generate;
pub mod i18n;
pub mod imports;
pub mod jobs;
pub mod notifications;
pub mod numbers;
pub mod portal;
pub mod redaction;
pub mod responses;
pub mod submissions;
pub mod text;
mod text_enum;
pub mod timer;
pub mod web;
pub mod working_days;

/// Pages are made of many small texts on several threads; the system's allocator took a tenth of
/// the time of a page, and kept what one burst of requests had used.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
