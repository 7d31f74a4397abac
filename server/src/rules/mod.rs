//! Rules: one draft that everybody edits, versions that were live, and the one that is.
//!
//! ```text
//! draft ─▶ publish ─▶ version ─▶ live: signed, compressed once, handed to pages and streams
//! ```

pub mod draft;
pub mod live;
pub mod public;
pub mod publish;
pub mod scheduled;
pub mod store;
pub mod versions;

use crate::app::App;
use utoipa_axum::router::OpenApiRouter;

/// The routes.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(public::routes())
        .merge(draft::routes())
        .merge(publish::routes())
        .merge(scheduled::routes())
        .merge(versions::routes())
}
