//! People: invite, change, remove.

use super::guard::{Caller, Right};
use super::link::{self, Purpose};
use super::role::Role;
use super::session::Person;
use super::setup::{add, read_email, read_name};
use crate::app::{App, rfc3339};
use crate::audit;
use crate::body::Given;
use crate::extract::Path;
use crate::problem::{Answer, Problem};
use crate::secret::id;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use sqlx::AnyConnection;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

#[derive(Serialize, ToSchema)]
struct Listed {
    #[serde(flatten)]
    person: Person,
    /// Whether the invitation was taken.
    joined: bool,
    /// RFC 3339, UTC.
    created_at: String,
}

#[derive(Serialize, ToSchema)]
struct People {
    people: Vec<Listed>,
}

#[derive(Deserialize, ToSchema)]
struct Invitation {
    name: String,
    email: String,
    role: Role,
}

#[derive(Serialize, ToSchema)]
struct Invited {
    person: Person,
    /// To be given to the person; holds once and for a day.
    link: String,
}

#[derive(Serialize, ToSchema)]
struct NewLink {
    /// To be given to the person; holds once and for a day.
    link: String,
}

#[derive(Deserialize, ToSchema)]
struct Edit {
    name: Option<String>,
    role: Option<Role>,
}

/// Everybody, in the order in which they came.
#[utoipa::path(get, path = "/v1/people", tag = "people", security(("session" = [])),
    responses((status = 200, body = People), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn list(State(app): State<App>, caller: Caller) -> Answer<Json<People>> {
    caller.needs(Right::Administer)?;
    let statement = "SELECT id, name, email, role, password, created_at FROM people ORDER BY id";
    type Row = (String, String, String, String, Option<String>, i64);
    let rows: Vec<Row> = sqlx::query_as(statement).fetch_all(app.db.read()).await?;
    let people = rows.into_iter().map(|(id, name, email, role, password, created_at)| Listed {
        person: Person { id, name, email, role: Role::named(&role).unwrap_or(Role::Viewer) },
        joined: password.is_some(),
        created_at: rfc3339(created_at),
    });
    Ok(Json(People { people: people.collect() }))
}

/// Invites somebody: the link in the answer is for them.
#[utoipa::path(post, path = "/v1/people", tag = "people", security(("session" = [])), request_body = Invitation,
    responses((status = 201, body = Invited), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn invite(
    State(app): State<App>,
    caller: Caller,
    Given(given): Given<Invitation>,
) -> Answer<(StatusCode, Json<Invited>)> {
    caller.needs(Right::Administer)?;
    let person = Person { id: id(), name: read_name(&given.name)?, email: read_email(&given.email)?, role: given.role };
    let mut transaction = app.db.write().await?;
    add(&mut transaction, &person, None, app.now()).await?;
    let base = app.config.base_url();
    let link = link::make(&mut transaction, &base, Some(&person.id), Purpose::Invitation, app.now()).await?;
    let detail = format!("as {}", person.role.name());
    audit::record(&mut transaction, app.now(), &caller.actor(), "person.invite", &person.id, &detail).await?;
    transaction.commit().await?;
    Ok((StatusCode::CREATED, Json(Invited { person, link })))
}

/// A link for a new password, or a new invitation.
#[utoipa::path(post, path = "/v1/people/{id}/link", tag = "people", security(("session" = [])), params(("id" = String, Path)),
    responses((status = 201, body = NewLink), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn new_link(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Answer<(StatusCode, Json<NewLink>)> {
    caller.needs(Right::Administer)?;
    let mut transaction = app.db.write().await?;
    let password: Option<Option<String>> = sqlx::query_scalar("SELECT password FROM people WHERE id = $1")
        .bind(id.clone())
        .fetch_optional(&mut *transaction)
        .await?;
    let password = password.ok_or_else(nobody)?;
    let purpose = if password.is_some() { Purpose::Reset } else { Purpose::Invitation };
    let link = link::make(&mut transaction, &app.config.base_url(), Some(&id), purpose, app.now()).await?;
    audit::record(&mut transaction, app.now(), &caller.actor(), "person.link", &id, "").await?;
    transaction.commit().await?;
    Ok((StatusCode::CREATED, Json(NewLink { link })))
}

/// Changes a person's name or role.
#[utoipa::path(patch, path = "/v1/people/{id}", tag = "people", security(("session" = [])), params(("id" = String, Path)), request_body = Edit,
    responses((status = 200, body = Person), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn edit(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Given(given): Given<Edit>,
) -> Answer<Json<Person>> {
    caller.needs(Right::Administer)?;
    let mut transaction = app.db.write().await?;
    let mut person = person(&mut transaction, &id).await?;
    if let Some(name) = &given.name {
        person.name = read_name(name)?;
    }
    if let Some(role) = given.role {
        if person.role == Role::Admin && role != Role::Admin {
            keep_an_admin(&mut transaction, &id).await?;
        }
        person.role = role;
    }
    let update = "UPDATE people SET name = $1, role = $2 WHERE id = $3";
    let query = sqlx::query(update).bind(person.name.clone()).bind(person.role.name()).bind(id.clone());
    query.execute(&mut *transaction).await?;
    let detail = format!("role {}", person.role.name());
    audit::record(&mut transaction, app.now(), &caller.actor(), "person.edit", &id, &detail).await?;
    transaction.commit().await?;
    Ok(Json(person))
}

/// Removes a person and ends their sessions; what they did stays in the history.
#[utoipa::path(delete, path = "/v1/people/{id}", tag = "people", security(("session" = [])), params(("id" = String, Path)),
    responses((status = 204, description = "removed"), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn remove(State(app): State<App>, caller: Caller, Path(id): Path<String>) -> Answer<StatusCode> {
    caller.needs(Right::Administer)?;
    let mut transaction = app.db.write().await?;
    let person = person(&mut transaction, &id).await?;
    if person.role == Role::Admin {
        keep_an_admin(&mut transaction, &id).await?;
    }
    sqlx::query("DELETE FROM people WHERE id = $1").bind(id.clone()).execute(&mut *transaction).await?;
    audit::record(&mut transaction, app.now(), &caller.actor(), "person.remove", &id, "").await?;
    transaction.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn person(connection: &mut AnyConnection, id: &str) -> Answer<Person> {
    let statement = "SELECT name, email, role FROM people WHERE id = $1";
    let found: Option<(String, String, String)> =
        sqlx::query_as(statement).bind(id.to_owned()).fetch_optional(connection).await?;
    let (name, email, role) = found.ok_or_else(nobody)?;
    Ok(Person { id: id.to_owned(), name, email, role: Role::named(&role).unwrap_or(Role::Viewer) })
}

/// Refuses to leave the shop without an admin who can sign in. On PostgreSQL the admins' rows are locked, so that two who
/// remove each other at once don't both succeed; SQLite has one writer anyway.
async fn keep_an_admin(connection: &mut AnyConnection, id: &str) -> Answer<()> {
    let lock = "UPDATE people SET role = role WHERE role = 'admin'";
    sqlx::query(lock).execute(&mut *connection).await?;
    let statement = "SELECT id FROM people WHERE role = 'admin' AND password IS NOT NULL AND id <> $1 LIMIT 1";
    let other: Option<String> = sqlx::query_scalar(statement).bind(id.to_owned()).fetch_optional(connection).await?;
    if other.is_none() {
        let help = "make somebody else an admin first";
        return Err(Problem::conflict("last_admin", "this is the last admin", help));
    }
    Ok(())
}

fn nobody() -> Problem {
    Problem::not_found("there is no such person", "GET /v1/people lists everybody")
}

/// The routes.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, invite)).routes(routes!(edit, remove)).routes(routes!(new_link))
}
