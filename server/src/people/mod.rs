//! Who may do what: people with roles, their sessions, and tokens of programs.

pub mod accounts;
pub mod guard;
pub mod link;
pub mod password;
pub mod role;
pub mod session;
pub mod setup;
pub mod tokens;

use crate::app::App;
use utoipa_axum::router::OpenApiRouter;

/// The routes.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(setup::routes())
        .merge(session::routes())
        .merge(accounts::routes())
        .merge(tokens::routes())
}
