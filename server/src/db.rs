//! The database: SQLite or PostgreSQL, behind one SQL.
//!
//! Statements use `$1` placeholders, which both take. A write is one transaction that commits before it is answered, and both
//! databases are told to have it on disk by then.

use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::migrate::Migrator;
use sqlx::{Any, AnyConnection, AnyPool, Executor, Transaction};
use std::str::FromStr;
use std::time::Duration;

static MIGRATOR: Migrator = sqlx::migrate!();

/// Which database it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// One file.
    Sqlite,
    /// A server.
    Postgres,
}

/// A handle on the database; clones share its connections.
#[derive(Clone, Debug)]
pub struct Db {
    pool: AnyPool,
    dialect: Dialect,
}

/// What every SQLite connection is set to. `synchronous = FULL` has each commit on disk, also through a power cut.
const SQLITE: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; \
                      PRAGMA busy_timeout = 10000; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY;";

impl Db {
    /// Connects, makes the SQLite file where there is none, and brings the schema up to date.
    ///
    /// # Errors
    /// The address isn't one of `sqlite:` or `postgres:`, nothing answers there, or a migration fails.
    pub async fn open(url: &str) -> Result<Self, String> {
        sqlx::any::install_default_drivers();
        let dialect = dialect(url)?;
        let mut address = url.to_owned();
        if dialect == Dialect::Sqlite && !url.contains("mode=") {
            address.push_str(if url.contains('?') { "&mode=rwc" } else { "?mode=rwc" });
        }
        let options =
            AnyConnectOptions::from_str(&address).map_err(|error| format!("the database's address: {error}"))?;
        let pool = AnyPoolOptions::new()
            .max_connections(if dialect == Dialect::Sqlite { 8 } else { 16 })
            .acquire_timeout(Duration::from_secs(10))
            .after_connect(move |connection, _| {
                Box::pin(async move {
                    if dialect == Dialect::Sqlite {
                        connection.execute(SQLITE).await?;
                    }
                    Ok(())
                })
            })
            .connect_with(options)
            .await
            .map_err(|error| format!("can't open the database: {error}"))?;
        MIGRATOR.run(&pool).await.map_err(|error| format!("can't bring the database's schema up to date: {error}"))?;
        Ok(Db { pool, dialect })
    }

    /// Which database it is.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// For reading: statements run on any free connection.
    #[must_use]
    pub fn read(&self) -> &AnyPool {
        &self.pool
    }

    /// A transaction that may write. SQLite has one writer, so it takes its turn at once, not at its first write.
    ///
    /// It begins in a task of its own: whoever asked may go away meanwhile, and where sqlx is dropped between `BEGIN` and its check,
    /// the connection would go back to the pool inside a transaction, and fail everybody who gets it from then on.
    ///
    /// # Errors
    /// The database doesn't answer.
    pub async fn write(&self) -> Result<Transaction<'static, Any>, sqlx::Error> {
        let (pool, dialect) = (self.pool.clone(), self.dialect);
        let began = tokio::spawn(async move {
            match dialect {
                Dialect::Sqlite => pool.begin_with("BEGIN IMMEDIATE").await,
                Dialect::Postgres => pool.begin().await,
            }
        });
        began.await.map_err(|_| sqlx::Error::WorkerCrashed)?
    }

    /// Waits until no connection is in use, and closes all.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

fn dialect(url: &str) -> Result<Dialect, String> {
    match url.split_once(':') {
        Some(("sqlite", _)) => Ok(Dialect::Sqlite),
        Some(("postgres" | "postgresql", _)) => Ok(Dialect::Postgres),
        _ => Err("the database's address begins with `sqlite:` or `postgres:`, like sqlite://cartnudge.db".to_owned()),
    }
}

/// A value of the `settings` table.
///
/// # Errors
/// The database doesn't answer.
pub async fn setting(connection: &mut AnyConnection, name: &str) -> Result<Option<String>, sqlx::Error> {
    let query = sqlx::query_scalar("SELECT value FROM settings WHERE name = $1");
    query.bind(name).fetch_optional(connection).await
}

/// Sets a value of the `settings` table.
///
/// # Errors
/// The database doesn't answer.
pub async fn set(connection: &mut AnyConnection, name: &str, value: &str) -> Result<(), sqlx::Error> {
    let statement =
        "INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    sqlx::query(statement).bind(name).bind(value).execute(connection).await.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::poll;
    use std::pin::pin;
    use std::time::Instant;

    /// As when a page goes away while its request waits.
    #[tokio::test(flavor = "multi_thread")]
    async fn a_transaction_that_nobody_waits_for_leaves_the_connection_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&format!("sqlite://{}", folder.path().join("test.db").display())).await.unwrap();
        for patience in (0..300).map(Duration::from_micros) {
            {
                let mut write = pin!(db.write());
                let began = Instant::now();
                while began.elapsed() <= patience && poll!(&mut write).is_pending() {
                    tokio::task::yield_now().await;
                }
            }
            let next = db.write().await;
            assert!(next.is_ok(), "after {patience:?}: {:?}", next.err());
        }
    }
}
