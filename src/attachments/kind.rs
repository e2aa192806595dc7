//! The kinds of file that are taken, and how each is named and served.

use crate::text_enum::text_enum;

text_enum! {
    /// What a file is: by its content, with which its name must agree.
    pub enum FileKind {
        Jpeg = "jpeg",
        Png = "png",
        Webp = "webp",
        Pdf = "pdf",
        Doc = "doc",
        Docx = "docx",
        Xls = "xls",
        Xlsx = "xlsx",
    }
}

impl FileKind {
    /// The kind that the ending of a name promises; in any case, without the dot.
    #[must_use]
    pub fn of_extension(extension: &str) -> Option<Self> {
        match extension.to_ascii_lowercase().as_str() {
            "jpg" | "jpeg" | "jfif" => Some(Self::Jpeg),
            "png" => Some(Self::Png),
            "webp" => Some(Self::Webp),
            "pdf" => Some(Self::Pdf),
            "doc" => Some(Self::Doc),
            "docx" => Some(Self::Docx),
            "xls" => Some(Self::Xls),
            "xlsx" => Some(Self::Xlsx),
            _ => None,
        }
    }

    /// The ending of a name we make ourselves.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Webp => "webp",
            Self::Pdf => "pdf",
            Self::Doc => "doc",
            Self::Docx => "docx",
            Self::Xls => "xls",
            Self::Xlsx => "xlsx",
        }
    }

    /// Its registered media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Pdf => "application/pdf",
            Self::Doc => "application/msword",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xls => "application/vnd.ms-excel",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    #[must_use]
    pub const fn is_picture(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png | Self::Webp)
    }
}

/// What a file input accepts. HEIC is left out on purpose: a telephone that reads this list
/// sends its pictures as JPEG instead.
pub const ACCEPT: &str = ".jpg,.jpeg,.png,.webp,.pdf,.doc,.docx,.xls,.xlsx,\
    image/jpeg,image/png,image/webp,application/pdf";
