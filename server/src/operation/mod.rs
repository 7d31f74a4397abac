//! Running the server: health, metrics, logs, the site it serves, backups.

pub mod backup;
pub mod health;
pub mod log;
pub mod measure;
pub mod site;
