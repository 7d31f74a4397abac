//! A real server on a loopback port with a database of its own, and a browser's manners.

mod postgres;

use cartnudge_server::app::App;
use cartnudge_server::config::{Config, DatabaseArgs};
use cartnudge_server::serve::Server;
use reqwest::{Client, Method, Response, StatusCode};
use serde_json::{Value, json};
use std::path::PathBuf;
use tempfile::TempDir;
use tokio::task::JoinHandle;

/// Runs each named test, a function of a [`Running`] server, on both databases.
macro_rules! on_each_database {
    ($($name:ident),* $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                super::$name(crate::support::Running::on_sqlite().await).await;
            })*
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                let Some(server) = crate::support::Running::on_postgres().await else { return };
                super::$name(server).await;
            })*
        }
    };
}
pub(crate) use on_each_database;

/// A server that runs until it is dropped or stopped.
pub struct Running {
    pub base: String,
    pub app: App,
    /// The first admin's link, as the terminal shows it.
    pub first_admin: Option<String>,
    pub database_url: String,
    task: JoinHandle<Result<(), String>>,
    _folder: TempDir,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.app.stopping.cancel();
    }
}

pub fn config(database_url: &str) -> Config {
    Config {
        database: DatabaseArgs { database_url: database_url.to_owned() },
        listen: "127.0.0.1:0".parse().unwrap(),
        public_url: None,
        www: None,
        allowed_origins: Vec::new(),
        trust_proxy: false,
        demo: false,
        signing_key: None,
        signals_secret: None,
    }
}

impl Running {
    pub async fn on_sqlite() -> Self {
        Running::with(|_| {}).await
    }

    /// On SQLite, with another configuration.
    pub async fn with(change: impl FnOnce(&mut Config)) -> Self {
        let folder = TempDir::new().unwrap();
        let url = format!("sqlite://{}", folder.path().join("test.db").display());
        Running::start(url, folder, change).await
    }

    /// `None`, with a line that says so, where there is no PostgreSQL.
    pub async fn on_postgres() -> Option<Self> {
        let url = postgres::database().await?;
        Some(Running::start(url, TempDir::new().unwrap(), |_| {}).await)
    }

    /// Another process on the same database.
    pub async fn another(&self) -> Self {
        self.another_with(|_| {}).await
    }

    /// Another process on the same database, with another configuration.
    pub async fn another_with(&self, change: impl FnOnce(&mut Config)) -> Self {
        Running::start(self.database_url.clone(), TempDir::new().unwrap(), change).await
    }

    async fn start(database_url: String, folder: TempDir, change: impl FnOnce(&mut Config)) -> Self {
        let mut config = config(&database_url);
        change(&mut config);
        let server = Server::open(config).await.unwrap();
        let (base, app, first_admin) =
            (format!("http://{}", server.address), server.app.clone(), server.first_admin.clone());
        let task = tokio::spawn(server.run());
        Running { base, app, first_admin, database_url, task, _folder: folder }
    }

    /// Stops as a signal would, and waits for the end.
    pub async fn stop(mut self) -> Result<(), String> {
        self.app.stopping.cancel();
        (&mut self.task).await.unwrap()
    }

    /// A caller without any credentials.
    pub fn anybody(&self) -> Caller {
        anybody_at(&self.base)
    }

    /// The first admin, signed in by the link.
    pub async fn admin(&self) -> Caller {
        join_as_admin(&self.base, self.first_admin.as_deref().expect("the first start prints a link")).await
    }

    /// Somebody whom an admin invited, signed in.
    pub async fn person(&self, admin: &Caller, role: &str) -> Caller {
        let invitation = json!({ "name": role, "email": format!("{role}@shop.example"), "role": role });
        let invited = admin.post("/v1/people", &invitation).await.is(StatusCode::CREATED).await;
        let mut caller = self.anybody();
        let body = json!({ "token": secret_of(invited["link"].as_str().unwrap()), "password": PASSWORD });
        caller.csrf = caller.post("/v1/setup", &body).await.ok().await["csrf_token"].as_str().map(str::to_owned);
        caller
    }

    /// A program with a token of these scopes.
    pub async fn token(&self, admin: &Caller, scopes: &[&str]) -> Caller {
        let made =
            admin.post("/v1/tokens", &json!({ "name": "test", "scopes": scopes })).await.is(StatusCode::CREATED).await;
        Caller { token: made["token"].as_str().map(str::to_owned), ..self.anybody() }
    }
}

/// A caller without any credentials.
pub fn anybody_at(base: &str) -> Caller {
    let client = Client::builder().cookie_store(true).build().unwrap();
    Caller { client, base: base.to_owned(), csrf: None, token: None }
}

