//! The control server: rules, signals, products and events over HTTP, and the people who look after them.
//!
//! [`serve`] is where it starts, [`router`] lists what it answers; each folder is one of these parts. Rule documents, signals and
//! products are read by the same core as everywhere: the server stores and hands on.

pub mod app;
pub mod audit;
pub mod body;
pub mod config;
pub mod cross_origin;
pub mod db;
pub mod demo;
pub mod events;
pub mod extract;
pub mod ndjson;
pub mod operation;
pub mod orders;
pub mod parquet;
pub mod people;
pub mod problem;
pub mod products;
pub mod rate;
pub mod results;
pub mod router;
pub mod rules;
pub mod secret;
pub mod serve;
pub mod signals;
