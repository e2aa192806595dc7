//! A letter read passage by passage. Each passage is a range of the words as they arrived; it
//! becomes a difficulty, joins one, or is set aside with a reason. Together the passages leave no
//! word of the letter unread.
//!
//! Pure but for [`queries`]: where a passage may begin and end is [`letter`], what a machine
//! would propose is [`propose`], whether a marking holds is [`marking`].

pub mod letter;
pub mod marking;
pub mod propose;
pub mod queries;

pub use letter::{Letter, Span};
pub use marking::{Ask, Fate, Fault, Passage};

use crate::text_enum::text_enum;

text_enum! {
    /// Why a passage becomes no difficulty.
    pub enum Aside {
        /// A greeting, thanks, a closing phrase.
        Greeting = "greeting",
        /// Who they are and how it stands, for all that is asked: every difficulty whose own
        /// passages tell no story gets it as its story.
        Introduction = "introduction",
        /// Says again what another passage says.
        Repetition = "repetition",
        /// Praise, an opinion: nothing is asked.
        NothingAsked = "nothing_asked",
    }
}
