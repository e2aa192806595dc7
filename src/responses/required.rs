//! Which parts an answer needs before it goes up: the outcome decides.

use crate::difficulties::Outcome;
use crate::text_enum::text_enum;

text_enum! {
    /// A part that an outcome asks for beside the words.
    pub enum Part {
        /// A promise with an agency and a day.
        Commitment = "commitment",
        /// What the law says, picked or typed.
        Ground = "ground",
        /// Which body it is sent to.
        HigherBody = "higher_body",
    }
}

/// What an outcome asks for. A refusal and an explanation stand on a rule; what is agreed in steps
/// names them; what is beyond the authority of the house says whose it is.
#[must_use]
pub const fn part_of(outcome: Outcome) -> Option<Part> {
    match outcome {
        Outcome::Roadmap => Some(Part::Commitment),
        Outcome::NotAgreed | Outcome::Explained => Some(Part::Ground),
        Outcome::BeyondAuthority => Some(Part::HigherBody),
        Outcome::Resolved | Outcome::NoLongerRelevant => None,
    }
}