/// The first admin, signed in by the link.
pub async fn join_as_admin(base: &str, link: &str) -> Caller {
    let mut caller = anybody_at(base);
    let body = json!({ "token": secret_of(link), "name": "Ada", "email": "ada@shop.example", "password": PASSWORD });
    caller.csrf = caller.post("/v1/setup", &body).await.ok().await["csrf_token"].as_str().map(str::to_owned);
    caller
}

/// The address of a new PostgreSQL database, where there is one.
pub async fn postgres_url() -> Option<String> {
    postgres::database().await
}

pub const PASSWORD: &str = "correct horse battery";

/// What a one-time link holds.
pub fn secret_of(link: &str) -> String {
    link.split_once("token=").unwrap().1.to_owned()
}

/// A browser with its cookies, or a program with its token.
pub struct Caller {
    pub client: Client,
    pub base: String,
    pub csrf: Option<String>,
    pub token: Option<String>,
}

impl Caller {
    pub fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let mut request = self.client.request(method, format!("{}{path}", self.base));
        if let Some(csrf) = &self.csrf {
            request = request.header("x-csrf-token", csrf);
        }
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        request
    }

    pub async fn get(&self, path: &str) -> Said {
        Said::from(self.request(Method::GET, path)).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Said {
        Said::from(self.request(Method::POST, path).json(body)).await
    }

    /// With `If-Match`.
    pub async fn matching(&self, method: Method, path: &str, revision: &Value, body: &Value) -> Said {
        let request = self.request(method, path).header("if-match", format!("\"{revision}\""));
        Said::from(request.json(body)).await
    }

    /// Saves the draft as it should be, whatever it was; its revision.
    pub async fn draft(&self, document: &Value) -> Value {
        let revision = self.get("/v1/draft").await.ok().await["revision"].clone();
        let body = json!({ "document": document, "archived": [] });
        self.matching(Method::PUT, "/v1/draft", &revision, &body).await.ok().await["revision"].clone()
    }

    /// Makes a document live.
    pub async fn publish(&self, document: &Value) -> Value {
        let revision = self.draft(document).await;
        let seen = self.live().await;
        let body = json!({ "note": "test", "seen": seen });
        let published = self.matching(Method::POST, "/v1/rules/publish", &revision, &body).await;
        published.is(StatusCode::CREATED).await["version"].clone()
    }

    /// The live version's number, or `null`.
    pub async fn live(&self) -> Value {
        self.get("/v1/rules/versions?limit=1").await.ok().await["versions"][0]["version"].clone()
    }

    pub async fn put(&self, path: &str, body: &Value) -> Said {
        Said::from(self.request(Method::PUT, path).json(body)).await
    }

    pub async fn patch(&self, path: &str, body: &Value) -> Said {
        Said::from(self.request(Method::PATCH, path).json(body)).await
    }

    pub async fn delete(&self, path: &str) -> Said {
        Said::from(self.request(Method::DELETE, path)).await
    }
}

/// An answer.
pub struct Said(pub Response);

impl Said {
    pub async fn from(request: reqwest::RequestBuilder) -> Self {
        Said(request.send().await.unwrap())
    }

    pub async fn ok(self) -> Value {
        self.is(StatusCode::OK).await
    }

    /// The body of an answer with this status; JSON, or `null` where there is none.
    pub async fn is(self, status: StatusCode) -> Value {
        let found = self.0.status();
        let text = self.0.text().await.unwrap();
        assert_eq!(found, status, "{text}");
        if text.is_empty() { Value::Null } else { serde_json::from_str(&text).unwrap() }
    }

    /// The problem that the answer is, which must say how to mend it.
    pub async fn problem(self, status: u16, code: &str) -> Value {
        assert_eq!(self.0.headers()["content-type"], "application/problem+json");
        let body = self.is(StatusCode::from_u16(status).unwrap()).await;
        assert_eq!(body["code"], code, "{body}");
        assert_eq!(body["status"], status);
        assert!(!body["detail"].as_str().unwrap().is_empty() && !body["help"].as_str().unwrap().is_empty(), "{body}");
        body
    }
}

/// The built console and demo, where they were built; a small folder like it otherwise.
pub fn site() -> (PathBuf, TempDir) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().to_owned();
    std::fs::create_dir(path.join("console")).unwrap();
    std::fs::write(path.join("index.html"), "shop").unwrap();
    std::fs::write(path.join("shop.0a1b2c3d.js"), "hashed").unwrap();
    std::fs::write(path.join("console/index.html"), "console").unwrap();
    std::fs::write(path.join("console/main.js"), "script").unwrap();
    (path, folder)
}
