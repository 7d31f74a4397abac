//! Logs: one JSON object a line on standard error, without personal data.
//!
//! Of a request there are method, route (its pattern, not its path), status and duration: a path may hold a customer's id, a
//! query a link's secret.

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::format::FmtSpan;

/// Begins to log; `RUST_LOG` says how much, `info` without it.
pub fn begin() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn,hyper=warn"));
    let json = tracing_subscriber::fmt().json().flatten_event(true).with_current_span(false).with_span_list(false);
    // A second start in one process, as in tests, keeps the first.
    let _ = json.with_span_events(FmtSpan::NONE).with_env_filter(filter).with_writer(std::io::stderr).try_init();
}
