//! The browser shell: it owns listeners, storage, network and nodes, and asks the core what to do.
//!
//! - [`mount`] starts it and is what the page holds
//! - `app` is the loop: something changed, decide, show; `live` has what is shown
//! - `options` reads what the page gave
//! - `data_layer`, `facts`, `fetch` bring what is known; `cache`, `storage`, `visit` keep it on the device
//! - `rules` keeps the rules up to date
//! - `emitter` tells the page, `telemetry` the shop's server; [`render`] shows
//!
//! Everything is owned by the app: dropping it leaves the page as it was. No shop callback runs while anything is
//! borrowed, so a callback may call the handle.

mod app;
mod cache;
mod data_layer;
mod emitter;
mod facts;
mod fetch;
mod live;
pub mod mount;
mod options;
pub mod render;
mod rules;
mod storage;
mod telemetry;
mod visit;
