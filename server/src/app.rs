//! What every request handler is given.

use crate::config::Config;
use crate::db::Db;
use crate::rate::Rates;
use crate::rules::live::Live;
use axum::http::HeaderMap;
use metrics_exporter_prometheus::PrometheusHandle;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// The server's state; clones share it.
#[derive(Clone)]
pub struct App {
    /// The database.
    pub db: Db,
    /// What the server was told at its start.
    pub config: Arc<Config>,
    /// What is live.
    pub live: Arc<Live>,
    /// Who asked how often.
    pub rates: Arc<Rates>,
    /// What `/metrics` prints.
    pub metrics: PrometheusHandle,
    /// What time it is.
    pub clock: Clock,
    /// Cancelled when the server is asked to stop: streams and tasks end then.
    pub stopping: CancellationToken,
    /// Tasks behind requests; the server waits for them at its end.
    pub tasks: TaskTracker,
}

impl App {
    /// Milliseconds since the epoch.
    #[must_use]
    pub fn now(&self) -> i64 {
        self.clock.now()
    }

    /// The caller's address.
    #[must_use]
    pub fn address(&self, peer: SocketAddr, headers: &HeaderMap) -> IpAddr {
        let forwarded = || {
            let last = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
            last.rsplit(',').next()?.trim().parse().ok()
        };
        if self.config.trust_proxy { forwarded().unwrap_or(peer.ip()) } else { peer.ip() }
    }

    /// Runs until it is done or the server stops.
    pub fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        let stopping = self.stopping.clone();
        self.tasks.spawn(async move {
            tokio::select! {
                () = stopping.cancelled() => {}
                () = task => {}
            }
        });
    }
}

/// The time, which tests can move.
#[derive(Clone, Debug, Default)]
pub struct Clock(Arc<AtomicI64>);

impl Clock {
    /// Milliseconds since the epoch.
    #[must_use]
    pub fn now(&self) -> i64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX).saturating_add(self.0.load(Ordering::Relaxed))
    }

    /// Moves the time on, for tests.
    pub fn advance(&self, milliseconds: i64) {
        self.0.fetch_add(milliseconds, Ordering::Relaxed);
    }
}

/// A moment as RFC 3339 text in UTC.
#[must_use]
pub fn rfc3339(milliseconds: i64) -> String {
    jiff::Timestamp::from_millisecond(milliseconds).map_or_else(|_| String::new(), |time| time.to_string())
}
