//! Whether the database answers at all, for `/readyz`.

use diesel::prelude::*;

use super::schema::meta;
use super::{Db, DbError};

/// One small read.
pub async fn is_ready(db: &Db) -> bool {
    db.read(|conn| {
        meta::table
            .select(meta::key)
            .limit(1)
            .load::<String>(conn)
            .map_err(DbError::from)
    })
    .await
    .is_ok()
}
