//! Killed at any moment, the server comes back with everything that it acknowledged.

use crate::events::event_at;
use crate::rules::rules;
use crate::support::{Caller, Said, anybody_at, join_as_admin, postgres_url};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

/// How often it is killed; `KILLS` for more.
fn rounds() -> u32 {
    std::env::var("KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(6)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    killed_again_and_again(&format!("sqlite://{}", folder.path().join("kill.db").display())).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_postgres() {
    let Some(url) = postgres_url().await else { return };
    killed_again_and_again(&url).await;
}

/// The program itself, in a process of its own.
struct Process {
    child: Child,
    base: String,
    link: Option<String>,
}

impl Process {
    fn start(url: &str) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cartnudge-server"));
        command.args(["serve", "--listen", "127.0.0.1:0"]).env("DATABASE_URL", url).env("RUST_LOG", "error");
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let base = lines.next().expect("it starts").unwrap().rsplit(' ').next().unwrap().to_owned();
        let link = lines.next().and_then(Result::ok).and_then(|line| line.rsplit(' ').next().map(str::to_owned));
        Process { child, base, link }
    }

    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// What was acknowledged.
#[derive(Clone, Default)]
struct Acknowledged {
    events: BTreeSet<String>,
    version: i64,
    revision: i64,
}

async fn killed_again_and_again(url: &str) {
    let first = Process::start(url);
    let admin = join_as_admin(&first.base, first.link.as_deref().expect("the first start prints a link")).await;
    admin.publish(&rules(&["a"])).await;
    let scopes = ["rules:read", "rules:write", "rules:publish", "events:read"];
    let made = admin.post("/v1/tokens", &json!({ "name": "kill", "scopes": scopes })).await;
    let token = made.is(StatusCode::CREATED).await["token"].as_str().unwrap().to_owned();
    first.kill();
    let seen = Arc::new(Mutex::new(Acknowledged { version: 1, ..Acknowledged::default() }));
    for round in 0..rounds() {
        let process = start_again(url).await;
        let base = process.base.clone();
        let publisher = tokio::spawn(publish_until_killed(caller(&base, &token), Arc::clone(&seen)));
        let editor = tokio::spawn(edit_until_killed(caller(&base, &token), Arc::clone(&seen)));
        let senders = [0, 1].map(|sender| {
            tokio::spawn(send_until_killed(caller(&base, &token), round * 2 + sender, Arc::clone(&seen)))
        });
        let nanos = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().subsec_nanos();
        tokio::time::sleep(Duration::from_millis(u64::from(150 + nanos % 350))).await;
        process.kill();
        publisher.await.unwrap();
        editor.await.unwrap();
        for sender in senders {
            sender.await.unwrap();
        }
        let process = start_again(url).await;
        let known = seen.lock().unwrap().clone();
        check(&caller(&process.base, &token), &known).await;
        process.kill();
    }
    let seen = seen.lock().unwrap();
    assert!(
        seen.events.len() > 20 && seen.version > 3 && seen.revision > 3,
        "{} {} {}",
        seen.events.len(),
        seen.version,
        seen.revision
    );
}

async fn start_again(url: &str) -> Process {
    let url = url.to_owned();
    // Starting waits for lines.
    tokio::task::spawn_blocking(move || Process::start_quietly(&url)).await.unwrap()
}

impl Process {
    /// With an admin there is no second line to wait for.
    fn start_quietly(url: &str) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cartnudge-server"));
        command.args(["serve", "--listen", "127.0.0.1:0"]).env("DATABASE_URL", url).env("RUST_LOG", "error");
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let line = BufReader::new(child.stdout.take().unwrap()).lines().next().expect("it starts").unwrap();
        Process { child, base: line.rsplit(' ').next().unwrap().to_owned(), link: None }
    }
}

fn caller(base: &str, token: &str) -> Caller {
    Caller { token: Some(token.to_owned()), ..anybody_at(base) }
}

/// The body of a good answer; `None` once nobody answers.
async fn answered(request: reqwest::RequestBuilder) -> Option<Value> {
    let response = request.send().await.ok()?;
    let status = response.status();
    let body: Value = response.json().await.ok()?;
    assert!(status.is_success() || status == StatusCode::PRECONDITION_FAILED, "{status}: {body}");
    status.is_success().then_some(body)
}

async fn publish_until_killed(caller: Caller, seen: Arc<Mutex<Acknowledged>>) {
    for turn in 0_u32.. {
        let request = caller.request(Method::PATCH, "/v1/rules/a").json(&json!({ "enabled": turn % 2 == 0 }));
        let Some(switched) = answered(request).await else { return };
        let mut seen = seen.lock().unwrap();
        seen.version = seen.version.max(switched["version"].as_i64().unwrap());
    }
}

async fn edit_until_killed(caller: Caller, seen: Arc<Mutex<Acknowledged>>) {
    for turn in 0_u32.. {
        let Some(draft) = answered(caller.request(Method::GET, "/v1/draft")).await else { return };
        let body = json!({ "document": draft["document"], "archived": [{ "turn": turn }] });
        let request = caller
            .request(Method::PUT, "/v1/draft")
            .header("if-match", format!("\"{}\"", draft["revision"]))
            .json(&body);
        let response = request.send().await;
        let Ok(response) = response else { return };
        // The switch comes in between, and says so.
        if response.status() == StatusCode::PRECONDITION_FAILED {
            continue;
        }
        let Ok(saved) = response.json::<Value>().await else { return };
        let mut seen = seen.lock().unwrap();
        seen.revision = seen.revision.max(saved["revision"].as_i64().unwrap());
    }
}

async fn send_until_killed(caller: Caller, sender: u32, seen: Arc<Mutex<Acknowledged>>) {
    let now = i64::try_from(SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_millis()).unwrap();
    for turn in 0_u32.. {
        let ids: Vec<String> = (0..5).map(|index| format!("{sender}-{turn}-{index}")).collect();
        let batch: Vec<Value> = ids.iter().map(|id| event_at(now, id, "exposure", &json!({}))).collect();
        let Some(taken) = answered(caller.request(Method::POST, "/v1/events").json(&batch)).await else { return };
        assert_eq!(taken["accepted"], 5);
        seen.lock().unwrap().events.extend(ids);
    }
}

/// Everything that was acknowledged is there, and what is counted is what is kept.
async fn check(caller: &Caller, seen: &Acknowledged) {
    let live = caller.live().await.as_i64().unwrap();
    assert!(live >= seen.version, "version {} was acknowledged, {live} is live", seen.version);
    for version in 1..=live {
        let document = caller.get(&format!("/v1/rules/versions/{version}")).await.ok().await["document"].clone();
        assert_eq!(document["version"], version, "no version is missing or torn");
    }
    assert_eq!(anybody_at(&caller.base).get("/v1/rules").await.ok().await["version"], live);
    let revision = caller.get("/v1/draft").await.ok().await["revision"].as_i64().unwrap();
    assert!(revision >= seen.revision, "revision {} was acknowledged, {revision} is there", seen.revision);
    let text = Said::from(caller.request(Method::GET, "/v1/events/export")).await.0.text().await.unwrap();
    let kept: BTreeSet<String> = text
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["id"].as_str().unwrap().to_owned())
        .collect();
    let lost: Vec<&String> = seen.events.difference(&kept).collect();
    assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
    let results = caller.get("/v1/results/rules").await.ok().await;
    let counted = results["rules"][0]["exposures"].as_u64().unwrap_or(0);
    assert_eq!(counted, kept.len() as u64, "what is counted is what is kept");
}
