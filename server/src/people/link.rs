//! One-time links: to become the first admin, to take an invitation, to set a new password.

use crate::app::App;
use crate::db::Db;
use crate::problem::{Answer, Problem};
use crate::secret::{digest, random};
use serde::Serialize;
use sqlx::AnyConnection;
use utoipa::ToSchema;

/// A link holds for a day.
const DAY: i64 = 86_400_000;

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Nobody has an account yet.
    FirstAdmin,
    /// Somebody was invited.
    Invitation,
    /// Somebody needs a new password.
    Reset,
}

impl Purpose {
    fn name(self) -> &'static str {
        match self {
            Purpose::FirstAdmin => "first_admin",
            Purpose::Invitation => "invitation",
            Purpose::Reset => "reset",
        }
    }

    fn named(name: &str) -> Self {
        [Purpose::FirstAdmin, Purpose::Invitation].into_iter().find(|one| one.name() == name).unwrap_or(Purpose::Reset)
    }
}

/// A link that was found.
pub struct Link {
    /// Nobody's for the first admin.
    pub person_id: Option<String>,
    /// What it is for.
    pub purpose: Purpose,
}

/// Makes a link; a person's earlier links end.
///
/// # Errors
/// The database doesn't answer.
pub async fn make(
    connection: &mut AnyConnection,
    base_url: &str,
    person_id: Option<&str>,
    purpose: Purpose,
    now: i64,
) -> Answer<String> {
    let secret = random()?;
    match person_id {
        Some(id) => sqlx::query("DELETE FROM links WHERE person_id = $1").bind(id).execute(&mut *connection).await?,
        None => sqlx::query("DELETE FROM links WHERE person_id IS NULL").execute(&mut *connection).await?,
    };
    sqlx::query("INSERT INTO links (hash, person_id, purpose, expires_at) VALUES ($1, $2, $3, $4)")
        .bind(digest(&secret))
        .bind(person_id.map(str::to_owned))
        .bind(purpose.name())
        .bind(now + DAY)
        .execute(connection)
        .await?;
    Ok(format!("{base_url}/console/welcome?token={secret}"))
}

/// The link that holds this secret.
///
/// # Errors
/// There is none, or its day is over.
pub async fn find(connection: &mut AnyConnection, secret: &str, now: i64) -> Answer<Link> {
    let statement = "SELECT person_id, purpose FROM links WHERE hash = $1 AND expires_at > $2";
    let query = sqlx::query_as(statement).bind(digest(secret)).bind(now);
    let found: Option<(Option<String>, String)> = query.fetch_optional(connection).await?;
    let Some((person_id, purpose)) = found else {
        let help = "links hold once and for a day; ask an admin for a new one, or run `cartnudge-server admin-link`";
        return Err(Problem::new(axum::http::StatusCode::GONE, "link_ended", "this link was used or is too old", help));
    };
    Ok(Link { person_id, purpose: Purpose::named(&purpose) })
}

/// A link for the first admin where nobody has a password yet.
///
/// # Errors
/// The database doesn't answer.
pub async fn first_admin(app: &App) -> Answer<Option<String>> {
    if !needs_setup(&app.db).await? {
        return Ok(None);
    }
    let mut transaction = app.db.write().await?;
    let link = make(&mut transaction, &app.config.base_url(), None, Purpose::FirstAdmin, app.now()).await?;
    transaction.commit().await?;
    Ok(Some(link))
}

/// Whether nobody can sign in yet.
///
/// # Errors
/// The database doesn't answer.
pub async fn needs_setup(db: &Db) -> Result<bool, sqlx::Error> {
    let found: Option<String> = sqlx::query_scalar("SELECT id FROM people WHERE password IS NOT NULL LIMIT 1")
        .fetch_optional(db.read())
        .await?;
    Ok(found.is_none())
}
