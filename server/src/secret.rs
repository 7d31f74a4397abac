//! Secrets that are handed out once: of which only a digest is kept.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// 256 random bits as 43 characters that are safe in addresses and headers.
///
/// # Errors
/// The operating system gives no randomness.
pub fn random() -> Result<String, getrandom::Error> {
    let mut bytes = [0u8; 32];
    getrandom::fill(&mut bytes)?;
    Ok(BASE64_URL_SAFE_NO_PAD.encode(bytes))
}

/// What is kept of a secret: its SHA-256. The secrets are random, so a slow hash would protect nothing more.
#[must_use]
pub fn digest(secret: &str) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(secret.as_bytes()))
}

/// A new id, later ones after earlier ones.
#[must_use]
pub fn id() -> String {
    uuid::Uuid::now_v7().to_string()
}

impl From<getrandom::Error> for crate::problem::Problem {
    fn from(error: getrandom::Error) -> Self {
        tracing::error!(%error, "randomness");
        crate::problem::Problem::internal()
    }
}
