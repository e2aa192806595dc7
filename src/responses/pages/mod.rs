//! The draft editor, its versions and preview, and the leader's page: all that their templates
//! may see.

mod approval;
mod compared;
mod editor;
mod preview;
mod versions;

pub use approval::{ApprovalPage, submitted};
pub use compared::{Compared, compared};
pub use editor::{Editor, EditorPage, EditorQuery};
pub use preview::PreviewPage;
pub use versions::VersionsPage;

use super::generic::Finding;
use crate::web::Page;

/// A warning in words, with its place.
#[derive(Debug, Clone)]
pub struct Warned {
    pub what: String,
    pub why: String,
    /// Where, and the words there; empty when the whole text is meant.
    pub place: String,
}

/// The warnings in the reader's words.
#[must_use]
pub fn warned(page: &Page, findings: &[Finding]) -> Vec<Warned> {
    findings
        .iter()
        .map(|finding| {
            let code = finding.warning.as_str();
            Warned {
                what: page.code("responses-warning", code).into_owned(),
                why: page.code("responses-why", code).into_owned(),
                place: finding.place.as_ref().map_or_else(String::new, |place| {
                    page.t2(
                        &format!("responses-place-{}", place.part.as_str()),
                        "number",
                        place.sentence,
                        "words",
                        place.words.as_str(),
                    )
                }),
            }
        })
        .collect()
}
