//! Giving a file out: to whom the difficulty's policy lets, whole or not at all, and never as
//! something that runs in our name.

use std::fs::File;
use std::io::Read;

use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpResponse, web};
use futures_util::stream;

use super::files::OpenError;
use super::kind::FileKind;
use super::queries::{self, Attachment};
use super::view::withheld;
use crate::db::DbConnection;
use crate::difficulties::policy::{self, Capability};
use crate::difficulties::queries::{by_reference, meet};
use crate::web::{AppError, Ctx};

/// A picture shown by itself may do nothing at all.
const SANDBOX: &str =
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
const CHUNK: usize = 64 * 1024;

/// `/ho-so/{code}/tep/{id}` and `/xu-ly/{code}/tep/{id}`.
pub async fn send(ctx: Ctx, path: web::Path<(String, String)>) -> Result<HttpResponse, AppError> {
    let (code, id) = path.into_inner();
    let id: i64 = id.parse().map_err(|_| AppError::NotFound)?;
    let inner = ctx.clone();
    let (one, name) = ctx
        .app
        .db
        .read(move |conn| find(conn, &inner, &code, id))
        .await?;
    if let Some(key) = withheld(one.scan) {
        return Err(AppError::NotNow(key.into()));
    }
    let (kind, size) = (one.kind, one.size);
    let file = ctx
        .app
        .files
        .fetch(one)
        .await
        .map_err(|error| match error {
            OpenError::Damaged => AppError::Damaged(format!("file {id}")),
            OpenError::Unavailable(reason) => AppError::Unavailable(reason),
        })?;
    Ok(answer(kind, size, &name, file))
}

/// The file, if it belongs to this difficulty and the visitor may have it, and the name it is
/// given out under.
fn find(
    conn: &mut DbConnection,
    ctx: &Ctx,
    code: &str,
    id: i64,
) -> Result<(Attachment, String), AppError> {
    let difficulty = by_reference(conn, code)?;
    let seen = meet(conn, &ctx.actor, difficulty, ctx.now())?;
    // Whoever may not have it learns nothing, not even that there is something.
    policy::may(Capability::Download, seen.standing, &seen.matter)
        .require()
        .map_err(|_| AppError::NotFound)?;
    let difficulty = &seen.difficulty;
    let all = queries::of_difficulty(conn, difficulty.submission_id, difficulty.id)?;
    let (index, one) = all
        .into_iter()
        .enumerate()
        .find(|(_, one)| one.id == id)
        .ok_or(AppError::NotFound)?;
    let name = if difficulty.shielded && ctx.actor.staff().is_some() {
        format!(
            "{}-tep-{}.{}",
            difficulty.reference,
            index + 1,
            one.kind.extension()
        )
    } else {
        one.name.clone()
    };
    Ok((one, name))
}

fn answer(kind: FileKind, size: i64, name: &str, file: File) -> HttpResponse {
    let place = if kind.is_picture() {
        "inline"
    } else {
        "attachment"
    };
    let mut response = HttpResponse::Ok();
    response
        .content_type(kind.media_type())
        .insert_header((header::CONTENT_SECURITY_POLICY, SANDBOX))
        .insert_header((header::CACHE_CONTROL, "private, no-store"))
        // Packed already; packing it again would cost its length.
        .insert_header((header::CONTENT_ENCODING, "identity"));
    if let Ok(value) = HeaderValue::from_str(&disposition(place, name, kind)) {
        response.insert_header((header::CONTENT_DISPOSITION, value));
    }
    response
        .no_chunking(size.unsigned_abs())
        .streaming(chunks(file))
}

/// RFC 6266 with the encoding of RFC 8187, and a plain name for those who cannot read it.
fn disposition(place: &str, name: &str, kind: FileKind) -> String {
    use std::fmt::Write as _;
    let mut encoded = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.') {
            encoded.push(byte.into());
        } else {
            // Writing to a String cannot fail.
            let _ok = write!(encoded, "%{byte:02X}");
        }
    }
    format!(
        "{place}; filename=\"tep.{}\"; filename*=UTF-8''{encoded}",
        kind.extension()
    )
}

/// A file in pieces, each read away from the threads that answer requests.
fn chunks(file: File) -> impl futures_util::Stream<Item = Result<web::Bytes, std::io::Error>> {
    stream::try_unfold(file, |mut file| async move {
        let read = web::block(move || {
            let mut chunk = vec![0; CHUNK];
            let length = file.read(&mut chunk)?;
            chunk.truncate(length);
            Ok::<_, std::io::Error>((chunk, file))
        })
        .await
        .map_err(std::io::Error::other)?;
        let (chunk, file) = read?;
        Ok((!chunk.is_empty()).then(|| (web::Bytes::from(chunk), file)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_break_out_of_its_header() {
        assert_eq!(
            disposition("attachment", "lò \"gas\"\r\n.pdf", FileKind::Pdf),
            "attachment; filename=\"tep.pdf\"; filename*=UTF-8''l%C3%B2%20%22gas%22%0D%0A.pdf"
        );
    }
}
