//! Why a file was not taken, and the sentence that says so.

use crate::i18n::{Lang, Value};
use crate::web::limits;

/// Why a file was not taken. Nothing of it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    Empty,
    /// Longer than [`limits::FILE_BYTES`].
    TooLarge,
    /// With those before it in the same request longer than [`limits::REQUEST_FILE_BYTES`].
    RequestTooLarge,
    /// After [`limits::FILES_A_REQUEST`] others.
    TooMany,
    /// With those kept already more than [`limits::ITEM_FILE_BYTES`].
    ItemFull,
    /// No kind that is taken: a program, a web page, a drawing, a film.
    UnknownKind,
    /// A picture of Apple telephones, which hides where it was taken in ways we do not undo.
    Heic,
    /// The content is another kind than the name says.
    Mismatch,
    /// More pixels than a telephone makes; opening it may take all memory.
    TooManyPixels,
    /// It unpacks to too much.
    Unpacks,
    /// It holds a program that runs when it is opened.
    Macro,
    /// Nobody can look into it before opening it.
    Encrypted,
    /// It does not hold together.
    Damaged,
    /// The scanner found something.
    Infected,
    /// The store is full or does not answer.
    Unavailable,
}

impl Refusal {
    const fn key(self) -> &'static str {
        match self {
            Self::Empty => "attachments-refused-empty",
            Self::TooLarge => "attachments-refused-too-large",
            Self::RequestTooLarge => "attachments-refused-request",
            Self::TooMany => "attachments-refused-too-many",
            Self::ItemFull => "attachments-refused-item-full",
            Self::UnknownKind => "attachments-refused-kind",
            Self::Heic => "attachments-refused-heic",
            Self::Mismatch => "attachments-refused-mismatch",
            Self::TooManyPixels => "attachments-refused-pixels",
            Self::Unpacks => "attachments-refused-unpacks",
            Self::Macro => "attachments-refused-macro",
            Self::Encrypted => "attachments-refused-encrypted",
            Self::Damaged => "attachments-refused-damaged",
            Self::Infected => "attachments-refused-infected",
            Self::Unavailable => "attachments-refused-unavailable",
        }
    }

    /// What to say of the file of this name, and how to go on.
    #[must_use]
    pub fn sentence(self, lang: Lang, name: &str) -> String {
        let most = match self {
            Self::TooLarge => mib(limits::FILE_BYTES),
            Self::RequestTooLarge => mib(limits::REQUEST_FILE_BYTES),
            Self::ItemFull => mib(limits::ITEM_FILE_BYTES),
            _ => limits::FILES_A_REQUEST,
        };
        let name = if name.is_empty() {
            lang.text("attachments-nameless").into_owned()
        } else {
            name.to_owned()
        };
        let values = [("name", Value::from(name)), ("most", Value::from(most))];
        lang.with(self.key(), &values)
    }
}

fn mib(bytes: u64) -> usize {
    usize::try_from(bytes / (1024 * 1024)).unwrap_or(usize::MAX)
}

/// Reading what should be there and is not means that the file is damaged; anything else that
/// goes wrong while reading or writing is the disk's fault.
impl From<std::io::Error> for Refusal {
    fn from(error: std::io::Error) -> Self {
        use std::io::ErrorKind::{InvalidData, InvalidInput, UnexpectedEof};
        match error.kind() {
            UnexpectedEof | InvalidData | InvalidInput => Self::Damaged,
            _ => {
                tracing::error!(%error, "a file could not be looked at");
                Self::Unavailable
            }
        }
    }
}
