//! `cartnudge-server backup FILE`: a whole copy while the server runs.

use crate::db::{Db, Dialect};
use std::path::Path;
use std::process::Command;

/// Copies the database to a file that isn't there yet: of SQLite a database, of PostgreSQL what `pg_restore` reads.
///
/// # Errors
/// The file is there, can't be written, or PostgreSQL's `pg_dump` is missing.
pub async fn backup(url: &str, file: &Path) -> Result<(), String> {
    let name = file.display();
    if file.exists() {
        return Err(format!("{name} is there already\n  help: name a new file, or remove it"));
    }
    let db = Db::open(url).await?;
    let done = match db.dialect() {
        Dialect::Sqlite => {
            let text =
                file.to_str().ok_or_else(|| format!("{name} can't be written in SQL\n  help: use another name"))?;
            let query = sqlx::query("VACUUM INTO $1").bind(text.to_owned());
            query.execute(db.read()).await.map(drop).map_err(|error| format!("can't write {name}: {error}"))
        }
        Dialect::Postgres => dump(url, file),
    };
    db.close().await;
    done
}

fn dump(url: &str, file: &Path) -> Result<(), String> {
    let (address, password) = without_password(url);
    let mut command = Command::new("pg_dump");
    command.args(["--format=custom", "--no-owner", "--file"]).arg(file).arg(format!("--dbname={address}"));
    if let Some(password) = password {
        command.env("PGPASSWORD", password);
    }
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("pg_dump ended with {status}")),
        Err(error) => Err(format!("can't run pg_dump: {error}\n  help: install PostgreSQL's client programs")),
    }
}

/// The address without its password, which others could see on the command line.
fn without_password(url: &str) -> (String, Option<String>) {
    let parts = url.split_once("://").and_then(|(scheme, rest)| {
        let (user, host) = rest.split_once('@')?;
        let (user, password) = user.split_once(':')?;
        Some((format!("{scheme}://{user}@{host}"), password))
    });
    let decoded = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
    parts.map_or_else(|| (url.to_owned(), None), |(address, password)| (address, Some(decoded(password))))
}

#[cfg(test)]
mod tests {
    use super::without_password;

    #[test]
    fn a_password_leaves_the_address() {
        let (address, password) = without_password("postgres://me:a%40b@host:5432/shop?sslmode=require");
        assert_eq!(
            (address.as_str(), password.as_deref()),
            ("postgres://me@host:5432/shop?sslmode=require", Some("a@b"))
        );
        let plain = "postgres://me@host/shop";
        assert_eq!(without_password(plain), (plain.to_owned(), None));
    }
}
