//! The room `/quan-tri`: who is let in, what each part does, and what it never shows.

mod accounts;
mod reform;
mod room;
