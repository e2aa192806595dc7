//! The server's own secret, made once and kept in the database, and what is derived from it.

use hmac::{Hmac, KeyInit, Mac};
use rand::RngExt;
use sha2::{Digest, Sha256};

use diesel::prelude::*;

use crate::db::schema::meta;
use crate::db::{DbConnection, DbError};

const KEY: &str = "secret";

/// 32 random bytes; never shown, logged or sent.
#[derive(Clone)]
pub struct Secret([u8; 32]);

impl Secret {
    /// The secret of this database, made at the first start.
    ///
    /// # Errors
    /// When the database fails, or holds something that is not a secret.
    pub fn load_or_create(conn: &mut DbConnection) -> Result<Self, DbError> {
        let kept: Option<String> = meta::table
            .find(KEY)
            .select(meta::value)
            .first(conn)
            .optional()?;
        if let Some(text) = kept {
            return from_hex(&text)
                .and_then(|bytes| bytes.try_into().ok())
                .map(Self)
                .ok_or_else(|| {
                    DbError::Refused("the secret kept in the database is damaged".into())
                });
        }
        let secret: [u8; 32] = rand::rng().random();
        diesel::insert_into(meta::table)
            .values((meta::key.eq(KEY), meta::value.eq(hex(&secret))))
            .execute(conn)?;
        Ok(Self(secret))
    }

    /// A keyed hash of `parts` for one `purpose`; purposes never collide.
    #[must_use]
    pub fn mac(&self, purpose: &str, parts: &[&[u8]]) -> [u8; 32] {
        // HMAC pads a short key with zeros to the block of its hash, which is 64 bytes.
        let mut key = [0; 64];
        key[..32].copy_from_slice(&self.0);
        let mut mac = Hmac::<Sha256>::new(&key.into());
        mac.update(purpose.as_bytes());
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }

    /// The token that every form of one visitor or login carries.
    #[must_use]
    pub fn csrf_token(&self, binding: &str) -> String {
        hex(&self.mac("csrf", &[binding.as_bytes()])[..16])
    }
}

/// A fresh random token of 128 bits, as 32 hexadecimal digits.
#[must_use]
pub fn random_token() -> String {
    let bytes: [u8; 16] = rand::rng().random();
    hex(&bytes)
}

/// What is stored of a token: never the token itself.
#[must_use]
pub fn token_hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// Compares without telling by its time where two secrets differ.
#[must_use]
pub fn same(left: &str, right: &str) -> bool {
    subtle::ConstantTimeEq::ct_eq(left.as_bytes(), right.as_bytes()).into()
}

#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            // Writing into a String cannot fail.
            let _ok = write!(text, "{byte:02x}");
            text
        })
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    text.as_bytes()
        .chunks(2)
        .map(|pair| {
            std::str::from_utf8(pair)
                .ok()
                .and_then(|pair| u8::from_str_radix(pair, 16).ok())
        })
        .collect()
}
