//! Passwords, kept as argon2id hashes. Hashing takes 19 MiB and tens of milliseconds on purpose;
//! as many run at once as there are cores, the others wait their turn, so that a rush of
//! sign-ins neither fills the memory nor starves the pages.

use std::sync::LazyLock;
use std::thread::available_parallelism;

use argon2::password_hash::PasswordVerifier;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, Version};
use tokio::sync::Semaphore;

/// Characters a new password needs, whatever they are: more than the 8 of NIST SP 800-63B, since
/// nothing else is asked for.
pub const MIN_CHARS: usize = 12;
/// Bytes that are looked at; longer ones are refused, not cut off.
pub const MAX_BYTES: usize = 1_024;

/// The least that the OWASP Password Storage Cheat Sheet allows: 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;

static TURNS: LazyLock<Semaphore> =
    LazyLock::new(|| Semaphore::new(available_parallelism().map_or(1, usize::from)));

/// Compared with when there is no account of a name, so that the answer takes as long.
static DECOY: LazyLock<Option<String>> = LazyLock::new(|| hash("nobody has this").ok());

/// A password could not be hashed: too long, or no randomness to be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the password cannot be hashed")]
pub struct Unhashable;

fn argon2() -> Result<Argon2<'static>, Unhashable> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|_| Unhashable)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// The PHC string of a password, with a salt of its own. Blocks its thread for tens of
/// milliseconds: for commands; requests use [`hash_in_turn`].
///
/// # Errors
/// [`Unhashable`], beyond [`MAX_BYTES`].
pub fn hash(password: &str) -> Result<String, Unhashable> {
    if password.len() > MAX_BYTES {
        return Err(Unhashable);
    }
    argon2()?
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|_| Unhashable)
}

/// Whether `password` is the one of `phc`. Blocks like [`hash`]; false for a damaged hash.
#[must_use]
pub fn fits(password: &str, phc: &str) -> bool {
    password.len() <= MAX_BYTES
        && argon2().is_ok_and(|argon2| argon2.verify_password(password.as_bytes(), phc).is_ok())
}

/// Hashes away from the threads that answer requests, when its turn has come.
///
/// # Errors
/// As [`hash`].
pub async fn hash_in_turn(password: String) -> Result<String, Unhashable> {
    let _turn = TURNS.acquire().await.map_err(|_| Unhashable)?;
    actix_web::web::block(move || hash(&password))
        .await
        .unwrap_or(Err(Unhashable))
}

/// Whether `password` fits `phc`, away from the threads that answer requests, when its turn has
/// come. Without a hash (no such account, or never activated) it is false after as long.
pub async fn fits_in_turn(password: String, phc: Option<String>) -> bool {
    let Ok(_turn) = TURNS.acquire().await else {
        return false;
    };
    actix_web::web::block(move || {
        if let Some(phc) = phc {
            return fits(&password, &phc);
        }
        // Only the time it takes matters.
        let _never = fits(&password, DECOY.as_deref().unwrap_or_default());
        false
    })
    .await
    .unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_fits_its_own_hash_only() {
        let phc = hash("lò nung gas 4 khối").unwrap();
        assert!(phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{phc}");
        assert!(fits("lò nung gas 4 khối", &phc));
        assert!(!fits("lo nung gas 4 khoi", &phc));
        assert_ne!(phc, hash("lò nung gas 4 khối").unwrap(), "salted");
    }

    #[test]
    fn a_damaged_hash_fits_nothing() {
        assert!(!fits("", ""));
        assert!(!fits("x", "$argon2id$v=19$m=19456"));
    }

    #[test]
    fn a_book_is_no_password() {
        assert_eq!(hash(&"a".repeat(MAX_BYTES + 1)), Err(Unhashable));
    }

    #[actix_web::test]
    async fn who_is_not_there_fits_nothing() {
        assert!(!fits_in_turn("nobody has this".into(), None).await);
        let phc = hash_in_turn("làng nghề".into()).await.unwrap();
        assert!(fits_in_turn("làng nghề".into(), Some(phc)).await);
    }
}
