//! Files embedded in the binary, under addresses that carry a hash of their content, so that
//! browsers may keep them for good.

use std::collections::HashMap;
use std::sync::LazyLock;

use actix_web::{HttpResponse, web};
use rust_embed::RustEmbed;

use super::AppError;
use super::secret::hex;

#[derive(RustEmbed)]
#[folder = "static"]
struct Files;

/// Path of the route; `{hash}` is the first 12 digits of the file's SHA-256.
pub const PATH: &str = "/static/{hash}/{file}";

static ADDRESSES: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    Files::iter()
        .filter_map(|name| Files::get(&name).map(|file| (name, file)))
        .map(|(name, file)| {
            let hash = hex(&file.metadata.sha256_hash()[..6]);
            let address = format!("/static/{hash}/{name}");
            (name.into_owned(), address)
        })
        .collect()
});

/// The address of an embedded file; `#` for one that is not embedded.
#[must_use]
pub fn address(name: &str) -> &'static str {
    ADDRESSES.get(name).map_or("#", String::as_str)
}

/// Serves one embedded file under its own hash only.
///
/// # Errors
/// [`AppError::NotFound`] for another file or another hash.
pub async fn file(path: web::Path<(String, String)>) -> Result<HttpResponse, AppError> {
    let (hash, name) = path.into_inner();
    if address(&name) != format!("/static/{hash}/{name}") {
        return Err(AppError::NotFound);
    }
    let file = Files::get(&name).ok_or(AppError::NotFound)?;
    let kind = match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    };
    Ok(HttpResponse::Ok()
        .content_type(kind)
        .insert_header(("Cache-Control", "public, max-age=31536000, immutable"))
        .body(file.data.into_owned()))
}
