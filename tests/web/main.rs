//! The running application, page by page: does it work, who sees what, whose is it, what if the
//! input is bad. On SQLite, or on the PostgreSQL server named by `DOITHOAI_TEST_DATABASE`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::manual_assert,
    clippy::unnecessary_literal_unwrap,
    clippy::cloned_ref_to_slice_refs,
    reason = "these are tests"
)]

#[allow(dead_code, reason = "not every slice asks which database runs")]
mod database;
#[allow(dead_code, reason = "not every slice needs every part of the World")]
mod world;

mod accounts;
mod addresses;
mod administration;
mod afterwards;
mod attachments;
mod authorization;
mod briefs;
mod draft_links;
mod durability;
mod filers;
mod foundation;
mod golden;
mod http;
mod imports;
mod letters;
mod messages;
mod near;
mod overview;
mod portal;
mod process;
mod public_list;
mod publication;
mod release;
mod responses;
mod schema;
mod slips;
mod submissions;
mod timer;
mod together;
mod tracking;
mod triage;
mod wire;
mod workbench;
