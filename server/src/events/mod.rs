//! What pages tell: CloudEvents, taken once each, counted, and handed on to the warehouse.

pub mod event;
pub mod export;
pub mod ingest;
pub mod read;
pub mod store;

use crate::app::App;
use utoipa_axum::router::OpenApiRouter;

/// The routes.
pub fn routes(origins: &[String]) -> OpenApiRouter<App> {
    OpenApiRouter::new().merge(ingest::routes(origins)).merge(export::routes())
}
