//! The server's life: start, serve, stop.

use crate::app::{App, Clock};
use crate::config::Config;
use crate::db::Db;
use crate::demo;
use crate::operation::measure;
use crate::people::link;
use crate::rate::Rates;
use crate::router::router;
use crate::rules::live::Live;
use crate::rules::scheduled;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Requests that are under way are given this long when the server stops.
const PATIENCE: Duration = Duration::from_secs(20);

/// A server that listens, and can be told to stop.
pub struct Server {
    /// Where it listens.
    pub address: SocketAddr,
    /// The link for the first admin, where nobody can sign in yet.
    pub first_admin: Option<String>,
    /// Its state.
    pub app: App,
    listener: TcpListener,
}

impl Server {
    /// Opens the database and the port.
    ///
    /// # Errors
    /// In words, with the mend.
    pub async fn open(mut config: Config) -> Result<Self, String> {
        config.check()?;
        let db = Db::open(&config.database.database_url).await?;
        let listener = TcpListener::bind(config.listen).await;
        let asked = config.listen;
        let listener = listener.map_err(|error| {
            format!(
                "can't listen on {asked}: {error}\n  help: stop what listens there, or name another port with --listen"
            )
        })?;
        // Port 0 becomes the one that was free.
        config.listen = listener.local_addr().map_err(|error| error.to_string())?;
        let app = App {
            live: Arc::new(Live::open(&db, config.signing_key.as_deref()).await?),
            db,
            rates: Arc::new(Rates::default()),
            metrics: measure::recorder()?,
            clock: Clock::default(),
            stopping: CancellationToken::new(),
            tasks: TaskTracker::new(),
            config: Arc::new(config),
        };
        if app.config.demo {
            demo::begin(&app).await?;
        }
        let first_admin = link::first_admin(&app).await.map_err(|problem| problem.detail)?;
        Ok(Server { address: app.config.listen, first_admin, app, listener })
    }

    /// Serves until `app.stopping` is cancelled; then takes no more requests and finishes those under way.
    ///
    /// # Errors
    /// The port is lost.
    pub async fn run(self) -> Result<(), String> {
        let Server { app, listener, .. } = self;
        app.spawn(keep_up(app.clone()));
        let service = router(&app).into_make_service_with_connect_info::<SocketAddr>();
        let stopping = app.stopping.clone();
        let serving = axum::serve(listener, service).with_graceful_shutdown(stopping.clone().cancelled_owned());
        let late = async {
            stopping.cancelled().await;
            tokio::time::sleep(PATIENCE).await;
        };
        tokio::select! {
            ended = serving.into_future() => ended.map_err(|error| error.to_string())?,
            () = late => tracing::warn!("some requests were still under way"),
        }
        app.stopping.cancel();
        app.tasks.close();
        // Tasks end at the next thing they wait for.
        let _ = tokio::time::timeout(PATIENCE, app.tasks.wait()).await;
        app.db.close().await;
        Ok(())
    }
}

/// Each second: publishes what is due, and takes what another process on the same database made live.
async fn keep_up(app: App) {
    let mut ticks = tokio::time::interval(Duration::from_secs(1));
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        app.metrics.run_upkeep();
        if let Err(problem) = scheduled::publish_due(&app).await {
            tracing::error!(detail = problem.detail, "scheduled publication");
        }
        if let Err(error) = app.live.refresh(&app.db).await {
            tracing::error!(%error, "live version");
        }
    }
}

/// Cancels when the process is asked to end.
pub async fn until_asked_to_stop(stopping: CancellationToken) {
    use tokio::signal::ctrl_c;
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let Ok(mut terminate) = signal(SignalKind::terminate()) else { return };
        tokio::select! {
            _ = ctrl_c() => {}
            _ = terminate.recv() => {}
            () = stopping.cancelled() => {}
        }
    }
    #[cfg(not(unix))]
    let _ = ctrl_c().await;
    stopping.cancel();
}
