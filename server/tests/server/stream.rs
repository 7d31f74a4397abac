//! The stream that tells pages of changes.

use crate::rules::rules;
use crate::support::{Caller, Running, on_each_database};
use futures_util::StreamExt as _;
use reqwest::Method;
use serde_json::Value;
use std::time::{Duration, Instant};

on_each_database!(a_change_is_told_within_seconds, a_stop_ends_streams);

/// The stream's events as they come.
struct Events {
    bytes: std::pin::Pin<Box<dyn futures_util::Stream<Item = Vec<u8>> + Send>>,
    text: String,
}

impl Events {
    async fn of(caller: &Caller) -> Self {
        let response = caller.request(Method::GET, "/v1/rules/stream").send().await.unwrap();
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        assert_eq!(response.headers()["access-control-allow-origin"], "*");
        let bytes = response.bytes_stream().take_while(|part| std::future::ready(part.is_ok()));
        Events { bytes: Box::pin(bytes.map(|part| part.unwrap().to_vec())), text: String::new() }
    }

    /// The next event's data; `None` at the end.
    async fn next(&mut self) -> Option<Value> {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let data = event.lines().find_map(|line| line.strip_prefix("data: ")).map(str::to_owned);
                let is_rules = event.lines().any(|line| line == "event: rules");
                self.text = rest.to_owned();
                match data.filter(|_| is_rules) {
                    Some(data) => return Some(serde_json::from_str(&data).unwrap()),
                    None => continue,
                }
            }
            let part = tokio::time::timeout(Duration::from_secs(10), self.bytes.next()).await.expect("nothing came");
            self.text.push_str(&String::from_utf8(part?).unwrap());
        }
    }
}

async fn a_change_is_told_within_seconds(server: Running) {
    let admin = server.admin().await;
    let mut before = Events::of(&server.anybody()).await;
    admin.publish(&rules(&["a"])).await;
    assert_eq!(before.next().await.unwrap()["version"], 1);
    let mut streams = Vec::new();
    for _ in 0..50 {
        streams.push(Events::of(&server.anybody()).await);
    }
    for stream in &mut streams {
        assert_eq!(stream.next().await.unwrap()["version"], 1, "who comes later is told what is live");
    }
    let text = server.anybody().get("/metrics").await.0.text().await.unwrap();
    let listening: f64 =
        text.lines().find_map(|line| line.strip_prefix("cartnudge_rules_streams ")).unwrap().parse().unwrap();
    assert!(listening >= 51.0, "{listening}");
    let began = Instant::now();
    admin.patch("/v1/rules/a", &serde_json::json!({ "enabled": false })).await.ok().await;
    for stream in streams.iter_mut().chain([&mut before]) {
        let told = stream.next().await.unwrap();
        assert_eq!(told["version"], 2);
        assert!(told["etag"].as_str().unwrap().starts_with("\"2-"), "{told}");
    }
    // Generous: the machine may be busy. A page has five seconds for all of it.
    assert!(began.elapsed() < Duration::from_secs(10));
}

async fn a_stop_ends_streams(server: Running) {
    let admin = server.admin().await;
    admin.publish(&rules(&["a"])).await;
    let mut stream = Events::of(&server.anybody()).await;
    stream.next().await.unwrap();
    let (stopped, end) = tokio::join!(server.stop(), stream.next());
    stopped.unwrap();
    assert_eq!(end, None);
}
