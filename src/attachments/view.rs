//! Files as pages list them.

use super::kind::FileKind;
use super::paths;
use super::queries::{Attachment, Scan};
use crate::difficulties::Difficulty;
use crate::web::{Page, limits};

/// One file in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileView {
    pub id: i64,
    pub name: String,
    /// In the reader's words: 1,2 MB.
    pub size: String,
    pub kind: FileKind,
    /// `None` while it is not given out: before it is sent, or while it waits for the scanner.
    pub address: Option<String>,
    /// Why it is not given out, as a message key.
    pub note: Option<&'static str>,
    /// The message it came with.
    pub event_id: Option<i64>,
}

impl FileView {
    fn of(page: &Page, one: &Attachment, name: String, address: Option<String>) -> Self {
        let note = withheld(one.scan);
        Self {
            id: one.id,
            name,
            size: page.file_size(one.size),
            kind: one.kind,
            address: address.filter(|_| note.is_none()),
            note,
            event_id: one.event_id,
        }
    }
}

/// The field by which files are sent, by `templates/attachments/field.html`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FilesField {
    /// Those that have arrived and are not sent yet.
    pub files: Vec<FileView>,
    pub error: Option<String>,
}

impl FilesField {
    /// Most bytes of one file, for the script that shrinks pictures.
    pub fn at_most(&self) -> u64 {
        limits::FILE_BYTES
    }

    pub fn hint(&self, page: &Page) -> String {
        let mib = |bytes: u64| i64::try_from(bytes / (1024 * 1024)).unwrap_or(i64::MAX);
        page.t2(
            "attachments-hint",
            "count",
            limits::FILES_A_REQUEST,
            "most",
            mib(limits::FILE_BYTES),
        )
    }
}

/// Why a file is not given out, if it is not.
pub(super) const fn withheld(scan: Scan) -> Option<&'static str> {
    match scan {
        Scan::None | Scan::Clean => None,
        Scan::Waiting => Some("attachments-waiting"),
        Scan::Found => Some("attachments-found"),
    }
}

/// Files as the one who sent them sees them; `reference` once they can be fetched.
#[must_use]
pub fn own_views(page: &Page, files: &[Attachment], reference: Option<&str>) -> Vec<FileView> {
    files
        .iter()
        .map(|one| {
            let address = reference.map(|code| paths::of(paths::OF_FILER, code, one.id));
            FileView::of(page, one, one.name.clone(), address)
        })
        .collect()
}

/// Files as those who work on it see them. A shielded filer's files are numbered: a name like
/// "hợp đồng Công ty X.pdf" would say what the shield hides.
#[must_use]
pub fn staff_views(page: &Page, files: &[Attachment], difficulty: &Difficulty) -> Vec<FileView> {
    files
        .iter()
        .enumerate()
        .map(|(index, one)| {
            let name = if difficulty.shielded {
                let number = index + 1;
                format!(
                    "{}.{}",
                    page.t1("attachments-numbered", "number", number),
                    one.kind.extension()
                )
            } else {
                one.name.clone()
            };
            let address = paths::of(paths::OF_STAFF, &difficulty.reference, one.id);
            FileView::of(page, one, name, Some(address))
        })
        .collect()
}
