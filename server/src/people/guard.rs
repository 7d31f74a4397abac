//! Who calls: the one place where a request becomes a person or a token.

pub use super::role::Right;
use super::role::{Role, Scope};
use crate::app::App;
use crate::audit::Actor;
use crate::problem::{Answer, Problem};
use crate::secret::digest;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use subtle::ConstantTimeEq;

/// The session's cookie.
pub const COOKIE: &str = "cartnudge_session";
/// Tokens begin with this, so that leaked ones are found by those who look for them.
pub const TOKEN_PREFIX: &str = "cn_";
/// The header that repeats a session's CSRF token.
pub const CSRF_HEADER: &str = "x-csrf-token";

/// Half a day without a request ends a session.
pub const IDLE: i64 = 12 * 3_600_000;
/// A session's last use is written down this often.
const SEEN: i64 = 5 * 60_000;
/// A token's last use is written down this often.
const USED: i64 = 60_000;

/// Who calls.
#[derive(Clone, Debug)]
pub enum Caller {
    /// A person who signed in.
    Person {
        /// Who.
        id: String,
        /// Their name.
        name: String,
        /// What they may do.
        role: Role,
        /// The digest of the session's secret.
        session: String,
    },
    /// A program.
    Token {
        /// Which.
        id: String,
        /// Its name.
        name: String,
        /// What it may do.
        scopes: Vec<Scope>,
    },
}

impl Caller {
    /// Whether the caller has the right.
    #[must_use]
    pub fn has(&self, right: Right) -> bool {
        match self {
            Caller::Person { role, .. } => *role >= right.role(),
            Caller::Token { scopes, .. } => right.scope().is_some_and(|scope| scopes.contains(&scope)),
        }
    }

    /// Refuses a caller without the right.
    ///
    /// # Errors
    /// 403, which says what is needed.
    pub fn needs(&self, right: Right) -> Answer<()> {
        if self.has(right) {
            return Ok(());
        }
        let needed = right.role().name();
        Err(match (self, right.scope()) {
            (Caller::Person { role, .. }, _) => {
                let detail = format!("your role is {}, this needs {needed}", role.name());
                Problem::forbidden("wrong_role", detail, "ask an admin for the role, or somebody who has it")
            }
            (Caller::Token { .. }, Some(scope)) => {
                let detail = format!("the token lacks the scope {}", scope.name());
                Problem::forbidden("wrong_scope", detail, "make a token with that scope in the console's settings")
            }
            (Caller::Token { .. }, None) => {
                Problem::forbidden("people_only", "tokens can't do this", "sign in to the console as an admin")
            }
        })
    }

    /// For the audit log.
    #[must_use]
    pub fn actor(&self) -> Actor {
        match self {
            Caller::Person { id, name, .. } => Actor { kind: "person", id: Some(id.clone()), name: name.clone() },
            Caller::Token { id, name, .. } => Actor { kind: "token", id: Some(id.clone()), name: name.clone() },
        }
    }
}

impl FromRequestParts<App> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Answer<Self> {
        if let Some(token) = bearer(&parts.headers) {
            return of_token(app, token).await;
        }
        let Some(secret) = cookie(&parts.headers) else {
            let help = "sign in, or send `Authorization: Bearer` with an API token";
            return Err(Problem::unauthorized("not_signed_in", "nobody is signed in", help));
        };
        of_session(app, &secret, parts).await
    }
}

/// What an `Authorization: Bearer` header holds.
#[must_use]
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// The session's secret.
#[must_use]
pub fn cookie(headers: &HeaderMap) -> Option<String> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = all.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE).map(|(_, value)| value.to_owned())
}

async fn of_token(app: &App, token: &str) -> Answer<Caller> {
    let refused =
        |detail: &str| Problem::unauthorized("bad_token", detail, "make a new token in the console's settings");
    if !token.starts_with(TOKEN_PREFIX) {
        return Err(refused("this is no API token of this server"));
    }
    let statement = "SELECT id, name, scopes, expires_at, last_used_at FROM tokens WHERE hash = $1";
    type Row = (String, String, String, Option<i64>, Option<i64>);
    let found: Option<Row> = sqlx::query_as(statement).bind(digest(token)).fetch_optional(app.db.read()).await?;
    let Some((id, name, scopes, expires_at, last_used_at)) = found else {
        return Err(refused("no such API token, or it was removed"));
    };
    let now = app.now();
    if expires_at.is_some_and(|end| end <= now) {
        return Err(refused("the API token's time is over"));
    }
    if last_used_at.is_none_or(|last| last + USED <= now) {
        let update = "UPDATE tokens SET last_used_at = $1 WHERE id = $2";
        sqlx::query(update).bind(now).bind(id.clone()).execute(app.db.read()).await?;
    }
    Ok(Caller::Token { id, name, scopes: scopes.split(' ').filter_map(Scope::named).collect() })
}

async fn of_session(app: &App, secret: &str, parts: &Parts) -> Answer<Caller> {
    let session = digest(secret);
    let statement = "SELECT people.id, people.name, people.role, sessions.csrf_token, sessions.seen_at, sessions.expires_at \
                     FROM sessions JOIN people ON people.id = sessions.person_id WHERE sessions.hash = $1";
    type Row = (String, String, String, String, i64, i64);
    let found: Option<Row> = sqlx::query_as(statement).bind(session.clone()).fetch_optional(app.db.read()).await?;
    let now = app.now();
    let held = found.filter(|(.., seen_at, expires_at)| now < *expires_at && now < seen_at + IDLE);
    let Some((id, name, role, csrf_token, seen_at, _)) = held else {
        return Err(Problem::unauthorized(
            "session_ended",
            "your session has ended",
            "sign in again; your draft is kept",
        ));
    };
    let changes_something = !matches!(parts.method, Method::GET | Method::HEAD | Method::OPTIONS);
    if changes_something {
        check_origin(app, &parts.headers)?;
        check_csrf(&parts.headers, &csrf_token)?;
    }
    if seen_at + SEEN <= now {
        let update = "UPDATE sessions SET seen_at = $1 WHERE hash = $2";
        sqlx::query(update).bind(now).bind(session.clone()).execute(app.db.read()).await?;
    }
    let role = Role::named(&role).unwrap_or(Role::Viewer);
    Ok(Caller::Person { id, name, role, session })
}

/// A browser says which page asks; another site's may not. Programs say nothing.
///
/// # Errors
/// 403: another origin's page asks.
pub fn check_origin(app: &App, headers: &HeaderMap) -> Answer<()> {
    let Some(origin) = headers.get(header::ORIGIN) else { return Ok(()) };
    let own = app.config.base_url();
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let is_own = origin.to_str().is_ok_and(|origin| {
        // Without a public address the server is on loopback, by whatever name and port it is reached there.
        let here = app.config.public_url.is_none() && origin.strip_prefix("http://") == Some(host);
        origin == own || here
    });
    if is_own {
        return Ok(());
    }
    Err(Problem::forbidden(
        "foreign_origin",
        "the request comes from another site's page",
        "use the console on its own address",
    ))
}

fn check_csrf(headers: &HeaderMap, token: &str) -> Answer<()> {
    let given = headers.get(CSRF_HEADER).map(|value| value.as_bytes()).unwrap_or_default();
    if given.ct_eq(token.as_bytes()).into() {
        return Ok(());
    }
    let help = format!("send the session's `csrf_token` in the header `{CSRF_HEADER}`");
    Err(Problem::forbidden("csrf", "the session's CSRF token is missing or another's", help))
}
