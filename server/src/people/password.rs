//! Passwords: argon2id, off the threads that serve requests.

use crate::problem::{Answer, Problem};
use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};

/// Shorter ones are refused.
pub const SHORTEST: usize = 10;
/// Longer ones are refused: hashing them is work.
const LONGEST: usize = 500;

/// Checked against where there is no account, so that asking takes as long: no password has this hash.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$ULzP1cKHOQjvc8DI2JOcVbT/wtBu5qFLcY95h09xLpU";

/// What is kept of a password.
///
/// # Errors
/// It is too short or too long.
pub async fn hash(password: &str) -> Answer<String> {
    let length = password.chars().count();
    if !(SHORTEST..=LONGEST).contains(&length) {
        let detail = format!("the password has {length} characters");
        let help = format!("take {SHORTEST} to {LONGEST} characters; a sentence is easy to remember");
        return Err(Problem::unprocessable("weak_password", detail, help).at("/password"));
    }
    let password = password.to_owned();
    let hashed = tokio::task::spawn_blocking(move || {
        Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string())
    });
    match hashed.await {
        Ok(Ok(hash)) => Ok(hash),
        _ => Err(Problem::internal()),
    }
}

/// Whether it is the password; takes as long where there is none.
pub async fn is_right(password: &str, kept: Option<String>) -> bool {
    let password = password.to_owned();
    let has_one = kept.is_some();
    let kept = kept.unwrap_or_else(|| NOBODY.to_owned());
    let checked = tokio::task::spawn_blocking(move || {
        PasswordHash::new(&kept).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
    });
    checked.await.unwrap_or(false) && has_one
}
