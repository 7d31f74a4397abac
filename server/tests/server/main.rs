//! The whole server over HTTP: each test runs on SQLite and on PostgreSQL.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // a test may panic

mod support;

mod demo;
mod events;
mod kill;
mod operation;
mod orders;
mod people;
mod products;
mod refusals;
mod rules;
mod signals;
mod stream;
