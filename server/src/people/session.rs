//! Signing in and out.

use super::guard::{COOKIE, Caller, check_origin};
use super::password;
use super::role::Role;
use crate::app::App;
use crate::audit::{self, Actor};
use crate::body::Given;
use crate::problem::{Answer, Problem};
use crate::rate::Rate;
use crate::secret::{digest, random};
use axum::Json;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use sqlx::AnyConnection;
use std::net::SocketAddr;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Two weeks end a session, however busy.
const LONGEST: i64 = 14 * 86_400_000;
/// Tries from one address.
const BY_ADDRESS: Rate = Rate { burst: 20.0, per_second: 20.0 / 300.0 };
/// Tries for one account: ten, then one a minute.
const BY_ACCOUNT: Rate = Rate { burst: 10.0, per_second: 1.0 / 60.0 };

/// A person.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Person {
    /// Their id.
    pub id: String,
    /// Their name.
    pub name: String,
    /// What they sign in with.
    pub email: String,
    /// What they may do.
    pub role: Role,
}

/// Who is signed in.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Session {
    /// The person.
    pub person: Person,
    /// To be sent in the header `x-csrf-token` with each request that changes something.
    pub csrf_token: String,
}

#[derive(Deserialize, ToSchema)]
struct Credentials {
    email: String,
    #[schema(format = Password)]
    password: String,
}

#[derive(Deserialize, ToSchema)]
struct NewPassword {
    #[schema(format = Password)]
    current: String,
    /// At least 10 characters.
    #[schema(format = Password, min_length = 10)]
    new: String,
}

/// A new session of a person, with its cookie.
///
/// # Errors
/// The database doesn't answer.
pub async fn open(app: &App, connection: &mut AnyConnection, person: Person) -> Answer<Response> {
    let (secret, csrf_token) = (random()?, random()?);
    let now = app.now();
    sqlx::query("DELETE FROM sessions WHERE expires_at <= $1").bind(now).execute(&mut *connection).await?;
    sqlx::query("INSERT INTO sessions (hash, person_id, csrf_token, seen_at, expires_at) VALUES ($1, $2, $3, $4, $5)")
        .bind(digest(&secret))
        .bind(person.id.clone())
        .bind(csrf_token.clone())
        .bind(now)
        .bind(now + LONGEST)
        .execute(connection)
        .await?;
    let secure = if app.config.is_https() { "; Secure" } else { "" };
    let seconds = LONGEST / 1_000;
    let cookie = format!("{COOKIE}={secret}; Path=/; HttpOnly; SameSite=Strict; Max-Age={seconds}{secure}");
    Ok(with_cookie(Json(Session { person, csrf_token }).into_response(), &cookie))
}

