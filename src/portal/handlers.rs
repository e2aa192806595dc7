//! Load, show.

use actix_web::HttpResponse;

use crate::db;
use crate::web::Ctx;

/// The process lives.
pub async fn healthz() -> &'static str {
    "ok\n"
}

/// The database answers.
pub async fn readyz(ctx: Ctx) -> HttpResponse {
    if db::is_ready(&ctx.app.db).await {
        HttpResponse::Ok().body("ready\n")
    } else {
        HttpResponse::ServiceUnavailable().body("the database does not answer\n")
    }
}
