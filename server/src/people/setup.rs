//! One-time links taken: the first admin, an invitation, a new password.

use super::guard::check_origin;
use super::link::{self, Purpose};
use super::password;
use super::role::Role;
use super::session::{Person, normal_email, open};
use crate::app::App;
use crate::audit::{self, Actor};
use crate::body::Given;
use crate::extract::Query;
use crate::problem::{Answer, Problem};
use crate::rate::Rate;
use crate::secret::{digest, id};
use axum::Json;
use axum::extract::{ConnectInfo, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use std::net::SocketAddr;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Links asked for from one address.
const RATE: Rate = Rate { burst: 30.0, per_second: 0.1 };
const LONGEST_NAME: usize = 100;

#[derive(Serialize, ToSchema)]
struct Setup {
    /// Nobody can sign in yet: the server's terminal shows a link for the first admin.
    needed: bool,
}

#[derive(Deserialize, IntoParams)]
struct LinkQuery {
    /// What the link holds.
    token: String,
}

#[derive(Serialize, ToSchema)]
struct About {
    purpose: Purpose,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
}

#[derive(Deserialize, ToSchema)]
struct Taken {
    /// What the link holds.
    token: String,
    /// At least 10 characters.
    #[schema(format = Password, min_length = 10)]
    password: String,
    /// The first admin's; of an invitation only to change it.
    name: Option<String>,
    /// The first admin's.
    email: Option<String>,
}

/// Whether the first admin is still to come.
#[utoipa::path(get, path = "/v1/setup", tag = "people", responses((status = 200, body = Setup)))]
async fn show(State(app): State<App>) -> Answer<Json<Setup>> {
    Ok(Json(Setup { needed: link::needs_setup(&app.db).await? }))
}

/// What a one-time link is for.
#[utoipa::path(get, path = "/v1/setup/link", tag = "people", params(LinkQuery),
    responses((status = 200, body = About), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn about(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Query(query): Query<LinkQuery>,
) -> Answer<Json<About>> {
    limit(&app, peer, &headers)?;
    let mut connection = app.db.read().acquire().await?;
    let found = link::find(&mut connection, &query.token, app.now()).await?;
    let Some(id) = found.person_id else {
        return Ok(Json(About { purpose: found.purpose, email: None, name: None }));
    };
    let statement = "SELECT email, name FROM people WHERE id = $1";
    let (email, name): (String, String) = sqlx::query_as(statement).bind(id).fetch_one(&mut *connection).await?;
    Ok(Json(About { purpose: found.purpose, email: Some(email), name: Some(name) }))
}

/// Takes a one-time link: sets a password and signs in.
#[utoipa::path(post, path = "/v1/setup", tag = "people", request_body = Taken,
    responses((status = 200, body = super::session::Session, description = "signed in, with a cookie"), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn take(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Given(given): Given<Taken>,
) -> Answer<Response> {
    check_origin(&app, &headers)?;
    limit(&app, peer, &headers)?;
    let hash = password::hash(&given.password).await?;
    let now = app.now();
    let mut transaction = app.db.write().await?;
    let found = link::find(&mut transaction, &given.token, now).await?;
    let person = match &found.person_id {
        Some(id) => {
            let statement = "SELECT name, email, role FROM people WHERE id = $1";
            let (name, email, role): (String, String, String) =
                sqlx::query_as(statement).bind(id.clone()).fetch_one(&mut *transaction).await?;
            let name = given.name.as_deref().map(read_name).transpose()?.unwrap_or(name);
            let update = "UPDATE people SET password = $1, name = $2 WHERE id = $3";
            sqlx::query(update).bind(hash).bind(name.clone()).bind(id.clone()).execute(&mut *transaction).await?;
            sqlx::query("DELETE FROM sessions WHERE person_id = $1")
                .bind(id.clone())
                .execute(&mut *transaction)
                .await?;
            Person { id: id.clone(), name, email, role: Role::named(&role).unwrap_or(Role::Viewer) }
        }
        None => {
            let missing = |key: &str| {
                let pointer = format!("/{key}");
                Problem::unprocessable("missing", format!("`{key}` is missing"), "the first admin needs one")
                    .at(pointer)
            };
            let name = read_name(&given.name.ok_or_else(|| missing("name"))?)?;
            let email = read_email(&given.email.ok_or_else(|| missing("email"))?)?;
            let person = Person { id: id(), name, email, role: Role::Admin };
            add(&mut transaction, &person, Some(hash), now).await?;
            person
        }
    };
    sqlx::query("DELETE FROM links WHERE hash = $1").bind(digest(&given.token)).execute(&mut *transaction).await?;
    let actor = Actor { kind: "person", id: Some(person.id.clone()), name: person.name.clone() };
    let action = match found.purpose {
        Purpose::FirstAdmin => "person.first_admin",
        Purpose::Invitation => "person.joined",
        Purpose::Reset => "person.password",
    };
    audit::record(&mut transaction, now, &actor, action, &person.id, "").await?;
    let response = open(&app, &mut transaction, person).await?;
    transaction.commit().await?;
    Ok(response)
}

fn limit(app: &App, peer: SocketAddr, headers: &HeaderMap) -> Answer<()> {
    let key = format!("link {}", app.address(peer, headers));
    let taken = app.rates.take(&key, RATE, 1.0, app.now());
    taken.map_err(|seconds| Problem::too_many(seconds, "too many links were tried"))
}

/// Adds a person.
///
/// # Errors
/// Somebody has the address already.
pub(super) async fn add(
    connection: &mut sqlx::AnyConnection,
    person: &Person,
    password: Option<String>,
    now: i64,
) -> Answer<()> {
    let statement = "INSERT INTO people (id, name, email, role, password, created_at) VALUES ($1, $2, $3, $4, $5, $6) \
                     ON CONFLICT (email) DO NOTHING";
    let query = sqlx::query(statement).bind(person.id.clone()).bind(person.name.clone()).bind(person.email.clone());
    let query = query.bind(person.role.name()).bind(password).bind(now);
    if query.execute(connection).await?.rows_affected() == 0 {
        let help = "change that person's role, or send them a link for a new password";
        return Err(Problem::conflict("email_taken", "somebody has this e-mail address already", help).at("/email"));
    }
    Ok(())
}

/// A name of 1 to 100 characters.
pub(super) fn read_name(name: &str) -> Answer<String> {
    let name = name.trim();
    let length = name.chars().count();
    if length == 0 || length > LONGEST_NAME || name.chars().any(char::is_control) {
        let help = format!("write a name of 1 to {LONGEST_NAME} characters");
        return Err(Problem::unprocessable("bad_name", "this is no name", help).at("/name"));
    }
    Ok(name.to_owned())
}

/// An address with one `@` between something; more only sending it a mail could tell.
pub(super) fn read_email(email: &str) -> Answer<String> {
    let email = normal_email(email);
    let is_address = email.len() <= 254
        && !email.chars().any(|character| character.is_whitespace() || character.is_control())
        && email
            .split_once('@')
            .is_some_and(|(name, host)| !name.is_empty() && !host.is_empty() && !host.contains('@'));
    if !is_address {
        let help = "write it like ada@shop.example";
        return Err(Problem::unprocessable("bad_email", "this is no e-mail address", help).at("/email"));
    }
    Ok(email)
}

/// The routes.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(show, take)).routes(routes!(about))
}