fn with_cookie(mut response: Response, cookie: &str) -> Response {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().insert(header::SET_COOKIE, value);
    }
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Signs in.
#[utoipa::path(post, path = "/v1/session", tag = "people", request_body = Credentials,
    responses((status = 200, body = Session, description = "signed in, with a cookie"), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn sign_in(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Given(given): Given<Credentials>,
) -> Answer<Response> {
    check_origin(&app, &headers)?;
    let (now, email) = (app.now(), normal_email(&given.email));
    let account = format!("sign-in account {}", digest(&email));
    let tries = [(format!("sign-in {}", app.address(peer, &headers)), BY_ADDRESS), (account.clone(), BY_ACCOUNT)];
    for (key, rate) in &tries {
        let taken = app.rates.take(key, *rate, 1.0, now);
        taken.map_err(|seconds| Problem::too_many(seconds, "too many tries to sign in"))?;
    }
    let statement = "SELECT id, name, role, password FROM people WHERE email = $1";
    type Row = (String, String, String, Option<String>);
    let found: Option<Row> = sqlx::query_as(statement).bind(email.clone()).fetch_optional(app.db.read()).await?;
    let kept = found.as_ref().and_then(|(.., password)| password.clone());
    let is_right = password::is_right(&given.password, kept).await;
    let Some((id, name, role, _)) = found.filter(|_| is_right) else {
        let help = "check both; an admin can send you a link for a new password";
        return Err(Problem::unauthorized(
            "wrong_credentials",
            "no account has this e-mail address and password",
            help,
        ));
    };
    app.rates.forget(&account);
    let person = Person { id, name, email, role: Role::named(&role).unwrap_or(Role::Viewer) };
    let mut transaction = app.db.write().await?;
    let actor = Actor { kind: "person", id: Some(person.id.clone()), name: person.name.clone() };
    audit::record(&mut transaction, now, &actor, "session.open", "", "").await?;
    let response = open(&app, &mut transaction, person).await?;
    transaction.commit().await?;
    Ok(response)
}

/// Who is signed in.
#[utoipa::path(get, path = "/v1/session", tag = "people", security(("session" = [])),
    responses((status = 200, body = Session), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn show(State(app): State<App>, caller: Caller) -> Answer<Response> {
    let Caller::Person { session, .. } = caller else { return Err(people_only()) };
    let statement = "SELECT people.id, people.name, people.email, people.role, sessions.csrf_token \
                     FROM sessions JOIN people ON people.id = sessions.person_id WHERE sessions.hash = $1";
    type Row = (String, String, String, String, String);
    let (id, name, email, role, csrf_token): Row =
        sqlx::query_as(statement).bind(session).fetch_one(app.db.read()).await?;
    let person = Person { id, name, email, role: Role::named(&role).unwrap_or(Role::Viewer) };
    let no_store = [(header::CACHE_CONTROL, "no-store")];
    Ok((no_store, Json(Session { person, csrf_token })).into_response())
}

/// Signs out.
#[utoipa::path(delete, path = "/v1/session", tag = "people", security(("session" = [])),
    responses((status = 204, description = "signed out"), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn sign_out(State(app): State<App>, caller: Caller) -> Answer<Response> {
    let Caller::Person { session, .. } = &caller else { return Err(people_only()) };
    let mut transaction = app.db.write().await?;
    sqlx::query("DELETE FROM sessions WHERE hash = $1").bind(session.clone()).execute(&mut *transaction).await?;
    audit::record(&mut transaction, app.now(), &caller.actor(), "session.close", "", "").await?;
    transaction.commit().await?;
    let cookie = format!("{COOKIE}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
    Ok(with_cookie(StatusCode::NO_CONTENT.into_response(), &cookie))
}

/// Sets a new password; the person's other sessions end.
#[utoipa::path(put, path = "/v1/session/password", tag = "people", security(("session" = [])), request_body = NewPassword,
    responses((status = 204, description = "set"), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn change_password(
    State(app): State<App>,
    caller: Caller,
    Given(given): Given<NewPassword>,
) -> Answer<StatusCode> {
    let Caller::Person { id, session, .. } = &caller else { return Err(people_only()) };
    let account = format!("password {id}");
    let taken = app.rates.take(&account, BY_ACCOUNT, 1.0, app.now());
    taken.map_err(|seconds| Problem::too_many(seconds, "too many tries"))?;
    let kept: Option<String> = sqlx::query_scalar("SELECT password FROM people WHERE id = $1")
        .bind(id.clone())
        .fetch_one(app.db.read())
        .await?;
    if !password::is_right(&given.current, kept).await {
        let help = "type the password that you signed in with";
        return Err(Problem::forbidden("wrong_password", "this isn't your current password", help).at("/current"));
    }
    let hash = password::hash(&given.new).await.map_err(|problem| problem.at("/new"))?;
    let mut transaction = app.db.write().await?;
    sqlx::query("UPDATE people SET password = $1 WHERE id = $2")
        .bind(hash)
        .bind(id.clone())
        .execute(&mut *transaction)
        .await?;
    let others = "DELETE FROM sessions WHERE person_id = $1 AND hash <> $2";
    sqlx::query(others).bind(id.clone()).bind(session.clone()).execute(&mut *transaction).await?;
    audit::record(&mut transaction, app.now(), &caller.actor(), "person.password", id, "").await?;
    transaction.commit().await?;
    app.rates.forget(&account);
    Ok(StatusCode::NO_CONTENT)
}

fn people_only() -> Problem {
    Problem::forbidden("people_only", "a token has no session", "sign in to the console")
}

/// E-mail addresses are the same in capitals.
#[must_use]
pub fn normal_email(email: &str) -> String {
    email.trim().to_lowercase()
}

/// The routes.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(sign_in, show, sign_out)).routes(routes!(change_password))
}
