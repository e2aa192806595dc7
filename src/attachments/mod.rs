//! Files that people send along: pictures, PDF, Word and Excel. A file is looked at before
//! anybody else is shown it (its content agrees with its name, it is no bomb, holds no macro, a
//! picture no longer says where it was taken), lies in a store under a random name with its
//! SHA-256 in the database, and is given out only by the policy of what it belongs to.
//!
//! **One upload, end to end.** The gate writes each file down while it arrives, within the limits
//! ([`crate::web::uploads`]). The handler gives what arrived to [`Files::receive`], which judges,
//! cleans, scans and stores each, and answers with a [`Received`]: those kept, and a sentence for
//! each that was not. One transaction then makes rows of those kept: [`hold`] for what is not
//! sent yet, [`attach`] for what is. A file is stored before its row is written and its row goes
//! before the file does, so a row is never without its file; a file without a row is an upload
//! under way, and after [`FILE_GRACE`](crate::web::limits::FILE_GRACE) is swept away.
//!
//! Not here: who may see what a file belongs to (its own slice), and anything public. No file is
//! ever public.

pub mod check;
pub mod clamd;
mod download;
mod files;
mod kind;
mod name;
mod owners;
mod picture;
mod queries;
mod refusal;
mod sniff;
pub mod store;
pub mod upkeep;
mod view;

pub use files::{Files, Kept, Received};
pub use kind::{ACCEPT, FileKind};
pub use name::FileName;
pub use owners::{ATTACH, AttachError, Owner, attach, hold, is_form_token, move_to};
pub use queries::{
    Attachment, Scan, of_difficulty, of_form, of_submission, remove_all_from_form, remove_from_form,
};
pub use refusal::Refusal;
pub use view::{FileView, FilesField, own_views, staff_views};

use crate::web::{Access, Routes};

/// Addresses of this slice.
pub mod paths {
    pub const OF_FILER: &str = "/ho-so/{code}/tep/{id}";
    pub const OF_STAFF: &str = "/xu-ly/{code}/tep/{id}";

    /// The address of one file.
    #[must_use]
    pub fn of(pattern: &str, reference: &str, id: i64) -> String {
        pattern
            .replace("{code}", reference)
            .replace("{id}", &id.to_string())
    }
}

/// Mounts this slice's routes.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    routes
        .get(paths::OF_FILER, Access::Anyone, download::send)
        .get(paths::OF_STAFF, Access::Staff, download::send)
}
